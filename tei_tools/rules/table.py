"""In: nothing. Out: every rule, with what it looks at, so that only what is needed is loaded.

``name`` is an element, ``@name`` an attribute of any element, ``#document`` the root. A rule
without any is checked elsewhere, together with others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: The rules by their codes; the rule ``group.some-name`` stands in ``group/some_name.py``.
LOOKS_AT: Final[Mapping[str, str]] = {
    "ids.duplicate": "",
    "pointers.dangling": "",
    "pointers.wrong-kind": "",
    "pointers.unknown-prefix": "",
    "pointers.prefix-mismatch": "",
    "pointers.missing-file": "",
    "pointers.forgotten-hash": "",
    "pointers.outside-project": "",
    "pointers.not-checked": "",
    "dates.order": "@notBefore @from @notBefore-iso @from-iso",
}
#: Those that depend on the habits of a project: they are off until selected.
SELECTED: Final = frozenset[str]()
