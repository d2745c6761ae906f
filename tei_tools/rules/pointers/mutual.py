"""``pointers.mutual``: what follows is preceded, in other files too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tei_tools.model.finding import Severity
from tei_tools.model.names import XML_ID
from tei_tools.rules.context import Context
from tei_tools.rules.facts import Conclusion, Fact, Facts
from tei_tools.rules.rule import Elements, Options, Rule

from .targets import Targets

RULE = Rule(
    code="pointers.mutual",
    name="what is said to follow is not preceded",
    reason="The parts of a divided paragraph, or of a work in several files, are put together by "
    "these pointers: the order is broken where one does not lead back.",
    source="TEI Guidelines 16.7",
    bad='<p xml:id="a" next="#b">One,</p><p xml:id="b" prev="#c">two,</p><p xml:id="c">three.</p>',
    good='<p xml:id="a" next="#b">One,</p><p xml:id="b" prev="#a">two.</p>',
    severity=Severity.ERROR,
)
BACK: Final = {"next": "prev", "prev": "next"}


def facts(elements: Elements, context: Context) -> Iterator[Fact]:
    targets = Targets(context.document)
    for element in elements:
        for attribute in BACK:
            for token in element.get(attribute, "").split():
                if target := targets.of(element, token):
                    number, own = context.document.number(element), targets.file_of(element)
                    yield Fact(attribute, number, own, element.get(XML_ID, ""), *target)


def conclude(facts: Facts, _: Options) -> Iterator[Conclusion]:
    says: dict[tuple[str, str, str], set[tuple[str, str]]] = {}
    files = set(facts)
    for fact in (each for found in facts.values() for each in found):
        files.add(fact.file)
        says.setdefault((fact.file, fact.id, fact.kind), set()).add((fact.to_file, fact.to_id))
    kinds = {kind for _, _, kind in says}
    for path, found in facts.items():
        for fact in found:
            back = BACK[fact.kind]
            leads = says.get((fact.to_file, fact.to_id, back))
            is_expected = fact.id and fact.to_file in files and back in kinds
            if (leads is None and not is_expected) or (leads and (fact.file, fact.id) in leads):
                continue
            if leads is None:
                what = f"has no @{back} that leads back"
            else:
                other = " and ".join(f"`{each}`" for _, each in sorted(leads))
                what = f"says that its @{back} is {other}"
            message = f"@{fact.kind} leads to `{fact.to_id}`, which {what}"
            yield Conclusion(path, fact.number, message, fact.kind)
