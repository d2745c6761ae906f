"""Entities with tags in them: a large file that declares some is held in memory as a whole."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from tei_tools.model.document import Document
from tei_tools.model.finding import UnreadableDocumentError
from tei_tools.read import open_document, read_ids, reader

TEXT = "<!DOCTYPE a [<!ENTITY e '{}'>]><a>{}</a>"


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGE", 0)


def test_entity_that_is_no_element_is_told_and_leaves_no_broken_tree() -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        open_document("-", data=TEXT.format("<p>", "&e;</p>").encode())
    assert caught.value.finding.code == "xml.not-well-formed"
    gc.collect()  # pytest tells of what goes wrong when nodes are freed


@pytest.mark.parametrize("entity", ["<p/>", "&#60;p/>", "<!-- -->", "<?x?>"])
def test_entities_with_tags_are_read_whole(entity: str) -> None:
    document = open_document("-", data=TEXT.format(entity, "&e;").encode())
    assert isinstance(document, Document)


def test_entities_of_characters_are_read_piece_by_piece() -> None:
    document = open_document("-", data=TEXT.format("&#233;", "&e;").encode())
    assert not isinstance(document, Document)


def test_ids_are_found_in_entities(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(TEXT.format('<p xml:id="x"/>', '&e;<q xml:id="y"/>'))
    assert read_ids(file) == {"x": "p", "y": "q"}


def test_no_namespace_inside_of_one_is_read_where_entities_have_tags() -> None:
    text = "<!DOCTYPE a [<!ENTITY e '<p/>'>]><a xmlns='urn:x'><b xmlns=''/>&e;</a>"
    document = open_document("-", data=text.encode())
    assert [each.tag for each in document.root.iter()] == ["{urn:x}a", "b", "{urn:x}p"]


@pytest.mark.parametrize("entity", ["", "<p/>"])
def test_namespace_that_is_no_uri_is_told_in_every_way_of_reading(entity: str) -> None:
    text = f"<!DOCTYPE a [<!ENTITY e '{entity}'>]><a xmlns='é'><b/>&e;</a>"
    with pytest.raises(UnreadableDocumentError) as caught:
        open_document("-", data=text.encode())
    assert "not a valid URI" in caught.value.finding.message
