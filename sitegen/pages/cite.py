"""This is where the page is planned that makes the BibTeX of what a document cites."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.page import Page
from sitegen.model.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``cite.html`` sees."""

    papers: int
    """How many papers can be cited: if they are few, they are fetched before they are asked for."""

    example: str
    """A key that is cited as an example; empty if there are no papers."""


def plan(site: Site) -> Iterator[Page]:
    """The page "Only what I cite"; it works in the reader's browser."""
    example = site.papers[0].cited_as if site.papers else ""
    yield Page("cite.html", "cite.html", Context(papers=len(site.papers), example=example))
