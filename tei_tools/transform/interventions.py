"""In: an element of the encoding. Out: the intervention that it records, if it records one.

`sic` is what the source has, `corr` what is read in its place, whatever the elements are called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from lxml import etree

from tei_tools.model.names import local, name_of, tei

from .nodes import Intervention, Reading

#: Says what is read in an element as the source has it (``True``), or as the edition reads it.
Plain: TypeAlias = Callable[[etree._Element, bool], str]

#: Pairs in a ``choice``: what the source has, what is read, and what the intervention is called.
PAIRS: Final = (
    ("sic", "corr", "correction"),
    ("orig", "reg", "regularisation"),
    ("abbr", "expan", "expansion"),
)
#: Elements that record an intervention alone: its kind, and whether each side has their text.
SINGLE: Final[Mapping[str, tuple[str, bool, bool]]] = MappingProxyType(
    {
        tei("sic"): ("apparent error", True, True),
        tei("corr"): ("correction", False, True),
        tei("reg"): ("regularisation", False, True),
        tei("supplied"): ("supplied", False, True),
        tei("surplus"): ("surplus", True, False),
        tei("secl"): ("surplus", True, True),
        tei("del"): ("deletion", True, False),
        tei("add"): ("addition", False, True),
        tei("unclear"): ("unclear", True, True),
        tei("gap"): ("gap", False, False),
    }
)
#: Elements that record an intervention as a whole, so that nothing inside them is one more.
WHOLE: Final = frozenset(map(tei, ("choice", "app", "subst", "expan")))
#: The elements that may record an intervention.
RECORDING: Final = WHOLE | SINGLE.keys()


def records(element: etree._Element) -> bool:
    """Whether an element may record an intervention."""
    return element.tag in RECORDING


def intervention_of(element: etree._Element, plain: Plain) -> Intervention | None:
    """The intervention that an element records; None when it records none."""
    if not records(element) or any(ancestor.tag in WHOLE for ancestor in element.iterancestors()):
        return None
    match local(name_of(element)):
        case "choice":
            return _choice(element, plain)
        case "subst":
            return _made("substitution", *_both(element, "del", "add", plain), element)
        case "app":
            return _variant(element, plain)
        case "expan":
            if element.find(f".//{tei('ex')}") is None:
                return None
            return _made("expansion", plain(element, True), plain(element, False), element)
    kind, in_source, in_reading = SINGLE[name_of(element)]
    sic = plain(element, True) if in_source else None
    corr = plain(element, False) if in_reading else None
    return _made(kind, sic, corr, element)


def _variant(element: etree._Element, plain: Plain) -> Intervention:
    readings = list(element.iter(tei("rdg")))
    lem = element.find(f".//{tei('lem')}")
    if lem is None and readings:
        lem = readings.pop(0)  # the first is read where the editor chose none
    read = None if lem is None else plain(lem, False)
    others = [Reading(plain(rdg, True), _witnesses(rdg)) for rdg in readings]
    said = "; ".join(reading.text or "–" for reading in others)
    made = _made("variant", said or None, read, element, lem)
    first = () if lem is None else (Reading(read or "", _witnesses(lem)),)
    return made._replace(readings=(*first, *others))


def _witnesses(reading: etree._Element) -> tuple[str, ...]:
    return tuple(reading.get("wit", "").split())


def _choice(element: etree._Element, plain: Plain) -> Intervention | None:
    for source, read, kind in PAIRS:
        changed = element.find(tei(read))
        if changed is not None or element.find(tei(source)) is not None:
            return _made(kind, *_both(element, source, read, plain), element, changed)
    first = next(iter(element.iterchildren(etree.Element)), None)
    text = None if first is None else plain(first, False)
    return _made("unclear", text, text, element, first)


def _both(
    element: etree._Element, source: str, read: str, plain: Plain
) -> tuple[str | None, str | None]:
    sic = [plain(child, True) for child in element.iterchildren(tei(source))]
    corr = [plain(child, False) for child in element.iterchildren(tei(read))]
    return ("; ".join(sic) if sic else None, corr[0] if corr else None)


def _made(
    kind: str,
    sic: str | None,
    corr: str | None,
    element: etree._Element,
    inner: etree._Element | None = None,
) -> Intervention:
    def said(attribute: str) -> str:
        own = "" if inner is None else inner.get(attribute, "")
        return own or element.get(attribute, "")

    return Intervention(kind, sic, corr, tuple(said("resp").split()), said("cert"), said("reason"))
