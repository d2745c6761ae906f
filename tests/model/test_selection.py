"""What is told of codes that are selected, ignored, or weigh something else."""

from __future__ import annotations

import pytest

from tei_tools.model.finding import Severity
from tei_tools.model.selection import Layer, Selection, names_in

ON, OFF = "dates.order", "notes.called"  # the second is off by default

#: The layers, weakest first, and whether each of the two is told.
CASES: dict[str, tuple[tuple[Layer, ...], bool, bool]] = {
    "nothing is asked for": ((), True, False),
    "a group is selected": ((Layer(select=("dates",)),), True, False),
    "another group is selected": ((Layer(select=("notes",)),), False, True),
    "a code is selected": ((Layer(select=("notes.called",)),), False, True),
    "the beginning of a code is no group": ((Layer(select=("date", "notes.call")),), False, False),
    "all is selected": ((Layer(select=("ALL",)),), True, True),
    "what is told anyway, and more": ((Layer(select=("DEFAULT", "notes")),), True, True),
    "a group is ignored": ((Layer(ignore=("dates",)),), False, False),
    "all is ignored": ((Layer(ignore=("ALL",)),), False, False),
    "all but a group": ((Layer(select=("ALL",), ignore=("notes",)),), True, False),
    "a group but for a code": ((Layer(select=("dates",), ignore=("dates.order",)),), False, False),
    "a code of an ignored group": (
        (Layer(select=("dates.order",), ignore=("dates",)),), True, False,
    ),
    "selected and ignored": ((Layer(select=("dates",), ignore=("dates",)),), False, False),
    "the user selects what the project ignores": (
        (Layer(ignore=("dates",)), Layer(select=("dates",))), True, False,
    ),
    "the user selects a group of which the project ignores a code": (
        (Layer(ignore=("dates.order",)), Layer(select=("dates",))), False, False,
    ),
    "the user's selection is in place of the project's": (
        (Layer(select=("notes",)), Layer(select=("dates",))), True, False,
    ),
    "the user's selection is added to the project's": (
        (Layer(select=("notes",)), Layer(select=("DEFAULT", "dates"))), True, True,
    ),
    "a file's settings ignore what the project selects": (
        (Layer(select=("ALL",)), Layer(ignore=("notes",))), True, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_told_when(case: str) -> None:
    layers, on, off = CASES[case]
    selection = Selection(layers)
    assert selection.has(ON) is on
    assert selection.has(OFF, is_default=False) is off


@pytest.mark.parametrize("code", ["xml.not-well-formed", "tei.not-tei", "findings.more"])
def test_that_a_file_could_not_be_checked_is_told_unless_it_is_ignored(code: str) -> None:
    assert Selection((Layer(select=("dates",)),)).has(code)
    assert not Selection((Layer(ignore=(code,)),)).has(code)
    assert not Selection((Layer(ignore=("ALL",)),)).has(code)


def test_only_a_name_or_a_group_names_a_rule() -> None:
    assert Selection((Layer(select=("notes",)),)).names(OFF)
    assert not Selection((Layer(select=("ALL",)),)).names(OFF)
    assert not Selection((Layer(select=("notes",), ignore=(OFF,)),)).names(OFF)


def test_severity_is_that_of_the_longest_name_then_of_the_nearest_layer() -> None:
    info, warning = Severity.INFO, Severity.WARNING
    selection = Selection(
        (
            Layer(severity=(("dates", info), ("dates.order", warning), ("ids", info))),
            Layer(severity=(("ids", warning),)),
        )
    )
    assert selection.severity_of("dates.order", Severity.ERROR) is warning
    assert selection.severity_of("dates.future", Severity.ERROR) is info
    assert selection.severity_of("ids.duplicate", Severity.ERROR) is warning
    assert selection.severity_of("xml.empty", Severity.ERROR) is Severity.ERROR


def test_names_are_parted_by_commas_or_spaces() -> None:
    assert names_in(["a.b,c", "d e", ""]) == ("a.b", "c", "d", "e")


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (Layer(), True),
        (Layer(select=("grammar",)), False),
        (Layer(select=("schematron",)), True),
        (Layer(select=("schematron.dates.words",)), True),
        (Layer(ignore=("schematron",)), False),
        (Layer(ignore=("schematron.dates.words",)), True),
    ],
)
def test_a_group_of_which_nothing_can_be_told_is_known(layer: Layer, *, expected: bool) -> None:
    assert Selection((layer,)).may_have("schematron") is expected
