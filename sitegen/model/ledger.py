"""This is where the ledger is kept: what was decided about whose data, and what speaks for it."""

from dataclasses import dataclass

from sitegen.errors import Location
from sitegen.findings import Severity
from sitegen.model.person import Homonym, Proposal
from sitegen.model.verdict import Point


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
class Side:
    """A record as the ledger shows it beside others."""

    id: str
    """The record's name."""

    at: Location
    """Where it stands."""

    ref: str
    """How ``curation.toml`` refers to it."""

    key: str
    """The paper that it became part of."""

    facts: tuple[tuple[str, str], ...]
    """(field, what it states), long texts cut off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A record in a merge."""

    record: Side
    """The record."""

    because: str = ""
    """The rule by which it joined; empty for the first."""

    points: tuple[Point, ...] = ()
    """All that was weighed when it joined; empty for the first."""

    gave: tuple[str, ...] = ()
    """Names of the fields whose value the paper took from it."""

    undo: tuple[str, ...] = ()
    """Lines for ``not_same`` in ``curation.toml`` that take this record out of the paper; empty if
    the paper has two records only, or very many."""

    @property
    def score(self) -> int | None:
        """The sum of the points; None if nothing was weighed."""
        return sum(point.value for point in self.points) if self.points else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """The records of a paper that was made from more than one."""

    key: str
    """The paper."""

    title: str
    """Its title, in plain words."""

    records: tuple[Joined, ...]
    """Its records, by place."""

    undo: str
    """The line for ``not_same`` in ``curation.toml`` that takes all of them apart."""

    @property
    def score(self) -> int | None:
        """The least of its records' scores; None if nothing was weighed."""
        return min((r.score for r in self.records if r.score is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records that were not joined, and about which a person may want to say something."""

    first: Side
    """The one."""

    second: Side
    """The other."""

    rule: str
    """The name of what decided."""

    points: tuple[Point, ...]
    """All that was weighed."""

    because: str
    """Why they were not joined although the points say so; empty if they do not."""

    line: str
    """The line of ``curation.toml``: below ``same`` if they are one work, else ``not_same``."""

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(point.value for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says something."""

    id: str
    """Name of a record, or of a note."""

    at: Location | None
    """Where it stands; None if that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value, and who states it."""

    value: str
    """The value, as text, cut off if it is long."""

    by: tuple[Source, ...]
    """Who states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A field on which the records of one paper disagree."""

    key: str
    """The paper."""

    title: str
    """Its title, in plain words."""

    field: str
    """Name of the field."""

    chosen: Stated
    """What the paper shows."""

    rule: str
    """Why that."""

    rejected: tuple[Stated, ...]
    """The other values, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An entry that could not be used."""

    code: str
    """The kind of problem."""

    message: str
    """What is wrong."""

    hint: str
    """What to do about it."""

    at: Location | None
    """Where it stands."""

    raw: str
    """Its text, control characters made visible, cut off if it is long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding among those of its kind."""

    message: str
    """What is wrong."""

    at: Location | None = None
    """Where; None if it is nobody's line."""

    hint: str = ""
    """What to do about it, where that is not what the others say."""

    key: str = ""
    """The paper whose record stands there; empty if none does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """All findings of one code."""

    code: str
    """The code."""

    severity: Severity
    """How much they count."""

    hint: str
    """What to do about most of them."""

    remarks: tuple[Remark, ...]
    """The findings, by place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Every decision that was taken, and what a person should look at."""

    balance: Balance | None = None
    """Where every entry went."""

    merges: tuple[Merge, ...] = ()
    """Papers made from more than one record, the weakest first."""

    review: tuple[Pair, ...] = ()
    """Pairs that may be one work and were not joined, the likeliest first."""

    refused: tuple[Pair, ...] = ()
    """Pairs that would be one work if others of their groups did not clash."""

    conflicts: tuple[Dispute, ...] = ()
    """What records disagree about, the gravest first; those of one paper together."""

    people: tuple[Proposal, ...] = ()
    """Names that may be one person's, the likeliest first."""

    homonyms: tuple[Homonym, ...] = ()
    """Names that are probably two people's."""

    quarantined: tuple[SetAside, ...] = ()
    """Entries that were set aside, by place."""

    kinds: tuple[Kind, ...] = ()
    """The findings, by severity and code; those with which an entry was set aside included."""
