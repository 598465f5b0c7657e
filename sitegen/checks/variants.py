"""This is where two names for one author or one venue are found, when there is no doubt which two.

Linear, and quiet rather than complete: "Y. Wang" among twenty Wangs is nobody in particular.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen.checks.rule import Collection, Problem, Rule, place
from sitegen.findings import Severity, quoted
from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.text.fold import fold, glue, words

_MOST_AUTHORS = 50  # who writes with a thousand others is known by none of them
_BEFORE_VENUE = re.compile(
    r"^(?:in:?\s+)?(?:(?:the|annual|international)\s+)*(?:proceedings|proc\.?)\s+(?:of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:\d{4}|['’]\d\d|\d+(?:st|nd|rd|th))\b|\([^()]{1,20}\)", re.IGNORECASE)

Family = tuple[str, str]
"""Particle and family name, folded, and suffix: what two spellings of a name share."""


def _author_variants(collection: Collection) -> Iterator[Problem]:
    people_of_all = dict.fromkeys(p for paper in collection.papers for p in paper.authors)
    known = {person: glue(str(person)) for person in people_of_all}
    spelt: dict[Family, dict[str, Person]] = defaultdict(dict)
    for person, identity in known.items():
        if person.given:
            spelt[_family(person)].setdefault(identity, person)
    pairs = {
        variant: full
        for people in spelt.values()
        if len(people) > 1
        for variant, full in _pairs(people)
    }
    wanted = {*pairs, *pairs.values()}
    seen, company = _company(collection.papers, wanted, known)
    for variant, full in sorted(pairs.items()):
        paper, person = seen[variant]
        other = seen[full][1]
        is_alone = len(spelt[_family(person)]) == 2
        if is_alone or company[variant] & company[full]:
            names = f"{quoted(str(person))} in '{paper.key}' and {quoted(str(other))}"
            message = f"{names} in '{seen[full][0].key}' may be one author"
            yield Problem(message=message, key=paper.key, at=place(paper, "authors"))


def _family(person: Person) -> Family:
    return fold(f"{person.particle} {person.family}".strip()), fold(person.suffix).strip(". ")


def _pairs(people: dict[str, Person]) -> Iterator[tuple[str, str]]:
    """(shorter name, fuller name) of each identity that can be short for one other only."""
    given = {identity: tuple(words(person.given)) for identity, person in people.items()}
    by_first: dict[str, list[str]] = defaultdict(list)
    for identity, names in given.items():
        if names:
            by_first[names[0][0]].append(identity)
    for group in by_first.values():
        if len(group) > 50:
            continue  # so many of one initial are not told apart by initials
        for short in group:
            fuller = [other for other in group if _is_short(given[short], given[other])]
            if len(fuller) == 1:
                yield short, fuller[0]


def _is_short(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether given names *short* can stand for *full*: fewer of them, or initials of them."""
    if short == full or len(short) > len(full):
        return False
    return all(
        mine == other or (len(mine) == 1 and other.startswith(mine))
        for mine, other in zip(short, full, strict=False)
    )


def _company(
    papers: Iterable[Paper], wanted: set[str], known: Mapping[Person, str]
) -> tuple[dict[str, tuple[Paper, Person]], dict[str, set[str]]]:
    """(first paper and spelling, co-authors) of each identity that is *wanted*."""
    seen: dict[str, tuple[Paper, Person]] = {}
    company: dict[str, set[str]] = defaultdict(set)
    for paper in papers:
        people = {known[person]: person for person in paper.authors}
        for identity in people.keys() & wanted:
            seen.setdefault(identity, (paper, people[identity]))
            if len(people) <= _MOST_AUTHORS:
                company[identity] |= people.keys() - {identity}
    return seen, company


def _venue_variants(collection: Collection) -> Iterator[Problem]:
    groups: dict[str, dict[str, Paper]] = defaultdict(dict)
    often: Counter[str] = Counter()
    for paper in collection.papers:
        if paper.venue:
            often[glue(paper.venue)] += 1
            groups[_series(paper.venue)].setdefault(glue(paper.venue), paper)
    for series, spelt in sorted(groups.items()):
        if len(spelt) < 2 or len(series) < 4:
            continue
        common, *others = sorted(spelt, key=lambda identity: (-often[identity], identity))
        for identity in others:
            paper = spelt[identity]
            names = f"{quoted(paper.venue or '')} and {quoted(spelt[common].venue or '')}"
            message = f"{names} may be one venue"
            yield Problem(message=message, key=paper.key, at=place(paper, "venue"))


def _series(venue: str) -> str:
    """What stays of a venue's name from year to year."""
    return glue(_NUMBERED.sub(" ", _BEFORE_VENUE.sub("", venue))) or glue(venue)


RULES = (
    Rule(
        code="author-variants",
        reason="Each spelling of a name has a page of its own, with a part of the author's papers.",
        hint="if they are one, state the authors in full in a note",
        look=_author_variants,
        severity=Severity.NOTE,
    ),
    Rule(
        code="venue-variants",
        reason="Each spelling of a venue has a page of its own, with a part of its papers.",
        hint="if they are one, state the venue in one way, in the sources or in notes",
        look=_venue_variants,
        severity=Severity.NOTE,
    ),
)
"""What has two names."""
