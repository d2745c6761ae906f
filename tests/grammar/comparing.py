"""In: RELAX NG in a short form. Out: grammars, and what a comparison of them says, as lines."""

from __future__ import annotations

import re
from pathlib import Path

from tei_tools.grammar import Grammar, compile_schema
from tei_tools.grammar.compare import Comparison, Difference, named

NS = (
    'xmlns="http://relaxng.org/ns/structure/1.0" '
    'datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"'
)
_TAG = r"<(?:name|value|param)\b[^/>]*>[^<]*</\w+>|<[^>]*>"
_REPEATED = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}
#: Elements that every schema of a case defines.
EMPTY = "".join(
    f'<define name="{n}"><element name="{n}"><empty/></element></define>' for n in "abc"
)


def expanded(short: str) -> str:
    """RELAX NG, of which words outside tags are short forms.

    ``a?`` is an optional reference to the element a, ``@x`` an attribute, ``@x=a|b`` one with two
    values, ``#text`` text.
    """
    return re.sub(rf"({_TAG})|([^\s<>]+)", lambda m: m[1] or _word(m[2]), short)


def _word(word: str) -> str:
    name, repeated = re.fullmatch(r"(.+?)([?*+]?)", word).groups()  # type: ignore[union-attr]
    if name == "#text":
        found = "<text/>"
    elif name.startswith("@"):
        name, _, values = name[1:].partition("=")
        choice = "".join(f"<value>{value}</value>" for value in values.split("|")) if values else ""
        found = f'<attribute name="{name}">{choice and f"<choice>{choice}</choice>"}</attribute>'
    else:
        found = f'<ref name="{name}"/>'
    return f"<{_REPEATED[repeated]}>{found}</{_REPEATED[repeated]}>" if repeated else found


def data(kind: str, **params: object) -> str:
    """A datatype."""
    inside = "".join(f'<param name="{key}">{text}</param>' for key, text in params.items())
    return f'<data type="{kind}">{inside}</data>'


def schema(short: str, root: str = "r") -> str:
    """A schema: of the content of its root element, or of its start and definitions."""
    if not short.startswith("<start>"):
        short = f'<start><element name="{root}">{short}</element></start>'
    return f"<grammar {NS}>{expanded(short)}{EMPTY}</grammar>"


def grammar(text: str) -> Grammar:
    """The grammar of a schema that refers to no other."""
    return compile_schema(text.encode(), Path("schema.rng"), lambda _: b"")


def said(comparison: Comparison) -> list[str]:
    """The differences in short."""
    return [_line(each) for each in comparison.differences]


def _line(each: Difference) -> str:
    names = ", ".join(map(named, each.names))
    texts = "".join(f" “{text}”" for text in each.texts)
    said = f"not decided: {each.reason}" if each.reason else each.example
    element = named(each.element) if each.element else "document"
    return f"{each.only} {element} {each.kind}{names and f' ({names})'}{texts}: {said}"
