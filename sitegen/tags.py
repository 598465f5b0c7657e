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

Aliases = Mapping[str, str]
"""The tag that a curator wants to be shown, by the subject of each of its other spellings."""

NO_ALIASES: Aliases = {}

_TOKEN = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)|[.!?;:\n]\s")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tags of a collection."""

    names: Mapping[str, str]
    """What each tag is called, by subject (``text.fold.subject``)."""

    beginnings: frozenset[str]
    """Every beginning of a subject: where a match can still come of."""

    short: frozenset[str]
    """Subjects that are abbreviations, which a word that is written small does not name."""


def about(word: str, aliases: Aliases) -> str:
    """The subject of the tag that *word* is a spelling of, *aliases* being others."""
    own = subject(word)
    return subject(aliases[own]) if own in aliases else own


def vocabulary(papers: Iterable[Paper], aliases: Aliases = NO_ALIASES) -> Vocabulary:
    """The tags that *papers* state, each as *aliases* call it, or under its commonest spelling.

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
    short = {about for about, name in names.items() if _is_abbreviation(name)}
    names |= {about: aliases[about] for about in names if about in aliases}
    # Other spellings of a tag are found in texts too, even if no paper states it in them.
    used = set(names.values())
    unused = {a: name for a, name in sorted(aliases.items()) if name in used and a not in names}
    short |= {a for a, name in unused.items() if len(a) <= _SHORT and _is_short(a, name)}
    names |= unused
    beginnings = frozenset(about[:n] for about in names for n in range(1, len(about)))
    return Vocabulary(names, beginnings, frozenset(short))


def assign(
    papers: Sequence[Paper], run: Map, aliases: Aliases = NO_ALIASES, *, infer: bool
) -> tuple[Paper, ...]:
    """*papers* with their tags: those stated, or else, if *infer*, those that their text names."""
    known = vocabulary(papers, aliases)
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
                if not (first.islower() and candidate in known.short):
                    subjects.add(candidate)
            glued += word
            if glued not in known.beginnings:
                break
    return tuple(sorted({known.names[about] for about in subjects}, key=lambda n: (fold(n), n)))


def _tokens(text: str) -> list[tuple[str, str, bool]]:
    """The words of *text*: folded, as printed, and whether a sentence or clause begins with it."""
    tokens: list[tuple[str, str, bool]] = []
    begins = True
    for found in _TOKEN.finditer(text):
        if found[1]:
            tokens.append((_glued(found[1]), found[1], begins))
        begins = not found[1]
    return tokens


_SHORT = 6  # letters that an abbreviation has at most
_glued = lru_cache(maxsize=65536)(glue)


def _is_abbreviation(name: str) -> bool:
    """Whether a tag is one short word with two capitals or more: "ACT", "MoE", "T5"."""
    capitals = sum(c.isupper() or c.isdigit() for c in name)
    return " " not in name and len(name) <= _SHORT and capitals > 1


def _is_short(about: str, name: str) -> bool:
    """Whether a spelling of the tag *name* that no paper states may be an abbreviation.

    Only its subject is known, in which nothing is written large.
    """
    return subject(name) != about or _is_abbreviation(name)
