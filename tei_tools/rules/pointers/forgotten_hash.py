"""``pointers.forgotten-hash``; found by `check_pointers`."""

from tei_tools.model.finding import Severity
from tei_tools.rules.rule import Rule

RULE = Rule(
    code="pointers.forgotten-hash",
    name="a pointer to an xml:id is written without #",
    reason="Without the # it names a file of that name, which nobody has meant.",
    source="TEI Guidelines 16.2.1",
    bad='<p xml:id="p1">As said <ref target="p1">above</ref>.</p>',
    good='<p xml:id="p1">As said <ref target="#p1">above</ref>.</p>',
    severity=Severity.ERROR,
    fixes=True,
)
