"""Run many inputs, and say what came of them.

``python -m tests.fuzz.run --inputs 100000 --jobs 2`` is a long run of an hour or more.

``--only NUMBER`` runs one input in this process; ``--write NUMBER`` writes it to standard output.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from .guard import Outcome, outcomes
from .inputs import make, run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", type=int, help="run one, in this process")
    parser.add_argument("--write", type=int, help="write one to standard output")
    options = parser.parse_args()
    if options.write is not None:
        sys.stdout.buffer.write(make(options.write).data)
        return 0
    if options.only is not None:
        spoilt = make(options.only)
        print(spoilt.name)
        with tempfile.TemporaryDirectory() as folder:
            print(run(spoilt, Path(folder)))
        return 0
    numbers = range(options.first, options.first + options.inputs)
    return _report(numbers, options.jobs)


def _report(numbers: range, jobs: int) -> int:
    started = time.monotonic()
    results: Counter[str] = Counter()
    failures: dict[str, list[Outcome]] = {}
    slowest: list[Outcome] = []
    for outcome in outcomes(numbers, jobs):
        results[outcome.result] += 1
        slowest = sorted([*slowest, outcome], key=lambda each: -each.seconds)[:5]
        if outcome.failure:
            known = failures.setdefault(_kind(outcome.failure), [])
            known.append(outcome)
            if len(known) == 1:
                print(f"\nFAILED {outcome.failure}", flush=True)
        if results.total() % 5_000 == 0:
            print(f"… {results.total()} in {time.monotonic() - started:.0f} s", flush=True)
    print(f"\n{results.total()} inputs in {time.monotonic() - started:.0f} s")
    for result, count in sorted(results.items()):
        print(f"{count:>8}  {result}")
    print("slowest:", *(f"{each.number} ({each.seconds:.1f} s)" for each in slowest))
    for kind, those in failures.items():
        examples = " ".join(str(each.number) for each in those[:8])
        print(f"{len(those):>8}  {kind}: {examples}")
    return 1 if failures else 0


def _kind(failure: str) -> str:
    """What failures with one cause have in common: the last place of ours, and the exception."""
    places = re.findall(r'File "[^"]*?(tei_tools/[^"]*)", line (\d+)', failure)
    last = failure.strip().splitlines()[-1].partition(":")[0]
    return f"{last} at {':'.join(places[-1])}" if places else failure.splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
