"""In: addresses as files have them. Out: which of them a page may link to, and how."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

#: Schemes that a page may link to.
SAFE: Final = frozenset({"http", "https", "mailto"})


def checked(uri: str) -> str:
    """An address with its odd characters escaped; empty when it is none."""
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port  # what is no number is no port
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and not host:
        return ""
    return quote(uri, safe="%/:=&?~#+!$,;'@()*[]")
