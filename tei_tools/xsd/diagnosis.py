"""In: a tree that is not valid. Out: its mistakes: each cause named, with what is allowed.

The xmlschema package says which element, attribute or value fails and what it expected; this module
tells the kinds of mistake apart and says them in an editor's words, quoting the schema's
documentation.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import xmlschema
from lxml import etree
from xmlschema.exceptions import XMLSchemaWarning
from xmlschema.validators import (
    XMLSchemaChildrenValidationError,
    XMLSchemaValidationError,
    XsdAttributeGroup,
    XsdElement,
    XsdGroup,
)

from tei_tools.model.names import TEI_NS, display, local, name_of, namespace
from tei_tools.model.vocabularies import stranger
from tei_tools.model.wording import (
    FEW,
    PARENTS,
    either,
    gloss,
    nearest,
    value_hint,
)

from .values import allowed_values, describe_type

if TYPE_CHECKING:
    from xmlschema.aliases import ElementType as ElementProtocol

_ATTRIBUTE = re.compile(r"attribute '?([^\s'=]+)'?=")


class Mistake(NamedTuple):
    """What is to become a finding; the members are those of `Document.finding`."""

    element: etree._Element
    code: str
    message: str
    attribute: str = ""
    after: int | None = None
    expected: tuple[str, ...] = ()
    suggestion: str = ""


class Diagnosis:
    """The xmlschema package's view of a schema, loaded once and only when something failed.

    Raises:
        xmlschema.XMLSchemaException: the package cannot use the schema.
    """

    def __init__(self, path: Path) -> None:
        with warnings.catch_warnings():  # of what matters to the schema's authors only
            warnings.simplefilter("ignore", XMLSchemaWarning)
            self._schema = xmlschema.XMLSchema10(str(path), allow="local", defuse="always")

    def mistakes(self, root: etree._Element) -> Iterator[Mistake]:
        """One for each cause; the same kind at the same place is told once."""
        told: set[tuple[etree._Element, str, str]] = set()
        for error in self._schema.iter_errors(cast("ElementProtocol", root)):
            if not isinstance(error.elem, etree._Element) or "duplicated" in (error.reason or ""):
                continue
            for mistake in self._explain(error, error.elem):
                if mistake[:3] not in told:
                    told.add(mistake[:3])
                    yield mistake

    def _explain(
        self, error: XMLSchemaValidationError, element: etree._Element
    ) -> Iterator[Mistake]:
        reason = error.reason or ""
        if isinstance(error, XMLSchemaChildrenValidationError):
            yield self._children(error, element)
        elif isinstance(error.validator, XsdAttributeGroup):
            yield from self._attributes(error.validator, element)
        elif match := _ATTRIBUTE.match(reason):
            yield self._attribute_value(element, match[1], reason)
        elif "character data" in reason:
            yield self._text(element)
        elif isinstance(error.validator, XsdElement | XsdGroup):
            yield self._other(element, reason)
        else:
            yield self._content_value(element, reason)

    # --- elements -------------------------------------------------------------------------------

    def _children(
        self,
        error: XMLSchemaChildrenValidationError,
        parent: etree._Element,
    ) -> Mistake:
        expected = tuple(_names(error.expected or []))
        child = error.invalid_child
        if not isinstance(child, etree._Element):
            return self._missing(parent, error.index, expected)
        if namespace(name_of(child)) != namespace(name_of(parent)):
            return self._namespace(child, parent)
        if name_of(child) not in self._schema.maps.elements:
            return self._unknown(child, expected)
        return self._misplaced(child, parent, expected)

    def _missing(
        self,
        parent: etree._Element,
        index: int,
        expected: tuple[str, ...],
    ) -> Mistake:
        children = [display(c.tag) for c in parent if isinstance(c.tag, str)]
        after = f" after `{children[index - 1]}`" if 0 < index <= len(children) else ""
        what = either(expected) if expected else "more"
        return Mistake(
            parent,
            "grammar.missing-element",
            f"`{display(name_of(parent))}` is not complete: {what} is missing{after}",
            expected=expected if len(expected) > FEW else (),
            suggestion=f"add {what}" if expected else "",
        )

    def _namespace(self, child: etree._Element, parent: etree._Element) -> Mistake:
        name, own = local(name_of(child)), namespace(name_of(child))
        wanted = namespace(name_of(parent))
        where = f"in the namespace {own}" if own else "in no namespace"
        cure = ""
        if f"{{{wanted}}}{name}" in self._schema.maps.elements:
            cure = (
                f'write `<{name} xmlns="{wanted}">`'
                if own
                else 'remove `xmlns=""` from it or from the element around it'
            )
        known = "TEI" if wanted == TEI_NS else wanted
        return Mistake(
            child,
            "grammar.wrong-namespace",
            f"`{name}` is {where}, where this schema knows only {known} elements",
            suggestion=cure,
        )

    def _unknown(
        self,
        child: etree._Element,
        expected: tuple[str, ...],
    ) -> Mistake:
        name = local(name_of(child))
        other = stranger(name)
        near = next((each for each in (other.tei if other else ()) if each in self._known), "")
        near = near or nearest(name, self._known, expected)
        suggestion = f"did you mean `{near}`?{self._gloss(near)}" if near else ""
        return Mistake(
            child,
            "grammar.unknown-element",
            f"`{name}` is not an element of this schema",
            expected=() if near else expected,
            suggestion=suggestion,
        )

    def _misplaced(
        self,
        child: etree._Element,
        parent: etree._Element,
        expected: tuple[str, ...],
    ) -> Mistake:
        """A known element at a place where it may not stand."""
        name, inside = display(name_of(child)), display(name_of(parent))
        if name_of(child) not in self._content(parent):
            return self._not_allowed(child, inside, expected)
        few = len(expected) <= FEW
        later = {display(name_of(node)) for node in child.itersiblings(etree.Element)}
        if expected and few and name not in expected and later.isdisjoint(expected):
            what = either(expected)
            return Mistake(
                child,
                "grammar.missing-element",
                f"`{inside}` is not complete: {what} is missing before `{name}`",
                suggestion=f"add {what} here",
            )
        if expected:
            reason = f"{either(expected)} comes first" if few else "something else comes first"
        else:
            reason = "it may not follow what stands before it"
        return Mistake(
            child,
            "grammar.out-of-order",
            f"`{name}` does not belong at this place in `{inside}`: {reason}",
            expected=() if few else expected,
        )

    def _not_allowed(
        self, child: etree._Element, inside: str, expected: tuple[str, ...]
    ) -> Mistake:
        name = display(name_of(child))
        parents = self._parents.get(name_of(child), ())
        listed = ", ".join(f"`{p}`" for p in parents[:PARENTS])
        more = f" and {len(parents) - PARENTS} more" if len(parents) > PARENTS else ""
        return Mistake(
            child,
            "grammar.not-allowed-here",
            f"`{name}` is not allowed in `{inside}`",
            expected=expected,
            suggestion=f"`{name}` goes into {listed}{more}" if parents else "",
        )

    def _text(self, element: etree._Element) -> Mistake:
        pieces = (element.text, *(child.tail for child in element))
        text = " ".join(next((p for p in pieces if p and p.strip()), "").split())
        shown = text if len(text) <= 30 else f"{text[:29]}…"
        content = [local(name) for name in self._content(element)]
        wrap = next((name for name in ("p", "ab", "item", "head", "desc") if name in content), "")
        return Mistake(
            element,
            "grammar.text-not-allowed",
            f"text is not allowed directly in `{display(name_of(element))}`: “{shown}”",
            after=0,
            suggestion=f"put it into an element such as `{wrap}`" if wrap else "",
        )

    def _other(self, element: etree._Element, reason: str) -> Mistake:
        return Mistake(element, "grammar.invalid", f"`{display(name_of(element))}`: {reason}")

    def _content_value(self, element: etree._Element, reason: str) -> Mistake:
        declaration = self._schema.maps.elements.get(name_of(element))
        wanted = describe_type(declaration.type) if isinstance(declaration, XsdElement) else ""
        return Mistake(
            element,
            "grammar.content-value",
            f"the content of `{display(name_of(element))}` is not as it should be: "
            f"“{(element.text or '').strip()}”",
            suggestion=wanted or reason,
        )

    # --- attributes -----------------------------------------------------------------------------

    def _attributes(self, group: XsdAttributeGroup, element: etree._Element) -> Iterator[Mistake]:
        known = {name: attribute for name, attribute in group.items() if name}
        names = sorted(display(name) for name in known)
        inside = display(name_of(element))
        for name in element.attrib:
            if name not in known and not str(name).startswith("{http://www.w3.org/2001/XMLSchema-"):
                near = nearest(display(str(name)), names)
                yield Mistake(
                    element,
                    "grammar.unknown-attribute",
                    f"`{inside}` has no attribute `{display(str(name))}`",
                    attribute=str(name),
                    suggestion=f"did you mean `{near}`?" if near else "",
                    expected=() if near else tuple(names),
                )
        for name, attribute in known.items():
            if attribute.use == "required" and name not in element.attrib:
                yield Mistake(
                    element,
                    "grammar.missing-attribute",
                    f"`{inside}` needs the attribute `{display(name)}`",
                    suggestion=value_hint(allowed_values(attribute.type)),
                )

    def _attribute_value(self, element: etree._Element, name: str, reason: str) -> Mistake:
        group = self._attribute_group(element)
        clark = next((n for n in element.attrib if display(str(n)) in (name, local(name))), name)
        value = element.get(clark, "")
        attribute = None if group is None else group.get(str(clark))
        values = () if attribute is None else allowed_values(attribute.type)
        near = nearest(value, values)
        wanted = "" if attribute is None else describe_type(attribute.type)
        hint = f"did you mean `{near}`?" if near else value_hint(values) or wanted or reason
        return Mistake(
            element,
            "grammar.attribute-value",
            f"`{display(name_of(element))}/@{display(str(clark))}` cannot be `{value}`",
            attribute=str(clark),
            suggestion=hint,
            expected=values if near and len(values) <= 20 else (),
        )

    # --- what the schema knows ------------------------------------------------------------------

    @cached_property
    def _known(self) -> tuple[str, ...]:
        return tuple(sorted(local(name) for name in self._schema.maps.elements))

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        """For each element, the elements that may contain it."""
        parents: dict[str, list[str]] = {}
        for name, declaration in sorted(self._schema.maps.elements.items()):
            for child in _particles(declaration):
                parents.setdefault(child, []).append(local(name))
        return {child: tuple(names) for child, names in parents.items()}

    def _content(self, element: etree._Element) -> tuple[str, ...]:
        return _particles(self._schema.maps.elements.get(name_of(element)))

    def _attribute_group(self, element: etree._Element) -> XsdAttributeGroup | None:
        declaration = self._schema.maps.elements.get(name_of(element))
        return declaration.attributes if isinstance(declaration, XsdElement) else None

    def _gloss(self, name: str) -> str:
        """The documentation of an element, in brackets, for a message."""
        for full, declaration in self._schema.maps.elements.items():
            if local(full) == name and isinstance(declaration, XsdElement):
                return gloss(str(declaration.annotation or ""))
        return ""


def _particles(declaration: object) -> tuple[str, ...]:
    """The names of the elements that the content model of a declaration mentions, each once."""
    if not isinstance(declaration, XsdElement):
        return ()
    content = getattr(declaration.type, "content", None)
    if not isinstance(content, XsdGroup):
        return ()
    return tuple(dict.fromkeys(e.name for e in content.iter_elements() if e.name))


def _names(particles: Iterable[object]) -> Iterator[str]:
    """The names that a list of expected particles stands for, each once, in order."""
    seen: set[str] = set()
    for particle in particles:
        elements = particle.iter_elements() if isinstance(particle, XsdGroup) else [particle]
        for element in elements:
            name = getattr(element, "name", None)
            if name and name not in seen:
                seen.add(name)
                yield display(name)
