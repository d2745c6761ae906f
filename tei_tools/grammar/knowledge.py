"""In: an automaton. Out: what its schema says of names and places, for messages to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from tei_tools.model.document import siblings_before
from tei_tools.model.names import display, name_of
from tei_tools.model.wording import DATATYPES, LISTED, ONE_WORD, PATTERNS, gloss

from .automaton import Automaton, State
from .leaves import AttributeLeaf, DataLeaf, ElementLeaf, ListLeaf, ValueLeaf
from .patterns import TEXT_LABEL, Pattern, bits

#: The elements that editors put other elements into first, and that they put text into.
BLOCKS = ("p", "ab", "item", "cell")
COMMON = (*BLOCKS, "title", "head", "l", "desc")

#: The datatypes whose values are names.
NAMES = frozenset("ID NCName Name NMTOKEN".split())


class Knowledge:
    """What a schema says.

    Args:
        automaton: the schema.
        shown: how messages name a file of the schema.
    """

    def __init__(self, automaton: Automaton, shown: Callable[[str], str]) -> None:
        self.automaton = automaton
        self.grammar = automaton.grammar
        self.shown = shown
        self._listed: dict[int, tuple[str, ...]] = {}

    # --- places in the schema -----

    def element_place(self, state: State) -> str:
        """The file and line that define the element that a state is inside of."""
        definition = self.grammar.leaves[next(iter(state.candidates))[0]]
        file, line = self.grammar.place
        if isinstance(definition, ElementLeaf):
            file, line = definition.file, definition.line
        return f"{self.shown(file)}:{line}"

    def attribute_place(self, labels: int, state: State) -> str:
        """The file and line that define an attribute; those of its element where many do."""
        for leaf in self.attribute_leaves(labels):
            if not leaf.is_repeated:
                return f"{self.shown(leaf.file)}:{leaf.line}"
        return self.element_place(state)

    def attribute_leaves(self, labels: int) -> list[AttributeLeaf]:
        """The attributes with these labels."""
        leaves = (self.grammar.leaves[label] for label in bits(labels))
        return [leaf for leaf in leaves if isinstance(leaf, AttributeLeaf)]

    # --- names -----

    def gloss(self, name: str) -> str:
        """What the schema's documentation says of an element, in brackets."""
        for label in bits(self.automaton.labels_of(name) if name else 0):
            leaf = self.grammar.leaves[label]
            if isinstance(leaf, ElementLeaf) and leaf.names == name:
                return gloss(leaf.documentation, display(name))
        return ""

    def clark(self, name: str) -> str:
        """The Clark name of an element, by the name that messages call it."""
        return next((each for each in self.automaton.element_names if display(each) == name), "")

    def names_of(self, labels: int) -> tuple[str, ...]:
        """Names as messages have them, in alphabetical order."""
        return tuple(sorted({display(name) for name in self.automaton.names_of(labels)}))

    def listed(self, labels: int) -> tuple[str, ...]:
        """Names; where they are many, by class and name."""
        if labels not in self._listed:
            self._listed[labels] = self._list(labels)
        return self._listed[labels]

    def _list(self, labels: int) -> tuple[str, ...]:
        names = self.names_of(labels)
        if len(names) <= LISTED:
            return names
        defined: dict[str, str] = {}
        for label in bits(labels & ~TEXT_LABEL):
            leaf = self.grammar.leaves[label]
            if isinstance(leaf, ElementLeaf) and isinstance(leaf.names, str):
                is_first = leaf.define not in defined  # one definition may have several elements
                defined[leaf.define if is_first else f"{leaf.define} {label}"] = display(leaf.names)
        return grouped(defined, self.grammar.classes)

    # --- content -----

    def content(self, element: etree._Element) -> int:
        """The labels of all that may stand anywhere in an element of this name."""
        labels = 0
        for label in bits(self.automaton.labels_of(name_of(element))):
            labels |= self.grammar.contents[label].labels
        return labels & ~self.grammar.patterns.attributes

    def is_empty(self, element: etree._Element) -> bool:
        """Whether nothing at all may stand in an element of this name."""
        return bool(self.automaton.labels_of(name_of(element))) and not self.content(element)

    def holders(self, labels: int) -> tuple[str, ...]:
        """The names of the elements that may hold (or have) one of these, common ones first."""
        holding = 0
        for label, content in self.grammar.contents.items():
            if content.labels & labels:
                holding |= 1 << label
        names = self.names_of(holding)
        return (*(n for n in COMMON if n in names), *(n for n in names if n not in COMMON))

    def with_attribute(self, name: str) -> tuple[str, ...]:
        """The names of the elements that have an attribute."""
        return self.holders(self.automaton.attribute_labels_of(name))

    def leads_to(self, state: State, name: str) -> int:
        """The labels of what may come at a place, so that an element of this name may follow."""
        labels = 0
        for label in bits(self.automaton.expected_labels(state) & ~TEXT_LABEL):
            after = self.automaton.derived(state, 1 << label)
            if after is not None and self.automaton.open(after, name) is not None:
                labels |= 1 << label
        return labels

    def rival(self, element: etree._Element, state: State) -> tuple[etree._Element | None, bool]:
        """The sibling before which an element could still have stood, or instead of which.

        Args:
            state: one of the states of the element around it.

        Returns:
            The sibling, None where there is no such, and whether it could stand after the element.
        """
        at = self.automaton.close_anyway(self.automaton.opened(_labels(state)))
        before = instead = None
        for child in siblings_before(element):
            if (after := self._after(at, element)) is not None:
                if self._after(after, child) is not None:
                    before = child
                else:
                    instead = child
            at = self._after(at, child) or at
        if before is not None and before.tag == element.tag:  # of many siblings, some were left out
            before = None
        return (instead, False) if before is None else (before, True)

    def _after(self, state: State, element: etree._Element) -> State | None:
        """The state after a child element; None where it is not allowed."""
        opened = self.automaton.open(state, name_of(element))
        return None if opened is None else self.automaton.derived(state, _labels(opened))

    def with_text(self, labels: int) -> int:
        """The labels of those elements that may have text directly inside."""
        return sum(
            1 << label
            for label in bits(labels & ~TEXT_LABEL)
            if label in self.grammar.contents and self.grammar.contents[label].labels & TEXT_LABEL
        )

    def excludes(self, state: State, name: str, other: str) -> bool:
        """Whether an element cannot have one attribute together with another."""
        automaton = self.automaton
        opened = automaton.opened(_labels(state))
        given = automaton.derived(opened, automaton.attribute_labels(opened, other))
        return given is None or not automaton.attribute_labels(given, name)

    # --- values -----

    def values(self, pattern: Pattern) -> Iterator[tuple[str, str]]:
        """The values that a pattern lists, but for the empty one, and what the schema says."""
        for label in bits(pattern.labels & ~TEXT_LABEL):
            match self.grammar.leaves[label]:
                case ValueLeaf(text=text, documentation=documentation) if text:
                    yield text, gloss(documentation)
                case ListLeaf(content):
                    yield from self.values(content)

    def is_name(self, pattern: Pattern) -> bool:
        """Whether a value is a name, or any one word."""
        return any(_is_name(self.grammar.leaves[label]) for label in bits(pattern.labels & ~1))

    def types(self, pattern: Pattern) -> Iterator[str]:
        """What the datatypes of a pattern want, in words."""
        for label in bits(pattern.labels & ~TEXT_LABEL):
            match self.grammar.leaves[label]:
                case DataLeaf() as leaf:
                    yield from _wanted(leaf)
                case ListLeaf(content):
                    yield from self.types(content)


def _labels(state: State) -> int:
    """The labels of the definitions that an element may have."""
    return sum(1 << label for label, _ in state.candidates)


def _is_name(leaf: object) -> bool:
    if not isinstance(leaf, DataLeaf):
        return False
    patterns = [value for name, value in leaf.datatype.params if name == "pattern"]
    return leaf.datatype.name in NAMES or any(PATTERNS.get(p) == ONE_WORD for p in patterns)


def _wanted(leaf: DataLeaf) -> Iterator[str]:
    facets = dict(leaf.datatype.params)
    if pattern := facets.get("pattern"):
        yield PATTERNS.get(pattern) or leaf.documentation or f"something that matches `{pattern}`"
        return
    words = DATATYPES.get(leaf.datatype.name, "")
    least, most = facets.get("minInclusive"), facets.get("maxInclusive")
    if words.startswith(("a number", "a whole number")) and (least or most):
        words = words.partition(" such")[0].partition(",")[0]
        words += f" from {least} to {most}" if least and most else ""
        words += f", {least} or more" if not most else f", {most} or less" if not least else ""
    if words:
        yield words


def grouped(defined: Mapping[str, str], classes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Names gathered into the largest classes that are wholly among them, the smallest first.

    Args:
        defined: for each definition the name of its element.
        classes: for each class the definitions and classes in it.
    """

    def members(name: str, outer: tuple[str, ...] = ()) -> frozenset[str]:
        if name not in classes or name in outer:
            return frozenset({name})
        return frozenset().union(*(members(each, (*outer, name)) for each in classes[name]))

    whole = {name: found for name in classes if (found := members(name)) <= defined.keys()}
    entries: list[tuple[int, str]] = []
    left = set(defined)
    for name, found in sorted(whole.items(), key=lambda each: (-len(each[1]), each[0])):
        if len(found) > 1 and found <= left:
            left -= found
            listed = sorted({defined[each] for each in found})
            entries.append((len(listed), f"{name}: {', '.join(listed)}"))
    entries += [(1, defined[each]) for each in left]
    return tuple(entry for _, entry in sorted(entries))
