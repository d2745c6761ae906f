"""In: the datatype of an attribute, or of content, as its spec has it.
Out: the same, where a datatype is not in the schema, under its present name, or as any text."""

from __future__ import annotations

from dataclasses import replace

from tei_tools.odd.merge import Merged
from tei_tools.odd.specs import (
    Alternate,
    Content,
    DataRef,
    ElementRef,
    MacroRef,
    Sequence,
    TextNode,
)

#: What the names of datatypes begin with, and what they began with before TEI P5 3.0.
PRESENT, FORMER = "teidata.", "data."


def known_data(merged: Merged, content: Content) -> Content:
    """A datatype whose references lead somewhere; a warning for each that did not."""
    match content:
        case DataRef(key=key) if key and key not in merged.specs.data:
            return _known(merged, content)
        case ElementRef(key=key, occurs=occurs, place=place):  # in RELAX NG a name is just a name
            if key in merged.specs.macros:
                return MacroRef(key, occurs, place)
            return known_data(merged, DataRef(key, "", (), place))
        case Sequence(items=items) | Alternate(items=items):
            return replace(content, items=tuple(known_data(merged, each) for each in items))
        case _:
            return content


def _known(merged: Merged, ref: DataRef) -> Content:
    present = PRESENT + ref.key.removeprefix(FORMER)
    if ref.key.startswith(FORMER) and present in merged.specs.data:
        merged.log.warn(ref.place, f"the datatype `{ref.key}` is called `{present}` now", "renamed")
        return replace(ref, key=present)
    if merged.is_own(ref.place) or ref.key not in merged.known.data:
        hint = merged.log.did_you_mean(ref.key, merged.specs.data)
        message = f"no datatype `{ref.key}` in the schema: any text is allowed{hint}"
        merged.log.warn(ref.place, message, "unknown")
    return TextNode()
