"""This is where the pages are planned that list papers: all, by tag, author, year and venue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen import downloads, paging
from sitegen.model.page import Download, Page
from sitegen.model.paper import Paper
from sitegen.model.site import Author, Heading, Link, Offer, Profile, Row, Site, Tag

OURS = "ours.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``list.html`` sees."""

    kind: Link
    """What the papers are gathered under ("Tags"), and the index of these."""

    name: str
    """The heading: a tag, an author, a year."""

    variants: tuple[str, ...]
    """Other spellings that were folded into it and differ by more than capitals."""

    person: Profile | None
    """Who the author is, on the author's page."""

    rows: tuple[Row, ...]
    """Papers of this page."""

    inferred: tuple[Row, ...]
    """Papers of this page whose text names the tag, though they do not state it."""

    stated_count: int
    """How many papers on all pages state the tag; on other lists, how many papers there are."""

    inferred_count: int
    """How many papers on all pages have the tag inferred."""

    pager: paging.Pager
    """Where this page stands among the pages of its list."""

    downloads: tuple[Offer, ...]
    """The files that hold all the papers of the list, BibTeX first."""

    plain: str
    """Address of all papers in ASCII, for ``bibtex`` with ``pdflatex``; empty on other lists."""


def plan(site: Site) -> Iterator[Page | Download]:
    """The lists, in pages of the configured length, each list with its files."""
    length = site.config.papers_per_page
    rows = site.rows
    yield from _pages(
        Link("Papers", "papers/index.html"),
        "All papers",
        (),
        "papers/index.html",
        [(rows[p.key], False) for p in site.papers],
        downloads.of_list(site, downloads.ALL, site.papers),
        length,
    )
    yield from downloads.files(site, downloads.ALL, sorted(site.papers, key=lambda p: p.key))
    if site.ours:
        yield from _pages(
            Link("Authors", "authors/index.html"),
            "Our papers",
            (),
            OURS,
            [(rows[p.key], False) for p in site.ours],
            downloads.of_list(site, OURS, site.ours),
            length,
        )
        yield from downloads.files(site, OURS, site.ours)
    gathered: tuple[tuple[Link, Sequence[Heading]], ...] = (
        (Link("Tags", "tags/index.html"), site.tags),
        (Link("Authors", "authors/index.html"), site.authors),
        (Link("Years", "years/index.html"), site.years),
        (Link("Venues", "venues/index.html"), site.venues),
    )
    for kind, headings in gathered:
        for heading in headings:
            found = _papers(heading)
            items = [(rows[paper.key], inferred) for paper, inferred in found]
            papers = [paper for paper, _ in found]
            offers = downloads.of_list(site, heading.url, papers)
            variants = _variants(heading)
            person = heading.profile if isinstance(heading, Author) else None
            yield from _pages(
                kind, heading.name, variants, heading.url, items, offers, length, person
            )
            yield from downloads.files(site, heading.url, papers)


def _papers(heading: Heading) -> list[tuple[Paper, bool]]:
    """The papers of a heading, each with whether its tag is inferred; inferred ones last."""
    papers = [(paper, False) for paper in heading.papers]
    if isinstance(heading, Tag):
        papers += [(paper, True) for paper in heading.inferred]
    return papers


def _variants(heading: Heading) -> tuple[str, ...]:
    """Spellings of a heading that a reader would not take for the same at a glance."""
    distinct = {heading.name.casefold(): heading.name}
    for name in heading.variants:
        distinct.setdefault(name.casefold(), name)
    return tuple(distinct.values())[1:]


def _pages(
    kind: Link,
    name: str,
    variants: tuple[str, ...],
    url: str,
    items: Sequence[tuple[Row, bool]],
    offers: tuple[Offer, ...],
    length: int,
    person: Profile | None = None,
) -> Iterator[Page]:
    inferred_count = sum(inferred for _, inferred in items)
    for address, part, pager in paging.split(url, items, length):
        context = Context(
            kind=kind,
            name=name,
            variants=variants,
            person=person,
            rows=tuple(row for row, inferred in part if not inferred),
            inferred=tuple(row for row, inferred in part if inferred),
            stated_count=len(items) - inferred_count,
            inferred_count=inferred_count,
            pager=pager,
            downloads=offers,
            plain="bibliography-ascii.bib" if url == "papers/index.html" and offers else "",
        )
        yield Page(address, "list.html", context)
