"""In: what an element holds. Out: the same in words: ``with @type, without @n``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tei_tools.model.names import display, local, namespace

from ..names import NOWHERE
from .path import Absent, Child, Given, Step, Text

#: The name of text among the names of children.
TEXT: Final = "#text"
#: Stands in names for all that neither schema mentions.
ANY: Final = "*"


def starred(name: str) -> str:
    """A name with `ANY` in place of what stands for all others."""
    return name.replace(NOWHERE, ANY)


def named(name: str) -> str:
    """A name as an editor writes it; one that stands for all others, in words."""
    if name == TEXT:
        return "text"
    if local(starred(name)) != ANY:
        return display(name)
    ns = namespace(starred(name))
    return "any other name" if ns == ANY else f"any other name in {ns or 'no namespace'}"


def attribute_named(name: str) -> str:
    """An attribute as an editor writes it."""
    is_any = local(starred(name)) == ANY
    return f"an attribute of {named(name)}" if is_any else f"@{named(name)}"


def described(steps: Sequence[Step], *, with_children: bool) -> str:
    """What an element holds."""
    given = [_given(step) for step in steps if isinstance(step, Given)]
    absent = [attribute_named(step.name) for step in steps if isinstance(step, Absent)]
    parts = []
    if given:
        parts.append(f"with {', '.join(given)}")
    if absent:
        parts.append(f"without {', '.join(absent)}")
    if with_children:
        parts.append(_content([step for step in steps if isinstance(step, Child | Text)]))
    return " and ".join(parts)


def _given(step: Given) -> str:
    return attribute_named(step.name) + ("" if step.text is None else f'="{step.text}"')


def _content(steps: Sequence[Child | Text]) -> str:
    children = [_child(step) for step in steps]
    if not children:
        return "empty"
    if len(children) == 1 and isinstance(steps[0], Text):
        return f"with {children[0]}"
    return f"with the {'children' if len(children) > 1 else 'child'}: {', '.join(children)}"


def _child(step: Child | Text) -> str:
    if isinstance(step, Text):
        return "text" if step.text == "text" else f"the text “{step.text}”"
    if step.inside is None:
        return named(step.name)
    return f"{named(step.name)} ({described(step.inside, with_children=True)})"
