"""In: a problem with an attribute or a value. Out: a finding that names the cause and the cure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tei_tools.model.corrections import corrections, why_no_date
from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, Fix
from tei_tools.model.names import XML_NS, display, name_of, namespace
from tei_tools.model.wording import (
    VALUES,
    describe,
    listed,
    nearest,
    quoted,
    some,
    value_hint,
)

from .knowledge import Knowledge
from .leaves import ListLeaf
from .match import Cause, Problem
from .patterns import Pattern, bits

#: What to write where a date should have been a range.
RANGE: Final = "write the first and the last day as `from` and `to`, or `notBefore` and `notAfter`"


class Attributes:
    """Says the problems of attributes and values in words.

    Args:
        schema: what the schema says.
    """

    def __init__(self, schema: Knowledge) -> None:
        self.schema = schema
        self.automaton = schema.automaton

    def finding(self, document: Document, problem: Problem) -> Finding:
        """The finding for a problem."""
        match problem.cause:
            case Cause.WRONG_TEXT:
                return self._content(document, problem)
            case Cause.WRONG_VALUE:
                return self._value(document, problem)
            case Cause.MISSING_ATTRIBUTE:
                return self._missing(document, problem)
            case Cause.EXCLUDED_ATTRIBUTE:
                return self._excluded(document, problem)
        return self._unknown(document, problem)

    # --- names -----

    def _unknown(self, document: Document, problem: Problem) -> Finding:
        inside, name = display(name_of(problem.element)), display(problem.attribute)
        names = sorted({display(n) for n in self.automaton.attribute_names(problem.state)})
        near = display(problem.instead)
        message = f"`{inside}` has no attribute `{name}`"
        if problem.attribute != name and name in names:
            message = f"`{inside}` has `{name}` without a prefix only"
        if not document.has_written(problem.element, problem.attribute):
            message += ", which the DOCTYPE gives it"
        hint = f"did you mean `{near}`?" if near else ""
        if not hint and (others := self.schema.with_attribute(problem.attribute)):
            inner = self.schema.names_of(self.schema.content(problem.element))
            hint = f"`{name}` goes on {some(sorted(others, key=lambda each: each not in inner))}"
        return document.finding(
            problem.element,
            "grammar.unknown-attribute",
            message,
            attribute=problem.attribute,
            name=True,
            suggestion=hint,
            expected=() if near else tuple(names),
            source=self.schema.element_place(problem.state),
            fix=self._renamed(document, problem, near),
        )

    def _renamed(self, document: Document, problem: Problem, near: str) -> Fix | None:
        """The name that seems to be meant, where the element has no such attribute yet."""
        if not near or namespace(problem.instead) not in ("", XML_NS):
            return None
        if problem.element.get(problem.instead) is not None:
            return None
        edit = document.edit_attribute_name(problem.element, problem.attribute, near)
        return Fix.of(f"write `{near}`", edit, is_safe=False)

    def _excluded(self, document: Document, problem: Problem) -> Finding:
        element, name = problem.element, problem.attribute
        others = [str(each) for each in element.attrib if each != name]
        rivals = [o for o in others if self.schema.excludes(problem.state, name, o)]
        beside = listed([display(each) for each in rivals], "and") if rivals else "the others"
        return document.finding(
            element,
            "grammar.unknown-attribute",
            f"`{display(name_of(element))}` cannot have `{display(name)}` together with {beside}",
            attribute=name,
            name=True,
            suggestion="keep one of them",
            related=document.locate(element, rivals[0], name=True) if rivals else None,
            source=self.schema.element_place(problem.state),
        )

    def _missing(self, document: Document, problem: Problem) -> Finding:
        inside = display(name_of(problem.element))
        needed = self.schema.names_of(self.automaton.needed_attributes(problem.state))
        choices = self.schema.names_of(problem.labels)
        what = "one more attribute"
        if needed:
            noun = "attribute" if len(needed) == 1 else "attributes"
            what = f"the {noun} {listed(needed, 'and')}"
            if others := [each for each in choices if each not in needed]:
                what += f", and {listed(others, 'or')}"
        elif choices:
            what = f"the attribute {listed(choices, 'or')}"
        hint = ""
        if len(needed) == 1 or len(choices) == 1:
            contents = [leaf.content for leaf in self.schema.attribute_leaves(problem.labels)]
            hint = self._wanted(contents)
        return document.finding(
            problem.element,
            "grammar.missing-attribute",
            f"`{inside}` needs {what}",
            suggestion=hint,
            source=self.schema.element_place(problem.state),
        )

    # --- values -----

    def _value(self, document: Document, problem: Problem) -> Finding:
        contents = [leaf.content for leaf in self.schema.attribute_leaves(problem.labels)]
        token = self._wrong_token(problem, contents)
        text = token or problem.text
        where = f"{display(name_of(problem.element))}/@{display(problem.attribute)}"
        hint, values, meant = self._hint(problem, text, contents)
        fix = None
        if meant:
            element, attribute = problem.element, problem.attribute
            edit = (
                document.edit_token(element, attribute, token, meant)
                if token
                else document.edit_value(element, attribute, meant)
            )
            fix = Fix.of(f"write `{meant}`", edit, is_safe=False)
        return document.finding(
            problem.element,
            "grammar.attribute-value",
            f"`{where}` cannot be `{quoted(text)}`" if text else f"`{where}` is empty",
            attribute=problem.attribute,
            token=token,
            suggestion=hint,
            expected=values,
            source=self.schema.attribute_place(problem.labels, problem.state),
            fix=fix,
        )

    def _content(self, document: Document, problem: Problem) -> Finding:
        """The text of an element that holds data."""
        name, text = display(name_of(problem.element)), problem.text.strip()
        contents = [pattern for _, pattern in problem.state.candidates]
        hint, values, _ = self._hint(problem, text, contents)
        message = f"the content of `{name}` cannot be “{quoted(text)}”"
        return document.finding(
            problem.element,
            "grammar.content-value",
            message if text else f"`{name}` is empty, where a value belongs",
            after=0 if text else None,
            suggestion=hint,
            expected=values,
            source=self.schema.element_place(problem.state),
        )

    def _wrong_token(self, problem: Problem, contents: Sequence[Pattern]) -> str:
        """The first wrong item of a list; empty where the value is not a list of several."""
        tokens = problem.text.split()
        lists = [each for content in contents for each in self._lists(content)]
        if len(tokens) < 2 or not lists:
            return ""
        for token in tokens:
            if not any(self.automaton.matches(each, token, problem.element) for each in lists):
                return token
        return ""

    def _lists(self, pattern: Pattern) -> list[Pattern]:
        """What the items of lists in a pattern look like."""
        leaves = [self.schema.grammar.leaves[label] for label in bits(pattern.labels & ~1)]
        make = self.schema.grammar.patterns
        return [
            make.choice([make.leaf(label) for label in bits(leaf.content.labels & ~1)])
            for leaf in leaves
            if isinstance(leaf, ListLeaf)
        ]

    def _hint(
        self, problem: Problem, text: str, contents: Sequence[Pattern]
    ) -> tuple[str, tuple[str, ...], str]:
        """The cure for a wrong value, the values to choose from, and the one that seems meant."""
        glosses = self._glosses(contents)
        values, wanted = tuple(glosses), self._wanted(contents)
        if near := nearest(text, values):
            rivals = [value for value in values if value != near]
            only = near if not nearest(text, rivals) else ""
            return f"did you mean `{near}`?{glosses[near]}", values, only
        if text and (meant := self._meant(problem, text, contents)):
            return f"did you mean `{meant}`?", values, meant
        if trouble := why_no_date(text):
            return f"{trouble}; {RANGE if 'range' in trouble else wanted}", values, ""
        return wanted, values if len(values) > VALUES else (), ""

    def _meant(self, problem: Problem, text: str, contents: Sequence[Pattern]) -> str:
        """The first correction of a value that the schema allows."""
        is_name = any(map(self.schema.is_name, contents))
        for correction in corrections(text, is_name=is_name):
            if correction != text and any(
                self.automaton.matches(each, correction, problem.element) for each in contents
            ):
                return correction
        return ""

    def _glosses(self, contents: Sequence[Pattern]) -> dict[str, str]:
        """The values to choose from, each with what the schema says of it."""
        return dict(value for each in contents for value in self.schema.values(each))

    def _wanted(self, contents: Sequence[Pattern]) -> str:
        """What a value looks like."""
        glosses = self._glosses(contents)
        if len(glosses) == 1:
            return "".join(("allowed: ", *next(iter(glosses.items()))))
        types = (words for content in contents for words in self.schema.types(content))
        return value_hint(tuple(glosses)) or describe(types)
