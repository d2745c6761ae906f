"""In: the working folder. Out: the project's settings, one frozen value.

They stand in ``tei-tools.toml``, or in ``pyproject.toml`` under ``[tool.tei-tools]``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tei_tools.model.finding import TeiToolsError

KEYS = ("paths", "schema", "schemas", "catalogs")


class Settings(NamedTuple):
    """What a project says of itself.

    Attributes:
        paths: what to work on when the command names nothing.
        schema: the schema of files that name none.
        schemas: for patterns of absolute paths, the schemas of files that name none.
        catalogs: OASIS catalogs, asked in their order.
    """

    paths: tuple[Path, ...] = ()
    schema: Path | None = None
    schemas: tuple[tuple[str, tuple[Path, ...]], ...] = ()
    catalogs: tuple[str, ...] = ()


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
    import tomllib  # loaded only where there are settings

    try:
        text = file.read_text(encoding="utf-8")
        if file.name == "pyproject.toml" and "tei-tools" not in text:
            return None
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise TeiToolsError(f"{file}: the settings cannot be read: {error}") from None
    if file.name == "tei-tools.toml":
        return content
    table = content.get("tool", {}).get("tei-tools")
    return table if isinstance(table, dict) else None


def _settings(table: Mapping[str, Any], root: Path, folder: Path, file: Path) -> Settings:
    for key in table:
        if key not in KEYS:
            from difflib import get_close_matches  # loaded only where something is wrong

            near = get_close_matches(key, KEYS, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(KEYS)}"
            raise TeiToolsError(f"{file}: unknown setting `{key}`; {hint}")
    paths, schema = _texts(table, "paths", file, '["tei"]'), table.get("schema")
    catalogs = _texts(table, "catalogs", file, '["catalog.xml"]')
    if not isinstance(schema, str | None):
        raise TeiToolsError(f'{file}: `schema` is a text, such as "schemas/my.xsd"')

    def near_folder(path: str) -> Path:
        return Path(path) if root == folder else root / path

    return Settings(
        paths=tuple(map(near_folder, paths)),
        schema=None if schema is None else near_folder(schema),
        schemas=tuple(
            ((root / pattern).absolute().as_posix(), tuple(map(near_folder, chosen)))
            for pattern, chosen in _by_file(table.get("schemas", {}), file)
        ),
        catalogs=tuple(str(near_folder(catalog)) for catalog in catalogs),
    )


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
