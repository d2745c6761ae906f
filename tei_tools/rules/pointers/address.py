"""``pointers.address``: web addresses are well written."""

from __future__ import annotations

import re
from typing import Final

from tei_tools.model.finding import Severity
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="pointers.address",
    name="a web address is misspelt",
    reason="Nobody can follow it: a slash, a colon or the name of the site is missing.",
    source="RFC 3986; TEI Guidelines 16.2.1",
    bad='<p>See <ref target="https:/example.org/letters">the letters</ref>.</p>',
    good='<p>See <ref target="https://example.org/letters">the letters</ref>.</p>',
    severity=Severity.ERROR,
)
#: What is meant as a web address, and what is one.
MEANT: Final = re.compile(r"h+t+ps?[:;]?/|https?[:;]|ttps?:|htps?:")
RIGHT: Final = re.compile(r"https?://(?!https?:)[^/]")
NAMES: Final = ("target", "ref", "url", "facs", "source", "corresp")


def check(elements: Elements, _: Context) -> Problems:
    for element in elements:
        for name in NAMES:
            for token in element.get(name, "").split():
                if MEANT.match(token) and not RIGHT.match(token):
                    yield Problem(
                        element=element,
                        message=f"`{token}` is no web address",
                        attribute=name,
                        token=token,
                        suggestion="it begins with `https://` and the name of a site",
                    )
