"""In: an ODD. Out: a schema made from it, and what it cannot say; or its documentation.

ODD → specs → merge with its source → flat ODD → RELAX NG in both syntaxes, XSD, Schematron, the
flat ODD itself, or HTML
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tei_tools import odd as odd_room
from tei_tools.model.finding import Finding, Location, TeiToolsError
from tei_tools.model.pointers import is_address
from tei_tools.model.positions import SourceText
from tei_tools.odd import (
    Files,
    FlatOdd,
    OddError,
    address,
    bounded,
    to_odd,
    to_rng,
    to_sch,
    to_xsd,
)
from tei_tools.odd.read_models import read_models
from tei_tools.processing import Models, dump
from tei_tools.read import project_root
from tei_tools.store import canonical, find

from .conversion import not_kept, to_compact

#: What is one file; an XSD is several.
WRITERS: Final[Mapping[str, Callable[[FlatOdd], bytes]]] = {
    "rng": to_rng,
    "odd": to_odd,
    "sch": to_sch,
}


@dataclass(frozen=True, slots=True)
class CompiledSchema:
    """A schema made from an ODD.

    Attributes:
        schema: the file to write.
        companions: files that must stand beside it, by name.
        losses: what the ODD says and the schema language cannot, a sentence each.
        warnings: what in the ODD has no effect, or not the one that its author may expect.
    """

    schema: bytes
    companions: Mapping[str, bytes] = field(default_factory=dict)
    losses: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()


def compile_odd(odd: Path, *, source: Path | None = None) -> FlatOdd:
    """Compile an ODD against its source: what `source` names, else the ODD, else the bundled one.

    What the ODD refers to is read within its project; a web address from the store.

    Raises:
        OddError: the ODD is wrong, or says what is not supported; carries all that was found.
    """
    return compile_with_files(odd, source)[0]


def source_file(name: str | None) -> Path | None:
    """The file that ``--source`` names: a path, or what the store has of an address or a name.

    Names are those that `tei-tools schema add` knows, such as ``p5subset@4.4.0``.

    Raises:
        TeiToolsError: it is a web address, or one of those names, and the store has none of it.
    """
    if name is None or Path(name).exists():
        return None if name is None else Path(name)
    wanted = canonical(address(name))
    if not is_address(wanted):
        return Path(name)
    if (found := find(wanted)) is None:
        raise TeiToolsError(
            f"the source {name} is not on this machine, and is never fetched while compiling; "
            f"run `tei-tools schema add {address(name)}` once, or name a file"
        )
    return found


def compile_with_files(odd: Path, source: Path | None = None) -> tuple[FlatOdd, Files]:
    """As `compile_odd`; and the files that were read for it.

    Raises:
        OddError: as `compile_odd`.
    """
    files = Files(project_root(odd), lambda name: find(canonical(name)))
    try:
        flat = odd_room.compile_odd(odd, source=source, files=files)
    except OddError as error:
        raise OddError(_shown(error.findings, files)) from None
    return replace(flat, warnings=_shown(flat.warnings, files)), files


def compile_models(
    odd: Path, custom: Callable[[], Collection[str]] = tuple
) -> tuple[Models, Files, tuple[Finding, ...]]:
    """The models of an ODD and of its sources, the files that were read, and what to look at.

    ``custom`` gives the names of behaviours that are not the TEI's.

    Raises:
        OddError: the models are wrong; carries all that was found.
    """
    files = Files(project_root(odd), lambda name: find(canonical(name)))
    try:
        models, warnings = read_models(odd, files, custom)
    except OddError as error:
        raise OddError(_shown(error.findings, files)) from None
    return models, files, _shown(warnings, files)


def _shown(findings: Iterable[Finding], files: Files) -> tuple[Finding, ...]:
    """Findings with the tag concerned, and the line it stands in."""
    texts = {str(path): SourceText(str(path), data) for path, data in files.used.items()}
    return tuple(_at_tag(each, texts.get(each.location.path)) for each in findings)


def _at_tag(finding: Finding, text: SourceText | None) -> Finding:
    place = text.tag_at(finding.location.line) if text else None
    if text is None or place is None:
        return finding
    line, column, end = place
    excerpt, start = text.excerpt(line, column)
    location = Location(finding.location.path, line, column, end)
    return replace(finding, location=location, excerpt=excerpt, excerpt_column=start)


def compile_to(odd: Path, to: str, *, source: Path | None = None) -> CompiledSchema:
    """Compile an ODD to ``rng``, ``rnc``, ``xsd``, ``sch``, ``models`` or ``odd``: the ODD alone.

    Its constraints are written into ``rng`` as Schematron, and alone into ``sch``.

    Raises:
        OddError: the ODD is wrong, or says what is not supported; carries all that was found.
    """
    if to == "models":
        models, _, warnings = compile_models(odd)
        return CompiledSchema(dump(models), warnings=warnings)
    flat = compile_odd(odd, source=source)
    if to in WRITERS:
        return CompiledSchema(WRITERS[to](flat), warnings=flat.warnings)
    if to == "rnc":
        rng = to_rng(flat)
        compact = to_compact(rng, str(odd))
        return CompiledSchema(compact, losses=tuple(not_kept(rng)), warnings=flat.warnings)
    result = to_xsd(flat)
    losses = tuple(f"{loss.spec}: {loss.reason}" for loss in result.losses)
    return CompiledSchema(result.schema, result.companions, losses, flat.warnings)


@dataclass(frozen=True, slots=True)
class Documentation:
    """The documentation of an ODD.

    Attributes:
        page: the HTML page to write.
        warnings: what in the ODD has no effect, or not the one that its author may expect.
        is_in_language: whether anything is described in the language that was asked for.
    """

    page: bytes
    warnings: tuple[Finding, ...] = ()
    is_in_language: bool = True


def document(odd: Path, *, source: Path | None = None, lang: str = "") -> Documentation:
    """Write the documentation of an ODD, in a language where the ODD has several.

    Raises:
        OddError: the ODD is wrong, or says what is not supported; carries all that was found.
    """
    from tei_tools.odd.documentation import to_html  # only this command needs it

    flat, files = compile_with_files(odd, source)
    with bounded(str(odd)):
        page = to_html(flat, files.read(odd), lang)
    return Documentation(page.html, flat.warnings, page.is_in_language or not lang)
