"""In: a FLAT ODD, the root of its file, and names or pointers found in them.
Out: the anchor of each thing on the page, and links to what is there or may be linked to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from tei_tools.odd.flat import FlatClass, FlatElement, FlatOdd
from tei_tools.odd.merge import attribute_definitions
from tei_tools.odd.reader import ID, TEI, Element, is_tei, local
from tei_tools.odd.specs import XML_NS, AttDef
from tei_tools.pages import SAFE, checked, escape, start

# Elements of the text that are shown in ways of their own; what is in them is not a place in it.
SPECS = frozenset({"elementSpec", "classSpec", "macroSpec", "dataSpec"})
CLOSED = SPECS | {"egXML", "schemaSpec", "moduleSpec", "constraintSpec"}

# The TEI Guidelines: the id of a division begins with letters that name its chapter.
GUIDELINES = "https://www.tei-c.org/release/doc/tei-p5-doc/en/html/"
CHAPTERS = {
    "AB": "About These Guidelines",
    "AI": "Simple Analytic Mechanisms",
    "CC": "Language Corpora",
    "CE": "Certainty, Precision, and Responsibility",
    "CH": "Languages and Character Sets",
    "CO": "Elements Available in All TEI Documents",
    "DI": "Dictionaries",
    "DR": "Performance Texts",
    "DS": "Default Text Structure",
    "FS": "Feature Structures",
    "FT": "Tables, Formulæ, Graphics, and Notated Music",
    "GD": "Graphs, Networks, and Trees",
    "HD": "The TEI Header",
    "MS": "Manuscript Description",
    "ND": "Names, Dates, People, and Places",
    "NH": "Non-hierarchical Structures",
    "PH": "Representation of Primary Sources",
    "SA": "Linking, Segmentation, and Alignment",
    "SG": "A Gentle Introduction to XML",
    "ST": "The TEI Infrastructure",
    "TC": "Critical Apparatus",
    "TD": "Documentation Elements",
    "TS": "Transcriptions of Speech",
    "USE": "Using the TEI",
    "VE": "Verse",
    "WD": "Characters, Glyphs, and Writing Modes",
}

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_DIVISION = re.compile(r"#(USE|[A-Z]{2})[A-Za-z0-9-]*")


class Links:
    """Knows what has a place on the page; nothing else on it is linked to.

    The anchor of a spec is its ident, that of an attribute `ident@name`; an id of the text that is
    also the name of something gets `text:` before it.
    """

    def __init__(self, flat: FlatOdd, root: Element) -> None:
        self._taken: set[str] = set()
        self.elements = self._claim_all(flat.elements, "element")
        self.classes = self._claim_all(flat.classes, "class")
        self.macros = self._claim_all(flat.macros, "macro")
        self.data = self._claim_all(flat.data, "datatype")
        self.ids = self._ids(root)
        self._attributes = _only_attributes(flat)

    def _claim_all(self, idents: Iterable[str], kind: str) -> dict[str, str]:
        return {ident: self.claim(ident, kind) for ident in idents}

    def _ids(self, root: Element) -> dict[str, str]:
        """The anchors of what has an id in the text; that of a spec is the spec's own."""
        kinds = (self.elements, self.classes, self.macros, self.data)
        specs = dict(zip(("elementSpec", "classSpec", "macroSpec", "dataSpec"), kinds, strict=True))
        found: dict[str, str] = {}
        for element in _open(root.find(f"{TEI}text")):
            ident = element.get(ID, "")
            if not ident.strip() or ident in found:
                continue
            if local(element) in specs:
                found[ident] = specs[local(element)].get(element.get("ident", ""), "")
            elif local(element) not in CLOSED:
                found[ident] = self.claim(f"text:{ident}" if ident in self._taken else ident)
        return {ident: anchor for ident, anchor in found.items() if anchor}

    def claim(self, wanted: str, kind: str = "more") -> str:
        """The wanted anchor; something like it where it is taken, or kept for the page itself."""
        base = "_".join(wanted.split()) or kind
        anchor, number = base, 1
        while anchor in self._taken or anchor.startswith("tt-"):
            number += 1
            anchor = f"{kind}-{base}-{number}"
        self._taken.add(anchor)
        return anchor

    def claim_attribute(self, owner: str, name: str) -> str:
        """The anchor of an attribute the first time it is asked for; after that, none."""
        anchor = attribute_anchor(self.spec(owner), name)
        if anchor in self._taken:
            return ""
        self._taken.add(anchor)
        return anchor

    def spec(self, ident: str) -> str:
        """The anchor of a spec, of whatever kind; empty for one that is not on the page."""
        kinds = (self.elements, self.classes, self.macros, self.data)
        return next((kind[ident] for kind in kinds if ident in kind), "")

    # Links.

    def bare(self, ident: str, name: str = "") -> str:
        """The name of an element or a class in a list of them, where all are code."""
        return link(self.spec(ident), escape(name or ident))

    def element(self, ident: str, name: str = "") -> str:
        """The name of an element in angle brackets."""
        return self.tag(f"<code>&lt;{escape(name or ident)}&gt;</code>", ident)

    def tag(self, html: str, ident: str) -> str:
        """HTML that shows the name of an element."""
        return link(self.elements.get(ident, ""), html)

    def name(self, ident: str) -> str:
        """The name of a class, macro or datatype, or of an element, as it is."""
        return link(self.spec(ident), f"<code>{escape(ident)}</code>")

    def attribute(self, owner: str, name: str) -> str:
        """The name of an attribute of a class or element, linked to its definition there."""
        anchor = self.spec(owner)
        return link(anchor and attribute_anchor(anchor, name), f"<code>@{escape(name)}</code>")

    def bare_attribute(self, owner: str, name: str) -> str:
        """The same in a list of them, where all are code."""
        return link(attribute_anchor(self.spec(owner), name), f"@{escape(name)}")

    def attribute_anywhere(self, name: str) -> str:
        """The name of an attribute, linked where the schema has but one of that name."""
        owner = self._attributes.get(name, "")
        return self.attribute(owner, name) if owner else f"<code>@{escape(name)}</code>"

    def address(self, target: str) -> str:
        """Where a pointer leads to; empty where that is nowhere, or may not be linked to."""
        if target.startswith("#"):
            anchor = self.ids.get(target[1:]) or self.elements.get(target[1:])
            if anchor is not None:
                return href(anchor)
            division = _DIVISION.fullmatch(target)
            is_there = division is not None and division[1] in CHAPTERS
            return f"{GUIDELINES}{division[1]}.html{target}" if division and is_there else ""
        scheme = _SCHEME.match(target)
        if target.startswith(("//", "\\")) or (scheme and scheme[1].lower() not in SAFE):
            return ""
        return checked(target)


def label(target: str) -> str:
    """What a pointer without words of its own is called."""
    division = _DIVISION.fullmatch(target)
    chapter = CHAPTERS.get(division[1]) if division else None
    return f"TEI Guidelines, {chapter} ({target[1:]})" if chapter else target


def attribute_anchor(anchor: str, name: str) -> str:
    """The anchor of an attribute in the spec with an anchor."""
    return f"{anchor}@{'_'.join(name.split())}"


def attribute_name(att: AttDef) -> str:
    """The name of an attribute as documents have it, with the prefix that its ODD uses."""
    if not att.ns:
        return att.name
    if att.ns == XML_NS:
        return f"xml:{att.name}"
    for layer in att.documentation.layers:
        for prefix, ns in layer.nsmap.items():
            if ns == att.ns and prefix:
                return f"{prefix}:{att.name}"
    return att.name


def href(anchor: str) -> str:
    """The address of an anchor on the page."""
    return f"#{quote(anchor, safe=':@')}"


def link(anchor: str, shown: str) -> str:
    """A link to an anchor; only what is shown where there is none."""
    return f"{start('a', href=href(anchor))}{shown}</a>" if anchor else shown


def _open(element: Element | None) -> Iterator[Element]:
    """The elements of the text, but not what is in the closed ones."""
    if element is None:
        return
    yield element
    if local(element) not in CLOSED:
        for child in element:
            if isinstance(child.tag, str) and (is_tei(child) or local(child) in CLOSED):
                yield from _open(child)


def _only_attributes(flat: FlatOdd) -> dict[str, str]:
    """The owner of each attribute whose name no other owner has."""
    owners: dict[str, set[str]] = {}
    specs: list[FlatElement | FlatClass] = [*flat.elements.values(), *flat.classes.values()]
    for spec in specs:
        for att in attribute_definitions(spec.attributes.own):
            owners.setdefault(attribute_name(att), set()).add(spec.ident)
    return {name: next(iter(found)) for name, found in owners.items() if len(found) == 1}
