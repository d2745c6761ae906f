"""``pointers.prefix-pattern``: what a prefixDef declares can be used."""

from __future__ import annotations

import re

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="pointers.prefix-pattern",
    name="the patterns of a prefix do not fit together",
    reason="@matchPattern is a regular expression; $1 in @replacementPattern stands for its first "
    "group. A pattern without that group makes no address.",
    source="TEI Guidelines 16.2.3",
    bad='<listPrefixDef><prefixDef ident="reg" matchPattern="[a-z]+" '
    'replacementPattern="https://example.org/$1"/></listPrefixDef>',
    good='<listPrefixDef><prefixDef ident="reg" matchPattern="([a-z]+)" '
    'replacementPattern="https://example.org/$1"/></listPrefixDef>',
    severity=Severity.ERROR,
)


def check(elements: Elements, _: Context) -> Problems:
    for definition in elements:
        pattern, replacement = definition.get("matchPattern"), definition.get("replacementPattern")
        if pattern is None or replacement is None:
            continue
        try:
            groups = re.compile(pattern).groups
        except (re.error, RecursionError, OverflowError):
            if r"\p" not in pattern and "-[" not in pattern:  # XSD has more than Python
                yield Problem(
                    element=definition,
                    message="@matchPattern is no regular expression",
                    attribute="matchPattern",
                )
            continue
        wanted = max((int(number) for number in re.findall(r"\$(\d)", replacement)), default=0)
        if wanted > groups:
            yield Problem(
                element=definition,
                message=f"@replacementPattern asks for group {wanted}, @matchPattern has {groups}",
                attribute="replacementPattern",
                suggestion="put the part of @matchPattern that is meant into brackets",
            )
