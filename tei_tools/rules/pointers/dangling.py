"""``pointers.dangling``; found by `check_pointers`."""

from tei_tools.model.finding import Severity
from tei_tools.rules.rule import Rule

RULE = Rule(
    code="pointers.dangling",
    name="a pointer leads to nothing",
    reason="What it stands for (a hand, a person, a note) cannot be shown or searched.",
    source="TEI Guidelines 16.2",
    bad='<p xml:id="preface">As said <ref target="#prefase">above</ref>.</p>',
    good='<p xml:id="preface">As said <ref target="#preface">above</ref>.</p>',
    severity=Severity.ERROR,
    fixes=True,
)
