"""In: the ``source`` of a JSON document, by whomever it was written. Out: the TEI, as text of XML.

Everything is checked before it is written: annotations must be properly nested, in document order,
and of characters and names that XML allows. What is wrong is told with its JSON path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tei_tools.model import characters
from tei_tools.model.finding import TeiToolsError
from tei_tools.model.names import XML_NS

from .standoff import DOCTYPE, Annotation

#: Namespaces in XML 1.0, 4: names, with and without a prefix.
NCNAME: Final = re.compile(characters.NCNAME)
QNAME: Final = re.compile(rf"(?:{characters.NCNAME}:)?{characters.NCNAME}")
#: XML 1.0, 2.2: what is no character of XML.
NO_CHARACTER: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The members of each kind of annotation beside its numbers and place; the first tells the kind.
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("ns", "attrs"),
    "comment": (),
    "pi": ("data",),
}
_COMMON: Final = frozenset({"i", "p", "start", "end"})
#: What stands for a character in text and in attributes, so that it comes back as it was.
_IN_TEXT: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_VALUE: Final = {**_IN_TEXT, **str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})}
_SOURCE: Final = "$.source"


class JsonError(TeiToolsError):
    """What is wrong with a JSON document; ``code`` is that of the finding, ``path`` the place."""

    def __init__(self, code: str, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.code = code


def restored(source: object) -> str:
    """The XML that a ``source`` describes.

    Raises:
        JsonError: it does not follow the form, or its annotations are no document.
    """
    if not isinstance(source, dict):
        raise JsonError("json.form", _SOURCE, f"must be an object, not {_kind(source)}")
    text = _string(source.get("text"), f"{_SOURCE}.text")
    annotations = source.get("annotations")
    if not isinstance(annotations, list):
        message = f"must be a list, not {_kind(annotations)}"
        raise JsonError("json.form", f"{_SOURCE}.annotations", message)
    doctype = source.get("doctype")
    if doctype is not None:
        path = f"{_SOURCE}.doctype"
        if not DOCTYPE.fullmatch(_string(doctype, path)):
            raise JsonError("json.form", path, "is no document type declaration (`<!DOCTYPE …>`)")
    writer = _Writer(text, doctype)
    for number, annotation in enumerate(annotations):
        writer.take(annotation, f"{_SOURCE}.annotations[{number}]")
    return writer.finished()


class _Writer:
    def __init__(self, text: str, doctype: str | None) -> None:
        self.text = text
        self.doctype = doctype
        self.pieces = ['<?xml version="1.0" encoding="UTF-8"?>\n']
        self.open: list[Annotation] = []
        self.marks: list[int] = []  # of each open element, how many pieces there were
        self.scopes: list[frozenset[str]] = [frozenset({"xml"})]
        self.numbers: set[int] = set()
        self.place = 0
        self.has_root = False

    def take(self, annotation: object, path: str) -> None:
        made = _checked(annotation, path)
        if made["i"] in self.numbers:
            raise _misplaced(f"{path}.i", f"there is an annotation {made['i']} before this one")
        self.numbers.add(made["i"])
        self.close_to(made["p"], path)
        self.check_place(made, path)
        self.write_text(made["start"])
        if "name" in made:
            self.start(made, path)
        else:
            self.pieces.append(_empty(made, path) + ("" if self.open else "\n"))

    def close_to(self, parent: int | None, path: str) -> None:
        if parent is not None and parent not in self.numbers:
            raise _misplaced(f"{path}.p", f"there is no annotation {parent} before this one")
        while self.open and self.open[-1]["i"] != parent:
            self.close()
        if parent is not None and not self.open:
            raise _misplaced(
                f"{path}.p", f"{parent} is no element that this one can be in: annotations stand in"
                " document order, each after the one it is in"
            )  # fmt: skip

    def check_place(self, made: Annotation, path: str) -> None:
        start, end = made["start"], made["end"]
        if start > end:
            raise _misplaced(f"{path}.end", f"{end} is before its start, {start}")
        if end > len(self.text):
            message = f"{end} is outside the text, which has {len(self.text)} characters"
            raise _misplaced(f"{path}.end", message)
        if "name" not in made and start != end:
            raise _misplaced(f"{path}.end", "only elements have text in them: end must be start")
        if start < self.place:
            message = f"{start} overlaps what stands before it, as far as {self.place}"
            raise _misplaced(f"{path}.start", message)
        if self.open and end > self.open[-1]["end"]:
            outer = self.open[-1]
            message = f"{end} overlaps the end of `{outer['name']}` around it, at {outer['end']}"
            raise _misplaced(f"{path}.end", message)
        if not self.open:
            self.check_outermost(made, path)

    def check_outermost(self, made: Annotation, path: str) -> None:
        if "name" in made and self.has_root:
            raise _misplaced(f"{path}.p", "a document has one root element; this is a second one")
        at = len(self.text) if self.has_root else 0
        if made["start"] != at or ("name" in made and made["end"] != len(self.text)):
            raise _misplaced(f"{path}.start", "all text must be in the root element")

    def start(self, made: Annotation, path: str) -> None:
        if not self.open:
            self.has_root = True
            if self.doctype:
                self.pieces.append(f"{self.doctype}\n")
        scope = self.scopes[-1]
        namespaces = _namespaces(made, path)
        if namespaces:
            scope = scope.union(namespaces)
        written = [_name(made["name"], QNAME, f"{path}.name", scope)]
        for prefix, uri in namespaces.items():
            written.append(f'{f"xmlns:{prefix}" if prefix else "xmlns"}="{uri}"')
        for name, value in _pairs(made, "attrs", path):
            _name(name, QNAME, f"{path}.attrs", scope)
            if name == "xmlns" or name.startswith("xmlns:"):
                raise JsonError("json.form", f"{path}.attrs", f"`{name}` belongs into `ns`")
            written.append(f'{name}="{value.translate(_IN_VALUE)}"')
        self.pieces.append(f"<{' '.join(written)}>")
        self.open.append(made)
        self.marks.append(len(self.pieces))
        self.scopes.append(scope)

    def close(self) -> None:
        made = self.open.pop()
        self.scopes.pop()
        self.write_text(made["end"])
        if len(self.pieces) == self.marks.pop():
            self.pieces[-1] = f"{self.pieces[-1][:-1]}/>"
        else:
            self.pieces.append(f"</{made['name']}>")
        if not self.open:
            self.pieces.append("\n")

    def write_text(self, end: int) -> None:
        if end > self.place:
            self.pieces.append(self.text[self.place : end].translate(_IN_TEXT))
            self.place = end

    def finished(self) -> str:
        while self.open:
            self.close()
        if not self.has_root:
            raise _misplaced(f"{_SOURCE}.annotations", "there is no root element")
        return "".join(self.pieces)


def _checked(annotation: object, path: str) -> Annotation:
    """An annotation of which all members are of the right kind; names are not looked at yet."""
    if not isinstance(annotation, dict):
        raise JsonError("json.form", path, f"must be an object, not {_kind(annotation)}")
    kinds = [kind for kind in KINDS if kind in annotation]
    if len(kinds) != 1:
        message = (
            f"must have exactly one of {', '.join(KINDS)}; it has {', '.join(kinds) or 'none'}"
        )
        raise JsonError("json.form", path, message)
    for member in annotation:
        if member not in _COMMON and member not in (kinds[0], *KINDS[kinds[0]]):
            raise JsonError(
                "json.form", path, f"`{member[:50]}` is no member of such an annotation"
            )
    for member in sorted(_COMMON):
        value = annotation.get(member)
        is_null = member == "p" and "p" in annotation and value is None
        if not is_null and (type(value) is not int or value < 0):
            message = f"must be a whole number from 0 on, not {_kind(value)}"
            raise JsonError("json.form", f"{path}.{member}", message)
    _string(annotation[kinds[0]], f"{path}.{kinds[0]}")
    return annotation


def _empty(made: Annotation, path: str) -> str:
    """A comment or a processing instruction."""
    if "comment" in made:
        comment = made["comment"]
        if "--" in comment or comment.endswith("-"):
            message = "a comment must not have `--` in it, nor `-` at its end"
            raise JsonError("json.form", f"{path}.comment", message)
        return f"<!--{comment}-->"
    target, data = made["pi"], _string(made.get("data"), f"{path}.data")
    if _name(target, NCNAME, f"{path}.pi").lower() == "xml" or "?>" in data:
        message = "an instruction must not be called `xml`, nor have `?>` in it"
        raise JsonError("json.form", f"{path}.pi", message)
    return f"<?{target} {data}?>" if data else f"<?{target}?>"


def _namespaces(made: Annotation, path: str) -> dict[str, str]:
    """The namespaces that an element declares, ready to be written."""
    found: dict[str, str] = {}
    for prefix, uri in _pairs(made, "ns", path):
        if prefix:
            _name(prefix, NCNAME, f"{path}.ns")
            if prefix == "xmlns" or not uri or (prefix == "xml") != (uri == XML_NS):
                message = f"the prefix `{prefix}` cannot stand for `{uri}`"
                raise JsonError("json.form", f"{path}.ns", message)
        found[prefix] = uri.translate(_IN_VALUE)
    return found


def _pairs(made: Annotation, member: str, path: str) -> Iterator[tuple[str, str]]:
    value = made.get(member, {})
    if not isinstance(value, dict):
        raise JsonError("json.form", f"{path}.{member}", f"must be an object, not {_kind(value)}")
    for name, each in value.items():
        yield name, _string(each, f"{path}.{member}[{name[:50]!r}]")


def _name(name: str, form: re.Pattern[str], path: str, scope: frozenset[str] | None = None) -> str:
    if not form.fullmatch(name):
        raise JsonError("json.form", path, f"`{name[:50]}` is no name in XML")
    prefix, colon, _ = name.partition(":")
    if scope is not None and colon and prefix not in scope:
        message = f"the prefix of `{name[:50]}` is not declared: no `ns` around it has it"
        raise JsonError("json.form", path, message)
    return name


def _string(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise JsonError("json.form", path, f"must be a string, not {_kind(value)}")
    if found := NO_CHARACTER.search(value):
        message = f"U+{ord(found[0]):04X} at {found.start()} is no character that XML allows"
        raise JsonError("json.form", path, message)
    return value


def _kind(value: Any) -> str:
    """What a value is, in the words of JSON."""
    match value:
        case None:
            return "null or nothing"
        case bool():
            return str(value).lower()
        case int() if abs(value) < 10**15:
            return str(value)
        case int() | float():
            return "such a number"
        case str():
            return "a string"
        case list():
            return "a list"
    return "an object"


def _misplaced(path: str, message: str) -> JsonError:
    return JsonError("json.annotations", path, message)
