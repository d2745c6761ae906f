"""In: the headings of the manual and the names in the reference.
Out: the contents list of the page: folded where it is long, to be filtered where scripts run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tei_tools.odd.documentation.links import link
from tei_tools.odd.documentation.manual import Heading
from tei_tools.pages import escape

# A list longer than this is folded.
LONGEST = 80

FILTER = """<div class="filter" hidden>
<label for="tt-filter">Find a name</label>
<input type="search" id="tt-filter" autocomplete="off" spellcheck="false">
<p id="tt-found" role="status"></p>
</div>
"""


class Group(NamedTuple):
    """A part of the reference: its anchor, its title, and name and anchor of what is in it."""

    anchor: str
    title: str
    names: Sequence[tuple[str, str]]


def write_contents(headings: Sequence[Heading], parts: Sequence[Group]) -> str:
    """The contents list."""
    lists = "".join(_part(part, is_open=not headings) for part in parts)
    return (
        '<nav class="contents" aria-labelledby="tt-contents">\n'
        f'<p class="nav-head" id="tt-contents">Contents</p>\n{FILTER}'
        f"{_manual(headings)}{lists}</nav>\n"
    )


def _part(part: Group, is_open: bool) -> str:
    """A group that can be folded; the link to a group of no names is all there is of it."""
    if not part.names:
        return f"<p>{link(part.anchor, escape(part.title))}</p>\n"
    items = "".join(f"<li>{link(anchor, escape(name))}</li>\n" for name, anchor in part.names)
    return _folded(f"{part.title} ({len(part.names)})", f"<ol>\n{items}</ol>\n", is_open)


def _manual(headings: Sequence[Heading]) -> str:
    if not headings:
        return ""
    listed = _nested(headings)
    return _folded("Manual", listed, len(headings) <= LONGEST)


def _folded(title: str, html: str, is_open: bool) -> str:
    opened = "<details open>" if is_open else "<details>"
    return f"{opened}\n<summary>{escape(title)}</summary>\n{html}</details>\n"


def _nested(headings: Sequence[Heading]) -> str:
    """Nested lists; a level that is skipped in the text is not skipped in the list."""
    out: list[str] = []
    levels: list[int] = []
    for heading in headings:
        while len(levels) > 1 and heading.level < levels[-1]:
            levels.pop()
            out.append("</li></ol>\n")
        if levels and heading.level <= levels[-1]:
            out.append("</li>\n")
        else:
            out.append("<ol>\n")
            levels.append(heading.level)
        out.append(f"<li>{link(heading.anchor, escape(heading.text))}")
    out.append("</li></ol>\n" * len(levels))
    return "".join(out)
