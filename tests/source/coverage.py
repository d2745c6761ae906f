"""In: the copy-text and the TEI files. Out: the lines of both, made comparable one by one.

The edition promises that no word of its source is lost, added or changed without a name behind it.
This module states that promise as data: which lines of the source belong to which file, which lines
are left out and why, which were one paragraph before the e-book cut them in two, and the short
normalisation after which both sides must be equal, character for character.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

HERE = Path(__file__).parent
TEI_FOLDER = HERE.parent.parent / "tei"
SOURCE = HERE / "lenins-last-works.md"
EXCLUSIONS = HERE / "exclusions.toml"

#: Which lines of the source (counted from 1, both ends included) stand in which file.
SPANS: dict[str, tuple[int, int]] = {
    "front.xml": (1, 86),
    "works/01-letter-to-the-congress.xml": (87, 213),
    "works/02-state-planning-commission.xml": (214, 278),
    "works/03-question-of-nationalities.xml": (279, 362),
    "works/04-on-education.xml": (363, 421),
    "works/05-on-cooperation.xml": (422, 485),
    "works/06-our-revolution.xml": (486, 541),
    "works/07-workers-and-peasants-inspection.xml": (542, 593),
    "works/08-better-fewer-but-better.xml": (594, 774),
}

#: Paragraphs that the pages of the e-book cut in two: first half -> second half (line numbers).
JOINED: dict[int, int] = {
    121: 123, 143: 147, 172: 176, 198: 200, 229: 231, 295: 297, 319: 323, 351: 353, 394: 396,
    432: 434, 446: 448, 460: 462, 562: 564, 572: 574, 630: 632, 684: 686, 702: 704, 728: 730,
    740: 742,
}  # fmt: skip

#: The declared normalisation of the source: marks of Markdown that stand for TEI elements.
MARKDOWN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^#+ +"), ""),  # headings
    (re.compile(r"</?(?:i|b|sup)>"), ""),  # inline HTML
    (re.compile(r"\[(\[?[^\[\]]*)\]\(#\)"), r"\1"),  # links, all of them without a target
    (re.compile(r"\*+"), ""),  # bold and italic
    (re.compile(r"\s+"), " "),  # white space
)

TEI = "{http://www.tei-c.org/ns/1.0}"

#: Elements that are a line of their own in the source.
LINES = frozenset(
    f"{TEI}{name}" for name in ("head", "p", "signed", "dateline", "item", "row", "titlePart")
)
#: Notes whose brackets were taken out of the text, because every output generates them.
BRACKETED_NOTES = frozenset(("crossref", "explanation", "identification"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: where it stands (source line number or xml:id) and its normalised text."""

    place: str
    text: str


def normalise(line: str) -> str:
    """Take the marks of Markdown from one line of the source."""
    for pattern, replacement in MARKDOWN:
        line = pattern.sub(replacement, line)
    return line.strip()


def excluded_lines() -> dict[int, str]:
    """Read the log of exclusions: line number -> reason."""
    log = tomllib.loads(EXCLUSIONS.read_text(encoding="utf-8"))
    return {number: entry["reason"] for entry in log["exclusion"] for number in entry["lines"]}


def source_lines(name: str) -> list[Line]:
    """The lines that the file ``name`` must hold, cut paragraphs joined, exclusions left out."""
    raw = SOURCE.read_text(encoding="utf-8").split("\n")
    excluded = excluded_lines()
    first, last = SPANS[name]
    seconds = set(JOINED.values())
    lines = []
    for number in range(first, min(last, len(raw)) + 1):
        text = normalise(raw[number - 1])
        if not text or number in excluded or number in seconds:
            continue
        if number in JOINED:
            text = f"{text} {normalise(raw[JOINED[number] - 1])}"
        lines.append(Line(f"L{number}", text))
    return lines


def tei_lines(root: etree._Element) -> list[Line]:
    """The lines of the source as a TEI file holds them: with ``sic``, without this edition's notes.

    Raises:
        ValueError: text stands outside every element that is a line (it would go unchecked).
    """
    text = root.find(f"{TEI}text")
    return [] if text is None else list(_lines(text))


def _lines(element: etree._Element) -> Iterator[Line]:
    if not isinstance(element.tag, str) or _is_ours(element):
        return
    place = element.get("{http://www.w3.org/XML/1998/namespace}id") or element.tag
    if element.tag == f"{TEI}milestone":
        yield Line(place, "---")
    elif element.tag in LINES or _name(element.getparent()) in ("closer", "opener"):
        pieces = "".join(_inline(element)).split("\n")
        for piece in filter(None, (re.sub(r"\s+", " ", p).strip() for p in pieces)):
            yield Line(place, piece)
    else:
        if (element.text or "").strip():
            raise ValueError(f"text outside a line in {place}: {(element.text or '').strip()!r}")
        for child in element:
            yield from _lines(child)
            if (child.tail or "").strip():
                raise ValueError(f"text outside a line in {place}: {(child.tail or '').strip()!r}")


def _inline(element: etree._Element) -> Iterator[str]:
    before, after = _generated(element)
    yield before
    yield _characters(element.text, element)
    for child in element:
        if isinstance(child.tag, str) and not _is_ours(child) and child.tag != f"{TEI}corr":
            yield from _inline(child)
        yield _characters(child.tail, element)
    yield after


def _characters(text: str | None, parent: etree._Element) -> str:
    """Character data as it counts: none between a choice's parts; line ends are only layout."""
    return "" if text is None or parent.tag == f"{TEI}choice" else text.replace("\n", " ")


def _generated(element: etree._Element) -> tuple[str, str]:
    """What every output generates around an element, so that it is not in the TEI's text."""
    match _name(element), element.get("type"):
        case "lb", _:
            return "\n", ""
        case "cell", _:
            return " ", " "
        case "supplied", _:
            return "[", "]"
        case "ref", "noteref":
            return "[", "]"
        case "note", kind if kind in BRACKETED_NOTES:
            return "[", "]"
        case "p", _:
            note = element.getparent()
            if note is not None and note.get("place") == "end" and note[0] is element:
                return f"[{note.get('n')}]. ", ""
    return "", ""


def _name(element: etree._Element | None) -> str:
    return "" if element is None else str(element.tag).removeprefix(TEI)


def _is_ours(element: etree._Element) -> bool:
    """Is this a note or a statement of certainty of this edition, no part of the source's text?"""
    return element.tag in (f"{TEI}note", f"{TEI}certainty") and element.get("resp") == "reg:ed"


def differences(source: list[Line], tei: list[Line]) -> Iterator[str]:
    """Say where the two sides part, line by line; nothing when they are equal."""
    for want, have in zip(source, tei, strict=False):
        if want.text != have.text:
            at = next(
                (i for i, (a, b) in enumerate(zip(want.text, have.text, strict=False)) if a != b),
                min(len(want.text), len(have.text)),
            )
            start = max(0, at - 30)
            yield (
                f"{want.place} / {have.place}: source {want.text[start : at + 40]!r}, "
                f"TEI {have.text[start : at + 40]!r}"
            )
    for line in source[len(tei) :]:
        yield f"{line.place}: not in the TEI: {line.text[:70]!r}"
    for line in tei[len(source) :]:
        yield f"{line.place}: not in the source: {line.text[:70]!r}"


def main() -> int:
    """Print the first difference of every file."""
    status = 0
    for name in SPANS:
        path = TEI_FOLDER / name
        if not path.exists():
            print(f"{name}: not there yet")
            continue
        try:
            found = list(differences(source_lines(name), tei_lines(etree.parse(path).getroot())))
        except (ValueError, etree.XMLSyntaxError) as error:
            found = [str(error)]
        status |= bool(found)
        print(f"{name}: {len(found)} differences" + "".join(f"\n  {d}" for d in found[:3]))
    return status


if __name__ == "__main__":
    sys.exit(main())
