"""In: the variables of a schema in a phase. Out: what each name means, and where (5.4.5).

Variables of a rule are seen in it; those of a pattern in it, and where nothing nearer has the name
in the others too; those of the phase and of the schema everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from tei_tools.model.finding import Finding

from . import rules as made
from .syntax import Let, Pattern, Phase, Place, Schema, error, fault

#: How many variables a schema may have outside its rules.
MOST: Final = 2_000
_DECLARE: Final = 'declare it: `<ns prefix="…" uri="…"/>`'


class Scopes:
    """The variables of a schema outside rules, by numbers.

    Attributes:
        lets: the variables.
        used: the numbers of those that some expression names.
    """

    def __init__(
        self,
        schema: Schema,
        phase: Phase | None,
        patterns: Sequence[Pattern],
        faults: list[Finding],
    ) -> None:
        """``patterns`` are those that are applied; what is wrong is put to ``faults``."""
        self.namespaces = schema.namespaces
        self.faults = faults
        self.lets: list[Let] = []
        self.used: set[int] = set()
        self._own: dict[int, dict[str, int]] = {}
        others: dict[str, int] = {}
        for pattern in patterns:
            self._own[id(pattern)] = self._declared(pattern.lets)
            others = self._own[id(pattern)] | others
        outer = self._declared(schema.lets)
        inner = self._declared(phase.lets) if phase else {}
        self._everywhere = others | outer | inner

    def of_pattern(self, pattern: Pattern) -> Mapping[str, int]:
        """What names mean in a pattern."""
        return self._everywhere | self._own[id(pattern)]

    def of_variables(self) -> Iterator[tuple[Let, Mapping[str, int]]]:
        """All variables outside rules, and what each of them sees, itself left out."""
        own = {number: names for names in self._own.values() for number in names.values()}
        for number, let in enumerate(self.lets):
            seen = self._everywhere | own.get(number, {})
            yield let, {name: other for name, other in seen.items() if other != number}

    def order(self, variables: Sequence[made.Variable]) -> list[int]:
        """The numbers of variables, each after those that it needs."""
        done: dict[int, None] = {}
        for start in range(len(variables)):
            way: dict[int, None] = {}
            waiting = [start]
            while waiting:
                number = waiting[-1]
                needed = [n for n in variables[number].scope.values() if n not in done]
                if number in done or not needed:
                    done[number] = None
                    way.pop(waiting.pop(), None)
                    continue
                way[number] = None
                if ring := [n for n in needed if n in way]:
                    let = self.lets[ring[0]]
                    message = f"the variable `{let.name}` depends on itself"
                    self.faults.append(fault(let.place, message))
                    return []
                waiting += needed
        return list(done)

    def check_twice(self) -> None:
        """One name for two variables is an error, unless each of the two is used somewhere."""
        by_name: dict[str, list[int]] = {}
        for number, let in enumerate(self.lets):
            by_name.setdefault(let.name, []).append(number)
        for numbers in by_name.values():
            if len(numbers) > 1 and not self.used.issuperset(numbers) and not self.faults:
                first, second, *_ = sorted(numbers, key=lambda number: self.lets[number].place)
                self.twice(self.lets[second], self.lets[first])

    def twice(self, let: Let, first: Let) -> None:
        """Say that two variables have one name."""
        message = f"the variable `{let.name}` is defined in {_where(first.place, let.place)} too"
        self.faults.append(fault(let.place, message, "give one of them another name"))

    def clark(self, name: str, place: Place) -> str:
        """The Clark name of a variable."""
        prefix, colon, local = name.rpartition(":")
        if not colon:
            return name
        if prefix not in self.namespaces:
            self.faults.append(fault(place, f"the prefix of `{name}` is not declared", _DECLARE))
        return f"{{{self.namespaces.get(prefix, '')}}}{local}"

    def _declared(self, lets: Iterable[Let]) -> dict[str, int]:
        """The numbers of variables that stand together, by their Clark names."""
        found: dict[str, int] = {}
        for let in lets:
            name = self.clark(let.name, let.place)
            if name in found:
                self.twice(let, self.lets[found[name]])
            found[name] = len(self.lets)
            self.lets.append(let)
            if len(self.lets) > MOST:
                raise error(let.place, f"over {MOST:,} variables are not read", code="limit")
        return found


def with_needs(
    pattern: made.Pattern, variables: Sequence[made.Variable], at: Mapping[int, int]
) -> made.Pattern:
    """A pattern that says which variables it needs; ``at`` are their new numbers."""
    needs: set[int] = set()
    waiting = list(pattern.scope.values())
    while waiting:
        if (number := waiting.pop()) not in needs:
            needs.add(number)
            waiting += variables[number].scope.values()
    scope = {name: at[number] for name, number in pattern.scope.items()}
    return pattern._replace(scope=scope, needs=tuple(sorted(at[n] for n in needs)))


def renumbered(variable: made.Variable, at: Mapping[int, int]) -> made.Variable:
    """A variable whose scope has the new numbers."""
    return variable._replace(scope={name: at[n] for name, n in variable.scope.items()})


def _where(place: Place, other: Place) -> str:
    return f"line {place.line}" if place.file == other.file else str(place)
