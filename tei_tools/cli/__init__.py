"""The command line: one file a command, arguments in, exit code out.

0: nothing wrong; 1: findings; 2: the run itself failed; 130: it was ended by Ctrl-C. The modules of
this room evaluate their annotations at once, since typer reads them at every start and would have
to compile them first.
"""

import gc
import os
import sys

#: After how many new objects Python searches for garbage; a short run makes fewer, and none of it.
COLLECTED = 100_000


def main() -> None:
    """Run the command line; every failure of the run ends in one sentence and exit code 2."""
    gc.set_threshold(COLLECTED)
    try:
        from tei_tools.model.finding import TeiToolsError

        from .app import app  # only now: loading makes more objects than many a run
    except KeyboardInterrupt:
        sys.exit(130)
    try:
        app()
    except TeiToolsError as error:
        print(f"tei-tools: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    finally:
        gc.freeze()  # the process ends here: memory need not be searched for garbage once more
