"""In: <attList> of a spec.
Out: its attributes as specs.AttList; the constraintSpecs of any spec."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tei_tools.odd.read_content import alt_ident, read_node, read_val_list
from tei_tools.odd.reader import TEI, Element, Reader, local
from tei_tools.odd.specs import (
    XML_NS,
    AttDef,
    AttList,
    AttRef,
    ConstraintSpec,
    Datatype,
    Sequence,
    ValList,
)

ORGS = ("group", "choice")
USAGES = ("", "opt", "rec", "rwa", "mwa", "req")

# What an attDef may hold; the first two lines say nothing to a grammar.
ATT_DEF_PARTS = frozenset(
    {"altIdent", "equiv", "gloss", "desc", "valDesc", "exemplum", "remarks"}
    | {"constraintSpec", "datatype", "defaultVal", "valList"}
)


def read_attributes(reader: Reader, spec: Element) -> AttList:
    """The attribute list of a spec; empty where it has none."""
    found = spec.findall(TEI + "attList")
    if len(found) > 1:
        raise reader.error(found[1], f"<{local(spec)}> has more than one <attList>")
    return _att_list(reader, found[0]) if found else AttList()


def _att_list(reader: Reader, element: Element) -> AttList:
    org = element.get("org", "group")
    if org not in ORGS:
        raise reader.error(element, f"@org of <attList> cannot be `{org}`")
    items: list[AttDef | AttRef | AttList] = []
    for child in reader.children(element):
        match local(child):
            case "attDef" if child.get("ident", "").strip() == "xmlns":
                reader.warn(child, "a namespace declaration (xmlns) is no attribute: left out")
            case "attDef":
                items.append(_att_def(reader, child))
            case "attRef":
                items += _att_ref(reader, child)
            case "attList":
                items.append(_att_list(reader, child))
            case "desc" | "gloss":
                pass
            case _:
                raise reader.unsupported(child)
    return AttList(tuple(items), org)


def _att_def(reader: Reader, element: Element) -> AttDef:
    for child in reader.children(element):
        if local(child) not in ATT_DEF_PARTS:
            raise reader.unsupported(child)
    ns, ident = expanded(reader.required(element, "ident"), element.get("ns", ""))
    usage = element.get("usage", "")
    if usage not in USAGES:
        raise reader.error(element, f"@usage of <attDef> cannot be `{usage}`")
    default = element.find(TEI + "defaultVal")
    return AttDef(
        ident=ident,
        ns=ns,
        place=reader.place(element),
        mode=reader.mode(element),
        usage=usage,
        datatype=_datatype(reader, element),
        val_list=_val_list(reader, element),
        default=None if default is None else " ".join("".join(default.itertext()).split()),
        documentation=reader.documentation(element),
        constraints=read_constraints(reader, element),
        alt_ident=alt_ident(element),
    )


def expanded(ident: str, ns: str) -> tuple[str, str]:
    """The namespace and the local name of an attribute, from @ident and @ns of its attDef."""
    prefix, colon, name = ident.partition(":")
    if not colon:
        return ns, ident
    return (XML_NS if prefix == "xml" else ns or prefix), name


def _datatype(reader: Reader, element: Element) -> Datatype | None:
    datatype = element.find(TEI + "datatype")
    if datatype is None:
        return None
    nodes = [read_node(reader, child) for child in reader.children(datatype)]
    if not nodes:
        raise reader.error(datatype, "<datatype> is empty")
    content = nodes[0] if len(nodes) == 1 else Sequence(tuple(nodes))
    return Datatype(content, reader.occurs(datatype), reader.place(datatype))


def _val_list(reader: Reader, element: Element) -> ValList | None:
    found = element.findall(TEI + "valList")
    if len(found) > 1:
        raise reader.error(found[1], "<attDef> has more than one <valList>")
    return read_val_list(reader, found[0]) if found else None


def _att_ref(reader: Reader, element: Element) -> Iterator[AttRef]:
    """One reference; none where it is to a pattern of another vocabulary that is not read."""
    key, name = element.get("class", "").strip(), element.get("name", "").strip()
    if not key and ".attribute." in name:  # the form before TEI P5 2.9: att.x.attribute.y
        key, _, name = name.partition(".attribute.")
    if not key:
        reader.warn(element, f"<attRef> to `{name}` has no @class: left out", "unknown")
        return
    ns, ident = expanded(name, "")
    yield AttRef(key, f"{{{ns}}}{ident}" if ns else ident, reader.place(element))


def read_constraints(reader: Reader, spec: Element) -> tuple[ConstraintSpec, ...]:
    """The constraintSpecs that are children of a spec, kept as they are written."""
    return tuple(read_constraint(reader, each) for each in spec.findall(TEI + "constraintSpec"))


def read_constraint(reader: Reader, element: Element) -> ConstraintSpec:
    """A constraintSpec, kept as it is written."""
    return ConstraintSpec(
        element.get("ident", ""),
        element.get("scheme", ""),
        reader.mode(element),
        etree.tostring(element, encoding="unicode", with_tail=False),
        reader.place(element),
        tuple(each.sourceline or 0 for each in element.iter(etree.Element)),
    )
