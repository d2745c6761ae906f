"""In: random content models.
Out: that both schemas accept the words that the ODD means, as a reading of its own has it."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from .support import NS, compiled, customisation, written

NAMES = {"p": "a", "lb": "b", "hi": "c", "name": "d"}

WORDS = ["".join(word) for length in range(4) for word in product("abcd", repeat=length)]

OCCURS = [(1, 1), (0, 1), (0, None), (1, None), (2, 3), (2, None)]


def occurring(node: tuple[str, str], occurs: tuple[int, int | None]) -> tuple[str, str]:
    """A node, as XML and as a pattern of `re`, repeated."""
    least, most = occurs
    limit = "unbounded" if most is None else str(most)
    xml = node[0].replace(" ", f' minOccurs="{least}" maxOccurs="{limit}" ', 1)
    return xml, f"(?:{node[1]}){{{least},{'' if most is None else most}}}"


elements = st.sampled_from(
    [(f'<elementRef key="{name}"/>', letter) for name, letter in NAMES.items()]
)
classes = st.sampled_from(
    [
        ('<classRef key="model.phrase"/>', "[cd]"),
        ('<classRef key="model.nameLike" expand="sequenceOptional"/>', "d?"),
        ('<classRef key="model.phrase" except="hi" expand="sequenceRepeatable"/>', "d+"),
        ('<classRef key="model.phrase" include="hi"/>', "c"),
    ]
)


def grown(inner: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str]]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        several.map(
            lambda items: (
                f"<sequence >{''.join(xml for xml, _ in items)}</sequence>",
                "".join(f"(?:{pattern})" for _, pattern in items),
            )
        ),
        several.map(
            lambda items: (
                f"<alternate >{''.join(xml for xml, _ in items)}</alternate>",
                "|".join(f"(?:{pattern})" for _, pattern in items),
            )
        ),
    ).flatmap(lambda node: st.sampled_from(OCCURS).map(lambda occurs: occurring(node, occurs)))


leaf = st.one_of(elements, classes).flatmap(
    lambda node: st.sampled_from(OCCURS).map(lambda occurs: occurring(node, occurs))
)
contents = st.recursive(leaf, grown, max_leaves=6)

SPEC = '<elementSpec ident="x%d" mode="add"><content>%s</content></elementSpec>'


def document(number: int, word: str) -> str:
    letters = {letter: name for name, letter in NAMES.items()}
    return f"<x{number} {NS}>{''.join(f'<{letters[letter]}/>' for letter in word)}</x{number}>"


@settings(max_examples=60, deadline=None)
@given(st.lists(contents, min_size=12, max_size=12))
def test_both_schemas_accept_what_the_content_model_means(models: list[tuple[str, str]]) -> None:
    specs = "".join(SPEC % (at, xml) for at, (xml, _) in enumerate(models))
    specs = f'all\n<elementSpec ident="persName" mode="delete"/>{specs}'
    start = " ".join(f"x{at}" for at in range(len(models)))
    patterns = [re.compile(pattern) for _, pattern in models]
    pairs = [(at, word) for at in range(len(models)) for word in WORDS]
    documents = [document(at, word) for at, word in pairs]
    means = [patterns[at].fullmatch(word) is not None for at, word in pairs]
    with TemporaryDirectory() as folder:
        schemas = written(Path(folder), compiled(Path(folder), customisation(specs, start=start)))
        assert schemas.jing(documents) == means
        xsd = schemas.libxml2(documents)
        assert xsd == schemas.xmlschema(documents)
    assert all(found for found, wanted in zip(xsd, means, strict=True) if wanted)
    if "content" not in schemas.losses:
        assert xsd == means
