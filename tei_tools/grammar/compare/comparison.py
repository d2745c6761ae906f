"""In: two grammars, A and B. Out: whether each accepts what the other does, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, partial
from typing import Final, Literal

from lxml import etree

from ..automaton import DOCUMENT
from ..grammar import Grammar
from ..leaves import AttributeLeaf, ElementLeaf
from ..patterns import bits
from .examples import Examples, NoExampleError
from .inclusion import Gap, Inclusion
from .path import Absent, Child, Given, Step
from .side import Names, Side
from .states import Lost, Pair
from .wording import described, starred

#: The schema that alone allows something.
Only = Literal["A", "B"]


class Kind(StrEnum):
    """What differs."""

    ELEMENT = "element"  # a child that the other schema does not know at all
    CONTENT = "content"  # children, or text, that are not allowed there, or not so
    ATTRIBUTE = "attribute"
    VALUE = "value"  # of an attribute, or of an element without children
    ID = "id"  # what must be unique, or refer to something, in a document


_KINDS: Final = {
    Lost.NOT: Kind.VALUE,
    Lost.CONTENT: Kind.CONTENT,
    Lost.CHILD: Kind.CONTENT,
    Lost.ELEMENT: Kind.ELEMENT,
    Lost.ATTRIBUTES: Kind.ATTRIBUTE,
    Lost.ATTRIBUTE: Kind.ATTRIBUTE,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is declared: a schema file and a line, from 1; 0: unknown."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that one schema allows and the other does not, or that could not be compared.

    Attributes:
        element: the Clark name of the element; empty for the document around the root element.
            Here and in ``names`` ``*`` stands for what neither schema mentions.
        kind: what differs.
        only: which schema allows it.
        names: the attributes or children concerned, as Clark names, ``#text`` for text; those that
            the element never has in the other schema, all of them. For values the attribute,
            nothing for the element's own text.
        texts: values that the other schema does not allow.
        example: a shortest element that only the one schema allows, in words.
        reason: why it could not be compared; empty where it certainly differs.
        in_a: where A declares it, or else the element.
        in_b: the same for B.
    """

    element: str
    kind: Kind
    only: Only
    names: tuple[str, ...]
    texts: tuple[str, ...]
    example: str
    reason: str
    in_a: Place
    in_b: Place
    _document: Callable[[], etree._Element | None] = field(repr=False, compare=False)

    def document(self) -> etree._Element | None:
        """A small document that shows it: one schema accepts it, the other does not.

        None where the difference is not certain, or no value was found for some datatype.
        """
        return None if self.reason else self._document()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two schemas compared.

    Attributes:
        differences: what only A allows, then what only B allows.
        a_in_b: whether B accepts every document that A accepts; None: it could not be decided.
        b_in_a: whether A accepts every document that B accepts.
    """

    differences: tuple[Difference, ...]
    a_in_b: bool | None
    b_in_a: bool | None


def compare(a: Grammar, b: Grammar) -> Comparison:
    """Compare the languages of two grammars, element by element.

    An element is compared with what stands in its place in the other grammar; what is inside its
    children is compared there. So a difference is told once for each element that has it, and none
    is told of elements that no document can have.
    """
    sides = Side(a), Side(b)
    names = Names(sides)
    there = list(_Direction(*sides, names, "A").differences())
    back = list(_Direction(*sides[::-1], names, "B").differences())
    return Comparison((*there, *back), _verdict(there), _verdict(back))


def _verdict(differences: list[Difference]) -> bool | None:
    if any(not each.reason for each in differences):
        return False
    return None if differences else True


class _Direction:
    """What the documents of one grammar have that the other does not allow."""

    def __init__(self, one: Side, other: Side, names: Names, only: Only) -> None:
        self.one = one
        self.other = other
        self.names = names
        self.only = only
        self.inclusion = Inclusion(one, other, names)
        self.has_references = any(kind != "ID" for kind in _ids(one).values())

    @cached_property
    def examples(self) -> Examples:
        """Made where a document is asked for."""
        return Examples(self.one, self.other, self.names, self.inclusion.values)

    def differences(self) -> Iterator[Difference]:
        """All of them, each once."""
        yield from dict.fromkeys(map(self.difference, self.inclusion.gaps))
        yield from self.ids()

    def difference(self, gap: Gap) -> Difference:
        """What a gap says, in an editor's words."""
        kind = _KINDS[gap.lost]
        names = tuple(name for name in gap.names if name)
        if gap.lost is Lost.ATTRIBUTES:
            steps = gap.path.steps()
            names = tuple(step.name for step in steps if isinstance(step, Absent))
            names = names or tuple(step.name for step in steps if isinstance(step, Given))
        if gap.texts:
            example = f"with the value “{gap.texts[0]}”"
        else:
            example = described(self.shown(gap), with_children=kind is not Kind.ATTRIBUTE)
        attribute = names[0] if names and kind in (Kind.ATTRIBUTE, Kind.VALUE) else ""
        reason = gap.reason
        if not reason and self.has_references and self.document(gap) is None:
            reason = "no document was found in which all references are to ids"
        in_a, in_b = self.places(gap.pair.label, next(bits(gap.pair.labels)), attribute)
        return Difference(
            element=self.name(gap.pair),
            kind=kind,
            only=self.only,
            names=tuple(map(starred, names)),
            texts=gap.texts,
            example="" if reason else example,
            reason=reason,
            in_a=in_a,
            in_b=in_b,
            _document=partial(self.document, gap),
        )

    def places(self, label: int, other: int, attribute: str) -> tuple[Place, Place]:
        """Where an element, or an attribute of it, is declared in A, and in B."""
        here, there = _place(self.one, label, attribute), _place(self.other, other, attribute)
        return (here, there) if self.only == "A" else (there, here)

    def shown(self, gap: Gap) -> list[Step]:
        """The steps that show a gap, with the children that must stand beside those in question."""
        steps = gap.path.steps()
        content = self.one.contents[gap.pair.label]
        elsewhere = content.labels & self.one.elements & ~gap.part.labels
        if not elsewhere or _KINDS[gap.lost] in (Kind.ATTRIBUTE, Kind.VALUE):
            return steps
        whole = self.examples.whole(content, gap.part, gap.path)
        return steps + [each for each in whole[len(steps) :] if isinstance(each, Child)]

    def name(self, pair: Pair) -> str:
        """The name of an element; empty for what is around the root."""
        step = self.inclusion.ways[pair].path.step
        return starred(step.name) if isinstance(step, Child) else ""

    def document(self, gap: Gap) -> etree._Element | None:
        """The smallest document with a gap; None where none was found."""
        whole, pair = self.examples.whole, gap.pair
        try:
            steps = whole(self.one.contents[pair.label], gap.part, gap.path)
            while pair.label != DOCUMENT:
                pair, part, path, _ = self.inclusion.ways[pair]
                steps = whole(self.one.contents[pair.label], part, path.filled(tuple(steps)))
            return self.examples.document(steps)
        except NoExampleError:
            return None

    # --- ids (RELAX NG DTD Compatibility, 5) -----

    def ids(self) -> Iterator[Difference]:
        """Attributes whose values are ids, or refer to them, in the other grammar alone."""
        mine, theirs = _ids(self.one), _ids(self.other)
        are_counted = any(kind != "ID" for kind in theirs.values())
        for (element, attribute), kind in {**mine, **theirs}.items():
            label = _labelled(self.one, element, attribute)
            there = theirs.get((element, attribute))
            if label is None or there == mine.get((element, attribute)):
                continue
            if there is not None:
                what = "be unique" if there == "ID" else "be ids"
                yield self.id(label, element, attribute, f"its values must {what} in a document")
            elif kind == "ID" and are_counted:
                yield self.id(label, element, attribute, "what refers to it refers to no id there")

    def id(self, label: int, element: str, attribute: str, reason: str) -> Difference:
        """An attribute on which documents are wrong as a whole; they are not looked for."""
        other = _labelled(self.other, element, attribute)
        in_a, in_b = self.places(label, other or DOCUMENT, attribute)
        return Difference(
            element=element,
            kind=Kind.ID,
            only=self.only,
            names=(attribute,),
            texts=(),
            example="",
            reason=reason,
            in_a=in_a,
            in_b=in_b,
            _document=lambda: None,
        )


def _ids(side: Side) -> dict[tuple[str, str], str]:
    """Which attributes of which elements are ids or refer to them."""
    ids = side.grammar.ids.items()
    return {(element, name): kind for element, kinds in ids for name, kind in kinds.items()}


def _labelled(side: Side, element: str, attribute: str) -> int | None:
    """An element of a name that may have an attribute."""
    attributes = side.attributes_named(attribute)
    labels = bits(side.elements_named(element))
    return next((each for each in labels if side.contents[each].labels & attributes), None)


def _place(side: Side, label: int, attribute: str) -> Place:
    """Where an attribute of an element is declared, or else the element."""
    if label == DOCUMENT:
        return Place(*side.grammar.place)
    leaf: ElementLeaf | AttributeLeaf = side.element(label)
    for each in bits(side.contents[label].labels & side.attributes_named(attribute)):
        leaf = side.attribute(each)
    return Place(leaf.file, leaf.line)
