"""In: questions to a `worker`. Out: its answers, or that it needs too long and was ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any, Final
from weakref import finalize

from .worker import read_frame, write_frame

#: How long a schema, a verdict or a diagnosis may take: libxml2 needs ten seconds for `tei_all`.
SECONDS: Final = 100.0
_START: Final = "import sys; sys.path[:] = {!r}; from tei_tools.xsd.worker import main; main()"


class LimitError(Exception):
    """The worker needs more time or memory than it may have."""


class Process:
    """A worker that has loaded a schema.

    Attributes:
        error: what is wrong with the schema, and its line; None when it is right.

    Raises:
        LimitError: the schema takes too long or too much memory.
    """

    def __init__(self, schema: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START.format(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.stop = finalize(self, _stop, self._process)
        self.error: tuple[str, int] | None = self.ask(os.fsencode(schema))

    def ask(self, question: bytes) -> Any:
        """The answer to a question.

        Raises:
            LimitError: there is none.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        timer = Timer(SECONDS, self._process.kill)
        timer.start()
        try:
            write_frame(self._process.stdin, question)
            return json.loads(read_frame(self._process.stdout))
        except (OSError, EOFError):
            self.stop()
            raise LimitError from None
        finally:
            timer.cancel()

    @property
    def is_running(self) -> bool:
        """Whether it can be asked."""
        return self.stop.alive


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()
