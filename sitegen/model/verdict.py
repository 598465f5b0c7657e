"""This is where it is kept what was found about two records: the points that speak for and against
their being one work, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sitegen.model.record import Record


class Decision(StrEnum):
    """What follows from the points of a pair."""

    SAME = "same"
    """One work: the records are merged."""

    REVIEW = "review"
    """Perhaps one work: a person is asked, and until then they stay apart."""

    DIFFERENT = "different"
    """Two works."""


@dataclass(frozen=True, slots=True)
class Point:
    """One fact that was weighed."""

    name: str
    """What it is called: "title-equal", "years-apart"."""

    value: int
    """How much it speaks for one work; negative: against."""

    def __str__(self) -> str:
        return f"{self.name} {self.value:+d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found about a pair, and why."""

    decision: Decision
    """What follows."""

    rule: str
    """The name of what decided: the weightiest point, or the one that rules a merge out."""

    points: tuple[Point, ...] = ()
    """All that was weighed, in the order of weighing."""

    relation: str = ""
    """What the first is to the second, where they are two works that belong together: "erratum",
    "part", "reply", "edition", "extension", "translation"; empty if nothing is known."""

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(point.value for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two records about which a person may want to say something."""

    first: Record
    second: Record
    verdict: Verdict
    because: str = ""
    """Why they were not joined although the verdict on them says so; empty if it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a curator has decided about pairs of records, as positions in the list of records."""

    same: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(a, b), a < b: they are one work; where that is said, as "path:line"."""

    not_same: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(a, b), a < b: they are two works; where that is said. It beats everything."""
