"""In: an expanded schema and the name of a phase. Out: its rules, compiled.

Says what is wrong with the schema: expressions that are none, variables that are not there or
defined twice (5.4.5), phases and diagnostics that nothing defines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Final, Literal, Protocol, TypeVar

from tei_tools import xpath
from tei_tools.model.finding import Finding, SchemaError, Severity
from tei_tools.model.wording import nearest
from tei_tools.xpath.by_value import sees_text_only

from . import rules as made
from . import syntax
from .expand import filled_words, filler
from .scopes import Scopes, renumbered, with_needs
from .syntax import ALL, DEFAULT, LONGEST, Let, Pattern, Phase, Place, Schema, Version, error, fault

#: What the role of an assertion makes its findings weigh; any other is an error.
SEVERITIES: Final[Mapping[str, Severity]] = {
    "warning": Severity.WARNING,
    "warn": Severity.WARNING,
    "info": Severity.INFO,
    "information": Severity.INFO,
    "informational": Severity.INFO,
    "nonfatal": Severity.INFO,
}
#: The codes of what is XPath, but cannot be evaluated here: it is told, and is no error.
NOT_CHECKED: Final = ("TEIX0001", "TEIX0002")
NO_FUNCTION: Final = "XPST0017"
LATEST: Final[Version] = "3.1"
#: A variable outside strings and comments; the groups are its name, and that it is defined there.
_VARIABLE = re.compile(
    r"""'[^']*'|"[^"]*"|\(:.*?:\)|\$\s*(Q\{[^}]*\}[\w.\-]+|[\w.\-]+(?::[\w.\-]+)?)(\s*:=|\s+(?:in|as)\b)?""",
    re.S,
)
#: A call of a function that has a namespace of its own, such as one declared by ``xsl:function``.
_FOREIGN_CALL = re.compile(r"(?:[\w.\-]+:|Q\{[^}]+\})[\w.\-]+\s*\(")
_NO_CODE = re.compile(r"[^\w.\-]+")
Made = TypeVar("Made", covariant=True)


class Maker(Protocol[Made]):
    """`compile_expression` or `compile_pattern`."""

    def __call__(
        self,
        text: str,
        *,
        namespaces: Mapping[str, str],
        version: Version,
        variables: Collection[str],
    ) -> Made:
        """Compile a text."""


def compile_rules(schema: Schema, phase: str = "") -> made.Rules:
    """The rules of a schema in a phase.

    Args:
        schema: as `expand` gives it.
        phase: its name; ``#ALL`` for all patterns; where empty, what the schema prefers.

    Raises:
        SchemaError: the schema is wrong; carries all that was found.
    """
    return _Compiler(schema, _phase(schema, phase)).rules()


def _phase(schema: Schema, name: str) -> Phase | None:
    """The phase of that name; None for all patterns."""
    known = {each.id: each for each in schema.phases}
    patterns = {each.id for each in schema.patterns}
    for each in schema.phases:
        for pattern, place in each.active:
            if pattern not in patterns:
                raise error(place, f"there is no pattern `{pattern}`", _near(pattern, patterns))
    wanted = schema.default_phase or ALL if name in ("", DEFAULT) else name
    if wanted == ALL:
        return None
    if wanted not in known:
        cure = _near(wanted, known) or f"there is {', '.join((*known, ALL))}"
        raise error(schema.place, f"there is no phase `{wanted}`", cure, "phase")
    return known[wanted]


def _near(name: str, names: Iterable[str]) -> str:
    near = nearest(name, sorted(filter(None, names)))
    return f"did you mean `{near}`?" if near else ""


class _Compiler:
    def __init__(self, schema: Schema, phase: Phase | None) -> None:
        self.schema = schema
        self.faults: list[Finding] = []
        active = None if phase is None else {pattern for pattern, _ in phase.active}
        self.patterns = [p for p in schema.patterns if active is None or p.id in active]
        self.scopes = Scopes(schema, phase, self.patterns, self.faults)
        self.filled = filler({})

    def rules(self) -> made.Rules:
        variables = [self.variable(let, scope) for let, scope in self.scopes.of_variables()]
        patterns = [self.pattern(each) for each in self.patterns]
        keys = tuple(map(self.key, self.schema.keys))
        self.scopes.check_twice()
        order = self.scopes.order(variables)
        if self.faults:
            raise SchemaError(self.faults)
        at = {number: position for position, number in enumerate(order)}
        return made.Rules(
            dict(self.schema.namespaces),
            self.schema.version,
            tuple(renumbered(variables[number], at) for number in order),
            tuple(with_needs(each, variables, at) for each in patterns),
            keys,
            (
                *((each.name, str(each.place)) for each in self.schema.foreign),
                *(
                    (f"the key `{each.name}` ({reason})", str(place))
                    for each, place in zip(keys, (k.place for k in self.schema.keys), strict=True)
                    if (reason := each.match.reason or each.use.reason)
                ),
            ),
            str(self.schema.place),
        )

    # --- variables -----

    def variable(self, let: Let, scope: Mapping[str, int]) -> made.Variable:
        name = self.scopes.clark(let.name, let.place)
        if let.value is None:
            reasons = [f"{each.name} in a variable is not evaluated" for each in let.foreign]
            value = made.Expression(let.name, None, reasons[0]) if reasons else None
            return made.Variable(name, value, let.content)
        value = self.expression(let.value, scope)
        return made.Variable(name, value, scope={each: scope[each] for each in value.uses})

    # --- patterns, rules, assertions -----

    def pattern(self, pattern: Pattern) -> made.Pattern:
        scope = self.scopes.of_pattern(pattern)
        self.filled = filler(dict(pattern.params))
        used: set[str] = set()
        documents = pattern.documents and self.expression(pattern.documents, scope)
        if documents:
            used.update(documents.uses)
        compiled = tuple(self.rule(rule, scope, used) for rule in pattern.rules)
        needed = {name: scope[name] for name in sorted(used)}
        return made.Pattern(documents, needed, (), compiled, str(pattern.place))

    def rule(self, rule: syntax.Rule, scope: Mapping[str, int], used: set[str]) -> made.Rule:
        assert rule.context is not None
        context = self.match(rule.context, scope)
        used.update(context.uses)
        inside: dict[str, Let] = {}
        variables: list[made.Variable] = []
        for let in (part for part in rule.body if isinstance(part, Let)):
            seen = {**scope, **dict.fromkeys(inside, -1)}
            variables.append(self.variable(let, seen)._replace(scope={}))
            name = variables[-1].name
            if name in inside:
                self.scopes.twice(let, inside[name])
            if variables[-1].value:
                used.update(n for n in variables[-1].value.uses if n not in inside)
            inside[name] = let
        seen = {**scope, **dict.fromkeys(inside, -1)}
        checks = tuple(
            self.check(part, seen) for part in rule.body if isinstance(part, syntax.Check)
        )
        used.update(n for check in checks for n in _uses(check) if n not in inside)
        return made.Rule(
            context, tuple(variables), checks, str(rule.place), _is_by_value(variables, checks)
        )

    def check(self, check: syntax.Check, scope: Mapping[str, int]) -> made.Check:
        words = partial(self.words, scope=scope)
        notes = [
            *((note, "") for note in self.notes(check, "diagnostics")),
            *((note, f"{note.id}: ") for note in self.notes(check, "properties")),
        ]
        foreign = [*check.foreign, *(each for note, _ in notes for each in note.foreign)]
        kind = "report" if check.is_report else "assert"
        return made.Check(
            check.is_report,
            self.expression(check.test, scope),
            words(check.words),
            SEVERITIES.get(check.role.lower(), Severity.ERROR),
            f"schematron.{_NO_CODE.sub('-', check.id) or kind}",
            tuple((label, *words(filled_words(note.words, self.filled))) for note, label in notes),
            str(check.place),
            tuple(each.name for each in foreign),
        )

    def notes(
        self, check: syntax.Check, kind: Literal["diagnostics", "properties"]
    ) -> Iterator[syntax.Note]:
        known: dict[str, syntax.Note] = {each.id: each for each in getattr(self.schema, kind)}
        for name in getattr(check, kind):
            if name in known:
                yield known[name]
            else:
                message = f"there is no `{name}` in the {kind} of the schema"
                self.faults.append(fault(check.place, message, _near(name, known)))

    def words(self, words: syntax.Words, scope: Mapping[str, int]) -> made.Words:
        return tuple(
            each
            if isinstance(each, str)
            else made.Insert(self.expression(each.of, scope) if each.of.text else None)
            for each in words
        )

    def key(self, key: syntax.Key) -> made.Key:
        name = self.scopes.clark(key.name, key.place)
        use = self.expression(key.use, {})
        if key.foreign:
            use = made.Expression(key.use.text, None, f"{key.foreign[0].name} is not evaluated")
        return made.Key(name, self.match(key.match, {}), use)

    # --- expressions -----

    def expression(
        self, expression: syntax.Expression, scope: Mapping[str, int]
    ) -> made.Expression:
        return made.Expression(*self.compiled(xpath.compile_expression, expression, scope))

    def match(self, expression: syntax.Expression, scope: Mapping[str, int]) -> made.Match:
        return made.Match(*self.compiled(xpath.compile_pattern, expression, scope))

    def compiled(
        self, maker: Maker[Made], expression: syntax.Expression, scope: Mapping[str, int]
    ) -> tuple[str, Made | None, str, tuple[str, ...]]:
        text, place = expression
        if len(text) > LONGEST:
            message = f"an expression of {len(text):,} characters is not read"
            self.faults.append(fault(place, message, code="limit"))
            return text, None, "", ()
        uses = tuple(name for name in self.names(text, place) if name in scope)
        self.scopes.used.update(scope[name] for name in uses)
        try:
            found = self.made(maker, text, scope)
        except xpath.XPathError as problem:
            if problem.code in NOT_CHECKED or (
                problem.code == NO_FUNCTION and _FOREIGN_CALL.search(text)
            ):
                return text, None, problem.cause, uses
            self.faults.append(fault(place, f"`{text}`: {problem.cause}", code="xpath"))
            return text, None, "", uses
        return text, found, "", uses

    def made(self, maker: Maker[Made], text: str, scope: Mapping[str, int]) -> Made:
        """A text compiled; where the schema names no version of XPath, in the first that it is."""
        versions = [self.schema.version] if self.schema.binding else [self.schema.version, LATEST]
        for version in versions:
            try:
                return maker(
                    text,
                    namespaces=self.schema.namespaces,
                    version=version,
                    variables=scope.keys(),
                )
            except xpath.XPathError:
                if version == versions[-1]:
                    raise
        raise AssertionError("no versions")

    def names(self, text: str, place: Place) -> Iterator[str]:
        """The variables that an expression refers to and does not define itself."""
        found = [(each[1], each[2]) for each in _VARIABLE.finditer(text) if each[1]]
        inside = {name for name, definition in found if definition}
        for name in dict.fromkeys(name for name, _ in found if name not in inside):
            yield self.scopes.clark(name, place)


def _uses(check: made.Check) -> Iterator[str]:
    yield from check.test.uses
    for words in (check.words, *check.diagnostics):
        for word in words:
            if isinstance(word, made.Insert) and word.of:
                yield from word.of.uses


def _is_by_value(variables: Iterable[made.Variable], checks: Iterable[made.Check]) -> bool:
    """Whether what a rule says of a node depends on no more of it than its text."""
    values = [(each.name, each.value and each.value.compiled) for each in variables]
    tests = [check.test.compiled for check in checks]
    if any(value is None for _, value in values) or None in tests:
        return False
    return sees_text_only(
        [(name, value.tree) for name, value in values if value],
        [test.tree for test in tests if test],
    )
