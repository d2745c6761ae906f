"""In: files and options. Out: the same files mended, byte for byte the same but for the edits told.

validate → choose the fixes that do not overlap → edit → validate → … until nothing is left to mend.
Each file is mended for itself; what it includes is mended where that file is named itself.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from tei_tools import batch
from tei_tools.model.edits import edited, overlap
from tei_tools.model.finding import Edit, Finding, Fix, Location, Severity, TeiToolsError
from tei_tools.read import display_path, read_bytes
from tei_tools.write import write_atomically

from .checking import forget_files
from .file_report import FileReport
from .options import ValidationOptions
from .validation import validate_file

#: How often a file is mended and looked at again: a fix may make room for another.
ROUNDS: Final = 10
#: How often a file is checked in one round, to find the fixes that make it worse.
TRIED: Final = 40
_NUMBERS = re.compile(r"\d[\d,]*")


class Fixed(NamedTuple):
    """A file that has been mended, in memory.

    Attributes:
        before: its bytes as they are on disk.
        after: its bytes as they should be.
        rounds: what was done, one after the other; places are those in the bytes before a round.
        report: what is still wrong.
    """

    path: Path
    before: bytes
    after: bytes
    rounds: tuple[tuple[Fix, ...], ...]
    report: FileReport

    @property
    def mended(self) -> int:
        """How many findings were mended."""
        return sum(map(len, self.rounds))


def fix_files(
    paths: Sequence[Path], options: ValidationOptions, *, unsafe: bool = False, jobs: int = 1
) -> Iterator[Fixed]:
    """Mend files in memory; nothing is written.

    Args:
        unsafe: whether fixes that an editor has to agree to are made too.

    Raises:
        TeiToolsError: a file or schema cannot be read.
    """
    return batch.run(partial(fix_file, options=options, unsafe=unsafe), paths, jobs=jobs)


def fix_file(path: Path, options: ValidationOptions, *, unsafe: bool = False) -> Fixed:
    """Mend one file in memory. For arguments and errors see `fix_files`."""
    before = data = read_bytes(path)
    report = validate_file(path, options, data=data)
    rounds: list[tuple[Fix, ...]] = []
    refused: list[Fix] = []
    for _ in range(ROUNDS):
        offered = _offered(report.findings, display_path(path), unsafe=unsafe)
        fixes = _compatible(offered)
        made, (data, report) = _made(path, options, data, report, fixes)
        refused = [fix for fix in fixes if fix not in made]
        if not made:
            break
        rounds.append(tuple(made))
    if refused:
        report = report._replace(
            findings=(*report.findings, *map(partial(_refused, path), refused))
        )
    forget_files()  # what was tried is not what is on disk
    return Fixed(path, before, data, tuple(rounds), report)


def _made(
    path: Path, options: ValidationOptions, data: bytes, report: FileReport, fixes: list[Fix]
) -> tuple[list[Fix], tuple[bytes, FileReport]]:
    """The fixes that leave the file no worse, and the file after them, with its report."""
    tries = iter(range(TRIED))

    def attempt(chosen: Sequence[Fix]) -> tuple[bytes, FileReport] | None:
        after = edited(data, chain.from_iterable(fix.edits for fix in chosen))
        told = validate_file(path, options, data=after)
        return None if _errors(told) - _errors(report) else (after, told)

    def good(chosen: list[Fix]) -> list[Fix]:
        """Of some fixes those that do no harm; found by halves, since there are few bad ones."""
        if next(tries, None) is None:
            return []
        if attempt(chosen):
            return chosen
        middle = len(chosen) // 2
        return good(chosen[:middle]) + good(chosen[middle:]) if middle else []

    if not fixes:
        return [], (data, report)
    if result := attempt(fixes):
        return fixes, result
    middle = len(fixes) // 2
    made = good(fixes[:middle]) + good(fixes[middle:]) if middle else []
    if made and (result := attempt(made)):
        return made, result
    return [], (data, report)


def _errors(report: FileReport) -> Counter[tuple[str, str]]:
    """The errors of a file, so that the same one is the same after an edit."""
    return Counter(
        (finding.code, _NUMBERS.sub("0", finding.message))
        for finding in report.findings
        if finding.severity is Severity.ERROR
    )


def _offered(findings: Iterable[Finding], path: str, *, unsafe: bool) -> Iterator[Fix]:
    """The fixes of findings that change one file alone."""
    for finding in findings:
        fix = finding.fix
        if fix and (fix.is_safe or unsafe) and all(edit.path == path for edit in fix.edits):
            yield fix


def _compatible(fixes: Iterable[Fix]) -> list[Fix]:
    """Of fixes that overlap the first."""
    chosen: list[Fix] = []
    edits: list[Edit] = []
    for fix in fixes:
        if not any(overlap(one, other) for one in fix.edits for other in edits):
            chosen.append(fix)
            edits += fix.edits
    return chosen


def _refused(path: Path, fix: Fix) -> Finding:
    edit = fix.edits[0]
    return Finding(
        "fixes.conflict",
        Severity.WARNING,
        f"not mended ({fix.title}), since new errors would come of it",
        Location(display_path(path), edit.line, edit.column, edit.column),
        suggestion="mend it by hand",
    )


def write_all(files: Sequence[tuple[Path, bytes, bytes]]) -> None:
    """Write files that were changed, all or none.

    Args:
        files: of each the path, its bytes as they were read, and the new ones.

    Raises:
        TeiToolsError: one cannot be written, or was changed in the meantime.
    """
    targets = [(path.resolve(), before, after) for path, before, after in files]  # through links
    for target, before, _ in targets:
        if read_bytes(target) != before:
            raise TeiToolsError(f"{target}: changed while it was mended; nothing was written")
        if not os.access(target, os.W_OK):
            raise TeiToolsError(f"{target}: cannot be written: permission denied")
    written: list[tuple[Path, bytes]] = []
    try:
        for target, before, after in targets:
            write_atomically(target, after)
            written.append((target, before))
    except BaseException:
        for target, before in written:
            write_atomically(target, before)
        raise


def diff(path: Path, before: bytes, after: bytes) -> Iterator[str]:
    """The lines of a file that were changed, as a unified diff of its text."""
    from difflib import unified_diff

    from tei_tools.model.positions import encoding_of

    old, new = (data.decode(encoding_of(data), "replace").split("\n") for data in (before, after))
    shown = display_path(path)
    yield from unified_diff(old, new, shown, shown, lineterm="")
