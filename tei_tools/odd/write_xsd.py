"""In: a FLAT ODD.
Out: deterministic XML Schema 1.0, a companion for each further namespace, and the losses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tei_tools.odd.datatypes import value_type
from tei_tools.odd.errors import bounded
from tei_tools.odd.flat import FlatElement, FlatOdd
from tei_tools.odd.losses import Loss
from tei_tools.odd.markup import Element, Maker, serialize
from tei_tools.odd.specs import XML_NS
from tei_tools.odd.xsd_attributes import AttributeUses
from tei_tools.odd.xsd_content import Particles, empty_group
from tei_tools.odd.xsd_schemas import Schemas
from tei_tools.odd.xsd_types import XSD_NS, Types, annotation, xs


@dataclass(frozen=True, slots=True)
class XsdOutput:
    """A schema, the schemas that it imports (by file name), and what they cannot say."""

    schema: bytes
    companions: Mapping[str, bytes]
    losses: tuple[Loss, ...]


def to_xsd(flat: FlatOdd) -> XsdOutput:
    """The schema in XML Schema 1.0. Companions must be written beside it, under their names."""
    with bounded(flat.schema.place.path):
        return _written(Schemas(flat))


def _written(schemas: Schemas) -> XsdOutput:
    flat = schemas.flat
    schemas.lose("root", flat.schema.ident)
    schemas.lose("xsi", flat.schema.ident)
    documents = {ns: _Document(schemas, ns).root() for ns in schemas.namespaces}
    path = flat.schema.place.path
    written = {ns: serialize(root, path) for ns, root in documents.items()}
    schema = written.pop(flat.schema.ns)
    companions = {schemas.file(ns): text for ns, text in written.items()}
    return XsdOutput(schema, dict(sorted(companions.items())), schemas.losses())


class _Document:
    """One schema document: the elements and attributes of one namespace.

    That of the schema's own namespace is made last, and also has the groups and types of all.
    """

    def __init__(self, schemas: Schemas, ns: str) -> None:
        self.schemas = schemas
        self.flat = schemas.flat
        self.ns = ns
        self.is_main = ns == self.flat.schema.ns
        # A default namespace would hide names in none, and that of XML cannot be one.
        needs_prefix = ns == XML_NS or ("" in schemas.prefixes and ns)
        self.own_prefix = f"{schemas.prefixes[ns]}:" if needs_prefix else ""
        self.imports: set[str] = set()
        self.types = Types(self.flat, self.own_prefix, has_data=self.is_main)
        self.attributes = AttributeUses(schemas, self.types, self.qname)
        self.particles = Particles(schemas.groups, self._element_ref, self._group_ref)

    def root(self) -> Element:
        """The whole document."""
        body = [self._element(self.flat.elements[key]) for key in self._elements()]
        body += [
            self.attributes.declaration(att, value)
            for _, (att, value) in sorted(self.schemas.global_attributes.items())
            if att.ns == self.ns
        ]
        if self.is_main:
            groups = self._groups()
            attribute_groups = self.attributes.groups()
            body = [*attribute_groups, *groups, *body]
        return self._schema([*self._imports(), *self.types.declarations(), *body])

    def _schema(self, children: list[Element]) -> Element:
        nsmap: dict[str | None, str] = {"xs": XSD_NS}
        for ns in (self.ns, *self.imports):
            if ns and ns != self.ns:
                nsmap[self.schemas.prefixes[ns]] = ns
            elif ns:
                nsmap[self.own_prefix.rstrip(":") or None] = ns
        attributes = {"targetNamespace": self.ns} if self.ns else {}
        maker = Maker(XSD_NS, nsmap)
        return maker("schema", children, elementFormDefault="qualified", **attributes)

    def _elements(self) -> list[str]:
        return sorted(key for key, each in self.flat.elements.items() if each.ns == self.ns)

    def _imports(self) -> Iterator[Element]:
        for ns in sorted(self.imports):
            found = xs("import")
            if ns:
                found.set("namespace", ns)
            if ns != self.flat.schema.ns:
                found.set("schemaLocation", self.schemas.file(ns))
            yield found

    def qname(self, ns: str, name: str) -> str:
        """The name of something in a namespace, for a reference to it."""
        if ns == self.ns:
            return f"{self.own_prefix}{name}"
        self.imports.add(ns)
        return f"{self.schemas.prefixes[ns]}:{name}" if ns else name

    # Elements.

    def _element(self, element: FlatElement) -> Element:
        body = annotation(element.documentation)
        model = self.schemas.models[element.ident]
        if model.is_never:
            return xs("element", body, name=element.name, abstract="true")
        if model.is_value:
            body.append(self._value_content(element))
        else:
            content = self.particles.content(
                model.expression, model.wildcard, is_mixed=model.is_mixed
            )
            found = xs("complexType", [*content, *self.attributes.of(element)])
            if model.is_mixed:
                found.set("mixed", "true")
            body.append(found)
        return xs("element", body, name=element.name)

    def _value_content(self, element: FlatElement) -> Element:
        """Content that is a value: a simple type, with attributes."""
        value = value_type(self.flat, element.content, element.place)
        base = self.types.name(value) or self.types.declare(f"{element.ident}.content", value)
        inner = xs("extension", self.attributes.of(element), base=base)
        return xs("complexType", [xs("simpleContent", [inner])])

    def _element_ref(self, ident: str) -> Element:
        element = self.flat.elements[ident]
        return xs("element", ref=self.qname(element.ns, element.name))

    def _group_ref(self, name: str) -> Element:
        return xs("group", ref=self.qname(self.flat.schema.ns, name))

    def _groups(self) -> list[Element]:
        """The model groups of all documents, by name."""
        return [
            empty_group(),
            *(
                xs("group", [xs("choice", self.particles.members(names))], name=name)
                for name, names in self.schemas.groups.used
            ),
        ]
