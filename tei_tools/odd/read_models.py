"""In: an ODD. Out: the models of its elementSpecs, those of its sources where it has none.

An elementSpec with models says all of its element: they take the place of those of the source
(TEI Guidelines 22.5.4). Which modules an ODD includes makes no difference here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tei_tools.model.finding import Finding
from tei_tools.model.wording import nearest
from tei_tools.odd.errors import Log, bounded
from tei_tools.odd.files import Files
from tei_tools.odd.groups import followed
from tei_tools.odd.inclusions import include
from tei_tools.odd.read_content import alt_ident
from tei_tools.odd.reader import TEI, Element, Reader, local
from tei_tools.odd.specs import TEI_NS
from tei_tools.processing import PARAMETERS, Behaviour, Model, Models, Rendition, Sequence

if TYPE_CHECKING:
    from tei_tools.xpath import Expression

#: The namespaces that expressions in models may name by these prefixes, beside those declared.
PREFIXES: Final = {"tei": TEI_NS, "xml": "http://www.w3.org/XML/1998/namespace"}
#: The outputs that there are; ``plaintext`` is how the TEI writes it on a modelGrp.
OUTPUTS: Final = {"web": "web", "plain": "plain", "plaintext": "plain", "print": "print"}
#: Parameters that change nothing in any format, and why.
UNUSED: Final = {
    **dict.fromkeys(
        ((Behaviour.GRAPHIC, name) for name in ("width", "height", "scale")),
        "images are told in words, and never loaded",
    ),
    (Behaviour.INDEX, "type"): "a page has its contents and its indexes by itself",
    (Behaviour.METADATA, "content"): "what a page tells of the header is not said by models",
}
#: Parameters that only pages use: they change nothing where a model is for plain text.
ONLY_WEB: Final = frozenset(
    {
        (Behaviour.ANCHOR, "id"),
        (Behaviour.BREAK, "label"),
        (Behaviour.GRAPHIC, "title"),
        (Behaviour.GRAPHIC, "url"),
        (Behaviour.HEADING, "level"),
        (Behaviour.INLINE, "label"),
        (Behaviour.LINK, "uri"),
    }
)
#: What may be shown by an outputRendition with a scope.
SCOPES: Final = ("", "before", "after", "first-line", "first-letter")
_LITERAL: Final = re.compile(r"""'(\w*)'|"(\w*)\"""")
_MODELS: Final = (TEI + "model", TEI + "modelSequence", TEI + "modelGrp")


class _Log(Log):
    """What has been found, and who knows the behaviours that a project adds."""

    def __init__(self, custom: Callable[[], Collection[str]]) -> None:
        super().__init__()
        self.custom = custom


def read_models(
    odd: Path, files: Files, custom: Callable[[], Collection[str]] = tuple
) -> tuple[Models, tuple[Finding, ...]]:
    """The models of an ODD and of the sources it is put together with; and warnings.

    ``custom`` gives the names of behaviours that are not the TEI's; it is asked only at need.
    A source that is not on this machine has no models to give.

    Raises:
        OddError: the models are wrong; carries all that was found.
    """
    log = _Log(custom)
    with bounded(str(odd)):
        found = dict(_models(odd, files, log, ()))
    log.finish()
    return found, tuple(log.warnings)


def _models(odd: Path, files: Files, log: Log, above: tuple[Path, ...]) -> Models:
    root = files.read(odd)
    reader = Reader(str(odd), log)
    include(reader, root, odd, files)
    schema = next(root.iter(TEI + "schemaSpec"), None)
    made: dict[str, tuple[Model | Sequence, ...]] = {}
    source = None if schema is None else _source(schema, odd, files)
    if source is not None and source not in (odd, *above):
        made.update(_models(source, files, log, (*above, odd)))
    specs: Iterable[tuple[Reader, Element]] = (
        ((reader, spec) for spec in root.iter(TEI + "elementSpec"))
        if schema is None
        else followed(reader, schema, odd, files)
    )
    for its_reader, spec in specs:
        if local(spec) == "elementSpec":
            models = [each for each in spec if each.tag in _MODELS]
            if models:
                ns = spec.get("ns", TEI_NS if schema is None else schema.get("ns", TEI_NS))
                name = alt_ident(spec) or its_reader.required(spec, "ident")
                made[f"{{{ns}}}{name}" if ns else name] = tuple(
                    model for each in models for model in _read(its_reader, each, "", ())
                )
    return made


def _source(schema: Element, odd: Path, files: Files) -> Path | None:
    """The source that an ODD names, where it is on this machine."""
    name = (schema.get("source") or "").strip()
    return files.find(odd, name) if name else None


def _read(
    reader: Reader, element: Element, output: str, renditions: tuple[Rendition, ...]
) -> Iterator[Model | Sequence]:
    """The models that an element is, or groups; a wrong one is left out, and told."""
    with reader.log.going_on():
        output = _output(reader, element) or output
        place = reader.place(element)
        at = (place.path, place.line)
        match local(element):
            case "modelGrp":
                inner = (*renditions, *_renditions(reader, element))
                for each in element.iterchildren(*_MODELS):
                    yield from _read(reader, each, output, inner)
            case "modelSequence":
                models = tuple(
                    model
                    for each in element.iterchildren(TEI + "model")
                    for model in _read(reader, each, output, renditions)
                    if isinstance(model, Model)
                )
                yield Sequence(models, _expression(reader, element, "predicate"), output, at)
            case _:
                behaviour, function = _behaviour(reader, element)
                params = _params(reader, element, None if function else behaviour)
                if not function and output != "print":
                    _tell_unused(reader, element, behaviour, params, output)
                uses = element.get("useSourceRendition", "").strip() in ("true", "1")
                yield Model(
                    behaviour,
                    _expression(reader, element, "predicate"),
                    output,
                    params,
                    (*renditions, *_renditions(reader, element)),
                    " ".join(element.get("cssClass", "").split()),
                    uses,
                    function,
                    at,
                )


def _behaviour(reader: Reader, element: Element) -> tuple[Behaviour, str]:
    name = reader.required(element, "behaviour")
    if name not in list(Behaviour):
        custom = reader.log.custom() if isinstance(reader.log, _Log) else ()
        if name in custom:
            return Behaviour.INLINE, name
        near = nearest(name, [*Behaviour, *custom])
        known = f"did you mean `{near}`?" if near else f"known are {', '.join(Behaviour)}"
        raise reader.error(element, f"unknown behaviour `{name}`; {known}", "unknown")
    return Behaviour(name), ""


def _output(reader: Reader, element: Element) -> str:
    name = element.get("output", "").strip()
    if name and name not in OUTPUTS:
        known = "web (for HTML), plain (for text and JSON) and print"
        reader.warn(element, f"no format here is made for the output `{name}`; known are {known}")
    return OUTPUTS.get(name, name)


def _params(reader: Reader, element: Element, behaviour: Behaviour | None) -> dict[str, Expression]:
    made: dict[str, Expression] = {}
    for param in element.iterchildren(TEI + "param"):
        name = reader.required(param, "name")
        if behaviour is Behaviour.LINK and name == "link":  # as the list of names has it
            reader.warn(param, "the parameter `link` of `link` is called `uri` now", "renamed")
            name = "uri"
        if behaviour is not None and name not in PARAMETERS[behaviour]:
            known = ", ".join(PARAMETERS[behaviour]) or "none"
            near = nearest(name, PARAMETERS[behaviour])
            cure = f"did you mean `{near}`?" if near else f"its parameters: {known}"
            reader.warn(param, f"`{behaviour}` has no parameter `{name}`; {cure}", "unknown")
            continue
        value = _expression(reader, param, "value")
        if value is None:
            raise reader.error(param, "<param> needs @value")
        made[name] = value
    return made


def _tell_unused(
    reader: Reader, model: Element, behaviour: Behaviour, params: Collection[str], output: str
) -> None:
    """Warn of each parameter that changes nothing."""
    values = {each.get("name"): each for each in model.iterchildren(TEI + "param")}
    for name in params:
        why = UNUSED.get((behaviour, name), "")
        if output == "plain" and (behaviour, name) in ONLY_WEB:
            why = 'only pages use it, and the model is for output="plain"'
        elif behaviour is Behaviour.ALTERNATE and "default" not in params:
            why = "without `default`, a view reads what it prefers"
        elif (behaviour, name) == (Behaviour.BREAK, "label") and not _may_be_page(model, values):
            why = "only page breaks show their label"
        if why:
            said = f"the parameter `{name}` of `{behaviour}` has no effect here: {why}"
            reader.warn(values.get(name, model), said)


def _may_be_page(model: Element, values: Mapping[str | None, Element]) -> bool:
    """Whether a break may be the beginning of a page, as far as its model tells."""
    if "type" not in values:
        spec = next(model.iterancestors(TEI + "elementSpec"), None)
        return spec is not None and spec.get("ident") == "pb"
    literal = _LITERAL.fullmatch(values["type"].get("value", "").strip())
    return literal is None or "page" in literal.groups()


def _expression(reader: Reader, element: Element, attribute: str) -> Expression | None:
    from tei_tools.xpath import XPathError, compile_expression

    text = element.get(attribute, "").strip()
    if not text:
        return None
    namespaces = PREFIXES | {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
    try:
        return compile_expression(
            text, namespaces=namespaces, version="3.1", default_namespace=TEI_NS
        )
    except XPathError as problem:
        message = f"@{attribute} `{text}` is no XPath: {problem.cause}"
        raise reader.error(element, message) from None


def _renditions(reader: Reader, element: Element) -> tuple[Rendition, ...]:
    for each in element.iterchildren(TEI + "outputRendition"):
        if (scope := each.get("scope", "").strip()) not in SCOPES:
            known = ", ".join(SCOPES[1:])
            reader.warn(each, f"the scope `{scope}` has no effect here; known are {known}")
    return tuple(
        Rendition(" ".join("".join(each.itertext()).split()), each.get("scope", "").strip())
        for each in element.iterchildren(TEI + "outputRendition")
    )
