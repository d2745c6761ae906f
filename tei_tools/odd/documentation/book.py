"""In: a FLAT ODD, the root of its file, and a language.
Out: what all parts of its documentation share: anchors, relations, texts, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from tei_tools.odd.documentation.links import Links
from tei_tools.odd.documentation.prose import Prose
from tei_tools.odd.documentation.relations import Relations, taken_over
from tei_tools.odd.documentation.texts import Texts, declared_language
from tei_tools.odd.errors import Place
from tei_tools.odd.flat import FlatClass, FlatElement, FlatMacro, FlatOdd
from tei_tools.odd.merge import attribute_definitions
from tei_tools.odd.reader import TEI, Element, local
from tei_tools.odd.specs import AttDef, Documentation, Mode
from tei_tools.pages import escape, start

Spec: TypeAlias = FlatElement | FlatClass | FlatMacro

# The language of the page's own words.
LANGUAGE = "en"

# What the customisation has done to a thing, by the mode of its declaration.
CHANGES = {
    Mode.ADD.value: "new here",
    Mode.CHANGE.value: "changed here",
    Mode.REPLACE.value: "replaced here",
}

# What a changed spec changes, by the children of its declaration.
PARTS = {
    "altIdent": "name",
    "gloss": "gloss",
    "desc": "description",
    "classes": "classes",
    "content": "content",
    "valList": "values",
    "constraintSpec": "rules",
    "exemplum": "examples",
    "remarks": "remarks",
    "model": "processing",
    "modelGrp": "processing",
    "modelSequence": "processing",
}


class Book:
    """What all parts of a documentation share.

    Attributes:
        flat: the FLAT ODD.
        root: the root of the ODD document.
        links: what has a place on the page.
        relations: who contains whom, and so on.
        texts: the choice among languages.
        prose: writes descriptions and remarks.
    """

    def __init__(self, flat: FlatOdd, root: Element, lang: str = "") -> None:
        self.flat = flat
        self.root = root
        self.links = Links(flat, root)
        self.relations = Relations(flat)
        self.texts = Texts(lang or flat.schema.lang, flat.schema.lang)
        self.prose = Prose(self.links)
        self.specs: tuple[Spec, ...] = (
            *flat.elements.values(),
            *flat.classes.values(),
            *flat.macros.values(),
            *flat.data.values(),
        )
        self._has_source = any(not self.is_own(spec.place) for spec in self.specs)

    def spec(self, ident: str) -> Spec | None:
        """The spec of this ident, of whatever kind."""
        flat = self.flat
        for kind in (flat.elements, flat.classes, flat.macros, flat.data):
            if ident in kind:
                return kind[ident]
        return None

    def attributes(self, spec: Spec) -> Iterator[tuple[str, AttDef]]:
        """All attributes of a spec, those of its classes too, with the ident of their owner."""
        if isinstance(spec, FlatMacro):
            return
        yield from ((spec.ident, att) for att in attribute_definitions(spec.attributes.own))
        for key, refs in taken_over(spec.attributes).items():
            if refs:
                yield from ((key, self.flat.attribute(key, ref.key)) for ref in refs)
            else:
                yield from self.attributes(self.flat.classes[key])

    def one(self, ident: str) -> str:
        """The name of a spec, as a link; of an element, in angle brackets."""
        found = self.flat.elements.get(ident)
        return self.links.name(ident) if found is None else self.links.element(ident, found.name)

    def names(self, idents: Iterable[str]) -> str:
        """A list of elements and classes by their names alone; the style tells that it is code."""
        elements = self.flat.elements
        shown = (
            self.links.bare(ident, elements[ident].name if ident in elements else "")
            for ident in idents
        )
        return f'<span class="names">{" ".join(shown)}</span>'

    # What is said of a thing.

    def gloss(self, documentation: Documentation) -> str:
        """The gloss; empty where there is none."""
        found = self.texts.one(documentation, "gloss")
        return escape(documentation.gloss) if found is None else self.said(found)

    def desc(self, documentation: Documentation) -> str:
        """The description; empty where there is none."""
        found = self.texts.one(documentation, "desc")
        return escape(documentation.desc) if found is None else self.said(found)

    def line(self, documentation: Documentation) -> str:
        """Gloss and description."""
        gloss, desc = self.gloss(documentation), self.desc(documentation)
        return f"({gloss}) {desc}" if gloss and desc else gloss or desc

    def remarks(self, documentation: Documentation) -> str:
        """The remarks, as blocks."""
        return "".join(
            _in_language("div", each, self.prose.flow(each, 6))
            for each in self.texts.many(documentation, "remarks")
        )

    def examples(self, documentation: Documentation) -> str:
        """The examples, with what is said about them."""
        return "".join(
            self.prose.flow(each, 6) for each in self.texts.many(documentation, "exemplum")
        )

    def said(self, element: Element) -> str:
        """The words in an element, with their language."""
        return _in_language("span", element, self.prose.line(element).strip())

    # What the customisation has changed.

    def change(self, thing: Spec | AttDef) -> str:
        """What the customisation has done to a spec or an attribute; empty for nothing."""
        layers = thing.documentation.layers
        if not (layers and self._has_source and self.is_own(thing.place)):
            return ""
        return CHANGES.get(layers[0].get("mode", Mode.ADD.value), "")

    def changed_parts(self, spec: Spec) -> list[str]:
        """What a declaration of the customisation says about a spec that its source has."""
        if not self.change(spec):
            return []
        found = dict.fromkeys(
            PARTS[local(child)]
            for child in spec.documentation.layers[0].iterchildren(*(TEI + name for name in PARTS))
        )
        return list(found)

    def lost_attributes(self, spec: Spec) -> list[str]:
        """The attributes that the customisation takes away from a spec."""
        if not self.change(spec):
            return []
        deleted = (
            each.get("ident", "")
            for each in spec.documentation.layers[0].iter(TEI + "attDef")
            if each.get("mode") == Mode.DELETE
        )
        return [name for name in deleted if name]

    def is_own(self, place: Place) -> bool:
        """Whether a place is in the customisation, not in a source."""
        return place.path == self.flat.schema.place.path


def _in_language(tag: str, element: Element, html: str) -> str:
    """HTML in an element that says its language, where that is not the page's."""
    found = declared_language(element)
    if not html or not found or found.partition("-")[0] == LANGUAGE:
        return html
    return f"{start(tag, lang=found)}{html}</{tag}>"
