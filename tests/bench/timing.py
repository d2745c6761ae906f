"""In: groups of commands that do comparable work. Out: a table of times, memory and ratios."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
#: Python keeps byte code, as it does for an installed program.
ENVIRONMENT: Final = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
#: A command that has taken so many seconds in all is not run again.
ENOUGH: Final = 6.0


@dataclass(slots=True)
class Command:
    """A command to time, and what its runs took.

    Attributes:
        name: as the table has it.
        words: the command itself.
        goal: ours is to take at most so many times as long as this one; 0 where nothing is aimed
            at.
        is_first: whether nothing is in the cache when it begins.
        is_anew: whether it must not know which files an earlier run found clean.
        seconds: the wall time of each run, and ``processor`` what it took of all processors.
        megabytes: the peak memory of all.
    """

    name: str
    words: Sequence[str]
    goal: float = 0.0
    is_first: bool = False
    is_anew: bool = False
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    megabytes: float = 0.0

    def run(self, cache: str) -> None:
        """Run once in a new process; note its times and its peak memory.

        Raises:
            CommandError: it could not do its work; to find something wrong with a file (exit code
                1) is to do it.
        """
        if self.is_first:
            with tempfile.TemporaryDirectory() as empty:
                self._run(empty)
        else:
            for record in Path(cache).glob("clean-*") if self.is_anew else ():
                record.unlink()
            self._run(cache)

    def _run(self, cache: str) -> None:
        with open(os.devnull, "wb") as sink:  # noqa: PTH123
            begun = time.perf_counter()
            process = subprocess.Popen(
                self.words,
                cwd=ROOT,
                stdout=sink,
                stderr=sink,
                env={**ENVIRONMENT, "TEI_TOOLS_CACHE": cache},
            )
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds.append(time.perf_counter() - begun)
            self.processor.append(usage.ru_utime + usage.ru_stime)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise CommandError(f"{self.name}: exit code {process.returncode}\n")
        self.megabytes = max(self.megabytes, usage.ru_maxrss / 1024)


class CommandError(Exception):
    """A command could not do its work."""


Group = Sequence[Command]


def compare(group: Group, runs: int, cache: str) -> None:
    """Run the commands of a group in turn, and print what they took; the first is ours."""
    for number in range(runs + 1):
        for command in group:
            if number > 1 and sum(command.seconds) > ENOUGH:
                continue
            if number == 1:  # the first run fills the caches
                command.seconds.clear()
                command.processor.clear()
            command.run(cache)
    print(f"{'':44}{'wall':>9}{'cpu':>9}{'memory':>9}{'ours is':>10}{'in cpu':>10}{'to reach':>10}")
    ours = None
    for command in group:
        wall, cpu = statistics.median(command.seconds), statistics.median(command.processor)
        figures = f"{wall * 1000:6.0f} ms{cpu * 1000:6.0f} ms{command.megabytes:6.0f} MB"
        if ours:
            figures += f"{ours[0] / wall:8.2f} ×{ours[1] / cpu:8.2f} ×"
        goal = f"{command.goal:8g} ×" if command.goal else ""
        print(f"{command.name:44}{figures}{goal}")
        ours = ours or (wall, cpu)
    print()


def grow(commands: Iterable[Command], cache: str) -> None:
    """Run each command once, on ever more; print whether time and memory grow alike."""
    print(f"{'':44}{'wall':>9}{'cpu':>9}{'memory':>9}{'before':>10}")
    before = 0.0
    for command in commands:
        command.run(cache)
        (wall,), (cpu,) = command.seconds, command.processor
        ratio = f"{cpu / before:8.2f} ×" if before else ""
        print(f"{command.name:44}{wall:7.1f} s{cpu:7.1f} s{command.megabytes:6.0f} MB{ratio}")
        before = cpu
    print()
