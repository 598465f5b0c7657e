"""This is where the papers' terms become an inverted index: for each term, where it stands.

A posting says in which paper, how often and in a field of how many terms: what BM25 needs beside
the number of papers, and nothing that changes when another paper is added. The reader's side turns
it into the weight that Lunr would have given (templates/assets/search/postings.js).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from sitegen.search.numbers import Numbers, written
from sitegen.search.places import Places, assign
from sitegen.search.vocabulary import Vocabulary, Words

# Papers read and postings written at a time: memory, not results, depends on it.
_READ_AT_ONCE, _WRITTEN_AT_ONCE = 2000, 1 << 19


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


@dataclass(frozen=True, slots=True)
class _Read:
    """The same field, or fields, of some papers."""

    fields: tuple[int, ...]
    """Which fields."""

    papers: slice
    """Which papers."""

    terms: Words
    """The terms of the fields of the first paper, of the second, and so on."""

    lengths: Words
    """How many terms each field of each paper has: a line for each paper."""


def invert(keys: Sequence[str], texts: Iterable[tuple[str, ...]], fields: int) -> Inverted:
    """The index of papers, in any order, of which these are the *keys*, and *texts* of *fields*.

    The last field is prose, in which stop words do not count.
    """
    vocabulary = Vocabulary()
    read = list(_read(texts, vocabulary, fields))
    by_paper = np.zeros((len(keys), fields), np.int32)
    for part in read:
        by_paper[part.papers, part.fields] = part.lengths
    places = assign(dict(zip(keys, by_paper[:, -1].tolist(), strict=True)))
    rows = np.array([places.rows[key] for key in keys], np.int64)
    codes, lengths = np.zeros(places.size, np.int64), np.zeros((fields, places.size), np.int32)
    codes[rows] = [places.codes[key] for key in keys]
    lengths[:, rows] = by_paper.T
    terms = sorted(vocabulary.terms, key=lambda term: term.encode("utf-16-be", "surrogatepass"))
    rank = np.empty(len(terms), np.int64)
    rank[[vocabulary.terms[term] for term in terms]] = np.arange(len(terms))
    postings, often = _distinct(read, rank, rows, lengths)
    sizes = np.bincount(postings // places.size, minlength=len(terms) * fields).reshape(-1, fields)
    counts = sizes.sum(axis=1)
    is_used = counts > 0  # stop words may stand nowhere
    return Inverted(
        terms=tuple(term for term, is_one in zip(terms, is_used.tolist(), strict=True) if is_one),
        counts=tuple(counts[is_used].tolist()),
        lengths=tuple(lengths.sum(axis=1).tolist()),
        postings=tuple(_texts(sizes[is_used], codes, lengths, postings, often)),
        places=places,
    )


def _read(
    papers: Iterable[tuple[str, ...]], vocabulary: Vocabulary, fields: int
) -> Iterator[_Read]:
    rest, start = iter(papers), 0
    while some := list(islice(rest, _READ_AT_ONCE)):
        here = slice(start, start + len(some))
        for own in (tuple(range(fields - 1)), (fields - 1,)):
            texts = [texts[field] for texts in some for field in own]
            terms, lengths = vocabulary.read(texts, is_prose=own == (fields - 1,))
            yield _Read(own, here, terms, lengths.reshape(len(some), len(own)))
        start += len(some)


def _distinct(
    read: list[_Read], rank: Numbers, rows: Numbers, lengths: Words
) -> tuple[Numbers, Words]:
    """The postings in their order, and how often each was met; *read* is used up.

    A posting is one number, which says rank of its term, field and row: sorting groups them.
    """
    found = np.empty(int(lengths.sum()), np.int64)
    end = len(found)
    while read:
        part = read.pop()
        own = found[end - len(part.terms) : end]
        np.multiply(rank[part.terms], lengths.size, out=own)
        cells = rows[part.papers, None] + np.array(part.fields) * lengths.shape[1]
        own += np.repeat(cells.ravel(), part.lengths.ravel())
        end -= len(own)
    found.sort()
    first = np.flatnonzero(np.diff(found, prepend=-1))
    often = np.diff(first, append=len(found)).astype(np.int32)
    return found[first], often


def _texts(
    sizes: Numbers, codes: Numbers, lengths: Words, postings: Numbers, often: Words
) -> Iterator[str]:
    """The text of each term, given how many postings it has in each field, and these in order."""
    ends = np.cumsum(sizes.sum(axis=1))
    start = before = 0
    while start < len(sizes):
        stop = max(start + 1, int(np.searchsorted(ends, before + _WRITTEN_AT_ONCE)))
        end = int(ends[stop - 1])
        cells = postings[before:end] % lengths.size
        slots = codes[cells % lengths.shape[1]]
        yield from _text(sizes[start:stop], slots, lengths.ravel()[cells], often[before:end])
        start, before = stop, end


def _text(sizes: Numbers, slots: Numbers, long: Words, often: Words) -> Iterator[str]:
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
    at = np.arange(len(slots)) + np.repeat(starts - first, size)
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
