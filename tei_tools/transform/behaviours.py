"""In: the name of an element. Out: its rule: its behaviour, and what holds of its white space.

What an element does is said by the models of the bundled ODDs (TEI Guidelines 22.5.4); what its
content model says of text and white space stands here, as lists of names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from tei_tools.model.names import EXAMPLES_NS, local, tei
from tei_tools.processing import Behaviour as Behaviour
from tei_tools.processing import Model, bundled

B = Behaviour

#: Behaviours that make blocks; all others make parts of a line.
BLOCKS: Final = frozenset(
    {B.DOCUMENT, B.BODY, B.SECTION, B.HEADING, B.PARAGRAPH, B.BLOCK}
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

#: The same, by the behaviour that a project's ODD gives an element that has another by itself.
OWN_SEPARATORS: Final[Mapping[Behaviour, str]] = MappingProxyType(
    {B.ROW: "\t", B.CELL: " ", B.TABLE: "\n", B.LIST: "\n"}
)

#: What parts the elements in an element that is read in one line, where no text is beside them.
JOINTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dimensions": " × ",
        "castItem": " ",
        "cit": " ",
        "ruby": " ",
        **dict.fromkeys(
            """altIdentifier analytic biblFull biblStruct climate imprint incident kinesic
            langKnowledge location locusGrp monogr msIdentifier objectIdentifier population
            respStmt state terrain trait vocal""".split(),
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
        model: what a project's ODD says of it, where that is more than a behaviour.
        sequence: the rules that are applied one after the other (``modelSequence``), if any.
    """

    behaviour: Behaviour
    element_only: bool = False
    separator: str = "\n\n"
    joint: str = ""
    model: Model | None = None
    sequence: tuple[Rule, ...] = ()

    @property
    def is_block(self) -> bool:
        """Whether the element makes a block wherever it stands."""
        return self.behaviour in BLOCKS


def rule_of(name: str, behaviour: Behaviour) -> Rule:
    """The rule of an element of the TEI, by its Clark name, that has a behaviour."""
    short = name.removeprefix(tei(""))
    return Rule(
        behaviour,
        short in ELEMENT_ONLY,
        SEPARATORS.get(short, "\n\n"),
        JOINTS.get(short, ""),
    )


def _rules() -> Mapping[str, Rule]:
    """The rules that the bundled models make; these say nothing but a behaviour."""
    said = bundled()
    made = {name: rule_of(name, behaviour) for name, behaviour in said.items()}
    # an example shows encoding: all of its text is read, block by block
    block, inline = Rule(B.BLOCK, separator="\n"), Rule(B.INLINE, separator="\n")
    for name, behaviour in said.items():
        made[f"{{{EXAMPLES_NS}}}{local(name)}"] = block if behaviour in BLOCKS else inline
    made[f"{{{EXAMPLES_NS}}}egXML"] = inline
    return MappingProxyType(made)


#: The rules by Clark name.
RULES: Final = _rules()
#: The rules of elements with which another element begins: (parent, element).
RULES_AT_START: Final[Mapping[tuple[str, str], Rule]] = MappingProxyType(
    {(tei("item"), tei("label")): Rule(B.BLOCK)}
)
#: What is done where there is no rule: the text is kept.
NO_RULE: Final = Rule(B.INLINE)
