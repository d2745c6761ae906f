"""In: a content model as its spec has it.
Out: the same without references to what is not in the schema (as the TEI's Stylesheets have it)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from tei_tools.odd.errors import Place, error
from tei_tools.odd.merge import Merged
from tei_tools.odd.named_data import known_data
from tei_tools.odd.reader import RNG_NS
from tei_tools.odd.specs import (
    ONCE,
    Alternate,
    AnyElement,
    ClassRef,
    Content,
    DataRef,
    DataSpec,
    ElementRef,
    ElementSpec,
    Embedded,
    Empty,
    MacroRef,
    MacroSpec,
    NotAllowed,
    Occurs,
    Sequence,
    TextNode,
    ValList,
)

OPTIONAL = Occurs(0, 1)


class Pruner:
    """Prunes the content models of one schema, and warns of what it left out.

    A reference to nothing goes away: from an alternation it is one alternative fewer (an optional
    one leaves `empty` behind), from a sequence it is one step fewer, which is worth a warning where
    the step was required. A class that is there and has no members is another matter: a required
    reference to it can never be met, and so can nothing that it is a required part of.
    """

    def __init__(self, merged: Merged, members: Mapping[str, tuple[str, ...]]) -> None:
        self.merged = merged
        self.members = members
        self.log = merged.log
        self.foreign = merged.schema.foreign_names

    def content(self, spec: ElementSpec | MacroSpec | DataSpec) -> Content:
        """The content model of a spec, pruned."""
        pruned = None if spec.content is None else self._node(spec.content, spec.ident)
        if isinstance(pruned, NotAllowed) and isinstance(spec, ElementSpec):
            reason = "its content requires a member of a class that has none"
            self.log.warn(spec.place, f"<{spec.ident}> can never be valid: {reason}")
        return Empty() if pruned is None else pruned

    def _node(self, node: Content, owner: str) -> Content | None:
        match node:
            case ElementRef(key=key, occurs=occurs, place=place) if key in self.foreign:
                return Embedded(f'<ref xmlns="{RNG_NS}" name="{key}"/>', place, occurs)
            case ElementRef(key=key, place=place):
                specs = self.merged.specs.elements
                known = self.merged.known.elements
                return node if self._is_there(key, specs, known, place) else None
            case MacroRef(key=key, place=place):
                macros = self.merged.specs.macros
                known_macros = self.merged.known.macros
                return node if self._is_there(key, macros, known_macros, place) else None
            case ClassRef():
                return self._class_ref(node)
            case Sequence():
                return self._sequence(node, owner)
            case Alternate():
                return self._alternate(node, owner)
            case DataRef():
                return known_data(self.merged, node)
            case ValList() | TextNode() | Empty() | NotAllowed() | AnyElement():
                return node
            case Embedded():
                return None if self.merged.schema.is_partial else node

    def _is_there(
        self, key: str, specs: Collection[str], known: Collection[str], place: Place
    ) -> bool:
        if key in specs:
            return True
        if key not in known and self.merged.is_own(place):
            hint = self.log.did_you_mean(key, known)
            self.log.warn(place, f"nothing is called `{key}`: left out{hint}", "unknown")
        return False

    def _class_ref(self, ref: ClassRef) -> Content | None:
        known = self.merged.known.classes
        if ref.key in self.merged.specs.classes and ref.key not in self.members:
            raise error(
                ref.place, f"{ref.key} is a class of attributes, not of elements", "conflict"
            )
        if not self._is_there(ref.key, self.members, known, ref.place):
            return None
        if ref.include or ref.exclude:
            return self._selected(ref)
        if self.members[ref.key] or self.merged.schema.prefix + ref.key in self.foreign:
            return ref
        return self._nothing(ref)

    def _nothing(self, ref: ClassRef) -> Content | None:
        is_required = ref.occurs.min > 0 and ref.expand == "alternate"
        return NotAllowed() if is_required else None

    def _selected(self, ref: ClassRef) -> Content | None:
        """A classRef with @include or @except, as references to the elements that it selects."""
        for name in (*ref.include, *ref.exclude):
            names = (*self.merged.known.elements, *self.merged.known.classes)
            if name not in names:
                hint = self.log.did_you_mean(name, names)
                self.log.warn(ref.place, f"nothing is called `{name}`{hint}", "unknown")
        chosen = tuple(
            ElementRef(key, EXPANDED_OCCURS[ref.expand], ref.place) for key in self._chosen(ref)
        )
        if not chosen:
            return self._nothing(ref)
        if ref.expand == "alternate":
            return Alternate(chosen, ref.occurs)
        return Sequence(chosen, ref.occurs)

    def _chosen(self, ref: ClassRef) -> Iterator[str]:
        """The elements that a classRef names, or whose class below its own it does."""
        include, exclude = set(ref.include), set(ref.exclude)
        seen: set[tuple[str, bool]] = set()
        todo = [(ref.key, not include)]
        while todo:
            name, is_chosen = todo.pop()
            if name not in self.members:
                if is_chosen:
                    yield name
            elif (name, is_chosen) not in seen:
                seen.add((name, is_chosen))
                todo += [
                    (each, is_chosen or each in include)
                    for each in reversed(self.members[name])
                    if each not in exclude
                ]

    def _sequence(self, node: Sequence, owner: str) -> Content | None:
        items: list[Content] = []
        for item in node.items:
            pruned = self._node(item, owner)
            if pruned is not None:
                items.append(pruned)
            elif is_required(item):
                self._notice_gap(item, owner)
        if any(isinstance(item, NotAllowed) for item in items):
            return NotAllowed() if node.occurs.min else None
        return self._rebuilt(node, tuple(items))

    def _notice_gap(self, item: Content, owner: str) -> None:
        match item:
            case ElementRef(key=key, place=place) | MacroRef(key=key, place=place):
                message = f"<{owner}> requires {key}, which is not in the schema: left out"
                self.log.warn(place, message)
            case ClassRef(key=key, place=place):
                message = f"<{owner}> requires class {key}, which is not in the schema: left out"
                self.log.warn(place, message)
            case _:
                pass

    def _alternate(self, node: Alternate, owner: str) -> Content | None:
        items: list[Content] = []
        leaves_empty = False
        for item in node.items:
            pruned = self._node(item, owner)
            if pruned is None:
                leaves_empty = leaves_empty or not is_required(item)
            else:
                items.append(pruned)
        allowed = tuple(item for item in items if not isinstance(item, NotAllowed))
        if items and not allowed:
            return NotAllowed() if node.occurs.min and not leaves_empty else None
        if allowed and leaves_empty:
            node = replace(node, occurs=Occurs(0, node.occurs.max))
        return self._rebuilt(node, allowed)

    def _rebuilt(self, node: Sequence | Alternate, items: tuple[Content, ...]) -> Content | None:
        """The node with these items; without its wrapping where that says nothing."""
        if not items:
            return None
        if len(items) == 1 and node.occurs == ONCE:
            return items[0]
        return replace(node, items=items)


# How often each member of a class stands, in each way of expanding it.
EXPANDED_OCCURS = {
    "alternate": ONCE,
    "sequence": ONCE,
    "sequenceOptional": OPTIONAL,
    "sequenceOptionalRepeatable": Occurs(0, None),
    "sequenceRepeatable": Occurs(1, None),
}


def is_required(node: Content) -> bool:
    """Whether the node asks for something that is not text: leaving it out loosens the model."""
    match node:
        case ElementRef(occurs=occurs) | MacroRef(occurs=occurs) | AnyElement(occurs=occurs):
            return occurs.min > 0
        case Embedded():
            return True
        case ClassRef(occurs=occurs, expand=expand):
            return occurs.min > 0 and "Optional" not in expand
        case Sequence(items=items, occurs=occurs):
            return occurs.min > 0 and any(is_required(item) for item in items)
        case Alternate(items=items, occurs=occurs):
            return occurs.min > 0 and all(is_required(item) for item in items)
        case DataRef() | ValList() | TextNode() | Empty() | NotAllowed():
            return False
