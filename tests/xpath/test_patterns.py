"""Match patterns match the nodes that Saxon's XSLT matches; their names lead to all of these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from xml.sax.saxutils import quoteattr

import pytest
from lxml import etree

from tei_tools.xpath import (
    Attribute,
    Context,
    Document,
    Node,
    Pattern,
    Run,
    Text,
    XPathError,
    compile_pattern,
    name_of,
)
from tei_tools.xpath.axes import axis_step
from tests.oracles import missing
from tests.xpath.documents import SAMPLES
from tests.xpath.saxon import NAMESPACES, Ours, path_of

try:
    import saxonche
except ImportError:
    saxonche = None

#: Patterns; in each place of them is something that an implementation may get wrong.
PATTERNS: Final = """
/
*
a
b
@*
@n
@t:c
text()
comment()
processing-instruction()
processing-instruction(pi)
node()
@node()
t:*
*:b
t:b
Q{urn:t}b
child::b
attribute::n
element()
element(b)
attribute(n)
document-node()
document-node(element(a))
/a
/a/b
/*/*
//b
//@n
//text()
a/b
a//b
a//b//c
b/text()
b/node()
b//node()
*/@*
b/@n
b[1]
b[2]
b[last()]
b[position() < 3]
a/b[1]/c
b[@n]
b[@n][1]
b[1][@n]
b[@n = '3']
b[c]
b[not(*)]
b[. = '5']
b[../@b]
b[count(*) > 0]
*[@n and @b]
*[@n = 4 or @b]
*[@n][not(@b)]
*[@n = ('3', '4')]
*[name() = 'b']
*[self::b or self::c]
@*[. = '1']
@n[. > 3]
text()[1]
text()[normalize-space()]
node()[2]
comment()[1]
b | c
b | @n | text()
a/b | a/t:b
(b | c)
(a | b)/c
a/(b | c)
(a | b)//(c | @n)
a/(b/c | b/b)
b[current()/@n]
b[generate-id(.) = generate-id(current())]
*[. = current()]
descendant::b
a/descendant::b
descendant-or-self::b
self::b
id('i2')
id('i2')/@n
id('i1')//b
key('k', '3')
root()
.[. instance of element(b)]
b except b[1]
* except c
b intersect *[@n]
(//b)[2]
tei:p
tei:div/tei:p
tei:div//tei:p[ancestor::tei:q]
tei:*[@n]
tei:*[@type eq 'a']
/tei:TEI//tei:l[2]
""".split("\n")[1:-1]

_SHEET: Final = """<xsl:stylesheet version="3.0"
 xmlns:xsl="http://www.w3.org/1999/XSL/Transform" {}>
<xsl:output method="text"/><xsl:key name="k" match="*" use="@n"/>
<xsl:template match="/">
<xsl:apply-templates mode="m" select="(/, //node(), //@*)"/></xsl:template>
<xsl:template mode="m" match="{}" priority="1">
<xsl:value-of select="path(.), '&#10;'"/></xsl:template>
<xsl:template mode="m" match=".[true()]" priority="0"/>
</xsl:stylesheet>"""


def of_saxon(processor: Any, document: Any, pattern: str) -> list[str] | str:
    """The paths of the nodes that match."""
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    sheet = _SHEET.format(names, quoteattr(pattern)[1:-1])
    try:
        made = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=sheet)
        found = made.transform_to_string(xdm_node=document) or ""
    except saxonche.PySaxonApiError:
        return "error"
    return [line.strip() for line in found.split("\n") if line.strip()]


def all_nodes(root: etree._Element) -> Iterator[Node]:
    """In document order, attributes after their elements."""
    for node in axis_step("descendant-or-self", ["node"])(Document(root)):
        yield node
        yield from axis_step("attribute", ["node"])(node)


def run_with_key() -> Run:
    from tei_tools.xpath import Key, compile_expression

    use = compile_expression("@n", namespaces={}, version="3.1")
    return Run(keys={"k": [Key(compile_pattern("*", namespaces={}, version="3.1"), use)]})


def names_of(node: Node) -> set[str]:
    """Under which names an index has a node."""
    if isinstance(node, Document):
        return {"/"}
    if isinstance(node, Attribute):
        return {"@*", f"@{node.name}"}
    if isinstance(node, Text):
        return {"text()"}
    if isinstance(node, etree._Comment):
        return {"comment()"}
    if isinstance(node, etree._ProcessingInstruction):
        return {"processing-instruction()"}
    assert isinstance(node, etree._Element)
    return {"*", name_of(node), *(f"*[@{name}]" for name in node.keys())}  # noqa: SIM118


@pytest.mark.parametrize("name", ["mixed", "nested", "ids", "namespaces", "comments", "tei"])
def test_a_pattern_matches_the_nodes_that_saxon_matches(name: str) -> None:
    if saxonche is None:
        missing("saxonche")
    text = SAMPLES[name].text
    ours, processor, run = Ours(text), saxonche.PySaxonProcessor(license=False), run_with_key()
    document = processor.parse_xml(xml_text=text)
    wrong = []
    for pattern in PATTERNS:
        expected = of_saxon(processor, document, pattern)
        try:
            compiled = compile_pattern(pattern, namespaces=NAMESPACES, version="3.1")
        except XPathError:
            assert expected == "error", pattern
            continue
        found = []
        for node in all_nodes(ours.root):
            if matches(compiled, node, run):
                found.append(path_of(node))
                assert names_of(node) & compiled.names, (pattern, compiled.names)
        if sorted(found) != sorted(expected):
            wrong.append(f"{pattern}: {found}, Saxon: {expected}")
    assert not wrong, "\n".join(wrong)


def matches(pattern: Pattern, node: Node, run: Run) -> bool:
    """For XSLT a node does not match where a predicate has no value; we tell the error."""
    try:
        return pattern.matches(node, Context(node, {}, run))
    except XPathError:
        return False


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("tei:p", {"{http://www.tei-c.org/ns/1.0}p"}),
        ("a//b[1] | @n", {"b", "@n"}),
        ("*", {"*"}),
        ("t:*[@n]", {"*[@n]"}),
        ("*[@n = 1 and @m]", {"*[@n]"}),
        ("*[@n or @m]", {"*[@n]", "*[@m]"}),
        ("*[@n or b]", {"*"}),
        ("*[(@n or @m) and b]", {"*[@n]", "*[@m]"}),
        ("b/text()", {"text()"}),
        ("/", {"/"}),
        ("@*", {"@*"}),
        ("(a | b)/c", {"c"}),
    ],
)
def test_the_names_of_a_pattern_are_as_few_as_may_be(pattern: str, names: set[str]) -> None:
    compiled = compile_pattern(pattern, namespaces=NAMESPACES, version="2.0")
    assert compiled.names == names


@pytest.mark.parametrize(
    "pattern", ["1", "'a'", "a + b", "parent::a", "a/..", "ancestor::b/c", "count(a)", "a, b", ""]
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(XPathError):
        compile_pattern(pattern, namespaces={}, version="2.0")


def test_a_pattern_from_plain_data_matches_the_same() -> None:
    import json

    root = Ours(SAMPLES["mixed"].text).root
    for pattern in PATTERNS:
        try:
            compiled = compile_pattern(pattern, namespaces=NAMESPACES, version="3.1")
        except XPathError:
            continue
        again = Pattern.from_data(json.loads(json.dumps(compiled.to_data())))
        run = run_with_key()
        for node in all_nodes(root):
            assert matches(again, node, run) == matches(compiled, node, run)
        assert again.names == compiled.names
