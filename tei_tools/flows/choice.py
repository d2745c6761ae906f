"""In: a document, the options and the settings. Out: its schemas, and how they were chosen.

The order: the option ``--schema``; what the file names by ``<?xml-model?>``; what it names by
``xsi:`` attributes; the settings, by file and for all; the bundled schema. A schema named by an
address is looked up in the catalogs and in the store; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os.path import normpath
from pathlib import Path
from typing import Final, NamedTuple

from tei_tools.model.finding import TeiToolsError
from tei_tools.model.pointers import is_address
from tei_tools.model.walkable import Walkable
from tei_tools.read.files import STDIN_NAME, is_there, looked_beyond
from tei_tools.read.xml_model import (
    GRAMMARS,
    SchemaKind,
    SchemaLink,
    is_for,
    schema_links,
    schema_locations,
)
from tei_tools.resources import schema_path

from .options import ValidationOptions, is_like

#: The schema of a file that names none and has none in the settings.
BUNDLED: Final = "tei-tools.rng"


class Step(NamedTuple):
    """One thing that was looked at on the way to a schema, and what came of it."""

    looked_at: str
    outcome: str


class Choice(NamedTuple):
    """The schemas of a document.

    Attributes:
        schemas: the files, in the order in which they are applied; with the rules in them.
        rules: files of which the rules alone are applied.
        phases: the phases of rules that the document names, by the files.
        steps: how they were chosen.
        unused: schemas that the file names and that are not applied, with the reason.
    """

    schemas: tuple[Path, ...]
    steps: tuple[Step, ...]
    unused: tuple[tuple[SchemaLink, str], ...] = ()
    rules: tuple[Path, ...] = ()
    phases: Mapping[Path, str] = {}


def choose(document: Walkable, path: Path, options: ValidationOptions) -> Choice:
    """The schemas of a document.

    Raises:
        TeiToolsError: a schema that the file names is not on this machine; says what to run.
    """
    return _Chooser(document, path, options).choice()


class _Chooser:
    def __init__(self, document: Walkable, path: Path, options: ValidationOptions) -> None:
        self.document = document
        self.path = path
        self.options = options
        self.folder = Path() if document.path == STDIN_NAME else path.parent
        self.steps: list[Step] = []
        self.unused: list[tuple[SchemaLink, str]] = []

    def choice(self) -> Choice:
        links = [] if self.options.schemas else list(schema_links(self.document.root))
        schemas = (
            self.by_option() or self.by_links(links) or self.by_locations() or self.by_settings()
        )
        if not schemas:
            schemas = (schema_path(BUNDLED),)
            self.step("the bundled schema", f"{BUNDLED}: taken, since nothing else was named")
        phases = self.rules(links, schemas)
        return Choice(
            schemas,
            tuple(self.steps),
            tuple(self.unused),
            tuple(path for path in phases if path not in schemas),
            {path: phase for path, phase in phases.items() if phase},
        )

    def step(self, looked_at: str, outcome: str) -> None:
        self.steps.append(Step(looked_at, outcome))

    def by_option(self) -> tuple[Path, ...]:
        if not self.options.schemas:
            self.step("the option --schema", "not given")
        for schema in self.options.schemas:
            self.step("the option --schema", f"{schema}: taken")
        return self.options.schemas

    # --- what the file names -----

    def by_links(self, links: Sequence[SchemaLink]) -> tuple[Path, ...]:
        if not links:
            self.step("<?xml-model?> in the file", "none")
        grammars: dict[str, list[SchemaLink]] = {}
        for link in links:
            if link.kind in GRAMMARS:
                grammars.setdefault(_stem(link.href), []).append(link)
            elif link.kind is not SchemaKind.SCHEMATRON:
                self.leave(link, f"{link.kind} is not checked by this version")
        return tuple(self.best(same) for same in grammars.values())

    def best(self, links: Sequence[SchemaLink]) -> Path:
        """Of several languages that say the same, the first that is there."""
        ordered = sorted(links, key=lambda link: GRAMMARS.index(link.kind))
        for link in ordered:
            found, how = self.resolve(link.href)
            if found is None and link is not ordered[-1]:
                self.step(_named(link), f"{how}; the next that says the same is looked at")
                continue
            if found is None:
                raise self.missing(link, how)
            self.step(_named(link), f"{how}: taken")
            for other in ordered[ordered.index(link) + 1 :]:
                self.step(_named(other), f"not applied: says the same as {link.href}")
            return found
        raise AssertionError("no links")

    def rules(self, links: Sequence[SchemaLink], schemas: Sequence[Path]) -> dict[Path, str]:
        """The files that are named for their rules, each with the phase that is named too."""
        found: dict[Path, str] = {}
        for link in links:
            if link.kind is SchemaKind.SCHEMATRON:
                file, how = self.resolve(link.href)
                if file is None:
                    raise self.missing(link, how)
                is_grammar = file in schemas
                taken = "its rules are applied with its grammar" if is_grammar else "taken"
                self.step(_named(link), f"{how}: {taken}")
                found[file] = found.get(file) or link.phase
        return found

    def leave(self, link: SchemaLink, reason: str) -> None:
        self.unused.append((link, reason))
        self.step(_named(link), f"not applied: {reason}")

    def by_locations(self) -> tuple[Path, ...]:
        links = [
            link
            for link in schema_locations(self.document.root)
            if is_for(link, self.document.root)
        ]
        if not links:
            self.step("xsi:schemaLocation in the root element", "none")
            return ()
        found, how = self.resolve(links[0].href)
        if found is None:
            raise self.missing(links[0], how)
        self.step(f"xsi:schemaLocation {links[0].href}", f"{how}: taken")
        return (found,)

    def missing(self, link: SchemaLink, how: str) -> TeiToolsError:
        where = f"{self.document.path}:{link.line}: the file names the schema {link.href}"
        if is_address(link.href):
            return TeiToolsError(
                f"{where}, which is not on this machine, and schemas are never fetched from the "
                f"network while validating; run `tei-tools schema add {link.href}` once, or name "
                "another with --schema"
            )
        return TeiToolsError(
            f"{where}, which does not exist ({how}); correct the file, or name a schema with "
            "--schema"
        )

    def resolve(self, href: str) -> tuple[Path | None, str]:
        """The file that a reference leads to, and how; none where it leads nowhere."""
        target, way = self.by_catalog(href)
        if is_address(target):
            from tei_tools.store import find

            looked_beyond()  # in the store
            stored = find(target)
            if stored is not None:
                return stored, f"{way}in the store, {stored}"
            return None, f"{way}not in the store"
        file = Path(normpath(self.folder / target.removeprefix("file://").removeprefix("file:")))
        if is_there(file):
            return file, f"{way}{file}"
        from tei_tools.store import find_by_name

        for place, other in (
            ("bundled", schema_path(file.name)),
            ("in the store", find_by_name(file.name)),
        ):
            if other is not None and other.is_file():
                return other, f"{way}no file {file}, but one of this name is {place}"
        return None, f"{way}no file {file}"

    def by_catalog(self, href: str) -> tuple[str, str]:
        if not self.options.catalogs:
            return href, ""
        from tei_tools.read.catalogs import Catalogs, file_of, joined  # seldom needed

        catalogs = Catalogs(self.options.catalogs)
        looked_beyond()
        absolute = joined(self.folder.resolve().as_uri() + "/", href)
        for address in dict.fromkeys((href, absolute)):
            answer = catalogs.resolve(address)
            if answer.target:
                file = file_of(answer.target)
                way = f"by the catalog ({'; '.join(answer.trail)}), "
                return str(file) if file else answer.target, way
        return href, "not in the catalogs, "

    # --- settings -----

    def by_settings(self) -> tuple[Path, ...]:
        for pattern, schemas in self.options.by_file:
            if is_like(self.path, pattern):
                listed = ", ".join(map(str, schemas))
                self.step(f'the settings for "{pattern}"', f"{listed}: taken")
                return schemas
        if self.options.default_schema is not None:
            self.step("the settings", f"{self.options.default_schema}: taken")
            return (self.options.default_schema,)
        self.step("the settings", "name no schema for this file")
        return ()


def _stem(href: str) -> str:
    """The address of a schema without its ending: what its versions in other languages share."""
    return href.rpartition(".")[0] or href


def _named(link: SchemaLink) -> str:
    return f"<?xml-model?> in line {link.line}, {link.kind} {link.href}"
