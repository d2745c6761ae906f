"""In: nothing; these are values.
Out: what an ODD says: specs, attribute lists, value lists and content nodes (TEI Guidelines 22)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from lxml import etree

from tei_tools.odd.errors import Place

TEI_NS = "http://www.tei-c.org/ns/1.0"
XML_NS = "http://www.w3.org/XML/1998/namespace"


class Mode(StrEnum):
    """What a declaration does to the one it meets (TEI Guidelines 23.3.1)."""

    ADD = "add"
    CHANGE = "change"
    REPLACE = "replace"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Documentation:
    """A gloss and a description, as plain text in one language.

    `layers` are the elements that document the same thing, those of the customisation first: for
    whoever needs other languages, examples or remarks. They take no part in comparisons.
    """

    gloss: str = ""
    desc: str = ""
    layers: tuple[etree._Element, ...] = field(default=(), compare=False, repr=False)

    @property
    def line(self) -> str:
        """Both in one line, `gloss: desc`."""
        return ": ".join(part for part in (self.gloss, self.desc) if part)


@dataclass(frozen=True, slots=True)
class ConstraintSpec:
    """A constraintSpec, kept as written; `lines` are those of its elements, in document order."""

    ident: str
    scheme: str
    mode: Mode
    xml: str
    place: Place
    lines: tuple[int, ...] = field(default=(), compare=False, repr=False)


# Content models (TEI Guidelines 22.5.1): a union of small values.


@dataclass(frozen=True, slots=True)
class Occurs:
    """@minOccurs and @maxOccurs; `max` is None where it is `unbounded`."""

    min: int = 1
    max: int | None = 1


ONCE = Occurs()


@dataclass(frozen=True, slots=True)
class ElementRef:
    """A reference to an element."""

    key: str
    occurs: Occurs
    place: Place


@dataclass(frozen=True, slots=True)
class ClassRef:
    """A reference to a model class, and how its members are put together (@expand)."""

    key: str
    occurs: Occurs
    place: Place
    expand: str = "alternate"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MacroRef:
    """A reference to a macro."""

    key: str
    occurs: Occurs
    place: Place


@dataclass(frozen=True, slots=True)
class DataRef:
    """A dataSpec (`key`) or a datatype of XML Schema (`name`), narrowed by facets."""

    key: str
    name: str
    facets: tuple[tuple[str, str], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """Its items one after another; in any order where `preserve_order` is false."""

    items: tuple[Content, ...]
    occurs: Occurs = ONCE
    preserve_order: bool = True
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Alternate:
    """One of its items."""

    items: tuple[Content, ...]
    occurs: Occurs = ONCE
    place: Place | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TextNode:
    """Text, possibly none."""


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing."""


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """What is left of a required reference to a class without members; never read from a file."""


@dataclass(frozen=True, slots=True)
class ForeignName:
    """A namespace, or one name of it, that anyElement leaves out."""

    ns: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class AnyElement:
    """An element of any name in a required namespace, or outside the excluded ones."""

    require: tuple[str, ...]
    exclude: tuple[ForeignName, ...]
    occurs: Occurs
    place: Place


@dataclass(frozen=True, slots=True)
class Embedded:
    """A pattern of RELAX NG that no content model of the TEI says, kept as it is written."""

    xml: str
    place: Place
    occurs: Occurs = ONCE


@dataclass(frozen=True, slots=True)
class ValItem:
    """One value of a list."""

    ident: str
    documentation: Documentation = Documentation()
    mode: Mode = Mode.ADD


@dataclass(frozen=True, slots=True)
class ValList:
    """A list of values; `type` is closed, semi, open, or empty where the ODD does not say."""

    type: str
    items: tuple[ValItem, ...]
    place: Place
    mode: Mode = Mode.ADD

    @property
    def is_closed(self) -> bool:
        """Whether no other value is allowed."""
        return self.type == "closed"


Content: TypeAlias = (
    ElementRef
    | ClassRef
    | MacroRef
    | DataRef
    | Sequence
    | Alternate
    | TextNode
    | Empty
    | NotAllowed
    | AnyElement
    | Embedded
    | ValList
)


# Attributes (TEI Guidelines 22.5.3).


@dataclass(frozen=True, slots=True)
class Datatype:
    """The datatype of an attribute; with more than one occurrence, a white-space list."""

    content: Content
    occurs: Occurs
    place: Place


@dataclass(frozen=True, slots=True)
class AttDef:
    """One attribute. Empty or None where the ODD is silent, so that change mode can inherit."""

    ident: str
    ns: str
    place: Place
    mode: Mode = Mode.ADD
    usage: str = ""
    datatype: Datatype | None = None
    val_list: ValList | None = None
    default: str | None = None
    documentation: Documentation = Documentation()
    constraints: tuple[ConstraintSpec, ...] = ()
    alt_ident: str = ""

    @property
    def key(self) -> str:
        """The name that tells attributes apart: `{ns}ident`, or `ident` in no namespace."""
        return f"{{{self.ns}}}{self.ident}" if self.ns else self.ident

    @property
    def name(self) -> str:
        """The name in documents, without its namespace."""
        return self.alt_ident or self.ident

    @property
    def is_required(self) -> bool:
        """Whether the attribute must be there."""
        return self.usage == "req"


@dataclass(frozen=True, slots=True)
class AttRef:
    """One attribute of a class, by its key; or all of them, where the key is empty."""

    class_key: str
    key: str
    place: Place


@dataclass(frozen=True, slots=True)
class AttList:
    """Attributes all of which (`group`), or one of which (`choice`), may stand."""

    items: tuple[AttDef | AttRef | AttList, ...] = ()
    org: str = "group"


# Specs.


@dataclass(frozen=True, slots=True)
class MemberOf:
    """Membership of a class, or (in change mode) its end."""

    key: str
    mode: Mode
    place: Place


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes that an element or class is a member of."""

    members: tuple[MemberOf, ...] = ()
    mode: Mode = Mode.REPLACE


@dataclass(frozen=True, slots=True)
class ElementSpec:
    """The declaration of an element."""

    ident: str
    module: str
    mode: Mode
    place: Place
    documentation: Documentation = Documentation()
    alt_ident: str = ""
    ns: str | None = None
    classes: Classes | None = None
    content: Content | None = None
    attributes: AttList = AttList()
    constraints: tuple[ConstraintSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassSpec:
    """The declaration of a class of elements (`model`) or of attributes (`atts`)."""

    ident: str
    module: str
    mode: Mode
    place: Place
    type: str = ""
    documentation: Documentation = Documentation()
    classes: Classes | None = None
    attributes: AttList = AttList()
    constraints: tuple[ConstraintSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class MacroSpec:
    """The declaration of a macro: a piece of content model with a name."""

    ident: str
    module: str
    mode: Mode
    place: Place
    documentation: Documentation = Documentation()
    content: Content | None = None
    constraints: tuple[ConstraintSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class DataSpec:
    """The declaration of a datatype."""

    ident: str
    module: str
    mode: Mode
    place: Place
    documentation: Documentation = Documentation()
    content: Content | None = None
    constraints: tuple[ConstraintSpec, ...] = ()


Spec: TypeAlias = ElementSpec | ClassSpec | MacroSpec | DataSpec


# A schemaSpec, and the source that it selects from.


@dataclass(frozen=True, slots=True)
class ModuleRef:
    """The choice of a module; `include` is None where all its elements are meant."""

    key: str
    include: tuple[str, ...] | None
    exclude: tuple[str, ...]
    source: str
    place: Place


@dataclass(frozen=True, slots=True)
class ForeignModule:
    """A grammar of another vocabulary that a moduleRef names by @url.

    `definitions` are its definitions, `own` what the moduleRef puts beside them or in their
    place, each as it is written; `names` are the names defined, `prefix` and all. Where the
    grammar `is_there` not, what needs it is left out of the schema. `starts` are patterns of
    documents that the moduleRef adds to those in @start.
    """

    url: str
    prefix: str
    definitions: tuple[str, ...]
    own: tuple[str, ...]
    starts: tuple[str, ...]
    names: frozenset[str]
    place: Place
    is_there: bool = False


@dataclass(frozen=True, slots=True)
class SpecRef:
    """elementRef, classRef, macroRef or dataRef as a child of schemaSpec; `kind` is its name."""

    kind: str
    key: str
    include: tuple[str, ...] | None
    exclude: tuple[str, ...]
    source: str
    place: Place


@dataclass(frozen=True, slots=True)
class Schema:
    """A schemaSpec, its specGrpRefs already followed."""

    ident: str
    title: str
    place: Place
    start: tuple[str, ...] = ("TEI",)
    ns: str = TEI_NS
    prefix: str = ""
    source: str = ""
    lang: str = "en"
    exceptions: tuple[ForeignName, ...] = ()
    modules: tuple[ModuleRef, ...] = ()
    refs: tuple[SpecRef, ...] = ()
    specs: tuple[Spec, ...] = ()
    constraints: tuple[ConstraintSpec, ...] = ()
    foreign: tuple[ForeignModule, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether a grammar of another vocabulary is missing."""
        return not all(each.is_there for each in self.foreign)

    @property
    def foreign_names(self) -> frozenset[str]:
        """The names that grammars of other vocabularies define."""
        return frozenset(name for each in self.foreign for name in each.names)


@dataclass(frozen=True, slots=True)
class Source:
    """The specs of an ODD source, by ident, in document order; `files` are those they stand in.

    `constraints` are those that stand in no spec.
    """

    path: str
    modules: tuple[str, ...] = ()
    elements: Mapping[str, ElementSpec] = field(default_factory=dict)
    classes: Mapping[str, ClassSpec] = field(default_factory=dict)
    macros: Mapping[str, MacroSpec] = field(default_factory=dict)
    data: Mapping[str, DataSpec] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    constraints: tuple[ConstraintSpec, ...] = ()

    @property
    def name(self) -> str:
        """The file, as messages name it."""
        return self.path.replace("\\", "/").rpartition("/")[2]
