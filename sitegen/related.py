"""This is where a paper finds the papers nearest to it: by the rare words and tags they share."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sitegen.model.mapping import Map
from sitegen.model.paper import Paper
from sitegen.text.fold import singular, subject, words

_COMMON = 60
"""A term that more papers have says little, and would make the work quadratic."""

_TERMS = 24
"""Terms of a paper that are looked up, the rarest first."""

_WEIGHTS = {"title": 3.0, "tag": 2.0, "abstract": 1.0}


@dataclass(frozen=True, slots=True)
class _Index:
    """Who has which term, and what the term is worth."""

    holders: Mapping[str, tuple[tuple[int, float], ...]]
    """(position of the paper, weight of the term in it) by term."""

    worth: Mapping[str, float]
    """Inverse document frequency by term."""


def find(papers: Sequence[Paper], most: int, run: Map) -> dict[str, tuple[str, ...]]:
    """For each paper's key the keys of at most *most* others, nearest first; takes linear time."""
    if most == 0:
        return {paper.key: () for paper in papers}
    terms = [_terms(paper) for paper in papers]
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for position, weights in enumerate(terms):
        for term, weight in weights.items():
            holders[term].append((position, weight))
    kept = {term: tuple(own) for term, own in holders.items() if 2 <= len(own) <= _COMMON}
    worth = {term: math.log(1 + len(papers) / len(own)) for term, own in kept.items()}
    asked = [
        (
            position,
            tuple(
                sorted(
                    (term for term in weights if term in worth),
                    key=lambda term, weights=weights: (-worth[term] * weights[term], term),  # type: ignore[misc]  # a default binds the loop's value
                )[:_TERMS]
            ),
        )
        for position, weights in enumerate(terms)
    ]
    nearest = run(partial(_nearest, index=_Index(kept, worth), most=most), asked)
    keys = [paper.key for paper in papers]
    return {key: tuple(keys[n] for n in found) for key, found in zip(keys, nearest, strict=True)}


def _terms(paper: Paper) -> dict[str, float]:
    """The weight of each term of a paper: its greatest, if the term stands in several places."""
    weights: dict[str, float] = {}
    for word in words((paper.abstract or "")[:10000]):
        if len(word) > 3:
            weights[singular(word)] = _WEIGHTS["abstract"]
    for tag in (*paper.tags, *paper.inferred_tags):
        weights[f"#{subject(tag)}"] = _WEIGHTS["tag"]
    for word in words(paper.title):
        if len(word) > 2:
            weights[singular(word)] = _WEIGHTS["title"]
    return weights


def _nearest(asked: tuple[int, tuple[str, ...]], *, index: _Index, most: int) -> tuple[int, ...]:
    position, terms = asked
    scores: dict[int, float] = defaultdict(float)
    for term in terms:
        worth = index.worth[term]
        for other, weight in index.holders[term]:
            scores[other] += worth * weight
    scores.pop(position, None)
    return tuple(sorted(scores, key=lambda other: (-scores[other], other))[:most])
