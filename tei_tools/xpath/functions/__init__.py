"""In: the name of a function. Out: its signatures and what it does; a module a subject.

A function is registered with a signature such as ``substring(string?, double, double=) string``:
the types of its parameters (``=`` may be left out, ``=.`` is then the context item, ``...`` is the
last one again) and of its result. It is called with Python values: ``string?`` is a str or None,
``item*`` a list.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, NamedTuple, TypeVar

from tei_tools.xpath.code import Kind


class Signature(NamedTuple):
    """What a function takes and gives.

    Attributes:
        parameters: the types.
        least: how many arguments it needs.
        is_variadic: may the last parameter be repeated?
        takes_context: is the context item its last argument, where that is left out?
        result: the type of the result.
        function: what is called.
        sees_context: are the context and the context item its first two arguments?
        of_1: how many arguments it takes in XPath 1.0 or XSLT 1.0; 0 if it is not of them.
    """

    name: str
    parameters: tuple[str, ...]
    least: int
    is_variadic: bool
    takes_context: bool
    result: str
    function: Callable[..., Any]
    sees_context: bool
    of_1: int

    @property
    def kind(self) -> Kind:
        """What the items of the result are."""
        return _KINDS.get(self.result.rstrip("?*"), "any")

    def type_of(self, place: int) -> str:
        """The type of a parameter, by its place from 0."""
        return self.parameters[min(place, len(self.parameters) - 1)]


_KINDS: Final[dict[str, Kind]] = {
    "string": "string",
    "boolean": "boolean",
    "double": "number",
    "integer": "number",
    "numeric": "number",
    "node": "nodes",
}
#: The modules, those first that are wanted most: they are loaded until a function is found.
_SUBJECTS: Final = (
    "strings",
    "nodes",
    "sequences",
    "matching",
    "numbers",
    "xslt",
    "moments",
    "formats",
)
_PREFIXED: Final = {"map": "maps", "array": "arrays", "math": "maths"}
_REGISTRY: Final[dict[str, list[Signature]]] = {}
_Function = TypeVar("_Function", bound=Callable[..., Any])


def function(
    signature: str, *, sees_context: bool = False, of_1: int = 0
) -> Callable[[_Function], _Function]:
    """Register a function under a signature."""
    name, _, rest = signature.partition("(")
    inner, _, result = rest.rpartition(")")
    parts = [part.strip() for part in inner.split(",")] if inner else []
    is_variadic = bool(parts) and parts[-1] == "..."
    parts = parts[:-1] if is_variadic else parts

    def register(python: _Function) -> _Function:
        found = Signature(
            name,
            tuple(part.partition("=")[0] for part in parts),
            sum("=" not in part for part in parts),
            is_variadic,
            any(part.endswith("=.") for part in parts),
            result.strip(),
            python,
            sees_context,
            of_1,
        )
        _REGISTRY.setdefault(name, []).append(found)
        return python

    return register


def find(name: str, arity: int, *, is_1: bool = False) -> Signature | None:
    """The signature of a function that takes so many arguments."""
    for signature in named(name):
        most = 1_000 if signature.is_variadic else len(signature.parameters)
        if is_1:
            most = signature.of_1 or -1
        if signature.least <= arity <= most:
            return signature
    return None


def named(name: str) -> list[Signature]:
    """All signatures of a function."""
    prefix, colon, _ = name.partition(":")
    subjects = ((_PREFIXED[prefix],) if prefix in _PREFIXED else ()) if colon else _SUBJECTS
    for subject in subjects:
        if name in _REGISTRY:
            break
        import_module(f"{__name__}.{subject}")
    return _REGISTRY.get(name, [])
