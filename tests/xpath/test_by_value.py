"""Which expressions see no more of the context node than its text."""

from __future__ import annotations

import pytest

from tei_tools.xpath import compile_expression
from tei_tools.xpath.by_value import sees_text_only


def sees(*texts: str) -> bool:
    """Of some variables ``$a``, ``$b``, … and a last expression."""
    trees = [
        compile_expression(text, namespaces={}, version="3.1", variables=tuple("abc")).tree
        for text in texts
    ]
    return sees_text_only(zip("abc", trees[:-1], strict=False), trees[-1:])


@pytest.mark.parametrize(
    "texts",
    [
        [". castable as xs:date"],
        ["matches(., 'a') and not(string-length() > 3)"],
        ["exists(id(substring(., 2), current())/@type)"],
        ["tokenize(normalize-space(.), ' ')", "empty($a[. = 'x'])"],
        ["//person/@xml:id", "every $p in tokenize(., ' ') satisfies $p = $a"],
        ["for $p in . return id($p)[local-name() = 'person']"],
        ["if (. = 'a') then . else 'b'", "$a = 'b'"],
        ["./string() = current()/string()"],
    ],
)
def test_what_sees_the_text_alone_is_known_to(texts: list[str]) -> None:
    assert sees(*texts)


@pytest.mark.parametrize(
    "texts",
    [
        ["../@type"],
        ["parent::note"],
        ["local-name() = 'when'"],
        ["name(.) = 'when'"],
        [".", "$a/.."],
        ["(., 'a')", "$a[..]"],
        ["if (true()) then . else ()", "exists($a/..)"],
        ["if (..) then 'a' else 'b'"],
        ["current()/@type"],
        ["for $p in . return $p/.."],
        [". is current()"],
        ["lang('en')"],
        ["generate-id()"],
        ["exists(.[ancestor::note])"],
        ["'a'[current()/..]"],
        ["id('x')[. = current()/..]"],
        ["exists(. intersect //@when)"],
        ["root()/*"],
        ["//@when", "count(. | $a) = count($a)"],
        ["//@when", "count((., $a)/.) = count($a)"],
        ["//@when", "count($a/(., current())) = count($a)"],
    ],
)
def test_what_may_see_more_is_not_taken_to_see_the_text_alone(texts: list[str]) -> None:
    assert not sees(*texts)
