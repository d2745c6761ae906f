"""In: the bytes of a schema in the XML syntax of RELAX NG. Out: its tree of `Node`.

Checks the full syntax (RELAX NG 3) and does what that section and 4.2–4.4, 4.8, 4.10 say of white
space, inherited attributes, prefixes and names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from lxml import etree

from tei_tools.model.characters import NCNAME_BEFORE
from tei_tools.model.closed import closed
from tei_tools.model.finding import SchemaError
from tei_tools.model.names import PLACE, RNG_NS, XML_BASE, local, namespace
from tei_tools.model.wording import malformed

from .syntax import (
    ANNOTATIONS_NS,
    Node,
    documented,
    is_qname,
    schema_finding,
    wrong_href,
    wrong_library,
)

#: The attributes each element takes besides ``ns`` and ``datatypeLibrary``; ``!`` marks required.
ATTRIBUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "element": ("name",),
    "attribute": ("name",),
    "data": ("!type",),
    "value": ("type",),
    "param": ("!name",),
    "ref": ("!name",),
    "parentRef": ("!name",),
    "externalRef": ("!href",),
    "include": ("!href",),
    "define": ("!name", "combine"),
    "start": ("combine",),
}
PATTERNS: Final = frozenset(
    "element attribute group interleave choice optional zeroOrMore oneOrMore list mixed ref "
    "parentRef empty value data notAllowed text externalRef grammar".split()
)
NAME_CLASSES: Final = frozenset("anyName nsName name choice".split())


class Content(NamedTuple):
    """What may stand inside an element: which elements, and how many of them."""

    allowed: frozenset[str]
    least: int = 0
    most: int = 1_000_000_000


_ONE_OR_MORE = Content(PATTERNS, 1)
_NOTHING = Content(frozenset())
#: The elements inside each element; ``element``, ``attribute``, ``except`` are told apart in code.
CONTENTS: Final[Mapping[str, Content]] = {
    **dict.fromkeys(
        "group interleave choice optional zeroOrMore oneOrMore list mixed define".split(),
        _ONE_OR_MORE,
    ),
    **dict.fromkeys(
        "ref parentRef empty notAllowed text externalRef value param name".split(), _NOTHING
    ),
    "data": Content(frozenset({"param", "except"})),
    "start": Content(PATTERNS, 1, 1),
    "grammar": Content(frozenset({"start", "define", "div", "include"})),
    "include": Content(frozenset({"start", "define", "div"})),
    "anyName": Content(frozenset({"except"}), 0, 1),
    "nsName": Content(frozenset({"except"}), 0, 1),
}
_NAME_CLASS = Content(NAME_CLASSES, 1)
_DEFAULT_VALUE = f"{{{ANNOTATIONS_NS}}}defaultValue"
_NCNAME = re.compile(NCNAME_BEFORE)


class _Scope(NamedTuple):
    """What an element inherits."""

    ns: str
    library: str
    base: str
    place: tuple[str, int] | None = None


def read_rng(data: bytes, file: str, *, ns: str = "") -> Node:
    """Read a schema.

    Args:
        data: the file's bytes.
        file: how messages call it.
        ns: the namespace inherited from the schema that refers to this one (RELAX NG 4.6).

    Raises:
        SchemaError: the bytes are no well-formed XML, or no RELAX NG.
    """
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, collect_ids=False,
        remove_pis=True, remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(closed(data), parser)
    except etree.XMLSyntaxError as error:
        raise SchemaError(
            [schema_finding("syntax", malformed(error.msg), file, error.lineno or 0)]
        ) from None
    return _Reader(file).root(root, ns)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file

    def error(self, element: etree._Element, message: str, *, suggestion: str = "") -> SchemaError:
        line = element.sourceline or 0
        return SchemaError(
            [schema_finding("syntax", message, self.file, line, suggestion=suggestion)]
        )

    def root(self, root: etree._Element, ns: str) -> Node:
        if namespace(str(root.tag)) != RNG_NS:
            raise self.error(
                root,
                f"`{local(str(root.tag))}` is not in the RELAX NG namespace",
                suggestion=f'a RELAX NG schema begins with `<grammar xmlns="{RNG_NS}"`',
            )
        if local(str(root.tag)) not in PATTERNS:
            raise self.error(root, f"`{local(str(root.tag))}` cannot be the root of a schema")
        return self.node(root, _Scope(ns, "", ""))._replace(context=_declared(root))

    def node(
        self,
        element: etree._Element,
        outer: _Scope,
        *,
        in_include: bool = False,
        names: bool = False,
    ) -> Node:
        """One element. ``names``: it stands where a name class is expected."""
        kind = local(str(element.tag))
        values = self.attributes(element, kind)
        scope = self.scope(element, values, outer)
        file, line = scope.place or (self.file, element.sourceline or 0)
        inside, documentation, of_values = self.inside(element, kind)
        self.check_content(element, kind, inside, values, in_include=in_include, names=names)
        children = [
            self.node(
                child,
                scope,
                in_include=kind == "include" or (kind == "div" and in_include),
                names=_holds_names(kind, position, values, names),
            )
            for position, child in enumerate(inside)
        ]
        for position, texts in of_values.items():
            children[position] = children[position]._replace(documentation=documented(texts))
        if kind in ("element", "attribute") and "name" in values:
            children.insert(0, self.named(element, kind, values, scope))
        if kind == "attribute" and len(children) == 1:  # RELAX NG 4.12
            children.append(Node("text", file=file, line=line))
        return self.make(element, kind, values, scope, tuple(children))._replace(
            documentation=documented(documentation), file=file, line=line
        )

    def make(
        self,
        element: etree._Element,
        kind: str,
        values: Mapping[str, str],
        scope: _Scope,
        children: tuple[Node, ...],
    ) -> Node:
        match kind:
            case "name":
                return self.qname(element, element.text or "", scope.ns)
            case "nsName":
                return Node(kind, children, ns=scope.ns)
            case "data":
                return Node(kind, children, name=values["type"], library=scope.library)
            case "param":
                return Node(kind, name=values["name"], text=element.text or "")
            case "value":
                name, library = values.get("type", "token"), scope.library
                if "type" not in values:
                    library = ""  # RELAX NG 4.4
                node = Node(kind, name=name, library=library, text=element.text or "")
                if is_qname(library, name):
                    return node._replace(ns=scope.ns, context=_declared(element))
                return node
            case "externalRef" | "include":
                href = self.joined(element, values["href"], scope.base)
                return Node(kind, children, href=href, ns=scope.ns)
            case "element":
                return Node(kind, children)
            case "attribute":
                return Node(kind, children, default=element.get(_DEFAULT_VALUE))
        return Node(kind, children, name=values.get("name", ""), combine=values.get("combine", ""))

    # --- attributes -----

    def attributes(self, element: etree._Element, kind: str) -> dict[str, str]:
        known = ATTRIBUTES.get(kind, ())
        values: dict[str, str] = {}
        for name, value in element.items():
            key = str(name)
            if namespace(key) == RNG_NS:
                raise self.error(element, f"the attribute `{local(key)}` must have no prefix")
            if namespace(key):
                continue  # foreign (RELAX NG 4.1)
            if key in known or f"!{key}" in known:
                values[key] = value.strip()
                self.check_value(element, kind, key, value.strip())
            elif key in ("ns", "datatypeLibrary"):
                values[key] = value
            else:
                raise self.error(element, f"`{kind}` has no attribute `{key}`")
        for key in known:
            if key.startswith("!") and key[1:] not in values:
                raise self.error(element, f"`{kind}` needs the attribute `{key[1:]}`")
        return values

    def check_value(self, element: etree._Element, kind: str, key: str, value: str) -> None:
        if key == "combine" and value not in ("choice", "interleave"):
            raise self.error(element, f"`combine` is `choice` or `interleave`, not `{value}`")
        if key == "href" and (wrong := wrong_href(value)):
            raise self.error(element, wrong)
        if key == "type" or (key == "name" and kind not in ("element", "attribute")):
            self.check_ncname(element, value)

    def check_ncname(self, element: etree._Element, value: str) -> None:
        if not _NCNAME.fullmatch(value):
            raise self.error(element, f"`{value}` is no name without a colon (NCName)")

    def scope(self, element: etree._Element, values: Mapping[str, str], outer: _Scope) -> _Scope:
        library = values.get("datatypeLibrary", outer.library)
        if wrong := wrong_library(values.get("datatypeLibrary", "")):
            raise self.error(element, wrong)
        base = element.get(XML_BASE)
        if base is not None:
            base = self.joined(element, base, outer.base)
        ns, base = values.get("ns", outer.ns), outer.base if base is None else base
        place = _place(element.get(PLACE)) or outer.place
        return _Scope(ns, library, base, place)

    def joined(self, element: etree._Element, href: str, base: str) -> str:
        if not base:
            return href
        from urllib.parse import urljoin  # loaded only where a schema has xml:base

        try:
            return urljoin(base, href)
        except ValueError:
            raise self.error(element, f"`{href}` is no URI reference") from None

    # --- names -----

    def named(
        self, element: etree._Element, kind: str, values: Mapping[str, str], scope: _Scope
    ) -> Node:
        """The name class that a ``name`` attribute stands for (RELAX NG 4.8)."""
        ns = values.get("ns", "") if kind == "attribute" else scope.ns
        return self.qname(element, values["name"], ns)

    def qname(self, element: etree._Element, text: str, ns: str) -> Node:
        prefix, colon, name = text.strip().rpartition(":")
        self.check_ncname(element, name)
        if colon:
            uri = (
                element.nsmap.get(prefix)
                if prefix != "xml"
                else "http://www.w3.org/XML/1998/namespace"
            )
            if uri is None:
                raise self.error(element, f"the prefix of `{text.strip()}` is not declared")
            ns = uri
        return Node("name", name=name, ns=ns, file=self.file, line=element.sourceline or 0)

    # --- content -----

    def inside(
        self, element: etree._Element, kind: str
    ) -> tuple[list[etree._Element], list[str], dict[int, list[str]]]:
        """The RELAX NG elements inside, the documentation, and that of values, by position."""
        inside: list[etree._Element] = []
        documentation: list[str] = []
        of_values: dict[int, list[str]] = {}
        for child in element:
            if isinstance(child, etree._Entity):
                raise self.error(element, "an entity that is not defined in the file")
            name = str(child.tag)
            if namespace(name) == RNG_NS:
                inside.append(child)
            elif kind in ("value", "param", "name"):
                raise self.error(child, f"`{kind}` holds text alone")
            elif name == f"{{{ANNOTATIONS_NS}}}documentation":
                is_of_value = inside and local(str(inside[-1].tag)) == "value"
                own = of_values.setdefault(len(inside) - 1, []) if is_of_value else documentation
                own.append("".join(child.itertext()))
        if kind not in ("value", "param", "name"):
            for text in (element.text, *(child.tail for child in element)):
                if text and text.strip():
                    raise self.error(element, f"text is not allowed in `{kind}`: “{text.strip()}”")
        return inside, documentation, of_values

    def check_content(
        self,
        element: etree._Element,
        kind: str,
        inside: list[etree._Element],
        values: Mapping[str, str],
        *,
        in_include: bool,
        names: bool,
    ) -> None:
        rule = self.rule(element, kind, in_include=in_include, names=names)
        rest = inside
        if kind in ("element", "attribute") and "name" not in values:
            if not inside or local(str(inside[0].tag)) not in NAME_CLASSES:
                raise self.error(element, f"`{kind}` needs a name")
            rest = inside[1:]
        for child in rest:
            if local(str(child.tag)) not in rule.allowed:
                raise self.error(child, f"`{local(str(child.tag))}` is not allowed in `{kind}`")
        if not rule.least <= len(rest) <= rule.most:
            few = "needs something inside" if len(rest) < rule.least else "holds too much"
            raise self.error(element, f"`{kind}` {few}")
        if kind == "data" and any(local(str(c.tag)) == "except" for c in rest[:-1]):
            raise self.error(element, "`except` comes once and last in `data`")

    def rule(
        self,
        element: etree._Element,
        kind: str,
        *,
        in_include: bool,
        names: bool,
    ) -> Content:
        match kind:
            case "element":
                return _ONE_OR_MORE
            case "attribute":
                return Content(PATTERNS, 0, 1)
            case "except":
                return _NAME_CLASS if names else _ONE_OR_MORE
            case "choice" if names:
                return _NAME_CLASS
            case "div":
                return CONTENTS["include" if in_include else "grammar"]
        if kind not in CONTENTS:
            raise self.error(element, f"`{kind}` is not an element of RELAX NG")
        return CONTENTS[kind]


def _place(written: str | None) -> tuple[str, int] | None:
    """The file and line that a schema made from an ODD says its pattern comes from."""
    file, _, line = (written or "").rpartition(":")
    return (file, int(line)) if line.isdecimal() else None


def _declared(element: etree._Element) -> dict[str, str]:
    """The prefixes in scope."""
    return {prefix: uri for prefix, uri in element.nsmap.items() if prefix}


def _holds_names(kind: str, position: int, values: Mapping[str, str], names: bool) -> bool:
    """Whether a child stands where a name class is expected."""
    if kind in ("element", "attribute"):
        return position == 0 and "name" not in values
    return kind in ("anyName", "nsName") or (names and kind in ("choice", "except"))
