"""Both engines, this program's own and Saxon, find the same; what neither can do is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tei_tools import TeiToolsError, load_schema
from tei_tools.flows.options import RulesEngine

from .support import findings, write

#: Schemas that have in them what the rules of the TEI have not.
SCHEMAS = {
    "several values in XPath 1.0 and in none that is named": (
        '<pattern><rule context="a"><report test="b"><value-of select="b/@n"/></report>'
        '<report test="c"><value-of select="(b, c)/@n"/></report></rule></pattern>'
    ),
    "nodes of all kinds": "".join(
        f'<pattern><rule context="{context}"><report test="true()">{context} <name/></report>'
        "</rule></pattern>"
        for context in ("/", "*", "@*", "text()", "comment()", "processing-instruction()")
    ),
    "variables": (
        '<let name="v" value="1"/><pattern><let name="v" value="$w"/><let name="w" value="//c"/>'
        '<rule context="b"><let name="r" value="$v"/><report test="$v = 3">'
        '<value-of select="$r"/></report></rule></pattern>'
        '<pattern><rule context="c"><report test="$v = 1">1</report></rule></pattern>'
    ),
    "a piece of xml": (
        '<let name="x"><r xmlns=""><k>3</k></r></let><pattern><rule context="c">'
        '<report test=". = $x//k">x</report></rule></pattern>'
    ),
    "keys": (
        '<xsl:key xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="k" match="c" use="."/>'
        '<pattern><rule context="b"><report test="key(\'k\', @n)">'
        "<value-of select=\"count(key('k', @n))\"/></report></rule></pattern>"
    ),
    "documents": (
        '<pattern><rule context="c"><report test=". = doc(\'list.xml\')//i">'
        "<value-of select=\"doc('list.xml')//i[1]\"/></report>"
        "<report test=\"not(doc-available('none.xml'))\">none</report></rule></pattern>"
    ),
    "documents whose names are computed": (
        '<pattern><rule context="c"><report test=". = document(//b/@ref)//i">x</report></rule>'
        "</pattern>"
    ),
    "other documents": (
        '<let name="n" value="count(//b)"/><pattern documents="//b/@ref"><rule context="i">'
        '<report test="$n = 2"><value-of select="., $n"/></report></rule></pattern>'
    ),
    "what fails on some nodes": (
        '<pattern><rule context="b"><report test="xs:integer(@n) = 3">three</report>'
        '<report test="true()"><value-of select="xs:integer(@n)"/></report></rule></pattern>'
    ),
    "diagnostics": (
        '<pattern><rule context="b"><report test="@n" diagnostics="d" role="warn">n</report></rule>'
        '</pattern><diagnostics><diagnostic id="d">write <value-of select="name(..)"/></diagnostic>'
        "</diagnostics>"
    ),
}
DOCUMENT = (
    "<?p q?><a>\n<b n='3'/>text<b n='x' ref='list.xml'/><!-- no --><c>3</c>\n<d>x<?r s?>y</d></a>"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "list.xml").write_text("<l><i>3</i>\n<i>4</i></l>")
    return tmp_path


@pytest.mark.parametrize("name", SCHEMAS)
def test_engines_find_the_same(name: str, folder: Path) -> None:
    pytest.importorskip("saxonche")
    ns = '<ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>'
    binding = "" if "XPath 1.0" in name else 'queryBinding="xslt2"'
    schema = write(folder, ns + SCHEMAS[name], binding)
    ours, theirs = (
        [
            (
                each.code,
                each.severity,
                each.location,
                each.message if each.code != "schematron.not-checked" else "",
                each.suggestion,
                each.source,
            )
            for each in findings(schema, DOCUMENT, engine=engine)
        ]
        for engine in RulesEngine
    )
    assert ours
    assert sorted(map(repr, ours)) == sorted(map(repr, theirs))


UNKNOWN = (
    '<ns prefix="f" uri="urn:f"/><xsl:function xmlns:xsl="http://www.w3.org/1999/XSL/Transform" '
    'name="f:x"/><pattern><rule context="b"><assert test="f:x(@n)">x</assert>'
    '<report test="true()">y</report></rule></pattern>'
)


def test_function_of_xslt_is_told_to_be_unknown_and_the_rest_is_checked(folder: Path) -> None:
    found = findings(write(folder, UNKNOWN), DOCUMENT)
    assert [each.code for each in found] == [
        "schematron.not-checked",
        "schematron.report",
        "schematron.report",
    ]
    assert found[0].message.startswith("`f:x(@n)` cannot be evaluated: ")
    assert (found[0].severity, found[0].location.line) == ("info", 2)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (
            '<pattern><rule context="b[f:x(.)]"><assert test="@n">x</assert></rule></pattern>',
            "the context `b[f:x(.)]` of a rule cannot be evaluated: ",
        ),
        (
            '<let name="v" value="f:x(1)"/><pattern><rule context="b"><assert test="$v">x</assert>'
            "</rule></pattern>",
            "`$v` cannot be evaluated: the variable `$v` has no value: ",
        ),
        (
            '<pattern documents="f:x(1)"><rule context="b"><assert test="@n">x</assert></rule>'
            "</pattern>",
            "`f:x(1)` cannot be evaluated: ",
        ),
        (
            "<pattern documents=\"'none.xml'\"><rule context='b'><assert test='@n'>x</assert>"
            "</rule></pattern>",
            "a document that rules are for is not checked: there is no file ",
        ),
        (
            '<pattern><rule context="c"><assert test="xs:date(.) = xs:date(.)">x</assert></rule>'
            "</pattern>",
            "`xs:date(.) = xs:date(.)` cannot be evaluated: ",
        ),
        (
            '<xsl:include xmlns:xsl="http://www.w3.org/1999/XSL/Transform" href="x.xsl"/>',
            "xsl:include is not evaluated",
        ),
        (
            '<pattern><rule context="c"><report test="true()" role="info">x'
            '<xsl:for-each xmlns:xsl="http://www.w3.org/1999/XSL/Transform" select="*"/></report>'
            "</rule></pattern>",
            "xsl:for-each in the message of a rule is not evaluated",
        ),
    ],
)
def test_what_is_not_checked_is_told(inside: str, said: str, folder: Path) -> None:
    ns = '<ns prefix="f" uri="urn:f"/><ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>'
    found = findings(write(folder, ns + inside), DOCUMENT)
    told = [each.message for each in found if each.code == "schematron.not-checked"]
    assert [each[: len(said)] for each in told] == [said]
    assert all(each.severity == "info" for each in found)


def test_saxon_that_is_missing_is_told_with_the_cure(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "saxonche", None)
    with pytest.raises(TeiToolsError, match=r"pip install 'tei-tools\[saxon\]'"):
        load_schema(write(folder, SCHEMAS["keys"]), engine=RulesEngine.SAXON)


@pytest.mark.parametrize(
    ("inside", "context"),
    [
        ('<let name="v" value="{}"/>', "c"),
        ('<let name="v" value="1"/>', "c[{} = 'x']"),
        ("<let name=\"v\" value=\"key('k', 'x')\"/>{KEY}", "c"),
    ],
)
def test_saxon_opens_nothing_for_variables_contexts_and_keys(
    inside: str, context: str, folder: Path
) -> None:
    pytest.importorskip("saxonche")
    (folder / "secret.txt").write_text("secret")
    opening = f"unparsed-text('{(folder / 'secret.txt').as_uri()}')"
    key = (
        '<xsl:key xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="k" match="*" '
        f'use="{opening}"/>'
    )
    inside = inside.replace("{KEY}", key).replace("{}", opening)
    words = '<report test="true()"><value-of select="$v"/></report>'
    rule = f'<rule context="{context.replace("{}", opening)}">{words}</rule>'
    schema = write(folder, f"{inside}<pattern>{rule}</pattern>")
    found = findings(schema, DOCUMENT, engine=RulesEngine.SAXON)
    assert found
    assert not any("secret" in each.message.replace("secret.txt", "") for each in found)


@pytest.mark.parametrize(
    "test",
    [
        "unparsed-text('/etc/passwd')",
        "doc('/etc/passwd')",
        "(: :)collection (: :) ('.')",
        "doc#1('/etc/passwd')",
        "Q{urn:f}doc('/etc/passwd')",
        "parse-xml('&lt;a/>')",
    ],
)
def test_saxon_opens_nothing_by_itself(test: str, folder: Path) -> None:
    pytest.importorskip("saxonche")
    rule = f'<pattern><rule context="c"><report test="{test}">x</report></rule></pattern>'
    found = findings(write(folder, rule), DOCUMENT, engine=RulesEngine.SAXON)
    assert [each.code for each in found] == ["schematron.not-checked"]
