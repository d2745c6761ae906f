"""In: the header of an ODD document.
Out: the top of its page: titles, who is responsible, edition and licence."""

from __future__ import annotations

from collections.abc import Iterator

from tei_tools.odd.documentation.book import LANGUAGE
from tei_tools.odd.documentation.texts import declared_language, words_of
from tei_tools.odd.reader import TEI, Element, local
from tei_tools.pages import checked, escape, start

# A licence in more words than these is called by its address.
LONGEST = 120

HEADER = f"{TEI}teiHeader/{TEI}fileDesc/"


def write_banner(root: Element, ident: str) -> tuple[str, str]:
    """The title of the page as plain text, and its banner."""
    titles = root.findall(f"{HEADER}{TEI}titleStmt/{TEI}title")
    main = next((each for each in titles if each.get("type") != "sub"), None)
    title = (words_of(main) if main is not None else "") or ident
    lines = [f"<h1>{escape(title)}</h1>\n"]
    lines += [
        f'<p class="subtitle">{escape(words_of(each))}</p>\n'
        for each in titles
        if each is not main and words_of(each)
    ]
    said = [" · ".join(part) for part in (_agents(root), _publication(root)) if part]
    lines += [f'<p class="publication">{each}</p>\n' for each in said]
    language = declared_language(root)
    lang = "" if language.partition("-")[0] == LANGUAGE else language
    opened = start("header", class_="banner", lang=lang)
    return title, f"{opened}\n{''.join(lines)}</header>\n"


def _agents(root: Element) -> list[str]:
    """Authors and editors, and others with what they have done."""
    statement = root.find(f"{HEADER}{TEI}titleStmt")
    if statement is None:
        return []
    found = [words_of(each) for each in statement.iterchildren(TEI + "author", TEI + "editor")]
    for each in statement.iterchildren(TEI + "respStmt"):
        roles = [words_of(child) for child in each if child.tag == TEI + "resp"]
        names = [
            words_of(child)
            for child in each
            if isinstance(child.tag, str) and local(child) not in ("resp", "note")
        ]
        found.append(": ".join(", ".join(part) for part in (roles, names) if part))
    return [escape(each) for each in found if each]


def _publication(root: Element) -> list[str]:
    return [each for each in _published(root) if each]


def _published(root: Element) -> Iterator[str]:
    """Edition, publisher, date and licence."""
    for path in ("editionStmt/edition", "publicationStmt/publisher", "publicationStmt/date"):
        for each in root.iterfind(HEADER + "/".join(TEI + name for name in path.split("/"))):
            yield escape(words_of(each))
    for licence in root.iterfind(f"{HEADER}{TEI}publicationStmt/{TEI}availability/{TEI}licence"):
        target = licence.get("target", "")
        words = words_of(licence)
        text = escape(words if words and len(words) <= LONGEST else target or "Licence")
        is_web = target.startswith(("https:", "http:"))
        opened = start("a", href=checked(target), rel="license") if is_web else ""
        yield f"{opened}{text}</a>" if opened else text
