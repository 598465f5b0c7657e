"""This is where one mention of a work is kept as we understood it: typed and normalised."""

import re
from dataclasses import dataclass

from sitegen.errors import Location

# Han signs, hiragana and Hangul: there the family name stands first.
_EASTERN = re.compile("[\u3040-\u309f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff々]")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Person:
    """A name as it is printed, in its parts; who that is, is an author's business."""

    family: str
    """Family name, or the whole of a name that has no parts ("Plato", an organisation)."""

    given: str = ""
    """Given names or initials."""

    particle: str = ""
    """What stands before the family name and is not sorted by: "van der"."""

    suffix: str = ""
    """What stands after it: "Jr."."""

    def __str__(self) -> str:
        if self.given[:1] >= "\u3040" and _EASTERN.match(self.family):
            return f"{self.family} {self.given}"
        name = " ".join(filter(None, (self.given, self.particle, self.family)))
        return f"{name}, {self.suffix}" if self.suffix else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is said about a work, by one record or of one paper. None means "not stated"."""

    title: str
    """Title, on one line, as marked text (``text.markup``): emphasis, indices, mathematics."""

    authors: tuple[Person, ...] = ()
    """Authors in the order of the title page; empty if none is stated."""

    others: bool = False
    """Whether the list of authors ended in "et al."."""

    editors: tuple[Person, ...] = ()
    """Editors of the work or of what it appeared in, in the order stated."""

    year: int | None = None
    """Year of publication."""

    month: int | None = None
    """Month of publication, 1 to 12."""

    day: int | None = None
    """Day of the month, 1 to 31."""

    venue: str | None = None
    """Journal, proceedings or publisher's series that it appeared in."""

    volume: str | None = None
    """Volume of the venue."""

    number: str | None = None
    """Issue of the volume."""

    pages: str | None = None
    """Pages, as "117–140" or a single article number."""

    type: str | None = None
    """Kind of publication in BibTeX's words: article, inproceedings, book, misc."""

    doi: str | None = None
    """Digital object identifier: "10.1000/182", lower case, no resolver."""

    arxiv: str | None = None
    """arXiv identifier without its version: "1706.03762" or "cs/0112017"."""

    isbn: str | None = None
    """International standard book number: 13 or 10 digits without hyphens."""

    issn: str | None = None
    """International standard serial number: "0028-0836"."""

    pmid: str | None = None
    """PubMed identifier: digits."""

    acl: str | None = None
    """ACL Anthology identifier: "P19-1001" or "2020.acl-main.1"."""

    openreview: str | None = None
    """OpenReview forum: "B1xsqj09Fm"."""

    url: str | None = None
    """Address of the work; http, https or ftp."""

    pdf: str | None = None
    """Address of its full text."""

    code: str | None = None
    """Address of its software."""

    data: str | None = None
    """Address of its data."""

    video: str | None = None
    """Address of a talk about it."""

    slides: str | None = None
    """Address of the slides of a talk."""

    abstract: str | None = None
    """Abstract, as marked text on one line."""

    keywords: tuple[str, ...] = ()
    """Keywords as stated, in order."""

    extra: tuple[tuple[str, str], ...] = ()
    """(name, value) of every further field that was stated, kept as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Description):
    """One mention of a work in one source."""

    id: str
    """The record's name as its source states it, else ``path:line``."""

    at: Location
    """Where the source mentions it."""

    stated_key: str | None = None
    """The citation key that a curator gave it in the source."""
