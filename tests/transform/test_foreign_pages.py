"""Documents by others as pages: a reader trips over nothing, and no word is lost."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tei_tools.flows.models import load_models
from tei_tools.read import read_document
from tei_tools.transform import Rendering, TransformOptions, render

from ..oracles import corpora, missing
from .browser import axe, missing_tool, overflow, vnu
from .test_html import block_text, found, main_text, parse, values

pytestmark = [pytest.mark.browser, pytest.mark.corpora]

#: Verse drama, prose drama with page numbers, poems and dictionaries, manuscripts, names from
#: right to left, lists and tables of all kinds, examples of encoding, apparatus, formulas, speech.
FILES = (
    "gerdracor/kotzebue-das-koestlichste.xml",
    "gerdracor/lenz-pandaemonium-germanicum.xml",
    "tei-p5/tests/testdrama.xml",
    "tei-p5/tests/testbasic.xml",
    "tei-p5/tests/testms.xml",
    "tei-p5/tests/testplace.xml",
    "stylesheets-tests/generalP5.xml",
    "stylesheets-tests/testapp2.xml",
    "stylesheets-tests/maria.xml",
    "tei-p5/exemplars/tei_lite.odd",
    "tei-p5/tests/testspoken.xml",
)
#: Those of them that hold no example of encoding and no formula, which a page shows otherwise.
PLAIN = tuple(file for file in FILES if Path(file).stem not in ("tei_lite", "generalP5", "maria"))


#: An ODD with models of others, and files that are written for it, or are like those.
SIMPLE: Final = "tei-p5/exemplars/tei_simplePrint.odd"
SIMPLE_FILES: Final = tuple(FILES[n] for n in (0, 1, 3, 9))


@cache
def made(file: str, to: str, odd: str = "") -> Rendering:
    """A file of the corpora in a format, by the models of an ODD, if one is named."""
    models = load_models(corpora() / odd)[0] if odd else b""
    return render(read_document(corpora() / file), to=to, options=TransformOptions(models=models))


def written(file: str, folder: Path, odd: str = "") -> Path:
    """The page of a file of the corpora."""
    if reason := missing_tool():
        missing(reason)
    page = folder / f"{Path(file).stem}.html"
    page.write_bytes(made(file, "html", odd).data)
    return page


def test_vnu_finds_no_error_in_any(tmp_path: Path) -> None:
    pages = [written(file, tmp_path) for file in FILES]
    assert [line for line in vnu(pages) if " error" in line] == []


def test_vnu_finds_no_error_in_pages_by_the_models_of_others(tmp_path: Path) -> None:
    pages = [written(file, tmp_path, SIMPLE) for file in SIMPLE_FILES]
    assert [line for line in vnu(pages) if " error" in line] == []


@pytest.mark.parametrize(("file", "is_dark"), [(SIMPLE_FILES[1], True), (SIMPLE_FILES[2], False)])
def test_axe_finds_no_violation_in_pages_by_the_models_of_others(
    file: str, is_dark: bool, tmp_path: Path
) -> None:
    for found_ in axe(written(file, tmp_path, SIMPLE), tmp_path, is_dark=is_dark):
        # the greys of the ODD are its own, on the light page that they are made for
        assert (found_["rule"], is_dark) == ("color-contrast", False)
        assert all("look-" in node for node in found_["nodes"])


@pytest.mark.parametrize("file", FILES[::2])
def test_axe_finds_no_violation_in(file: str, tmp_path: Path) -> None:
    assert axe(written(file, tmp_path), tmp_path) == []


@pytest.mark.parametrize("file", FILES)
def test_no_page_is_wider_than_a_small_phone(file: str, tmp_path: Path) -> None:
    assert overflow(written(file, tmp_path), tmp_path, 320) <= 0


@pytest.mark.parametrize("file", PLAIN)
def test_a_page_has_the_words_of_the_plain_text(file: str) -> None:
    page = parse(made(file, "html").data)
    words = block_text(made(file, "json").data).replace(" ", "")
    assert main_text(page, shown=True).replace(" ", "") == words


@pytest.mark.parametrize("odd", ["", SIMPLE])
@pytest.mark.parametrize("file", FILES)
def test_ids_stand_once_and_links_lead_somewhere(file: str, odd: str) -> None:
    page = parse(made(file, "html", odd).data)
    ids = values(page, "//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in values(page, "//a/@href") if href[0] == "#"} <= set(ids)
    assert found(page, "//a//a | //a[not(normalize-space())]") == []
