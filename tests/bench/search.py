"""This is where search is measured: ``make bench-search``.

For 1,000, 10,000 and, if asked by SIZES=…, 100,000 of the benchmark's records: what the index costs
to make (processor time), its files, the bytes of a first search of each of the thousand likeliest
queries (compressed as a server does), and how long the same searches take in node, cold and warm.
Likely queries are the commonest words and pairs of words of titles, and family names.
"""

import json
import lzma
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from sitegen import search
from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.search.budget import likely

ROOT = Path(__file__).parent.parent.parent


def papers_of(benchmarks: Path, size: int) -> list[Paper]:
    """The first *size* of the benchmark's records as papers."""
    found, used = [], Counter()
    with lzma.open(benchmarks / "scale" / "papers-100k.jsonl.xz") as lines:
        for line in islice(lines, size):
            record = json.loads(line)
            key = record["bibkey"].lower()
            used[key] += 1
            names = (name.partition(", ") for name in record["authors"])
            found.append(
                Paper(
                    key=key if used[key] == 1 else f"{key}-{used[key]}",
                    title=record["title"],
                    authors=tuple(Person(family=family, given=given) for family, _, given in names),
                    year=record["year"],
                    venue=record["venue"],
                    abstract=record["abstract"],
                    tags=tuple(record["tags"] or ()),
                    type="inproceedings",
                )
            )
    return found


def calibration() -> float:
    """Microseconds of sum(range(1000)), the best of many: how fast this machine is just now."""
    best = 1.0
    for _ in range(200):
        started = time.perf_counter()
        sum(range(1000))
        best = min(best, time.perf_counter() - started)
    return best * 1e6


def measured(papers: list[Paper]) -> None:
    """Print what a search of *papers* costs."""
    print(f"\n{len(papers):,} papers; sum(range(1000)) takes {calibration():.1f} µs")
    started = time.process_time()
    files = dict(search.files(papers))
    cpu = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(map(len, files.values())) / 1e6
    print(
        f"index: {cpu:.2f} s of CPU, {cpu / len(papers) * 1e3:.3f} ms a paper; peak {peak:,.0f} MB;"
        f" {len(files):,} files, {size:.1f} MB; sum(range(1000)) {calibration():.1f} µs"
    )
    with tempfile.TemporaryDirectory() as folder:
        for address, text in files.items():
            (Path(folder) / address).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / address).write_bytes(text.encode("utf-8", "surrogatepass"))
        given = {
            "assets": str(ROOT / "templates" / "assets"),
            "folder": folder,
            "queries": likely(papers),
        }
        command = ["node", str(ROOT / "tests" / "js" / "bytes.mjs")]
        done = subprocess.run(
            command, input=json.dumps(given), capture_output=True, text=True, check=True
        )
    print(done.stdout, end="")


def main() -> int:
    """Print the figures; 2 if the records are not here."""
    benchmarks = Path(os.environ.get("SITEGEN_BENCHMARKS", ""))
    if not (benchmarks / "scale" / "papers-100k.jsonl.xz").is_file():
        print(
            "the benchmark records are not here; name their folder: make bench-search BENCHMARKS=…"
        )
        return 2
    for size in os.environ.get("SIZES", "1000 10000").split():
        measured(papers_of(benchmarks, int(size)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
