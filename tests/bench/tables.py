"""This is where what was measured of a search becomes tables, ours beside Pagefind's."""

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .chromium import Asked, Asking, Typing, Way
from .host import Sent
from .made import Made
from .pagefind import Indexed

_LABEL, _CELL = 40, 37
HOW = ": median / nine tenths / worst"


def line(label: str, *cells: str) -> str:
    """A line of a table."""
    return f"{label:{_LABEL}}" + "".join(f" {cell:>{_CELL - 1}}" for cell in cells)


def spread(values: Iterable[float], digits: int = 0) -> str:
    """Median, nine tenths and worst."""
    ordered = sorted(values)
    shares = (ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.9, 1))
    return " / ".join(f"{value:,.{digits}f}" for value in shares)


# ---- Making and publishing ----


def cost(ours: Made, theirs: Indexed | None) -> Iterator[str]:
    """What the indexes took to make."""
    both = (ours, theirs) if theirs else (ours,)
    yield line("index: seconds of processor time", *(f"{one.cpu:,.2f}" for one in both))
    yield line("  milliseconds a paper", *(f"{one.cpu / ours.size * 1e3:.3f}" for one in both))
    yield line("  seconds", *(f"{one.wall:,.2f}" for one in both))
    yield line("  peak memory, MB", *(f"{one.peak:,.0f}" for one in both))


def published(*folders: Path) -> Iterator[str]:
    """What of the indexes is published."""
    found = [[file for file in folder.rglob("*") if file.is_file()] for folder in folders]
    sizes = [sum(file.stat().st_size for file in files) / 1e6 for files in found]
    sent = [sum(map(_sent, files)) / 1e6 for files in found]
    yield line("published: files", *(f"{len(files):,}" for files in found))
    yield line("  MB", *(f"{size:,.1f}" for size in sizes))
    yield line("  MB as sent", *(f"{size:,.1f}" for size in sent))


def _sent(file: Path) -> int:
    content = file.read_bytes()
    return min(len(content), len(gzip.compress(content, 6)))


# ---- Searching in Chromium ----


def _is_search(sent: Sent) -> bool:
    """Whether it is sent for the search, not for the page around it."""
    parts = ("search/", "assets/search/", "assets/vendor/lunr", "papers/", "pagefind/")
    return sent.address.startswith(parts)


def _is_snippet(sent: Sent) -> bool:
    """Whether it is sent for the stretch of an abstract below a row."""
    return sent.address.startswith("papers/")


def kilobytes(asked: Asked) -> float:
    """What was sent for the search itself."""
    return sum(sent.size for sent in asked.sent if _is_search(sent)) / 1e3


def brief(asked: Asked) -> float:
    """The same without stretches of abstracts."""
    return kilobytes(asked) - sum(sent.size for sent in asked.sent if _is_snippet(sent)) / 1e3


def asking(*both: Asking) -> Iterator[str]:
    """What searches cost in Chromium."""

    def told(
        label: str, figure: Callable[[Asked], float], way: str = "cold", digits: int = 0
    ) -> str:
        ways: list[Way] = [getattr(one, way) for one in both]
        return line(label, *(spread(map(figure, one.asked), digits) for one in ways))

    yield told("first search: KB", kilobytes, digits=1)
    yield told("  KB without stretches of abstracts", brief, digits=1)
    yield told("  requests", lambda asked: sum(map(_is_search, asked.sent)))
    yield told("next query: KB", kilobytes, "next", digits=1)
    for label, way in (("cold", "cold"), ("next query", "next"), ("again, from memory", "again")):
        yield told(f"{label}: ms to ten rows", lambda asked: asked.rows, way)
        yield told("  ms to complete rows", lambda asked: asked.complete, way)
        yield line("  ms of processor time, mean", *(f"{getattr(o, way).cpu:,.0f}" for o in both))
    yield line("longest task of the page, ms", *(_task(one.longest) for one in both))


def _task(longest: float) -> str:
    return f"{longest:,.0f}" if longest else "none of 50 or more"


def queries(*both: Asking) -> Iterator[str]:
    """Each of the queries that both were asked."""
    yield line("", *(("KB  cold   next  again   found",) * len(both))).rstrip()
    ways = [(one.cold.asked, one.next.asked, one.again.asked) for one in both]
    for several in zip(*(zip(*three, strict=True) for three in ways), strict=True):
        cells = [
            f"{kilobytes(cold):,.0f} {cold.rows:5,.0f} {upcoming.rows:6,.0f} {again.rows:6,.0f}"
            f" {cold.total:7,}"
            for cold, upcoming, again in several
        ]
        yield line(f"  {several[0][0].query}", *cells)


def typing(typed: Typing) -> Iterator[str]:
    """What typing letter by letter is like."""
    yield line("typed: ms from the last letter to rows", spread(typed.late))
    yield line("  longest task of the page, ms", _task(typed.longest))


# ---- Searching in node ----


def thousand(told: Mapping[str, Any]) -> Iterator[str]:
    """What a first search of each of the likeliest queries costs, without a browser."""
    asked: Sequence[Mapping[str, Any]] = told["queries"]
    parts = told["parts"]
    fixed = ", ".join(f"{name} {size / 1e3:.1f}" for name, size in parts.items())
    yield line(f"KB: {fixed}").rstrip()
    yield line("first search: KB", spread((one["bytes"] / 1e3 for one in asked), 1))
    for kind in sorted({kind for one in asked for kind in one["kinds"]}):
        sizes = (one["kinds"].get(kind, 0) / 1e3 for one in asked)
        yield line(f"  KB of {kind}", spread(sizes, 1))
    yield line("  files of the index", spread(one["files"] for one in asked))
    for label, name in (("cold: ms in node", "cold"), ("again: ms in node", "warm")):
        yield line(label, spread((one[name] for one in asked), 1))
    for one in sorted(asked, key=lambda one: (-one["bytes"], one["query"]))[:5]:
        facts = f"{one['bytes'] / 1e3:.1f} KB, {one['warm']:.0f} ms again, {one['total']:,} papers"
        yield f"  {facts}: {one['query']}"
