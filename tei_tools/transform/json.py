"""In: an edition. Out: JSON: what is read, and where in it (in code points) everything stands.

The shape is `schemas/document.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.names import XML_ID, local, name_of, tei

from .compose import Work
from .dates import dating
from .edition import Edition
from .entries import ENTITIES, ENTRIES, ONLY_WITH_REF
from .flatten import Flat, Span, flatten
from .header import Dated, Header, Statement
from .nodes import Anchor, Aside, Block, Group, Inline, Intervention
from .options import TransformOptions
from .pointers import Pointers
from .standoff import Lines, standoff_of
from .units import Unit
from .views import View

DATE: Final = tei("date")

#: A JSON object.
Object: TypeAlias = dict[str, Any]

DOCUMENT_FORMAT: Final = "tei-tools-document/1"
CORPUS_FORMAT: Final = "tei-tools-corpus/1"
#: How deep in the JSON text members still stand on lines of their own.
SPREAD: Final = 3


def render_json(edition: Edition, options: TransformOptions) -> bytes:
    """The JSON of a document; of a corpus, one object with the list of its documents."""
    return "".join([*_written(file_object(edition, options)), "\n"]).encode()


def file_object(edition: Edition, options: TransformOptions) -> Object:
    """The object of a document or a corpus, with its source unless the options leave that out."""
    view, source = options.as_view, None
    if options.source:
        source = edition.structure.places = standoff_of(edition.document)
    documents = [document_object(edition, work, view) for work in edition.works(view)]
    made = _corpus(edition, documents) if edition.is_corpus else documents[0]
    return {**made, "source": source.as_object()} if source else made


def _corpus(edition: Edition, documents: list[Object]) -> Object:
    header = edition.header(edition.document.root)
    return {
        "format": CORPUS_FORMAT,
        "id": header.id or None,
        "title": header.title,
        "metadata": _metadata(header),
        "documents": documents,
    }


def document_object(edition: Edition, work: Work, view: View) -> Object:
    """One work of an edition, in the shape of `schemas/document.schema.json`."""
    header = edition.header(work.source)
    flat = flatten(work.main)
    units = edition.units(work)
    starts = {
        span.node.source: span
        for span in (flat.spans if units else ())
        if isinstance(span.node, Group)
    }
    return {
        "format": DOCUMENT_FORMAT,
        "id": header.id or None,
        "title": header.title,
        "metadata": _metadata(header),
        "hands": [
            {
                "id": hand.id,
                "scribe": hand.scribe or (edition.name(hand.person) if hand.person else None),
                "person": hand.person or None,
                "medium": hand.medium or None,
                "scope": hand.scope or None,
                "note": hand.note or None,
            }
            for hand in header.hands
        ],
        "units": [_unit(unit, starts[unit.source]) for unit in units],
        "reading": {
            "view": view.name,
            "text": flat.text,
            "blocks": list(_blocks(flat, edition.document)),
            **_marked_up(flat, edition.structure.pointers),
            **mapped(flat, edition),
        },
        "notes": [{**note, **mapped(own, edition)} for note, own in _notes(edition, work, flat)],
        "entries": list(_entries(edition, work)),
    }


def mapped(flat: Flat, edition: Edition) -> Object:
    """Where the characters of a text come from, where the source is there too."""
    return {"map": [list(run) for run in flat.map]} if edition.structure.places else {}


def _metadata(header: Header) -> Object:
    def statements(given: Iterable[Statement]) -> list[Object]:
        return [
            {"id": s.id or None, "type": s.type or None, "text": s.text, "target": s.target or None}
            for s in given
        ]

    def dated(given: Dated) -> Object:
        return {"type": given.type or None, **dict(given.dates), "text": given.text}

    return {
        "subtitle": header.subtitle or None,
        "language": header.language or None,
        "authors": [{"name": a.name, "ref": a.ref or None} for a in header.authors],
        "responsibility": [
            {
                "role": responsibility.role,
                "agents": [
                    {"name": a.name, "ref": a.ref or None, "cert": a.cert or None}
                    for a in responsibility.agents
                ],
            }
            for responsibility in header.responsibilities
        ],
        "edition": header.edition or None,
        "publisher": header.publisher or None,
        "published": dated(header.published) if header.published else None,
        "identifiers": statements(header.identifiers),
        "licences": statements(header.licences),
        "sources": statements(header.sources),
        "firstPublication": statements(header.first_publications),
        "notConsulted": statements(header.unconsulted),
        "languages": [{"ident": s.id, "name": s.text} for s in header.languages],
        "created": [dated(date) for date in header.created],
    }


def _unit(unit: Unit, span: Span) -> Object:
    return {
        "id": unit.id or None,
        "type": unit.type or None,
        "n": unit.n or None,
        "hand": unit.hand or None,
        "handCertainty": unit.cert or None,
        "takenDownBy": unit.person or None,
        "dates": [{"role": role, **dates} for role, dates in unit.dates],
        "signed": unit.signed,
        "prev": unit.prev or None,
        "next": unit.next or None,
        "start": span.start,
        "end": span.end,
    }


def _blocks(flat: Flat, document: Document) -> Iterator[Object]:
    named: set[etree._Element] = set()
    types: dict[str, str] = {}  # by name: a text has many blocks, and few kinds of them
    line_of = document.line
    for node, start, end in flat.spans:
        if end > start and isinstance(node, Block):
            source = node.source
            tag = name_of(source)
            identifier = source.get(XML_ID)
            if identifier is not None:
                if source in named:
                    identifier = None
                named.add(source)
            yield {
                "id": identifier,
                "type": types.get(tag) or types.setdefault(tag, local(tag)),
                "start": start,
                "end": end,
                "line": line_of(source),
            }


def _marked_up(flat: Flat, pointers: Pointers) -> Object:
    """What is marked in a text, each with its place."""
    entities: list[Object] = []
    dates: list[Object] = []
    interventions: list[Object] = []
    for span in flat.spans:
        if not isinstance(span.node, Inline | Group):
            continue
        source, made = span.node.source, span.node.intervention
        place = {"start": span.start, "end": span.end}
        if source.tag in ENTITIES:
            entities += ({**entity, **place} for entity in _entity(source, pointers))
        if source.tag == DATE and (dated := dating(source)):
            dates.append({**dated, **place})
        if made is not None:
            interventions.append({**_intervention(source, made, pointers), **place})
    return {"entities": entities, "dates": dates, "interventions": interventions}


def _entity(element: etree._Element, pointers: Pointers) -> Iterator[Object]:
    kind = ENTITIES[name_of(element)] or element.get("type") or "name"
    slugs = pointers.slugs(element, "ref")
    if not slugs and element.tag not in ONLY_WITH_REF:
        yield {"type": kind, "ref": None}
    for slug in slugs:
        yield {"type": kind, "ref": slug}


def _intervention(element: etree._Element, made: Intervention, pointers: Pointers) -> Object:
    return {
        "kind": made.kind,
        "sic": made.sic,
        "corr": made.corr,
        "resp": " ".join(pointers.target(element, token).slug for token in made.resp) or None,
        "cert": made.cert or None,
        "reason": made.reason or None,
    }


def _notes(edition: Edition, work: Work, flat: Flat) -> Iterator[tuple[Object, Flat]]:
    """The notes, each with its text."""
    pointers = edition.structure.pointers
    anchors: dict[etree._Element, int] = {}
    for span in flat.spans if edition.structure.has_notes else ():
        match span.node:
            case Anchor(note=note) | Aside(source=note):
                anchors.setdefault(note, span.start)
            case Inline(source=note) if note.tag == tei("note"):
                text = flat.between(span.start, span.end)
                yield {**_note(note, None, span.start, text, pointers), "inText": True}, text
    for shown in work.notes:
        own = flatten(shown.children)
        made = _note(shown.source, shown.label, anchors.get(shown.source), own, pointers)
        yield {**made, "inText": False}, own


def _note(
    element: etree._Element, label: str | None, anchor: int | None, flat: Flat, pointers: Pointers
) -> Object:
    return {
        "id": element.get(XML_ID),
        "label": label,
        "type": element.get("type"),
        "place": element.get("place"),
        "resp": " ".join(pointers.slugs(element, "resp")) or None,
        "anchor": anchor,
        "text": flat.text,
        **_marked_up(flat, pointers),
    }


def _entries(edition: Edition, work: Work) -> Iterator[Object]:
    for standoff in work.source.iterchildren(tei("standOff")):
        for element in standoff.iter(*ENTRIES):
            identifier = element.get(XML_ID, "")
            entry = edition.entry(identifier) if identifier else None
            if entry is not None:
                yield {"id": identifier, "type": entry.kind, "label": entry.label}


#: Made once: `json.dumps` makes an encoder at each call that is not by its own defaults.
_encode: Final = json.JSONEncoder(ensure_ascii=False).encode
#: Parts members by a character that cannot stand in JSON text, so that it is found again.
_PART: Final = "\0"
_encode_parted: Final = json.JSONEncoder(ensure_ascii=False, separators=(_PART, ": ")).encode


def _lines(value: Any, margin: str) -> str:
    """A list of objects, a line for each, encoded at once; empty for anything else.

    What parts objects is known where there is no list of objects in one of them.
    """
    if not isinstance(value, list):
        return ""
    text = _encode_parted(value)
    if not text.startswith("[{") or "[{" in text[2:]:
        return ""
    lines = text[1:-1].replace(f"}}{_PART}{{", f"}},\n{margin}  {{").replace(_PART, ", ")
    return f"[\n{margin}  {lines}\n{margin}]"


def _written(value: Any, depth: int = 0) -> Iterator[str]:
    """JSON text, a line for each member of a member, so that people can read and compare it.

    The encoder that indents is ten times slower than the one that does not. A map is one line.
    """
    if isinstance(value, Lines):
        parting = ",\n" + "  " * (depth + 1)
        yield f"[{parting[1:]}{parting.join(value)}\n{'  ' * depth}]"
        return
    is_plain = not value or not isinstance(value, dict | list)
    if is_plain or (isinstance(value, list) and isinstance(value[0], list)):
        yield _encode(value)
        return
    begin, end = "{}" if isinstance(value, dict) else "[]"
    margin = "  " * depth
    if depth + 1 == SPREAD and (lines := _lines(value, margin)):
        yield lines
        return
    items = value.items() if isinstance(value, dict) else (("", item) for item in value)
    separator = begin
    for name, item in items:
        yield f"{separator}\n{margin}  "
        yield f"{_encode(name)}: " if begin == "{" else ""
        if depth + 1 == SPREAD:
            yield _encode(item)
        else:
            yield from _written(item, depth + 1)
        separator = ","
    yield f"\n{margin}{end}"
