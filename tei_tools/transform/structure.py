"""In: a document. Out: what holds for it in every view: rules, holders of blocks, callers of notes.

All of it is gathered once, in passes without recursion, before anything is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import normpath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeGuard
from urllib.parse import unquote

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, Severity
from tei_tools.model.names import TEI_NS, XML_SPACE, display, local, name_of, namespace, tei

from .behaviours import NO_RULE, RULES, RULES_AT_START, UNREAD, Behaviour, Rule
from .nodes import BlockNode, Intervention
from .pointers import Pointers
from .views import VARIED

if TYPE_CHECKING:
    from .models import Modelled
    from .standoff import Standoff

#: Values of ``ref/@type`` that make a reference the caller of a note.
CALLER_TYPES = frozenset({"noteref", "noteRef", "noteAnchor", "note"})
LIST: Final = tei("list")
#: The elements that mark what begins, by the ``type`` that models give breaks.
BREAKS: Final[Mapping[str, str]] = MappingProxyType({"page": "pb", "column": "cb", "line": "lb"})
_SPACED = etree.XPath("boolean(//@xml:space)")
#: Elements of one name that are read in different ways, so that each of them is asked for.
STARTERS = frozenset(name for _, name in RULES_AT_START)


class Structure:
    """What a document says of itself that no view changes."""

    def __init__(self, document: Document, modelled: Modelled | None = None) -> None:
        self.document = document
        self.modelled = modelled  # by a project's ODD
        self.pointers = Pointers(document)
        self.interventions: dict[etree._Element, Intervention | None] = {}  # by `Inlines`
        #: By `compose`: for what views say of all elements, the blocks that these views share.
        self.shared: dict[object, dict[etree._Element, tuple[BlockNode, ...]]] = {}
        self.places: Standoff | None = None  # set before anything is read, if it is to be mapped

    def rule(self, element: etree._Element) -> Rule:
        """How an element is read."""
        if self.modelled is not None and (own := self.modelled.rule(element)) is not None:
            return own
        name = name_of(element)
        if name in STARTERS:
            parent = element.getparent()
            if parent is not None and parent[0] is element and not (parent.text or "").strip():
                rule = RULES_AT_START.get((name_of(parent), name))
                if rule is not None:
                    return rule
        return RULES.get(name, NO_RULE)

    def rule_of(self, tag: str) -> Rule | None:
        """How all elements of a name are read; None where each has a rule of its own."""
        is_modelled = self.modelled is not None and tag in self.modelled.models
        return None if tag in STARTERS or is_modelled else RULES.get(tag, NO_RULE)

    @cached_property
    def elements(self) -> list[etree._Element]:
        """All elements; as long as they are kept, libxml2's need not be wrapped anew."""
        return list(self.document.root.iter(etree.Element))

    @cached_property
    def names(self) -> frozenset[str]:
        """The Clark names of all elements: of what is not among them, nothing is looked for."""
        return frozenset({str(element.tag) for element in self.elements})

    @cached_property
    def _rules(self) -> Mapping[str, Rule | None]:
        return {name: self.rule_of(name) for name in self.names}

    @cached_property
    def has_notes(self) -> bool:
        """Whether there may be a note anywhere."""
        rules = self._rules.values()
        return tei("note") in self.names or any(
            rule is None or rule.behaviour is Behaviour.NOTE for rule in rules
        )

    @cached_property
    def holders(self) -> frozenset[etree._Element]:
        """Elements in which, directly or deeper in a line, there is a block."""
        found: set[etree._Element | None] = set()
        blocks = {name for name, rule in self._rules.items() if rule and rule.is_block}
        for element in reversed(self.elements):
            if element.tag in blocks:  # as most are: no more need be asked
                found.add(element.getparent())
                continue
            rule = self._rules[name_of(element)] or self.rule(element)
            if rule.model is not None:
                inner = self.selected(element, rule)
                if inner is not None and element not in inner:
                    found.discard(element)
                    if any(e in found or self.rule(e).is_block for e in inner if is_element(e)):
                        found.add(element)
            if rule.is_block or (
                element in found
                and rule.behaviour is not Behaviour.NOTE
                and rule.behaviour not in UNREAD
            ):
                found.add(element.getparent())
        return frozenset([element for element in found if element is not None])

    def selected(self, element: etree._Element, rule: Rule) -> list[object] | None:
        """What the models of a project read of an element in place of all that is in it."""
        if rule.model is None or self.modelled is None:
            return None
        found = self.modelled.items(element, rule.model, "content")
        if found is not None and rule.behaviour is Behaviour.CIT:
            source = self.modelled.items(element, rule.model, "source") or []
            found = [*found, *([" "] if source else []), *source]
        if found is None and rule.behaviour is Behaviour.ALTERNATE:
            found = self.modelled.items(element, rule.model, "default")
        return found

    def title(self, element: etree._Element, rule: Rule) -> list[object]:
        """What the model of a figure gives as its title, which stands below what is in it."""
        if rule.behaviour is not Behaviour.FIGURE or not rule.model or self.modelled is None:
            return []
        return self.modelled.items(element, rule.model, "title") or []

    def said(self, element: etree._Element, parameter: str, attribute: str = "") -> str:
        """What a parameter of an element's model says, or else an attribute of the element."""
        if self.modelled is not None:
            for rule in self.rules_of(element):
                own = rule.model and self.modelled.text(element, rule.model, parameter)
                if own is not None:
                    return own
        return element.get(attribute, "") if attribute else ""

    def signs(self, rule: Rule) -> tuple[str, str]:
        """What the model of a rule puts before and after what is in an element."""
        if rule.model is None or self.modelled is None:
            return "", ""
        return self.modelled.signs(rule.model)

    def rules_of(self, element: etree._Element) -> tuple[Rule, ...]:
        """The rule of an element, or the rules of its sequence."""
        rule = self.rule(element)
        return rule.sequence or (rule,)

    def is_rendered_as(self, element: etree._Element, behaviour: Behaviour) -> bool:
        """Whether an element has a behaviour, alone or among others."""
        return any(rule.behaviour is behaviour for rule in self.rules_of(element))

    def is_list(self, element: etree._Element) -> bool:
        """Whether an element is a list with items: by its name, or as a project's model says."""
        if self.modelled is None or element.tag == LIST:
            return element.tag == LIST
        is_own = RULES.get(name_of(element), NO_RULE).behaviour is not Behaviour.LIST
        return is_own and self.is_rendered_as(element, Behaviour.LIST)

    def begun(self, element: etree._Element) -> str:
        """What begins at a break: ``pb``, ``cb`` or ``lb`` by its model, else the break's name."""
        kind = "" if self.modelled is None else self.said(element, "type").strip()
        return BREAKS.get(kind, local(name_of(element)))

    @cached_property
    def varied(self) -> frozenset[etree._Element]:
        """Elements that one view may read otherwise than another: something in them is varied."""
        found: set[etree._Element] = set()
        for element in self.document.root.iter(*map(tei, VARIED)):
            for node in (element, *element.iterancestors()):
                if node in found:
                    break
                found.add(node)
        return frozenset(found)

    @cached_property
    def callers(self) -> Mapping[etree._Element, etree._Element]:
        """The notes of the references, pointers and anchors that call them."""
        found: dict[etree._Element, etree._Element] = {}
        for element in self.document.root.iter(tei("ref"), tei("ptr")):
            if is_bare_pointer(element) or element.get("type") in CALLER_TYPES:
                called = self.named(element, "target")
                if called is not None and called.tag == tei("note"):
                    found[element] = called
        for note in self.document.root.iter(tei("note")):
            anchor = self.named(note, "target")
            if anchor is not None and anchor.tag == tei("anchor"):
                found[anchor] = note
        return found

    @cached_property
    def called(self) -> frozenset[etree._Element]:
        """The notes that have a caller elsewhere in the text."""
        return frozenset(self.callers.values())

    def named(self, element: etree._Element, attribute: str) -> etree._Element | None:
        """The element of this document that the first pointer of an attribute names."""
        tokens = element.get(attribute, "").split()
        return self.element(element, tokens[0]) if tokens else None

    def element(self, element: etree._Element, token: str) -> etree._Element | None:
        """The element of this document that a pointer of an element names."""
        target = self.pointers.target(element, token)
        found = self.document.ids.get(target.id)
        file = unquote(target.uri.partition("#")[0])
        if not found or target.scheme:
            return None
        if file:
            folder = PurePosixPath(self.document.part_of(element).source.path).parent
            if normpath(folder / file) not in self._paths:
                return None
        return found[0]

    @cached_property
    def _paths(self) -> frozenset[str]:
        return frozenset(normpath(part.source.path) for part in self.document.parts)

    def is_preserved(self, element: etree._Element) -> bool:
        """Whether ``xml:space`` keeps the white space in an element."""
        if not self.is_spaced:
            return False
        for ancestor in (element, *element.iterancestors()):
            if value := ancestor.get(XML_SPACE):
                return value == "preserve"
        return False

    @cached_property
    def is_spaced(self) -> bool:
        """Whether ``xml:space`` stands anywhere."""
        return bool(_SPACED(self.document.root))

    def wants_quotation_marks(self, element: etree._Element) -> bool:
        """Whether the marks of quotations were not kept as characters (``quotation/@marks``)."""
        return bool(self._unmarked) and any(a in self._unmarked for a in element.iterancestors())

    @cached_property
    def _unmarked(self) -> frozenset[etree._Element]:
        headers = self.document.root.iter(tei("quotation"))
        owners = (
            next(quotation.iterancestors(tei("TEI"), tei("teiCorpus")), None)
            for quotation in headers
            if quotation.get("marks") == "none"
        )
        return frozenset(owner for owner in owners if owner is not None)

    def glyph(self, element: etree._Element) -> str:
        """What is read for an empty ``g``: the first mapping of its character, or its name."""
        token = self.said(element, "uri", "ref").split()[:1]
        character = self.element(element, token[0]) if token else None
        mapping = None if character is None else character.find(tei("mapping"))
        if mapping is not None and mapping.text:
            return mapping.text.strip()
        names = self.pointers.slugs(element, "ref")
        return f"[{names[0]}]" if names else ""

    def findings(self) -> Iterator[Finding]:
        """One finding for each name of element that there is no rule for, and of the models."""
        if self.modelled is not None:
            yield from self.modelled.findings()
        counts: dict[str, list[etree._Element]] = {}
        for element in self._without_rule():
            counts.setdefault(name_of(element), []).append(element)
        for tag, elements in counts.items():
            times = f"{len(elements)} times" if len(elements) > 1 else "once"
            place = "" if namespace(tag) == TEI_NS else f" of the namespace `{namespace(tag)}`"
            place = place if namespace(tag) else " of no namespace"
            yield self.document.finding(
                elements[0],
                "transform.no-rule",
                f"there is no rule how to render `{display(tag)}`{place} ({times}); "
                "its text is kept as it stands",
                severity=Severity.WARNING,
            )

    def _without_rule(self) -> Iterator[etree._Element]:
        """Elements that have no rule, and are not in one that is not read or of another kind."""
        unruled = {name for name in self.names if name not in RULES}
        is_told: dict[etree._Element | None, bool] = {None: True}  # of what is in an element
        for element in self.elements if unruled else ():
            if element.tag not in unruled or (self.modelled and self.modelled.rule(element)):
                continue
            path, parent = [], element.getparent()
            while parent not in is_told:
                assert parent is not None
                path.append(parent)
                parent = parent.getparent()
            for each in reversed(path):
                is_told[each] = is_told[each.getparent()] and _tells(name_of(each))
            if is_told[element.getparent()]:
                yield element


def _tells(name: str) -> bool:
    """Whether it is told of what is in an element that it has no rule."""
    rule = RULES.get(name)
    return namespace(name) == TEI_NS if rule is None else rule.behaviour is not Behaviour.METADATA


def is_bare_pointer(element: etree._Element) -> bool:
    """Whether an element points to something without a word of its own, as any ``ptr`` does."""
    if element.tag != tei("ref"):
        return element.tag == tei("ptr")
    is_empty = next(element.iterchildren(etree.Element), None) is None
    return is_empty and not "".join(element.itertext()).strip()


def is_element(item: object) -> TypeGuard[etree._Element]:
    """Whether something that a model reads is an element."""
    return isinstance(item, etree._Element)
