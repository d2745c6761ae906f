"""In: the working folder. Out: the project's settings, one frozen value.

They stand in ``tei-tools.toml``, or in ``pyproject.toml`` under ``[tool.tei-tools]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tei_tools.model.finding import TeiToolsError

KEYS = ("paths", "schema")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a project says of itself.

    Attributes:
        paths: what to work on when the command names nothing.
        schema: the schema of files that name none.
    """

    paths: tuple[Path, ...] = ()
    schema: Path | None = None


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
    paths, schema = table.get("paths", []), table.get("schema")
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise TeiToolsError(f'{file}: `paths` is a list of texts, such as ["tei"]')
    if not isinstance(schema, str | None):
        raise TeiToolsError(f'{file}: `schema` is a text, such as "schemas/my.xsd"')

    def near_folder(path: str) -> Path:
        return Path(path) if root == folder else root / path

    return Settings(
        paths=tuple(map(near_folder, paths)),
        schema=None if schema is None else near_folder(schema),
    )
