"""Every code that the program can tell stands in the table of codes, and no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tei_tools.codes import CODES, Code
from tei_tools.flows.codes import all_codes
from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.validation import validate_file
from tei_tools.model.selection import Layer

from .messages.support import FRAME
from .oracles import ROOT

PACKAGE = ROOT / "tei_tools"
GROUPS = {code.partition(".")[0] for code in all_codes()}
#: Functions that are given the end of a code: its group, in which argument or under which name it
#: is, and what it is when nothing is given; of files whose names begin in some way.
MAKERS = {
    ("schema_finding", ""): ("schema", 0, ""),
    ("fault", ""): ("schema", 1, ""),
    ("_error", "xsd/"): ("schema", 2, "syntax"),
    ("error", "odd/"): ("odd", 2, "syntax"),
    ("error", "schematron/"): ("schema", 3, "syntax"),
    ("fault", "schematron/compile"): ("schema", 3, "syntax"),
    ("warn", "odd/"): ("odd", 2, "no-effect"),
    ("problem", "read/xinclude"): ("xml", 0, ""),
    ("Problem", "read/malformed"): ("xml", 4, "not-well-formed"),
    ("Problem", "rules/pointers/check"): ("pointers", 0, ""),
}


def told() -> Iterator[str]:
    """The codes in the source."""
    for path in PACKAGE.rglob("*.py"):
        file = path.relative_to(PACKAGE).as_posix()
        if file == "codes.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                group, dot, name = node.value.partition(".")
                is_code = dot and group in GROUPS and name.replace("-", "").isalpha()
                if is_code and not file.startswith(("rules/table", "odd/sources")):
                    yield node.value
            if isinstance(node, ast.Call):
                yield from _made(node, file)
            if isinstance(node, ast.Return) and file == "flows/suppression.py":
                match node.value:
                    case ast.Tuple([ast.Constant(str(end)), *_]):
                        yield f"suppression.{end}"


def _made(call: ast.Call, file: str) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    for (maker, start), (group, place, usual) in MAKERS.items():
        if name != maker or not file.startswith(start):
            continue
        given = [k.value for k in call.keywords if k.arg == "code"] + call.args[place : place + 1]
        if given and isinstance(given[0], ast.Constant):
            yield f"{group}.{given[0].value!s}"
        elif not given and usual:
            yield f"{group}.{usual}"


TOLD = set(told())


def test_every_code_in_the_source_is_in_the_table() -> None:
    assert sorted(TOLD - all_codes().keys()) == []


def test_every_code_in_the_table_is_told_somewhere() -> None:
    made = {"schematron.assert", "schematron.report"}  # from the name of an element
    assert sorted(all_codes().keys() - TOLD - made) == []


@pytest.mark.parametrize("code", CODES)
def test_code_says_what_it_means_and_why(code: str) -> None:
    entry = CODES[code]
    assert entry.title[0].islower() or entry.title.startswith(("ODD", "XML", "RELAX"))
    assert entry.reason.endswith((".", "`"))


EXAMPLES = [code for code in CODES.values() if code.bad and code.code != "tei.not-tei"]


def codes_of(example: str, *, is_file: bool) -> set[str]:
    data = (example if is_file else FRAME.format(example)).encode()
    options = ValidationOptions(
        schemas=(ROOT / "schemas/last-works.rng",),
        user=Layer(select=("grammar", "suppression", "pointers.dangling", "dates.order")),
    )
    return {each.code for each in validate_file(Path("a.xml"), options, data=data).findings}


@pytest.mark.parametrize("code", EXAMPLES, ids=[each.code for each in EXAMPLES])
def test_bad_example_gives_its_code_and_the_good_one_gives_none(code: Code) -> None:
    is_file = code.code.startswith("xml.")
    assert code.code in codes_of(code.bad, is_file=is_file)
    if not is_file:
        assert codes_of(code.good, is_file=False) == set()
