"""``ids.across-files``: an id stands once in the whole project."""

from __future__ import annotations

from collections.abc import Iterator

from tei_tools.model.names import XML_ID
from tei_tools.rules.context import Context
from tei_tools.rules.facts import Conclusion, Fact, Facts
from tei_tools.rules.pointers.targets import Targets
from tei_tools.rules.rule import Elements, Options, Rule

RULE = Rule(
    code="ids.across-files",
    name="an xml:id stands in two files",
    reason="Where a prefix stands for several files, or files are put together into one corpus, a "
    "pointer to such an id could mean either element.",
    source="TEI Guidelines 16.2.3; practice of many editions",
    bad='<p xml:id="a">One.</p>',
    good='<p xml:id="b">One.</p>',
)


def facts(elements: Elements, context: Context) -> Iterator[Fact]:
    targets = Targets(context.document)
    for element in elements:
        identifier = element.get(XML_ID, "")
        yield Fact("id", context.document.number(element), targets.file_of(element), identifier)


def conclude(facts: Facts, _: Options) -> Iterator[Conclusion]:
    first: dict[str, str] = {}
    for path, found in facts.items():
        for fact in found:
            other = first.setdefault(fact.id, fact.file)
            if other != fact.file:
                message = f"`{fact.id}` is an xml:id of `{other}` too"
                yield Conclusion(path, fact.number, message, XML_ID)
