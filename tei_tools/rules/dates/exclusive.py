"""``dates.exclusive``: attributes that say a point in time and those that say a span."""

from __future__ import annotations

from typing import Final

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="dates.exclusive",
    name="two ways of dating contradict one another",
    reason="@when is a point in time, @from and @to are a span that something lasts, @notBefore "
    "and @notAfter one that it falls into: together they leave open which is meant.",
    source="TEI Guidelines, att.datable.w3c",
    bad='<p><date when="1922-12-25" notAfter="1922-12-31">at Christmas</date></p>',
    good='<p><date notBefore="1922-12-25" notAfter="1922-12-31">at Christmas</date></p>',
    severity=Severity.ERROR,
)
#: Of each line the first attribute is not to stand with one of the others.
EXCLUSIVE: Final = tuple(
    [name + form for name in names.split()]
    for form in ("", "-iso")
    for names in ("when from to notBefore notAfter", "from notBefore", "to notAfter")
)


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        for name, *others in EXCLUSIVE:
            with_it = [other for other in others if element.get(other) is not None]
            if element.get(name) is not None and with_it:
                yield Problem(
                    element=element,
                    message=f"@{name} and @{with_it[0]} exclude one another",
                    attribute=with_it[0],
                    suggestion="keep the one that is meant",
                )
