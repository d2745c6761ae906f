"""In: files, options and where to write. Out: each file in another format, and what was found.

path → read → Document → view → renderer → bytes + findings
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tei_tools import batch
from tei_tools.model.finding import Finding, TeiToolsError, UnreadableDocumentError
from tei_tools.read import project_root, read_document
from tei_tools.read.files import STDIN
from tei_tools.transform import FORMATS, TransformOptions, render
from tei_tools.write import write_atomically

from .registers import lookup_for

if TYPE_CHECKING:
    from .options import ValidationOptions


#: The format that is made of JSON, and not of TEI.
BACK: Final = "tei"
#: The format of which several files are one, when one stands after the other.
LINES: Final = "jsonl"


def source_ending(to: str) -> str:
    """The ending of the files, in a folder, that are transformed to a format."""
    return FORMATS["json"].ending if to == BACK else ".xml"


class Task(NamedTuple):
    """One file to transform, and where the result goes (None: back to the caller)."""

    source: Path
    output: Path | None


class Result(NamedTuple):
    """What became of a file: its findings, and its bytes where they were not written.

    Attributes:
        is_written: there is a file of it now.
    """

    source: Path
    findings: tuple[Finding, ...]
    data: bytes | None = None
    is_written: bool = False


def plan(
    named: Sequence[Path],
    files: Sequence[Path],
    output: Path | None,
    to: str,
) -> list[Task]:
    """Decide where each file goes, before anything is written.

    Args:
        named: the files and folders as the user named them.
        files: the files that these are.
        output: the file or folder to write to.
        to: the name of the format.

    Raises:
        TeiToolsError: several files and no folder (or one file, for text), two files for one
            place, or an input as output.
    """
    if output is None:
        if len(files) > 1 and to != LINES:
            raise TeiToolsError(f"{len(files)} files: name a folder to write them to with -o")
        return [Task(file, None) for file in files]
    ending = ".xml" if to == BACK else FORMATS[to].ending
    if to == "text" and len(files) > 1 and output.suffix == ending and not output.is_dir():
        _check_places([Task(file, output) for file in files[:1]], files)
        return [Task(file, None) for file in files]  # for `write_together`
    is_single = len(files) == 1 and not named[0].is_dir() and not output.is_dir()
    if is_single and not str(output).endswith(("/", "\\")):
        tasks = [Task(files[0], output)]
    else:
        tasks = [Task(file, output / _relative(file, named).with_suffix(ending)) for file in files]
    _check_places(tasks, files)
    return tasks


def _check_places(tasks: Sequence[Task], files: Sequence[Path]) -> None:
    """Whether every file has a place of its own, and none is an input."""
    inputs = {file.resolve(): file for file in files if file != STDIN}
    taken: dict[Path, Path] = {}
    for task in tasks:
        assert task.output is not None
        place = task.output.resolve()
        if place in inputs:
            raise TeiToolsError(f"{task.output}: an input, which is never overwritten")
        if place in taken:
            raise TeiToolsError(f"{task.source} and {taken[place]} would both be {task.output}")
        taken[place] = task.source


def _relative(file: Path, named: Sequence[Path]) -> Path:
    """The place of a file below the folder that named it, or its bare name."""
    if file == STDIN:
        return Path("stdin.xml")
    folders = [path for path in named if path.is_dir() and file.is_relative_to(path)]
    return file.relative_to(folders[0]) if folders else Path(file.name)


def transform_files(
    tasks: Sequence[Task],
    to: str,
    options: TransformOptions,
    *,
    checks: ValidationOptions | None = None,
    jobs: int = 1,
) -> Iterator[Result]:
    """Transform files one by one; results come in the order of the tasks.

    Args:
        tasks: the files, and where each goes.
        to: the name of a format, or ``tei``.
        options: how to transform.
        checks: how TEI that is made of edited JSON is validated.
        jobs: over how many processes.

    Raises:
        TeiToolsError: a file cannot be read or written.
    """
    if to == BACK:
        from .options import ValidationOptions
        from .restoration import restore_file

        back = partial(restore_file, checks=checks or ValidationOptions(), options=options)
        yield from batch.run(partial(_written, make=back), tasks, jobs=jobs)
        return
    yield from batch.run(partial(transform_file, to=to, options=options), tasks, jobs=jobs)


def write_together(output: Path, pieces: Sequence[bytes], options: TransformOptions) -> None:
    """Write texts to one file, parted by a blank line, or by none where a line is a block.

    Raises:
        TeiToolsError: the file cannot be written.
    """
    write_atomically(output, (b"" if options.one_line_per else b"\n").join(filter(None, pieces)))


def transform_file(task: Task, to: str, options: TransformOptions) -> Result:
    """Transform one file and write it, whole or not at all.

    Raises:
        TeiToolsError: the file cannot be read or written.
    """
    try:
        document = read_document(task.source)
    except UnreadableDocumentError as error:
        return Result(task.source, (error.finding,))
    project = project_root(task.source).resolve()
    rendering = render(
        document,
        to=to,
        options=options,
        lookup=lookup_for(document, project),
        page_of=partial(page_of, task.source, project),
    )
    return _put(task, Result(task.source, rendering.findings, rendering.data))


def page_of(source: Path, project: Path, path: str) -> str:
    """The address of the page of another file of the project, as the page of ``source`` has it.

    Pages lie to each other as their files do. There is none of a file outside the project, or of
    one that is no XML or not there.
    """
    other = Path(path)
    try:
        is_inside = other.resolve().is_relative_to(project) and other.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return ""
    if not is_inside or other.suffix != ".xml":
        return ""
    relative = Path(os.path.relpath(other, source.parent))
    return relative.with_suffix(FORMATS["html"].ending).as_posix()


def _written(task: Task, make: Callable[[Task], Result]) -> Result:
    return _put(task, make(task))


def _put(task: Task, result: Result) -> Result:
    """Write what was made, unless it goes back to the caller."""
    if task.output is None or result.data is None:
        return result
    write_atomically(task.output, result.data)
    return result._replace(data=None, is_written=True)
