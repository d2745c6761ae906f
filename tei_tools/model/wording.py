"""In: names and values. Out: how findings of any schema language speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

#: Up to how many names of what is missing are said in the sentence itself.
FEW: Final = 3
#: How many of the names that are allowed at a place are listed.
LISTED: Final = 8
#: How much of the documentation of an element fits into a message.
GLOSS: Final = 90
#: How many places where an element is allowed are named.
PARENTS: Final = 6
#: What writers of HTML and DocBook mean.
ELSEWHERE: Final = {
    "a": "ref", "b": "hi", "blockquote": "quote", "br": "lb", "em": "emph", "figcaption": "figDesc",
    "footnote": "note", "h1": "head", "h2": "head", "h3": "head", "i": "hi", "img": "graphic",
    "li": "item", "link": "ref", "ol": "list", "para": "p", "section": "div", "span": "seg",
    "strong": "emph", "td": "cell", "th": "cell", "tr": "row", "ul": "list",
}  # fmt: skip
#: What a built-in datatype wants, by example (XSD 1.0 part 2; TEI Guidelines 1.4.2).
DATATYPES: Final = {
    "date": "1922-12-25",
    "gYearMonth": "1922-12",
    "gYear": "1922",
    "gMonthDay": "--12-25",
    "gMonth": "--12",
    "gDay": "---25",
    "time": "18:30:00",
    "dateTime": "1922-12-25T18:30:00",
    "duration": "P1DT2H",
    "boolean": "true or false",
    "integer": "a whole number",
    "nonNegativeInteger": "a whole number, 0 or more",
    "positiveInteger": "a whole number, 1 or more",
    "decimal": "a number such as 1.5",
    "double": "a number such as 1.5",
    "anyURI": "a pointer such as #id or a web address, without spaces",
    "ID": "a name that begins with a letter, without spaces or colons, used once",
    "NCName": "a name that begins with a letter, without spaces or colons",
    "Name": "a name that begins with a letter, without spaces",
    "language": "a language tag such as en or ru-Latn",
    "token": "words parted by single spaces",
}


def nearest(name: str, names: Iterable[str]) -> str:
    """The name most like ``name``, in whatever letters; empty when none is near."""
    from difflib import get_close_matches  # loaded only where something is wrong

    folded = {candidate.lower(): candidate for candidate in names}
    cutoff = 0.65 if len(name) > 3 else 0.75  # short names are like each other by chance
    near = get_close_matches(name.lower(), folded, 1, cutoff)
    return folded[near[0]] if near else ""


def either(names: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``, and for many: one of them."""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) > FEW:
        return f"{quoted[0]} or one of {len(quoted) - 1} others"
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def value_hint(values: Sequence[str]) -> str:
    """The values of an attribute, when they are few."""
    return f"allowed: {', '.join(values)}" if 0 < len(values) <= 12 else ""


def describe(types: Iterable[str]) -> str:
    """What a value looks like, by `DATATYPES` or in other words; empty when nothing is known."""
    known = list(DATATYPES.values())
    found = dict.fromkeys(types)
    examples = sorted(found, key=lambda e: known.index(e) if e in known else len(known))[:3]
    if not examples:
        return ""
    *others, last = examples
    return f"write {', '.join(others)} or {last}" if others else f"write {last}"


def gloss(documentation: str) -> str:
    """The documentation of an element, in brackets, for a message."""
    text = re.sub(r" \[[^\]]*\]$", "", " ".join(documentation.split()))  # references to chapters
    text = re.sub(r"^\(([^)]*)\) ", r"\1: ", text)  # the TEI's own gloss
    text = text if len(text) <= GLOSS else text.partition(":")[0]
    return f" ({text})" if 0 < len(text) <= GLOSS else ""
