"""``pointers.wrong-kind``; found by `check_pointers`."""

from tei_tools.model.finding import Severity
from tei_tools.rules.rule import Rule

RULE = Rule(
    code="pointers.wrong-kind",
    name="a pointer leads to a thing of the wrong kind",
    reason="A hand must be described by a handNote, a personal name be that of a person; else "
    "what is said of the thing is wrong.",
    source="TEI Guidelines 13.2, 11.3.2.1",
    bad='<listPlace><place xml:id="gorki"><placeName>Gorki</placeName></place></listPlace>'
    '<p><persName ref="#gorki">Gorky</persName></p>',
    good='<listPerson><person xml:id="gorky"><persName>Maxim Gorky</persName></person></listPerson>'
    '<p><persName ref="#gorky">Gorky</persName></p>',
    severity=Severity.ERROR,
)
