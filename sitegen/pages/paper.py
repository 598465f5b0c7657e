"""This is where the page of a paper is planned, with its citation."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from sitegen.exporters import bibtex, frontmatter
from sitegen.model.page import Download, Page
from sitegen.model.paper import Paper
from sitegen.model.site import Link, Row, Site
from sitegen.text import links


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text."""

    text: str
    """Its words."""

    url: str | None
    """Where it leads, if it is an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``paper.html`` sees."""

    paper: Paper
    """The paper."""

    row: Row
    """The paper as lists show it: with links to its authors, year, venue and tags."""

    abstract: tuple[Run, ...]
    """The abstract, its addresses set apart; empty if there is none."""

    links: tuple[Link, ...]
    """Addresses elsewhere: DOI, arXiv, PDF, code; absolute."""

    bibtex: str
    """Its BibTeX entry."""

    related: tuple[Row, ...]
    """The papers nearest to it, nearest first."""


def plan(site: Site) -> Iterator[Page | Download]:
    """For each paper its page, its BibTeX and its Markdown."""
    for paper in site.papers:
        entry = bibtex.entry(paper)
        context = Context(
            paper=paper,
            row=site.rows[paper.key],
            abstract=tuple(Run(*run) for run in links.split(paper.abstract or "")),
            links=tuple(_links(paper)),
            bibtex=entry,
            related=tuple(site.rows[key] for key in site.related[paper.key]),
        )
        yield Page(f"papers/{paper.key}.html", "paper.html", context)
        yield Download(f"papers/{paper.key}.bib", entry)
        yield Download(f"papers/{paper.key}.md", frontmatter.write(paper))


def _links(paper: Paper) -> Iterator[Link]:
    if paper.pdf:
        yield Link("PDF", paper.pdf)
    if paper.doi:
        yield Link("DOI", f"https://doi.org/{quote(paper.doi, safe='/:;()._-')}")
    if paper.arxiv:
        yield Link("arXiv", f"https://arxiv.org/abs/{paper.arxiv}")
    if paper.code:
        yield Link("Code", paper.code)
    if paper.url and paper.url not in (paper.pdf, paper.code):
        yield Link("Website", paper.url)
