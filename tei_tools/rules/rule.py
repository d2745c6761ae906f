"""In: nothing. Out: what a rule is, and what it has to say.

A rule stands in a file of its own, ``group/name.py``: its `Rule` as ``RULE``, and a function
``check``, which is given the elements that the rule looks at, in document order, and yields
problems. What it looks at stands in the table of all rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from lxml import etree

from tei_tools.model.finding import Severity

from .table import LOOKS_AT, SELECTED

if TYPE_CHECKING:
    from tei_tools.model.document import Document
    from tei_tools.model.finding import Fix

    from .context import Context

#: The values that options may have.
Value: TypeAlias = str | int | bool | tuple[str, ...]
#: The options of a project, by the codes of rules.
Options: TypeAlias = Mapping[str, Mapping[str, Value]]


class Option(NamedTuple):
    """What a project may set for a rule.

    Attributes:
        default: its value where nobody sets it; values are of the same type.
        meaning: what it does, in a few words.
        choices: the values that it may have, when they are few.
    """

    name: str
    default: Value
    meaning: str
    choices: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """What a value is: ``text``, ``number``, ``true or false``, ``list of texts``."""
        types = {str: "text", int: "number", bool: "true or false", tuple: "list of texts"}
        return types[type(self.default)]


class Rule(NamedTuple):
    """One rule, for people.

    Attributes:
        code: ``group.name``, which also is its file; never reused.
        name: what is wrong where it finds something, in a few words.
        reason: why editors care, in a sentence or two.
        source: where the demand comes from: a section of the TEI Guidelines, a standard.
        bad: TEI in which it finds something, and no other default rule does.
        good: the same done well.
        fixes: whether some of its findings can be mended by the program.
    """

    code: str
    name: str
    reason: str
    source: str
    bad: str
    good: str
    severity: Severity = Severity.WARNING
    options: tuple[Option, ...] = ()
    fixes: bool = False

    @property
    def is_default(self) -> bool:
        """Whether it is on where nobody says anything."""
        return self.code not in SELECTED

    @property
    def looks_at(self) -> tuple[str, ...]:
        """What it looks at, as the table of all rules has it."""
        return tuple(LOOKS_AT[self.code].split())

    def value(self, option: str, options: Options) -> Any:
        """The value of an option of this rule in a project."""
        own = options.get(self.code, {})
        if option in own:
            return own[option]
        return next(each.default for each in self.options if each.name == option)


class Stretch(NamedTuple):
    """A stretch of the text directly inside an element, as `Document.edit_words` has it.

    Attributes:
        after: how many child elements come before the text.
        start: where it begins in that text, in code points from 0.
        end: where it ends.
    """

    after: int
    start: int
    end: int

    def part(self, start: int, end: int) -> Stretch:
        """A part of it, by offsets in it."""
        return Stretch(self.after, self.start + start, self.start + end)


class Problem(NamedTuple):
    """What a rule has found, and where.

    Attributes:
        element: the element concerned; it is told at its start tag, when nothing else is named.
        message: one sentence that names the cause.
        attribute: the Clark name of the attribute whose value is meant.
        token: the part of that value that is meant.
        stretch: the text that is meant.
        end: whether the end tag is meant.
        suggestion: the cure in a few words.
        related: a second element concerned.
        severity: how much it weighs, where not as much as the rule's.
        fix: makes the fix, where there is one.
    """

    element: etree._Element
    message: str
    attribute: str = ""
    token: str = ""
    stretch: Stretch | None = None
    end: bool = False
    suggestion: str = ""
    related: etree._Element | None = None
    severity: Severity | None = None
    fix: Callable[[Document], Fix | None] | None = None


Elements: TypeAlias = Sequence[etree._Element]
Problems: TypeAlias = Iterator[Problem]
#: Looks at elements, and yields what is wrong.
Check: TypeAlias = Callable[[Elements, "Context"], Problems]
