"""In: cases/*.txt, customisations of mini.odd with documents.
Out: that RELAX NG and XSD, by three validators, agree on them, but for the losses that are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.odd.support import Case, compiled, customisation, document, needs_jing, read_cases, written

CASES = [case for name in ("selection", "attributes", "content") for case in read_cases(f"{name}.txt")]

START = "TEI div p list"

# Losses of every schema: an XSD has no root, and lets in the attributes of its instances.
ALWAYS = {"root", "xsi"}


@needs_jing
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_both_schemas_agree_with_the_case(case: Case, tmp_path: Path) -> None:
    start = case.parts.get("start", START).strip()
    text = customisation(case.parts["odd"], start=start, after=case.parts.get("after", ""))
    flat = compiled(tmp_path, text)
    schemas = written(tmp_path, flat)
    documents = {
        kind: [document(line) for line in case.parts.get(kind, "").splitlines() if line.strip()]
        for kind in ("valid", "only xsd", "invalid")
    }
    every = [text for kind in documents.values() for text in kind]
    rng = [text in documents["valid"] for text in every]
    xsd = [text not in documents["invalid"] for text in every]
    assert dict(zip(every, schemas.jing(every), strict=True)) == dict(zip(every, rng, strict=True))
    assert dict(zip(every, schemas.libxml2(every), strict=True)) == dict(zip(every, xsd, strict=True))
    assert dict(zip(every, schemas.xmlschema(every), strict=True)) == dict(zip(every, xsd, strict=True))
    assert schemas.losses - ALWAYS == set(case.parts.get("loses", "").split())
    notices = [line for line in case.parts.get("notices", "").splitlines() if line]
    assert [each.message for each in flat.notices] == notices
