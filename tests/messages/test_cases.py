"""What the program says of each mistake is what somebody has read and found good; see `support`."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..oracles import ROOT, missing, program
from .support import CORPORA, Case, jing_of, output_of, read_cases, write_cases

CASES = list(read_cases())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a case; one a file where what the program says is accepted."""
    if "cases" in metafunc.fixturenames:
        if metafunc.config.getoption("accept"):
            files = dict.fromkeys(case.file for case in CASES)
            sets = [[case for case in CASES if case.file == file] for file in files]
        else:
            sets = [[case] for case in CASES]
        ids = [cases[0].file if len(cases) > 1 else cases[0].title for cases in sets]
        metafunc.parametrize("cases", sets, ids=ids)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A working folder with the schemas in it."""
    folder = tmp_path_factory.mktemp("messages")
    (folder / "schemas").mkdir()
    for schema in (ROOT / "schemas").iterdir():
        (folder / "schemas" / schema.name).symlink_to(schema)
    if data := os.environ.get("TEI_TOOLS_CORPORA"):
        (folder / "schemas" / CORPORA).symlink_to((ROOT / data / "tei-p5" / CORPORA).resolve())
    (folder / "pyproject.toml").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


def test_message_is_the_one_that_was_read(
    cases: list[Case], folder: Path, request: pytest.FixtureRequest
) -> None:
    outputs = []
    for case in cases:
        if case.schema == CORPORA and not (folder / "schemas" / CORPORA).exists():
            missing(CORPORA)
        case.write(folder)
        outputs.append(output_of(case))
    if request.config.getoption("accept"):
        said = jing_of(cases, folder) if shutil.which("jing") else [None] * len(cases)
        told = [c.told(o, s) for c, o, s in zip(cases, outputs, said, strict=True)]
        write_cases(cases[0].file, told)
    else:
        assert outputs[0] == cases[0].parts.get("output", "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_first_line_is_that_of_jing_or_the_case_says_why(case: Case) -> None:
    ours, theirs = first_place(case.parts["output"]), first_place(case.parts.get("jing", ""))
    assert (ours == theirs) != ("why" in case.parts), (ours, theirs)


def first_place(said: str) -> tuple[str, int]:
    """The file and line of the first error in what the program says, or jing."""
    places = re.findall(r"^(?:([\w./-]+):)?(\d+)(?::\d+)?: (?!warning|first)", said, flags=re.M)
    return min([(file, int(line)) for file, line in places], default=("", 0))


def test_jing_says_what_the_cases_say_that_it_says(folder: Path) -> None:
    program("jing")
    cases = [
        case
        for case in CASES
        if "fatal:" not in case.parts.get("jing", "")  # each would take a run of its own
        and (folder / "schemas" / case.rng).exists()
    ]
    said = dict(zip([case.title for case in cases], jing_of(cases, folder), strict=True))
    assert said == {case.title: case.parts.get("jing", "") for case in cases}


def test_no_two_cases_have_the_same_title() -> None:
    assert len({case.title for case in CASES}) == len(CASES) >= 80
