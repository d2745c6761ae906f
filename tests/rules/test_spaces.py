"""Spaces at the ends of marked words are put outside, and no two words are joined by that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tei_tools.model.draft import told
from tei_tools.read import read_document
from tei_tools.rules import check_rules

MOVED = [
    ("a<hi> b</hi> c", "a <hi>b</hi> c"),
    ("a <hi> b</hi> c", "a <hi>b</hi> c"),
    ("a <hi>b </hi>c", "a <hi>b</hi> c"),
    ("a <hi>b </hi> c", "a <hi>b</hi> c"),
    ("a <hi>b </hi><emph>c</emph>", "a <hi>b</hi> <emph>c</emph>"),
    ("<hi>a</hi><hi> b</hi>", "<hi>a</hi> <hi>b</hi>"),
    ("<seg><hi>a </hi></seg>b", "<seg><hi>a</hi> </seg>b"),
    ("a<hi> <seg>b</seg></hi>", "a<hi> <seg>b</seg></hi>"),
    ("a <hi>b &amp; </hi>c", "a <hi>b &amp;</hi> c"),
    ("a<!-- c --><hi> b</hi>", None),
    ("a <hi>\n  b\n</hi> c", "a <hi>\n  b\n</hi> c"),
    ("a<hi> </hi>b", "a<hi> </hi>b"),
]


@pytest.mark.parametrize(("before", "after"), MOVED)
def test_space_is_put_outside(before: str, after: str | None) -> None:
    head = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>'
    data = f"{head}{before}</p></body></text></TEI>".encode()
    document = read_document(Path("letter.xml"), data=data)
    found = list(told(document, check_rules(document, lambda c: c == "text.boundary-space")))
    if after is None:
        assert [each.fix for each in found] == [None]
        return
    edits = [edit for each in found if each.fix for edit in each.fix.edits]
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        data = data[: edit.start] + edit.text.encode() + data[edit.end :]
    assert data.decode().removeprefix(head).partition("</p>")[0] == after
