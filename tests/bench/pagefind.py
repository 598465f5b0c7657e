"""This is where Pagefind, which a reader would pick otherwise, indexes the same papers."""

import importlib.metadata
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

# Its results are asked for as its own interface asks: the texts of the first ten.
_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Pagefind</title></head>
<body>
<ol id="results"></ol>
<script type="module">
let pagefind;
globalThis.bench.ask = async (query) => {
  const begin = performance.now();
  pagefind ??= await import("/pagefind/pagefind.js");
  const { results } = await pagefind.search(query);
  const rows = await Promise.all(results.slice(0, 10).map((result) => result.data()));
  document.querySelector("#results").replaceChildren(...rows.map(({ meta, excerpt }) => {
    const row = document.createElement("li");
    row.innerHTML = `${meta.title}<p>${excerpt}</p>`;
    return row;
  }));
  const took = performance.now() - begin;
  return { rows: took, complete: took, shown: rows.length, total: results.length };
};
globalThis.bench.begin();
</script>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an index cost."""

    cpu: float
    """Seconds of the processor."""

    wall: float
    """Seconds."""

    peak: float
    """Megabytes of memory at most."""


def version() -> str | None:
    """The version of Pagefind that is installed; None if none is."""
    try:
        return importlib.metadata.version("pagefind")
    except importlib.metadata.PackageNotFoundError:
        return None


def index(pages: Path) -> Indexed:
    """Let Pagefind index *pages*, and write a page there that asks it."""
    started = time.perf_counter()
    with (pages / "pagefind.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pagefind", "--site", str(pages)], stdout=log, stderr=log
        )
        _, status, used = os.wait4(
            process.pid, 0
        )  # what this one process took, unlike RUSAGE_CHILDREN
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    if process.returncode:
        raise SystemExit((pages / "pagefind.log").read_text("utf-8"))
    (pages / "search.html").write_text(_PAGE, "utf-8")
    return Indexed(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)
