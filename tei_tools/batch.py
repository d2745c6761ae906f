"""In: a function and many items. Out: its results in the order of the items, however they ran."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Item = TypeVar("Item")
Result = TypeVar("Result")


def useful_jobs(megabytes: float, worthwhile: float) -> int:
    """How many processes to use when nobody says: all processors once there is enough to do.

    Args:
        worthwhile: the megabytes of work that outweigh the start of further processes.
    """
    return (os.cpu_count() or 1) if megabytes >= worthwhile else 1


def run(
    function: Callable[[Item], Result], items: Sequence[Item], *, jobs: int = 1
) -> Iterator[Result]:
    """Apply ``function`` to every item, in ``jobs`` processes when more than one.

    The function and its results must be picklable then. Results come in the order of the items.
    """
    if jobs <= 1 or len(items) <= 1:
        yield from map(function, items)
        return
    import signal
    from concurrent.futures import ProcessPoolExecutor  # slow to load, and seldom needed
    from multiprocessing import active_children

    # Ctrl-C is for this process; the others are told by it.
    initializer, ignored = signal.signal, (signal.SIGINT, signal.SIG_IGN)
    others = active_children()
    with ProcessPoolExecutor(
        min(jobs, len(items)), initializer=initializer, initargs=ignored
    ) as executor:

        def stop() -> None:
            for child in active_children():
                if child not in others:
                    child.kill()
            executor.shutdown()

        yield from run_on(executor, function, items, stop=stop)


def run_on(
    executor: Executor,
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    stop: Callable[[], None] | None = None,
) -> Iterator[Result]:
    """Apply ``function`` to every item on any executor; what has not begun is cancelled on exit.

    Args:
        stop: ends what has begun, which would be waited for, when nobody wants the results.
    """
    futures: list[Future[Result]] = []
    try:
        with _held():
            futures += (executor.submit(function, item) for item in items)
        for future in futures:
            yield future.result()
    except (KeyboardInterrupt, GeneratorExit):
        if stop:
            stop()
        raise
    finally:
        for future in futures:
            future.cancel()


@contextmanager
def _held() -> Iterator[None]:
    """Let Ctrl-C wait: while a process is made, Python may lose it."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
