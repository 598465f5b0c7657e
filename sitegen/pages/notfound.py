"""This is where the page is planned that a server shows for an address that does not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from sitegen.model.page import Page
from sitegen.model.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``404.html`` sees."""

    base: str
    """Path of the site on its server, "/" at least: this page is shown at any depth."""


def plan(site: Site) -> Iterator[Page]:
    """The page of an address that does not exist."""
    yield Page("404.html", "404.html", Context(base=urlsplit(site.config.url).path or "/"))
