"""In: a FLAT ODD.
Out: the same as a TEI file: an ODD without references, which can be the source of another."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator

from lxml import etree

from tei_tools.odd.flat import FlatClass, FlatElement, FlatMacro, FlatOdd
from tei_tools.odd.markup import Element, Maker, serialize
from tei_tools.odd.reader import RNG_NS, TEI
from tei_tools.odd.specs import (
    ONCE,
    TEI_NS,
    XML_NS,
    Alternate,
    AnyElement,
    AttDef,
    AttList,
    AttRef,
    ClassRef,
    ConstraintSpec,
    Content,
    DataRef,
    Datatype,
    Documentation,
    ElementRef,
    Embedded,
    Empty,
    ForeignModule,
    ForeignName,
    MacroRef,
    NotAllowed,
    Occurs,
    Sequence,
    TextNode,
    ValItem,
    ValList,
)

tei = Maker(TEI_NS, {None: TEI_NS})

#: The prefixes of namespaces in the TEI's own ODDs.
PREFIXES = {"http://www.tei-c.org/ns/Examples": "teix"}
#: What documents a spec before its declarations, in any number of languages, and after them.
BEFORE = ("equiv", "gloss", "desc")
AFTER = ("model", "modelGrp", "modelSequence", "exemplum", "remarks", "listRef")


def to_odd(flat: FlatOdd) -> bytes:
    """The compiled ODD, as one file that needs no source."""
    schema = flat.schema
    children = [
        *map(_foreign, schema.foreign),
        *(_spec("dataSpec", each, [_content(each.content)]) for each in flat.data.values()),
        *(_spec("macroSpec", each, [_content(each.content)]) for each in flat.macros.values()),
        *(_class(flat, each) for each in flat.classes.values()),
        *(_element(flat, each) for each in flat.elements.values()),
    ]
    spec = _excluding("schemaSpec", "defaultExceptions", schema.exceptions)
    spec.set("ident", schema.ident)
    spec.set("start", " ".join(schema.start))
    spec.extend(children)
    for name, value in (("ns", schema.ns), ("prefix", schema.prefix), ("docLang", schema.lang)):
        if value != {"ns": TEI_NS, "prefix": "", "docLang": "en"}[name]:
            spec.set(name, value)
    spec.extend(_constraints(schema.constraints))
    about = f"Compiled from {schema.title or schema.ident}."
    header = tei(
        "teiHeader",
        [
            tei(
                "fileDesc",
                [
                    tei("titleStmt", [tei.text("title", f"{schema.title or schema.ident}")]),
                    tei("publicationStmt", [tei.text("p", about)]),
                    tei("sourceDesc", [tei.text("p", about)]),
                ],
            )
        ],
    )
    root = tei("TEI", [header, tei("text", [tei("body", [spec])])])
    return serialize(root, schema.place.path)


def _excluding(tag: str, attribute: str, names: tuple[ForeignName, ...]) -> Element:
    """An element with an attribute that lists namespaces, and names by prefixes of its own."""
    if not all(each.ns for each in names):
        return tei(tag)  # what has no namespace cannot be listed
    spaces = dict.fromkeys(each.ns for each in names if each.name)
    prefixes = {ns: PREFIXES.get(ns, f"x{at}") for at, ns in enumerate(spaces, 1)}
    declared: dict[str | None, str] = {prefix: ns for ns, prefix in prefixes.items()}
    found = etree.Element(TEI + tag, nsmap={None: TEI_NS, **declared})
    words = [f"{prefixes[each.ns]}:{each.name}" if each.name else each.ns for each in names]
    if words:
        found.set(attribute, " ".join(words))
    return found


def _foreign(module: ForeignModule) -> Element:
    parts = [etree.fromstring(each) for each in (*module.own, *module.starts)]
    found = tei("moduleRef", [tei("content", parts)] if parts else [], url=module.url)
    if module.prefix:
        found.set("prefix", module.prefix)
    return found


# Specs.


def _spec(
    name: str,
    spec: FlatElement | FlatClass | FlatMacro,
    declarations: Iterable[Element],
    **attributes: str,
) -> Element:
    """A spec: what documents it comes before its declarations and after them."""
    if spec.module:
        attributes["module"] = spec.module
    parts = [
        *_documents(spec.documentation, BEFORE),
        *declarations,
        *_constraints(spec.constraints),
    ]
    attributes_list = [each for each in parts if each.tag == TEI + "attList"]
    parts = [each for each in parts if each.tag != TEI + "attList"]
    parts += [*attributes_list, *_documents(spec.documentation, AFTER)]
    return tei(name, parts, ident=spec.ident, **attributes)


def _element(flat: FlatOdd, element: FlatElement) -> Element:
    found = _spec(
        "elementSpec",
        element,
        [
            _classes(flat, element),
            _content(element.content),
            *_att_list(flat, element),
        ],
    )
    if element.ns != flat.schema.ns:
        found.set("ns", element.ns)
    if element.name != element.ident:
        found.insert(0, tei.text("altIdent", element.name))
    return found


def _class(flat: FlatOdd, spec: FlatClass) -> Element:
    declarations = [_classes(flat, spec), *_att_list(flat, spec)]
    return _spec("classSpec", spec, declarations, type=spec.type)


def _classes(flat: FlatOdd, spec: FlatElement | FlatClass) -> Element:
    """The classes of a spec: of attribute classes those that are taken over whole."""
    names = [each for each in spec.classes if flat.classes[each].type == "model"]
    return tei("classes", [tei("memberOf", key=key) for key in (*names, *spec.attributes.classes)])


def _constraints(constraints: Iterable[ConstraintSpec]) -> Iterator[Element]:
    for each in constraints:
        yield etree.fromstring(each.xml, etree.XMLParser(collect_ids=False))


def _documents(documentation: Documentation, names: tuple[str, ...]) -> Iterator[Element]:
    """What documents a thing: of each kind, what the uppermost layer has that has any."""
    for name in names:
        found = (layer.findall(TEI + name) for layer in documentation.layers)
        yield from map(_alone, next((each for each in found if each), []))


def _alone(element: Element) -> Element:
    found = copy.deepcopy(element)
    found.tail = None
    return found


# Content models.


def _content(content: Content) -> Element:
    return tei("content", [_node(content)] if not isinstance(content, Empty) else [tei("empty")])


def _node(content: Content) -> Element:
    match content:
        case ElementRef(key=key, occurs=occurs):
            return _occurring(tei("elementRef", key=key), occurs)
        case MacroRef(key=key, occurs=occurs):
            return _occurring(tei("macroRef", key=key), occurs)
        case ClassRef(key=key, occurs=occurs, expand=expand):
            found = tei("classRef", key=key)
            if expand != "alternate":
                found.set("expand", expand)
            return _occurring(found, occurs)
        case Sequence(items=items, occurs=occurs, preserve_order=ordered):
            found = tei("sequence", map(_node, items))
            if not ordered:
                found.set("preserveOrder", "false")
            return _occurring(found, occurs)
        case Alternate(items=items, occurs=occurs):
            return _occurring(tei("alternate", map(_node, items)), occurs)
        case AnyElement(require=require, exclude=exclude, occurs=occurs):
            found = _excluding("anyElement", "except", exclude)
            if require:
                found.set("require", " ".join(require))
            return _occurring(found, occurs)
        case DataRef(key=key, name=name, facets=facets):
            facet = [tei("dataFacet", name=each, value=value) for each, value in facets]
            return tei("dataRef", facet, **({"key": key} if key else {"name": name}))
        case ValList():
            return _val_list(content)
        case Embedded(xml=xml, occurs=occurs):
            pattern = etree.fromstring(xml)
            return pattern if occurs == ONCE else _occurring(tei("sequence", [pattern]), occurs)
        case TextNode():
            return tei("textNode")
        case Empty():
            return tei("empty")
        case NotAllowed():
            return etree.Element(f"{{{RNG_NS}}}notAllowed", nsmap={"rng": RNG_NS})


def _occurring(element: Element, occurs: Occurs) -> Element:
    if occurs.min != 1:
        element.set("minOccurs", str(occurs.min))
    if occurs.max != 1:
        element.set("maxOccurs", "unbounded" if occurs.max is None else str(occurs.max))
    return element


def _val_list(values: ValList) -> Element:
    found = tei("valList", map(_val_item, values.items))
    if values.type:
        found.set("type", values.type)
    return found


def _val_item(item: ValItem) -> Element:
    documents = [*_documents(item.documentation, BEFORE), *_documents(item.documentation, AFTER)]
    return tei("valItem", documents, ident=item.ident)


# Attributes.


def _att_list(flat: FlatOdd, spec: FlatElement | FlatClass) -> list[Element]:
    """The attributes that a spec takes from classes one by one, and its own."""
    parts = [_att_ref(flat, each) for each in spec.attributes.parts]
    own = [_item(flat, each) for each in spec.attributes.own.items]
    if spec.attributes.own.org == "choice" and own:
        own = [tei("attList", own, org="choice")]
    return [tei("attList", [*parts, *own])] if parts or own else []


def _item(flat: FlatOdd, item: AttDef | AttRef | AttList) -> Element:
    match item:
        case AttDef():
            return _att_def(item)
        case AttRef():
            return _att_ref(flat, item)
        case AttList(items=items, org=org):
            return tei("attList", [_item(flat, each) for each in items], org=org)


def _att_ref(flat: FlatOdd, ref: AttRef) -> Element:
    ns, _, name = ref.key.rpartition("}")
    match ns.lstrip("{"):
        case "" if not name:
            return tei("attRef", class_=ref.class_key)
        case "":
            return tei("attRef", class_=ref.class_key, name=name)
        case namespace if namespace == XML_NS:
            return tei("attRef", class_=ref.class_key, name=f"xml:{name}")
        case _:  # no reference says a namespace
            return _att_def(flat.attribute(ref.class_key, ref.key))


def _datatype(datatype: Datatype) -> list[Element]:
    """The datatype; none where any text is allowed, which only its absence says."""
    content = datatype.content
    if isinstance(content, TextNode):
        if datatype.occurs == ONCE:
            return []
        content = DataRef("", "token", (), datatype.place)
    return [_occurring(tei("datatype", [_node(content)]), datatype.occurs)]


def _att_def(att: AttDef) -> Element:
    is_xml = att.ns == XML_NS
    parts: list[Element] = [tei.text("altIdent", att.alt_ident)] if att.alt_ident else []
    parts += _documents(att.documentation, BEFORE)
    if att.datatype is not None:
        parts += _datatype(att.datatype)
    parts += _constraints(att.constraints)
    if att.default is not None:
        parts.append(tei.text("defaultVal", att.default))
    if att.val_list is not None:
        parts.append(_val_list(att.val_list))
    parts += _documents(att.documentation, AFTER)
    found = tei("attDef", parts, ident=f"xml:{att.ident}" if is_xml else att.ident)
    if att.usage:
        found.set("usage", att.usage)
    if att.ns and not is_xml:
        found.set("ns", att.ns)
    return found
