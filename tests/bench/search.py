"""This is where search is measured: ``make bench-search``.

At 515 papers (the seeds), 10,000 and 100,000 (the benchmark's records), or at those of SIZES=…,
ours beside Pagefind, if that is installed: what the index costs to make, what of it is published,
and the same 16 queries in a real Chromium: bytes over the wire, and times. Then what is ours alone:
50 of the thousand likeliest queries in Chromium, queries typed letter by letter, and the bytes of a
first search of each of the thousand, compressed as a host does. Likely queries are the commonest
words and pairs of words of titles, and family names.

Times are milliseconds. tests/bench/chromium.py says what cold, next and again are. Beside each size
stands what a fixed piece of work took just then: on a busy machine all times grow with it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from . import pagefind, tables
from .chromium import Asking, Chromium, chromium
from .host import serving
from .made import made
from .papers import FIXED, RECORDS, ROOT, SEEDS

SIZES = "515 10000 100000"


def calibration() -> str:
    """What sum(range(1000)) takes at best, and how many programs want to run: how fast this
    machine is just now, and whether it does anything else."""
    best = 1.0
    for _ in range(2000):
        started = time.perf_counter()
        sum(range(1000))
        best = min(best, time.perf_counter() - started)
    return f"{best * 1e6:.1f} µs, load {os.getloadavg()[0]:.1f} of {os.cpu_count()}"


def measured(size: int, benchmarks: Path, browser: Chromium | None, peer: str | None) -> None:
    """Print what a search of *size* papers costs."""
    with tempfile.TemporaryDirectory() as folder:
        site, pages = Path(folder) / "site", Path(folder) / "pages"
        before = calibration()
        ours = made(size, benchmarks, site, pages if peer else None)
        theirs = pagefind.index(pages) if peer else None
        name = f"Pagefind {peer}" if peer else ""
        _print([tables.line(f"\n{ours.size:,} papers", "sitegen", name)])
        _print(tables.cost(ours, theirs))
        folders = (site / "search", pages / "pagefind") if peer else (site / "search",)
        _print(tables.published(*folders))
        if browser:
            _searches(browser, site, pages if peer else None, ours.queries[::20])
        print(f"\nthe {len(ours.queries):,} likeliest queries in node{tables.HOW}")
        _print(tables.thousand(_node(site, ours.queries)))
        print(f"sum(range(1000)): {before} before; {calibration()} after", flush=True)


def _searches(browser: Chromium, site: Path, pages: Path | None, likely: list[str]) -> None:
    with serving(site) as host:
        asked = browser.asking(host, FIXED)
        often = browser.asking(host, likely)
        typed = browser.typing(host, FIXED)
    both: list[Asking] = [asked]
    if pages:
        with serving(pages) as host:
            both.append(browser.asking(host, FIXED))
    print(f"\n{len(FIXED)} queries in Chromium{tables.HOW}")
    _print(tables.asking(*both))
    print()
    _print(tables.queries(*both))
    print(f"\n{len(likely)} likely queries in Chromium{tables.HOW}")
    _print(tables.asking(often))
    _print(tables.typing(typed))


def _node(site: Path, queries: list[str]) -> dict[str, object]:
    command = ["node", str(ROOT / "tests" / "js" / "bytes.mjs")]
    given = json.dumps({"folder": str(site), "queries": queries})
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line.rstrip(), flush=True)


def main() -> int:
    """Print the figures; 2 if the records are not here."""
    benchmarks = Path(os.environ.get("SITEGEN_BENCHMARKS", "")).absolute()
    sizes = [int(size) for size in (os.environ.get("SIZES") or SIZES).split()]
    if max(sizes) > SEEDS and not (benchmarks / RECORDS).is_file():
        print(
            "the benchmark records are not here; name their folder: make bench-search BENCHMARKS=…"
        )
        return 2
    peer = pagefind.version()
    if peer is None:
        print("Pagefind is not installed, and left out: pip install 'sitegen[bench]'")
    with chromium() as browser:
        if browser is None:
            print("there is no chromium with chromedriver: nothing is asked in a browser")
        for size in sizes:
            measured(size, benchmarks, browser, peer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
