"""This is where it is kept what was found about authors: who may be one person, who may be two."""

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.model.record import Person
from sitegen.model.verdict import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Two names that may be one person's; until somebody says so they are two authors."""

    label: str
    """What the curation file is to call the person: the fuller name, or the order that there is."""

    first: str
    """The fuller name, as it is shown."""

    second: str
    """The other name, as it is shown."""

    points: tuple[Point, ...]
    """What speaks for one person and against: "initials-agree", "shared-coauthors", "nickname"."""

    coauthors: tuple[str, ...] = ()
    """Names of some with whom both have written, as they are shown."""

    first_papers: tuple[str, ...] = ()
    """Keys of the papers under the first name, sorted."""

    second_papers: tuple[str, ...] = ()
    """Keys of the papers under the second, sorted."""

    merge: str = ""
    """The lines of ``curation.toml`` that make them one."""

    apart: str = ""
    """The lines that keep them two, and end the proposal."""

    @property
    def score(self) -> int:
        """The sum of the points; proposals are ranked by it."""
        return sum(point.value for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Homonym:
    """A name that is probably two people's."""

    name: str
    """The name, as it is shown."""

    groups: tuple[tuple[str, ...], ...]
    """Keys of papers that belong together, two groups or more; the largest first."""

    points: tuple[Point, ...]
    """What speaks for two people."""

    split: str = ""
    """The lines of ``curation.toml`` that make them two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is, whatever their name is printed like."""

    name: Person
    """How the site shows them: the commonest of their full names, or what the curator orders."""

    address: str
    """What their page is named after: their name, or the curator's label where names recur."""

    variants: tuple[str, ...] = ()
    """Other names that they are printed under, sorted."""

    orcid: str | None = None
    """Open Researcher and Contributor ID: "0000-0002-1825-0097"."""

    url: str | None = None
    """Their own page."""

    is_ours: bool = False
    """Whether they belong to the group whose site this is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody who wrote a paper, and what is unsure about who they are."""

    people: tuple[Identity, ...] = ()
    """By family name."""

    of: Mapping[str, tuple[int, ...]]
    """For each author of a paper their position in ``people``; by the paper's key."""

    proposals: tuple[Proposal, ...] = ()
    """Names that may be one person's, the likeliest first."""

    homonyms: tuple[Homonym, ...] = ()
    """Names that are probably two people's, the likeliest first; empty if nobody has looked."""
