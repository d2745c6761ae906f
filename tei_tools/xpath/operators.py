"""In: atomic values. Out: how they compare, and what comes of calculating with them."""

from __future__ import annotations

import decimal
import math
import operator
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, Decimal, InvalidOperation
from typing import Any, Final

from tei_tools.xpath.casts import LONGEST, cast, to_double
from tei_tools.xpath.dates import Duration, Moment, add
from tei_tools.xpath.errors import XPathError
from tei_tools.xpath.nodes import Item
from tei_tools.xpath.values import (
    Binary,
    Float,
    QName,
    Untyped,
    is_number,
    single,
    type_of,
)

Compare = Callable[[Any, Any], bool]

#: What the signs of comparisons do with two values that can be compared.
SIGNS: Final[dict[str, Compare]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
#: Decimal numbers are exact, up to a length.
_DIGITS: Final = decimal.Context(
    prec=1_000, traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow]
)
_EQUALITY: Final = (operator.eq, operator.ne)


def compare(left: Item, right: Item, test: Compare, zone: int) -> bool:
    """A value comparison (XPath 3.1, 3.7.1); ``zone`` is the implicit timezone in minutes."""
    if isinstance(left, str) and isinstance(right, str):
        return test(str(left), str(right))
    if isinstance(left, bool) or isinstance(right, bool):
        if isinstance(left, bool) and isinstance(right, bool):
            return test(left, right)
    elif is_number(left) and is_number(right):
        return test(*promoted(left, right))
    elif isinstance(left, Moment) and isinstance(right, Moment):
        kinds = {"dateTime" if m.kind == "dateTimeStamp" else m.kind for m in (left, right)}
        if len(kinds) == 1 and (kinds & {"dateTime", "date", "time"} or test in _EQUALITY):
            return test(left.instant(zone), right.instant(zone))
    elif isinstance(left, Duration) and isinstance(right, Duration):
        if test in _EQUALITY:
            return test(left, right)
        if left.kind == right.kind != "duration":
            return test((left.months, left.seconds), (right.months, right.seconds))
    elif isinstance(left, Binary) and isinstance(right, Binary) and left.kind == right.kind:
        return test(left.octets, right.octets)
    elif isinstance(left, QName) and isinstance(right, QName) and test in _EQUALITY:
        return test(left, right)
    raise XPathError(
        "XPTY0004", f"a value of type {type_of(left)} cannot be compared with {_a(right)}"
    )


def _a(value: Item) -> str:
    return f"one of type {type_of(value)}"


def compare_general(left: Item, right: Item, test: Compare, zone: int) -> bool:
    """Two values of a general comparison (3.7.2): untyped ones become what the other is."""
    if isinstance(left, Untyped):
        if not isinstance(right, str):
            left = _like(left, right)
    elif isinstance(right, Untyped) and not isinstance(left, str):
        right = _like(right, left)
    return compare(left, right, test, zone)


def _like(untyped: Untyped, other: Item) -> Item:
    if is_number(other):
        return to_double(untyped)
    if isinstance(other, Duration) and other.kind == "duration":
        return cast(untyped, "duration")
    return cast(untyped, type_of(other))


def promoted(left: Item, right: Item) -> tuple[Item, Item]:
    """Two numbers in the type that they have in common."""
    if isinstance(left, float) or isinstance(right, float):
        if isinstance(left, Float) and not _is_double(right):
            return left, single(to_double(right))
        if isinstance(right, Float) and not _is_double(left):
            return single(to_double(left)), right
        return to_double(left), to_double(right)
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        return Decimal(left), Decimal(right)
    return left, right


def _is_double(value: Item) -> bool:
    return isinstance(value, float) and not isinstance(value, Float)


# Calculating


def calculate(sign: str, left: Item, right: Item, zone: int) -> Item:
    """An arithmetic operation (XPath 3.1, 3.5)."""
    left = to_double(left) if isinstance(left, Untyped) else left
    right = to_double(right) if isinstance(right, Untyped) else right
    if is_number(left) and is_number(right):
        return _numbers(sign, left, right)
    result = None
    if isinstance(left, Moment):
        result = _moments(sign, left, right, zone)
    elif isinstance(right, Moment):
        result = _moments(sign, right, left, zone) if sign == "+" else None
    elif isinstance(left, Duration):
        result = _durations(sign, left, right)
    elif isinstance(right, Duration) and sign == "*":
        result = _durations(sign, right, left)
    if result is None:
        raise XPathError(
            "XPTY0004",
            f"`{sign}` cannot be done with a value of type {type_of(left)} and {_a(right)}",
        )
    return result


def _numbers(sign: str, left: Item, right: Item) -> Item:
    is_single = isinstance(left, Float) or isinstance(right, Float)
    is_single = is_single and not _is_double(left) and not _is_double(right)
    one, other = promoted(left, right)
    if isinstance(one, float):
        result = _FLOATS[sign](one, other)
        return Float(single(result)) if is_single and isinstance(result, float) else result
    try:
        result = _EXACT[sign](one, other)
    except (ZeroDivisionError, InvalidOperation) as error:
        if sign in ("div", "idiv", "mod") and other == 0:
            raise XPathError("FOAR0001", "a number cannot be divided by zero") from error
        raise XPathError("FOAR0002", "a number is too large") from error
    except ArithmeticError as error:
        raise XPathError("FOAR0002", "a number is too large") from error
    if isinstance(result, int) and result.bit_length() > LONGEST:
        raise XPathError("FOAR0002", "a number is too large")
    return result


def _div_floats(left: float, right: float) -> float:
    if right:
        return left / right
    if left == 0 or left != left:
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _mod_floats(left: float, right: float) -> float:
    if not right or math.isinf(left) or left != left or right != right:
        return math.nan
    return math.fmod(left, right)


def _whole(left: float, right: float) -> int:
    if not right:
        raise XPathError("FOAR0001", "a number cannot be divided by zero")
    quotient = left / right
    if not math.isfinite(quotient):
        raise XPathError("FOAR0002", "a number is too large, or none")
    if math.isinf(right):
        return 0
    return int(quotient)


def _exact(of_integers: Any, of_decimals: Any) -> Callable[[Any, Any], Any]:
    return lambda left, right: (of_integers if isinstance(left, int) else of_decimals)(left, right)


def _div_exact(left: Any, right: Any) -> Decimal:
    """With 18 digits behind the point, as Saxon has it (implementation-defined)."""
    one, other = Decimal(left), Decimal(right)
    scale = max(18, -int(one.as_tuple().exponent), -int(other.as_tuple().exponent))
    quotient = _DIGITS.divide(one, other)
    return quotient.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_DOWN, _DIGITS).normalize(_DIGITS)


def _whole_exact(left: Any, right: Any) -> int:
    if isinstance(left, int):
        quotient: int = abs(left) // abs(right)
        return quotient if (left < 0) == (right < 0) else -quotient
    return int(left / right)


def _mod_exact(left: Any, right: Any) -> Any:
    if isinstance(left, int):
        rest = abs(left) % abs(right)
        return -rest if left < 0 else rest
    return left % right


def _float_op(op: Callable[[Any, Any], Any]) -> Callable[[float, float], float]:
    def calculated(left: float, right: float) -> float:
        try:
            return float(op(left, right))
        except OverflowError:
            return math.inf

    return calculated


_FLOATS: Final[dict[str, Callable[[float, float], Any]]] = {
    "+": _float_op(operator.add),
    "-": _float_op(operator.sub),
    "*": _float_op(operator.mul),
    "div": _div_floats,
    "idiv": _whole,
    "mod": _mod_floats,
}
_EXACT: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": _exact(operator.add, _DIGITS.add),
    "-": _exact(operator.sub, _DIGITS.subtract),
    "*": _exact(operator.mul, _DIGITS.multiply),
    "div": _div_exact,
    "idiv": _whole_exact,
    "mod": _mod_exact,
}


def _moments(sign: str, left: Moment, right: Item, zone: int) -> Item:
    if left.kind not in ("dateTime", "dateTimeStamp", "date", "time") or sign not in "+-":
        return None
    if isinstance(right, Moment):
        if sign != "-" or right.kind != left.kind:
            return None
        return Duration(0, left.instant(zone) - right.instant(zone), "dayTimeDuration")
    if not isinstance(right, Duration) or right.kind == "duration":
        return None
    if left.kind == "time" and right.kind != "dayTimeDuration":
        return None
    return add(left, right if sign == "+" else negated(right))


def negated(duration: Duration) -> Duration:
    """The same duration backwards."""
    return Duration(-duration.months, -duration.seconds, duration.kind)


def _durations(sign: str, left: Duration, right: Item) -> Item:
    if left.kind == "duration":
        return None
    if isinstance(right, Duration):
        if right.kind != left.kind:
            return None
        if sign in "+-":
            other = right if sign == "+" else negated(right)
            months, seconds = left.months + other.months, left.seconds + other.seconds
            return Duration(months, seconds, left.kind)
        if sign != "div":
            return None
        if not (right.months or right.seconds):
            raise XPathError("FOAR0001", "a duration cannot be divided by none")
        if left.kind == "yearMonthDuration":
            return Decimal(left.months) / Decimal(right.months)
        return left.seconds / right.seconds
    if not is_number(right) or sign not in ("*", "div"):
        return None
    return _scaled(left, right, sign)


def _scaled(duration: Duration, number: Any, sign: str) -> Duration:
    if number != number:
        raise XPathError("FOCA0005", "a duration cannot be multiplied by NaN")
    if (sign == "*" and abs(number) == math.inf) or (sign == "div" and number == 0):
        raise XPathError("FODT0002", "a duration is too long")
    if isinstance(number, float) and math.isinf(number):
        return Duration(0, Decimal(0), duration.kind)
    factor = Decimal(number) if sign == "*" else 1 / Decimal(number)
    if duration.kind == "yearMonthDuration":
        return Duration(
            math.floor(duration.months * factor + Decimal("0.5")), Decimal(0), duration.kind
        )
    seconds = duration.seconds * factor if sign == "*" else duration.seconds / Decimal(number)
    return Duration(0, seconds, duration.kind)
