"""In: an element and the text it was written in. Out: edits of the bytes of its file.

Where a place cannot be told for certain (it comes from an entity or a DTD, the bytes are damaged,
only a part of the file is at hand), there is no edit: no fix is better than a wrong one.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from lxml import etree

from .finding import Edit
from .names import local, name_of
from .positions import ATTRIBUTE, SPACE, TAG, SourceText, encoding_of

#: The entities that every XML file has (XML 1.0, 4.6).
PREDEFINED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([^;\s]+));")
#: What stands between tags.
_PIECE = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<cdata>.*?)\]\]>|(?P<reference>&[^;\s]+;)|(?P<text>[^<&]+)",
    re.S,
)
QUOTE: Final = '"'
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
#: In how much of a file its way of ending lines is looked for.
_HEAD: Final = 20_000


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes of a file with some edits made, which do not overlap."""
    codec, parts, at = _codec_of(data), list[bytes](), 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += data[at : edit.start], edit.text.encode(codec)
        at = edit.end
    return b"".join([*parts, data[at:]])


def overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits cannot both be made: they share a byte, or a place to put something in."""
    if one.path != other.path or one == other:
        return one == other
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def _codec_of(data: bytes) -> str:
    """The encoding of a file, without its byte order mark."""
    name = encoding_of(data)
    if name in ("utf-16", "utf-32"):
        name += "-le" if data.startswith(codecs.BOM_UTF16_LE) else "-be"
    return name.removesuffix("-sig")


class Bytes:
    """The bytes of a file, for edits of its text."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self._codec = _codec_of(source.data)

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """A text, escaped already, in place of what stands between two offsets of the source."""
        first, last = self._byte(start), self._byte(end)
        if first is None or last is None:
            return None
        written = text.encode(self._codec, "xmlcharrefreplace").decode(self._codec)
        line, column, _ = self.source.place(start, start)
        end_line, end_column, _ = self.source.place(end, end)
        written = written.replace("\n", self._line_end)
        return Edit(self.source.path, first, last, written, line, column, end_line, end_column)

    @cached_property
    def _line_end(self) -> str:
        head = self.source.data[:_HEAD].decode(self._codec, "ignore")
        found = re.search("\r\n|\r|\n", head)
        return found[0] if found else "\n"

    @cached_property
    def _text_starts(self) -> Sequence[int]:
        """The offset at which each line begins."""
        return [0, *(match.end() for match in re.finditer("\n", self.source.text))]

    @cached_property
    def _byte_starts(self) -> Sequence[int]:
        """The byte at which each line begins; none where the text would not give these bytes."""
        data = self.source.data
        try:
            written = data.decode(self._codec)
        except UnicodeError:
            return ()
        text = written.removeprefix("\ufeff")
        mark = written[: len(written) - len(text)].encode(self._codec)
        lines = [line.encode(self._codec) for line in _LINE.findall(text)]
        if mark + b"".join(lines) != data or self.source.left_out:
            return ()
        return list(accumulate(map(len, lines), initial=len(mark)))

    def _byte(self, offset: int) -> int | None:
        row = bisect_right(self._text_starts, offset) - 1
        if row >= len(self._byte_starts):
            return None
        before = self.source.text[self._text_starts[row] : offset]
        return self._byte_starts[row] + len(before.encode(self._codec))


class _Attribute(NamedTuple):
    """An attribute as it is written: offsets of its name, of its value, and of all of it."""

    name: tuple[int, int]
    value: tuple[int, int]
    whole: tuple[int, int]


class Pen:
    """Makes the edits of one element."""

    def __init__(
        self,
        file: Bytes,
        element: etree._Element,
        ordinal_of: Callable[[etree._Element], int | None],
    ) -> None:
        """``ordinal_of`` gives the number of an element in the file; None in another file."""
        self.file = file
        self.text = file.source.text
        self.element = element
        self.ordinal_of = ordinal_of

    # --- attributes -----

    def value(self, names: Collection[str], old: str, new: str) -> Edit | None:
        """Another value for an attribute that may be written by any of some names."""
        found = self._attribute(names)
        if found is None or resolved(self.text[slice(*found.value)]) != old:
            return None
        return self.file.edit(*found.value, self._quoted(found, new))

    def tokens(self, names: Collection[str], new: Mapping[str, str]) -> list[Edit | None]:
        """Other words in place of some words of a value, wherever they stand in it."""
        found = self._attribute(names)
        if found is None:
            return []
        start, edits = found.value[0], list[Edit | None]()
        for word in re.finditer(r"\S+", self.text[slice(*found.value)]):
            if (written := resolved(word[0])) in new:
                text = self._quoted(found, new[str(written)])
                edits.append(self.file.edit(start + word.start(), start + word.end(), text))
        return edits

    def attribute_name(self, names: Collection[str], new: str) -> Edit | None:
        """Another name for an attribute."""
        found = self._attribute(names)
        return self.file.edit(*found.name, new) if found else None

    def without(self, names: Collection[str]) -> Edit | None:
        """No such attribute any more, and no space before it."""
        found = self._attribute(names)
        return self.file.edit(*found.whole, "") if found else None

    def added(self, name: str, value: str) -> Edit | None:
        """One more attribute, after the others."""
        tag = self._tag()
        if tag is None or self._attribute((name,)):
            return None
        at = max((each.whole[1] for each in self._attributes(tag)), default=tag.end())
        return self.file.edit(at, at, f' {name}="{escaped(value, QUOTE)}"')

    def _attribute(self, names: Collection[str]) -> _Attribute | None:
        tag = self._tag()
        for each in self._attributes(tag) if tag else ():
            if self.text[slice(*each.name)] in names:
                return each
        return None

    def _attributes(self, tag: re.Match[str]) -> Iterator[_Attribute]:
        at = tag.end()
        while match := ATTRIBUTE.match(self.text, at):
            start, end = match.span(2)
            yield _Attribute(match.span(1), (start + 1, end - 1), match.span())
            at = match.end()

    def _quoted(self, attribute: _Attribute, value: str) -> str:
        return escaped(value, self.text[attribute.value[1]])

    # --- tags -----

    def name(self, new: str) -> tuple[Edit | None, ...]:
        """Another local name for the element, in its start tag and its end tag."""
        start = self._tag()
        ordinal = self.ordinal_of(self.element)
        end = None if ordinal is None else self.file.source.end_tag_span(ordinal)
        if start is None or end is None:
            return (None,)
        places = dict.fromkeys((start.start(), end[0]))
        return tuple(self._named(at, new) for at in places)

    def _named(self, at: int, new: str) -> Edit | None:
        tag = TAG.match(self.text, at)
        if tag is None:
            return None
        prefix = len(tag[1]) - len(tag[1].rpartition(":")[2])
        return self.file.edit(tag.start(1) + prefix, tag.end(1), new)

    def _tag(self) -> re.Match[str] | None:
        """The beginning of the start tag, when that is written in the file itself."""
        ordinal = self.ordinal_of(self.element)
        span = None if ordinal is None else self.file.source.tag_span(ordinal)
        tag = TAG.match(self.text, span[0]) if span else None
        own = local(name_of(self.element))
        return tag if tag and tag[1].rpartition(":")[2] == own else None

    # --- text -----

    def words(self, after: int, start: int, end: int, new: str) -> Edit | None:
        """Another text in place of a stretch between two children; for arguments see `Document`."""
        if start == end == 0 and not _run(self.element, after):
            begin = self._begin(after)
            return None if begin is None else self.file.edit(begin, begin, escaped(new))
        covered = self._covered(after, start, end)
        if not covered or not _is_together(covered):
            return None
        first, last = covered[0].start, covered[-1].end
        if start == end:
            first = last = first if start == 0 else last
        if not covered[0].is_raw:
            return self.file.edit(first, last, escaped(new))
        return None if "]]>" in new else self.file.edit(first, last, new)

    def stretch(self, after: int, start: int, end: int) -> tuple[int, int] | None:
        """From which offset in the source to which a stretch between two children stands."""
        covered = self._covered(after, start, end)
        return (covered[0].start, covered[-1].end) if covered else None

    def _covered(self, after: int, start: int, end: int) -> Sequence[_Character]:
        """The characters of a stretch; of an empty one a neighbour; none where it is not known."""
        old, begin = _run(self.element, after), self._begin(after)
        if begin is None:
            return ()
        characters = list(self._characters(begin))
        if "".join(each.value for each in characters) != old or not 0 <= start <= end <= len(old):
            return ()
        return characters[start:end] or characters[max(start - 1, 0) : start] or characters[:1]

    def _begin(self, after: int) -> int | None:
        """Where the text after some children begins."""
        if not after:
            ordinal = self.ordinal_of(self.element)
            span = None if ordinal is None else self.file.source.tag_span(ordinal)
            is_empty = span is None or self.text[span[1] - 2] == "/"
            return None if span is None or is_empty else span[1]
        for number, child in enumerate(self.element.iterchildren(etree.Element), 1):
            if number == after:
                ordinal = self.ordinal_of(child)
                end = None if ordinal is None else self.file.source.end_tag_span(ordinal)
                return end[1] if end else None
        return None

    def _characters(self, at: int) -> Iterator[_Character]:
        """The characters from an offset to the next tag."""
        while piece := _PIECE.match(self.text, at):
            kind = piece.lastgroup
            if kind == "reference":
                yield _Character(resolved(piece[0]) or "", *piece.span())
            elif kind:
                for offset, character in enumerate(piece[kind], piece.start(kind)):
                    yield _Character(character, offset, offset + 1, kind == "cdata")
            at = piece.end()


class _Character(NamedTuple):
    """A character of the tree, and from where to where it is written."""

    value: str
    start: int
    end: int
    is_raw: bool = False


def escaped(text: str, quote: str = "") -> str:
    """A text as it is written in XML: between tags, or in a value with some quotation mark."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    if not quote:
        return text.replace(">", "&gt;").replace("\r", "&#13;")
    text = text.replace(quote, "&quot;" if quote == QUOTE else "&apos;")
    return re.sub(r"[\t\n\r]", lambda match: f"&#{ord(match[0])};", text)


def resolved(raw: str) -> str | None:
    """A value as a parser gives it; None where an entity of the file's own stands in it."""
    raw = re.sub(f"[{SPACE}]", " ", raw)
    if "&" not in raw:
        return raw
    parts: list[str] = []
    at = 0
    for reference in _REFERENCE.finditer(raw):
        hexadecimal, decimal, name = reference.groups()
        if name is not None and name not in PREDEFINED:
            return None
        code = int(hexadecimal, 16) if hexadecimal else int(decimal or 0)
        parts += raw[at : reference.start()], PREDEFINED[name] if name else chr(code)
        at = reference.end()
    return "".join([*parts, raw[at:]])


def _run(element: etree._Element, after: int) -> str:
    """The text of an element between its child of a number and the next."""
    parts, number = ([element.text or ""] if not after else []), 0
    for node in element:
        number += isinstance(node.tag, str)
        if number > after:
            break
        if number == after:
            parts.append(node.tail or "")
    return "".join(parts)


def _is_together(characters: Sequence[_Character]) -> bool:
    """Whether nothing stands between characters, and all are written in the same way."""
    return all(
        one.end == next_.start and one.is_raw == next_.is_raw for one, next_ in pairwise(characters)
    )
