"""This is where two records are laid side by side."""

from array import array
from dataclasses import dataclass

from sitegen.dedupe.normalise import SKETCH, Features, Venue
from sitegen.dedupe.people import ALIKE, SEVERAL, Company, compare
from sitegen.dedupe.words import Alignment, Likeness
from sitegen.text import venuenames
from sitegen.text.fold import words


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records side by side."""

    a: Features
    b: Features
    aligned: Alignment
    company: Company
    venues: bool | None
    """Whether both appeared in one venue; None if that cannot be told."""

    @property
    def is_one_title(self) -> bool:
        return self.aligned.likeness in (Likeness.EQUAL, Likeness.NEAR)

    @property
    def agree(self) -> bool:
        """Whether the authors are the same."""
        return self.company in ALIKE

    @property
    def is_reprise(self) -> bool:
        """Whether one is a conference paper and the other an article of the same people."""
        return (
            self.venues is False
            and self.agree
            and {self.a.type, self.b.type} == {"inproceedings", "article"}
        )

    @property
    def is_one_issue(self) -> bool:
        """Whether both say that they are in one issue of one volume."""
        a, b = self.a, self.b
        return bool(
            self.venues is not False and a.volume and a.volume == b.volume
            and a.number and a.number == b.number
        )  # fmt: skip

    @property
    def is_one_page(self) -> bool:
        """Whether both say that they begin on one page of one volume, or of one year."""
        a, b = self.a, self.b
        if not a.first_page or a.first_page != b.first_page:
            return False
        is_other = a.number and b.number and a.number != b.number
        if (a.is_generic and b.is_generic) and (is_other or a.last_page != b.last_page):
            return False
        if a.volume and b.volume:
            return a.volume == b.volume
        return bool(a.year and a.year == b.year and self.venues is not False)

    @property
    def is_one_text(self) -> bool:
        """Whether the same people wrote them in the same year on the same range of pages."""
        a, b = self.a, self.b
        return bool(
            self.company in SEVERAL and self.is_one_page and a.volume and a.year == b.year
            and a.last_page == b.last_page != a.first_page and a.last_page
            and not (a.number and b.number and a.number != b.number)
        )  # fmt: skip


def side_by_side(a: Features, b: Features, aligned: Alignment) -> Pair:
    """Two records, of whose titles it is known how they are *aligned*."""
    return Pair(a, b, aligned, compare(a, b), _venues(a, b))


def overlap(a: Features, b: Features) -> bool:
    """Whether two ranges of pages have pages in common."""
    if not all(p.isdecimal() for p in (a.first_page, a.last_page, b.first_page, b.last_page)):
        return False
    return int(a.first_page) <= int(b.last_page) and int(b.first_page) <= int(a.last_page)


def _venues(a: Features, b: Features) -> bool | None:
    """Whether two venues are one; None if one is not stated, or it cannot be told."""
    if not a.venue.words or not b.venue.words:
        return None
    if a.venue.is_journal != b.venue.is_journal and a.year and b.year and a.year != b.year:
        return False  # a conference and the journal of its name
    one, other = a.venue.words, b.venue.words
    if one & other or venuenames.alike(a.venue.name, b.venue.name):
        return True
    if _abbreviate(one, other) or _abbreviate(other, one):
        return True
    if _are_initials(a.venue, b.venue) or _are_initials(b.venue, a.venue):
        return None
    return None if min(len(one), len(other)) == 1 else False


def _abbreviate(short: frozenset[str], long: frozenset[str]) -> bool:
    """Whether each word of one venue is the beginning of one of the other's: "J. Clin. Virol."."""
    return all(any(w.startswith(s) for w in long) for s in short)


def _are_initials(short: Venue, long: Venue) -> bool:
    """Whether a word of one venue may consist of first letters of the other's: "PAMI"."""
    initials = {word[0] for word in words(long.name)}
    return any(2 < len(word) < 8 and initials.issuperset(word) for word in short.words)


def share_a_name(a: Features, b: Features) -> bool:
    """Whether two records may be one text although their titles have nothing in common."""
    return bool(
        (a.doi and a.doi == b.doi)
        or (a.arxiv and a.arxiv == b.arxiv)
        or (a.pmid and a.pmid == b.pmid)
        or (a.first_page and a.first_page == b.first_page and a.volume == b.volume)
        or (a.is_generic or b.is_generic)
        or _are_told_alike(a.abstract, b.abstract)
        or (a.title.other or b.title.other or a.title.kind or b.title.kind)
        or (a.title.parts and b.title.parts and a.title.main == b.title.main)
        or not set(a.addresses).isdisjoint(b.addresses)
    )


_FIRST = tuple(slice(n, n + 4) for n in range(0, 24, 4))
_BEGIN = 3  # of the first six words of two samples, if the abstracts are much the same
_MUCH = 0.5  # of the words of the shorter abstract


def _are_told_alike(one: bytes, other: bytes) -> bool:
    """Whether two abstracts say much the same, as those of versions do, by their samples."""
    if len(one) < len(_FIRST) * 4 or len(other) < len(_FIRST) * 4:
        return False
    begin = len({one[n] for n in _FIRST} & {other[n] for n in _FIRST})
    return begin >= _BEGIN and in_common(one, other)[1] >= _MUCH


def in_common(one: bytes, other: bytes) -> tuple[int, float]:
    """(words of the shorter abstract that can be compared, the part of them that both have).

    A sample holds the words of the least checksums: up to the least of the two last ones both
    samples are complete (A. Broder: On the resemblance and containment of documents, 1997).
    """
    left, right = array("I", one), array("I", other)
    last = min(sample[-1] for sample in (left, right))
    if len(left) < SKETCH and len(right) < SKETCH:
        last = max(left[-1], right[-1])
    elif len(left) < SKETCH:
        last = right[-1]
    elif len(right) < SKETCH:
        last = left[-1]
    ones = {checksum for checksum in left if checksum <= last}
    others = {checksum for checksum in right if checksum <= last}
    shorter = min(len(ones), len(others))
    return shorter, len(ones & others) / shorter if shorter else 0.0
