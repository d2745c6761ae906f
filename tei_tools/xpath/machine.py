"""In: a regular expression that Python's matcher could try too long. Out: its matches, bounded.

All ways through the text are taken at once, character by character (after Ken Thompson and Rob
Pike): the time grows with the text times the pattern. Back-references cannot be had this way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final, TypeAlias

from tei_tools.xpath.errors import XPathError

#: ``("char", test, next)``, ``("at", test, next)``, ``("save", slot, next)``,
#: ``("split", first, second)``, ``("match",)``; places in the program.
Instruction: TypeAlias = tuple[Any, ...]
#: How many instructions a pattern may come to.
LONGEST: Final = 10_000


class Machine:
    """A pattern as a program."""

    def __init__(self, choices: list[Any], groups: int, flags: int, pattern: str) -> None:
        self._flags = flags
        self._pattern = pattern
        self._program: list[Instruction] = []
        self._slots = 2 * (groups + 1)
        end = self._add("match")
        self._start = self._choices(choices, end)

    def spans(self, text: str, spend: Callable[[int], None]) -> Iterator[tuple[Any, ...]]:
        """The matches, one after the other."""
        place = 0
        while place <= len(text):
            slots = self._first(text, place, spend)
            if slots is None:
                return
            yield tuple(zip(slots[::2], slots[1::2], strict=True))
            place = max(slots[1], place + (slots[0] == slots[1]))

    # Making the program, from its end to its beginning

    def _add(self, *instruction: Any) -> int:
        self._program.append(instruction)
        if len(self._program) > LONGEST:
            raise XPathError("TEIX0001", f"the pattern `{self._pattern[:60]}` is too long")
        return len(self._program) - 1

    def _choices(self, choices: list[Any], after: int) -> int:
        start = self._parts(choices[-1], after)
        for parts in reversed(choices[:-1]):
            start = self._add("split", self._parts(parts, after), start)
        return start

    def _parts(self, parts: list[Any], after: int) -> int:
        for part in reversed(parts):
            after = self._part(part, after)
        return after

    def _part(self, part: tuple[Any, ...], after: int) -> int:
        match part:
            case ("char", str(text)):
                return self._add("char", _char_test(text, self._flags), after)
            case ("at", str(text)):
                return self._add("at", re.compile(text), after)
            case ("group", 0, choices):
                return self._choices(choices, after)
            case ("group", number, choices):
                end = self._add("save", 2 * number + 1, after)
                return self._add("save", 2 * number, self._choices(choices, end))
            case ("repeat", inner, least, most, is_lazy):
                return self._repeat(inner, least, most, is_lazy, after)
        raise XPathError(
            "TEIX0001", f"the regular expression `{self._pattern[:60]}` could take too long"
        )

    def _repeat(self, inner: Any, least: int, most: int | None, is_lazy: bool, after: int) -> int:
        start = after
        if most is None:
            start = self._add("split", -1, -1)  # the way back; known below
            body = self._part(inner, start)
            self._program[start] = ("split", *((after, body) if is_lazy else (body, after)))
        else:
            for _ in range(most - least):
                body = self._part(inner, start)
                start = self._add("split", *((after, body) if is_lazy else (body, after)))
        for _ in range(least):
            start = self._part(inner, start)
        return start

    # Running it

    def _first(self, text: str, place: int, spend: Callable[[int], None]) -> list[int] | None:
        """The slots of the first match from a place on, the preferred of those that begin there."""
        found: list[int] | None = None
        ways: dict[int, list[int]] = {}
        for here in range(place, len(text) + 1):
            if found is None:
                self._follow(ways, self._start, [here, *[-1] * (self._slots - 1)], text, here)
            if not ways:
                return found
            spend(8 * len(ways))  # a way costs more than a step elsewhere
            following: dict[int, list[int]] = {}
            character = text[here : here + 1]
            for number, slots in ways.items():
                instruction = self._program[number]
                if instruction[0] == "match":
                    found = [slots[0], here, *slots[2:]]
                    break
                if character and instruction[1](character):
                    self._follow(following, instruction[2], slots, text, here + 1)
            ways = following
        return found

    def _follow(
        self, ways: dict[int, list[int]], number: int, slots: list[int], text: str, here: int
    ) -> None:
        """Add all ways that lead on from an instruction without a character, in their order."""
        stack = [(number, slots)]
        seen: set[int] = set()
        while stack:
            number, slots = stack.pop()
            if number in ways or number in seen:
                continue
            seen.add(number)
            instruction = self._program[number]
            match instruction[0]:
                case "split":
                    stack += [(instruction[2], slots), (instruction[1], slots)]
                case "save":
                    saved = slots.copy()
                    saved[instruction[1]] = here
                    stack.append((instruction[2], saved))
                case "at":
                    if instruction[1].match(text, here):
                        stack.append((instruction[2], slots))
                case _:
                    ways[number] = slots


@lru_cache(maxsize=1024)
def _char_test(text: str, flags: int) -> Callable[[str], bool]:
    """Is it one of the characters that a part of a pattern stands for?"""
    pattern = re.compile(text, flags)

    @lru_cache(maxsize=4096)
    def is_one(character: str) -> bool:
        return pattern.fullmatch(character) is not None

    return is_one
