"""In: the elements that document a thing, those of the customisation first, and a language.
Out: its gloss, description, remarks and examples: those of the customisation, where it has any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from tei_tools.odd.reader import LANG, TEI, Element, local
from tei_tools.odd.specs import Documentation
from tei_tools.pages import language_of

# The language that most ODDs have everything in.
FALLBACK = "en"

# Examples in these "languages" are for readers of all.
NEUTRAL = frozenset({"mul", "und", "zxx", "mis"})


class Texts:
    """Chooses among languages: the wanted one, that of the schema, none, English, any.

    What a customisation says, in whatever language, comes before what its source says, since it
    may say something else. `is_found` is whether anything in the wanted language was met.
    """

    def __init__(self, wanted: str, schema: str) -> None:
        self._order = (wanted.lower(), schema.lower(), "", FALLBACK)
        self.is_found = False

    def one(self, documentation: Documentation, name: str) -> Element | None:
        """The best child of this name; None where nothing has one."""
        return self.best(nearest(documentation, name))

    def many(self, documentation: Documentation, name: str) -> list[Element]:
        """All children of this name in the best language, in document order."""
        found = nearest(documentation, name)
        ranks = [self._rank(each) for each in found]
        best = min(ranks, default=0)
        return [
            each
            for each, rank in zip(found, ranks, strict=True)
            if rank == best or language(each) in NEUTRAL
        ]

    def best(self, found: Iterable[Element]) -> Element | None:
        """The one in the best language, the first of several."""
        return min(found, key=self._rank, default=None)

    def _rank(self, element: Element) -> int:
        own = language(element)
        for rank, each in enumerate(self._order):
            if own == each or (each and own.partition("-")[0] == each.partition("-")[0]):
                self.is_found = self.is_found or rank == 0
                return rank
        return len(self._order)


def nearest(documentation: Documentation, name: str) -> list[Element]:
    """The children of this name in the first layer that has one."""
    for layer in documentation.layers:
        found = layer.findall(TEI + name)
        if found:
            return found
    return []


def language(element: Element) -> str:
    """The language that an element is in, in small letters."""
    found = _speaker(element)
    return "" if found is None else found.get(LANG, "").lower()


def declared_language(element: Element) -> str:
    """The same, where HTML can say it, as HTML says it."""
    found = _speaker(element)
    return "" if found is None else language_of(found)


def _speaker(element: Element) -> Element | None:
    """The element that says the language: itself, or the nearest one above."""
    here: Element | None = element
    while here is not None and here.get(LANG) is None:
        here = here.getparent()
    return here


def words_of(element: Element) -> str:
    """The text in an element on one line, without its notes."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and local(child) != "note":
            yield from _pieces(child)
        elif isinstance(child, etree._Entity):
            yield child.text or ""
        yield child.tail or ""
