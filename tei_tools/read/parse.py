"""In: the bytes of a file that may be hostile. Out: its tree, or the one finding that says why not.

No network, no external entity, no external DTD, and libxml2's limits on depth, entity expansion
and text length stay on: a file that hits them is reported, not read.
"""

from __future__ import annotations

from contextlib import suppress
from xml.parsers.expat import ExpatError

from lxml import etree

from tei_tools.model.finding import Location, UnreadableDocumentError
from tei_tools.model.positions import SourceText, encoding_of

from .declared import declares_markup, parse_declared
from .malformed import explain


def parse(data: bytes, path: str) -> etree._Element:
    """Parse the bytes of the file ``path`` safely and return the root element.

    Raises:
        UnreadableDocumentError: the bytes are not well-formed XML; carries the finding.
    """
    source, whole = SourceText(path, data), Location(path)
    if not data.strip():
        raise UnreadableDocumentError(
            source.finding(
                whole, "xml.empty", "the file is empty", suggestion="a TEI file begins with `<TEI`"
            )
        )
    if b"\0" in data[:4096] and not encoding_of(data).startswith(("utf-16", "utf-32")):
        raise UnreadableDocumentError(
            source.finding(whole, "xml.binary", "a binary file, not XML text")
        )
    parser = etree.XMLParser(
        resolve_entities="internal",
        no_network=True,
        load_dtd=False,
        collect_ids=False,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocumentError(explain(error, source)) from None
    if declares_markup(root):
        with suppress(ExpatError):  # what libxml2 has read is better than nothing
            return parse_declared(source.text)
    return root
