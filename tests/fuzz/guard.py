"""In: numbers of inputs. Out: what came of each, however it ended: also when its process died.

Inputs are run in other processes, each with a bound on its memory, and on the time of processor
that one input takes. A process that goes beyond is ended by the system; the next goes on behind.
"""

from __future__ import annotations

import faulthandler
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final, NamedTuple

from .inputs import make, run
from .seeds import seeds

#: What one input may take: seconds of processor, bytes of memory, seconds on the clock.
SECONDS: Final = 10
MEMORY: Final = 1_500_000_000
STANDSTILL: Final = 300


class Outcome(NamedTuple):
    """What came of an input.

    Attributes:
        number: which input.
        result: in a word.
        failure: the traceback, or how its process ended; empty when all is well.
        seconds: of processor.
    """

    number: int
    result: str
    failure: str = ""
    seconds: float = 0.0


def outcomes(numbers: Sequence[int], jobs: int) -> Iterator[Outcome]:
    """What comes of inputs, as it comes."""
    seeds()  # so that what is wrong with them is seen here
    slices = [list(numbers[at::jobs]) for at in range(jobs)]
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        workers = [_Worker(each, Path(folder, str(at))) for at, each in enumerate(slices) if each]
        try:
            while workers:
                ready = wait([worker.connection for worker in workers], STANDSTILL)
                for worker in [w for w in workers if w.connection in ready or not ready]:
                    outcome = worker.outcome(stands_still=not ready)
                    if outcome is not None:
                        yield outcome
                    if not worker.numbers:
                        worker.stop()
                        workers.remove(worker)
        finally:
            for worker in workers:
                worker.stop()


class _Worker:
    """One process after the other, until all its numbers are done."""

    def __init__(self, numbers: list[int], folder: Path) -> None:
        self.numbers = numbers
        self.folder = folder
        folder.mkdir()
        self.process, self.connection = self._start()

    def _start(self) -> tuple[BaseProcess, Connection]:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_work, args=(theirs, self.numbers, self.folder), daemon=True
        )
        process.start()
        theirs.close()
        return process, ours

    def outcome(self, *, stands_still: bool) -> Outcome | None:
        """What the process says next, or how it died; None when it says nothing."""
        try:
            if stands_still:
                raise EOFError
            outcome: Outcome = self.connection.recv()
            self.numbers.pop(0)
            return outcome
        except EOFError:
            self.process.join(0 if stands_still else 5)
            self.stop()
            number = self.numbers.pop(0)
            told = (self.folder / "stderr").read_text("utf-8", "replace")
            ended = "stood still" if stands_still else f"exit code {self.process.exitcode}"
            if self.numbers:
                self.process, self.connection = self._start()
            return Outcome(number, "died", f"{_name(number)}: its process {ended}\n{told}")

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


def _name(number: int) -> str:
    try:
        return make(number).name
    except Exception as error:
        return f"input {number}, which cannot be made ({error!r})"


def _work(connection: Connection, numbers: Sequence[int], folder: Path) -> None:
    """What another process does: run inputs, each within the bounds, and tell what came of them."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with (folder / "stderr").open("w") as told:
        faulthandler.enable(told)
        faulthandler.register(signal.SIGXCPU, told, chain=True)
        for number in numbers:
            connection.send(_outcome(number, folder))


def _outcome(number: int, folder: Path) -> Outcome:
    before = _processor_time()
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(before) + SECONDS + 1, most))
    name, kind, failure = f"input {number}", "", ""
    unraisable: list[str] = []
    sys.unraisablehook = lambda each: unraisable.append(repr(each.exc_value))
    try:
        spoilt = make(number)
        name, kind = spoilt.name, spoilt.seed.kind
        result = run(spoilt, folder)
        assert not unraisable, unraisable
    except Exception:
        result, failure = "failed", f"{name}\n{traceback.format_exc()}"
    return Outcome(number, f"{kind} {result}".strip(), failure, _processor_time() - before)


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
