"""This is where papers are written as RIS, as Zotero, EndNote and Mendeley read it.

A line is two letters, two spaces, a hyphen, a space and the value; a record goes from TY to ER
(the format's specification of 2011 by Thomson Reuters).
"""

from collections.abc import Iterable, Iterator

from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.text import appearance
from sitegen.text.markup import plain

NAME = "RIS"
SUFFIX = ".ris"
MEDIA = "application/x-research-info-systems"
LOSES = {
    "title": "emphasis and formulas: it is plain text",
    "abstract": "emphasis and formulas: it is plain text",
    "authors": "an organisation with a comma in its name",
    "editors": "an organisation with a comma in its name",
    "others": "",
    "pages": "of a whole book, if it is one number",
    "type": "if the format has no such type; what states none is given one",
    "acl": "",
    "openreview": "",
    "code": "",
    "data": "",
    "video": "",
    "slides": "",
    "keywords": "one with a comma or a bar",
    "extra": "all but publisher, address, edition, series, language and note",
}

_TYPES = {
    "article": "JOUR",
    "artwork": "ART",
    "audio": "SOUND",
    "book": "BOOK",
    "booklet": "PAMP",
    "bookinbook": "CHAP",
    "collection": "BOOK",
    "conference": "CPAPER",
    "dataset": "DATA",
    "hearing": "HEAR",
    "image": "FIGURE",
    "inbook": "CHAP",
    "incollection": "CHAP",
    "inproceedings": "CPAPER",
    "inreference": "ENCYC",
    "jurisdiction": "CASE",
    "legislation": "STAT",
    "manual": "BOOK",
    "map": "MAP",
    "mastersthesis": "THES",
    "movie": "VIDEO",
    "music": "MUSIC",
    "mvbook": "BOOK",
    "mvcollection": "BOOK",
    "mvproceedings": "BOOK",
    "online": "ELEC",
    "patent": "PAT",
    "periodical": "JFULL",
    "phdthesis": "THES",
    "proceedings": "BOOK",
    "reference": "BOOK",
    "report": "RPRT",
    "review": "JOUR",
    "software": "COMP",
    "standard": "STAND",
    "techreport": "RPRT",
    "thesis": "THES",
    "unpublished": "UNPB",
    "video": "VIDEO",
}
_WHOLES = frozenset(["BOOK", "PAMP", "THES", "RPRT", "UNPB", "COMP", "MAP", "STAND"])
_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
# Further fields that have a tag; each goes there once, all others cannot be said.
_EXTRA = {
    "publisher": "PB",
    "school": "PB",
    "institution": "PB",
    "address": "CY",
    "edition": "ET",
    "series": "T3",
    "language": "LA",
    "note": "N1",
}


def entry(paper: Paper, *, is_complete: bool = False) -> str:
    """*paper* as one record that ends in a newline."""
    lines = (f"{tag}  - {value}\n" for tag, value in _lines(paper, is_complete))
    return f"{''.join(lines)}ER  - \n"


def join(entries: Iterable[str]) -> str:
    """The file that holds *entries*, a blank line between them."""
    return "\n".join(entries)


def _lines(paper: Paper, is_complete: bool) -> Iterator[tuple[str, str]]:
    kind = paper.type or appearance.kind(paper.venue, paper.volume)
    yield "TY", _TYPES.get(kind, "GEN")
    yield "ID", paper.cited_as
    yield from (("AU", _name(one)) for one in paper.authors)
    yield from (("ED", _name(one)) for one in paper.editors)
    yield "TI", plain(paper.title)
    if paper.venue:
        # In what is no part of anything else, T2 is its series.
        yield ("JF" if _TYPES.get(kind) in _WHOLES else "T2"), paper.venue
    if kind in _THESES:
        yield "M3", _THESES[kind]
    yield from _date(paper)
    if paper.volume:
        yield "VL", paper.volume
    if paper.number:
        yield "IS", paper.number
    if paper.pages:
        first, dash, last = paper.pages.partition("–")
        is_range = dash and first.isalnum() and last.isalnum()
        yield from (("SP", first), ("EP", last)) if is_range else (("SP", paper.pages),)
    stated = dict(reversed(paper.extra))
    yield from ((tag, plain(stated[name])) for name, tag in _EXTRA.items() if name in stated)
    yield from _identifiers(paper)
    if is_complete:
        # A star at the beginning says in MeSH that it is a major topic.
        yield from (("KW", word.lstrip("*") or word) for word in paper.keywords)
        if paper.abstract:
            yield "AB", plain(paper.abstract)


def _identifiers(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.isbn:
        yield "SN", paper.isbn
    if paper.issn:
        yield "SN", paper.issn
    if paper.doi:
        yield "DO", paper.doi
    if paper.arxiv:
        yield "AN", f"arXiv:{paper.arxiv}"
    if paper.pmid:
        yield ("C2", paper.pmid) if paper.arxiv else ("AN", f"PMID:{paper.pmid}")
    if paper.url:
        yield "UR", paper.url
    if paper.pdf:
        yield "L1", paper.pdf


def _date(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.year:
        yield "PY", f"{paper.year:04}"
        if paper.month:
            day = f"{paper.day:02}" if paper.day else ""
            yield "DA", f"{paper.year:04}/{paper.month:02}/{day}/"


def _name(one: Person) -> str:
    """ "Family, Given, Suffix"; a comma at the end keeps the name of an organisation whole."""
    family = f"{one.particle} {one.family}".strip()
    if one.suffix:
        return f"{family}, {one.given}, {one.suffix}"
    return f"{family}, {one.given}" if one.given else f"{family},"
