"""In: findings. Out: how many there are of each code, the most frequent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from tei_tools.codes import Code
from tei_tools.model.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Row:
    """The findings of one code and severity.

    Attributes:
        files: in how many files they are.
        fixable: how many can be mended by the program.
        title: what the code means; empty where it is not known.
    """

    code: str
    severity: Severity
    count: int
    files: int
    fixable: int
    title: str


def statistics(findings: Iterable[Finding], codes: Mapping[str, Code]) -> list[Row]:
    """A row for each code and severity."""
    counts: Counter[tuple[str, Severity]] = Counter()
    fixable: Counter[tuple[str, Severity]] = Counter()
    files: dict[tuple[str, Severity], set[str]] = {}
    for finding in findings:
        key = finding.code, finding.severity
        counts[key] += 1
        fixable[key] += finding.fix is not None
        files.setdefault(key, set()).add(finding.location.path)
    rows = [
        Row(
            *key,
            count,
            len(files[key]),
            fixable[key],
            codes[key[0]].title if key[0] in codes else "",
        )
        for key, count in counts.items()
    ]
    return sorted(rows, key=lambda row: (-row.count, row.code, row.severity))


def statistics_table(rows: Iterable[Row]) -> Iterator[str]:
    """A line for each row: count, severity and code, files, what it means."""
    for row in rows:
        files = f"{row.files} file{'' if row.files == 1 else 's'}"
        fixable = f", {row.fixable} with a fix" if row.fixable else ""
        head = f"{row.count:>7}  {f'{row.severity}[{row.code}]':<38}"
        yield f"{head} {files:>11}  {row.title}{fixable}".rstrip()


def statistics_json(rows: Iterable[Row]) -> str:
    """The rows as JSON text (``tei-tools-statistics/1``)."""
    import json

    told = [asdict(row) for row in rows]
    report = {"format": "tei-tools-statistics/1", "codes": told}
    return json.dumps(report, ensure_ascii=False, indent=2)
