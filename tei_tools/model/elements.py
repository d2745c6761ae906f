"""In: a tree. Out: those of its elements that many ask for; libxml2 looks for them."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

_WITH_IDS: Final = etree.XPath("descendant-or-self::*[@xml:id]")


def with_ids(root: etree._Element) -> list[etree._Element]:
    """The elements that have an ``xml:id``, in document order."""
    found: Any = _WITH_IDS(root)
    return list(found)
