"""In: findings. Out: the text that an editor reads, one block a finding, place first.

tei/letter.xml:57:12: error[grammar.unknown-element]: `perName` is not an element of this schema
   57 │   <signed><perName ref="#lenin">Lenin</perName></signed>
      │            ^^^^^^^ did you mean `persName`?
  in: div#w1.I > closer > signed          schemas/last-works.xsd
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from tei_tools.model.finding import Finding, Location, Severity
from tei_tools.model.wording import LISTED, counted

#: The width that excerpts are cut to, and how much of it stands before the place.
WIDTH = 100
BEFORE = 60
#: From how many members on a class is told by its name and their number alone.
LARGE = 5

Style = Callable[[str, str], str]


def plain(text: str, _style: str) -> str:
    """No colours."""
    return text


def text_report(
    findings: Iterable[Finding], style: Style = plain, *, verbose: bool = False
) -> Iterator[str]:
    """Each finding as a block of lines, without a line end after the last.

    Args:
        style: given a text and the name of its part (``error``, ``warning``, ``info``, ``place``,
            ``dim``), returns the text in the colours of the terminal.
        verbose: whether everything that is allowed at a place is named, not some of it.
    """
    for finding in findings:
        yield "\n".join(_block(finding, style, verbose))


def _block(finding: Finding, style: Style, verbose: bool) -> Iterator[str]:
    severity = finding.severity.value
    yield (
        f"{style(place(finding.location), 'place')}: "
        f"{style(f'{severity}[{finding.code}]', severity)}: {finding.message}"
    )
    hint = finding.suggestion
    if finding.location.line and finding.excerpt.strip():
        yield from _excerpt(finding, hint, style)
    elif hint:
        yield f"      {hint}"
    if finding.expected:
        yield f"  {style('allowed here:', 'dim')} {allowed(finding.expected, verbose=verbose)}"
    if finding.related is not None:
        yield f"  {style('see also:', 'dim')} {place(finding.related)}"
    where = f"in: {finding.location.context}" if finding.location.context else ""
    if where or finding.source:
        yield f"  {style(f'{where:<39}  {finding.source}'.strip(), 'dim')}"


def _excerpt(finding: Finding, hint: str, style: Style) -> Iterator[str]:
    location = finding.location
    line = finding.excerpt.replace("\t", " ")
    column = max(location.column - finding.excerpt_column, 0)
    start = max(0, column - BEFORE) if len(line) > WIDTH else 0
    shown = ("…" if start else "") + line[start : start + WIDTH]
    shown += "…" if start + WIDTH < len(line) else ""
    number = f"{location.line:>7}"
    yield f"{style(f'{number} │', 'dim')} {shown}"
    if location.column:
        before = cells(line[start:column]) + (1 if start else 0)
        length = max(location.end_column - location.column, 1)
        marked = cells(line[column : column + length]) or 1
        room = max(1, min(marked, WIDTH - before))
        carets = style("^" * room, finding.severity.value)
        yield f"{style(' ' * 7 + ' │', 'dim')} {' ' * before}{carets} {hint}".rstrip()
    elif hint:
        yield f"{style(' ' * 7 + ' │', 'dim')} {hint}"


def cells(text: str) -> int:
    """How many cells of a terminal a text takes (wide characters two, combining ones none)."""
    import unicodedata  # loaded only where something is shown

    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def allowed(names: tuple[str, ...], *, verbose: bool = False) -> str:
    """The names and classes that are allowed, at most `LISTED` of them, or all."""
    shown = names if verbose else tuple(map(_entry, names[:LISTED]))
    mark = "; " if any(":" in name for name in names[: len(shown)]) else ", "
    rest = len(names) - len(shown)
    return mark.join(shown) + (f" and {rest} more" if rest > 0 else "")


def _entry(entry: str) -> str:
    """A name, or a class with its members (``model.pLike: ab, p``), their number if many."""
    name, colon, members = entry.partition(": ")
    count = members.count(",") + 1
    return f"{name} ({count} elements)" if colon and count >= LARGE else entry


def place(location: Location) -> str:
    """``path:line:column`` as terminals and editors make it a link."""
    numbers = [n for n in (location.line, location.column) if n]
    return ":".join([location.path, *map(str, numbers)])


def summary_line(
    files: int, findings: Iterable[Finding], schemas: Iterable[str], *, tells_validity: bool = True
) -> str:
    """One line that says how it went: ``11 files valid (schemas/last-works.xsd)``.

    Args:
        tells_validity: whether a file without findings is valid; else some were not to be told.
    """
    counts = Counter(finding.severity for finding in findings)
    against = ", ".join(sorted({schema for schema in schemas if schema}))
    suffix = f" ({against})" if against else ""
    if not counts[Severity.ERROR] and not counts[Severity.WARNING]:
        verdict = "valid" if tells_validity else "checked: nothing to tell"
        return f"{counted(files, 'file')} {verdict}{suffix}"
    told = ", ".join(
        counted(counts[severity], severity.value)
        for severity in (Severity.ERROR, Severity.WARNING)
        if counts[severity]
    )
    return f"{counted(files, 'file')} checked: {told}{suffix}"
