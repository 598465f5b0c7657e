"""This is where names become people: orders first, then what is safe, then what is to be asked."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen.authors import orders as ordered
from sitegen.authors.candidates import Pair
from sitegen.authors.census import Census, Claims, best_spelling, take
from sitegen.authors.evidence import Evidence
from sitegen.authors.match import Likeness, judge_all
from sitegen.authors.name import name, relation
from sitegen.authors.orders import Ruled
from sitegen.findings import printable
from sitegen.model.curation import AuthorOrder
from sitegen.model.paper import Paper
from sitegen.model.person import Identity, People, Proposal
from sitegen.model.record import Person
from sitegen.model.verdict import Decision
from sitegen.text.fold import fold

_NAMED = 5  # co-authors that a proposal names


def identify(papers: Sequence[Paper], orders: Sequence[AuthorOrder] = ()) -> People:
    """Who wrote what: each author of each paper is one person; equal for any order of *papers*.

    Raises:
        ContentError: *orders* contradict each other.
    """
    ruled = ordered.read(orders)
    census = take(papers, _by_key(ruled, papers), ruled.parted)
    evidence = Evidence(census)
    likely = judge_all(census, evidence)
    groups = _Groups(census, ruled)
    groups.order()
    ranked = sorted(likely, key=lambda pair: (-likely[pair].score, pair))
    for pair in ranked:
        if likely[pair].decision is Decision.SAME:
            groups.join(*pair)
    members = groups.members()
    found = {first: _identity(census, own, ruled) for first, own in members.items()}
    places = {first: _place(found[first].name, census, first) for first in members}
    firsts = sorted(members, key=places.__getitem__)
    number = {first: position for position, first in enumerate(firsts)}
    numbers = [number[groups.first(node)] for node in range(len(census.nodes))]
    return People(
        people=tuple(found[first] for first in firsts),
        of={
            paper.key: tuple([numbers[node] for node in row])
            for paper, row in zip(census.papers, census.of, strict=True)
        },
        proposals=tuple(_proposals(census, groups, members, found, likely, ranked)),
    )


def _by_key(ruled: Ruled, papers: Iterable[Paper]) -> Claims:
    """The claims of *ruled*, papers that they name by former keys named by those of today."""
    if not any(keys for claims in ruled.claims.values() for keys, _ in claims):
        return ruled.claims
    now = {alias: paper.key for paper in papers for alias in paper.aliases}
    return {
        letters: [
            (None if keys is None else frozenset(now.get(key, key) for key in keys), label)
            for keys, label in claims
        ]
        for letters, claims in ruled.claims.items()
    }


class _Groups:
    """Nodes that are one person each; joins them only where nothing speaks against it."""

    def __init__(self, census: Census, ruled: Ruled) -> None:
        self._nodes = census.nodes
        self._ruled = ruled
        self._first = list(range(len(census.nodes)))
        self._many: dict[int, list[int]] = {}

    def first(self, node: int) -> int:
        """The number that stands for the group of *node*."""
        return self._first[node]

    def of(self, node: int) -> list[int]:
        """The group of *node*, ascending."""
        first = self._first[node]
        return self._many.get(first, [first])

    def members(self) -> dict[int, list[int]]:
        """All groups, by the number that stands for them."""
        return {n: self.of(n) for n in range(len(self._nodes)) if self._first[n] == n}

    def order(self) -> None:
        """Join what the curator's orders say is one."""
        holders: dict[str, list[int]] = defaultdict(list)
        for number, node in enumerate(self._nodes):
            if node.order:
                holders[node.order].append(number)
        for members in holders.values():
            for other in members[1:]:
                self._unite(members[0], other)

    def join(self, a: int, b: int) -> None:
        """Join the groups of two nodes, unless they clash."""
        if self._first[a] != self._first[b] and not self.clash(a, b):
            self._unite(a, b)

    def clash(self, a: int, b: int) -> bool:
        """Whether an order, a paper that both wrote, or a name keeps the groups of two apart."""
        left, right = self.of(a), self.of(b)
        if self.are_ordered_apart(a, b):
            return True
        papers = {paper for n in left for paper in self._nodes[n].papers}
        if any(paper in papers for n in right for paper in self._nodes[n].papers):
            return True
        return any(
            self._nodes[n].name.family == self._nodes[m].name.family
            and relation(self._nodes[n].name, self._nodes[m].name) is None
            for n in left
            for m in right
        )

    def are_ordered_apart(self, a: int, b: int) -> bool:
        """Whether a curator's order keeps the groups of two nodes apart."""
        left, right = self.of(a), self.of(b)
        mine = {label for n in left if (label := self._nodes[n].order)}
        yours = {label for n in right if (label := self._nodes[n].order)}
        if (mine and yours) or any(self._ruled.orders[label].papers for label in mine | yours):
            return True
        return self._keeps_out(mine, right) or self._keeps_out(yours, left)

    def _keeps_out(self, labels: Iterable[str], members: Iterable[int]) -> bool:
        out = {letters for label in labels for letters in self._ruled.apart.get(label, ())}
        return any(self._nodes[n].identity in out for n in members)

    def _unite(self, a: int, b: int) -> None:
        joined = sorted((*self.of(a), *self.of(b)))
        for node in joined:
            self._first[node] = joined[0]
        self._many[joined[0]] = joined


def _identity(census: Census, members: Sequence[int], ruled: Ruled) -> Identity:
    spellings = _spellings(census, members)
    if len(spellings) == 1 and not census.nodes[members[0]].order:
        alone = next(iter(spellings))
        return Identity(name=alone, address=str(alone))
    label = next((one for n in members if (one := census.nodes[n].order)), None)
    order = ruled.orders[label] if label else None
    shown = ordered.shown(order) if order else _shown(spellings)
    letters = {ordered.of(former, ruled.parted) for former in order.former} if order else ()
    names = {str(p) for p in spellings if not letters or name(p).identity not in letters}
    return Identity(
        name=shown,
        address=order.label if order and order.papers else str(shown),
        variants=tuple(sorted(names - {str(shown)})),
        orcid=order.orcid if order else None,
        url=order.url if order else None,
        is_ours=order.is_ours if order else False,
    )


def _spellings(census: Census, members: Sequence[int]) -> Mapping[Person, int]:
    if len(members) == 1:
        return census.nodes[members[0]].spellings
    found: dict[Person, int] = {}
    for n in members:
        for person, often in census.nodes[n].spellings.items():
            found[person] = found.get(person, 0) + often
    return found


def _shown(spellings: Mapping[Person, int]) -> Person:
    """The commonest of the names that are written out, or else of the longest initials."""
    if len(spellings) == 1:
        return next(iter(spellings))
    full = {p: often for p, often in spellings.items() if name(p).is_full}
    if full:
        return best_spelling(full)
    most = max(len(name(p).given) for p in spellings)
    return best_spelling({p: often for p, often in spellings.items() if len(name(p).given) == most})


def _place(person: Person, census: Census, first: int) -> tuple[str, ...]:
    node = census.nodes[first]
    return (fold(person.family), fold(person.given), node.identity, node.order or "")


def _proposals(
    census: Census,
    groups: _Groups,
    members: Mapping[int, list[int]],
    found: Mapping[int, Identity],
    likely: Mapping[Pair, Likeness],
    ranked: Iterable[Pair],
) -> Iterator[Proposal]:
    """What is to be asked: each pair of people once, on the strength of their likest names."""
    seen: set[Pair] = set()
    for a, b in ranked:
        one, other = sorted((groups.first(a), groups.first(b)))
        if one == other or (one, other) in seen:
            continue
        seen.add((one, other))
        if groups.are_ordered_apart(a, b) or _have_met(census, members[one], members[other]):
            continue
        fuller, shorter = sorted((one, other), key=lambda n: _rank(census, members[n], found[n]))
        likeness = likely[a, b]
        yield _proposal(census, (fuller, shorter), members, found, likeness)


def _have_met(census: Census, left: Iterable[int], right: Iterable[int]) -> bool:
    papers = {paper for n in left for paper in census.nodes[n].papers}
    return any(paper in papers for n in right for paper in census.nodes[n].papers)


def _rank(census: Census, members: Sequence[int], one: Identity) -> tuple[object, ...]:
    """Whose name comes first: who has an order, then the fuller, then who wrote more."""
    own = name(one.name)
    has_order = any(census.nodes[n].order for n in members)
    letters = sum(map(len, own.given))
    wrote = sum(len(census.nodes[n].papers) for n in members)
    return (not has_order, not own.is_full, -letters, -wrote, str(one.name), members[0])


def _proposal(
    census: Census,
    pair: Pair,
    members: Mapping[int, list[int]],
    found: Mapping[int, Identity],
    likeness: Likeness,
) -> Proposal:
    first, second = pair
    label = next((o for n in members[first] if (o := census.nodes[n].order)), None)
    shown, other = str(found[first].name), str(found[second].name)
    table = f"[author.{_quoted(label or shown)}]"
    return Proposal(
        label=label or shown,
        first=shown,
        second=other,
        points=likeness.points,
        coauthors=tuple(str(census.nodes[n].shown) for n in likeness.surely[:_NAMED]),
        first_papers=_keys(census, members[first]),
        second_papers=_keys(census, members[second]),
        merge=f"{table}\nalso = [{_quoted(other)}]\n",
        apart=f"{table}\nnot_same = [{_quoted(other)}]\n",
    )


def _keys(census: Census, members: Iterable[int]) -> tuple[str, ...]:
    papers = sorted({paper for n in members for paper in census.nodes[n].papers})
    return tuple(census.papers[paper].key for paper in papers)


def _quoted(text: str) -> str:
    """*text* as TOML writes it."""
    return json.dumps(printable(text), ensure_ascii=False)
