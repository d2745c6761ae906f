"""In: nothing. Out: the leaves of patterns: what a label stands for (RELAX NG 6.2)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from .datatypes import Datatype
from .names import NameClass
from .patterns import Pattern


class ElementLeaf(NamedTuple):
    """An ``element``: its name class; its content stands in `Grammar.contents`.

    Attributes:
        define: the definition that it stands in; empty outside of any.
        documentation: what the schema says of it.
        file: the schema file it stands in, with ``line`` (from 1).
    """

    names: NameClass
    define: str = ""
    documentation: str = ""
    file: str = ""
    line: int = 0


class AttributeLeaf(NamedTuple):
    """An ``attribute``: its name class and the pattern of its value.

    Attributes:
        file: the schema file that says so first, with ``line`` (from 1).
        is_repeated: whether the schema says the same in other places too.
    """

    names: NameClass
    content: Pattern
    file: str = ""
    line: int = 0
    is_repeated: bool = False


class DataLeaf(NamedTuple):
    """A ``data``: its datatype, the pattern of what is excepted, and what the schema says of it.

    The documentation is that of a definition of nothing else, kept where there are parameters.
    """

    datatype: Datatype
    excepted: Pattern | None
    documentation: str = ""


class ValueLeaf(NamedTuple):
    """A ``value``: its datatype, the value, how the schema writes it, and what it says of it.

    ``context`` has the prefixes in scope there, where the value depends on them.
    """

    datatype: Datatype
    value: Hashable
    text: str
    context: Mapping[str, str]
    documentation: str = ""


class ListLeaf(NamedTuple):
    """A ``list``: the pattern of its tokens."""

    content: Pattern


Leaf = ElementLeaf | AttributeLeaf | DataLeaf | ValueLeaf | ListLeaf
