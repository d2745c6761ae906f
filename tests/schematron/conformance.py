"""In: a case of a Schematron conformance suite. Out: whether it says `valid`, `invalid`, `error`.

The format is that of D. Maus's suite: a ``testcase`` with ``@expect``, the files, the schema.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from tei_tools import SchemaError, load_schema
from tei_tools.model.finding import Finding

NS = "{tag:dmaus@dmaus.name,2019:Schematron:Testsuite}"


class Case:
    """A case, its files written into a folder."""

    def __init__(self, file: Path, folder: Path) -> None:
        root = etree.parse(file).getroot()
        (folder / "pyproject.toml").touch()  # which makes it a project
        self.name = str(root.get("id"))
        self.expected = str(root.get("expect"))
        self.schema = folder / "schema.sch"
        schemas = root.find(f"{NS}schemas")
        assert schemas is not None
        self.phase = schemas.get("phase", "")
        _write(schemas[0], self.schema)
        for document in root.iterfind(f"{NS}documents/*"):
            path = folder / str(document.get("filename"))
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(next(document.iterchildren(etree.Element)), path)
            if document.tag == f"{NS}primary":
                self.document = path
        for more in schemas[1:]:
            _write(more, folder / str(more.get("filename", "more.sch")))

    def findings(self) -> list[Finding]:
        """What is found in the document.

        Raises:
            SchemaError: the schema is wrong.
        """
        return list(load_schema(self.schema, phase=self.phase).validate(self.document))

    def verdict(self) -> str:
        """`valid`, `invalid`, or `error`."""
        try:
            found = self.findings()
        except SchemaError:
            return "error"
        return "invalid" if any(f.severity == "error" for f in found) else "valid"


def _write(element: etree._Element, path: Path) -> None:
    alone = etree.fromstring(etree.tostring(element, with_tail=False))
    path.write_bytes(etree.tostring(alone, encoding="UTF-8", xml_declaration=True))
