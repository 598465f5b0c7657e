"""This is where the site becomes what the reader's browser searches; the only user of lunr.

search/index.json       a serialised Lunr index: title, author, tag, abstract, venue, year
search/documents.json   what a result shows, by the index's reference
"""

import json
from collections.abc import Iterator
from typing import Any

from lunr.builder import Builder

from sitegen.model.paper import Paper
from sitegen.model.site import Site
from sitegen.search.analysis import STOP_WORDS, terms
from sitegen.text import writing
from sitegen.text.markup import plain, spelling

# A word in the title says most of what a paper is about; names and tags are looked for on purpose.
BOOSTS = {"title": 8, "author": 5, "tag": 4, "year": 2, "venue": 2, "abstract": 1}
"""Fields, with what a match in each is worth."""

PIPELINE = "sitegen-terms"
"""Name under which the browser's side registers the same analysis (templates/assets/search.js)."""


def build(site: Site) -> Iterator[tuple[str, str]]:
    """(address, text) of each file that search needs; references are positions in the site."""
    builder = Builder()
    builder.ref("ref")
    for name, boost in BOOSTS.items():
        builder.field(name, boost=boost)
    for position, paper in enumerate(site.papers):
        builder.add({"ref": position, **_fields(paper)})
    yield "search/index.json", _json(_serialised(builder) if site.papers else None)
    yield "search/documents.json", _json([_document(paper) for paper in site.papers])


def _fields(paper: Paper) -> dict[str, list[str]]:
    """The terms of each field. Stop words count in short fields: "The Who", "Attention Is All…"."""
    return {
        "title": terms(spelling(paper.title)),
        "author": [term for person in paper.authors for term in terms(str(person))],
        "tag": [t for tag in _subjects(paper) for t in terms(tag)],
        "year": [str(paper.year)] if paper.year else [],
        "venue": terms(paper.venue or ""),
        "abstract": [t for t in terms(_prose(paper)) if t not in STOP_WORDS],
    }


def _subjects(paper: Paper) -> tuple[str, ...]:
    """The tags of a paper, and its former keys, which are looked for on purpose too."""
    return (*paper.tags, *paper.inferred_tags, *paper.aliases)


def _prose(paper: Paper) -> str:
    """What is written about a paper: its abstract, and what the curator notes about it."""
    noted = writing.plain(paper.notes) if paper.notes else ""
    return " ".join(text for text in (spelling(paper.abstract or ""), noted) if text)


def _serialised(builder: Builder) -> dict[str, Any]:  # Any: the shape is lunr's
    """The index as lunr.js 2.3.9 loads it.

    lunr.js reads the terms in the order of their UTF-16 code units, lunr.py writes them in that of
    their code points: an index with a rare character would not load at all.
    """
    serialised: dict[str, Any] = builder.build().serialize()
    serialised["version"] = "2.3.9"
    serialised["pipeline"] = [PIPELINE]
    serialised["invertedIndex"].sort(key=lambda item: item[0].encode("utf-16-be", "surrogatepass"))
    return serialised


def _document(paper: Paper) -> dict[str, Any]:  # Any: whatever JSON can say
    document: dict[str, Any] = {"key": paper.key, "title": plain(paper.title)}
    if paper.authors:
        document["authors"] = [str(person) for person in paper.authors]
    if paper.year:
        document["year"] = paper.year
    if paper.venue:
        document["venue"] = paper.venue
    if paper.abstract:
        document["abstract"] = plain(paper.abstract)
    return document


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
