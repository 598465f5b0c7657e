"""This is where whole builds of real records are timed: ``make bench``.

For 1,000 and 10,000 of the benchmark's records, on one process, so that each step's processor time
is its own: seconds, processor seconds, records a second and peak memory of each step, and the ratio
of the two sizes. A step whose ratio is far above ten is not linear.
"""

import json
import lzma
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

SIZES = (1_000, 10_000)
_MOST = 20.0  # ratio of processor time at ten times the records; above it a step is called out


def main() -> int:
    """Print the table; 1 if a step is not linear, 2 if the records are not here."""
    source = Path(os.environ.get("SITEGEN_BENCHMARKS", "")) / "scale" / "papers-100k.jsonl.xz"
    if not source.is_file():
        print(f"the benchmark records are not here: {source}")
        print("name the folder that holds scale/: make bench BENCHMARKS=…")
        return 2
    runs = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            runs.append(_run(source, size, Path(folder)))
    return _table(runs)


def _run(source: Path, size: int, folder: Path) -> dict:
    content = folder / "content" / "sources"
    content.mkdir(parents=True)
    with lzma.open(source) as lines:
        (content / "papers.jsonl").write_bytes(b"".join(islice(lines, size)))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", "sitegen", "build", "--jobs", "1", "--json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    report = json.loads(done.stdout)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    stages = report["stages"]
    peak = max(stage["peak_mb"] for stage in stages.values())
    stages["whole build"] = {"seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak}
    return {"size": size, "stages": stages, "papers": report["papers"], "files": report["pages"]}


def _table(runs: list[dict]) -> int:
    for run in runs:
        print(f"\n{run['size']:,} records: {run['papers']:,} papers, {run['files']:,} files")
        print(f"{'step':12} {'seconds':>8} {'cpu s':>8} {'records/s':>10} {'peak MB':>8}")
        for name, stage in run["stages"].items():
            rate = run["size"] / max(stage["cpu_seconds"], 0.001)
            print(
                f"{name:12} {stage['seconds']:8.2f} {stage['cpu_seconds']:8.2f}"
                f" {rate:10,.0f} {stage['peak_mb']:8.0f}"
            )
    small, large = runs[0]["stages"], runs[-1]["stages"]
    factor = runs[-1]["size"] / runs[0]["size"]
    print(f"\nprocessor time at {factor:g} times the records")
    slow = []
    for name in small:
        ratio = large[name]["cpu_seconds"] / max(small[name]["cpu_seconds"], 0.01)
        print(f"{name:12} {ratio:8.1f}")
        if ratio > _MOST:
            slow.append(name)
    if slow:
        print(f"not linear: {', '.join(slow)}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
