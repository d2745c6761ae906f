"""In: the JSON objects of works. Out: tables of works, units, hands, dates, notes, names, changes.

The objects are those of `schemas/document.schema.json`, which holds what the tables only sort.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from .table import Table, Value

Row: TypeAlias = tuple[Value, ...]
#: Says of an offset in which block it is, by its id, and in which line of the file that begins.
_Place: TypeAlias = Callable[[int], tuple[str | None, int | None]]


class Work(NamedTuple):
    """One work.

    Attributes:
        path: the file it was written in.
        object: what the JSON of it says.
        names: for the slugs in it, what registers and headers call them.
    """

    path: str
    object: Mapping[str, Any]
    names: Mapping[str, str]

    @property
    def id(self) -> str:
        """What the rows of other tables call it: its id, else the name of its file."""
        return self.object["id"] or PurePath(self.path).stem


def tables(works: Sequence[Work]) -> dict[str, Table]:
    """All tables, by name."""
    return {
        name: Table(name, tuple(columns.split()), tuple(rows(works)))
        for name, (columns, rows) in TABLES.items()
    }


def _each(rows: Callable[[Work], Iterator[Row]]) -> Callable[[Sequence[Work]], Iterator[Row]]:
    """The rows of all works, from a function that gives those of one."""
    return lambda works: (row for work in works for row in rows(work))


def _work(work: Work) -> Iterator[Row]:
    made = work.object
    parts = _parts(made)
    yield (
        work.id,
        made["title"],
        "; ".join(author["name"] for author in made["metadata"]["authors"]) or None,
        "; ".join(filter(None, map(edtf, made["metadata"]["created"]))) or None,
        made["metadata"]["language"],
        len(made["reading"]["text"].split()),
        Counter(block["type"] for block in made["reading"]["blocks"]),
        len(made["units"]),
        sum(unit["signed"] for unit in made["units"]),
        len(made["hands"]),
        sum(len(part["dates"]) for part in parts),
        len(made["notes"]),
        sum(len(part["entities"]) for part in parts),
        sum(len(part["interventions"]) for part in parts),
        len(made["entries"]),
        work.path,
    )


def _units(work: Work) -> Iterator[Row]:
    hands = {hand["id"]: hand for hand in work.object["hands"]}
    for unit in work.object["units"]:
        dates = {role: _dates(unit, role) for role in ("opener", "closer")}
        yield (
            work.id,
            unit["id"],
            unit["type"],
            dates["opener"],
            dates["closer"],
            unit["hand"],
            hands.get(unit["hand"], {}).get("scribe"),
            unit["takenDownBy"],
            unit["handCertainty"],
            unit["signed"],
            unit["prev"],
            unit["next"],
        )


def _dates(unit: Mapping[str, Any], role: str) -> str | None:
    return "; ".join(edtf(date) for date in unit["dates"] if date["role"] == role) or None


def _hands(work: Work) -> Iterator[Row]:
    units = work.object["units"]
    for hand in work.object["hands"]:
        mine = [unit for unit in units if unit["hand"] == hand["id"]]
        named = sum(unit["takenDownBy"] is not None for unit in mine)
        words = (hand[name] for name in ("id", "scribe", "person", "medium", "scope"))
        yield work.id, *words, len(mine), named


def _date_rows(work: Work) -> Iterator[Row]:
    for part, place in _places(work.object):
        for date in part["dates"]:
            text = part["text"][date["start"] : date["end"]]
            yield work.id, *place(date["start"]), edtf(date), text


def _notes(work: Work) -> Iterator[Row]:
    place = _Places(work.object)
    for note in work.object["notes"]:
        at = None if note["anchor"] is None else place(note["anchor"])[0]
        words = (note[name] for name in ("id", "label", "type", "place", "resp"))
        yield work.id, *words, at, note["text"]


def _names(works: Sequence[Work]) -> Iterator[Row]:
    """What is named in all works together, and the entries that nothing names."""
    called: dict[tuple[str, str], str] = {}
    mentions: Counter[tuple[str, str]] = Counter()
    forms: dict[tuple[str, str], Counter[str]] = {}
    found_in: dict[tuple[str, str], set[str]] = {}
    for work in works:
        for entry in work.object["entries"]:
            called[entry["type"], entry["id"]] = entry["label"]
        for part in _parts(work.object):
            for entity in part["entities"]:
                text = " ".join(part["text"][entity["start"] : entity["end"]].split())
                key = entity["type"], entity["ref"] or f"“{text}”"
                called.setdefault(key, work.names.get(entity["ref"], text))
                mentions[key] += 1
                forms.setdefault(key, Counter())[text] += 1
                found_in.setdefault(key, set()).add(work.id)
    for key in sorted(called, key=lambda key: (key[0], -mentions[key], key[1])):
        kind, ref = key
        is_known = not ref.startswith("“")
        yield (
            kind,
            ref if is_known else None,
            called[key],
            mentions[key],
            len(found_in.get(key, ())),
            forms.get(key, Counter()),
        )


def _corrections(work: Work) -> Iterator[Row]:
    for part, place in _places(work.object):
        for made in part["interventions"]:
            words = (made[name] for name in ("kind", "sic", "corr", "resp", "cert", "reason"))
            yield work.id, *place(made["start"]), *words


#: The tables: their columns, and what gives their rows.
TABLES: Final[Mapping[str, tuple[str, Callable[[Sequence[Work]], Iterator[Row]]]]] = (
    MappingProxyType(
        {
            "works": (
                "work title author date language words blocks units signed hands dates notes "
                "names corrections entries file",
                _each(_work),
            ),
            "units": (
                "work unit type opener closer hand scribe takenDownBy certainty signed prev next",
                _each(_units),
            ),
            "hands": ("work hand scribe person medium scope units named", _each(_hands)),
            "dates": ("work in line date text", _each(_date_rows)),
            "notes": ("work note label type place resp calledIn text", _each(_notes)),
            "names": ("type ref name mentions works forms", _names),
            "corrections": ("work in line kind sic corr resp cert reason", _each(_corrections)),
        }
    )
)


def edtf(date: Mapping[str, str]) -> str:
    """Dating attributes as one date (Extended Date/Time Format).

    ``1922-12``, the interval ``1922/1923``, or one date out of a range: ``[1922-06..1922-08]``.
    """
    match date:
        case {"when": when}:
            return when
        case {"from": _} | {"to": _}:
            return f"{date.get('from', '..')}/{date.get('to', '..')}"
        case {"notBefore": _} | {"notAfter": _}:
            return f"[{date.get('notBefore', '')}..{date.get('notAfter', '')}]"
    return ""


# --- where something stands --------------------------------------------------------------------


def _parts(made: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The texts in which things are marked: what is read, and the notes apart from it."""
    return [made["reading"], *(note for note in made["notes"] if not note["inText"])]


def _places(made: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], _Place]]:
    """Each of these texts, with what says where an offset in it is."""
    reading, *notes = _parts(made)
    yield reading, _Places(made)
    for note in notes:
        yield note, partial(_in_note, note["id"])


def _in_note(identifier: str | None, _offset: int) -> tuple[str | None, int | None]:
    return identifier, None


class _Places:
    """Says of an offset in what is read: the id of its block, else of its unit; the line."""

    def __init__(self, made: Mapping[str, Any]) -> None:
        self.blocks = made["reading"]["blocks"]
        self.units = made["units"]
        self.starts = [block["start"] for block in self.blocks]

    def __call__(self, offset: int) -> tuple[str | None, int | None]:
        number = bisect_right(self.starts, offset) - 1
        if number < 0:
            return None, None
        around = [unit["id"] for unit in self.units if unit["start"] <= offset < unit["end"]]
        block = self.blocks[number]
        return block["id"] or next(reversed(around), None), block["line"]
