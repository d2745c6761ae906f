"""In: a regular expression of XSD (1.0 part 2, appendix F). Out: what matches texts in linear time.

Patterns come from schemas that nobody has checked. They are compiled to a nondeterministic
automaton whose sets of places are remembered, so that no pattern takes longer than the length of
the text times its own: ``(a+)+b`` is harmless.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

from tei_tools.model.characters import is_name_char, is_name_start

#: How many steps a pattern may compile to; bounds such as ``{1,500}`` are written out.
LARGEST: Final = 5_000
#: How deep parentheses may be nested.
DEEPEST: Final = 100
#: How many sets of places are remembered before all are forgotten.
REMEMBERED: Final = 2_000
_SINGLE: Final = {"n": "\n", "r": "\r", "t": "\t"} | {c: c for c in r"\|.-^?*+{}()[]$"}


class PatternError(ValueError):
    """A pattern that is no regular expression of XSD; says what is wrong and where."""


# --- sets of characters -----


class CharSet(NamedTuple):
    """Characters: those of ``ranges`` and those for which a test says yes.

    Attributes:
        ranges: pairs of the first and last character.
        tests: further questions to a character.
        negated: whether all others are meant.
        without: what is taken away at the end.
    """

    ranges: tuple[tuple[str, str], ...] = ()
    tests: tuple[Callable[[str], bool], ...] = ()
    negated: bool = False
    without: CharSet | None = None

    def has(self, char: str) -> bool:
        """Whether a character belongs to the set."""
        inside = any(first <= char <= last for first, last in self.ranges) or any(
            test(char) for test in self.tests
        )
        if inside is self.negated:
            return False
        return self.without is None or not self.without.has(char)


def _category(name: str) -> Callable[[str], bool]:
    return lambda char: unicodedata.category(char).startswith(name)


def _negation(test: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda char: not test(char)


def _is_space(char: str) -> bool:
    return char in " \t\n\r"


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


#: The escapes that stand for several characters; the capital letter means all others.
_CLASSES: Final[dict[str, Callable[[str], bool]]] = {
    "s": _is_space,
    "i": is_name_start,
    "c": is_name_char,
    "d": _category("Nd"),
    "w": _is_word,
}
_CATEGORIES: Final = frozenset(
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc "
    "Cf Co Cn".split()
)
_ANY = CharSet((("\n", "\n"), ("\r", "\r")), negated=True)


# --- from text to a tree -----

Tree = tuple["str | CharSet | int | Tree | None", ...]


class _Parser:
    """Reads a pattern into a tree, whose nodes begin with ``char``, ``seq``, ``alt`` or ``rep``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def error(self, message: str) -> PatternError:
        return PatternError(
            f"the pattern `{self.text}` is wrong at character {self.at + 1}: {message}"
        )

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        if self.at >= len(self.text):
            raise self.error("it ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def whole(self) -> Tree:
        tree = self.alternatives()
        if self.at < len(self.text):
            raise self.error(f"`{self.peek()}` has no partner")
        return tree

    def alternatives(self) -> Tree:
        branches = [self.branch()]
        while self.peek() == "|":
            self.at += 1
            branches.append(self.branch())
        return branches[0] if len(branches) == 1 else ("alt", *branches)

    def branch(self) -> Tree:
        pieces: list[Tree] = []
        while self.peek() and self.peek() not in "|)":
            pieces.append(self.quantified(self.atom()))
        return ("seq", *pieces)

    def quantified(self, atom: Tree) -> Tree:
        match self.peek():
            case "?" | "*" | "+" as mark:
                self.at += 1
                return ("rep", atom, int(mark == "+"), 1 if mark == "?" else None)
            case "{":
                return self.bounded(atom)
        return atom

    def bounded(self, atom: Tree) -> Tree:
        end = self.text.find("}", self.at)
        least, comma, most = self.text[self.at + 1 : end].partition(",")
        if end < 0 or not _is_number(least) or (most and not _is_number(most)):
            raise self.error("a quantity is written `{2}`, `{2,}` or `{2,5}`")
        low = int(least)
        high = (int(most) if most else None) if comma else low
        if high is not None and high < low:
            raise self.error(f"`{{{least},{most}}}` ends before it begins")
        self.at = end + 1
        return ("rep", atom, low, high)

    def atom(self) -> Tree:
        char = self.take()
        match char:
            case "(":
                self.depth += 1
                if self.depth > DEEPEST:
                    raise self.error(f"parentheses are nested more than {DEEPEST} deep")
                tree = self.alternatives()
                if self.take() != ")":
                    raise self.error("`)` is missing")
                self.depth -= 1
                return tree
            case "[":
                return ("char", self.char_class())
            case ".":
                return ("char", _ANY)
            case "\\":
                return ("char", self.escape())
            case "?" | "*" | "+" | "{" | "}" | "]":
                self.at -= 1
                raise self.error(
                    f"`{char}` has nothing before it; the character itself is `\\{char}`"
                )
        return ("char", CharSet(((char, char),)))

    def escape(self) -> CharSet:
        char = self.take()
        if char in _SINGLE:
            return CharSet(((_SINGLE[char], _SINGLE[char]),))
        if char.lower() in _CLASSES and char.isalpha():
            return CharSet(tests=(_CLASSES[char.lower()],), negated=char.isupper())
        if char in "pP":
            return self.category(negated=char == "P")
        raise self.error(f"`\\{char}` is not known")

    def category(self, *, negated: bool) -> CharSet:
        end = self.text.find("}", self.at)
        name = self.text[self.at + 1 : end]
        if self.peek() != "{" or end < 0:
            raise self.error("a category is written `\\p{Lu}`")
        self.at = end + 1
        if name in _CATEGORIES:
            return CharSet(tests=(_category(name),), negated=negated)
        return CharSet(tests=(_block(name, self),), negated=negated)

    def char_class(self) -> CharSet:
        """After ``[``, up to the ``]`` that belongs to it."""
        negated = self.peek() == "^"
        self.at += negated
        ranges: list[tuple[str, str]] = []
        tests: list[Callable[[str], bool]] = []
        without = None
        first = True
        while first or self.peek() != "]":
            if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] == "[" and not first:
                self.at += 2
                self.depth += 1
                if self.depth > DEEPEST:
                    raise self.error(f"sets are nested more than {DEEPEST} deep")
                without = self.char_class()
                self.depth -= 1
                if self.peek() != "]":
                    raise self.error("a subtraction stands last in a set")
                break
            one = self.member()
            first = False
            if isinstance(one, CharSet):
                tests.append(one.has)
            elif self.is_range():
                self.at += 1
                last = self.member()
                if isinstance(last, CharSet) or last < one:
                    raise self.error("a range goes from a character to a later one")
                ranges.append((one, last))
            else:
                ranges.append((one, one))
        self.at += 1
        return CharSet(tuple(ranges), tuple(tests), negated, without)

    def is_range(self) -> bool:
        return self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", "[", "")

    def member(self) -> str | CharSet:
        char = self.take()
        if char == "\\":
            if self.peek() in _SINGLE:
                return _SINGLE[self.take()]
            return self.escape()
        if char in "[]":
            self.at -= 1
            raise self.error(f"`{char}` in a set is written `\\{char}`")
        return char


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9


def _block(name: str, parser: _Parser) -> Callable[[str], bool]:
    """A block of Unicode, such as ``IsGreek``."""
    from elementpath.regex import RegexError, unicode_subset  # loaded only for a block

    try:
        subset = unicode_subset(name)
    except (RegexError, KeyError, ValueError):
        raise parser.error(f"no category or block `{name}`") from None
    return lambda char: ord(char) in subset


# --- from the tree to an automaton -----


class Pattern:
    """A compiled pattern."""

    def __init__(self, text: str) -> None:
        #: Steps: a set of characters and where to go on, or two ways without reading.
        self._steps: list[tuple[CharSet | None, int, int]] = []
        self._start = self._compile(_Parser(text).whole(), self._add(None, -1, -1))
        self._next: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def matches(self, text: str) -> bool:
        """Whether the whole text matches."""
        places = self.begin()
        for char in text:
            after = self._next.get((places, char))
            if after is None:
                after = self.read(places, char)
                if len(self._next) > REMEMBERED:
                    self._next.clear()
                self._next[places, char] = after
            places = after
            if not places:
                return False
        return 0 in places

    def sets(self) -> set[CharSet]:
        """The sets of characters in it."""
        return {chars for chars, _, _ in self._steps if chars is not None}

    def begin(self) -> frozenset[int]:
        """The places before a text; those after a text that matches have 0 among them."""
        return self._closure([self._start])

    def read(self, places: frozenset[int], char: str) -> frozenset[int]:
        """The places after one more character."""
        steps = self._steps
        return self._closure(
            [steps[p][1] for p in places if (chars := steps[p][0]) is not None and chars.has(char)]
        )

    def _closure(self, places: list[int]) -> frozenset[int]:
        """The places with all that are reached from them without reading."""
        seen: set[int] = set()
        while places:
            place = places.pop()
            if place < 0 or place in seen:
                continue
            seen.add(place)
            chars, one, other = self._steps[place]
            if chars is None:
                places += (one, other)
        return frozenset(seen)

    def _add(self, chars: CharSet | None, one: int, other: int) -> int:
        if len(self._steps) >= LARGEST:
            raise PatternError(f"the pattern is too large: more than {LARGEST} steps")
        self._steps.append((chars, one, other))
        return len(self._steps) - 1

    def _compile(self, tree: Tree, then: int) -> int:
        """Where a tree begins that is followed by the place ``then``."""
        match tree:
            case ("char", CharSet() as chars):
                return self._add(chars, then, -1)
            case ("seq", *parts):
                for part in reversed(parts):
                    then = self._compile(part, then)  # type: ignore[arg-type]
                return then
            case ("alt", *parts):
                start = self._compile(parts[0], then)  # type: ignore[arg-type]
                for part in parts[1:]:
                    start = self._add(None, start, self._compile(part, then))  # type: ignore[arg-type]
                return start
            case ("rep", inside, int(least), most):
                return self._repeat(inside, least, most, then)  # type: ignore[arg-type]
        raise AssertionError(tree)

    def _repeat(self, inside: Tree, least: int, most: int | None, then: int) -> int:
        if most is None:
            loop = self._add(None, then, -1)
            self._steps[loop] = (None, then, self._compile(inside, loop))
            start = loop
        else:
            start = then
            for _ in range(most - least):
                start = self._add(None, then, self._compile(inside, start))
        for _ in range(least):
            before = len(self._steps)
            start = self._compile(inside, start)
            if len(self._steps) == before:
                break  # nothing inside: once is enough
        return start


@cache
def compile_pattern(text: str) -> Pattern:
    """Compile a pattern.

    Raises:
        PatternError: it is no regular expression of XSD, or too large.
    """
    return Pattern(text)
