"""In: a name that is not allowed. Out: the one that seems to be meant."""

from __future__ import annotations

from collections.abc import Iterable

from tei_tools.model.names import TEI_NS, local, namespace
from tei_tools.model.vocabularies import module_of, related, strange_attribute, stranger
from tei_tools.model.wording import nearest


def meant_element(name: str, allowed: Iterable[str], known: Iterable[str]) -> str:
    """The element that is meant by one that the schema does not have; empty when none is near.

    An element of TEI that the schema leaves out is not taken for a misspelt one.

    Args:
        name: its Clark name.
        allowed: the names of the elements that may stand at the place.
        known: the names of all elements of the schema.
    """
    own = local(name)
    here, all_ = _of_namespace(name, allowed), _of_namespace(name, known)
    other = stranger(own)
    is_tei = namespace(name) == TEI_NS and bool(module_of(own))
    translated = (*(other.tei if other else ()), *(related(own) if is_tei else ()))
    for names in (here, all_):
        for each in translated:
            if each in names:
                return names[each]
    if is_tei:
        return ""
    return all_.get(nearest(own, all_, here), "")


def meant_attribute(name: str, element: str, allowed: Iterable[str], *, is_known: bool) -> str:
    """The attribute that is meant by another; empty when none is near.

    Args:
        name: its Clark name.
        element: that of its element.
        allowed: the names of the attributes that the element may still have.
        is_known: whether other elements have the attribute, so that it is hardly misspelt.
    """
    by_local = {local(each): each for each in allowed}
    other = strange_attribute(local(name), local(element))
    for each in (local(name), *(other.tei if other else ())):
        if (meant := each.removeprefix("xml:")) in by_local:
            return by_local[meant]
    return "" if is_known else by_local.get(nearest(local(name), by_local), "")


def _of_namespace(name: str, names: Iterable[str]) -> dict[str, str]:
    own = namespace(name)
    return {local(each): each for each in names if namespace(each) == own}
