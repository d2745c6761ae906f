"""``tei-tools rename-id``: rename an xml:id, and every pointer to it, in all files."""

from pathlib import Path
from typing import Annotated

import typer

from tei_tools.model.wording import counted
from tei_tools.settings import load_settings

from .options import Paths, Quiet, ShowDiff, files_of


def rename_id(
    old: Annotated[str, typer.Argument(help="The xml:id; FILE#ID where several files have it.")],
    new: Annotated[str, typer.Argument(help="Its new name.")],
    paths: Paths = None,
    diff: ShowDiff = False,
    quiet: Quiet = False,
) -> None:
    """Rename an xml:id and every pointer to it, in all files or in none.

    Pointers are found wherever they stand: #id, file.xml#id, and by the prefixes that headers
    declare. Nothing else in the files changes. All files that may point to it have to be named, or
    lie in the project.

    \b
    Examples:
      tei-tools rename-id h.lf h.fotieva --diff   what would be changed
      tei-tools rename-id h.lf h.fotieva          in the project's files
      tei-tools rename-id a.xml#p1 p2 letters/    of several files that have it
    """
    from tei_tools.flows.fixing import diff as diff_of
    from tei_tools.flows.fixing import write_all
    from tei_tools.flows.renaming import rename_id as rename

    files = files_of(paths, load_settings(Path.cwd()))
    renamed = rename(old, new, files)
    for each in renamed if diff else ():
        for line in diff_of(each.path, each.before, each.after):
            typer.echo(line)
    if not diff:
        write_all([(each.path, each.before, each.after) for each in renamed])
    if not quiet:
        places = counted(sum(each.places for each in renamed), "place")
        did = "would be changed" if diff else "changed"
        typer.echo(f"tei-tools: {places} in {counted(len(renamed), 'file')} {did}", err=True)
