"""In: the example of a rule: some elements. Out: a whole TEI document that has them in their place.

So an example shows what it is about, and nothing else.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from tei_tools.model.names import TEI_NS, local, name_of

#: Where elements stand that do not stand in a paragraph of the text.
PLACES: Final = {
    "title": "titleStmt",
    "publication": "publicationStmt",
    "source": "sourceDesc",
    "encoding": "charDecl classDecl editorialDecl geoDecl listPrefixDef projectDesc refsDecl "
    "tagsDecl variantEncoding",
    "profile": "calendarDesc correspDesc creation handNotes langUsage particDesc settingDesc "
    "textClass",
    "revision": "revisionDesc",
    "standoff": "listBibl listEvent listOrg listPerson listPlace listRelation",
    "blocks": "ab closer div head lg list listApp opener p sp table",
    "back": "back",
}
_PLACE_OF: Final = {name: place for place, names in PLACES.items() for name in names.split()}
#: What stands there where the example has nothing.
_TITLE: Final = "<titleStmt><title>A letter</title></titleStmt>"
_PUBLICATION: Final = "<publicationStmt><publisher>The editors</publisher></publicationStmt>"
_SOURCE: Final = "<sourceDesc><p>A letter in an archive.</p></sourceDesc>"
_DOCUMENT: Final = (
    '<TEI xmlns="{ns}" xml:lang="en"><teiHeader><fileDesc>{title}{publication}{source}</fileDesc>'
    "{encoding}{profile}{revision}</teiHeader>{standoff}<text><body>{blocks}</body>{back}</text>"
    "</TEI>"
)


def document_of(example: str) -> str:
    """The TEI document that an example stands for; a whole document stands for itself."""
    if example.startswith("<TEI"):
        return example
    parts = dict.fromkeys([*PLACES, "inline"], "")
    parser = etree.XMLParser(collect_ids=False, resolve_entities=False)
    for element in etree.fromstring(f'<x xmlns="{TEI_NS}">{example}</x>', parser):
        words = etree.tostring(element, encoding="unicode", with_tail=False)
        parts[_PLACE_OF.get(local(name_of(element)), "inline")] += words
    parts["blocks"] += (
        f"<p>{parts['inline'] or 'Words.'}</p>" if not parts["blocks"] or parts["inline"] else ""
    )
    for name in ("encoding", "profile"):
        parts[name] = parts[name] and f"<{name}Desc>{parts[name]}</{name}Desc>"
    parts["standoff"] = parts["standoff"] and f"<standOff>{parts['standoff']}</standOff>"
    parts["title"] = parts["title"] or _TITLE
    parts["publication"] = parts["publication"] or _PUBLICATION
    parts["source"] = parts["source"] or _SOURCE
    return _DOCUMENT.format(ns=TEI_NS, **parts)
