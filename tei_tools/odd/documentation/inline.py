"""In: phrases of TEI prose: what stands in one line.
Out: their HTML, in which names of elements, attributes and classes are links."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from tei_tools.odd.documentation.links import Links, label
from tei_tools.odd.reader import Element, is_tei, local, words
from tei_tools.pages import escape, language_of, start

# What stands before and after the words in an element; all others are their words alone.
MARKS = {
    "add": ("<ins>", "</ins>"),
    "code": ("<code>", "</code>"),
    "del": ("<del>", "</del>"),
    "eg": ("<code>", "</code>"),
    "emph": ("<em>", "</em>"),
    "foreign": ("<i>", "</i>"),
    "formula": ("<code>", "</code>"),
    "gloss": ("‘", "’"),
    "mentioned": ("<i>", "</i>"),
    "q": ("<q>", "</q>"),
    "quote": ("<q>", "</q>"),
    "soCalled": ("‘", "’"),
    "term": ("<i>", "</i>"),
    "val": ('<code class="val">', "</code>"),
}

# What @rend of hi is shown by; italics where it is none of these.
HIGHLIGHTS = {
    "b": "b",
    "bold": "b",
    "code": "code",
    "sub": "sub",
    "subscript": "sub",
    "sup": "sup",
    "super": "sup",
    "superscript": "sup",
    "tt": "code",
    "typewriter": "code",
}

# How a tag is written, by @type of tag.
TAGS = {
    "comment": ("<!--", "-->"),
    "empty": ("<", "/>"),
    "end": ("</", ">"),
    "pi": ("<?", "?>"),
}

# Titles of these levels are set between quotation marks.
QUOTED_LEVELS = frozenset("au")

# A link in a link cannot be; `>` in an attribute is always escaped.
_LINK = re.compile(r"</?a\b[^>]*>")


class Inline:
    """Writes lines. `anchor` gives an element its place on the page; here, none has one."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.titles: dict[str, str] = {}

    def anchor(self, element: Element) -> str:  # noqa: ARG002
        """The anchor of an element, to be written once; empty where it has none."""
        return ""

    def line(self, element: Element) -> str:
        """The words in an element."""
        parts = [escape(element.text or "")]
        for child in element:
            if isinstance(child.tag, str):
                parts.append(self.phrase(child))
            elif isinstance(child, etree._Entity):
                parts.append(escape(child.text or ""))
            parts.append(escape(child.tail or ""))
        return "".join(parts)

    def phrase(self, element: Element) -> str:
        """An element in a line, with its language and its anchor."""
        name = local(element) if is_tei(element) else ""
        write = PHRASES.get(name)
        text = write(self, element) if write else self._marked(element, name)
        anchor, language = self.anchor(element), language_of(element)
        if anchor or language:
            return f"{start('span', id=anchor, lang=language)}{text}</span>"
        return text

    def _marked(self, element: Element, name: str) -> str:
        before, after = MARKS.get(name, ("", ""))
        return f"{before}{self.line(element)}{after}"

    def _gi(self, element: Element) -> str:
        name = "".join(element.itertext()).strip()
        if element.get("scheme", "TEI") != "TEI":
            return f"<code>&lt;{escape(name)}&gt;</code>"
        return self.links.element(name)

    def _att(self, element: Element) -> str:
        return self.links.attribute_anywhere("".join(element.itertext()).strip().lstrip("@"))

    def _ident(self, element: Element) -> str:
        name = "".join(element.itertext()).strip()
        is_name = local(element) == "ident" or element.get("type") in ("class", "macro", "module")
        return self.links.name(name) if is_name else self.line(element)

    def _tag(self, element: Element) -> str:
        before, after = TAGS.get(element.get("type", ""), ("<", ">"))
        return f"<code>{escape(before)}{self.line(element)}{escape(after)}</code>"

    def _hi(self, element: Element) -> str:
        found = (HIGHLIGHTS.get(token, "") for token in words(element, "rend"))
        tag = next((each for each in found if each), "i")
        return f"<{tag}>{self.line(element)}</{tag}>"

    def _title(self, element: Element) -> str:
        if element.get("level", "m") in QUOTED_LEVELS:
            return f"“{self.line(element)}”"
        return f"<cite>{self.line(element)}</cite>"

    def _ref(self, element: Element) -> str:
        targets = words(element, "target") or ("",)
        text = self.line(element).strip()
        if text:
            return self._link(targets[0], text)
        return ", ".join(self._link(each, escape(self._label(each))) for each in targets)

    def _link(self, target: str, text: str) -> str:
        address = self.links.address(target)
        return f"{start('a', href=address)}{_LINK.sub('', text)}</a>" if address else text

    def _label(self, target: str) -> str:
        return self.titles.get(target.removeprefix("#")) or label(target)

    def note(self, element: Element) -> str:
        """A note, where it stands."""
        text = self.line(element).strip()
        return f" ({text})" if text else ""

    def _graphic(self, element: Element) -> str:
        url = element.get("url", "").strip()
        return self._link(url, f"[Image: {escape(url)}]") if url else "[Image]"

    def _break(self, element: Element) -> str:  # noqa: ARG002
        return "<br>"

    def _nothing(self, element: Element) -> str:  # noqa: ARG002
        return ""


PHRASES: dict[str, Callable[[Inline, Element], str]] = {
    "att": Inline._att,
    "gi": Inline._gi,
    "graphic": Inline._graphic,
    "hi": Inline._hi,
    "ident": Inline._ident,
    "index": Inline._nothing,
    "lb": Inline._break,
    "name": Inline._ident,
    "note": lambda writer, element: writer.note(element),
    "pb": Inline._nothing,
    "ptr": Inline._ref,
    "ref": Inline._ref,
    "tag": Inline._tag,
    "title": Inline._title,
}
