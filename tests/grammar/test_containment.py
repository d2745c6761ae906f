"""Values compared: what is shown of datatypes holds of every text that is tried."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tei_tools.grammar import Grammar
from tei_tools.grammar.automaton import Automaton
from tei_tools.grammar.compare import Kind, compare
from tei_tools.grammar.compare.values import SAMPLES
from tei_tools.grammar.datatypes.languages import Language, TooLargeError, literal, separate
from tei_tools.grammar.datatypes.regex import compile_pattern

from .comparing import data, grammar, schema
from .test_datatypes import PIECES

WORDS = ["".join(word) for length in range(5) for word in product("abcd", repeat=length)]

#: Datatypes of which each is contained in the next; ``xsd:`` is left out.
CHAINS = [
    [data("NCName"), data("Name"), data("NMTOKEN"), data("NMTOKENS"), data("token")],
    [data("ID"), data("NCName"), data("QName"), data("string")],
    [data("language"), data("NCName"), data("anyURI")],
    [data("byte"), data("short"), data("int"), data("long"), data("integer"), data("decimal")],
    [data("unsignedByte"), data("nonNegativeInteger"), data("integer"), data("double")],
    [data("positiveInteger"), data("integer", minInclusive=1), data("nonNegativeInteger")],
    [data("integer", minExclusive=5), data("positiveInteger"), data("decimal", minInclusive=0)],
    [data("boolean"), data("token", pattern="true|false|1|0"), data("NMTOKEN")],
    [data("date", minInclusive="2000-01-01"), data("date"), data("token", pattern=r"\S+")],
    [data("token", length=2), data("token", minLength=1, maxLength=3), data("token", minLength=1)],
    [data("token", pattern=r"\p{Lu}"), data("token", pattern=r"\p{L}+"), data("token")],
    [data("decimal", fractionDigits=1), data("decimal", fractionDigits=2), data("decimal")],
    [data("integer"), data("decimal", fractionDigits=0), data("decimal")],
]
#: Datatypes that contain each other.
SAME = [
    (data("token"), data("string")),
    (data("float"), data("double")),
    (data("ID"), data("IDREF")),
    (data("token", pattern=r"\c+"), data("NMTOKEN")),
    (data("integer", minInclusive=0), data("nonNegativeInteger")),
    ("<value type='boolean'>1</value>", "<choice> <value>true</value> <value>1</value> </choice>"),
]


def values(content: str) -> Grammar:
    return grammar(schema(f'<attribute name="x">{content}</attribute>'))


@pytest.mark.parametrize("chain", CHAINS, ids=[chain[0] for chain in CHAINS])
def test_narrower_datatypes_are_in_wider_ones(chain: list[str]) -> None:
    for at, one in enumerate(chain):
        for other in chain[at + 1 :]:
            assert compare(values(one), values(other)).a_in_b, (one, other)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_datatypes_are_known_to_be_the_same(one: str, other: str) -> None:
    found = compare(values(one), values(other)).differences
    assert [each for each in found if each.kind is not Kind.ID] == []


KINDS = [
    *(data(name) for name in "string token language NCName NMTOKENS anyURI boolean".split()),
    *(data(name) for name in "decimal integer nonNegativeInteger byte double date gYear".split()),
    *(data(name) for name in "duration hexBinary base64Binary".split()),
    *(data("token", pattern=p) for p in (r"\S+", "[a-z]*", "[0-9]{1,3}", "a|b| a", ".{0,3}")),
    *(data(name, maxLength=2) for name in ("string", "token", "NMTOKEN", "NMTOKENS")),
    *(data("integer", **{name: 2}) for name in ("minInclusive", "maxExclusive", "totalDigits")),
    *("<value>a</value>", "<value type='string'>a</value>", "<value type='integer'>1</value>"),
    "<list><data type='token'/></list>",
    "<list><oneOrMore><data type='NCName'/></oneOrMore></list>",
    "<data type='token'><except><value>a</value><data type='integer'/></except></data>",
    "<data type='string'><except><value>a</value></except></data>",
    *("<empty/>", "<text/>"),
]
pairs = st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True).map(
    lambda kinds: kinds[0] if len(kinds) == 1 else f"<choice>{''.join(kinds)}</choice>"
)


def accepted(one: Grammar) -> set[str]:
    """The samples that the attribute may hold."""
    automaton, element = Automaton(lambda: one), etree.Element("r")
    state = automaton.opened(automaton.labels_of("r"))
    return {text for text in SAMPLES if automaton.attribute(state, "x", text, element)}


@settings(max_examples=200)
@given(pairs, pairs)
def test_what_is_shown_holds_of_every_sample(one: str, other: str) -> None:
    a, b = values(one), values(other)
    comparison = compare(a, b)
    in_a, in_b = accepted(a), accepted(b)
    assert not comparison.a_in_b or in_a <= in_b, in_a - in_b
    assert not comparison.b_in_a or in_b <= in_a, in_b - in_a
    for each in comparison.differences:
        mine, theirs = (in_a, in_b) if each.only == "A" else (in_b, in_a)
        assert not mine.intersection(theirs, each.texts), each


# --- patterns -----


@given(PIECES, PIECES)
def test_a_text_that_separates_patterns_matches_the_one_alone(one: str, other: str) -> None:
    text = separate(Language((one,)), (Language((other,)),))
    only = [word for word in WORDS if is_match(one, word) and not is_match(other, word)]
    if text is None:
        assert only == []
    else:
        assert is_match(one, text)
        assert not is_match(other, text)
        assert not only or len(text) <= len(only[0])


@given(PIECES, PIECES, PIECES)
def test_languages_are_intersected_and_have_exceptions(one: str, two: str, other: str) -> None:
    text = separate(Language((one, two), (Language((other,)),)), ())
    found = [w for w in WORDS if is_match(one, w) and is_match(two, w) and not is_match(other, w)]
    assert (text is None) <= (not found)
    assert text is None or (is_match(one, text) and is_match(two, text))
    assert text is None or not is_match(other, text)


def is_match(pattern: str, text: str) -> bool:
    return compile_pattern(pattern).matches(text)


@pytest.mark.parametrize(
    ("one", "other", "text"),
    [
        (r"\i\c*", r"[\i-[:]][\c-[:]]*", ":"),
        (r"\p{L}+", r"[^\p{C}\p{Z}]+", None),
        (r"\p{Lu}\p{Ll}*", r"[A-Z][a-z]*", "À"),
        (r"\d", "[0-9]", "٠"),
        (r"[^ \t\r\n]+", r"\S+", None),
        (".", r"[^\n]", None),
        (r"\w+", r"[^\p{P}\p{Z}\p{C}]+", None),
    ],
)
def test_classes_of_characters_are_compared_over_all_of_unicode(
    one: str, other: str, text: str | None
) -> None:
    assert separate(Language((one,)), (Language((other,)),)) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8))
def test_a_literal_matches_itself_alone(text: str) -> None:
    assert separate(Language((literal(text),)), ()) == text


def test_patterns_that_are_too_large_are_not_compared() -> None:
    with pytest.raises(TooLargeError):
        separate(Language(("(a|b)*a(a|b){20}",)), (Language(("(a|b)*b(a|b){18}",)),))
    with pytest.raises(TooLargeError):
        separate(Language((r"\p{IsGreek}",)), (Language((r"\p{L}",)),))
