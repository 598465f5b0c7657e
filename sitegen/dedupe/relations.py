"""This is where papers that belong together without being one work are linked, both ways."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sitegen.dedupe import Related
from sitegen.model.paper import Paper, Relation

_BOTH = frozenset(["edition", "part", "translation", "version"])
"""What each of two papers is to the other."""


def inverse(kind: str) -> str:
    """What the second is to the first, if the first is *kind* to the second."""
    if kind in _BOTH:
        return kind
    return kind.removeprefix("has-") if kind.startswith("has-") else f"has-{kind}"


def relations(papers: Sequence[Paper], related: Iterable[Related]) -> tuple[Paper, ...]:
    """*papers*, which are in the order of the clusters that *related* counts, with their relations.

    A pair that is related in several ways is so in each; none names itself.
    """
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for one in related:
        if papers[one.first].key != papers[one.second].key:
            found[one.second].add((one.kind, one.first))
            found[one.first].add((inverse(one.kind), one.second))
    if not found:
        return tuple(papers)
    return tuple(
        replace(paper, relations=_ordered(papers, found[n])) if n in found else paper
        for n, paper in enumerate(papers)
    )


def _ordered(papers: Sequence[Paper], found: Iterable[tuple[str, int]]) -> tuple[Relation, ...]:
    made = {
        Relation(kind=kind, key=papers[n].key, stated_key=papers[n].stated_key) for kind, n in found
    }
    return tuple(sorted(made, key=lambda one: (one.kind, one.key)))
