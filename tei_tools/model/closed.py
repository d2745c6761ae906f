"""In: the bytes of an XML file. Out: the same, but for the address of the DTD in another file.

With ``collect_ids=False`` libxml2 reads the DTD that a DOCTYPE names, whatever ``load_dtd`` says:
so the address is taken away before. Spaces stand there instead, so that no place changes.
"""

from __future__ import annotations

import re

from .positions import encoding_of

#: What may stand before a DOCTYPE, and the address in it (XML 1.0, 2.8).
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s++|<!--.*?-->|<\?.*?\?>)*+", re.S)
_QUOTED = rb"\s+(?:\"[^\"]*\"|'[^']*')"
_ADDRESS = re.compile(
    rb"<!DOCTYPE\s+[^\s\[>]+\s+(SYSTEM" + _QUOTED + rb"|PUBLIC" + _QUOTED + _QUOTED + rb")"
)


_ENOUGH = re.compile(rb"<(?:[^!?]|!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*[\[>])")


def is_enough(data: bytes) -> bool:
    """Whether the beginning of a file has in it all that `closed` looks at."""
    before = _BEFORE.match(data)
    return _ENOUGH.match(data, before.end() if before else 0) is not None


def closed(data: bytes) -> bytes:
    """A file, or its beginning as far as the root element, without the address of its DTD."""
    encoding = encoding_of(data)
    if not encoding.startswith(("utf-16", "utf-32")):
        return _closed(data)
    text = data.decode(encoding, errors="replace")
    if "<!DOCTYPE" not in text:
        return data
    return _closed(text.encode("utf-8", "replace")).decode().encode(encoding)


def _closed(data: bytes) -> bytes:
    before = _BEFORE.match(data)
    address = _ADDRESS.match(data, before.end() if before else 0)
    if address is None:
        return data
    first, end = address.span(1)
    return data[:first] + re.sub(rb"[^\r\n]", b" ", address[1]) + data[end:]
