"""This is where it is found which words of two texts differ.

Case, accents and the punctuation around a word make no difference; signs that belong to it do:
"C" and "C++" are two words.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice

from sitegen.review.cells import Span, Style
from sitegen.text.fold import fold

_COMPARED = 1200
"""Words of a text of which the differing ones are marked: what it takes grows with their square."""

# A run without spaces and hyphens, or one sign of a script that has no spaces.
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}\-‐‑–—/]+")
_AROUND = ".,:;!?()[]{}\"'“”‘’«»„<>…、。，；：（）「」『』"


def marked(first: str, second: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Both texts, the words that the other has not in brackets, and of a style of their own."""
    ours, theirs = (list(islice(_words(text), _COMPARED)) for text in (first, second))
    a, b = [word for word, _, _ in ours], [word for word, _, _ in theirs]
    # Words that are common in a long text are no anchors (autojunk): they would take its cube.
    differing = [
        (slice(i, j), slice(k, m))
        for tag, i, j, k, m in SequenceMatcher(None, a, b).get_opcodes()
        if tag != "equal" and "".join(a[i:j]) != "".join(b[k:m])  # a hyphen makes no difference
    ]
    left = [_range(first, ours[one]) for one, _ in differing if ours[one]]
    right = [_range(second, theirs[one]) for _, one in differing if theirs[one]]
    return _bracketed(first, left), _bracketed(second, right)


def listed(first: Sequence[str], second: Sequence[str]) -> tuple[Span, ...]:
    """The items of the *first* list, those in brackets that the *second* has not, in any order."""
    known = set(map(fold, second))
    spans: list[Span] = []
    for number, item in enumerate(first):
        spans.append(Span(", " if number else ""))
        spans.append(Span(item) if fold(item) in known else Span(f"[{item}]", Style.DIFFERS))
    return tuple(span for span in spans if span.text)


def are_alike(first: str, second: str) -> bool:
    """Whether no word of the two texts differs."""
    glued = ("".join(word for word, _, _ in _words(text)) for text in (first, second))
    return next(glued) == next(glued)


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """(word as it is compared, where it begins, where it ends) of *text*."""
    for found in _WORD.finditer(text):
        bare = found[0].strip(_AROUND)
        if bare:
            start = found.start() + found[0].index(bare)
            is_initial = len(bare) == 1 and text[start + 1 : start + 2] == "."
            yield fold(bare) or bare, start, start + len(bare) + is_initial


def _range(text: str, words: Sequence[tuple[str, int, int]]) -> tuple[int, int]:
    """Where *words* begin and end in *text*, with the bracket that closes one inside them."""
    start, end = words[0][1], words[-1][2]
    is_open = text.count("(", start, end) > text.count(")", start, end)
    return start, end + (is_open and text[end : end + 1] == ")")


def _bracketed(text: str, places: list[tuple[int, int]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    done = 0
    for start, end in places:
        spans.append(Span(text[done:start]))
        spans.append(Span(f"[{text[start:end]}]", Style.DIFFERS))
        done = end
    return tuple(span for span in (*spans, Span(text[done:])) if span.text)
