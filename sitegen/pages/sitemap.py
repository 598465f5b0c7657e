"""This is where the sitemap is planned (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import paging
from sitegen.model.page import Page
from sitegen.model.site import Site

_MOST = 50_000  # addresses in one sitemap, by the protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``sitemap.xml`` sees."""

    base: str
    """Address of the site; empty if it is not configured."""

    urls: tuple[str, ...]
    """Addresses relative to the site's root; the pages, not the downloads."""

    parts: tuple[str, ...]
    """Addresses of the parts, if the sitemap is so long that it is an index of sitemaps."""


def plan(site: Site) -> Iterator[Page]:
    """The sitemap, and its parts if there are more than 50,000 addresses."""
    headings = (*site.tags, *site.authors, *site.years, *site.venues)
    lists = ("papers", "tags", "authors", "years", "titles", *(["venues"] if site.venues else []))
    urls = [
        "index.html",
        "cite.html",
        *(["ours.html"] if site.ours else []),
        *(page.url for page in site.free),
        *(f"{folder}/index.html" for folder in lists),
        *(f"papers/{paper.key}.html" for paper in site.papers),
        *(heading.url for heading in headings),
    ]
    parts = list(paging.split("sitemap.html", urls, _MOST))
    base = site.config.url
    if len(parts) == 1:
        yield Page("sitemap.xml", "sitemap.xml", Context(base=base, urls=tuple(urls), parts=()))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield Page("sitemap.xml", "sitemap.xml", Context(base=base, urls=(), parts=tuple(names)))
    for name, (_, part, _) in zip(names, parts, strict=True):
        yield Page(name, "sitemap.xml", Context(base=base, urls=tuple(part), parts=()))
