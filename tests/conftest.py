"""Settings of all tests: what hypothesis makes up is the same in every run."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("settled", derandomize=True, deadline=None)
settings.load_profile("settled")
