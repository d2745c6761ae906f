"""In: nothing, or names that somebody wrote. Out: all codes; the names that mean none of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from tei_tools.codes import CODES, Code
from tei_tools.model.finding import TeiToolsError
from tei_tools.model.selection import ALL, Layer, Selection
from tei_tools.rules.table import ACROSS, LOOKS_AT

if TYPE_CHECKING:
    from tei_tools.rules.rule import Value

#: The group of codes that every Schematron schema makes for itself.
SCHEMATRON = "schematron"


@cache
def all_codes() -> Mapping[str, Code]:
    """Every code by its name, those of rules too, in the order of their groups."""
    from tei_tools.rules.registry import all_rules  # slow: loads them all

    rules = [
        Code(
            rule.code, rule.severity, rule.name, rule.reason, rule.bad, rule.good, rule.source,
            rule.is_default, rule.fixes,
        )
        for rule in all_rules()
    ]  # fmt: skip
    codes = [*CODES.values(), *rules]
    groups = list(dict.fromkeys(code.code.partition(".")[0] for code in codes))
    codes.sort(key=lambda code: groups.index(code.code.partition(".")[0]))
    return {code.code: code for code in codes}


def unknown_names(names: Iterable[str]) -> Mapping[str, str]:
    """Those of some names that are no code and no group, each with a cure: did you mean …?"""
    written = [name for name in names if not _is_known_at_once(name)]
    return {name: _cure(name) for name in written if not _is_known(name)} if written else {}


def is_on(name: str, selection: Selection) -> bool:
    """Whether a code, or one of a group, is looked for in each file."""
    if name.partition(".")[0] == SCHEMATRON:
        return selection.has(name)
    return any(
        selection.has(code.code, is_default=code.is_default)
        for code in all_codes().values()
        if code.code not in ACROSS and not Selection((Layer(ignore=(name,)),)).has(code.code)
    )


def check_names(names: Iterable[str], where: str) -> None:
    """Take care that names mean something.

    Args:
        where: where they were written, for the message.

    Raises:
        TeiToolsError: one is no code and no group.
    """
    for name, cure in unknown_names(names).items():
        raise TeiToolsError(f"{where}: `{name}` is no code and no group of codes; {cure}")


def rule_options(
    tables: Mapping[str, Mapping[str, object]], where: str
) -> Mapping[str, Mapping[str, Value]]:
    """The options that a project has set for rules, looked through.

    Args:
        where: where they were written, for the message.

    Raises:
        TeiToolsError: there is no such rule or option, or the value is of another type.
    """
    from tei_tools.model.wording import nearest
    from tei_tools.rules.registry import rule

    options: dict[str, dict[str, Value]] = {}
    for code, table in tables.items():
        check_names([code], where)
        try:
            known = {option.name: option for option in rule(code).options}
        except KeyError:
            raise TeiToolsError(f"{where}: `{code}` is no rule, and has no options") from None
        for name, value in table.items():
            if name not in known:
                near = nearest(name, known)
                cure = f"did you mean `{near}`?" if near else f"it has {', '.join(known) or 'none'}"
                raise TeiToolsError(f"{where}: the rule {code} has no option `{name}`; {cure}")
            option = known[name]
            given = tuple(value) if isinstance(value, list) else value
            is_fitting = type(given) is type(option.default) and (
                not isinstance(given, tuple) or all(isinstance(each, str) for each in given)
            )
            if not is_fitting or (option.choices and given not in option.choices):
                wanted = " or ".join(option.choices) or option.type
                raise TeiToolsError(f"{where}: `{name}` of the rule {code} is {wanted}")
            options.setdefault(code, {})[name] = given  # type: ignore[assignment]
    return options


def _is_known_at_once(name: str) -> bool:
    return name == ALL or name in CODES or name.partition(".")[0] == SCHEMATRON


def _is_known(name: str) -> bool:
    return any(code == name or code.startswith(f"{name}.") for code in (*CODES, *LOOKS_AT))


def _cure(name: str) -> str:
    from tei_tools.model.wording import nearest

    codes = list(all_codes())
    groups = dict.fromkeys(code.partition(".")[0] for code in codes)
    if near := nearest(name, (*codes, *groups)):
        return f"did you mean `{near}`?"
    return f"groups are {', '.join(groups)}; `tei-tools rules` lists the codes"
