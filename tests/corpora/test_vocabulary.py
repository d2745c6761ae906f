"""In: schemas/tei.odd and the TEI's p5subset.xml, release 4.4.0.
Out: proof that the facts are the TEI's and the wording is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest
from lxml import etree

from ..oracles import corpora

pytestmark = pytest.mark.corpora

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
TEI_ODD = Path(__file__).parents[2] / "schemas" / "tei.odd"

KINDS = ("moduleSpec", "classSpec", "macroSpec", "dataSpec", "elementSpec")

# The elements of the vocabulary, by the module that declares them.
ELEMENTS = {
    "textstructure": """
        TEI text front body back div opener closer signed dateline salute byline postscript
        trailer titlePage docTitle titlePart docAuthor docDate docImprint docEdition
    """,
    "core": """
        teiCorpus p head hi emph foreign distinct mentioned soCalled term gloss q quote cit
        title name rs date num abbr expan choice sic corr orig reg add del gap unclear note
        ref ptr list item label lb pb milestone bibl biblStruct biblScope citedRange
        listBibl analytic monogr imprint author editor publisher pubPlace respStmt resp desc
        textLang graphic lg l sp speaker stage address addrLine
    """,
    "header": """
        teiHeader fileDesc titleStmt editionStmt edition extent publicationStmt authority
        distributor idno availability licence seriesStmt sourceDesc encodingDesc projectDesc
        editorialDecl correction normalization punctuation quotation hyphenation
        interpretation segmentation tagsDecl rendition refsDecl citeStructure classDecl
        taxonomy category catDesc listPrefixDef prefixDef schemaRef profileDesc creation
        langUsage language textClass keywords catRef calendarDesc calendar correspDesc
        correspAction correspContext handNote revisionDesc change
    """,
    "namesdates": """
        persName surname forename roleName addName orgName placeName settlement region
        country geogName listPerson person birth death occupation affiliation listOrg org
        listPlace place location geo listEvent event
    """,
    "transcr": """
        handNotes handShift supplied surplus space subst
    """,
    "linking": """
        standOff seg anchor
    """,
    "figures": """
        table row cell figure figDesc
    """,
    "certainty": """
        certainty
    """,
    "corpus": """
        textDesc channel constitution derivation domain factuality interaction preparedness
        purpose
    """,
}

# Wording, rules, rendering and cross-references of the Guidelines: no facts of the vocabulary.
NOT_FACTS = frozenset(
    TEI + name
    for name in (
        *("altIdent", "desc", "gloss", "remarks", "valDesc", "exemplum"),
        *("constraintSpec", "listRef", "idno", "model"),
    )
)

# Which kind of declaration each kind of reference needs, and the attribute that names it.
REFERENCES = {
    TEI + "memberOf": ("classSpec", "key"),
    TEI + "classRef": ("classSpec", "key"),
    TEI + "attRef": ("classSpec", "class"),
    TEI + "macroRef": ("macroSpec", "key"),
    TEI + "dataRef": ("dataSpec", "key"),
}


def parse(path: Path) -> etree._Element:
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False)
    return etree.parse(path, parser).getroot()


@pytest.fixture(scope="module")
def ours() -> etree._Element:
    return parse(TEI_ODD)


@pytest.fixture(scope="module")
def theirs() -> etree._Element:
    return parse(corpora() / "tei-p5" / "p5subset.xml")


def specs(root: etree._Element, kind: str) -> dict[str, etree._Element]:
    return {spec.get("ident", ""): spec for spec in root.iter(TEI + kind)}


def facts(element: etree._Element, depth: int = 0) -> Iterator[str]:
    """One line a construct, as in `attDef ident="when" usage="opt"`, indented by depth.

    Space, order of attributes and anchors (`xml:id`) are levelled; the order of
    constructs is kept, for it is a fact of content models and lists of values.
    """
    name = etree.QName(element).localname
    attributes = "".join(
        f' {key}="{value}"'
        for key, value in sorted((str(k), str(v)) for k, v in element.items())
        if not key.startswith(XML)
    )
    text = " ".join((element.text or "").split())
    yield f"{'  ' * depth}{name}{attributes}{': ' * bool(text)}{text}"
    for child in element:
        if child.tag not in NOT_FACTS:
            yield from facts(child, depth + 1)


def documented(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Every construct that owes its reader a description, with a name to report it by."""
    for kind in KINDS:
        for ident, spec in specs(root, kind).items():
            yield f"{kind} {ident}", spec
            for part in spec.iter(TEI + "attDef", TEI + "valItem"):
                owners = [part, *part.iterancestors(TEI + "attDef")]
                path = "/".join(owner.get("ident", "") for owner in reversed(owners))
                yield f"{kind} {ident}/{path}", part


def words(element: etree._Element) -> str:
    """The words of a description, in lower case, without punctuation."""
    return " ".join(re.findall(r"[\w']+", " ".join(element.itertext()).lower()))


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_is_the_teis(kind: str, ours: etree._Element, theirs: etree._Element) -> None:
    official = specs(theirs, kind)
    differences: list[str] = []
    for ident, spec in specs(ours, kind).items():
        if ident not in official:
            differences.append(f"{kind} {ident}: not in p5subset.xml")
            continue
        differences += unified_diff(
            list(facts(official[ident])),
            list(facts(spec)),
            f"p5subset.xml {kind} {ident}",
            f"tei.odd {kind} {ident}",
            lineterm="",
        )
    assert not differences, "\n" + "\n".join(differences)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_declared_twice(kind: str, ours: etree._Element) -> None:
    idents = [spec.get("ident", "") for spec in ours.iter(TEI + kind)]
    assert sorted(idents) == sorted(set(idents))


def test_sequences_of_class_members_keep_their_order(
    ours: etree._Element, theirs: etree._Element
) -> None:
    """`classRef/@expand="sequence"` puts the members in the order of their declaration."""

    def members(root: etree._Element, key: str) -> list[str]:
        found = (spec for spec in root.iter(TEI + "classSpec", TEI + "elementSpec"))
        keys = f"{TEI}classes/{TEI}memberOf[@key='{key}']"
        return [spec.get("ident", "") for spec in found if spec.find(keys) is not None]

    expanded = {
        ref.get("key", "")
        for ref in ours.iter(TEI + "classRef")
        if ref.get("expand", "").startswith("sequence")
    }
    for key in expanded:
        shipped = members(ours, key)
        assert shipped == [ident for ident in members(theirs, key) if ident in shipped], key


def test_all_that_is_referred_to_is_declared(ours: etree._Element) -> None:
    """Save elements: content models are whole, and the compiler prunes what is not shipped."""
    declared = {kind: frozenset(specs(ours, kind)) for kind in KINDS}
    dangling: list[str] = []
    for kind in KINDS:
        for ident, spec in specs(ours, kind).items():
            module = spec.get("module")
            if module is not None and module not in declared["moduleSpec"]:
                dangling.append(f"{kind} {ident}: module {module}")
            for ref in spec.iter(*REFERENCES):
                wanted, attribute = REFERENCES[str(ref.tag)]
                key = ref.get(attribute)
                if key is not None and key not in declared[wanted]:
                    dangling.append(f"{kind} {ident}: {wanted} {key}")
    assert not dangling, "\n" + "\n".join(dangling)


def test_everything_is_described(ours: etree._Element) -> None:
    bare = [name for name, part in documented(ours) if not part.findtext(TEI + "desc")]
    bare += [
        f"elementSpec {ident}: no gloss"
        for ident, spec in specs(ours, "elementSpec").items()
        if not spec.findtext(TEI + "gloss")
    ]
    assert not bare, "\n" + "\n".join(bare)


def test_no_wording_is_the_teis(ours: etree._Element, theirs: etree._Element) -> None:
    """No description of five or more words is, or is a stretch of, one of the TEI's."""
    prose = (TEI + "desc", TEI + "gloss", TEI + "valDesc", TEI + "remarks")
    official = "\n".join(f" {words(text)} " for text in theirs.iter(*prose))
    copied = [
        f"{name}: {' '.join((text.text or '').split())}"
        for name, part in documented(ours)
        for text in part.iterchildren(*prose)
        if len(words(text).split()) >= 5 and f" {words(text)} " in official
    ]
    assert not copied, "\n" + "\n".join(copied)


def test_the_vocabulary_has_these_elements_and_no_others(ours: etree._Element) -> None:
    found: dict[str, set[str]] = {}
    for name, spec in specs(ours, "elementSpec").items():
        found.setdefault(spec.get("module", ""), set()).add(name)
    assert found == {module: set(names.split()) for module, names in ELEMENTS.items()}
