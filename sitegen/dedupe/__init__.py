"""This is where records that mention the same work find each other: one paper per work.

    features of each record -> pairs that share a block -> verdict on each pair -> clusters

A verdict is a sum of named points, and no cluster joins two records that facts tell apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from sitegen.dedupe.block import pairs
from sitegen.dedupe.cluster import Cluster, Joined, Pair, clusters, join
from sitegen.dedupe.corpus import Corpus, corpus
from sitegen.dedupe.normalise import Features, features
from sitegen.dedupe.score import judge
from sitegen.findings import Finding, Severity, quoted
from sitegen.model.mapping import Map
from sitegen.model.record import Record
from sitegen.model.verdict import Decision, Doubt, Orders, Verdict

NO_ORDERS = Orders()


class Policy(StrEnum):
    """What one paper stands for."""

    SAME_WORK = "same-work"
    """A preprint and what became of it are one paper, with versions."""

    SAME_PUBLICATION = "same-publication"
    """Each publication is a paper of its own; the versions of a work name each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Two clusters that belong together without being one work."""

    first: int
    """Position of a cluster."""

    second: int
    """Position of the other."""

    kind: str
    """What the first is to the second: "erratum", "part", "reply", "edition", "version"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Which records are one work, and what is unsure about it."""

    clusters: tuple[Cluster, ...]
    """Each record in one of them; by the place of their first record."""

    review: tuple[Doubt, ...] = ()
    """Pairs that may be one work and were not joined, the likeliest first."""

    refused: tuple[Doubt, ...] = ()
    """Pairs that would be one work if others of their groups did not clash."""

    related: tuple[Related, ...] = ()
    """By first and second."""

    findings: tuple[Finding, ...] = ()
    """Records whose identifier is another work's."""


def group(
    records: Sequence[Record],
    run: Map,
    orders: Orders = NO_ORDERS,
    known: Sequence[Features] | None = None,
    policy: Policy = Policy.SAME_WORK,
) -> Grouping:
    """The *records* of each work; *known* are their features, if these are at hand.

    The result does not depend on the order of *records*. *run* maps pure functions over them.
    """
    order = sorted(range(len(records)), key=lambda n: (records[n].at, records[n].id))
    ordered = [records[n] for n in order]
    known = [known[n] for n in order] if known else list(run(features, ordered))
    place = {n: position for position, n in enumerate(order)}
    orders = Orders(same=_moved(orders.same, place), not_same=_moved(orders.not_same, place))
    seen = corpus(known)
    judged = partial(_verdict, corpus=seen, policy=policy)
    candidates = pairs(known, seen.often)
    facts = [(known[a], known[b]) for a, b in candidates]
    found = run(judged, facts)
    verdicts = dict(zip(candidates, found, strict=True))
    joined = join(
        ordered, verdicts, lambda a, b: _verdict((known[a], known[b]), seen, policy), orders
    )
    group_of = {n: number for number, members in enumerate(joined.groups) for n in members}
    return Grouping(
        clusters=clusters(ordered, joined),
        review=tuple(_review(ordered, verdicts, group_of, orders)),
        refused=tuple(_refused(ordered, joined, verdicts, group_of, orders)),
        related=tuple(_related(verdicts, group_of)),
        findings=tuple(_conflicts(ordered, known, verdicts, group_of)),
    )


def _verdict(pair: tuple[Features, Features], corpus: Corpus, policy: Policy) -> Verdict:
    """``judge`` for a pair in one value, as a map hands it over."""
    a, b = pair
    verdict = judge(a, b, corpus)
    if policy is Policy.SAME_PUBLICATION and verdict.decision is not Decision.DIFFERENT:
        are_two = a.is_preprint != b.is_preprint or any(p.name in _REPRISES for p in verdict.points)
        if are_two:
            rule = "another-publication"
            return replace(verdict, decision=Decision.DIFFERENT, rule=rule, relation="version")
    return verdict


_REPRISES = frozenset(["other-version", "venues-differ"])


def _moved(ruled: Mapping[Pair, str], place: Mapping[int, int]) -> dict[Pair, str]:
    """Pairs of positions as pairs of *place*, the lesser one first."""
    return {(min(place[a], place[b]), max(place[a], place[b])): at for (a, b), at in ruled.items()}


def _review(
    records: Sequence[Record],
    verdicts: Mapping[Pair, Verdict],
    group_of: Mapping[int, int],
    orders: Orders,
) -> Iterator[Doubt]:
    """The pairs in the band of review, the likeliest first; of two groups only the likeliest."""
    unsure = ((p, one) for p, one in verdicts.items() if one.decision is Decision.REVIEW)
    asked: set[Pair] = _ruled(group_of, orders)
    for (a, b), verdict in sorted(unsure, key=lambda item: (-item[1].score, item[0])):
        if group_of[a] != group_of[b] and _between(a, b, group_of) not in asked:
            asked.add(_between(a, b, group_of))
            yield Doubt(first=records[a], second=records[b], verdict=verdict)


def _refused(
    records: Sequence[Record],
    joined: Joined,
    verdicts: Mapping[Pair, Verdict],
    group_of: Mapping[int, int],
    orders: Orders,
) -> Iterator[Doubt]:
    """The joins that did not come about, but for those that the curator forbade; of two groups
    only the strongest."""
    asked = _ruled(group_of, orders)
    for refusal in joined.refused:
        a, b = refusal.pair
        if group_of[a] != group_of[b] and _between(a, b, group_of) not in asked:
            asked.add(_between(a, b, group_of))
            yield Doubt(
                first=records[a],
                second=records[b],
                verdict=verdicts[refusal.pair],
                because=refusal.because,
            )


def _between(a: int, b: int, group_of: Mapping[int, int]) -> Pair:
    """The groups of two records, the lesser first."""
    one, other = group_of[a], group_of[b]
    return (one, other) if one < other else (other, one)


def _ruled(group_of: Mapping[int, int], orders: Orders) -> set[Pair]:
    """The pairs of groups of which the curator has said that they are two works."""
    return {_between(a, b, group_of) for a, b in orders.not_same}


def _related(verdicts: Mapping[Pair, Verdict], group_of: Mapping[int, int]) -> Iterable[Related]:
    """What belongs to what, each pair of groups once in each way."""
    found = {
        (group_of[a], group_of[b], verdict.relation)
        for (a, b), verdict in verdicts.items()
        if verdict.relation and group_of[a] != group_of[b]
    }
    for first, second, kind in sorted(found):
        if first < second or (second, first, kind) not in found:
            if kind.startswith("has-"):
                yield Related(first=second, second=first, kind=kind.removeprefix("has-"))
            else:
                yield Related(first=first, second=second, kind=kind)


def _conflicts(
    records: Sequence[Record],
    known: Sequence[Features],
    verdicts: Mapping[Pair, Verdict],
    group_of: Mapping[int, int],
) -> Iterator[Finding]:
    """A finding for each pair of works that state one identifier: one of them is wrong."""
    told: set[tuple[str, Pair]] = set()
    for (a, b), _ in sorted(verdicts.items()):
        if group_of[a] == group_of[b]:
            continue
        for name in ("doi", "arxiv", "pmid"):
            value = getattr(known[a], name)
            about = (name, _between(a, b, group_of))
            if value and value == getattr(known[b], name) and about not in told:
                told.add(about)
                yield Finding(
                    code="id-conflict",
                    message=f"the {_CALLED[name]} {quoted(value)} is also stated by "
                    f"{quoted(records[a].id)}, which is another work",
                    at=records[b].at,
                    severity=Severity.WARNING,
                    hint="one of them is wrong, or they are one work: say which in curation.toml",
                )


_CALLED = {"doi": "DOI", "arxiv": "arXiv identifier", "pmid": "PubMed identifier"}
