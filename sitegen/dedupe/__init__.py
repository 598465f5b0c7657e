"""This is where records that mention the same work find each other: one paper per work.

    features of each record -> pairs that share a block -> verdict on each pair -> clusters

A verdict names the rule that decided, and no cluster joins two records that a rule tells apart.
"""

from collections.abc import Sequence

from sitegen.dedupe.block import pairs
from sitegen.dedupe.cluster import Cluster, clusters
from sitegen.dedupe.normalise import features
from sitegen.dedupe.score import judge_pair
from sitegen.model.mapping import Map
from sitegen.model.record import Record


def group(records: Sequence[Record], run: Map) -> tuple[Cluster, ...]:
    """The *records* of each work, each record in one cluster; ordered by the first record's place.

    The result does not depend on the order of *records*. *run* maps pure functions over them.
    """
    ordered = sorted(records, key=lambda r: (r.at, r.id))
    known = list(run(features, ordered))
    candidates = pairs(known)
    verdicts = run(judge_pair, [(known[a], known[b]) for a, b in candidates])
    return clusters(ordered, known, dict(zip(candidates, verdicts, strict=True)))
