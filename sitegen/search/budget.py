"""This is where it is estimated how much a reader's first search fetches, before anybody searches.

For each of the likeliest queries: the scripts, the directory, and the files of the index that
templates/assets/search/ask.js and lexicon.js would choose, each compressed as hosts do it. Which
rows are shown is not known without an index of all papers: they count as ten papers, or as many as
have the word, spread evenly over the files. What the stem of a word half typed may still become
("generaliz" + "ation") is left out. A test holds the estimate to what node fetches.
"""

import json
import posixpath
import re
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, islice, pairwise, product

from sitegen.errors import ContentError, Location
from sitegen.findings import quoted
from sitegen.model.outcome import FirstSearch
from sitegen.model.paper import Paper
from sitegen.search.analysis import STOP_WORDS, fold, terms
from sitegen.search.numbers import values
from sitegen.search.shards import NAME, front_decoded
from sitegen.text.markup import plain

_PAPERS_READ = 5_000  # of more papers, so many tell what is likely to be asked
_SHOWN = 10  # results
_ROWS_MEASURED = 32  # files
MOST_FILES = (1, 3, 6, 12)
"""Of postings, that are fetched for what the last word may become, by its letters; as in ask.js."""

_WORD = re.compile(r"[^\W_]{2,}")
_IMPORT = re.compile(rb'\b(?:import|from)\s*"([./\w-]+\.js)')


def likely(papers: Sequence[Paper], many: int = 1000) -> list[str]:
    """The *many* likeliest queries: a third each words of titles, pairs of words, family names."""
    words, pairs, names = Counter[str](), Counter[str](), Counter[str]()
    for paper in papers[:: max(1, -(-len(papers) // _PAPERS_READ))]:
        title = _WORD.findall(plain(paper.title).lower())
        words.update(title)
        pairs.update(map(" ".join, pairwise(title)))
        names.update([person.family.lower() for person in paper.authors])
    third = many // 3
    useful = cache(lambda word: not STOP_WORDS.issuperset(terms(word)))
    common = (word for word in _commonest(words) if useful(word))
    together = (pair for pair in _commonest(pairs) if all(map(useful, pair.split(" "))))
    taken = ((common, many - 2 * third), (together, third), (_commonest(names), third))
    return [query for queries, most in taken for query in islice(queries, most)]


def first_search(
    files: Mapping[str, bytes], assets: Mapping[str, bytes], queries: Sequence[str]
) -> FirstSearch | None:
    """What a first search for one of *queries* fetches; None if there is no index or no query.

    *files* are those of the index, *assets* those that all pages share, by address.
    """
    if not queries or "search/index.json" not in files:
        return None
    index = _Index(files)
    shared = {
        "scripts": sum(compressed(assets[name]) for name in scripts(assets)),
        "directory": compressed(files["search/index.json"]),
    }
    parts = {query: shared | index.parts(query) for query in queries}
    ordered = sorted(queries, key=lambda query: (sum(parts[query].values()), query))
    middle, worst = ordered[len(ordered) // 2], ordered[-1]
    return FirstSearch(
        queries=len(queries),
        median=sum(parts[middle].values()),
        worst=sum(parts[worst].values()),
        worst_query=worst,
        parts=tuple(parts[worst].items()),
    )


def keep(cost: FirstSearch | None, most_kilobytes: int, path: str) -> None:
    """Nothing, if *cost* is not above a limit that is stated in the settings at *path*, or none is.

    Raises:
        ContentError: it is; says by what.
    """
    if not cost or not most_kilobytes or cost.worst <= most_kilobytes * 1000:
        return
    parts = ", ".join(f"{what} {size / 1000:.1f}" for what, size in cost.parts)
    asked = f"a first search for {quoted(cost.worst_query)}"
    raise ContentError(
        f"{asked} fetches {cost.worst / 1000:.1f} kB ({parts}), but `most_kilobytes` is "
        f"{most_kilobytes}",
        at=Location(path),
        hint="raise it below [search], or leave it out: the report says what searches cost",
    )


class _Index:
    """The files of an index, of which those that a query touches are looked into."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        directory = json.loads(files["search/index.json"])
        self._files = files
        self._sizes: dict[str, int] = {}
        self._words: dict[str, list[tuple[str, int]]] = {}
        self._names = {kind: _cut(directory[kind][1]) for kind in ("terms", "words", "rows")}
        self._edges = {kind: directory[kind][0].split(" ") for kind in ("terms", "words")}
        rows = self._names["rows"]
        taken = rows[:: max(1, -(-len(rows) // _ROWS_MEASURED))]
        sizes = [self._size("rows", name) for name in taken]
        # A paper is rather in a large file than in a small one.
        self._row = sum(size**2 for size in sizes) / max(1, sum(sizes))

    def parts(self, query: str) -> dict[str, int]:
        """The bytes of each kind of file that a search for *query* fetches."""
        whole = terms(query)
        starts = _starts(query, whole)
        lexicon = {name for start in starts for name in self._holding(start)}
        begun = dict(chain.from_iterable(self._begun(*one) for one in product(lexicon, starts)))
        postings = {self._place(term) for term in whole}
        most = MOST_FILES[min(max(map(len, starts), default=1), len(MOST_FILES)) - 1]
        wanted, papers = set[str](), 0 if len(whole) == 1 else _SHOWN
        for word in _commonest(begun):
            if len(wanted) < most:
                wanted.add(self._place(word))
                papers += begun[word]
        many, papers = len(self._names["rows"]), min(papers, _SHOWN)
        files = many * (1 - (1 - 1 / many) ** papers) if many else 0  # that so many papers lie in
        return {
            "terms": sum(self._size("terms", name) for name in postings | wanted if name),
            "words": sum(self._size("words", name) for name in lexicon),
            "rows": round(files * self._row),
        }

    def _place(self, term: str) -> str:
        """The name of the file that *term* is in, if it is anywhere."""
        position = bisect_right(self._edges["terms"], term) - 1
        return self._names["terms"][position] if position >= 0 else ""

    def _holding(self, start: str) -> list[str]:
        """The names of the files that hold the words that begin so."""
        edges = self._edges["words"]
        first = max(0, bisect_right(edges, start) - 1)
        return self._names["words"][first : bisect_left(edges, f"{start}\U0010ffff")]

    def _begun(self, name: str, start: str) -> list[tuple[str, int]]:
        """The words of a file that begin so, and how many postings each has."""
        if name not in self._words:
            text = self._files[f"search/words/{name}.txt"].decode("utf-8", "surrogatepass")
            words, often, _ = text.split("\n")
            self._words[name] = list(zip(front_decoded(words), values(often), strict=True))
        known = self._words[name]
        first = bisect_left(known, (start, 0))
        return known[first : bisect_left(known, (f"{start}\U0010ffff", 0))]

    def _size(self, kind: str, name: str) -> int:
        if name not in self._sizes:
            self._sizes[name] = compressed(self._files[f"search/{kind}/{name}.txt"])
        return self._sizes[name]


def _starts(query: str, whole: list[str]) -> set[str]:
    """What the last word of *query*, and of its terms *whole*, may be the beginning of."""
    typed = re.findall(r"[^\W_]+", fold(query))
    if not typed or len(typed[-1]) == 1 < len(typed):
        return set()
    return {typed[-1], whole[-1]} if len(typed[-1]) > 3 else {typed[-1]}


def scripts(assets: Mapping[str, bytes]) -> list[str]:
    """The scripts that a search runs: the worker, what it imports, and Lunr."""
    found = [name for name in sorted(assets) if re.search(r"/vendor/lunr[^/]*\.js$", name)]
    waiting = ["assets/search/worker.js"]
    while waiting:
        name = waiting.pop()
        if name in assets and name not in found:
            found.append(name)
            near = (match.decode() for match in _IMPORT.findall(assets[name]))
            waiting += [posixpath.normpath(f"{posixpath.dirname(name)}/{one}") for one in near]
    return found


def compressed(content: bytes) -> int:
    """Bytes of *content* as servers send it: gzip at its usual level."""
    return len(zlib.compress(content, 6, wbits=31))


def _cut(names: str) -> list[str]:
    return [names[at : at + NAME] for at in range(0, len(names), NAME)]


def _commonest(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda word: (-counts[word], word))
