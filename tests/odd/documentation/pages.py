"""In: ODDs. Out: their documentation, and what a reader finds in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree, html

from tei_tools.odd import Files, FlatOdd, compile_odd
from tei_tools.odd.documentation import to_html

from ...oracles import ROOT, corpora
from ..support import NS, SOURCE

LAST_WORKS = ROOT / "schemas" / "last-works.odd"

ODD = f"""<TEI {NS} xml:lang="en">
<teiHeader><fileDesc>
<titleStmt><title>A manual</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>
</fileDesc></teiHeader>
<text><body>
%s
<schemaSpec ident="case" start="TEI">
<moduleRef key="tei"/>
<moduleRef key="core"/>
%s
</schemaSpec>
</body></text>
</TEI>
"""


def root_of(odd: Path) -> etree._Element:
    """The root of an ODD."""
    return Files(odd.parent).read(odd)


def written(odd: Path, *, source: Path | None = None, lang: str = "") -> str:
    """The page of an ODD."""
    return to_html(compile_odd(odd, source=source), root_of(odd), lang).html.decode()


def case(folder: Path, specs: str, *, text: str = "", lang: str = "") -> str:
    """The page of a customisation of mini.odd, with some text before its schemaSpec."""
    path = folder / "case.odd"
    path.write_text(ODD % (text, specs), encoding="utf-8")
    return written(path, source=SOURCE, lang=lang)


def page(folder: Path, specs: str, *, text: str = "", lang: str = "") -> html.HtmlElement:
    """The same, to be looked into."""
    return html.document_fromstring(case(folder, specs, text=text, lang=lang))


@cache
def last_works() -> tuple[FlatOdd, html.HtmlElement]:
    """The FLAT ODD of the edition, and its page."""
    return compile_odd(LAST_WORKS), html.document_fromstring(written(LAST_WORKS))


@cache
def tei_all(folder: Path) -> tuple[FlatOdd, html.HtmlElement]:
    """The same of all modules of the TEI, as in its tei_all."""
    source = corpora() / "tei-p5" / "p5subset.xml"
    tree = etree.parse(source, etree.XMLParser(collect_ids=False, huge_tree=True))
    modules = [each.get("ident") for each in tree.iter("{*}moduleSpec")]
    refs = "".join(f'<moduleRef key="{module}"/>' for module in modules)
    path = folder / "all.odd"
    path.write_text(f'<TEI {NS}><schemaSpec ident="all">{refs}</schemaSpec></TEI>')
    flat = compile_odd(path, source=source)
    return flat, html.document_fromstring(to_html(flat, root_of(path)).html.decode())


def at(root: html.HtmlElement, anchor: str) -> html.HtmlElement:
    """What has an anchor."""
    return anchored(root)[anchor]


@cache
def anchored(root: html.HtmlElement) -> dict[str, html.HtmlElement]:
    """Everything that has an anchor."""
    return {each.get("id", ""): each for each in root.xpath("//*[@id]")}


def fact(root: html.HtmlElement, anchor: str, name: str) -> html.HtmlElement:
    """What the section with an anchor says under a name."""
    path = 'dl[@class="facts"]/dt[.=$name]/following-sibling::dd[1]'
    found: list[html.HtmlElement] = at(root, anchor).xpath(path, name=name)
    return found[0]


def says(element: html.HtmlElement | None) -> str:
    """The words in an element, white space made single; nothing where there is none."""
    return "" if element is None else " ".join(element.text_content().split())


def one(root: html.HtmlElement, path: str) -> html.HtmlElement:
    """The first thing that an ElementPath leads to."""
    found = root.find(path)
    assert found is not None
    return found


def leads_to(element: html.HtmlElement) -> list[str]:
    """Where the links in an element lead to, in order."""
    return [link.get("href", "").removeprefix("#") for link in element.iter("a")]
