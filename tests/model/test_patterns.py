"""Patterns that can run away are told from those that cannot."""

from __future__ import annotations

import pytest

from tei_tools.model.patterns import is_safe_pattern

SAFE = [
    r"([a-z0-9.\-]+)",
    r"(\p{L}|\p{N}|\p{P}|\p{S})+",
    r"[\d]+(\.[\d]+){0,2}",
    r"(ab)+c",
    r"a*b*",
    r"[(a+)+]b",
    r"\(a+\)+",
]
UNSAFE = [r"(a+)+b", r"(a|a)+b", r"(a|aa)*b", r"((a)+)*", r"(\w|[a-z])*b", r"(?:x*)*", r"(a{2,})+"]


@pytest.mark.parametrize("pattern", SAFE)
def test_harmless_pattern_is_used(pattern: str) -> None:
    assert is_safe_pattern(pattern)


@pytest.mark.parametrize("pattern", UNSAFE)
def test_runaway_pattern_is_refused(pattern: str) -> None:
    assert not is_safe_pattern(pattern)
