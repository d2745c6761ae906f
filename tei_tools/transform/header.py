"""In: the header of a TEI document. Out: what it says, as data: agents, sources, licences, hands.

Nothing is demanded of a header: what it does not say is empty.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from lxml import etree

from tei_tools.model.names import XML_ID, XML_LANG, local, name_of, tei

from .dates import dating
from .inlines import Inlines

_CITATIONS: Final = tuple(map(tei, ("bibl", "biblStruct", "biblFull", "msDesc", "p")))
_SIGLA: Final = tuple(map(tei, ("abbr", "idno", "label")))
_DIVISIONS: Final = tuple(map(tei, ("div", "div1", "div2")))
_AGENTS: Final = tuple(map(tei, ("persName", "orgName", "name")))


class Agent(NamedTuple):
    """Somebody who is responsible for something; ``ref`` is a slug."""

    name: str
    ref: str = ""
    cert: str = ""


class Responsibility(NamedTuple):
    """What somebody did, in the words of the header."""

    role: str
    agents: tuple[Agent, ...]


class Statement(NamedTuple):
    """A sentence of the header with its id, its type, and the address it links to, if any."""

    text: str
    id: str = ""
    type: str = ""
    target: str = ""


class Dated(NamedTuple):
    """A date of the header: dating attributes, and the words."""

    text: str
    dates: tuple[tuple[str, str], ...]
    type: str = ""


class Hand(NamedTuple):
    """A hand that the header declares; ``person`` is the slug of the scribe."""

    id: str
    scribe: str
    person: str
    medium: str
    scope: str
    note: str


class Header(NamedTuple):
    """What a header says.

    Attributes:
        title: where the header gives none, that on the title page, or of all the text.
        unconsulted: originals that the encoders name, and say they did not consult.
        witnesses: those of the sources, each with its siglum as its id.
        principles: for each part of the editorial declaration, its name and its paragraphs.
    """

    id: str
    language: str
    title: str
    subtitle: str
    authors: tuple[Agent, ...]
    responsibilities: tuple[Responsibility, ...]
    edition: str
    publisher: str
    published: Dated | None
    identifiers: tuple[Statement, ...]
    licences: tuple[Statement, ...]
    sources: tuple[Statement, ...]
    first_publications: tuple[Statement, ...]
    unconsulted: tuple[Statement, ...]
    witnesses: tuple[Statement, ...]
    languages: tuple[Statement, ...]
    created: tuple[Dated, ...]
    hands: tuple[Hand, ...]
    principles: tuple[tuple[str, tuple[str, ...]], ...]


def siglum(witness: etree._Element, plain: Callable[[etree._Element], str]) -> str:
    """What a witness is called for short: by what is marked as that, by ``@n``, by its id."""
    marked = (part for part in witness.iter(*_SIGLA) if part.get("type") in ("siglum", "sigil"))
    part = next(marked, None)
    own = "" if part is None else plain(part)
    return own or witness.get("n", "") or witness.get(XML_ID, "")


def header_of(root: etree._Element, lines: Inlines) -> Header:
    """What the header of a TEI document or corpus says."""
    header = root.find(tei("teiHeader"))
    return _Reader(root, etree.Element("none") if header is None else header, lines).read()


class _Reader:
    def __init__(self, root: etree._Element, header: etree._Element, lines: Inlines) -> None:
        self.root = root
        self.header = header
        self.lines = lines

    def read(self) -> Header:
        titles = self.all("fileDesc/titleStmt/title")
        main = [t for t in titles if t.get("type") == "main"] or titles
        subs = [t for t in titles if t.get("type") == "sub"]
        sources = dict(self.sources())
        return Header(
            id=self.root.get(XML_ID, ""),
            language=self.root.get(XML_LANG, ""),
            title=(self.text(main[0]) if main else "") or self.own_title(),
            subtitle=self.text(subs[0]) if subs else "",
            authors=tuple(self.agent(e) for e in self.all("fileDesc/titleStmt/author")),
            responsibilities=tuple(self.responsibilities()),
            edition=self.first("fileDesc/editionStmt/edition"),
            publisher=self.first("fileDesc/publicationStmt/publisher"),
            published=next(iter(self.dates("fileDesc/publicationStmt/date")), None),
            identifiers=self.statements("fileDesc/publicationStmt/idno"),
            licences=self.statements("fileDesc/publicationStmt/availability/licence"),
            sources=sources.get("source", ()),
            first_publications=sources.get("first", ()),
            unconsulted=sources.get("unconsulted", ()),
            witnesses=tuple(self.witnesses()),
            languages=self.statements("profileDesc/langUsage/language", identify="ident"),
            created=tuple(self.dates("profileDesc/creation/date")),
            hands=tuple(map(self.hand, self.header.iter(tei("handNote")))),
            principles=tuple(self.principles()),
        )

    def own_title(self) -> str:
        """The title that a text gives itself; the heading of one chapter of several is none."""
        text = self.root.find(tei("text")) if self.root.tag == tei("TEI") else self.root
        if text is None or text.tag == tei("teiCorpus"):
            return ""
        front = text.find(tei("front"))
        pages = () if front is None else front.iter(tei("docTitle"), tei("titlePart"))
        page = next(iter(pages), None)
        if page is not None:
            parts = (part for part in page.iter(tei("titlePart")) if part.get("type") == "main")
            return self.text(next(parts, page))
        body = text.find(tei("body")) if text.tag == tei("text") else text
        while body is not None:
            if (head := body.find(tei("head"))) is not None:
                return self.text(head)
            divisions = list(body.iterchildren(*_DIVISIONS))
            body = divisions[0] if len(divisions) == 1 else None
        return ""

    def all(self, path: str) -> list[etree._Element]:
        return list(self.header.iterfind("/".join(map(tei, path.split("/")))))

    def first(self, path: str) -> str:
        found = self.all(path)
        return self.text(found[0]) if found else ""

    def text(self, element: etree._Element) -> str:
        return self.lines.plain(element)

    def slug(self, element: etree._Element, attribute: str) -> str:
        slugs = self.lines.structure.pointers.slugs(element, attribute)
        return slugs[0] if slugs else ""

    def agent(self, element: etree._Element) -> Agent:
        ref = self.slug(element, "ref")
        for name in element.iter(*_AGENTS):
            ref = ref or self.slug(name, "ref")
        named = next(element.iterchildren(*_AGENTS), element)  # beside it may be identifiers
        return Agent(self.text(named), ref, element.get("cert", ""))

    def responsibilities(self) -> Iterator[Responsibility]:
        for statement in self.all("fileDesc/titleStmt/respStmt"):
            roles = [self.text(role) for role in statement.iterchildren(tei("resp"))]
            agents = tuple(self.agent(name) for name in statement.iterchildren(*_AGENTS))
            yield Responsibility("; ".join(roles), agents)
        for name in ("editor", "principal", "sponsor", "funder"):
            for element in self.all(f"fileDesc/titleStmt/{name}"):
                role = element.get("role", name).capitalize()
                yield Responsibility(role, (self.agent(element),))

    def dates(self, path: str) -> Iterator[Dated]:
        for date in self.all(path):
            yield Dated(self.text(date), tuple(dating(date).items()), date.get("type", ""))

    def statement(self, element: etree._Element, identify: str = XML_ID) -> Statement:
        return Statement(
            self.text(element),
            element.get(identify, ""),
            element.get("type", ""),
            element.get("target", ""),
        )

    def statements(self, path: str, identify: str = XML_ID) -> tuple[Statement, ...]:
        return tuple(self.statement(element, identify) for element in self.all(path))

    def sources(self) -> Iterator[tuple[str, tuple[Statement, ...]]]:
        """The statements on sources, sorted by what they say of their source."""
        sorted_: dict[str, list[Statement]] = {}
        for description in self.all("fileDesc/sourceDesc"):
            for element in description.iter(*_CITATIONS):
                above = [element, *element.iterancestors()]
                above = above[: above.index(description)]
                if any(ancestor.tag in _CITATIONS for ancestor in above[1:]):
                    continue
                types = {ancestor.get("type") for ancestor in above}
                kind = "unconsulted" if "unconsulted" in types else "source"
                kind = "first" if "firstPublication" in types else kind
                sorted_.setdefault(kind, []).append(self.statement(element))
        for kind, statements in sorted_.items():
            yield kind, tuple(statements)

    def witnesses(self) -> Iterator[Statement]:
        """The witnesses of the text; an empty one, that is all in its siglum, says nothing."""
        for description in self.all("fileDesc/sourceDesc"):
            for witness in description.iter(tei("witness")):
                if text := self.text(witness):
                    yield Statement(text, siglum(witness, self.text))

    def hand(self, element: etree._Element) -> Hand:
        return Hand(
            element.get(XML_ID, ""),
            element.get("scribe", ""),
            self.slug(element, "scribeRef"),
            element.get("medium", ""),
            element.get("scope", ""),
            self.text(element),
        )

    def principles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name in ("projectDesc", "samplingDecl"):
            for element in self.all(f"encodingDesc/{name}"):
                yield from self._principle(element)
        for declaration in self.all("encodingDesc/editorialDecl"):
            for element in declaration.iterchildren(etree.Element):
                yield from self._principle(element)

    def _principle(self, element: etree._Element) -> Iterator[tuple[str, tuple[str, ...]]]:
        paragraphs = list(element.iterchildren(tei("p"), tei("ab"))) or [element]
        texts = tuple(text for text in map(self.text, paragraphs) if text)
        if texts:
            yield local(name_of(element)), texts
