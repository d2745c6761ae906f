"""Rules are loaded when needed, take their options, and see what is written in any encoding."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.validation import validate_file
from tei_tools.model.draft import told
from tei_tools.model.finding import Severity, TeiToolsError
from tei_tools.model.selection import Layer
from tei_tools.read import read_document
from tei_tools.rules import check_rules
from tei_tools.rules.registry import all_rules, check_of, conclude_of, facts_of, rule
from tei_tools.rules.rule import Value
from tei_tools.rules.table import ACROSS, LOOKS_AT, SELECTED
from tests.rules.examples import document_of

TEXT = [each for each in all_rules() if each.code.startswith("text.")]


def codes(
    data: bytes, code: str, options: Mapping[str, Value] | None = None, today: date | None = None
) -> set[str]:
    document = read_document(Path("letter.xml"), data=data)
    drafts = check_rules(
        document, lambda each: each == code, options={code: options or {}}, today=today
    )
    return {finding.code for finding in told(document, drafts)}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "us-ascii"])
@pytest.mark.parametrize("code", [each.code for each in TEXT])
def test_characters_are_seen_in_any_encoding_and_as_references(code: str, encoding: str) -> None:
    text = document_of(rule(code).bad)
    data = text.encode(encoding, "xmlcharrefreplace")
    assert codes(data, code) == {code}


OPTIONS: list[tuple[str, str, dict[str, Value]]] = [
    ("header.change-order", "bad", {"order": "ascending"}),
    ("header.change-order", "bad", {"order": "either"}),
    ("ids.form", "bad", {"pattern": r"\w+"}),
    ("notes.resp", "bad", {"types": ("critical",)}),
    ("structure.correction-resp", "bad", {"attributes": ()}),
]


@pytest.mark.parametrize(("code", "example", "options"), OPTIONS)
def test_option_changes_what_is_told(code: str, example: str, options: Mapping[str, Value]) -> None:
    data = document_of(getattr(rule(code), example)).encode()
    assert codes(data, code) == {code}
    assert codes(data, code, options) == set()


@pytest.mark.parametrize("pattern", ["(", "(a+)+b"])
def test_option_that_cannot_be_used_ends_the_run(pattern: str) -> None:
    with pytest.raises(TeiToolsError, match="cannot be used"):
        codes(document_of("<p xml:id='a'>b</p>").encode(), "ids.form", {"pattern": pattern})


def test_default_of_every_option_is_one_of_its_choices() -> None:
    for each in all_rules():
        for option in each.options:
            assert not option.choices or option.default in option.choices, each.code
            assert option.type


def test_what_was_the_future_is_past_when_the_day_has_come() -> None:
    data = document_of(
        '<revisionDesc><change when="2030-05-05">Proofread.</change></revisionDesc>'
    ).encode()
    assert codes(data, "dates.future", today=date(2030, 5, 3)) == {"dates.future"}
    assert codes(data, "dates.future", today=date(2030, 5, 4)) == set()


def test_table_and_files_agree() -> None:
    folder = Path(sys.modules["tei_tools.rules"].__file__ or "").parent
    files = {
        f"{file.parent.name}.{file.stem}".replace("_", "-")
        for file in folder.glob("*/*.py")
        if "RULE = Rule(" in file.read_text(encoding="utf-8")
    }
    assert files == set(LOOKS_AT)
    assert set(LOOKS_AT) >= SELECTED | ACROSS
    for code, wish in LOOKS_AT.items():
        assert not wish or (callable(conclude_of(code)) and callable(facts_of(code))
            if code in ACROSS else callable(check_of(code)))  # fmt: skip


def test_there_are_fifty_rules_and_more_in_all_groups() -> None:
    groups = {code.partition(".")[0] for code in LOOKS_AT}
    wanted = "ids pointers names header hands notes dates structure text"
    assert groups == set(wanted.split())
    assert len(LOOKS_AT) >= 50


def test_rules_of_elements_that_are_not_there_are_not_loaded() -> None:
    program = (
        "import sys; from pathlib import Path; from tei_tools.read import read_document;"
        "from tei_tools.rules import check_rules;"
        "list(check_rules(read_document(Path('a.xml'), data=sys.stdin.buffer.read())));"
        "print(*(name for name in sys.modules if name.startswith('tei_tools.rules.')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        input=document_of("<p>Words.</p>").encode(),
        capture_output=True,
        check=True,
    )
    loaded = run.stdout.decode().split()
    assert "tei_tools.rules.structure.empty_block" in loaded
    assert "tei_tools.rules.structure.table_width" not in loaded
    assert "tei_tools.rules.dates.words" not in loaded


def test_error_is_told_before_many_warnings() -> None:
    body = "<p/>" * 1_200 + '<p><date from="1923" to="1922">then</date></p>'
    document = read_document(Path("letter.xml"), data=document_of(body).encode())
    found = list(told(document, check_rules(document)))
    assert [each.code for each in found if each.severity is Severity.ERROR] == ["dates.order"]
    assert found[-1].code == "findings.more"


def test_very_large_file_is_checked_by_rules_that_are_named_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tei_tools.flows.rules.TOO_LARGE", 100)
    (tmp_path / "tei-tools.toml").touch()
    file = tmp_path / "letter.xml"
    file.write_text(document_of(rule("dates.order").bad))

    def told_with(*select: str) -> set[str]:
        options = ValidationOptions(user=Layer(select=select))
        return {finding.code for finding in validate_file(file, options).findings}

    assert told_with() == {"rules.not-run"}
    assert "dates.order" in told_with("dates.order")
    assert "dates.order" in told_with("dates")
