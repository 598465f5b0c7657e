"""This is where the pages are planned that lead from a paper's former key to the paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.page import Page
from sitegen.model.site import Row, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``redirect.html`` sees."""

    alias: str
    """The former key."""

    row: Row
    """The paper that it leads to."""


def plan(site: Site) -> Iterator[Page]:
    """A page for each alias."""
    for paper in site.papers:
        for alias in paper.aliases:
            context = Context(alias=alias, row=site.rows[paper.key])
            yield Page(f"papers/{alias}.html", "redirect.html", context)
