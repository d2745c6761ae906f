"""In: a problem that matching found. Out: a finding that names the cause, in an editor's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding
from tei_tools.model.names import TEI_NS, display, local, name_of, namespace
from tei_tools.model.wording import (
    DATATYPES,
    ELSEWHERE,
    FEW,
    LISTED,
    PARENTS,
    describe,
    either,
    gloss,
    nearest,
    value_hint,
)

from .automaton import Automaton, State
from .leaves import AttributeLeaf, DataLeaf, ElementLeaf, ListLeaf, ValueLeaf
from .match import Cause, Problem
from .patterns import TEXT_LABEL, Pattern, bits


class Explainer:
    """Says the problems of documents in words.

    Args:
        automaton: the schema.
        name: how messages call it.
    """

    def __init__(self, automaton: Automaton, name: str) -> None:
        self.automaton = automaton
        self.grammar = automaton.grammar
        self.name = name

    def finding(self, document: Document, problem: Problem) -> Finding:
        """The finding for a problem."""
        match problem.cause:
            case Cause.UNKNOWN_ELEMENT:
                return self._unknown_element(document, problem)
            case Cause.MISPLACED_ELEMENT:
                return self._misplaced(document, problem)
            case Cause.EARLY_ELEMENT:
                return self._early(document, problem)
            case Cause.INCOMPLETE:
                return self._incomplete(document, problem)
            case Cause.TEXT:
                return self._text(document, problem)
            case Cause.WRONG_TEXT:
                return self._wrong_text(document, problem)
            case Cause.WRONG_VALUE:
                return self._wrong_value(document, problem)
            case Cause.MISSING_ATTRIBUTE:
                return self._missing_attribute(document, problem)
        return self._unknown_attribute(document, problem)

    # --- elements -----

    def _unknown_element(self, document: Document, problem: Problem) -> Finding:
        element = problem.element
        name, own = local(name_of(element)), namespace(name_of(element))
        known = {local(each): each for each in self.element_names}
        if name in known and namespace(known[name]) != own:
            return self._wrong_namespace(document, element, known[name])
        expected = self._expected(problem.state)
        elsewhere = ELSEWHERE.get(name.lower(), "")
        near = elsewhere if elsewhere in known else local(problem.instead) or nearest(name, known)
        hint = f"did you mean `{near}`?{self._gloss(known.get(near, ''))}" if near else ""
        return document.finding(
            element,
            "grammar.unknown-element",
            f"`{name}` is not an element of this schema",
            expected=() if near else expected,
            suggestion=hint,
            source=self.name,
        )

    def _wrong_namespace(self, document: Document, element: etree._Element, meant: str) -> Finding:
        name, own, wanted = local(meant), namespace(name_of(element)), namespace(meant)
        where = f"in the namespace {own}" if own else "in no namespace"
        known = "TEI" if wanted == TEI_NS else wanted or "elements without namespace"
        cure = f'write `<{name} xmlns="{wanted}">`'
        if not own and element.getparent() is not None:
            cure = 'remove `xmlns=""` from it or from the element around it'
        return document.finding(
            element,
            "grammar.wrong-namespace",
            f"`{name}` is {where}, where this schema knows only {known} elements",
            suggestion=cure,
            source=self.name,
        )

    def _misplaced(self, document: Document, problem: Problem) -> Finding:
        """A known element that cannot stand here, or not any more."""
        element, parent = problem.element, problem.element.getparent()
        name = display(name_of(element))
        expected = self._expected(problem.state)
        if parent is None:
            return document.finding(
                element,
                "grammar.not-allowed-here",
                f"`{name}` cannot be the root of a document",
                suggestion=f"the root is {either(expected)}" if expected else "",
                source=self.name,
            )
        inside = display(name_of(parent))
        labels = self.automaton.labels_of(name_of(element))
        if labels & self._content_labels(parent):
            few = 0 < len(expected) <= FEW
            reason = "it may not follow what stands before it"
            if expected:
                reason = f"{either(expected)} comes here" if few else "something else comes here"
            return document.finding(
                element,
                "grammar.out-of-order",
                f"`{name}` does not belong at this place in `{inside}`: {reason}",
                expected=() if few else expected,
                source=self.name,
            )
        parents = self._parents(labels)
        listed = ", ".join(f"`{p}`" for p in parents[:PARENTS])
        more = f" and {len(parents) - PARENTS} more" if len(parents) > PARENTS else ""
        return document.finding(
            element,
            "grammar.not-allowed-here",
            f"`{name}` is not allowed in `{inside}`",
            expected=expected,
            suggestion=f"`{name}` goes into {listed}{more}" if parents else "",
            source=self.name,
        )

    def _early(self, document: Document, problem: Problem) -> Finding:
        """An element before which something is missing, or stands only later."""
        element, parent = problem.element, problem.element.getparent()
        name = display(name_of(element))
        inside = "" if parent is None else display(name_of(parent))
        required = self._required(problem.state)
        later = {display(name_of(node)) for node in element.itersiblings(etree.Element)}
        if required and later.isdisjoint(required):
            few = len(required) <= FEW
            what = either(required)
            return document.finding(
                element,
                "grammar.missing-element",
                f"`{inside}` is not complete: {what} is missing before `{name}`",
                expected=() if few else required,
                suggestion=f"add {what} here",
                source=self.name,
            )
        few = 0 < len(required) <= FEW
        reason = f"{either(required)} comes first" if few else "something else comes first"
        return document.finding(
            element,
            "grammar.out-of-order",
            f"`{name}` does not belong at this place in `{inside}`: {reason}",
            expected=() if few else required,
            source=self.name,
        )

    def _incomplete(self, document: Document, problem: Problem) -> Finding:
        element = problem.element
        expected = self._required(problem.state) or self._expected(problem.state)
        children = [child for child in element if isinstance(child.tag, str)]
        after = f" after `{display(name_of(children[-1]))}`" if children else ""
        what = either(expected) if expected else "text" if self._wants_text(problem) else "more"
        return document.finding(
            element,
            "grammar.missing-element",
            f"`{display(name_of(element))}` is not complete: {what} is missing{after}",
            end=True,
            expected=expected if len(expected) > FEW else (),
            suggestion=f"add {what}" if expected else "",
            source=self.name,
        )

    def _wants_text(self, problem: Problem) -> bool:
        return any(pattern.labels & TEXT_LABEL for _, pattern in problem.state.candidates)

    # --- text -----

    def _text(self, document: Document, problem: Problem) -> Finding:
        element = problem.element
        inside = display(name_of(element))
        content = {local(name) for name in self.automaton.names_of(self._content_labels(element))}
        wrap = next((name for name in ("p", "ab", "item", "head", "desc") if name in content), "")
        return document.finding(
            element,
            "grammar.text-not-allowed",
            f"text is not allowed directly in `{inside}`: {_shown(problem.text)}",
            text=True,
            suggestion=f"put it into an element such as `{wrap}`" if wrap else "",
            source=self.name,
        )

    def _wrong_text(self, document: Document, problem: Problem) -> Finding:
        patterns = [pattern for _, pattern in problem.state.candidates]
        values = [value for pattern in patterns for value in self._values(pattern)]
        name = display(name_of(problem.element))
        missing = not problem.text.strip()
        return document.finding(
            problem.element,
            "grammar.content-value",
            f"`{name}` is empty, where a value belongs"
            if missing
            else f"the content of `{name}` is not as it should be: {_shown(problem.text)}",
            text=not missing,
            suggestion=self._hint(problem.text.strip(), patterns, values),
            source=self.name,
        )

    # --- attributes -----

    def _unknown_attribute(self, document: Document, problem: Problem) -> Finding:
        inside = display(name_of(problem.element))
        name = display(problem.attribute)
        names = sorted({display(n) for n in self.automaton.attribute_names(problem.state)})
        near = display(problem.instead)
        message = f"`{inside}` has no attribute `{name}`"
        if problem.cause is Cause.EXCLUDED_ATTRIBUTE:
            message = f"`{inside}` cannot have the attribute `{name}` together with the others here"
        elif problem.attribute != name and name in names:
            message = f"`{inside}` has `{name}` without a prefix only"
        return document.finding(
            problem.element,
            "grammar.unknown-attribute",
            message,
            attribute=problem.attribute,
            suggestion=f"did you mean `{near}`?" if near else "",
            expected=() if near else tuple(names),
            source=self.name,
        )

    def _missing_attribute(self, document: Document, problem: Problem) -> Finding:
        inside = display(name_of(problem.element))
        names = sorted({display(name) for name in self.automaton.names_of(problem.labels)})
        values = [
            value
            for label in bits(problem.labels)
            if isinstance(leaf := self.grammar.leaves[label], AttributeLeaf)
            for value in self._values(leaf.content)
        ]
        what = either(names) if names else "one more"
        return document.finding(
            problem.element,
            "grammar.missing-attribute",
            f"`{inside}` needs the attribute {what}",
            suggestion=value_hint(values) if len(names) == 1 else "",
            source=self.name,
        )

    def _wrong_value(self, document: Document, problem: Problem) -> Finding:
        contents = [
            leaf.content
            for label in bits(problem.labels)
            if isinstance(leaf := self.grammar.leaves[label], AttributeLeaf)
        ]
        values = tuple(dict.fromkeys(v for content in contents for v in self._values(content)))
        near = nearest(problem.text, values)
        where = f"{display(name_of(problem.element))}/@{display(problem.attribute)}"
        return document.finding(
            problem.element,
            "grammar.attribute-value",
            f"`{where}` cannot be `{problem.text}`" if problem.text else f"`{where}` is empty",
            attribute=problem.attribute,
            suggestion=self._hint(problem.text, contents, values),
            expected=values if near and len(values) <= 20 else (),
            source=self.name,
        )

    def _hint(self, text: str, patterns: list[Pattern], values: list[str] | tuple[str, ...]) -> str:
        """What to write instead of a wrong value."""
        if near := nearest(text, values):
            return f"did you mean `{near}`?"
        types = (words for pattern in patterns for words in self._types(pattern))
        return value_hint(values) or describe(types)

    # --- what the schema knows -----

    @cached_property
    def element_names(self) -> tuple[str, ...]:
        """The exact names of all elements."""
        leaves = self.grammar.leaves
        names = {
            leaf.names
            for leaf in leaves
            if isinstance(leaf, ElementLeaf) and isinstance(leaf.names, str)
        }
        return tuple(sorted(names))

    def _gloss(self, name: str) -> str:
        for label in bits(self.automaton.labels_of(name) if name else 0):
            leaf = self.grammar.leaves[label]
            if isinstance(leaf, ElementLeaf) and leaf.names == name:
                return gloss(leaf.documentation)
        return ""

    def _expected(self, state: State) -> tuple[str, ...]:
        """What may come, by name; where that is much, by class and name."""
        labels = self.automaton.expected_labels(state)
        names = {display(name) for name in self.automaton.names_of(labels)}
        if len(names) <= LISTED:
            return tuple(sorted(names))
        defined: dict[str, str] = {}
        for label in bits(labels & ~TEXT_LABEL):
            leaf = self.grammar.leaves[label]
            if isinstance(leaf, ElementLeaf) and isinstance(leaf.names, str):
                defined[leaf.define] = display(leaf.names)
        return grouped(defined, self.grammar.classes)

    def _required(self, state: State) -> tuple[str, ...]:
        """The names of the elements of which one must come."""
        return tuple(sorted({display(name) for name in self.automaton.required(state)}))

    def _content_labels(self, element: etree._Element) -> int:
        """The labels of all that may stand anywhere in an element of this name."""
        labels = 0
        for label in bits(self.automaton.labels_of(name_of(element))):
            labels |= self.grammar.contents[label].labels
        return labels & ~self.grammar.patterns.attributes

    def _parents(self, labels: int) -> list[str]:
        """The names of the elements that may hold an element with one of these labels."""
        names = set()
        for label, content in self.grammar.contents.items():
            leaf = self.grammar.leaves[label]
            if content.labels & labels and isinstance(leaf, ElementLeaf):  # noqa: SIM102
                if isinstance(leaf.names, str):
                    names.add(display(leaf.names))
        return sorted(names)

    def _values(self, pattern: Pattern) -> Iterator[str]:
        """The values that a pattern lists, but for the empty one."""
        for label in bits(pattern.labels & ~TEXT_LABEL):
            match self.grammar.leaves[label]:
                case ValueLeaf(_, _, text, _) if text:
                    yield text
                case ListLeaf(content):
                    yield from self._values(content)

    def _types(self, pattern: Pattern) -> Iterator[str]:
        """What the datatypes of a pattern want, in words."""
        for label in bits(pattern.labels & ~TEXT_LABEL):
            match self.grammar.leaves[label]:
                case DataLeaf(datatype, _):
                    patterns = [text for name, text in datatype.params if name == "pattern"]
                    if patterns:
                        yield from (f"something that matches {text}" for text in patterns)
                    elif datatype.name in DATATYPES:
                        yield DATATYPES[datatype.name]
                case ListLeaf(content):
                    yield from self._types(content)


def grouped(defined: Mapping[str, str], classes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Names gathered into the largest classes that are wholly among them, the smallest first.

    Args:
        defined: for each definition the name of its element.
        classes: for each class the definitions and classes in it.
    """

    def members(name: str, outer: tuple[str, ...] = ()) -> frozenset[str]:
        if name not in classes or name in outer:
            return frozenset({name})
        return frozenset().union(*(members(each, (*outer, name)) for each in classes[name]))

    whole = {name: found for name in classes if (found := members(name)) <= defined.keys()}
    entries: list[tuple[int, str]] = []
    left = set(defined)
    for name, found in sorted(whole.items(), key=lambda each: (-len(each[1]), each[0])):
        if len(found) > 1 and found <= left:
            left -= found
            listed = sorted({defined[each] for each in found})
            entries.append((len(listed), f"{name}: {', '.join(listed)}"))
    entries += [(1, defined[each]) for each in left]
    return tuple(entry for _, entry in sorted(entries))


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= 30 else f"“{words[:29]}…”"
