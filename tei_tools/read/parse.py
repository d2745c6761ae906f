"""In: the bytes of a file that may be hostile. Out: its tree, or the one finding that says why not.

No network, no external entity, no external DTD, and libxml2's limits on depth, entity expansion
and text length stay on: a file that hits them is reported, not read. So is one with too many
attributes on one element, since libxml2 goes through all before one to find it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final
from xml.parsers.expat import ExpatError

from lxml import etree

from tei_tools.model.closed import closed
from tei_tools.model.finding import Finding, Location, UnreadableDocumentError
from tei_tools.model.positions import SourceText

from .declared import declares_markup, parse_declared

#: How much of a file is looked at to tell whether it is text at all.
HEAD: Final = 4096
#: What libxml2 may do for a file that may be hostile.
SAFE: Final[dict[str, Any]] = {
    "resolve_entities": "internal",
    "no_network": True,
    "load_dtd": False,
    "collect_ids": False,
    "huge_tree": False,
}
#: How many attributes are many (one element of the TEI has less than a hundred), how many an
#: element may have, and how many elements may have many.
MANY_ATTRIBUTES: Final = 1_000
MOST_ATTRIBUTES: Final = 10_000
MOST_WITH_MANY: Final = 10
_HAS_MANY: Final = etree.XPath(f"boolean(//@*[{MANY_ATTRIBUTES + 1}])")
_HAS_TOO_MANY: Final = etree.XPath(
    f"count(//*[count(@*) > {MANY_ATTRIBUTES}]) > {MOST_WITH_MANY}"
    f" or //*[count(@*) > {MOST_ATTRIBUTES}]"
)


def parse(data: bytes, path: str) -> etree._Element:
    """Parse the bytes of the file ``path`` safely and return the root element.

    Raises:
        UnreadableDocumentError: the bytes are not well-formed XML, or beyond a bound; carries the
            finding.
    """
    source = SourceText(path, data)
    try:
        root: etree._Element = etree.fromstring(closed(data), etree.XMLParser(**SAFE))
    except etree.XMLSyntaxError as error:
        from .malformed import explain  # loaded only where something is wrong

        raise UnreadableDocumentError(explain(error, source)) from None
    if data.count(b"=") > MOST_ATTRIBUTES and _HAS_MANY(root) and _HAS_TOO_MANY(root):
        raise UnreadableDocumentError(_too_many(root, source))
    has_dtd = root.getroottree().docinfo.internalDTD is not None
    if has_dtd and declares_markup(root, source.text):  # which has to be decoded for it
        with suppress(ExpatError, ValueError):  # what libxml2 has read is better than nothing
            return parse_declared(source.text)
    return root


def _too_many(root: etree._Element, source: SourceText) -> Finding:
    elements = list(enumerate(root.iter(etree.Element)))
    number, element = max(elements, key=lambda each: len(each[1].attrib))
    place = source.start_tag(number) or (element.sourceline or 0, 0, 0)
    message = f"more attributes than can be checked: this element has {len(element.attrib):,}"
    cure = "no TEI text needs this: write what they say as elements"
    location = Location(source.path, *place)
    return source.finding(location, "xml.too-many-attributes", message, suggestion=cure)
