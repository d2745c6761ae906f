"""In: TEI prose of an ODD: descriptions, remarks, paragraphs of its manual.
Out: its HTML, block by block."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lxml import etree

from tei_tools.odd.documentation.figures import example, verbatim
from tei_tools.odd.documentation.highlight import EXAMPLES_NS
from tei_tools.odd.documentation.inline import Inline
from tei_tools.odd.documentation.links import Links
from tei_tools.odd.documentation.texts import words_of
from tei_tools.odd.reader import TEI, Element, local, words
from tei_tools.odd.specs import TEI_NS
from tei_tools.pages import escape, language_of, start

NUMBERED = frozenset({"ordered", "numbered"})

BIBLIOGRAPHIC = ("bibl", "biblStruct", "biblFull")

# Elements that are written as paragraphs.
PARAGRAPHS = """ab argument byline closer dateline docAuthor docDate docEdition docImprint docTitle
l lg opener p salute signed sp speaker stage titlePage titlePart trailer""".split()

# Writes an element; the number is the level of the next heading in it.
Block: TypeAlias = Callable[[Element, int], str]

# No cell is wider than this, whatever it says.
MOST_COLUMNS = 100


class Prose(Inline):
    """Writes blocks. `level` is that of the next heading, from 2 to 6.

    `in_lines` are the tags of elements that stand in lines, whatever is in them.
    """

    in_lines: frozenset[str] = frozenset()

    def __init__(self, links: Links) -> None:
        super().__init__(links)
        self.blocks = self.known_blocks()
        self._tables = 0

    def known_blocks(self) -> dict[str, Block]:
        """What writes each element that stands between paragraphs; others do if one is in them."""
        return {
            **dict.fromkeys(PARAGRAPHS, self.flow),
            "cit": self._quotation,
            "eg": self._eg,
            "egXML": self._example,
            "epigraph": self._quotation,
            "figure": self._figure,
            "list": self._list,
            "listBibl": self._bibliography,
            "table": self._table,
        }

    def say(self, element: Element, level: int = 6) -> str:
        """What is in an element: a line where it can be one, otherwise blocks."""
        if any(self.is_block(child) for child in element):
            return self.flow(element, level)
        return self.line(element).strip()

    def flow(self, element: Element, level: int, skipped: Element | None = None) -> str:
        """The blocks in an element; the text between them becomes paragraphs."""
        out: list[str] = []
        line = [escape(element.text or "")]
        opened = start("p", id=self.anchor(element), lang=language_of(element))

        def end_line() -> None:
            nonlocal opened
            text = "".join(line).strip()
            line.clear()
            if text:
                out.append(f"{opened}{text}</p>\n")
                opened = start("p", lang=language_of(element))

        for child in element:
            if child is not skipped:
                if self.is_block(child):
                    end_line()
                    out.append(self._block(child, level))
                elif isinstance(child.tag, str):
                    line.append(self.phrase(child))
                elif isinstance(child, etree._Entity):
                    line.append(escape(child.text or ""))
            line.append(escape(child.tail or ""))
        end_line()
        if " id=" in opened:  # no paragraph has taken it
            out.insert(0, f"{opened.replace('<p', '<span', 1)}</span>")
        return "".join(out)

    def is_block(self, element: Element) -> bool:
        """Whether an element stands between paragraphs, since it or something in it must."""
        todo = [element]
        while todo:
            each = todo.pop()
            if not isinstance(each.tag, str) or each.tag in self.in_lines:
                continue
            name = etree.QName(each)
            is_example = name.namespace == EXAMPLES_NS and name.localname == "egXML"
            if is_example or (name.namespace == TEI_NS and name.localname in self.blocks):
                return True
            todo.extend(each)
        return False

    def _block(self, element: Element, level: int) -> str:
        return self.blocks.get(local(element), self.flow)(element, level)

    # Lists.

    def _list(self, element: Element, level: int) -> str:
        head = element.find(TEI + "head")
        title = "" if head is None else f'<p class="list-head">{self.line(head).strip()}</p>\n'
        anchor = self.anchor(element)
        if element.find(TEI + "label") is not None:
            return title + self._glossary(element, level, anchor)
        kinds = {element.get("type", ""), *words(element, "rend")}
        tag = "ul" if kinds.isdisjoint(NUMBERED) else "ol"
        items = "".join(
            f"{start('li', id=self.anchor(item), lang=language_of(item))}"
            f"{self.say(item, level)}</li>\n"
            for item in element.iterchildren(TEI + "item")
        )
        return f"{title}{start(tag, id=anchor)}\n{items}</{tag}>\n" if items else title

    def _glossary(self, element: Element, level: int, anchor: str) -> str:
        """A list of labels and items: no dl, which forbids that two labels are the same."""
        rows: list[str] = []
        was_label = False
        for part in element.iterchildren(TEI + "label", TEI + "item"):
            is_label = part.tag == TEI + "label"
            said = self.line(part).strip() if is_label else self.say(part, level)
            opened = start("b" if is_label else "div", id=self.anchor(part), lang=language_of(part))
            shown = f"{opened}{said}</{'b' if is_label else 'div'}>"
            if was_label and not is_label:
                rows[-1] += shown
            else:
                rows.append(shown)
            was_label = is_label
        items = "".join(f"<li>{row}</li>\n" for row in rows)
        return f"{start('ul', id=anchor, class_='glossary')}\n{items}</ul>\n"

    def _bibliography(self, element: Element, level: int) -> str:  # noqa: ARG002
        items = "".join(
            f"{start('li', id=self.anchor(each))}{self.line(each).strip()}</li>\n"
            for each in element.iterchildren(*(TEI + name for name in BIBLIOGRAPHIC))
        )
        return f"{start('ul', id=self.anchor(element))}\n{items}</ul>\n" if items else ""

    # Tables.

    def _table(self, element: Element, level: int) -> str:
        rows = [
            (row, list(row.iterchildren(TEI + "cell"))) for row in element.iterchildren(TEI + "row")
        ]
        widths = [sum(_columns(cell) for cell in cells) for _, cells in rows]
        if not any(widths):
            return ""
        is_plain = all(_count(cell, "rows") == 1 for _, cells in rows for cell in cells)
        out = [self._table_start(element)]
        for (row, cells), width in zip(rows, widths, strict=True):
            shown = "".join(self._cell(row, cell, level) for cell in cells)
            missing = "<td></td>" * (max(widths) - width if is_plain else 0)
            out.append(f"{start('tr', id=self.anchor(row))}{shown}{missing}</tr>\n")
        return "".join([*out, "</table></div>\n"])

    def _table_start(self, element: Element) -> str:
        self._tables += 1
        head = element.find(TEI + "head")
        name = f"Table {self._tables}" + ("" if head is None else f": {words_of(head)}")
        region = start("div", class_="scroll", role="region", tabindex="0", aria_label=name)
        caption = "" if head is None else f"<caption>{self.line(head).strip()}</caption>\n"
        return f"{region}\n{start('table', id=self.anchor(element))}\n{caption}"

    def _cell(self, row: Element, cell: Element, level: int) -> str:
        is_label = "label" in (row.get("role"), cell.get("role")) and bool(words_of(cell))
        tag = "th" if is_label else "td"
        columns, lines = _columns(cell), _count(cell, "rows")
        opened = start(
            tag,
            id=self.anchor(cell),
            scope=("col" if row.get("role") == "label" else "row") if is_label else None,
            colspan=str(columns) if columns > 1 else None,
            rowspan=str(lines) if lines > 1 else None,
        )
        return f"{opened}{self.say(cell, level)}</{tag}>"

    # What is set apart.

    def _example(self, element: Element, level: int) -> str:  # noqa: ARG002
        return example(self.links, element, self.anchor(element))

    def _eg(self, element: Element, level: int) -> str:  # noqa: ARG002
        return verbatim(element, self.anchor(element))

    def _quotation(self, element: Element, level: int) -> str:
        return f"<blockquote>\n{self.flow(element, level)}</blockquote>\n"

    def _figure(self, element: Element, level: int) -> str:
        return f"<figure>\n{self.flow(element, level)}</figure>\n"


def _columns(cell: Element) -> int:
    return _count(cell, "cols")


def _count(cell: Element, attribute: str) -> int:
    value = cell.get(attribute, "")
    return (
        min(int(value), MOST_COLUMNS) if value.isascii() and value.isdigit() and int(value) else 1
    )
