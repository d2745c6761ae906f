"""Schemas in the compact syntax: what is read, and how errors are told; trang is the oracle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tei_tools import SchemaError
from tei_tools.grammar import read_schema
from tei_tools.grammar.read_rnc import read_rnc
from tei_tools.grammar.read_rng import read_rng
from tei_tools.grammar.syntax import ANNOTATIONS_NS
from tei_tools.model.names import RNG_NS
from tests.oracles import trang, trang_errors

from .trees import alike, kept

CASES = Path(__file__).parent / "cases" / "compact.txt"
XMLNS = f'xmlns="{RNG_NS}" xmlns:a="{ANNOTATIONS_NS}"'


@dataclass(frozen=True)
class Case:
    title: str
    compact: bytes
    xml: bytes
    error: str
    jing_differs: bool


def read_cases() -> list[Case]:
    cases = []
    for block in re.split(r"^=== ", CASES.read_text("utf-8"), flags=re.M)[1:]:
        title, _, body = block.partition("\n")
        compact, *parts = re.split(r"^== (.+)\n", body.rstrip() + "\n", flags=re.M)
        found = dict(zip(parts[::2], parts[1::2], strict=True))
        xml = re.sub(r"^(<\w+)", rf"\1 {XMLNS}", found.get("xml", ""), count=1)
        error = found.get("error", "").strip()
        cases.append(Case(title, compact.encode(), xml.encode(), error, "not so jing" in found))
    return cases


RIGHT = [case for case in read_cases() if case.xml]
WRONG = [case for case in read_cases() if case.error]


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: case.title)
def test_compact_schema_is_read_as_its_translation(case: Case) -> None:
    translated = read_rng(case.xml, "x.rng")
    assert kept(read_rnc(case.compact, "x.rnc")) == kept(translated)


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.title)
def test_wrong_compact_schema_is_refused_with_place_and_cure(case: Case) -> None:
    with pytest.raises(SchemaError) as caught:
        read_rnc(case.compact, "x.rnc")
    assert str(caught.value) == f"x.rnc:{case.error}"


# --- trang -----


def written(folder: Path, texts: Sequence[bytes], ending: str) -> list[Path]:
    """A file for each text."""
    files = [folder / f"schema{number}.{ending}" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_bytes(text)
    return files


def test_trang_translates_the_cases_as_they_say(tmp_path: Path) -> None:
    alone = [c.compact for c in RIGHT if b"include" not in c.compact and not c.jing_differs]
    texts = [text for text in alone if b"external" not in text]
    for file, translated in trang(written(tmp_path, texts, "rnc"), "rng").items():
        ours = read_rnc(file.read_bytes(), "x")
        assert alike(read_rng(translated.read_bytes(), "x")) == alike(ours), file.read_text()


def test_trang_refuses_the_wrong_cases_in_the_same_lines(tmp_path: Path) -> None:
    files = written(tmp_path, [case.compact for case in WRONG], "rnc")
    for name in ("a.rnc", "b", "b.rnc"):  # what the cases refer to
        (tmp_path / name).write_text("start = text")
    errors = trang_errors(files)
    for file, case in zip(files, WRONG, strict=True):
        assert (file in errors) is not case.jing_differs, case.title
        if file in errors and "the end of the file" not in case.error:
            assert errors[file] == int(case.error.partition(":")[0]), case.title


@pytest.mark.corpora
def test_real_schemas_are_read_from_what_trang_makes_of_them(real_schemas: list[Path]) -> None:
    assert len(real_schemas) > 80
    for file, compact in trang(real_schemas, "rnc").items():
        ours = read_rnc(compact.read_bytes(), "x")
        theirs = read_rng(file.read_bytes(), "x")
        assert alike(ours) == alike(theirs), compact.read_text()


# --- files -----


@pytest.mark.parametrize("name", ["x", "x.rnc", "x.rng"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml_is_told_by_what_it_begins_with(name: str, encoding: str) -> None:
    text = f' <element {XMLNS} name="a"><empty/></element>'
    assert kept(read_schema(text.encode(encoding), name)) == kept(read_rng(text.encode(), "x"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_all_else_is_compact(encoding: str) -> None:
    data = "element a { empty }".encode(encoding)
    assert kept(read_schema(data, "x")) == kept(read_rnc(data, "x"))
    with pytest.raises(SchemaError, match="not well-formed"):
        read_schema(data, "x.rng")


def test_prefix_of_no_namespace_is_none_in_a_value() -> None:
    text = 'namespace local = ""  namespace p = "urn:p"  element a { xsd:QName "local:b" }'
    value = read_rnc(text.encode(), "x").children[-1]
    assert value.context == {"p": "urn:p"}


def test_encodings_are_told_by_the_byte_order_mark() -> None:
    text = "element é { empty }\r\n"
    tree = kept(read_rnc(text.encode(), "x"))
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        mark = "\ufeff" if encoding.endswith(("le", "be")) else ""
        assert kept(read_rnc((mark + text).encode(encoding), "x")) == tree, encoding


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\0\0\n\0\xe9", "x:2:2: the file is not in UTF-8: unexpected end of data"),
        (b"a = text\nb = \xe9", "x:2:5: the file is not in UTF-8: unexpected end of data"),
        (b"\xff\xfea\0\n\0\0\xd8", "x:2:1: the file is not in UTF-16: unexpected end of data"),
        (b"a = text\r\nb = \x07", "x:2:5: the character U+0007 is not allowed in a schema"),
        (b"a = \0", "x:1:5: the character U+0000 is not allowed in a schema"),
    ],
)
def test_what_is_no_text_is_said_with_its_place(data: bytes, words: str) -> None:
    with pytest.raises(SchemaError) as caught:
        read_rnc(data, "x")
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(newline: str) -> None:
    text = newline.join(["start =", "", "a", 'a = """b', 'c""" }'])
    with pytest.raises(SchemaError, match=r"^x:5:6: expected a definition .* found `}`"):
        read_rnc(text.encode(), "x")


def test_nodes_know_their_lines() -> None:
    grammar = read_rnc(b"start =\n  a\n\na = element b\n  { text }", "x.rnc")
    start, define = grammar.children
    assert [node.line for node in (grammar, start, start.children[0], define)] == [1, 1, 2, 4]
    assert {node.file for node in (grammar, start, define)} == {"x.rnc"}


@pytest.mark.parametrize(
    ("first", "again"),
    [("", "("), ("", "element a {"), ("element ", "("), ("", "div {"), ("", "string - "),
     ("", "grammar { start = ")],
)  # fmt: skip
def test_what_is_nested_too_deep_is_refused(first: str, again: str) -> None:
    with pytest.raises(SchemaError, match=r"^x:1:\d+: the schema is nested too deep"):
        read_rnc((first + again * 10_000).encode(), "x")


def test_annotations_may_be_nested_deep() -> None:
    deep = "start = a " + "b [ " * 10_000 + "]" * 10_000
    assert read_rnc(deep.encode(), "x").children[0].kind == "start"


PIECES = (
    b"[", b"]", b"{", b"}", b"(", b")", b'"', b"'", b'"""', b"~", b">>", b"## x\n", b"#",
    b"\\x{41}", b"\\x{", b"\\", b"|", b"&", b",", b"=", b"|=", b"-", b"*", b"a:b", b"a:*",
    b"element ", b"start ", b"inherit", b"\xff", b"\0", b"\r\n", b"[a:b='c']", b"a [ b = 'c' ]",
    b"include 'x' {", b"div {", b"grammar {", b"parent x", b"string", b"xsd:token", b"list {",
    b"namespace a = 'b'\n",
)  # fmt: skip


def test_spoilt_schemas_are_read_or_refused_with_a_place() -> None:
    chance = Random(1)
    refused = 0
    for _ in range(20_000):
        data = bytearray(chance.choice(RIGHT + WRONG).compact)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(data) + 1)
            match chance.randrange(4):
                case 0:
                    data[place:place] = chance.choice(PIECES)
                case 1:
                    del data[place : place + chance.randint(1, 8)]
                case 2:
                    data[place : place + 1] = bytes([chance.randrange(256)])
                case _:
                    other = chance.randrange(len(data) + 1)
                    data[place:place] = data[other : other + chance.randint(1, 40)]
        try:
            read_rnc(bytes(data), "x")
        except SchemaError as error:
            refused += 1
            (finding,) = error.findings
            assert finding.location.line > 0 < finding.location.column, bytes(data)
    assert refused > 10_000
