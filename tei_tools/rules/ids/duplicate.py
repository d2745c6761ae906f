"""``ids.duplicate``; found by `check_ids`."""

from tei_tools.model.finding import Severity
from tei_tools.rules.rule import Rule

RULE = Rule(
    code="ids.duplicate",
    name="an xml:id stands more than once",
    reason="A pointer to it could mean either element, and programs take the one or the other.",
    source="XML ID 1.0, 4; TEI Guidelines, att.global",
    bad='<p xml:id="p1">One.</p><p xml:id="p1">Two.</p>',
    good='<p xml:id="p1">One.</p><p xml:id="p2">Two.</p>',
    severity=Severity.ERROR,
)
