"""In: a RELAX NG schema that the TEI's Stylesheets made.
Out: its content models as expressions, and its attributes in a form that can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from tei_tools.odd.expression import (
    EPSILON,
    NOTHING,
    Expression,
    choice,
    concat,
    interleave,
    optional,
    plus,
    star,
    symbols,
)

RNG = "{http://relaxng.org/ns/structure/1.0}"
XML_NS = "http://www.w3.org/XML/1998/namespace"

Element: TypeAlias = etree._Element


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: what it takes is an expression over values, lists in it marked."""

    is_required: bool
    is_alternative: bool
    value: Expression


class Grammar:
    """A grammar in the XML syntax, as far as ODD processors write it."""

    def __init__(self, path: Path) -> None:
        self.defines: dict[str, list[Element]] = {}
        self.elements: dict[str, Element] = {}
        for define in etree.parse(path).getroot().iter(f"{RNG}define"):
            self.defines.setdefault(define.get("name", ""), []).append(define)
            for element in define.findall(f"{RNG}element"):
                if element.get("name"):
                    self.elements[element.get("name", "")] = element

    def content(self, name: str) -> Expression:
        """The content of an element, with `#text` for text and values, `#any` for wildcards."""
        parts = children(self.elements[name])
        return concat(self._pattern(each) for each in parts if not self._is_attributes(each))

    def _pattern(self, element: Element) -> Expression:
        inner = children(element)
        match local(element):
            case "text":
                return star(symbols(["#text"]))
            case "data" | "value" | "list":
                return symbols(["#text"])
            case "empty" | "attribute":
                return EPSILON
            case "notAllowed":
                return NOTHING
            case "optional":
                return optional(self._group(inner))
            case "zeroOrMore":
                return star(self._group(inner))
            case "oneOrMore":
                return plus(self._group(inner))
            case "group":
                return self._group(inner)
            case "choice":
                return choice(self._pattern(each) for each in inner)
            case "interleave":
                return interleave(self._pattern(each) for each in inner)
            case "ref":
                return self._ref(element.get("name", ""))
            case name:
                raise AssertionError(name)

    def _group(self, parts: list[Element]) -> Expression:
        return concat(self._pattern(each) for each in parts)

    def _ref(self, name: str) -> Expression:
        if ".attribute" in name:
            return EPSILON
        defines = self.defines[name]
        for define in defines:
            for element in define.findall(f"{RNG}element"):
                return symbols([element.get("name") or "#any"])
        return choice(self._group(children(define)) for define in defines)

    def _is_attributes(self, element: Element) -> bool:
        if local(element) == "ref":
            return ".attribute" in element.get("name", "")
        inner = children(element)
        return local(element) == "attribute" or (
            bool(inner) and all(self._is_attributes(each) for each in inner)
        )

    def attributes(self, name: str) -> dict[str, Attribute]:
        """The attributes of an element, by name."""
        return dict(self._attributes(children(self.elements[name]), True, False))

    def _attributes(
        self, parts: list[Element], is_required: bool, is_alternative: bool
    ) -> Iterator[tuple[str, Attribute]]:
        for each in parts:
            inner = children(each)
            match local(each):
                case "attribute":
                    name = each.get("name", "").removeprefix("xml:")
                    ns = XML_NS if each.get("name") != name else each.get("ns", "")
                    value = concat(self._value(one) for one in inner)
                    yield f"{{{ns}}}{name}", Attribute(is_required, is_alternative, value)
                case "optional":
                    yield from self._attributes(inner, False, is_alternative)
                case "choice":
                    yield from self._attributes(inner, is_required, True)
                case "group":
                    yield from self._attributes(inner, is_required, is_alternative)
                case "ref" if ".attribute" in each.get("name", ""):
                    for define in self.defines[each.get("name", "")]:
                        found = children(define)
                        yield from self._attributes(found, is_required, is_alternative)
                case _:
                    pass

    def _value(self, element: Element) -> Expression:
        inner = children(element)
        match local(element):
            case "value":
                return symbols([f"value {element.text or ''}"])
            case "data":
                facets = sorted(f"{each.get('name')}={each.text}" for each in inner)
                return symbols([f"data {element.get('type')} {facets}"])
            case "text":
                return symbols(["text"])
            case "list":
                return concat([symbols(["list"]), concat(self._value(each) for each in inner)])
            case "ref":
                defines = self.defines[element.get("name", "")]
                return choice(
                    concat(self._value(each) for each in children(define)) for define in defines
                )
            case "choice":
                return choice(self._value(each) for each in inner)
            case "optional":
                return optional(concat(self._value(each) for each in inner))
            case "oneOrMore":
                return plus(concat(self._value(each) for each in inner))
            case "zeroOrMore":
                return star(concat(self._value(each) for each in inner))
            case "group":
                return concat(self._value(each) for each in inner)
            case name:
                raise AssertionError(name)


def children(element: Element) -> list[Element]:
    """The children that are patterns."""
    return [each for each in element if isinstance(each.tag, str) and each.tag.startswith(RNG)]


def local(element: Element) -> str:
    """The name of an element of RELAX NG."""
    return etree.QName(element).localname
