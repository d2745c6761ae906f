"""In: the TEI's own RELAX NG schema, and the documentation of all its modules.
Out: that both have the same children, parents and attributes, element by element."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree, html

from ...oracles import corpora
from .pages import at, leads_to, tei_all

pytestmark = pytest.mark.corpora

RNG = "{http://relaxng.org/ns/structure/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"


class Schema:
    """What a RELAX NG schema in the simple shape of the TEI's says of its elements."""

    def __init__(self, path: Path) -> None:
        self.defines: dict[str, list[etree._Element]] = {}
        for define in etree.parse(path).iter(f"{RNG}define"):
            self.defines.setdefault(define.get("name", ""), []).append(define)
        elements = (
            each
            for found in self.defines.values()
            for define in found
            for each in define.iter(f"{RNG}element")
            if each.get("name")
        )
        self.elements = {each.get("name", ""): each for each in elements}

    def within(self, pattern: etree._Element, seen: set[str]) -> Iterator[etree._Element]:
        """The elements and attributes that a pattern refers to, but not what is in them."""
        for child in pattern:
            if child.tag in (f"{RNG}element", f"{RNG}attribute"):
                yield child
            elif child.tag == f"{RNG}ref":
                name = child.get("name", "")
                if name not in seen:
                    seen.add(name)
                    for define in self.defines[name]:
                        yield from self.within(define, seen)
            elif isinstance(child.tag, str) and child.tag.startswith(RNG):
                yield from self.within(child, seen)

    @cache  # noqa: B019
    def names(self, element: str, kind: str) -> set[str]:
        """The names of the elements or attributes that an element may have."""
        found = self.within(self.elements[element], set())
        return {each.get("name", "") for each in found if each.tag == f"{RNG}{kind}"} - {""}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema(corpora() / "tei-p5" / "tei_all.rng")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    return tei_all(tmp_path_factory.getbasetemp())[1]


def listed(root: html.HtmlElement, element: str, name: str) -> set[str]:
    """The elements that a section lists under a name; none where it has no such list."""
    path = 'dl[@class="facts"]/dt[.=$name]/following-sibling::dd[1]'
    return {link for each in at(root, element).xpath(path, name=name) for link in leads_to(each)}


def test_both_have_the_same_elements(schema: Schema, root: html.HtmlElement) -> None:
    assert len(schema.elements) > 570
    assert set(root.xpath('//*[@id="tt-elements"]/section/@id')) == schema.elements.keys()


def test_an_element_may_contain_what_the_schema_allows(
    schema: Schema, root: html.HtmlElement
) -> None:
    children = {name: schema.names(name, "element") for name in schema.elements}
    assert {name: listed(root, name, "May contain") for name in children} == children


def test_an_element_is_contained_by_what_the_schema_allows(
    schema: Schema, root: html.HtmlElement
) -> None:
    parents: dict[str, set[str]] = {name: set() for name in schema.elements}
    for name in schema.elements:
        for child in schema.names(name, "element"):
            parents[child].add(name)
    assert {name: listed(root, name, "Contained by") for name in parents} == parents


def test_an_element_has_the_attributes_of_the_schema(
    schema: Schema, root: html.HtmlElement
) -> None:
    different = {}
    for name in schema.elements:
        attributes = at(root, name).xpath('dl/dt[.="Attributes"]/following-sibling::dd[1]')
        anchors = [anchor for each in attributes for anchor in each.xpath(".//dt/@id")]
        lists = [found for each in attributes for found in each.find_class("inherited")]
        anchors += [unquote(link) for each in lists for link in leads_to(each)]
        shown = {anchor.partition("@")[2].removeprefix("dcr:") for anchor in anchors} - {""}
        if shown != schema.names(name, "attribute"):
            different[name] = shown ^ schema.names(name, "attribute")
    assert different == {}
