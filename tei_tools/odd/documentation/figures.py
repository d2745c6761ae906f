"""In: examples and other pieces of code in an ODD.
Out: their HTML, each with a line that says what it is and where it comes from."""

from __future__ import annotations

import textwrap

from tei_tools.odd.documentation.highlight import content_of, highlight
from tei_tools.odd.documentation.links import Links
from tei_tools.odd.reader import Element
from tei_tools.pages import escape, language_of, start

# What @valid of egXML says to the reader; valid examples need no words.
VALIDITY = {"false": "Not valid.", "feasible": "A fragment."}


def example(links: Links, element: Element, anchor: str = "", said: str = "") -> str:
    """An egXML; `said` is what there is to say of it in place of its validity."""
    text = highlight(content_of(element), links.tag)
    if not text:
        return ""
    caption = (said or VALIDITY.get(element.get("valid", ""), ""), _origin(links, element))
    return code(text, " ".join(each for each in caption if each), language_of(element), anchor)


def _origin(links: Links, element: Element) -> str:
    """Where an example comes from; a pointer that leads to nothing on the page says nothing."""
    source = element.get("source", "").strip()
    address = links.address(source) if source.startswith(("#", "http:", "https:")) else ""
    if not source or (source.startswith("#") and not address):
        return ""
    shown = f"<code>{escape(source)}</code>"
    return f"From {start('a', href=address)}{shown}</a>" if address else f"From {shown}"


def code(html: str, caption: str = "", language: str = "", anchor: str = "") -> str:
    """Code, already HTML, with a caption."""
    opened = start("figure", class_="example", id=anchor)
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    shown = f"{start('pre', lang=language)}<code>{html}</code></pre>"
    return f"{opened}{shown}{said}</figure>\n"


def verbatim(element: Element, anchor: str = "") -> str:
    """An eg: its lines as they are, without the indent that all have."""
    lines = "".join(element.itertext()).expandtabs().strip("\n").rstrip()
    return code(escape(textwrap.dedent(lines)), anchor=anchor)
