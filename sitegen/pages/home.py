"""This is where the home page is planned: what this is, and where to start."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model.page import Page
from sitegen.model.site import Heading, Row, Site, Tag

_NEWEST, _TAGS, _YEARS = 8, 30, 8
_HEIGHT, _WIDTH, _GAP = 96, 720, 3  # of the plot, in its own units


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A year in the plot of papers per year; lengths in the plot's own units."""

    year: str
    """The year."""

    count: int
    """How many papers it has."""

    url: str
    """Its page."""

    x: float
    """Left edge."""

    y: float
    """Upper edge; the axis is at the plot's height."""

    width: float
    """Width."""

    height: float
    """Height."""


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

    bars: tuple[Bar, ...]
    """Papers per year, oldest first; empty if fewer than two years are stated."""

    plot: tuple[int, int]
    """Width and height of the plot in its own units."""


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
        biggest=tuple(biggest[:_TAGS]),
        bars=_bars(dated),
        plot=(_WIDTH, _HEIGHT),
    )
    yield Page("index.html", "home.html", context)


def _bars(dated: list[Heading]) -> tuple[Bar, ...]:
    """A bar for each stated year; years without papers leave room, so that time runs evenly."""
    counts = {int(h.name): h for h in dated}
    if len(counts) < 2:
        return ()
    first, last = min(counts), max(counts)
    step = _WIDTH / (last - first + 1)
    most = max(len(h.papers) for h in dated)
    bars = []
    for year, heading in sorted(counts.items()):
        height = max(2.0, round(_HEIGHT * len(heading.papers) / most, 1))
        bars.append(
            Bar(
                year=heading.name,
                count=len(heading.papers),
                url=heading.url,
                x=round((year - first) * step, 1),
                y=round(_HEIGHT - height, 1),
                width=round(max(1.0, step - min(_GAP, step / 4)), 1),
                height=height,
            )
        )
    return tuple(bars)
