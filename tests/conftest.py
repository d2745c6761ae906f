"""Settings of all tests: what hypothesis makes up is the same in every run; no cache is shared."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("settled", derandomize=True, deadline=None)
settings.load_profile("settled")
os.environ["TEI_TOOLS_CACHE"] = "off"  # compiled schemas of other runs are not what is tested


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--accept`` writes what the program says into the files of cases, to be read there."""
    parser.addoption("--accept", action="store_true", help="rewrite the files of cases")
