"""This is where the page is planned that shows what the reader has put aside."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import downloads
from sitegen.model.page import Page
from sitegen.model.site import Offer, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``basket.html`` sees."""

    papers: int
    """How many papers the site has: few are fetched one by one, many from the file of all."""

    downloads: tuple[Offer, ...]
    """The files that hold all papers, which the script cuts the chosen ones out of."""


def plan(site: Site) -> Iterator[Page]:
    """The basket; it is filled in the reader's browser."""
    offers = downloads.of_list(site, downloads.ALL, site.papers)
    yield Page("basket.html", "basket.html", Context(papers=len(site.papers), downloads=offers))
