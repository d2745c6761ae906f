"""In: the bytes of a file and a source of chance. Out: a copy with something wrong in it.

Three kinds: of bytes, of tokens, of trees. Every mutator has the same shape, so that any number of
them can be applied one after the other; one that finds nothing to do returns what it was given.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from lxml import etree

from tei_tools.model.names import name_of

Mutator = Callable[[bytes, "Chance"], bytes]
Tree = etree._Element

#: What a number is replaced by.
NUMBERS = (
    "0", "-1", "00", "1e9", "1.5", "255", "256", "65536", "99999999", "2147483648", "-2147483649",
    "9" * 20, "9" * 400, "9" * 5000, f"0.{'9' * 5000}", "1e400", "-0", "٣", "²", "NaN",
    "unbounded", "",
)  # fmt: skip
#: Pieces that mean something to a parser, a schema or an expression.
PIECES = (
    b"<", b">", b"&", b"]]>", b"<!--", b"-->", b"<![CDATA[", b"<?x ?>", b"<?xml version='1.0'?>",
    b"&#0;", b"&#xD800;", b"&#x10FFFF;", b"&#xFFFE;", b"&lt;", b"&x;", b"\x00", b"\x0b", b"\x1b[2J",
    b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff", b"\xc0\x80", b"\xef\xbb\xbf", b"\xef\xbf\xbe",
    b"\r", b"\r\n", b"\xc2\x85", b"\xe2\x80\xa8", b"\xf0\x9f\x98\x80", b"e\xcc\x81", b"\t", b" ",
    b"#", b"#x", b"../..", b"file:///etc/passwd", b"http://127.0.0.1:9/x", b"//[", b"://", b"%",
    b":",
    b"{", b"}", b"{}x", b"(a+)+b", b"[a-z-[aeiou]]{9,}", b"\\p{Lu}", b"\\", b"(", b")*", b"*", b"$",
    b"xmlns=''", b"xmlns:a='b'", b" xml:id='a'", b" ns=''", b"''", b'"', b"%s", b"{0}", b"//*",
)  # fmt: skip
#: What an encoding is changed to.
ENCODINGS = (
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp1252", "utf-7",
    "shift_jis", "cp037", "koi8-r",
)  # fmt: skip
#: What an encoding declaration names.
DECLARED = (
    *ENCODINGS, "utf8", "UTF_8", "ascii", "x", "", "utf-9", "idna", "hex", "rot13", "base64",
    "zlib",
    "undefined", "unicode_escape", "punycode", "mbcs", "ucs-2", "iso-10646-ucs-4", "iso-2022-jp",
)  # fmt: skip
_BOMB = "<!ENTITY e0 'ha'>" + "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(12))
#: Internal subsets, and what is put into the text with them.
DOCTYPES = (
    (_BOMB, "&e12;"),
    (_BOMB, "&e3;"),
    (f"<!ENTITY q '{'q' * 100_000}'>", "&q;" * 1000),
    ("<!ENTITY x SYSTEM 'file:///etc/hostname'>", "&x;"),
    ("<!ENTITY x SYSTEM '/dev/zero'>", "&x;"),
    ("<!ENTITY x SYSTEM 'http://127.0.0.1:9/x'>", "&x;"),
    ("<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;", ""),
    ("<!ENTITY % p '<!ENTITY x SYSTEM \"file:///etc/hostname\">'> %p;", "&x;"),
    ("<!ENTITY a '&b;'><!ENTITY b '&a;'>", "&a;"),
    ("<!ENTITY a '<p>x</p>'>", "&a;&a;"),
    ("<!ENTITY a '<p>'>", "&a;</p>"),
    ("<!ENTITY a '&#60;p>x&#60;/p>'>", "&a;"),
    ("<!ATTLIST p n CDATA 'x' xml:id ID #IMPLIED>", ""),
    ("<!ELEMENT p EMPTY><!NOTATION n SYSTEM 'x'><!ENTITY u SYSTEM 'x' NDATA n>", "&u;"),
    ("", "&undefined;"),
)
NAMES = (
    "a",
    "p",
    "div",
    "x:y",
    "ref",
    "choice",
    "except",
    "xml",
    "TEI",
    "schema",
    "élément",
    "a.b-c",
)
DEPTHS = (3, 50, 240, 257, 1200, 2100, 10_000)
_TOKEN = re.compile(rb"[A-Za-z_][\w.\-]*(?::[\w.\-]+)?|\d+|\"[^\"<]*\"|'[^'<]*'|[^\w\s]")


class Chance(random.Random):
    """A source of chance that knows of other files of the same kind.

    Attributes:
        others: their bytes.
    """

    def __init__(self, seed: object, others: Sequence[bytes] = ()) -> None:
        super().__init__(str(seed))
        self.others = others

    def other(self, data: bytes) -> bytes:
        """Another file, or the same where there is none."""
        return self.choice(self.others) if self.others else data

    def span(self, data: bytes, longest: int = 2_000) -> tuple[int, int]:
        """Where a run of bytes begins and ends."""
        start = self.randrange(len(data) + 1)
        return start, min(len(data), start + int(self.expovariate(1 / 30)) % longest + 1)


# --- of bytes ---


def flip_bits(data: bytes, chance: Chance) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 40)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def delete_bytes(data: bytes, chance: Chance) -> bytes:
    start, end = chance.span(data)
    return data[:start] + data[end:]


def repeat_bytes(data: bytes, chance: Chance) -> bytes:
    start, end = chance.span(data)
    times = min(chance.choice((2, 2, 3, 20, 3_000)), 300_000 // (end - start + 1))
    return data[:start] + data[start:end] * times + data[end:]


def splice(data: bytes, chance: Chance) -> bytes:
    other = chance.other(data)
    start, end = chance.span(other, 20_000)
    place, after = chance.span(data)
    return data[:place] + other[start:end] + data[chance.choice((place, after)) :]


def cut_off(data: bytes, chance: Chance) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def put_in(data: bytes, chance: Chance) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(PIECES) + data[place:]


def encode(data: bytes, chance: Chance) -> bytes:
    text = data.decode("utf-8", errors="replace")
    if chance.random() < 0.5:  # a declaration that agrees
        text = re.sub(r"^<\?xml.*?\?>", "", text)
    return text.encode(chance.choice(ENCODINGS), errors="xmlcharrefreplace")


def declare_encoding(data: bytes, chance: Chance) -> bytes:
    body = re.sub(rb"^\s*<\?xml.*?\?>", b"", data)
    return f'<?xml version="1.0" encoding="{chance.choice(DECLARED)}"?>'.encode() + body


def mark_byte_order(data: bytes, chance: Chance) -> bytes:
    return chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0")) + data


def insert_nul(data: bytes, chance: Chance) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + b"\0" * chance.choice((1, 2, 4096)) + data[place:]


BYTES: tuple[Mutator, ...] = (
    flip_bits, delete_bytes, repeat_bytes, splice, cut_off, put_in, encode, declare_encoding,
    mark_byte_order, insert_nul,
)  # fmt: skip

# --- of tokens ---


def _tokens(data: bytes) -> list[re.Match[bytes]]:
    return list(_TOKEN.finditer(data))


def swap_tokens(data: bytes, chance: Chance) -> bytes:
    tokens = _tokens(data)
    if len(tokens) < 2:
        return data
    one, other = sorted(chance.sample(range(len(tokens)), 2))
    first, second = tokens[one], tokens[other]
    between = data[first.end() : second.start()]
    return data[: first.start()] + second[0] + between + first[0] + data[second.end() :]


def replace_token(data: bytes, chance: Chance) -> bytes:
    tokens, others = _tokens(data), _tokens(chance.other(data))
    if not tokens or not others:
        return data
    token, other = chance.choice(tokens), chance.choice(others)
    return data[: token.start()] + other[0] + data[token.end() :]


def replace_number(data: bytes, chance: Chance) -> bytes:
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return data
    number = chance.choice(numbers)
    return data[: number.start()] + chance.choice(NUMBERS).encode() + data[number.end() :]


def add_doctype(data: bytes, chance: Chance) -> bytes:
    root = re.search(rb"<[A-Za-z][^<>]*>", data)
    if root is None:
        return data
    subset, text = (part.encode() for part in chance.choice(DOCTYPES))
    name = re.split(rb"[\s/>]", root[0][1:])[0]
    places = [each.end() for each in re.finditer(rb"(?<!/)>", data) if each.end() >= root.end()]
    place = chance.choice(places or [root.end()])
    doctype = b"<!DOCTYPE %s [%s]>" % (name, subset)
    return data[: root.start()] + doctype + data[root.start() : place] + text + data[place:]


def long_value(data: bytes, chance: Chance) -> bytes:
    values = [each for each in _tokens(data) if each[0][:1] in b"\"'"]
    if not values:
        return data
    value = chance.choice(values)
    inside = chance.choice((b"a", b"a ", b"(", b"a:", b"#a ", b"&lt;", b"\xc3\xa9", b"1", b"(a?)"))
    middle = inside * chance.choice((100, 2_000, 60_000))
    return data[: value.start() + 1] + middle + data[value.end() - 1 :]


TOKENS: tuple[Mutator, ...] = (
    swap_tokens, replace_token, replace_token, replace_number, add_doctype, long_value,
)  # fmt: skip

# --- of trees ---


def _on_tree(change: Callable[[Tree, Chance], object]) -> Mutator:
    def mutator(data: bytes, chance: Chance) -> bytes:
        root = _parsed(data)
        if root is None:
            return data
        change(root, chance)
        return etree.tostring(root, encoding="utf-8")

    mutator.__name__ = change.__name__.strip("_")
    return mutator


def _parsed(data: bytes) -> Tree | None:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, collect_ids=False))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _any(root: Tree, chance: Chance) -> Tree:
    return chance.choice(list(root.iter(etree.Element)))


def _inner(root: Tree, chance: Chance) -> tuple[Tree, Tree] | None:
    """An element below the root, and its parent."""
    inner = list(root.iter(etree.Element))[1:]
    if not inner:
        return None
    element = chance.choice(inner)
    parent = element.getparent()
    assert parent is not None
    return element, parent


def _rename(root: Tree, chance: Chance) -> None:
    element = _any(root, chance)
    name, other = etree.QName(element), chance.choice(NAMES).replace(":", "")
    again = f"{{{name.namespace or 'urn:x'}}}{other}"
    element.tag = chance.choice([_any(root, chance).tag, "a", "{urn:x}a", name.localname, again])


def _drop(root: Tree, chance: Chance) -> None:
    if found := _inner(root, chance):
        found[1].remove(found[0])


def _unwrap(root: Tree, chance: Chance) -> None:
    if found := _inner(root, chance):
        for child in reversed(found[0]):
            found[0].addnext(child)
        found[1].remove(found[0])


def _double(root: Tree, chance: Chance) -> None:
    if found := _inner(root, chance):
        size = len(list(found[0].iter()))
        for _ in range(min(chance.choice((1, 1, 2, 500)), 5_000 // size)):
            found[0].addnext(copy.deepcopy(found[0]))


def _move(root: Tree, chance: Chance) -> None:
    if found := _inner(root, chance):
        target = _any(root, chance)
        if found[0] not in (target, *target.iterancestors()):
            target.insert(chance.randrange(len(target) + 1), found[0])


def _graft(root: Tree, chance: Chance) -> None:
    other = _parsed(chance.other(b""))
    if other is not None:
        branch = copy.deepcopy(_any(other, chance))
        if len(list(branch.iter())) < 500:
            target = _any(root, chance)
            target.insert(chance.randrange(len(target) + 1), branch)


def _set_attribute(root: Tree, chance: Chance) -> None:
    other = _parsed(chance.other(b"")) if chance.random() < 0.3 else None
    source = _any(root if other is None else other, chance)
    pairs = [(str(key), value) for key, value in source.attrib.items()]
    key, value = chance.choice(pairs) if pairs else ("n", "")
    values = (
        value,
        "",
        value * 2,
        f" {value}\n",
        value[1:],
        "*",
        "#",
        "a b",
        "false",
        "-1",
        "9" * 30,
    )
    _any(root, chance).set(key, chance.choice(values))


def _drop_attribute(root: Tree, chance: Chance) -> None:
    having = [element for element in root.iter(etree.Element) if element.attrib]
    if having:
        element = chance.choice(having)
        del element.attrib[chance.choice(list(element.attrib))]


def _swap_values(root: Tree, chance: Chance) -> None:
    having = [element for element in root.iter(etree.Element) if element.attrib]
    for one, other in pairwise(chance.sample(having, min(2, len(having)))):
        name, second = chance.choice(list(one.attrib)), chance.choice(list(other.attrib))
        first_value, second_value = one.get(name, ""), other.get(second, "")
        one.set(name, second_value)
        other.set(second, first_value)


def _write(root: Tree, chance: Chance) -> None:
    element = _any(root, chance)
    element.text = chance.choice(("", " ", "stray", "\u200b", "x" * 50_000, "\U0001f600", "\ue000"))


def _nest(root: Tree, chance: Chance) -> None:
    """An element inside itself, many times."""
    element = _any(root, chance)
    inside = list(element)
    attributes = dict(element.attrib)
    for _ in range(chance.choice((1, 2, 30, 120))):
        element = etree.SubElement(element, element.tag, attributes)
    element.extend(inside)


def _rename_alike(root: Tree, chance: Chance) -> None:
    """The name of an element that stands in one of the same name as its own parent."""
    if found := _inner(root, chance):
        alike = [
            c.tag for each in root.iter(name_of(found[1])) for c in each.iterchildren(etree.Element)
        ]
        found[0].tag = chance.choice(alike)


def _move_alike(root: Tree, chance: Chance) -> None:
    """A copy of an element goes where others of its parent's name are."""
    if found := _inner(root, chance):
        target = chance.choice(list(root.iter(name_of(found[1]))))
        if len(list(found[0].iter())) < 500:
            target.insert(chance.randrange(len(target) + 1), copy.deepcopy(found[0]))


def _wrap_alike(root: Tree, chance: Chance) -> None:
    """An element that may hold elements of this name is put around one."""
    if found := _inner(root, chance):
        around = [
            each for each in root.iter(etree.Element) if any(c.tag == found[0].tag for c in each)
        ]
        model = chance.choice(around)
        wrapper = etree.Element(model.tag, dict(model.attrib))
        found[0].addprevious(wrapper)
        wrapper.append(found[0])


def _replace_alike(root: Tree, chance: Chance) -> None:
    """An element takes the place of another of its parent's children."""
    if found := _inner(root, chance):
        others = [child for each in root.iter(name_of(found[1])) for child in each]
        other = chance.choice(others)
        if len(list(other.iter())) < 500:
            found[1].replace(found[0], copy.deepcopy(other))


def _value_alike(root: Tree, chance: Chance) -> None:
    """An attribute gets the value that it has elsewhere."""
    having = [element for element in root.iter(etree.Element) if element.attrib]
    if having:
        element = chance.choice(having)
        name = chance.choice(list(element.attrib))
        element.set(name, chance.choice([e.get(name, "") for e in having if name in e.attrib]))


#: What may well leave a file that is right, and another one.
ALIKE: tuple[Mutator, ...] = tuple(
    map(_on_tree, (_rename_alike, _move_alike, _wrap_alike, _replace_alike, _value_alike))
)
TREES: tuple[Mutator, ...] = tuple(
    map(
        _on_tree,
        (
            _rename, _rename, _drop, _unwrap, _double, _move, _move, _graft, _graft, _set_attribute,
            _set_attribute, _drop_attribute, _swap_values, _write, _nest,
        ),
    )
)  # fmt: skip


def deepen(data: bytes, chance: Chance) -> bytes:
    """An element around the content of another, many levels of it, as text."""
    tags = list(re.finditer(rb"<([A-Za-z][\w.:\-]*)[^<>]*(?<!/)>", data))
    if not tags:
        return data
    tag, depth = chance.choice(tags), chance.choice(DEPTHS)
    name = chance.choice((tag[1], tag[1], chance.choice(NAMES).encode()))
    opened, closed = b"<%s>" % name * depth, b"</%s>" % name * depth
    return data[: tag.end()] + opened + closed + data[tag.end() :]


def nest_brackets(data: bytes, chance: Chance) -> bytes:
    """A token in brackets, many levels of them: what is not XML nests so."""
    tokens = _tokens(data)
    if not tokens:
        return data
    token = chance.choice(tokens)
    opening, closing = chance.choice(((b"(", b")"), (b"{", b"}"), (b"[", b"]"), (b"(", b")?")))
    depth = chance.choice(DEPTHS)
    start, end = token.span()
    return data[:start] + opening * depth + token[0] + closing * depth + data[end:]


#: How often each kind is chosen, for XML and for anything else.
KINDS: tuple[tuple[float, Sequence[Mutator]], ...] = (
    (0.12, BYTES),
    (0.16, TOKENS),
    (0.25, TREES),
    (0.45, ALIKE),
    (0.02, (deepen,)),
)
NOT_XML: tuple[tuple[float, Sequence[Mutator]], ...] = (
    (0.3, BYTES),
    (0.65, TOKENS),
    (0.05, (nest_brackets,)),
)


def mutate(data: bytes, chance: Chance) -> tuple[bytes, tuple[str, ...]]:
    """The bytes with one or a few things of one kind done to them, and the names of these."""
    names = []
    kinds = KINDS if data.lstrip()[:1] == b"<" else NOT_XML
    (kind,) = chance.choices([each for _, each in kinds], [weight for weight, _ in kinds])
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        mutator = chance.choice(kind)
        data = mutator(data, chance)
        names.append(mutator.__name__)
    return data, tuple(names)
