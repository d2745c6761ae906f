"""Dates in words mean what readers take them to mean; what is not understood means nothing."""

from __future__ import annotations

import pytest

from tei_tools.rules.dates.phrases import Reading, read_phrase

#: A phrase, and what it may mean: year-month-day, ``-`` for what it does not say; ``a..b`` is a
#: span, ``a|b`` are two possibilities, ``'22`` the end of a year.
PHRASES = """
25 December 1922 = 1922-12-25
December 25, 1922 = 1922-12-25
December 25th, 1922 = 1922-12-25
25th December 1922 = 1922-12-25
the 25th of December, 1922 = 1922-12-25
on the 25th day of December 1922 = 1922-12-25
25 Dec. 1922 = 1922-12-25
25 Dec 1922 = 1922-12-25
Dec. 25, 1922 = 1922-12-25
Dec 25 1922 = 1922-12-25
DECEMBER 25, 1922 = 1922-12-25
1922 December 25 = 1922-12-25
1922-12-25 = 1922-12-25
25.12.1922 = 1922-12-25
25. 12. 1922 = 1922-12-25
25/12/1922 = 1922-12-25
12/25/1922 = 1922-12-25
25-12-1922 = 1922-12-25
3.4.1922 = 1922-04-03|1922-03-04
25.XII.1922 = 1922-12-25
25. XII. 1922 = 1922-12-25
25/XII/1922 = 1922-12-25
25 XII 1922 = 1922-12-25
1.I.1923 = 1923-01-01
4. IV. 1871 = 1871-04-04
9.IX.1850 = 1850-09-09
25.XII.22 = '22-12-25
25. December = --12-25
December 25 = --12-25|'25-12-
Dec. 25 = --12-25|'25-12-
24th Dec. = --12-24
Sept. 3 = --09-03|'03-09-
the 3rd of Sept. = --09-03
1st May 1848 = 1848-05-01
2nd of May, 1848 = 1848-05-02
3rd May 1848 = 1848-05-03
May 22nd, 1848 = 1848-05-22
the first of May 1848 = 1848-05-01
the twenty-fifth of December = --12-25
the twenty-first of January 1793 = 1793-01-21
the thirtieth of January 1649 = 1649-01-30
the Twelfth of July 1690 = 1690-07-12
December 1922 = 1922-12-
Dec. 1922 = 1922-12-
in December, 1922 = 1922-12-
in the year 1922 = 1922--
December = --12-
1922 = 1922--
A.D. 1066 = 1066--
anno 1525 = 1525--
25. Dezember 1922 = 1922-12-25
25. Dez. 1922 = 1922-12-25
den 25. Dezember 1922 = 1922-12-25
am 25. Dezember 1922 = 1922-12-25
vom 25. Dezember 1922 = 1922-12-25
d. 25. Dez. 1922 = 1922-12-25
am 25sten Dezember 1922 = 1922-12-25
den 25ten Decbr. 1822 = 1822-12-25
am fünfundzwanzigsten Dezember 1922 = 1922-12-25
am ersten Mai 1848 = 1848-05-01
der dritte März 1848 = 1848-03-03
am einunddreißigsten Januar 1799 = 1799-01-31
3. März 1848 = 1848-03-03
3. Maerz 1848 = 1848-03-03
3. Mrz. 1848 = 1848-03-03
12. Jänner 1848 = 1848-01-12
12. Jenner 1799 = 1799-01-12
2. Feber 1848 = 1848-02-02
5. May 1789 = 1789-05-05
6. Juny 1789 = 1789-06-06
7. July 1789 = 1789-07-07
13. 7bris 1780 = 1780-09-13
4. 8ber 1780 = 1780-10-04
9. Xbr. 1780 = 1780-12-09
im März 1848 = 1848-03-
im Jahre 1848 = 1848--
Dezember 1922 = 1922-12-
25. Dezember '22 = '22-12-25
25.12.22 = '22-12-25|'25-12-22
le 25 décembre 1922 = 1922-12-25
1er mai 1848 = 1848-05-01
18 août 1850 = 1850-08-18
Monday, 25 December 1922 = 1922-12-25 Mon
Mon. 25 Dec. 1922 = 1922-12-25 Mon
Wednesday, Jan. 3 = --01-03|'03-01- Wed
Montag, den 25. Dezember 1922 = 1922-12-25 Mon
Mo, 25.12.1922 = 1922-12-25 Mon
Sonnabend, 23. Dezember 1922 = 1922-12-23 Sat
Mittwoch 3. Januar 1923 = 1923-01-03 Wed
Freytags den 14. July 1789 = 1789-07-14 Fri
dimanche 24 décembre 1922 = 1922-12-24 Sun
23 December 1922 to 4 January 1923 = 1922-12-23..1923-01-04
23–25 December 1922 = 1922-12-23..1922-12-25
23-25 December 1922 = 1922-12-23..1922-12-25
December 23–25, 1922 = 1922-12-23|'23-12-..1922-12-25
from 23 to 25 December 1922 = 1922-12-23..1922-12-25
23 December – 4 January 1923 = 1922-12-23..1923-01-04
November–December 1922 = 1922-11-..1922-12-
between 1920 and 1925 = 1920--..1925--
1920–1925 = 1920--..1925--
1920 to 1925 = 1920--..1925--
1. bis 3. Mai 1848 = 1848-05-01..1848-05-03
vom 1. Mai bis 3. Juni 1848 = 1848-05-01..1848-06-03
zwischen 1920 und 1925 = 1920--..1925--
März bis Mai 1848 = 1848-03-..1848-05-
12/25 May 1922 = 1922-05-12|1922-05-25
12 (25) May 1922 = 1922-05-12|1922-05-25
30 April/13 May 1922 = 1922-04-30|1922-05-13
30 April (13 May) 1922 = 1922-04-30|1922-05-13
1922/1923 = 1922--|1923--
25 October 1917 (O.S.) = 1917-10-25 Julian
25 October 1917 [O. S.] = 1917-10-25 Julian
25 October 1917, Old Style = 1917-10-25 Julian
25. Oktober 1917 a. St. = 1917-10-25 Julian
25. Oktober 1917 (alten Stils) = 1917-10-25 Julian
7 November 1917 (N.S.) = 1917-11-07
Christmas 1922 = ?
the winter of 1922 = ?
32 December 1922 = ?
25 Brumaire 1922 = ?
44 B.C. = ?
at six o'clock = ?
Moscow, 25 December 1922 = ?
Monday or Tuesday = ?
1922, 1923 and 1924 = ?
= ?
"""
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def told(words: str) -> str:
    phrase = read_phrase(words)
    if phrase is None:
        return "?"
    text = "|".join(map(_reading, phrase.begin))
    if phrase.end:
        text += ".." + "|".join(map(_reading, phrase.end))
    if phrase.weekday is not None:
        text += f" {DAYS[phrase.weekday]}"
    return text + (" Julian" if phrase.is_julian else "")


def _reading(reading: Reading) -> str:
    year = f"'{reading.short:02}" if reading.short is not None else str(reading.year or "-")
    parts = ["" if part is None else f"{part:02}" for part in (reading.month, reading.day)]
    return "-".join([year, *parts])


CASES = [line.partition("= ")[::2] for line in PHRASES.strip().splitlines()]


@pytest.mark.parametrize(("words", "meaning"), CASES)
def test_phrase_means(words: str, meaning: str) -> None:
    assert told(words.strip()) == meaning
