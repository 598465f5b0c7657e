"""This is where facets are written: one value, or some, of each paper in the order of places.

A file has three lines: the values as JSON, the papers' values as numbers, and an end.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from sitegen.model.paper import Paper
from sitegen.search.numbers import text as numbers
from sitegen.text.markup import plain


def of(papers: Sequence[Paper], at: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """(name, text) of each column of *papers*, which are in the order of their places."""
    taken = [at[paper.key] for paper in papers]
    gaps = [place - before - 1 for place, before in zip(taken, [-1, *taken], strict=False)]
    yield "place", _file([], gaps)
    yield "key", _file([paper.key for paper in papers], [])
    yield "id", _file([" ".join(_identifiers(paper)) for paper in papers], [])
    by_title = sorted(range(len(papers)), key=lambda n: (_title(papers[n]), papers[n].key))
    rank = {n: position for position, n in enumerate(by_title)}
    yield "title", _file([], [rank[n] for n in range(len(papers))])
    yield "year", _single([p.year for p in papers])
    yield "venue", _single([p.venue for p in papers])
    yield "type", _single([p.type for p in papers])
    yield "tag", _several([(*p.tags, *p.inferred_tags) for p in papers])


def _identifiers(paper: Paper) -> Iterator[str]:
    """DOIs and identifiers of arXiv of all versions, in lower case: what readers paste."""
    pairs = [(paper.doi, paper.arxiv), *((one.doi, one.arxiv) for one in paper.versions)]
    yield from dict.fromkeys(name.lower() for pair in pairs for name in pair if name)


def _title(paper: Paper) -> str:
    return plain(paper.title).casefold().lstrip("\"'“‘(")


def _single(stated: Sequence[str | int | None]) -> str:
    """One value of each paper: its number, 0 if not stated."""
    values = _commonest([value for value in stated if value])
    return _file(list(values), [values[value] + 1 if value else 0 for value in stated])


def _several(stated: Sequence[tuple[str, ...]]) -> str:
    """Any number of values of each paper: how many, then their numbers."""
    values = _commonest([value for some in stated for value in some])
    made: list[int] = []
    for some in stated:
        made += (len(some), *(values[value] for value in some))
    return _file(list(values), made)


def _commonest(stated: Sequence[str | int]) -> dict[str | int, int]:
    """The number of each value; small numbers, which are short, for those that many have."""
    counts: dict[str | int, int] = {}
    for value in stated:
        counts[value] = counts.get(value, 0) + 1
    ordered = sorted(counts, key=lambda value: (-counts[value], str(value)))
    return {value: number for number, value in enumerate(ordered)}


def _file(values: list[str | int], made: list[int]) -> str:
    shown = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return f"{shown}\n{numbers(made)}\n."
