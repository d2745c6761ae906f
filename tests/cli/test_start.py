"""What a command does not need is not loaded: a run that finds nothing wrong starts in a blink."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import ForwardRef

import pytest

from tests.oracles import ROOT

#: Modules that a valid file, by a schema that is known already, has no use for.
UNUSED = """
    tei_tools.grammar.compile tei_tools.grammar.explain tei_tools.grammar.guess
    tei_tools.grammar.read_rng tei_tools.model.vocabularies tei_tools.odd tei_tools.read.large
    tei_tools.read.malformed tei_tools.transform tei_tools.xsd concurrent.futures html.entities
    http.client rich socket tempfile urllib.request xmlschema
""".split()
PROGRAM = """
import sys
from tei_tools.cli import main
sys.argv[:] = ["tei-tools", "validate", "--quiet", "tei"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    cache = str(tmp_path_factory.mktemp("cache"))
    for _ in range(2):  # the first run fills the cache
        result = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={"PATH": "", "TEI_TOOLS_CACHE": cache},
            capture_output=True,
            text=True,
            check=True,
        )
    return set(result.stdout.split())


@pytest.mark.parametrize("module", UNUSED)
def test_valid_file_does_not_load(module: str, loaded: set[str]) -> None:
    assert module not in loaded


@pytest.mark.parametrize(
    "module",
    """cache codes settings model.pointers model.selection read.xinclude rules.facts
    transform.entries transform.header transform.pointers transform.standoff transform.text
    transform.units""".split(),
)
def test_fields_of_what_every_start_makes_are_not_compiled(module: str) -> None:
    made = [
        value
        for value in vars(import_module(f"tei_tools.{module}")).values()
        if hasattr(value, "_fields") and value.__module__ == f"tei_tools.{module}"
    ]
    assert made
    for value in made:
        kinds = value.__annotations__.values()
        assert not any(isinstance(kind, ForwardRef) for kind in kinds), value
