"""This is where the search page is planned."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.page import Page
from sitegen.model.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``search.html`` sees."""

    papers: int
    """How many papers are searched."""


def plan(site: Site) -> Iterator[Page]:
    """The search page."""
    yield Page("search.html", "search.html", Context(papers=len(site.papers)))
