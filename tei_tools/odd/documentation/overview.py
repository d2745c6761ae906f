"""In: a FLAT ODD and the rules of its reference.
Out: what the schema is made of: its modules and what is left of them, changes, rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tei_tools.odd.documentation.book import CHANGES, Book
from tei_tools.odd.documentation.links import link
from tei_tools.odd.documentation.relations import by_name
from tei_tools.odd.documentation.rules import Rule
from tei_tools.odd.documentation.texts import words_of
from tei_tools.odd.reader import TEI, Element
from tei_tools.odd.specs import Mode
from tei_tools.pages import escape

SCHEMA = "tt-schema"
KINDS = ("elementSpec", "classSpec", "macroSpec", "dataSpec")


def write_overview(book: Book, counts: Mapping[str, str], rules: Iterable[Rule]) -> str:
    """The section about the schema as a whole; `counts` say what there is, by its anchor."""
    flat = book.flat
    title = escape(flat.schema.ident)
    known = ", ".join(f'<a href="#{anchor}">{said}</a>' for anchor, said in counts.items())
    facts = [
        ("Name", f"<code>{title}</code>"),
        ("Root elements", " ".join(map(book.links.element, flat.start))),
        ("Made from", "; ".join(map(_source, _sources(book)))),
        ("What is in it", known),
        ("Elements by module", _modules(book)),
        *((change.capitalize(), _changed(book, change)) for change in CHANGES.values()),
        ("Left out here", _deleted(book)),
        ("Rules", _rules(rules)),
    ]
    rows = "".join(f"<dt>{name}</dt>\n<dd>{text}</dd>\n" for name, text in facts if text)
    listed = f'<dl class="facts">\n{rows}</dl>'
    return f'<section id="{SCHEMA}">\n<h2>The schema at a glance</h2>\n{listed}\n</section>\n'


def _sources(book: Book) -> list[Element]:
    """The roots of the vocabularies that specs were taken from."""
    found = {
        layer.getroottree().getroot(): None
        for spec in book.specs
        if not book.is_own(spec.place)
        for layer in spec.documentation.layers
    }
    return list(found)


def _source(root: Element) -> str:
    """What a vocabulary calls itself."""
    path = f"{TEI}teiHeader/{TEI}fileDesc/"
    parts = (f"{TEI}titleStmt/{TEI}title", f"{TEI}editionStmt/{TEI}edition")
    found = (root.find(path + part) for part in parts)
    return escape(", ".join(words_of(each) for each in found if each is not None))


def _modules(book: Book) -> str:
    """The elements of each module, and those of its source that are not in the schema."""
    taken: dict[str, list[str]] = defaultdict(list)
    for ident in sorted(book.flat.elements, key=by_name):
        taken[book.flat.elements[ident].module].append(ident)
    missing = _missing(book, taken)
    items = []
    for module, idents in sorted(taken.items()):
        shown = book.names(idents)
        name = f'<span class="module">{escape(module) or "no module"}</span>'
        items.append(f"<li>{name} {shown}{_folded(missing.get(module, []))}</li>\n")
    return f'<ul class="plain">\n{"".join(items)}</ul>\n'


def _missing(book: Book, modules: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {module: [] for module in modules}
    for root in _sources(book):
        for spec in root.iter(TEI + "elementSpec"):
            ident, module = spec.get("ident", ""), spec.get("module", "")
            if module in found and ident not in book.flat.elements:
                found[module].append(ident)
    return found


def _folded(idents: list[str]) -> str:
    if not idents:
        return ""
    names = " ".join(escape(ident) for ident in sorted(idents, key=by_name))
    title = f"<summary>{len(idents)} not in this schema</summary>"
    return f'\n<details>{title}\n<p class="names">{names}</p></details>\n'


def _changed(book: Book, change: str) -> str:
    found = sorted((s.ident for s in book.specs if book.change(s) == change), key=by_name)
    return book.names(found) if found else ""


def _deleted(book: Book) -> str:
    """What the ODD itself deletes."""
    found = {
        spec.get("ident", "")
        for spec in book.root.iter(*(TEI + name for name in KINDS))
        if spec.get("mode") == Mode.DELETE and book.spec(spec.get("ident", "")) is None
    }
    return " ".join(
        f"<code>{escape(ident)}</code>" for ident in sorted(found, key=by_name) if ident
    )


def _rules(rules: Iterable[Rule]) -> str:
    items = [
        f"<li>{link(rule.anchor, f'<code>{escape(rule.ident)}</code>')} "
        f"of <code>{escape(rule.owner)}</code></li>\n"
        for rule in rules
    ]
    return f'<ul class="plain">\n{"".join(items)}</ul>\n' if items else ""
