"""This is where it is kept what a run did: everything that is said at its end."""

from dataclasses import dataclass

from sitegen.errors import Location
from sitegen.findings import Finding
from sitegen.model.paper import Conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Where every entry went: ``read == papers + merged + quarantined``."""

    read: int
    """Entries that the sources hold."""

    papers: int
    """Papers that they became."""

    merged: int
    """Entries that joined a paper which another entry had begun."""

    quarantined: int
    """Entries that were set aside, each with a finding."""

    @property
    def closes(self) -> bool:
        """Whether nothing was lost and nothing came from nowhere."""
        return self.read == self.papers + self.merged + self.quarantined

    def __str__(self) -> str:
        return (
            f"{self.read} records read = {self.papers} papers + {self.merged} merged"
            f" + {self.quarantined} quarantined"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A record in a merge."""

    id: str
    """The record's name."""

    at: Location
    """Where it stands."""

    because: str
    """The rule by which it joined; empty for the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """The records of a paper that was made from more than one."""

    key: str
    """The paper."""

    title: str
    """Its title."""

    records: tuple[Joined, ...]
    """Its records, by place."""


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
class Outcome:
    """What a run did."""

    papers: int
    """Papers in the library."""

    findings: tuple[Finding, ...]
    """By place."""

    balance: Balance | None = None
    """Where every entry went; None if no sources were read."""

    merges: tuple[Merge, ...] = ()
    """Papers made from more than one record, by key."""

    conflicts: tuple[tuple[str, Conflict], ...] = ()
    """(key of the paper, what its records disagree about), by key and field."""

    fixed: tuple[tuple[str, str], ...] = ()
    """(path of a note, what was written into it), by path."""

    stages: tuple[Stage, ...] = ()
    """The steps, in order."""

    pages: int = 0
    """Files of the site, or of the library if only that was made."""

    written: int = 0
    """Files, of library and site, that were new or had changed."""

    places: tuple[tuple[str, str], ...] = ()
    """(what, path) of what the run made: library, site, report."""
