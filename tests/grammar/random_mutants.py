"""In: a valid tree and a seed. Out: a copy with one mistake, and the name of the mutation."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

from lxml import etree

Tree = etree._Element
NAMES = (
    "p div head note name persName date list item lb pb q title teiHeader body bogus l sp".split()
)
ATTRIBUTES = "n type rend when ref target who xml:lang bogus".split()
VALUES = ["", "x", "a b", "1922-12-25", "1922-13-01", "#x", "en", "en_GB", "12", "-1"]


def _elements(tree: Tree) -> list[Tree]:
    return list(tree.iter(etree.Element))


def _inner(tree: Tree, chance: random.Random) -> Tree:
    return chance.choice(_elements(tree)[1:])


def _clark(tree: Tree, name: str) -> str:
    return f"{{{etree.QName(tree).namespace or ''}}}{name}"


def remove(tree: Tree, chance: random.Random) -> None:
    element = _inner(tree, chance)
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def rename(tree: Tree, chance: random.Random) -> None:
    element = _inner(tree, chance)
    element.tag = _clark(tree, chance.choice(NAMES))


def misspell(tree: Tree, chance: random.Random) -> None:
    element = _inner(tree, chance)
    name = etree.QName(element).localname
    at = chance.randrange(len(name))
    element.tag = _clark(tree, name[:at] + chance.choice("aex") + name[at + 1 :])


def duplicate(tree: Tree, chance: random.Random) -> None:
    element = _inner(tree, chance)
    twin = copy.deepcopy(element)
    for each in twin.iter(etree.Element):
        each.attrib.pop("{http://www.w3.org/XML/1998/namespace}id", None)
    element.addnext(twin)


def swap(tree: Tree, chance: random.Random) -> None:
    element = _inner(tree, chance)
    following = element.getnext()
    if following is not None:
        following.addnext(element)


def insert(tree: Tree, chance: random.Random) -> None:
    element = chance.choice(_elements(tree))
    element.insert(0, etree.Element(_clark(tree, chance.choice(NAMES))))


def unwrap(tree: Tree, chance: random.Random) -> None:
    element = _inner(tree, chance)
    for child in reversed(element):
        element.addnext(child)
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def namespace(tree: Tree, chance: random.Random) -> None:
    element = _inner(tree, chance)
    element.tag = etree.QName(element).localname


def text(tree: Tree, chance: random.Random) -> None:
    element = chance.choice(_elements(tree))
    element.text = f"stray{(element.text or '').strip()}"


def empty(tree: Tree, chance: random.Random) -> None:
    element = _inner(tree, chance)
    for child in list(element):
        element.remove(child)
    element.text = None


def set_attribute(tree: Tree, chance: random.Random) -> None:
    name = chance.choice(ATTRIBUTES).replace("xml:", "{http://www.w3.org/XML/1998/namespace}")
    chance.choice(_elements(tree)).set(name, chance.choice(VALUES))


def remove_attribute(tree: Tree, chance: random.Random) -> None:
    having = [element for element in _elements(tree) if element.attrib]
    if having:
        element = chance.choice(having)
        del element.attrib[chance.choice(list(element.attrib))]


def change_value(tree: Tree, chance: random.Random) -> None:
    having = [element for element in _elements(tree) if element.attrib]
    if having:
        element = chance.choice(having)
        element.set(chance.choice(list(element.attrib)), chance.choice(VALUES))


MUTATIONS: tuple[Callable[[Tree, random.Random], None], ...] = (
    remove, rename, misspell, duplicate, swap, insert, unwrap, namespace, text, empty,
    set_attribute, remove_attribute, change_value,
)  # fmt: skip


def mutant(tree: Tree, seed: int) -> tuple[str, bytes]:
    """The name of a mutation and the bytes of the copy that it was done to."""
    chance = random.Random(seed)
    copied = copy.deepcopy(tree)
    mutation = MUTATIONS[seed % len(MUTATIONS)]
    mutation(copied, chance)
    return mutation.__name__, etree.tostring(copied, encoding="utf-8")
