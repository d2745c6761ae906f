"""In: the tokens of one line as the encoding has them. Out: its nodes, white space settled.

All formats and views have their white space from here. The rules, with cases for each of them in
`tests/cases/whitespace.toml`:

1.  Only XML white space is white space: space, tab, line end. U+00A0, U+2003 and the like, and
    U+00AD, are characters. ``xml:space="preserve"`` makes characters of all, down to where
    ``xml:space="default"`` ends it.
2.  No white space, no space: what touches in the encoding is one word, through any element that
    stands in a line, and through comments, processing instructions, notes, anchors.
3.  A run of white space in a line is one space, on whichever side of a tag it stands. At the edge
    of a line (a paragraph, a verse, a cell, text between two lists) it is nothing. With a line end
    in it, it is pretty-printing, and moves out of the element at whose edge it stands.
4.  Blocks part words without white space: each begins a line. What parts blocks is said by
    ``Rule.separator``: a line end between verses, items, the parts of a speech; a tab between
    cells; else a blank line.
5.  In an element whose content model holds no text, white space is nothing. What parts its
    children when it is read in one line is said by ``Rule.joint``: a comma in a citation, nothing
    in a ``choice``. Parts of a personal name that touch are parted by a space, too.
6.  A break (``lb``, ``pb``, ``cb``, ``gb``, ``milestone``) and a ``space`` or ``caesura`` count as
    one space, together with all white space and breaks around. ``break="no"`` joins what stands
    around it; so does ``w/@join`` or ``pc/@join`` on the sides it names.
7.  Before ``break="no"`` a ``pc force="weak"`` goes where a view joins words. A literal hyphen goes
    as well, and a finding tells it, since it might have been part of the word.
8.  What is left out (a deletion, an alternative not read, a note that is read apart, the running
    head of a page) parts nothing and joins nothing. Of white space on both of its sides one space
    is left, and none before a closing mark of punctuation.
9.  What is said of an ``incident``, a ``kinesic``, a ``vocal`` or a ``writing`` in speech is parted
    from the words around it by a space, but for a closing mark of punctuation after it.
10. The signs of a view stand at the edge of what they mark, inside of it, without white space.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from lxml import etree

from .behaviours import Behaviour
from .nodes import UNKNOWN, Anchor, Break, Inline, InlineNode, Intervention, Runs, Text

#: XML 1.0, 2.3: the only white space there is. U+00A0 and the like are characters.
WHITE: Final = " \t\r\n"
#: A space that stood before something left out goes when one of these follows.
CLOSING: Final = frozenset(".,;:!?)]}")
#: What may stand for a division at the end of a line.
HYPHENS: Final = "-\u00ad\u2010¬⸗"


class Open(NamedTuple):
    """The start of an element in the line."""

    source: etree._Element
    behaviour: Behaviour
    intervention: Intervention | None = None


class Close(NamedTuple):
    """The end of an element in the line."""


class Said(str):
    """Character data of the document, and where in all of it (in code points) it begins."""

    __slots__ = ("at",)
    at: int

    @classmethod
    def of(cls, text: str, at: int) -> Said:
        """Character data at a place."""
        made = cls(text)
        made.at = at
        return made


class Characters(NamedTuple):
    """Text that is read as it stands here; ``weak`` when it is a hyphen that a join swallows."""

    value: str
    generated: bool = False
    weak: bool = False
    runs: Runs = ()


class Sign(NamedTuple):
    """What a view puts at the edge of an element, inside it."""

    value: str
    opening: bool


class Space(NamedTuple):
    """White space; ``breaks`` when it holds a line break; ``runs`` as in `Characters`."""

    breaks: bool = False
    runs: Runs = ()


class Joint(NamedTuple):
    """What parts two elements in an element-only element, if both are read."""

    value: str


class Join(NamedTuple):
    """A break that divides a word; ``joins`` drops the hyphen, ``sign`` makes it visible."""

    source: etree._Element
    joins: bool = True
    sign: str = ""


class Glue(NamedTuple):
    """What stands around is one word, whatever white space lies between (``w/@join``)."""


class LeftOut(NamedTuple):
    """Something stood here that is not read."""


Token: TypeAlias = (
    Open | Close | Characters | Sign | Space | Joint | Join | Glue | LeftOut | Break | Anchor
)


def collapsed(text: str) -> tuple[str, Runs]:
    """Character data that stands alone in its line: inner runs one space, the edges none."""
    inner = text.strip(WHITE)
    if "\n" not in inner and "  " not in inner and "\t" not in inner and "\r" not in inner:
        if not inner or not isinstance(text, Said):  # as most are: there is nothing to collapse
            return inner, ()
        return inner, ((0, text.at + text.index(inner[0])),)
    lines = inner.split("\n")  # no pattern finds runs as quickly
    value = " ".join([line.strip(WHITE) for line in lines])
    if "  " in value or "\t" in value or "\r" in value:  # also where a line is empty
        lines = inner.replace("\t", " ").replace("\r", " ").replace("  ", " \n").split("\n")
        value = " ".join([stripped for line in lines if (stripped := line.strip(WHITE))])
    if not isinstance(text, Said):
        return value, ()
    at = text.at + text.index(inner[0])
    return value, ((0, at), *_later_runs(lines, at)) if len(value) < len(inner) else ((0, at),)


def _later_runs(lines: Iterable[str], at: int) -> Iterator[tuple[int, int]]:
    """Where the text goes on after white space of which one character is read."""
    done = place = end = 0
    for line in lines:
        if stripped := line.strip(WHITE):
            start = place + line.index(stripped[0])
            if start > end + 1:
                yield done, at + start
            done += len(stripped) + 1
            end = start + len(stripped)
        place += len(line) + 1


def preserved(text: str) -> Characters:
    """Character data all of which is read."""
    return Characters(text, runs=_run(text))


def _run(text: str, start: int = 0) -> Runs:
    return ((0, text.at + start),) if isinstance(text, Said) else ()


def tokens_of(text: str) -> list[Token]:
    """The tokens of character data: inner runs collapsed, the edges as spaces of their own."""
    inner = text.strip(WHITE)
    if not inner:
        return [Space("\n" in text, _run(text))] if text else []
    value, runs = collapsed(text)
    characters = Characters(value, False, False, runs)
    if len(inner) == len(text):
        return [characters]
    start = text.index(inner[0])
    end = start + len(inner)
    tokens: list[Token] = [characters]
    if start:
        tokens.insert(0, Space("\n" in text[:start], _run(text)))
    if end < len(text):
        tokens.append(Space("\n" in text[end:], _run(text, end)))
    return tokens


def settle(
    tokens: Iterable[Token], hyphen_dropped: Callable[[etree._Element], None]
) -> tuple[InlineNode, ...]:
    """The nodes of a line.

    Args:
        tokens: the line as the encoding has it.
        hyphen_dropped: told of each ``break="no"`` before which a literal hyphen disappeared.
    """
    line = _Line(hyphen_dropped)
    for token in tokens:
        _TAKEN[token.__class__](line, token)
    line.drop()
    return _build(line.out)


class _Line:
    """The tokens settled so far, and the one space that waits for text to follow it."""

    def __init__(self, hyphen_dropped: Callable[[etree._Element], None]) -> None:
        self.out: list[Token] = []
        self.waiting: int | None = None  # where in `out` a space, joint or break waits
        self.texts = 0
        self.before: list[int] = [0]  # for each open element, how many texts stood before it
        self.joint_depth = 0
        self.left_out = False
        self.joining = False
        self.hyphen_dropped = hyphen_dropped

    def open(self, token: Open) -> None:
        self.before.append(self.texts)
        self.out.append(token)

    def anchor(self, token: Anchor) -> None:
        self.push_before_space(token)
        self.left_out = True

    def leave_out(self, _: LeftOut) -> None:
        self.left_out = True

    def text(self, token: Characters | Sign) -> None:
        if self.waiting is not None:
            if self.left_out and token.value[0] in CLOSING:
                self.drop()
            else:
                self.keep()
        self.texts += 1
        self.left_out = self.joining = False
        self.out.append(token)

    def space(self, token: Space) -> None:
        if self.joining or not self.texts:
            return
        self.left_out = False
        if self.waiting is not None:
            return
        place = len(self.out)
        while token.breaks and place and _begins(self.out[place - 1]):
            place -= 1
        if place == len(self.out) or self.last_character(place) not in ("", " "):
            self.out.insert(place, token)
            self.waiting = place

    def close(self, token: Close) -> None:
        if self.waiting is not None:
            match self.out[self.waiting]:
                case Space(breaks=True):
                    self.push_before_space(token)
                    self.before.pop()
                    return
                case Joint() if self.joint_depth == len(self.before):
                    self.drop()
        self.before.pop()
        self.out.append(token)

    def sign(self, token: Sign) -> None:
        if token.opening or self.waiting is None:
            self.text(token)
        else:
            self.push_before_space(token)

    def push_before_space(self, token: Token) -> None:
        """What belongs to the word before it stands before a space that waits right here."""
        if self.waiting is not None and self.waiting == len(self.out) - 1:
            self.out.insert(self.waiting, token)
            self.waiting += 1
        else:
            self.out.append(token)

    def line_break(self, token: Break) -> None:
        if self.texts and not self.joining and self.waiting is None:
            self.waiting = len(self.out)
            self.left_out = False
            self.out.append(token)
        else:
            self.out.append(Break(token.source, ""))

    def joint(self, token: Joint) -> None:
        if self.texts == self.before[-1]:
            return  # nothing is read before it
        self.drop()
        self.waiting, self.joint_depth = len(self.out), len(self.before)
        self.out.append(token)

    def join(self, token: Join) -> None:
        self.drop()
        self.joining = True
        if token.joins:
            self.drop_hyphen(token)
        self.out.append(Break(token.source, ""))
        if token.sign:
            self.out.append(Characters(token.sign, generated=True))

    def glue(self, _: Glue) -> None:
        self.drop()
        self.joining = True

    def drop_hyphen(self, token: Join) -> None:
        for place in range(len(self.out) - 1, -1, -1):
            match self.out[place]:
                case Characters(weak=True):
                    del self.out[place]
                    return
                case Characters(value=value, generated=False) as it if value[-1] in HYPHENS:
                    kept = it._replace(value=value[:-1])
                    self.out[place : place + 1] = [kept] if kept.value else []
                    self.hyphen_dropped(token.source)
                    return
                case Characters() | Space() | Sign():
                    return

    def keep(self) -> None:
        """Text follows: what waits is read."""
        if self.waiting is None:
            return
        match self.out[self.waiting]:
            case Space(runs=runs):
                self.out[self.waiting] = Characters(" ", runs=runs)
            case Joint(value=value):
                doubled = value[0] in CLOSING and self.last_character() in ".,;:!?"
                self.out[self.waiting] = Characters(" " if doubled else value, generated=True)
        self.waiting = None

    def last_character(self, end: int | None = None) -> str:
        """The last character of the text so far, or before a place; empty when there is none."""
        for token in reversed(self.out[:end]):
            if isinstance(token, Characters | Sign):
                return token.value[-1]
        return ""

    def drop(self) -> None:
        """No text follows, or none that wants a space: what waits is not read."""
        if self.waiting is None:
            return
        match self.out[self.waiting]:
            case Break(source=source):
                self.out[self.waiting] = Break(source, "")
            case _:
                del self.out[self.waiting]
        self.waiting = None


#: What each token does to a line.
_TAKEN: Final[Mapping[type, Callable[[_Line, Any], None]]] = {
    Characters: _Line.text,
    Space: _Line.space,
    Open: _Line.open,
    Close: _Line.close,
    Sign: _Line.sign,
    Anchor: _Line.anchor,
    LeftOut: _Line.leave_out,
    Break: _Line.line_break,
    Joint: _Line.joint,
    Join: _Line.join,
    Glue: _Line.glue,
}


def _begins(token: Token) -> bool:
    """Whether a token is the edge of an element that begins here."""
    return isinstance(token, Open) or (isinstance(token, Sign) and token.opening)


def _build(tokens: Iterable[Token]) -> tuple[InlineNode, ...]:
    """The tree that settled tokens spell; neighbouring texts become one."""
    children: list[InlineNode] = []
    stack: list[tuple[Open | None, list[InlineNode]]] = [(None, children)]
    for token in tokens:
        if isinstance(token, Characters):
            _append(children, token.value, token.generated, token.runs)
        elif isinstance(token, Open):
            children = []
            stack.append((token, children))
        elif isinstance(token, Close):
            opened, inner = stack.pop()
            assert opened is not None
            children = stack[-1][1]
            children.append(
                Inline(opened.source, opened.behaviour, tuple(inner), opened.intervention)
            )
        elif isinstance(token, Sign):
            _append(children, token.value, True, ())
        elif isinstance(token, Break | Anchor):
            children.append(token)
    return tuple(stack[0][1])


def _append(children: list[InlineNode], value: str, generated: bool, runs: Runs) -> None:
    """Put text after nodes that nobody has seen yet: it goes on the last, if that is like it."""
    last = children[-1] if children else None
    if isinstance(last, Text) and last.generated is generated:
        if runs or last.runs:
            length = len(last.value)
            more = ((length + start, at) for start, at in runs or UNKNOWN)
            last.runs = (*(last.runs or UNKNOWN), *more)
        last.value += value
    else:
        children.append(Text(value, generated, runs))
