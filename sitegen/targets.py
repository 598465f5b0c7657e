"""This is where it is known what a link that somebody wrote leads to, within the site.

A link is written as it looks from the file that holds it: ``content/notes/<key>.md`` or
``content/pages/<name>.md``. ``[[key]]`` names a paper, or a page, wherever it stands.
"""

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, unquote, urlsplit

from sitegen.model.paper import Paper
from sitegen.model.site import FreePage, Link
from sitegen.text import markup
from sitegen.text.writing import Target

FILES = "pages/"
"""Where the files that lie beside the pages are found on the site."""


@dataclass(frozen=True, slots=True)
class Known:
    """What links can lead to."""

    papers: Mapping[str, Link]
    """Each paper, by key and former key in lower case."""

    pages: Mapping[str, Link]
    """Each page that the curator wrote, by the name of its file and without ".md"."""

    attached: frozenset[str]
    """Names of the files beside them."""


def known(papers: Iterable[Paper], pages: Iterable[FreePage], attached: Iterable[str]) -> Known:
    """What links between *papers*, *pages* and the files *attached* to these can lead to."""
    by_key: dict[str, Link] = {}
    for paper in papers:
        link = Link(markup.plain(paper.title), f"papers/{paper.key}.html")
        by_key[paper.key.lower()] = link
        for alias in paper.aliases:
            by_key.setdefault(alias.lower(), link)
    named = {posixpath.basename(page.at.path): Link(page.title, page.url) for page in pages}
    without = {name.removesuffix(".md"): link for name, link in named.items()}
    return Known(by_key, {**without, **named}, frozenset(attached))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link leads."""

    link: Link
    """Its address, relative to the site's root, and what is there called."""

    is_certain: bool = True
    """Whether it is known that there is something."""


def find(target: Target, folder: str, there: Known) -> Place | None:
    """Where *target*, written in a file of *folder* ("notes" or "pages"), leads; None: nowhere."""
    if target.kind == "reference":
        name = target.address.lower()
        link = there.papers.get(name) or there.pages.get(target.address) or there.pages.get(name)
        return Place(link) if link else None
    try:
        parts = urlsplit(target.address)
    except ValueError:
        return None
    path = unquote(parts.path)
    after = f"#{parts.fragment}" if parts.fragment else ""
    if not path or "\\" in path or "\0" in path:
        return None
    link = _written(posixpath.normpath(posixpath.join(folder, path)), there)
    if link:
        return Place(Link(link.name, f"{link.url}{after}"))
    if target.kind == "image":
        return None
    # No file of the curator's: then a page of the site, as seen from the page that shows this.
    seen_from = "papers" if folder == "notes" else ""
    page = path.lstrip("/") if path.startswith("/") else posixpath.join(seen_from, path)
    page = posixpath.normpath(page)
    if page.startswith("..") or page == ".":
        return None
    name = f"{page}/index.html" if path.endswith("/") else page
    return Place(Link(target.address, f"{quote(name)}{after}"), is_certain=False)


def _written(path: str, there: Known) -> Link | None:
    """What the curator's file of that *path* below the content folder has become."""
    folder, _, name = path.partition("/")
    if folder == "notes" and name.endswith(".md"):
        return there.papers.get(name.removesuffix(".md").lower())
    if folder != "pages":
        return None
    if name in there.pages and name.endswith(".md"):
        return there.pages[name]
    return Link(name, f"{FILES}{quote(name)}") if name in there.attached else None


def lead(folder: str, root: str, there: Known) -> Callable[[Target], tuple[str, str] | None]:
    """What ``text.prose`` asks where links lead: for a page that is *root* away from the root."""
    return partial(_lead, folder=folder, root=root, there=there)


def _lead(target: Target, *, folder: str, root: str, there: Known) -> tuple[str, str] | None:
    place = find(target, folder, there)
    return (f"{root}{place.link.url}", place.link.name) if place else None


def dead(
    targets: Sequence[Target], folder: str, there: Known, urls: Callable[[], frozenset[str]]
) -> tuple[Target, ...]:
    """Those of some *targets* within the site that lead nowhere.

    *urls* gives every address of the site; it is asked only if there is need, for it costs a plan
    of all pages.
    """
    found = [(target, find(target, folder, there)) for target in targets]
    return tuple(
        target
        for target, place in found
        if place is None
        or (not place.is_certain and unquote(urlsplit(place.link.url).path) not in urls())
    )
