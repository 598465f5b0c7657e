"""This is where it is measured how early a reader finds the paper looked for.

Papers are drawn at random, always the same ones, and each is asked for in the ways of ``KINDS``,
through the site's own scripts. A query has found its paper at the rank at which the paper itself is
shown. No other paper counts, however well it fits: "smith 2019" may fit twenty papers, nineteen of
which must then be wrong. Only a paper with the very same title is as good as the one drawn, for
the reader asked for either. What is not among the hundred best counts as not found.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from sitegen.model.paper import Paper
from sitegen.search.analysis import STOP_WORDS, fold, terms
from sitegen.text.markup import plain

from .test_search import ASSETS, node

MANY = 300
"""How many papers are drawn."""

SEED = 300
_LONG = re.compile(r"[^\W\d_]{4,}")
_TITLES = 0.99  # mean of 1/rank of titles, at least
_RARE = 0.01  # share of the papers that have a rare word at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query, and what it should find."""

    kind: str
    query: str
    keys: tuple[str, ...]
    """The paper, and those of the same title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How well some queries were answered."""

    queries: int
    first: float
    """Share whose paper is the first result: success@1."""
    ten: float
    """Share whose paper is among the first ten: success@10."""
    mrr: float
    """Mean of 1/rank, 0 for what is not found."""


def typo(text: str, chance: random.Random) -> str | None:
    """*text* with a letter too many, too few, another, or two swapped, in one of its words.

    The word has at least four letters; None if there is no such word.
    """
    words = [match for match in _LONG.finditer(text) if match[0].isascii()]
    if not words:
        return None
    word = chance.choice(words)
    at = chance.randrange(word.start(), word.end())
    letter = chance.choice(ascii_lowercase.replace(text[at].lower(), ""))
    swaps = [n for n in range(word.start(), word.end() - 1) if text[n] != text[n + 1]]
    kind = chance.choice(("insert", "delete", "substitute", "transpose" if swaps else "delete"))
    if kind == "insert":
        return text[:at] + letter + text[at:]
    if kind == "delete":
        return text[:at] + text[at + 1 :]
    if kind == "substitute":
        return text[:at] + letter + text[at + 1 :]
    at = chance.choice(swaps)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def drawn(papers: Sequence[Paper], many: int = MANY, seed: int = SEED) -> list[list[Asked]]:
    """For each of *many* papers the queries that should find it, one of each kind it allows."""
    chance = random.Random(seed)
    alike: dict[str, list[str]] = {}
    often: Counter[str] = Counter()
    for paper in papers:
        alike.setdefault(_folded(paper), []).append(paper.key)
        often.update(set(terms(paper.abstract or "")))
    taken = chance.sample(sorted(papers, key=lambda paper: paper.key), min(many, len(papers)))
    found = []
    for paper in taken:
        keys = tuple(sorted(alike[_folded(paper)]))
        queries = ((kind, make(paper, often, len(papers), chance)) for kind, make in KINDS.items())
        found.append([Asked(kind=k, query=q, keys=keys) for k, q in queries if q])
    return found


def _folded(paper: Paper) -> str:
    return " ".join(terms(plain(paper.title)))


Maker = Callable[[Paper, Mapping[str, int], int, random.Random], str | None]


def _title(paper: Paper, _often: Mapping[str, int], _many: int, _chance: random.Random) -> str:
    return plain(paper.title)


def _mistyped(
    paper: Paper, _often: Mapping[str, int], _many: int, chance: random.Random
) -> str | None:
    return typo(plain(paper.title), chance)


def _rare(paper: Paper, often: Mapping[str, int], many: int, chance: random.Random) -> str | None:
    """Three words at random that one paper in a hundred has at most, or else the three rarest."""
    words = dict.fromkeys(_LONG.findall(fold(plain(paper.abstract or ""))))
    counts = {word: often[term] for word in words for term in terms(word)[:1] if often[term]}
    rare = [word for word, count in counts.items() if count <= max(3, many * _RARE)]
    if len(rare) < 3:
        rare = sorted(counts, key=lambda word: (counts[word], word))[:3]
    return " ".join(chance.sample(rare, 3)) if len(rare) >= 3 else None


def _name_and_year(
    paper: Paper, _often: Mapping[str, int], _many: int, _chance: random.Random
) -> str | None:
    return f"{paper.authors[0].family} {paper.year}" if paper.authors and paper.year else None


def _name_and_word(
    paper: Paper, _often: Mapping[str, int], _many: int, chance: random.Random
) -> str | None:
    words = _LONG.findall(plain(paper.title).lower())
    telling = [word for word in words if not set(terms(word)) <= STOP_WORDS]
    if not (paper.authors and telling):
        return None
    return f"{paper.authors[0].family} {chance.choice(telling)}"


KINDS: dict[str, Maker] = {
    "title": _title,
    "title with a typo": _mistyped,
    "three rare words": _rare,
    "name and year": _name_and_year,
    "name and title word": _name_and_word,
}
"""The ways to ask for a paper; the name is the first author's family name."""


def ranks(
    folder: Path,
    asked: Iterable[Asked],
    boosts: Sequence[Mapping[str, float]] = ({},),
    seconds: float = 3600,
) -> list[list[int]]:
    """For each of *boosts*, the rank at which each query finds its paper in *folder*."""
    queries = [(one.query, one.keys) for one in asked]
    given = {"assets": str(ASSETS), "folder": str(folder), "queries": queries, "boosts": boosts}
    found: list[list[int]] = node("ranks.mjs", seconds=seconds, **given)
    return found


def tuned(
    sites: Iterable[tuple[Path, Sequence[Sequence[Asked]]]],
    boosts: Mapping[str, float],
    grid: Sequence[float] = (1, 1.5, 1.75, 2, 3, 3.5, 5, 8),
    seconds: float = 3600,
) -> list[tuple[dict[str, float], float]]:
    """Boosts that find the queries of *sites* ever better, *boosts* first, with the mean of 1/rank.

    That is the mean over the kinds of query and the sites; of titles alone it stays at ``_TITLES``.
    """
    asked = [
        {"folder": str(folder), "asked": [(a.query, a.keys, a.kind) for of in groups for a in of]}
        for folder, groups in sites
    ]
    given = {"assets": str(ASSETS), "sites": asked, "boosts": boosts, "grid": grid}
    given["titles"] = _TITLES
    return [(better, figure) for better, figure in node("tune.mjs", seconds=seconds, **given)]


def figures(asked: Iterable[Asked], found: Iterable[int]) -> dict[str, Figures]:
    """What the ranks say, for each kind of query."""
    by_kind: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for one, rank in zip(asked, found, strict=True):
        by_kind[one.kind].append(rank)
    return {
        kind: Figures(
            queries=len(of),
            first=sum(rank == 1 for rank in of) / len(of),
            ten=sum(1 <= rank <= 10 for rank in of) / len(of),
            mrr=sum(1 / rank for rank in of if rank) / len(of),
        )
        for kind, of in by_kind.items()
        if of
    }
