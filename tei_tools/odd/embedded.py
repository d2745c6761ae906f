"""In: a pattern of RELAX NG that stands in an ODD, as older ODDs write content models.
Out: the same as a content model of the TEI where it has one, else the pattern kept as it is."""

from __future__ import annotations

from lxml import etree

from tei_tools.odd.reader import RNG_NS, Element, Reader, local
from tei_tools.odd.specs import (
    Alternate,
    ClassRef,
    Content,
    DataRef,
    ElementRef,
    Embedded,
    Empty,
    MacroRef,
    NotAllowed,
    Occurs,
    Sequence,
    TextNode,
    ValItem,
    ValList,
)

RNG = f"{{{RNG_NS}}}"

# How often what is inside each of these stands.
OCCURS = {
    "group": Occurs(),
    "div": Occurs(),
    "optional": Occurs(0, 1),
    "zeroOrMore": Occurs(0, None),
    "oneOrMore": Occurs(1, None),
}
# The ways of expanding a class end the names of their definitions.
EXPANSIONS = (
    "sequenceOptionalRepeatable",
    "sequenceRepeatable",
    "sequenceOptional",
    "sequence",
    "alternation",
)


def is_pattern(element: Element) -> bool:
    """Whether an element is one of RELAX NG."""
    return isinstance(element.tag, str) and element.tag.startswith(RNG)


def read_pattern(reader: Reader, element: Element) -> Content:
    """The content model that a pattern says."""
    name = local(element)
    match name:
        case "text":
            return TextNode()
        case "empty":
            return Empty()
        case "notAllowed":
            return NotAllowed()
        case "ref":
            return _reference(reader, element)
        case "data" if not element.findall(f"{RNG}except"):
            return _data(reader, element)
        case "value":
            return _values(reader, [element])
        case "choice":
            return _choice(reader, element)
        case "interleave":
            return Sequence(_inside(reader, element), preserve_order=False)
        case "mixed":
            return Sequence((TextNode(), *_inside(reader, element)), preserve_order=False)
        case "list":
            # A datatype of several values; the number of them is that of what is inside.
            return Sequence(_inside(reader, element))
    if name in OCCURS:
        return Sequence(_inside(reader, element), OCCURS[name])
    return Embedded(written(element), reader.place(element))


def written(element: Element) -> str:
    """A pattern or definition as text that stands on its own, without annotations.

    What it inherits (RELAX NG 4.3, 4.8) is said on it.
    """
    used = etree.tostring(element, encoding="unicode", with_tail=False)
    nsmap: dict[str | None, str] = {
        prefix: ns
        for prefix, ns in element.nsmap.items()
        if prefix and ns != RNG_NS and f"{prefix}:" in used
    }
    alone = etree.Element(str(element.tag), nsmap=nsmap | {None: RNG_NS})
    for name in ("ns", "datatypeLibrary"):
        above = (each.get(name) for each in (element, *element.iterancestors()))
        found = next((value for value in above if value is not None), None)
        if found is not None:
            alone.set(name, found)
    _copy(element, alone)
    return etree.tostring(alone, encoding="unicode")


def _copy(element: Element, target: Element) -> None:
    target.text = element.text
    for name, value in element.items():
        target.set(name, value)
    for child in element:
        if is_pattern(child):
            _copy(child, etree.SubElement(target, str(child.tag)))


def _inside(reader: Reader, element: Element) -> tuple[Content, ...]:
    return tuple(read_pattern(reader, child) for child in element if is_pattern(child))


def _choice(reader: Reader, element: Element) -> Content:
    patterns = [child for child in element if is_pattern(child)]
    values = [child for child in patterns if local(child) == "value"]
    others = tuple(read_pattern(reader, child) for child in patterns if local(child) != "value")
    if not values:
        return Alternate(others)
    return Alternate((_values(reader, values), *others)) if others else _values(reader, values)


def _values(reader: Reader, elements: list[Element]) -> ValList:
    items = tuple(ValItem("".join(each.itertext()).strip()) for each in elements)
    return ValList("closed", items, reader.place(elements[0]))


def _data(reader: Reader, element: Element) -> DataRef:
    facets = tuple(
        (param.get("name", ""), param.text or "") for param in element.findall(f"{RNG}param")
    )
    return DataRef("", reader.required(element, "type"), facets, reader.place(element))


def _reference(reader: Reader, element: Element) -> Content:
    """What kind of thing is meant, by the TEI's rules for names (TEI Guidelines 1.3, 22.5)."""
    name, place, once = reader.required(element, "name"), reader.place(element), Occurs()
    name = name.removeprefix(reader.prefix)
    if name.startswith("macro."):
        return MacroRef(name, once, place)
    if name.startswith(("data.", "teidata.")):
        return DataRef(name, "", (), place)
    if name.startswith("model."):
        for expand in EXPANSIONS:
            key = name.removesuffix(f"_{expand}")
            if key != name:
                return ClassRef(key, once, place, expand.replace("alternation", "alternate"))
        return ClassRef(name, once, place)
    return ElementRef(name, once, place)
