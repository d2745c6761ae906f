"""Whatever a document looks like, each thing in it is found where it was written."""

from __future__ import annotations

import codecs
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tei_tools.model.finding import Location
from tei_tools.model.names import name_of
from tei_tools.read import read_document

SPACE = st.sampled_from([" ", "\n", "\t", "  \n ", "\n\n\t"])
MAYBE = st.sampled_from(["", " ", "\n"])
#: What stands between tags and words; the tags in it are none.
FILLER = st.sampled_from(
    ["", "\n", "\t", "<!-- <e> \n -->", "<![CDATA[\n ]]>", "<?pi <e>\n?>", " <!--𝔸😀-->\t"]
)
WORDS = st.sampled_from(["word", "Wörter", "𝔸😀", "two words", "&#x1F600;", "&v; Lenin"])
DOCTYPE = '<!DOCTYPE e [<!ENTITY v "Vladimir\nIlyich">]>\n'
#: The children of an element, each with its own.
Tree = tuple["Tree", ...]
TREES = st.recursive(
    st.just(()), lambda inside: st.lists(inside, max_size=3).map(tuple), max_leaves=12
)


class Writer:
    """Writes a document and notes where everything is, as offsets in its text."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        #: Of each element: its name, the name and the value of its attribute, its end.
        self.starts: list[tuple[int, int]] = []
        self.names: list[tuple[int, int]] = []
        self.values: list[tuple[int, int]] = []
        self.ends: dict[int, tuple[int, int]] = {}
        #: Of each element and child: the words that follow.
        self.words: dict[tuple[int, int], tuple[int, int]] = {}

    def write(self, text: str) -> tuple[int, int]:
        self.text += text
        return len(self.text) - len(text), len(self.text)

    def any(self, choice: st.SearchStrategy[str]) -> tuple[int, int]:
        return self.write(self.draw(choice))

    def element(self, children: Tree) -> None:
        number = len(self.starts)
        quote = self.draw(st.sampled_from("\"'"))
        self.write("<")
        self.starts.append(self.write(f"e{number}"))
        self.any(SPACE)
        self.names.append(self.write("n"))
        self.any(MAYBE)
        self.write(f"={quote}")
        self.values.append(self.any(st.sampled_from(["", "x", "é😀", "a b"])))
        self.write(quote)
        if not children and self.draw(st.booleans()):
            self.ends[number] = self.starts[number]
            self.write("/>")
            return
        self.write(">")
        for position, child in enumerate((None, *children)):
            if child is not None:
                self.element(child)
            self.any(FILLER)
            if self.draw(st.booleans()):
                self.words[number, position] = self.any(WORDS)
                self.any(FILLER)
        self.write("</")
        self.ends[number] = self.write(f"e{number}")
        self.any(MAYBE)
        self.write(">")


@st.composite
def layouts(draw: st.DrawFn) -> Writer:
    writer = Writer(draw)
    writer.write(draw(st.sampled_from(["", "<!-- <e0> -->\n"])) + DOCTYPE)
    writer.element(draw(TREES))
    return writer


@given(
    written=layouts(),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"]),
)
def test_everything_is_found_where_it_was_written(
    written: Writer, line_end: str, encoding: str
) -> None:
    mark = {"utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    data = mark + written.text.replace("\n", line_end).encode(encoding)
    document = read_document(Path("a.xml"), data=data)

    def place(location: Location) -> tuple[int, int]:
        return location.line, location.column

    def oracle(span: tuple[int, int]) -> tuple[int, int]:
        before = written.text[: span[0]]
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    for number, element in enumerate(document.root.iter("{*}*")):
        assert name_of(element) == f"e{number}"
        start, end = document.locate(element), document.locate(element, end=True)
        assert place(start) == oracle(written.starts[number])
        assert start.end_column - start.column == len(f"e{number}")
        assert place(end) == oracle(written.ends[number])
        value = document.locate(element, "n")
        assert place(value) == oracle(written.values[number])
        assert value.end_column - value.column == len(element.get("n", ""))
        assert place(document.locate(element, "n", name=True)) == oracle(written.names[number])
    elements = list(document.root.iter("{*}*"))
    for (number, position), span in written.words.items():
        assert place(document.locate(elements[number], after=position)) == oracle(span)
