"""In: files of cases. Out: documents with one mistake each, and what the program says of them.

A file has a line ``# title`` for each case, then parts that begin with a line ``== name``:

schema: a file in ``schemas/`` (``tei_all.rng`` is the one of the corpora folder), or ``none``:
    the program chooses.
body, or input, or edit: what stands in the ``body`` of `FRAME`; or a whole file; or a path in
    ``tei/``, with the parts old and new.
encoding: in which the file is saved; UTF-8 when nothing is said.
file NAME: another file beside it.
options: of ``tei-tools validate``.
output: what the program says. In place of the number of a schema's line stands the line itself,
    so that an output changes only when a message does.
jing: the line and the message of each error that jing finds, cut to `CUT` characters.
why: why the first error of jing is in another line, or jing finds nothing where we do.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tei_tools.flows.options import ValidationOptions
from tei_tools.flows.validation import validate_files
from tei_tools.model.finding import Finding
from tei_tools.model.selection import Layer
from tei_tools.report.text import text_report

from ..oracles import ROOT, program

HERE = Path(__file__).parent / "cases"
SCHEMA = "last-works.rng"
CORPORA = "tei_all.rng"
CUT = 200
#: A small document of the edition; the content of its one division begins in line 17.
FRAME = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="l1" xml:lang="en">
  <teiHeader>
    <fileDesc>
      <titleStmt><title>A letter</title><editor xml:id="ed">N. N.</editor></titleStmt>
      <publicationStmt><p>Unpublished</p></publicationStmt>
      <sourceDesc><p>Typescript</p></sourceDesc>
    </fileDesc>
    <encodingDesc>
      <listPrefixDef>
        <prefixDef ident="reg" matchPattern="(.*)" replacementPattern="#$1"/>
      </listPrefixDef>
    </encodingDesc>
  </teiHeader>
  <text>
    <body>
      <div type="dictation" xml:id="d1">
{}      </div>
    </body>
  </text>
</TEI>
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its file and title, and its parts by name, in order."""

    file: str
    title: str
    parts: dict[str, str]

    @property
    def schema(self) -> str:
        """The name of the schema."""
        return self.parts.get("schema", SCHEMA).strip()

    @property
    def rng(self) -> str:
        """The name of the RELAX NG schema for jing; empty where the schema is none."""
        schema = self.schema.replace("none", "tei-tools.rng")
        return schema if schema.endswith(".rng") else ""

    @property
    def path(self) -> str:
        """The document, as the program is told it."""
        return f"tei/{self.parts['edit'].strip()}" if "edit" in self.parts else "letter.xml"

    def data(self) -> bytes:
        """The bytes of the document."""
        if "edit" in self.parts:
            text = (ROOT / self.path).read_text(encoding="utf-8")
            old, new = self.parts["old"].rstrip("\n"), self.parts["new"].rstrip("\n")
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {self.path}"
            text = text.replace(old, new)
        elif "body" in self.parts:
            text = FRAME.format(self.parts["body"])
        else:
            text = self.parts["input"]
        return text.encode(self.parts.get("encoding", "utf-8").strip())

    def write(self, folder: Path) -> Path:
        """Put the document, the files beside it and the schemas into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        if "edit" in self.parts:
            shutil.copytree(ROOT / "tei", folder / "tei", dirs_exist_ok=True)
        for name, text in self.parts.items():
            if name.startswith("file "):
                (folder / name.removeprefix("file ")).write_text(text, encoding="utf-8")
        (folder / self.path).write_bytes(self.data())
        return folder / self.path

    def told(self, output: str, jing: str | None) -> Case:
        """The case with what the program says now, and jing where it is known."""
        kept = {name: text for name, text in self.parts.items() if name not in ("output", "jing")}
        jing = self.parts.get("jing", "") if jing is None else jing
        return replace(self, parts=kept | {"output": output} | ({"jing": jing} if jing else {}))


def read_cases() -> Iterator[Case]:
    """All cases, file by file."""
    for path in sorted(HERE.glob("*.txt")):
        for block in re.split(r"^# ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            title, _, body = block.partition("\n")
            names = re.split(r"^== (.+)\n", body, flags=re.M)
            parts = {names[at]: names[at + 1].rstrip("\n") + "\n" for at in range(1, len(names), 2)}
            yield Case(path.name, title.strip(), parts)


def write_cases(file: str, cases: list[Case]) -> None:
    """Write a file of cases again; what stands before the first is kept."""
    path = HERE / file
    head = re.split(r"^# ", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.M)[0]
    blocks = [
        f"# {case.title}\n" + "".join(f"== {name}\n{text}" for name, text in case.parts.items())
        for case in cases
    ]
    path.write_text(head + "\n".join(blocks), encoding="utf-8")


def findings_of(case: Case) -> list[Finding]:
    """What the program finds in a case, in the working folder."""
    schemas = () if case.schema == "none" else (Path("schemas") / case.schema,)
    grammar_alone = Layer(ignore=("schematron",))  # the rules have tests of their own
    options = ValidationOptions(schemas=schemas, user=grammar_alone)
    (report,) = validate_files([Path(case.path)], options)
    return list(report.findings)


def output_of(case: Case) -> str:
    """What the program says of a case, in the working folder."""
    verbose = "--verbose" in case.parts.get("options", "")
    blocks = text_report(findings_of(case), verbose=verbose)
    return _without_numbers("\n\n".join(blocks)) + "\n"


def jing_of(cases: list[Case], folder: Path) -> list[str]:
    """What jing says of each case; nothing where its schema is no RELAX NG."""
    said = [""] * len(cases)
    schemas: dict[str, dict[int, Path]] = {}
    for number, case in enumerate(cases):
        if case.rng:
            file = case.write(folder / "jing" / str(number))
            schemas.setdefault(case.rng, {})[number] = file
    for schema, files in schemas.items():
        while files:
            command = [program("jing"), str(folder / "schemas" / schema), *map(str, files.values())]
            result = subprocess.run(command, capture_output=True, text=True, check=False)
            done = list(files)
            for number in done:
                said[number] = _said(result.stdout, folder / "jing" / str(number))
                del files[number]
                if "fatal" in said[number]:  # jing stops here
                    break
    return said


def _said(output: str, folder: Path) -> str:
    """The lines of jing's output on the files in a folder."""
    lines = []
    for line in output.splitlines():
        if line.startswith(f"{folder}/"):
            file, number, _, text = line.removeprefix(f"{folder}/").split(":", 3)
            text = text.strip().removeprefix("error: ").replace(str(folder), "")
            cut = text if len(text) <= CUT else f"{text[:CUT]}… ({len(text)} characters)"
            lines.append(f"{file}:{number}: {cut}\n")
        elif line.startswith("fatal:") and f"{folder}/" in line:
            lines.append(line.replace(f"{folder}/", "") + "\n")
    return "".join(lines)


def _without_numbers(text: str) -> str:
    """The output, with the line of a schema in place of its number."""

    def line(match: re.Match[str]) -> str:
        lines = Path(match[1]).read_text(encoding="utf-8").splitlines()
        return f"{match[1]} ‹{lines[int(match[2]) - 1].strip()}›"

    return re.sub(r"(schemas/[\w.\-]+):(\d+)", line, text)
