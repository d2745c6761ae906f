"""In: a character. Out: whether names may begin with it, or have it (XML 1.0 §2.3).

The same stands here for regular expressions, as what comes between their brackets.
"""

from __future__ import annotations

from typing import Final

#: Characters beyond ASCII with which names may begin: first and last of each stretch.
NAME_STARTS = tuple(
    (chr(first), chr(last))
    for first, last in (
        (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D), (0x37F, 0x1FFF),
        (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF),
        (0xF900, 0xFDCF), (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
    )
)  # fmt: skip
#: The characters with which a name without a colon begins, and those that it has.
START: Final = "A-Z_a-z" + "".join(f"{first}-{last}" for first, last in NAME_STARTS)
CHARACTER: Final = rf"{START}0-9.\-\xb7\u0300-\u036f\u203f-\u2040"
#: A name without a colon, as a regular expression (Namespaces in XML 1.0 §3).
NCNAME: Final = f"[{START}][{CHARACTER}]*"
#: The same in the edition that RELAX NG cites: marks that combine with what is before begin none.
NCNAME_BEFORE: Final = rf"(?=[^\W\d]){NCNAME}"


def is_name_start(char: str) -> bool:
    """Whether a name may begin with a character (XML 1.0 §2.3, NameStartChar)."""
    if char < "\x80":
        return char.isalpha() or char in "_:"
    return any(first <= char <= last for first, last in NAME_STARTS)


def is_name_char(char: str) -> bool:
    """Whether a character may stand in a name (XML 1.0 §2.3, NameChar)."""
    if char < "\x80":
        return char.isalnum() or char in "_:-."
    return is_name_start(char) or char == "\xb7" or "\u0300" <= char <= "\u036f" or char in "‿⁀"
