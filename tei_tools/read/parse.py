"""In: the bytes of a file that may be hostile. Out: its tree, or the one finding that says why not.

No network, no external entity, no external DTD, and libxml2's limits on depth, entity expansion
and text length stay on: a file that hits them is reported, not read.
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from tei_tools.model.finding import Finding, Location, UnreadableDocumentError
from tei_tools.model.positions import SourceText, encoding_of

#: What libxml2 may do for a file that may be hostile.
SAFE: Final[dict[str, Any]] = {
    "resolve_entities": "internal",
    "no_network": True,
    "load_dtd": False,
    "collect_ids": False,
    "huge_tree": False,
}
#: How much of a file is looked at to tell whether it is XML at all.
HEAD: Final = 4096
#: libxml2's words -> our code, message and cure. The first match counts; groups fill the braces.
PROBLEMS: tuple[tuple[str, str, str, str], ...] = (
    (
        r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)",
        "not-well-formed",
        "the end tag `</{2}>` does not close `<{0}>`, which was opened in line {1}",
        "write `</{0}>` first, or remove the tag that is too many",
    ),
    (
        r"Premature end of data in tag (\S+) line (\d+)",
        "not-well-formed",
        "the file ends, but `<{0}>`, opened in line {1}, is not closed",
        "add `</{0}>`, or look for a part of the file that was lost",
    ),
    (
        r"Entity '(\S+)' not defined",
        "undefined-entity",
        "the entity `&{0};` is not defined in this file",
        "write the character itself, or its number such as `&#160;`; "
        "external DTDs and entities are never read",
    ),
    (
        r"xmlParseEntityRef: no name|EntityRef: expecting ';'",
        "not-well-formed",
        "a bare `&` in the text",
        "write `&amp;`",
    ),
    (
        r"StartTag: invalid element name",
        "not-well-formed",
        "`<` is not followed by an element name",
        "write `&lt;` if the character is meant",
    ),
    (
        r"Unescaped '<' not allowed in attributes values",
        "not-well-formed",
        "`<` in an attribute value (or the closing quotation mark of the value is missing)",
        "write `&lt;`, or close the value",
    ),
    (
        r"Attribute (\S+) redefined",
        "not-well-formed",
        "the attribute `{0}` stands twice in this start tag",
        "keep one; several values go into one attribute, parted by spaces",
    ),
    (
        r"AttValue: \" or ' expected",
        "not-well-formed",
        "an attribute value is not in straight quotation marks",
        'write `name="value"`; curly quotation marks do not count',
    ),
    (
        r"Specification mandates value for attribute (\S+)|attributes construct error",
        "not-well-formed",
        "an attribute is incomplete or not parted from the next by a space",
        'write `name="value"`',
    ),
    (
        r"Couldn't find end of Start Tag (\S+)",
        "not-well-formed",
        "the start tag `<{0}` is not finished",
        "close it with `>`",
    ),
    (
        r"Extra content at the end of the document",
        "not-well-formed",
        "something stands after the end of the root element",
        "a document has one root element: remove what follows, or an end tag that came too early",
    ),
    (
        r"Namespace prefix (\S+) (?:on|for) (?:\S+ on )?(\S+) is not defined",
        "not-well-formed",
        "the namespace prefix `{0}` is not declared",
        'declare it (`xmlns:{0}="…"`) or remove it',
    ),
    (
        r"Invalid bytes in character encoding|Input is not proper|not proper UTF-|EncodingError",
        "encoding",
        "the bytes here are not {encoding}, the encoding that the file declares or implies",
        "save the file as UTF-8, or name its encoding in the XML declaration",
    ),
    (
        r"Unsupported encoding: (\S+)",
        "encoding",
        "the XML declaration names an unknown encoding, `{0}`",
        "save the file as UTF-8 and declare `UTF-8`",
    ),
    (
        r"PCDATA invalid Char value (\d+)|invalid xmlChar value (\d+)|[Ii]nvalid [Cc]har",
        "not-well-formed",
        "a control character, which XML does not allow",
        "remove it",
    ),
    (
        r"XML declaration allowed only at the start|Reserved XML Name",
        "not-well-formed",
        "the XML declaration `<?xml …?>` is not at the very start of the file",
        "move it there, or remove the blank line or the character before it",
    ),
    (
        r"[Dd]ouble hyphen within comment|hyphen",
        "not-well-formed",
        "`--` inside a comment",
        "a comment ends with `-->` and has no other double hyphen",
    ),
    (
        r"CData section not finished|Comment not terminated|PI (\S+) never end",
        "not-well-formed",
        "a CDATA section, comment or processing instruction is not finished",
        "close it (`]]>`, `-->`, `?>`)",
    ),
    (
        r"Excessive depth in document",
        "too-deep",
        "elements are nested more than 256 deep",
        "no TEI text needs this: look for elements that are never closed",
    ),
    (
        r"Maximum entity amplification|entity reference loop|Detected an entity",
        "entity-bomb",
        "its entities expand to more text than is safe",
        "write the text out instead of building it from entities",
    ),
    (
        r"Resource limit exceeded|[Hh]uge|too (?:long|big)",
        "too-large",
        "one text, attribute or name is longer than ten million characters",
        "split it",
    ),
)


def parse(data: bytes, path: str) -> etree._Element:
    """Parse the bytes of the file ``path`` safely and return the root element.

    Raises:
        UnreadableDocumentError: the bytes are not well-formed XML; carries the finding.
    """
    source = SourceText(path, data)
    if not data.strip():
        cure = "a TEI file begins with `<TEI`"
        raise UnreadableDocumentError(
            source.finding(Location(path), "xml.empty", "the file is empty", suggestion=cure)
        )
    if is_binary(data[:HEAD]):
        raise UnreadableDocumentError(
            source.finding(Location(path), "xml.binary", "a binary file, not XML text")
        )
    try:
        root: etree._Element = etree.fromstring(data, etree.XMLParser(**SAFE))
    except etree.XMLSyntaxError as error:
        raise UnreadableDocumentError(explain(error, source)) from None
    return root


def is_binary(head: bytes) -> bool:
    """Whether a file that begins so holds no text."""
    return b"\0" in head and not encoding_of(head).startswith(("utf-16", "utf-32"))


def explain(error: etree.XMLSyntaxError, source: SourceText) -> Finding:
    """Say in an editor's words what libxml2 stumbled over."""
    line, column = max(error.lineno or 1, 1), (error.offset or 0) + 1
    location = Location(source.path, line, min(column, len(source.line(line)) + 1))
    if not source.text.lstrip("\ufeff \t\n").startswith("<"):
        return source.finding(location, "xml.not-xml", "not XML: the file does not begin with `<`")
    words = re.sub(r", line \d+, column \d+$", "", error.msg or "not well-formed", flags=re.S)
    encoding = encoding_of(source.data).removesuffix("-sig").upper()
    for pattern, code, message, suggestion in PROBLEMS:
        if match := re.search(pattern, words):
            groups = [group or "" for group in match.groups()]
            if code == "too-large":
                location = Location(source.path, line)  # where it begins is not known
            return source.finding(
                location,
                f"xml.{code}",
                message.format(*groups, encoding=encoding),
                suggestion=suggestion.format(*groups),
            )
    return source.finding(location, "xml.not-well-formed", f"not well-formed: {words}")
