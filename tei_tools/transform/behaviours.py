"""In: the name of an element. Out: its behaviour, in the terms of the TEI Processing Model.

The rules are data: what an ODD says by ``model/@behaviour`` stands here as a table (TEI Guidelines
22.5.4), and what its content models say of text and white space, as lists of names.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from tei_tools.model.names import EXAMPLES_NS, tei


class Behaviour(StrEnum):
    """What an element does on output; the names are those of the TEI Guidelines."""

    ALTERNATE = "alternate"
    ANCHOR = "anchor"
    BLOCK = "block"
    BODY = "body"
    BREAK = "break"
    CELL = "cell"
    CIT = "cit"
    DOCUMENT = "document"
    FIGURE = "figure"
    GLYPH = "glyph"
    GRAPHIC = "graphic"
    HEADING = "heading"
    INDEX = "index"
    INLINE = "inline"
    LINK = "link"
    LIST = "list"
    LIST_ITEM = "listItem"
    METADATA = "metadata"
    NOTE = "note"
    OMIT = "omit"
    PARAGRAPH = "paragraph"
    ROW = "row"
    SECTION = "section"
    TABLE = "table"
    TEXT = "text"
    TITLE = "title"


B = Behaviour

#: Which elements behave how. An element that is `inline` here and stands where only blocks are,
#: such as a `q` in a `div`, is read as a block of its own.
ELEMENTS: Final[Mapping[Behaviour, str]] = MappingProxyType(
    {
        B.DOCUMENT: "TEI teiCorpus",
        B.TEXT: "text floatingText",
        B.BODY: "group front body back standOff sourceDoc",
        B.SECTION: """div div1 div2 div3 div4 div5 div6 div7 argument epigraph postscript titlePage
            prologue epilogue performance msDesc msContents msPart msFrag physDesc history
            additional adminInfo""",
        B.HEADING: "head titlePart",
        B.PARAGRAPH: "p ab",
        B.BLOCK: """address addrLine byline castGroup closer dateline docEdition docImprint docTitle
            imprimatur l lg noteGrp opener salute set signed sp spGrp speaker trailer u
            camera caption sound tech view
            entry entryFree superEntry hom sense
            accMat acquisition additions binding bindingDesc collation colophon condition
            custEvent custodialHist decoDesc decoNote explicit extent filiation finalRubric
            foliation handDesc handNote incipit layout layoutDesc msIdentifier msItem msItemStruct
            musicNotation objectDesc origin provenance recordHist rubric scriptDesc scriptNote seal
            sealDesc source summary support supportDesc surrogates typeDesc typeNote
            altIdentifier
            annotationBlock equipment broadcast recording recordingStmt scriptStmt
            line surface surfaceGrp zone""",
        B.LIST: """list castList listApp listBibl listChange listEvent listNym listObject listOrg
            listPerson listPlace listRelation listWit particDesc""",
        B.LIST_ITEM: """item castItem change event nym object org person persona personGrp place
            witness""",
        B.TABLE: "table",
        B.ROW: "row",
        B.CELL: "cell",
        B.FIGURE: "figure",
        B.CIT: "cit",
        B.TITLE: "title",
        B.ALTERNATE: "choice app",
        B.LINK: "ref ptr",
        B.NOTE: "note",
        B.BREAK: "lb pb cb gb milestone space caesura",
        B.ANCHOR: "anchor handShift addSpan damageSpan",
        B.GLYPH: "g",
        B.GRAPHIC: "graphic media binaryObject notatedMusic",
        B.INLINE: """abbr actor add addName affiliation age am analytic author authority bibl
            biblFull biblScope biblStruct birth bloc c catchwords citedRange cl climate
            collection corr country damage date death del depth desc dim dimensions distinct
            distributor district docAuthor docDate edition editor education ellipsis email emph
            ex expan faith floruit foreign forename formula funder gap genName geo geogFeat
            geogName gloss headItem headLabel height heraldry hi idno imprint institution label
            langKnowledge langKnown language lem licence locale location locus locusGrp m
            material measure measureGrp meeting mentioned metSym mod monogr move msName name
            nameLink nationality num objectIdentifier objectName objectType occupation offset
            orgName orig origDate origPlace pc persName persPronouns phr placeName population
            postBox postCode principal pubPlace publisher q quote rb rdg rdgGrp redo reg region
            relatedItem relation repository residence resp respStmt restore retrace rhyme role
            roleDesc roleName rs rt ruby s said secFol secl seg series settlement sex sic
            signatures soCalled socecStatus sponsor stage stamp state street subst supplied
            surname surplus term terrain textLang time trait unclear undo unit w watermark width
            att code eg gi ident tag val case colloc def etym form gen gram gramGrp hyph iType
            lang lbl mood number oRef orth pRef per pos pron re stress subc syll tns usg xr
            writing vocal kinesic incident""",
        B.INDEX: "index divGen",
        B.METADATA: """teiHeader alt altGrp annotation certainty facsimile interp interpGrp join
            joinGrp link linkGrp listAnnotation listTranspose precision respons settingDesc span
            spanGrp substJoin timeline when""",
        B.OMIT: """figDesc fw lacunaEnd lacunaStart metamark path pause shift
            variantEncoding wit witDetail witEnd witStart""",
    }
)

#: Behaviours that make blocks; all others make parts of a line.
BLOCKS: Final = frozenset(
    {B.DOCUMENT, B.TEXT, B.BODY, B.SECTION, B.HEADING, B.PARAGRAPH, B.BLOCK}
    | {B.LIST, B.LIST_ITEM, B.TABLE, B.ROW, B.CELL, B.FIGURE}
)
#: Behaviours that are not read.
UNREAD: Final = frozenset({B.OMIT, B.METADATA, B.INDEX})

#: Elements whose content model holds no text: white space in them is nothing.
ELEMENT_ONLY: Final = frozenset(
    """TEI additional address adminInfo altIdentifier analytic annotationBlock app argument back
    biblFull biblStruct binding bindingDesc body broadcast castGroup castList choice cit climate
    custodialHist decoDesc dimensions div div1 div2 div3 div4 div5 div6 div7 docTitle entry epigraph
    epilogue equipment event figure floatingText front group handDesc history hom imprint incident
    kinesic langKnowledge layoutDesc lg list listApp listBibl listChange listEvent listNym
    listObject listOrg listPerson listPlace listRelation listWit location locusGrp monogr msContents
    msDesc msFrag msIdentifier msItem msItemStruct msPart noteGrp nym object objectDesc
    objectIdentifier org particDesc performance person personGrp persona physDesc place population
    postscript prologue rdgGrp recordHist recording recordingStmt relatedItem respStmt row ruby
    scriptDesc scriptStmt seal sealDesc set sourceDoc sp spGrp standOff state subst superEntry
    supportDesc surface surfaceGrp table teiCorpus terrain text titlePage trait typeDesc
    vocal""".split()
)

#: What parts the blocks in an element, where it is not a blank line.
SEPARATORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "row": "\t",
        "cell": " ",
        **dict.fromkeys(
            """address castGroup castItem castList closer docTitle entry item lg list listApp
            listBibl listChange listEvent listNym listObject listOrg listPerson listPlace listWit
            opener p ab quote sp spGrp surface table u zone""".split(),
            "\n",
        ),
    }
)

#: What parts the elements in an element that is read in one line, where no text is beside them.
JOINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dimensions": " × ",
        "castItem": " ",
        "cit": " ",
        "ruby": " ",
        **dict.fromkeys(
            """altIdentifier analytic biblFull biblStruct climate imprint langKnowledge location
            locusGrp monogr msIdentifier objectIdentifier population respStmt state terrain
            trait""".split(),
            ", ",
        ),
    }
)


class Rule(NamedTuple):
    """How an element is read.

    Attributes:
        behaviour: its behaviour.
        element_only: its content model holds no text.
        separator: what parts the blocks in it.
        joint: what parts the elements in it, when it is read in one line and has no other text.
    """

    behaviour: Behaviour
    element_only: bool = False
    separator: str = "\n\n"
    joint: str = ""

    @property
    def is_block(self) -> bool:
        """Whether the element makes a block wherever it stands."""
        return self.behaviour in BLOCKS


#: The rules by Clark name.
RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        tei(name): Rule(
            behaviour,
            name in ELEMENT_ONLY,
            SEPARATORS.get(name, "\n\n"),
            JOINTS.get(name, ""),
        )
        for behaviour, names in ELEMENTS.items()
        for name in names.split()
    }
    | {  # an example shows encoding: all of its text is read, block by block
        f"{{{EXAMPLES_NS}}}{name}": Rule(
            B.BLOCK if behaviour in BLOCKS else B.INLINE, separator="\n"
        )
        for behaviour, names in (*ELEMENTS.items(), (B.INLINE, "egXML"))
        for name in names.split()
    }
)
#: The rules of elements with which another element begins: (parent, element).
RULES_AT_START: Final[Mapping[tuple[str, str], Rule]] = MappingProxyType(
    {(tei("item"), tei("label")): Rule(B.BLOCK)}
)
#: What is done where there is no rule: the text is kept.
NO_RULE: Final = Rule(B.INLINE)
