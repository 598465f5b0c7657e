"""This is where it is said what a rule is, and what it looks at and finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sitegen.errors import Location
from sitegen.findings import Severity
from sitegen.model.paper import Paper
from sitegen.model.person import People
from sitegen.targets import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Something that the curator wrote in Markdown."""

    folder: str
    """Where below the content folder it lies: "notes" or "pages"."""

    body: str
    """What it says."""

    at: Location
    """Where the body begins."""

    key: str | None = None
    """The paper that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Everything that rules look at."""

    papers: tuple[Paper, ...]
    """All papers."""

    texts: tuple[Text, ...]
    """Notes and pages."""

    there: Known
    """What links can lead to."""

    urls: Callable[[], frozenset[str]]
    """Every address of the site; costly."""

    year: int
    """The current year."""

    people: People | None = None
    """Who wrote the papers, by the curator's orders; None if nobody has looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a rule found."""

    message: str
    """What is wrong: lower case, no full stop."""

    key: str | None = None
    """The paper that it is about."""

    at: Location | None = None
    """Where it is; None for the place of the paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that a curator would want to know before readers do."""

    code: str
    """Stable name."""

    reason: str
    """Why it matters, in one sentence."""

    hint: str
    """What to do about it."""

    look: Callable[[Collection], Iterator[Problem]]
    """Finds it."""

    severity: Severity = Severity.WARNING
    """How much it counts."""

    mend: Callable[[str, str, Paper], str | None] | None = None
    """(name of a field, its text, its paper) -> the text as it is certainly meant.

    None takes the text away. What is not certain is given back as it is.
    """


def of_each(
    look: Callable[[Paper], Iterator[str | tuple[str, str]]],
) -> Callable[[Collection], Iterator[Problem]]:
    """A rule's ``look`` from one that sees a paper at a time.

    It yields messages, or (name of the field, message) where the field says the place.
    """

    def over_all(collection: Collection) -> Iterator[Problem]:
        for paper in collection.papers:
            for found in look(paper):
                field, message = ("", found) if isinstance(found, str) else found
                yield Problem(message=message, key=paper.key, at=place(paper, field))

    return over_all


def place(paper: Paper, field: str = "") -> Location | None:
    """Where a field of *paper* was stated; its first record, if that is not known."""
    for mention in (*paper.corrections, *paper.mentions):
        if field and field in mention.gave:
            return mention.at
    first = (*paper.mentions, *paper.corrections)[:1]
    return first[0].at if first else None
