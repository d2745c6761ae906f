"""In: a RELAX NG schema with Schematron in it, and documents. Out: what Saxon says of them.

Independent of the program: of the schema it takes patterns, rules and assertions as they stand, and
gives every pattern a mode of an XSLT stylesheet, as ISO Schematron says and SchXslt does it. There
are no abstract patterns, phases or variables outside rules in what it is used for.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

SCH = "{http://purl.oclc.org/dsdl/schematron}"
XSL = 'xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="3.0"'


class Said(NamedTuple):
    """What is said of a node: the way to it, the line of the assertion, the words."""

    node: str
    line: int
    message: str


class Oracle:
    """Saxon, with the rules of a schema."""

    def __init__(self, schema: Path) -> None:
        import pytest  # the benchmarks need it not

        saxonche = pytest.importorskip("saxonche")
        self.processor = saxonche.PySaxonProcessor(license=False)
        text = stylesheet(schema.read_text(encoding="utf-8"))
        compiler = self.processor.new_xslt30_processor()
        self.program: Any = compiler.compile_stylesheet(stylesheet_text=text)

    def say(self, root: etree._Element) -> list[Said]:
        """What the rules say of a document, in no order that matters."""
        tree = self.processor.parse_xml(xml_text=etree.tostring(root, encoding="unicode"))
        self.program.set_global_context_item(xdm_item=tree)
        self.program.set_initial_match_selection(xdm_value=tree)
        answer = self.program.apply_templates_returning_string()
        return [
            Said(
                str(each.get("node")),
                int(str(each.get("line"))),
                " ".join((each.text or "").split()),
            )
            for each in etree.fromstring(answer.encode())
        ]


def stylesheet(text: str) -> str:
    """The rules of a schema as a stylesheet."""
    schema = etree.fromstring(text.encode())
    found = [
        text.count("\n", 0, at.start()) + 1
        for at in re.finditer(r"<(sch:)?(assert|report)\b", text)
    ]
    lines = dict(zip(schema.iter(f"{SCH}assert", f"{SCH}report"), found, strict=True))
    prefixes = {ns.get("prefix"): ns.get("uri") for ns in schema.iter(f"{SCH}ns")}
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in prefixes.items())
    parts: list[str] = []
    calls: list[str] = []
    for number, pattern in enumerate(schema.iter(f"{SCH}pattern")):
        calls.append(f'<xsl:apply-templates select="/" mode="m{number}"/>')
        parts.append(f'<xsl:mode name="m{number}" on-no-match="shallow-skip"/>')
        for rank, rule in enumerate(pattern.iter(f"{SCH}rule")):
            match, priority = quoteattr(str(rule.get("context"))), 1000 - rank
            body = "".join(
                _statement(each, lines.get(each, 0)) for each in rule.iterchildren(etree.Element)
            )
            parts.append(
                f'<xsl:template match={match} mode="m{number}" priority="{priority}">{body}'
                '<xsl:apply-templates select="@*, node()" mode="#current"/></xsl:template>'
            )
    start = f'<xsl:template match="/"><all>{"".join(calls)}</all></xsl:template>'
    return f"<xsl:stylesheet {XSL} {declared}>{start}{''.join(parts)}</xsl:stylesheet>"


def _statement(element: etree._Element, line: int) -> str:
    if element.tag == f"{SCH}let":
        name, value = str(element.get("name")), quoteattr(str(element.get("value")))
        return f'<xsl:variable name="{name}" select={value}/>'
    if element.tag not in (f"{SCH}assert", f"{SCH}report"):
        return ""
    test = str(element.get("test"))
    test = quoteattr(test if element.tag == f"{SCH}report" else f"not({test})")
    words = f'<said node="{{path(.)}}" line="{line}">{_words(element)}</said>'
    return f"<xsl:if test={test}>{words}</xsl:if>"


def _words(element: etree._Element) -> str:
    found = escape(element.text or "")
    for child in element:
        if child.tag == f"{SCH}value-of":
            found += f"<xsl:value-of select={quoteattr(str(child.get('select')))}/>"
        elif child.tag == f"{SCH}name":
            found += f"<xsl:value-of select={quoteattr(child.get('path') or 'name()')}/>"
        elif isinstance(child.tag, str):
            found += _words(child)
        found += escape(child.tail or "")
    return found
