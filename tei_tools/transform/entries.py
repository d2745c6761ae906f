"""In: an entry of a register. Out: its lines, and the name by which others know it."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.names import XML_ID, local, name_of, tei

from .behaviours import Behaviour
from .dates import dating, in_words
from .flatten import text_of
from .inlines import Inlines, Item
from .nodes import Block, BlockNode, Group, Text
from .structure import Structure
from .views import READING

#: The elements that are entries, and the kind of thing each is an entry for.
ENTRIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        tei("person"): "person",
        tei("personGrp"): "person",
        tei("persona"): "person",
        tei("org"): "org",
        tei("place"): "place",
        tei("event"): "event",
        tei("object"): "object",
        tei("bibl"): "work",
        tei("biblStruct"): "work",
        tei("biblFull"): "work",
    }
)
#: What names an entry; the first is its heading.
NAMES: Final = frozenset(
    map(tei, ("persName", "orgName", "placeName", "eventName", "objectName", "label", "head"))
)

#: What says in a few words who or what an entry is for.
DESCRIPTIONS: Final = frozenset(map(tei, ("desc", "occupation")))

#: Elements that name something, and what; `rs` and `name` say it in ``@type``.
ENTITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        tei("persName"): "person",
        tei("orgName"): "org",
        **dict.fromkeys(
            map(tei, "placeName settlement region country district bloc geogName".split()), "place"
        ),
        tei("eventName"): "event",
        tei("objectName"): "object",
        tei("title"): "work",
        tei("rs"): "",
        tei("name"): "",
    }
)
#: Elements that are entities only where they refer to something.
ONLY_WITH_REF: Final = frozenset(map(tei, ("title", "rs")))


class Entry(NamedTuple):
    """What a register says of a thing that is named elsewhere.

    Attributes:
        label: its name.
        kind: person, org, place, event, object or work.
        heading: its name as an index has it, the surname first; empty where that is the label.
        about: who or what it is, in a few words; empty where the register does not say.
    """

    label: str
    kind: str
    heading: str = ""
    about: str = ""


#: Finds an entry by its id.
Lookup: TypeAlias = Callable[[str], Entry | None]


def register_entries(document: Document) -> dict[str, Entry]:
    """The entries of the registers in a document, by id."""
    structure = Structure(document)
    lines = Inlines(structure, READING)
    found: dict[str, Entry] = {}
    for standoff in document.root.iter(tei("standOff")):
        for element in standoff.iter(*ENTRIES):
            identifier = element.get(XML_ID)
            if identifier and identifier not in found:
                found[identifier] = _named(element, lines)
    return found


def _named(element: etree._Element, lines: Inlines) -> Entry:
    """What others are told of an entry; its name is its first name, or the title of a work."""
    kind = ENTRIES[name_of(element)]
    name = next(element.iterchildren(*NAMES), None)
    if name is None and kind == "work":
        name = next(element.iter(tei("title")), None)
    if name is None:
        return Entry(lines.plain(element), kind)
    return Entry(lines.plain(name), kind, _surname_first(name, lines), _about(element, lines))


def _surname_first(name: etree._Element, lines: Inlines) -> str:
    surnames = list(name.iterchildren(tei("surname")))
    others = [part for part in name.iterchildren(etree.Element) if part not in surnames]
    if not surnames or not others:
        return ""
    return ", ".join(" ".join(map(lines.plain, parts)) for parts in (surnames, others))


def _about(element: etree._Element, lines: Inlines) -> str:
    """Years, and the first description; of a work its authors, volume, date and the like."""
    if ENTRIES[name_of(element)] == "work":
        told = element.iter(*map(tei, ("author", "biblScope", "date")))
        return ", ".join(dict.fromkeys(text_of(lines.nodes([part])) for part in told))
    said = next(element.iterchildren(*DESCRIPTIONS), None)
    dates = _years(element) or in_words(dating(element))
    parts = (dates, "" if said is None else lines.plain(said))
    return ": ".join(part for part in parts if part)


def _years(element: etree._Element) -> str:
    """The years of a life, where they are given."""
    born, died = (_year(element, tei(name)) for name in ("birth", "death"))
    if born and died:
        return f"{born}–{died}"
    return f"born {born}" if born else f"died {died}" if died else ""


def _year(element: etree._Element, name: str) -> str:
    """The year of the first child of a name; empty where it has none."""
    child = next(element.iterchildren(name), None)
    value = "" if child is None else next(iter(dating(child).values()), "")
    return value[: 5 if value.startswith("-") else 4]


def entry(
    element: etree._Element,
    lines: Inlines,
    contents: Callable[[etree._Element], tuple[BlockNode, ...]],
) -> tuple[BlockNode, ...]:
    """The lines of an entry: its name, other names, dates, and all else in the order given."""
    made = [*_heading(element, lines), *_variants(element, lines), *_dates(element)]
    for child in _rest(element):
        made += _line(child, lines, contents)
    return (Group(element, Behaviour.LIST_ITEM, tuple(made), "\n"),)


def _names(element: etree._Element) -> list[etree._Element]:
    return list(element.iterchildren(*NAMES))


def _heading(element: etree._Element, lines: Inlines) -> Iterator[BlockNode]:
    if ENTRIES[name_of(element)] == "work":
        items = [item for item in lines.content(element) if not _is_apart(item)]
        yield Block(element, Behaviour.HEADING, lines.nodes(items), part=True)
    elif names := _names(element):
        yield Block(names[0], Behaviour.HEADING, lines.nodes(lines.inner(names[0])))


def _is_apart(item: Item) -> bool:
    return isinstance(item, etree._Element) and item.tag in (tei("note"), tei("idno"))


def _variants(element: etree._Element, lines: Inlines) -> Iterator[BlockNode]:
    if ENTRIES[name_of(element)] == "work":
        return
    names = _names(element)
    shown = list(dict.fromkeys(lines.plain(name) for name in names))[1:]
    if shown:
        text = Text("Also: " + "; ".join(shown), generated=True)
        yield Block(names[1], Behaviour.BLOCK, (text,), part=True)


def _dates(element: etree._Element) -> Iterator[BlockNode]:
    if dates := in_words(dating(element)):
        yield Block(element, Behaviour.BLOCK, (Text(dates, generated=True),), part=True)
    life = [
        f"{verb} {dates}"
        for name, verb in (("birth", "born"), ("death", "died"))
        for child in element.iterchildren(tei(name))
        if (dates := in_words(dating(child)))
    ]
    if life:
        text = ", ".join(life)
        text = text[0].upper() + text[1:]
        yield Block(element, Behaviour.BLOCK, (Text(text, generated=True),), part=True)


def _rest(element: etree._Element) -> Iterator[etree._Element]:
    is_work = ENTRIES[name_of(element)] == "work"
    for child in element.iterchildren(etree.Element):
        if is_work and not _is_apart(child):
            continue
        if child.tag in (tei("birth"), tei("death")) and in_words(dating(child)):
            continue
        if is_work or child.tag not in NAMES:
            yield child


def _line(
    element: etree._Element,
    lines: Inlines,
    contents: Callable[[etree._Element], tuple[BlockNode, ...]],
) -> tuple[BlockNode, ...]:
    structure = lines.structure
    if element in structure.holders:
        return contents(element)
    rule = structure.rule(element)
    items: list[Item] = lines.content(element)
    match local(name_of(element)):
        case "idno":
            label = element.get("type", "").strip()
        case "country" | "region" | "settlement" | "district" | "bloc":
            label = local(name_of(element)).capitalize()
        case _:
            label = ""
    line = lines.nodes(items)
    if label and line:
        line = (Text(f"{label}: ", generated=True), *line)
    return (Block(element, rule.behaviour, line),) if line else ()
