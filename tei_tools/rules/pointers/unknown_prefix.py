"""``pointers.unknown-prefix``; found by `check_pointers`."""

from tei_tools.model.finding import Severity
from tei_tools.rules.rule import Rule

RULE = Rule(
    code="pointers.unknown-prefix",
    name="the prefix of a pointer is not declared",
    reason="A pointer such as reg:lenin is short for an address; without a prefixDef nobody can "
    "tell which.",
    source="TEI Guidelines 16.2.3",
    bad='<p><persName ref="reg:lenin">Lenin</persName></p>',
    good='<listPrefixDef><prefixDef ident="reg" matchPattern="([a-z]+)" '
    'replacementPattern="https://example.org/$1"/></listPrefixDef>'
    '<p><persName ref="reg:lenin">Lenin</persName></p>',
    severity=Severity.ERROR,
)
