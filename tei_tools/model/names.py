"""In: nothing. Out: the namespaces of the field, and short ways with qualified names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

TEI_NS: Final = "http://www.tei-c.org/ns/1.0"
EXAMPLES_NS: Final = "http://www.tei-c.org/ns/Examples"
XML_NS: Final = "http://www.w3.org/XML/1998/namespace"
XINCLUDE_NS: Final = "http://www.w3.org/2001/XInclude"
XSD_NS: Final = "http://www.w3.org/2001/XMLSchema"
FN_NS: Final = "http://www.w3.org/2005/xpath-functions"
RNG_NS: Final = "http://relaxng.org/ns/structure/1.0"
SCH_NS: Final = "http://purl.oclc.org/dsdl/schematron"
#: The namespace of Schematron 1.5, whose schemas are read where they say what ISO's say.
SCH_OLD_NS: Final = "http://www.ascc.net/xml/schematron"

#: On an element of a RELAX NG schema made from an ODD: ``file:line`` of what it was made from.
PLACE: Final = "{urn:x-tei-tools:place}place"

XML_ID: Final = f"{{{XML_NS}}}id"
XML_BASE: Final = f"{{{XML_NS}}}base"
XML_LANG: Final = f"{{{XML_NS}}}lang"
XML_SPACE: Final = f"{{{XML_NS}}}space"


def tei(name: str) -> str:
    """The Clark name of a TEI element: ``tei("p")`` is ``{http://www.tei-c.org/ns/1.0}p``."""
    return f"{{{TEI_NS}}}{name}"


def name_of(element: etree._Element) -> str:
    """The Clark name of an element, as a str (lxml's types allow more)."""
    return str(element.tag)


def local(name: str) -> str:
    """The local part of a Clark name."""
    return name.rpartition("}")[2]


def namespace(name: str) -> str:
    """The namespace of a Clark name, empty when it has none."""
    return name[1:].partition("}")[0] if name.startswith("{") else ""


def display(name: str) -> str:
    """A name as an editor writes it: TEI names bare, the ``xml`` prefix shown, others local."""
    return f"xml:{local(name)}" if namespace(name) == XML_NS else local(name)
