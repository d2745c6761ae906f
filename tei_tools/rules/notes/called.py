"""``notes.called``: an endnote is called from the text, once."""

from __future__ import annotations

from collections import Counter

from lxml import etree

from tei_tools.model.names import XML_ID, name_of
from tei_tools.rules.context import Context
from tei_tools.rules.nodes import inside, name
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

from .callers import callers

RULE = Rule(
    code="notes.called",
    name="an endnote is not called once",
    reason="Of a list of notes that are called from the text, one that nobody calls is not found "
    "by readers; one that is called twice cannot lead back.",
    source="TEI Guidelines 3.9.1",
    bad='<p>One<ref type="noteref" target="#n1">1</ref>, two.</p><back><div type="notes"><note '
    'xml:id="n1" place="end">One.</note><note xml:id="n2" place="end">Two.</note></div></back>',
    good='<p>One<ref type="noteref" target="#n1">1</ref>, two<ref type="noteref" target="#n2">2'
    '</ref>.</p><back><div type="notes"><note xml:id="n1" place="end">One.</note><note xml:id="n2" '
    'place="end">Two.</note></div></back>',
)


def check(elements: Elements, context: Context) -> Problems:
    called = Counter(target for _, target in callers(context))
    for note in elements:
        identifier = note.get(XML_ID)
        if identifier is None or name(note) not in ("note", "noteGrp"):
            continue
        if called[identifier] > 1:
            yield Problem(
                element=note,
                message=f"the note `{identifier}` is called {called[identifier]} times",
                attribute=XML_ID,
            )
        elif (
            identifier not in context.targets
            and not note.get("target")
            and _is_listed(note, called)
        ):
            yield Problem(
                element=note,
                message=f"nothing calls the note `{identifier}`, though others here are called",
                attribute=XML_ID,
            )


def _is_listed(note: etree._Element, called: Counter[str]) -> bool:
    """Whether a note stands among notes that are called, outside the running text."""
    above = note.getparent()
    if above is None or inside(note, "p", "l", "head", "cell", "ab", "note") is not None:
        return False
    return any(called[each.get(XML_ID, "")] for each in above.iterchildren(name_of(note)))
