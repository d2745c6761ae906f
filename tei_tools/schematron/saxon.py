"""In: the rules of a schema, and a document. Out: drafts of findings, as Saxon evaluates them.

The rules are compiled to one XSLT stylesheet. Saxon opens nothing itself: documents that rules ask
for are read by this program, and handed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from lxml import etree

from tei_tools.model.document import Document
from tei_tools.model.draft import Draft, told
from tei_tools.model.finding import Finding, Severity, TeiToolsError
from tei_tools.model.walkable import Walkable
from tei_tools.xpath import Attribute, Node, Text
from tei_tools.xpath import Document as Top

from .evaluate import Library
from .messages import Told, said
from .rules import Check, Rules
from .stylesheet import BEGIN, END, Stylesheet, opens, texts
from .teller import Teller, not_evaluated

#: How often a run is begun anew because rules ask for further documents.
ROUNDS: Final = 20
#: All patterns, in place of one.
EVERY: Final = -1
#: What is asked for; in the words of an error Saxon puts the numbers of rare characters after them.
_NEED: Final = re.compile(rf"{BEGIN[0]}(?:\[x\w+\])?{BEGIN[1:]}(.*?){END}", re.S)
#: A step of a way: a kind of node and what is in its parentheses, or a name; its number.
_STEP = re.compile(r"/(?:([a-z\-]+)\(([^)]*)\)|(@)?(?:Q\{([^}]*)\})?([^/\[\]{}]+))(?:\[(\d+)\])?")


def processor() -> Any:
    """Saxon.

    Raises:
        TeiToolsError: it is not installed.
    """
    try:
        from saxonche import PySaxonProcessor
    except ImportError:
        raise TeiToolsError(
            "--engine saxon needs the saxonche package: pip install 'tei-tools[saxon]'"
        ) from None
    return PySaxonProcessor(license=False)


class SaxonSchema:
    """The rules of a Schematron schema, evaluated by Saxon; as `RulesSchema`."""

    has_rules = True

    def __init__(self, path: Path, name: str, rules: Rules, library: Library) -> None:
        self.path = path
        self.name = name
        self.rules = rules
        self.library = library
        self.saxon = processor()
        self._stylesheet = Stylesheet(rules)

    def is_valid(self, document: Walkable) -> bool:
        """The verdict alone: whether no rule that makes an error is broken."""
        return all(draft.severity is not Severity.ERROR for draft in self.drafts(document))

    def validate(self, document: Walkable) -> Iterator[Finding]:
        """What the rules say of a document, one finding for each assertion and node."""
        return told(document, self.drafts(document))

    def drafts(self, document: Walkable) -> Iterator[Draft]:
        """The same, as drafts."""
        return _Run(self, document.whole()).drafts()

    @property
    def checks(self) -> list[Check]:
        """All assertions, by their numbers in the stylesheet."""
        return self._stylesheet.checks

    @cached_property
    def program(self) -> tuple[Any, Mapping[int, str]]:
        """The stylesheet, compiled, and the numbers of assertions left out, with the reason."""
        left_out: dict[int, str] = {}
        for (p, r, c), number in self._stylesheet.numbers.items():
            rule = self.rules.patterns[p].rules[r]
            for text in texts(rule.checks[c], rule):
                if name := opens(text):
                    left_out[number] = f"{name}() opens what is no document of the project"
        with suppress(ValueError):
            return self._compiled(left_out), left_out
        every = set(self._stylesheet.numbers.values())
        for number in every - left_out.keys():
            try:
                self._compiled(every - {number})
            except ValueError as problem:
                left_out[number] = str(problem)
        try:
            return self._compiled(left_out), left_out
        except ValueError as problem:
            raise TeiToolsError(f"{self.path}: Saxon cannot read the schema: {problem}") from None

    def _compiled(self, left_out: Collection[int]) -> Any:
        from saxonche import PySaxonApiError

        try:
            text = self._stylesheet.write(left_out)
            return self.saxon.new_xslt30_processor().compile_stylesheet(stylesheet_text=text)
        except PySaxonApiError as problem:
            raise ValueError(_reason(str(problem))) from None

    def parse(self, document: Document) -> Any:
        """A document as Saxon's, with the comments and instructions around its root."""
        root = document.root
        before = reversed(list(root.itersiblings(preceding=True)))
        nodes = (*before, root, *root.itersiblings())
        text = "".join(etree.tostring(n, encoding="unicode", with_tail=False) for n in nodes)
        builder = self.saxon.new_document_builder()
        builder.set_base_uri(Path(document.path).absolute().as_uri())
        return builder.parse_xml(xml_text=text)


class _Run:
    """The rules, applied to one document."""

    def __init__(self, schema: SaxonSchema, document: Document) -> None:
        self.schema = schema
        self.document = document
        self.teller = Teller(document)
        self.program, self.left_out = schema.program
        self.trees: dict[str, Any] = {}  # by address, for `doc`
        self.main = schema.parse(document)

    def drafts(self) -> Iterator[Draft]:
        """What the rules say."""
        root, checks = self.document.root, self.schema.checks
        for name, place in self.schema.rules.left_out:
            yield from self.teller.not_checked(root, f"{name} is not evaluated", place)
        for number, reason in self.left_out.items():
            message = not_evaluated(f"`{checks[number].test.text}`", reason)
            yield from self.teller.not_checked(root, message, checks[number].place)
        yield from self._results(self.document, self.main, EVERY)

    def _results(self, document: Document, tree: Any, pattern: int) -> Iterator[Draft]:
        """What is found in a document, for one pattern or for all."""
        nodes = _Nodes(document.root)
        for result in self._asked(tree, pattern):
            if result.tag == "d":
                yield from self._subordinate(result)
                continue
            node = nodes.find(result.get("n", ""))
            if (number := result.get("c")) is None:
                place = self.schema.rules.patterns[int(result.get("p", ""))].place
                message = not_evaluated("the documents of a pattern", result.text or "")
                yield from self.teller.not_checked(node, message, place)
                continue
            check = self.schema.checks[int(number)]
            if result.tag == "e":
                message = not_evaluated(f"`{check.test.text}`", result.text or "")
                yield from self.teller.not_checked(node, message, check.place)
                continue
            yield self.teller.draft(node, check.severity, partial(_said, check, result))
            for name in check.left_out:
                message = f"{name} in the message of a rule is not evaluated"
                yield from self.teller.not_checked(node, message, check.place)

    def _subordinate(self, result: etree._Element) -> Iterator[Draft]:
        """What a pattern finds in a document whose address it gives."""
        number, address = int(result.get("p", "")), result.text or ""
        pattern = self.schema.rules.patterns[number]
        try:
            found = self.schema.library.document(address, self.document.path)
        except LookupError as problem:
            message = f"a document that rules are for is not checked: {problem.args[0]}"
            yield from self.teller.not_checked(self.document.root, message, pattern.place)
            return
        self.teller.documents[found.root] = found
        yield from self._results(found, self.schema.parse(found), number)

    def _asked(self, tree: Any, pattern: int) -> etree._Element:
        """What the stylesheet says, when it has all documents that it asks for."""
        for _ in range(ROUNDS):
            answer = self._transformed(tree, pattern)
            reasons = (each.text or "" for each in answer if each.tag == "e")
            wanted = {need[1] for reason in reasons if (need := _NEED.search(reason))}
            if not wanted - self.trees.keys():
                return answer
            for address in wanted:
                self.trees[address] = self._opened(address)
        return answer

    def _opened(self, address: str) -> Any:
        """The document at an address; nothing where there is none, or it is not to be opened."""
        try:
            found = self.schema.library.document(address, str(self.schema.path))
        except LookupError:
            return self.schema.saxon.empty_sequence()
        self.teller.documents[found.root] = found
        return self.schema.parse(found)

    def _transformed(self, tree: Any, pattern: int) -> etree._Element:
        from saxonche import PySaxonApiError

        saxon, program = self.schema.saxon, self.program
        program.clear_parameters()
        program.set_global_context_item(xdm_item=self.main)
        program.set_parameter("t-t.subject", tree)
        program.set_parameter("t-t.main", self.main)
        program.set_parameter("t-t.pattern", saxon.make_integer_value(pattern))
        if self.trees:  # of nothing Saxon makes no map
            program.set_parameter("t-t.documents", saxon.make_map2(self.trees))
        try:
            answer = program.call_template_returning_string(None)
        except PySaxonApiError as problem:
            need = _NEED.search(str(problem))  # by a variable outside of all rules
            if need and need[1] not in self.trees:
                answer = etree.Element("r")
                etree.SubElement(answer, "e").text = f"{BEGIN}{need[1]}{END}"
                return answer
            message = f"{self.document.path}: Saxon gave up: {_reason(str(problem))}"
            raise TeiToolsError(message) from None
        return etree.fromstring(answer.encode(), etree.XMLParser(huge_tree=True))


class _Nodes:
    """Finds the nodes of a tree by the ways that ``fn:path`` gives."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._children: dict[tuple[etree._Element | None, str], list[Node]] = {}

    def find(self, way: str) -> Node:
        """The node at the end of a way."""
        node: Node = Top(self.root)
        for kind, argument, is_attribute, ns, name, position in _STEP.findall(way):
            parent = None if isinstance(node, Top) else node
            assert parent is None or isinstance(parent, etree._Element)
            clark = f"{{{ns}}}{name}" if ns else name
            if is_attribute:
                assert parent is not None
                return Attribute(parent, clark)
            key = f"{kind}({argument})" if kind else clark
            node = self._inside(parent, key)[int(position) - 1]
        return node

    def _inside(self, parent: etree._Element | None, key: str) -> list[Node]:
        """The children of an element, or of the document, that a step may mean."""
        if (parent, key) not in self._children:
            self._children[parent, key] = list(self._found(parent, key))
        return self._children[parent, key]

    def _found(self, parent: etree._Element | None, key: str) -> Iterator[Node]:
        if parent is None:
            before = reversed(list(self.root.itersiblings(preceding=True)))
            children = [*before, self.root, *self.root.itersiblings()]
        else:
            children = list(parent)
            if key == "text()" and parent.text:
                yield Text(parent, False)
        for child in children:
            if key == "text()":
                if parent is not None and child.tail:
                    yield Text(child, True)
            elif key == _key(child):
                yield child


def _key(node: etree._Element) -> str:
    if isinstance(node, etree._Comment):
        return "comment()"
    if isinstance(node, etree._ProcessingInstruction):
        return f"processing-instruction({node.target})"
    return str(node.tag)


def _said(check: Check, result: etree._Element) -> Told:
    message, *notes = (" ".join((words.text or "").split()) for words in result)
    return said(check, message, *notes)


def _reason(problem: str) -> str:
    """The cause in a message of Saxon's."""
    return " ".join(re.sub(r"^.*?\n", "", problem, count=1).split())
