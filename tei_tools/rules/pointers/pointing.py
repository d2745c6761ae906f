"""In: names of an element and an attribute. Out: whether it points, and to what kind of thing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tei_tools.model.names import TEI_NS, local, namespace

#: Attributes whose value is one or more pointers wherever they stand (datatype teidata.pointer).
POINTERS = frozenset(
    "adj adjFrom adjTo ana calendar change children copyOf corresp datingMethod datingPoint decls "
    "domains edRef exclude fVal facs feats follow given hand inst lemmaRef mergedIn mutual next "
    "nymRef origin parent parts perf period prev ref rendition resp sameAs scribeRef scriptRef "
    "select since source spanTo synch target targetEnd toWhom unitRef who wit".split()
)
#: Attributes that are pointers on these elements and something else on others.
POINTERS_ON: Mapping[str, frozenset[str]] = {
    "active": frozenset({"relation"}),
    "passive": frozenset({"relation"}),
    "new": frozenset({"handShift"}),
    "scheme": frozenset(
        {"catRef", "classCode", "keywords", "locus", "locusGrp", "occupation", "socecStatus"}
    ),
    "url": frozenset({"graphic", "media", "schemaRef"}),
}

#: The attributes that are looked at more closely.
LEADING = POINTERS | POINTERS_ON.keys()
#: Attributes that lead to images and sounds, which are often kept elsewhere.
MEDIA = frozenset({"facs", "url"})

PERSONS = ("person", "personGrp", "persona")
AGENTS = (*PERSONS, "org", "respStmt", "author", "editor", "principal", "handNote", "bibl")
WORKS = ("bibl", "biblStruct", "biblFull", "msDesc", "listBibl", "TEI", "object")
#: What an attribute leads to, for every element.
KINDS: Mapping[str, tuple[str, ...]] = {
    "hand": ("handNote",),
    "new": ("handNote",),
    "scribeRef": ("person",),
    "resp": AGENTS,
    "wit": ("witness", "listWit", "msDesc"),
    "rendition": ("rendition",),
    "scheme": ("taxonomy", "category"),
}
#: What ``@ref`` and ``@target`` lead to, by element (and ``@type``, where it decides).
KINDS_BY_ELEMENT: Mapping[tuple[str, str, str], tuple[str, ...]] = {
    ("persName", "ref", ""): PERSONS,
    ("author", "ref", ""): (*PERSONS, "org"),
    ("orgName", "ref", ""): ("org",),
    ("placeName", "ref", ""): ("place",),
    ("settlement", "ref", ""): ("place",),
    ("region", "ref", ""): ("place",),
    ("country", "ref", ""): ("place",),
    ("geogName", "ref", ""): ("place",),
    ("title", "ref", ""): WORKS,
    ("rs", "ref", "person"): PERSONS,
    ("rs", "ref", "org"): ("org",),
    ("rs", "ref", "place"): ("place",),
    ("rs", "ref", "event"): ("event",),
    ("rs", "ref", "bibl"): WORKS,
    ("ref", "target", "noteref"): ("note",),
    ("catRef", "target", ""): ("category",),
    ("handShift", "new", ""): ("handNote",),
}


@lru_cache(1_000)
def pointing(tag: str, attribute: str, type_: str) -> tuple[str, ...] | None:
    """What an attribute of an element may lead to: names of elements, none when anything will do.

    Args:
        tag: the Clark name of the element.
        attribute: the name of the attribute, one of `LEADING`.
        type_: the element's ``@type``.

    Returns:
        None where the attribute holds no pointers.
    """
    name = local(tag)
    if namespace(tag) != TEI_NS or (
        attribute not in POINTERS and name not in POINTERS_ON[attribute]
    ):
        return None
    return (
        KINDS_BY_ELEMENT.get((name, attribute, type_))
        or KINDS_BY_ELEMENT.get((name, attribute, ""))
        or KINDS.get(attribute, ())
    )
