"""In: plain data, as JSON keeps it. Out: the models of elements, and the bundled ones.

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
BUNDLED: Final = "models.json"


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
    place: tuple[str, int] = ("", 0)

    @property
    def is_plain(self) -> bool:
        """Whether the behaviour is all that it says, of every element and for every output."""
        return self[1:7] == (None, "", {}, (), "", False)


class Sequence(NamedTuple):
    """A ``modelSequence``: all its models are applied, one after the other."""

    models: tuple[Model, ...]
    predicate: Expression | None = None
    output: str = ""
    place: tuple[str, int] = ("", 0)


#: The models of elements, by Clark name, in the order in which they are tried.
Models: TypeAlias = Mapping[str, tuple[Model | Sequence, ...]]


def bundled() -> Mapping[str, tuple[Model, ...]]:
    """The models of the bundled ODDs: each says a behaviour, and no more."""
    models = restore(schema_path(BUNDLED).read_bytes())
    return {
        name: tuple(each for each in found if isinstance(each, Model))
        for name, found in models.items()
    }


def dump(models: Models) -> bytes:
    """Models as JSON, an element a line; elements of the TEI by their local names."""
    import json

    names = {name.removeprefix(f"{{{TEI_NS}}}"): each for name, each in models.items()}
    lines = (
        f"{json.dumps(name)}: {json.dumps([_data(model) for model in names[name]])}"
        for name in sorted(names)
    )
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def restore(data: bytes) -> Models:
    """The models of which `dump` gave this.

    Raises:
        ValueError: it is damaged.
    """
    import json

    try:
        return {
            name if name.startswith("{") else tei(name): tuple(map(_model, models))
            for name, models in json.loads(data).items()
        }
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from None


def _data(model: Model | Sequence) -> Any:
    """A model as plain data: what is usual is left out, and of a plain one only a name is left."""
    if isinstance(model, Model) and model.is_plain:
        return model.behaviour.value
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
    if isinstance(data, str):
        return Model(Behaviour(data))
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
