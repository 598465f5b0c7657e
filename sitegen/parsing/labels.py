"""This is where lines of the form "Key: value" are recognised, whatever marks the key has."""

import re

FACT = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__|\*|_)?([^\W\d_][\w /-]{0,30}?)(?:\*\*|__|\*|_)?\s*[:：]"
    r"(?:\*\*|__|\*|_)?(?:\s+(.*)|)$"
)

FIELDS = {
    "abstract": "abstract",
    "summary": "abstract",
    "tldr": "abstract",
    "author": "authors",
    "authors": "authors",
    "by": "authors",
    "arxiv": "arxiv",
    "arxiv id": "arxiv",
    "eprint": "arxiv",
    "category": "category",
    "categories": "category",
    "code": "code",
    "github": "code",
    "repository": "code",
    "implementation": "code",
    "date": "date",
    "published": "year",
    "year": "year",
    "doi": "doi",
    "id": "id",
    "notes": "note",
    "issue": "number",
    "number": "number",
    "keyword": "keywords",
    "keywords": "keywords",
    "tag": "keywords",
    "tags": "keywords",
    "topics": "keywords",
    "key words": "keywords",
    "publication year": "year",
    "paper link": "url",
    "github repo": "code",
    "link": "url",
    "paper": "url",
    "url": "url",
    "website": "url",
    "pages": "pages",
    "pdf": "pdf",
    "booktitle": "venue",
    "conference": "venue",
    "journal": "venue",
    "published in": "venue",
    "journal/conference": "venue",
    "venue": "venue",
    "volume": "volume",
    "type": "type",
    "editor": "editors",
    "editors": "editors",
    "data": "data",
    "dataset": "data",
    "video": "video",
    "slides": "slides",
    "isbn": "isbn",
    "issn": "issn",
    "pmid": "pmid",
    "acl": "acl",
    "openreview": "openreview",
}
"""What a key, in lower case, is called in an entry; other keys are kept under their own name."""

OF_A_PAPER = frozenset(
    [
        *("authors", "year", "date", "venue", "abstract", "doi", "arxiv", "keywords", "pdf"),
        *("id", "type", "editors", "volume", "number", "pages", "isbn", "issn", "pmid", "acl"),
        "openreview",
    ]
)
"""Fields that say what one work is, not what a list or a section offers."""

_BETWEEN_FACTS = re.compile(
    rf"(?:\s+[|·]\s+|[;,]\s+)(?=(?:{'|'.join(map(re.escape, FIELDS))})\s*:)", re.IGNORECASE
)


def field(line: str) -> str | None:
    """What the key of a line is called in an entry; None if the line has no key that is known."""
    fact = FACT.match(line)
    return FIELDS.get(fact[1].strip().lower()) if fact else None


def is_known(line: str) -> bool:
    """Whether a line has a key that is known."""
    return field(line) is not None


def split(line: str) -> list[str]:
    """The facts of "Year: 2021 | Venue: X, Tags: a, b", a line each."""
    name = FACT.match(line)
    if not name or FIELDS.get(name[1].strip().lower()) == "abstract":
        return [line]
    return _BETWEEN_FACTS.split(line)
