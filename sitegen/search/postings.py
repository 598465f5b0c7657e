"""This is where the papers' terms become an inverted index: for each term, where it stands.

A posting says in which paper, how often and in a field of how many terms: what BM25 needs beside
the number of papers, and nothing that changes when another paper is added. The reader's side turns
it into the weight that Lunr would have given (templates/assets/search/postings.js).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from sitegen.search.numbers import Numbers, written
from sitegen.search.places import Places, assign

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
    """Of each term, as text: for each field how many; then the codes of their papers (each as its
    distance to the last, less one), the lengths of their fields, how often each (less one). The
    last field has no lengths: codes tell them."""

    places: Places
    """Where the papers are."""


def invert(papers: Iterable[tuple[str, tuple[list[str], ...]]], fields: int) -> Inverted:
    """The index of *papers*: (key, terms of each of its *fields*), in any order."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    found, lengths = array("i"), array("i")
    keys: list[str] = []
    for key, texts in papers:
        keys.append(key)
        for terms in texts:
            lengths.append(len(terms))
            found.extend(map(numbers.__getitem__, terms))
    of_field = np.frombuffer(lengths, np.int32).astype(np.int64).reshape(-1, fields)
    places = assign(dict(zip(keys, of_field[:, -1].tolist(), strict=True)))
    if not found:
        return Inverted(terms=(), counts=(), lengths=(0,) * fields, postings=(), places=places)
    terms = sorted(numbers, key=lambda term: term.encode("utf-16-be", "surrogatepass"))
    rank = np.empty(len(terms), np.int64)
    rank[[numbers[term] for term in terms]] = np.arange(len(terms))
    codes = np.array([places.codes[key] for key in keys], np.int64)
    order = np.argsort(codes)
    position = np.empty(len(keys), np.int64)
    position[order] = np.arange(len(keys))
    units = np.repeat(np.arange(of_field.size), of_field.ravel())  # paper and field of each word
    paper, field = position[units // fields], units % fields
    # One number says term, field and paper, in this order: sorting it groups the postings.
    many = len(keys)
    words = (rank[np.frombuffer(found, np.int32)] * fields + field) * many + paper
    distinct, often = np.unique(words, return_counts=True)
    group, paper = distinct // many, order[distinct % many]
    sizes = np.bincount(group, minlength=len(terms) * fields)
    counts = sizes.reshape(-1, fields).sum(axis=1)
    long = of_field[paper, group % fields]
    return Inverted(
        terms=tuple(terms),
        counts=tuple(counts.tolist()),
        lengths=tuple(of_field.sum(axis=0).tolist()),
        postings=tuple(_texts(sizes.reshape(-1, fields), counts, codes[paper], long, often)),
        places=places,
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
    # Each term: one count for each field, then two or three runs of numbers for each with some.
    runs = np.array([3] * (fields - 1) + [2])
    numbers = sizes * runs
    room = fields + numbers.sum(axis=1)
    begins = np.concatenate(([0], np.cumsum(room)))
    values = np.zeros(int(begins[-1]), np.int64)
    values[(begins[:-1, None] + np.arange(fields)).ravel()] = flat
    within = np.cumsum(numbers, axis=1) - numbers  # numbers of the term's earlier fields
    starts = ((begins[:-1, None] + fields) + within).ravel()[filled]
    size = flat[filled]
    first = np.cumsum(size) - size  # of each run, among the postings
    position = np.arange(len(slots)) - np.repeat(first, size)
    at = np.repeat(starts, size) + position
    before = np.concatenate(([-1], slots[:-1]))
    before[first] = -1
    values[at] = slots - before - 1
    each = np.repeat(size, size)
    last = np.repeat(np.tile(runs, len(sizes))[filled] - 1, size)
    has_length = last == 2
    values[at[has_length] + each[has_length]] = long[has_length]
    values[at + last * each] = often - 1
    content, places = written(values)
    edges = places[begins]
    text = content.decode("ascii")
    for left, right in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        yield text[left:right]
