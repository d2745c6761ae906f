"""In: the rules of a schema, and a document. Out: drafts of findings.

ISO/IEC 19757-3:2016, section 6: in a pattern the first rule that matches a node is applied to it.
What cannot be evaluated is told once for an assertion, and nothing is left out in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final, Protocol, TypeAlias

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.draft import Draft
from tei_tools.model.finding import Severity
from tei_tools.xpath import Attribute, Context, Item, Key, Node, Run, XPathError, element_of
from tei_tools.xpath import Document as Top

from .index import Index
from .messages import Told, text_of, told
from .rules import Check, Expression, Pattern, Rule, Rules, Variable
from .teller import Teller, not_evaluated

#: How many seconds the rules may take on one document.
SECONDS: Final = 120.0
Values: TypeAlias = dict[str, Sequence[Item]]


class Library(Protocol):
    """The documents of the project, which rules may ask for."""

    def document(self, address: str, base: str) -> Document:
        """The document at an address, relative to the file ``base``.

        Raises:
            LookupError: there is none, or it is not to be opened; the text says why.
        """


class Evaluation:
    """The rules of a schema, applied to one document."""

    def __init__(self, rules: Rules, document: Document, library: Library, schema: Path) -> None:
        """``schema`` is the file to which addresses in expressions are relative."""
        self.rules = rules
        self.document = document
        self.library = library
        self.schema = schema
        self.ends = monotonic() + SECONDS
        self.teller = Teller(document)
        self.run = Run(load=self._load, keys=_keys(rules))
        self.names = _names(rules)
        self._indexes: dict[etree._Element, Index] = {}
        self._loaded: dict[tuple[str, str], etree._Element | None] = {}
        self._values: dict[int, Sequence[Item]] = {}
        self._reasons: dict[int, str] = {}
        #: How often an expression has asked for a document relative to that of a node.
        self._relative = 0

    def drafts(self) -> Iterator[Draft]:
        """What the rules say of the document."""
        root = self.document.root
        for name, place in self.rules.left_out:
            yield from self.teller.not_checked(root, f"{name} is not evaluated", place)
        try:
            for pattern in self.rules.patterns:
                yield from self._pattern(pattern)
        except TimeoutError:
            message = f"the rules are not applied to the end: they take over {SECONDS:.0f} seconds"
            limit = Told("schema.limit", Severity.ERROR, message, source=self.rules.place)
            yield self.teller.draft(root, limit.severity, lambda: limit)

    def _go_on(self) -> None:
        """A TimeoutError when there is no time left."""
        if monotonic() > self.ends:
            raise TimeoutError

    # --- patterns and rules -----

    def _pattern(self, pattern: Pattern) -> Iterator[Draft]:
        yield from self._without_context(pattern)
        for document in self._subjects(pattern):
            if isinstance(document, Draft):
                yield document
                continue
            if document.root not in self._indexes:
                self._indexes[document.root] = Index(document.root, self.names)
            index = self._indexes[document.root]
            done: set[Node] | None = set() if len(pattern.rules) > 1 else None
            for rule in pattern.rules:
                if rule.context.compiled is not None:
                    nodes = index.nodes(rule.context.compiled.names)
                    yield from self._rule(rule, pattern, nodes, done)

    def _without_context(self, pattern: Pattern) -> Iterator[Draft]:
        """Rules of which it cannot be told what they are about."""
        for rule in pattern.rules:
            if rule.context.compiled is None:
                for check in rule.checks:
                    text, reason = rule.context.text, rule.context.reason
                    message = not_evaluated(f"the context `{text}` of a rule", reason)
                    yield from self.teller.not_checked(self.document.root, message, check.place)

    def _subjects(self, pattern: Pattern) -> Iterator[Document | Draft]:
        """The documents that a pattern is for."""
        if pattern.documents is None:
            yield self.document
            return
        root, wanted = self.document.root, pattern.documents
        values, failed = self._globals(pattern)
        addresses, reason = self._value(wanted, Context(Top(root), values, self.run), failed)
        if reason:
            message = not_evaluated(f"`{wanted.text}`", reason)
            yield from self.teller.not_checked(root, message, pattern.place)
        for address in addresses:
            try:
                found = self.library.document(text_of(address), self.document.path)
            except LookupError as problem:
                message = f"a document that rules are for is not checked: {problem.args[0]}"
                yield from self.teller.not_checked(root, message, pattern.place)
                continue
            self.teller.documents[found.root] = found
            yield found

    def _rule(
        self, rule: Rule, pattern: Pattern, nodes: Iterable[Node], done: set[Node] | None
    ) -> Iterator[Draft]:
        """Apply a rule to those of the nodes that match."""
        pattern_of = rule.context.compiled
        assert pattern_of is not None
        context: Context | None = None
        failed: Mapping[str, str] = {}
        right: set[str] = set()  # the values of which nothing is to be told, if they alone count
        for node in nodes:
            if done is not None and node in done:
                continue
            if context is None:
                values, failed = self._globals(pattern)
                context = Context(node, values, self.run)
            context.node = node
            self._go_on()
            try:
                if not pattern_of.matches(node, context):
                    continue
            except XPathError as problem:
                yield from self._cannot_match(rule, node, problem)
                continue
            if done is not None:
                done.add(node)
            value = None
            if rule.is_by_value and type(node) is Attribute:
                value = node.element.get(node.name)
                if value in right:
                    continue
            relative = self._relative
            inner, inner_failed = context, failed
            if rule.variables:
                inner, inner_failed = self._inside(rule, context, failed)
            for check in rule.checks:
                reason = self._outcome(check, inner, inner_failed)
                if reason is not None:
                    value = None
                    yield from self._told(check, inner, reason)
            if value is not None and relative == self._relative:
                right.add(value)

    def _cannot_match(self, rule: Rule, node: Node, problem: XPathError) -> Iterator[Draft]:
        message = not_evaluated(f"the context `{rule.context.text}` of a rule", problem.cause)
        for check in rule.checks:
            yield from self.teller.not_checked(node, message, check.place)

    def _outcome(self, check: Check, context: Context, failed: Mapping[str, str]) -> str | None:
        """None where nothing is to be told; else why a check cannot be evaluated, if that is so."""
        self._go_on()
        test = check.test
        if failed:
            for name in test.uses:
                if name in failed:
                    return test.reason or failed[name]
        if test.compiled is None:
            return test.reason
        try:
            return None if test.compiled.boolean(context) is not check.is_report else ""
        except XPathError as problem:
            return problem.cause

    def _told(self, check: Check, context: Context, reason: str) -> Iterator[Draft]:
        """What a check says of a node; or, for a reason, that it cannot be evaluated."""
        if reason:
            message = not_evaluated(f"`{check.test.text}`", reason)
            yield from self.teller.not_checked(context.node, message, check.place)
            return
        seen = Context(context.node, context.variables, self.run)
        say = partial(told, check, seen, self.ends + SECONDS)
        yield self.teller.draft(context.node, check.severity, say)
        for name in check.left_out:
            message = f"{name} in the message of a rule is not evaluated"
            yield from self.teller.not_checked(context.node, message, check.place)

    # --- variables -----

    def _globals(self, pattern: Pattern) -> tuple[Values, Mapping[str, str]]:
        """The values of the variables that a pattern needs, and why others have none."""
        for number in pattern.needs:
            if number not in self._values and number not in self._reasons:
                variable = self.rules.variables[number]
                scope = variable.scope
                failed = {n: self._reasons[i] for n, i in scope.items() if i in self._reasons}
                values = {n: self._values[i] for n, i in scope.items() if i in self._values}
                context = Context(Top(self.document.root), values, self.run)
                value, reason = self._variable(variable, context, failed)
                if reason:
                    self._reasons[number] = reason
                else:
                    self._values[number] = value
        scope = pattern.scope
        return (
            {name: self._values[n] for name, n in scope.items() if n in self._values},
            {name: self._reasons[n] for name, n in scope.items() if n in self._reasons},
        )

    def _inside(
        self, rule: Rule, context: Context, failed: Mapping[str, str]
    ) -> tuple[Context, Mapping[str, str]]:
        """The context with the variables of a rule."""
        values, reasons = dict(context.variables), dict(failed)
        inner = Context(context.node, values, self.run)
        for variable in rule.variables:
            value, reason = self._variable(variable, inner, reasons)
            reasons.pop(variable.name, None)
            values.pop(variable.name, None)
            if reason:
                reasons[variable.name] = reason
            else:
                values[variable.name] = value
        return inner, reasons

    def _variable(
        self, variable: Variable, context: Context, failed: Mapping[str, str]
    ) -> tuple[Sequence[Item], str]:
        """The value of a variable, or why it has none."""
        self._go_on()
        if variable.value is None:
            content = etree.fromstring(variable.content)
            is_one = len(content) == 1 and not _has_text(content)
            if is_one and isinstance(content[0].tag, str):
                single = content[0]
                single.tail = None
                content.remove(single)
                return [Top(single)], ""
            return [content], ""
        value, reason = self._value(variable.value, context, failed)
        return value, reason and f"the variable `${variable.name}` has no value: {reason}"

    def _value(
        self, expression: Expression, context: Context, failed: Mapping[str, str]
    ) -> tuple[Sequence[Item], str]:
        for name in expression.uses:
            if name in failed:
                return (), failed[name]
        if expression.compiled is None:
            return (), expression.reason
        try:
            return expression.compiled.evaluate(context), ""
        except XPathError as problem:
            return (), problem.cause

    # --- documents -----

    def _load(self, address: str, base: Node | None) -> etree._Element | None:
        """The root of a document that an expression asks for; None where there is none."""
        start = str(self.schema)
        if base is not None:
            self._relative += 1
            element = element_of(base)
            document = self.teller.documents.get(element.getroottree().getroot())
            start = document.file_of(element) if document else start
        if (address, start) not in self._loaded:
            try:
                found = self.library.document(address, start)
            except LookupError:
                self._loaded[address, start] = None
            else:
                self.teller.documents[found.root] = found
                self._loaded[address, start] = found.root
        return self._loaded[address, start]


def _has_text(content: etree._Element) -> bool:
    texts = (content.text, *(child.tail for child in content))
    return any(text and text.strip() for text in texts)


def _names(rules: Rules) -> frozenset[str]:
    """All names by which rules ask for nodes."""
    contexts = (rule.context.compiled for pattern in rules.patterns for rule in pattern.rules)
    return frozenset().union(*(each.names for each in contexts if each is not None))


def _keys(rules: Rules) -> Mapping[str, Sequence[Key]]:
    keys: dict[str, list[Key]] = {}
    for name, match, use in rules.keys:
        if match.compiled is not None and use.compiled is not None:
            keys.setdefault(name, []).append(Key(match.compiled, use.compiled))
    return keys
