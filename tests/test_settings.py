"""Settings are what their file says, whether it is read for the first time or known already."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tei_tools.cache import VARIABLE
from tei_tools.model.finding import Severity, TeiToolsError
from tei_tools.settings import load_settings

TOML = '[tool.tei-tools]\npaths = ["a"]\nfail-on = "warning"\n'


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))


def test_settings_known_already_are_the_same_and_toml_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text(TOML, encoding="utf-8")
    first = load_settings(tmp_path)
    assert first.fail_on is Severity.WARNING
    monkeypatch.setitem(sys.modules, "tomllib", None)  # to import it now is an error
    assert load_settings(tmp_path) == first


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(TOML, encoding="utf-8")
    load_settings(tmp_path)
    file.write_text(TOML.replace("warning", "info"), encoding="utf-8")
    assert load_settings(tmp_path).fail_on is Severity.INFO


def test_a_date_beside_the_settings_does_no_harm(tmp_path: Path) -> None:
    text = f"[tool.other]\nday = 1923-03-02\n{TOML}"
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert load_settings(tmp_path) == load_settings(tmp_path)
    assert load_settings(tmp_path).fail_on is Severity.WARNING


@pytest.mark.parametrize("data", [b"paths = [", b"paths = ['\xff']"])
def test_what_is_no_toml_is_told_with_its_file(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "tei-tools.toml").write_bytes(data)
    with pytest.raises(TeiToolsError, match=r"tei-tools\.toml: the settings cannot be read"):
        load_settings(tmp_path)
