"""In: nothing. Out: what rules on several files know of each, and what they conclude from all.

Such a rule has no ``check``: its ``facts`` are taken from each file, in whatever process, and its
``conclude`` is asked once, with the facts of all files of the run.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from .context import Context
    from .rule import Elements, Options


class Fact(NamedTuple):
    """Something that a file says; plain, so that it can be kept and sent to other processes.

    Attributes:
        kind: what it is, for the rule that takes and uses it.
        number: of the element that says so, in its document.
        file: the path of the file that the element was written in.
        id: an ``xml:id`` in that file.
        to_file: the path of another file.
        to_id: an ``xml:id`` in that.
    """

    kind: str
    number: int
    file: str
    id: str
    to_file: str = ""
    to_id: str = ""


#: The facts of each document of a run, by its path; documents without any are there too.
Facts: TypeAlias = Mapping[str, Sequence[Fact]]


class Conclusion(NamedTuple):
    """A problem that the facts of all files show.

    Attributes:
        path: of the document.
        number: the element concerned.
        message: one sentence that names the cause.
        attribute: the Clark name of the attribute whose value is meant.
        suggestion: the cure in a few words.
    """

    path: str
    number: int
    message: str
    attribute: str = ""
    suggestion: str = ""


TakeFacts: TypeAlias = "Callable[[Elements, Context], Iterator[Fact]]"
Conclude: TypeAlias = "Callable[[Facts, Options], Iterator[Conclusion]]"
