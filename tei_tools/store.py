"""In: the address of a schema. Out: the copy of it that is kept on this machine.

A mirror of addresses in the user's cache: ``schemas/HOST/PATH``, so that what a schema includes by
relative references stands where it looks for it. `add` and `update` alone use the network.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from tei_tools import cache
from tei_tools.model.finding import TeiToolsError
from tei_tools.model.pointers import is_address
from tei_tools.write import write_atomically

#: The schemas that the TEI publishes with each release, by name.
TEI_NAMES: Final = frozenset(
    "tei_all tei_allPlus tei_bare tei_corpus tei_drama tei_enrich tei_its tei_jtei tei_lite "
    "tei_math tei_minimal tei_ms tei_odds tei_simplePrint tei_speech tei_svg tei_tite "
    "tei_xinclude".split()
)
RELEASES: Final = "https://www.tei-c.org/Vault/P5/{}/xml/tei/"
#: Addresses that mean the same; the last group is what differs.
_SAME: Final = (
    r"https?://(?:www\.)?tei-c\.org/release/xml/tei/(.*)",
    r"https?://(?:www\.)?tei-c\.org/Vault/P5/current/xml/tei/(.*)",
    r"https?://vault\.tei-c\.(?:org|de)/P5/current/xml/tei/(.*)",
)
_RELEASE: Final = (
    r"https?://(?:www\.)?tei-c\.org/Vault/P5/([\d.]+)/xml/tei/(.*)",
    r"https?://vault\.tei-c\.(?:org|de)/P5/([\d.]+)/xml/tei/(.*)",
)
#: Where the entries are told, one file each; no host has this name.
INDEX: Final = "_index"
#: How many bytes a schema may have, how many files it may consist of, and how long one may take.
SIZE: Final = 60_000_000
FILES: Final = 200
SECONDS: Final = 60
#: What names a further file of a schema in XML, in each language; and what does so in the compact
#: syntax of RELAX NG, outside of comments and other strings.
_REFERENCES: Final = (
    rb"""<(?:\w+:)?(?:include|externalRef)\b[^>]*?\bhref\s*=\s*["']([^"']+)""",
    rb"""<(?:\w+:)?(?:include|import|redefine)\b[^>]*?\bschemaLocation\s*=\s*["']([^"']+)""",
)
_COMPACT_REFERENCES: Final = (
    rb"""#[^\r\n]*|\b(?:include|external)\s+["']+([^"'\r\n]+)|"[^"\r\n]*"|'[^'\r\n]*'""",
)

Fetch = Callable[[str], bytes]


class Entry(NamedTuple):
    """One schema of the store.

    Attributes:
        address: where it came from: a URL, or the path of a file.
        file: where the copy is.
        sha256: its checksum.
        fetched: when, as ``2026-11-24``.
        parts: the checksums of the files that it includes, by their paths in the store.
    """

    address: str
    file: Path
    sha256: str
    fetched: str
    parts: Mapping[str, str]


def canonical(name: str) -> str:
    """The address that a name or an address stands for.

    ``tei_all`` is the TEI's current schema of that name, ``tei_all@4.4.0`` that of a release;
    the addresses under which the TEI offers the same file are one.
    """
    short, _, release = name.partition("@")
    if short in TEI_NAMES:
        return RELEASES.format(release or "current") + f"custom/schema/relaxng/{short}.rng"
    if short == "p5subset":
        return RELEASES.format(release or "current") + "odd/p5subset.xml"
    for pattern in _SAME:
        if match := re.fullmatch(pattern, name):
            return RELEASES.format("current") + match[1]
    for pattern in _RELEASE:
        if match := re.fullmatch(pattern, name):
            return RELEASES.format(match[1]) + match[2]
    return name


def find(address: str) -> Path | None:
    """The copy of a schema; None where there is none.

    Raises:
        TeiToolsError: the copy is not what was fetched.
    """
    entry = _index().get(canonical(address))
    if entry is None or not entry.file.is_file():
        return None
    if _digest(entry.file.read_bytes()) != entry.sha256:
        raise TeiToolsError(
            f"{entry.file}: the copy of {entry.address} was changed or damaged; "
            f"run `tei-tools schema update {entry.address}`"
        )
    return entry.file


def find_by_name(name: str) -> Path | None:
    """The copy of a schema that was added under this file name; None where there is none."""
    for address, entry in sorted(_index().items()):
        if entry.file.name == name:
            return find(address)
    return None


def entries() -> Iterator[Entry]:
    """The schemas of the store, by address."""
    for _, entry in sorted(_index().items()):
        yield entry


def add(name: str, fetch: Fetch) -> Entry:
    """Fetch a schema, with all that it includes, and keep it.

    Args:
        name: a URL, a path, or the name of a schema of the TEI.
        fetch: gets the bytes at a URL; see `download`.

    Raises:
        TeiToolsError: it cannot be fetched, or the store cannot be written.
    """
    place = _place()
    address = canonical(name)
    found: dict[str, bytes] = {}
    if is_address(address):
        _gather(address, fetch, found)
    else:
        local = address.startswith("file:")
        file = Path(unquote(urlsplit(address).path)) if local else Path(address)
        if not file.is_file():
            raise TeiToolsError(
                f"{address}: no such file, no URL, and no schema of the TEI; "
                f"known by name are {', '.join(sorted(TEI_NAMES))}"
            )
        address = file.resolve().as_uri()
        _gather(address, _read_local, found)
    parts = {_mirror(part): _digest(data) for part, data in found.items()}
    for part, data in found.items():
        write_atomically(place / _mirror(part), data)
    main = _mirror(address)
    today = time.strftime("%Y-%m-%d")
    entry = Entry(address, place / main, parts.pop(main), today, parts)
    told = {"address": address, "sha256": entry.sha256, "fetched": today, "parts": parts}
    write_atomically(_entry_file(address), json.dumps(told, indent=1).encode())
    return entry


def remove(name: str) -> Entry:
    """Forget a schema and its copy.

    Raises:
        TeiToolsError: the store has none of this name.
    """
    index = _index()
    address = canonical(name)
    if address not in index and Path(name).is_absolute():
        address = Path(name).as_uri()
    if address not in index:
        address = next((a for a, entry in index.items() if entry.file.name == name), address)
    if address not in index:
        raise TeiToolsError(f"{name} is not in the store; `tei-tools schema list` says what is")
    entry = index.pop(address)
    still = {part for other in index.values() for part in (*other.parts, _mirror(other.address))}
    for part in (*entry.parts, _mirror(address)):
        if part not in still:
            (_place() / part).unlink(missing_ok=True)
    _entry_file(address).unlink(missing_ok=True)
    return entry


def download(url: str) -> bytes:
    """The bytes at a URL, over http or https, with redirections.

    Raises:
        TeiToolsError: the server cannot be reached, says no, or sends too much.
    """
    from urllib.error import URLError
    from urllib.request import Request, urlopen  # slow to load, and only for this command

    if not is_address(url):
        raise TeiToolsError(f"{url}: schemas are fetched over http and https only")
    request = Request(url, headers={"User-Agent": "tei-tools"})
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            data: bytes = answer.read(SIZE + 1)
            if not is_address(answer.url):
                raise TeiToolsError(f"{url}: leads to {answer.url}, which is not fetched")
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise TeiToolsError(f"{url}: cannot be fetched: {reason}") from None
    if len(data) > SIZE:
        raise TeiToolsError(f"{url}: larger than {SIZE // 1_000_000} MB, which no schema is")
    return data


# --- inside -----


def _gather(address: str, fetch: Fetch, found: dict[str, bytes]) -> None:
    """Get a schema and, each once, the files that it names relative to itself."""
    waiting = [address]
    while waiting:
        each = waiting.pop()
        if each in found:
            continue
        if len(found) >= FILES:
            raise TeiToolsError(f"{address}: consists of more than {FILES} files")
        found[each] = fetch(each)
        is_xml = found[each].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
        for pattern in _REFERENCES if is_xml else _COMPACT_REFERENCES:
            for match in re.finditer(pattern, found[each]):
                if match[1] is None:
                    continue
                reference = match[1].decode("utf-8", "replace")
                target = urljoin(each, reference).partition("#")[0]
                if urlsplit(target)[:2] == urlsplit(address)[:2]:
                    waiting.append(target)


def _read_local(uri: str) -> bytes:
    path = Path(unquote(urlsplit(uri).path))
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TeiToolsError(f"{path}: cannot be read: {reason}") from None


def _mirror(address: str) -> str:
    """The path in the store of what stands at an address; never one outside of it."""
    parts = urlsplit(address)
    host = re.sub(r"[^\w.\-]", "_", parts.netloc.lower()) or "local"
    names = [n for n in PurePosixPath(unquote(parts.path)).parts if n not in ("/", ".", "..")]
    safe = [re.sub(r"[^\w.\-+@]", "_", name)[-150:].lstrip(".") or "_" for name in names]
    if parts.query:
        safe.append(_digest(parts.query.encode())[:12])
    return "/".join([host.lstrip(".") or "_", *(safe or ["_"])])


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _place() -> Path:
    folder = cache.folder()
    if folder is None:
        raise TeiToolsError(f"there is no cache folder to keep schemas in ({cache.VARIABLE}=off)")
    return folder / "schemas"


def _index() -> dict[str, Entry]:
    """What is in the store, by address; an entry that is damaged counts as none."""
    folder = cache.folder()
    if folder is None:
        return {}
    found: dict[str, Entry] = {}
    for file in sorted((folder / "schemas" / INDEX).glob("*.json")):
        try:
            each = json.loads(file.read_bytes())
            address = str(each["address"])
            place = folder / "schemas" / _mirror(address)
            parts = {str(part): str(digest) for part, digest in each["parts"].items()}
            found[address] = Entry(address, place, each["sha256"], str(each["fetched"]), parts)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            continue
    return found


def _entry_file(address: str) -> Path:
    """One file for each entry, so that processes that add at once do not undo each other."""
    return _place() / INDEX / f"{_digest(address.encode())[:32]}.json"
