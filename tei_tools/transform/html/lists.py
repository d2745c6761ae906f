"""In: a list or an entry of a register. Out: its HTML: lists, definition lists, or sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final, TypeGuard
from urllib.parse import quote

from tei_tools.model.names import tei
from tei_tools.pages import escape, start

from ..behaviours import Behaviour
from ..entries import ENTRIES
from ..nodes import Aside, Block, BlockNode, Group, Mark, id_of, local_name
from .blocks import Read, Writer, heads_of, spread

#: Where the identifiers of an authority file lead, by ``idno/@type`` in lower case.
AUTHORITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "gnd": "https://d-nb.info/gnd/",
        "geonames": "https://www.geonames.org/",
        "viaf": "https://viaf.org/viaf/",
        "wikidata": "https://www.wikidata.org/wiki/",
    }
)
#: Values of ``list/@type`` for items that nothing is put before.
PLAIN: Final = frozenset({"simple", "none", "plain", "unmarked"})


def write_list(writer: Writer, node: Group, level: int, reads: str) -> None:
    """Write a list; a register is a section with a heading."""
    parent = node.source.getparent()
    heads = heads_of(node)
    is_register = bool(heads) and parent is not None and parent.tag == tei("standOff")
    tag = "section" if is_register else "div"
    plain = "plain" if node.source.get("type") in PLAIN else ""
    own = writer.open(tag, node, reads, plain, identify=is_register)
    writer.out.append("\n")
    for head in heads:
        if is_register and head is heads[0]:
            level = writer.heading(head, level, own) + 1
        else:
            writer.line(head, "p", "", "head")
    rest = [(child, which) for child, which in spread(node.children) if child not in heads]
    written = 0
    for kind, items in groupby(_kinds(node, rest), key=lambda pair: pair[0]):
        first = str(written + 1) if kind == "ol" and written else None
        writer.out.append(f"{start(kind, start=first)}\n" if kind else "")
        for _, (item, which) in items:
            written += bool(kind) and which != "second"
            writer.inside = kind
            writer.block(item, level, which)
        writer.out.append(f"</{kind}>\n" if kind else "")
    writer.out.append(f"</{tag}>\n")


def write_entry(writer: Writer, node: Group, level: int, reads: str) -> None:
    """Write an entry of a register under its name."""
    is_named = any(_is_name(child) for child in node.children)
    tag = "section" if is_named else "div"
    writer.open(tag, node, reads, "register-entry")
    for child in node.children:
        if _is_name(child):
            writer.line(child, f"h{min(level, 6)}", "")
        elif isinstance(child, Block) and (href := _authority(child)):
            writer.out.append(f"<p>{start('a', href=href, rel='external')}")
            writer.lines.line(child.children, None)
            writer.out.append("</a></p>\n")
        else:
            writer.block(child, level + is_named)
    writer.out.append(_mentions(writer, id_of(node)))
    writer.out.append(f"</{tag}>\n")


def _mentions(writer: Writer, slug: str) -> str:
    """How often a thing is named in the texts of the page, and where that is told."""
    named = writer.page.names.named.get(slug)
    if named is None:
        return ""
    count = sum(named.places.values())
    opened = start("p", class_="mentions apart", lang=writer.page.ui_language)
    link = start("a", href=f"#{quote(named.id)}")
    return f"{opened}{link}Named {'once' if count == 1 else f'{count} times'}</a></p>\n"


def _authority(node: Block) -> str:
    """The address of an authority file's page, where an identifier has one."""
    if node.source.tag != tei("idno"):
        return ""
    address = AUTHORITIES.get(node.source.get("type", "").lower(), "")
    number = "".join(node.source.itertext()).strip()
    return address + quote(number) if address and number else ""


def _is_name(node: BlockNode) -> TypeGuard[Block]:
    return isinstance(node, Block) and node.behaviour is Behaviour.HEADING


def _kinds(node: Group, children: list[Read]) -> Iterator[tuple[str, Read]]:
    """Children, each with the HTML list it belongs in; empty for what stands by itself."""
    has_labels = any(_is_label(child) for child, _ in children)
    is_marked = node.source.tag == tei("list") or any(map(_is_marked, children))
    for child, which in children:
        kind = "ul"
        match child:
            case Mark() | Aside():
                kind = ""
            case Group() if child.source.tag in ENTRIES and child.separator == "\n":
                kind = ""
            case Block() | Group() if is_marked:
                is_item = child.behaviour is Behaviour.LIST_ITEM
                kind = ("dl" if has_labels else _ordered(child)) if is_item else ""
                kind = "dl" if _is_label(child) else kind
        yield kind, (child, which)


def _is_label(node: BlockNode) -> bool:
    is_item = isinstance(node, Block) and node.behaviour is Behaviour.LIST_ITEM
    return isinstance(node, Block) and local_name(node) == "label" and not is_item


def _is_marked(child: Read) -> bool:
    return isinstance(child[0], Block | Group) and bool(child[0].marker)


def number_of(item: Block | Group) -> str | None:
    """The number that an item of an ordered list has in the source."""
    number = item.source.get("n", "") if item.marker else ""
    return number if number.isascii() and number.isdigit() and len(number) < 7 else None


def label_of(item: Block | Group) -> str:
    """What stands before an item in the source, where it is not a number: a letter, a sign."""
    if not item.marker or number_of(item) or not item.source.get("n"):
        return ""
    return f'<span class="item-label apart">{escape(item.marker.strip())} </span>'


def _ordered(item: Block | Group) -> str:
    """An ordered list for items with a number, else a list with dots."""
    return "ul" if item.marker.endswith("- ") else "ol"
