"""In: nothing. Out: the words that dates are written with, in English, German and French."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_MONTHS: Final = (
    "january jan januar januarii jänner jaenner jenner janvier janv januari januarius",
    "february feb febr februar februarii feber février fevrier févr februarius hornung",
    "march mar mär maerz märz mrz mart martii mars martius lenzmond",
    "april apr aprilis avril avr",
    "may mai maii maj mey may mayen",
    "june jun juni junii juny juin junius brachmond",
    "july jul juli julii july juil juillet julius heumond",
    "august aug augusti augst août aout augustus",
    "september sept sep septembris septembre septbr septber 7ber 7br 7bris 7bre",
    "october oct oktober okt octobris octobre octobr oktbr octbr 8ber 8br 8bris 8bre",
    "november nov novembris novembre novbr novber 9ber 9br 9bris 9bre",
    "december dec decbr dezember dez dezbr decembris décembre decembre déc 10ber 10br 10bris "
    "10bre xber xbris xbr christmond",
)
_WEEKDAYS: Final = (
    "monday mon montag mo lundi montags",
    "tuesday tue tues dienstag di mardi dienstags",
    "wednesday wed mittwoch mi mercredi mittwochs mittewoch",
    "thursday thu thur thurs donnerstag do jeudi donnerstags",
    "friday fri freitag fr vendredi freitags freytag freytags",
    "saturday sat samstag sonnabend sa samedi samstags sonnabends",
    "sunday sun sonntag so dimanche sonntags",
)
_ENGLISH: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_GERMAN: Final = (
    "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt "
    "fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst einundzwanzigst zweiundzwanzigst "
    "dreiundzwanzigst vierundzwanzigst fünfundzwanzigst sechsundzwanzigst siebenundzwanzigst "
    "achtundzwanzigst neunundzwanzigst dreißigst einunddreißigst"
).split()


def _numbered(table: tuple[str, ...], first: int) -> dict[str, int]:
    return {name: number for number, names in enumerate(table, first) for name in names.split()}


MONTHS: Final[Mapping[str, int]] = _numbered(_MONTHS, 1)
#: From 0 for Monday.
WEEKDAYS: Final[Mapping[str, int]] = _numbered(_WEEKDAYS, 0)
#: Days of the month in words.
NUMBERS: Final[Mapping[str, int]] = {
    **{name: number for number, name in enumerate(_ENGLISH, 1)},
    **{f"twenty{name}": number for number, name in enumerate(_ENGLISH[:9], 21)},
    "thirtieth": 30,
    "thirtyfirst": 31,
    **{stem + end: number for number, stem in enumerate(_GERMAN, 1) for end in ("e", "en", "er")},
}
#: What stands between the ends of a span.
TO: Final = frozenset("to until till through bis and und au à".split())
#: What may stand in a date and changes nothing.
UNSAID: Final = frozenset(
    "the of on in at dated day ad anno year a d from between am vom im den der dem des zum jahr "
    "jahre jahres datiert von zwischen le du de l an".split()
)
