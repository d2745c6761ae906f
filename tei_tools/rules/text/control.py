"""``text.control``: characters that are none."""

from __future__ import annotations

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problems, Rule

from .characters import first_of_each

RULE = Rule(
    code="text.control",
    name="there is a character that stands for nothing",
    reason="Control characters, and U+FFFD, which stands for what could not be read, come from a "
    "conversion in the wrong encoding: a quotation mark or a letter is lost there.",
    source="XML 1.0, 2.2; Unicode Standard, 23.1; TEI Guidelines vi",
    bad="<p>He said \u0093no.</p>",
    good="<p>He said “no”.</p>",
    severity=Severity.ERROR,
)


def check(_: Elements, context: Context) -> Problems:
    found = {
        each
        for each in context.characters
        if "\x80" <= each < "\xa0"
        or each == "\ufffd"
        or "\ufdd0" <= each <= "\ufdef"
        or ord(each) & 0xFFFE == 0xFFFE
    }
    if found:
        yield from first_of_each(
            context, found, "stands for nothing", "look into the source what it was"
        )
