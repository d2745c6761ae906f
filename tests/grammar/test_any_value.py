"""Whatever a text or a facet says, a datatype has an answer: a value, none, or an error."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tei_tools.grammar.datatypes import XSD_LIBRARY, DatatypeError, datatype
from tei_tools.grammar.datatypes.regex import PatternError, compile_pattern

NAMES = (
    "string normalizedString token language Name NCName NMTOKEN NMTOKENS ID IDREF IDREFS ENTITY "
    "ENTITIES QName NOTATION anyURI boolean decimal integer long int short byte unsignedLong "
    "positiveInteger negativeInteger nonNegativeInteger float double hexBinary base64Binary "
    "duration dateTime date time gYearMonth gYear gMonthDay gMonth gDay"
).split()
FACETS = (
    "length minLength maxLength pattern minInclusive maxInclusive minExclusive maxExclusive "
    "totalDigits fractionDigits whiteSpace enumeration"
).split()

#: What values are made of; a piece may come many times.
pieces = st.one_of(
    st.sampled_from("0 9 - + . : e E P Y M D T H S Z INF NaN # % / ٣ ² é true AA== = a".split()),
    st.characters(codec="utf-8"),
)
texts = st.lists(
    st.builds(lambda piece, times: piece * times, pieces, st.sampled_from((1, 1, 1, 2, 10, 5000))),
    max_size=8,
).map("".join)
pattern_pieces = st.sampled_from(
    [*"ab.()[]{}*+?|^-,\\", "{2,5}", "{999999}", r"\p{Lu}", r"\i", "[^", "-[", r"\p{IsGreek}"]
)


@given(st.sampled_from(NAMES), texts, st.sampled_from(FACETS), texts)
@example("time", "00:00:00", "maxInclusive", f"00:00:00.{'9' * 5000}")
@example("duration", f"P{'9' * 9}Y", "maxInclusive", "P999999999Y")
@example("integer", "9" * 5000, "totalDigits", "9" * 5000)
def test_any_text_has_a_verdict(name: str, text: str, facet: str, bound: str) -> None:
    try:
        kind = datatype(XSD_LIBRARY, name, ((facet, bound),))
        kind.check()
    except DatatypeError:
        kind = datatype(XSD_LIBRARY, name)
    assert kind.allows(text, {}) is (kind.value(text, {}) is not None)
    assert kind.why(text)


@given(st.lists(pattern_pieces, max_size=12).map("".join), st.text("ab(é", max_size=8))
def test_any_pattern_is_compiled_or_refused(pattern: str, text: str) -> None:
    try:
        compiled = compile_pattern(pattern)
    except PatternError:
        return
    assert compiled.matches(text) in (True, False)
