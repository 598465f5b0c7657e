"""This is where it is found which words of some texts the others do not have."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from sitegen.text.fold import fold

_PIECE = re.compile(r"\S+|\s+")
_AROUND = ".,:;!?()[]{}\"'“”‘’«»"

Runs = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether the other texts lack it; together they are the text."""


def contrasted(texts: Sequence[str]) -> tuple[Runs, ...]:
    """Each of *texts*, the words marked that are not in all of them.

    Case, accents, and punctuation around a word do not matter, unless nothing else differs.
    """
    found = _marked(texts, _folded)
    is_alike = not any(differs for runs in found for _, differs in runs)
    return _marked(texts, str.strip) if is_alike and len(set(texts)) > 1 else found


def _marked(texts: Sequence[str], word: Callable[[str], str]) -> tuple[Runs, ...]:
    pieces = [_PIECE.findall(text) for text in texts]
    words = [Counter(filter(None, map(word, some))) for some in pieces]
    common = Counter(words[0]) if words else Counter[str]()
    for counted in words[1:]:
        common &= counted
    return tuple(_runs(some, common, word) for some in pieces)


def _folded(piece: str) -> str:
    bare = piece.strip(_AROUND).strip()
    return fold(bare) or bare


def _runs(pieces: Sequence[str], common: Counter[str], key: Callable[[str], str]) -> Runs:
    left = Counter(common)
    runs: list[tuple[str, bool]] = []
    for piece in pieces:
        word = key(piece)
        is_other = bool(word) and left[word] <= 0
        left[word] -= 1
        if runs and (runs[-1][1] == is_other or (not word and not piece.strip())):
            runs[-1] = (runs[-1][0] + piece, runs[-1][1])
        else:
            runs.append((piece, is_other))
    return tuple(_bare(runs))


def _bare(runs: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """*runs* without a space at the end of a mark."""
    found: list[tuple[str, bool]] = []
    for text, is_other in runs:
        bare = text.rstrip() if is_other else text
        found.append((bare, is_other))
        if bare != text:
            found.append((text[len(bare) :], False))
    joined: list[tuple[str, bool]] = []
    for text, is_other in found:
        if joined and joined[-1][1] == is_other:
            joined[-1] = (joined[-1][0] + text, is_other)
        else:
            joined.append((text, is_other))
    return joined
