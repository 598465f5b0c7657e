"""This is where a curator's decisions are kept, as ``content/curation.toml`` states them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.errors import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A group of references that a curator said something about: the same work, or not."""

    refs: tuple[str, ...]
    """At least two, as written: the identifier of a record, its place as "path:line", its reference
    as reports print it, a DOI, an arXiv identifier, or the key of a paper."""

    at: Location
    """Where it is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorOrder:
    """What a curator said about one person."""

    label: str
    """How the file calls them."""

    name: str
    """How the site shows them."""

    also: tuple[str, ...] = ()
    """Other names that they are printed under."""

    former: tuple[str, ...] = ()
    """Names that they had and that are shown nowhere any more."""

    not_same: tuple[str, ...] = ()
    """Names alike that are other people's."""

    papers: tuple[str, ...] = ()
    """Keys of their papers, where others have their names too; empty: all under the names."""

    orcid: str | None = None
    """Open Researcher and Contributor ID: "0000-0002-1825-0097"."""

    url: str | None = None
    """Their own page."""

    is_ours: bool = False
    """Whether they belong to the group whose site this is."""

    at: Location
    """Where it is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """All that ``curation.toml`` says, but for the corrections, which are notes."""

    same: tuple[Ruling, ...] = ()
    """Groups of records that are one work."""

    not_same: tuple[Ruling, ...] = ()
    """Groups of records of which no two are one work."""

    preferred: Mapping[str, tuple[str, Location]] = field(default_factory=dict)
    """The version that is shown first, by the key of its paper: its DOI, arXiv identifier, record
    or venue, and where that is said."""

    tags: Mapping[str, str] = field(default_factory=dict)
    """The tag that is shown for each other spelling, by ``text.fold.subject`` of that spelling."""

    authors: tuple[AuthorOrder, ...] = ()
    """What is said about persons, in the order of the file."""


NOTHING_DECIDED = Curation()
