"""In: numbers. Out: roots, powers, angles (XPath functions 3.1, 4.8)."""

from __future__ import annotations

import math
from collections.abc import Callable

from tei_tools.xpath.functions import function


@function("math:pi() double")
def _pi() -> float:
    return math.pi


def _register(name: str, python: Callable[[float], float]) -> None:
    @function(f"math:{name}(double?) double?")
    def _of(value: float | None) -> float | None:
        if value is None:
            return None
        try:
            return python(value)
        except OverflowError:
            return math.inf
        except ValueError:
            return -math.inf if name in ("log", "log10") and value == 0 else math.nan


for _name in ("exp", "log", "log10", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan"):
    _register(_name, getattr(math, _name))
_register("exp10", lambda value: math.pow(10.0, value))


@function("math:pow(double?, numeric) double?")
def _pow(base: float | None, exponent: float) -> float | None:
    if base is None:
        return None
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and float(exponent) % 2 == 1 else math.inf
    except ValueError:
        return math.nan if base != 0 else math.inf


@function("math:atan2(double, double) double")
def _atan2(y: float, x: float) -> float:
    return math.atan2(y, x)
