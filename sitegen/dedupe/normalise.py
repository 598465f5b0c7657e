"""This is where a record is reduced to what it is compared by, once."""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from sitegen.dedupe import names, titles, vocabulary
from sitegen.dedupe.names import Name
from sitegen.dedupe.titles import Title
from sitegen.model.record import Record
from sitegen.text import preprints
from sitegen.text.fold import fold, words

SKETCH = 64
"""Words of an abstract that are kept at most."""

_JOURNAL = frozenset(
    words(
        """j jour journal journals journ trans transactions letters lett magazine mag annals ann
        archives arch review rev reviews bulletin bull quarterly gazette zeitschrift revista revue
        rivista acta record newsletter"""
    )
)
_IDLE = vocabulary.SMALL.union(
    words(
        """j jour journal journals official international proc proceedings conference conf symposium
        annual meeting intl int"""
    )
)
_BOOKS = frozenset(["book", "proceedings", "collection", "manual", "mvbook", "mvproceedings"])
_REPORTS = frozenset(["techreport", "report", "unpublished"])
_REPORT = re.compile(
    r"(?i)\b(?:tech(?:nical|\.)?\s*rep(?:ort|\.)?|(?:working|discussion)\s+paper)\b"
)
# A publisher or a series is named where nothing is known of what a text appeared in.
_PUBLISHER = re.compile(
    r"""(?i)^\W*(?:in\W+)?(?:lecture\snotes|lncs|lnai|morgan\skauf\w+|springer|elsevier|wiley|kluwer
    |addison|prentice|north-?\s?holland|birkh\w+|academic\spress|(?:\w+\s){1,3}press\b|crc\b
    |(?:to\sappear|submitted|unpublished|in\spreparation|forthcoming|manuscript)\b
    |(?:acm|ieee|aaai|usenix)(?:\scomputer\ssociety)?\W*$)""",
    re.VERBOSE,
)
_THESES = frozenset(["thesis", "phdthesis", "mastersthesis"])
_EDGE = 24  # letters at the beginning or end of a title
_ABSTRACT = 1200  # letters of an abstract that are looked at
_LONG = 6  # letters of a word that tells something about an abstract
# Letters and digits of ASCII in lower case, all else a space.
_SPACED = bytes(
    ord(chr(n).lower()) if chr(n).isalnum() and n < 128 else ord(" ") for n in range(256)
)
_DIGITS = re.compile(r"\d+")
_PAGE = re.compile(r"([a-z]{0,2})(\d+)[a-z]?|\b([ivxlc]+)\b")


@dataclass(frozen=True, slots=True)
class Venue:
    """Where a work appeared, as venues are compared."""

    name: str
    """As it is stated."""

    words: frozenset[str]
    """Its words of more than one letter, without small ones and those for a journal."""

    is_journal: bool
    """Whether it calls itself a journal."""

    is_preprint: bool
    """Whether it is a server of preprints, or a series of reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What a record is compared by; None and empty mean "not stated"."""

    title: Title
    is_generic: bool
    """Whether the title says what kind of text it is and not which one."""

    edition: str
    names: tuple[Name, ...]
    """Authors, else editors."""

    year: int | None
    venue: Venue
    volume: str
    number: str
    first_page: str
    last_page: str
    type: str
    is_book: bool
    is_preprint: bool
    doi: str | None
    arxiv: str | None
    pmid: str | None
    isbn: str | None
    """Of a book; a chapter's is its book's."""

    addresses: tuple[str, ...]
    """Further names that one text has: of the ACL Anthology, of OpenReview, of its PDF."""

    abstract: bytes
    """A sample of the words of the abstract of six letters or more: those whose checksums are the
    least, as 32-bit numbers, ascending."""

    names_of_one: tuple[int, ...]
    """Checksums of what records of one work are known by: title, identifiers."""

    hints: tuple[int, ...]
    """Checksums of what a record of the same work is likely to have too."""


def features(record: Record) -> Features:
    """What *record* is compared by."""
    found = titles.title(record.title)
    people = tuple(
        name for person in record.authors or record.editors if (name := names.name(person))
    )
    venue = _venue(record.venue or "")
    first, last = _pages(record.pages)
    doi = record.doi.rstrip("/.") if record.doi else None
    stated = next((value for name, value in record.extra if name == "edition"), "")
    is_book = record.type in _BOOKS
    is_unplaced = not record.venue and bool(
        record.arxiv or (doi and preprints.server_of_doi(doi)) or record.type in _REPORTS
    )
    said = _words(record.abstract)
    one = Features(
        title=found,
        is_generic=_is_generic(found, venue, people),
        edition=found.edition or (titles.edition(stated) if stated else ""),
        names=people,
        year=record.year,
        venue=venue,
        volume=_bare(record.volume),
        number=_bare(record.number),
        first_page=first,
        last_page=last,
        type="thesis" if record.type in _THESES else record.type or "",
        is_book=is_book,
        is_preprint=venue.is_preprint or is_unplaced,
        doi=doi,
        arxiv=record.arxiv,
        pmid=record.pmid,
        isbn=record.isbn if is_book else None,
        addresses=tuple(
            f"{kind} {value}"
            for kind, value in (
                ("acl", record.acl),
                ("openreview", record.openreview),
                ("pdf", record.pdf),
            )
            if value
        ),
        abstract=_sample(said),
        names_of_one=(),
        hints=(),
    )
    # Frozen for everybody else: it is not yet out of our hands.
    object.__setattr__(one, "names_of_one", _checksums(_names_of_one(one)))
    object.__setattr__(one, "hints", _checksums(_hints(one, said)))
    return one


def _checksums(names: Iterator[str]) -> tuple[int, ...]:
    return tuple(sorted({crc32(name.encode()) for name in names}))


def _names_of_one(record: Features) -> Iterator[str]:
    """The names of the blocks in which a record meets all that are called the same."""
    title = record.title
    yield from {f"title {glued}" for glued in (title.glued, title.main, title.subject)}
    if len(title.words) > 3:  # in whatever order
        yield f"words {''.join(sorted(title.words))}"
    for name in ("doi", "arxiv", "pmid", "isbn"):
        if value := getattr(record, name):
            yield f"{name} {value}"
    yield from record.addresses


def _hints(record: Features, said: list[bytes]) -> Iterator[str]:
    """The names of the blocks in which a record meets those that are alike in some way."""
    title = record.title
    author = min((name.family for name in record.names), default="")
    if record.is_generic:
        yield f"generic {title.glued} {record.year} {record.volume}"
        yield f"generic {title.glued} {author} {record.volume or record.year}"
        yield f"generic {author} {record.volume} {record.number}"
    if record.first_page and record.volume:
        yield f"page {record.volume} {record.first_page} {author[:1]}"
    if len(title.glued) > _EDGE:
        yield f"begins {title.glued[:_EDGE]}"
        yield f"ends {title.glued[-_EDGE:]}"
    if len(title.other) > _EDGE:
        yield f"begins {title.other[:_EDGE]}"
    if record.abstract:
        yield f"opening {b''.join(said[:12])[:40].hex()}"
        yield f"abstract {record.abstract[:12].hex()}"
    if author and record.year and title.words:
        yield f"author {author} {record.year} {max(title.words, key=len)}"


@lru_cache(maxsize=1 << 15)
def _venue(name: str) -> Venue:
    printed = words(name)
    return Venue(
        name=name,
        words=frozenset(w for w in printed if len(w) > 1 and w not in _IDLE and not w[0].isdigit())
        if not _PUBLISHER.match(name)
        else frozenset(),
        is_journal=not _JOURNAL.isdisjoint(printed),
        is_preprint=bool(preprints.server(name) or _REPORT.search(name)),
    )


def _pages(pages: str | None) -> tuple[str, str]:
    """First and last page without letters; "117-40" ends on 140, "Suppl-89" has no first page."""
    text = fold(pages) if pages else ""
    found = [two or three for _, two, three in _PAGE.findall(text)] if "suppl" not in text else []
    if not found:
        return "", ""
    first, last = found[0].lstrip("0"), found[1].lstrip("0") if len(found) > 1 else ""
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: -len(last)] + last
    return first, last


def _bare(text: str | None) -> str:
    """A volume or issue as its number, else its letters; "Vol. 07" is "7"."""
    if not text:
        return ""
    found = _DIGITS.search(text)
    if found:
        return found[0].lstrip("0")
    return "".join(words(text)) if text.lower() not in ("unknown", "na") else ""


def _is_generic(title: Title, venue: Venue, people: tuple[Name, ...]) -> bool:
    """Whether a title consists of words that head many texts: of kinds, its venue, its authors."""
    if len(title.glued) > 80 or titles.is_eastern(title.glued):
        return False
    families = {name.family for name in people}
    return all(
        word in vocabulary.GENERIC
        or word in vocabulary.SMALL
        or word in venue.words
        or word in families
        or titles.is_number(word)
        for word in title.words
    )


def _words(abstract: str | None) -> list[bytes]:
    """The words of the beginning of an abstract, in lower case and without accented letters; of a
    Chinese, Japanese or Korean one the pairs of its signs. As bytes: this is a hot path."""
    if not abstract:
        return []
    text = abstract[:_ABSTRACT]
    if titles.is_eastern(text):
        folded = fold(text)
        return [folded[n : n + 2].encode() for n in range(len(folded) - 1)]
    return text.encode("ascii", "replace").translate(_SPACED, b"'`").split()


def _sample(found: list[bytes]) -> bytes:
    telling = {word for word in found if len(word) >= _LONG}
    return array("I", sorted(map(crc32, telling))[:SKETCH]).tobytes()
