"""Each of a thousand expressions has the value that Saxon gives it, on a dozen documents."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.xpath.documents import SAMPLES
from tests.xpath.saxon import Ours, Saxon

_LINES: Final = (Path(__file__).parent / "expressions.txt").read_text("utf-8").splitlines()
#: ``⏎`` stands for a line break.
EXPRESSIONS: Final = [line.replace("⏎", "\n") for line in _LINES if line and line[0] != "#"]

#: Where Saxon is not right, or free to choose.
_OF_INTEGERS: Final = "Saxon: a quotient of integers that is whole is an xs:integer; spec: decimal"
DIFFERENT: Final = {
    "6 div 2": _OF_INTEGERS,
    "10 div 2 div 5": _OF_INTEGERS,
    "avg((1, 2, 3))": _OF_INTEGERS,
    "lower-case('AÉΣ')": "Saxon: the last sigma of a word is as any; Unicode: it is a final one",
}
#: Errors that Saxon tells before it evaluates; we tell them where they are met.
EARLY: Final = ("//b[(1, 2)]",)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_expression_has_the_value_that_saxon_gives_it(name: str) -> None:
    text, nodes = SAMPLES[name]
    saxon, ours = Saxon(text), Ours(text)
    wrong = []
    for place, expression in enumerate(EXPRESSIONS):
        if expression in DIFFERENT:
            continue
        for path in nodes if name == "mixed" else (nodes[place % len(nodes)],):
            expected = saxon.evaluate(expression, path)
            found = ours.evaluate(expression, ours.at(path))
            if expected == "error" and expression in EARLY:
                continue
            if found != expected:
                wrong.append(f"{expression} at {path}: {found}, Saxon: {expected}")
    assert not wrong, "\n".join(wrong)


def test_the_table_of_differences_names_nothing_that_is_the_same() -> None:
    text, _ = SAMPLES["mixed"]
    saxon, ours = Saxon(text), Ours(text)
    for expression in DIFFERENT:
        assert saxon.evaluate(expression, "/a") != ours.evaluate(expression, ours.at("/a"))
