"""In: what libxml2 stumbled over. Out: the finding that names the cause, at its place.

libxml2 tells where it noticed; the cause stands before: the tag that was never closed, the value
without its quotation mark, the reference that is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.entities import name2codepoint
from typing import Final, NamedTuple
from xml.parsers import expat

from lxml import etree

from tei_tools.model.finding import Finding, Location
from tei_tools.model.names import TEI_NS, XINCLUDE_NS, XML_NS
from tei_tools.model.positions import SourceText, encoding_of

from .parse import HEAD

_NAME = r"[^\s<>&=/\"']+"


class Problem(NamedTuple):
    """How one of libxml2's errors is told.

    Attributes:
        words: what libxml2 says; its groups fill the braces of the others.
        message: the cause; ``{mark}`` is what stands at the place.
        cure: what to write.
        mark: what stands at the place: the last such before the place where libxml2 noticed.
        code: the end of the finding's code.
    """

    words: str
    message: str
    cure: str = ""
    mark: str = ""
    code: str = "not-well-formed"


#: The first that fits counts.
PROBLEMS: Final = (
    Problem(
        r"Entity '(\S+)' not defined",
        "the entity `&{0};` is not defined in this file",
        "write the character itself, or its number such as `&#160;`; "
        "external DTDs and entities are never read",
        r"&{0};",
        "undefined-entity",
    ),
    Problem(r"xmlParseEntityRef: no name", "a bare `&`", "write `&amp;`", r"&"),
    Problem(
        r"EntityRef: expecting ';'",
        "`{mark}` does not end with a semicolon",
        "write `&amp;` if the character `&` is meant",
        rf"&{_NAME}",
    ),
    Problem(
        r"StartTag: invalid element name",
        "`<` is not followed by the name of an element",
        "write `&lt;` if the character is meant",
        r"<",
    ),
    Problem(
        r"Unescaped '<' not allowed in attributes values",
        "the value of `{name}` has no closing quotation mark, or a bare `<` in it",
        "close the value, or write `&lt;` if the character is meant",
        rf"(?P<name>{_NAME})\s*=\s*[\"'][^<\"'\n]*",
    ),
    Problem(
        r"Attribute (\S+) redefined",
        "the attribute `{0}` stands twice in this start tag",
        "keep one; several values go into one attribute, parted by spaces",
        r"(?<=\s){0}(?=\s*=)",
    ),
    Problem(
        r"AttValue: \" or ' expected",
        "the value of `{name}` is not in straight quotation marks",
        'write `{name}="…"`; curly quotation marks do not count',
        rf"(?P<name>{_NAME})\s*=\s*[^\s<>]*",
    ),
    Problem(
        r"Specification mandates value for attribute (\S+)",
        "the attribute `{0}` has no value",
        'write `{0}="…"`',
        r"(?<=\s){0}",
    ),
    Problem(
        r"attributes construct error",
        "there is no space before the attribute `{mark}`",
        "put a space before it",
        _NAME,
    ),
    Problem(
        r"Couldn't find end of Start Tag (\S+)",
        "the start tag `<{0}` is not finished",
        "close it with `>`",
        r"<{0}",
    ),
    Problem(
        r"error parsing attribute name",
        "`{mark}` cannot stand in a start tag",
        "a tag ends with `>`, that of an empty element with `/>`",
        r"[^\s\w<>]",
    ),
    Problem(
        r"expected '>'",
        "there is more than a name in the end tag `</{name}`",
        "write `</{name}>`",
        rf"</(?P<name>{_NAME})",
    ),
    Problem(
        r"Sequence '\]\]>' not allowed",
        "`]]>` stands in the text, where no CDATA section is open",
        "write `]]&gt;`",
        r"\]\]>",
    ),
    Problem(
        r"Extra content at the end of the document",
        "something stands after the end of the root element",
        "a document has one root element: remove what follows, or an end tag that came too early",
        r"[^\s>]+",
    ),
    Problem(
        r"Namespace prefix (\S+) (?:on|for) (?:\S+ on )?(\S+) is not defined",
        "the namespace prefix `{0}` is not declared",
        'declare it (`xmlns:{0}="{prefix}"`) or remove it',
        r"(?<=[\s</]){0}(?=:)",
    ),
    Problem(
        r"Invalid bytes in character encoding|Input is not proper|not proper UTF-|EncodingError",
        "the bytes here are not {encoding}, the encoding that the file declares or implies",
        "save the file as UTF-8, or name its encoding in the XML declaration",
        code="encoding",
    ),
    Problem(
        r"Unsupported encoding: (\S+)",
        "the XML declaration names an unknown encoding, `{0}`",
        "save the file as UTF-8 and declare `UTF-8`",
        r"{0}",
        "encoding",
    ),
    Problem(
        r"PCDATA invalid Char value|invalid xmlChar value|[Ii]nvalid [Cc]har",
        "a control character, which XML does not allow",
        "remove it",
        r"&#[xX]?[0-9A-Fa-f]+;|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]",
    ),
    Problem(
        r"XML declaration allowed only at the start|Reserved XML Name",
        "the XML declaration `<?xml …?>` is not at the very start of the file",
        "move it there, or remove the blank line or the character before it",
        r"<\?xml",
    ),
    Problem(
        r"[Dd]ouble hyphen within comment|hyphen",
        "`--` inside a comment",
        "a comment ends with `-->` and has no other double hyphen",
        r"--(?!>)",
    ),
    Problem(
        r"Excessive depth in document",
        "elements are nested more than 256 deep",
        "no TEI text needs this: look for elements that are never closed",
        code="too-deep",
    ),
    Problem(
        r"Maximum entity amplification|entity reference loop|Detected an entity",
        "its entities expand to more text than is safe",
        "write the text out instead of building it from entities",
        code="entity-bomb",
    ),
    # The next three are for files of which only some lines are at hand.
    Problem(
        r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)",
        "the end tag `</{2}>` does not close `<{0}>`, which was opened in line {1}",
        "write `</{0}>` first, or remove the tag that is too many",
        rf"</{_NAME}",
    ),
    Problem(
        r"Premature end of data in tag (\S+) line (\d+)",
        "the file ends, but `<{0}>`, opened in line {1}, is not closed",
        "add `</{0}>`, or look for a part of the file that was lost",
    ),
    Problem(
        r"CData section not finished|Comment not terminated|PI \S+ never end",
        "a CDATA section, comment or processing instruction is not finished",
        "close it (`]]>`, `-->`, `?>`)",
    ),
    Problem(
        r"Resource limit exceeded|[Hh]uge|too (?:long|big)",
        "one text, attribute or name is longer than ten million characters",
        "split it",
        code="too-large",
    ),
)
#: What libxml2 says where tags do not match, or where something has no end.
TAGS: Final = re.compile(r"Opening and ending tag mismatch|Premature end of data in tag")
ENDLESS: Final = re.compile(r"CData section not finished|Comment not terminated|PI \S+ never end")
#: What has an end of its own, whole or (in a group) only begun.
_SECTIONS = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<open><!--|<!\[CDATA\[|<\?)", re.S
)
SECTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "<!--": ("comment", "-->"),
    "<![CDATA[": ("CDATA section", "]]>"),
    "<?": ("processing instruction", "?>"),
}
#: Namespaces that have a usual prefix.
PREFIXES: Final[Mapping[str, str]] = {
    "tei": TEI_NS,
    "xi": XINCLUDE_NS,
    "xlink": "http://www.w3.org/1999/xlink",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "svg": "http://www.w3.org/2000/svg",
    "rng": "http://relaxng.org/ns/structure/1.0",
    "xml": XML_NS,
}
#: How far before the place where libxml2 noticed the cause is looked for.
NEAR: Final = 5_000


def explain(error: etree.XMLSyntaxError, source: SourceText) -> Finding:
    """Say in an editor's words what libxml2 stumbled over."""
    whole, data = Location(source.path), source.data
    if not data.strip():
        cure = "a TEI file begins with `<TEI`"
        return source.finding(whole, "xml.empty", "the file is empty", suggestion=cure)
    if b"\0" in data[:HEAD] and not encoding_of(data).startswith(("utf-16", "utf-32")):
        return source.finding(whole, "xml.binary", "a binary file, not XML text")
    line, column = max(error.lineno or 1, 1), (error.offset or 0) + 1
    location = Location(source.path, line, min(column, len(source.line(line)) + 1))
    if not source.text.lstrip("\ufeff \t\n").startswith("<"):
        return source.finding(location, "xml.not-xml", "not XML: the file does not begin with `<`")
    words = re.sub(r", line \d+, column \d+$", "", error.msg or "not well-formed", flags=re.S)
    is_whole = not source.left_out
    if is_whole and ENDLESS.search(words) and (found := _endless(source)):
        return found
    if is_whole and TAGS.search(words) and (found := _tags(source)):
        return found
    for problem in PROBLEMS:
        if match := re.search(problem.words, words):
            return _told(problem, [group or "" for group in match.groups()], source, location)
    return source.finding(location, "xml.not-well-formed", f"not well-formed: {words}")


def _told(problem: Problem, groups: list[str], source: SourceText, at: Location) -> Finding:
    if problem.code == "too-large":
        at = Location(at.path, at.line)  # where it begins is not known
    mark = _mark(problem, groups, source, at)
    named = {} if mark is None else mark.groupdict()
    fill = {
        "mark": mark[0] if mark else "this",
        "name": named.get("name", "an attribute"),
        "prefix": PREFIXES.get(groups[0] if groups else "", "…"),
        "encoding": encoding_of(source.data).removesuffix("-sig").upper(),
    }
    cure = problem.cure.format(*groups, **fill)
    if problem.code == "undefined-entity" and groups[0] in name2codepoint:
        character = chr(name2codepoint[groups[0]])
        number = f"&#{ord(character)};"
        shown = f"`{character}` or " if character.isprintable() else ""
        cure = f"write {shown}`{number}`: entities of HTML are not those of XML"
    return source.finding(
        at if mark is None else source.locate(*mark.span()),
        f"xml.{problem.code}",
        problem.message.format(*groups, **fill),
        suggestion=cure,
    )


def _mark(
    problem: Problem, groups: list[str], source: SourceText, at: Location
) -> re.Match[str] | None:
    """What stands at the place of the cause."""
    if not problem.mark:
        return None
    pattern = re.compile(problem.mark.replace("{0}", re.escape(groups[0]) if groups else ""))
    noticed = source.offset(at.line, at.column)
    found = None
    for match in pattern.finditer(source.text, max(0, noticed - NEAR)):
        if match.start() > noticed:
            break
        found = match
    return found


def _endless(source: SourceText) -> Finding | None:
    """The comment, CDATA section or processing instruction without an end."""
    for section in _SECTIONS.finditer(source.text):
        if section["open"]:
            name, end = SECTIONS[section["open"]]
            return source.finding(
                source.locate(*section.span()),
                "xml.not-well-formed",
                f"the {name} that begins here has no end",
                suggestion=f"close it with `{end}`",
            )
    return None


# --- tags -----


class _Open(NamedTuple):
    """An open element: its name, and where its start tag begins."""

    name: str
    offset: int


def _tags(source: SourceText) -> Finding | None:
    """The tag that has no partner."""
    opened, noticed = _unmatched(source)
    if not opened:
        return None
    inner = opened[-1]
    start = source.locate(inner.offset + 1, inner.offset + 1 + len(inner.name))
    end = re.compile(rf"</({_NAME})").match(source.text, max(noticed - 2, 0))
    if end is None:
        return source.finding(
            start,
            "xml.not-well-formed",
            f"`<{inner.name}>` is never closed, and the file ends",
            suggestion=f"add `</{inner.name}>`, or look for a part of the file that was lost",
        )
    return _mismatch(source, opened, start, end)


def _mismatch(
    source: SourceText, opened: list[_Open], start: Location, end: re.Match[str]
) -> Finding:
    """An end tag that does not close the innermost element."""
    name, inner = end[1], opened[-1].name
    place = source.locate(*end.span())
    if name in (each.name for each in opened):
        crossed = re.compile(rf"[^<]*</{re.escape(inner)}\s*>").match(source.text, end.end() + 1)
        cure = f"write `</{inner}>` before `</{name}>`"
        if crossed:
            cure = f"write `</{inner}></{name}>`: what is opened last is closed first"
        return source.finding(
            start,
            "xml.not-well-formed",
            f"`<{inner}>` is not closed before `</{name}>` in line {place.line}",
            suggestion=cure,
            related=place,
        )
    if name.lower() == inner.lower():
        return source.finding(
            place,
            "xml.not-well-formed",
            f"the end tag `</{name}>` does not close `<{inner}>`",
            suggestion=f"write `</{inner}>`: capital and small letters are not the same",
            related=start,
        )
    return source.finding(
        place,
        "xml.not-well-formed",
        f"the end tag `</{name}>` closes nothing: `<{inner}>` is open here",
        suggestion=f"remove it, or write `</{inner}>` if that is meant",
        related=start,
    )


def _unmatched(source: SourceText) -> tuple[list[_Open], int]:
    """The elements that are open where the tags do not match any more, and where that is."""
    opened: list[_Open] = []
    parser = expat.ParserCreate("utf-8")

    def start(name: str, _: object) -> None:
        at = source.offset(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        opened.append(_Open(name, at))

    def end(_: str) -> None:
        opened.pop()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(source.text.encode("utf-8", errors="replace"), True)
    except expat.ExpatError as error:
        return opened, source.offset(error.lineno, error.offset + 1)
    return [], 0
