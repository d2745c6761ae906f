"""In: an edition. Out: one self-contained HTML page, that needs no script and no other file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tei_tools.model.names import XML_ID
from tei_tools.pages import checked, escape, language_of, start, style

from ..behaviours import Behaviour
from ..compose import Work
from ..edition import Edition
from ..flatten import text_of
from ..header import Header
from ..merge import has_variants, merge_works
from ..nodes import Aside, BlockNode, Group, Mark, local_name
from ..options import TransformOptions
from .about import about, linked_data
from .apparatus import write_apparatus
from .blocks import heads_of, is_heading
from .body import Body
from .chronology import chronology
from .contents import contents
from .index import index
from .notes import write_notes
from .page import ABOUT_ID, TEXT_ID, VIEW_IDS, Heading, Page

#: The style of these pages, on top of that of all pages.
STYLE: Final = Path(__file__).parent.with_name("html.css")


def render_html(edition: Edition, options: TransformOptions) -> bytes:
    """The page of a document; a corpus is one page with all its works."""
    page = Page(edition, options.as_view, shows_source=options.source)
    root = edition.header(edition.document.root)
    level = 2 if edition.is_corpus else 1
    others = edition.works(page.other)
    works = [merge_works(*pair) for pair in zip(page.works, others, strict=True)]
    articles = [_article(page, work, n, level) for n, work in enumerate(works, 1)]
    parts = [edition.header(work.source) for work in page.works] if edition.is_corpus else []
    titles = {work.source: _title(page, edition.header(work.source)) for work in page.works}
    after = (chronology(page), index(page, titles if edition.is_corpus else {}), _about(page, root))
    nav = contents(page, [h for h in page.headings if h.level > 1], page.parts)
    text = "".join(
        (
            _head(page, root, parts),  # once all is written: it knows the styles in use
            _skip(page),
            _banner(page, root, has_views=any(map(has_variants, works))),
            nav,
            f"{start('main', id=TEXT_ID)}\n{''.join(articles)}",
            *after,
            "</main>\n",
            _footer(page),
            "</body>\n</html>\n",
        )
    )
    return text.encode()


def _head(page: Page, header: Header, parts: list[Header]) -> str:
    authors = ", ".join(agent.name for agent in header.authors)
    title = header.title or "Untitled"
    name = f"{title} – {authors}" if authors else title
    licence = next((s.target for s in header.licences if s.target.startswith("http")), "")
    metadata = (
        start("meta", name="author", content=authors) if authors else "",
        start("meta", name="description", content=header.subtitle) if header.subtitle else "",
        start("link", rel="license", href=checked(licence)) if licence else "",
    )
    return (
        "<!DOCTYPE html>\n"
        f"{start('html', lang=page.language, data_view=page.view.name)}\n<head>\n"
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="generator" content="tei-tools">\n'
        f"<title>{escape(name)}</title>\n"
        + "".join(f"{line}\n" for line in metadata if line)
        + f"<style>\n{style(STYLE)}{page.own_style}</style>\n"
        + f"{linked_data(header, parts)}</head>\n<body>\n"
    )


def _skip(page: Page) -> str:
    link = start("a", class_="skip", href=f"#{TEXT_ID}", lang=page.ui_language)
    return f"{link}Skip to the text</a>\n"


def _banner(page: Page, header: Header, has_views: bool) -> str:
    """The top of the page: who wrote it, in which edition, and the choice of the view."""
    authors = escape(", ".join(agent.name for agent in header.authors))
    lines = [f'<p class="page-author">{authors}</p>\n'] if authors else []
    if page.edition.is_corpus:
        lines.append(f"<h1>{escape(header.title or 'Untitled')}</h1>\n")
        if header.subtitle:
            lines.append(f'<p class="subtitle">{escape(header.subtitle)}</p>\n')
    views = _choice(page) if has_views else ""
    return f'<header class="banner">\n{"".join(lines)}{views}</header>\n'


def _choice(page: Page) -> str:
    """The choice between views; it works by style alone."""
    options = "".join(
        f"<label>{start('input', type='radio', name='tt-view', id=own)[:-1]}"
        f"{' checked' if view is page.view else ''}> {escape(view.label)}</label>\n"
        for own, view in zip(VIEW_IDS, (page.view, page.other), strict=True)
    )
    opened = start("fieldset", class_="views", lang=page.ui_language)
    return f"{opened}\n<legend>View</legend>\n{options}</fieldset>\n"


def _article(page: Page, work: Work, number: int, level: int) -> str:
    """A work with its notes, its list of changes, and in a corpus what its header says."""
    header = page.edition.header(work.source)
    own = page.claim(work.source.get(XML_ID, "")) or page.fresh(f"work-{number}")
    body = Body(page, work, own, page.edition.units(work))
    is_titled = any(_is_title(node, header.title) for node in work.main)
    body.title_level = level if is_titled else 0
    body.top = body.last = level
    language = language_of(work.source)
    body.out.append(f"{start('article', id=own, class_='work', lang=language)}\n")
    if not is_titled:
        title = _title(page, header)
        body.out.append(f"{start(f'h{level}', class_='apart')}{escape(title)}</h{level}>\n")
        page.headings.append(Heading(level, own, title))
    inner = level if is_titled else level + 1
    before = len(page.headings)
    body.out.append('<div class="reading">\n')
    body.blocks(work.main, inner)
    body.out.append("</div>\n")
    for place, heading in enumerate(page.headings[before:], before):
        if heading.level == level:  # the title of the work, which leads to the work
            page.headings[place] = Heading(level, own, heading.text)
    body.blocks(work.apart, level + 1)
    write_notes(body, work.notes, level + 1, header.title)
    write_apparatus(body, level + 1, header.title)
    page.dated += [(written, header.title) for written in body.dated]
    if page.edition.is_corpus:
        page.parts.clear()  # a list of those of each work would be longer than that of the works
    if page.edition.is_corpus and (said := about(page, header)):
        summary = start("summary", lang=page.ui_language)
        body.out.append(f"<details>{summary}Sources of this work</summary>\n{said}</details>\n")
    body.out.append("</article>\n")
    return "".join(body.out)


def _title(page: Page, header: Header) -> str:
    """The title of a work; its subtitle, where the title is but that of the corpus it is in."""
    corpus = page.edition.header(page.edition.document.root)
    if page.edition.is_corpus and header.title == corpus.title and header.subtitle:
        return header.subtitle
    return header.title or "Untitled"


def _is_title(node: BlockNode, title: str) -> bool:
    """Whether the body of a text, or a fragment that is the whole document, has a heading.

    That of its only division is one, too, where it repeats the title.
    """
    if not isinstance(node, Group):
        return False
    name, inner = local_name(node), [c for c in node.children if not isinstance(c, Mark | Aside)]
    if any(map(is_heading, inner)):
        return name in ("body", "div", "text")
    if name == "text":
        return any(_is_title(child, title) for child in inner if _is_body(child))
    match inner:
        case [Group(behaviour=Behaviour.SECTION) as only] if name == "body":
            return any(text_of(head.children) == title for head in heads_of(only)[:1])
    return False


def _is_body(node: BlockNode) -> bool:
    return isinstance(node, Group) and local_name(node) == "body"


def _about(page: Page, header: Header) -> str:
    said = about(page, header)
    if not said:
        return ""
    what = "edition" if page.edition.is_corpus else "text"
    own = page.part(ABOUT_ID, f"About this {what}")
    opened = start("section", class_="about-page", aria_labelledby=own)
    head = start("h2", id=own, lang=page.ui_language)
    return f"{opened}\n{head}About this {what}</h2>\n{said}</section>\n"


def _footer(page: Page) -> str:
    opened = start("footer", lang=page.ui_language)
    return f"{opened}\n<p>Made from TEI XML by tei-tools.</p>\n</footer>\n"
