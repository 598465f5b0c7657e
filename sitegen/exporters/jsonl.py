"""This is where papers are written as JSON Lines: a flat object a line, in README's vocabulary.

What recurs, and every list, is an array; names of people are BibTeX's, "von Family, Jr, Given", so
that the braces of an organisation keep it whole.
"""

import json
from collections.abc import Iterable

from sitegen.model.paper import Paper
from sitegen.text import relating
from sitegen.text.names import to_bibtex

NAME = "JSON Lines"
SUFFIX = ".jsonl"
MEDIA = "application/x-ndjson"
LOSES: dict[str, str] = {}

_VALUES = (
    *("year", "month", "day", "venue", "volume", "number", "pages", "type", "doi", "arxiv"),
    *("isbn", "issn", "pmid", "acl", "openreview"),
    *("url", "pdf", "code", "data", "video", "slides"),
)


def entry(paper: Paper, *, is_complete: bool = False) -> str:
    """*paper* as one line, its end included."""
    facts: dict[str, object] = {"citation-key": paper.cited_as, "title": paper.title}
    if paper.authors or paper.others:
        names = [to_bibtex(one) for one in paper.authors]
        facts["authors"] = [*names, *(["others"] if paper.others else [])]
    if paper.editors:
        facts["editors"] = [to_bibtex(one) for one in paper.editors]
    facts.update((name, value) for name in _VALUES if (value := getattr(paper, name)))
    if is_complete:
        if paper.keywords:
            facts["keywords"] = list(paper.keywords)
        if paper.abstract:
            facts["abstract"] = paper.abstract
        facts |= relating.facts(paper)
    for name, value in paper.extra:
        stated = facts.get(name)
        if stated is None:
            facts[name] = value
        else:
            facts[name] = [*(stated if isinstance(stated, list) else [stated]), value]
    return json.dumps(facts, ensure_ascii=False) + "\n"


def join(entries: Iterable[str]) -> str:
    """The file that holds *entries*."""
    return "".join(entries)
