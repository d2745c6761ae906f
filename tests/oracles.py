"""In: the machine. Out: what the tests compare with: other programs, and real TEI data.

What is missing makes a test skip and say so; where ``TEI_TOOLS_REQUIRE_ALL`` is set, it fails.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

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
    command = [program("jing"), str(schema), *map(str, paths)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in result.stdout.splitlines():
        match = re.match(r"(.*?):(\d+):\d+: (?:error|fatal): (.*)", line)
        if match is None or Path(match[1]) not in verdicts:
            raise AssertionError(f"jing could not do its work: {line}")
        verdicts[Path(match[1])].append((int(match[2]), match[3]))
    if result.returncode not in (0, 1) or result.stderr.strip():
        raise AssertionError(f"jing could not do its work: {result.stderr}")
    return verdicts
