"""In: random content models.
Out: that both schemas accept the words that the ODD means, as a reading of its own has it."""

from __future__ import annotations

from functools import reduce
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from .support import NS, compiled, customisation, written

#: A content model as XML, and its meaning: the words of at most `LENGTH` letters that it accepts.
Words: TypeAlias = frozenset[str]
Model: TypeAlias = tuple[str, Words]

LENGTH = 3
NAMES = {"p": "a", "lb": "b", "hi": "c", "name": "d"}
WORDS = ["".join(word) for n in range(LENGTH + 1) for word in product("abcd", repeat=n)]
OCCURS = [(1, 1), (0, 1), (0, None), (1, None), (2, 3), (2, None)]


def then(first: Words, second: Words) -> Words:
    """The words of one followed by those of the other."""
    return frozenset(a + b for a in first for b in second if len(a + b) <= LENGTH)


def repeated(words: Words, least: int, most: int | None) -> Words:
    """The words, so many times; more than `LENGTH` times more add nothing new."""
    highest = least + LENGTH if most is None else most
    powers = [frozenset({""})]
    for _ in range(highest):
        powers.append(then(powers[-1], words))
    return frozenset().union(*powers[least:])


def occurring(model: Model, occurs: tuple[int, int | None]) -> Model:
    """A model that occurs as often as it says."""
    least, most = occurs
    limit = "unbounded" if most is None else str(most)
    xml = model[0].replace(" ", f' minOccurs="{least}" maxOccurs="{limit}" ', 1)
    return xml, repeated(model[1], least, most)


def with_occurrence(models: st.SearchStrategy[Model]) -> st.SearchStrategy[Model]:
    return st.tuples(models, st.sampled_from(OCCURS)).map(lambda pair: occurring(*pair))


LEAVES: list[Model] = [
    *((f'<elementRef key="{name}"/>', frozenset({letter})) for name, letter in NAMES.items()),
    ('<classRef key="model.phrase"/>', frozenset("cd")),
    ('<classRef key="model.nameLike" expand="sequenceOptional"/>', frozenset({"", "d"})),
    (
        '<classRef key="model.phrase" except="hi" expand="sequenceRepeatable"/>',
        frozenset({"d", "dd", "ddd"}),
    ),
    ('<classRef key="model.phrase" include="hi"/>', frozenset("c")),
]


def sequence(models: list[Model]) -> Model:
    start: Words = frozenset({""})
    words = reduce(then, (words for _, words in models), start)
    return f"<sequence >{''.join(xml for xml, _ in models)}</sequence>", words


def alternate(models: list[Model]) -> Model:
    words = frozenset().union(*(words for _, words in models))
    return f"<alternate >{''.join(xml for xml, _ in models)}</alternate>", words


def grown(inner: st.SearchStrategy[Model]) -> st.SearchStrategy[Model]:
    several = st.lists(inner, min_size=1, max_size=3)
    return with_occurrence(st.one_of(several.map(sequence), several.map(alternate)))


contents = st.recursive(with_occurrence(st.sampled_from(LEAVES)), grown, max_leaves=6)

SPEC = '<elementSpec ident="x%d" mode="add"><content>%s</content></elementSpec>'


def document(number: int, word: str) -> str:
    letters = {letter: name for name, letter in NAMES.items()}
    return f"<x{number} {NS}>{''.join(f'<{letters[letter]}/>' for letter in word)}</x{number}>"


@settings(max_examples=5)
@given(st.lists(contents, min_size=12, max_size=12))
def test_both_schemas_accept_what_the_content_model_means(models: list[Model]) -> None:
    specs = "".join(SPEC % (at, xml) for at, (xml, _) in enumerate(models))
    specs = f'all\n<elementSpec ident="persName" mode="delete"/>{specs}'
    start = " ".join(f"x{at}" for at in range(len(models)))
    pairs = [(at, word) for at in range(len(models)) for word in WORDS]
    documents = [document(at, word) for at, word in pairs]
    means = [word in models[at][1] for at, word in pairs]
    with TemporaryDirectory() as folder:
        schemas = written(Path(folder), compiled(Path(folder), customisation(specs, start=start)))
        assert schemas.jing(documents) == means
        xsd = schemas.libxml2(documents)
    assert all(found for found, wanted in zip(xsd, means, strict=True) if wanted)
    if "content" not in schemas.losses:
        assert xsd == means
