"""The text is sacred: every line of the source is in the TEI, and every change has a name."""

from __future__ import annotations

import copy
import hashlib
import random
import re
import tomllib
from collections.abc import Iterator

import pytest
from lxml import etree

from .coverage import (
    HERE,
    JOINED,
    SOURCE,
    SPANS,
    TEI,
    TEI_FOLDER,
    differences,
    excluded_lines,
    normalise,
    source_lines,
    tei_lines,
)

ID = "{http://www.w3.org/XML/1998/namespace}id"


def root_of(name: str) -> etree._Element:
    return etree.parse(TEI_FOLDER / name).getroot()


@pytest.mark.parametrize("name", SPANS)
def test_file_holds_its_lines_of_the_source_character_for_character(name: str) -> None:
    assert list(differences(source_lines(name), tei_lines(root_of(name)))) == []


def test_every_line_of_the_source_belongs_to_one_file() -> None:
    count = len(SOURCE.read_text(encoding="utf-8").splitlines())
    spanned = [n for first, last in SPANS.values() for n in range(first, last + 1)]
    assert sorted(spanned) == list(range(1, count + 1))


def test_every_nonblank_line_is_compared_or_logged_as_excluded() -> None:
    compared = {line.place for name in SPANS for line in source_lines(name)}
    excluded, joined = excluded_lines(), set(JOINED.values())
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    lost = [
        number
        for number, line in enumerate(lines, 1)
        if line.strip()
        and f"L{number}" not in compared
        and number not in excluded
        and number not in joined
    ]
    assert lost == []


def test_exclusions_are_what_the_log_says_and_give_a_reason() -> None:
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    log = tomllib.loads((HERE / "exclusions.toml").read_text(encoding="utf-8"))["exclusion"]
    for entry in log:
        assert len(entry["reason"]) > 40
        assert {lines[number - 1].strip() for number in entry["lines"]} == {entry["text"]}


def test_joined_paragraphs_stand_in_one_paragraph_of_the_tei() -> None:
    assert len(JOINED) == 19
    paragraphs = [line.text for name in SPANS for line in tei_lines(root_of(name))]
    source = SOURCE.read_text(encoding="utf-8").splitlines()
    for first, second in JOINED.items():
        halves = normalise(source[first - 1]), normalise(source[second - 1])
        assert " ".join(halves) in paragraphs


def texts(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The text nodes that hold the source's words, as (element, "text" or "tail")."""
    for element in root.iter(etree.Element):
        for slot, owner in (("text", element), ("tail", element.getparent())):
            if owner is None or next(owner.iterancestors(f"{TEI}text"), None) is None:
                continue
            chain = [owner, *owner.iterancestors()]
            ours = any(
                node.tag in (f"{TEI}corr", f"{TEI}certainty")
                or (node.tag == f"{TEI}note" and node.get("resp") == "reg:ed")
                for node in chain
            )
            if not ours and re.search(r"\w", getattr(element, slot) or ""):
                yield element, slot


@pytest.mark.parametrize("name", SPANS)
def test_changing_one_word_is_noticed(name: str) -> None:
    original = root_of(name)
    want = source_lines(name)
    places = list(texts(original))
    numbers = random.Random(1923).sample(range(len(places)), min(40, len(places)))
    for number in numbers:
        root = copy.deepcopy(original)
        element, slot = list(texts(root))[number]
        words = getattr(element, slot)
        setattr(element, slot, re.sub(r"\w", "ж", words, count=1))
        assert list(differences(want, tei_lines(root))), words


def test_every_correction_is_the_one_that_was_planned() -> None:
    log = tomllib.loads((HERE / "interventions.toml").read_text(encoding="utf-8"))["correction"]
    found = []
    for name in SPANS:
        for choice in root_of(name).iter(f"{TEI}choice"):
            sic, corr = choice.find(f"{TEI}sic"), choice.find(f"{TEI}corr")
            assert sic is not None
            assert corr is not None
            assert corr.get("resp") == "reg:ed"
            place = next(e.get(ID) for e in choice.iterancestors() if e.get(ID))
            readings = (" ".join("".join(map(str, e.itertext())).split()) for e in (sic, corr))
            found.append((place, *readings, corr.get("cert")))
    assert found == [(c["place"], c["sic"], c["corr"], c["cert"]) for c in log]
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    for correction in log:
        assert correction["sic"] in normalise(lines[correction["line"] - 1])


def test_the_copy_text_is_kept_as_it_was_received() -> None:
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()
    assert digest == "56db07246e435c7150025a492f9774cf324257b60470122e00427280918c1bdf"
