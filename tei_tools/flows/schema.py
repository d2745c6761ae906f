"""In: an ODD and the name of a schema language. Out: the schema, and what it cannot say.

ODD → specs → merge with its source → flat ODD → RELAX NG or XSD
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tei_tools.odd import compile_odd, to_rng, to_xsd


@dataclass(frozen=True, slots=True)
class CompiledSchema:
    """A schema made from an ODD.

    Attributes:
        schema: the file to write.
        companions: files that must stand beside it, by name.
        losses: what the ODD says and the schema language cannot, a sentence each.
        notices: what in the ODD has no effect, with its place.
    """

    schema: bytes
    companions: Mapping[str, bytes] = field(default_factory=dict)
    losses: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def compile_to(odd: Path, to: str, *, source: Path | None = None) -> CompiledSchema:
    """Compile an ODD to ``rng`` or ``xsd``.

    Raises:
        OddError: the ODD has an error or uses what is not supported; says where and why.
    """
    flat = compile_odd(odd, source=source)
    notices = tuple(f"{n.place.path}:{n.place.line}: {n.message}" for n in flat.notices)
    if to == "rng":
        return CompiledSchema(to_rng(flat), notices=notices)
    result = to_xsd(flat)
    losses = tuple(f"{loss.spec}: {loss.reason}" for loss in result.losses)
    return CompiledSchema(result.schema, result.companions, losses, notices)
