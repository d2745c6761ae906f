"""In: nothing. Out: the codes that findings have, but for those of rules: what each means, and why.

The built-in rules say the same of themselves, and every Schematron schema has rules of its own.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from .model.finding import Severity


class Code(NamedTuple):
    """What a code means.

    Attributes:
        code: ``group.name``.
        severity: what it usually weighs.
        title: what is wrong, in a few words.
        reason: why that matters, or what to do about it.
        bad: an example, where one can be shown: what stands in a division, or a whole file.
        good: the same, mended.
        source: where the demand comes from: a section of the TEI Guidelines, a standard.
        is_default: whether it is told where nobody selects it.
        has_fix: whether some findings can be mended by the program.
    """

    code: str
    severity: Severity
    title: str
    reason: str
    bad: str = ""
    good: str = ""
    source: str = ""
    is_default: bool = True
    has_fix: bool = False


ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

XML: Final = {
    "not-well-formed": (
        "the file is not well-formed XML",
        "No program can tell where its elements begin and end, so nothing else is checked.",
        "<TEI><p>One</TEI>",
        "<TEI><p>One</p></TEI>",
    ),
    "empty": ("the file is empty", "A TEI file begins with `<TEI`.", "", ""),
    "binary": ("the file is no text", "A picture or a word processor's file is no XML.", "", ""),
    "not-xml": ("the file does not begin with `<`", "Plain text is no XML.", "Dear Sir,", "<TEI>"),
    "encoding": (
        "bytes that are not in the encoding that the file declares",
        "Characters would be read as others. Save the file as UTF-8.",
        "",
        "",
    ),
    "undefined-entity": (
        "an entity that the file does not define",
        "External DTDs are never read, and the entities of HTML are not those of XML.",
        "<TEI>&nbsp;</TEI>",
        "<TEI>&#160;</TEI>",
    ),
    "entity-bomb": (
        "entities that expand to more text than is safe",
        "A small file of this kind can fill the memory of a computer.",
        "",
        "",
    ),
    "too-deep": (
        "elements nested more than 256 deep",
        "No TEI text needs this: as a rule an element is never closed.",
        "",
        "",
    ),
    "too-large": (
        "one text, attribute or name of more than ten million characters",
        "Some library that reads the file will refuse it.",
        "",
        "",
    ),
    "too-many-attributes": (
        "more attributes on one element than can be checked",
        "They are compared with one another, which takes the longer the more there are.",
        "",
        "",
    ),
    "missing-include": (
        "an inclusion of a file that does not exist",
        "The document is not complete without it; `xi:fallback` says what to do then.",
        "",
        "",
    ),
    "xinclude": (
        "an inclusion that cannot be followed",
        "Files are included from the project alone, not from the network, and not by themselves.",
        "",
        "",
    ),
}

GRAMMAR: Final = {
    "unknown-element": (
        "an element that the schema does not have",
        "Either its name is misspelt, or the project has decided against this element.",
        "<p><perName>Lenin</perName></p>",
        "<p><persName>Lenin</persName></p>",
    ),
    "wrong-namespace": (
        "an element in a namespace where the schema has no such element",
        "Programs tell elements apart by name and namespace; TEI has its own.",
        '<p xmlns="">One</p>',
        "<p>One</p>",
    ),
    "not-allowed-here": (
        "a known element at a place where the schema does not allow it",
        "Programs rely on what stands where, such as paragraphs that hold no paragraphs.",
        "<p>One <p>two</p></p>",
        "<p>One</p><p>two</p>",
    ),
    "out-of-order": (
        "a known element that should stand earlier or later",
        "Where the order matters, as in a header or at the start of a division, it is settled.",
        "<p>One</p><head>Two</head>",
        "<head>Two</head><p>One</p>",
    ),
    "missing-element": (
        "an element that must be there is not",
        "Without it the element around it says nothing that others can use.",
        "<list></list>",
        "<list><item>One</item></list>",
    ),
    "text-not-allowed": (
        "text directly in an element that holds only elements",
        "Text belongs into a paragraph or another element that says what it is.",
        "One",
        "<p>One</p>",
    ),
    "unknown-attribute": (
        "an attribute that the schema does not have on this element",
        "Either its name is misspelt, or it goes on another element, or excludes another.",
        '<p rendd="bold">One</p>',
        '<p rend="bold">One</p>',
    ),
    "missing-attribute": (
        "an attribute that must be there is not",
        "What the element says depends on it.",
        "<p><hi>One</hi></p>",
        '<p><hi rend="bold">One</hi></p>',
    ),
    "attribute-value": (
        "an attribute with a value that the schema does not allow",
        "Values are read by programs: dates, pointers, and words from a list.",
        '<p><date when="25.12.1922">Monday</date></p>',
        '<p><date when="1922-12-25">Monday</date></p>',
    ),
    "content-value": (
        "an element whose text is not what the schema wants there",
        "Some elements hold a value, such as a date or a number, and not prose.",
        "",
        "",
    ),
    "invalid": (
        "libxml2 finds the file invalid against an XSD, in its own words",
        "There was no closer diagnosis; RELAX NG or the ODD gives better messages.",
        "",
        "",
    ),
}

OTHERS: Final = {
    "ids.dangling": (
        ERROR,
        "a reference, by the datatype IDREF of the schema, to an id that nothing has",
        "It leads nowhere.",
        "",
        "",
    ),
    "tei.not-tei": (
        ERROR,
        "a file whose root element is none of TEI P5",
        "Nothing else is checked; `--schema` checks other XML.",
        "<html/>",
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>',
    ),
    "findings.more": (
        ERROR,
        "more findings than are told of one file",
        "Mend the first ones: many may have the same cause.",
        "",
        "",
    ),
    "rules.not-run": (
        INFO,
        "a file so large that the rules were not run on it",
        "They need all of it in memory; those that are selected by name are run all the same.",
        "",
        "",
    ),
    "schematron.assert": (
        ERROR,
        "something does not hold that a Schematron schema asserts",
        "The message is that of the schema; a rule with an id gives findings a code of its own.",
        "",
        "",
    ),
    "schematron.report": (
        ERROR,
        "a Schematron schema reports something",
        "The message is that of the schema; a rule with an id gives findings a code of its own.",
        "",
        "",
    ),
    "schematron.not-run": (
        INFO,
        "a file so large that Schematron rules were not run on it",
        "They need all of it in memory; with `--select schematron` they are run all the same.",
        "",
        "",
    ),
    "schematron.not-checked": (
        INFO,
        "a rule of a Schematron schema that cannot be checked",
        "Nothing is known of what it asks for; the message names the expression.",
        "",
        "",
    ),
    "suppression.unused": (
        WARNING,
        "a `<?tei-tools ignore …?>` that hides nothing",
        "What it was for has been mended, so it can go; else it may hide a mistake some day.",
        '<?tei-tools ignore dates.order reason="so in the source"?><p>One</p>',
        "<p>One</p>",
    ),
    "suppression.unknown-code": (
        WARNING,
        "a `<?tei-tools ignore …?>` of a code that does not exist",
        "It hides nothing.",
        '<?tei-tools ignore dates.ordre reason="so in the source"?><p>One</p>',
        "<p>One</p>",
    ),
    "suppression.no-reason": (
        WARNING,
        "a `<?tei-tools ignore …?>` without a reason",
        "It hides nothing until it says why, for those who come after you.",
        '<?tei-tools ignore pointers.dangling?><p corresp="#register">One</p>',
        '<?tei-tools ignore pointers.dangling reason="the register is not public"?>'
        '<p corresp="#register">One</p>',
    ),
    "suppression.unknown": (
        WARNING,
        "a `<?tei-tools …?>` that is not understood",
        "There is one such instruction: `ignore`.",
        "<?tei-tools hide ids?><p>One</p>",
        "<p>One</p>",
    ),
    "fixes.conflict": (
        WARNING,
        "a fix that was not made, since it would have made the file worse",
        "The file was left as it was; mend it by hand.",
        "",
        "",
    ),
}

SCHEMA: Final = {
    "syntax": (ERROR, "a schema that is not written as its language has it"),
    "restriction": (ERROR, "a schema that breaks a restriction of RELAX NG (section 7)"),
    "missing": (ERROR, "a schema file that is not there, or cannot be read"),
    "phase": (ERROR, "a phase that a Schematron schema does not have"),
    "include": (ERROR, "a schema that refers to a file that cannot be used"),
    "limit": (ERROR, "a schema or document beyond the bounds within which it can be checked"),
    "no-start": (ERROR, "a RELAX NG grammar without a `start`"),
    "duplicate": (ERROR, "a name that a RELAX NG grammar defines twice without `combine`"),
    "combine": (ERROR, "definitions of one name that are to be combined in different ways"),
    "undefined": (ERROR, "a reference to a definition that the schema does not have"),
    "recursion": (ERROR, "a definition that refers to itself with no element in between"),
    "datatype": (ERROR, "a datatype, parameter or value that does not exist or does not fit"),
    "id-type": (ERROR, "an attribute that is an id in one place and not in another"),
    "xpath": (ERROR, "an expression of a Schematron schema that is none, or cannot be used"),
    "not-used": (INFO, "a schema that the file names and that was not applied"),
    "read-whole": (INFO, "a large file that was held in memory as a whole"),
    "no-diagnosis": (INFO, "a file that is invalid against an XSD, without a closer diagnosis"),
    "slow-pattern": (INFO, "a schema with a pattern that can take for ever, so it is not run"),
}
ODD: Final = {
    "unreadable": (ERROR, "an ODD, or a file that it names, that is not there or cannot be read"),
    "not-well-formed": (ERROR, "an ODD that is not well-formed XML"),
    "syntax": (ERROR, "an ODD that is not as chapter 22 of the TEI Guidelines has it"),
    "unknown": (ERROR, "a name in an ODD that neither it nor its source has"),
    "conflict": (ERROR, "declarations in an ODD that exclude one another"),
    "limit": (ERROR, "something in an ODD that this compiler does not do"),
    "renamed": (WARNING, "a name in an ODD that the TEI has given up for another"),
    "no-effect": (WARNING, "something in an ODD that has no effect, or not the one expected"),
}
TRANSFORM: Final = {
    "no-text": (WARNING, "a document in which there is nothing to read"),
    "no-rule": (WARNING, "an element for which there is no rule how to render it"),
    "loss": (INFO, "markup that left no trace in the output (transform --loss)"),
    "hyphen-dropped": (WARNING, 'a hyphen before `break="no"` that was read as a division'),
    "not-evaluated": (WARNING, "an expression in a model of your ODD that cannot be evaluated"),
    "unsafe-link": (WARNING, "a link with a scheme that is not written into a page"),
}
JSON: Final = {
    "malformed": (ERROR, "a file that is no JSON"),
    "form": (
        ERROR,
        "a file of JSON that is not as `document.schema.json` has it",
    ),
    "annotations": (ERROR, "annotations that overlap, lie outside the text, or make no document"),
    "entity": (ERROR, "a name that was added in JSON and cannot be an element where it stands"),
    "not-taken": (
        WARNING,
        "a change of what is made from the source, which does not change the TEI",
    ),
}
#: Those of which some findings can be mended by the program.
MENDED: Final = frozenset(
    {"grammar.unknown-element", "grammar.unknown-attribute", "grammar.attribute-value"}
)
#: Why the codes of these groups matter.
REASONS: Final = {
    "schema": "A check is only as good as its schema; the message says what to change in it.",
    "odd": "The ODD is the one source of schemas and documentation.",
    "json": "The TEI is written from the member `source`; a name added to `entities` goes into it.",
    "transform": "What is not carried into the output is told, so that nothing is lost in silence.",
}
#: Groups whose codes say no more than what is wrong.
BRIEF: Final = {"schema": SCHEMA, "odd": ODD, "transform": TRANSFORM, "json": JSON}


def _codes() -> Iterator[Code]:
    for group, table in (("xml", XML), ("grammar", GRAMMAR)):
        for name, told in table.items():
            yield Code(f"{group}.{name}", ERROR, *told)
    for name, entry in OTHERS.items():
        yield Code(name, *entry)
    for group, brief in BRIEF.items():
        for name, (severity, title) in brief.items():
            yield Code(f"{group}.{name}", severity, title, REASONS[group])


#: All codes by name, in the order in which they are told.
CODES: Final = {code.code: code._replace(has_fix=code.code in MENDED) for code in _codes()}
