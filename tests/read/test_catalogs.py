"""OASIS XML Catalogs 1.1."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

from tei_tools.read.catalogs import DEPTH, Catalogs, environment_catalogs, file_of, unwrapped

from ..oracles import program

HEAD = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'


def catalog(folder: Path, entries: str, name: str = "catalog.xml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{HEAD}{entries}</catalog>", encoding="utf-8")
    return file


#: A name, the entries, the address, and what is found, relative to the catalog's folder.
CASES = [
    ("uri", '<uri name="http://e.org/a.rng" uri="a.rng"/>', "http://e.org/a.rng", "a.rng"),
    ("other address", '<uri name="http://e.org/a.rng" uri="a.rng"/>', "http://e.org/b.rng", ""),
    ("system", '<system systemId="http://e.org/a" uri="a.rng"/>', "http://e.org/a", "a.rng"),
    ("first of two", '<uri name="http://e.org/a" uri="1"/><uri name="http://e.org/a" uri="2"/>',
     "http://e.org/a", "1"),
    ("rewriteURI", '<rewriteURI uriStartString="http://e.org/" rewritePrefix="s/"/>',
     "http://e.org/x/a.rng", "s/x/a.rng"),
    ("longest rewrite", '<rewriteURI uriStartString="http://e.org/" rewritePrefix="s/"/>'
     '<rewriteURI uriStartString="http://e.org/x/" rewritePrefix="t/"/>',
     "http://e.org/x/a.rng", "t/a.rng"),
    ("rewriteSystem", '<rewriteSystem systemIdStartString="http://e.org/" rewritePrefix="s/"/>',
     "http://e.org/a.rng", "s/a.rng"),
    ("uri before rewrite", '<rewriteURI uriStartString="http://e.org/" rewritePrefix="s/"/>'
     '<uri name="http://e.org/a" uri="u"/>', "http://e.org/a", "u"),
    ("group with base", '<group xml:base="g/"><uri name="http://e.org/a" uri="a"/></group>',
     "http://e.org/a", "g/a"),
    ("base of an entry", '<group xml:base="g/"><uri xml:base="h/" name="http://e.org/a" uri="a"/>'
     "</group>", "http://e.org/a", "g/h/a"),
    ("entry that lacks something", '<uri name="http://e.org/a"/><uri uri="x"/>'
     '<uri name="http://e.org/a" uri="a"/>', "http://e.org/a", "a"),
    ("foreign element", '<x:uri xmlns:x="x" name="http://e.org/a" uri="x"/>'
     '<x:group xmlns:x="x"><uri name="http://e.org/a" uri="x"/></x:group>', "http://e.org/a", ""),
    ("public identifier in a URN", '<public publicId="-//TEI//Schema  All//EN" uri="a"/>',
     "urn:publicid:-:TEI:Schema+All:EN", "a"),
]  # fmt: skip
#: libxml2 does not know the entries of version 1.1, nor delegation of one URI to many; it tells
#: the answer for a system identifier first, and does not escape names (6.3).
NEW_CASES = [
    ("uri before system", '<system systemId="http://e.org/a" uri="s"/>'
     '<uri name="http://e.org/a" uri="u"/>', "http://e.org/a", "u"),
    ("name with other characters", '<uri name="http://e.org/ä b" uri="ä"/>',
     "http://e.org/%C3%A4%20b", "ä"),
    ("uriSuffix", '<uriSuffix uriSuffix="/a.rng" uri="a.rng"/>'
     '<uriSuffix uriSuffix="x/a.rng" uri="b.rng"/>', "http://e.org/x/a.rng", "b.rng"),
    ("systemSuffix", '<systemSuffix systemIdSuffix="a.rng" uri="a.rng"/>',
     "http://e.org/x/a.rng", "a.rng"),
    ("rewrite before suffix", '<uriSuffix uriSuffix="a" uri="s"/>'
     '<rewriteURI uriStartString="http://e.org/" rewritePrefix="r/"/>', "http://e.org/a", "r/a"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "address", "found"),
    [case[1:] for case in CASES + NEW_CASES],
    ids=[case[0] for case in CASES + NEW_CASES],
)
def test_address_is_found(tmp_path: Path, entries: str, address: str, found: str) -> None:
    target = Catalogs([catalog(tmp_path, entries)]).resolve(address).target
    assert (file_of(target) if target else None) == (tmp_path / found if found else None)


@pytest.mark.parametrize(
    ("entries", "address", "found"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_xmlcatalog_finds_the_same(tmp_path: Path, entries: str, address: str, found: str) -> None:
    command = [program("xmlcatalog"), catalog(tmp_path, entries).name, address]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    # It tells the answer for a system identifier, then the one for a URI.
    theirs = [line for line in run.stdout.splitlines() if not line.startswith("No entry")]
    assert (unquote(theirs[-1]) if theirs else "") == found


def test_delegates_are_asked_alone_the_longest_first(tmp_path: Path) -> None:
    catalog(tmp_path, '<uri name="http://e.org/x/a" uri="short"/>', "short.xml")
    catalog(tmp_path, '<uri name="http://e.org/x/b" uri="long"/>', "long.xml")
    catalog(tmp_path, '<uri name="http://e.org/x/c" uri="next"/>', "next.xml")
    first = catalog(
        tmp_path,
        '<nextCatalog catalog="next.xml"/>'
        '<delegateURI uriStartString="http://e.org/" catalog="short.xml"/>'
        '<delegateURI uriStartString="http://e.org/x/" catalog="long.xml"/>',
    )
    second = catalog(tmp_path, '<uri name="http://e.org/x/c" uri="second"/>', "second.xml")
    catalogs = Catalogs([first, second])
    assert catalogs.resolve("http://e.org/x/a").target.endswith("/short")
    assert catalogs.resolve("http://e.org/x/b").target.endswith("/long")
    assert catalogs.resolve("http://e.org/x/c").target == ""


def test_next_catalogs_are_asked_before_the_next_in_the_list(tmp_path: Path) -> None:
    catalog(tmp_path, '<uri name="http://e.org/a" uri="inner"/>', "sub/inner.xml")
    first = catalog(tmp_path, '<nextCatalog catalog="sub/inner.xml"/>')
    second = catalog(tmp_path, '<uri name="http://e.org/a" uri="second"/>', "second.xml")
    answer = Catalogs([first, second]).resolve("http://e.org/a")
    assert file_of(answer.target) == tmp_path / "sub" / "inner"
    assert [line.split(": ")[1].split(" ")[0] for line in answer.trail] == ["uri"]


def test_public_entries_stand_back_where_the_system_identifier_is_preferred(tmp_path: Path) -> None:
    public = '<public publicId="-//E//A" uri="p"/>'
    groups = f'<group prefer="system">{public}</group>'
    catalogs = Catalogs([catalog(tmp_path, groups)])
    assert catalogs.resolve_public("-//E//A", "http://e.org/a").target == ""
    assert catalogs.resolve_public("-//E//A").target.endswith("/p")
    preferring = Catalogs([catalog(tmp_path, public, "public.xml")])
    assert preferring.resolve_public(" -//E//A\n", "http://e.org/a").target.endswith("/p")


def test_delegates_of_public_identifiers_are_asked(tmp_path: Path) -> None:
    catalog(tmp_path, '<public publicId="-//E//A" uri="p"/>', "e.xml")
    first = catalog(tmp_path, '<delegatePublic publicIdStartString="-//E" catalog="e.xml"/>')
    assert Catalogs([first]).resolve_public("-//E//A").target.endswith("/p")


def test_catalogs_that_lead_to_one_another_come_to_an_end(tmp_path: Path) -> None:
    next_ = '<nextCatalog catalog="{0}"/><delegateURI uriStartString="h" catalog="{0}"/>'
    first = catalog(tmp_path, next_.format("b.xml"), "a.xml")
    catalog(tmp_path, next_.format("a.xml"), "b.xml")
    assert Catalogs([first]).resolve("http://e.org/a").target == ""


def test_chain_of_catalogs_is_bounded_and_says_so(tmp_path: Path) -> None:
    for number in range(DEPTH + 5):
        catalog(tmp_path, f'<nextCatalog catalog="{number + 1}.xml"/>', f"{number}.xml")
    catalog(tmp_path, '<uri name="http://e.org/a" uri="a"/>', f"{DEPTH + 5}.xml")
    answer = Catalogs([tmp_path / "0.xml"]).resolve("http://e.org/a")
    assert answer.target == ""
    assert any("too many catalogs" in line for line in answer.trail)


UNREADABLE = [
    ("missing", None, "no such file"),
    ("not well-formed", b"<catalog", "not well-formed"),
    ("something else", b"<html/>", "root element"),
    ("bomb", b'<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><c>&b;</c>', "root"),
]


@pytest.mark.parametrize(
    ("data", "words"), [c[1:] for c in UNREADABLE], ids=[c[0] for c in UNREADABLE]
)
def test_catalog_that_cannot_be_read_counts_as_empty_and_is_told(
    tmp_path: Path, data: bytes | None, words: str
) -> None:
    if data is not None:
        (tmp_path / "bad.xml").write_bytes(data)
    good = catalog(tmp_path, '<uri name="http://e.org/a" uri="a"/>')
    answer = Catalogs([tmp_path / "bad.xml", good]).resolve("http://e.org/a")
    assert file_of(answer.target) == tmp_path / "a"
    assert words in answer.trail[0]


def test_no_catalog_comes_from_the_network(tmp_path: Path) -> None:
    first = catalog(tmp_path, '<nextCatalog catalog="http://127.0.0.1:9/catalog.xml"/>')
    answer = Catalogs([first, "https://127.0.0.1:9/c.xml"]).resolve("http://e.org/a")
    assert [("never from the network" in line) for line in answer.trail] == [True] * 2


def test_catalog_with_the_doctype_of_the_standard_is_read(tmp_path: Path) -> None:
    doctype = (
        '<!DOCTYPE catalog PUBLIC "-//OASIS//DTD Entity Resolution XML Catalog V1.0//EN"'
        ' "http://www.oasis-open.org/committees/entity/release/1.0/catalog.dtd">'
    )
    file = catalog(tmp_path, '<uri name="http://e.org/a" uri="a"/>')
    file.write_text(doctype + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert file_of(Catalogs([file]).resolve("http://e.org/a").target) == tmp_path / "a"


def test_environment_names_catalogs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XML_CATALOG_FILES", " /a.xml file:///b.xml\n")
    assert environment_catalogs() == ("/a.xml", "file:///b.xml")


def test_urn_of_a_public_identifier_is_unwrapped() -> None:
    urn = "URN:publicid:-:OASIS:DTD+DocBook+XML+V4.1.2:EN;%2B%3A%2F%3B%27%3F%23%25"
    assert unwrapped(urn) == "-//OASIS//DTD DocBook XML V4.1.2//EN::+:/;'?#%"
