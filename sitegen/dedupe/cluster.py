"""This is where verdicts on pairs become clusters: groups that no verdict tells apart."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.model.record import Record
from sitegen.model.verdict import Decision, Orders, Verdict

CROSS_PAIRS = 64
"""Pairs of two groups that are looked at, at most, before these are joined."""

UNLIKE = 45
"""Points below which two records are told apart, rather than little being known of them."""

ORDERED = "curation"
"""The rule by which records are one work because the curator says so."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The records of one work."""

    records: tuple[Record, ...]
    """By place."""

    because: tuple[Verdict | None, ...]
    """For each record the verdict by which it joined; None for the first."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Two records that are not joined although the verdict on them says so."""

    pair: Pair
    because: str
    """What speaks against it, and which records it is about."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What came of all verdicts."""

    groups: tuple[tuple[int, ...], ...]
    """Positions of the records of each work, ascending; by their first."""

    because: Mapping[int, Verdict]
    """By position of a record the verdict by which it joined those before it."""

    refused: tuple[Refusal, ...]
    """Joins that did not come about, in the order in which they were tried."""


def join(
    records: Sequence[Record],
    verdicts: Mapping[Pair, Verdict],
    judge: Callable[[int, int], Verdict],
    orders: Orders,
) -> Joined:
    """Each of *records*, which are in order of place, in one group.

    Orders come first, then the pairs that are the same work, strongest first. Two groups are joined
    only if no order keeps two of their records apart, and facts tell apart none of a bounded number
    of cross pairs: A~B and B~C do not bring A and C together if these clash. *judge* is asked for
    the pairs that are not among *verdicts*.
    """
    group_of: dict[int, list[int]] = {n: [n] for n in range(len(records))}
    because: dict[int, Verdict] = {}
    refused: list[Refusal] = []
    apart: dict[int, set[int]] = defaultdict(set)
    for one, other in orders.not_same:
        apart[one].add(other)
        apart[other].add(one)
    ordered = Verdict(decision=Decision.SAME, rule=ORDERED)

    def unite(left: list[int], right: list[int], verdict: Verdict) -> None:
        because[max(left[0], right[0])] = verdict
        joined = sorted(left + right)
        for position in joined:
            group_of[position] = joined

    for a, b in sorted(orders.same):
        if group_of[a] is not group_of[b]:
            unite(group_of[a], group_of[b], ordered)
    same = [(pair, one) for pair, one in verdicts.items() if one.decision is Decision.SAME]
    # Strongest first; then by what the records say, so that places do not decide.
    for (a, b), verdict in sorted(
        same,
        key=lambda item: (
            -item[1].score,
            *sorted((_says(records[item[0][0]]), _says(records[item[0][1]]))),
            item[0],
        ),
    ):
        left, right = group_of[a], group_of[b]
        if left is right:
            continue
        if apart and any(not apart[n].isdisjoint(right) for n in left if n in apart):
            refused.append(Refusal((a, b), "the curation says that they are not the same"))
            continue
        clash = _clash(left, right, verdicts, judge)
        if clash is None:
            unite(left, right, verdict)
        else:
            one, other, found = clash
            told = f"{records[one].id} and {records[other].id}: {found.rule}"
            refused.append(Refusal((a, b), told))
    firsts = [n for n in range(len(records)) if group_of[n][0] == n]
    groups = tuple(tuple(group_of[n]) for n in firsts)
    return Joined(groups, because, tuple(refused))


def clusters(records: Sequence[Record], joined: Joined) -> tuple[Cluster, ...]:
    """The groups of *joined* with their records."""
    return tuple(
        Cluster(
            records=tuple(records[n] for n in group),
            because=(None, *(joined.because[n] for n in group[1:])),
        )
        for group in joined.groups
    )


def _says(record: Record) -> tuple[object, ...]:
    texts = (record.venue, record.volume, record.pages, record.doi, record.arxiv, record.abstract)
    return (-(record.year or 0), record.title, record.authors, *(text or "" for text in texts))


def _clash(
    left: Sequence[int],
    right: Sequence[int],
    verdicts: Mapping[Pair, Verdict],
    judge: Callable[[int, int], Verdict],
) -> tuple[int, int, Verdict] | None:
    """Two records of two groups that are different works; None if none is found."""
    for a, b in _sample(left, right):
        pair = (a, b) if a < b else (b, a)
        verdict = verdicts.get(pair) or judge(*pair)
        if verdict.decision is Decision.SAME:
            continue
        if verdict.score < UNLIKE or any(point.name in _APART for point in verdict.points):
            return *pair, verdict
    return None


_APART = frozenset(
    ["years-apart", "authors-differ", "authors-namesakes", "arxiv-differ", "abstracts-differ"]
)
"""Points that keep records apart which a person may yet find to be one work: no third record may
decide that instead. A conference paper and an article that have one preprint are one work."""


def _sample(left: Sequence[int], right: Sequence[int]) -> Iterator[Pair]:
    """All pairs across two groups; of large groups some, evenly spread."""
    every = len(left) * len(right)
    step = max(1, every // CROSS_PAIRS)
    for n in range(0, every, step):
        yield left[n // len(right)], right[n % len(right)]
