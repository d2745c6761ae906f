"""In: the specs of a FLAT ODD.
Out: the reference: a section for each element, class, macro and datatype."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from tei_tools.odd.datatypes import Named, ValueType, named_type
from tei_tools.odd.documentation.attributes import AttributeLists
from tei_tools.odd.documentation.book import Book, Spec
from tei_tools.odd.documentation.content import content_in_words
from tei_tools.odd.documentation.figures import code
from tei_tools.odd.documentation.highlight import highlight, whole
from tei_tools.odd.documentation.links import attribute_name
from tei_tools.odd.documentation.relations import Use, by_name
from tei_tools.odd.documentation.rules import Rules
from tei_tools.odd.documentation.texts import nearest
from tei_tools.odd.documentation.values import in_relax_ng, in_words
from tei_tools.odd.flat import FlatClass, FlatElement, FlatMacro
from tei_tools.odd.merge import attribute_definitions
from tei_tools.odd.reader import TEI
from tei_tools.odd.specs import TEI_NS
from tei_tools.pages import escape, start

# The declarations of how an element is processed (TEI Guidelines 22.5.4).
MODELS = ("model", "modelGrp", "modelSequence")

# What is known of a thing: a name, and HTML; what is empty is not shown.
Facts = list[tuple[str, str]]


class Reference:
    """Writes the sections of specs; `rules` are those that stand in them."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.links = book.links
        self.relations = book.relations
        self.rules = Rules(book)
        self.attributes = AttributeLists(book, self.rules)

    # A section for each kind of spec.

    def element(self, spec: FlatElement) -> str:
        """An element."""
        is_renamed = spec.name != spec.ident
        facts: Facts = [
            ("Name in the TEI", f"<code>{escape(spec.ident)}</code>" if is_renamed else ""),
            ("Namespace", f"<code>{escape(spec.ns)}</code>" if spec.ns != TEI_NS else ""),
            ("Module", escape(spec.module)),
            ("Attributes", self.attributes.write(spec)),
            ("Member of", self._names(self._classes(spec, "model"))),
            ("Contained by", self._contained_by(spec.ident)),
            ("May contain", self._may_contain(spec.ident)),
            ("Content", content_in_words(self.links, spec.content)),
        ]
        title = f"<code>&lt;{escape(spec.name)}&gt;</code>"
        return self._section(spec, self.links.elements[spec.ident], title, facts)

    def model_class(self, spec: FlatClass) -> str:
        """A class of elements."""
        facts: Facts = [
            ("Module", escape(spec.module)),
            ("Member of", self._names(spec.classes)),
            ("Members", self._members(spec)),
            ("Used by", self._uses(spec.ident)),
        ]
        return self._section(spec, self.links.classes[spec.ident], _named(spec), facts)

    def attribute_class(self, spec: FlatClass) -> str:
        """A class of attributes."""
        members = sorted(self.relations.members.get(spec.ident, ()), key=by_name)
        facts: Facts = [
            ("Module", escape(spec.module)),
            ("Attributes", self.attributes.write(spec)),
            ("Member of", self._names(spec.classes)),
            ("Members", self.book.names(members) if members else ""),
        ]
        return self._section(spec, self.links.classes[spec.ident], _named(spec), facts)

    def macro(self, spec: FlatMacro) -> str:
        """A macro."""
        facts: Facts = [
            ("Module", escape(spec.module)),
            ("Content", content_in_words(self.links, spec.content)),
            ("Used by", self._uses(spec.ident)),
        ]
        return self._section(spec, self.links.macros[spec.ident], _named(spec), facts)

    def datatype(self, spec: FlatMacro) -> str:
        """A datatype."""
        value = named_type(self.book.flat, spec.ident)
        pattern = in_relax_ng(self.links, value)
        facts: Facts = [
            ("Module", escape(spec.module)),
            ("Allows", self._allows(value)),
            ("RELAX NG", f"<code>{spec_name(spec)} = {pattern}</code>"),
            ("Used by", self._uses(spec.ident)),
        ]
        return self._section(spec, self.links.data[spec.ident], _named(spec), facts)

    def _section(self, spec: Spec, anchor: str, title: str, facts: Facts) -> str:
        book = self.book
        gloss, change = book.gloss(spec.documentation), book.change(spec)
        facts += [
            ("Rules", self.rules.write(spec.ident, spec.constraints)),
            ("Examples", book.examples(spec.documentation)),
            ("Remarks", book.remarks(spec.documentation)),
            ("Processing", self._processing(spec)),
            ("See also", self._see_also(spec)),
        ]
        marks = (("gloss", gloss), ("change", change))
        shown = "".join(f' <span class="{kind}">{text}</span>' for kind, text in marks if text)
        desc = book.desc(spec.documentation)
        rows = "".join(f"<dt>{name}</dt>\n<dd>{text}</dd>\n" for name, text in facts if text)
        return (
            f"{start('section', class_='spec', id=anchor)}\n<h3>{title}{shown}</h3>\n"
            f"{f'<p>{desc}</p>' if desc else ''}{self._changes(spec)}"
            f'<dl class="facts">\n{rows}</dl>\n</section>\n'
        )

    # What the sections say.

    def _allows(self, value: ValueType) -> str:
        """What a datatype allows; where it is another one's name, what that one allows."""
        said = in_words(self.links, value)
        while isinstance(value, Named):
            value = named_type(self.book.flat, value.key)
            said += f", that is, {in_words(self.links, value)}"
        return said

    def _changes(self, spec: Spec) -> str:
        """What the customisation says about a spec of its source, and what it leaves out of it."""
        parts = self.book.changed_parts(spec)
        if isinstance(spec, FlatElement | FlatClass):
            parts += [
                self.links.attribute(spec.ident, attribute_name(att))
                for att in attribute_definitions(spec.attributes.own)
                if self.book.change(att)
            ]
        lost = [f"<code>@{escape(name)}</code>" for name in self.book.lost_attributes(spec)]
        said = [f"Changed here: {', '.join(parts)}."] if parts else []
        said += [f"Left out here: {', '.join(lost)}."] if lost else []
        return f'<p class="changes">{" ".join(said)}</p>\n' if said else ""

    def _classes(self, spec: FlatElement, kind: str) -> list[str]:
        return [key for key in spec.classes if self.book.flat.classes[key].type == kind]

    def _names(self, idents: Iterable[str]) -> str:
        return ", ".join(map(self.links.name, idents))

    def _members(self, spec: FlatClass) -> str:
        """The members of a model class; for one that is a class, the elements in it."""
        flat = self.book.flat
        own = sorted((each for each in spec.members if each in flat.elements), key=by_name)
        rows = [self.book.names(own)] if own else []
        for key in sorted((each for each in spec.members if each in flat.classes), key=by_name):
            inner = sorted(flat.elements_of(key), key=by_name)
            rows.append(f"{self.links.name(key)}: {self.book.names(inner)}")
        return _list(rows)

    def _contained_by(self, ident: str) -> str:
        rows = self._by_module(self.relations.contained_by[ident])
        is_root = ident in self.book.flat.start
        return _list([*(["It may be the root of a document."] if is_root else []), *rows])

    def _may_contain(self, ident: str) -> str:
        rows = ["text"] if ident in self.relations.with_text else []
        rows += ["any element"] if ident in self.relations.with_any else []
        return _list([*rows, *self._by_module(self.relations.may_contain[ident])])

    def _by_module(self, idents: Iterable[str]) -> Iterator[str]:
        """Elements, a line for each module; they are in the order of the alphabet already."""
        elements = self.book.flat.elements
        sorted_idents = sorted(idents, key=lambda ident: elements[ident].module)
        for module, found in groupby(sorted_idents, key=lambda ident: elements[ident].module):
            name = f'<span class="module">{escape(module) or "no module"}</span> '
            yield name + self.book.names(found)

    def _uses(self, key: str) -> str:
        uses = sorted(self.relations.used_by.get(key, ()), key=lambda use: by_name(use.owner))
        return ", ".join(dict.fromkeys(map(self._use, uses)))

    def _use(self, use: Use) -> str:
        owner = self.book.one(use.owner)
        if use.attribute is None:
            return owner
        return f"{owner}/{self.links.attribute(use.owner, attribute_name(use.attribute))}"

    def _processing(self, spec: Spec) -> str:
        """How the element is to be processed, as the ODD has it."""
        if not isinstance(spec, FlatElement):
            return ""
        found = [each for name in MODELS for each in nearest(spec.documentation, name)]
        return "".join(code(highlight(whole(each), self.links.tag)) for each in found)

    def _see_also(self, spec: Spec) -> str:
        found = nearest(spec.documentation, "listRef")
        pointers = [each for one in found for each in one.iterchildren(TEI + "ptr", TEI + "ref")]
        return ", ".join(self.book.prose.phrase(each) for each in pointers)


def spec_name(spec: Spec) -> str:
    """The ident of a spec, escaped."""
    return escape(spec.ident)


def _named(spec: Spec) -> str:
    return f"<code>{spec_name(spec)}</code>"


def _list(rows: list[str]) -> str:
    if len(rows) < 2:
        return "".join(rows)
    return '<ul class="plain">\n' + "".join(f"<li>{row}</li>\n" for row in rows) + "</ul>\n"
