"""``<?tei-tools ignore …?>`` hides what it names in the next element, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.validation import validate_file
from tei_tools.model.finding import Finding
from tei_tools.model.selection import Layer

from ..oracles import ROOT

OPTIONS = ValidationOptions(
    schemas=(ROOT / "schemas/tei-tools.rng",),
    user=Layer(select=("grammar", "ids", "pointers", "suppression")),
)
FRAME = (
    '{}<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A</title>'
    "</titleStmt><publicationStmt><p>B</p></publicationStmt><sourceDesc><p>C</p></sourceDesc>"
    "</fileDesc></teiHeader><text><body>{}</body></text></TEI>"
)
IGNORE = '<?tei-tools ignore {} reason="so in the source"?>'
UNKNOWN, DANGLING = "<p><abc/></p>", '<p hand="#nobody">x</p>'


def found(body: str, before: str = "", options: ValidationOptions = OPTIONS) -> list[Finding]:
    data = FRAME.format(before, body).encode()
    return list(validate_file(Path("a.xml"), options, data=data).findings)


def codes(body: str, before: str = "", options: ValidationOptions = OPTIONS) -> list[str]:
    return [finding.code for finding in found(body, before, options)]


UNKNOWN_CODE = "grammar.unknown-element"
#: What stands in the body, and what is still told.
CASES = {
    "nothing is hidden": (UNKNOWN + DANGLING, [UNKNOWN_CODE, "pointers.dangling"]),
    "the next element, and all in it": (IGNORE.format(UNKNOWN_CODE) + UNKNOWN, []),
    "a group": (IGNORE.format("grammar") + UNKNOWN, []),
    "two codes": (IGNORE.format("ids, grammar") + UNKNOWN, []),
    "two instructions": (
        IGNORE.format("grammar") + "\n" + IGNORE.format("pointers") + '<p hand="#x"><abc/></p>', [],
    ),
    "not the element after the next": (
        IGNORE.format("grammar") + UNKNOWN + UNKNOWN, [UNKNOWN_CODE],
    ),
    "not another code": (
        IGNORE.format("pointers") + UNKNOWN, ["suppression.unused", UNKNOWN_CODE],
    ),
    "not an element before": (
        UNKNOWN + IGNORE.format("grammar"), [UNKNOWN_CODE, "suppression.unused"],
    ),
    "at the end tag": (IGNORE.format("grammar") + "<list>\n<item>x</item>\n<abc/></list>", []),
    "an empty element": (IGNORE.format("grammar") + "<abc/><p>x</p>", []),
    "without a reason": (
        "<?tei-tools ignore grammar?>" + UNKNOWN, ["suppression.no-reason", UNKNOWN_CODE],
    ),
    "with an empty reason": (
        "<?tei-tools ignore grammar reason=' '?>" + UNKNOWN,
        ["suppression.no-reason", UNKNOWN_CODE],
    ),
    "a code that does not exist": (
        IGNORE.format("grammar.unknown-elment") + UNKNOWN,
        ["suppression.unknown-code", UNKNOWN_CODE],
    ),
    "another instruction": (
        "<?tei-tools hide grammar?>" + UNKNOWN, ["suppression.unknown", UNKNOWN_CODE],
    ),
    "of somebody else": ("<?other-tools hide grammar?>" + UNKNOWN, [UNKNOWN_CODE]),
    "in a comment": ("<!--" + IGNORE.format("grammar") + "-->" + UNKNOWN, [UNKNOWN_CODE]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_hides(case: str) -> None:
    body, told = CASES[case]
    assert codes(body) == told


def test_before_the_root_element_it_holds_for_the_file() -> None:
    assert codes(UNKNOWN + DANGLING, before=IGNORE.format("grammar pointers")) == []


def test_unused_one_is_not_told_of_what_was_not_looked_for() -> None:
    options = OPTIONS._replace(user=Layer(select=("ids", "suppression")))
    assert codes(IGNORE.format("grammar") + UNKNOWN, options=options) == []


def test_message_says_what_was_meant_and_where() -> None:
    (finding,) = found("\n" + IGNORE.format("grammar.unknown-elment") + "<p>x</p>")
    assert finding.suggestion == "did you mean `grammar.unknown-element`?"
    assert (finding.location.line, finding.location.column) == (2, 1)
    assert finding.excerpt.startswith("<?tei-tools ignore grammar.unknown-elment")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_file_may_be_written_in_any_way(codec: str) -> None:
    text = FRAME.format("", "é😀 " + IGNORE.format("grammar") + UNKNOWN).replace("é😀 ", "")
    data = text.replace("<body>", "<!-- é😀 --><body>").replace("?><", "?>\r\n<").encode(codec)
    assert validate_file(Path("a.xml"), OPTIONS, data=data).findings == ()


def test_one_in_an_included_file_holds_there(tmp_path: Path) -> None:
    (tmp_path / "tei-tools.toml").touch()
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="p.xml"/>'
    (tmp_path / "a.xml").write_text(FRAME.format("", include + UNKNOWN))
    tei = '<p xmlns="http://www.tei-c.org/ns/1.0">'
    (tmp_path / "p.xml").write_text(IGNORE.format("grammar") + UNKNOWN.replace("<p>", tei))
    told = validate_file(tmp_path / "a.xml", OPTIONS).findings
    assert [(each.code, Path(each.location.path).name) for each in told] == [
        (UNKNOWN_CODE, "a.xml")
    ]


def test_file_that_is_read_in_pieces_has_them_too(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    many = "<p>some words that make it long</p>\n" * 70_000
    file.write_text(FRAME.format("", many + IGNORE.format("grammar") + UNKNOWN + UNKNOWN))
    assert [each.code for each in validate_file(file, OPTIONS).findings] == [UNKNOWN_CODE]


def test_what_is_hidden_leaves_room_for_others() -> None:
    many = UNKNOWN * 1_500
    options = OPTIONS._replace(user=Layer(select=("pointers",)))
    assert codes(many + DANGLING, options=options) == ["pointers.dangling"]
