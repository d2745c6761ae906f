"""In: the corpora folder. Out: the schemas that readers and writers are tried with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.oracles import corpora

from .test_conformance import cases, content, write_files


@pytest.fixture(scope="session")
def real_schemas(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The TEI's schemas, and every correct one of the specification's suite, by unlike names."""
    folder = tmp_path_factory.mktemp("real")
    files = [
        Path(shutil.copy(corpora() / f"tei-p5/{name}.rng", folder))
        for name in ("tei_all", "tei_lite", "tei_simplePrint")
    ]
    for number, case in enumerate(cases()):
        for schema in case.iterchildren("correct"):
            write_files(case, folder / str(number))
            files.append(folder / str(number) / f"case{number}.rng")
            files[-1].write_bytes(content(schema))
    return files
