"""The cache gives the same answers as no cache, and never anything else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tei_tools import Schema, load_schema
from tei_tools.cache import KEPT, find, keep
from tei_tools.grammar import restore
from tests.mutants import MUTANTS
from tests.oracles import ROOT

SCHEMA = ROOT / "schemas/last-works.rng"
INCLUDING = """<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <include href="inner.rng"/><start><ref name="a"/></start></grammar>"""
INNER = """<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <define name="a"><element name="{}"><empty/></element></define></grammar>"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("TEI_TOOLS_CACHE", str(folder))
    return folder


Spoil = Callable[[bytes], bytes]


def told(schema: Schema, document: bytes) -> list[tuple[str, str, tuple[str, ...], str, int]]:
    return [
        (f.code, f.message, f.expected, f.suggestion, f.location.line)
        for f in schema.validate(document)
    ]


def test_schema_from_the_cache_finds_the_same(cache: Path) -> None:
    compiled = load_schema(SCHEMA)
    assert len(list(cache.iterdir())) == 1
    kept = load_schema(SCHEMA)
    for mutant in MUTANTS[::4]:
        document, _ = mutant.make()
        assert told(kept, document) == told(compiled, document)


def test_change_in_an_included_file_is_seen(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "outer.rng").write_text(INCLUDING)
    (tmp_path / "inner.rng").write_text(INNER.format("one"))
    assert told(load_schema(tmp_path / "outer.rng"), b"<one/>") == []
    (tmp_path / "inner.rng").write_text(INNER.format("two"))
    assert told(load_schema(tmp_path / "outer.rng"), b"<two/>") == []
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"element", b"elephant"),
        lambda _: b"\x80\x04cos\nsystem\n",
        lambda _: b"[" * 100_000,
    ],
    ids=["empty", "half", "other words", "pickle", "deep"],
)
def test_damaged_entry_counts_as_none(cache: Path, spoil: Spoil) -> None:
    load_schema(SCHEMA)
    (entry,) = cache.iterdir()
    entry.write_bytes(spoil(entry.read_bytes()))
    assert told(load_schema(SCHEMA), b"<TEI/>")[0][0] == "grammar.wrong-namespace"


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        "[]",
        "1",
        '{"patterns": [[4, 0, [9]]]}',
        '{"attributes": [], "patterns": [[9, 0, []]]}',
    ],
)
def test_what_is_no_grammar_is_not_restored(content: str) -> None:
    with pytest.raises(ValueError, match="not a compiled grammar"):
        restore(content.encode())


def test_folder_that_cannot_be_written_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TEI_TOOLS_CACHE", str(tmp_path / "file" / "cache"))
    assert load_schema(SCHEMA).is_valid is not None
    assert find("grammar", b"x") is None


def test_off_keeps_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEI_TOOLS_CACHE", "off")
    load_schema(SCHEMA)
    assert not cache.exists()


def test_processes_that_race_all_get_the_answer(cache: Path) -> None:
    program = (
        f"from tei_tools import load_schema; print(len(list(load_schema({str(SCHEMA)!r})"
        ".validate(b'<TEI/>'))))"
    )
    environment = {**os.environ, "TEI_TOOLS_CACHE": str(cache)}
    racing = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment)
        for _ in range(4)
    ]
    assert [process.communicate()[0].strip() for process in racing] == [b"1"] * 4
    (entry,) = cache.iterdir()
    json.loads(entry.read_bytes().partition(b"\n")[2])


def test_old_entries_make_room(cache: Path) -> None:
    for number in range(KEPT + 5):
        keep("test", str(number).encode(), files={}, body=b"x")
    assert len(list(cache.iterdir())) == KEPT
    assert find("test", str(KEPT + 4).encode()) == b"x"
