"""``pointers.missing-file``; found by `check_pointers`."""

from tei_tools.model.finding import Severity
from tei_tools.rules.rule import Rule

RULE = Rule(
    code="pointers.missing-file",
    name="a pointer leads to a file that does not exist",
    reason="Files are renamed and moved, and the pointers to them are forgotten. Images (@facs, "
    "@url) are often kept elsewhere, so for them this is a warning.",
    source="TEI Guidelines 16.2.1",
    bad='<p>See <ref target="no-such-letter.xml">the next letter</ref>.</p>',
    good='<p>See <ref target="https://example.org/letter.xml">the next letter</ref>.</p>',
    severity=Severity.ERROR,
)
