"""What files hold: works, units, hands and names; and which elements and attributes they use.

Knows no schema and no file: what it counts comes as documents, or as the JSON made of them.
"""

from .edition import TABLES, Work, tables
from .statistics import STATISTICS, statistics
from .table import Table, Value
from .usage import Usage, usage_of

__all__ = [
    "STATISTICS",
    "TABLES",
    "Table",
    "Usage",
    "Value",
    "Work",
    "statistics",
    "tables",
    "usage_of",
]
