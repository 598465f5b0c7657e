"""This is where it is kept what a run did: everything that is said at its end."""

from dataclasses import dataclass, field

from sitegen.findings import Finding
from sitegen.model.ledger import Balance, Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a step of the run took."""

    name: str
    """The step."""

    count: int
    """How many things it made."""

    seconds: float
    """Time on the clock."""

    cpu_seconds: float
    """Processor time, workers included."""

    peak_mb: float
    """Greatest memory of the main process so far, in MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSearch:
    """What a reader's first search fetches, in bytes as servers compress them; an estimate."""

    queries: int
    """How many of the likeliest queries were looked at."""

    median: int
    """Half of them fetch no more."""

    worst: int
    """None of them fetches more."""

    worst_query: str
    """The one that fetches so much."""

    parts: tuple[tuple[str, int], ...]
    """(what, bytes) of that one: scripts, directory, terms, words, rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did."""

    papers: int
    """Papers in the library."""

    findings: tuple[Finding, ...]
    """By place."""

    balance: Balance | None = None
    """Where every entry went; None if no sources were read."""

    ledger: Ledger = field(default_factory=Ledger)
    """Merges, pairs to review and conflicts; empty if there is none."""

    fixed: tuple[tuple[str, str], ...] = ()
    """(path of a note, what was written into it), by path."""

    stages: tuple[Stage, ...] = ()
    """The steps, in order."""

    pages: int = 0
    """Files of the site, or of the library if only that was made."""

    written: int = 0
    """Files, of library and site, that were new or had changed."""

    search: FirstSearch | None = None
    """What a search of the site costs; None if no site was made, or it has no papers."""

    places: tuple[tuple[str, str], ...] = ()
    """(what, path) of what the run made: library, site, report."""
