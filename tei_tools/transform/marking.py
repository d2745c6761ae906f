"""In: JSON that may have been edited, and the edition that its source gives. Out: the source, with
an element for each name that was added to the ``entities``; and what of other edits is not taken.

A stretch of the reading becomes an element where it can be one, that is, properly nested.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from lxml import etree

from tei_tools.model.names import TEI_NS, XML_ID, local, tei

from .edition import Edition
from .json import Object, file_object
from .options import TransformOptions
from .restore import NO_CHARACTER, JsonError
from .standoff import Annotation
from .views import VIEWS

#: The element for each type of entity; others are `rs`, with the type as its ``@type``, as are
#: events and objects, for whose own elements older schemas have no place.
ELEMENTS: Final[Mapping[str, str]] = {
    "person": "persName",
    "org": "orgName",
    "place": "placeName",
    "work": "title",
}
#: What is made from the source and from nothing else: to change it, one changes the source.
_OF_DOCUMENT: Final = ("id", "title", "metadata")
_OF_TEXT: Final = ("text", "dates", "interventions")


class Marking(NamedTuple):
    """What editing has made of a source.

    Attributes:
        source: the source with the elements that were added; None where none was.
        ignored: JSON paths of what was changed and is not taken back.
    """

    source: Object | None
    ignored: tuple[str, ...]


def marked(made: Any, edition: Edition) -> Marking:
    """What JSON adds to the edition that its source gives.

    Raises:
        JsonError: it does not follow the form, or what is added cannot be an element.
    """
    view = _view(made)
    fresh = file_object(edition, TransformOptions(view=view))
    tree = _Tree(json.loads(f"[{','.join(fresh['source']['annotations'])}]"))
    pointers = _Pointers(edition)
    ignored: list[str] = []
    is_changed = False
    for path, given, current in _texts(made, fresh, ignored):
        is_same = given.get("text") == current["text"]
        for entity, place in _added(path, given, current, ignored):
            if not is_same:
                message = "the text it counts in is not what the source gives"
                raise JsonError("json.entity", place, message)
            tree.mark(entity, _stretch(entity, current, place), pointers, place)
            is_changed = True
    source = {**fresh["source"], "annotations": tree.annotations} if is_changed else None
    return Marking(source, tuple(ignored))


def _view(made: Any) -> str:
    documents = _documents(made)
    reading = documents[0][1].get("reading") if documents else None
    view = reading.get("view") if isinstance(reading, dict) else None
    if not isinstance(view, str) or view not in VIEWS:
        message = f"must be the name of a view: {', '.join(VIEWS)}"
        raise JsonError(
            "json.form", f"{documents[0][0] if documents else '$'}.reading.view", message
        )
    return view


def _documents(made: Any) -> list[tuple[str, Any]]:
    """The documents in a JSON object, each with its path."""
    if "documents" not in made:
        return [("$", made)]
    documents = made["documents"]
    if not isinstance(documents, list) or not all(isinstance(each, dict) for each in documents):
        raise JsonError("json.form", "$.documents", "must be a list of objects")
    return [(f"$.documents[{number}]", each) for number, each in enumerate(documents)]


def _texts(made: Any, fresh: Object, ignored: list[str]) -> Iterator[tuple[str, Any, Object]]:
    """The texts that are in both objects: their paths, as given and as the source gives them."""
    given = _documents(made)
    current = _documents(fresh)
    if len(given) != len(current):
        message = f"has {len(given)} documents, and the source {len(current)}"
        raise JsonError("json.form", "$.documents", message)
    for (path, document), (_, own) in zip(given, current, strict=True):
        ignored += (f"{path}.{k}" for k in _OF_DOCUMENT if document.get(k, own[k]) != own[k])
        reading, notes = document.get("reading"), document.get("notes")
        if not isinstance(reading, dict):
            raise JsonError("json.form", f"{path}.reading", "must be an object")
        if not isinstance(notes, list) or not all(isinstance(note, dict) for note in notes):
            raise JsonError("json.form", f"{path}.notes", "must be a list of objects")
        yield f"{path}.reading", reading, own["reading"]
        if len(notes) != len(own["notes"]):
            ignored.append(f"{path}.notes")
            continue
        for number, (note, its_own) in enumerate(zip(notes, own["notes"], strict=True)):
            yield f"{path}.notes[{number}]", note, its_own


def _added(
    path: str, given: Any, current: Object, ignored: list[str]
) -> Iterator[tuple[Object, str]]:
    """The entities that were added to a text, those of one stretch and type as one."""
    ignored += (f"{path}.{key}" for key in _OF_TEXT if given.get(key) != current[key])
    entities = given.get("entities")
    if not isinstance(entities, list):
        raise JsonError("json.form", f"{path}.entities", "must be a list")
    known = Counter(map(_key, current["entities"]))
    found: dict[tuple[Any, ...], tuple[Object, str]] = {}
    for number, entity in enumerate(entities):
        place = f"{path}.entities[{number}]"
        _check(entity, len(current["text"]), place)
        key = _key(entity)
        if known[key] > 0:
            known[key] -= 1
        elif (same := found.get(key[1:])) is not None:
            refs = [ref for ref in (same[0]["ref"], entity["ref"]) if ref]
            found[key[1:]] = {**entity, "ref": " ".join(dict.fromkeys(refs))}, same[1]
        else:
            found[key[1:]] = entity, place
    if known.total():
        ignored.append(f"{path}.entities")
    yield from found.values()


def _key(entity: Object) -> tuple[Any, ...]:
    return entity["ref"], entity["type"], entity["start"], entity["end"]


def _check(entity: Any, length: int, path: str) -> None:
    """Whether an entity follows the form, and lies in its text."""
    if not isinstance(entity, dict) or entity.keys() != {"type", "ref", "start", "end"}:
        raise JsonError("json.form", path, "must be an object with type, ref, start and end")
    for member, value in entity.items():
        is_number = type(value) is int and value >= 0
        is_text = isinstance(value, str) and not NO_CHARACTER.search(value)
        is_null = member == "ref" and value is None
        if not (is_number if member in ("start", "end") else is_text or is_null):
            wanted = "a whole number from 0 on" if member in ("start", "end") else "a string of XML"
            raise JsonError("json.form", f"{path}.{member}", f"must be {wanted}")
    if not entity["start"] <= entity["end"] <= length:
        raise JsonError(
            "json.form", path, f"{entity['start']} to {entity['end']} is not in the text"
        )


def _stretch(entity: Object, current: Object, path: str) -> tuple[int, int]:
    """From where to where in the source an entity stands."""
    first, last = (
        _source(current["map"], entity["start"]),
        _source(current["map"], entity["end"] - 1),
    )
    if first is None or last is None or entity["start"] == entity["end"]:
        shown = current["text"][entity["start"] : entity["end"]][:50]
        message = f"“{shown}” does not begin and end with characters of the source"
        raise JsonError("json.entity", path, message)
    if first > last:
        message = "it does not stand in this order in the source"
        raise JsonError("json.entity", path, message)
    return first, last + 1


def _source(runs: Sequence[Sequence[int]], place: int) -> int | None:
    """Where in the source a character stands."""
    number = bisect_right(runs, place, key=lambda run: run[0]) - 1
    if number < 0 or place >= runs[number][1]:
        return None
    return runs[number][2] + place - runs[number][0]


class _Pointers:
    """Writes a short name as a pointer: as the document does, or by an id or a prefix it has."""

    def __init__(self, edition: Edition) -> None:
        self.root = edition.document.root
        self.pointers = edition.structure.pointers
        self.known: dict[str, str] = {}
        for element in self.root.iter(etree.Element):
            for token in element.get("ref", "").split():
                self.known.setdefault(self.pointers.target(element, token).slug, token)
            if identifier := element.get(XML_ID):
                self.known.setdefault(identifier, f"#{identifier}")
        self.definitions = list(self.root.iter(tei("prefixDef")))

    def written(self, ref: str, path: str) -> str:
        """The pointers for one or more short names."""
        return " ".join(self._one(slug, path) for slug in ref.split())

    def _one(self, slug: str, path: str) -> str:
        if slug in self.known:
            return self.known[slug]
        if any(sign in slug for sign in "#:/"):
            return slug  # a pointer already
        for definition in self.definitions:
            token = f"{definition.get('ident', '')}:{slug}"
            if self.pointers.target(definition, token).slug == slug:
                return token
        raise JsonError(
            "json.entity",
            f"{path}.ref",
            f"`{slug[:50]}` is no id of this document, and none of its prefixes leads to it; "
            f"write the whole pointer, as in `#{slug[:50]}`",
        )


class _Tree:
    """Annotations, to which elements can be added; they stay in document order."""

    def __init__(self, annotations: list[Annotation]) -> None:
        self.annotations = annotations
        self.by_number: dict[int | None, Annotation] = {a["i"]: a for a in annotations}

    def mark(
        self, entity: Object, stretch: tuple[int, int], pointers: _Pointers, path: str
    ) -> None:
        """Put a stretch of the text into an element for an entity."""
        start, end = stretch
        outer = self._container(start, end, path)
        number = bisect_left(self.annotations, start, key=_begins)
        while number < len(self.annotations):
            each = self.annotations[number]
            if each["start"] > start or (each["p"] == outer["i"] and each["end"] > start):
                break
            number += 1
        name = ELEMENTS.get(entity["type"], "rs")
        prefix = self._prefix(outer)
        attributes = {} if name != "rs" else {"type": entity["type"]}
        if entity["ref"]:
            attributes["ref"] = pointers.written(entity["ref"], path)
        made: Annotation = {
            "i": len(self.annotations),
            "p": outer["i"],
            "name": f"{prefix}:{name}" if prefix else name,
            "start": start,
            "end": end,
        }
        if prefix is None:
            made["ns"] = {"": TEI_NS}
        if attributes:
            made["attrs"] = attributes
        for place in range(number, bisect_left(self.annotations, end, key=_begins)):
            inner = self.annotations[place]
            if inner["p"] == outer["i"]:
                inner["p"] = made["i"]
        self.annotations.insert(number, made)
        self.by_number[made["i"]] = made

    def _container(self, start: int, end: int, path: str) -> Annotation:
        """The element that both ends of a stretch are in, once those it fills are left."""
        first, last = self._innermost(start), self._innermost(end - 1)
        around_last = {each["i"] for each in self._ancestors(last)}
        while first["i"] not in around_last:
            if first["start"] != start:
                raise _torn(first, "begins before it and ends in it", path)
            first = self.by_number[first["p"]]
        while last is not first:
            if last["end"] != end:
                raise _torn(last, "begins in it and ends after it", path)
            last = self.by_number[last["p"]]
        return first

    def _innermost(self, place: int) -> Annotation:
        """The element in which a character stands directly."""
        number = bisect_right(self.annotations, place, key=_begins) - 1
        each = self.annotations[number]
        while "name" not in each or each["end"] <= place:
            each = self.by_number[each["p"]]
        return each

    def _ancestors(self, annotation: Annotation) -> Iterator[Annotation]:
        each: Annotation | None = annotation
        while each is not None:
            yield each
            each = self.by_number.get(each["p"])

    def _prefix(self, annotation: Annotation) -> str | None:
        """The prefix that stands for TEI at a place; None where none does."""
        seen: set[str] = set()
        for each in self._ancestors(annotation):
            for prefix, uri in each.get("ns", {}).items():
                if prefix not in seen and uri == TEI_NS:
                    return str(prefix)
                seen.add(prefix)
        return None


def _begins(annotation: Annotation) -> int:
    start: int = annotation["start"]
    return start


def _torn(element: Annotation, how: str, path: str) -> JsonError:
    name = local(element["name"])
    message = f"it cannot be one element: `{name}` (annotation {element['i']}) {how}"
    return JsonError("json.entity", path, message)
