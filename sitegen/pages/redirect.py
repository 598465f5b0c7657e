"""This is where the pages are planned that lead from a paper's former key to the paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.page import Download, Page
from sitegen.model.site import Row, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``redirect.html`` sees."""

    alias: str
    """The former key."""

    row: Row
    """The paper that it leads to."""


def plan(site: Site) -> Iterator[Page | Download]:
    """A page for each alias, and the paper's BibTeX where that of the alias was."""
    for paper in site.papers:
        for alias in paper.aliases:
            context = Context(alias=alias, row=site.rows[paper.key])
            yield Page(f"papers/{alias}.html", "redirect.html", context)
            if written := site.exports.get("bibtex"):
                # Complete, because that names the aliases: whoever cites by one finds it.
                yield Download(f"papers/{alias}.bib", written[paper.key].complete)
