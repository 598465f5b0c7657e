"""This is where texts become the numbers of their terms, many texts at a time.

A word is analysed when it is first met; from then on it is its number. The loops over all words of
all papers are those of bytes, dict and numpy: an index of 100,000 papers has 20 million words.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from sitegen.search.analysis import END, STOP_WORDS, pieces, terms_of

Words = NDArray[np.int32]

_END = len(STOP_WORDS)  # the number of the end of a text; those of stop words are less


class Vocabulary:
    """Gives each term a number, in the order in which they are met."""

    def __init__(self) -> None:
        self.terms: defaultdict[str, int] = defaultdict(count().__next__)
        """The number of each term; the empty one stands for the end of a text."""
        for term in (*sorted(STOP_WORDS), ""):
            self.terms[term]
        self._pieces = _Pieces(self.terms)

    def read(self, texts: Iterable[str], *, is_prose: bool) -> tuple[Words, Words]:
        """The terms of *texts*, one text after the other, and how many each text has.

        In prose stop words do not count.
        """
        found = self._numbers(pieces(texts))
        if is_prose:
            found = found[found >= _END]
        ends = np.flatnonzero(found == _END)
        lengths = np.diff(ends, prepend=-1) - 1
        return found[found != _END], lengths.astype(np.int32)

    def _numbers(self, words: list[bytes]) -> Words:
        """The numbers of the terms of *words*: of most one, of some none or several."""
        found = np.fromiter(map(self._pieces.__getitem__, words), np.int32, len(words))
        odd = np.flatnonzero(found < 0)
        terms = [self._pieces.several[~number] for number in found[odd].tolist()]
        many = np.ones(len(found), np.int64)
        many[odd] = list(map(len, terms))
        spread = np.repeat(found, many)
        spread[spread < 0] = list(chain.from_iterable(terms))
        return spread


class _Pieces(dict[bytes, int]):
    """The number of each piece's term; ``~n`` if its terms are those at *n* of ``several``."""

    def __init__(self, numbers: defaultdict[str, int]) -> None:
        super().__init__()
        self[END] = _END
        self.several: list[list[int]] = []
        self._numbers = numbers

    def __missing__(self, piece: bytes) -> int:
        found = [self._numbers[term] for term in terms_of(piece)]
        if len(found) == 1:
            self[piece] = found[0]
        else:
            self.several.append(found)
            self[piece] = ~(len(self.several) - 1)
        return self[piece]
