"""In: a Python file that the user names, or an installed package. Out: the behaviours it adds.

    def shouted(call: Call) -> Rendered:
        return Rendered("inline", ("".join(call.element.itertext()).upper(),))

    BEHAVIOURS = {"shouted": shouted}

A behaviour gives content for one that is built in, so that it works in all formats. A package has
an entry point of the group ``tei_tools.behaviours`` for each. No document or ODD names such a file.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from lxml import etree

from tei_tools.model.finding import TeiToolsError
from tei_tools.processing.behaviours import Behaviour

#: The group of entry points.
GROUP: Final = "tei_tools.behaviours"


class Call(NamedTuple):
    """What a behaviour is called with.

    Attributes:
        element: the element; it is not to be changed.
        params: what the parameters of the model give: elements in the element, and texts.
    """

    element: etree._Element
    params: Mapping[str, tuple[etree._Element | str, ...]]


class Rendered(NamedTuple):
    """What a behaviour makes of an element.

    Attributes:
        behaviour: the name of one that is built in.
        content: texts, and elements in the element, which are rendered by their models; the
            element itself for all that is in it.
        css_class: classes in HTML, parted by spaces.
    """

    behaviour: str
    content: Iterable[etree._Element | str]
    css_class: str = ""


Function: TypeAlias = Callable[[Call], Rendered]


def functions_in(file: Path | None) -> Mapping[str, Function]:
    """The behaviours that a file adds: its ``BEHAVIOURS``.

    Raises:
        TeiToolsError: it cannot be run, or has none; the text names its line.
    """
    if file is None:
        return {}
    names: dict[str, Any] = {"__name__": file.stem, "__file__": str(file)}
    try:
        exec(compile(file.read_bytes(), str(file), "exec"), names)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TeiToolsError(f"{file}: cannot be read: {reason}") from None
    except Exception as error:
        raise TeiToolsError(_told(error, file, "the behaviours cannot be loaded")) from None
    found = names.get("BEHAVIOURS")
    if not isinstance(found, dict) or not all(callable(each) for each in found.values()):
        raise TeiToolsError(
            f'{file}: needs a table of its behaviours, such as BEHAVIOURS = {{"shouted": shouted}}'
        )
    return found


def installed() -> Collection[str]:
    """The names of the behaviours that packages add."""
    from importlib.metadata import entry_points  # slow, and only to read models

    return entry_points(group=GROUP).names


def function_named(name: str, functions: Mapping[str, Function]) -> Function:
    """A behaviour: one of those given, or of a package.

    Raises:
        TeiToolsError: there is none.
    """
    if name in functions:
        return functions[name]
    from importlib.metadata import entry_points

    for entry in entry_points(group=GROUP, name=name):
        try:
            found: Function = entry.load()
        except Exception as error:
            said = f"the behaviour `{name}` of {entry.value} cannot be loaded"
            raise TeiToolsError(_told(error, None, said)) from None
        return found
    raise TeiToolsError(f"there is no behaviour `{name}`; --behaviours names a file that has it")


def called(name: str, function: Function, call: Call) -> Rendered:
    """What a behaviour makes of an element.

    Raises:
        TeiToolsError: it fails, or does not give what it should.
    """
    code = getattr(function, "__code__", None)
    file = Path(code.co_filename) if code else None
    try:
        made = function(call)
        content = tuple(made.content)
    except Exception as error:
        raise TeiToolsError(_told(error, file, f"the behaviour `{name}` fails")) from None
    if made.behaviour not in list(Behaviour) or not all(
        isinstance(item, str | etree._Element) for item in content
    ):
        raise TeiToolsError(
            f"{file}: the behaviour `{name}` gives no Rendered(behaviour, content) with the name "
            "of a behaviour of the TEI, and texts or elements"
        )
    return Rendered(made.behaviour, content, made.css_class)


def _told(error: Exception, file: Path | None, what: str) -> str:
    """An error in a user's code: the last line in the file that had to do with it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if file is not None and frame.filename == str(file)]
    line = own[-1].lineno if own else getattr(error, "lineno", None)
    place = f"{file}:{line}: " if file is not None and line else f"{file}: " if file else ""
    return f"{place}{what}: {type(error).__name__}: {error}"
