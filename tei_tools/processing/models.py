"""In: models as text, as files keep them. Out: the models of elements, and the bundled ones.

For an element and an output the first model counts whose ``@output`` is that one, or none, and
whose predicate holds (TEI Guidelines, 22.5.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from tei_tools.model.names import TEI_NS, tei
from tei_tools.processing.behaviours import Behaviour
from tei_tools.resources import schema_path

if TYPE_CHECKING:
    from tei_tools.xpath import Expression

#: What ``make schemas`` makes of the models in the bundled ODDs.
BUNDLED: Final = "models.txt"


class Rendition(NamedTuple):
    """An ``outputRendition``: declarations of CSS, for all of the element or a ``scope`` of it."""

    css: str
    scope: str = ""


class Model(NamedTuple):
    """A ``model``.

    Attributes:
        behaviour: what the element does.
        predicate: for which elements the model is; for all where there is none.
        output: for which output it is, such as ``web``; for all where it is empty.
        params: expressions that give the parameters of the behaviour.
        renditions: how it looks.
        css_class: classes, parted by spaces.
        function: the name of a behaviour that a project adds, in place of `behaviour`.
        uses_source: the renditions of the source are obeyed (``@useSourceRendition``).
        place: the file and line where it stands.
    """

    behaviour: Behaviour
    predicate: Expression | None = None
    output: str = ""
    params: Mapping[str, Expression] = {}
    renditions: tuple[Rendition, ...] = ()
    css_class: str = ""
    uses_source: bool = False
    function: str = ""
    place: tuple[str, int] = ("", 0)

    @property
    def is_plain(self) -> bool:
        """Whether the behaviour is all that it says, of every element and for every output."""
        return self[1:8] == (None, "", {}, (), "", False, "")


class Sequence(NamedTuple):
    """A ``modelSequence``: all its models are applied, one after the other."""

    models: tuple[Model, ...]
    predicate: Expression | None = None
    output: str = ""
    place: tuple[str, int] = ("", 0)


#: The models of elements, by Clark name, in the order in which they are tried.
Models: TypeAlias = Mapping[str, tuple[Model | Sequence, ...]]


def bundled() -> Mapping[str, Behaviour]:
    """The behaviours that the models of the bundled ODDs give; they say no more than that."""
    plain, _ = _parts(schema_path(BUNDLED).read_bytes())
    return plain


def dump(models: Models) -> bytes:
    """Models as text: for each behaviour the elements that it says all of; the others as JSON.

    Elements of the TEI have their local names.
    """
    plain: dict[str, list[str]] = {}
    others: dict[str, tuple[Model | Sequence, ...]] = {}
    for name in sorted(models):
        short = name.removeprefix(f"{{{TEI_NS}}}")
        match models[name]:
            case (Model() as model,) if model.is_plain and len(short.split()) == 1:
                plain.setdefault(model.behaviour, []).append(short)
            case more:
                others[short] = more
    lines = [f"{behaviour}: {' '.join(plain[behaviour])}\n" for behaviour in sorted(plain)]
    if others:
        import json

        made = {name: [_data(model) for model in more] for name, more in others.items()}
        lines += ["\n" if lines else "\n\n", json.dumps(made), "\n"]
    return "".join(lines).encode()


def restore(data: bytes) -> Models:
    """The models of which `dump` gave this.

    Raises:
        ValueError: it is damaged.
    """
    try:
        plain, others = _parts(data)
        made: dict[str, tuple[Model | Sequence, ...]] = {
            name: (Model(behaviour),) for name, behaviour in plain.items()
        }
        if others:
            import json  # not needed for the bundled models, which are read at every start

            made |= {_clark(n): tuple(map(_model, each)) for n, each in json.loads(others).items()}
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None
    return made


def _parts(data: bytes) -> tuple[dict[str, Behaviour], str]:
    """The elements with plain models, and the text of the others."""
    table, _, others = data.decode().partition("\n\n")
    found: dict[str, Behaviour] = {}
    for line in table.splitlines():
        behaviour, _, names = line.partition(": ")
        found |= dict.fromkeys(map(_clark, names.split()), Behaviour(behaviour))
    return found, others


def _clark(name: str) -> str:
    return name if name.startswith("{") else tei(name)


def _data(model: Model | Sequence) -> Any:
    """A model as plain data; what is usual is left out."""
    made = {
        key: value
        for key, value in model._asdict().items()
        if value != model._field_defaults.get(key)
    }
    if model.predicate is not None:
        made["predicate"] = model.predicate.to_data()
    if isinstance(model, Sequence):
        return made | {"models": [_data(each) for each in model.models]}
    return made | {"params": {name: each.to_data() for name, each in model.params.items()}}


def _model(data: Any) -> Model | Sequence:
    from tei_tools.xpath import Expression  # only where a model says more than a behaviour

    made = dict(data)
    if "predicate" in made:
        made["predicate"] = Expression.from_data(made["predicate"])
    if "place" in made:
        made["place"] = tuple(made["place"])
    if "models" in made:
        return Sequence(**made | {"models": tuple(map(_model, made["models"]))})
    made["behaviour"] = Behaviour(made["behaviour"])
    made["params"] = {n: Expression.from_data(each) for n, each in made["params"].items()}
    made["renditions"] = tuple(Rendition(*each) for each in made.get("renditions", ()))
    return Model(**made)
