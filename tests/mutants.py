"""In: the works. Out: copies with one mistake each, such as an editor makes; each has a name.

A mutant says what was done (`Change`), where (an XPath, first match), and which finding an editor
should get for it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tei_tools.read.parse import parse

from .oracles import ROOT

ID = "{http://www.w3.org/XML/1998/namespace}id"
NS = {"t": "http://www.tei-c.org/ns/1.0"}
W1 = "works/01-letter-to-the-congress.xml"
W2 = "works/02-state-planning-commission.xml"
W3 = "works/03-question-of-nationalities.xml"
W4 = "works/04-on-education.xml"
W5 = "works/05-on-cooperation.xml"
W6 = "works/06-our-revolution.xml"
W8 = "works/08-better-fewer-but-better.xml"
FRONT = "front.xml"
REGISTERS = "registers.xml"

Change = Callable[[etree._Element], etree._Element]
"""Changes a tree at an element; returns the element at which the mistake is told."""


def remove(element: etree._Element) -> etree._Element:
    """Take an element away; the mistake is told at what follows it, else at its parent."""
    parent = _parent(element)
    following = next(element.itersiblings(etree.Element), None)
    _keep_tail(element)
    parent.remove(element)
    return parent if following is None else following


def rename(name: str) -> Change:
    def change(element: etree._Element) -> etree._Element:
        element.tag = f"{{{NS['t']}}}{name}"
        return element

    return change


def attribute(name: str, value: str | None) -> Change:
    """Set an attribute, or remove it."""

    def change(element: etree._Element) -> etree._Element:
        if value is None:
            del element.attrib[name]
        else:
            element.set(name, value)
        return element

    return change


def text(words: str) -> Change:
    """Put words after the first child, where only elements belong."""

    def change(element: etree._Element) -> etree._Element:
        if len(element):
            element[0].tail = words + (element[0].tail or "")
        else:
            element.text = words
        return element

    return change


def before(xml: str) -> Change:
    """Put new elements before the element."""

    def change(element: etree._Element) -> etree._Element:
        new = _fragment(xml)
        element.addprevious(new)
        return new

    return change


def after(xml: str) -> Change:
    def change(element: etree._Element) -> etree._Element:
        new = _fragment(xml)
        new.tail, element.tail = element.tail, None
        element.addnext(new)
        return new

    return change


def inside(xml: str) -> Change:
    """Put a new element at the end of the element."""

    def change(element: etree._Element) -> etree._Element:
        new = _fragment(xml)
        element.append(new)
        return new

    return change


def to_front(element: etree._Element) -> etree._Element:
    """Move an element before its siblings, where it does not belong."""
    parent = _parent(element)
    element.tail = None
    parent.insert(0, element)
    return element


def before_the_first(element: etree._Element) -> etree._Element:
    """Move an element to the front, where it may stand, but then nothing before it may follow."""
    first = _parent(element)[0]
    to_front(element)
    return first


def to_end(element: etree._Element) -> etree._Element:
    """Move an element behind its siblings, where it does not belong."""
    parent = _parent(element)
    element.tail = None
    parent.append(element)
    return element


def missed_at_its_place(element: etree._Element) -> etree._Element:
    """Move an element to the end; the mistake is told at what now stands in its place."""
    following = next(element.itersiblings(etree.Element))
    to_end(element)
    return following


def doubled(element: etree._Element) -> etree._Element:
    twin = copy.deepcopy(element)
    for node in twin.iter(etree.Element):
        if ID in node.attrib:
            node.set(ID, f"{node.get(ID)}.twin")
    element.addnext(twin)
    return twin


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _keep_tail(element: etree._Element) -> None:
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent = _parent(element)
            parent.text = (parent.text or "") + element.tail


def _fragment(xml: str) -> etree._Element:
    new: etree._Element = etree.fromstring(f'<x xmlns="{NS["t"]}">{xml}</x>')[0]
    return new


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: its name, the file, where, what is done, and the finding it must give."""

    name: str
    file: str
    where: str
    change: Change
    code: str

    def make(self) -> tuple[bytes, int]:
        """The mutated file, and the number of the element at fault, in document order from 0."""
        root = parse((ROOT / "tei" / self.file).read_bytes(), self.file)
        found = root.xpath(self.where, namespaces=NS)
        assert isinstance(found, list)
        assert found, f"{self.name}: nothing at {self.where}"
        element = found[0]
        assert isinstance(element, etree._Element)
        fault = self.change(element)
        number = next(i for i, node in enumerate(root.iter(etree.Element)) if node is fault)
        data = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
        return data.replace(b"<no-namespace/>", b'<p xmlns="">x</p>'), number


UNKNOWN, MISPLACED = "grammar.unknown-element", "grammar.not-allowed-here"
ORDER, MISSING = "grammar.out-of-order", "grammar.missing-element"
NO_TEXT, NO_ATTRIBUTE = "grammar.text-not-allowed", "grammar.unknown-attribute"
NEEDED, VALUE = "grammar.missing-attribute", "grammar.attribute-value"
NAMESPACE = "grammar.wrong-namespace"

P = "//t:body//t:p"
MUTANTS: tuple[Mutant, ...] = (
    # A name mistyped, or from another vocabulary.
    Mutant("perName for persName", W1, f"{P}//t:persName", rename("perName"), UNKNOWN),
    Mutant("placename for placeName", W3, f"{P}//t:placeName", rename("placename"), UNKNOWN),
    Mutant("P for p", W2, P, rename("P"), UNKNOWN),
    Mutant("div1 for div", W1, "//t:body/t:div", rename("div1"), UNKNOWN),
    Mutant("i for emph", W3, f"{P}//t:emph", rename("i"), UNKNOWN),
    Mutant("signature for signed", W1, "//t:signed", rename("signature"), UNKNOWN),
    Mutant("dateLine for dateline", W1, "//t:dateline", rename("dateLine"), UNKNOWN),
    Mutant("header for teiHeader", W5, "//t:teiHeader", rename("header"), UNKNOWN),
    Mutant("persons for listPerson", REGISTERS, "//t:listPerson", rename("persons"), UNKNOWN),
    Mutant("td for cell", W4, "//t:cell", rename("td"), UNKNOWN),
    # A known element in the wrong place.
    Mutant("p in p", W1, P, inside("<p>x</p>"), MISPLACED),
    Mutant("div in p", W2, P, inside('<div type="part" xml:id="x1"><p>x</p></div>'), MISPLACED),
    Mutant("head in p", W6, P, inside("<head>x</head>"), MISPLACED),
    Mutant("item outside a list", W8, P, inside("<item>x</item>"), MISPLACED),
    Mutant("cell in p", W4, P, inside("<cell>x</cell>"), MISPLACED),
    Mutant("row in cell", W4, "//t:cell", inside("<row><cell>x</cell></row>"), MISPLACED),
    Mutant("handNote in p", W1, P, inside('<handNote xml:id="x1">x</handNote>'), MISPLACED),
    Mutant("titleStmt in body", W5, P, before("<titleStmt><title>x</title></titleStmt>"),
           MISPLACED),
    Mutant("signed in p", W2, P, inside("<signed>x</signed>"), MISPLACED),
    Mutant("person in p", W3, P, inside('<person xml:id="x1"><p>x</p></person>'), MISPLACED),
    Mutant("sic beside its choice", W5, f"{P}//t:choice/t:sic", before("<p>x</p>"), MISPLACED),
    Mutant("body in front", FRONT, "//t:front", inside("<body><p>x</p></body>"), MISPLACED),
    Mutant("teiHeader in text", W6, "//t:body",
           before("<teiHeader/>"), MISPLACED),
    Mutant("imprint outside monogr", W6, "//t:biblStruct",
           inside("<imprint><date when='1922'/></imprint>"), MISPLACED),
    # Right elements in the wrong order.
    Mutant("closer before the paragraphs", W1, "//t:closer", to_front, ORDER),
    Mutant("head at the end of a division", W1, "//t:div/t:head", to_end, ORDER),
    Mutant("head twice around a paragraph", W6, "//t:div/t:p", after("<head>x</head>"), ORDER),
    Mutant("body before front", FRONT, "//t:text/t:body", before_the_first, ORDER),
    Mutant("text before teiHeader", W5, "//t:text", to_front, ORDER),
    Mutant("back before body", W6, "//t:back", to_front, ORDER),
    Mutant("revisionDesc before fileDesc", W1, "//t:revisionDesc", to_front, ORDER),
    Mutant("sourceDesc before publicationStmt", W2, "//t:sourceDesc", to_front, ORDER),
    Mutant("title after respStmt", W3, "//t:fileDesc/t:titleStmt/t:title[1]", missed_at_its_place,
           ORDER),
    Mutant("monogr before analytic", W1, "//t:biblStruct/t:monogr", before_the_first, ORDER),
    Mutant("channel at the end of textDesc", W1, "//t:channel", missed_at_its_place, ORDER),
    Mutant("body twice", W2, "//t:text/t:body", doubled, ORDER),
    # Something missing.
    Mutant("no text", W1, "/t:TEI/t:text", remove, MISSING),
    Mutant("no body", W2, "//t:text/t:body", remove, MISSING),
    Mutant("no fileDesc", W3, "//t:fileDesc", remove, MISSING),
    Mutant("no titleStmt", W4, "//t:titleStmt", remove, MISSING),
    Mutant("no sourceDesc", W5, "//t:sourceDesc", remove, MISSING),
    Mutant("no publicationStmt", W6, "//t:publicationStmt", remove, MISSING),
    Mutant("no title in titleStmt", W8, "//t:fileDesc/t:titleStmt/t:title", remove, MISSING),
    Mutant("no teiHeader", W1, "//t:teiHeader", remove, MISSING),
    Mutant("no channel", W2, "//t:channel", remove, MISSING),
    Mutant("no imprint", W3, "//t:monogr/t:imprint", remove, MISSING),
    Mutant("no monogr", W1, "//t:biblStruct/t:monogr", remove, MISSING),
    Mutant("empty listPrefixDef", W2, "//t:prefixDef", remove, MISSING),
    Mutant("empty list", FRONT, "//t:list", lambda e: _emptied(e), MISSING),
    Mutant("a table without rows", W4, "//t:table", lambda e: _emptied(e), MISSING),
    Mutant("only a head in the body", W8, "//t:body", lambda e: _only_head(e), MISSING),
    # Text where none belongs.
    Mutant("words in a division", W1, "//t:body/t:div", text("lost words"), NO_TEXT),
    Mutant("words in body", W5, "//t:body", text("lost words"), NO_TEXT),
    Mutant("words in a row", W4, "//t:row", text("lost words"), NO_TEXT),
    Mutant("words in choice", W3, "//t:choice", text("lost words"), NO_TEXT),
    Mutant("words in fileDesc", W6, "//t:fileDesc", text("lost words"), NO_TEXT),
    Mutant("words in listPerson", REGISTERS, "//t:listPerson", text("lost words"), NO_TEXT),
    Mutant("words in milestone", W8, "//t:milestone", text("lost words"), NO_TEXT),
    # Attributes: unknown, missing, wrong.
    Mutant("reff for ref", W1, f"{P}//t:persName", attribute("reff", "reg:lenin"), NO_ATTRIBUTE),
    Mutant("date on date", W1, "//t:closer//t:date", attribute("date", "1922-12-23"), NO_ATTRIBUTE),
    Mutant("id for xml:id", W2, P, attribute("id", "x1"), NO_ATTRIBUTE),
    Mutant("class on p", W3, P, attribute("class", "x"), NO_ATTRIBUTE),
    Mutant("colspan on cell", W4, "//t:cell", attribute("colspan", "2"), NO_ATTRIBUTE),
    Mutant("name of no hand", W1, "//t:div", attribute("hands", "#w1.h.mv"), NO_ATTRIBUTE),
    Mutant("when on p", W5, P, attribute("when", "1923"), NO_ATTRIBUTE),
    Mutant("note without type", W1, "//t:body//t:note", attribute("type", None), NEEDED),
    Mutant("note without resp", W3, "//t:body//t:note", attribute("resp", None), NEEDED),
    Mutant("corr without cert", W6, "//t:corr", attribute("cert", None), NEEDED),
    Mutant("corr without resp", W8, "//t:corr", attribute("resp", None), NEEDED),
    Mutant("prefixDef without pattern", W1, "//t:prefixDef", attribute("matchPattern", None),
           NEEDED),
    Mutant("language without ident", W2, "//t:language", attribute("ident", None), NEEDED),
    Mutant("31 February as 1922-02-31", W1, "//t:closer//t:date", attribute("when", "1922-02-31"),
           VALUE),
    Mutant("month 13", W2, "//t:closer//t:date", attribute("when", "1922-13-01"), VALUE),
    Mutant("date in words", W3, "//t:closer//t:date", attribute("when", "December 1922"), VALUE),
    Mutant("date the German way", W4, "//t:closer//t:date", attribute("when", "2.1.1923"), VALUE),
    Mutant("from that is no date", W1, "//t:creation/t:date", attribute("from", "x"), VALUE),
    Mutant("cert in other words", W5, "//t:corr", attribute("cert", "sure"), VALUE),
    Mutant("note type mistyped", W6, "//t:body//t:note", attribute("type", "editoral"), VALUE),
    Mutant("division of an unknown type", W2, "//t:body/t:div", attribute("type", "chapter"),
           VALUE),
    Mutant("xml:id that begins with a digit", W1, P, attribute(ID, "1a"), VALUE),
    Mutant("xml:id with a blank", W2, P, attribute(ID, "a b"), VALUE),
    Mutant("number of columns in words", W4, "//t:cell[@cols]", attribute("cols", "two"), VALUE),
    Mutant("empty pointer", W3, "//t:div[@hand]", attribute("hand", ""), VALUE),
    # Elements of nowhere.
    Mutant("an HTML element", W5, P, lambda e: _foreign(e), NAMESPACE),
    Mutant("an element without namespace", W6, P, inside("<no-namespace/>"), NAMESPACE),
)  # fmt: skip


def _emptied(element: etree._Element) -> etree._Element:
    for child in list(element):
        element.remove(child)
    element.text = None
    return element


def _only_head(element: etree._Element) -> etree._Element:
    for child in list(element)[1:]:
        element.remove(child)
    return element


def _foreign(element: etree._Element) -> etree._Element:
    new: etree._Element = etree.SubElement(element, "{http://www.w3.org/1999/xhtml}p")
    new.text = "x"
    return new


#: The folder whose schemas the mutants are checked against.
SCHEMAS: Path = ROOT / "schemas"
