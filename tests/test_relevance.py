"""This is where the search is held to finding what readers look for (tests/relevance.py)."""

import random
from pathlib import Path

import pytest

from sitegen.model.paper import Paper

from .bench.papers import indexed, papers_of
from .relevance import KINDS, Figures, drawn, figures, ranks, typo
from .test_search import Searched

# What is found early, of the other kinds of query, when this was written, less what chance does:
# (kind, share among the first ten at 515 papers, at 10,000).
OTHERS = {
    "three rare words": (0.98, 0.92),
    "name and year": (0.97, 0.90),
    "name and title word": (0.97, 0.94),
}


def measured(folder: Path, papers: list[Paper]) -> dict[str, Figures]:
    """How early the papers drawn are found."""
    asked = [one for group in drawn(papers) for one in group]
    return figures(asked, ranks(folder, asked)[0])


def missed(found: dict[str, Figures], column: int) -> dict[str, Figures]:
    """The kinds of query that are answered worse than they must be."""
    least = {kind: floors[column] for kind, floors in OTHERS.items()} | {"title with a typo": 0.95}
    wrong = {kind: found[kind] for kind, floor in least.items() if found[kind].ten < floor}
    return wrong | ({"title": found["title"]} if found["title"].first < 0.98 else {})


@pytest.mark.slow
def test_papers_are_found_early_among_the_seeds(seeds: Path) -> None:
    found = measured(seeds / "build/site", Searched(seeds / "build/site").papers)
    assert set(found) == set(KINDS)
    assert missed(found, 0) == {}


@pytest.mark.slow
@pytest.mark.corpus
def test_papers_are_found_early_among_10_000(benchmarks: Path, tmp_path: Path) -> None:

    papers = papers_of(benchmarks, 10_000)
    found = measured(indexed(papers, tmp_path), papers)
    assert missed(found, 1) == {}


def test_a_typo_is_one_letter_more_less_or_other_or_two_swapped() -> None:
    made = {typo("a word", random.Random(seed)) for seed in range(400)}
    assert {"a wrd", "a owrd", "a woxrd", "a wora"} <= {word for word in made if word}
    assert {len(word or "") for word in made} == {5, 6, 7}
    assert "a word" not in made
    assert all((word or "").startswith("a ") for word in made)
    assert typo("it is so", random.Random(1)) is None


def test_the_same_papers_are_drawn_in_any_order_of_the_library() -> None:
    papers = [Paper(key=f"p{n}", title=f"Title {n // 2} of {n // 2}") for n in range(50)]
    one, other = drawn(papers, 10, 7), drawn(papers[::-1], 10, 7)
    assert one == other
    assert {len(asked.keys) for group in one for asked in group} == {2}
