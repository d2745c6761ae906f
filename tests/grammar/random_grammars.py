"""In: chance. Out: small grammars, others like them, and documents of both kinds."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st
from lxml import etree

from tei_tools.grammar import Grammar
from tei_tools.grammar.automaton import Automaton
from tei_tools.grammar.leaves import AttributeLeaf, ElementLeaf
from tei_tools.grammar.names import contains, samples
from tei_tools.grammar.patterns import Kind, Pattern, bits

from .comparing import NS, data

#: Names of elements: two definitions may well share one; wildcards are rare.
NAMES = [
    *['<name ns="">a</name>'] * 6,
    *['<name ns="">b</name>'] * 3,
    '<choice><name ns="">a</name><name ns="">b</name></choice>',
    "<anyName/>",
    '<anyName><except><name ns="">a</name></except></anyName>',
]
WILD = [
    "<anyName/>",
    '<nsName ns=""/>',
    '<anyName><except><name ns="">x</name></except></anyName>',
    '<anyName><except><nsName ns="u"/></except></anyName>',
]
DATA = [
    *("<value>p</value>", "<value>q</value>", '<value type="string">p</value>', "<value>1</value>"),
    *(data("NCName"), data("token"), data("integer"), data("boolean"), data("date")),
    *(data("token", pattern="[a-z]+"), data("token", maxLength=1), data("integer", minInclusive=1)),
    '<data type="token"><except><value>p</value></except></data>',
]
TEXTS = ["p", "q", " p ", "1", "01", "-1", "p q", "1 p", "", "true", "2000-01-01", "é", "P"]

words = st.recursive(
    st.sampled_from(DATA),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"<choice>{two[0]}{two[1]}</choice>"),
        st.tuples(inner, inner).map(lambda two: f"<group>{two[0]}{two[1]}</group>"),
        inner.map(lambda one: f"<oneOrMore>{one}</oneOrMore>"),
        inner.map(lambda one: f"<optional>{one}</optional>"),
    ),
    max_leaves=3,
)
values = st.one_of(
    st.sampled_from([*DATA, "<empty/>", "<text/>"]),
    st.tuples(st.sampled_from(DATA), st.sampled_from(DATA)).map(
        lambda two: f"<choice>{two[0]}{two[1]}</choice>"
    ),
    words.map(lambda inside: f"<list>{inside}</list>"),
)
attributes = st.one_of(
    st.tuples(st.sampled_from("xyz"), values).map(
        lambda pair: f'<attribute name="{pair[0]}">{pair[1]}</attribute>'
    ),
    st.sampled_from(WILD).map(
        lambda n: f"<oneOrMore><attribute>{n}<text/></attribute></oneOrMore>"
    ),
)
#: The last definition is of an empty element, so that elements come to an end.
references = st.sampled_from([0, 1, 2, 3, 3]).map(lambda number: f'<ref name="d{number}"/>')
leaves = st.one_of(references, references, references, attributes)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.tuples(
        st.sampled_from(["choice", "choice", "group", "group", "interleave"]),
        st.lists(inner, min_size=2, max_size=3).map("".join),
    )
    one = st.tuples(st.sampled_from(["oneOrMore", "optional", "zeroOrMore", "mixed"]), inner)
    return st.one_of(several, one).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")


children = st.recursive(leaves, _grown, max_leaves=5)
contents = st.one_of(
    children,
    children,
    children,
    st.tuples(children, values).map(lambda two: f"<choice>{two[0]}{two[1]}</choice>"),
    st.tuples(attributes, values).map("".join),
)
definitions = st.tuples(st.sampled_from(NAMES), contents)


@st.composite
def schemas(draw: st.DrawFn) -> tuple[str, str]:
    """Two schemas that are much the same."""
    one = [*(draw(definitions) for _ in range(3)), ('<name ns="">b</name>', "<empty/>")]
    other = list(one)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, 2))
        names, content = other[at]
        change = draw(st.sampled_from(["other", "choice", "name", "optional", "oneOrMore"]))
        if change == "other":
            content = draw(contents)
        elif change == "choice":
            content = f"<choice>{content}{draw(contents)}</choice>"
        elif change == "name":
            names = draw(st.sampled_from(NAMES))
        else:
            content = f"<{change}>{content}</{change}>"
        other[at] = names, content
    start = draw(st.sampled_from(["", '<ref name="d1"/>']))
    return _schema(one, start), _schema(other, start)


def _schema(definitions: list[tuple[str, str]], start: str) -> str:
    written = "".join(
        f'<define name="d{number}"><element>{names}{content}</element></define>'
        for number, (names, content) in enumerate(definitions)
    )
    begun = f'<start><choice><ref name="d0"/>{start}</choice></start>'
    return f"<grammar {NS}>{begun}{written}</grammar>"


# --- documents -----


class NoDocumentError(Exception):
    """Chance led nowhere."""


def document(grammar: Grammar, chance: Random) -> str | None:
    """A document of a grammar, made without a look at what it is compared with."""
    holder = etree.Element("document")
    try:
        _Writer(grammar, chance).write(holder, grammar.start, 4)
    except NoDocumentError:
        return None
    return etree.tostring(holder[0], encoding="unicode") if len(holder) else None


class _Writer:
    def __init__(self, grammar: Grammar, chance: Random) -> None:
        self.grammar = grammar
        self.automaton = Automaton(lambda: grammar)
        self.chance = chance

    def write(self, element: etree._Element, pattern: Pattern, depth: int) -> None:
        """Add to an element what a pattern stands for."""
        match pattern.kind:
            case Kind.NOT_ALLOWED:
                raise NoDocumentError
            case Kind.TEXT if self.chance.random() < 0.5:
                self.add_text(element, "text")
            case Kind.LEAF:
                self.write_leaf(element, pattern, depth)
            case Kind.CHOICE:
                self.write(element, self.chance.choice(pattern.parts), depth)
            case Kind.GROUP | Kind.INTERLEAVE:
                parts = list(pattern.parts)
                if pattern.kind is Kind.INTERLEAVE:
                    self.chance.shuffle(parts)
                for part in parts:
                    self.write(element, part, depth)
            case Kind.ONE_OR_MORE:
                for _ in range(self.chance.choice([1, 1, 2])):
                    self.write(element, pattern.parts[0], depth)

    def write_leaf(self, element: etree._Element, pattern: Pattern, depth: int) -> None:
        label = next(bits(pattern.labels))
        leaf = self.grammar.leaves[label]
        if isinstance(leaf, AttributeLeaf):
            element.set(self.name(leaf), self.text(leaf.content))
        elif not isinstance(leaf, ElementLeaf):
            self.add_text(element, self.text(pattern))
        elif depth:
            child = etree.SubElement(element, self.name(leaf))
            self.write(child, self.grammar.contents[label], depth - 1)
        else:
            raise NoDocumentError

    def name(self, leaf: ElementLeaf | AttributeLeaf) -> str:
        names = [name for name in samples(leaf.names) if contains(leaf.names, name)]
        return self.chance.choice(sorted(names)).replace("{\0}", "{v}").replace("\0", "other")

    def text(self, pattern: Pattern) -> str:
        element = etree.Element("none")
        fitting = [text for text in TEXTS if self.automaton.matches(pattern, text, element)]
        if not fitting:
            raise NoDocumentError
        return self.chance.choice(fitting)

    def add_text(self, element: etree._Element, text: str) -> None:
        if len(element):
            element[-1].tail = text
        else:
            element.text = text
