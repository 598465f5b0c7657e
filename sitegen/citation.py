"""This is where a paper is described by the tags of Highwire Press, which a page carries unseen.

Zotero and Google Scholar read them (Scholar's "Inclusion Guidelines for Webmasters"). The title and
the people, who may recur, are the template's.
"""

from collections.abc import Iterator

from sitegen.model.paper import Paper
from sitegen.text import appearance

_IN_BOOKS = ("incollection", "inbook", "bookinbook", "inreference")
_THESES = ("phdthesis", "mastersthesis", "thesis")
_REPORTS = ("techreport", "report")
_EXTRA = (("publisher", "publisher"), ("language", "language"))


def tags(paper: Paper) -> tuple[tuple[str, str], ...]:
    """(name without "citation_", value) of what *paper* states, but for its title and people."""
    return tuple(_tags(paper))


def _tags(paper: Paper) -> Iterator[tuple[str, str]]:
    kind = paper.type or appearance.kind(paper.venue, paper.volume)
    if paper.year:
        parts = [f"{paper.year:04}", *(f"{n:02}" for n in (paper.month, paper.day) if n)]
        yield "publication_date", "/".join(parts if paper.month else parts[:1])
    if paper.venue:
        yield _venue(kind), paper.venue
    for name, value in (
        ("volume", paper.volume),
        ("technical_report_number" if kind in _REPORTS else "issue", paper.number),
    ):
        if value:
            yield name, value
    if paper.pages:
        first, _, last = paper.pages.partition("–")
        yield "firstpage", first
        if last:
            yield "lastpage", last
    for name, value in (
        ("doi", paper.doi),
        ("arxiv_id", paper.arxiv),
        ("isbn", paper.isbn),
        ("issn", paper.issn),
        ("pmid", paper.pmid),
        ("pdf_url", paper.pdf),
    ):
        if value:
            yield name, value
    stated = dict(reversed(paper.extra))
    yield from ((name, stated[own]) for own, name in _EXTRA if own in stated)
    place = stated.get("school") or stated.get("institution")
    if place and kind in (*_THESES, *_REPORTS):
        what = "dissertation" if kind in _THESES else "technical_report"
        yield f"{what}_institution", place
    yield from (("keywords", word) for word in paper.keywords)


def _venue(kind: str) -> str:
    """The tag that says where a work of that *kind* appeared."""
    if kind in ("inproceedings", "conference"):
        return "conference_title"
    return "inbook_title" if kind in _IN_BOOKS else "journal_title"
