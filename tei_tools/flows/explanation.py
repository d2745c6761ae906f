"""In: a code, or a name of the schema. Out: what it means, why, and how it is done well.

Codes are told from their table and from the rules; elements, attributes and classes from the ODD of
the project: the one that its settings name, or that stands beside the schema they name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tei_tools.codes import Code
from tei_tools.model.finding import Severity, TeiToolsError
from tei_tools.odd.documentation.glance import Glance, Glances
from tei_tools.resources import schema_path

from .codes import all_codes

#: The ODD of files that name no schema.
BUNDLED = "tei-tools.odd"
#: What the codes of rules in Schematron begin with.
RULES = "schematron."


class Explanation(NamedTuple):
    """What is known of a name.

    Attributes:
        codes: the codes it means.
        glances: what the ODD says of it, each with the rules that look at it.
        odd: the ODD.
    """

    codes: tuple[Code, ...]
    glances: tuple[tuple[Glance, tuple[Code, ...]], ...]
    odd: Path


def explain(name: str, schema: Path | None) -> Explanation:
    """What is known of a code, a group, an element, an attribute, a class or a datatype.

    Args:
        schema: the schema of the project.

    Raises:
        TeiToolsError: nothing is called so; says what is like it.
        OddError: the ODD is wrong.
    """
    name = name.strip().removeprefix("<").removesuffix(">")
    codes = tuple(
        code
        for code in all_codes().values()
        if code.code == name or code.code.startswith(f"{name}.")
    )
    odd = odd_of(schema)
    if name in all_codes():
        return Explanation(codes, (), odd)
    if name.startswith(RULES) and (rule := _rule(name.removeprefix(RULES), odd)):
        return Explanation((rule,), (), odd)
    glances = _glances(odd)
    found = tuple((glance, tuple(_looking_at(glance.title))) for glance in glances.find(name))
    if not codes and not found:
        raise _unknown(name, [*all_codes(), *glances.names()], odd)
    return Explanation(codes, found, odd)


def odd_of(schema: Path | None) -> Path:
    """The ODD that a schema was made from, as far as its name tells."""
    for candidate in (schema, schema and schema.with_suffix(".odd")):
        if candidate and candidate.suffix == ".odd" and candidate.is_file():
            return candidate
    return schema_path(BUNDLED)


def _glances(odd: Path) -> Glances:
    from .schema import compile_with_files

    flat, files = compile_with_files(odd)
    return Glances(flat, files.read(odd))


def _rule(ident: str, odd: Path) -> Code | None:
    """What a rule of the ODD says of itself."""
    from tei_tools.odd.examples import rule_examples

    from .schema import compile_odd

    for rule in rule_examples(compile_odd(odd)):
        if rule.ident == ident:
            good = next((each.text for each in rule.examples if each.is_passing), "")
            bad = next((each.text for each in rule.examples if not each.is_passing), "")
            place = f"{rule.path}:{rule.line}"
            title = f"a rule of {odd.name}"
            return Code(
                f"{RULES}{ident}", Severity.ERROR, title, rule.reason, bad, good, source=place
            )
    return None


def _looking_at(title: str) -> Iterator[Code]:
    """The rules that look at an element or an attribute."""
    from tei_tools.rules.table import LOOKS_AT

    names = {title.strip("<>"), title[title.find("@") :] if "@" in title else ""}
    for code, wish in LOOKS_AT.items():
        if not names.isdisjoint(wish.split()):
            yield all_codes()[code]


def _unknown(name: str, known: Sequence[str], odd: Path) -> TeiToolsError:
    from tei_tools.model.wording import nearest

    owner, at, attribute = name.rpartition("@")
    if at and owner:
        near = nearest(f"@{attribute}", [each for each in known if each.startswith("@")])
        hint = f"did you mean `{near}`?" if near else f"`tei-tools explain {owner.rstrip('/')}`"
        return TeiToolsError(
            f"`{owner.rstrip('/')}` has no attribute `{attribute}` in {odd}; {hint}"
        )
    near = nearest(name, known)
    hint = f"did you mean `{near}`?" if near else "`tei-tools rules` lists the codes"
    return TeiToolsError(f"`{name}` is no code, and nothing is called so in {odd}; {hint}")
