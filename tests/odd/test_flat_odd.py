"""In: ODDs, compiled and written as one file.
Out: that the file says the same, that the TEI's schema takes it, that it serves as a source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tei_tools.odd import Files, FlatOdd, compile_odd, to_odd, to_rng
from tei_tools.resources import schema_path

from ..oracles import corpora, jing
from .support import HERE, Case, customisation, read_cases

OWN = [HERE / "golden" / "letters.odd", schema_path("last-works.odd"), schema_path("tei-tools.odd")]


def compiled_again(folder: Path, flat: FlatOdd) -> FlatOdd:
    """What the compiled ODD says, read once more, without any source."""
    file = folder / "flat.odd"
    file.write_bytes(to_odd(flat))
    assert b"moduleRef key" not in file.read_bytes()
    return compile_odd(file)


def grammar(flat: FlatOdd) -> bytes:
    """The RELAX NG without the comment that names its file."""
    return to_rng(flat).partition(b"-->")[2]


@pytest.mark.parametrize("odd", OWN, ids=lambda odd: odd.name)
def test_the_compiled_odd_is_the_same_schema_without_a_source(odd: Path, tmp_path: Path) -> None:
    flat = compile_odd(odd, files=Files(odd.parent.parent))
    again = compiled_again(tmp_path, flat)
    assert grammar(again) == grammar(flat)
    assert again.warnings == ()


@pytest.mark.parametrize(
    "case",
    [case for name in ("attributes", "content") for case in read_cases(f"{name}.txt")],
    ids=lambda case: case.title,
)
def test_no_construct_is_lost_in_the_compiled_odd(case: Case, tmp_path: Path) -> None:
    parts = case.parts
    text = customisation(
        parts["odd"],
        start=parts.get("start", "TEI div p list").strip(),
        more=parts.get("more", "").strip(),
        after=parts.get("after", ""),
    )
    (tmp_path / "case.odd").write_text(text, encoding="utf-8")
    flat = compile_odd(tmp_path / "case.odd", source=HERE / "mini.odd")
    assert grammar(compiled_again(tmp_path, flat)) == grammar(flat)


@pytest.mark.corpora
def test_the_teis_schema_takes_every_compiled_odd(tmp_path: Path) -> None:
    tei = corpora() / "tei-p5"
    files = []
    for odd in (*OWN, *sorted(tei.glob("exemplars/*.odd")), *sorted(tei.glob("tests/*.odd"))):
        is_official = odd.is_relative_to(tei)
        flat = compile_odd(
            odd,
            source=tei / "p5subset.xml" if is_official else None,
            files=Files(tei if is_official else odd.parent.parent),
        )
        files.append(tmp_path / odd.name)
        files[-1].write_bytes(to_odd(flat))
        assert grammar(compile_odd(files[-1], files=Files(tmp_path))) == grammar(flat), odd.name
    assert len(files) > 60
    unexpected = [
        (file.name, message)
        for file, errors in jing(tei / "tei_all.rng", files).items()
        for _, message in errors
        if not any(re.search(known, message) for known in KNOWN)
    ]
    assert unexpected == []


#: What the ODDs themselves have that the TEI's schema does not take: examples of examples, rules
#: without @scheme (in a test of the TEI's for that), and @start without a name, as for DocBook.
KNOWN = (
    r'element "teix:egXML" not allowed here',
    r'element "constraintSpec" missing required attribute "scheme"',
    r'value of attribute "start" is invalid; missing token',
)


def test_a_compiled_odd_is_a_source_for_another(tmp_path: Path) -> None:
    (tmp_path / "letters.odd").write_bytes(
        to_odd(compile_odd(HERE / "golden" / "letters.odd", files=Files(HERE)))
    )
    text = customisation(
        '<moduleRef key="tei"/><moduleRef key="core" except="note"/>',
        start="p",
        more='source="letters.odd"',
    )
    (tmp_path / "more.odd").write_text(text)
    flat = compile_odd(tmp_path / "more.odd")
    assert "p" in flat.elements
    assert "note" not in flat.elements
    assert flat.elements["p"].place.path == str(tmp_path / "letters.odd")
