"""This is where papers get the numbers by which the index knows them.

Papers are numbered by the length of their abstract, so that a posting in an abstract need not say
that length: half of the bytes of the index would be such lengths. Among those of one length a
number follows from the paper's key alone, wherever it is free: a paper more or less moves no other,
so that postings of the others stay as they are. Some numbers are free.
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

_LONG = 1_000
"""Lengths from here on count as this one and those after it, in their order: few papers have them,
and their numbers would be without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where each paper is: its place in the order of rows and columns, and its code in postings."""

    rows: Mapping[str, int]
    """By key. Moves when so many papers of one length come in that the room for them grows."""

    codes: Mapping[str, int]
    """By key, in the same order: stride times the number of its length, and its place there."""

    size: int
    """How many places there are, with the free ones."""

    stride: int
    """The distance of lengths in the codes, a power of two."""

    rooms: tuple[tuple[int, int, int], ...]
    """(length, its number, places) of each length that an abstract has."""


def assign(lengths: Mapping[str, int]) -> Places:
    """The places of papers, whose lengths these are by key: terms of the abstract."""
    counts = Counter(lengths.values())
    known = sorted(counts)
    numbers = {length: length for length in known if length < _LONG}
    numbers |= {length: _LONG + n for n, length in enumerate(x for x in known if x >= _LONG)}
    room = {length: _room(counts[length]) for length in known}
    start = dict(zip(known, accumulate((room[x] for x in known), initial=0), strict=False))
    stride = 1 << (max(room.values(), default=1) - 1).bit_length()
    taken: defaultdict[int, set[int]] = defaultdict(set)
    rows, codes = {}, {}
    for key in sorted(lengths):
        length = lengths[key]
        place = _home(key, room[length])
        while place in taken[length]:
            place = (place + 1) % room[length]
        taken[length].add(place)
        rows[key] = start[length] + place
        codes[key] = stride * numbers[length] + place
    rooms = tuple((length, numbers[length], room[length]) for length in known)
    return Places(rows=rows, codes=codes, size=sum(room.values()), stride=stride, rooms=rooms)


def _home(key: str, room: int) -> int:
    """The place that a key leads to."""
    mixed = zlib.crc32(key.encode("utf-8", "surrogatepass")) * 0x9E3779B1 & 0xFFFFFFFF
    return mixed * room >> 32


def _room(papers: int) -> int:
    """A round number about half as large again: it stays while the papers grow by a fifth."""
    size = 4
    while True:
        for step in (4, 5, 6, 7):
            if size * step // 4 * 2 >= papers * 3:
                return size * step // 4
        size *= 2
