"""In: nothing; these are values.
Out: what XML Schema says less exactly than the ODD, by name, for tests and readers to list."""

from __future__ import annotations

from dataclasses import dataclass

# The names, and what each of them means: where the XSD and the RELAX NG of an ODD differ.
LOSSES = {
    "root": "any element may be the root of a document; RELAX NG has only those in @start",
    "xsi": "attributes of the XSI namespace are allowed on every element",
    "mixed": "text may stand anywhere in the element, not only where the content model has it",
    "value-in-mixed": "content that is a value or elements is written as text and elements",
    "content": "the content model has no deterministic form; a larger one that has is written",
    "any-element": "a foreign element may hold anything, and some excluded names are let in",
    "attribute-choice": "attributes that exclude one another may stand together, or not at all",
    "global-attribute": "an attribute with a namespace has one type for all elements",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """One difference: its name in LOSSES, the element or class, and the attribute if it is one."""

    name: str
    spec: str
    attribute: str = ""

    @property
    def reason(self) -> str:
        """One sentence on what the XSD does."""
        return LOSSES[self.name] + (f" ({self.attribute})" if self.attribute else "")
