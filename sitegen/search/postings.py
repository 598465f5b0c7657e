"""This is where the papers' terms become an inverted index: for each term, where it stands.

A posting says in which paper, how often and in a field of how many terms: what BM25 needs beside
the number of papers, and nothing that changes when another paper is added. The reader's side turns
it into the weight that Lunr would have given (templates/assets/search/weights.js).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from sitegen.search.numbers import Numbers, written

_AT_ONCE = 1 << 20  # postings that are written at a time: memory, not results, depends on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverted:
    """Every term of the papers with its postings."""

    terms: tuple[str, ...]
    """In the order of their UTF-16 code units, as JavaScript sorts them."""

    counts: tuple[int, ...]
    """How many postings each term has."""

    lengths: tuple[int, ...]
    """How many terms each field has in all papers together."""

    postings: tuple[str, ...]
    """Of each term, as text: for each field how many; then their places (each as its distance to
    the last, less one), the lengths of their fields, how often each (less one)."""


def invert(papers: Iterable[tuple[int, tuple[list[str], ...]]], fields: int) -> Inverted:
    """The index of *papers*: (place, terms of each of its *fields*), by place."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    found, lengths, places = array("i"), array("i"), array("q")
    for place, texts in papers:
        places.append(place)
        for terms in texts:
            lengths.append(len(terms))
            found.extend(map(numbers.__getitem__, terms))
    if not found:
        return Inverted(terms=(), counts=(), lengths=(0,) * fields, postings=())
    terms = sorted(numbers, key=lambda term: term.encode("utf-16-be", "surrogatepass"))
    rank = np.empty(len(terms), np.int64)
    rank[[numbers[term] for term in terms]] = np.arange(len(terms))
    of_field = np.frombuffer(lengths, np.int32).astype(np.int64)
    units = np.repeat(np.arange(len(of_field)), of_field)  # paper and field of each word
    paper, field = units // fields, units % fields
    # One number says term, field and paper, in this order: sorting it groups the postings.
    many = len(places)
    keys = (rank[np.frombuffer(found, np.int32)] * fields + field) * many + paper
    distinct, often = np.unique(keys, return_counts=True)
    group, paper = distinct // many, distinct % many
    slots = np.frombuffer(places, np.int64)[paper]
    long = of_field[paper * fields + group % fields]
    sizes = np.bincount(group, minlength=len(terms) * fields)
    counts = sizes.reshape(-1, fields).sum(axis=1)
    return Inverted(
        terms=tuple(terms),
        counts=tuple(counts.tolist()),
        lengths=tuple(of_field.reshape(-1, fields).sum(axis=0).tolist()),
        postings=tuple(_texts(sizes.reshape(-1, fields), counts, slots, long, often)),
    )


def _texts(
    sizes: Numbers, counts: Numbers, slots: Numbers, long: Numbers, often: NDArray[np.intp]
) -> Iterator[str]:
    """The text of each term, given how many postings it has in each field, and these in order."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        before = int(ends[start] - counts[start])
        stop = max(start + 1, int(np.searchsorted(ends, before + _AT_ONCE)))
        part = slice(before, int(ends[stop - 1]))
        yield from _text(sizes[start:stop], slots[part], long[part], often[part])
        start = stop


def _text(sizes: Numbers, slots: Numbers, long: Numbers, often: NDArray[np.intp]) -> Iterator[str]:
    fields = sizes.shape[1]
    flat = sizes.ravel()
    filled = flat > 0
    # Each term: one count for each field, then three runs of numbers for each field that has some.
    room = fields + 3 * sizes.sum(axis=1)
    begins = np.concatenate(([0], np.cumsum(room)))
    values = np.zeros(int(begins[-1]), np.int64)
    values[(begins[:-1, None] + np.arange(fields)).ravel()] = flat
    within = np.cumsum(3 * sizes, axis=1) - 3 * sizes  # numbers of the term's earlier fields
    runs = ((begins[:-1, None] + fields) + within).ravel()[filled]
    size = flat[filled]
    first = np.cumsum(size) - size  # of each run, among the postings
    position = np.arange(len(slots)) - np.repeat(first, size)
    at = np.repeat(runs, size) + position
    before = np.concatenate(([-1], slots[:-1]))
    before[first] = -1
    values[at] = slots - before - 1
    values[at + np.repeat(size, size)] = long
    values[at + 2 * np.repeat(size, size)] = often - 1
    content, places = written(values)
    edges = places[begins]
    text = content.decode("ascii")
    for left, right in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        yield text[left:right]
