"""This is where the home page is planned: what this is, and where to start."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen import downloads
from sitegen.model.page import Page
from sitegen.model.site import Heading, Offer, Row, Site, Tag

_NEWEST, _TAGS, _YEARS = 8, 16, 8
_HEIGHT = 96  # of the highest bar, in pixels
_LABELS = 8  # years that fit side by side on the narrowest screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A year in the plot of papers per year, also one without papers."""

    year: str
    """The year."""

    count: int
    """How many papers it has."""

    url: str
    """Its page; empty if it has no papers."""

    x: float
    """Where its share of the plot begins, in percent."""

    width: float
    """How wide its share is, in percent."""

    height: float
    """How high its bar is, in pixels."""

    is_labelled: bool
    """Whether its year is written below: of many years, every second, fifth or tenth is."""

    is_counted: bool
    """Whether its count is written above: of many years, only the highest is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``home.html`` sees."""

    papers: int
    """How many papers there are."""

    authors: int
    """How many authors there are."""

    tags: int
    """How many tags there are."""

    span: str
    """First and last year, "2017–2023"; empty if no paper states a year."""

    undated: int
    """How many papers state no year."""

    newest: tuple[Row, ...]
    """The newest papers."""

    years: tuple[Heading, ...]
    """The newest years."""

    biggest: tuple[Tag, ...]
    """The tags with most papers, most first."""

    downloads: tuple[Offer, ...]
    """The files that hold all papers, BibTeX first."""

    bars: tuple[Bar, ...]
    """Papers per year, oldest first, none left out; empty if fewer than two years are stated."""


def plan(site: Site) -> Iterator[Page]:
    """The home page."""
    dated = [h for h in site.years if h.name.isdigit()]
    undated = sum(len(h.papers) for h in site.years if not h.name.isdigit())
    span = f"{dated[-1].name}–{dated[0].name}" if len(dated) > 1 else "".join(h.name for h in dated)
    biggest = sorted(site.tags, key=lambda tag: (-tag.count, tag.sort_key, tag.url))
    context = Context(
        papers=len(site.papers),
        authors=len(site.authors),
        tags=len(site.tags),
        span=span,
        undated=undated,
        newest=tuple(site.rows[paper.key] for paper in site.papers[:_NEWEST]),
        years=tuple(dated[:_YEARS]),
        downloads=downloads.of_list(site, downloads.ALL, site.papers),
        biggest=tuple(biggest[:_TAGS]),
        bars=_bars(dated),
    )
    yield Page("index.html", "home.html", context)


def _bars(dated: list[Heading]) -> tuple[Bar, ...]:
    """A bar for each year; years without papers leave room, so that time runs evenly."""
    headings = {int(h.name): h for h in dated}
    if len(headings) < 2:
        return ()
    years = range(min(headings), max(headings) + 1)
    most = max(len(h.papers) for h in dated)
    step = next((n for n in (1, 2, 5, 10, 20, 50) if len(years) <= n * _LABELS), 100)
    bars = []
    for position, year in enumerate(years):
        count = len(headings[year].papers) if year in headings else 0
        bars.append(
            Bar(
                year=str(year),
                count=count,
                url=headings[year].url if count else "",
                x=round(100 * position / len(years), 3),
                width=round(100 / len(years), 3),
                height=max(2.0, round(_HEIGHT * count / most, 1)) if count else 0.0,
                is_labelled=year % step == 0,
                is_counted=count > 0 and (len(years) <= _LABELS or count == most),
            )
        )
    return tuple(bars)
