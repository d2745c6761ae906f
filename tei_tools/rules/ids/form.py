"""``ids.form``: ids are made as the project makes them."""

from __future__ import annotations

import re

from tei_tools.model.finding import TeiToolsError
from tei_tools.model.names import XML_ID
from tei_tools.model.patterns import is_safe_pattern
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Option, Problem, Problems, Rule

RULE = Rule(
    code="ids.form",
    name="an xml:id is not made as the others",
    reason="Ids are parts of addresses: where they follow a pattern they can be typed, sorted and "
    "moved; letters beyond ASCII are written differently in addresses.",
    source="practice of many editions",
    bad='<p xml:id="Größe">Words.</p>',
    good='<p xml:id="groesse">Words.</p>',
    options=(
        Option("pattern", r"[A-Za-z_][A-Za-z0-9_.\-]*", "a regular expression that ids match"),
    ),
)


def check(elements: Elements, context: Context) -> Problems:
    pattern = RULE.value("pattern", context.options)
    form = _compiled(pattern)
    for element in elements:
        identifier = element.get(XML_ID, "")
        if not form.fullmatch(identifier):
            yield Problem(
                element=element,
                message=f"the xml:id `{identifier}` does not match `{pattern}`",
                attribute=XML_ID,
            )


def _compiled(pattern: str) -> re.Pattern[str]:
    if is_safe_pattern(pattern):
        try:
            return re.compile(pattern)
        except re.error:
            pass
    raise TeiToolsError(
        f"the option `pattern` of the rule {RULE.code} cannot be used: `{pattern}` is no regular "
        "expression, or has repetitions inside repetitions"
    )
