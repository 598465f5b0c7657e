"""This is where it is said what of a paper is searched: the text of each field, and its terms."""

from sitegen.model.paper import Paper
from sitegen.search.analysis import STOP_WORDS, terms
from sitegen.text import writing
from sitegen.text.markup import spelling

# Chosen by how early papers are found, by their titles above all: tests/bench/relevance.py --tune.
# It prefers 1.5 and 3; so much more for titles and authors lets those come first that are asked for
# by a name alone, or by a title of stop words ("Attention Is All You Need").
# Short fields have high weights already. More for titles (8 was tried) loses what words of the
# abstract ask for: a title with one of three words would come before the abstract with all three.
BOOSTS = {"title": 1.75, "author": 3.5, "tag": 1, "year": 8, "venue": 2, "abstract": 1}
"""Fields, with what a match in each is worth. The last is prose, in which stop words do not count;
they do in short fields: "The Who"."""

K1, B = 1.2, 0.4
"""Lunr's parameters of BM25: how soon more of a word counts no more, and how much less a word
counts in a long field. Lunr's B, 0.75, puts an author of eight behind abstracts that name him."""


def of(paper: Paper) -> tuple[list[str], ...]:
    """The terms of each field, in the order of ``BOOSTS``: what the index holds."""
    *short, prose = map(terms, texts(paper))
    return (*short, [term for term in prose if term not in STOP_WORDS])


def texts(paper: Paper) -> tuple[str, ...]:
    """The text of each field, in the order of ``BOOSTS``."""
    return (
        spelling(paper.title),
        " ".join([str(person) for person in paper.authors]),
        " ".join((*paper.tags, *paper.inferred_tags, *paper.aliases)),
        str(paper.year) if paper.year else "",
        paper.venue or "",
        _prose(paper),
    )


def _prose(paper: Paper) -> str:
    """What is written about a paper: its abstract, and what the curator notes about it."""
    noted = writing.plain(paper.notes) if paper.notes else ""
    return " ".join(text for text in (spelling(paper.abstract or ""), noted) if text)
