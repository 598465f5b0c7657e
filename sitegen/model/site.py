"""This is where the complete model of a website is kept, before the first page is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.config import Config
from sitegen.errors import Location
from sitegen.model.ledger import Ledger
from sitegen.model.paper import Paper


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads somewhere."""

    name: str
    """What the reader sees."""

    url: str
    """Where it leads, relative to the site's root."""


@dataclass(frozen=True, slots=True)
class AuthorLink(Link):
    """An author in a byline, under the name that the paper prints."""

    is_ours: bool = False
    """Whether they belong to the group whose site this is."""


@dataclass(frozen=True, slots=True)
class Often(Link):
    """What recurs on somebody's papers."""

    count: int
    """On how many of them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file to download."""

    name: str
    """Its format: "BibTeX"."""

    url: str
    """Where it is, relative to the site's root."""

    type: str
    """Its media type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A paper in one format."""

    complete: str
    """All that the format can say about it."""

    brief: str
    """What a citation needs: without abstract and keywords, for lists of papers."""


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
    """Its title, as marked text."""

    url: str
    """Its page."""

    authors: tuple[AuthorLink, ...]
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
class Profile:
    """What is known about an author besides their papers."""

    is_ours: bool = False
    """Whether they belong to the group whose site this is."""

    orcid: str | None = None
    """Open Researcher and Contributor ID: "0000-0002-1825-0097"."""

    url: str | None = None
    """Their own page."""

    span: str = ""
    """Years of their papers, "1998–2024"; empty if none is stated."""

    coauthors: tuple[Often, ...] = ()
    """Those with whom they wrote most, most papers first."""

    venues: tuple[Often, ...] = ()
    """Where they appeared most often, most papers first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author(Heading):
    """A person, whatever their name is printed like."""

    profile: Profile
    """What is known about them."""

    moved: tuple[str, ...] = ()
    """Addresses that pages under their other names have, sorted; they lead to theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreePage:
    """A page that the curator wrote: what the site is about, how to take part."""

    url: str
    """Its address."""

    title: str
    """Its heading."""

    menu: str | None
    """What the menu calls it; None if it is not there."""

    body: str
    """What it says, in Markdown."""

    at: Location
    """Where the body begins."""


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

    authors: tuple[Author, ...]
    """By family name."""

    years: tuple[Heading, ...]
    """Newest first; last, if there is need, "undated"."""

    venues: tuple[Heading, ...]
    """By name."""

    related: Mapping[str, tuple[str, ...]]
    """Keys of the papers nearest to each paper, nearest first, by key."""

    exports: Mapping[str, Mapping[str, Export]] = field(default_factory=dict)
    """Each paper in each format that is offered, by format and by key."""

    free: tuple[FreePage, ...] = ()
    """Pages that the curator wrote, in the order of the menu."""

    ours: tuple[Paper, ...] = ()
    """Papers by the group whose site this is, newest first; empty if nobody is marked."""

    attached: tuple[str, ...] = ()
    """Names of the files that lie beside them, such as "figures/flow.png", sorted."""

    ledger: Ledger | None = None
    """What was merged, what may be, and what is wrong; None if nobody knows, or wants it shown."""
