"""This is where the search page is planned."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import downloads
from sitegen.model.page import Page
from sitegen.model.site import Offer, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``search.html`` sees."""

    papers: int
    """How many papers are searched."""

    downloads: tuple[Offer, ...]
    """The files that hold all papers, which the script cuts those found out of."""


def plan(site: Site) -> Iterator[Page]:
    """The search page."""
    offers = downloads.of_list(site, downloads.ALL, site.papers)
    yield Page("search.html", "search.html", Context(papers=len(site.papers), downloads=offers))
