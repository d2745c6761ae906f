"""In: a problem that matching found. Out: a finding that names the cause, in an editor's words.

Elements and text are told here, attributes in `explain_attributes`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from tei_tools.model.document import Document, siblings_after
from tei_tools.model.finding import Finding, Fix
from tei_tools.model.names import TEI_NS, display, local, name_of, namespace
from tei_tools.model.vocabularies import NAMESPACES, module_of, stranger
from tei_tools.model.wording import FEW, LISTED, either, listed, quoted, some

from .automaton import Automaton
from .explain_attributes import Attributes
from .knowledge import BLOCKS, COMMON, Knowledge
from .match import SPACE, Cause, Problem
from .patterns import TEXT_LABEL


class Explainer:
    """Says the problems of documents in words.

    Args:
        automaton: the schema.
        shown: how messages name a file of the schema.
    """

    def __init__(self, automaton: Automaton, shown: Callable[[str], str]) -> None:
        self.automaton = automaton
        self.schema = Knowledge(automaton, shown)
        self.attributes = Attributes(self.schema)

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
        return self.attributes.finding(document, problem)

    # --- unknown elements -----

    def _unknown_element(self, document: Document, problem: Problem) -> Finding:
        name, own = local(name_of(problem.element)), namespace(name_of(problem.element))
        known = {local(each): each for each in self.automaton.element_names}
        if name in known and namespace(known[name]) != own:
            return self._wrong_namespace(document, problem, known[name])
        if own and own not in map(namespace, self.automaton.element_names):
            return self._wrong_namespace(document, problem, "")
        message = f"`{name}` is not an element of this schema"
        is_misspelt = False
        if other := stranger(name):
            message = f"`{name}` is {other.vocabulary}, not an element of this schema"
        elif own == TEI_NS and (module := module_of(name)):
            message = f"`{name}` is an element of TEI (module {module}) that this schema leaves out"
        else:
            is_misspelt = True
        expected = self.schema.listed(self.automaton.expected_labels(problem.state))
        hint = self._instead(problem, "TEI has" if other else "did you mean")
        if not hint and problem.element.getparent() is None and expected:
            hint = f"the root is {either(expected)}"
        return document.finding(
            problem.element,
            "grammar.unknown-element",
            message,
            expected=() if hint else expected,
            suggestion=hint,
            source=self.schema.element_place(problem.state),
            fix=self._renamed(document, problem) if is_misspelt else None,
        )

    def _renamed(self, document: Document, problem: Problem) -> Fix | None:
        """The name that seems to be meant, where the schema allows that element here."""
        near, element = problem.instead, problem.element
        if not near or namespace(near) != namespace(name_of(element)):
            return None
        if self.automaton.open(problem.state, near) is None:
            return None
        return Fix.of(
            f"write `{local(near)}`", *document.edit_name(element, local(near)), is_safe=False
        )

    def _instead(self, problem: Problem, words: str) -> str:
        """The element that seems to be meant, and where it goes if not here."""
        if not problem.instead:
            return ""
        near = display(problem.instead)
        hint = f"{words} `{near}`{'?' if words.startswith('did') else ''}"
        hint += self.schema.gloss(problem.instead)
        if self.automaton.open(problem.state, problem.instead) is None:
            holders = self.schema.holders(self.automaton.labels_of(problem.instead))
            hint += f"; `{near}` goes into {some(holders)}" if holders else ""
        return hint

    def _wrong_namespace(self, document: Document, problem: Problem, meant: str) -> Finding:
        """An element that the schema has in another namespace, or of a namespace it does not have.

        Args:
            meant: the Clark name that the schema has; empty where it has none.
        """
        element = problem.element
        name, own, wanted = local(name_of(element)), namespace(name_of(element)), namespace(meant)
        message, cure = f"`{name}` is in {_called(own)}, of which this schema has no elements", ""
        if meant:
            message = f"`{name}` is in {_called(own)}, but belongs to {_called(wanted)}"
            cure = f'write `<{name} xmlns="{wanted}">`'
            if prefix := document.prefix(element):
                cure = f'bind its prefix: `xmlns:{prefix}="{wanted}"`'
            elif not own and element.getparent() is not None:
                cure = 'remove `xmlns=""` from it or from the element around it'
        return document.finding(
            element,
            "grammar.wrong-namespace",
            message,
            suggestion=cure,
            source=self.schema.element_place(problem.state),
        )

    # --- elements at the wrong place -----

    def _misplaced(self, document: Document, problem: Problem) -> Finding:
        """A known element that cannot stand here, or not any more."""
        element, parent = problem.element, problem.element.getparent()
        name, source = display(name_of(element)), self.schema.element_place(problem.state)
        expected = self.schema.listed(self.automaton.expected_labels(problem.state))
        if parent is None:
            return document.finding(
                element,
                "grammar.not-allowed-here",
                f"`{name}` cannot be the root of a document",
                suggestion=f"the root is {either(expected)}" if expected else "",
                source=source,
            )
        inside = display(name_of(parent))
        if self.automaton.labels_of(name_of(element)) & self.schema.content(parent):
            return self._late(document, problem, expected)
        message, cure = f"`{name}` is not allowed in `{inside}`", self._where(problem, parent)
        if self.schema.is_empty(parent):
            message = f"`{inside}` is always empty; `{name}` is in it"
            cure = f"put it after `<{inside}/>`"
        return document.finding(
            element,
            "grammar.not-allowed-here",
            message,
            expected=expected,
            suggestion=cure,
            source=source,
        )

    def _where(self, problem: Problem, parent: etree._Element) -> str:
        """Where an element may stand: inside what is allowed here, after the parent, elsewhere."""
        name, inside = display(name_of(problem.element)), display(name_of(parent))
        holders = self.schema.holders(self.automaton.labels_of(name_of(problem.element)))
        here = self.schema.names_of(self.automaton.expected_labels(problem.state))
        around = [each for each in here if each in holders]
        if around and min(len(holders), len(here)) <= FEW:
            return f"put it into {listed(around, 'or')}"
        if cure := _common(around, COMMON if len(here) <= LISTED else BLOCKS):
            return cure
        outer = parent.getparent()
        beside = display(name_of(outer)) if outer is not None else ""
        if beside in holders:
            return f"end `{inside}` before it: `{name}` goes into {some(_first(beside, holders))}"
        return f"`{name}` goes into {some(holders)}" if holders else ""

    def _late(self, document: Document, problem: Problem, expected: tuple[str, ...]) -> Finding:
        """An element that could stand in its parent, but only before what stands there already."""
        element, parent = problem.element, problem.element.getparent()
        name = display(name_of(element))
        inside = "" if parent is None else display(name_of(parent))
        rival, is_before = self.schema.rival(element, problem.state)
        beside = "" if rival is None else display(name_of(rival))
        message = f"`{name}` does not belong at this place in `{inside}`"
        if is_before:
            message = f"`{name}` comes too late in `{inside}`: it goes before `{beside}`"
        elif beside == name:
            message = f"a second `{name}` is not allowed in `{inside}`"
        elif beside:
            message = f"`{inside}` holds either `{name}` or `{beside}`, not both"
        return document.finding(
            element,
            "grammar.out-of-order",
            message,
            expected=() if is_before else expected,
            related=None if rival is None else document.locate(rival),
            source=self.schema.element_place(problem.state),
        )

    def _early(self, document: Document, problem: Problem) -> Finding:
        """An element before which something is missing, or stands only later."""
        element, parent = problem.element, problem.element.getparent()
        name, source = display(name_of(element)), self.schema.element_place(problem.state)
        inside = "" if parent is None else display(name_of(parent))
        labels = self.automaton.required_labels(problem.state) or self.schema.leads_to(
            problem.state, name_of(element)
        )
        first = self.schema.names_of(labels)
        later = [node for node in siblings_after(element) if _is_one(node, first)]
        if later:
            before = display(name_of(later[0]))
            return document.finding(
                element,
                "grammar.out-of-order",
                f"`{name}` comes too early in `{inside}`: `{before}` goes before it",
                related=document.locate(later[0]),
                source=source,
            )
        what = either(first) if first else "something"
        return document.finding(
            element,
            "grammar.missing-element",
            f"`{inside}` is not complete: {what} is missing before `{name}`",
            expected=self.schema.listed(labels) if len(first) > FEW else (),
            suggestion=self._addition(first, " here"),
            source=source,
        )

    def _incomplete(self, document: Document, problem: Problem) -> Finding:
        element = problem.element
        labels = self.automaton.required_labels(problem.state)
        labels = labels or self.automaton.expected_labels(problem.state)
        names = self.schema.names_of(labels)
        last = next(element.iterchildren(etree.Element, reversed=True), None)
        after = "" if last is None else f" after `{display(name_of(last))}`"
        what = either(names) if names else "text" if labels & TEXT_LABEL else "an element"
        state = "empty" if last is None else "not complete"
        return document.finding(
            element,
            "grammar.missing-element",
            f"`{display(name_of(element))}` is {state}: {what} is missing{after}",
            end=True,
            expected=self.schema.listed(labels) if len(names) > FEW else (),
            suggestion=self._addition(names),
            source=self.schema.element_place(problem.state),
        )

    def _addition(self, names: Sequence[str], where: str = "") -> str:
        """The cure for what is missing."""
        if len(names) == 1:
            return f"add `{names[0]}`{where}{self.schema.gloss(self.schema.clark(names[0]))}"
        common = next((each for each in COMMON if each in names), "")
        return f"add `{common}`{where}, for instance" if common and len(names) > FEW else ""

    # --- text -----

    def _text(self, document: Document, problem: Problem) -> Finding:
        element, schema = problem.element, self.schema
        inside = display(name_of(element))
        words = _words(problem.text)
        message = f"text is not allowed directly in `{inside}`: {words}"
        names = schema.names_of(schema.with_text(schema.content(element)))
        cure = f"put it into `{names[0]}`" if len(names) == 1 else _common(names)
        if schema.is_empty(element):
            message = f"`{inside}` is always empty; {words} is in it"
            cure = f"put the text after `<{inside}/>`"
        if not words.startswith("“"):
            cure = "remove it"
        return document.finding(
            element,
            "grammar.text-not-allowed",
            message,
            after=problem.after,
            suggestion=cure,
            source=schema.element_place(problem.state),
        )


def _words(text: str) -> str:
    """A text in quotation marks; the name of a character where nothing can be seen."""
    if seen := text.strip():
        return f"“{quoted(seen)}”"
    import unicodedata  # loaded only where something is wrong

    character = text.strip(SPACE)[:1]
    return f"a {unicodedata.name(character, 'character').lower()} (U+{ord(character):04X})"


def _common(names: Sequence[str], likely: Sequence[str] = COMMON) -> str:
    """The cure for what one of these elements may hold; empty where none of them is likely."""
    common = next((each for each in likely if each in names), "")
    return f"put it into an element such as `{common}`" if common else ""


def _called(ns: str) -> str:
    """A namespace in a sentence."""
    if not ns:
        return "no namespace"
    if ns == TEI_NS:
        return "the TEI namespace"
    name = NAMESPACES.get(ns)
    return f"the namespace of {name} ({ns})" if name else f"the namespace {ns}"


def _first(name: str, names: Sequence[str]) -> list[str]:
    return [name, *(each for each in names if each != name)]


def _is_one(node: etree._Element, names: Sequence[str]) -> bool:
    return display(name_of(node)) in names
