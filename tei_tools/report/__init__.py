"""How findings are shown: as text for people, as JSON for programs."""

from .json import json_report
from .text import summary_line, text_report

__all__ = ["json_report", "summary_line", "text_report"]
