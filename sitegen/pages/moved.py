"""This is where the pages are planned that lead from an author's other names to the author."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import downloads
from sitegen.model.page import Download, Page
from sitegen.model.site import Link, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``moved.html`` sees."""

    author: Link
    """Whom it leads to."""

    file: str
    """Their page, in the folder that this page is in."""


def plan(site: Site) -> Iterator[Page | Download]:
    """A page at each address that an author's other name has, and the files of the author's list.

    Whoever was two authors until yesterday is found where both were.
    """
    for author in site.authors:
        for url in author.moved:
            link = Link(author.name, author.url)
            context = Context(author=link, file=author.url.rpartition("/")[2])
            yield Page(url, "moved.html", context)
            yield from downloads.files(site, url, author.papers)
