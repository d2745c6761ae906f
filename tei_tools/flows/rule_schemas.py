"""In: a schema file that may have Schematron rules in it. Out: its rules, ready for documents.

A Schematron schema is all rules; in RELAX NG, and in what is made of an ODD, rules are embedded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from errno import EACCES, ENOENT
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tei_tools import cache
from tei_tools.grammar.schema import is_xml
from tei_tools.model.names import RNG_NS, SCH_NS, SCH_OLD_NS
from tei_tools.read import project_root
from tei_tools.resources import is_file

from .choice import RulesEngine

if TYPE_CHECKING:  # loaded only where there are rules
    from tei_tools.schematron import Rules, RulesSchema
    from tei_tools.schematron.saxon import SaxonSchema

#: What a RELAX NG schema without rules of its own or of others has not.
SIGNS = (b"schematron", b"include", b"externalRef", b"external")


class RuleSource(NamedTuple):
    """A schema to take rules from.

    Attributes:
        path: the file.
        name: how messages call it.
        data: its bytes.
        language: the namespace that stands for its language.
        rng: gives the RELAX NG that was made of it, and the other files that went into that, or
            None where these are not known.
    """

    path: Path
    name: str
    data: bytes
    language: str
    rng: Callable[[], tuple[bytes, Mapping[Path, bytes] | None]]


def load_rules(
    source: RuleSource, phase: str, engine: RulesEngine
) -> tuple[RulesSchema | SaxonSchema | None, Mapping[str, str] | None]:
    """The rules of a schema in a phase, and the files that went into them with their digests.

    Raises:
        SchemaError: the rules are wrong, or there is no such phase.
    """
    path, data = source.path, source.data
    plain = data.replace(b"\0", b"")
    if source.language == RNG_NS and not any(sign in plain for sign in SIGNS):
        return None, {}
    key = f"{cache.program()} {source.language} {phase}".encode(), str(path).encode(), data
    kept, rules = cache.find("rules", *key), None
    if kept is not None and not kept.body:
        return None, kept.files
    from tei_tools.schematron import dump, restore

    if kept is not None:
        with suppress(ValueError):
            rules = restore(kept.body)
    if rules is None:
        rules, files = read_rule_source(source, phase)
        body = b"" if rules is None else dump(rules)
        kept = None if files is None else cache.keep("rules", *key, files=files, body=body)
    found = None if rules is None else _schema(source, rules, engine)
    return found, None if kept is None else kept.files


def _schema(source: RuleSource, rules: Rules, engine: RulesEngine) -> RulesSchema | SaxonSchema:
    from .library import ProjectLibrary

    library = ProjectLibrary(source.path)
    if engine is RulesEngine.SAXON:
        from tei_tools.schematron.saxon import SaxonSchema

        return SaxonSchema(source.path, source.name, rules, library)
    from tei_tools.schematron import RulesSchema

    return RulesSchema(source.path, source.name, rules, library)


def read_rule_source(
    source: RuleSource, phase: str
) -> tuple[Rules | None, Mapping[Path, bytes] | None]:
    """The rules, and the other files that went into them; None where these are not known."""
    files: dict[Path, bytes] = {}
    project = project_root(source.path).resolve()

    def read_file(file: Path) -> bytes:
        if not is_file(file):  # such as a device, which would be read for ever
            raise FileNotFoundError(ENOENT, "no such file")
        files[file] = file.read_bytes()
        return files[file]

    def read_inside(file: Path) -> bytes:
        if not file.resolve().is_relative_to(project):
            raise PermissionError(EACCES, "outside the project")
        return read_file(file)

    from tei_tools.schematron import read_embedded_rules, read_rules

    name = str(source.path)
    if source.language == SCH_NS:
        return read_rules(source.data, name, read_inside, phase), files

    def read_schema(file: Path) -> bytes:
        return _in_xml(read_file(file), str(file))

    data, others = source.rng()
    rules = read_embedded_rules(_in_xml(data, name), name, read_schema, read_inside, phase)
    return rules, None if others is None else {**others, **files}


def _in_xml(schema: bytes, file: str) -> bytes:
    """A RELAX NG schema in XML; of one in the compact syntax what Schematron it has in it."""
    if is_xml(schema):
        return schema
    from tei_tools.grammar.rnc_annotations import foreign_elements

    return foreign_elements(schema, file, (SCH_NS, SCH_OLD_NS))
