"""In: declarations of CSS from an ODD or a document. Out: those that can do no harm in a page.

Kept is what looks like a declaration, of known characters; what loads, runs or hides behind an
escape is left out: ``url()``, ``@import``, ``expression()``, ``image-set()``, ``\\``, ``<``, ``{``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: A declaration, with strings that have no end of line, markup or escape in them. Nothing in it is
#: tried twice.
_DECLARATION: Final = re.compile(
    r"""\s*([a-zA-Z][a-zA-Z-]*)\s*:((?:[^;"'\\<>{}@]|"[^"\\\n]*"|'[^'\\\n]*')*+)(?:;|\Z)"""
)
_STRING: Final = re.compile(r""""([^"]*)"|'([^']*)'""")
#: Functions that only compute; all others may load something.
_FUNCTIONS: Final = frozenset("rgb rgba hsl hsla calc min max clamp translate rotate scale".split())
#: Properties that run code in old browsers, or would put text over the whole page.
_FORBIDDEN: Final = frozenset(("behavior", "-moz-binding", "position", "z-index", "content"))
_CALL: Final = re.compile(r"([\w-]*)\s*\(")
#: How much CSS one place may have.
LONGEST: Final = 5_000


def declarations(css: str) -> Iterator[tuple[str, str]]:
    """The properties and values that are understood, in their order; ``content`` among them."""
    place = 0
    css = re.sub(r"/\*.*?\*/", " ", css[:LONGEST], flags=re.DOTALL)
    while place < len(css):
        found = _DECLARATION.match(css, place)
        if found is None:
            end = css.find(";", place)
            place = len(css) if end < 0 else end + 1
            continue
        place = max(found.end(), place + 1)
        yield found[1].lower(), " ".join(found[2].split())


def harmless(css: str) -> str:
    """The declarations that may stand in the style of a page; without ``content``."""
    return "; ".join(
        f"{name}: {value}"
        for name, value in declarations(css)
        if value
        and name not in _FORBIDDEN
        and not any("<" in text or "/*" in text for text in (value,))
        and all(call[1].lower() in _FUNCTIONS for call in _CALL.finditer(value))
    )


def generated(css: str) -> str:
    """The characters that ``content`` puts there: its strings; the last declaration counts."""
    found = ""
    for name, value in declarations(css):
        if name == "content":
            found = "".join(match[1] or match[2] or "" for match in _STRING.finditer(value))
    return found
