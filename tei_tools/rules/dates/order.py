"""``dates.order``: of each pair of attributes the first day must not come after the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Problem, Rule

from .values import span_of

RULE = Rule(
    code="dates.order",
    name="a span of time ends before it begins",
    reason="No day lies in such a span, so that no search by date finds it.",
    source="TEI Guidelines, att.datable.w3c",
    bad='<date notBefore="1923" notAfter="1922-12">about New Year</date>',
    good='<date notBefore="1922-12" notAfter="1923">about New Year</date>',
    severity=Severity.ERROR,
)
PAIRS: Final = tuple(
    (begin + form, end + form)
    for form in ("", "-iso")
    for begin, end in (("notBefore", "notAfter"), ("from", "to"))
)


def check(elements: Sequence[etree._Element], _: Context) -> Iterator[Problem]:
    for element in elements:
        for begin, end in PAIRS:
            first, last = span_of(element.get(begin, "")), span_of(element.get(end, ""))
            if first and last and first.first > last.last:
                yield Problem(
                    element=element,
                    message=f"@{begin} `{element.get(begin)}` is after @{end} `{element.get(end)}`",
                    attribute=begin,
                    suggestion="change one of them, or both round",
                )
