"""In: cases/*.txt, customisations of mini.odd with documents.
Out: that RELAX NG and XSD, by three validators, agree on them, but for losses that are named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .support import SOURCE, Case, compiled, customisation, document, read_cases, said, written

CASES = [
    case
    for name in ("selection", "attributes", "content", "beyond")
    for case in read_cases(f"{name}.txt")
]

START = "TEI div p list"

# Losses of every schema: an XSD has no root, and lets in the attributes of its instances.
ALWAYS = {"root", "xsi"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_both_schemas_agree_with_the_case(case: Case, tmp_path: Path) -> None:
    start = case.parts.get("start", START).strip()
    text = customisation(
        case.parts["odd"],
        start=start,
        more=case.parts.get("more", "").strip(),
        after=case.parts.get("after", ""),
    )
    shutil.copy(SOURCE, tmp_path)
    for name, content in case.parts.items():
        if name.startswith("file "):
            (tmp_path / name.removeprefix("file ")).write_text(content, encoding="utf-8")
    source = None if "source=" in case.parts.get("more", "") else SOURCE
    flat = compiled(tmp_path, text, source=source)
    schemas = written(tmp_path, flat)
    documents = {
        kind: [document(line) for line in case.parts.get(kind, "").splitlines() if line.strip()]
        for kind in ("valid", "only xsd", "invalid")
    }
    every = [text for kind in documents.values() for text in kind]
    rng = [text in documents["valid"] for text in every]
    xsd = [text not in documents["invalid"] for text in every]
    assert verdicts(every, schemas.jing(every)) == verdicts(every, rng)
    assert verdicts(every, schemas.libxml2(every)) == verdicts(every, xsd)
    assert verdicts(every, schemas.xmlschema(every)) == verdicts(every, xsd)
    assert schemas.losses - ALWAYS == set(case.parts.get("loses", "").split())
    warnings = [line for line in case.parts.get("warnings", "").splitlines() if line]
    assert [said(each) for each in flat.warnings] == warnings


def verdicts(documents: list[str], valid: list[bool]) -> dict[str, bool]:
    return dict(zip(documents, valid, strict=True))
