"""In: nothing. Out: what is said of an expression that is wrong, or cannot be evaluated."""

from __future__ import annotations


class XPathError(Exception):
    """An expression that is no XPath, or has no value here.

    Attributes:
        code: of the XPath specification, such as ``XPST0017`` (no such function); ``TEIX0001`` for
            what is beyond the bounds of this program, ``TEIX0002`` for what it cannot do.
        cause: one sentence in an editor's words.
    """

    def __init__(self, code: str, cause: str) -> None:
        super().__init__(cause)
        self.code = code
        self.cause = cause
