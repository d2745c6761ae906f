"""In: the machine. Out: what the tests compare with: other programs, and real TEI data.

What is missing makes a test skip and say so; where ``TEI_TOOLS_REQUIRE_ALL`` is set, it fails.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from tei_tools.model.names import RNG_NS

ROOT = Path(__file__).parent.parent


def missing(what: str) -> None:
    """Skip the test that needs ``what``, or fail it where nothing may be missing."""
    if os.environ.get("TEI_TOOLS_REQUIRE_ALL"):
        pytest.fail(f"missing: {what}")
    pytest.skip(f"missing: {what}")


def program(name: str) -> str:
    """The path of a program."""
    found = shutil.which(name)
    if found is None:
        missing(f"the program {name}")
    return str(found)


def corpora() -> Path:
    """The folder of real TEI data."""
    folder = os.environ.get("TEI_TOOLS_CORPORA")
    if not folder:
        missing("TEI_TOOLS_CORPORA, the folder of real TEI data")
    return (ROOT / str(folder)).resolve()


def jing(schema: Path, files: Iterable[Path]) -> dict[Path, list[tuple[int, str]]]:
    """What jing says of each file: line and message of every error; nothing for a valid one."""
    paths = [file.resolve() for file in files]
    verdicts: dict[Path, list[tuple[int, str]]] = {path: [] for path in paths}
    compact = ["-c"] if schema.suffix == ".rnc" else []
    command = [program("jing"), *compact, str(schema), *map(str, paths)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in result.stdout.splitlines():
        match = re.match(r"(.*?):(\d+):\d+: (?:error|fatal): (.*)", line)
        if match is None or Path(match[1]) not in verdicts:
            raise AssertionError(f"jing could not do its work: {line}")
        verdicts[Path(match[1])].append((int(match[2]), match[3]))
    if result.returncode not in (0, 1) or result.stderr.strip():
        raise AssertionError(f"jing could not do its work: {result.stderr}")
    return verdicts


def trang(files: Sequence[Path], to: str) -> dict[Path, Path]:
    """What trang makes of RELAX NG schemas in one syntax: files in another, ``rng`` or ``rnc``.

    The names of the files differ. One run does all: they are parts of one schema.
    """
    output, folder = _trang(files, to)
    if output:
        raise AssertionError(f"trang could not do its work: {output}")
    return {file: folder / f"{file.stem}.{to}" for file in files}


def trang_errors(files: Sequence[Path]) -> dict[Path, int]:
    """The line of the first error that trang finds in each schema that has one."""
    errors: dict[Path, int] = {}
    for line in _trang(files, "rng")[0].splitlines():
        if match := re.match(r"(.*?):(\d+):\d+: (?:error|fatal): ", line):
            errors.setdefault(Path(match[1]), int(match[2]))
    return errors


def _trang(files: Sequence[Path], to: str) -> tuple[str, Path]:
    """What trang says, and where it writes."""
    folder = Path(os.path.commonpath([file.parent for file in files]))
    names = [file.relative_to(folder).as_posix() for file in files]
    together = folder / f"together{files[0].suffix}"
    if together.suffix == ".rnc":
        together.write_text(" | ".join(f'external "{name}"' for name in names))
    else:
        parts = "".join(f'<externalRef href="{name}"/>' for name in names)
        together.write_text(f'<choice xmlns="{RNG_NS}">{parts}</choice>')
    output = folder / f"trang-{to}"
    output.mkdir(exist_ok=True)
    command = [program("trang"), str(together), str(output / f"together.{to}")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.stdout + result.stderr, output
