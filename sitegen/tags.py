"""This is where keywords become tags: variants folded; found in the text where none are stated."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from sitegen.model.mapping import Map
from sitegen.model.paper import Paper
from sitegen.text.fold import fold, glue, singular, subject
from sitegen.text.markup import plain

_TOKEN = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)|[.!?;:\n]\s")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tags of a collection."""

    names: Mapping[str, str]
    """What each tag is called, by subject (``text.fold.subject``)."""

    beginnings: frozenset[str]
    """Every beginning of a subject: where a match can still come of."""


def vocabulary(papers: Iterable[Paper]) -> Vocabulary:
    """The tags that *papers* state, each under its commonest spelling.

    Of spellings equally common the one with fewer capitals, then the first by the alphabet.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in papers:
        for word in paper.keywords:
            spellings[subject(word)][word] += 1
    names = {
        about: min(counts, key=lambda word: (-counts[word], sum(map(str.isupper, word)), word))
        for about, counts in sorted(spellings.items())
    }
    return Vocabulary(names, frozenset(about[:n] for about in names for n in range(1, len(about))))


def assign(papers: Sequence[Paper], run: Map, *, infer: bool) -> tuple[Paper, ...]:
    """*papers* with their tags: those stated, or else, if *infer*, those that their text names."""
    known = vocabulary(papers)
    return tuple(run(partial(_tagged, known=known, infer=infer), papers))


def _tagged(paper: Paper, *, known: Vocabulary, infer: bool) -> Paper:
    if paper.keywords:
        stated = dict.fromkeys(known.names[subject(word)] for word in paper.keywords)
        return replace(paper, tags=tuple(stated), inferred_tags=())
    if not infer:
        return replace(paper, tags=(), inferred_tags=())
    # What the title names says more than what the abstract does.
    found = (*named_in(plain(paper.title), known), *named_in(plain(paper.abstract or ""), known))
    return replace(paper, tags=(), inferred_tags=tuple(dict.fromkeys(found)))


def named_in(text: str, known: Vocabulary) -> tuple[str, ...]:
    """The tags that *text* names as whole words, by name.

    Case, plural and hyphens do not matter, but an abbreviation ("ACT") is not found in a word
    that is written small ("act").
    """
    tokens = _tokens(text)
    subjects: set[str] = set()
    for start, (_, first, _) in enumerate(tokens):
        glued = ""
        for position in range(start, len(tokens)):
            word, _, begins = tokens[position]
            if begins and glued:
                break
            for candidate in (glued + word, glued + singular(word)):
                name = known.names.get(candidate)
                if name is None or len(candidate) < 2:
                    continue  # a letter stands in every text
                if not (first.islower() and _is_abbreviation(name)):
                    subjects.add(candidate)
            glued += word
            if glued not in known.beginnings:
                break
    return tuple(sorted((known.names[about] for about in subjects), key=lambda n: (fold(n), n)))


def _tokens(text: str) -> list[tuple[str, str, bool]]:
    """The words of *text*: folded, as printed, and whether a sentence or clause begins with it."""
    tokens: list[tuple[str, str, bool]] = []
    begins = True
    for found in _TOKEN.finditer(text):
        if found[1]:
            tokens.append((_glued(found[1]), found[1], begins))
        begins = not found[1]
    return tokens


_glued = lru_cache(maxsize=65536)(glue)


def _is_abbreviation(name: str) -> bool:
    """Whether a tag is one short word with two capitals or more: "ACT", "MoE", "T5"."""
    capitals = sum(c.isupper() or c.isdigit() for c in name)
    return " " not in name and len(name) <= 6 and capitals > 1
