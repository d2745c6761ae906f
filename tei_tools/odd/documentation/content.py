"""In: the content model of an element or a macro.
Out: what it says, in words: a line, and lists where a line could not be read."""

from __future__ import annotations

from tei_tools.odd.documentation.links import Links
from tei_tools.odd.documentation.values import how_often
from tei_tools.odd.specs import (
    ONCE,
    Alternate,
    AnyElement,
    ClassRef,
    Content,
    DataRef,
    ElementRef,
    Empty,
    ForeignName,
    MacroRef,
    NotAllowed,
    Occurs,
    Sequence,
    TextNode,
    ValList,
)
from tei_tools.pages import escape

# What is asked of the members of a class, by @expand of classRef.
EXPANDED = {
    "alternate": "",
    "sequence": "each member of ",
    "sequenceOptional": "each member, or not, of ",
    "sequenceOptionalRepeatable": "any number of each member of ",
    "sequenceRepeatable": "one or more of each member of ",
}

# A sequence of single things that is not longer than this stands in a line.
SHORT = 3


def content_in_words(links: Links, content: Content) -> str:
    """A content model."""
    match content:
        case Empty():
            return "Nothing: it is empty."
        case NotAllowed():
            return "Nothing can be valid here: what is required is not in the schema."
        case Sequence() | Alternate():
            return _several(links, content)
        case _:
            return _leaf(links, content)


def _several(links: Links, node: Sequence | Alternate) -> str:
    """The items of a node: in the line where one is chosen of single things, otherwise listed."""
    if len(node.items) == 1 and not isinstance(node.items[0], Sequence | Alternate):
        return _often(_leaf(links, node.items[0]), node.occurs)
    items = [content_in_words(links, each) for each in node.items]
    is_short = isinstance(node, Alternate) or len(items) <= SHORT
    if is_short and not any(_is_listed(each) for each in node.items):
        return f"{_introduction(node)} {', '.join(items)}"
    tag = "ol" if isinstance(node, Sequence) and node.preserve_order else "ul"
    listed = "".join(f"<li>{each}</li>\n" for each in items)
    return f"{_introduction(node)}\n<{tag}>\n{listed}</{tag}>\n"


def _is_listed(content: Content) -> bool:
    return isinstance(content, Sequence | Alternate) and len(content.items) > 1


def _introduction(node: Sequence | Alternate) -> str:
    if isinstance(node, Alternate):
        match node.occurs.min, node.occurs.max:
            case 1, 1:
                return "One of these:"
            case 0, 1:
                return "One of these, or nothing:"
            case _:
                return f"{how_often(node.occurs).capitalize()} of these, in any order:"
    order = "in this order:" if node.preserve_order else "in any order:"
    match node.occurs.min, node.occurs.max:
        case 1, 1:
            return order.capitalize()
        case 0, 1:
            return f"Nothing, or {order}"
        case 0, None:
            return f"Any number of times {order}"
        case _:
            return f"{how_often(node.occurs).capitalize()} times {order}"


def _often(text: str, occurs: Occurs) -> str:
    if occurs == ONCE:
        return text
    if (occurs.min, occurs.max) == (0, 1):
        return f"{text} (optional)"
    joint = "of " if (occurs.min, occurs.max) == (0, None) else ""
    return f"{how_often(occurs)} {joint}{text}"


def _any(require: tuple[str, ...], exclude: tuple[ForeignName, ...]) -> str:
    """What anyElement allows."""
    if require:
        return f"any element of the namespace {' or '.join(map(_namespace, require))}"
    names = [
        f"<code>{escape(each.name)}</code> of {_namespace(each.ns)}"
        if each.name
        else f"those of {_namespace(each.ns)}"
        for each in exclude
    ]
    return "any element" + (f" except {', '.join(names)}" if names else "")


def _namespace(ns: str) -> str:
    return f"<code>{escape(ns)}</code>"


def _leaf(links: Links, content: Content) -> str:
    match content:
        case TextNode():
            return "text"
        case ElementRef(key=key, occurs=occurs):
            return _often(links.element(key), occurs)
        case MacroRef(key=key, occurs=occurs):
            return _often(links.name(key), occurs)
        case ClassRef(key=key, occurs=occurs, expand=expand):
            return _often(EXPANDED.get(expand, "") + links.name(key), occurs)
        case DataRef(key=key, name=name, facets=facets):
            facet = "".join(f", {escape(n)} <code>{escape(value)}</code>" for n, value in facets)
            return (links.name(key) if key else f"a value of <code>{escape(name)}</code>") + facet
        case ValList(items=items):
            values = ", ".join(f'<code class="val">{escape(each.ident)}</code>' for each in items)
            return f"one of {values}"
        case AnyElement(require=require, exclude=exclude, occurs=occurs):
            return _often(_any(require, exclude), occurs)
        case Sequence() | Alternate() | Empty() | NotAllowed():
            return content_in_words(links, content)
        case _:
            return "content that is given in another way"
