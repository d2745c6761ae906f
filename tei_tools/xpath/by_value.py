"""In: the trees of expressions. Out: whether they see no more of the context node than its text.

What such expressions say of one attribute they say of every other with the same value in the same
document. Whatever is not known to be so counts as not so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tei_tools.xpath.code import Tree

#: Constructs that take the values of their operands, and give none of their nodes.
_ATOMIC: Final = frozenset(
    "string integer decimal double range concat sign arithmetic general value castable cast".split()
)
#: Functions that take the strings or the number of their arguments, and give none of their nodes.
_OF_TEXT: Final = frozenset(
    "string concat string-join string-length normalize-space normalize-unicode upper-case"
    " lower-case substring translate contains starts-with ends-with substring-before"
    " substring-after compare codepoint-equal contains-token string-to-codepoints"
    " codepoints-to-string encode-for-uri number data abs ceiling floor round sum avg max min"
    " distinct-values index-of tokenize matches replace true false not boolean exists empty count"
    " position last".split()
)
#: Functions that ask a node for the document that it stands in, which is the same for all.
_OF_DOCUMENT: Final = frozenset(("id", "element-with-id", "document", "doc", "doc-available"))
#: Functions that ask a node, where no other is given the context item, for its name.
_OF_NAME: Final = frozenset(("local-name", "namespace-uri"))

#: What gives one item, and it alone.
_THE_NODE: Final[tuple[Tree, ...]] = (["item"], ["call", "current", []])


def sees_text_only(variables: Iterable[tuple[str, Tree]], tests: Iterable[Tree]) -> bool:
    """Whether the variables of a rule, and its tests, see only the text of the context node.

    Args:
        variables: their names and values, in order; others are taken to be the same for all nodes.
    """
    known: dict[str, bool] = {}
    try:
        for name, tree in variables:
            known[name] = _holds_node(tree, True, known)
        for tree in tests:
            _holds_node(tree, True, known)
    except _LooksFurtherError:
        return False
    return True


class _LooksFurtherError(Exception):
    """An expression may see more than the text."""


def _holds_node(tree: Tree, item: bool, known: Mapping[str, bool]) -> bool:
    """Whether a value may have the context node of the rule in it.

    Args:
        item: whether the context item may be that node.
        known: of variables, whether they may have it.
    """
    match tree:
        case ["item"]:
            return item
        case ["call", "current", []]:
            return True
        case ["variable", str(name)]:
            return known.get(name, False)
        case ["root"]:
            return False
        case ["step", _, _, predicates]:
            return _found(item, False, predicates, known)
        case ["filter", base, predicates]:
            found = _holds_node(base, item, known)
            return _found(False, found, predicates, known)
        case ["path", [first, *steps]]:
            found = _holds_node(first, item, known)
            if found and first not in _THE_NODE:
                raise _LooksFurtherError  # a path has each node once: it matters which they are
            for step in steps:
                if _holds_node(step, found, known):
                    raise _LooksFurtherError
                found = False
            return found
        case ["group", inner]:
            return _holds_node(inner, item, known)
        case ["comma" | "union" | "or" | "and", parts]:
            held = [_holds_node(part, item, known) for part in parts]
            if any(held) and tree[0] == "union":
                raise _LooksFurtherError  # so has a union
            return any(held) and tree[0] == "comma"
        case ["if", *parts]:
            _, *held = [_holds_node(part, item, known) for part in parts]
            return any(held)
        case ["for" | "let" | "some" | "every", name, source, body]:
            bound = _holds_node(source, item, known)
            found = _holds_node(body, item, {**known, name: bound})
            return found and tree[0] in ("for", "let")
        case ["call", str(name), arguments]:
            return _called(name, arguments, item, known)
        case [str(kind), *parts] if kind in _ATOMIC:
            for part in _trees(parts):
                _holds_node(part, item, known)
            return False
    raise _LooksFurtherError


def _found(
    looked_from: bool, found: bool, predicates: list[Tree], known: Mapping[str, bool]
) -> bool:
    """What is found by looking from an item, and filtered by predicates."""
    if looked_from:
        raise _LooksFurtherError
    for predicate in predicates:
        _holds_node(predicate, found, known)
    return found


def _called(name: str, arguments: list[Tree], item: bool, known: Mapping[str, bool]) -> bool:
    have = [_holds_node(argument, item, known) for argument in arguments]
    if name in _OF_TEXT or name in _OF_DOCUMENT or name.startswith("xs:"):
        return False
    if name in _OF_NAME and not any(have or [item]):
        return False
    raise _LooksFurtherError


def _trees(parts: list[Tree]) -> Iterable[Tree]:
    """The operands of a construct, without signs, names of types and literals."""
    for part in parts:
        match part:
            case [str(), *_]:
                yield part
            case [[*_], *_]:
                yield from part
