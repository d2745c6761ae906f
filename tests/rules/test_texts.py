"""Where words stand is told for each hit, whatever stands between them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tei_tools.model.document import Document
from tei_tools.read import read_document
from tei_tools.rules.texts import Texts

PIECES = st.lists(
    st.sampled_from(["<hi>x  y</hi>", "<!-- c -->", "<?pi?>", "<lb/>", "a  b", " z ", "\n", "é"])
)


def document_with(body: str) -> Document:
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><p>{body}</p></text></TEI>'
    return read_document(Path("letter.xml"), data=text.encode())


@given(PIECES)
def test_places_of_hits_are_those_where_the_words_are_written(pieces: list[str]) -> None:
    document = document_with("".join(pieces))
    source = document.parts[0].source
    for pattern in (re.compile(r"[^\s\0]+"), re.compile("  ")):
        for hit in Texts(document).find(pattern):
            at = document.locate_words(hit.element, *hit.stretch)
            written = source.line(at.line)[at.column - 1 : at.end_column - 1]
            assert written == hit.match[0]


def test_rare_characters_are_found_with_their_words() -> None:
    document = document_with("one twö <hi>thrée</hi>-four<!-- é --> fïve ö")
    words = [hit.match[0] for hit in Texts(document).words("öéï")]
    assert sorted(words) == ["fïve", "thrée", "twö", "ö"]


@pytest.mark.parametrize("count", [1, 2_000])
def test_hits_behind_many_children_are_found(count: int) -> None:
    document = document_with("<lb/>a  b" * count)
    hits = list(Texts(document).find(re.compile("  ")))
    assert [hit.stretch.after for hit in hits] == list(range(1, count + 1))
