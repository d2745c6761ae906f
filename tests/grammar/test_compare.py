"""Two grammars compared: cases with known answers, and random ones that documents bear out."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from tei_tools import SchemaError, read_document
from tei_tools.grammar import Automaton, Grammar, GrammarSchema
from tei_tools.grammar.compare import Comparison, compare
from tests.oracles import jing

from .compare_cases import CASES, Case
from .comparing import NS, data, grammar, said, schema
from .random_grammars import document, schemas

#: For each sign in the cases, whether A is in B, and B in A.
VERDICTS = {
    "=": (True, True),
    "<": (True, False),
    ">": (False, True),
    "<>": (False, False),
    "? ?": (None, None),
    "? yes": (None, True),
    "? no": (None, False),
}
#: jing wants ids and attributes of any name kept apart, though they stand in schemas apart.
NOT_FOR_JING = {"ids"}


def is_valid(one: Grammar, text: str) -> bool:
    schema = GrammarSchema(Path("schema.rng"), "schema.rng", Automaton(lambda: one))
    return schema.is_valid(read_document("-", data=text.encode()))


def examples(comparison: Comparison) -> list[tuple[str, str]]:
    """The documents that show differences, and which schema accepts them."""
    found = [(each.only, each.document()) for each in comparison.differences]
    return [(o, etree.tostring(d, encoding="unicode")) for o, d in found if d is not None]


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_what_is_said_of_two_schemas(case: Case) -> None:
    a, b = grammar(schema(case.a)), grammar(schema(case.b))
    comparison = compare(a, b)
    assert tuple(said(comparison)) == case.lines
    assert (comparison.a_in_b, comparison.b_in_a) == VERDICTS[case.verdict]
    documents = examples(comparison)
    assert len(documents) == sum(not each.reason for each in comparison.differences)
    for only, text in documents:
        assert (is_valid(a, text), is_valid(b, text)) == (only == "A", only == "B"), text


def test_a_difference_may_have_no_document_that_can_be_guessed() -> None:
    hard = data("double", minExclusive="1e300", maxExclusive="1e301")
    comparison = compare(grammar(schema(f"@x? {hard}")), grammar(schema(hard)))
    assert said(comparison) == ["A r attribute (x): with @x"]
    assert comparison.differences[0].document() is None


def verdicts_of_jing(
    schemas: list[str], documents: list[tuple[int, str]], folder: Path
) -> list[bool]:
    """Whether documents are valid under the schema of their number, by a single run of jing."""
    inside = "".join(f'<element name="s{at}">{text}</element>' for at, text in enumerate(schemas))
    (folder / "schema.rng").write_text(f"<choice {NS}>{inside}</choice>", encoding="utf-8")
    files = []
    for number, (at, text) in enumerate(documents):
        files.append(folder / f"{number}.xml")
        files[-1].write_text(f"<s{at}>{text}</s{at}>", encoding="utf-8")
    found = jing(folder / "schema.rng", files)
    return [not found[file.resolve()] for file in files]


def wrong_for_jing(pairs: list[tuple[str, str]], folder: Path) -> list[str]:
    """The examples of differences between pairs of schemas that jing judges in another way."""
    shown = [
        (at, only, text)
        for at, (a, b) in enumerate(pairs)
        for only, text in examples(compare(grammar(a), grammar(b)))
    ]
    assert len(shown) > 50
    documents = [(at, text) for at, _, text in shown]
    of_a = verdicts_of_jing([a for a, _ in pairs], documents, folder)
    of_b = verdicts_of_jing([b for _, b in pairs], documents, folder)
    return [
        f"{pairs[at]}: {text}"
        for (at, only, text), in_a, in_b in zip(shown, of_a, of_b, strict=True)
        if (in_a, in_b) != (only == "A", only == "B")
    ]


def test_jing_bears_out_the_cases(tmp_path: Path) -> None:
    cases = [case for case in CASES if case.title not in NOT_FOR_JING]
    assert wrong_for_jing([(schema(case.a), schema(case.b)) for case in cases], tmp_path) == []


def test_jing_bears_out_random_schemas(tmp_path: Path) -> None:
    pairs: list[tuple[str, str]] = []

    @settings(max_examples=300, database=None)
    @given(schemas())
    def collect(pair: tuple[str, str]) -> None:
        if all(map(is_correct, pair)):
            pairs.append(pair)

    collect()
    assert wrong_for_jing(pairs, tmp_path) == []


def is_correct(text: str) -> bool:
    try:
        grammar(text)
    except SchemaError:
        return False
    return True


@settings(max_examples=300)
@given(schemas(), st.randoms(use_true_random=False))
def test_no_document_contradicts_a_comparison(pair: tuple[str, str], chance: Random) -> None:
    """Documents are drawn from both schemas, and judged by the automaton that reads documents."""
    assume(all(map(is_correct, pair)))
    a, b = map(grammar, pair)
    comparison = compare(a, b)
    drawn = [document(each, chance) for each in (a, b) for _ in range(8)]
    for text in filter(None, drawn):
        in_a, in_b = is_valid(a, text), is_valid(b, text)
        assert in_a or in_b, text
        assert not (in_a and not in_b and comparison.a_in_b), text
        assert not (in_b and not in_a and comparison.b_in_a), text
    for only, text in examples(comparison):
        assert (is_valid(a, text), is_valid(b, text)) == (only == "A", only == "B"), text
