"""Text that means harm: no page made of it does anything, asks for anything, or hides anything.

Chromium is the judge: it loads the page beside a server that counts who asks for what, and says
which elements and attributes it has made of it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from tei_tools.transform import VIEWS, Entry, TransformOptions, render

from .browser import inspect, vnu
from .conftest import NAMESPACE, to_html, whole

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("judges")]

#: Runs in the page if the page lets it.
RUN = "parent.document.body.dataset.ran=1"
#: Texts that leave the place they stand in, where they are not escaped.
TEXTS = (
    f"<script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</title></pre></textarea><script>{RUN}</script>",
    f'"><img src=x onerror={RUN}>',
    f"' onmouseover='{RUN}' x='",
    f"<svg onload={RUN}>",
    "<!--", "-->", "<![CDATA[", "]]>", "&lt;script&gt;", "&#x3c;img&#62;", "\\u003cscript>",
    "{{7*7}}", "\u202egnp.exe\u202c\u2066\u2069", "\u2028\u2029\u00ad\ufeff", "x" * 50_000,
)  # fmt: skip
#: Addresses that do something; SERVER is what must not be asked.
ADDRESSES = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f" javascript:{RUN}",
    f"java&#9;script:{RUN}",
    f"java&#10;script:{RUN}",
    f"&#x85;javascript:{RUN}",
    f"&#xA0;javascript:{RUN}",
    f"javascript&#58;{RUN}",
    f"javascript%3A{RUN}",
    f"%6Aavascript:{RUN}",
    f"j\u200bavascript:{RUN}",
    f"ｊavascript:{RUN}",
    f"view-source:javascript:{RUN}",
    f"evil:{RUN}",
    f"data:text/html,&lt;script>{RUN}&lt;/script>",
    f"data:text/html;base64,PHNjcmlwdD4{RUN}",
    "vbscript:msgbox(1)", "VBSCRIPT&#9;:x", "blob:null/x", "file:///etc/passwd", "about:blank",
    "//SERVER/a", "http://SERVER/b", "\\\\SERVER\\c", "https:javascript:x", "filesystem:x",
    "#&quot; onclick=x", "intent:x", "url(http://SERVER/d)", "@import 'http://SERVER/e'",
)  # fmt: skip
ATTRIBUTES = (
    "rend", "rendition", "style", "n", "type", "subtype", "target", "ref", "url", "resp", "cert",
    "reason", "when", "hand", "key", "source", "facs", "level", "part", "cols", "rows", "role",
    "place", "who", "wit", "xml:lang", "xml:base", "mimeType", "corresp", "onclick", "src", "href",
)  # fmt: skip
ELEMENTS = (
    "p", "ab", "head", "hi", "ref", "ptr", "graphic", "note", "persName", "date", "l", "lg", "item",
    "label", "cell", "row", "table", "list", "figure", "figDesc", "pb", "lb", "milestone", "gap",
    "supplied", "choice", "sic", "corr", "app", "rdg", "lem", "sp", "speaker", "stage", "title",
    "foreign", "g", "formula", "castItem", "div", "space", "anchor", "code", "entry", "del",
)  # fmt: skip
#: Ids of the page's own parts, and names of what every document of a browser has.
IDS = (
    "tt-text", "tt-view-first", "tt-view-second", "tt-contents", "tt-about", "work-1", "body",
    "head", "cookie", "forms", "getElementById", "location", "parent", "constructor", "__proto__",
)  # fmt: skip
SVG, XHTML, MATH = (
    f'="http://www.w3.org/{name}"' for name in ("2000/svg", "1999/xhtml", "1998/Math/MathML")
)
ISLANDS = (
    f'<s:svg xmlns:s{SVG} onload="{RUN}"><s:script>{RUN}</s:script>'
    '<s:image href="http://SERVER/f"/></s:svg>',
    f"<h:script xmlns:h{XHTML}>{RUN}</h:script>",
    f'<h:iframe xmlns:h{XHTML} src="http://SERVER/g">h</h:iframe>',
    f"<h:style xmlns:h{XHTML}>*{{background:url(http://SERVER/i)}}</h:style>",
    f'<m:math xmlns:m{MATH} href="javascript:{RUN}"><m:mi>x</m:mi></m:math>',
    f'<egXML xmlns="http://www.tei-c.org/ns/Examples"><script onload="{RUN}">{RUN}</script>'
    "</egXML>",
)


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what it has been asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{listening.server_port}", asked
    listening.shutdown()
    listening.server_close()


def _header() -> str:
    said = [escape(text) for text in TEXTS]
    names = "".join(f"<author>{text}</author>" for text in said)
    titles = "".join(f"<title>{text}</title><title type='sub'>{text}</title>" for text in said)
    licences = "".join(f'<licence target="{target}">x</licence>' for target in ADDRESSES[:6])
    prefixes = (
        '<prefixDef ident="evil" matchPattern="(.*)" replacementPattern="javascript:$1"/>'
        '<prefixDef ident="reg" matchPattern="(.*)" replacementPattern="#$1"/>'
    )
    return (
        f"<teiHeader><fileDesc><titleStmt>{titles}{names}</titleStmt><editionStmt><edition>"
        f"{said[1]}</edition></editionStmt><publicationStmt><publisher>{said[2]}</publisher>"
        f"<idno>{said[4]}</idno><availability>{licences}</availability></publicationStmt>"
        f"<sourceDesc><bibl>{said[3]}</bibl></sourceDesc></fileDesc><encodingDesc><listPrefixDef>"
        f"{prefixes}</listPrefixDef><editorialDecl><p>{said[5]}</p></editorialDecl></encodingDesc>"
        f"<profileDesc><langUsage><language ident='en'>{said[0]}</language></langUsage>"
        "</profileDesc></teiHeader>"
    )


def _body() -> str:
    parts = [f"<p>{escape(text)}</p>" for text in TEXTS]
    parts += [f"<div><head>{escape(text)}</head><p>x</p></div>" for text in TEXTS]
    parts += [
        f'<p><ref target="{a}">r</ref><ptr target="{a}"/><graphic url="{a}"/>'
        f'<persName ref="{a}">n</persName><g ref="{a}"/></p>'
        for a in ADDRESSES
    ]
    for number, element in enumerate(ELEMENTS):
        for text in TEXTS[number % 6 :: 6][:3]:
            written = " ".join(f"{name}={quoteattr(text)}" for name in ATTRIBUTES)
            parts.append(f"<{element} {written}>t</{element}>")
    parts += [
        f'<p xml:id="{identifier}">i<note xml:id="n.{identifier}">n</note> '
        f'<ref target="#{identifier}">r</ref></p>'
        for identifier in IDS
    ]
    return "".join((*parts, *(f"<p>{island}</p>" for island in ISLANDS)))


def _page(address: str) -> bytes:
    text = f"<TEI {NAMESPACE}>{_header()}<text><body>{_body()}</body></text></TEI>"
    entry = Entry(f'"></a>{TEXTS[1]}', "person")
    made = render(whole(text.replace("SERVER", address)), to="html", lookup=lambda _: entry)
    return made.data


def test_no_hostile_text_does_anything(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    address, asked = server
    page = tmp_path / "page.html"
    page.write_bytes(_page(address))
    found = inspect(page, tmp_path)
    assert found["ran"] is False
    assert found["dangers"] == []
    assert found["resources"] == []
    assert asked == []
    assert found["twice"] == []
    assert "</style><script>" in found["text"]


def test_a_page_that_does_harm_is_seen(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    address, asked = server
    harm = (
        f"<script>{RUN}</script><img src='http://{address}/x'><a href='java\tscript:x'>a</a>"
        "<p onclick='x' id='tt-text'>b</p>"
    )
    page = tmp_path / "page.html"
    page.write_text(to_html("<p>a</p>").replace("</footer>", f"{harm}</footer>"), "utf-8")
    found = inspect(page, tmp_path)
    assert found["ran"] is True
    assert asked == ["/x"]
    assert found["twice"] == ["tt-text"]
    assert {danger.split()[0] for danger in found["dangers"]} == {"script", "img", "a", "p"}


def test_a_hostile_page_is_valid_html(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(_page("127.0.0.1:1"))
    said = [line for line in vnu([page]) if " error" in line]
    # XML knows U+0085, which HTML has no way to write; it stays what it is.
    assert [line for line in said if "Forbidden code point U+0085" not in line] == []


@pytest.mark.parametrize("text", TEXTS[:7])
def test_the_name_of_a_view_is_but_a_name(text: str) -> None:
    view = replace(VIEWS["reading"], name=text, label=text, gap=text)
    made = render(
        whole(f"<TEI {NAMESPACE}><text><body><p>a <gap/><del>b</del></p></body></text></TEI>"),
        to="html",
        options=TransformOptions(view=view),
    )
    page = made.data.decode()
    assert f"> {escape(text).replace(chr(34), '&quot;')}</label>" in page
    assert page.count("<script") == 1
