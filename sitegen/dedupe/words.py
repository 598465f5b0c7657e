"""This is where the titles of two records are laid side by side, word by word."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from sitegen.dedupe.titles import Title, is_eastern
from sitegen.dedupe.vocabulary import SMALL


class Likeness(StrEnum):
    """How like two titles are."""

    EQUAL = "title-equal"
    """The same letters."""

    NEAR = "title-near"
    """The same words but for slips, spellings, abbreviations and small words."""

    ORDER = "title-reordered"
    """The same words in another order: a subtitle stands first."""

    CUT = "title-cut"
    """One lacks a subtitle, or the name of a series."""

    WITHIN = "title-within"
    """One begins or ends with the other."""

    CLOSE = "title-close"
    """Most words are the same."""

    DIFFERENT = "title-different"
    """Other words."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """What was found when two titles were laid side by side."""

    likeness: Likeness
    left: tuple[str, ...] = ()
    """Words of the first that have no partner."""

    right: tuple[str, ...] = ()
    """Words of the second that have no partner."""

    slips: int = 0
    """Words that have a partner but for a letter or two."""

    mark: str = ""
    """What one title has at its end, and the other not, that may be a footnote's mark."""


_PREFIXES = (
    *(("hyper", "hypo"), ("inter", "intra"), ("macro", "micro"), ("macro", "meso")),
    *(("micro", "meso"), ("pre", "pro"), ("pre", "per"), ("endo", "exo"), ("ab", "ad")),
    *(("em", "im"), ("ef", "af"), ("anti", "ante"), ("pre", "post"), ("mono", "poly")),
    *(("homo", "hetero"), ("in", "ex"), ("over", "under"), ("up", "down"), ("iso", "aniso")),
    *(("para", "meta"), ("ortho", "meta"), ("uni", "bi"), ("bi", "tri"), ("de", "re")),
    *(("east", "west"), ("north", "south"), ("ana", "cata"), ("mega", "giga"), ("nano", "micro")),
)
"""Pairs of beginnings that make two words of one."""

_SHORT_WORD = 4  # letters; in a shorter one each letter counts
_LONG_WORD = 10  # letters; a longer one may have two slips
_LONGER = 8  # letters; one that no other title has may have two as well
_FAR = 3  # letters; spellings differ by no more
_COMMON = 3  # titles; a word that so many have is no slip
_TELLING = 10  # letters that a title without its subtitle has at least
_CUT = 28  # letters that a title has at least of which another is a part
_LONG = 75  # letters; longer titles are cut off by programs
_MARKS = frozenset(["1", "2", "3", "i", "l"])
"""Footnotes' marks, and what is read for them."""

_UNLIKE = 68  # of 100; titles less like each other are different
_WHOLE = 92  # of 100; a title that is so like a part of another may be within it
_MIN_ORDER = 4  # words; fewer in another order say something else


def align(a: Title, b: Title, often: Mapping[str, int]) -> Alignment:
    """The titles *a* and *b* side by side; *often* counts the titles that have a word."""
    if a.glued <= b.glued:
        return _align(a, b, often)
    # There are several shortest ways from one to the other: always the same one is taken.
    turned = _align(b, a, often)
    return replace(turned, left=turned.right, right=turned.left)


def _align(a: Title, b: Title, often: Mapping[str, int]) -> Alignment:
    if a.glued == b.glued:
        return Alignment(Likeness.EQUAL)
    ones, others, mark = _unmarked(a.words, b.words)
    if mark and "".join(ones) == "".join(others):
        return Alignment(Likeness.EQUAL, mark=mark)
    if _are_unlike(a, b):
        return Alignment(Likeness.DIFFERENT)
    left: list[str] = []
    right: list[str] = []
    slips = 0
    where: set[str] = set()
    for one, other, place in _blocks(ones, others):
        if "".join(one) == "".join(other):
            continue
        lone, lonely, few = _partners(one, other, often)
        slips += few
        if lone or lonely:
            where.add(place)
        left += lone
        right += lonely
    return Alignment(_likeness(a, b, left, right, where), tuple(left), tuple(right), slips, mark)


def _are_unlike(a: Title, b: Title) -> bool:
    """Whether two titles have so little in common that their words need not be paired."""
    shared = len(set(a.words) & set(b.words))
    if shared * 4 >= min(len(a.words), len(b.words)) * 3:
        return False
    return not fuzz.ratio(a.glued, b.glued, score_cutoff=_UNLIKE) and not (
        fuzz.partial_ratio(a.glued, b.glued, score_cutoff=_WHOLE)
    )


def _unmarked(
    a: tuple[str, ...], b: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Two lists of words, and what one of them had at its end that may be a footnote's mark."""
    short, mark = _without_marks(a), ""
    if short != a and b[-1:] != a[-1:]:
        return short, b, a[-1]
    short = _without_marks(b)
    if short != b and b[-1:] != a[-1:]:
        return a, short, b[-1]
    one, other = a[-1] if a else "", b[-1] if b else ""
    if _is_marked(one, other):
        return (*a[:-1], other), b, one
    if _is_marked(other, one):
        return a, (*b[:-1], one), other
    return a, b, mark


def _without_marks(words: tuple[str, ...]) -> tuple[str, ...]:
    end = len(words)
    while end > 2 and words[end - 1] in _MARKS:
        end -= 1
    return words[:end]


def _is_marked(one: str, other: str) -> bool:
    """Whether *one* is *other* with a footnote's mark: "Processes1"."""
    return len(other) >= _SHORT_WORD and one[:-1] == other and one[-1] in _MARKS and other.isalpha()


def _likeness(a: Title, b: Title, left: list[str], right: list[str], where: set[str]) -> Likeness:
    """How like two titles are of which *left* and *right* have no partner, and *where* these stand:
    at the "start", the "end" or in the "middle"."""
    lost = [*left, *right]
    if not any(word not in SMALL for word in lost):
        return Likeness.NEAR
    if sorted(left) == sorted(right) and len(a.words) >= _MIN_ORDER:
        return Likeness.ORDER
    shorter = min(a.length, b.length)
    if not (left and right):
        if a.main == b.main and min(len(a.main), shorter) >= _TELLING and where == {"end"}:
            return Likeness.CUT
        if where in ({"start"}, {"end"}) and shorter >= _CUT:
            short, long = (a, b) if len(right) else (b, a)
            is_whole = short.glued in (long.main, long.subtitle)
            is_whole = is_whole or (where == {"end"} and short.words[-1] in SMALL)  # cut off
            return Likeness.CUT if is_whole or shorter >= _LONG else Likeness.WITHIN
    short_title, long_title = sorted((a.glued, b.glued), key=len)
    if shorter >= _CUT and long_title.endswith(short_title):
        return Likeness.WITHIN
    size = max(sum(map(len, left)), sum(map(len, right)))
    return Likeness.CLOSE if size * 4 <= shorter else Likeness.DIFFERENT


def _blocks(
    a: Sequence[str], b: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], str]]:
    """The stretches in which two lists of words differ, and where: "start", "middle" or "end"."""
    start: tuple[int, int] | None = None
    for op in Levenshtein.opcodes(a, b):
        if op.tag == "equal":
            if start:
                place = "start" if start == (0, 0) else "middle"
                yield a[start[0] : op.src_start], b[start[1] : op.dest_start], place
            start = None
        elif start is None:
            start = op.src_start, op.dest_start
    if start:
        yield a[start[0] :], b[start[1] :], "end"


def _partners(
    one: Sequence[str], other: Sequence[str], often: Mapping[str, int]
) -> tuple[list[str], list[str], int]:
    """(words of *one* without a partner in *other*, the other way round, partners with slips)."""
    left, right = list(one), list(other)
    slips = 0
    for match in (_glued, _abbreviated):
        found = match(left, right) or tuple(reversed(match(right, left) or ())) or None
        while found:
            (start, stop), (begin, end) = found
            del left[start:stop]
            del right[begin:end]
            slips += match is _abbreviated
            found = match(left, right) or tuple(reversed(match(right, left) or ())) or None
    for word in list(left):
        partner = next((w for w in right if w == word), None) or next(
            (w for w in right if is_slip(word, w, often)), None
        )
        if partner is not None:
            left.remove(word)
            right.remove(partner)
            slips += word != partner
    return left, right, slips


_Spans = tuple[tuple[int, int], tuple[int, int]]


def _glued(one: Sequence[str], other: Sequence[str]) -> _Spans | None:
    """A word of *one* that *other* writes as two or three: "data base"."""
    for position, word in enumerate(one):
        for begin in range(len(other)):
            if word.startswith(other[begin]):
                for end in (begin + 2, begin + 3):
                    if "".join(other[begin:end]) == word:
                        return (position, position + 1), (begin, min(end, len(other)))
    return None


def _abbreviated(one: Sequence[str], other: Sequence[str]) -> _Spans | None:
    """A word of *one* that consists of the first letters of two or more words of *other*."""
    for position, word in enumerate(one):
        size = len(word)
        if 2 <= size <= 6 and word.isalpha():
            for begin in range(len(other) - size + 1):
                if "".join(w[0] for w in other[begin : begin + size]) == word:
                    return (position, position + 1), (begin, begin + size)
    return None


def is_slip(one: str, other: str, often: Mapping[str, int]) -> bool:
    """Whether two folded words are one but for a slip of the pen, a plural or a spelling.

    Never where a digit differs, in words of under four letters, between opposites
    ("hyper-"/"hypo-", "un-"), or if other titles have both.
    """
    short, long = sorted((one, other), key=len)
    if len(one) == len(other) == 1:
        return one.isascii() != other.isascii()  # "ρ" is read as "p"
    if len(short) < _SHORT_WORD or not (one.isalpha() and other.isalpha()):
        return False
    if is_eastern(one) or is_eastern(other):  # each sign is much of a word
        return False
    if long.endswith(short):  # "supervised" and "unsupervised", "male" and "female"
        return False
    if abs(len(one) - len(other)) > _FAR or OSA.distance(one, other, score_cutoff=_FAR) > _FAR:
        return False
    seldom = min(often.get(one, 0), often.get(other, 0))
    allowed = 2 if len(short) >= _LONG_WORD or (len(long) >= _LONGER and seldom <= 1) else 1
    if OSA.distance(one, other, score_cutoff=allowed) > allowed:
        return _is_spelling(one, other)
    if _is_spelling(one, other):
        return True
    if _are_opposites(one, other):
        return False
    return seldom < _COMMON


def _are_opposites(one: str, other: str) -> bool:
    return any(
        (one.startswith(a) and other.startswith(b) and one[len(a) :] == other[len(b) :])
        or (one.startswith(b) and other.startswith(a) and one[len(b) :] == other[len(a) :])
        for a, b in _PREFIXES
    )


_SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda w: (
        w.replace("our", "or").replace("ise", "ize").replace("isa", "iza").replace("yse", "yze")
    ),
    lambda w: w.replace("ae", "e").replace("oe", "e").replace("ogue", "og").replace("tre", "ter"),
    lambda w: w.replace("ll", "l").replace("ence", "ense").replace("mme", "m"),
    lambda w: w.removesuffix("s") if len(w) > _SHORT_WORD else w,
)
"""British and American spellings, plurals."""


def _is_spelling(one: str, other: str) -> bool:
    for spelling in _SPELLINGS:
        one, other = spelling(one), spelling(other)
    return one == other
