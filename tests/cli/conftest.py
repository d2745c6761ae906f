"""Runs the program as a user does: in a new process, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from ..oracles import ROOT


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of the program gave."""

    code: int
    out: str
    err: str
    data: bytes


Program = Callable[..., Run]


@pytest.fixture
def tei_tools(tmp_path: Path) -> Program:
    """Run ``tei-tools`` with some words, in an empty folder unless another is named."""

    def run(*words: str | Path, cwd: Path = tmp_path, stdin: bytes = b"") -> Run:
        result = subprocess.run(
            [sys.executable, "-m", "tei_tools", *map(str, words)],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        )
        out, err = result.stdout.decode(errors="replace"), result.stderr.decode()
        assert "Traceback" not in err, err
        return Run(result.returncode, out, err, result.stdout)

    return run
