"""In: a regular expression from a file we do not trust. Out: whether it can run away.

Python tries the ways in which nested repetitions can share out a text one by one, so that a pattern
such as ``(a+)+b`` takes longer than a life on forty characters. Such patterns are told by their
form and are never run.
"""

from __future__ import annotations

import re

#: An escape, a class in brackets, a quantifier, a parenthesis, a bar, or any other character.
_PIECE = re.compile(
    r"\\[pP]\{[^}]*\}|\\.|\[(?:\\.|\[(?:\\.|[^\]])*\]|[^\]])*\]|\{\d*,?\d*\}|\(\?:|.", re.S
)


def is_safe_pattern(pattern: str) -> bool:
    """Does matching take a time that grows gently with the text?

    A group repeated without bound must not hold another unbounded repetition, nor alternatives that
    could match the same text: only single, different characters or properties (``\\p{L}|\\p{N}``)
    are taken as alternatives there.
    """
    pieces = _PIECE.findall(pattern)
    opened: list[int] = []
    for number, piece in enumerate(pieces):
        if piece in ("(", "(?:"):
            opened.append(number)
        elif piece == ")" and opened:
            start = opened.pop()
            following = pieces[number + 1] if number + 1 < len(pieces) else ""
            if _is_unbounded(following) and not _is_plain(pieces[start + 1 : number]):
                return False
    return True


def _is_unbounded(piece: str) -> bool:
    return piece in ("*", "+") or (piece.startswith("{") and piece.endswith(",}"))


def _is_plain(pieces: list[str]) -> bool:
    """Can the content of a repeated group match a text in one way only?"""
    if any(_is_unbounded(piece) for piece in pieces):
        return False
    if "|" not in pieces:
        return True
    alternatives = "\0".join(pieces).split("\0|\0")
    return len(set(alternatives)) == len(alternatives) and all(
        "\0" not in alternative and alternative[0] not in ".[(" for alternative in alternatives
    )
