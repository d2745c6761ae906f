"""``dates.iso``: values of ISO 8601, with its second part, which is EDTF."""

from __future__ import annotations

from typing import Final

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .notation import why_no_iso

RULE = Rule(
    code="dates.iso",
    name="a value is no date of ISO 8601",
    reason="A schema looks at the characters of such values only, so that the 30th of February "
    "passes; programs that read dates stop there.",
    source="ISO 8601-1:2019, 8601-2:2019 (EDTF); TEI Guidelines, teidata.temporal.iso",
    bad='<p><date when-iso="1923-02-29">the last of February</date></p>',
    good='<p><date when-iso="1923-02-28">the last of February</date></p>',
    severity=Severity.ERROR,
)
NAMES: Final = tuple(f"{name}-iso" for name in ("when", "from", "to", "notBefore", "notAfter"))


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        for name in NAMES:
            value = element.get(name)
            if value and (reason := why_no_iso(value)):
                yield Problem(
                    element=element,
                    message=f"@{name} `{value}` is no date of ISO 8601: {reason}",
                    attribute=name,
                )
