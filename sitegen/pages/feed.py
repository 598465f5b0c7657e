"""This is where the Atom feed is planned (RFC 4287): the newest papers."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.page import Page
from sitegen.model.site import Row, Site

_ENTRIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A paper in the feed."""

    id: str
    """Its permanent name, an IRI."""

    row: Row
    """The paper as lists show it."""

    updated: str
    """Its date: the first day of its year."""

    abstract: str
    """Its abstract; empty if there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``feed.xml`` sees."""

    id: str
    """Permanent name of the feed, an IRI."""

    base: str
    """Address of the site; empty if it is not configured."""

    updated: str
    """Date of the newest paper."""

    entries: tuple[Entry, ...]
    """The newest papers that state a year: a feed's entry must be dated, and none is invented."""


def plan(site: Site) -> Iterator[Page]:
    """The feed."""
    base = site.config.url
    dated = [paper for paper in site.papers if paper.year][:_ENTRIES]
    entries = tuple(
        Entry(
            id=_name(base, f"papers/{paper.key}.html"),
            row=site.rows[paper.key],
            updated=f"{paper.year:04d}-01-01T00:00:00Z",
            abstract=paper.abstract or "",
        )
        for paper in dated
    )
    context = Context(
        id=_name(base, ""),
        base=base,
        updated=entries[0].updated if entries else "1970-01-01T00:00:00Z",
        entries=entries,
    )
    yield Page("feed.xml", "feed.xml", context)


def _name(base: str, url: str) -> str:
    """The address itself, or without a configured one a UUID that is the same in every build."""
    return base + url if base else uuid.uuid5(uuid.NAMESPACE_URL, f"sitegen:{url}").urn
