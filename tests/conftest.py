"""Settings of all tests: what hypothesis makes up is the same in every run; no cache is shared."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("settled", derandomize=True, deadline=None)
settings.load_profile("settled")
os.environ["TEI_TOOLS_CACHE"] = "off"  # compiled schemas of other runs are not what is tested
