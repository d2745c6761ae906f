"""In: the root of an ODD document, already parsed, and its path.
Out: its schemaSpec (a customisation) or all its specs (a source), as values of specs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from tei_tools.odd.errors import Log
from tei_tools.odd.files import Files
from tei_tools.odd.foreign import read_foreign
from tei_tools.odd.groups import followed
from tei_tools.odd.inclusions import include
from tei_tools.odd.read_attributes import read_attributes, read_constraint, read_constraints
from tei_tools.odd.read_content import alt_ident, foreign_names, read_content, read_val_list
from tei_tools.odd.reader import TEI, Element, Reader, local, words
from tei_tools.odd.specs import (
    TEI_NS,
    Classes,
    ClassSpec,
    ConstraintSpec,
    Content,
    DataSpec,
    ElementSpec,
    ForeignModule,
    ForeignName,
    MacroSpec,
    MemberOf,
    Mode,
    ModuleRef,
    Schema,
    Source,
    Spec,
    SpecRef,
)

# Children of specs and of schemaSpec that document, and say nothing to a grammar.
PROSE = frozenset(
    {"altIdent", "equiv", "gloss", "desc", "exemplum", "remarks", "listRef", "outputRendition"}
    | {"model", "modelGrp", "modelSequence", "constraintSpec"}
)

# What anyElement leaves out where neither it nor the schemaSpec says (TEI: @defaultExceptions).
DEFAULT_EXCEPTIONS = (
    ForeignName(TEI_NS),
    ForeignName("http://www.tei-c.org/ns/Examples", "egXML"),
)

REFS = ("elementRef", "classRef", "macroRef", "dataRef")
CLASS_TYPES = ("", "model", "atts")


def is_customisation(root: Element) -> bool:
    """Whether an ODD selects from a source, and does not just hold specs."""
    names = [TEI + name for name in ("moduleRef", "specGrpRef", *REFS)]
    schemas = root.iter(TEI + "schemaSpec")
    return any(child.tag in names for schema in schemas for child in schema)


def read_schema(root: Element, file: Path, files: Files, log: Log) -> Schema:
    """The schemaSpec of a customisation, the first where there are several.

    `files` reads what the ODD refers to. Raises OddError where there is no schemaSpec.
    """
    reader = Reader(str(file), log)
    include(reader, root, file, files)
    found = list(root.iter(TEI + "schemaSpec"))
    if not found:
        raise reader.error(root, "no <schemaSpec> in this file")
    if len(found) > 1:
        names = ", ".join(each.get("ident", "?") for each in found)
        reader.warn(found[1], f"more than one <schemaSpec> ({names}): the first is taken")
    element = found[0]
    reader.lang = (words(element, "docLang") or ("en",))[0]
    reader.prefix = element.get("prefix", "")
    schema = Schema(
        ident=reader.required(element, "ident"),
        title=_title(root),
        place=reader.place(element),
        start=words(element, "start") if element.get("start") is not None else ("TEI",),
        ns=element.get("ns", TEI_NS),
        prefix=reader.prefix,
        source=element.get("source", "").strip(),
        lang=reader.lang,
        exceptions=foreign_names(element, "defaultExceptions"),
    )
    return _with_children(schema, files, followed(reader, element, file, files))


def _exceptions(schema: Schema, specs: list[Spec]) -> tuple[ForeignName, ...]:
    """The names that are not foreign to a schema: those that it declares itself.

    The attributes of foreign elements are of no type, and an ID here is to be one everywhere.
    """
    own = [ForeignName(schema.ns)]
    for spec in specs:
        if isinstance(spec, ElementSpec) and spec.mode is Mode.ADD and spec.ns is not None:
            own.append(ForeignName(spec.ns, spec.alt_ident or spec.ident))
    spaces = {schema.ns, TEI_NS}
    more = (each for each in own if not each.name or each.ns not in spaces)
    return tuple(dict.fromkeys((*DEFAULT_EXCEPTIONS, *more)))


def _title(root: Element) -> str:
    title = root.find(f"./{TEI}teiHeader/{TEI}fileDesc/{TEI}titleStmt/{TEI}title")
    return "" if title is None else " ".join("".join(title.itertext()).split())


def _with_children(
    schema: Schema, files: Files, children: Iterable[tuple[Reader, Element]]
) -> Schema:
    modules: list[ModuleRef] = []
    refs: list[SpecRef] = []
    specs: list[Spec] = []
    foreign: list[ForeignModule] = []
    constraints: list[ConstraintSpec] = []
    for reader, child in children:
        name = local(child)
        with reader.log.going_on():
            if name in SPECS:
                specs.append(SPECS[name](reader, child))
            elif name == "moduleRef" and child.get("url") is not None:
                foreign.append(read_foreign(reader, child, files))
            elif name == "moduleRef":
                modules.append(_module_ref(reader, child))
            elif name in REFS:
                refs.append(_spec_ref(reader, child))
            elif name == "constraintSpec":
                constraints.append(read_constraint(reader, child))
            elif name not in PROSE and name != "moduleSpec":
                raise reader.unsupported(child)
    return replace(
        schema,
        modules=tuple(modules),
        refs=tuple(refs),
        specs=tuple(specs),
        foreign=tuple(foreign),
        constraints=tuple(constraints),
        exceptions=schema.exceptions or _exceptions(schema, specs),
    )


def _module_ref(reader: Reader, element: Element) -> ModuleRef:
    for child in reader.children(element):
        raise reader.unsupported(child)
    include, exclude = _selection(reader, element)
    key = reader.required(element, "key")
    source = element.get("source", "").strip()
    return ModuleRef(key, include, exclude, source, reader.place(element))


def _spec_ref(reader: Reader, element: Element) -> SpecRef:
    include, exclude = _selection(reader, element)
    key = reader.required(element, "key")
    source = element.get("source", "").strip()
    return SpecRef(local(element), key, include, exclude, source, reader.place(element))


def _selection(reader: Reader, element: Element) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    include, exclude = element.get("include"), words(element, "except")
    if include is not None and exclude:
        raise reader.error(element, f"<{local(element)}> has both @include and @except")
    return (None if include is None else tuple(include.split())), exclude


def read_source(root: Element, path: str, log: Log, lang: str = "en") -> Source:
    """All specs of an ODD source, by ident, in document order."""
    reader = Reader(path, log, lang)
    elements: dict[str, ElementSpec] = {}
    classes: dict[str, ClassSpec] = {}
    macros: dict[str, MacroSpec] = {}
    data: dict[str, DataSpec] = {}
    for each in root.iter(*(TEI + name for name in SPECS)):
        spec = SPECS[local(each)](reader, each)
        match spec:
            case ElementSpec():
                new = elements.setdefault(spec.ident, spec) is spec
            case ClassSpec():
                new = classes.setdefault(spec.ident, spec) is spec
            case MacroSpec():
                new = macros.setdefault(spec.ident, spec) is spec
            case DataSpec():
                new = data.setdefault(spec.ident, spec) is spec
        if not new:
            raise reader.error(each, f"a second <{local(each)}> is called `{spec.ident}`")
    modules = tuple(each.get("ident", "") for each in root.iter(TEI + "moduleSpec"))
    around = (TEI + "schemaSpec", TEI + "specGrp")
    constraints = tuple(
        read_constraint(reader, each)
        for each in root.iter(TEI + "constraintSpec")
        if (parent := each.getparent()) is not None and parent.tag in around
    )
    files = frozenset({path})
    return Source(path, modules, elements, classes, macros, data, files, constraints)


def _element_spec(reader: Reader, element: Element) -> ElementSpec:
    _check(reader, element, frozenset({"classes", "content", "attList"}))
    ident = reader.required(element, "ident")
    prefix = element.get("prefix", "")  # of the name of its definition (TEI Guidelines 22.5)
    return ElementSpec(
        ident=prefix + ident,
        module=element.get("module", ""),
        mode=reader.mode(element),
        place=reader.place(element),
        documentation=reader.documentation(element),
        alt_ident=alt_ident(element) or (ident if prefix else ""),
        ns=element.get("ns"),
        classes=_classes(reader, element),
        content=_content(reader, element),
        attributes=read_attributes(reader, element),
        constraints=read_constraints(reader, element),
    )


def _class_spec(reader: Reader, element: Element) -> ClassSpec:
    _check(reader, element, frozenset({"classes", "attList"}))
    kind = element.get("type", "")
    if kind not in CLASS_TYPES:
        raise reader.error(element, f"@type of <classSpec> cannot be `{kind}`")
    return ClassSpec(
        ident=reader.required(element, "ident"),
        module=element.get("module", ""),
        mode=reader.mode(element),
        place=reader.place(element),
        type=kind,
        documentation=reader.documentation(element),
        classes=_classes(reader, element),
        attributes=read_attributes(reader, element),
        constraints=read_constraints(reader, element),
    )


_Named = TypeVar("_Named", MacroSpec, DataSpec)


def _content_spec(kind: type[_Named], reader: Reader, element: Element) -> _Named:
    """A macro or a datatype: both are a name for content."""
    _check(reader, element, frozenset({"content", "valList"}))
    return kind(
        reader.required(element, "ident"),
        element.get("module", ""),
        reader.mode(element),
        reader.place(element),
        reader.documentation(element),
        _content(reader, element),
        read_constraints(reader, element),
    )


def _check(reader: Reader, element: Element, known: frozenset[str]) -> None:
    for child in reader.children(element):
        if local(child) not in known | PROSE:
            raise reader.unsupported(child)


def _content(reader: Reader, element: Element) -> Content | None:
    content = element.find(TEI + "content")
    if content is not None:
        return read_content(reader, content)
    val_list = element.find(TEI + "valList")
    return None if val_list is None else read_val_list(reader, val_list)


def _classes(reader: Reader, element: Element) -> Classes | None:
    classes = element.find(TEI + "classes")
    if classes is None:
        return None
    members = []
    for child in reader.children(classes):
        if local(child) != "memberOf":
            raise reader.unsupported(child)
        key = reader.required(child, "key")
        members.append(MemberOf(key, reader.mode(child), reader.place(child)))
    return Classes(tuple(members), reader.mode(classes, Mode.REPLACE))


SPECS: dict[str, Callable[[Reader, Element], Spec]] = {
    "elementSpec": _element_spec,
    "classSpec": _class_spec,
    "macroSpec": partial(_content_spec, MacroSpec),
    "dataSpec": partial(_content_spec, DataSpec),
}
