"""In: the working folder. Out: the project's settings, one frozen value.

They stand in ``tei-tools.toml``, or in ``pyproject.toml`` under ``[tool.tei-tools]``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from tei_tools import cache
from tei_tools.model.finding import Severity, TeiToolsError
from tei_tools.model.selection import Layer, names_in

KEYS: Final = (
    "paths", "schema", "schemas", "catalogs", "select", "ignore", "severity", "per-file", "rules",
    "fail-on", "baseline", "view", "odd", "behaviours",
)  # fmt: skip
#: What is said of findings, for all files or, in `per-file`, for some.
LAYER: Final = ("select", "ignore", "severity")


class Settings(NamedTuple):
    """What a project says of itself.

    Attributes:
        paths: what to work on when the command names nothing.
        schema: the schema of files that name none.
        schemas: for patterns of absolute paths, the schemas of files that name none.
        catalogs: OASIS catalogs, asked in their order.
        findings: which findings are told, and what they weigh.
        per_file: for patterns of absolute paths, which are told of these files.
        rules: options of rules, by their codes.
        fail_on: the severity from which on a run has failed.
        baseline: the file of findings that are known.
        views: what is said of each view, by its name.
        odd: the ODD whose models say how elements are rendered.
        behaviours: the Python file with the behaviours that this ODD uses beside the TEI's.
        file: where all this stands.
    """

    paths: tuple[Path, ...] = ()
    schema: Path | None = None
    schemas: tuple[tuple[str, tuple[Path, ...]], ...] = ()
    catalogs: tuple[str, ...] = ()
    findings: Layer = Layer()
    per_file: tuple[tuple[str, Layer], ...] = ()
    rules: Mapping[str, Mapping[str, Any]] = {}
    fail_on: Severity = Severity.ERROR
    baseline: Path | None = None
    views: Mapping[str, Mapping[str, Any]] = {}
    odd: Path | None = None
    behaviours: Path | None = None
    file: Path | None = None

    def names(self) -> Iterator[str]:
        """The codes and groups that are named."""
        yield from self.findings.names()
        for _, layer in self.per_file:
            yield from layer.names()
        yield from self.rules


def load_settings(folder: Path) -> Settings:
    """The settings of the project that ``folder`` lies in; paths are relative to where it stands.

    Without settings, a folder ``tei`` beside the working folder's files is what to work on.

    Raises:
        TeiToolsError: the settings file is not TOML, or says what is not known.
    """
    for candidate in (folder, *folder.parents):
        for name in ("tei-tools.toml", "pyproject.toml"):
            table = _table(candidate / name)
            if table is not None:
                return _settings(table, candidate, folder, candidate / name)
    return Settings(paths=(Path("tei"),) if (folder / "tei").is_dir() else ())


def _table(file: Path) -> Mapping[str, Any] | None:
    if not file.is_file():
        return None
    try:
        data = file.read_bytes()
        if file.name == "pyproject.toml" and b"tei-tools" not in data:
            return None
        content = _content(data)
    except (ValueError, OSError) as error:  # of TOML, or of UTF-8
        raise TeiToolsError(f"{file}: the settings cannot be read: {error}") from None
    if file.name == "tei-tools.toml":
        return content
    table = content.get("tool", {}).get("tei-tools")
    return table if isinstance(table, dict) else None


def _content(data: bytes) -> Mapping[str, Any]:
    """What TOML says; it is kept as JSON, since every command reads it and TOML is slow to load."""
    if (kept := cache.find("settings", data)) is not None:
        known: Mapping[str, Any] = json.loads(kept.body)
        return known
    import tomllib

    content = tomllib.loads(data.decode())
    with suppress(TypeError):  # JSON has no dates
        cache.keep("settings", data, files={}, body=json.dumps(content).encode())
    return content


def _settings(table: Mapping[str, Any], root: Path, folder: Path, file: Path) -> Settings:
    _check(table, KEYS, file)
    paths = _texts(table, "paths", file, '["tei"]')
    catalogs = _texts(table, "catalogs", file, '["catalog.xml"]')

    def near_folder(path: str) -> Path:
        return Path(path) if root == folder else root / path

    def one(key: str, example: str) -> Path | None:
        path = table.get(key)
        if not isinstance(path, str | None):
            raise TeiToolsError(f'{file}: `{key}` is a text, such as "{example}"')
        return None if path is None else near_folder(path)

    return Settings(
        paths=tuple(map(near_folder, paths)),
        schema=one("schema", "schemas/my.xsd"),
        schemas=tuple(
            ((root / pattern).absolute().as_posix(), tuple(map(near_folder, chosen)))
            for pattern, chosen in _by_file(table.get("schemas", {}), file)
        ),
        catalogs=tuple(str(near_folder(catalog)) for catalog in catalogs),
        findings=_layer(table, file),
        per_file=tuple(
            ((root / pattern).absolute().as_posix(), _layer(_checked(own, LAYER, file), file))
            for pattern, own in _tables(table, "per-file", file, '"letters/*.xml"')
        ),
        rules=dict(_tables(table, "rules", file, '"dates.future"')),
        fail_on=_severity(table.get("fail-on", "error"), "fail-on", file),
        baseline=one("baseline", "baseline.json"),
        odd=one("odd", "schemas/my.odd"),
        behaviours=one("behaviours", "behaviours.py"),
        views=dict(_tables(table, "view", file, "my-view")),
        file=file,
    )


def _check(table: Mapping[str, Any], keys: Sequence[str], file: Path) -> None:
    for key in table:
        if key not in keys:
            from difflib import get_close_matches  # loaded only where something is wrong

            near = get_close_matches(key, keys, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(keys)}"
            raise TeiToolsError(f"{file}: unknown setting `{key}`; {hint}")


def _checked(table: Mapping[str, Any], keys: Sequence[str], file: Path) -> Mapping[str, Any]:
    _check(table, keys, file)
    return table


def _layer(table: Mapping[str, Any], file: Path) -> Layer:
    """What a table says of findings."""
    severity = table.get("severity", {})
    if not isinstance(severity, dict):
        example = 'severity = { "dates.order" = "warning" }'
        raise TeiToolsError(f"{file}: `severity` is a table, such as {example}")
    return Layer(
        select=names_in(_texts(table, "select", file, '["dates"]')),
        ignore=names_in(_texts(table, "ignore", file, '["dates.future"]')),
        severity=tuple(
            (code, _severity(value, f'severity."{code}"', file)) for code, value in severity.items()
        ),
    )


def _severity(value: object, key: str, file: Path) -> Severity:
    if not isinstance(value, str) or value not in list(Severity):
        known = ", ".join(f'"{severity}"' for severity in Severity)
        raise TeiToolsError(f"{file}: `{key}` is one of {known}")
    return Severity(value)


def _tables(
    table: Mapping[str, Any], key: str, file: Path, example: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables inside a table, by their names."""
    tables = table.get(key, {})
    if not isinstance(tables, dict) or not all(isinstance(own, dict) for own in tables.values()):
        raise TeiToolsError(
            f"{file}: `{key}` holds tables, such as [tool.tei-tools.{key}.{example}]"
        )
    yield from tables.items()


def _texts(table: Mapping[str, Any], key: str, file: Path, example: str) -> list[str]:
    texts = table.get(key, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise TeiToolsError(f"{file}: `{key}` is a list of texts, such as {example}")
    return texts


def _by_file(table: object, file: Path) -> Iterator[tuple[str, list[str]]]:
    """The patterns of ``schemas`` with the names of the schemas of each."""
    if not isinstance(table, dict):
        raise TeiToolsError(
            f'{file}: `schemas` is a table, such as schemas = {{ "tei/*.xml" = "my.rng" }}'
        )
    for pattern, chosen in table.items():
        names = [chosen] if isinstance(chosen, str) else chosen
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise TeiToolsError(f'{file}: `schemas."{pattern}"` is a text or a list of texts')
        yield pattern, names
