"""In: the type of a value.
Out: simple types of XML Schema (part 2, 4.1), the ones with a name collected on the way."""

from __future__ import annotations

from tei_tools.odd.datatypes import (
    Data,
    Enumeration,
    Facets,
    ListOf,
    Named,
    Text,
    Union,
    ValueType,
    named_type,
)
from tei_tools.odd.flat import FlatOdd
from tei_tools.odd.markup import Element, Maker
from tei_tools.odd.specs import Documentation, Occurs

XSD_NS = "http://www.w3.org/2001/XMLSchema"

xs = Maker(XSD_NS, {"xs": XSD_NS})


def annotation(text: Documentation) -> list[Element]:
    """The xs:annotation of something, if it is documented."""
    if not text.line:
        return []
    return [xs("annotation", [xs.text("documentation", text.line)])]


class Types:
    """Writes simple types for one schema document, whose names have a prefix.

    With `has_data`, dataSpecs become named types of that document; without, they are written out.
    """

    def __init__(self, flat: FlatOdd, prefix: str, *, has_data: bool) -> None:
        self.flat = flat
        self.prefix = prefix
        self.has_data = has_data
        self._named: dict[str, ValueType] = {}

    def declarations(self) -> list[Element]:
        """The named types met so far, and those that they refer to, by name."""
        found: dict[str, Element] = {}
        while rest := [name for name in self._named if name not in found]:
            for name in rest:
                found[name] = self._declaration(name)
        return [found[name] for name in sorted(found)]

    def _declaration(self, name: str) -> Element:
        element = self.simple_type(self._named[name])
        element.set("name", name)
        spec = self.flat.data.get(name)
        for at, child in enumerate(annotation(spec.documentation) if spec else []):
            element.insert(at, child)
        return element

    def set_type(self, element: Element, value: ValueType, attribute: str = "type") -> None:
        """Give an element a type: by name in an attribute, or written out as its last child."""
        name = self.name(value)
        if name:
            element.set(attribute, name)
        else:
            element.append(self.simple_type(value))

    def name(self, value: ValueType) -> str:
        """The name of a type that has one, or nothing."""
        match value:
            case Text():
                return "xs:string"
            case Data(name=name, facets=()):
                return f"xs:{name}"
            case Named(key=key) if self.has_data:
                return self.declare(key, named_type(self.flat, key))
            case Named(key=key):
                return self.name(named_type(self.flat, key))
            case ListOf(item=Named(key=key), occurs=occurs) if self.has_data:
                return self.declare(f"{key}.{_range(occurs)}", value)
            case _:
                return ""

    def declare(self, name: str, value: ValueType) -> str:
        """Have a named type declared; its name for references."""
        self._named[name] = value
        return f"{self.prefix}{name}"

    def simple_type(self, value: ValueType) -> Element:
        """A type, written out."""
        match value:
            case Text() | Data(facets=()):
                return xs("simpleType", [xs("restriction", base=self.name(value))])
            case Data(name=name, facets=facets):
                return _restricted(name, facets)
            case Named(key=key):
                return self.simple_type(named_type(self.flat, key))
            case Enumeration(items=items):
                values = [
                    xs("enumeration", annotation(item.documentation), value=item.ident)
                    for item in items
                ]
                return xs("simpleType", [xs("restriction", values, base="xs:token")])
            case Union(items=items):
                return self._union(items)
            case ListOf(item=item, occurs=occurs):
                return self._list(item, occurs)

    def _union(self, items: tuple[ValueType, ...]) -> Element:
        names = [self.name(item) for item in items]
        inline = [
            self.simple_type(item) for item, name in zip(items, names, strict=True) if not name
        ]
        found = xs("union", inline)
        if any(names):
            found.set("memberTypes", " ".join(name for name in names if name))
        return xs("simpleType", [found])

    def _list(self, item: ValueType, occurs: Occurs) -> Element:
        found = xs("list")
        self.set_type(found, item, "itemType")
        plain = xs("simpleType", [found])
        facets = []
        if occurs.min:
            facets.append(xs("minLength", value=str(occurs.min)))
        if occurs.max is not None:
            facets.append(xs("maxLength", value=str(occurs.max)))
        return xs("simpleType", [xs("restriction", [plain, *facets])]) if facets else plain


def _range(occurs: Occurs) -> str:
    return f"{occurs.min}-{'unbounded' if occurs.max is None else occurs.max}"


def _restricted(name: str, facets: Facets) -> Element:
    """A restriction by facets; patterns must all hold, so each further one is a further step."""
    patterns = [value for facet, value in facets if facet == "pattern"]
    first = [xs(facet, value=value) for facet, value in facets if facet != "pattern"]
    first += [xs("pattern", value=value) for value in patterns[:1]]
    found = xs("simpleType", [xs("restriction", first, base=f"xs:{name}")])
    for pattern in patterns[1:]:
        step = xs("restriction", [found, xs("pattern", value=pattern)])
        found = xs("simpleType", [step])
    return found
