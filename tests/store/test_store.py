"""Schemas that are kept: fetched once, checked, found again, forgotten."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tei_tools import TeiToolsError, load_schema, store

OUTER = """<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <include href="parts/inner.rng"/></grammar>"""
INNER = """<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <start><element name="a"><empty/></element></start></grammar>"""


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        if self.path == "/away.rng":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "site"
    (folder / "parts").mkdir(parents=True)
    (folder / "outer.rng").write_text(OUTER)
    (folder / "parts/inner.rng").write_text(INNER)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEI_TOOLS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_schema_is_kept_with_what_it_includes(site: str) -> None:
    entry = store.add(f"{site}/outer.rng", store.download)
    found = store.find(f"{site}/outer.rng")
    assert found == entry.file
    assert [part.rpartition("/")[2] for part in entry.parts] == ["inner.rng"]
    assert list(load_schema(entry.file).validate(b"<a/>")) == []
    assert store.find_by_name("outer.rng") == found


COMPACT = """# include "not.rnc" in a comment
start = a
a = element a { external 'parts/b.rnc' inherit = p, "include 'neither.rnc'" }
include "parts/c.rnc"  # and more
"""


def test_compact_schema_is_kept_with_what_it_refers_to(site: str, tmp_path: Path) -> None:
    (tmp_path / "site/a.rnc").write_text(COMPACT)
    (tmp_path / "site/parts/b.rnc").write_text("empty")
    (tmp_path / "site/parts/c.rnc").write_text("c = empty")
    entry = store.add(f"{site}/a.rnc", store.download)
    assert sorted(part.rpartition("/")[2] for part in entry.parts) == ["b.rnc", "c.rnc"]


def test_what_is_not_kept_is_not_found(site: str) -> None:
    assert store.find(f"{site}/outer.rng") is None
    assert list(store.entries()) == []


def test_changed_copy_is_refused_and_mended_by_fetching_again(site: str) -> None:
    entry = store.add(f"{site}/outer.rng", store.download)
    entry.file.write_text("<grammar/>")
    with pytest.raises(
        TeiToolsError, match=r"was changed or damaged; run `tei-tools schema update"
    ):
        store.find(f"{site}/outer.rng")
    store.add(f"{site}/outer.rng", store.download)
    assert store.find(f"{site}/outer.rng") == entry.file


def test_removed_schema_leaves_what_another_needs(site: str, tmp_path: Path) -> None:
    (tmp_path / "site/other.rng").write_text(OUTER)
    outer = store.add(f"{site}/outer.rng", store.download)
    other = store.add(f"{site}/other.rng", store.download)
    store.remove("outer.rng")
    assert not outer.file.exists()
    assert list(load_schema(other.file).validate(b"<a/>")) == []
    assert [entry.address for entry in store.entries()] == [other.address]
    with pytest.raises(TeiToolsError, match="not in the store"):
        store.remove("outer.rng")


@pytest.mark.parametrize("path", ["/nothing.rng", "/away.rng"])
def test_failure_to_fetch_is_said_and_keeps_nothing(site: str, path: str) -> None:
    with pytest.raises(TeiToolsError, match=r"cannot be fetched|is not fetched"):
        store.add(site + path, store.download)
    assert list(store.entries()) == []


def test_local_file_is_kept_too(tmp_path: Path) -> None:
    (tmp_path / "mine.rng").write_text(INNER)
    entry = store.add(str(tmp_path / "mine.rng"), store.download)
    assert entry.file.read_text() == INNER
    with pytest.raises(TeiToolsError, match="no such file, no URL, and no schema of the TEI"):
        store.add(str(tmp_path / "no.rng"), store.download)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("tei_all", "Vault/P5/current/xml/tei/custom/schema/relaxng/tei_all.rng"),
        ("tei_lite@4.4.0", "Vault/P5/4.4.0/xml/tei/custom/schema/relaxng/tei_lite.rng"),
        ("http://tei-c.org/release/xml/tei/odd/p5subset.xml",
         "Vault/P5/current/xml/tei/odd/p5subset.xml"),
        ("https://vault.tei-c.org/P5/4.4.0/xml/tei/odd/p5subset.xml",
         "Vault/P5/4.4.0/xml/tei/odd/p5subset.xml"),
    ],
)  # fmt: skip
def test_addresses_of_the_tei_are_one(name: str, address: str) -> None:
    assert store.canonical(name) == f"https://www.tei-c.org/{address}"


@pytest.mark.parametrize(
    "address",
    ["http://e.org/../../x.rng", "http://../x.rng", "http://e.org/%2e%2e/%2F..%2Fx.rng",
     "http://e.org/a\\..\\b", "file:///../../etc/passwd", "http://_index/x.json?y"],
)  # fmt: skip
def test_no_address_leads_out_of_the_store(address: str, cache: Path) -> None:
    store.add(address, lambda _: b"<a/>") if address.startswith("http") else None
    written = {path.resolve() for path in cache.parent.rglob("*") if path.is_file()}
    assert all(path.is_relative_to((cache / "schemas").resolve()) for path in written)
