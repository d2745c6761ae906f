"""Many items are worked on in order and to the end, or ended at once by Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest

from tei_tools import batch
from tei_tools.model.finding import (
    Finding,
    Location,
    SchemaError,
    Severity,
    TeiToolsError,
    UnreadableDocumentError,
)

from ..cli.test_validate import SMALL
from ..oracles import ROOT

#: How long a process may take that ends at once; it would take far longer otherwise.
PATIENCE = 40


def late(item: int) -> int:
    """The first items take longest."""
    time.sleep((4 - item) / 50)
    return item * item


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    assert list(batch.run(late, range(5), jobs=jobs)) == [0, 1, 4, 9, 16]


def test_any_executor_will_do() -> None:
    with ThreadPoolExecutor(2) as executor:
        assert list(batch.run_on(executor, late, range(5))) == [0, 1, 4, 9, 16]


def test_what_has_not_begun_is_not_done_when_one_fails() -> None:
    begun: list[int] = []

    def fail(item: int) -> int:
        begun.append(item)
        time.sleep(0.01)
        raise ValueError(item)

    with ThreadPoolExecutor(1) as executor, pytest.raises(ValueError, match="0"):
        list(batch.run_on(executor, fail, range(100)))
    assert len(begun) < 100


def fails(item: int) -> int:
    wrong = Finding("schema.syntax", Severity.ERROR, "wrong", Location("a.rng", item))
    raise SchemaError([wrong]) if item else UnreadableDocumentError(wrong)


@pytest.mark.parametrize("items", [[0, 0], [1, 1]])
def test_what_a_process_says_is_wrong_comes_whole(items: list[int]) -> None:
    with pytest.raises(TeiToolsError, match="wrong") as error:
        list(batch.run(fails, items, jobs=2))
    findings = getattr(error.value, "findings", None) or [getattr(error.value, "finding", None)]
    assert [each.location for each in findings] == [Location("a.rng", items[0])]


Begin = Callable[[str | list[str]], "subprocess.Popen[bytes]"]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Starts Python in a session of its own, with a text or with words; none outlives the test."""
    begun: list[tuple[subprocess.Popen[bytes], Timer]] = []

    def start(program: str | list[str]) -> subprocess.Popen[bytes]:
        words = ["-c", program] if isinstance(program, str) else ["-m", "tei_tools", *program]
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # xdist ignores it
        )
        timer = Timer(PATIENCE, kill, [process.pid])
        timer.start()
        begun.append((process, timer))
        return process

    yield start
    for process, timer in begun:
        timer.cancel()
        kill(process.pid)
        process.communicate()


def kill(session: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def interrupt(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Press Ctrl-C; the exit code, and what was said on standard error."""
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    wait_until(lambda: not is_alive(process.pid))
    return process.returncode, err.decode()


def is_alive(session: int) -> bool:
    """Whether any process of a session is left."""
    try:
        os.killpg(session, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)


SLEEPERS = """
import os, sys, time
from tei_tools import batch
def sleep(item):
    os.write(1, b"begun\\n")
    time.sleep(1000)
try:
    list(batch.run(sleep, range(9), jobs=2))
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_interrupted_processes_are_not_waited_for(begin: Begin) -> None:
    process = begin(SLEEPERS)
    assert process.stdout is not None
    assert [process.stdout.readline() for _ in range(2)] == [b"begun\n"] * 2
    assert interrupt(process) == (130, "")


def test_interrupted_while_it_reads_the_program_ends_cleanly(begin: Begin) -> None:
    process = begin(["validate", "-"])
    wait_until(lambda: b"lxml" in Path(f"/proc/{process.pid}/maps").read_bytes())
    time.sleep(0.5)  # it reads standard input now
    assert interrupt(process) == (130, "")


def test_interrupted_while_processes_work_the_program_ends_cleanly(
    begin: Begin, tmp_path: Path
) -> None:
    for number in range(300):
        (tmp_path / f"{number}.xml").write_text(SMALL.format("<p><abc/></p>" * 900))
    process = begin(["validate", ".", "--jobs", "2", "--output", "report"])
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    wait_until(lambda: len(children.read_text().split()) == 2)
    assert interrupt(process) == (130, "")
    assert not (tmp_path / "report").exists()


def test_watched_files_are_checked_again_when_they_change(begin: Begin, tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text(SMALL.format("<p>x</p>"))
    other = tmp_path / "b.xml"
    other.write_text(SMALL.format('<p corresp="a.xml#x">x</p>'))
    process = begin(["validate", "--watch", "--select", "grammar,pointers", "."])
    assert process.stderr is not None
    assert b"2 files checked: 1 error" in process.stderr.readline(), "b.xml points to nothing"
    file.write_text(SMALL.format('<p xml:id="x">x</p>'))
    assert b"2 files valid" in process.stderr.readline(), "b.xml is checked again"
    (tmp_path / "c.xml").write_text(SMALL.format("<abc/>"))
    assert b"3 files checked: 1 error" in process.stderr.readline()
    (tmp_path / "c.xml").unlink()
    assert b"2 files valid" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert out.count(b"error[pointers.dangling]") == 1
    assert out.count(b"error[grammar.unknown-element]") == 1
