"""This is where all names of all papers are counted: who is printed how, where, and with whom.

A *node* is a name over its spellings, or, where a curator said that a name is several people's,
the part of it that is one person's. Nodes are numbered; what is merged later are nodes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.authors.name import Name, alphabets, bounds, name
from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.text.fold import glue

MOST_AUTHORS = 50
"""Who writes with more others at once is known by none of them."""

Claims = Mapping[str, Sequence[tuple[frozenset[str] | None, str]]]
"""By identity: whose it is by a curator's orders, each with the keys of the papers that are meant;
None means all others."""


@dataclass(frozen=True, slots=True)
class Node:
    """A name over its spellings."""

    identity: str
    """What its spellings have in common."""

    order: str | None
    """The label of the order that claims it."""

    spellings: Mapping[Person, int]
    """How often it is printed how."""

    papers: tuple[int, ...]
    """Positions of its papers, ascending, none of them twice."""

    name: Name
    """Its parts, by the spelling that divides it into most words."""

    @property
    def shown(self) -> Person:
        """The commonest spelling; of equally common ones the one with most accents."""
        return best_spelling(self.spellings)


@dataclass(frozen=True, slots=True)
class Census:
    """Everybody."""

    papers: tuple[Paper, ...]
    """All papers, by key."""

    nodes: tuple[Node, ...]
    """By identity and order."""

    of: tuple[tuple[int, ...], ...]
    """For each paper the node of each author."""

    venues: tuple[str, ...]
    """For each paper its venue, folded; "" if it has none."""

    alike: tuple[tuple[int, int], ...]
    """Nodes whose names differ by the letters used only: Müller and Mueller."""

    def company(self, node: int) -> Counter[int]:
        """With whom a node has written how often, papers of a crowd aside."""
        met: Counter[int] = Counter()
        for paper in self.nodes[node].papers:
            if len(self.of[paper]) <= MOST_AUTHORS:
                met.update({*self.of[paper]} - {node})
        return met


def best_spelling(counts: Mapping[Person, int]) -> Person:
    """The commonest of some spellings; of equally common ones the one with most accents."""
    return min(counts, key=lambda p: (-counts[p], -sum(not c.isascii() for c in str(p)), str(p), p))


def take(papers: Iterable[Paper], claims: Claims, parted: Mapping[str, str]) -> Census:
    """The census of *papers*; *parted* has the identity of spellings that are people apart."""
    ordered = tuple(sorted(papers, key=lambda paper: paper.key))
    index: dict[Person, int] = {}
    rows = [[index.setdefault(p, len(index)) for p in paper.authors] for paper in ordered]
    people = list(index)
    names = [name(person) for person in people]
    own = identities(people, names, parted)
    spelt: dict[tuple[str, str], list[int]] = defaultdict(list)
    where: dict[tuple[str, str], list[int]] = defaultdict(list)
    named: list[list[tuple[str, str]]] = []
    for position, (paper, row) in enumerate(zip(ordered, rows, strict=True)):
        keys = [(own[p], claimed(claims, own[p], paper.key) if claims else "") for p in row]
        named.append(keys)
        for person, key in zip(row, keys, strict=True):
            spelt[key].append(person)
            where[key].append(position)
    order = sorted(spelt)
    number = {key: n for n, key in enumerate(order)}
    nodes = tuple(_node(key, spelt[key], where[key], people, names) for key in order)
    return Census(
        papers=ordered,
        nodes=nodes,
        of=tuple(tuple(number[key] for key in keys) for keys in named),
        venues=tuple(glue(paper.venue or "") for paper in ordered),
        alike=tuple(_alike(order, number, nodes)),
    )


def claimed(claims: Claims, own: str, key: str) -> str:
    """Whose an identity is in the paper of that *key*: the label of an order, or ""."""
    whose = ""
    for keys, label in claims.get(own, ()):
        if keys is not None and key in keys:
            return label
        if keys is None:
            whose = label
    return whose


def _node(
    key: tuple[str, str],
    printed: Sequence[int],
    where: Sequence[int],
    people: Sequence[Person],
    names: Sequence[Name],
) -> Node:
    often = {printed[0]: 1} if len(printed) == 1 else Counter(printed)
    best = names[printed[0]]
    if len(often) > 1:
        spellings = (names[n] for n in often)
        best = max(
            spellings, key=lambda one: (len(one.given), len(one.family), one.given, one.family)
        )
    spelt = {people[n]: count for n, count in often.items()}
    return Node(key[0], key[1] or None, spelt, tuple(dict.fromkeys(where)), best)


def identities(
    people: Sequence[Person], names: Sequence[Name], parted: Mapping[str, str]
) -> list[str]:
    """The identity of each of *people*; "Xiao Li" and "Xia Oli" have two."""
    found = [one.identity for one in names]
    by_letters: dict[str, list[int]] = defaultdict(list)
    for position, letters in enumerate(found):
        by_letters[letters].append(position)
    for letters, positions in by_letters.items():
        if len(positions) > 1:
            divided = _divided(letters, [people[n] for n in positions])
            for n in positions:
                found[n] = divided[people[n]]
    if parted:
        for n, person in enumerate(people):
            found[n] = parted.get(str(person).casefold(), found[n])
    return found


def _divided(letters: str, spellings: Iterable[Person]) -> dict[Person, str]:
    groups: list[tuple[set[int], list[Person]]] = []
    for person in sorted(spellings, key=lambda p: (-len(bounds(p)), str(p), p)):
        ends = bounds(person)
        for known, members in groups:
            if known & ends or not (known or ends) or _is_whole(person):
                known |= ends
                members.append(person)
                break
        else:
            groups.append((set(ends), [person]))
    return {
        person: f"{letters} {number}" if number else letters
        for number, (_, members) in enumerate(groups)
        for person in members
    }


def _is_whole(person: Person) -> bool:
    """Whether a name in one word can only be that of one other that has the same letters."""
    text = str(person)
    return " " not in text and (not text.isascii() or len(text) > 9)


def _alike(
    order: Sequence[tuple[str, str]], number: Mapping[tuple[str, str], int], nodes: Sequence[Node]
) -> Iterator[tuple[int, int]]:
    for (_, whose), node in zip(order, nodes, strict=True):
        if all(p.given.isascii() and p.family.isascii() for p in node.spellings):
            continue
        for other in sorted({o for person in node.spellings for o in alphabets(person)}):
            same = number.get((other, whose), number.get((other, "")))
            if same is not None and nodes[same] is not node:
                yield number[node.identity, whose], same
