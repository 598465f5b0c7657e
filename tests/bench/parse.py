"""This is where reading BibTeX is timed: ``make bench``.

The benchmark's records are written as BibTeX; then 1,000, 10,000 and 100,000 entries are read, on
one process, by a process of their own each: at first, and again when the file has not changed.
"""

import json
import lzma
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from sitegen import cache, mentions, records, sources
from sitegen.dedupe.cluster import Cluster
from sitegen.dedupe.merge import paper
from sitegen.exporters import bibtex
from sitegen.model.record import Record
from sitegen.readers import read

SIZES = (1_000, 10_000, 100_000)
_FIRST, _AGAIN = 5.0, 0.5  # seconds of processor time for 10,000 entries
_MOST = 15.0  # ratio of processor time at ten times the entries


def main() -> int:
    """Print the table; 1 if a goal is missed, 2 if the records are not here."""
    source = Path(os.environ.get("SITEGEN_BENCHMARKS", "")) / "scale" / "papers-100k.jsonl.xz"
    if not source.is_file():
        print(f"the benchmark records are not here: {source}")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with lzma.open(source, "rt", encoding="utf-8") as lines:
            (folder / "all.bib").write_text("\n".join(_entries(lines)), "utf-8")
        found = {}
        for size in SIZES:
            found[size] = [_timed(folder, size), _timed(folder, size)]
    print(f"\n{'BibTeX entries':>14} {'first cpu s':>12} {'again cpu s':>12} {'peak MB':>8}")
    for size, (first, again) in found.items():
        print(f"{size:14,} {first['cpu']:12.2f} {again['cpu']:12.2f} {first['peak_mb']:8.0f}")
    missed = [
        f"{what}: {now['cpu']:.2f} s of CPU for 10,000 entries, the goal is {goal}"
        for what, now, goal in zip(("first", "again"), found[10_000], (_FIRST, _AGAIN), strict=True)
        if now["cpu"] > goal
    ]
    ratio = found[100_000][0]["cpu"] / found[10_000][0]["cpu"]
    if ratio > _MOST:
        missed.append(f"not linear: 100,000 entries take {ratio:.1f} times what 10,000 do")
    print("\n".join(missed) or f"100,000 entries take {ratio:.1f} times what 10,000 do")
    return int(bool(missed))


def _entries(lines: Iterable[str]) -> Iterator[str]:
    """The records as BibTeX, each under a key of its own."""
    for number, line in enumerate(lines):
        for entry in read(("a.jsonl", line)):
            record = records.parse(entry)[0]  # type: ignore[arg-type]  # these lines are all good
            if isinstance(record, Record):
                one = paper(Cluster(records=(record,), because=("",)))
                yield bibtex.write([one]).replace("{" + one.key + ",", f"{{{one.key}x{number},", 1)


def _timed(folder: Path, size: int) -> dict:
    command = [sys.executable, __file__, str(folder), str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def _read(folder: Path, size: int) -> dict:
    """Processor seconds of reading the first *size* entries, cache and all, and peak memory."""
    import resource  # not on Windows, where nobody times this

    with (folder / "all.bib").open(encoding="utf-8") as file:
        starts = (n for n, line in enumerate(file) if line.startswith("@"))
        end = next(islice(starts, size, None), None)
    with (folder / "all.bib").open(encoding="utf-8") as file:
        text = "".join(islice(file, end))
    kept = folder / f"cache-{size}"
    before = time.process_time()
    path = f"{size}.bib"
    memory = cache.load(kept)
    heard = mentions.gather([(path, text)], map, memory, sources.program())
    cache.keep(kept, heard.memory)
    seconds = time.process_time() - before
    assert heard.read == len(heard.records) + sum(one.is_quarantined for one in heard.findings)
    assert abs(heard.read - size) <= size / 100
    return {"cpu": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_read(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        sys.exit(main())
