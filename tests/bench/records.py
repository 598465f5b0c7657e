"""This is where each step from records to papers is timed: ``make bench-dedupe``.

At 10,000 and 100,000 records, one in five a disfigured copy of another, each size in a process of
its own: processor seconds and their ratio, which is ten if a step is linear. Then what one record
more costs, if the features of all others are remembered. Beside each figure stands what a fixed
piece of work took just then: on a busy machine all figures grow with it.
"""

import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sitegen import authors, cache, dedupe, keys, traits
from sitegen.dedupe import NO_ORDERS, block, cluster, score
from sitegen.dedupe.cluster import Cluster
from sitegen.dedupe.corpus import corpus
from sitegen.dedupe.merge import paper
from sitegen.dedupe.normalise import features
from sitegen.mentions import Heard
from sitegen.model.record import Record
from sitegen.model.verdict import Verdict
from tests.copies import SCALE, found, records

SIZES = (10_000, 100_000)

T = TypeVar("T")


def main() -> int:
    """Print the table; 2 if the records are not here."""
    source = Path(os.environ.get("SITEGEN_BENCHMARKS", "")) / SCALE
    if not source.is_file():
        print(f"the benchmark records are not here: {source}")
        print("name the folder that holds scale/: make bench-dedupe BENCHMARKS=…")
        return 2
    runs = []
    for size in SIZES:
        command = [sys.executable, "-m", "tests.bench.records", str(source), str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout))
    print("processor seconds, and in brackets the µs of a fixed piece of work beside them")
    print(f"{'records':16}" + "".join(f"{size:>20,}" for size in SIZES) + f"{'ratio':>8}")
    for step in runs[0]["steps"]:
        cells = "".join(
            f"{run['steps'][step][0]:12.2f} ({run['steps'][step][1]:5.1f})" for run in runs
        )
        small, large = (seconds / beside for seconds, beside in (r["steps"][step] for r in runs))
        print(f"{step:16}{cells}{large / max(small, 1e-4):8.1f}")
    for name in ("pairs", "clusters", "largest", "found", "peak_mb"):
        print(f"{name:16}" + "".join(f"{run[name]:20,.5g}" for run in runs))
    return 0


class _Clock:
    """Times steps in processor seconds."""

    def __init__(self) -> None:
        self.steps: dict[str, tuple[float, float]] = {}

    def time(self, step: str, work: Callable[[], T]) -> T:
        """What *work* gives; remembers what it took, and the fixed piece of work around it."""
        before = _fixed_work()
        started = time.process_time()
        made = work()
        seconds = time.process_time() - started
        self.steps[step] = (seconds, (before + _fixed_work()) / 2)
        return made


def _fixed_work() -> float:
    """Microseconds that the sum of a thousand numbers takes now."""
    started = time.process_time()
    for _ in range(3000):
        sum(range(1000))
    return (time.process_time() - started) / 3000 * 1e6


def _measured(source: Path, size: int) -> dict[str, object]:
    gc.set_threshold(500_000, 50, 1000)  # as the program does
    clock = _Clock()
    mentioned = sorted(records(source, size), key=lambda record: (record.at, record.id))
    pairs, clusters = _grouped(mentioned, clock)
    _named(clusters, clock)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _one_more(mentioned, clock)
    return {
        "steps": clock.steps,
        "pairs": pairs,
        "clusters": len(clusters),
        "largest": max(len(cluster.records) for cluster in clusters),
        "found": found([cluster.records for cluster in clusters]),
        "peak_mb": peak,
    }


def _grouped(mentioned: Sequence[Record], clock: _Clock) -> tuple[int, tuple[Cluster, ...]]:
    """How many pairs were compared, and what came of it."""
    known = clock.time("features", lambda: [*map(features, mentioned)])
    seen = corpus(known)

    def judge(a: int, b: int) -> Verdict:
        return score.judge(known[a], known[b], seen)

    blocked = clock.time("blocking", lambda: block.pairs(known, seen.often))
    verdicts = clock.time("judging", lambda: {pair: judge(*pair) for pair in blocked})
    clock.time("joining", lambda: cluster.join(mentioned, verdicts, judge, NO_ORDERS))
    grouping = clock.time("all of these", lambda: dedupe.group(mentioned, map, known=known))
    return len(blocked), grouping.clusters


def _named(clusters: Sequence[Cluster], clock: _Clock) -> None:
    papers = clock.time("merge", lambda: [*map(paper, clusters)])
    works = [(one, found.records) for one, found in zip(papers, clusters, strict=True)]
    keyed, lock, _ = clock.time("keys, all new", lambda: keys.assign(works, {}))
    clock.time("keys, all known", lambda: keys.assign(works, lock))
    clock.time("authors", lambda: authors.survey(keyed))


def _one_more(mentioned: Sequence[Record], clock: _Clock) -> None:
    """Features of all records and one more, where all but that one are remembered on disk."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "traits"
        _, memory = traits.gather(_heard(mentioned), map, {})
        cache.keep(kept, memory)
        more = _heard([*mentioned, replace(mentioned[0], id="more", title="Another one")])

        def again() -> None:
            _, memory = traits.gather(more, map, cache.load(kept))
            cache.keep(kept, memory)

        clock.time("one record more", again)


def _heard(mentioned: Sequence[Record]) -> Heard:
    return Heard(
        read=len(mentioned),
        records=[*mentioned],
        digests=[record.id for record in mentioned],
        findings=[],
        memory={},
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_measured(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        sys.exit(main())
