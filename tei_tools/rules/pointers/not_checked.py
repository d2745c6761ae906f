"""``pointers.not-checked``; found by `check_pointers`."""

from tei_tools.model.finding import Severity
from tei_tools.rules.rule import Rule

RULE = Rule(
    code="pointers.not-checked",
    name="a pointer is not checked",
    reason="It is an XPointer scheme, or its prefix has a pattern that cannot be run safely: "
    "nobody has looked where it leads.",
    source="TEI Guidelines 16.2.4",
    bad='<p xml:id="p1">As said <ref target="#xpath(//p[1])">above</ref>.</p>',
    good='<p xml:id="p1">As said <ref target="#p1">above</ref>.</p>',
    severity=Severity.INFO,
)
