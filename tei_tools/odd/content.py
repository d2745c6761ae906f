"""In: a FLAT ODD and a content model in it.
Out: the content as a regular expression over element names, with text as one more name."""

from __future__ import annotations

from collections.abc import Callable

from tei_tools.odd.expression import (
    EPSILON,
    NOTHING,
    Expression,
    choice,
    concat,
    interleave,
    optional,
    plus,
    repeat,
    star,
    symbols,
)
from tei_tools.odd.flat import FlatOdd
from tei_tools.odd.specs import (
    Alternate,
    AnyElement,
    ClassRef,
    Content,
    DataRef,
    ElementRef,
    Embedded,
    Empty,
    MacroRef,
    NotAllowed,
    Sequence,
    TextNode,
    ValList,
)

# Names that no element has: text, and an element that the schema does not declare.
TEXT = "#text"
ANY = "#any"

# What each way of expanding a class but the first, `alternate`, makes of a member.
EXPAND: dict[str, Callable[[Expression], Expression]] = {
    "sequence": lambda each: each,
    "sequenceOptional": optional,
    "sequenceOptionalRepeatable": star,
    "sequenceRepeatable": plus,
}


def expression(flat: FlatOdd, content: Content) -> Expression:
    """The language of a content model; `TEXT` stands for text, `ANY` for a foreign element."""
    match content:
        case ElementRef(key=key, occurs=occurs):
            return repeat(symbols([key]), occurs.min, occurs.max)
        case ClassRef(key=key, occurs=occurs, expand=expand):
            return repeat(class_expression(flat, key, expand), occurs.min, occurs.max)
        case MacroRef(key=key, occurs=occurs):
            return repeat(expression(flat, flat.macros[key].content), occurs.min, occurs.max)
        case AnyElement(occurs=occurs):
            return repeat(symbols([ANY]), occurs.min, occurs.max)
        case Embedded():
            return star(symbols([ANY, TEXT]))
        case Sequence(items=items, occurs=occurs, preserve_order=ordered):
            join = concat if ordered else interleave
            return repeat(join(expression(flat, each) for each in items), occurs.min, occurs.max)
        case Alternate(items=items, occurs=occurs):
            found = choice(expression(flat, each) for each in items)
            return repeat(found, occurs.min, occurs.max)
        case TextNode():
            return star(symbols([TEXT]))
        case DataRef() | ValList():
            return symbols([TEXT])
        case Empty():
            return EPSILON
        case NotAllowed():
            return NOTHING


def class_expression(flat: FlatOdd, key: str, expand: str) -> Expression:
    """The members of a model class, put together as @expand says."""
    if expand == "alternate":
        return symbols([*flat.elements_of(key), *([ANY] if flat.is_extended(key) else [])])
    return concat(
        EXPAND[expand](
            class_expression(flat, member, expand) if member in flat.classes else symbols([member])
        )
        for member in flat.classes[key].members
    )


def is_data(flat: FlatOdd, content: Content) -> bool:
    """Whether a content model is a datatype: a value, and no element."""
    match content:
        case DataRef() | ValList():
            return True
        case Alternate(items=items, occurs=occurs) | Sequence(items=items, occurs=occurs):
            return occurs.max == 1 and all(is_data(flat, each) for each in items)
        case MacroRef(key=key, occurs=occurs):
            return occurs.max == 1 and is_data(flat, flat.macros[key].content)
        case _:
            return False
