"""``pointers.unused-entry``: what registers list is referred to, in whatever file."""

from __future__ import annotations

from collections.abc import Iterator

from tei_tools.model.names import XML_ID
from tei_tools.rules.context import Context
from tei_tools.rules.facts import Conclusion, Fact, Facts
from tei_tools.rules.nodes import name
from tei_tools.rules.rule import Elements, Option, Options, Rule

from .pointing import LEADING
from .targets import Targets

RULE = Rule(
    code="pointers.unused-entry",
    name="nothing refers to an entry of a register",
    reason="The entry is left over, or the names that should lead to it have been forgotten. All "
    "files of the project must be checked together.",
    source="TEI Guidelines 13.3",
    bad='<listPerson><person xml:id="trotsky"><persName>Trotsky</persName></person></listPerson>'
    "<p>A letter to Trotsky.</p>",
    good='<listPerson><person xml:id="trotsky"><persName>Trotsky</persName></person></listPerson>'
    '<p>A letter to <persName ref="#trotsky">Trotsky</persName>.</p>',
    options=(
        Option(
            "elements",
            ("person", "personGrp", "place", "org", "event", "object"),
            "the elements that something must refer to",
        ),
    ),
)


def facts(_: Elements, context: Context) -> Iterator[Fact]:
    targets = Targets(context.document)
    entries = RULE.value("elements", context.options)
    seen = set[tuple[str, str]]()
    for number, element in context.document.elements():
        identifier = element.get(XML_ID)
        if identifier and name(element) in entries:
            yield Fact("entry", number, targets.file_of(element), identifier)
        for attribute, value in element.items():
            for token in value.split() if attribute in LEADING else ():
                target = targets.of(element, token)
                if target and target not in seen:
                    seen.add(target)
                    yield Fact("pointer", number, "", "", *target)


def conclude(facts: Facts, _: Options) -> Iterator[Conclusion]:
    used = {(each.to_file, each.to_id) for found in facts.values() for each in found}
    count = "this file" if len(facts) == 1 else f"these {len(facts)} files"
    for path, found in facts.items():
        for fact in found:
            if fact.kind == "entry" and (fact.file, fact.id) not in used:
                message = f"nothing in {count} refers to `{fact.id}`"
                yield Conclusion(path, fact.number, message, XML_ID)
