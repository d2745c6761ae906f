"""``pointers.outside-project``; found by `check_pointers`."""

from tei_tools.rules.rule import Rule

RULE = Rule(
    code="pointers.outside-project",
    name="a pointer leads out of the project",
    reason="Who has the project only cannot follow it; and what is outside is not opened here.",
    source="TEI Guidelines 16.2.1",
    bad='<p>See <ref target="../../../../../../../../outside.xml">there</ref>.</p>',
    good='<p>See <ref target="https://example.org/outside.xml">there</ref>.</p>',
)
