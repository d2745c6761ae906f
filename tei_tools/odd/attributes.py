"""In: merged specs.
Out: the attributes of each class and element, inheritance resolved (TEI Guidelines 22.5.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from tei_tools.odd.errors import OddError, error
from tei_tools.odd.graph import DEEPEST, longest, ordered, shown
from tei_tools.odd.merge import Merged, attribute_definitions
from tei_tools.odd.merge_specs import merge_attribute, settled
from tei_tools.odd.named_data import known_data
from tei_tools.odd.specs import AttDef, AttList, AttRef, ClassSpec, ElementSpec, Mode

#: How many attributes all elements and classes may have together, inherited ones counted.
MOST_HELD = 500_000


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes of an element or a class: what it takes over, and what it defines.

    `classes` are attribute classes taken over whole, `parts` single attributes of classes of which
    something is left out or changed, `own` the definitions that stand in the spec itself, complete,
    and `by_key` the same by their keys.
    """

    classes: tuple[str, ...] = ()
    parts: tuple[AttRef, ...] = ()
    own: AttList = field(default_factory=AttList)
    by_key: Mapping[str, AttDef] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute as it holds somewhere: its definition, and the class it comes from, if any."""

    definition: AttDef
    owner: str


Table: TypeAlias = dict[str, Attribute]


class Resolver:
    """Resolves the attributes of one schema; each class is resolved once.

    What has no effect is a warning in the log of `merged`.
    """

    def __init__(self, merged: Merged) -> None:
        self.merged = merged
        self.classes = {
            key: spec for key, spec in merged.specs.classes.items() if spec.type == "atts"
        }
        self._tables: dict[str, Table] = {}
        self._attributes: dict[str, Attributes] = {}
        self._held = 0
        for key in order_of_classes(merged, {k: self._above(s) for k, s in self.classes.items()}):
            self._attributes[key], self._tables[key] = self._resolve(self.classes[key], key)

    def _above(self, spec: ClassSpec) -> list[str]:
        """The classes that an attribute class takes something from."""
        members = spec.classes.members if spec.classes else ()
        return [*(each.key for each in members), *_referred_to(spec.attributes)]

    def of_class(self, key: str) -> Attributes:
        """The attributes of an attribute class."""
        return self._attributes[key]

    def of_element(self, spec: ElementSpec) -> Attributes:
        """The attributes of an element."""
        return self._resolve(spec, "")[0]

    def _resolve(self, spec: ElementSpec | ClassSpec, owner: str) -> tuple[Attributes, Table]:
        supers = [
            member.key
            for member in (spec.classes.members if spec.classes else ())
            if member.key in self.classes
        ]
        inherited = self._inherited(spec, supers)
        own, own_table = self._own(spec, spec.attributes, inherited, owner)
        touched = {att.key for att in attribute_definitions(spec.attributes)} | set(own_table)
        whole, parts = self._taken_over(supers, touched)
        table = {key: each for key, each in inherited.items() if key not in touched}
        table |= own_table
        self._held += len(table)
        if self._held > MOST_HELD:
            message = f"with `{spec.ident}`, elements and classes have more than {MOST_HELD:,}"
            message += " attributes, inherited ones counted; take fewer classes, or smaller ones"
            raise error(spec.place, message, "limit")
        by_key = {att.key: att for att in reversed(attribute_definitions(own))}
        return Attributes(whole, parts, own, by_key), table

    def _inherited(self, spec: ElementSpec | ClassSpec, supers: list[str]) -> Table:
        table: Table = {}
        own = {att.key for att in attribute_definitions(spec.attributes)}
        for key in supers:
            for name, attribute in self._tables[key].items():
                met = table.setdefault(name, attribute)
                if met.owner != attribute.owner and name not in own:
                    raise error(
                        spec.place,
                        f"`{spec.ident}` inherits attribute `{name}` from both {met.owner} "
                        f"and {attribute.owner}; define, change or delete it there",
                        "conflict",
                    )
        return table

    def _taken_over(
        self, supers: list[str], touched: set[str]
    ) -> tuple[tuple[str, ...], tuple[AttRef, ...]]:
        """Classes whole where nothing in them is touched or already there, otherwise in parts."""
        whole: list[str] = []
        parts: list[AttRef] = []
        seen = set(touched)
        for key in supers:
            table = self._tables[key]
            if not table:
                continue
            if seen.isdisjoint(table):
                whole.append(key)
            else:
                place = self.classes[key].place
                parts += [
                    AttRef(attribute.owner, name, place)
                    for name, attribute in table.items()
                    if name not in seen
                ]
            seen |= table.keys()
        return tuple(whole), tuple(parts)

    def _own(
        self, spec: ElementSpec | ClassSpec, attributes: AttList, inherited: Table, owner: str
    ) -> tuple[AttList, Table]:
        """The definitions of a spec, completed from the inherited ones that they change."""
        items: list[AttDef | AttRef | AttList] = []
        table: Table = {}
        is_choice = attributes.org == "choice"
        for item in attributes.items:
            match item:
                case AttDef():
                    complete = self._complete(spec, item, inherited.get(item.key))
                    if complete is not None:
                        items.append(complete)
                        found = {item.key: Attribute(complete, owner)}
                        _check_double(spec, item, found, {} if is_choice else table)
                        table |= found
                case AttRef():
                    found = self._referred(item)
                    if found:
                        definer = found[item.key].owner if item.key else item.class_key
                        items.append(replace(item, class_key=definer))
                        _check_double(spec, item, found, {} if is_choice else table)
                        table |= found
                case AttList():
                    inner, found = self._own(spec, item, inherited, owner)
                    if inner.items:
                        items.append(inner)
                        table |= found
        return replace(attributes, items=tuple(items)), table

    def _complete(
        self, spec: ElementSpec | ClassSpec, att: AttDef, inherited: Attribute | None
    ) -> AttDef | None:
        if att.mode in (Mode.CHANGE, Mode.DELETE) and inherited is None:
            self._check_known(spec, att)
            return None
        if att.mode is Mode.DELETE:
            return None
        if att.mode is Mode.CHANGE and inherited is not None:
            att = merge_attribute(inherited.definition, att)
        datatype = att.datatype
        if datatype is not None:
            datatype = replace(datatype, content=known_data(self.merged, datatype.content))
        return replace(att, mode=Mode.ADD, datatype=datatype, val_list=settled(att.val_list))

    def _check_known(self, spec: ElementSpec | ClassSpec, att: AttDef) -> None:
        """A change to an attribute that is not there: right in a source whose class is gone."""
        if not self.merged.is_own(att.place):
            return
        known = self._known_attributes(spec.ident, isinstance(spec, ElementSpec))
        if att.key in known and att.mode is Mode.DELETE:
            return
        hint = self.merged.log.did_you_mean(att.key, known - {att.key})
        message = f"`{spec.ident}` has no attribute `{att.key}` to {att.mode}{hint}"
        self.merged.log.warn(att.place, message, "unknown")

    def _known_attributes(self, ident: str, is_element: bool) -> set[str]:
        """The attributes that a spec has in its source, inherited ones too."""
        known, names, todo = self.merged.known, set[str](), [ident]
        seen: set[str] = set()
        for key in todo:
            kinds = known.elements if is_element and key == ident else known.classes
            spec = kinds.get(key)
            if spec is None or key in seen:
                continue
            seen.add(key)
            names |= {att.key for att in attribute_definitions(spec.attributes)}
            todo += [member.key for member in spec.classes.members] if spec.classes else []
        return names

    def _referred(self, ref: AttRef) -> Table:
        """What an attRef stands for; nothing where its class is not in the schema."""
        if ref.class_key not in self.classes:
            if ref.class_key not in self.merged.known.classes and self.merged.is_own(ref.place):
                hint = self.merged.log.did_you_mean(ref.class_key, self.classes)
                message = f"no class `{ref.class_key}`: left out{hint}"
                self.merged.log.warn(ref.place, message, "unknown")
            return {}
        table = self._tables[ref.class_key]
        if not ref.key:
            return table
        if ref.key not in table:
            if self.merged.is_own(ref.place):
                hint = self.merged.log.did_you_mean(ref.key, table)
                message = f"class {ref.class_key} has no attribute `{ref.key}`: left out{hint}"
                self.merged.log.warn(ref.place, message, "unknown")
            return {}
        return {ref.key: table[ref.key]}


def order_of_classes(merged: Merged, graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Classes, each after those that it leads to.

    Raises OddError for one that leads to itself, and for more than DEEPEST in a row.
    """
    specs = merged.specs.classes

    def ring(names: list[str]) -> OddError:
        message = f"class {names[0]} is a member of itself ({shown(names)})"
        return error(specs[names[0]].place, message, "conflict")

    order = ordered(graph, ring)
    if chain := longest(graph, order):
        message = f"more than {DEEPEST} classes are members of one another ({shown(chain)})"
        raise error(specs[chain[0]].place, f"{message}; make them members of fewer", "limit")
    return order


def _referred_to(attributes: AttList) -> Iterator[str]:
    """The classes that attRefs refer to."""
    for item in attributes.items:
        match item:
            case AttRef(class_key=key):
                yield key
            case AttList():
                yield from _referred_to(item)
            case AttDef():
                pass


def _check_double(
    spec: ElementSpec | ClassSpec, item: AttDef | AttRef, new: Table, there: Table
) -> None:
    for key in new:
        if key in there:
            raise error(item.place, f"`{spec.ident}` has attribute `{key}` twice", "conflict")
