"""In: names and values. Out: how findings of any schema language speak of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

#: Up to how many names of what is missing are said in the sentence itself.
FEW: Final = 3
#: How many of the names that are allowed at a place are listed.
LISTED: Final = 8
#: How many of an attribute's values are listed beside the place.
VALUES: Final = 12
#: How much of the documentation of an element fits into a message.
GLOSS: Final = 90
#: How many places where an element is allowed are named.
PARENTS: Final = 4
#: How much of a text or value is quoted.
QUOTED: Final = 40
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
    "duration": "a duration such as P1DT2H (a day and two hours)",
    "boolean": "true or false",
    "integer": "a whole number",
    "nonNegativeInteger": "a whole number, 0 or more",
    "positiveInteger": "a whole number, 1 or more",
    "decimal": "a number such as 1.5",
    "double": "a number such as 1.5",
    "anyURI": "a pointer such as #id or a web address, without spaces",
    "ID": "a name that begins with a letter, without spaces or colons",
    "NCName": "a name that begins with a letter, without spaces or colons",
    "Name": "a name that begins with a letter, without spaces",
    "language": "a language tag such as en or ru-Latn",
    "token": "words parted by single spaces",
}
ONE_WORD: Final = "one word, without spaces"
#: What the patterns that TEI uses most want (TEI Guidelines 1.4.2).
PATTERNS: Final = {
    r"[^\p{C}\p{Z}]+": ONE_WORD,
    r"(\p{L}|\p{N}|\p{P}|\p{S})+": ONE_WORD,
    r"\S+": "a pointer such as #id or a web address, without spaces",
    r"#\S+": "a pointer such as #id",
    r".+": "something that is not empty",
    r"[\d]+(\.[\d]+){0,2}": "a version such as 4.4.0",
    r"[\d]+[a-z]*[\d]*(\.[\d]+[a-z]*[\d]*){0,3}": "a version such as 4.4.0 or 2.1a",
    r"[0-9.,DHMPRSTWYZ/:+\-]+": "a date or duration of ISO 8601, such as 1922-12-25/1922-12-31",
    r"(\-?[\d]+/\-?[\d]+)": "a ratio such as 3/4",
    r"[\-+]?\d+(\.\d+)?(%|cm|mm|in|pt|pc|px|em|ex|gd|rem|vw|vh|vm)": "a length such as 12cm",
    r"[a-z][a-z0-9\+\.\-]*": "the name of a prefix in small letters, such as reg",
}


def nearest(name: str, names: Iterable[str], preferred: Iterable[str] = ()) -> str:
    """The name most like ``name``, in whatever letters; empty when none is near.

    Args:
        preferred: those of the names that are taken when another is hardly nearer.
    """
    return _nearest(name, tuple(names), frozenset(preferred))


@lru_cache(maxsize=1000)
def _nearest(name: str, names: tuple[str, ...], preferred: frozenset[str]) -> str:
    from difflib import SequenceMatcher  # loaded only where something is wrong

    cutoff = 0.65 if len(name) > 3 else 0.75  # short names are like each other by chance
    matcher = SequenceMatcher(b=name.lower())
    best, found = 0.0, ""
    for candidate in names:
        matcher.set_seq1(candidate.lower())
        if matcher.real_quick_ratio() < cutoff or matcher.quick_ratio() < cutoff:
            continue
        ratio = matcher.ratio()
        ratio += 0.1 if ratio >= cutoff and candidate in preferred else 0
        if ratio >= cutoff and ratio > best:
            best, found = ratio, candidate
    return found


def either(names: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``, and for many: how many there are."""
    if len(names) > FEW:
        return f"one of {len(names)} elements"
    return listed(names, "or")


def listed(names: Sequence[str], last: str) -> str:
    """``a, b or c``: all names, with a word before the last."""
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def some(names: Sequence[str]) -> str:
    """The first `PARENTS` names, and how many more there are."""
    shown = ", ".join(f"`{name}`" for name in names[:PARENTS])
    return shown + (f" and {len(names) - PARENTS} more" if len(names) > PARENTS else "")


def quoted(text: str) -> str:
    """A piece of text for a sentence, in one line."""
    words = " ".join(text.split()) or text
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"


def value_hint(values: Sequence[str]) -> str:
    """The values of an attribute, when they are few."""
    return f"allowed: {', '.join(values)}" if 0 < len(values) <= VALUES else ""


def describe(types: Iterable[str]) -> str:
    """What a value looks like, by `DATATYPES` or in other words; empty when nothing is known."""
    known = list(DATATYPES.values())
    found = dict.fromkeys(types)
    examples = sorted(found, key=lambda e: known.index(e) if e in known else len(known))[:3]
    if not examples:
        return ""
    *others, last = examples
    return f"write {', '.join(others)} or {last}" if others else f"write {last}"


def gloss(documentation: str, name: str = "") -> str:
    """The documentation of the element ``name``, in brackets, for a message."""
    text = re.sub(r" \[[^\]]*\]$", "", " ".join(documentation.split()))  # references to chapters
    text = re.sub(r"^\(([^)]*)\) ", r"\1: ", text)  # the TEI's own gloss
    text = text.removeprefix(f"{name}: ")
    if len(text) > GLOSS:  # as much as makes sense alone
        ends = [end.start() for end in re.finditer(r"[,;:.] | \(", text[: GLOSS + 1])]
        whole = [end for end in ends if text.count("(", 0, end) == text.count(")", 0, end)]
        text = text[: whole[-1]] if whole else ""
    return f" ({text.rstrip('.')})" if text else ""


def malformed(words: str | None) -> str:
    """What is wrong with a file that libxml2 cannot read, by its words, which end with a place."""
    words = re.sub(r"\s*, line \d+, column \d+.*$", "", words or "it is empty", flags=re.S)
    if words.startswith("Excessive depth"):
        return "elements are nested more than 256 deep"
    return f"not well-formed: {words}"


def counted(number: int, noun: str) -> str:
    """``1 finding``, ``2 findings``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
