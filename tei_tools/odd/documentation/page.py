"""In: a FLAT ODD and the root of its file.
Out: one self-contained HTML page: the manual, and a reference of all that the schema has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from tei_tools.odd.documentation.banner import write_banner
from tei_tools.odd.documentation.book import LANGUAGE, Book
from tei_tools.odd.documentation.contents import Group, write_contents
from tei_tools.odd.documentation.manual import REFERENCE, Manual
from tei_tools.odd.documentation.overview import SCHEMA, write_overview
from tei_tools.odd.documentation.reference import Reference
from tei_tools.odd.documentation.relations import by_name
from tei_tools.odd.documentation.texts import declared_language
from tei_tools.odd.flat import FlatOdd
from tei_tools.odd.reader import TEI, Element
from tei_tools.pages import escape, start, style

HERE: Final = Path(__file__).parent

AnySpec = TypeVar("AnySpec")


class HtmlPage(NamedTuple):
    """A page, and whether anything on it is in the language that was wanted."""

    html: bytes
    is_in_language: bool


def to_html(flat: FlatOdd, root: Element, lang: str = "") -> HtmlPage:
    """The documentation of an ODD as an HTML page that needs no other file and no script.

    `root` is the root of the ODD document, `lang` the language wanted for glosses, descriptions,
    remarks and examples (BCP 47); without it, that of the schema. Raises OddError for a datatype
    that cannot be read.
    """
    book = Book(flat, root, lang)
    manual = Manual(book)
    text = manual.write()
    reference = Reference(book)
    groups, sections = [], []
    for group, written in _groups(book, reference):
        groups.append(group)
        sections.append(
            f'<section id="{group.anchor}">\n<h2>{group.title}</h2>\n{written}</section>\n'
        )
    counts = {g.anchor: f"{len(g.names)} {g.title.lower()}" for g in groups}
    overview = write_overview(book, counts, reference.rules.written)
    contents = write_contents(
        manual.headings, [Group(SCHEMA, "The schema at a glance", ()), *groups]
    )
    title, banner = write_banner(root, flat.schema.ident)
    page = (
        f"{_head(title)}<body>\n"
        '<a class="skip" href="#tt-text">Skip to the text</a>\n'
        f'{banner}{contents}<main id="tt-text">\n{_manual(root, text)}'
        f'<div id="{REFERENCE}" class="reference">\n{overview}{"".join(sections)}</div>\n</main>\n'
        "<footer>\n<p>Made from an ODD by tei-tools.</p>\n"
        '<a class="to-contents" href="#tt-contents">Contents</a>\n</footer>\n'
        f"<script>\n{_script()}</script>\n</body>\n</html>\n"
    )
    return HtmlPage(page.encode(), book.texts.is_found)


def _groups(book: Book, reference: Reference) -> list[tuple[Group, str]]:
    """The parts of the reference that have anything in them."""
    flat, links = book.flat, book.links
    models = {key: each for key, each in flat.classes.items() if each.type == "model"}
    atts = {key: each for key, each in flat.classes.items() if each.type == "atts"}
    found = [
        _group("Elements", flat.elements, links.elements, reference.element),
        _group("Model classes", models, links.classes, reference.model_class),
        _group("Attribute classes", atts, links.classes, reference.attribute_class),
        _group("Macros", flat.macros, links.macros, reference.macro),
        _group("Datatypes", flat.data, links.data, reference.datatype),
    ]
    return [each for each in found if each[0].names]


def _group(
    title: str,
    specs: Mapping[str, AnySpec],
    anchors: Mapping[str, str],
    write: Callable[[AnySpec], str],
) -> tuple[Group, str]:
    idents = sorted(specs, key=by_name)
    anchor = f"tt-{title.lower().replace(' ', '-')}"
    group = Group(anchor, title, [(ident, anchors[ident]) for ident in idents])
    return group, "".join(write(specs[ident]) for ident in idents)


def _head(title: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="generator" content="tei-tools">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>\n{style(HERE / 'page.css')}</style>\n</head>\n"
    )


def _manual(root: Element, text: str) -> str:
    if not text.strip():
        return ""
    found = root.find(TEI + "text")
    language = "" if found is None else declared_language(found)
    lang = "" if language.partition("-")[0] == LANGUAGE else language
    return f"{start('div', class_='manual', lang=lang)}\n{text}</div>\n"


@cache
def _script() -> str:
    return (HERE / "filter.js").read_text(encoding="utf-8")
