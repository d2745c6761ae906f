"""In: a FLAT ODD, the root of its file, and the name of something in it.
Out: what the ODD says of that, as plain text in a few lines, for a terminal."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from tei_tools.odd.datatypes import value_type
from tei_tools.odd.documentation.attributes import USAGES
from tei_tools.odd.documentation.book import Book, Spec
from tei_tools.odd.documentation.content import content_in_words
from tei_tools.odd.documentation.links import attribute_name
from tei_tools.odd.documentation.relations import by_name
from tei_tools.odd.documentation.values import in_words
from tei_tools.odd.flat import FlatClass, FlatElement, FlatOdd
from tei_tools.odd.reader import TEI, Element, local
from tei_tools.odd.specs import AttDef, ConstraintSpec, Documentation

#: How many names are listed of many.
LISTED = 40
#: How many lines of an example are shown.
LINES = 12


@dataclass(frozen=True, slots=True)
class Glance:
    """What is said of one thing.

    Attributes:
        title: what it is called.
        description: what it is for.
        facts: what is known of it: a name, and a text that may have lines.
        example: TEI that shows it; empty where there is none.
    """

    title: str
    description: str
    facts: tuple[tuple[str, str], ...]
    example: str = ""


class Glances:
    """Looks things up in an ODD."""

    def __init__(self, flat: FlatOdd, root: Element) -> None:
        self.flat = flat
        self.book = Book(flat, root)
        self._elements = {spec.name: spec for spec in flat.elements.values()}

    def names(self) -> Iterator[str]:
        """All that can be looked up."""
        yield from self._elements
        for kind in (self.flat.classes, self.flat.macros, self.flat.data):
            yield from kind
        yield from sorted({f"@{attribute_name(att)}" for _, att in self._all_attributes()})

    def find(self, name: str) -> list[Glance]:
        """What is called so: ``persName``, ``model.pLike``, ``@when`` or ``persName/@ref``."""
        owner, is_attribute, attribute = name.rpartition("@")
        if is_attribute:
            return list(self._attributes(owner.rstrip("/"), attribute))
        if name in self._elements:
            return [self._element(self._elements[name])]
        spec = self.book.spec(name)
        return [self._other(spec)] if spec is not None else []

    # --- elements, classes, macros and datatypes -----

    def _element(self, spec: FlatElement) -> Glance:
        book, relations = self.book, self.book.relations
        facts = {
            "Module": spec.module,
            "Member of": ", ".join(k for k in spec.classes if self.flat.classes[k].type == "model"),
            "Contained by": self._listed(relations.contained_by[spec.ident]),
            "May contain": self._may_contain(spec),
            "Content": plain(content_in_words(book.links, spec.content)),
            "Attributes": "\n".join(self._attribute_lines(spec)),
            "Rules": "\n".join(self._rules(spec.constraints)),
        }
        return self._glance(f"<{spec.name}>", spec.documentation, facts)

    def _other(self, spec: Spec) -> Glance:
        facts = {"Module": spec.module}
        if isinstance(spec, FlatClass):
            members = spec.members or self.book.relations.members.get(spec.ident, ())
            facts["Member of"] = ", ".join(spec.classes)
            facts["Members"] = self._listed(members)
            facts["Attributes"] = "\n".join(self._attribute_lines(spec))
        else:
            facts["Content"] = plain(content_in_words(self.book.links, spec.content))
        return self._glance(spec.ident, spec.documentation, facts)

    def _may_contain(self, spec: FlatElement) -> str:
        relations = self.book.relations
        found = ["text"] if spec.ident in relations.with_text else []
        found += ["any element"] if spec.ident in relations.with_any else []
        return ", ".join(filter(None, [*found, self._listed(relations.may_contain[spec.ident])]))

    def _attribute_lines(self, spec: FlatElement | FlatClass) -> Iterator[str]:
        """The attributes by where they come from, own ones first."""
        rows: dict[str, list[str]] = {}
        for owner, att in self.book.attributes(spec):
            usage = f" ({USAGES[att.usage]})" if att.usage in USAGES else ""
            rows.setdefault(owner, []).append(f"@{attribute_name(att)}{usage}")
        for owner, names in rows.items():
            yield " ".join(names) + ("" if owner == spec.ident else f"  [{owner}]")

    def _listed(self, idents: Iterable[str]) -> str:
        names = [self._name(ident) for ident in sorted(idents, key=by_name)]
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        return ", ".join(names[:LISTED]) + more

    def _name(self, ident: str) -> str:
        found = self.flat.elements.get(ident)
        return ident if found is None else found.name

    # --- attributes -----

    def _all_attributes(self) -> Iterator[tuple[Spec, AttDef]]:
        for spec in self.book.specs:
            for owner, att in self.book.attributes(spec):
                if owner == spec.ident:
                    yield spec, att

    def _attributes(self, element: str, name: str) -> Iterator[Glance]:
        """The definitions of an attribute: all, or the one that holds for an element."""
        if element:
            spec = self._elements.get(element)
            for _, att in self.book.attributes(spec) if spec else ():
                if attribute_name(att) == name:
                    yield self._attribute(f"{element}/@{name}", att, "")
            return
        for owner, att in self._all_attributes():
            if attribute_name(att) == name:
                is_class = isinstance(owner, FlatClass)
                where = self._listed(self._having(owner.ident, att)) if is_class else ""
                yield self._attribute(f"{self._name(owner.ident)}/@{name}", att, where)

    def _having(self, owner: str, definition: AttDef) -> Iterator[str]:
        """The elements that an attribute of a class holds for."""
        for spec in self.flat.elements.values():
            if any(o == owner and a == definition for o, a in self.book.attributes(spec)):
                yield spec.ident

    def _attribute(self, title: str, att: AttDef, where: str) -> Glance:
        datatype = ""
        if att.datatype is not None:
            value = value_type(self.flat, att.datatype.content, att.datatype.place)
            datatype = plain(in_words(self.book.links, value))
        values = att.val_list.items if att.val_list else ()
        facts = {
            "Usage": USAGES.get(att.usage, ""),
            "Datatype": datatype,
            "Values": "\n".join(
                f"{each.ident}  {plain(self.book.line(each.documentation))}".rstrip()
                for each in values
            ),
            "Default": att.default or "",
            "Elements": where,
            "Rules": "\n".join(self._rules(att.constraints)),
        }
        return self._glance(title, att.documentation, facts)

    # --- texts -----

    def _glance(self, title: str, said: Documentation, facts: dict[str, str]) -> Glance:
        kept = tuple((name, text) for name, text in facts.items() if text)
        return Glance(title, plain(self.book.line(said)), kept, self._example(said))

    def _example(self, said: Documentation) -> str:
        """The first example, as it is written."""
        for each in self.book.texts.many(said, "exemplum"):
            for example in each.iter("{http://www.tei-c.org/ns/Examples}egXML"):
                return _written(example)
        return ""

    def _rules(self, constraints: Iterable[ConstraintSpec]) -> Iterator[str]:
        """Each rule with what it says of itself."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)
        for each in constraints:
            element = etree.fromstring(each.xml, parser)
            desc = self.book.texts.best(element.iterchildren(TEI + "desc", TEI + "gloss"))
            told = "" if desc is None else plain(self.book.said(desc))
            tests = (e for e in element.iter(etree.Element) if local(e) in ("assert", "report"))
            told = told or next((" ".join("".join(e.itertext()).split()) for e in tests), "")
            yield f"{each.ident}: {told}" if told else each.ident


def plain(markup: str) -> str:
    """The text of HTML, items of lists on lines of their own."""
    lines, depth = [""], 0
    for part in re.split(r"(<[^>]*>)", markup):
        if re.match(r"<[ou]l\b", part):
            depth += 1
        elif re.match(r"</[ou]l\b", part):
            depth -= 1
        elif re.match(r"<li\b", part):
            lines.append("  " * (depth - 1) + "- ")
        elif not part.startswith("<"):
            lines[-1] += re.sub(r"\s+", " ", html.unescape(part))
    return "\n".join(line.rstrip() for line in lines if line.strip(" -"))


def _written(example: Element) -> str:
    """The content of an example, without its namespace, cut where it is long."""
    text = "".join(
        [example.text or "", *(etree.tostring(each, encoding="unicode") for each in example)]
    )
    lines = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", text).strip("\n").split("\n")
    margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(margins, default=0)
    shown = [lines[0].strip(), *(line[margin:].rstrip() for line in lines[1:])]
    return "\n".join([*shown[:LINES], "…"] if len(shown) > LINES else shown).strip()
