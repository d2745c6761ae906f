"""How often elements, attributes and values are used: by hand, and as XPath counts them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.statistics import usage_of_files, vocabulary_of
from tei_tools.grammar import compile_schema
from tei_tools.grammar.vocabulary import vocabulary
from tei_tools.inventory import Usage, statistics
from tei_tools.inventory.usage import MOST_VALUES
from tei_tools.read import find_files

from ..oracles import ROOT, corpora

TEI = ROOT / "tei"
RNG = ROOT / "schemas" / "last-works.rng"
Rows = list[dict[str, Any]]


def usage(*paths: Path) -> Usage:
    whole = Usage()
    for file in usage_of_files(list(find_files(paths)), ValidationOptions(schemas=(RNG,))):
        for each in file.usages.values():
            whole.add(each)
    return whole


def found(whole: Usage, schema: Path | None = None) -> dict[str, Rows]:
    known = vocabulary_of([schema]) if schema else None
    return {name: list(table.objects()) for name, table in statistics(whole, known).items()}


def tei(tmp_path: Path, *bodies: str) -> list[Path]:
    files = []
    for number, body in enumerate(bodies):
        files.append(tmp_path / f"{number}.xml")
        files[-1].write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">\n{body}\n</TEI>')
    return files


def test_elements_attributes_and_values_are_counted_by_hand(tmp_path: Path) -> None:
    files = tei(tmp_path, '<p n="1"/>\n<p n="1" rend="b"/>\n<p/>', '<q type="x"/><p n="2"/>')
    made = found(usage(*files))
    assert [(e["element"], e["count"], e["files"], e["attributes"]) for e in made["elements"]] == [
        ("TEI", 2, 2, {}),
        ("p", 4, 2, {"n": 3, "rend": 1}),
        ("q", 1, 1, {"type": 1}),
    ]
    assert [tuple(row.values()) for row in made["attributes"]] == [
        ("p", "n", 3, 4, None, {"1": 2, "2": 1}),
        ("p", "rend", 1, 4, None, {"b": 1}),
        ("q", "type", 1, 1, None, {"x": 1}),
    ]


def test_values_that_are_too_many_are_no_vocabulary(tmp_path: Path) -> None:
    few = "".join(f'<p n="{n}"/>' for n in range(MOST_VALUES))
    [row] = found(usage(*tei(tmp_path, few)))["attributes"]
    assert len(row["values"]) == MOST_VALUES
    for bodies in ([few + '<p n="x"/>'], [few, '<p n="x"/>']):  # in one file, and in two
        [row] = found(usage(*tei(tmp_path, *bodies)))["attributes"]
        assert (row["count"], row["values"]) == (MOST_VALUES + 1, None)


def test_what_the_schema_allows_and_nobody_uses_is_told(tmp_path: Path) -> None:
    schema = tmp_path / "s.rnc"
    schema.write_text(
        'default namespace = "http://www.tei-c.org/ns/1.0"\n'
        "start = element TEI { element p { attribute n { text }?, rend?, empty }*,\n"
        "  element q { empty }? }\n"
        'rend = attribute rend { list { ("a" | "b" | "c")+ } }?\n'
    )
    made = found(usage(*tei(tmp_path, '<p rend="a b"/><p rend="a"/><s/>')), schema)
    assert [tuple(row.values()) for row in made["unused"]] == [
        ("p", "n", None),
        ("p", "rend", "c"),
        ("q", None, None),
    ]
    assert {e["element"]: e["allowed"] for e in made["elements"]} == {
        "TEI": True,
        "p": True,
        "s": False,
    }


def test_a_vocabulary_lists_values_only_where_the_schema_lists_all() -> None:
    schema = (
        b'start = element a { attribute x { "1" | "2" }, attribute y { "1" | text },'
        b' attribute xml:id { text }, element b { attribute x { "3" } } }'
    )
    assert vocabulary(compile_schema(schema, Path("s.rnc"), Path.read_bytes)) == {
        "a": {"x": frozenset("12"), "y": None, "xml:id": None},
        "b": {"x": frozenset("3")},
    }


def test_outliers_are_what_a_few_of_many_do_not_do_with_the_places(tmp_path: Path) -> None:
    many = "\n".join(['<p rend="a"/>'] * 30)
    files = tei(tmp_path, f"{many}\n<p\n/>\n{many}", f'<p/>\n{many}\n<p rend="b"/>')
    made = found(usage(*files))["outliers"]
    first, second = files
    assert [tuple(row.values()) for row in made] == [
        ("p", "rend", None, 91, 2, (f"{first}:32", f"{second}:2")),
        ("p", "rend", "b", 90, 1, (f"{second}:33",)),
    ]


def test_pointers_and_dates_are_no_vocabulary_with_outliers(tmp_path: Path) -> None:
    many = '<date when="1999" ref="#x"/>' * 60
    [file] = tei(tmp_path, many + '<date when="2000" ref="#y"/>')
    assert found(usage(file))["outliers"] == []


def test_a_file_that_a_corpus_includes_is_counted_once_and_as_it_was_written() -> None:
    work = TEI / "works" / "06-our-revolution.xml"
    alone, twice = found(usage(work)), found(usage(TEI / "corpus.xml", work))
    assert {e["element"]: e["count"] for e in found(usage(TEI))["elements"]} == {
        e["element"]: e["count"] for e in found(usage(TEI / "corpus.xml"))["elements"]
    }
    assert [e for e in alone["attributes"] if e["attribute"] == "xml:base"] == []
    assert [e for e in twice["attributes"] if e["attribute"] == "xml:base"] == []


def test_every_element_and_attribute_of_the_edition_is_in_its_schema() -> None:
    made = found(usage(TEI), RNG)
    assert [e for e in made["elements"] if not e["allowed"] and e["element"] != "include"] == []
    assert [e for e in made["attributes"] if not e["allowed"]] == []
    assert len(made["elements"]) + sum(u["attribute"] is None for u in made["unused"]) == 183


@pytest.mark.corpora
@pytest.mark.parametrize("large", [True, False])
def test_plays_and_novels_are_counted_as_xpath_counts_them(
    large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tei_tools.read.reader.LARGE", 1 if large else 10**9)
    files = sorted((corpora() / "gerdracor").glob("*.xml"))[::6]
    files.append(corpora() / "eltec" / "ENG19150_Buchan.xml")
    whole = usage(*files)
    roots = [etree.parse(file).getroot() for file in files]
    for name, use in whole.elements.items():
        counts = [root.xpath(f"count(//*[local-name()='{name}'])") for root in roots]
        assert (use.count, use.files) == (sum(counts), sum(map(bool, counts))), name
        for attribute, count in use.attributes().items():
            path = f"count(//*[local-name()='{name}']/@{attribute})"
            assert count == sum(root.xpath(path) for root in roots), (name, attribute)
            for value, seen in (use.values[attribute] or {}).items():
                path = f"//*[local-name()='{name}'][@{attribute}=$v]"
                hits = [hit for root in roots for hit in root.xpath(path, v=value)]
                assert seen.count == len(hits), (name, attribute, value)
                assert not seen.places or len(seen.places) == len(hits)
    assert sum(use.count for use in whole.elements.values()) == sum(
        root.xpath("count(//*)") for root in roots
    )
