"""This is where the site becomes what the reader's browser searches, in many small files.

search/index.json       the directory: what the others are called, and what stands in which
search/terms/<name>.txt     terms with their postings
search/words/<name>.txt     terms alone, for wildcards, typos and words half typed
search/rows/<name>.txt      what a result shows
search/facets/<name>.txt    a column: the years, venues, … of all papers

Each but the first is named after its content. templates/assets/search/ reads them and lets stock
lunr.js expand and score: the results are those of one big Lunr index.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sitegen.model.paper import Paper
from sitegen.model.site import Site
from sitegen.search import columns, fields
from sitegen.search.numbers import text as numbers
from sitegen.search.places import Places
from sitegen.search.postings import Inverted, invert
from sitegen.search.shards import Names, cut_into, edge, front_coded
from sitegen.text.markup import plain

# Hosts and tools limit the files of a site; requests cost some 100 bytes and a moment each.
MOST_TERM_FILES, MOST_WORD_FILES, MOST_ROW_FILES = 860, 116, 2_015
VERSION = 2


def build(site: Site) -> Iterator[tuple[str, str]]:
    """(address, text) of each file that search needs."""
    return files(site.papers)


def files(papers: Sequence[Paper]) -> Iterator[tuple[str, str]]:
    """(address, text) of each file that a search for *papers* needs, the directory last."""
    keys = [paper.key for paper in papers]
    found = invert(keys, map(fields.texts, papers), len(fields.BOOSTS))
    places = found.places
    names = Names()
    directory: dict[str, object] = {
        "version": VERSION,
        "papers": len(papers),
        "fields": [
            [name, boost, length]
            for (name, boost), length in zip(fields.BOOSTS.items(), found.lengths, strict=True)
        ],
        "bm25": [fields.K1, fields.B],
        "places": [places.stride, *(numbers(facts) for facts in zip(*places.rooms, strict=True))],
    }
    for kind, made in (("terms", _terms(found)), ("words", _words(found))):
        edges, given = [], []
        for first, text in made:
            edges.append(first)
            given.append(names.of(text))
            yield f"search/{kind}/{given[-1]}.txt", text
        directory[kind] = [" ".join(edges), "".join(given)]
    width, texts = _rows(papers, places)
    given = []
    for text in texts:
        given.append(names.of(text))
        yield f"search/rows/{given[-1]}.txt", text
    directory["rows"] = [width, "".join(given)]
    facets = {}
    ordered = sorted(papers, key=lambda paper: places.rows[paper.key])
    for name, text in columns.of(ordered, places.rows):
        facets[name] = names.of(text)
        yield f"search/facets/{facets[name]}.txt", text
    directory["facets"] = facets
    yield "search/index.json", json.dumps(directory, ensure_ascii=False, separators=(",", ":"))


def _terms(found: Inverted) -> Iterator[tuple[str, str]]:
    """(edge, text) of each file of terms: the terms, the postings of each, and an end."""
    sizes = [len(term) + len(text) for term, text in zip(found.terms, found.postings, strict=True)]
    for first, end in cut_into(found.terms, sizes, MOST_TERM_FILES):
        lines = (front_coded(found.terms[first:end]), *found.postings[first:end], ".")
        yield _edge(found.terms, first), "\n".join(lines)


def _words(found: Inverted) -> Iterator[tuple[str, str]]:
    """(edge, text) of each file of words: the words, about how many postings each has, an end."""
    sizes = [len(term) + 2 for term in found.terms]
    for first, end in cut_into(found.terms, sizes, MOST_WORD_FILES):
        # Which words are commoner is all that counts, and a paper more changes few of these.
        often = map(_about, found.counts[first:end])
        lines = (front_coded(found.terms[first:end]), numbers(often), ".")
        yield _edge(found.terms, first), "\n".join(lines)


def _about(count: int) -> int:
    """A *count* of which three binary digits are right."""
    less = max(0, count.bit_length() - 3)
    return count >> less << less


def _edge(terms: Sequence[str], first: int) -> str:
    return edge(terms[first - 1] if first else "", terms[first])


def _rows(papers: Sequence[Paper], places: Places) -> tuple[int, Iterator[str]]:
    """How many places a file of rows has, and these files: a line a place, and an end."""
    width = max(16, -(-places.size // MOST_ROW_FILES))
    lines = [""] * places.size
    for paper in papers:
        lines[places.rows[paper.key]] = _row(paper)
    starts = range(0, places.size + width, width)
    texts = ("\n".join((*lines[a:b], ".")) for a, b in pairwise(starts) if a < places.size)
    return width, texts


def _row(paper: Paper) -> str:
    """What a result shows: key, title, year, venue, type, authors, with tabs between them."""
    facts = (paper.key, plain(paper.title), str(paper.year or ""), paper.venue or "")
    cells = (*facts, paper.type or "", *map(str, paper.authors))
    return "\t".join([" ".join(cell.split()) for cell in cells])
