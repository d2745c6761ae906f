"""``structure.range``: a range of pages begins before it ends."""

from __future__ import annotations

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="structure.range",
    name="a range of pages ends before it begins",
    reason="One of the two numbers is a slip, or the second is shortened (593–11), which programs "
    "do not understand.",
    source="TEI Guidelines 3.12.2.5, att.citing",
    bad='<listBibl><bibl><title>Works</title> <biblScope unit="page" from="593" to="11">593–11'
    "</biblScope></bibl></listBibl>",
    good='<listBibl><bibl><title>Works</title> <biblScope unit="page" from="593" to="611">593–11'
    "</biblScope></bibl></listBibl>",
    severity=Severity.ERROR,
)


def check(elements: Elements, _: Context) -> Problems:
    for scope in elements:
        begin, end = scope.get("from", ""), scope.get("to", "")
        is_number = (begin + end).isascii() and begin.isdigit() and end.isdigit()
        if is_number and len(begin + end) < 20 and int(begin) > int(end):
            yield Problem(
                element=scope,
                message=f"@from `{begin}` is after @to `{end}`",
                attribute="to",
            )
