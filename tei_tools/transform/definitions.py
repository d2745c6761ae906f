"""In: the table of a view in the settings. Out: the view; and a view written as such a table.

A view stands on another one, ``base``, and says only where it differs from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from tei_tools.model.finding import TeiToolsError

from .views import QUOTATIONS, READING, VIEWS, View

#: Settings that say how an element is read: "read", "omit", or the signs put around it.
ELEMENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "additions": "add",
        "deletions": "del",
        "supplied": "supplied",
        "surplus": "surplus",
        "unclear": "unclear",
        "corrections": "corr",
        "regularisations": "reg",
    }
)
#: Settings that say what stands for a break; "" for no more than a space.
BREAKS: Final[Mapping[str, str]] = MappingProxyType(
    {"page-breaks": "pb", "column-breaks": "cb", "line-breaks": "lb"}
)
#: What may be preferred in a ``choice`` or ``app``, and its counterpart.
COUNTERPARTS: Final[Mapping[str, str]] = MappingProxyType(
    {"corr": "sic", "reg": "orig", "expan": "abbr", "lem": "rdg"}
    | {"sic": "corr", "orig": "reg", "abbr": "expan", "rdg": "lem"}
)
HYPHENATION: Final = ("join", "keep")
KEYS: Final = (
    "base", "label", "choice", *ELEMENTS, "gaps", "notes", "hyphenation", *BREAKS,
    "quotation-marks", "quotation-signs",
)  # fmt: skip


def all_views(tables: Mapping[str, Mapping[str, Any]], file: object = "") -> dict[str, View]:
    """The built-in views and those of the settings, by name.

    Args:
        tables: for each name, what the settings say of the view.
        file: where they say it.

    Raises:
        TeiToolsError: a name that is built in, a setting or a value that is not known.
    """
    views = dict(VIEWS)
    for name, table in tables.items():
        try:
            views[name] = defined(name, table, views)
        except TeiToolsError as error:
            raise TeiToolsError(f"{file}: view `{name}`: {error}") from None
    return views


def view_named(name: str, views: Mapping[str, View]) -> View:
    """One of the views.

    Raises:
        TeiToolsError: there is no such view.
    """
    if name not in views:
        raise TeiToolsError(f"unknown view `{name}`; {_hint(name, views)}")
    return views[name]


def defined(name: str, table: Mapping[str, Any], known: Mapping[str, View]) -> View:
    """The view that a table defines.

    Raises:
        TeiToolsError: the name is built in; or a setting or a value is not known.
    """
    if name in VIEWS:
        raise TeiToolsError("this name is built in; choose another, and set `base`")
    for key in table:
        if key not in KEYS:
            raise TeiToolsError(f"unknown setting `{key}`; {_hint(key, KEYS)}")
    base = view_named(_text(table, "base", READING.name), known)
    made = replace(base, name=name, label=_text(table, "label", name))
    for key, value in table.items():
        if key in ELEMENTS:
            made = _read(made, key, value)
        elif key in BREAKS:
            made = replace(made, breaks={**made.breaks, BREAKS[key]: _text(table, key, "")})
        elif key in _SETTERS:
            made = _SETTERS[key](made, value)
    return replace(made, signs=dict(made.signs), breaks=dict(made.breaks))


def written(view: View) -> str:
    """A view as TOML that can be pasted into ``pyproject.toml``; all settings are written out."""
    import json  # TOML writes texts and lists of texts as JSON does

    name = view.name if view.name not in VIEWS else f"my-{view.name}"
    lines = [f"[tool.tei-tools.view.{name if _is_bare(name) else json.dumps(name)}]"]
    for key, value in _settings(view):
        lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines)


def _settings(view: View) -> Iterator[tuple[str, str | list[str]]]:
    yield "base", "diplomatic" if "ex" in view.signs else "reading"
    yield "label", view.label
    yield "choice", list(view.preferred)
    for key, name in ELEMENTS.items():
        signs = view.signs.get(name, ("", ""))
        yield key, "omit" if name in view.omitted else list(signs) if any(signs) else "read"
    yield "gaps", view.gap
    yield "notes", sorted(view.notes_in_text)
    yield "hyphenation", HYPHENATION[not view.joins_words]
    for key, name in BREAKS.items():
        yield key, view.breaks.get(name, "")
    yield "quotation-marks", view.quotations
    yield "quotation-signs", [sign for pair in view.quotation_marks for sign in pair]


def _choice(view: View, value: Any) -> View:
    names = _texts("choice", value, '["corr", "orig"]')
    for name in names:
        _one_of("choice", name, COUNTERPARTS)
    rest = (n for n in view.preferred if n not in names and COUNTERPARTS[n] not in names)
    preferred = (*names, *rest)
    read = next((name for name in preferred if name in ("abbr", "expan")), "expan")
    omitted = view.omitted - {"am", "ex"} | {"ex" if read == "abbr" else "am"}
    return replace(view, preferred=preferred, omitted=omitted)


def _read(view: View, key: str, value: Any) -> View:
    name = ELEMENTS[key]
    signs = {element: pair for element, pair in view.signs.items() if element != name}
    if isinstance(value, str):
        _one_of(key, value, ("read", "omit"))
    else:
        pair = _texts(key, value, '["[", "]"]')
        if len(pair) != 2:
            raise TeiToolsError(f'`{key}` is "read", "omit" or two signs, such as ["[", "]"]')
        signs[name] = (pair[0], pair[1])
    omitted = view.omitted | {name} if value == "omit" else view.omitted - {name}
    return replace(view, omitted=omitted, signs=signs)


def _gaps(view: View, value: Any) -> View:
    return replace(view, gap=_text({"gaps": value}, "gaps", ""))


def _notes(view: View, value: Any) -> View:
    places = frozenset(_texts("notes", value, '["inline"], the values of `note/@place`'))
    signs = {"note": ("[", "]"), **view.signs}
    return replace(view, notes_in_text=places, signs=signs)


def _hyphenation(view: View, value: Any) -> View:
    return replace(view, joins_words=_one_of("hyphenation", value, HYPHENATION) == "join")


def _quotations(view: View, value: Any) -> View:
    return replace(view, quotations=_one_of("quotation-marks", value, QUOTATIONS))


def _quotation_signs(view: View, value: Any) -> View:
    signs = _texts("quotation-signs", value, '["“", "”", "‘", "’"]')
    if len(signs) not in (2, 4):
        raise TeiToolsError("`quotation-signs` are two, or four with those of inner quotations")
    first, last = (signs[0], signs[1]), (signs[-2], signs[-1])
    return replace(view, quotation_marks=(first, last))


_SETTERS: Final[Mapping[str, Callable[[View, Any], View]]] = MappingProxyType(
    {
        "choice": _choice,
        "gaps": _gaps,
        "notes": _notes,
        "hyphenation": _hyphenation,
        "quotation-marks": _quotations,
        "quotation-signs": _quotation_signs,
    }
)


def _text(table: Mapping[str, Any], key: str, default: str) -> str:
    value = table.get(key, default)
    if not isinstance(value, str):
        raise TeiToolsError(f"`{key}` is a text")
    return value


def _texts(key: str, value: Any, example: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise TeiToolsError(f"`{key}` is a list of texts, such as {example}")
    return value


def _one_of(key: str, value: Any, known: Mapping[str, str] | tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise TeiToolsError(f"`{key}` is not `{value}`; {_hint(str(value), known)}")
    return value


def _hint(name: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    from difflib import get_close_matches  # loaded only where something is wrong

    near = get_close_matches(name, known, 1)
    return f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"


def _is_bare(name: str) -> bool:
    """Whether TOML needs no quotation marks around a name."""
    return name.isascii() and name.replace("-", "a").replace("_", "a").isalnum()
