"""In: the attributes of an element or a class.
Out: their documentation: those of its own one by one, those of its classes by their names."""

from __future__ import annotations

from itertools import groupby

from tei_tools.odd.datatypes import value_type
from tei_tools.odd.documentation.book import CHANGES, Book
from tei_tools.odd.documentation.links import attribute_name
from tei_tools.odd.documentation.relations import taken_over
from tei_tools.odd.documentation.rules import Rules
from tei_tools.odd.documentation.values import how_often, in_words
from tei_tools.odd.flat import FlatClass, FlatElement
from tei_tools.odd.merge import attribute_definitions
from tei_tools.odd.specs import ONCE, AttDef, AttList, AttRef, Datatype, Mode, ValList
from tei_tools.pages import escape, start

# What @usage asks for.
USAGES = {
    "mwa": "required where it applies",
    "rec": "recommended",
    "req": "required",
    "rwa": "recommended where it applies",
}

# What stands before a list of values, by its type.
VALUE_LISTS = {
    "closed": "One of these values:",
    "semi": "Suggested values:",
    "open": "Values, for example:",
}


class AttributeLists:
    """Writes the attributes of specs; their rules go to the rules of the page."""

    def __init__(self, book: Book, rules: Rules) -> None:
        self.book = book
        self.rules = rules

    def write(self, spec: FlatElement | FlatClass) -> str:
        """All attributes of a spec."""
        return self._list(spec, spec.attributes.own) + _inherited(self.book, spec)

    def _list(self, spec: FlatElement | FlatClass, attributes: AttList) -> str:
        """The definitions of a list; where only one of them may stand, the list says so."""
        if attributes.org == "choice":
            return self._alternatives(spec, attributes)
        out: list[str] = []
        for kind, items in groupby(attributes.items, type):
            if kind is AttDef:
                shown = "".join(self._attribute(spec, i) for i in items if isinstance(i, AttDef))
                out.append(f'<dl class="attributes">\n{shown}</dl>\n')
            elif kind is AttList:
                out += [self._list(spec, item) for item in items if isinstance(item, AttList)]
        return "".join(out)

    def _alternatives(self, spec: FlatElement | FlatClass, attributes: AttList) -> str:
        items = [
            _reference(self.book, item)
            if isinstance(item, AttRef)
            else self._list(spec, item if isinstance(item, AttList) else AttList((item,)))
            for item in attributes.items
        ]
        shown = "".join(f"<li>{item}</li>\n" for item in items if item)
        return f"<p>Only one of these:</p>\n<ul>\n{shown}</ul>\n" if shown else ""

    def _attribute(self, spec: FlatElement | FlatClass, att: AttDef) -> str:
        """An attribute: what it is for, what it takes, whether it must stand."""
        book, name = self.book, attribute_name(att)
        anchor = book.links.claim_attribute(spec.ident, name)
        gloss = book.gloss(att.documentation)
        change = "" if book.change(spec) == CHANGES[Mode.ADD] else book.change(att)
        marks = (("gloss", gloss), ("usage", USAGES.get(att.usage, "")), ("change", change))
        shown = "".join(f' <span class="{kind}">{text}</span>' for kind, text in marks if text)
        parts = (
            _paragraph(book.desc(att.documentation)),
            _paragraph(_takes(book, att)),
            "" if att.val_list is None else _values(book, att.val_list),
            self.rules.write(f"{spec.ident}/@{name}", att.constraints),
            book.examples(att.documentation),
            book.remarks(att.documentation),
        )
        term = f"{start('dt', id=anchor)}<code>@{escape(name)}</code>{shown}</dt>"
        return f"{term}\n<dd>{''.join(parts)}</dd>\n"


def _reference(book: Book, ref: AttRef) -> str:
    if not ref.key:
        return f"those of {book.links.name(ref.class_key)}"
    att = book.flat.attribute(ref.class_key, ref.key)
    return book.links.attribute(ref.class_key, attribute_name(att))


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>\n" if html else ""


def _takes(book: Book, att: AttDef) -> str:
    """The datatype and the default of an attribute, and its namespace where it has no prefix."""
    said = [] if att.datatype is None else [f"Datatype: {_datatype(book, att.datatype)}"]
    if att.default is not None:
        said.append(f'Default: <code class="val">{escape(att.default)}</code>')
    if att.ns and ":" not in attribute_name(att):
        said.append(f"Namespace: <code>{escape(att.ns)}</code>")
    return ". ".join(said)


def _datatype(book: Book, datatype: Datatype) -> str:
    text = in_words(book.links, value_type(book.flat, datatype.content, datatype.place))
    if datatype.occurs == ONCE:
        return text
    return f"{text}, {how_often(datatype.occurs)}, separated by white space"


def _values(book: Book, values: ValList) -> str:
    if not values.items:
        return ""
    rows = []
    for item in values.items:
        said = book.line(item.documentation)
        shown = f'<code class="val">{escape(item.ident)}</code>'
        rows.append(f"<dt>{shown}</dt>\n<dd>{said}</dd>\n")
    introduction = VALUE_LISTS.get(values.type, VALUE_LISTS["open"])
    return f'<p>{introduction}</p>\n<dl class="values">\n{"".join(rows)}</dl>\n'


def _inherited(book: Book, spec: FlatElement | FlatClass) -> str:
    """The attributes that come from classes, class by class, those above a class after it."""
    rows: dict[str, str] = {}
    _collect(book, spec, rows)
    listed = "".join(f"<li>{row}</li>\n" for row in rows.values())
    return f'<p>From classes:</p>\n<ul class="plain inherited">\n{listed}</ul>\n' if listed else ""


def _collect(book: Book, spec: FlatElement | FlatClass, rows: dict[str, str]) -> None:
    for key, refs in taken_over(spec.attributes).items():
        if key in rows:
            continue
        owner = book.flat.classes[key]
        own = [book.flat.attribute(key, ref.key) for ref in refs]
        names = own or attribute_definitions(owner.attributes.own)
        if names:
            shown = " ".join(_bare(book, key, att) for att in names)
            rows[key] = f'{book.links.name(key)} <span class="names">{shown}</span>'
        if not refs:
            _collect(book, owner, rows)


def _bare(book: Book, owner: str, att: AttDef) -> str:
    usage = f' <span class="usage">({USAGES[att.usage]})</span>' if att.usage in USAGES else ""
    return book.links.bare_attribute(owner, attribute_name(att)) + usage
