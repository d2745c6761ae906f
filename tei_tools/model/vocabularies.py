"""In: a name that a schema does not have. Out: the vocabulary it comes from, and TEI's name for it.

The facts of other vocabularies that editors write by habit, and the names of all elements of TEI,
so that "misspelt" is told apart from "not chosen by this schema".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple


class Stranger(NamedTuple):
    """A name of another vocabulary.

    Attributes:
        vocabulary: what messages call it.
        tei: what TEI has instead, the likeliest first.
    """

    vocabulary: str
    tei: tuple[str, ...]


#: For each vocabulary, ``its names: TEI's names``, parted by bars.
ELEMENTS: Final[Mapping[str, str]] = {
    "HTML": """
        a: ref | b big em i small strong: hi emph | strike: del | ins: add | tt samp kbd: hi
        sub sup: hi | br: lb | hr: milestone | blockquote: quote | cite: title
        dfn: term | acronym: abbr | img: graphic | figcaption: figDesc head
        h1 h2 h3 h4 h5 h6: head | ol ul dl: list | li dd: item | dt: label | aside: note
        tr thead tbody tfoot: row | td th: cell | article main section: div | pre: ab p
        """,
    "DocBook": """
        para simpara formalpara: p | emphasis: emph hi | ulink olink: ref | listitem member: item
        itemizedlist orderedlist simplelist variablelist: list | footnote: note | firstterm: term
        chapter sect1 sect2 sect3 sect4 sect5: div | mediaobject informalfigure: figure
        imagedata: graphic | informaltable: table | foreignphrase: foreign | citetitle: title
        subscript superscript: hi | bibliography: listBibl | biblioentry bibliomixed: bibl
        """,
    "TEI P4": """
        xref: ref | xptr: ptr | dateStruct dateRange: date | timeStruct timeRange: time date
        handList: handNotes | hand: handNote | witList: listWit | relationGrp: listRelation
        div0: div | TEI.2: TEI | teiCorpus.2: teiCorpus
        """,
}
#: The same for attributes.
ATTRIBUTES: Final[Mapping[str, str]] = {
    "HTML": """
        href: target url | src: url | class: rend type | style: rend | datetime: when
        colspan: cols | rowspan: rows
        """,
    "DocBook": "linkend: target | fileref: url",
    "TEI P4": "value date: when | doc: target | entity: url | id: xml:id | lang: xml:lang",
    "older TEI": "targets: target | biblScope/@type: unit",
}
#: What to take where a schema leaves out an element of TEI.
RELATED: Final = """
    ab: p | div1 div2 div3 div4 div5 div6 div7: div | said: q quote | q: quote said | quote: q
    persName placeName orgName geogName objectName: name rs | name rs: persName
    s w phr cl span: seg | damage: gap unclear | fw: note | listBibl: list | biblFull: bibl
    code gi att ident tag val: hi term | ex am: expan | u: sp | link: ref | caption: head figDesc
    time: date | facsimile: graphic | sponsor funder principal: respStmt | measure: num
"""

#: The elements of TEI P5, by module.
MODULES: Final[Mapping[str, str]] = {
    "analysis": "c cl interp interpGrp m pc phr s span spanGrp w",
    "certainty": "certainty precision respons",
    "core": (
        "abbr add address addrLine analytic author bibl biblScope biblStruct binaryObject cb "
        "choice cit citedRange corr date del desc distinct divGen editor ellipsis email emph "
        "expan foreign gap gb gloss graphic head headItem headLabel hi imprint index item l label "
        "lb lg list listBibl measure measureGrp media meeting mentioned milestone monogr name "
        "note noteGrp num orig p pb postBox postCode ptr publisher pubPlace q quote rb ref reg "
        "relatedItem resp respStmt rs rt ruby said series sic soCalled sp speaker stage street "
        "teiCorpus term textLang time title unclear unit"
    ),
    "corpus": (
        "activity channel constitution derivation domain factuality interaction locale particDesc "
        "preparedness purpose setting settingDesc textDesc"
    ),
    "dictionaries": (
        "case colloc def dictScrap entry entryFree etym form gen gram gramGrp hom hyph iType lang "
        "lbl mood number oRef orth per pos pRef pron re sense stress subc superEntry syll tns usg "
        "xr"
    ),
    "drama": (
        "actor camera caption castGroup castItem castList epilogue move performance prologue role "
        "roleDesc set sound spGrp tech view"
    ),
    "figures": "cell figDesc figure formula notatedMusic row table",
    "gaiji": "char charDecl g glyph localProp mapping unicodeProp unihanProp",
    "header": (
        "abstract appInfo application authority availability biblFull calendar calendarDesc "
        "catDesc category catRef change citeData citeStructure classCode classDecl conversion "
        "correction correspAction correspContext correspDesc creation cRefPattern distributor "
        "edition editionStmt editorialDecl encodingDesc extent fileDesc funder geoDecl handNote "
        "hyphenation idno interpretation keywords language langUsage licence listChange "
        "listPrefixDef namespace normalization notesStmt prefixDef principal profileDesc "
        "projectDesc publicationStmt punctuation quotation refsDecl refState rendition "
        "revisionDesc samplingDecl schemaRef scriptNote segmentation seriesStmt sourceDesc "
        "sponsor stdVals styleDefDecl tagsDecl tagUsage taxonomy teiHeader textClass titleStmt "
        "unitDecl unitDef xenoData"
    ),
    "iso-fs": (
        "bicond binary cond default f fDecl fDescr fLib fs fsConstraints fsdDecl fsDecl fsDescr "
        "fsdLink fvLib if iff numeric string symbol then vAlt vColl vDefault vLabel vMerge vNot "
        "vRange"
    ),
    "linking": (
        "ab alt altGrp anchor annotation join joinGrp link linkGrp listAnnotation seg standOff "
        "timeline when"
    ),
    "msdescription": (
        "accMat acquisition additional additions adminInfo altIdentifier binding bindingDesc "
        "catchwords collation collection colophon condition custEvent custodialHist decoDesc "
        "decoNote depth dim dimensions explicit filiation finalRubric foliation handDesc height "
        "heraldry history incipit institution layout layoutDesc locus locusGrp material "
        "msContents msDesc msFrag msIdentifier msItem msItemStruct msName msPart musicNotation "
        "objectDesc objectType origDate origin origPlace physDesc provenance recordHist "
        "repository rubric scriptDesc seal sealDesc secFol signatures source stamp summary "
        "support supportDesc surrogates typeDesc typeNote watermark width"
    ),
    "namesdates": (
        "addName affiliation age birth bloc climate country death district education event faith "
        "floruit forename genName geo geogFeat geogName langKnowledge langKnown listEvent listNym "
        "listObject listOrg listPerson listPlace listRelation location nameLink nationality nym "
        "object objectIdentifier objectName occupation offset org orgName persName person persona "
        "personGrp persPronouns place placeName population region relation residence roleName "
        "settlement sex socecStatus state surname terrain trait"
    ),
    "nets": "arc eLeaf eTree forest graph iNode leaf listForest node root tree triangle",
    "spoken": (
        "annotationBlock broadcast equipment incident kinesic pause recording recordingStmt "
        "scriptStmt shift transcriptionDesc u vocal writing"
    ),
    "tagdocs": (
        "alternate altIdent anyElement att attDef attList attRef classes classRef classSpec code "
        "constraint constraintSpec content dataFacet dataRef dataSpec datatype defaultVal eg "
        "egXML elementRef elementSpec empty equiv exemplum gi ident listRef macroRef macroSpec "
        "memberOf model modelGrp modelSequence moduleRef moduleSpec outputRendition param "
        "paramList paramSpec remarks schemaSpec sequence specDesc specGrp specGrpRef specList tag "
        "textNode val valDesc valItem valList"
    ),
    "textcrit": (
        "app lacunaEnd lacunaStart lem listApp listWit rdg rdgGrp variantEncoding wit witDetail "
        "witEnd witness witStart"
    ),
    "textstructure": (
        "argument back body byline closer dateline div div1 div2 div3 div4 div5 div6 div7 "
        "docAuthor docDate docEdition docImprint docTitle epigraph floatingText front group "
        "imprimatur opener postscript salute signed TEI text titlePage titlePart trailer"
    ),
    "transcr": (
        "addSpan am damage damageSpan delSpan ex facsimile fw handNotes handShift line "
        "listTranspose metamark mod path redo restore retrace secl sourceDoc space subst "
        "substJoin supplied surface surfaceGrp surplus transpose undo zone"
    ),
    "verse": "caesura metDecl metSym rhyme",
}
#: Namespaces, as messages call them.
NAMESPACES: Final[Mapping[str, str]] = {
    "http://www.tei-c.org/ns/1.0": "TEI",
    "http://www.tei-c.org/ns/Examples": "TEI examples",
    "http://www.w3.org/1999/xhtml": "HTML",
    "http://docbook.org/ns/docbook": "DocBook",
    "http://www.w3.org/2000/svg": "SVG",
    "http://www.w3.org/1998/Math/MathML": "MathML",
    "http://www.w3.org/2001/XInclude": "XInclude",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "Word",
}


def stranger(name: str) -> Stranger | None:
    """The vocabulary other than TEI P5 that an element's name comes from."""
    return _stranger(name, "elements")


def strange_attribute(name: str, element: str) -> Stranger | None:
    """The vocabulary other than TEI P5 that an attribute's name comes from."""
    return _stranger(f"{element}/@{name}", "attributes") or _stranger(name, "attributes")


def related(name: str) -> tuple[str, ...]:
    """What to take instead of an element of TEI."""
    return _table(RELATED).get(name.lower(), ())


@cache
def module_of(name: str) -> str:
    """The module of TEI that defines an element; empty where none does."""
    return next((module for module, names in MODULES.items() if name in names.split()), "")


@cache
def _stranger(name: str, kind: str) -> Stranger | None:
    vocabularies = ELEMENTS if kind == "elements" else ATTRIBUTES
    for vocabulary, text in vocabularies.items():
        if meant := _table(text).get(name.lower()):
            return Stranger(vocabulary, meant)
    return None


@cache
def _table(text: str) -> Mapping[str, tuple[str, ...]]:
    """For each name (in small letters) what is meant by it."""
    table: dict[str, tuple[str, ...]] = {}
    for entry in text.strip().replace("\n", "|").split("|"):
        names, _, meant = entry.strip().partition(": ")
        table |= dict.fromkeys(names.lower().split(), tuple(meant.split()))
    return table
