"""No word is lost, fused or invented, by comparison with a second and simple count of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools.model.finding import TeiToolsError
from tei_tools.read import read_document
from tei_tools.transform import render

from ..oracles import corpora
from .conftest import WORKS, document
from .words import TEI, settled, words

#: Files whose examples of encoding run together; the second count is too simple for these.
EXEMPT = frozenset(("tei_simplePrint.doc.xml",))
ROOTS = (f"{TEI}TEI", f"{TEI}teiCorpus")


def _differences(path: Path) -> str:
    """The words of a file that one count has and the other has not; empty where they agree."""
    try:
        read = read_document(path)
    except TeiToolsError:
        return ""
    if read.root.tag not in ROOTS:
        return ""
    made = settled(render(read, to="text").data.decode())
    counted = words(read.root)
    lost, invented = counted - made, made - counted
    return f"{path.name}: lost {lost}, invented {invented}" if lost or invented else ""


@pytest.mark.parametrize("path", WORKS, ids=lambda path: str(path.stem))
def test_no_word_of_the_edition_is_lost_fused_or_invented(path: Path) -> None:
    assert _differences(path) == ""


@pytest.mark.corpora
@pytest.mark.parametrize("folder", ["gerdracor", "eltec", "stylesheets-tests", "tei-p5/tests"])
def test_no_word_of_the_corpora_is_lost_fused_or_invented(folder: str) -> None:
    files = [path for path in (corpora() / folder).rglob("*.xml") if path.name not in EXEMPT]
    assert files
    assert [told for told in map(_differences, files) if told] == []


def test_the_second_count_tells_what_is_fused_lost_or_joined() -> None:
    body = '<p>a<note>n</note> b-<lb break="no"/>c</p><p>d <del>e</del>, f</p><p>g</p>'
    counted = words(document(body).root)
    assert counted == settled("a bc\nd, f\ng")
    assert counted != settled("a bc\nd, fg")
    assert counted != settled("a b- c\nd, f\ng")
