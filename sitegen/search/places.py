"""This is where papers get the numbers by which the index knows them.

A number follows from the paper's key alone, wherever it is free: a paper more or less moves no
other, so postings and rows of the others stay as they are. A third of the numbers is free.
"""

import zlib
from collections.abc import Iterable


def assign(keys: Iterable[str]) -> tuple[dict[str, int], int]:
    """The place of each of *keys*, and how many places there are."""
    ordered = sorted(keys)
    size = _size(len(ordered))
    taken: set[int] = set()
    found: dict[str, int] = {}
    for key in ordered:
        place = _home(key, size)
        while place in taken:
            place = (place + 1) % size
        taken.add(place)
        found[key] = place
    return found, size


def _home(key: str, size: int) -> int:
    """The place that a key leads to; templates/assets/search/engine.js finds it by the same sum."""
    mixed = zlib.crc32(key.encode("utf-8", "surrogatepass")) * 0x9E3779B1 & 0xFFFFFFFF
    return mixed * size >> 32


def _size(papers: int) -> int:
    """A round number about half as large again: it stays while the papers grow by a fifth."""
    size = 16
    while True:
        for step in (4, 5, 6, 7):
            if size * step // 4 * 2 >= papers * 3:
                return size * step // 4
        size *= 2
