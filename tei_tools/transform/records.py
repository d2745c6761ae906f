"""In: an edition. Out: JSON Lines: a record for each block, unit or document, usable by itself.

The shape is `$defs/record` in `schemas/document.schema.json`. Offsets in a record count in its own
text; `start` and `end` say where that stands in the text of its document.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, Final

from .edition import Edition
from .json import Object, document_object
from .options import TransformOptions

#: What is marked in a text and has a place there.
MARKED: Final = ("entities", "dates", "interventions")
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode


def render_jsonl(edition: Edition, options: TransformOptions) -> bytes:
    """A record a line, for each block, unit or document."""
    return "".join(f"{_encode(record)}\n" for record in records(edition, options)).encode()


def records(edition: Edition, options: TransformOptions) -> Iterator[Object]:
    """The records of all documents; a document without units is one unit."""
    for work in edition.works(options.as_view):
        made = document_object(edition, work, options.as_view)
        common = _common(made, edition.document.path)
        text = made["reading"]["text"]
        whole = {"id": made["id"], "type": "document", "start": 0, "end": len(text)}
        parts = {
            "block": made["reading"]["blocks"],
            "unit": made["units"] or [whole],
            "document": [whole],
        }[options.per]
        cut = _Cutter(made)
        for number, part in enumerate(parts):
            start, end = part["start"], part["end"]
            yield {
                **common,
                "id": part["id"],
                "n": number,
                "type": part["type"],
                "unit": _named(part if "hand" in part else cut.unit(start, end)),
                "start": start,
                "end": end,
                "text": text[start:end],
                **cut.marked(start, end),
            }


def _common(made: Object, path: str) -> Object:
    """What one wants to know of a document when one has a record of it and no more."""
    metadata = made["metadata"]
    return {
        "path": path,
        "document": made["id"],
        "title": made["title"],
        "authors": [author["name"] for author in metadata["authors"]],
        "language": metadata["language"],
        "created": metadata["created"],
        "licences": [each["target"] or each["text"] for each in metadata["licences"]],
        "view": made["reading"]["view"],
    }


class _Cutter:
    """Finds what stands in a part of a text."""

    def __init__(self, made: Object) -> None:
        self.units: list[Object] = made["units"]
        self.open: list[Object] = []
        self.next = 0
        reading = made["reading"]
        self.lists: dict[str, list[Any]] = {
            name: sorted(reading[name], key=_begins) for name in MARKED
        }
        called = [note for note in made["notes"] if note["anchor"] is not None]
        self.notes = sorted(called, key=_anchored)

    def marked(self, start: int, end: int) -> Object:
        """What is marked in a part, and the notes that are called in it."""
        found: Object = {
            name: [
                {**each, "start": each["start"] - start, "end": each["end"] - start}
                for each in marks[
                    bisect_left(marks, start, key=_begins) : bisect_left(marks, end, key=_begins)
                ]
                if each["end"] <= end
            ]
            for name, marks in self.lists.items()
        }
        first = bisect_left(self.notes, start, key=_anchored)
        last = bisect_left(self.notes, end + 1, key=_anchored)
        found["notes"] = [
            {"id": n["id"], "type": n["type"], "anchor": n["anchor"] - start, "text": n["text"]}
            for n in self.notes[first:last]
        ]
        return found

    def unit(self, start: int, end: int) -> Object | None:
        """The innermost unit in which a part stands; to be asked for parts in their order."""
        while self.next < len(self.units) and self.units[self.next]["start"] <= start:
            self.open.append(self.units[self.next])
            self.next += 1
        while self.open and self.open[-1]["end"] < end:
            self.open.pop()
        return self.open[-1] if self.open else None


def _named(unit: Object | None) -> Object | None:
    return unit and {key: unit[key] for key in ("id", "type", "n", "hand", "dates")}


def _begins(each: Object) -> int:
    start: int = each["start"]
    return start


def _anchored(note: Object) -> int:
    anchor: int = note["anchor"]
    return anchor
