"""In: what each class, macro or datatype leads to.
Out: an order in which nothing comes before what it leads to; rings, and chains beyond a bound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tei_tools.odd.errors import OddError

#: How many names may lead to one another in a row; the TEI itself has chains of less than ten.
DEEPEST = 100
#: A ring or chain of more names than this is told by its ends.
SHOWN = 8


def ordered(graph: Mapping[str, Iterable[str]], ring: Callable[[list[str]], OddError]) -> list[str]:
    """The names, each after those that it leads to; other names are passed over.

    Raises OddError: what `ring` makes of the names in each ring, those that share none.
    """
    order: dict[str, None] = {}
    rings: list[list[str]] = []
    in_ring: set[str] = set()
    for start in graph:
        path: dict[str, Iterator[str]] = {} if start in order else {start: iter(graph[start])}
        while path:
            name, following = next(reversed(path.items()))
            found = next((each for each in following if each in graph and each not in order), None)
            if found is None:
                del path[name]
                order[name] = None
            elif found not in path:
                path[found] = iter(graph[found])
            else:
                names = list(path)[list(path).index(found) :]
                if in_ring.isdisjoint(names):
                    rings.append([*names, found])
                    in_ring.update(names)
    if rings:
        raise OddError([finding for names in rings for finding in ring(names).findings])
    return list(order)


def longest(graph: Mapping[str, Iterable[str]], order: Iterable[str]) -> list[str]:
    """The longest chain, where it is longer than DEEPEST; else nothing."""
    length: dict[str, int] = {}
    following: dict[str, str] = {}
    for name in order:
        after = [each for each in graph[name] if each in length]
        if after:
            following[name] = max(after, key=length.__getitem__)
        length[name] = 1 + length.get(following.get(name, ""), 0)
    chain = [max(length, key=length.__getitem__)] if length else []
    if not chain or length[chain[0]] <= DEEPEST:
        return []
    while chain[-1] in following:
        chain.append(following[chain[-1]])
    return chain


def shown(names: list[str]) -> str:
    """Names that lead to one another, as a message has them."""
    few = names if len(names) <= SHOWN else [*names[:3], f"… {len(names) - 5} more …", *names[-2:]]
    return " → ".join(few)
