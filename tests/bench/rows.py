"""In: the edition, the corpora where there are any. Out: what is compared with what.

A goal is the most that ours may take, as a multiple of what the other takes on the same machine.
"""

from __future__ import annotations

import shutil
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from .timing import ROOT, Command, Group

SCRIPTS: Final = Path(sysconfig.get_path("scripts"))
OURS: Final = str(SCRIPTS / "tei-tools")
VALIDATE: Final = (OURS, "validate", "--quiet")
TRANSFORM: Final = (OURS, "transform", "--quiet")
#: The work that jing and xmllint do: no rules, no pointers.
GRAMMAR: Final = (*VALIDATE, "--select", "grammar")
PYTHON: Final = (sys.executable, "-c")
XSD: Final = "schemas/last-works.xsd"
RNG: Final = "schemas/last-works.rng"
ODD: Final = "schemas/last-works.odd"
ALL: Final = "schemas/tei-tools.rng"
ONE: Final = "tei/works/01-letter-to-the-congress.xml"
EDITION: Final = [str(p.relative_to(ROOT)) for p in sorted(ROOT.glob("tei/**/*.xml"))]
ITERTEXT: Final = (
    "import sys; from lxml import etree\n"
    "for f in sys.argv[1:]: print(''.join(etree.parse(f).getroot().itertext()))"
)
RULES: Final = (
    "import sys; from tei_tools import load_schema; from tei_tools.flows.schemas import Parts\n"
    "schema = load_schema(sys.argv[1], parts=Parts.RULES)\n"
    "print(sum(len(list(schema.validate(file))) for file in sys.argv[2:]))"
)
#: The corpora: a play of 175 KB, and forty files of 14 MB.
PLAY: Final = "gerdracor/schroeder-der-vetter-in-lissabon.xml"
MANY: Final = ("gerdracor", "eltec")
#: Our time for the corpora, beside that of parsing them so many times over, so that the start of
#: a process counts for little.
TIMES: Final = 10
PARSING: Final = (
    f"import sys; from lxml import etree\nfor f in sys.argv[1:] * {TIMES}: etree.parse(f)"
)
#: The formats, with what is to be reached: in a new process as a multiple of the import of lxml,
#: and for many files as a multiple of their parsing.
FORMATS: Final = (("text", 2.5, 7), ("html", 4, 20), ("json", 4, 20))
#: The sizes of large documents, in megabytes.
SIZES: Final = (12, 25, 50, 100)
LARGEST_TRANSFORMED: Final = 50


def edition_rows(output: Path) -> Iterator[Group]:
    """What needs the edition alone."""
    files = ["--schema", XSD, "--xinclude", *EDITION]
    yield [
        Command("the edition again: nothing is checked", [*VALIDATE, "tei"]),
        *_xmllint("xmllint --schema", files),
    ]
    yield [
        Command("validate the edition, every file anew", [*VALIDATE, "tei"], is_anew=True),
        *_xmllint("xmllint --schema", files, 3),
        *_xmlschema([f for f in EDITION if not f.endswith("corpus.xml")]),
    ]
    yield [
        Command("the grammar of the edition alone, anew", [*GRAMMAR, "tei"], is_anew=True),
        *_xmllint("xmllint --schema", files, 3),
    ]
    yield [
        Command("validate one file", [*VALIDATE, ONE], is_anew=True),
        *_xmllint("xmllint --schema", ["--schema", XSD, ONE]),
        *_xmlschema([ONE]),
    ]
    yield [
        Command(
            "the edition by the grammar of its ODD",
            [*GRAMMAR, "--schema", ODD, "tei"],
            is_anew=True,
        ),
        *_jing("jing, by the RELAX NG made from it", RNG, EDITION, 0.35),
    ]
    by_odd = [*VALIDATE, "--schema", ODD, "tei"]
    yield [
        Command("the edition by its ODD with all rules", by_odd, is_anew=True),
        *_jing("jing, no rules", RNG, EDITION, 0.35),
    ]
    for to, _, _ in FORMATS:
        words = [*TRANSFORM, "--to", to, "tei", "-o", str(output / to)]
        yield [
            Command(f"transform the edition to {to}", words),
            Command("itertext, one line of Python", [*PYTHON, ITERTEXT, *EDITION]),
            *_lxml(10),
        ]


def corpora_rows(corpora: Path, output: Path) -> Iterator[Group]:
    """What needs the corpora."""
    schema, play = str(corpora / "tei-p5/tei_all.rng"), str(corpora / PLAY)
    one = [*VALIDATE, "--schema", schema, play]
    yield [
        Command("one play by tei_all", one, is_anew=True),
        *_jing("jing", schema, [play], 0.5),
    ]
    yield [
        Command("one play by tei_all, for the first time", one, is_first=True),
        *_jing("jing", schema, [play], 2.5),
        *_xmllint("xmllint --relaxng", ["--relaxng", schema, play], 0.3),
    ]
    folders = [str(corpora / folder) for folder in MANY]
    files = [str(file) for folder in folders for file in sorted(Path(folder).glob("*.xml"))]
    two = ["--schema", schema, "--jobs", "2", *folders]
    yield [
        Command("forty files by their grammar, two processes", [*GRAMMAR, *two], is_anew=True),
        *_jing("jing, one call", schema, files, 1),
    ]
    yield [
        Command("forty files with all rules, two processes", [*VALIDATE, *two], is_anew=True),
        *_jing("jing, one call: no rules", schema, files, 1),
    ]
    for name, some, goal in (("forty files", files, 1.0), ("one play", [play], 1.5)):
        yield [
            Command(f"the rules of tei_all on {name}", [*PYTHON, RULES, schema, *some]),
            *_saxon("Saxon, one stylesheet, as SchXslt has it", schema, some, goal),
        ]
    compile_all = [
        "schema",
        "compile",
        str(corpora / "tei-p5/exemplars/tei_all.odd"),
        "--to",
        "rng",
    ]
    source = ["--source", str(corpora / "tei-p5/p5subset.xml")]
    yield [
        Command(
            "compile tei_all.odd to RELAX NG",
            [OURS, *compile_all, *source, "-o", str(output / "tei_all.rng")],
        ),
        *_jing("jing on one play", schema, [play], 2),
    ]


def transformed_rows(corpora: Path, output: Path) -> Iterator[Group]:
    """Transformation of the corpora; a process of its own for one play, one for forty files."""
    folders = [str(corpora / folder) for folder in MANY]
    files = [str(file) for folder in folders for file in sorted(Path(folder).glob("*.xml"))]
    for to, goal, _ in FORMATS:
        words = [*TRANSFORM, "--to", to, str(corpora / PLAY), "-o", str(output / f"play.{to}")]
        yield [Command(f"one play to {to}", words), *_lxml(goal)]
    for to, _, goal in FORMATS:
        words = [*TRANSFORM, "--jobs", "1", "--to", to, *folders, "-o", str(output / f"all-{to}")]
        parsing = [*PYTHON, PARSING, *files]
        yield [
            Command(f"forty files to {to}, one process", words),
            Command(f"lxml, parsing them {TIMES} times", parsing, goal / TIMES),
        ]


def large_rows(folder: Path) -> Iterator[Command]:
    """One document, ever larger."""
    for size, file in _large(folder, SIZES):
        yield Command(f"validate one document of {size} MB", [*VALIDATE, "--schema", ALL, file])


def large_transformed_rows(folder: Path, to: str) -> Iterator[Command]:
    """One document, ever larger, to one format."""
    for size, file in _large(folder, [size for size in SIZES if size <= LARGEST_TRANSFORMED]):
        words = [*TRANSFORM, "--to", to, file, "-o", str(folder / f"large.{to}")]
        yield Command(f"one document of {size} MB to {to}", words)


def _large(folder: Path, sizes: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Files of such sizes in megabytes, each there only while it is worked on."""
    for size in sizes:
        file = folder / f"{size}.xml"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(_letter(size * 1_000_000))
        yield size, str(file)
        file.unlink()


HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>A long letter</title></titleStmt><publicationStmt><p>Not published.</p></publicationStmt>
<sourceDesc><p>Made up.</p></sourceDesc></fileDesc></teiHeader><text><body>
"""
PARAGRAPH: Final = """<p n="{}">On <date when="1922-12-{:02}">that day</date> there was
 <hi rend="italic">much</hi> to say to <persName>Nobody</persName>, and it was said at
 <emph>great</emph> length, in words that nothing in the world will
 <choice><sic>excus</sic><corr>excuse</corr></choice>.</p>
"""
TAIL: Final = "</body></text></TEI>\n"


def _letter(size: int) -> Iterator[str]:
    """A valid document of so many bytes, nearly."""
    yield HEAD
    number = size // len(PARAGRAPH)
    yield from (PARAGRAPH.format(n, n % 28 + 1) for n in range(number))
    yield TAIL


# --- the others -----


def _lxml(goal: float) -> list[Command]:
    """What Python and lxml cost before anything is done."""
    return [Command("python with lxml, doing nothing", [*PYTHON, "import lxml.etree"], goal)]


def _jing(name: str, schema: str, files: Sequence[str], goal: float = 0) -> list[Command]:
    found = shutil.which("jing")
    return [Command(name, [found, schema, *files], goal)] if found else []


def _saxon(name: str, schema: str, files: Sequence[str], goal: float) -> list[Command]:
    command = [sys.executable, "-m", "tests.bench.saxon_rules", schema, *files]
    return [Command(name, command, goal)] if find_spec("saxonche") else []


def _xmllint(name: str, words: Sequence[str], goal: float = 0) -> list[Command]:
    found = shutil.which("xmllint")
    return [Command(name, [found, "--noout", *words], goal)] if found else []


def _xmlschema(files: Sequence[str]) -> list[Command]:
    command = [str(SCRIPTS / "xmlschema-validate"), "--schema", XSD, *files]
    return [Command("xmlschema-validate", command)]
