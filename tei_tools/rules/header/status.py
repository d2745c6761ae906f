"""``header.status``: the status of a file is that of its latest change."""

from __future__ import annotations

from tei_tools.rules.context import Context
from tei_tools.rules.dates.words import valued
from tei_tools.rules.nodes import children
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="header.status",
    name="the status of a file is not that of its latest change",
    reason="Workflows pick files by revisionDesc/@status; a change that was recorded without it "
    "leaves the file in the wrong pile.",
    source="TEI Guidelines 2.6",
    bad='<revisionDesc status="draft"><change when="2022-12-25" status="published">Published.'
    "</change></revisionDesc>",
    good='<revisionDesc status="published"><change when="2022-12-25" status="published">Published.'
    "</change></revisionDesc>",
)


def check(elements: Elements, _: Context) -> Problems:
    for revision in elements:
        status = revision.get("status")
        changes = [each for each in children(revision, "change") if each.get("status")]
        if not status or not changes:
            continue
        dated = [(span.last, change) for change in changes if (span := valued(change)[0])]
        latest = max(dated, key=lambda each: each[0])[1] if dated else changes[0]
        is_one_of_several = any(
            last == max(day for day, _ in dated) and change.get("status") == status
            for last, change in dated
        )
        if latest.get("status") != status and not is_one_of_several:
            yield Problem(
                element=revision,
                message=f"the status is `{status}`, but that of the latest change "
                f"is `{latest.get('status')}`",
                attribute="status",
                related=latest,
            )
