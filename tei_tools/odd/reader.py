"""In: elements of an ODD, as lxml read them.
Out: what every reader asks of one: its children by name, its attributes, its place, its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from tei_tools.model.closed import closed
from tei_tools.model.wording import malformed
from tei_tools.odd.errors import Log, OddError, Place, error
from tei_tools.odd.specs import TEI_NS, XML_NS, Documentation, Mode, Occurs

Element: TypeAlias = etree._Element

TEI = f"{{{TEI_NS}}}"
LANG = f"{{{XML_NS}}}lang"
ID = f"{{{XML_NS}}}id"

RNG_NS = "http://relaxng.org/ns/structure/1.0"

# How phrase-level elements look in the plain text of a gloss or a desc.
MARKS = {
    "gi": ("<", ">"),
    "att": ("@", ""),
    "val": ("“", "”"),
    "q": ("“", "”"),
    "mentioned": ("“", "”"),
    "soCalled": ("‘", "’"),
}

MODES = frozenset(mode.value for mode in Mode)

# @minOccurs and @maxOccurs are written out one by one (RELAX NG has no counters): a bound.
MAX_OCCURS = 100


def parse(data: bytes, path: str) -> Element:
    """The root of an XML file, read without external entities, network or limits lifted.

    Raises OddError where it is not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, collect_ids=False, huge_tree=False
    )
    try:
        return etree.fromstring(closed(data), parser)
    except etree.XMLSyntaxError as problem:
        place = Place(path, problem.lineno or 0)
        raise error(place, malformed(problem.msg), "not-well-formed") from None


class Reader:
    """One ODD file being read.

    Attributes:
        path: the file, as messages name it.
        log: where warnings go, and errors after which reading goes on.
        lang: the language of the documentation that is wanted.
        prefix: what the names of the schema's own definitions begin with.
        included: the files that elements come from which an XInclude has brought.
        copied: how many nodes XIncludes have brought.
    """

    __slots__ = ("copied", "included", "lang", "log", "path", "prefix")

    def __init__(self, path: str, log: Log, lang: str = "en") -> None:
        self.path = path
        self.log = log
        self.lang = lang
        self.prefix = ""
        self.included: dict[Element, str] = {}
        self.copied = 0

    def place(self, element: Element) -> Place:
        """Where the element starts."""
        path = self.path
        if self.included:
            above = (element, *element.iterancestors())
            path = next((self.included[e] for e in above if e in self.included), path)
        return Place(path, element.sourceline or 0)

    def warn(self, element: Element, message: str, code: str = "no-effect") -> None:
        """Tell the author of something that has no effect, or another than expected."""
        self.log.warn(self.place(element), message, code)

    def error(self, element: Element, message: str, code: str = "syntax") -> OddError:
        """An error about the element, for the caller to raise."""
        return error(self.place(element), message, code)

    def unsupported(self, element: Element) -> OddError:
        """The error for a construct that the compiler does not know, named with its parent."""
        parent = element.getparent()
        where = f" in <{local(parent)}>" if parent is not None else ""
        return self.error(element, f"<{qualified(element)}>{where} is not supported")

    def children(self, element: Element) -> Iterator[Element]:
        """The child elements; one in another namespace is an error."""
        for child in element:
            if isinstance(child.tag, str):
                if not is_tei(child) and not child.tag.startswith(f"{{{RNG_NS}}}"):
                    raise self.unsupported(child)
                yield child

    def required(self, element: Element, attribute: str) -> str:
        """The value of an attribute that must be there and not be empty."""
        value = (element.get(attribute) or "").strip()
        if not value:
            raise self.error(element, f"<{local(element)}> needs @{attribute}")
        return value

    def mode(self, element: Element, default: Mode = Mode.ADD) -> Mode:
        """The value of @mode."""
        value = element.get("mode") or default.value
        if value not in MODES:
            raise self.error(element, f"@mode of <{local(element)}> cannot be `{value}`")
        return Mode(value)

    def occurs(self, element: Element) -> Occurs:
        """The values of @minOccurs and @maxOccurs."""
        least = self._count(element, "minOccurs")
        is_unbounded = (element.get("maxOccurs") or "").strip() == "unbounded"
        most = None if is_unbounded else self._count(element, "maxOccurs")
        if most is not None and most < least:
            less = f"@maxOccurs {most} is less than @minOccurs {least}"
            self.warn(element, f"{less}: taken as {least}")
            most = least
        if least > MAX_OCCURS:
            self.warn(element, f"@minOccurs {least} is taken as {MAX_OCCURS}", "limit")
            least = MAX_OCCURS
        if most is not None and most > MAX_OCCURS:
            self.warn(element, f"@maxOccurs {most} is taken as `unbounded`", "limit")
            most = None
        return Occurs(least, most)

    def _count(self, element: Element, attribute: str) -> int:
        value = (element.get(attribute) or "1").strip()
        if not (value.isascii() and value.isdecimal()):
            raise self.error(element, f"@{attribute} cannot be `{value}`")
        return int(value[:9])

    def documentation(self, element: Element) -> Documentation:
        """The gloss and the desc of the element, in the reader's language if there is one."""
        gloss, desc = (self._text(element, name) for name in ("gloss", "desc"))
        return Documentation(gloss, desc, (element,))

    def _text(self, element: Element, name: str) -> str:
        found = element.findall(TEI + name)
        if not found:
            return ""
        ranks = (self.lang, None, "en")
        best = min(found, key=lambda each: rank(each.get(LANG), ranks))
        return " ".join(plain(best).split())


def rank(lang: str | None, ranks: tuple[str | None, ...]) -> int:
    """How early a language stands in a list of preferences."""
    return ranks.index(lang) if lang in ranks else len(ranks)


def is_tei(element: Element) -> bool:
    """Whether the element is in the TEI namespace."""
    return etree.QName(element).namespace == TEI_NS


def local(element: Element) -> str:
    """The name of the element, without its namespace."""
    return etree.QName(element).localname


def qualified(element: Element) -> str:
    """The name of the element as its author wrote it, prefix and all."""
    return f"{element.prefix}:{local(element)}" if element.prefix else local(element)


def words(element: Element, attribute: str) -> tuple[str, ...]:
    """The tokens of an attribute's value."""
    return tuple((element.get(attribute) or "").split())


def plain(element: Element) -> str:
    """The text of a gloss or a desc, with names of elements and attributes marked as such."""
    before, after = MARKS.get(local(element), ("", ""))
    parts = [before, element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append(plain(child))
        parts.append(child.tail or "")
    return "".join([*parts, after])
