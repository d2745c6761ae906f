"""Time whole commands, each in a new process, beside a peer that does comparable work.

In: nothing (it works on the edition). Out: a table of medians, peak memory and ratios on standard
output. Nothing passes or fails here: machines differ, and ratios taken in one run say most.

    python tests/bench/bench.py [RUNS]
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SCRIPTS = Path(sysconfig.get_path("scripts"))
#: Python keeps byte code, as it does for an installed program; our schemas are kept too.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
XSD = "schemas/last-works.xsd"
ONE = "tei/works/01-letter-to-the-congress.xml"
EDITION = [str(p.relative_to(ROOT)) for p in sorted(ROOT.glob("tei/**/*.xml"))]
ITERTEXT = (
    "import sys; from lxml import etree\n"
    "for f in sys.argv[1:]: print(''.join(etree.parse(f).getroot().itertext()))"
)


@dataclass(slots=True)
class Command:
    """A command to time: its name in the table, its words, and what its runs took."""

    name: str
    words: Sequence[str]
    seconds: list[float] = field(default_factory=list)
    megabytes: float = 0.0

    def run(self) -> None:
        """Run once in a new process and note the wall time and the peak memory."""
        with open(os.devnull, "wb") as sink:  # noqa: PTH123
            begun = time.perf_counter()
            process = subprocess.Popen(
                self.words, cwd=ROOT, stdout=sink, stderr=sink, env=ENVIRONMENT
            )
            _, status, usage = os.wait4(process.pid, 0)
            self.seconds.append(time.perf_counter() - begun)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{self.name}: exit code {process.returncode}: {self.words}")
        self.megabytes = max(self.megabytes, usage.ru_maxrss / 1024)


def comparisons(output: Path) -> list[list[Command]]:
    """Groups of commands that do comparable work; the first of a group is ours."""
    ours = [str(SCRIPTS / "tei-tools")]
    python = [sys.executable, "-c"]
    validate = [*ours, "validate", "--quiet"]
    floor = Command("python with lxml, doing nothing", [*python, "import lxml.etree"])
    groups = [
        [
            Command("validate the edition", [*validate, "tei"]),
            *_xmllint("the edition", ["--xinclude", *EDITION]),
            *_xmlschema("the edition", [f for f in EDITION if not f.endswith("corpus.xml")]),
        ],
        [
            Command("validate one file", [*validate, ONE]),
            *_xmllint("one file", [ONE]),
            *_xmlschema("one file", [ONE]),
        ],
    ]
    for to in ("text", "html", "json"):
        words = [*ours, "transform", "--quiet", "--to", to]
        groups.append(
            [
                Command(f"transform the edition to {to}", [*words, "tei", "-o", str(output / to)]),
                Command("itertext, one line of Python", [*python, ITERTEXT, *EDITION]),
                floor,
            ]
        )
    return groups


def _xmllint(what: str, words: Sequence[str]) -> list[Command]:
    found = shutil.which("xmllint")
    command = [str(found), "--noout", "--schema", XSD, *words]
    return [Command(f"xmllint --schema, {what}", command)] if found else []


def _xmlschema(what: str, files: Sequence[str]) -> list[Command]:
    command = [str(SCRIPTS / "xmlschema-validate"), "--schema", XSD, *files]
    return [Command(f"xmlschema-validate, {what}", command)]


def main() -> None:
    """Run every group in turn, its commands one after the other, and print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'':44}{'median':>9}{'memory':>9}{'ours is':>12}")
        for group in comparisons(Path(folder)):
            for number in range(runs + 1):
                for command in group:
                    command.run()
                    if number == 0:
                        command.seconds.clear()  # the first run fills the caches
            ours = statistics.median(group[0].seconds)
            for command in group:
                median = statistics.median(command.seconds)
                ratio = "" if command is group[0] else f"{ours / median:9.2f} ×"
                figures = f"{median * 1000:6.0f} ms{command.megabytes:6.0f} MB"
                print(f"{command.name:44}{figures}{ratio:>12}")
            print()


if __name__ == "__main__":
    main()
