"""In: nothing. Out: what a check has to say, where, and how it is mended: findings and fixes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, Self

#: How many characters of a message are kept.
LONGEST: Final = 1_000


class Severity(StrEnum):
    """How much a finding weighs; the failing severity of a run is ``error``."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Location(NamedTuple):
    """A place in a file that an editor can open.

    Attributes:
        path: the file as the user named it (``<stdin>`` for standard input).
        line: counted from 1; 0 when the finding is about the file as a whole.
        column: counted in characters (code points) from 1; 0 when unknown.
        end_column: the column after the last character marked, on the same line; 0 when unknown.
        xpath: the element concerned, as an XPath with positions, in local names.
        id: the ``xml:id`` of the element or of its nearest ancestor that has one.
        context: the way to the place from the nearest ``xml:id``, as ``div#w1.I > closer``.
    """

    path: str
    line: int = 0
    column: int = 0
    end_column: int = 0
    xpath: str = ""
    id: str = ""
    context: str = ""


class Edit(NamedTuple):
    """One change of a file; all other bytes stay as they are.

    Attributes:
        path: the file as messages name it.
        start: the first byte that is replaced, from 0, in the file as it is on disk.
        end: the byte after the last one; ``start`` where something is inserted.
        text: what is put there, escaped already; it is written in the encoding of the file.
        line: the line of ``start``, from 1.
        column: the column of ``start``, in code points from 1.
        end_line: the line of ``end``.
        end_column: the column of ``end``.
    """

    path: str
    start: int
    end: int
    text: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


class Fix(NamedTuple):
    """How a finding is mended, by all of its edits or none.

    Attributes:
        title: what is done, as an order: ``write `#h.lf` ``.
        is_safe: whether it can only be right; if not, an editor has to agree.
    """

    title: str
    edits: tuple[Edit, ...]
    is_safe: bool

    @classmethod
    def of(cls, title: str, *edits: Edit | None, is_safe: bool) -> Self | None:
        """A fix; none where one of its edits cannot be made."""
        made = tuple(edit for edit in edits if edit is not None)
        return cls(title, made, is_safe) if made and len(made) == len(edits) else None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an editor should know. Codes are stable and never reused.

    Attributes:
        code: ``group.name``, e.g. ``grammar.unknown-element``.
        message: one sentence that names the cause.
        expected: what is allowed at the place: names, or a class with its members, such as
            ``model.pLike: ab, p``.
        suggestion: the cure in a few words, e.g. ``did you mean `persName`?``.
        source: where the demand comes from: a schema file, a rule, the documentation quoted.
        related: a second place concerned, such as the first use of a duplicated ``xml:id``.
        excerpt: the line of the file at ``location``, of a very long one the part around it;
            empty when there is none to show.
        excerpt_column: the column of the first character of ``excerpt``.
        fix: how it can be mended by the program, where it can.
    """

    code: str
    severity: Severity
    message: str
    location: Location
    expected: tuple[str, ...] = ()
    suggestion: str = ""
    source: str = ""
    related: Location | None = None
    excerpt: str = ""
    excerpt_column: int = 1
    fix: Fix | None = None

    def __post_init__(self) -> None:
        for name in ("message", "suggestion"):  # which quote what files say
            words: str = getattr(self, name)
            if len(words) > LONGEST:
                object.__setattr__(self, name, f"{words[: LONGEST - 1]}…")


class TeiToolsError(Exception):
    """The run itself failed (exit code 2): no file, no schema, a bad option. The text says why."""


class SchemaError(TeiToolsError):
    """A schema that cannot be used; carries what is wrong with it, each with file and line."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(_told, self.findings)))

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)  # so that it comes whole from another process


def _told(finding: Finding) -> str:
    where = finding.location
    place = "".join(f":{number}" for number in (where.line, where.column) if number)
    cure = f"; {finding.suggestion}" if finding.suggestion else ""
    return f"{where.path}{place}: {finding.message}{cure}"


class UnreadableDocumentError(TeiToolsError):
    """A file that is no document, so that nothing else can be said of it; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding

    def __reduce__(self) -> tuple[type[Self], tuple[Finding]]:
        return type(self), (self.finding,)
