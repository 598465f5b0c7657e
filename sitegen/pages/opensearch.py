"""This is where it is said to browsers that the site is a search engine, if it has an address.

https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.page import Page
from sitegen.model.site import Site

_LONGEST = 16  # characters of a short name, by the specification


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``opensearch.xml`` sees."""

    name: str
    """The site's name, in at most 16 characters."""

    base: str
    """Address of the site: the description must be absolute."""


def plan(site: Site) -> Iterator[Page]:
    """The description, of a site whose address is configured."""
    if site.config.url:
        context = Context(name=_short(site.config.title), base=site.config.url)
        yield Page("opensearch.xml", "opensearch.xml", context)


def _short(title: str) -> str:
    """As many whole words of *title* as fit."""
    if len(title) <= _LONGEST:
        return title
    return title[: _LONGEST + 1].rpartition(" ")[0] or title[:_LONGEST]
