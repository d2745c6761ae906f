"""``names.coordinates``: a point on the earth has a latitude and a longitude."""

from __future__ import annotations

import re
from typing import Final

from tei_tools.model.finding import Severity
from tei_tools.model.names import tei
from tei_tools.rules.context import Context
from tei_tools.rules.rule import Elements, Problem, Problems, Rule

RULE = Rule(
    code="names.coordinates",
    name="coordinates lie nowhere on the earth",
    reason="`geo` has latitude and longitude in degrees, in this order, with a space between: maps "
    "show the place elsewhere or not at all.",
    source="TEI Guidelines 13.3.4.1; WGS 84",
    bad='<listPlace><place xml:id="gorki"><placeName>Gorki</placeName><location><geo>137.77 55.52'
    "</geo></location></place></listPlace>",
    good='<listPlace><place xml:id="gorki"><placeName>Gorki</placeName><location><geo>55.52 37.77'
    "</geo></location></place></listPlace>",
    severity=Severity.ERROR,
)
NUMBER: Final = r"([+-]?\d+(?:\.\d+)?)"
PAIR: Final = re.compile(rf"{NUMBER}(?:\s*,\s*|\s+){NUMBER}(?:(?:\s*,\s*|\s+){NUMBER})?")


def check(elements: Elements, context: Context) -> Problems:
    if any(
        each.get("datum", "WGS84") != "WGS84" for each in context.document.root.iter(tei("geoDecl"))
    ):
        return
    for geo in elements:
        words = (geo.text or "").strip()
        match = PAIR.fullmatch(words)
        if len(geo) or match is None:
            continue  # another notation, or a whole shape
        if abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
            yield Problem(
                element=geo,
                message=f"`{words}` is no point on the earth: latitudes end at 90, longitudes at 180",
                suggestion="the latitude stands first",
            )
