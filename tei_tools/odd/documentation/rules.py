"""In: the constraintSpecs of a spec, an attribute or a schema.
Out: what they demand: description, message, where it is asked and the test; what passes and what
fails; the whole as XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from tei_tools.odd.documentation.book import Book
from tei_tools.odd.documentation.figures import code, example
from tei_tools.odd.documentation.highlight import EXAMPLES_NS, highlight, whole
from tei_tools.odd.documentation.texts import words_of
from tei_tools.odd.reader import TEI, Element, local
from tei_tools.odd.specs import ConstraintSpec
from tei_tools.pages import escape, start

EGXML = f"{{{EXAMPLES_NS}}}egXML"

# What an assertion says of its test, by its name.
TESTS = {"assert": "Must hold", "report": "Must not hold"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that stands on the page: its anchor, its name, and what it is a rule of."""

    anchor: str
    ident: str
    owner: str


class Rules:
    """Writes rules; `written` are those so far."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.written: list[Rule] = []

    def write(self, owner: str, constraints: Iterable[ConstraintSpec]) -> str:
        """The rules of a spec, one after another."""
        return "".join(self._rule(owner, each) for each in constraints)

    def _rule(self, owner: str, constraint: ConstraintSpec) -> str:
        element = _parsed(constraint)
        anchor = self.book.links.claim(f"rule.{constraint.ident or owner}", "rule")
        self.written.append(Rule(anchor, constraint.ident, owner))
        examples = "".join(map(self._example, _taken_out(element)))
        told = (e for e in element.iterchildren(TEI + "desc", TEI + "gloss") if words_of(e))
        desc = self.book.texts.best(told)
        said = "" if desc is None else f": {self.book.said(desc)}"
        tests = "".join(map(_assertion, element.iter(etree.Element)))
        xml = code(highlight(whole(element), self.book.links.tag))
        folded = f"<details><summary>As XML</summary>\n{xml}</details>\n" if tests else xml
        return (
            f"{start('div', class_='rule', id=anchor)}\n"
            f"<p>Rule <code>{escape(constraint.ident)}</code>{said}</p>\n{tests}{examples}{folded}"
            "</div>\n"
        )

    def _example(self, element: Element) -> str:
        said = "Fails." if element.get("valid") == "false" else "Passes."
        return example(self.book.links, element, said=said)


def _taken_out(element: Element) -> list[Element]:
    """The examples in the descriptions of a rule, which are then there no more."""
    found = [e for desc in element.iterchildren(TEI + "desc") for e in desc.iter(EGXML)]
    etree.strip_elements(element, EGXML, with_tail=False)
    for desc in element.findall(TEI + "desc"):
        if not words_of(desc) and not len(desc):
            element.remove(desc)
    return found


def _parsed(constraint: ConstraintSpec) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)
    return etree.fromstring(constraint.xml, parser)


def _assertion(element: Element) -> str:
    """An assertion of Schematron: its message, where it is asked, what is asked."""
    said = TESTS.get(local(element))
    test = element.get("test")
    if said is None or test is None:
        return ""
    rule = next((each for each in element.iterancestors() if local(each) == "rule"), None)
    rows = [(said, test)] if rule is None else [("For", rule.get("context", "")), (said, test)]
    facts = "".join(
        f"<dt>{name}</dt>\n<dd><code>{escape(text)}</code></dd>\n" for name, text in rows
    )
    message = "".join(_message(element)).strip()
    shown = f'<p class="message">{message}</p>\n' if message else ""
    return f'<div class="assertion">\n{shown}<dl>\n{facts}</dl>\n</div>\n'


def _message(element: Element) -> Iterator[str]:
    """The words of a message; what is computed in it is shown as its expression."""
    yield escape(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            match local(child):
                case "value-of" | "name" if not len(child):
                    shown = child.get("select") or child.get("path") or f"{local(child)}()"
                    yield f"<code>{escape(shown)}</code>"
                case _:
                    yield escape(words_of(child))
        yield escape(child.tail or "")
