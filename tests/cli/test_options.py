"""What several commands share: findings are told alike, and options read alike."""

from __future__ import annotations

import sys

import pytest

from tei_tools.cli.options import tell, validation_options
from tei_tools.model.finding import Finding, Location, Severity, TeiToolsError
from tei_tools.settings import Settings

FINDING = Finding("ids.duplicate", Severity.ERROR, "twice", Location("a.xml", 1, 2))


@pytest.mark.parametrize("err", [True, False])
def test_findings_are_coloured_for_the_stream_they_go_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, err: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for terminal in (sys.stdout, sys.stderr):
        monkeypatch.setattr(sys.stdout, "isatty", lambda terminal=terminal: terminal is sys.stdout)
        monkeypatch.setattr(sys.stderr, "isatty", lambda terminal=terminal: terminal is sys.stderr)
        tell([FINDING], err=err)
        captured = capsys.readouterr()
        shown, other = (captured.err, captured.out) if err else (captured.out, captured.err)
        assert "a.xml:1:2" in shown
        assert other == ""
        assert ("\x1b[" in shown) is (terminal is (sys.stderr if err else sys.stdout))


def test_options_of_rules_in_the_settings_hold_wherever_files_are_validated() -> None:
    settings = Settings(rules={"header.change-order": {"order": "ascending"}})
    with pytest.raises(TeiToolsError, match=r"header\.change-order"):
        validation_options(settings._replace(rules={"header.change-order": {"ordr": "x"}}))
    assert "header.change-order" in validation_options(settings).rules
