"""This is where numbers become printable text, as templates/assets/search/numbers.js reads them.

A number is any number of leading digits to the base 30 ("a" to "~", the highest first) and a last
digit to the base 64 ("!" to "`"). Small numbers, which are most, take one character; the text needs
no quotes or escapes, and a server compresses it nearly as well as packed bits.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

_LAST, _FIRST_LAST = 64, 33
_LEADING, _FIRST_LEADING = 30, 97


def written(values: NDArray[np.integer]) -> tuple[bytes, Numbers]:
    """*values* one after the other, and where each of them begins; one more place for the end."""
    lengths = np.ones(len(values), np.int8)
    longer: list[tuple[Numbers, NDArray[np.integer]]] = []  # which have one digit more, and these
    which = np.flatnonzero(values >= _LAST)
    higher = values[which] // _LAST
    while len(which):
        lengths[which] += 1
        rest = higher // _LEADING
        longer.append((which, higher - rest * _LEADING + _FIRST_LEADING))
        is_longer = rest > 0
        which, higher = which[is_longer], rest[is_longer]
    places = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    signs = np.zeros(int(places[-1]), np.uint8)
    signs[places[1:] - 1] = values % _LAST + _FIRST_LAST
    for back, (which, digits) in enumerate(longer, 2):
        signs[places[which + 1] - back] = digits
    return signs.tobytes(), places


def text(values: Iterable[int]) -> str:
    """*values* one after the other."""
    return written(np.fromiter(values, np.int64))[0].decode("ascii")


def values(text: str) -> list[int]:
    """The numbers of which *text* has made this one."""
    found, higher = list[int](), 0
    for sign in text.encode("ascii"):
        if sign >= _FIRST_LEADING:
            higher = higher * _LEADING + sign - _FIRST_LEADING
        else:
            found.append(higher * _LAST + sign - _FIRST_LAST)
            higher = 0
    return found
