"""This is where a title is braced for BibTeX, whose styles lower capitals without braces.

By rule; and as its source has it, which marks what the rules do not know: ``<nc>..</nc>``.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from unicodedata import combining

from sitegen.text import markup

# What LaTeX, or marked text, has a meaning for.
SIGNS = (*r"\{}&%$#_~^`<", "--", "''", ",,")
SIGN = re.compile("|".join(map(re.escape, SIGNS)))
# Capitals that a style must not lower: inside a word, before a digit, alone; and mathematics.
# Between the capital and the letter before it only signs may stand: a long word is read once.
_PROTECTED = re.compile(r"[A-Za-z0-9][^\w\s-]*[A-Z]|[A-Z]\d|[\^_\\$]|^[A-Z]-|^[B-Z]$")
# What a title has if any of its words needs more than to be written as it is.
_REMARKABLE = re.compile(rf"[A-Za-z0-9][^\w\s-]*[A-Z]|[A-Z]\d|\b[A-Z]-|\b[B-Z]\b|{SIGN.pattern}")
# What is_evident takes for a word that ends with its braces, and is protected by rule.
_ONE_WORD = re.compile(r"[A-Za-z0-9](?:[\w./+&-]*[A-Za-z0-9])?")
_INNER = re.compile(r"[A-Za-z0-9][./+&_]*[A-Z]|[A-Z]\d")
_END = re.compile(r"[.:;!?]*(?:\s|\Z)")
_LETTERS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
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

Span = tuple[int, int]
"""A stretch of a text, from one place up to another."""

Say = Callable[[str], str]
"""Marked text as LaTeX."""


def protected(title: str, say: Say) -> str:
    """*title* as LaTeX, with braces about the words whose capitals a style must keep.

    Those that are marked, as they are marked; and by rule. In a title where most words begin with a
    small letter, those that do not are names.
    """
    if "<nc>" in title:
        bare, marked = _taken(title)
        if marked:
            return _braced(bare, _settled(bare, marked)[0], say)
        title = bare
    words = _words(title)
    are_names = _are_names(words)
    if not are_names and title.isascii() and not _REMARKABLE.search(title):
        return say(title)
    said: list[str] = []
    starts = True
    for word in words:
        said.append(_protect(word, say, is_name=are_names and not starts))
        starts = word.endswith(_STARTS)
    return " ".join(said)


def settled(title: str) -> str:
    """A marked *title* without the marks that say no more than the rules, or nothing at all.

    Nothing: a mark about a whole title, without a capital, in another one or in emphasis, which
    LaTeX's macros protect. So that a title is the same, whether or not it was in BibTeX once.
    """
    if "<nc>" not in title:
        return title
    bare, marked = _taken(title)
    ranges, ruled = _settled(bare, marked) if marked else ([], set())
    left = [one for one in ranges if one not in ruled]
    pieces: list[str] = []
    end = 0
    for start, stop in left:
        pieces += (bare[end:start], "<nc>", bare[start:stop], "</nc>")
        end = stop
    pieces.append(bare[end:])
    found = "".join(pieces)
    # A mark may keep apart what is a sign without it; then it goes, rather than the sign comes.
    is_sound = _telling(bare, left) == left
    is_sound = is_sound and (markup.is_plain(bare) or _taken(found) == (bare, left))
    return found if is_sound else bare


def is_evident(text: str, source: str, start: int, end: int) -> bool:
    """Whether braces that hold *text*, about a part of *source*, certainly say nothing new.

    Only what is quick to tell, and true in every title: the rest is for ``settled``.
    """
    if text == text.lower() or (start == 0 and end == len(source)):
        return True
    return (
        text.isascii()
        and _ONE_WORD.fullmatch(text) is not None
        and _INNER.search(text) is not None
        and (start == 0 or source[start - 1].isspace())
        and _END.match(source, end) is not None
    )


def _taken(title: str) -> tuple[str, list[Span]]:
    """A marked *title* without the marks of case, and the stretches of it that they protect."""
    found: list[Span] = []
    if parts := markup.cased(title):
        ends = list(accumulate(map(len, parts)))
        bare = "".join(parts)
        return bare, _telling(bare, list(zip(ends[::2], ends[1::2], strict=False)))
    pieces: list[str] = []
    opened: list[int] = []
    size = inner = 0  # how much there is, and in how many other marks
    for token in markup.tokens(title):
        if token.text != "nc" or token.kind in ("text", "math"):
            inner += {"open": 1, "close": -1}.get(token.kind, 0)
            pieces.append(token.source)
            size += len(pieces[-1])
        elif token.kind == "open":
            opened.append(-1 if inner else size)
        elif (start := opened.pop()) >= 0:
            found.append((start, size))
    bare = "".join(pieces)
    if found and markup.plain(bare) != markup.plain(title):  # it kept apart what is a sign now
        return bare, []
    return bare, _telling(bare, sorted(found, key=lambda one: (one[0], -one[1])))


def _telling(bare: str, found: list[Span]) -> list[Span]:
    """The outermost of the stretches that have a capital and are not all of the title."""
    telling: list[Span] = []
    reach = 0
    letters = _LETTERS.search(bare)
    for start, end in found:
        if end <= reach or not letters or (start <= letters.start() and end >= letters.end()):
            continue
        reach = end
        if telling and telling[-1][1] == start and not bare[end - 1].isspace():
            telling[-1] = (telling[-1][0], end)
        elif _is_telling(bare, start, end):
            telling.append((start, end))
    return telling


def _is_telling(bare: str, start: int, end: int) -> bool:
    """Whether a stretch has a capital outside of mathematics, and can stand by itself."""
    text = bare[start:end]
    if text != text.strip() or combining(bare[end : end + 1] or " "):
        return False
    if not markup.is_plain(text):
        text = "".join(run.text for run in markup.runs(text) if not run.is_math)
    return text != text.lower()


def _settled(bare: str, marked: list[Span]) -> tuple[list[Span], set[Span]]:
    """The stretches of a title that get braces, given those that are marked; and those by rule."""
    ruled: set[Span] = set()
    found = list(marked)
    first = 0
    for start, end, is_name in _ruled(bare):
        ruled.add((start, end))
        while first < len(marked) and marked[first][1] <= start:
            first += 1
        last = first
        while last < len(marked) and marked[last][0] < end:
            last += 1
        if _is_left(bare, (start, end), marked[first:last], is_name=is_name):
            found.append((start, end))
    ranges: list[Span] = []
    for start, end in sorted(found):
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((start, end))
    return ranges, ruled


def _is_left(bare: str, word: Span, marked: list[Span], *, is_name: bool) -> bool:
    """Whether a word that the rules protect has more to protect than is marked in it."""
    start, end = word
    if not marked or (is_name and marked[0][0] > start):
        return True
    parts: list[str] = []
    for one, other in marked:
        parts.append(bare[start:one])
        start = other
    return any(map(_is_protected, [*parts, bare[start:end]]))


def _ruled(bare: str) -> Iterator[tuple[int, int, bool]]:
    """Where the words are that the rules protect, and whether as names."""
    words = _words(bare)
    are_names = _are_names(words)
    place = 0
    starts = True
    for word in words:
        if not are_names and word.isascii() and word.isalpha() and word[1:].islower():
            starts = False
            place += len(word) + 1
            continue
        inner = word.lstrip(_OPENING)
        core = inner.rstrip(_CLOSING)
        is_name = are_names and not starts and core[:1].isupper()
        if is_name or _is_protected(core):
            start = place + len(word) - len(inner)
            yield start, start + len(core), is_name
        starts = word.endswith(_STARTS)
        place += len(word) + 1


def _braced(bare: str, ranges: list[Span], say: Say) -> str:
    pieces: list[str] = []
    end = 0
    for start, stop in ranges:
        pieces += (say(bare[end:start]), _in_braces(say(bare[start:stop])))
        end = stop
    return "".join((*pieces, say(bare[end:])))


def _protect(word: str, say: Say, *, is_name: bool) -> str:
    if not is_name and word.isascii() and word.isalpha() and word[1:].islower():
        return word
    inner = word.lstrip(_OPENING)
    core = inner.rstrip(_CLOSING)
    escaped = say(core)
    if _is_protected(core) or (is_name and core[:1].isupper()):
        escaped = _in_braces(escaped)
    if len(core) == len(word):
        return escaped
    return f"{say(word[: len(word) - len(inner)])}{escaped}{say(inner[len(core) :])}"


def _in_braces(escaped: str) -> str:
    # BibTeX reads "{\" as one accented letter and lowers it, but not if it is braced again.
    return f"{{{{{escaped}}}}}" if escaped.startswith("\\") else f"{{{escaped}}}"


def _is_protected(core: str) -> bool:
    if not markup.is_plain(core):
        runs = markup.runs(core)
        if any(run.is_math for run in runs):
            return True
        core = "".join(run.text for run in runs)
    if not core.isascii():
        core = _OTHER_LETTER.sub(lambda found: "A" if found[0].isupper() else "a", core)
    return _PROTECTED.search(core) is not None


def _are_names(words: Sequence[str]) -> bool:
    long = [word for word in words[1:] if len(word) > 4 and word[1:].islower()]
    small = sum(word[0].islower() and word not in _ALWAYS_SMALL for word in long)
    return small > 0 and small * 3 >= len(long)


def _words(title: str) -> list[str]:
    """The words of a marked title; what stands within a mark, spaces and all, is of one word."""
    if markup.is_plain(title):
        return title.split(" ")
    words: list[str] = []
    word = ""
    depth = 0
    for token in markup.tokens(title):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if token.kind == "text" and not depth:
            first, *others = token.text.split(" ")
            word += first
            for other in others:
                words.append(word)
                word = other
        else:
            word += token.source
    return [*words, word]
