"""In: nothing. Out: pairs of schemas, how they compare, and each difference in a line.

Of each pair: what it shows, A, B, and what is said of them: ``=`` they accept the same documents,
``<`` A accepts fewer, ``>`` more, ``<>`` each accepts others. Where something could not be decided
(``?``): whether A is in B, and B in A.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from .comparing import data

ANY: Final = "<zeroOrMore><attribute>%s</attribute></zeroOrMore>"
#: Sixteen pairs of elements, the pairs in any order.
SHUFFLED: Final = "".join(f"<optional>p{number} q{number}</optional>" for number in range(16))


class Case(NamedTuple):
    """Two schemas, as `comparing.schema` takes them."""

    title: str
    a: str
    b: str
    verdict: str
    lines: tuple[str, ...] = ()


def defined(start: str = "r", **definitions: str | tuple[str, str]) -> str:
    """A schema of definitions: the contents of elements, or their names and contents."""
    written = [f"<start><choice>{start}</choice></start>"]
    for define, content in definitions.items():
        name, content = content if isinstance(content, tuple) else (define, content)
        names = name if name.startswith("<") else f'<name ns="">{name}</name>'
        written.append(f'<define name="{define}"><element>{names}{content}</element></define>')
    return "".join(written)


def value(content: str) -> str:
    """An attribute."""
    return f'<attribute name="x">{content}</attribute>'


def listed(*content: str) -> str:
    """An attribute that holds a list."""
    return value(f"<list>{''.join(content)}</list>")


def but(names: str) -> str:
    """All names but some."""
    return f"<anyName><except>{names}</except></anyName>"


PAIRS: Final = {f"{name}{at}": "<empty/>" for at in range(16) for name in "pq"}
TOO_MANY: Final = "not decided: it allows too many combinations of attributes or children"
NOT_TOLD: Final = "not decided: the datatypes of values could not be compared"

# fmt: off
CONTENT = (
    Case("a group is no set", "a b", "b a", "<>",
         ("A r content: with the children: a, b", "B r content: with the children: b, a")),
    Case("an optional child", "a?", "a", ">", ("A r content: empty",)),
    Case("a repeated child", "a*", "a+", ">", ("A r content: empty",)),
    Case("two are some", "a a", "a+", "<", ("B r content: with the child: a",)),
    Case("at most two", "a? a?", "a? a? a?", "<", ("B r content: with the children: a, a, a",)),
    Case("written in another way", "<choice><group>a b</group><group>a c</group></choice>",
         "a <choice>b c</choice>", "="),
    Case("a star of choices is a star of stars", "<zeroOrMore><choice>a b</choice></zeroOrMore>",
         "<zeroOrMore>a* b*</zeroOrMore>", "="),
    Case("an order that needs a look ahead", "<zeroOrMore><choice>a b</choice></zeroOrMore> a",
         "<zeroOrMore>b* a+</zeroOrMore> b* a", "="),
    Case("interleave", "<interleave>a b</interleave>", "a b", ">",
         ("A r content: with the children: b, a",)),
    Case("interleave written out", "<interleave>a b</interleave>",
         "<choice><group>a b</group><group>b a</group></choice>", "="),
    Case("interleaved parts are told one by one", "<interleave>a? b c</interleave>",
         "<interleave>a b+ c</interleave>", "<>",
         ("A r content: with the children: b, c", "B r content: with the children: b, b, a, c")),
    Case("mixed", "<mixed>a*</mixed>", "<zeroOrMore><choice>a #text</choice></zeroOrMore>", "="),
    Case("mixed or not", "<mixed>a b?</mixed>", "a b?", ">",
         ("A r content (text): with the children: text, a",)),
    Case("text in one place", "a #text b", "<mixed>a b</mixed>", "<",
         ("B r content: with the children: text, a, b",)),
    Case("a child that is not allowed there",
         defined(r="d c?", d="b? c?"), defined(r="d c?", d="b?"), ">",
         ("A d content (c): with the child: c",)),
    Case("children that the other schema does not know", "a b? c?", "a", ">",
         ("A r element (b, c): with the children: a, b",)),
    Case("children and order are told apart",
         "<choice><group>a b</group><group>b a</group>c</choice>", "a b", ">",
         ("A r element (c): with the child: c", "A r content: with the children: b, a")),
    Case("another root", "<start><choice>a b</choice></start>", "<start>a</start>", ">",
         ("A document element (b): with the child: b",)),
    Case("too many combinations",
         defined(r=f"<interleave>{SHUFFLED}</interleave> a", **PAIRS),
         defined(r=f"<interleave>{SHUFFLED}</interleave> a", **PAIRS), "? ?",
         (f"A r content: {TOO_MANY}", f"B r content: {TOO_MANY}")),
    Case("as many, each by itself",
         defined(r=f"<interleave>{SHUFFLED}</interleave>", **PAIRS),
         defined(r=f"<interleave>{SHUFFLED}</interleave>", **PAIRS), "="),
)
ATTRIBUTES = (
    Case("an attribute more", "@x? @y?", "@x?", ">", ("A r attribute (y): with @y",)),
    Case("a required attribute", "@x?", "@x", ">", ("A r attribute (x): without @x",)),
    Case("a required attribute that is not there", "@x", "<empty/>", "<>",
         ("A r attribute (x): with @x", "B r attribute (x): without @x")),
    Case("one of two", "<choice>@x @y</choice>", "@x? @y?", "<",
         ("B r attribute (y): without @y",)),
    Case("one of three, or two", "<choice>@x <group>@y @z</group></choice>",
         "<choice>@x @y @z</choice>", "<>",
         ("A r attribute (y, z): with @y, @z", "B r attribute (y): with @z and without @y")),
    Case("together or not at all", "<optional>@x @y</optional>", "@x? @y?", "<",
         ("B r attribute (y): with @y",)),
    Case("together with content", "<choice><group>@x a</group><group>@y b</group></choice>",
         "<choice>@x @y</choice> <choice>a b</choice>", "<",
         ("B r content: with @y and with the child: a",)),
    Case("many", " ".join(f"@x{n}?" for n in range(40)),
         " ".join(f"@x{n}?" for n in reversed(range(40))), "="),
    Case("of any name", "@x? " + ANY % but("<name ns=''>x</name>"), ANY % "<anyName/>", "="),
    Case("of any name, at least one", "<oneOrMore><attribute><anyName/></attribute></oneOrMore>",
         ANY % "<anyName/>", "<",
         ("B r attribute (any other name): without an attribute of any other name",)),
    Case("a namespace less", ANY % "<anyName/>", ANY % but("<nsName ns='urn:x'/>"), ">",
         ("A r attribute (any other name in urn:x): "
          "with an attribute of any other name in urn:x",)),
    Case("a name out of a namespace", ANY % "<nsName ns='urn:x'/>",
         ANY % "<nsName ns='urn:x'><except><name ns='urn:x'>y</name></except></nsName>", ">",
         ("A r attribute (y): with @y",)),
    Case("of two names",
         "<attribute><choice><name ns=''>x</name><name ns=''>y</name></choice></attribute>",
         "<choice>@x @y</choice>", "="),
)
VALUES = (
    Case("value lists", "@x=p|q|s", "@x=q|r", "<>",
         ("A r value (x) “p” “s”: with the value “p”", "B r value (x) “r”: with the value “r”")),
    Case("values of a datatype", "@x=p|q", value(data("NCName")), "<",
         ("B r value (x) “a”: with the value “a”",)),
    Case("a value of no datatype", "@x=p|1", value(data("NCName")), "<>",
         ("A r value (x) “1”: with the value “1”", "B r value (x) “a”: with the value “a”")),
    Case("datatypes", value(data("NCName")), value(data("NMTOKEN")), "<",
         ("B r value (x) “0”: with the value “0”",)),
    Case("bounds of numbers", value(data("integer", minInclusive=1, maxExclusive=10)),
         value(data("unsignedByte")), "<", ("B r value (x) “0”: with the value “0”",)),
    Case("lengths", value(data("token", maxLength=3)), value(data("token", maxLength=2)), ">",
         ("A r value (x) “aaa”: with the value “aaa”",)),
    Case("patterns", value(data("token", pattern="[a-z]+")),
         value(data("token", pattern="[a-z0-9]*")), "<",
         ("B r value (x) “”: with the value “”",)),
    Case("a pattern that is a value list", value(data("token", pattern="p|q")), "@x=q|p", "="),
    Case("a pattern that is a datatype", value(data("token", pattern=r"\c+")),
         value(data("NMTOKEN")), "="),
    Case("a value less", value("<data type='token'><except><value>p</value></except></data>"),
         value(data("token")), "<", ("B r value (x) “p”: with the value “p”",)),
    Case("half of the boolean values",
         value("<data type='boolean'><except><value type='boolean'>1</value></except></data>"),
         value(data("token", pattern="false|0")), "="),
    Case("text is what strings are", value("<text/>"), value(data("string")), "="),
    Case("white space", value("<value type='string'>p</value>"), "@x=p", "<",
         ("B r value (x) “ p  ”: with the value “ p  ”",)),
    Case("one value in many forms", value("<value type='integer'>1</value>"), "@x=1|01", ">",
         ("A r value (x) “+1”: with the value “+1”",)),
    Case("one value of two datatypes", value("<value type='integer'>1</value>"),
         value("<value type='decimal'>1.0</value>"), "<",
         ("B r value (x) “1.0”: with the value “1.0”",)),
    Case("dates", value(data("date", minInclusive="2000-01-01")), value(data("date")), "<",
         ("B r value (x) “1000-01-01”: with the value “1000-01-01”",)),
    Case("what cannot be told", value(data("duration", minInclusive="P1M")),
         value(data("duration", minInclusive="P27D")), "? no",
         (f"A r value (x): {NOT_TOLD}", "B r value (x) “P27D”: with the value “P27D”")),
    Case("values that decide on other attributes",
         "<choice><group>@x=p @y</group><group>@x=q @z</group></choice>",
         "<choice><group>@x=p|q @y</group><group>@x=q @z</group></choice>", "<",
         ("B r attribute (x, y): with @x=\"q\", @y",)),
    Case("lists", listed("<oneOrMore>", data("NCName"), "</oneOrMore>"),
         listed("<zeroOrMore>", data("Name"), "</zeroOrMore>"), "<",
         ("B r value (x) “”: with the value “”",)),
    Case("a list of one", listed(data("NCName")), value(data("NCName")), "="),
    Case("a list of one is no token", value(data("token")), listed(data("token")), ">",
         ("A r value (x) “”: with the value “”",)),
    Case("the order of a list", listed("<value>p</value>", "<value>q</value>"),
         listed("<value>q</value>", "<value>p</value>"), "<>",
         ("A r value (x) “p q”: with the value “p q”",
          "B r value (x) “q p”: with the value “q p”")),
    Case("the length of a list", listed(data("int"), data("int")),
         listed("<oneOrMore>", data("integer"), "</oneOrMore>"), "<",
         ("B r value (x) “0”: with the value “0”",)),
    Case("data in elements", data("integer"), data("decimal"), "<",
         ("B r value “0.”: with the value “0.”",)),
    Case("data or children", f"<choice>{data('integer')} a</choice>",
         f"<choice>{data('integer')} b</choice>", "<>",
         ("A r element (a): with the child: a", "B r element (b): with the child: b")),
    Case("data that is text", data("string"), "#text", "="),
    Case("ids", value(data("NCName")), value(data("ID")), "? yes",
         ("A r id (x): not decided: its values must be unique in a document",)),
)
DEFINITIONS = (
    Case("one definition for two", defined("p q", p=("d", "a"), q=("d", "b")),
         defined("p", p=("d", "<choice>a b</choice>")), "="),
    Case("definitions chosen together",
         defined(r="<choice><group>p a</group><group>q b</group></choice>",
                 p=("d", "a"), q=("d", "b")),
         defined(r="p <choice>a b</choice>", p=("d", "<choice>a b</choice>")), "<",
         ("B r content: with the children: d (with the child: a), b",)),
    Case("definitions that share documents",
         defined(r="<choice><group>p a</group><group>q b</group></choice>",
                 p=("d", "<choice>a b</choice>"), q=("d", "<choice>b c</choice>")),
         defined(r="<choice><group>p a</group><group>q b</group></choice>",
                 p=("d", "a"), q=("d", "<choice>b c</choice>")), ">",
         ("A r content: with the children: d (with the child: b), a",)),
    Case("definitions told apart by data",
         defined(r="<choice><group>p a</group>q</choice>",
                 p=("d", data("integer")), q=("d", data("NCName"))),
         defined(r="p a?", p=("d", f"<choice>{data('integer')}{data('NCName')}</choice>")), "<",
         ("B r content: with the child: d (with the text “0”)",)),
    Case("recursion", defined(r="r? a"), defined(r="r? a?"), "<", ("B r content: empty",)),
    Case("two definitions in turn", defined(r="d?", d="r?"),
         defined(r="d?", d="e?", e=("r", "d?")), "="),
    Case("the depth counts", defined(r="s?", s=("r", "r?")),
         defined(r="s?", s=("r", "<empty/>")), ">", ("A r content (r): with the child: r",)),
    Case("an element without end is in no document", defined(r="a? d?", d="d"), defined(r="a?"),
         "="),
    Case("an element that is not allowed", defined(r="<choice>a d</choice>", d="<notAllowed/>"),
         "a", "="),
    Case("no documents", "<start><notAllowed/></start>", "a", "<",
         ("B document element (r): with the child: r",)),
    Case("an element that nothing leads to", defined(r="a", d="a"), "a", "="),
    Case("elements of any name", defined(r="d*", d=("<anyName/>", "d*")),
         defined(r="d*", d=(but("<name ns=''>a</name>"), "d*")), ">",
         ("A r element (a): with the child: a", "A any other name element (a): with the child: a")),
    Case("elements of a namespace", defined(r="d", d=("<nsName ns='urn:x'/>", "<empty/>")),
         defined(r="d", d=(but("<name ns=''>r</name>"), "<empty/>")), "<",
         ("B r element (any other name): with the child: any other name",)),
    Case("a wildcard beside a definition", defined(r="d", d=("<anyName/>", "<empty/>")),
         defined(r="<choice>d a</choice>", d=(but("<name ns=''>a</name>"), "<empty/>")), "="),
)
# fmt: on

CASES: Final = (*CONTENT, *ATTRIBUTES, *VALUES, *DEFINITIONS)
