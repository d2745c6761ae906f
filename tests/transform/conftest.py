"""Documents to transform: snippets in a frame, and the works of the edition."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tei_tools.model.document import Document
from tei_tools.read import read_document
from tei_tools.transform import Rendering, TransformOptions, register_entries, render

from ..oracles import ROOT, missing
from .browser import missing_tool

TEI = ROOT / "tei"
WORKS = sorted((TEI / "works").glob("*.xml"))
FILES = [*WORKS, TEI / "front.xml", TEI / "registers.xml", TEI / "corpus.xml"]
NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'


def document(body: str, header: str = "") -> Document:
    """A TEI document with a body and, at need, parts of a header."""
    head = f"<teiHeader>{header}</teiHeader>" if header else ""
    return whole(f"<TEI {NAMESPACE}>{head}<text><body>{body}</body></text></TEI>")


def whole(text: str) -> Document:
    """A document of exactly this text."""
    return read_document("test.xml", data=text.encode())


def to_text(body: str, **options: Any) -> str:
    """The text of a body, without the line end at its end."""
    made = render(document(body), to="text", options=TransformOptions(**options))
    return made.data.decode().removesuffix("\n")


def to_json(body: str | Document, **options: Any) -> Any:
    """The JSON of a body, or of a document."""
    source = document(body) if isinstance(body, str) else body
    return json.loads(render(source, to="json", options=TransformOptions(**options)).data)


def to_html(body: str | Document, **options: Any) -> str:
    """The page of a body, or of a document."""
    source = document(body) if isinstance(body, str) else body
    return render(source, to="html", options=TransformOptions(**options)).data.decode()


@cache
def edition(path: Path, to: str, view: str = "reading") -> Rendering:
    """A file of the edition in a format, with the names that its registers give."""
    entries = register_entries(read_document(TEI / "registers.xml"))
    options = TransformOptions(view=view)
    return render(read_document(path), to=to, options=options, lookup=entries.get)


@pytest.fixture
def judges() -> None:
    """What judges pages is there; where it is not, the test is left out and says so."""
    if reason := missing_tool():
        missing(reason)


@pytest.fixture(params=FILES, ids=lambda path: str(path.stem))
def file(request: pytest.FixtureRequest) -> Path:
    """Each file of the edition."""
    path = request.param
    assert isinstance(path, Path)
    return path


#: A function from a body to something made of it.
Made = Callable[..., Any]
