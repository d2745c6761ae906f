"""In: a pattern at which a document failed. Out: what was possible, and how to go on."""

from __future__ import annotations

from .patterns import Kind, Pattern, Patterns


def first_labels(pattern: Pattern) -> int:
    """The labels of the leaves (and text) that may come next."""
    match pattern.kind:
        case Kind.GROUP:
            labels = 0
            for part in pattern.parts:
                labels |= first_labels(part)
                if not part.nullable:
                    break
            return labels
        case Kind.CHOICE | Kind.INTERLEAVE | Kind.ONE_OR_MORE:
            labels = 0
            for part in pattern.parts:
                labels |= first_labels(part)
            return labels
    return pattern.labels


def required_labels(pattern: Pattern) -> int:
    """The labels of the leaves of which one must come, now or after what may come before it."""
    if pattern.nullable:
        return 0
    match pattern.kind:
        case Kind.GROUP:
            return next(required_labels(part) for part in pattern.parts if not part.nullable)
        case Kind.CHOICE | Kind.INTERLEAVE | Kind.ONE_OR_MORE:
            labels = 0
            for part in pattern.parts:
                labels |= required_labels(part)
            return labels
    return pattern.labels


def skip(make: Patterns, pattern: Pattern, labels: int) -> Pattern:
    """The pattern without what stands before the first leaf of ``labels``."""
    if not pattern.labels & labels:
        return make.not_allowed
    match pattern.kind:
        case Kind.CHOICE:
            return make.choice([skip(make, part, labels) for part in pattern.parts])
        case Kind.GROUP:
            for position, part in enumerate(pattern.parts):
                if part.labels & labels:
                    rest = pattern.parts[position + 1 :]
                    return make.group((skip(make, part, labels), *rest))
        case Kind.INTERLEAVE:
            return make.choice(
                [
                    make.interleave(
                        (
                            *pattern.parts[:position],
                            skip(make, part, labels),
                            *pattern.parts[position + 1 :],
                        )
                    )
                    for position, part in enumerate(pattern.parts)
                    if part.labels & labels
                ]
            )
        case Kind.ONE_OR_MORE:
            inside = skip(make, pattern.parts[0], labels)
            return make.group((inside, make.choice((make.empty, pattern))))
    return pattern


def missing_attributes(make: Patterns, pattern: Pattern) -> int:
    """The labels of the attributes that keep a start tag from being complete."""
    if make.close(pattern).kind is not Kind.NOT_ALLOWED:
        return 0
    if pattern.kind is Kind.LEAF:
        return pattern.labels & make.attributes
    labels = 0
    for part in pattern.parts:
        labels |= missing_attributes(make, part)
    return labels


def without_attributes(make: Patterns, pattern: Pattern) -> Pattern:
    """The pattern as if every attribute had been given."""
    if not pattern.labels & make.attributes:
        return pattern
    if not pattern.parts:
        return make.empty
    parts = [without_attributes(make, part) for part in pattern.parts]
    return make.rebuild(pattern.kind, parts)
