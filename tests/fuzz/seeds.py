"""In: the repository, and the folder of real data where there is one. Out: files to be spoilt.

Each seed has a kind, which says what is done with it (see `properties`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from tei_tools.grammar import compile_schema, dump
from tests.odd.support import customisation, read_cases
from tests.oracles import ROOT

HERE: Final = Path(__file__).parent
#: What documents of the cases of ODDs begin with.
START: Final = "TEI div p list"
#: Larger files are left out: what they would show, smaller ones show sooner.
LARGEST: Final = 450_000


class Seed(NamedTuple):
    """A file to be spoilt.

    Attributes:
        kind: ``rng``, ``rnc``, ``odd``, ``xsd``, ``xml``, ``catalog`` or ``cache``.
        name: how reports call it.
        data: its bytes.
        beside: files that it refers to, by their names.
        documents: documents for a schema.
    """

    kind: str
    name: str
    data: bytes
    beside: tuple[tuple[str, bytes], ...] = ()
    documents: tuple[bytes, ...] = ()


@cache
def seeds() -> dict[str, tuple[Seed, ...]]:
    """All seeds by kind, always in the same order."""
    by_kind: dict[str, list[Seed]] = {}
    for seed in (*_own(), *_of_corpora()):
        if len(seed.data) <= LARGEST:
            by_kind.setdefault(seed.kind, []).append(seed)
    return {kind: tuple(found) for kind, found in by_kind.items()}


def _own() -> Iterator[Seed]:
    own = {file.name: file.read_bytes() for file in sorted((HERE / "seeds").iterdir())}
    for name, data in own.items():
        kind = "catalog" if name == "catalog.xml" else name.rpartition(".")[2]
        document = {"rng": "rng.xml", "rnc": "rng.xml", "xsd": "xsd.xml"}.get(kind)
        yield Seed(kind, name, data, (), (own[document],) if document else ())
    grammar = compile_schema(own["all.rng"], Path("all.rng"), Path.read_bytes)
    yield Seed("cache", "all.rng, compiled", dump(grammar))
    yield from _files("rng", ROOT / "schemas", "*.rng")
    yield from _files("xsd", ROOT / "schemas", "*.xsd")
    yield from _files("odd", ROOT / "schemas", "*s.odd")
    for file in sorted((ROOT / "tests" / "odd" / "cases").glob("*.txt")):
        yield from _odd_cases(file.name)
    compact = (ROOT / "tests" / "grammar" / "cases" / "compact.txt").read_text("utf-8")
    for block in compact.split("\n=== ")[1:]:
        title, _, body = block.partition("\n")
        yield Seed("rnc", title, body.partition("\n== ")[0].encode())
    yield from _files("xml", ROOT / "tei", "**/*.xml")


def _files(kind: str, folder: Path, pattern: str) -> Iterator[Seed]:
    for file in sorted(folder.glob(pattern)):
        yield Seed(kind, file.name, file.read_bytes())


def _odd_cases(name: str) -> Iterator[Seed]:
    for case in read_cases(name):
        if "odd" not in case.parts:
            continue
        start, more = (case.parts.get(n, "").strip() for n in ("start", "more"))
        after = case.parts.get("after", "")
        text = customisation(case.parts["odd"], start=start or START, more=more, after=after)
        beside = tuple(
            (part.removeprefix("file ").strip(), text.encode())
            for part, text in case.parts.items()
            if part.startswith("file ")
        )
        yield Seed("odd", f"{name}: {case.title}", text.encode(), beside)


def _of_corpora() -> Iterator[Seed]:
    folder = os.environ.get("TEI_TOOLS_CORPORA")
    if not folder:
        return
    corpora = (ROOT / folder).resolve()
    yield from _conformance(corpora / "relaxng" / "spectest-sample.xml")
    yield from _files("rng", corpora / "tei-p5", "*.rng")
    yield from _files("odd", corpora / "tei-p5", "*/*.odd")
    for folder in ("tei-p5/tests", "stylesheets-tests", "gerdracor", "eltec", "schematron"):
        yield from _files("xml", corpora / folder, "*.xml")


def _conformance(file: Path) -> Iterator[Seed]:
    """The schemas of James Clark's test suite, with what stands beside them."""
    parser = etree.XMLParser(resolve_entities="internal")
    for number, case in enumerate(etree.parse(file, parser).iter("testCase")):
        beside = tuple(_resources(case, ""))
        for schema in case.iter("correct", "incorrect"):
            siblings = schema.itersiblings("valid", "invalid")
            documents = tuple(map(_content, siblings)) if schema.tag == "correct" else ()
            yield Seed("rng", f"case {number}", _content(schema), beside, documents)


def _resources(element: etree._Element, folder: str) -> Iterator[tuple[str, bytes]]:
    for child in element.iterchildren("resource", "dir"):
        name = folder + child.get("name", "")
        if child.tag == "dir":
            yield from _resources(child, f"{name}/")
        else:
            yield name, _content(child)


def _content(element: etree._Element) -> bytes:
    return etree.tostring(next(element.iterchildren(etree.Element)), with_tail=False)
