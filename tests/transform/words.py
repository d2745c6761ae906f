"""In: a TEI document. Out: the words of its reading view, counted a second, simple way.

Nothing of the program is used: one walk writes all characters that are read, with a line end at
the edge of whatever is set apart, and words are what white space parts. Which elements hold no
text of their own is not listed here but asked of the document: an element in which there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

TEI = "{http://www.tei-c.org/ns/1.0}"
WHITE = " \t\r\n"
#: What is set apart wherever it stands.
CHUNKS = frozenset(
    """p ab l lg sp speaker list item head table row cell figure floatingText text body front back
    div div1 div2 div3 div4 div5 div6 div7 group castList castItem castGroup trailer byline opener
    closer salute signed dateline address addrLine titlePage titlePart docTitle docEdition
    docImprint imprimatur argument epigraph epilogue prologue performance set postscript listBibl
    listPerson listPlace listOrg listEvent u entry sense hom entryFree superEntry spGrp
    caption camera sound tech view listWit witness listApp noteGrp line zone surface
    change listChange chunk""".split()
)
#: What is not read: what stands apart, what the source has too much, what the page brings.
UNREAD = frozenset(
    """teiHeader note fw del surplus figDesc index divGen metamark wit witDetail witStart witEnd
    lacunaStart lacunaEnd facsimile standOff interp interpGrp span spanGrp link linkGrp join
    joinGrp alt altGrp timeline when certainty precision respons variantEncoding pause shift path
    substJoin listTranspose listAnnotation annotation graphic media binaryObject
    settingDesc""".split()
)
#: Of several readings the first that is there.
ALTERNATIVES = {"choice": ("corr", "reg", "expan"), "app": ("lem",)}
BREAKS = frozenset("lb pb cb gb milestone caesura space".split())
#: Elements that hold elements only, each of them set apart from the next.
APART = frozenset(
    """cit biblStruct analytic monogr imprint respStmt msIdentifier altIdentifier dimensions
    location climate terrain trait state population ruby sp div body locusGrp
    castItem""".split()
)
JOIN = "\ue000"
#: The types of references that are the mark of a note.
CALLERS = frozenset(("noteref", "noteanchor"))
LEFT_OUT = "\ue001"
#: What is put between the parts of a citation or a measure, and before the items of a list.
GENERATED = frozenset(("-", "×", "vol", "no", "pp", "ch"))
#: What happens while somebody speaks.
HAPPENINGS = frozenset(("incident", "kinesic", "vocal", "writing"))
#: Names of the parts of a name, which may touch each other in the encoding.
PARTS = frozenset(("forename", "surname", "addName", "roleName", "genName"))


def words(root: etree._Element) -> Counter[str]:
    """The words that are read in the text of a document, and how often."""
    if root.tag == f"{TEI}teiCorpus":
        return sum(map(words, root.iterchildren(f"{TEI}TEI", root.tag)), Counter())
    text = "".join(_read(root))
    text = re.sub(f"[{WHITE}]*{LEFT_OUT}[{WHITE}{LEFT_OUT}]*(?=[.,;:!?)\\]}}])", "", text)
    text = text.replace(LEFT_OUT, "")
    text = re.sub(f"[-\u00ad\u2010¬⸗]?[{WHITE}]*{JOIN}[{WHITE}{JOIN}]*", "", text)
    return settled(text)


def settled(text: str) -> Counter[str]:
    """The words of a text without the marks that may be put between the parts of a citation."""
    words = (word.strip(",.:“”") for word in re.split(f"[{WHITE}]+", text))
    return Counter(word for word in words if word and word not in GENERATED)


def _read(element: etree._Element) -> Iterator[str]:
    name = _name(element)
    if name in ALTERNATIVES:
        yield from _one_of(element, name)
        return
    if name in ("gap", "ellipsis"):
        yield "[…]"
        return
    if name in BREAKS:
        yield JOIN if element.get("break") == "no" else " "
        return
    if name == "ptr" or (name == "ref" and not len(element) and not (element.text or "").strip()):
        if _calls_note(element):
            yield LEFT_OUT
            return
        yield ", ".join(element.get("target", "").split()).lstrip("#")
        return
    if name == "item":
        yield _marker(element)
    holds_text = any(text.strip(WHITE) for text in _texts(element))
    yield element.text or "" if holds_text or len(element) == 0 else ""
    for child in element:
        tail = child.tail or ""
        if not isinstance(child.tag, str):
            yield tail
        elif _is_unread(child) or child.get("type", "").lower() in CALLERS:
            yield LEFT_OUT + tail
        else:
            edge = "\n" if _is_apart(child, holds_text) else ""
            yield edge
            yield from _read(child)
            yield edge
            yield tail


def _calls_note(pointer: etree._Element) -> bool:
    """Whether a pointer without text leads to a note, and so is no more than its mark."""
    notes = pointer.getroottree().iter(f"{TEI}note")
    identifier = "{http://www.w3.org/XML/1998/namespace}id"
    return any(pointer.get("target") == f"#{note.get(identifier)}" for note in notes)


def _is_unread(element: etree._Element) -> bool:
    """Whether an element is not read: for its name, or as a place for nothing but notes."""
    name = _name(element)
    if name == "sourceDoc":
        return "text" in map(_name, element.itersiblings())
    parts = {_name(child) for child in element.iterchildren(etree.Element)}
    return name in UNREAD or ("note" in parts and parts <= {"note", "head"} and "div" in name)


def _marker(item: etree._Element) -> str:
    """What is put before an item that has a number, or stands in a list of such."""
    parent = item.getparent()
    assert parent is not None
    kind = parent.get("type", "") + parent.get("rend", "")
    is_numbered = ("ordered" in kind or "numbered" in kind) and "unordered" not in kind
    number = str(1 + len(list(item.itersiblings(str(item.tag), preceding=True))))
    return f"{item.get('n') or (number if is_numbered else '')} "


def _is_apart(element: etree._Element, has_text_beside: bool) -> bool:
    """Whether an element is no part of the word before or after it: it is a chunk or holds one."""
    name, parent = _name(element), element.getparent()
    if any(_name(inner) in CHUNKS for inner in element.iter(etree.Element)):
        return True
    if name in PARTS:
        return not has_text_beside
    if name in HAPPENINGS:
        return any(text.strip() for text in element.itertext())
    return parent is not None and _name(parent) in APART and not has_text_beside


def _one_of(element: etree._Element, name: str) -> Iterator[str]:
    children = [c for c in element.iter() if c.getparent() is element and isinstance(c.tag, str)]
    best = [c for wanted in ALTERNATIVES[name] for c in children if _name(c) == wanted]
    for chosen in (best or children)[:1]:
        yield from _read(chosen)


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _name(element: etree._Element) -> str:
    """The local name; in an example of encoding only what is set apart matters."""
    name = etree.QName(element)
    if name.namespace == TEI[1:-1]:
        return name.localname
    return "chunk" if name.localname in CHUNKS else "example"
