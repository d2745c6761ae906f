"""Wrong values are taken for what they are; what is not sure is not guessed."""

from __future__ import annotations

import pytest

from tei_tools.model.corrections import as_date, corrections, why_no_date

DATES = {
    "25.12.1922": "1922-12-25",
    "25. 12. 1922": "1922-12-25",
    "1922-12-5": "1922-12-05",
    "1922/12/25": "1922-12-25",
    "19221225": "1922-12-25",
    "25/12/1922": "1922-12-25",
    "12/25/1922": "1922-12-25",
    "25 December 1922": "1922-12-25",
    "December 25th, 1922": "1922-12-25",
    "25 dec. 1922": "1922-12-25",
    "Dec 1922": "1922-12",
    "12.1922": "1922-12",
    "3/4/1922": "",  # April or March
    "31.2.1922": "",
    "25.13.1922": "",
    "Ju 1922": "",  # June or July
    "22": "",
    "c. 1922": "",
    "soon": "",
}


@pytest.mark.parametrize(("written", "meant"), DATES.items())
def test_date_is_read_as_people_write_it(written: str, meant: str) -> None:
    assert as_date(written) == meant


WHY = {
    "1922-13-01": "there is no month 13",
    "1922-00": "there is no month 00",
    "1923-02-29": "February 1923 has 28 days",
    "1924-02-30": "February 1924 has 29 days",
    "1922-11-31": "November 1922 has 30 days",
    "1922-12-25/1922-12-26": "this is a range",
    "1922–1923": "this is a range",
    "25.12.1922 - 26.12.1922": "this is a range",
    "1922-12-25": "",
    "1924-02-29": "",
    "either/or": "",
    "": "",
}


@pytest.mark.parametrize(("written", "why"), WHY.items())
def test_what_is_no_date_is_told_why(written: str, why: str) -> None:
    assert why_no_date(written) == why


def test_words_are_joined_only_where_one_is_wanted() -> None:
    assert "key-word" in corrections("key  word", is_name=True)
    assert "key-word" not in corrections("key word")


def test_white_space_of_other_kinds_is_taken_out() -> None:
    assert next(corrections("\N{NO-BREAK SPACE}dictation\n ")) == "dictation"


def test_leap_years_of_any_length_are_known() -> None:
    year = "1" * 5_000
    assert why_no_date(f"{year}12-02-29") == ""
    assert why_no_date(f"{year}13-02-29") == f"February {year}13 has 28 days"
