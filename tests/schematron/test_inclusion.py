"""What a schema includes is read within the project, and told in the file where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from .support import SCH, faults, findings, messages, write

ONE = "<a><b/></a>"
REPORT = '<report test="true()">{}</report>'


def part(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(">", f" {SCH}>", 1))


def test_included_parts_stand_where_they_are_asked_for(tmp_path: Path) -> None:
    part(tmp_path / "sub" / "p.sch", '<pattern><include href="r.sch"/></pattern>')
    part(tmp_path / "sub" / "r.sch", f'<rule context="b">\n\n{REPORT.format("x")}</rule>')
    schema = write(tmp_path, '<include href="sub/p.sch"/>')
    (found,) = findings(schema, ONE)
    assert (found.message, found.source) == ("x", f"{tmp_path / 'sub' / 'r.sch'}:3")


def test_one_element_of_a_file_may_be_included(tmp_path: Path) -> None:
    part(
        tmp_path / "all.sch",
        f'<patterns><pattern id="one"><rule context="b">{REPORT.format("1")}</rule></pattern>'
        f'<pattern id="two"><rule context="b">{REPORT.format("2")}</rule></pattern></patterns>',
    )
    assert messages(write(tmp_path, '<include href="all.sch#two"/>'), ONE) == ["2"]


def test_rule_may_extend_a_rule_of_another_file(tmp_path: Path) -> None:
    words = REPORT.format('<value-of select="$n"/>')
    inside = f'<let name="n" value="name()"/>{words}'
    part(tmp_path / "r.sch", f'<rule context="x">{inside}</rule>')
    extends = f'<rule context="b">{REPORT.format("own")}<extends href="r.sch"/></rule>'
    assert messages(write(tmp_path, f"<pattern>{extends}</pattern>"), ONE) == ["own", "b"]


def test_base_of_references_is_kept(tmp_path: Path) -> None:
    part(
        tmp_path / "sub" / "p.sch",
        f'<pattern><rule context="b">{REPORT.format("x")}</rule></pattern>',
    )
    schema = write(tmp_path, '<include href="p.sch" xml:base="sub/"/>')
    assert messages(schema, ONE) == ["x"]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<include href="no.sch"/>', "no.sch cannot be read: no such file"),
        (
            '<include href="../../secret.sch"/>',
            "../../secret.sch leads out of the project, and is not opened; move it into ",
        ),
        ('<include href="/etc/passwd"/>', "/etc/passwd leads out of the project, and is not "),
        (
            '<include href="file:///etc/passwd"/>',
            "file:///etc/passwd leads out of the project, ",
        ),
        (
            '<include href="https://example.org/x.sch"/>',
            "the schema needs https://example.org/x.sch, and schemas are never fetched from the "
            "network; save it beside this file and name it there",
        ),
        ('<include href="schema.sch"/>', "schema.sch includes itself"),
        ('<include href="loop.sch"/>', "other.sch includes itself"),
        ('<include href="bad.sch"/>', "not well-formed: "),
        ('<include href="p.sch#x"/>', "there is no element with the id `x` in "),
        ("<include/>", "`include` needs @href"),
        (
            '<pattern><rule context="b"><extends href="p.sch"/></rule></pattern>',
            "`extends` in a `rule` refers to a `rule`, not to `pattern`",
        ),
    ],
)
def test_what_cannot_be_included_is_told(inside: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    part(folder / "loop.sch", '<pattern><include href="other.sch"/></pattern>')
    part(folder / "other.sch", '<rule context="b"><include href="other.sch"/></rule>')
    part(folder / "p.sch", "<pattern></pattern>")
    (folder / "bad.sch").write_text("<pattern>")
    (found,) = faults(write(folder, inside))
    assert found.split(": ", 1)[1].replace(f"{folder}/", "").startswith(said)


def test_inclusion_that_goes_too_deep_is_stopped(tmp_path: Path) -> None:
    for number in range(400):
        part(tmp_path / f"p{number}.sch", f'<pattern><include href="p{number + 1}.sch"/></pattern>')
    (found,) = faults(write(tmp_path, '<include href="p0.sch"/>'))
    assert found == "p49.sch:1: over 50 files include one another"


def test_inclusion_that_grows_without_end_is_stopped(tmp_path: Path) -> None:
    for number in range(30):
        twice = f'<include href="p{number + 1}.sch"/>' * 2
        part(tmp_path / f"p{number}.sch", f'<rule context="b">{twice}</rule>')
    part(tmp_path / "p30.sch", '<assert test="true()"></assert>')
    (found,) = faults(write(tmp_path, '<pattern><include href="p0.sch"/></pattern>'))
    assert "the schema includes too much" in found
