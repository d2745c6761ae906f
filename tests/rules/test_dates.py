"""Words and values of dates agree where they can mean the same day, in whatever calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tei_tools.model.draft import told
from tei_tools.model.finding import Finding
from tei_tools.read import read_document
from tei_tools.rules import check_rules
from tei_tools.rules.dates.calendars import gregorian, weekday
from tei_tools.rules.dates.notation import why_no_iso
from tests.rules.examples import document_of

TODAY = date(2026, 1, 15)


def findings(example: str, group: str = "dates.") -> list[Finding]:
    document = read_document(Path("letter.xml"), data=document_of(example).encode())
    drafts = check_rules(document, lambda code: code.startswith(group), today=TODAY)
    return [each for each in told(document, drafts) if each.code not in ("dates.circa",)]


AGREE = [
    'when="1922-12-25">25 December 1922',
    'when="1922-12-25">December 25',
    'when="1922-12">25 December 1922',
    'when="1922">25 December',
    'when="1922-12-25">25.XII.22',
    'when="1922-12-25T18:30:00">25 December 1922',
    'when="1922-04-03">3.4.1922',
    'when="1922-03-04">3.4.1922',
    'from="1922-12-23" to="1922-12-25">23–25 December 1922',
    'from="1922-12-23" to="1923-01-04">23 December – 4 January 1923',
    'from="1922" to="1923">1922–23',
    'notBefore="1920" notAfter="1925">between 1920 and 1925',
    'notBefore="1922-12-01" notAfter="1922-12-31">December 1922',
    'notBefore="1922-12-20">25 December 1922',
    'from="1922-12-23" to="1923-01-04">December 1922',
    'when="1917-11-07" calendar="#julian">25 October 1917',
    'when="1917-11-07">25 October 1917 (O.S.)',
    'when="1917-11-07">25 October/7 November 1917',
    'when="1917-11-07">25 October (7 November) 1917',
    'when="1492-10-12" calendar="#julian">12 October 1492',
    'when="1492-10-21" calendar="#julian">12 October 1492',
    'when="1712-02-11">11 February 1711/12',
    'when="1711-02-11">11 February 1711/12',
    'when="1922-12-25">Monday, 25 December 1922',
    'when="1922-12-25">Montag, den 25. Dezember',
    'when="1922-12-24">Christmas Eve',
    'when="1922-12-25">23–25 December 1922',
    'when="1922-12-25"><choice><sic>25 Decembr 1923</sic><corr>25 December 1922</corr></choice>',
    'when="1922-12-25">25<note>or 24</note> December 1922',
    'when="1922-12-25">25 <del>November</del> December 1922',
]


@pytest.mark.parametrize("start", AGREE)
def test_words_that_can_mean_the_value_are_silent(start: str) -> None:
    assert findings(f"<p><date {start}</date></p>") == []


MEANT_JULIAN = "did you mean `1917-11-07`?"
SAY_JULIAN = "if the words are Julian, say so with @calendar"
ROUND = "change one of them, or both round"
DISAGREE = [
    ('when="1922-12-24">25 December 1922', "dates.words", "did you mean `1922-12-25`?"),
    ('when="1923-12-25">25 December 1922', "dates.words", "did you mean `1922-12-25`?"),
    ('when="1922-11-25">25. Dezember 1922', "dates.words", "did you mean `1922-12-25`?"),
    ('when="1922-11-25">25. Dezember', "dates.words", ""),
    ('when="1922-12-24">25.XII.22', "dates.words", ""),
    ('when="1922-12">25 November 1922', "dates.words", "did you mean `1922-11-25`?"),
    ('when="1922">25 November 1923', "dates.words", "did you mean `1923-11-25`?"),
    ('from="1922-12-23" to="1922-12-26">23–25 December 1922', "dates.words", ""),
    ('from="1922-12-24" to="1922-12-25">23–25 December 1922', "dates.words", ""),
    ('notBefore="1922-12-26">25 December 1922', "dates.words", "did you mean `1922-12-25`?"),
    ('notBefore="1920" notAfter="1925">1926', "dates.words", ""),
    ('when="1917-10-25" calendar="#j.julian">25 October 1917', "dates.words", MEANT_JULIAN),
    ('when="1917-11-07">25 October 1917', "dates.words", SAY_JULIAN),
    ('when="1922-12-25">Tuesday, 25 December 1922', "dates.weekday", ""),
    ('when="1922-12-25">Dienstag, den 25. Dezember', "dates.weekday", ""),
    ('notBefore="1923" notAfter="1922-12">about New Year', "dates.order", ROUND),
    ('from="1922-12-25" to="1922-12-24">Christmas', "dates.order", ROUND),
    ('from="-0043" to="-0044">the war', "dates.order", ROUND),
    ('when="1922" notAfter="1923">then', "dates.exclusive", "keep the one that is meant"),
    ('when-iso="1922-W54">a week', "dates.iso", ""),
]  # fmt: skip


@pytest.mark.parametrize(("start", "code", "suggestion"), DISAGREE)
def test_words_that_cannot_mean_the_value_are_told_once(
    start: str, code: str, suggestion: str
) -> None:
    (finding,) = findings(f"<p><date {start}</date></p>")
    assert (finding.code, finding.suggestion) == (code, suggestion)


JULIAN = [
    ((1917, 10, 25), (1917, 11, 7)),
    ((1582, 10, 5), (1582, 10, 15)),
    ((1700, 2, 29), (1700, 3, 11)),
    ((1900, 2, 28), (1900, 3, 12)),
    ((1900, 2, 29), (1900, 3, 13)),
    ((200, 3, 1), (200, 3, 1)),
]


@pytest.mark.parametrize(("julian", "day"), JULIAN)
def test_julian_days_are_gregorian_ones(
    julian: tuple[int, int, int], day: tuple[int, int, int]
) -> None:
    assert gregorian(julian) == day


def test_days_of_the_week_are_those_of_the_standard_library() -> None:
    for ordinal in range(1, 1_200_000, 997):
        day = date.fromordinal(ordinal)
        assert weekday((day.year, day.month, day.day)) == day.weekday()


ISO = (
    "1922 1922-12 1922-12-25 19221225 1922-359 1922359 1922-W52 1922-W52-1 1922W521 19 192 "
    "1922-12-25T18:30 1922-12-25T18:30:00Z 1922-12-25T183000+0100 T18:30 18:30 +001922-12-25 "
    "P3M P1Y2M10DT2H30M P2W 1922-12-23/1923-01-04 1922-12-23/P3D P3D/1922-12-23 R5/1922/1923 "
    "1922-12-24/25 1922/.. ../1922 1922/ /1922 1922? 1922~ 1922-12% 192X 19XX 1922-XX 1922-12-XX "
    "1922-21 1922-24 Y170000002 -0043 [1922,1923] {1922..1924} [..1922] [1922-12..] 1922?-12-~25 "
    "--12-25 1924-02-29 1924-366"
).split()
NO_ISO = (
    "1922-13 1922-02-29 1922-12-32 19221232 1922-366 1922-W54 1922-W52-8 1922-12-25T25:00 "
    "1922/13/01 25.12.1922 December 1922-12-25T18:61 1922-00-01 P 1922-1-1 [1922,1922-13] "
    "1923-02-29/1923-03 22-12-25"
).split()


@pytest.mark.parametrize("value", ISO)
def test_iso_8601_and_edtf_are_known(value: str) -> None:
    assert why_no_iso(value) == ""


@pytest.mark.parametrize("value", NO_ISO)
def test_what_is_no_iso_8601_is_told_why(value: str) -> None:
    assert why_no_iso(value)
