"""Each case of the conformance suite has the verdict that the suite expects."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ..oracles import ROOT, corpora
from .conformance import Case

FOLDER = os.environ.get("TEI_TOOLS_CORPORA", "")
CASES = sorted((ROOT / FOLDER / "schematron").glob("*.xml")) if FOLDER else []


@pytest.mark.corpora
def test_there_are_cases() -> None:
    assert len(list((corpora() / "schematron").glob("*.xml"))) >= 25


@pytest.mark.corpora
@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_verdict_is_that_of_the_suite(file: Path, tmp_path: Path) -> None:
    case = Case(file, tmp_path)
    assert case.verdict() == case.expected
