"""This is where two names are recognised as one venue's: abbreviated, spelt out, with a year.

"J. Mach. Learn. Res.", "JMLR" and "Journal of Machine Learning Research" are one journal; "Nature"
and "Nature Communications" are two, and so are a conference and its workshops.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from sitegen.text.fold import fold, glue, singular

_TOKEN = re.compile(r"([^\W\d_]+)(\.?)")
_SMALL = frozenset(
    [
        *("a", "an", "and", "at", "by", "de", "der", "des", "die", "du", "el", "et", "for", "fur"),
        *("in", "la", "las", "le", "les", "of", "on", "the", "to", "und", "y", "with"),
    ]
)
# What a conference's name has from year to year, or has not: "Proceedings of the 57th Annual …".
_OF_CONFERENCES = frozenset(
    [
        *("annual", "conf", "conference", "congress", "int", "international", "intl"),
        *("meeting", "proc", "proceedings", "symp", "symposium"),
        *("st", "nd", "rd", "th", "first", "second", "third", "fourth", "fifth", "sixth"),
        *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "joint", "biennial"),
    ]
)
_CONFERENCE = re.compile(
    r"(?i)\b(?:proc(?:eedings)?|conf(?:erence)?|symposium|workshops?|meeting)\b"
)
_SOCIETIES = frozenset(["ieee", "acm", "cvf", "siam", "ifip", "usenix"])
_JOURNALS = frozenset(
    ["journal", "j", "transaction", "trans", "letter", "lett", "magazine", "annal", "bulletin"]
)
# What appears at a conference without being its proceedings.
_PARTS = frozenset(
    [
        *("adjunct", "companion", "demo", "demonstration", "extended", "finding", "poster"),
        *("satellite", "student", "supplement", "tutorial", "workshop"),
    ]
)
_SAME = {"nips": "neurips"}
_LONGEST = 300  # characters; what is longer is no name


@dataclass(frozen=True, slots=True)
class _Name:
    """What a venue's name is compared by."""

    all: tuple[str, ...]
    """Its words, folded."""

    core: tuple[str, ...]
    """The words that tell it from others."""

    stops: tuple[bool, ...]
    """For each word of the core, whether it may be a letter that stands for a word."""

    parts: frozenset[str]
    """Words that say it is a part of a conference: "workshop"."""

    shorts: frozenset[str]
    """The abbreviations in it: "CVPR"."""


@lru_cache(maxsize=65536)
def alike(first: str, second: str) -> bool:
    """Whether two names are probably one venue's, whatever the year."""
    if first == second or glue(first) == glue(second):
        return True
    a, b = _read(first[:_LONGEST]), _read(second[:_LONGEST])
    if a.parts != b.parts or not a.core or not b.core:
        return False
    if _aligned(a, b):
        return True
    return _is_short_for(a, b) or _is_short_for(b, a)


def is_part(venue: str) -> bool:
    """Whether *venue* is a workshop, or another part of a conference but its proceedings."""
    return bool(_read(venue[:_LONGEST]).parts)


@lru_cache(maxsize=65536)
def _read(venue: str) -> _Name:
    text = venue
    if _CONFERENCE.search(text) and "," in text:
        text = text.partition(",")[0]  # where it was held
    bracketed = {m[1] for part in re.findall(r"\(([^()]*)\)", text) for m in _TOKEN.finditer(part)}
    tokens = [(m[1], bool(m[2])) for m in _TOKEN.finditer(text)]
    shorts = frozenset(fold(t) for t, _ in tokens if _is_capital(t)) - _SOCIETIES
    named = [(fold(t), dot, t) for t, dot in tokens]
    parts = frozenset(singular(word) for word, _, _ in named) & _PARTS
    core = [
        (_SAME.get(word, word), dot)
        for n, (word, dot, token) in enumerate(named)
        if (word not in _SMALL or (n and token == "A"))
        and not (n == 0 and word == "advances")
        and word not in _OF_CONFERENCES
        and singular(word) not in _PARTS
        and word not in _SOCIETIES
        and not (token in bracketed and len(tokens) > len(bracketed))
    ]
    singles = [len(word) == 1 for word, _ in core]
    stops = tuple(
        dot or n == 0 or any(singles[max(0, n - 1) : n] + singles[n + 1 : n + 2])
        for n, (_, dot) in enumerate(core)
    )
    return _Name(
        tuple(word for word, _, _ in named), tuple(word for word, _ in core), stops, parts, shorts
    )


def _is_capital(token: str) -> bool:
    return sum(letter.isupper() for letter in token) > 1


def _aligned(a: _Name, b: _Name) -> bool:
    """Whether the words of two names are the same, in order, some of them shortened."""
    if len(a.core) != len(b.core):
        return False
    return all(
        _shortened(x, y, is_stop_x or len(x) > 1, is_stop_y or len(y) > 1)
        for x, y, is_stop_x, is_stop_y in zip(a.core, b.core, a.stops, b.stops, strict=True)
    )


def _shortened(x: str, y: str, x_may: bool, y_may: bool) -> bool:
    """Whether one word is the other, or short for it: "mach", "machine"; "natl", "national"."""
    if x == y or singular(x) == singular(y):
        return True
    short, long, may = (x, y, x_may) if len(x) < len(y) else (y, x, y_may)
    if not may:
        return False
    if long.startswith(short):
        return True
    letters = iter(long)
    return 3 <= len(short) <= 5 and short[0] == long[0] and all(one in letters for one in short)


def _is_short_for(a: _Name, b: _Name) -> bool:
    """Whether *a* is an abbreviation of *b*, or one that *b* has in it."""
    if len(a.core) != 1 or a.core[0] not in {_SAME.get(s, s) for s in a.shorts}:
        return False
    short = a.core[0]
    is_journal = any(singular(word) in _JOURNALS for word in b.core)
    if short in {_SAME.get(s, s) for s in b.shorts} and not is_journal:
        return True
    is_long = len([word for word in b.all if word not in _SMALL]) > 1 and short not in b.all
    return is_long and (_spells(short, b) or (short == "neurips" and _spells("nips", b)))


def _spells(short: str, name: _Name) -> bool:
    """Whether *short* is made of the beginnings of the words of a name, in order.

    Small words may be left out, and one of the others: KDD, "Knowledge Discovery and Data Mining".
    """
    if len(short) > 16:
        return False
    core = set(name.core) - name.shorts
    states = {(0, 0)}  # (letters spelt, words of the core left out)
    for word in name.all:
        after = set()
        for done, left in states:
            if word not in core or left < 1:
                after.add((done, left + (word in core)))
            size = 0
            while size < len(word) and done + size < len(short):
                if word[size] != short[done + size]:
                    break
                size += 1
                after.add((done + size, left))
        states = after
    return any(done == len(short) for done, _ in states)
