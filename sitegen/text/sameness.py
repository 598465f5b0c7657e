"""This is where it is told whether two values say one thing in two ways, or disagree.

One says the same as the other if it differs in dress only (case, accents, hyphens, initials), or if
it is a part of it: cut off, or without its subtitle.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from sitegen.model.record import Person
from sitegen.text.fold import fold, glue, subject, words

_RANGE = re.compile(r"\s*(?:[-‐‑‒–—−]+|\bto\b)\s*")
_PAGE_WORDS = re.compile(r"\b(?:pages?|pp?|art(?:icle)?|no|id)\b\.?|[.\s]")
_ROMAN = re.compile(r"(?=[mdclxvi])m{0,3}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})")
_VALUES = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_ENOUGH = 0.6  # share of the words of the shorter of two abstracts that are in the longer too


def same_text(a: str, b: str) -> bool:
    """Whether two texts are equal but for dress, or one is a part of the other."""
    x, y = glue(a) or a.strip(), glue(b) or b.strip()
    return x in y or y in x


def same_abstract(a: str, b: str) -> bool:
    """Whether two abstracts are one, perhaps cut off or revised."""
    x, y = words(a), words(b)
    whole, other = "".join(x), "".join(y)
    if whole in other or other in whole:
        return True
    few, many = sorted((set(x), set(y)), key=len)
    return len(few & many) >= _ENOUGH * len(few)


@lru_cache(maxsize=4096)
def same_volume(a: str, b: str) -> bool:
    """Whether two volumes or issues are one: "Vol. 12" and "12", "XII" and "12", "3" and "3–4"."""
    x, y = set(map(_number, words(a))), set(map(_number, words(b)))
    return x <= y or y <= x


def _number(word: str) -> str:
    if word.isdigit():
        return word.lstrip("0") or "0"
    if _ROMAN.fullmatch(word):
        values = [_VALUES[letter] for letter in word]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return str(sum(-value if value < after else value for value, after in pairs))
    return word


def same_pages(a: str, b: str) -> bool:
    """Whether two statements of pages are one: "117–40" and "pp. 117-140", "117" and "117–140"."""
    x, y = _pages(a), _pages(b)
    if x == y:
        return True
    (first, last), (other_first, other_last) = x, y
    if first != other_first:
        # ACM has the number of the article before that of the page: "12:1–12:20".
        return bool(last and other_last) and _inner(x) == _inner(y) and (":" in first + other_first)
    return not last or not other_last


@lru_cache(maxsize=4096)
def _pages(text: str) -> tuple[str, str]:
    """(first, last) page, or article number; the last is empty if it is not stated."""
    parts = [_PAGE_WORDS.sub("", part) for part in _RANGE.split(fold(text).replace(",", " "), 1)]
    first, last = parts[0], parts[1] if len(parts) > 1 else ""
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    first, last = (_unpadded(page) for page in (first, last))
    return (first, "" if last == first else last)


def _unpadded(page: str) -> str:
    return re.sub(r"^(e?)0+(?=\d)", r"\1", page)


def _inner(pages: tuple[str, str]) -> tuple[str, str]:
    first, last = (page.rpartition(":")[2] for page in pages)
    return first, last


def same_subjects(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two lists of keywords are one but for order, plurals and case, or one has more."""
    x, y = {subject(word) for word in a}, {subject(word) for word in b}
    return x <= y or y <= x


def same_person(a: Person, b: Person) -> bool:
    """Whether two names can be one person's: initials, order, accents and particles may differ."""
    if a == b:
        return True
    x, y = _parts(a), _parts(b)
    if "".join(x) == "".join(y):
        return True
    few, many = (x, y) if len(x) <= len(y) else (y, x)
    left = list(many)
    full = 0
    for part in few:
        found = next((other for other in left if part == other), None) or next(
            (other for other in left if _is_initial(part, other)), None
        )
        if found is None:
            return _latin("".join(x)) == _latin("".join(y))
        full += len(part) > 1 and len(found) > 1
        left.remove(found)
    return full > 0


def _is_initial(a: str, b: str) -> bool:
    return (len(a) == 1 or len(b) == 1) and a[0] == b[0]


@lru_cache(maxsize=65536)
def _parts(one: Person) -> tuple[str, ...]:
    """The parts of a name, folded; initials that are written together are apart."""
    given = one.given
    if given.isupper() and given.isalpha() and len(given) < 4:
        given = " ".join(given)
    found = words(f"{given} {one.particle} {one.family}")
    return tuple(found) or (str(one),)


def _latin(name: str) -> str:
    """A folded name in which umlauts are equal, however they were written."""
    for two, one in _UMLAUTS:
        name = name.replace(two, one)
    return name


def same_people(a: Sequence[Person], b: Sequence[Person]) -> bool:
    """Whether two lists name the same people in the same order, or one is a part of the other."""
    if a == b or not a or not b:
        return True
    if not same_person(a[0], b[0]):
        return False
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    if all(same_person(x, y) for x, y in zip(few, many, strict=False)):
        return True
    families = {glue(one.family) for one in many}
    return all(glue(one.family) in families for one in few)
