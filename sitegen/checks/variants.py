"""This is where two names for one author or one venue are found, when there is no doubt which two.

Linear, and quiet rather than complete: "Y. Wang" among twenty Wangs is nobody in particular.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from sitegen import authors
from sitegen.checks.rule import Collection, Problem, Rule, place
from sitegen.findings import Severity, quoted
from sitegen.model.paper import Paper
from sitegen.model.person import People
from sitegen.text.fold import glue

_BEFORE_VENUE = re.compile(
    r"^(?:in:?\s+)?(?:(?:the|annual|international)\s+)*(?:proceedings|proc\.?)\s+(?:of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:\d{4}|['’]\d\d|\d+(?:st|nd|rd|th))\b|\([^()]{1,20}\)", re.IGNORECASE)


def _author_variants(collection: Collection) -> Iterator[Problem]:
    papers = {paper.key: paper for paper in collection.papers}
    for one in _people(collection).proposals:
        paper, other = papers[one.second_papers[0]], one.first_papers[0]
        names = f"{quoted(one.second)} in '{paper.key}' and {quoted(one.first)}"
        message = f"{names} in '{other}' may be one author"
        yield Problem(message=message, key=paper.key, at=place(paper, "authors"))


def _homonyms(collection: Collection) -> Iterator[Problem]:
    papers = {paper.key: paper for paper in collection.papers}
    for one in _people(collection).homonyms:
        first, second = one.groups[0][:1], one.groups[1][0]
        both = f"in '{first[0]}' and '{second}'" if first else f"in '{second}'"
        reasons = ", ".join(point.name for point in one.points)
        message = f"{quoted(one.name)} {both} may be two people: {reasons}"
        paper = papers[second]
        yield Problem(message=message, key=paper.key, at=place(paper, "authors"))


def _people(collection: Collection) -> People:
    return collection.people or authors.survey(collection.papers)


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
        hint='if they are one, say so in curation.toml: [author."Full Name"] also = ["F. Name"]',
        look=_author_variants,
        severity=Severity.NOTE,
    ),
    Rule(
        code="likely-homonym",
        reason="Two people of one name share a page, and neither can be found on it.",
        hint='if they are two, say so in curation.toml: [author."Name (Place)"] name, papers',
        look=_homonyms,
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
