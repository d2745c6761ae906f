"""What several files say together does not depend on the order in which they are checked."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from tei_tools import ValidationOptions, validate_files

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">
<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p/></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body>{}</body></text></TEI>"""
FILES = {
    "including.xml": '<xi:include href="included.xml" xpointer="one"/>',
    "pointing.xml": '<p><ref target="included.xml#two">there</ref></p>',
    "included.xml": '<p xml:id="one"><ref target="#two"/></p><p xml:id="two">Two.</p>',
}


@pytest.mark.parametrize("order", list(permutations(FILES)), ids=" ".join)
def test_fragment_of_a_file_does_not_stand_for_the_whole_file(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    (tmp_path / "tei-tools.toml").touch()
    for name, body in FILES.items():
        (tmp_path / name).write_text(TEI.format(body))
    reports = list(validate_files([tmp_path / name for name in order], ValidationOptions()))
    assert [report.findings for report in reports] == [(), (), ()]
