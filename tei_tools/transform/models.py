"""In: a document and the models of a project. Out: the rule that the models make of an element.

Predicates and parameters are evaluated once for an element, within bounds; one that cannot be
evaluated is told, and does not hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, Severity, TeiToolsError
from tei_tools.model.names import display, name_of, tei
from tei_tools.processing import Behaviour, Model, Models, Sequence
from tei_tools.processing import restore as restore_models
from tei_tools.processing.css import declarations, generated, harmless
from tei_tools.processing.custom import (
    Call,
    Function,
    Rendered,
    called,
    function_named,
    functions_in,
)
from tei_tools.xpath import Context, Expression, Run, XPathError
from tei_tools.xpath import Text as TextNode
from tei_tools.xpath.values import item_string

from .behaviours import NO_RULE, OWN_SEPARATORS, RULES, Rule, rule_of

#: How many steps one evaluation may take, and how many all that are made for a document.
STEPS: Final = 1_000_000
ALL_STEPS: Final = 300_000_000
#: How many nodes parameters may select, for each element of the document.
SELECTED: Final = 30
#: The scopes of renditions, and the pseudo-elements of CSS for them. What is before and after an
#: element is text, and looks like the rest of it.
SCOPES: Final = {"": "", "first-line": "::first-line", "first-letter": "::first-letter"}

restored = lru_cache(maxsize=4)(restore_models)
own = lru_cache(maxsize=4)(functions_in)


@dataclass(slots=True)
class Modelled:
    """What the models of a project say of the elements of a document."""

    document: Document
    models: Models
    output: str
    functions: Mapping[str, Function] = field(default_factory=dict)
    run: Run = field(default_factory=lambda: Run(steps=STEPS))
    rules: dict[etree._Element, Rule | None] = field(default_factory=dict)
    #: The styles that are used, each with the pseudo-element it is of, and their classes.
    looks: dict[tuple[str, str], str] = field(default_factory=dict)
    #: What behaviours of the project made of elements, by their names.
    made: dict[tuple[etree._Element, str], Rendered] = field(default_factory=dict)
    failed: dict[tuple[str, str], Finding] = field(default_factory=dict)
    #: Elements of another document, of which predicates are asked in place of those of this one.
    twins: Mapping[etree._Element, etree._Element] = field(default_factory=dict)
    spent: int = 0
    selected: int = 0
    _size: int = 0

    def rule(self, element: etree._Element) -> Rule | None:
        """The rule of an element; None where the models say nothing of it."""
        if element not in self.rules:
            self.rules[element] = self._rule(element)
        return self.rules[element]

    def chosen(self, element: etree._Element) -> Model | Sequence | None:
        """The first model of an element that holds."""
        for model in self.models.get(name_of(element), ()):
            if model.output in ("", self.output) and self.holds(element, model):
                return model
        return None

    def _rule(self, element: etree._Element) -> Rule | None:
        model = self.chosen(element)
        if not isinstance(model, Sequence):
            return None if model is None else self._of(element, model)
        parts = tuple(self._of(element, each) for each in self._applied(element, model))
        first = next((part for part in parts if part.is_block), None)
        behaviour = first.behaviour if first else Behaviour.INLINE
        return rule_of(name_of(element), behaviour)._replace(sequence=parts)

    def _applied(self, element: etree._Element, sequence: Sequence) -> Iterator[Model]:
        for model in sequence.models:
            if model.output in ("", self.output) and self.holds(element, model):
                yield model

    def _of(self, element: etree._Element, model: Model) -> Rule:
        name, behaviour = name_of(element), model.behaviour
        if model.function:
            behaviour = Behaviour(self._call(element, model).behaviour)
        rule = rule_of(name, behaviour)._replace(model=None if model.is_plain else model)
        if RULES.get(name, NO_RULE).behaviour is behaviour:
            return rule
        separator = OWN_SEPARATORS.get(behaviour, rule.separator.replace("\t", "\n"))
        return rule._replace(separator=separator)

    def holds(self, element: etree._Element, model: Model | Sequence) -> bool:
        """Whether the predicate of a model holds."""
        if model.predicate is None:
            return True
        try:
            return model.predicate.boolean(self._context(self.twins.get(element, element)))
        except XPathError as problem:
            self._fail(element, "predicate", model.predicate, problem)
            return False
        finally:
            self._spend()

    def _call(self, element: etree._Element, model: Model) -> Rendered:
        """What a behaviour of the project makes of an element."""
        key = element, model.function
        if key not in self.made:
            params = {name: self.items(element, model, name) or [] for name in model.params}
            texts = {
                name: tuple(e if isinstance(e, etree._Element) else _text(e) for e in items)
                for name, items in params.items()
            }
            function = function_named(model.function, self.functions)
            self.made[key] = called(model.function, function, Call(element, texts))
        return self.made[key]

    def items(self, element: etree._Element, model: Model, name: str) -> list[object] | None:
        """What a parameter gives: elements, text nodes, and texts; None where it is not there.

        An element that is not in the one that is rendered gives its text.
        """
        rendered = self.made.get((element, model.function))
        if rendered is not None and name == "content":
            return [_usable(element, item) for item in rendered.content]
        expression = model.params.get(name)
        if expression is None:
            return None
        try:
            found = expression.evaluate(self._context(element))
            self._count(len(found))
            return [_usable(element, item) for item in found]
        except XPathError as problem:
            self._fail(element, f"parameter `{name}`", expression, problem)
            return []
        finally:
            self._spend()

    def text(self, element: etree._Element, model: Model, name: str) -> str | None:
        """What a parameter gives, as text; None where it is not there."""
        items = self.items(element, model, name)
        if items is None:
            return None
        return " ".join(each if isinstance(each, str) else _text(each) for each in items)

    def signs(self, model: Model) -> tuple[str, str]:
        """The characters that renditions put before and after what is in an element."""
        before = (generated(each.css) for each in model.renditions if each.scope == "before")
        after = (generated(each.css) for each in model.renditions if each.scope == "after")
        return "".join(before), "".join(after)

    def classes(self, element: etree._Element) -> tuple[str, ...]:
        """The classes by which an element looks as its models want; notes the styles of them."""
        rule = self.rule(element)
        if rule is None:
            return ()
        found: list[str] = []
        for model in (rule.model, *(part.model for part in rule.sequence)):
            if model is not None:
                found += model.css_class.split()
                if (rendered := self.made.get((element, model.function))) is not None:
                    found += rendered.css_class.split()
                styles = [(each.scope, each.css) for each in model.renditions]
                if model.uses_source:
                    styles += [("", css) for css in self._source_styles(element)]
                found += [self._look(scope, css) for scope, css in styles]
        return tuple(filter(None, dict.fromkeys(found)))

    def style(self) -> str:
        """The style sheet of what is used; its colours are meant for a light page."""
        written = ""
        for (of, css), name in self.looks.items():
            written += f".{name}{of} {{ {css} }}\n"
            if any(each.startswith(("color", "background")) for each, _ in declarations(css)):
                plain = f".{name}{of} {{ color: inherit; background: none }}"
                written += f"@media screen and (prefers-color-scheme: dark) {{ {plain} }}\n"
        return written

    def _look(self, scope: str, css: str) -> str:
        """The class of a style; of none where it does harm, or is of characters of the text."""
        safe = harmless(css)
        if not safe or scope not in SCOPES:
            return ""
        return self.looks.setdefault((SCOPES[scope], safe), f"look-{len(self.looks) + 1}")

    def _source_styles(self, element: etree._Element) -> Iterator[str]:
        """What the document says of how an element looks in its source."""
        for token in element.get("rendition", "").split():
            for found in self.document.ids.get(token.removeprefix("#"), ())[:1]:
                scheme = found.get("scheme", "css")
                if found.tag == tei("rendition") and scheme == "css" and not found.get("scope"):
                    yield "".join(found.itertext())
        yield element.get("style", "")

    def findings(self) -> Iterator[Finding]:
        """What could not be evaluated: each expression once."""
        yield from self.failed.values()

    def _fail(
        self, element: etree._Element, what: str, expression: Expression, problem: XPathError
    ) -> None:
        key = (name_of(element), expression.text)
        if key not in self.failed:
            self.failed[key] = self.document.finding(
                element,
                "transform.not-evaluated",
                f"the {what} `{expression.text}` of a model of `{display(name_of(element))}` "
                f"cannot be evaluated: {problem.cause}",
                severity=Severity.WARNING,
                suggestion="mend the model in the ODD",
            )

    def _context(self, element: etree._Element) -> Context:
        return Context(element, run=self.run)

    def _spend(self) -> None:
        self.spent += self.run.steps - self.run.left
        if self.spent > ALL_STEPS:
            raise TeiToolsError("the models take too long: their XPath looks at too many nodes")

    def _count(self, more: int) -> None:
        if not self._size:
            self._size = sum(1 for _ in self.document.root.iter())
        self.selected += more
        if self.selected > SELECTED * self._size + 1000:
            raise TeiToolsError(
                "the models render the same elements again and again: their parameters select "
                f"more than {SELECTED} nodes for each element of the document"
            )


def _usable(element: etree._Element, item: Any) -> object:
    """An element in the one that is rendered, or text of the document; all else as its text."""
    if isinstance(item, TextNode) or item is element:
        return item
    is_element = isinstance(item, etree._Element) and isinstance(item.tag, str)
    is_inside = is_element and any(above is element for above in item.iterancestors())
    return item if is_inside else _text(item)


def _text(item: object) -> str:
    """A node or value as text."""
    if isinstance(item, etree._Element) and not isinstance(item.tag, str):
        return ""  # a comment or an instruction
    if isinstance(item, etree._Element):
        return " ".join("".join(item.itertext()).split())
    return item if isinstance(item, str) else item_string(item)
