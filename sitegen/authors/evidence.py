"""This is where it is found what two names have in common: co-authors, venues, years, papers."""

from dataclasses import dataclass
from functools import cached_property

from sitegen.authors.census import MOST_AUTHORS, Census

_FEW = 3
"""A family name and an initial that more names share than these say little about who is meant."""

_SERIES = 400
"""A venue with more papers than these is no meeting place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What two nodes have in common."""

    surely: tuple[int, ...]
    """Co-authors whose names are written out and rare enough, the most telling first."""

    perhaps: int
    """How many further co-authors they may share: a common name, or an initial."""

    venues: int
    """How many venues they share that are not everybody's."""

    years_apart: int
    """Years between the last paper of one and the first of the other; 0 if they overlap."""


class Evidence:
    """Answers about pairs of nodes; remembers who has written with whom."""

    def __init__(self, census: Census) -> None:
        self._census = census
        self._company: dict[int, frozenset[int]] = {}

    @cached_property
    def _blocks(self) -> dict[tuple[str, str], int]:
        """How many names share a family name and an initial."""
        found: dict[tuple[str, str], int] = {}
        for node in self._census.nodes:
            if node.name.given:
                block = (node.name.family, node.name.given[0][0])
                found[block] = found.get(block, 0) + 1
        return found

    @cached_property
    def _visitors(self) -> dict[str, int]:
        """How many papers each venue has."""
        found: dict[str, int] = {}
        for venue in self._census.venues:
            found[venue] = found.get(venue, 0) + 1
        return found

    def company(self, node: int) -> frozenset[int]:
        """With whom a node has written."""
        if node not in self._company:
            of = self._census.of
            papers = self._census.nodes[node].papers
            met = {one for p in papers if len(of[p]) <= MOST_AUTHORS for one in of[p]}
            self._company[node] = frozenset(met - {node})
        return self._company[node]

    def meet(self, a: int, b: int) -> bool:
        """Whether both stand on one paper, so that they are two people."""
        first, second = self._census.nodes[a].papers, self._census.nodes[b].papers
        return not frozenset(first).isdisjoint(second)

    def shared(self, a: int, b: int) -> Shared:
        """What nodes *a* and *b* have in common."""
        first, second = self.company(a), self.company(b)
        both = first & second
        sure = [n for n in both if self._is_telling(n)]
        blocks = {self._block(n) for n in first - both} & {self._block(n) for n in second - both}
        loose = sum(1 for block in blocks if block and self._blocks[block] <= _FEW)
        nodes = self._census.nodes
        sure.sort(key=lambda n: (len(nodes[n].papers), nodes[n].identity, nodes[n].order or ""))
        return Shared(
            surely=tuple(sure),
            perhaps=len(both) - len(sure) + loose,
            venues=len(self._venues(a) & self._venues(b)),
            years_apart=self._years_apart(a, b),
        )

    def _is_telling(self, node: int) -> bool:
        name = self._census.nodes[node].name
        return name.is_full and not (name.is_common and len(name.given) == 1)

    def _block(self, node: int) -> tuple[str, str] | None:
        name = self._census.nodes[node].name
        if not name.given or name.is_common:
            return None
        return name.family, name.given[0][0]

    def _venues(self, node: int) -> set[str]:
        found = {self._census.venues[p] for p in self._census.nodes[node].papers}
        return {v for v in found if v and self._visitors[v] <= _SERIES}

    def _years_apart(self, a: int, b: int) -> int:
        first, second = self.years(a), self.years(b)
        if not first or not second:
            return 0
        return max(0, second[0] - first[-1], first[0] - second[-1])

    def years(self, node: int) -> list[int]:
        """The years of a node's papers, ascending."""
        papers = (self._census.papers[p] for p in self._census.nodes[node].papers)
        return sorted(paper.year for paper in papers if paper.year)
