"""In: a comparison of two schemas. Out: what an editor reads of it, or a program.

my.odd is stricter than tei_all.rng: every document that is valid under my.odd is valid under
tei_all.rng, but not the reverse.

Only tei_all.rng allows:
  - elements that my.odd does not know: ab, abbr, …
  - `p`, `q`: with @rend                                      tei_all.rng:57, my.odd:12
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lxml import etree

from tei_tools.grammar.compare import Comparison, Difference, Kind, Place, attribute_named, named

from .text import Style, plain

#: How many elements that share a difference are listed.
LISTED = 8


def text_comparison(comparison: Comparison, a: str, b: str, style: Style = plain) -> Iterator[str]:
    """A comparison as lines.

    Args:
        a: how the first schema is named; ``b``: the second.
        style: as for `text_report`.
    """
    yield verdict(comparison, a, b)
    for only, name, other in (("A", a, b), ("B", b, a)):
        mine = [each for each in comparison.differences if each.only == only]
        certain = [each for each in mine if not each.reason]
        if certain:
            yield f"\n{style(f'Only {name} allows:', 'place')}"
            yield from _lines(certain, other, style)
        if len(certain) < len(mine):
            heading = f"Allowed by {name}; whether {other} allows it could not be decided:"
            yield f"\n{style(heading, 'warning')}"
            yield from _lines([each for each in mine if each.reason], other, style)


def verdict(comparison: Comparison, a: str, b: str) -> str:
    """Whether each schema accepts what the other does, in a sentence."""
    match comparison.a_in_b, comparison.b_in_a:
        case True, True:
            return f"{a} and {b} are the same: each accepts the documents that the other accepts."
        case True, False:
            return (
                f"{a} is stricter than {b}: every document that is valid under {a} is valid under "
                f"{b}, but not the reverse."
            )
        case False, True:
            return (
                f"{a} is looser than {b}: every document that is valid under {b} is valid under "
                f"{a}, but not the reverse."
            )
        case False, False:
            return f"{a} and {b} differ: each accepts documents that the other does not accept."
    return f"{_half(comparison.a_in_b, a, b)}; {_half(comparison.b_in_a, b, a)}."


def _half(is_included: bool | None, one: str, other: str) -> str:
    if is_included is None:
        return f"whether every document that is valid under {one} is valid under {other} is unknown"
    which = "every document" if is_included else "not every document"
    return f"{which} that is valid under {one} is valid under {other}"


# --- lines -----


def _lines(differences: Sequence[Difference], other: str, style: Style) -> Iterator[str]:
    unknown = dict.fromkeys(n for d in differences if d.kind is Kind.ELEMENT for n in d.names)
    if unknown:
        names = ", ".join(sorted(map(named, unknown)))
        yield f"  - elements that {other} does not know: {names}"
    groups: dict[tuple[str, str], list[Difference]] = {}
    for each in sorted(differences, key=lambda each: list(Kind).index(each.kind)):
        if each.kind is not Kind.ELEMENT:
            groups.setdefault((_what(each), each.reason), []).append(each)
    for (what, reason), group in groups.items():
        elements = _elements(dict.fromkeys(each.element for each in group))
        cause = f" ({reason})" if reason else ""
        yield f"  - {elements} {what}{cause}  {style(_places(group[0]), 'dim')}"


def _what(difference: Difference) -> str:
    """What differs, whatever the element."""
    names = [attribute_named(name) for name in difference.names]
    match difference.kind:
        case Kind.VALUE | Kind.ID:
            whose = f"with {names[0]}" if names else "with text"
            texts = ", ".join(f"“{text}”" for text in difference.texts)
            return f"{whose} {texts}".strip()
        case Kind.ATTRIBUTE:
            return difference.example or f"with {', '.join(names)}"
    more = sorted({named(name) for name in difference.names if not _is_shown(name, difference)})
    also = f" (also: {', '.join(more)})" if more else ""
    return f"{difference.example}{also}".strip()


def _is_shown(name: str, difference: Difference) -> bool:
    """Whether the example has a child in it already."""
    return (
        re.search(rf"(?<![\w-]){re.escape(named(name))}(?![\w.-])", difference.example) is not None
    )


def _elements(names: Iterable[str]) -> str:
    ordered = sorted(names, key=named)
    every = [f"`{named(name)}`" if name else "the document" for name in ordered]
    if len(every) <= LISTED:
        return ", ".join(every)
    return f"{', '.join(every[:LISTED])} and {len(every) - LISTED} more"


def _places(difference: Difference) -> str:
    return ", ".join(
        f"{place.file}:{place.line}" if place.line else place.file
        for place in (difference.in_a, difference.in_b)
    )


# --- for programs -----


def json_comparison(comparison: Comparison, a: str, b: str) -> str:
    """A comparison as a JSON object, complete (``tei-tools-comparison/1``)."""
    return json.dumps(
        {
            "format": "tei-tools-comparison/1",
            "a": a,
            "b": b,
            "a_in_b": comparison.a_in_b,
            "b_in_a": comparison.b_in_a,
            "differences": [_plain(each) for each in comparison.differences],
        },
        ensure_ascii=False,
        indent=2,
    )


def _plain(difference: Difference) -> dict[str, Any]:
    """A difference; what is empty is left out."""
    document = difference.document()
    members = {
        "element": difference.element,
        "kind": difference.kind.value,
        "only": difference.only,
        "names": list(difference.names),
        "texts": list(difference.texts),
        "example": difference.example,
        "document": "" if document is None else etree.tostring(document, encoding="unicode"),
        "reason": difference.reason,
        "in_a": _place(difference.in_a),
        "in_b": _place(difference.in_b),
    }
    return {name: member for name, member in members.items() if member or name == "element"}


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line}
