"""In: a document that is not valid. Out: findings that name each cause, with what is allowed.

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
from typing import TYPE_CHECKING, cast

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

from tei_tools.model.document import Document
from tei_tools.model.finding import Finding, TeiToolsError
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


class Diagnosis:
    """The xmlschema package's view of a schema, loaded once and only when something failed."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        try:
            with warnings.catch_warnings():  # of what matters to the schema's authors only
                warnings.simplefilter("ignore", XMLSchemaWarning)
                self._schema = xmlschema.XMLSchema10(str(path), allow="local", defuse="always")
        except xmlschema.XMLSchemaException as error:
            raise TeiToolsError(
                f"{path}: the schema cannot be used for diagnosis: {error}"
            ) from None

    def findings(self, document: Document) -> Iterator[Finding]:
        """One finding for each cause; the same kind at the same place is told once."""
        told: set[tuple[etree._Element, str, str]] = set()
        for error in self._schema.iter_errors(cast("ElementProtocol", document.root)):
            if not isinstance(error.elem, etree._Element) or "duplicated" in (error.reason or ""):
                continue
            for finding in self._explain(document, error, error.elem):
                key = (error.elem, finding.code, finding.message)
                if key not in told:
                    told.add(key)
                    yield finding

    def _explain(
        self, document: Document, error: XMLSchemaValidationError, element: etree._Element
    ) -> Iterator[Finding]:
        reason = error.reason or ""
        if isinstance(error, XMLSchemaChildrenValidationError):
            yield self._children(document, error, element)
        elif isinstance(error.validator, XsdAttributeGroup):
            yield from self._attributes(document, error.validator, element)
        elif match := _ATTRIBUTE.match(reason):
            yield self._attribute_value(document, element, match[1], reason)
        elif "character data" in reason:
            yield self._text(document, element)
        elif isinstance(error.validator, XsdElement | XsdGroup):
            yield self._other(document, element, reason)
        else:
            yield self._content_value(document, element, reason)

    # --- elements -------------------------------------------------------------------------------

    def _children(
        self,
        document: Document,
        error: XMLSchemaChildrenValidationError,
        parent: etree._Element,
    ) -> Finding:
        expected = tuple(_names(error.expected or []))
        child = error.invalid_child
        if not isinstance(child, etree._Element):
            return self._missing(document, parent, error.index, expected)
        if namespace(name_of(child)) != namespace(name_of(parent)):
            return self._namespace(document, child, parent)
        if name_of(child) not in self._schema.maps.elements:
            return self._unknown(document, child, expected)
        return self._misplaced(document, child, parent, expected)

    def _missing(
        self,
        document: Document,
        parent: etree._Element,
        index: int,
        expected: tuple[str, ...],
    ) -> Finding:
        children = [display(c.tag) for c in parent if isinstance(c.tag, str)]
        after = f" after `{children[index - 1]}`" if 0 < index <= len(children) else ""
        what = either(expected) if expected else "more"
        return document.finding(
            parent,
            "grammar.missing-element",
            f"`{display(name_of(parent))}` is not complete: {what} is missing{after}",
            expected=expected if len(expected) > FEW else (),
            suggestion=f"add {what}" if expected else "",
            source=self.name,
        )

    def _namespace(
        self, document: Document, child: etree._Element, parent: etree._Element
    ) -> Finding:
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
        return document.finding(
            child,
            "grammar.wrong-namespace",
            f"`{name}` is {where}, where this schema knows only {known} elements",
            suggestion=cure,
            source=self.name,
        )

    def _unknown(
        self,
        document: Document,
        child: etree._Element,
        expected: tuple[str, ...],
    ) -> Finding:
        name = local(name_of(child))
        other = stranger(name)
        near = next((each for each in (other.tei if other else ()) if each in self._known), "")
        near = near or nearest(name, self._known, expected)
        suggestion = f"did you mean `{near}`?{self._gloss(near)}" if near else ""
        return document.finding(
            child,
            "grammar.unknown-element",
            f"`{name}` is not an element of this schema",
            expected=() if near else expected,
            suggestion=suggestion,
            source=self.name,
        )

    def _misplaced(
        self,
        document: Document,
        child: etree._Element,
        parent: etree._Element,
        expected: tuple[str, ...],
    ) -> Finding:
        """A known element at a place where it may not stand."""
        name, inside = display(name_of(child)), display(name_of(parent))
        if name_of(child) not in self._content(parent):
            return self._not_allowed(document, child, inside, expected)
        few = len(expected) <= FEW
        later = {display(name_of(node)) for node in child.itersiblings(etree.Element)}
        if expected and few and name not in expected and later.isdisjoint(expected):
            what = either(expected)
            return document.finding(
                child,
                "grammar.missing-element",
                f"`{inside}` is not complete: {what} is missing before `{name}`",
                suggestion=f"add {what} here",
                source=self.name,
            )
        if expected:
            reason = f"{either(expected)} comes first" if few else "something else comes first"
        else:
            reason = "it may not follow what stands before it"
        return document.finding(
            child,
            "grammar.out-of-order",
            f"`{name}` does not belong at this place in `{inside}`: {reason}",
            expected=() if few else expected,
            source=self.name,
        )

    def _not_allowed(
        self, document: Document, child: etree._Element, inside: str, expected: tuple[str, ...]
    ) -> Finding:
        name = display(name_of(child))
        parents = self._parents.get(name_of(child), ())
        listed = ", ".join(f"`{p}`" for p in parents[:PARENTS])
        more = f" and {len(parents) - PARENTS} more" if len(parents) > PARENTS else ""
        return document.finding(
            child,
            "grammar.not-allowed-here",
            f"`{name}` is not allowed in `{inside}`",
            expected=expected,
            suggestion=f"`{name}` goes into {listed}{more}" if parents else "",
            source=self.name,
        )

    def _text(self, document: Document, element: etree._Element) -> Finding:
        pieces = (element.text, *(child.tail for child in element))
        text = " ".join(next((p for p in pieces if p and p.strip()), "").split())
        shown = text if len(text) <= 30 else f"{text[:29]}…"
        content = [local(name) for name in self._content(element)]
        wrap = next((name for name in ("p", "ab", "item", "head", "desc") if name in content), "")
        return document.finding(
            element,
            "grammar.text-not-allowed",
            f"text is not allowed directly in `{display(name_of(element))}`: “{shown}”",
            after=0,
            suggestion=f"put it into an element such as `{wrap}`" if wrap else "",
            source=self.name,
        )

    def _other(self, document: Document, element: etree._Element, reason: str) -> Finding:
        return document.finding(
            element, "grammar.invalid", f"`{display(name_of(element))}`: {reason}", source=self.name
        )

    def _content_value(self, document: Document, element: etree._Element, reason: str) -> Finding:
        declaration = self._schema.maps.elements.get(name_of(element))
        wanted = describe_type(declaration.type) if isinstance(declaration, XsdElement) else ""
        return document.finding(
            element,
            "grammar.content-value",
            f"the content of `{display(name_of(element))}` is not as it should be: "
            f"“{(element.text or '').strip()}”",
            suggestion=wanted or reason,
            source=self.name,
        )

    # --- attributes -----------------------------------------------------------------------------

    def _attributes(
        self, document: Document, group: XsdAttributeGroup, element: etree._Element
    ) -> Iterator[Finding]:
        known = {name: attribute for name, attribute in group.items() if name}
        names = sorted(display(name) for name in known)
        inside = display(name_of(element))
        for name in element.attrib:
            if name not in known and not str(name).startswith("{http://www.w3.org/2001/XMLSchema-"):
                near = nearest(display(str(name)), names)
                yield document.finding(
                    element,
                    "grammar.unknown-attribute",
                    f"`{inside}` has no attribute `{display(str(name))}`",
                    attribute=str(name),
                    suggestion=f"did you mean `{near}`?" if near else "",
                    expected=() if near else tuple(names),
                    source=self.name,
                )
        for name, attribute in known.items():
            if attribute.use == "required" and name not in element.attrib:
                yield document.finding(
                    element,
                    "grammar.missing-attribute",
                    f"`{inside}` needs the attribute `{display(name)}`",
                    suggestion=value_hint(allowed_values(attribute.type)),
                    source=self.name,
                )

    def _attribute_value(
        self, document: Document, element: etree._Element, name: str, reason: str
    ) -> Finding:
        group = self._attribute_group(element)
        clark = next((n for n in element.attrib if display(str(n)) in (name, local(name))), name)
        value = element.get(clark, "")
        attribute = None if group is None else group.get(str(clark))
        values = () if attribute is None else allowed_values(attribute.type)
        near = nearest(value, values)
        wanted = "" if attribute is None else describe_type(attribute.type)
        hint = f"did you mean `{near}`?" if near else value_hint(values) or wanted or reason
        return document.finding(
            element,
            "grammar.attribute-value",
            f"`{display(name_of(element))}/@{display(str(clark))}` cannot be `{value}`",
            attribute=str(clark),
            suggestion=hint,
            expected=values if near and len(values) <= 20 else (),
            source=self.name,
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
