"""This is where a record is reduced to what it is compared by, once."""

import re
from dataclasses import dataclass

from sitegen.model.record import Record
from sitegen.text.fold import fold, glue, words
from sitegen.text.markup import spelt

# Titles that name a kind of contribution, not a work: journals carry hundreds of each.
_GENERIC = frozenset(
    glue(title)
    for title in [
        "Abstract",
        "Abstracts",
        "Acknowledgement",
        "Acknowledgements",
        "Announcement",
        "Announcements",
        "Appendix",
        "Author Index",
        "Author's Reply",
        "Authors' Reply",
        "Book Review",
        "Book Reviews",
        "Bibliography",
        "Call for Papers",
        "Commentary",
        "Comment",
        "Comments",
        "Conclusion",
        "Conclusions",
        "Contents",
        "Correction",
        "Corrections",
        "Correspondence",
        "Corrigendum",
        "Cover",
        "Discussion",
        "Editor's Note",
        "Editor's Comments",
        "Editorial",
        "Editorial Board",
        "Editorial Introduction",
        "Editor's Introduction",
        "Errata",
        "Erratum",
        "Foreword",
        "Front Matter",
        "From the Editor",
        "From the Editors",
        "Guest Editorial",
        "Guest Editors' Introduction",
        "In Memoriam",
        "In This Issue",
        "Index",
        "Introduction",
        "Introduction to the Special Issue",
        "Invited Talk",
        "Issue Information",
        "Keynote",
        "Letter",
        "Letters",
        "Letter to the Editor",
        "Letters to the Editor",
        "Masthead",
        "Message from the Chairs",
        "News",
        "Note",
        "Notes",
        "Obituary",
        "Panel",
        "Preface",
        "Program Committee",
        "References",
        "Reply",
        "Response",
        "Retraction",
        "Review",
        "Reviewers",
        "Special Issue",
        "Subject Index",
        "Summary",
        "Table of Contents",
        "Title Page",
        "Untitled",
        "Welcome",
        "Workshop Report",
    ]
)

_PLUS = re.compile(r"(?<=\w)\++(?!\w)")
_SHARP = re.compile(r"(?<=\w)#(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What a record is compared by; None and empty mean "not stated"."""

    title: str
    """Words of the title, folded and glued; a title without letters is itself."""

    is_generic: bool
    """Whether the title says what kind of text it is and not which one."""

    families: frozenset[str]
    """Family names of the authors, folded and glued."""

    given: frozenset[str]
    """Other name parts of two letters or more, for names whose order is unsure."""

    year: int | None
    doi: str | None
    arxiv: str | None
    volume: str | None
    pages: str | None
    abstract: frozenset[str]
    """Words of the abstract of six letters or more, at most the first 400."""


def features(record: Record) -> Features:
    """What *record* is compared by."""
    # "C++" and "C#" are not "C", nor "Choir+" "Choir"; a plus between words only joins them.
    typed = spelt(record.title)
    named = _SHARP.sub(" sharp", _PLUS.sub(lambda found: " plus" * len(found[0]), typed))
    title = glue(named) or record.title
    return Features(
        title=title,
        is_generic=title in _GENERIC or len(words(record.title)) < 2,
        families=frozenset(glue(p.family) or p.family for p in record.authors),
        given=frozenset(w for p in record.authors for w in words(p.given) if len(w) > 1),
        year=record.year,
        doi=record.doi,
        arxiv=record.arxiv,
        volume=record.volume,
        pages=record.pages and fold(record.pages),
        abstract=frozenset(w for w in words((record.abstract or "")[:8000]) if len(w) > 5),
    )
