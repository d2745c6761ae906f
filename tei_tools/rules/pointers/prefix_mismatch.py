"""``pointers.prefix-mismatch``; found by `check_pointers`."""

from tei_tools.model.finding import Severity
from tei_tools.rules.rule import Rule

_DECLARED = (
    '<listPrefixDef><prefixDef ident="reg" matchPattern="([a-z]+)" '
    'replacementPattern="https://example.org/$1"/></listPrefixDef>'
)
RULE = Rule(
    code="pointers.prefix-mismatch",
    name="a pointer does not match the pattern of its prefix",
    reason="It cannot be rewritten as its prefixDef says, and leads nowhere.",
    source="TEI Guidelines 16.2.3",
    bad=f'{_DECLARED}<p><persName ref="reg:LENIN">Lenin</persName></p>',
    good=f'{_DECLARED}<p><persName ref="reg:lenin">Lenin</persName></p>',
    severity=Severity.ERROR,
)
