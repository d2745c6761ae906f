"""In: a compiled grammar. Out: bytes that hold it, and the grammar again from such bytes.

JSON: loading executes nothing. What is not as `dump` writes it is a ValueError.
"""

from __future__ import annotations

import json
from typing import Any

from .datatypes import datatype
from .grammar import Grammar
from .leaves import AttributeLeaf, DataLeaf, ElementLeaf, Leaf, ListLeaf, ValueLeaf
from .names import AnyName, NameChoice, NameClass, NsName
from .patterns import Kind, Pattern, Patterns


def dump(grammar: Grammar) -> bytes:
    """A grammar as bytes; the patterns that matching has derived are not kept."""
    content = {
        "patterns": dump_patterns(grammar.patterns, 0, grammar.size),
        "leaves": [_leaf(leaf) for leaf in grammar.leaves],
        "contents": [[label, content.number] for label, content in grammar.contents.items()],
        "start": grammar.start.number,
        "place": grammar.place,
        "classes": grammar.classes,
        "ids": grammar.ids,
        "attributes": [
            label for label, leaf in enumerate(grammar.leaves) if isinstance(leaf, AttributeLeaf)
        ],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def restore(data: bytes) -> Grammar:
    """The grammar that `dump` wrote.

    Raises:
        ValueError: the bytes are not those of a grammar.
    """
    try:
        return _restored(json.loads(data))
    except (LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"not a compiled grammar: {error!r}") from None


def _restored(content: dict[str, Any]) -> Grammar:
    made = Patterns(content["attributes"])
    restore_patterns(made, content["patterns"])
    grammar = Grammar(made)
    grammar.size = len(made)
    grammar.leaves = [_again(leaf, made) for leaf in content["leaves"]]
    grammar.contents = {label: made[number] for label, number in content["contents"]}
    grammar.start = made[content["start"]]
    file, line = content["place"]
    grammar.place = str(file), int(line)
    grammar.ids = {name: dict(attributes) for name, attributes in content["ids"].items()}
    grammar.classes = {name: tuple(members) for name, members in content["classes"].items()}
    return grammar


# --- patterns -----


def dump_patterns(patterns: Patterns, first: int, end: int) -> list[list[object]]:
    """The patterns with numbers from ``first`` up to ``end``."""
    return [_pattern(patterns[number]) for number in range(first, end)]


def _pattern(pattern: Pattern) -> list[object]:
    label = pattern.labels.bit_length() - 1 if pattern.kind is Kind.LEAF else 0
    return [int(pattern.kind), label, [part.number for part in pattern.parts]]


def restore_patterns(patterns: Patterns, rows: list[Any]) -> None:
    """Make again what `dump_patterns` wrote; every pattern gets the number that it had."""
    kinds = {int(kind): kind for kind in Kind}
    for kind, label, parts in rows:
        patterns.again(kinds[kind], label, tuple([patterns[part] for part in parts]))


# --- leaves -----


def _leaf(leaf: Leaf | None) -> list[object] | None:
    match leaf:
        case ElementLeaf(names, define, documentation, file, line):
            return ["element", _names(names), define, documentation, file, line]
        case AttributeLeaf(names, content, file, line, repeated):
            return ["attribute", _names(names), content.number, file, line, repeated]
        case DataLeaf(kind, excepted, documentation):
            number = None if excepted is None else excepted.number
            return ["data", kind.library, kind.name, kind.params, number, documentation]
        case ValueLeaf(kind, _, text, context, documentation):
            return ["value", kind.library, kind.name, text, context, documentation]
        case ListLeaf(content):
            return ["list", content.number]
    return None


def _again(leaf: list[Any] | None, made: Patterns) -> Leaf | None:
    match leaf:
        case ["element", names, define, documentation, file, line]:
            return ElementLeaf(_names_again(names), define, documentation, file, line)
        case ["attribute", names, content, file, line, repeated]:
            return AttributeLeaf(_names_again(names), made[content], file, line, repeated)
        case ["data", library, name, params, excepted, documentation]:
            kind = datatype(library, name, tuple((key, value) for key, value in params))
            return DataLeaf(kind, None if excepted is None else made[excepted], documentation)
        case ["value", library, name, text, context, documentation]:
            kind = datatype(library, name)
            value = kind.value(text, context)
            if value is None:
                raise ValueError(f"not a compiled grammar: the value {text}")
            return ValueLeaf(kind, value, text, context, documentation)
        case ["list", content]:
            return ListLeaf(made[content])
        case None:
            return None
    raise ValueError(f"not a compiled grammar: the leaf {leaf}")


# --- name classes -----


def _names(names: NameClass | None) -> object:
    match names:
        case AnyName(excepted):
            return ["any", _names(excepted)]
        case NsName(ns, excepted):
            return ["ns", ns, _names(excepted)]
        case NameChoice(members):
            return ["choice", *map(_names, members)]
    return names


def _names_again(names: Any) -> NameClass:
    match names:
        case str():
            return names
        case ["any", excepted]:
            return AnyName(None if excepted is None else _names_again(excepted))
        case ["ns", str(ns), excepted]:
            return NsName(ns, None if excepted is None else _names_again(excepted))
        case ["choice", *members]:
            return NameChoice(tuple(map(_names_again, members)))
    raise ValueError(f"not a compiled grammar: the name class {names}")
