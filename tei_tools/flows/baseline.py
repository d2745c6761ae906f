"""In: a file of known findings, and findings. Out: those that are new; or the file, written anew.

A finding is known by its file, code, message and the way to it from the nearest ``xml:id``, and by
how many there are of the same; not by its line, which moves.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable
from os.path import relpath
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from tei_tools.model.finding import Finding, TeiToolsError
from tei_tools.write import write_atomically

FORMAT: Final = "tei-tools-baseline/1"
#: The file, where nobody names another.
NAME: Final = "tei-tools-baseline.json"
_LINES = re.compile(r"\bline \d+")


class Key(NamedTuple):
    """What a finding is known by; ``file`` is relative to the folder of the baseline."""

    file: str
    code: str
    message: str
    near: str


class Baseline:
    """The findings that are known, and those of them that have not been met again."""

    def __init__(self, path: Path, known: Counter[Key]) -> None:
        self.path = path
        self._known = known
        self._left = known.copy()
        self._files: set[str] = set()

    def new(self, file: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Those of the findings of a file that are not known."""
        self._files.add(self._name(file))
        return tuple(finding for finding in findings if not self._meets(finding))

    def _meets(self, finding: Finding) -> bool:
        key = self._key(finding)
        self._left[key] -= 1
        return self._left[key] >= 0

    def gone(self) -> int:
        """How many known findings of the files that were checked have not been met again."""
        return sum(
            count for key, count in self._left.items() if count > 0 and key.file in self._files
        )

    def write(self, files: Collection[str], findings: Iterable[Finding]) -> int:
        """Write the baseline with these findings in place of the known ones of these files.

        Returns how many findings it has then.

        Raises:
            TeiToolsError: it cannot be written.
        """
        found = Counter(map(self._key, findings))
        replaced = {self._name(file) for file in files} | {key.file for key in found}
        found.update({key: n for key, n in self._known.items() if key.file not in replaced})
        lines = [
            json.dumps({**key._asdict(), "count": found[key]}, ensure_ascii=False)
            for key in sorted(found)
        ]
        body = ",\n    ".join(lines)
        listed = f"[\n    {body}\n  ]" if lines else "[]"
        text = f'{{\n  "format": "{FORMAT}",\n  "findings": {listed}\n}}\n'
        write_atomically(self.path, text.encode())
        return found.total()

    def _key(self, finding: Finding) -> Key:
        at = finding.location
        message = _LINES.sub("line …", finding.message)
        return Key(self._name(at.path), finding.code, message, at.context or at.id)

    def _name(self, path: str) -> str:
        return PurePath(relpath(path, self.path.parent)).as_posix()


def load_baseline(path: Path, *, is_new: bool = False) -> Baseline:
    """A baseline that was written before.

    Args:
        is_new: whether it is about to be written, so that it need not be there.

    Raises:
        TeiToolsError: it is not there, or no baseline.
    """
    if is_new and not path.exists():
        return Baseline(path, Counter())
    cure = f"write it with --baseline {path} --write-baseline"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise ValueError
        known = Counter(
            {
                Key(*(str(each[name]) for name in Key._fields)): int(each["count"])
                for each in content["findings"]
            }
        )
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TeiToolsError(f"{path}: the baseline cannot be read: {reason}; {cure}") from None
    except (ValueError, LookupError, TypeError, RecursionError):
        raise TeiToolsError(f"{path}: this is no baseline of tei-tools; {cure}") from None
    return Baseline(path, known)
