"""In: the attributes of elements and classes.
Out: attribute uses and attribute groups of XML Schema (part 1, 3.2 and 3.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tei_tools.odd.datatypes import Data, Enumeration, ValueType, attribute_type
from tei_tools.odd.flat import FlatClass, FlatElement
from tei_tools.odd.markup import Element
from tei_tools.odd.merge import attribute_definitions
from tei_tools.odd.specs import AttDef, AttList, AttRef
from tei_tools.odd.xsd_schemas import Schemas
from tei_tools.odd.xsd_types import Types, annotation, xs


class AttributeUses:
    """Writes the attributes of one schema document; `qname` makes the name of a reference."""

    def __init__(self, schemas: Schemas, types: Types, qname: Callable[[str, str], str]) -> None:
        self.schemas = schemas
        self.types = types
        self.qname = qname

    def of(self, spec: FlatElement | FlatClass) -> list[Element]:
        """The attributes of an element or a class: groups for classes, and single ones."""
        attributes = spec.attributes
        found: dict[str, Element] = {}  # by name: a choice may have an attribute in two branches
        for each in (
            *(self._group(key) for key in attributes.classes),
            *(
                self._use(self.schemas.flat.attribute(part.class_key, part.key))
                for part in attributes.parts
            ),
            *self._own(attributes.own, spec.ident),
        ):
            found.setdefault(each.get("name") or each.get("ref") or "", each)
        return list(found.values())

    def groups(self) -> list[Element]:
        """The attribute groups referred to so far, and those that they refer to, by name."""
        found: dict[str, Element] = {}
        used = self.schemas.attribute_groups
        while rest := [key for key in used if key not in found]:
            for key in rest:
                spec = self.schemas.flat.classes[key]
                found[key] = xs("attributeGroup", self.of(spec), name=f"{key}.attributes")
        return [found[key] for key in sorted(found)]

    def declaration(self, att: AttDef, value: ValueType) -> Element:
        """The global declaration of an attribute with a namespace."""
        found = xs("attribute", annotation(att.documentation), name=att.name)
        self.types.set_type(found, value)
        return found

    def _group(self, key: str) -> Element:
        self.schemas.attribute_groups[key] = None
        ns = self.schemas.flat.schema.ns
        return xs("attributeGroup", ref=self.qname(ns, f"{key}.attributes"))

    def _own(self, attributes: AttList, spec: str, *, is_free: bool = False) -> Iterator[Element]:
        """The definitions of a spec; all of them optional in a choice, at any depth."""
        is_free = is_free or attributes.org == "choice"
        for item in attributes.items:
            match item:
                case AttDef():
                    yield self._use(item, is_free=is_free)
                case AttRef(class_key=key, key="") if is_free:
                    for att in self._every(key):
                        yield self._use(att, is_free=True)
                case AttRef(class_key=key, key=""):
                    yield self._group(key)
                case AttRef(class_key=key, key=name):
                    yield self._use(self.schemas.flat.attribute(key, name), is_free=is_free)
                case AttList():
                    yield from self._own(item, spec, is_free=is_free)
        if attributes.org == "choice" and len(attributes.items) > 1:
            names = [item.key for item in attributes.items if isinstance(item, AttDef)]
            self.schemas.lose("attribute-choice", spec, " ".join(names))

    def _every(self, key: str) -> Iterator[AttDef]:
        """All attributes of a class, inherited ones too."""
        flat = self.schemas.flat
        attributes = flat.classes[key].attributes
        for inherited in attributes.classes:
            yield from self._every(inherited)
        yield from (flat.attribute(part.class_key, part.key) for part in attributes.parts)
        yield from attribute_definitions(attributes.own)

    def _use(self, att: AttDef, *, is_free: bool = False) -> Element:
        value = attribute_type(self.schemas.flat, att)
        if att.ns:
            found = xs("attribute", ref=self.qname(att.ns, att.name))
        else:
            found = xs("attribute", annotation(att.documentation), name=att.name)
            self.types.set_type(found, value)
        if att.is_required and not is_free:
            found.set("use", "required")
        elif att.default and _may_be(value, att.default):
            found.set("default", att.default)
        return found


def _may_be(value: ValueType, default: str) -> bool:
    """Whether a default value can be written: XML Schema refuses wrong ones, and any for an ID."""
    match value:
        case Enumeration(items=items):
            return default in {item.ident for item in items}
        case Data(name="ID"):
            return False
        case _:
            return True
