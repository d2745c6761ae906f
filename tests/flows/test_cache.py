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
from tei_tools.grammar import Grammar, recall, restore
from tei_tools.grammar.patterns import Patterns
from tei_tools.model.digest import digest
from tests.mutants import MUTANTS
from tests.oracles import ROOT

SCHEMA = ROOT / "schemas/last-works.rng"
WORK = ROOT / "tei/works/01-letter-to-the-congress.xml"
INCLUDING = """<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <include href="inner.rng"/><start><ref name="a"/></start></grammar>"""
INNER = """<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <define name="a"><element name="{}"><empty/></element></define></grammar>"""


REFERRING = """<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <attribute name="id"><data type="ID"/></attribute>
  <attribute name="to"><data type="IDREF"/></attribute></element>"""


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
        if f.code != "schematron.not-checked"  # bytes have no folder to look for registers in
    ]


def entries(cache: Path, kind: str) -> list[Path]:
    return [entry for entry in cache.iterdir() if entry.name.startswith(kind)]


def test_schema_from_the_cache_finds_the_same(cache: Path) -> None:
    compiled = load_schema(SCHEMA)
    assert len(entries(cache, "grammar")) == 1
    kept = load_schema(SCHEMA)
    for mutant in MUTANTS[::4]:
        document, _ = mutant.make()
        assert told(kept, document) == told(compiled, document)


def test_what_was_learned_changes_no_answer(cache: Path) -> None:
    documents = [mutant.make()[0] for mutant in MUTANTS[::4]]
    never_kept = load_schema(SCHEMA)
    expected = [told(never_kept, document) for document in documents]
    for document, answer in zip(documents, expected, strict=True):
        assert told(load_schema(SCHEMA), document) == answer  # knows all documents before this one
    assert len(entries(cache, "automaton")) == 1


@pytest.mark.usefixtures("cache")
def test_ids_are_checked_by_what_was_learned_too(tmp_path: Path) -> None:
    schema = tmp_path / "referring.rng"
    schema.write_text(REFERRING)
    for _ in range(2):
        assert told(load_schema(schema), b'<a id="one" to="one"/>') == []
        assert [code for code, *_ in told(load_schema(schema), b'<a id="one" to="two"/>')] == [
            "ids.dangling"
        ]


@pytest.mark.usefixtures("cache")
def test_known_ways_need_no_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    work = WORK.read_bytes()
    assert told(load_schema(SCHEMA), work) == []

    def no_grammar(_: bytes) -> Grammar:
        raise AssertionError("the grammar was loaded")

    monkeypatch.setattr("tei_tools.flows.schemas.restore", no_grammar)
    assert told(load_schema(SCHEMA), work) == []
    with pytest.raises(AssertionError, match="was loaded"):
        told(load_schema(SCHEMA), work.replace(b"signed", b"sign"))


@pytest.mark.parametrize("outer", ["outer.rng", "outer.rnc"])
def test_change_in_an_included_file_is_seen(cache: Path, tmp_path: Path, outer: str) -> None:
    (tmp_path / "outer.rng").write_text(INCLUDING)
    (tmp_path / "outer.rnc").write_text('include "inner.rng"  start = a')
    (tmp_path / "inner.rng").write_text(INNER.format("one"))
    assert told(load_schema(tmp_path / outer), b"<one/>") == []
    (tmp_path / "inner.rng").write_text(INNER.format("two"))
    assert told(load_schema(tmp_path / outer), b"<two/>") == []
    assert len(entries(cache, "grammar")) == 1


def test_change_in_a_compact_schema_is_seen(cache: Path, tmp_path: Path) -> None:
    schema = tmp_path / "a.rnc"
    for name in ("one", "two", "one"):
        schema.write_text(f"element {name} {{ empty }}")
        assert told(load_schema(schema), f"<{name}/>".encode()) == []
    assert len(entries(cache, "grammar")) == 2


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
@pytest.mark.parametrize("kind", ["grammar", "automaton"])
def test_damaged_entry_counts_as_none(cache: Path, kind: str, spoil: Spoil) -> None:
    told(load_schema(SCHEMA), WORK.read_bytes())
    (entry,) = entries(cache, kind)
    entry.write_bytes(spoil(entry.read_bytes()))
    assert told(load_schema(SCHEMA), WORK.read_bytes()) == []
    assert told(load_schema(SCHEMA), b"<TEI/>")[0][0] == "grammar.wrong-namespace"


@pytest.mark.parametrize("kind", ["grammar", "automaton"])
def test_no_byte_of_an_entry_can_be_changed_unseen(cache: Path, tmp_path: Path, kind: str) -> None:
    schema = tmp_path / "small.rng"
    schema.write_text(INNER.replace("<define", "<start><ref name='a'/></start><define").format("a"))
    assert told(load_schema(schema), b"<a/>") == []
    (entry,) = entries(cache, kind)
    data = entry.read_bytes()
    for position in range(len(data)):
        entry.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
        answer = load_schema(schema)
        assert told(answer, b"<a/>") == [], position
        assert [code for code, *_ in told(answer, b"<b/>")] == ["grammar.unknown-element"], position


def test_entry_of_another_program_is_not_used(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told(load_schema(SCHEMA), WORK.read_bytes())
    monkeypatch.setattr("tei_tools.cache.program", lambda: "another")
    told(load_schema(SCHEMA), WORK.read_bytes())
    assert len(entries(cache, "grammar")) == len(entries(cache, "automaton")) == 2


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


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[]",
        b"",
        b'{"states": [[[0], [], false, null, null, {}, {}, []]], "values": [], "start": 0}',
        b'{"states": [[[0, 1], [], false, 7, null, {}, {}, []]], "values": [], "start": 0}',
        b'{"states": [[[0, 1], [], false, null]], "values": [], "start": 0, "ids": {}}',
        b'{"states": [], "values": [], "start": 0, "ids": {}}',
    ],
)
def test_what_no_automaton_learned_is_not_recalled(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        recall(content, lambda: Grammar(Patterns()))


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
        f".validate({str(WORK)!r}))))"
    )
    environment = {**os.environ, "TEI_TOOLS_CACHE": str(cache)}
    racing = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment)
        for _ in range(4)
    ]
    assert [process.communicate()[0].strip() for process in racing] == [b"0"] * 4
    for kind in ("grammar", "automaton"):
        (entry,) = entries(cache, kind)
        for line in entry.read_bytes().splitlines():
            json.loads(line)


def test_old_entries_make_room(cache: Path) -> None:
    for number in range(KEPT + 5):
        keep("test", str(number).encode(), files={}, body=b"x")
    assert len(list(cache.iterdir())) == KEPT
    last = find("test", str(KEPT + 4).encode())
    assert last is not None
    assert last.body == b"x"


RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron"><include href="inner.sch"/>
  <phase id="none"/></schema>"""
INNER_RULES = """<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><rule context="a[@n]">
  <let name="v" value="@n"/><report test="$v = 1">{} <value-of select="$v"/></report></rule>
  </pattern>"""


def test_rules_are_kept_and_made_anew_when_a_file_changes(cache: Path, tmp_path: Path) -> None:
    schema, inner = tmp_path / "x.sch", tmp_path / "inner.sch"
    schema.write_text(RULES)
    inner.write_text(INNER_RULES.format("one"))

    def said(phase: str = "") -> list[str]:
        return [f.message for f in load_schema(schema, phase=phase).validate(b'<a n="1"/>')]

    assert said() == said() == ["one 1"]
    assert len(entries(cache, "rules")) == 1
    assert said("none") == said("none") == []
    inner.write_text(INNER_RULES.format("two"))
    assert said() == ["two 1"]


def test_rules_in_the_cache_need_no_reading(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = tmp_path / "x.sch"
    schema.write_text(RULES)
    (tmp_path / "inner.sch").write_text(INNER_RULES.format("one"))
    load_schema(schema)
    assert entries(cache, "rules")
    monkeypatch.setattr("tei_tools.schematron.read_rules", None)
    assert [f.message for f in load_schema(schema).validate(b'<a n="1"/>')] == ["one 1"]


@pytest.mark.parametrize("content", ["[]", "1", "{}", '[{},"2.0",[],[],[],[]]', "[1,2,3,4,5,6,7]"])
def test_damaged_rules_are_made_anew(content: str, cache: Path, tmp_path: Path) -> None:
    schema = tmp_path / "x.sch"
    schema.write_text(RULES)
    (tmp_path / "inner.sch").write_text(INNER_RULES.format("one"))
    load_schema(schema)
    for entry in entries(cache, "rules"):
        head = json.loads(entry.read_bytes().partition(b"\n")[0])
        head["body"] = digest(content.encode())
        entry.write_bytes(json.dumps(head).encode() + b"\n" + content.encode())
    assert [f.message for f in load_schema(schema).validate(b'<a n="1"/>')] == ["one 1"]
