"""This is where the indexes are planned: all tags, authors, years, venues and titles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen import paging
from sitegen.model.page import Page
from sitegen.model.paper import Paper
from sitegen.model.site import Heading, Site, Tag
from sitegen.text.fold import fold
from sitegen.text.markup import plain

_PER_PAGE = 1000  # headings; an archive has a hundred thousand authors

_BEFORE = re.compile(r"[\W_]*(?:(?:an?|the)\s)?[\W_]*")  # an index passes over an article


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A heading in an index."""

    name: str
    """What it is called."""

    url: str
    """Its page."""

    count: int
    """How many papers it has, stated or inferred; 0 if it is itself a paper, in that of titles."""

    inferred: int
    """For how many of them it is inferred from the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Headings that begin with the same letter."""

    letter: str
    """The letter, or "#" for everything else."""

    items: tuple[Item, ...]
    """The headings, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``index.html`` sees."""

    name: str
    """What is listed: "Tags"."""

    is_alphabetical: bool
    """Whether the groups are letters; years are one group."""

    groups: tuple[Group, ...]
    """The headings of this page."""

    spans: tuple[str, ...]
    """For each page of the index the first and last letters on it: "A–D"."""

    pager: paging.Pager
    """Where this page stands among the pages of the index."""

    has_inferred: bool
    """Whether a heading on this page has papers for which it is inferred."""


def plan(site: Site) -> Iterator[Page]:
    """The indexes, in pages of a thousand headings; nothing leads to venues if there are none."""
    yield from _index("Tags", "tags/index.html", site.tags, is_alphabetical=True)
    yield from _index("Authors", "authors/index.html", site.authors, is_alphabetical=True)
    yield from _index("Years", "years/index.html", site.years, is_alphabetical=False)
    if site.venues:
        yield from _index("Venues", "venues/index.html", site.venues, is_alphabetical=True)
    titles = sorted(map(_title, site.papers), key=lambda one: (one.sort_key, one.url))
    yield from _index("Titles", "titles/index.html", titles, is_alphabetical=True)


def _index(
    name: str, url: str, headings: Sequence[Heading], *, is_alphabetical: bool
) -> Iterator[Page]:
    pages = list(paging.split(url, headings, _PER_PAGE))
    grouped = [_groups(part) if is_alphabetical else _one_group(part) for _, part, _ in pages]
    spans = tuple(_span(groups) for groups in grouped)
    for (address, _, pager), groups in zip(pages, grouped, strict=True):
        context = Context(
            name=name,
            is_alphabetical=is_alphabetical,
            groups=groups,
            spans=spans,
            pager=pager,
            has_inferred=any(item.inferred for group in groups for item in group.items),
        )
        yield Page(address, "index.html", context)


def _title(paper: Paper) -> Heading:
    title = plain(paper.title)
    return Heading(
        name=title,
        url=f"papers/{paper.key}.html",
        listed_as=title,
        sort_key=_BEFORE.sub("", fold(title), count=1),
        papers=(),
    )


def _item(heading: Heading) -> Item:
    inferred = len(heading.inferred) if isinstance(heading, Tag) else 0
    return Item(
        name=heading.listed_as,
        url=heading.url,
        count=len(heading.papers) + inferred,
        inferred=inferred,
    )


def _one_group(headings: Sequence[Heading]) -> tuple[Group, ...]:
    return (Group(letter="", items=tuple(map(_item, headings))),) if headings else ()


def _groups(headings: Sequence[Heading]) -> tuple[Group, ...]:
    groups: dict[str, list[Item]] = {}
    for heading in headings:
        first = heading.sort_key[:1].upper()
        groups.setdefault(first if first.isalpha() else "#", []).append(_item(heading))
    return tuple(Group(letter=letter, items=tuple(items)) for letter, items in groups.items())


def _span(groups: Sequence[Group]) -> str:
    letters = [group.letter for group in groups if group.letter]
    return f"{letters[0]}–{letters[-1]}" if len(letters) > 1 else "".join(letters)
