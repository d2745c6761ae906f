"""In: a pattern at which a document failed. Out: what was possible, and how to go on.

Patterns share their parts: ``known`` has the answers that a call has found already, so that none
is looked for twice.
"""

from __future__ import annotations

from .patterns import Kind, Pattern, Patterns


def first_labels(pattern: Pattern) -> int:
    """The labels of the leaves (and text) that may come next."""
    if pattern.first is None:
        pattern.first = 0 if pattern.parts else pattern.labels
        for part in pattern.parts:
            pattern.first |= first_labels(part)
            if pattern.kind is Kind.GROUP and not part.nullable:
                break
    return pattern.first


def required_labels(pattern: Pattern, known: dict[Pattern, int] | None = None) -> int:
    """The labels of the leaves of which one must come, now or after what may come before it."""
    if pattern.nullable:
        return 0
    if not pattern.parts:
        return pattern.labels
    known = {} if known is None else known
    if pattern not in known:
        labels = 0
        for part in pattern.parts:
            labels |= required_labels(part, known)
            if pattern.kind is Kind.GROUP and not part.nullable:
                break
        known[pattern] = labels
    return known[pattern]


def skip(
    make: Patterns, pattern: Pattern, labels: int, known: dict[Pattern, Pattern] | None = None
) -> Pattern:
    """The pattern without what stands before the first leaf of ``labels``."""
    known = {} if known is None else known
    if pattern not in known:
        known[pattern] = _skip(make, pattern, labels, known)
    return known[pattern]


def _skip(make: Patterns, pattern: Pattern, labels: int, known: dict[Pattern, Pattern]) -> Pattern:
    if not pattern.labels & labels:
        return make.not_allowed
    parts = pattern.parts
    match pattern.kind:
        case Kind.CHOICE:
            return make.choice([skip(make, part, labels, known) for part in parts])
        case Kind.GROUP:
            at = next(at for at, part in enumerate(parts) if part.labels & labels)
            return make.group((skip(make, parts[at], labels, known), *parts[at + 1 :]))
        case Kind.INTERLEAVE:
            return make.choice(
                [
                    make.interleave(
                        (*parts[:at], skip(make, part, labels, known), *parts[at + 1 :])
                    )
                    for at, part in enumerate(parts)
                    if part.labels & labels
                ]
            )
        case Kind.ONE_OR_MORE:
            inside = skip(make, parts[0], labels, known)
            return make.group((inside, make.choice((make.empty, pattern))))
    return pattern


def missing_attributes(
    make: Patterns, pattern: Pattern, known: dict[Pattern, int] | None = None
) -> int:
    """The labels of the attributes that keep a start tag from being complete."""
    if make.close(pattern).kind is not Kind.NOT_ALLOWED:
        return 0
    if pattern.kind is Kind.LEAF:
        return pattern.labels & make.attributes
    known = {} if known is None else known
    if pattern not in known:
        labels = 0
        for part in pattern.parts:
            labels |= missing_attributes(make, part, known)
        known[pattern] = labels
    return known[pattern]


def without_attributes(
    make: Patterns, pattern: Pattern, known: dict[Pattern, Pattern] | None = None
) -> Pattern:
    """The pattern as if every attribute had been given."""
    if not pattern.labels & make.attributes:
        return pattern
    known = {} if known is None else known
    if pattern not in known:
        parts = [without_attributes(make, part, known) for part in pattern.parts]
        known[pattern] = _made_of(make, pattern.kind, parts)
    return known[pattern]


def _made_of(make: Patterns, kind: Kind, parts: list[Pattern]) -> Pattern:
    match kind:
        case Kind.CHOICE:
            return make.choice(parts)
        case Kind.GROUP:
            return make.group(parts)
        case Kind.INTERLEAVE:
            return make.interleave(parts)
        case Kind.ONE_OR_MORE:
            return make.one_or_more(parts[0])
    return make.empty
