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


def written(values: Numbers) -> tuple[bytes, Numbers]:
    """*values* one after the other, and where each of them begins; one more place for the end."""
    higher = values // _LAST
    digits = [values % _LAST + _FIRST_LAST]
    lengths = np.ones(len(values), np.int64)
    while True:
        more = higher > 0
        if not more.any():
            break
        lengths += more
        digits.append(higher % _LEADING + _FIRST_LEADING)
        higher = higher // _LEADING
    ends = np.cumsum(lengths)
    text = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
    for place, digit in enumerate(digits):
        has = lengths > place
        text[ends[has] - 1 - place] = digit[has]
    return text.tobytes(), np.concatenate(([0], ends))


def text(values: Iterable[int]) -> str:
    """*values* one after the other."""
    return written(np.fromiter(values, np.int64))[0].decode("ascii")
