"""In: text and elements that stand in one line. Out: the nodes of that line, as a view reads them.

Elements are expanded one after the other onto a stack of tokens, so that depth costs no recursion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import Final, TypeAlias

from lxml import etree

from tei_tools.model.names import local, name_of, tei

from .behaviours import UNREAD, Behaviour, Rule
from .flatten import text_of
from .interventions import RECORDING, intervention_of, records
from .nodes import Anchor, Break, InlineNode, Intervention, Text
from .structure import Structure, is_bare_pointer, is_element
from .views import DIPLOMATIC, READING, View
from .whitespace import (
    WHITE,
    Characters,
    Close,
    Glue,
    Join,
    Joint,
    LeftOut,
    Open,
    Said,
    Sign,
    Space,
    Token,
    collapsed,
    preserved,
    settle,
    tokens_of,
)

#: What stands in a line before it is read: text, elements, and tokens already made.
Item: TypeAlias = str | etree._Element | Token

#: Elements that stand for text that cannot be read, or is not given.
STAND_INS: Final = frozenset(map(tei, ("gap", "ellipsis")))
#: Elements of which a view omits one only beside the other (TEI Guidelines 12.3.1.2).
PARTNERS: Final[Mapping[str, str]] = MappingProxyType({"am": tei("ex"), "ex": tei("am")})
#: What an ``app`` holds, in groups at times.
READINGS: Final = (tei("lem"), tei("rdg"))
#: What is put before a number in a ``biblScope``, by its ``@unit``.
SCOPES: Final[Mapping[str, str]] = MappingProxyType(
    {"volume": "vol. ", "issue": "no. ", "page": "pp. ", "chapter": "ch. "}
)
#: The title of a work.
TITLE: Final = tei("title")
#: Quotations, around which marks are put where a view wants them.
QUOTED: Final = frozenset(map(tei, ("q", "quote", "said", "soCalled")))
#: Parts of a name that are words of their own, whether or not white space lies between them.
NAME_PARTS: Final = frozenset(map(tei, ("forename", "surname", "addName", "roleName", "genName")))
#: What happens while somebody speaks: what is said of it is no part of a word beside it.
HAPPENINGS: Final = frozenset(map(tei, ("incident", "kinesic", "vocal", "writing")))
#: Elements that are tokens of a language, and for each value of their ``@join`` what stands before
#: and after them (TEI Guidelines, att.linguistic).
TOKENS: Final = frozenset(map(tei, ("w", "pc")))
JOINED: Final[Mapping[str, tuple[tuple[Token, ...], tuple[Token, ...]]]] = MappingProxyType(
    {
        "no": ((Space(),), (Space(),)),
        "left": ((Glue(),), ()),
        "right": ((), (Glue(),)),
        "both": ((Glue(),), (Glue(),)),
    }
)
#: Behaviours, and local names, of elements of which more is asked than the text in them.
ASKED: Final = UNREAD | {
    *(Behaviour.NOTE, Behaviour.BREAK, Behaviour.ALTERNATE, Behaviour.LINK),
    *(Behaviour.GLYPH, Behaviour.GRAPHIC, Behaviour.TEXT, Behaviour.ANCHOR),
}
ASKED_NAMES: Final = frozenset(
    {*map(local, STAND_INS | TOKENS | NAME_PARTS | HAPPENINGS), "anchor", "biblScope", "ref", "ptr"}
)

#: The source's side of an intervention, without the signs that make it visible.
_BARE: Final = replace(DIPLOMATIC, signs={}, breaks={}, notes_in_text=frozenset())


class Inlines:
    """Reads what stands in a line, for one view."""

    def __init__(
        self,
        structure: Structure,
        view: View,
        hyphen_dropped: Callable[[etree._Element], None] = lambda _: None,
        *,
        is_plain: bool = False,
    ) -> None:
        self.structure = structure
        self.callers = structure.callers
        self.view = view
        self.hyphen_dropped = hyphen_dropped
        self.is_plain = is_plain  # only the text is wanted, and no record of interventions
        #: Names of elements that the view may leave out, and of those that it may put signs around.
        self.omissible = frozenset(map(tei, view.omitted))
        self.signed = frozenset(filter(self._may_be_signed, structure.names))
        self._plain: dict[bool, Inlines] = {}

    def nodes(self, items: Sequence[Item]) -> tuple[InlineNode, ...]:
        """The nodes of one line."""
        if len(items) == 1 and isinstance(text := items[0], str):  # most lines are no more
            value, runs = collapsed(text)
            return (Text(value, False, runs),) if value else ()
        return settle(self._tokens(items), self.hyphen_dropped)

    def plain(self, element: etree._Element, as_in_source: bool = False) -> str:
        """The text of an element in one line, without any sign of a view."""
        inlines = self._plain.get(as_in_source)
        if inlines is None:
            view = _BARE if as_in_source else READING
            inlines = self._plain[as_in_source] = Inlines(self.structure, view, is_plain=True)
        return text_of(inlines.nodes(inlines.content(element)))

    def content(self, element: etree._Element, rule: Rule | None = None) -> list[Item]:
        """What is in an element: text and elements; comments and instructions are transparent."""
        rule = rule or self.structure.rule(element)
        items = self._selected(element, rule)
        title = set(filter(is_element, self.structure.title(element, rule) if rule.model else ()))
        return [i for i in items if not (is_element(i) and i in title)] if title else items

    def title(self, element: etree._Element, rule: Rule) -> list[Item]:
        """The title that a model gives a figure."""
        return [item for each in self.structure.title(element, rule) for item in self._item(each)]

    def _selected(self, element: etree._Element, rule: Rule) -> list[Item]:
        """What a model reads of an element, or all that is in it."""
        selected = None if rule.model is None else self.structure.selected(element, rule)
        if selected is not None:
            return [
                each
                for item in selected
                for each in (self.whole(element, rule) if item is element else self._item(item))
            ]
        items = self.whole(element, rule)
        if rule.behaviour is Behaviour.CIT and rule.model and self.structure.modelled:
            source = self.structure.modelled.items(element, rule.model, "source") or []
            read = set(filter(is_element, items))
            own = [item for item in source if not (is_element(item) and item in read)]
            items += [Joint(" "), *(item for each in own for item in self._item(each))]
        return items

    def whole(self, element: etree._Element, rule: Rule) -> list[Item]:
        """All that is in an element."""
        places = self.structure.places
        is_preserved = self.structure.is_spaced and self.structure.is_preserved(element)
        drops_white = rule.element_only and not is_preserved
        items = self.text(element)
        if drops_white and not has_text(items):
            items = []
        for child in element if len(element) else ():
            if isinstance(child.tag, str):
                items.append(child)
            elif isinstance(child, etree._Entity):
                items.append(child.text)
            if (text := child.tail) and not (drops_white and not text.strip(WHITE)):
                items.append(Said.of(text, places.ends[child]) if places else text)
        if is_preserved:
            return [preserved(item) if isinstance(item, str) else item for item in items]
        if rule.joint and (rule.element_only or not has_text(items)):
            return [*self._jointed(element, rule.joint, items)]
        return items

    def text(self, element: etree._Element) -> list[Item]:
        """The text of an element, up to the first node in it."""
        text, places = element.text, self.structure.places
        if not text:
            return []
        return [Said.of(text, places.starts[element]) if places else text]

    def _jointed(
        self, element: etree._Element, joint: str, items: Iterable[Item]
    ) -> Iterator[Item]:
        """Elements with what parts them; in a statement of responsibility that is a colon."""
        before = ""
        for item in items:
            if isinstance(item, etree._Element) and not self._repeats(item):
                is_colon = element.tag == tei("respStmt") and before == "resp"
                yield Joint(": " if is_colon else joint)
                before = local(name_of(item))
            if not self._repeats(item):
                yield item

    def _item(self, item: object) -> list[Item]:
        """What a parameter of a model gives, to be read."""
        match item:
            case etree._Element():
                return [item]
            case etree._Element() as element, bool(is_tail):  # a text node
                places = self.structure.places
                text = (element.tail if is_tail else element.text) or ""
                if not places:
                    return [text]
                return [Said.of(text, (places.ends if is_tail else places.starts)[element])]
            case text:
                return self._generated(str(text))

    def inner(self, element: etree._Element, rule: Rule | None = None) -> list[Item]:
        """What is in an element, between the signs that the view, or a model, puts around it."""
        items = self.content(element, rule)
        if rule is not None and rule.model and (title := self.title(element, rule)):
            items = [*items, Joint(" "), *title]
        model = None if rule is None else rule.model
        if element.tag not in self.signed and model is None:
            return items
        opening, closing = self.signs(element, rule)
        items = [*_sign(opening, is_opening=True), *items]
        return [*items, *_sign(closing, is_opening=False)]

    @cached_property
    def plain_rules(self) -> Mapping[str, Rule]:
        """By name, the rules of elements of which all is read, and nothing more is to be asked.

        Most elements in a line are such; so it is asked once for each name.
        """
        asked = self.omissible | self.signed | RECORDING
        rules = {name: self.structure.rule_of(name) for name in self.structure.names - asked}
        return {
            name: rule
            for name, rule in rules.items()
            if rule and rule.behaviour not in ASKED and local(name) not in ASKED_NAMES
        }

    def _may_be_signed(self, name: str) -> bool:
        return local(name) in self.view.signs or name in QUOTED or name == TITLE

    def signs(self, element: etree._Element, rule: Rule | None = None) -> tuple[str, str]:
        """What a model, or else the view, puts before and after what is in an element."""
        if rule is not None and any(own := self.structure.signs(rule)):
            return own
        opening, closing = self.view.signs.get(local(name_of(element)), ("", ""))
        parent = element.getparent()
        in_article = parent is not None and parent.tag == tei("analytic")
        if in_article and element.tag == TITLE:
            opening, closing = self.view.quotation_marks[0]
        elif element.tag in QUOTED and self.marks_quotation(element):
            depth = sum(ancestor.tag in QUOTED for ancestor in element.iterancestors())
            opening, closing = self.view.quotation_marks[depth % 2]
        if parent is not None and self.structure.rule(parent).behaviour is Behaviour.ALTERNATE:
            return "", ""  # one of two is read, and that is sign enough
        return opening, closing

    def marks_quotation(self, element: etree._Element) -> bool:
        """Whether the view puts quotation marks around a quotation."""
        match self.view.quotations:
            case "declared":
                return self.structure.wants_quotation_marks(element)
            case when:
                return when == "always"

    def is_omitted(self, element: etree._Element) -> bool:
        """Whether the view leaves an element out."""
        if element.tag not in self.omissible or (parent := element.getparent()) is None:
            return False
        name = local(name_of(element))
        if name in PARTNERS:
            return parent.find(PARTNERS[name]) is not None
        return not (name == "del" and parent.tag == tei("restore"))

    def chosen(self, element: etree._Element) -> etree._Element | None:
        """The one alternative in a ``choice`` or ``app`` that the view reads."""
        children = [
            reading
            for child in element.iterchildren(etree.Element)
            for reading in (child.iter(*READINGS) if child.tag == tei("rdgGrp") else (child,))
            if self.structure.rule(reading).behaviour not in UNREAD
        ]
        for name in self.view.preferred:
            for child in children:
                if child.tag == tei(name):
                    return child
        return children[0] if children else None

    def alternative(self, element: etree._Element, rule: Rule) -> list[Item]:
        """What the view reads of an element with alternatives.

        Those that a model names are its parameters: ``default`` is for the reading view;
        ``alternate``, if it is an element, for the diplomatic one; others read what they prefer.
        """
        modelled = self.structure.modelled
        if rule.model is None or modelled is None or "default" not in rule.model.params:
            chosen = self.chosen(element)
            return [] if chosen is None else [chosen]
        default = modelled.items(element, rule.model, "default") or []
        other = modelled.items(element, rule.model, "alternate") or []
        by_name = {e.tag: items for items in (other, default) for e in items if is_element(e)}
        named = (by_name.get(tei(name)) for name in self.view.preferred)
        match self.view.name:
            case READING.name:
                read = default
            case DIPLOMATIC.name | _BARE.name:
                read = other if other and all(map(is_element, other)) else default
            case _:
                read = next(filter(None, named), default)
        if any(item is element for item in read):
            return self.content(element, rule)
        return [each for item in read for each in self._item(item)]

    def intervention(self, element: etree._Element) -> Intervention | None:
        """The intervention that an element records, if any; it is the same in all views."""
        if self.is_plain or not records(element):
            return None
        known = self.structure.interventions
        if element not in known:
            known[element] = intervention_of(element, self.plain)
        return known[element]

    def _tokens(self, items: Sequence[Item]) -> list[Token]:
        tokens: list[Token] = []
        stack = list(reversed(items))
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                tokens += tokens_of(item)
            elif isinstance(item, etree._Element):
                stack += reversed(self._expand(item))
            else:
                tokens.append(item)
        return tokens

    def _expand(self, element: etree._Element) -> list[Item]:
        if plain := self.plain_rules.get(name_of(element)):
            items = [Open(element, plain.behaviour), *self.whole(element, plain), Close()]
            return [Joint(" "), *items, Joint(" ")] if plain.is_block else items
        rule = self.structure.rule(element)
        if rule.sequence:
            return [item for each in rule.sequence for item in self.by(element, each)]
        return self.by(element, rule)

    def by(self, element: etree._Element, rule: Rule) -> list[Item]:
        """What stands in a line for an element, by one rule."""
        note = self.callers.get(element)
        if note is not None:
            return [Anchor(element, note)]
        match rule.behaviour:
            case Behaviour.NOTE:
                return self._note(element)
            case Behaviour.BREAK:
                return self._break(element)
            case behaviour if behaviour in UNREAD:
                return [LeftOut()]
        opened = Open(element, rule.behaviour, self.intervention(element))
        if self.is_omitted(element):
            return [opened, LeftOut(), Close()]
        items = [opened, *self._read(element, rule), Close()]
        if element.tag in TOKENS and (join := element.get("join")):
            before, after = JOINED.get(join, ((), ()))
            return [*before, *items, *after]
        if element.tag in NAME_PARTS and _touches(element):
            return [Joint(" "), *items]
        if element.tag in HAPPENINGS and has_text(element.itertext()):
            return [Space(), *items, Space(), LeftOut()]
        return [Joint(" "), *items, Joint(" ")] if rule.is_block else items

    def _read(self, element: etree._Element, rule: Rule) -> list[Item]:
        if element.tag in STAND_INS and rule.model is None:
            return self._generated(self.view.gap)
        match rule.behaviour:
            case Behaviour.ALTERNATE:
                return self.alternative(element, rule)
            case Behaviour.LINK if is_bare_pointer(element) and rule.model is None:
                return self._generated(", ".join(element.get("target", "").split()).lstrip("#"))
            case Behaviour.GLYPH if not element.text and not _has_content(rule):
                return self._generated(self.structure.glyph(element))
            case Behaviour.GRAPHIC:
                return []
            case Behaviour.TEXT if rule.model is None:
                return self._generated(" ".join("".join(element.itertext()).split()))
        items = self.inner(element, rule)
        match local(name_of(element)), items:
            case "pc", [str(text)] if element.get("force") == "weak" and text.strip(WHITE):
                value, runs = collapsed(text)
                return [Characters(value, weak=self.view.joins_words, runs=runs)]
            case "biblScope", [str(text), *_]:
                return [*self._scope(element, text), *items]
        return items

    @staticmethod
    def _generated(text: str) -> list[Item]:
        return [Characters(text, generated=True)] if text else []

    def _note(self, element: etree._Element) -> list[Item]:
        if self.structure.said(element, "place", "place") in self.view.notes_in_text:
            return [Open(element, Behaviour.NOTE), *self.inner(element), Close()]
        return [Anchor(element, element)]

    def _break(self, element: etree._Element) -> list[Item]:
        sign = self.view.breaks.get(self.structure.begun(element), "")
        if element.get("break") == "no":
            return [Join(element, self.view.joins_words, sign)]
        if not sign:
            return [Break(element, " ")]
        shown = Characters(sign, generated=True)
        return [Space(), Open(element, Behaviour.BREAK), shown, Close(), Space()]

    def _scope(self, element: etree._Element, text: str) -> list[Item]:
        parent = element.getparent()
        if parent is None or not self.structure.rule(parent).element_only:
            return []
        begins = text.lstrip(WHITE)[:1].isdigit()
        return self._generated(SCOPES.get(element.get("unit", ""), "")) if begins else []

    def _repeats(self, item: Item) -> bool:
        """Whether a book's author has been named already, as that of the article in it."""
        if not isinstance(item, etree._Element) or item.tag != tei("author"):
            return False
        monogr = item.getparent()
        analytic = None if monogr is None else monogr.getprevious()
        if analytic is None or analytic.tag != tei("analytic"):
            return False
        name = self.plain(item)
        return any(self.plain(author) == name for author in analytic.iterchildren(tei("author")))


def _sign(text: str, *, is_opening: bool) -> Iterator[Token]:
    """The tokens of a sign; a space at its edge is one of the text, which may have it already."""
    bare = text.strip(WHITE)
    if text[: len(text) - len(text.lstrip(WHITE))]:
        yield Space()
    if bare:
        yield Sign(bare, opening=is_opening)
        if text[-1] in WHITE:
            yield Space()


def _has_content(rule: Rule) -> bool:
    """Whether a model says what is read of an element."""
    return rule.model is not None and "content" in rule.model.params


def _touches(element: etree._Element) -> bool:
    """Whether a part of a name follows another at once, without so much as a hyphen."""
    before = element.getprevious()
    if before is None or before.tag not in NAME_PARTS or before.tail:
        return False
    return (before.text or "")[-1:].isalpha() and (element.text or "")[:1].isalpha()


def has_text(items: Iterable[Item]) -> bool:
    """Whether there is text among items, and not only white space."""
    return any(isinstance(item, str) and item.strip(WHITE) for item in items)
