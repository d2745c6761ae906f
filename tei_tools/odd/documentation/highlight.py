"""In: XML in an ODD: an example, a rule, a model of processing.
Out: the same as text to be read, its tags, attributes and comments marked in HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from tei_tools.odd.reader import Element, local
from tei_tools.odd.specs import TEI_NS, XML_NS
from tei_tools.pages import escape

EXAMPLES_NS = "http://www.tei-c.org/ns/Examples"

# Elements in these namespaces are shown without prefix or declaration.
PLAIN = frozenset({None, EXAMPLES_NS})

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_VALUE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
# The indent of the rest of a broken tag.
HANGING = "  "

# The kind of what stands between the attributes of a tag.
SPACE = "space"

# A tag is broken before an attribute where its line would be longer.
WIDTH = 80

_INDENT = re.compile(r"\n([ \t]*)(?=[^ \t\n]|\Z)")
TAB = 8


class Piece(NamedTuple):
    """A piece of XML: its characters, and the kind of mark-up it is; text is of no kind.

    A start tag up to its name (`<p`) has the name too, where that may be an element of the schema.
    """

    text: str
    kind: str = ""
    name: str = ""


Scope = Mapping[str | None, str]


def highlight(pieces: Iterable[Piece], link: Callable[[str, str], str]) -> str:
    """The HTML of some XML; `link` makes a link of the text of a name and the name."""
    return "".join(_html(piece, link) for piece in _broken(_shifted(list(pieces))))


def _html(piece: Piece, link: Callable[[str, str], str]) -> str:
    text = escape(piece.text)
    if piece.name:
        text = escape("<") + link(escape(piece.text[1:]), piece.name)
    is_marked = piece.kind not in ("", SPACE)
    return f'<span class="{piece.kind}">{text}</span>' if is_marked else text


def content_of(element: Element) -> list[Piece]:
    """What is in an element, an egXML for example."""
    found: list[Piece] = []
    _write_content(element, {None: EXAMPLES_NS}, found)
    return found


def whole(element: Element) -> list[Piece]:
    """An element itself, its namespaces declared where it is not of the TEI."""
    found: list[Piece] = []
    _write(element, {None: TEI_NS}, found)
    return found


def _write_content(element: Element, scope: Scope, out: list[Piece]) -> None:
    out.append(Piece((element.text or "").translate(_TEXT)))
    for child in element:
        if isinstance(child, etree._Comment):
            out.append(Piece(f"<!--{child.text}-->", "xc"))
        elif isinstance(child, etree._ProcessingInstruction):
            out.append(Piece(f"<?{child.target} {child.text or ''}".rstrip() + "?>", "xc"))
        elif isinstance(child, etree._Entity):
            out.append(Piece(child.text or ""))
        else:
            _write(child, scope, out)
        out.append(Piece((child.tail or "").translate(_TEXT)))


def _write(element: Element, scope: Scope, out: list[Piece]) -> None:
    inner = dict(scope)
    name = _element_name(element, inner)
    attributes = [
        (_attribute_name(element, key, inner), value) for key, value in element.attrib.items()
    ]
    is_tei = etree.QName(element).namespace in (*PLAIN, TEI_NS)
    out.append(Piece(f"<{name}", "xt", local(element) if is_tei else ""))
    for prefix, ns in inner.items():
        if scope.get(prefix) != ns:
            attributes.append((f"xmlns:{prefix}" if prefix else "xmlns", ns))
    for key, value in attributes:
        shown = f'"{value.translate(_VALUE)}"'
        out += (Piece(" ", SPACE), Piece(key, "xa"), Piece("=", SPACE), Piece(shown, "xv"))
    if len(element) or element.text:
        out.append(Piece(">", "xt"))
        _write_content(element, inner, out)
        out.append(Piece(f"</{name}>", "xt"))
    else:
        out.append(Piece("/>", "xt"))


def _element_name(element: Element, scope: dict[str | None, str]) -> str:
    """The name of an element; its namespace is put into the scope where it is not there."""
    ns, name = etree.QName(element).namespace, local(element)
    if ns in PLAIN:
        if scope[None] not in (EXAMPLES_NS, TEI_NS):
            scope[None] = TEI_NS
        return name
    if element.prefix is None and ns == TEI_NS and scope[None] == EXAMPLES_NS:
        return name
    scope[element.prefix] = str(ns)
    return f"{element.prefix}:{name}" if element.prefix else name


def _attribute_name(element: Element, key: str | bytes, scope: dict[str | None, str]) -> str:
    ns, name = etree.QName(key).namespace, etree.QName(key).localname
    if ns is None:
        return name
    if ns == XML_NS:
        return f"xml:{name}"
    prefix = next((each for each, uri in element.nsmap.items() if uri == ns and each), "ns")
    scope[prefix] = ns
    return f"{prefix}:{name}"


def _broken(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces with long tags broken before their attributes, which means nothing in XML."""
    column, indent = 0, ""
    for at, piece in enumerate(pieces):
        if piece.kind == SPACE and piece.text == " ":
            attribute = sum(len(each.text) for each in pieces[at : at + 4])
            if column + attribute > WIDTH and column > len(indent):
                yield piece._replace(text=f"\n{indent}{HANGING}")
                column = len(indent) + len(HANGING)
                continue
        yield piece
        _, newline, last = piece.text.rpartition("\n")
        column = len(last) if newline else column + len(last)
        if newline:
            indent = last[: len(last) - len(last.lstrip())]


def _shifted(pieces: list[Piece]) -> list[Piece]:
    """The pieces without blank lines around them and without the indent that all lines have."""
    pieces = [piece for piece in pieces if piece.text]
    while pieces and not pieces[-1].kind and not pieces[-1].text.strip():
        pieces.pop()
    while pieces and not pieces[0].kind and not pieces[0].text.strip():
        first = pieces.pop(0)
        if "\n" in first.text and pieces:
            pieces.insert(0, Piece("\n" + first.text.rpartition("\n")[2]))
            break
    if not pieces:
        return []
    if not pieces[-1].kind:
        pieces[-1] = Piece(pieces[-1].text.rstrip())
    texts = [piece for piece in pieces if not piece.kind]
    indents = [len(each.expandtabs(TAB)) for text in texts for each in _indents(text.text)]
    shift = min(indents, default=0)
    moved = [piece if piece.kind else Piece(_moved(piece.text, shift)) for piece in pieces]
    moved[0] = moved[0]._replace(text=moved[0].text.lstrip())
    return moved


def _indents(text: str) -> list[str]:
    return _INDENT.findall(text)


def _moved(text: str, shift: int) -> str:
    return _INDENT.sub(lambda m: "\n" + m[1].expandtabs(TAB)[shift:], text)
