"""In: a formula in MathML. Out: the MathML that browsers draw, and nothing in it that could act."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from tei_tools.model.names import local, name_of, namespace, tei
from tei_tools.pages import escape, start

MATHML_NS: Final = "http://www.w3.org/1998/Math/MathML"
MATH: Final = f"{{{MATHML_NS}}}math"
#: Elements that hold characters (MathML Core, 3.2).
TOKENS: Final = frozenset({"mi", "mn", "mo", "mtext", "ms"})
#: Elements that hold elements, with how many they must hold; 0 for any number.
LAYOUTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        **dict.fromkeys(("math", "mrow", "msqrt", "mstyle", "mpadded", "mphantom"), 0),
        **dict.fromkeys(("mtable", "mtr", "mtd", "mfenced", "mspace"), 0),
        **dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2),
        **dict.fromkeys(("msubsup", "munderover"), 3),
    }
)
#: Around a formula in a line of its own, which may be wider than the page.
_LINE: Final = start(
    "span", class_="formula-line", role="group", tabindex="0", aria_label="Formula"
)


def formula(element: etree._Element) -> str:
    """A formula as HTML has it, without attributes; empty where something in it is unknown."""
    try:
        return _written(element)
    except ValueError:
        return ""


def _written(element: etree._Element) -> str:
    name = local(name_of(element))
    if namespace(name_of(element)) != MATHML_NS or name not in TOKENS | LAYOUTS.keys():
        raise ValueError(name)
    children = list(element.iterchildren(etree.Element))
    if name in TOKENS:
        if children:
            raise ValueError(name)
        return f"<{name}>{escape(' '.join(''.join(element.itertext()).split()))}</{name}>"
    texts = [element.text, *(child.tail for child in element)]
    if any((text or "").strip() for text in texts) or LAYOUTS[name] not in (0, len(children)):
        raise ValueError(name)
    inner = [_written(child) for child in children]
    if name == "mfenced":
        return f"<mrow>{''.join(_fenced(element, inner))}</mrow>"
    if name == "math" and _is_display(element):
        return f"{_LINE}{start(name, display='block')}{''.join(inner)}</{name}></span>"
    return f"<{name}>{''.join(inner)}</{name}>"


def _fenced(element: etree._Element, inner: list[str]) -> list[str]:
    """What is in fences, with the fences and what parts it as characters (MathML 3, 3.3.8).

    Where operators are written between the parts, nothing else is meant to part them.
    """
    has_operators = element.find(f"{{{MATHML_NS}}}mo") is not None
    marks = "" if has_operators else "".join(element.get("separators", ",").split())
    parts = [_operator(element.get("open", "("))]
    for number, part in enumerate(inner):
        if number and marks:
            parts.append(_operator(marks[min(number, len(marks)) - 1]))
        parts.append(part)
    return [*parts, _operator(element.get("close", ")"))]


def _operator(sign: str) -> str:
    return f"<mo>{escape(sign.strip())}</mo>" if sign.strip() else ""


def _is_display(element: etree._Element) -> bool:
    """Whether a formula stands in a line of its own."""
    around = element.getparent()
    rend = "" if around is None or around.tag != tei("formula") else around.get("rend", "")
    return element.get("display") == "block" or "display" in rend.split()
