"""In: customisations of mini.odd, and documents.
Out: their schemas, and the verdicts of jing, libxml2 and xmlschema, each an independent oracle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import xmlschema
from lxml import etree

from tei_tools.model.finding import Finding
from tei_tools.odd import FlatOdd, compile_odd, to_rng, to_xsd

from ..oracles import jing

HERE = Path(__file__).parent
SOURCE = HERE / "mini.odd"

NS = 'xmlns="http://www.tei-c.org/ns/1.0"'

ODD = f"""<TEI {NS}>
<text><body>
<schemaSpec ident="case" start="%s" %s>
%s
</schemaSpec>
%s
</body></text>
</TEI>
"""

# What most customisations select; the last element is one that any content can be given to.
MODULES = """<moduleRef key="tei"/>
<moduleRef key="core"/>
<moduleRef key="names"/>
"""


def customisation(specs: str, *, start: str = "TEI", more: str = "", after: str = "") -> str:
    """The text of a customisation; a first line `all` stands for all modules of the source."""
    first, _, rest = specs.lstrip().partition("\n")
    body = MODULES + rest if first.strip() == "all" else specs
    return ODD % (start, more, body, after)


def compiled(folder: Path, text: str, *, source: Path | None = SOURCE) -> FlatOdd:
    """The FLAT ODD of a customisation."""
    path = folder / "case.odd"
    path.write_text(text, encoding="utf-8")
    return compile_odd(path, source=source)


def said(finding: Finding) -> str:
    """The message of a finding, with its cure."""
    return "; ".join(part for part in (finding.message, finding.suggestion) if part)


def document(text: str, at: str = "") -> str:
    """A document: an element of the source alone gets the namespace, and `at` around it."""
    wrapped = at.replace("*", text) if at else text
    return re.sub(r"^<([\w.-]+)", rf"<\1 {NS}", wrapped.strip(), count=1)


@dataclass(frozen=True, slots=True)
class Schemas:
    """A schema in both languages, on disk."""

    folder: Path
    flat: FlatOdd
    losses: frozenset[str]

    def jing(self, documents: Sequence[str]) -> list[bool]:
        """The verdicts on some documents, in one run."""
        paths = []
        for at, text in enumerate(documents):
            paths.append(self.folder / f"{at}.xml")
            paths[-1].write_text(text, encoding="utf-8")
        return [not found for found in jing(self.folder / "case.rng", paths).values()]

    def libxml2(self, documents: Iterable[str]) -> list[bool]:
        """The verdicts of libxml2 with the XSD."""
        schema = etree.XMLSchema(file=str(self.folder / "case.xsd"))
        parser = etree.XMLParser(collect_ids=False)
        return [schema.validate(etree.fromstring(text, parser)) for text in documents]

    def xmlschema(self, documents: Iterable[str]) -> list[bool]:
        """The verdicts of the xmlschema package with the XSD."""
        path = str(self.folder / "case.xsd")
        schema = xmlschema.XMLSchema(path, allow="local", defuse="always")
        return [schema.is_valid(text) for text in documents]


def written(folder: Path, flat: FlatOdd) -> Schemas:
    """Both schemas of a FLAT ODD."""
    (folder / "case.rng").write_bytes(to_rng(flat))
    xsd = to_xsd(flat)
    (folder / "case.xsd").write_bytes(xsd.schema)
    for name, text in xsd.companions.items():
        (folder / name).write_bytes(text)
    return Schemas(folder, flat, frozenset(loss.name for loss in xsd.losses))


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a file of cases: its title, and its parts by name, in order."""

    title: str
    parts: dict[str, str]


def read_cases(name: str) -> list[Case]:
    """The cases in a file: a line `# title`, then parts that begin with a line `== name`."""
    cases = []
    for block in re.split(r"^# ", (HERE / "cases" / name).read_text("utf-8"), flags=re.M)[1:]:
        title, _, body = block.partition("\n")
        names = re.split(r"^== (.+)\n", body, flags=re.M)
        parts = {names[at]: names[at + 1] for at in range(1, len(names), 2)}
        cases.append(Case(title.strip(), parts))
    return cases
