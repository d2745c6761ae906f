"""In: numbers. Out: what the numeric functions make of them (XPath functions 3.1, 4)."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

from tei_tools.xpath.code import number_of_1
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.functions import function
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.values import Float, single

#: How far behind the point numbers are rounded.
_FARTHEST = 400


@function("abs(numeric?) numeric?")
def _abs(value: Item) -> Item:
    return None if value is None else _like(value, abs(value))


@function("ceiling(numeric?) numeric?", of_1=1)
def _ceiling(value: Item) -> Item:
    return _whole(value, math.ceil, ROUND_CEILING)


@function("floor(numeric?) numeric?", of_1=1)
def _floor(value: Item) -> Item:
    return _whole(value, math.floor, ROUND_FLOOR)


def _whole(value: Item, of_float: Callable[[float], int], rounding: str) -> Item:
    if value is None or isinstance(value, int):
        return value if value is None else int(value)
    if isinstance(value, Decimal):
        return value.to_integral_value(rounding)
    if not math.isfinite(value) or value == 0:
        return value
    return _like(value, math.copysign(float(of_float(value)), value))


def _like(value: Item, result: Any) -> Item:
    return Float(single(result)) if isinstance(value, Float) else result


@function("round(numeric?, integer=) numeric?", of_1=1)
def _round(value: Item, places: int = 0) -> Item:
    def half_up(number: Decimal) -> Decimal:
        return (number + Decimal("0.5")).to_integral_value(ROUND_FLOOR)

    return _rounded(value, int(places), half_up)


@function("round-half-to-even(numeric?, integer=) numeric?")
def _round_half_to_even(value: Item, places: int = 0) -> Item:
    return _rounded(value, places, lambda number: number.to_integral_value(ROUND_HALF_EVEN))


def _rounded(value: Item, places: int, whole: Callable[[Decimal], Decimal]) -> Item:
    if value is None or (isinstance(value, float) and (not math.isfinite(value) or value == 0)):
        return value
    if places > _FARTHEST or (isinstance(value, int) and places >= 0):
        return value
    if places < -2 * _FARTHEST:
        places = -2 * _FARTHEST
    with localcontext() as context:
        context.prec = 2000
        scaled = whole(Decimal(value).scaleb(places)).scaleb(-places)
        if isinstance(value, int):
            return int(scaled)
        if isinstance(value, Decimal):
            return scaled
        return _like(value, math.copysign(float(scaled), value))


@function("sum(anyAtomicType*, anyAtomicType?=) anyAtomicType?")
def _sum(values: list[Item], *zero: Item) -> Item:
    from tei_tools.xpath.functions.sequences import total

    if not values:
        return zero[0] if zero else 0
    return total(values)


@function("sum(node*) double", of_1=1)
def _sum_1(nodes: list[Item]) -> float:
    return math.fsum(number_of_1([node]) for node in nodes)


@function("format-number(numeric?, string, string=) string", of_1=3)
def _format_number(value: Item, picture: str, name: str | None = None) -> str:
    if name is not None:
        raise XPathError("FODF1280", f"there is no decimal format `{name}`")
    number = math.nan if value is None else value
    positive, _, negative = picture.partition(";")
    is_negative = number < 0 or (number == 0 and math.copysign(1, number) < 0)
    if isinstance(number, float) and math.isnan(number):
        return "NaN"
    prefix, active, suffix = _parts(negative if is_negative and negative else positive)
    sign = "-" if is_negative and not negative else ""
    if isinstance(number, float) and math.isinf(number):
        return f"{sign}{prefix}Infinity{suffix}"
    factor = 100 if "%" in prefix + suffix else 1000 if "‰" in prefix + suffix else 1
    exact = abs(Decimal(repr(float(number)) if isinstance(number, float) else number)) * factor
    return f"{sign}{prefix}{_digits(exact, active)}{suffix}"


def _parts(picture: str) -> tuple[str, str, str]:
    """The prefix, the digits and the suffix of a picture."""
    places = [place for place, character in enumerate(picture) if character in "#0123456789.,"]
    if not places or not any(character in "#0123456789" for character in picture):
        raise XPathError("FODF1310", f"`{picture}` is no picture of a number")
    active = picture[places[0] : places[-1] + 1]
    if active.strip("#0123456789.,") or active.count(".") > 1 or "#0" in active.partition(".")[2]:
        raise XPathError("FODF1310", f"`{picture}` is no picture of a number")
    return picture[: places[0]], active, picture[places[-1] + 1 :]


def _digits(exact: Decimal, active: str) -> str:
    whole, _, rest = active.partition(".")
    least = sum(character.isdigit() for character in rest)
    most = least + rest.count("#")
    rounded = exact.quantize(Decimal(1).scaleb(-most), ROUND_HALF_EVEN)
    before, _, after = format(rounded, "f").partition(".")
    kept = after[:least] + after[least:].rstrip("0")
    before = before.lstrip("0").rjust(sum(c.isdigit() for c in whole), "0")
    if "," in whole:
        group = len(whole) - whole.rindex(",") - 1
        pieces: list[str] = []
        while len(before) > group > 0:
            pieces.insert(0, before[-group:])
            before = before[:-group]
        before = ",".join([before, *pieces]) if before else ",".join(pieces)
    return f"{before}.{kept}" if kept else before or "0"
