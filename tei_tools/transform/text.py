"""In: an edition. Out: its text in UTF-8: blocks parted by blank lines, verses by line ends.

The text is made line by line; a line knows the element that it is the text of, for its address.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.names import XML_ID
from tei_tools.pages.tags import language_of

from .compose import Work
from .edition import Edition
from .flatten import Flat, flatten
from .nodes import Anchor, Aside, Block, BlockNode, Note
from .options import TransformOptions
from .sentences import sentences


class Line(NamedTuple):
    """The text of a block, or of the cells of a row.

    Attributes:
        source: the element it is the text of.
        before: the line ends that part it from the line before.
        text: one line, but for line ends that ``xml:space`` preserves.
    """

    source: etree._Element
    before: str
    text: str


def render_text(edition: Edition, options: TransformOptions) -> bytes:
    """The text of all works; ends with a line end, unless there is no text at all."""
    pieces: list[str] = []
    for work in edition.works(options.as_view, is_plain=True):
        language = language_of(work.source) or language_of(edition.document.root)
        for line in _lines(work, options.notes or "none", is_apart=_tells_lines_apart(options)):
            if pieces:
                pieces.append("\n" if options.one_line_per else line.before)
            address = f"{_address(edition.document, line.source)}\t" if options.ids else ""
            pieces.append("\n".join(f"{address}{t}" for t in _shaped(line, options, language)))
    return f"{''.join(pieces)}\n".encode() if pieces else b""


def _tells_lines_apart(options: TransformOptions) -> bool:
    """Whether anything is done with each line; else a text is written as it is, in one piece."""
    return bool(options.one_line_per or options.ids or options.wrap is not None)


def _shaped(line: Line, options: TransformOptions, language: str) -> Iterable[str]:
    """The lines that are written for a line."""
    if options.one_line_per:
        text = " ".join(line.text.split("\n")).strip(" ")
        is_sentences = options.one_line_per == "sentence" and "\t" not in text
        return sentences(text, language) if is_sentences else [text]
    if options.wrap is None:
        return [line.text]
    return ["\n".join(_wrapped(each, options.wrap) for each in line.text.split("\n"))]


def _address(document: Document, element: etree._Element) -> str:
    """How a block is found: its file with its ``xml:id``, or with its line."""
    path = document.part_of(element).source.path
    identifier = element.get(XML_ID, "")
    return f"{path}#{identifier}" if identifier else f"{path}:{document.line(element)}"


def _lines(work: Work, notes: str, *, is_apart: bool) -> Iterator[Line]:
    """The lines of a work, and of its notes where they stand at the end; or each text in one."""
    shown = {note.source: note for note in work.notes}

    def caller(anchor: Anchor | Aside) -> str:
        source = anchor.note if isinstance(anchor, Anchor) else anchor.source
        note = shown[source]
        match notes:
            case "end":
                return f"[{note.label}]"
            case "inline":
                written = _in_line(note)
                return f" [{written}]" if isinstance(anchor, Anchor) else f"[{written}]"
        return ""

    def lines_of(source: etree._Element, nodes: tuple[BlockNode, ...]) -> list[Line]:
        flat = flatten(nodes, caller, is_placed=is_apart)
        if is_apart:
            return list(_lines_of(flat))
        return [Line(source, "\n\n", flat.text)] if flat.text else []

    yield from lines_of(work.source, work.main)
    if notes == "end":
        for note in work.notes:
            lines = lines_of(note.source, note.children)
            first = lines[0] if lines else Line(note.source, "", "")
            yield Line(note.source, "\n\n", f"[{note.label}] {first.text}".rstrip(" "))
            yield from lines[1:]


def _lines_of(flat: Flat) -> Iterator[Line]:
    """The lines of a text; the cells of a row are one."""
    line: Line | None = None
    done = 0
    for span in flat.spans:
        if not isinstance(span.node, Block | Aside) or span.end == span.start:
            continue
        gap, text = flat.text[done : span.start], flat.text[span.start : span.end]
        marker = gap.lstrip("\n")
        ends = gap[: len(gap) - len(marker)]
        done = span.end
        if line is not None and not ends:
            line = line._replace(text=f"{line.text}{gap}{text}")
            continue
        if line is not None:
            yield line
        line = Line(span.node.source, ends or "\n\n", f"{marker}{text}")
    if line is not None:
        yield line


def _in_line(note: Note) -> str:
    """A note in one line, with its label where it has one of its own."""
    text = " ".join(flatten(note.children, is_placed=False).text.split("\n")).replace("  ", " ")
    return f"{note.label}. {text}" if note.source.get("n") else text


def _wrapped(line: str, width: int) -> str:
    """A line in lines of a greatest length; rows of tables stay whole, items are indented."""
    if "\t" in line or len(line) <= width:
        return line
    import textwrap

    text = line.lstrip(" ")
    indent = " " * (len(line) - len(text) + (2 if text.startswith("- ") else 0))
    return textwrap.fill(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        expand_tabs=False,
    )
