"""This is where a title is braced for BibTeX, whose styles lower capitals without braces."""

import re
from collections.abc import Callable, Iterator

from sitegen.text import markup

# What LaTeX, or marked text, has a meaning for.
SIGNS = (*r"\{}&%$#_~^`<", "--", "''", ",,")
SIGN = re.compile("|".join(map(re.escape, SIGNS)))
# Capitals that a style must not lower: inside a word, before a digit, alone; and mathematics.
# Between the capital and the letter before it only signs may stand: a long word is read once.
_PROTECTED = re.compile(r"[A-Za-z0-9][^\w\s-]*[A-Z]|[A-Z]\d|[\^_\\$]|^[A-Z]-|^[B-Z]$")
# What a title has if any of its words needs more than to be written as it is.
_REMARKABLE = re.compile(rf"[A-Za-z0-9][^\w\s-]*[A-Z]|[A-Z]\d|\b[A-Z]-|\b[B-Z]\b|{SIGN.pattern}")
_OTHER_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
# Words that begin with a small letter in every title.
_ALWAYS_SMALL = frozenset(
    [
        *("about", "above", "across", "after", "against", "among", "based", "before", "below"),
        *("between", "beyond", "during", "under", "using", "through", "toward", "towards"),
        *("until", "versus", "where", "which", "while", "within", "without"),
    ]
)
_OPENING = "\"'“‘«‹([¿¡"
_CLOSING = "\"'”’»›)].,:;!?"
_STARTS = (":", ".", "?", "!", "–", "—", "-")

Say = Callable[[str], str]
"""Marked text as LaTeX."""


def protected(title: str, say: Say) -> str:
    """*title* as LaTeX, with braces about the words whose capitals a style must keep.

    In a title where most words begin with a small letter, those that do not are names.
    """
    words = title.split(" ") if markup.is_plain(title) else list(_words(title))
    long = [word for word in words[1:] if len(word) > 4 and word[1:].islower()]
    small = sum(word[0].islower() and word not in _ALWAYS_SMALL for word in long)
    are_names = small > 0 and small * 3 >= len(long)
    if not are_names and title.isascii() and not _REMARKABLE.search(title):
        return say(title)
    said: list[str] = []
    starts = True
    for word in words:
        said.append(_protect(word, say, is_name=are_names and not starts))
        starts = word.endswith(_STARTS)
    return " ".join(said)


def _protect(word: str, say: Say, *, is_name: bool) -> str:
    if not is_name and word.isascii() and word.isalpha() and word[1:].islower():
        return word
    inner = word.lstrip(_OPENING)
    core = inner.rstrip(_CLOSING)
    escaped = say(core)
    if _is_protected(core) or (is_name and core[:1].isupper()):
        # BibTeX reads "{\" as one accented letter and lowers it, but not if it is braced again.
        escaped = f"{{{{{escaped}}}}}" if escaped.startswith("\\") else f"{{{escaped}}}"
    if len(core) == len(word):
        return escaped
    return f"{say(word[: len(word) - len(inner)])}{escaped}{say(inner[len(core) :])}"


def _is_protected(core: str) -> bool:
    if not markup.is_plain(core):
        runs = markup.runs(core)
        if any(run.is_math for run in runs):
            return True
        core = "".join(run.text for run in runs)
    if not core.isascii():
        core = _OTHER_LETTER.sub(lambda found: "A" if found[0].isupper() else "a", core)
    return _PROTECTED.search(core) is not None


def _words(title: str) -> Iterator[str]:
    """The words of a marked title; what stands within a mark, spaces and all, is of one word."""
    word = ""
    for piece, is_marked in _pieces(title):
        if is_marked:
            word += piece
            continue
        first, *others = piece.split(" ")
        word += first
        for other in others:
            yield word
            word = other
    yield word


def _pieces(title: str) -> Iterator[tuple[str, bool]]:
    """The stretches of a marked title, and whether each is marked: one within a pair of marks is
    whole, with the marks."""
    marked, opened = "", ()  # type: str, tuple[str, ...]
    for run in markup.runs(title):
        shared = next(
            (n for n, (a, b) in enumerate(zip(opened, run.marks, strict=False)) if a != b),
            min(len(opened), len(run.marks)),
        )
        marked += "".join(f"</{name}>" for name in reversed(opened[shared:]))
        opened = run.marks
        if marked and not shared:
            yield marked, True
            marked = ""
        marked += "".join(f"<{name}>" for name in opened[shared:])
        text = f"${run.text}$" if run.is_math else run.text
        if opened:
            marked += text
        else:
            yield text, run.is_math
    if opened:
        yield marked + "".join(f"</{name}>" for name in reversed(opened)), True
