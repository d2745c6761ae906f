"""In: the parts of a schema, and a document. Out: what is found, in short."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tei_tools import Finding, SchemaError, load_schema, read_document
from tei_tools.flows.options import RulesEngine

SCH = 'xmlns="http://purl.oclc.org/dsdl/schematron"'


class Told(NamedTuple):
    """A finding in short: its code without the group, where it is told, and the words."""

    code: str
    line: int
    column: int
    message: str


def write(folder: Path, inside: str, attributes: str = 'queryBinding="xslt2"') -> Path:
    """A schema, in a folder that is a project."""
    (folder / "pyproject.toml").touch()
    path = folder / "schema.sch"
    path.write_text(f"<schema {SCH} {attributes}>{inside}</schema>")
    return path


def findings(
    schema: Path, document: str, *, phase: str = "", engine: RulesEngine = RulesEngine.OWN
) -> list[Finding]:
    """What the rules of a schema find in a document, in the order of the text."""
    path = schema.parent / "document.xml"
    path.write_text(document)
    loaded = load_schema(schema, phase=phase, engine=engine)
    found = loaded.validate(read_document(path))
    return sorted(found, key=lambda f: (f.location.path, f.location.line, f.location.column))


def told(schema: Path, document: str, *, phase: str = "") -> list[Told]:
    """The same, in short."""
    return [
        Told(
            each.code.removeprefix("schematron."),
            each.location.line,
            each.location.column,
            each.message,
        )
        for each in findings(schema, document, phase=phase)
    ]


def messages(schema: Path, document: str, *, phase: str = "") -> list[str]:
    """The words alone."""
    return [each.message for each in findings(schema, document, phase=phase)]


def faults(schema: Path, *, phase: str = "") -> list[str]:
    """What is wrong with a schema: file and line, cause, cure."""
    with pytest.raises(SchemaError) as caught:
        load_schema(schema, phase=phase)
    return [
        f"{Path(f.location.path).name}:{f.location.line}: {f.message}"
        + (f"; {f.suggestion}" if f.suggestion else "")
        for f in caught.value.findings
    ]
