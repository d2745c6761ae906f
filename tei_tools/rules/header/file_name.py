"""``header.file-name``: a file is called as its root element."""

from __future__ import annotations

from pathlib import PurePath

from tei_tools.model.names import XML_ID
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.file-name",
    name="the file is not called as its root element",
    reason="Where each file has the xml:id of its root for a name, pointers and addresses can be "
    "made from the one or the other; a copied file keeps the id of its model.",
    source="practice of many editions (DTA, Weber-Gesamtausgabe)",
    bad='<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="postcard"><teiHeader><fileDesc><titleStmt>'
    "<title>A letter</title></titleStmt><publicationStmt><p>Not published.</p></publicationStmt>"
    "<sourceDesc><p>Born digital.</p></sourceDesc></fileDesc></teiHeader><text><body><p>Words.</p>"
    "</body></text></TEI>",
    good='<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="letter"><teiHeader><fileDesc><titleStmt>'
    "<title>A letter</title></titleStmt><publicationStmt><p>Not published.</p></publicationStmt>"
    "<sourceDesc><p>Born digital.</p></sourceDesc></fileDesc></teiHeader><text><body><p>Words.</p>"
    "</body></text></TEI>",
)


def check(elements: Elements, context: Context) -> Problems:
    for root in elements:
        path = PurePath(context.document.file_of(root))
        identifier = root.get(XML_ID)
        if path.name.startswith("<"):  # standard input
            continue
        if identifier is None:
            yield Problem(element=root, message=f"the root of `{path.name}` has no xml:id")
        elif path.name.partition(".")[0] != identifier and path.stem != identifier:
            yield Problem(
                element=root,
                message=f"the xml:id is `{identifier}`, the file `{path.name}`",
                attribute=XML_ID,
            )
