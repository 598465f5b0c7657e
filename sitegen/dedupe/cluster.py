"""This is where verdicts on pairs become clusters: groups that no verdict tells apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.dedupe.normalise import Features
from sitegen.dedupe.score import RULES, Verdict, judge
from sitegen.model.record import Record

_STRENGTH = {rule.__name__: position for position, rule in enumerate(RULES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The records of one work."""

    records: tuple[Record, ...]
    """By place."""

    because: tuple[str, ...]
    """For each record the rule by which it joined; empty for the first."""


def clusters(
    records: Sequence[Record],
    known: Sequence[Features],
    verdicts: Mapping[tuple[int, int], Verdict],
) -> tuple[Cluster, ...]:
    """Each of *records*, which are in order of place, in one cluster; by their first record.

    Pairs are joined strongest rule first. Two groups are joined only if every cross pair agrees, so
    that A~B and B~C do not bring A and C together if these clash.
    """
    group_of: dict[int, list[int]] = {n: [n] for n in range(len(records))}
    because: dict[int, str] = {}
    same = [(pair, verdict) for pair, verdict in verdicts.items() if verdict.same]

    def order(item: tuple[tuple[int, int], Verdict]) -> tuple[object, ...]:
        """Strongest rule first; then by what the records say, so that places do not decide."""
        (a, b), verdict = item
        return (_STRENGTH[verdict.rule], *sorted((_says(records[a]), _says(records[b]))), a, b)

    for (a, b), verdict in sorted(same, key=order):
        left, right = group_of[a], group_of[b]
        if left is right or not _agree(left, right, known, verdicts):
            continue
        because[max(left[0], right[0])] = verdict.rule
        joined = sorted(left + right)
        for position in joined:
            group_of[position] = joined
    return tuple(_clusters(records, group_of, because))


def _says(record: Record) -> tuple[object, ...]:
    texts = (record.venue, record.volume, record.pages, record.doi, record.arxiv, record.abstract)
    return (-(record.year or 0), record.title, record.authors, *(text or "" for text in texts))


def _agree(
    left: Sequence[int],
    right: Sequence[int],
    known: Sequence[Features],
    verdicts: Mapping[tuple[int, int], Verdict],
) -> bool:
    for a in left:
        for b in right:
            pair = (a, b) if a < b else (b, a)
            verdict = verdicts.get(pair) or judge(known[a], known[b])
            if not verdict.same:
                return False
    return True


def _clusters(
    records: Sequence[Record], group_of: Mapping[int, list[int]], because: Mapping[int, str]
) -> Iterator[Cluster]:
    for position in range(len(records)):
        members = group_of[position]
        if members[0] == position:
            yield Cluster(
                records=tuple(records[n] for n in members),
                because=("", *(because[n] for n in members[1:])),
            )
