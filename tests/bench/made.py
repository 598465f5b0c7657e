"""This is where the website and the pages are made that search is measured on.

It runs in a process of its own, so that its peak memory is that of one site.
"""

import multiprocessing
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sitegen import search, sources
from sitegen.config import Config
from sitegen.exporters import frontmatter
from sitegen.model.paper import Paper
from sitegen.model.site import Site
from sitegen.pages import discover
from sitegen.publish import encoded
from sitegen.render import chrome, render, theme
from sitegen.scripts import published
from sitegen.search.budget import likely
from sitegen.text.markup import plain

from .papers import ROOT, papers


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of so many papers."""

    size: int
    """Papers."""

    queries: list[str]
    """The likeliest queries."""

    cpu: float
    """Seconds of the processor for the index."""

    wall: float
    """Seconds for the index."""

    peak: float
    """Megabytes of memory at most, the papers included."""

    files: int
    """Files of the index."""


def made(size: int, benchmarks: Path, site: Path, pages: Path | None) -> Made:
    """Write a website of *size* papers that can be searched, and plain *pages* of the same."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as process:
        return process.submit(_made, size, benchmarks, site, pages).result()


def _made(size: int, benchmarks: Path, site: Path, pages: Path | None) -> Made:
    taken = papers(size, benchmarks)
    nothing = Site(
        config=Config(),
        papers=tuple(taken),
        rows={},
        tags=(),
        authors=(),
        years=(),
        venues=(),
        related={},
    )
    wall, cpu = time.perf_counter(), time.process_time()
    files = [(address, encoded(text)) for address, text in search.build(nothing)]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for address, content in files:
        _write(site / address, content)
    many = len(files)
    del files
    for address, content in _page(nothing):
        _write(site / address, content)
    for paper in taken:
        _write(site / "papers" / f"{paper.key}.md", encoded(frontmatter.write(paper)))
        if pages:
            _write(pages / "papers" / f"{paper.key}.html", encoded(_plain(paper)))
    return Made(len(taken), likely(taken), cpu, wall, peak, many)


def _page(site: Site) -> Iterator[tuple[str, bytes]]:
    """The search page and the assets, as the program publishes them."""
    templates, assets, theirs = sources.theme(ROOT / "content")
    assets = published(assets, theirs)
    using = theme(templates, chrome(site.config, assets, site))
    for page in discover()["search"].plan(site):
        yield render(page, using=using)
    yield from assets.items()


def _plain(paper: Paper) -> str:
    """A page with the text of *paper* that is searched, and nothing else."""
    people = ", ".join(map(str, paper.authors))
    facts = (people, f"{paper.venue or ''} {paper.year or ''}", ", ".join(paper.tags))
    texts = "".join(f"<p>{escape(text)}</p>\n" for text in (*facts, plain(paper.abstract or "")))
    title = escape(plain(paper.title))
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>'
        f"</head>\n<body>\n<h1>{title}</h1>\n{texts}</body>\n</html>\n"
    )


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
