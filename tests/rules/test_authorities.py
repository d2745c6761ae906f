"""Identifiers of authority files and books are told from such as have a slip in them."""

from __future__ import annotations

import pytest

from tei_tools.rules.names.authorities import in_address, why_wrong

RIGHT = """
gnd 118607626
gnd 118540238
gnd 118640402
gnd 118578537
gnd 4005728-8
gnd 36164-1
orcid 0000-0002-1825-0097
orcid https://orcid.org/0000-0001-5109-3700
isni 0000 0001 2103 2683
isbn 978-3-16-148410-0
isbn 0-306-40615-2
isbn ISBN 0-8044-2957-X
issn 0378-5955
issn 2434-561X
wikidata Q1394
viaf 71387963
geonames 524901
doi anything
"""
WRONG = """
gnd 118607627
gnd 118540283
gnd 4005728-9
gnd Schiller
orcid 0000-0002-1825-0098
orcid 0000-0002-1825
isbn 978-3-16-148410-1
isbn 978-3-16-148410
isbn 0-306-40615-3
issn 0378-5956
issn 0378
wikidata 1394
wikidata Q01394
viaf n/a
geonames Moscow
"""


def pairs(table: str) -> list[list[str]]:
    return [line.split(maxsplit=1) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("kind", "identifier"), pairs(RIGHT))
def test_right_identifier_is_silent(kind: str, identifier: str) -> None:
    assert why_wrong(kind, identifier) == ""


@pytest.mark.parametrize(("kind", "identifier"), pairs(WRONG))
def test_wrong_identifier_is_told(kind: str, identifier: str) -> None:
    assert why_wrong(kind, identifier)


ADDRESSES = [
    ("https://d-nb.info/gnd/118607626", ("gnd", "118607626")),
    ("http://viaf.org/viaf/71387963/", ("viaf", "71387963")),
    ("https://www.wikidata.org/wiki/Q1394", ("wikidata", "Q1394")),
    ("http://www.wikidata.org/entity/Q1394#x", ("wikidata", "Q1394")),
    ("https://orcid.org/0000-0002-1825-0097", ("orcid", "0000-0002-1825-0097")),
    ("https://isni.org/isni/0000000121032683", ("isni", "0000000121032683")),
    ("https://www.geonames.org/524901/moscow.html", ("geonames", "524901")),
    ("https://example.org/Q1394", ("", "")),
    ("#lenin", ("", "")),
]


@pytest.mark.parametrize(("address", "found"), ADDRESSES)
def test_identifier_is_found_in_an_address(address: str, found: tuple[str, str]) -> None:
    assert in_address(address) == found
