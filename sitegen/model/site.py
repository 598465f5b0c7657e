"""This is where the complete model of a website is kept, before the first page is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.config import Config
from sitegen.model.paper import Paper


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads somewhere."""

    name: str
    """What the reader sees."""

    url: str
    """Where it leads, relative to the site's root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagLink:
    """A tag of a paper."""

    name: str
    """The tag."""

    url: str
    """Its page."""

    is_inferred: bool
    """Whether it was found in the text rather than stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paper as lists show it."""

    key: str
    """Its citation key."""

    title: str
    """Its title."""

    url: str
    """Its page."""

    authors: tuple[Link, ...]
    """Its authors, each with the author's page."""

    others: bool
    """Whether there are more authors than are named."""

    year: Link | None
    """Its year."""

    venue: Link | None
    """Where it appeared."""

    tags: tuple[TagLink, ...]
    """Its tags: the stated ones, or else the inferred ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What papers are gathered under: an author, a year or a venue."""

    name: str
    """What it is called; the commonest spelling."""

    url: str
    """Its page."""

    listed_as: str
    """What an index calls it: an author's family name comes first."""

    sort_key: str
    """What an alphabetical list orders it by."""

    variants: tuple[str, ...] = ()
    """Other spellings that were folded into it, sorted."""

    papers: tuple[Paper, ...]
    """Its papers, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Heading):
    """A subject."""

    inferred: tuple[Paper, ...]
    """Papers that do not state it, but whose text names it; ``papers`` are those that state it."""

    @property
    def count(self) -> int:
        """How many papers have it, stated or inferred."""
        return len(self.papers) + len(self.inferred)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything the pages are made from."""

    config: Config
    """What the curator decided."""

    papers: tuple[Paper, ...]
    """All papers, newest first, those without a year last."""

    rows: Mapping[str, Row]
    """Each paper as lists show it, by key."""

    tags: tuple[Tag, ...]
    """By name."""

    authors: tuple[Heading, ...]
    """By family name."""

    years: tuple[Heading, ...]
    """Newest first; last, if there is need, "undated"."""

    venues: tuple[Heading, ...]
    """By name."""

    related: Mapping[str, tuple[str, ...]]
    """Keys of the papers nearest to each paper, nearest first, by key."""
