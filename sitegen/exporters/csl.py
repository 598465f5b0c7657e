"""This is where papers are written as CSL-JSON, for Zotero, pandoc and citeproc.

Names and types are those of the CSL 1.0.2 data schema (csl-data.json). What it has no name for goes
into ``custom``, which the schema leaves to everybody.
"""

import json
import re
from collections.abc import Iterable

from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.text import appearance, markup, relating
from sitegen.text.separated import separated

NAME = "CSL-JSON"
SUFFIX = ".json"
MEDIA = "application/vnd.citationstyles.csl+json"
LOSES = {
    "type": "if the format has no such type; what states none is given one",
    "extra": "the publisher of a thesis or a report is then its school or institution",
}

_TYPES = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "hearing": "hearing",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "map": "map",
    "mastersthesis": "thesis",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
}
_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_VARIABLES = (
    ("volume", "volume"),
    ("issue", "number"),
    ("DOI", "doi"),
    ("URL", "url"),
    ("ISBN", "isbn"),
    ("ISSN", "issn"),
    ("PMID", "pmid"),
)
_OWN = ("arxiv", "acl", "openreview", "pdf", "code", "data", "video", "slides")
# A note that begins like this is taken for a variable (citeproc-js manual, "cheater syntax").
_VARIABLE = re.compile(r"(?:\{:)?[A-Za-z][\w .-]*\s*[:=]")
_EXTRA = {
    "publisher": "publisher",
    "school": "publisher",
    "institution": "publisher",
    "address": "publisher-place",
    "edition": "edition",
    "series": "collection-title",
    "chapter": "chapter-number",
    "language": "language",
    "note": "note",
}


def entry(paper: Paper, *, is_complete: bool = False) -> str:
    """*paper* as one object on a line without its end."""
    return json.dumps(_item(paper, is_complete), ensure_ascii=False)


def join(entries: Iterable[str]) -> str:
    """The array of *entries*, a line each."""
    lines = ",\n".join(entries)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _item(paper: Paper, is_complete: bool) -> dict[str, object]:
    kind = paper.type or appearance.kind(paper.venue, paper.volume)
    item: dict[str, object] = {
        "id": paper.cited_as,
        "citation-key": paper.cited_as,
        "type": _TYPES.get(kind, "document"),
        "title": _rich(paper.title),
    }
    if genre := dict(reversed(paper.extra)).get("genre") or _THESES.get(kind):
        item["genre"] = genre
    if paper.authors:
        item["author"] = [_name(one) for one in paper.authors]
    if paper.others:
        # As pandoc has it: CSL knows no list that goes on.
        item["author"] = [*map(_name, paper.authors), {"literal": "others"}]
    if paper.editors:
        item["editor"] = [_name(one) for one in paper.editors]
    if paper.venue:
        item["container-title"] = paper.venue
    if paper.year:
        parts = (paper.year, paper.month, paper.month and paper.day)
        item["issued"] = {"date-parts": [[part for part in parts if part]]}
    if paper.pages:
        item["page"] = paper.pages.replace("–", "-")
    item.update((name, value) for name, own in _VARIABLES if (value := getattr(paper, own)))
    custom = _others(paper, item)
    if is_complete:
        if paper.keywords:
            item["keyword"] = separated(paper.keywords)
        if paper.abstract:
            item["abstract"] = paper.abstract
        custom |= relating.facts(paper)
    if custom:
        item["custom"] = custom
    return item


def _rich(title: str) -> str:
    """A marked title as rich text, in which what keeps its case is a span."""
    if "<nc>" not in title:
        return title
    spans = {"open": '<span class="nocase">', "close": "</span>"}
    return "".join(
        spans.get(token.kind, token.source) if token.text == "nc" else token.source
        for token in markup.tokens(title)
    )


def _others(paper: Paper, item: dict[str, object]) -> dict[str, object]:
    """What CSL has no variable for; further fields for which it has one are put into *item*."""
    custom: dict[str, object] = {name: value for name in _OWN if (value := getattr(paper, name))}
    for name, value in paper.extra:
        variable = _EXTRA.get(name)
        if name == "note" and _VARIABLE.match(value):
            variable = None
        if name == "genre" and item.get("genre") == value:
            continue
        if variable and variable not in item:
            item[variable] = value
            continue
        stated = custom.get(name)
        if stated is None:
            custom[name] = value
        else:
            custom[name] = [*(stated if isinstance(stated, list) else [stated]), value]
    return custom


def _name(one: Person) -> dict[str, str]:
    if not one.given and not one.particle and not one.suffix:
        return {"literal": one.family}
    parts = {
        "family": one.family,
        "given": one.given,
        "non-dropping-particle": one.particle,
        "suffix": one.suffix,
    }
    return {name: part for name, part in parts.items() if part}
