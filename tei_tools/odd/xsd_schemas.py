"""In: a FLAT ODD.
Out: what its schema documents share: namespaces, groups in use, global attributes, losses."""

from __future__ import annotations

from collections.abc import Iterator

from tei_tools.odd.automaton import Work
from tei_tools.odd.datatypes import ValueType, attribute_type
from tei_tools.odd.errors import error
from tei_tools.odd.flat import FlatOdd
from tei_tools.odd.losses import Loss
from tei_tools.odd.merge import attribute_definitions
from tei_tools.odd.specs import XML_NS, AttDef
from tei_tools.odd.xsd_content import Groups
from tei_tools.odd.xsd_models import model

# The usual prefixes; a companion schema is called after the prefix of its namespace.
PREFIXES = {
    "http://www.tei-c.org/ns/1.0": "tei",
    "http://www.tei-c.org/ns/Examples": "teix",
    XML_NS: "xml",
    "http://www.isocat.org/ns/dcr": "dcr",
    "http://www.w3.org/1998/Math/MathML": "mml",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/2001/XInclude": "xi",
}


class Schemas:
    """The schema documents of one ODD: one for the schema's namespace, one for each further one."""

    def __init__(self, flat: FlatOdd) -> None:
        self.flat = flat
        work = Work()
        self.models = {key: model(flat, flat.elements[key], work) for key in sorted(flat.elements)}
        self.groups = Groups(flat, {key: each.expression for key, each in self.models.items()})
        self.attribute_groups: dict[str, None] = {}
        self.global_attributes: dict[str, tuple[AttDef, ValueType]] = {}
        self._losses = dict.fromkeys(loss for each in self.models.values() for loss in each.losses)
        self._collect_global_attributes()
        self._check_names()
        self.prefixes = self._prefixes()

    @property
    def namespaces(self) -> tuple[str, ...]:
        """The namespaces that have a document, that of the schema last."""
        return (*(ns for ns in self.prefixes if ns != self.flat.schema.ns), self.flat.schema.ns)

    def file(self, ns: str) -> str:
        """The file name of a companion."""
        return f"{self.flat.schema.ident}.{self.prefixes[ns]}.xsd"

    def lose(self, name: str, spec: str, attribute: str = "") -> None:
        """Record a loss, once."""
        self._losses[Loss(name, spec, attribute)] = None

    def losses(self) -> tuple[Loss, ...]:
        """The losses recorded, in order of name and spec."""
        return tuple(sorted(self._losses, key=lambda each: (each.name, each.spec, each.attribute)))

    def _definitions(self) -> Iterator[tuple[str, AttDef]]:
        for specs in (self.flat.classes, self.flat.elements):
            for key in sorted(specs):
                for att in attribute_definitions(specs[key].attributes.own):
                    yield key, att

    def _collect_global_attributes(self) -> None:
        """XML Schema declares an attribute with a namespace once, for all elements."""
        for spec, att in self._definitions():
            if not att.ns:
                continue
            value = attribute_type(self.flat, att)
            _, first = self.global_attributes.setdefault(att.key, (att, value))
            if first != value:
                self.lose("global-attribute", spec, att.key)

    def _check_names(self) -> None:
        met: dict[tuple[str, str], str] = {}
        for element in self.flat.elements.values():
            other = met.setdefault((element.ns, element.name), element.ident)
            if other != element.ident:
                message = f"`{other}` and `{element.ident}` are both called <{element.name}>"
                raise error(element.place, f"{message}: XML Schema needs one name for each")

    def _prefixes(self) -> dict[str, str]:
        used = {element.ns for element in self.flat.elements.values()}
        used |= {att.ns for att, _ in self.global_attributes.values()}
        used.add(self.flat.schema.ns)
        known = {ns: PREFIXES[ns] for ns in sorted(used) if ns in PREFIXES}
        others = [ns for ns in sorted(used) if ns not in PREFIXES]
        return known | {ns: f"ns{at}" for at, ns in enumerate(others, 1)}
