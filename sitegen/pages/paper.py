"""This is where the page of a paper is planned, with its citation."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from sitegen import citation, downloads, targets
from sitegen.exporters import bibtex, frontmatter
from sitegen.model.page import Download, Page
from sitegen.model.paper import Paper
from sitegen.model.site import Link, Offer, Row, Site
from sitegen.text import links, mathematics, prose
from sitegen.text.nodes import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``paper.html`` sees."""

    paper: Paper
    """The paper."""

    row: Row
    """The paper as lists show it: with links to its authors, year, venue and tags."""

    abstract: tuple[Node, ...]
    """The abstract, its addresses set apart; empty if there is none."""

    notes: tuple[Node, ...]
    """What the curator notes about it; empty if that is nothing."""

    links: tuple[Link, ...]
    """Addresses elsewhere, by what they lead to: PDF, DOI, arXiv, code; absolute, none twice."""

    citation: tuple[tuple[str, str], ...]
    """What reference managers import: names of Highwire's tags without "citation_", and values."""

    bibtex: str
    """Its BibTeX entry."""

    downloads: tuple[Offer, ...]
    """Its files, BibTeX first."""

    related: tuple[Row, ...]
    """The papers nearest to it, nearest first."""


def plan(site: Site) -> Iterator[Page | Download]:
    """For each paper its page and its files in all formats."""
    noted = any(paper.notes for paper in site.papers)
    there = targets.known(site.papers if noted else (), site.free, site.attached)
    lead = targets.lead("notes", "../", there)
    for paper in site.papers:
        url = f"papers/{paper.key}.html"
        written = site.exports.get("bibtex")
        entry = written[paper.key].brief if written else bibtex.entry(paper)
        context = Context(
            paper=paper,
            row=site.rows[paper.key],
            abstract=mathematics.shown(paper.abstract or "", with_links=True),
            notes=prose.tree(paper.notes, top=3, lead=lead, prefix="note-") if paper.notes else (),
            links=tuple(_links(paper)),
            citation=citation.tags(paper),
            bibtex=entry,
            downloads=downloads.of_list(site, url, (paper,)),
            related=tuple(site.rows[key] for key in site.related[paper.key]),
        )
        yield Page(url, "paper.html", context)
        yield Download(f"papers/{paper.key}.md", frontmatter.write(paper))
        yield from downloads.files_of_paper(site, paper)


_KINDS = {
    "pdf": "PDF",
    "doi": "DOI",
    "arxiv": "arXiv",
    "acl": "ACL Anthology",
    "openreview": "OpenReview",
    "pubmed": "PubMed",
    "code": "Code",
    "data": "Data",
    "video": "Video",
    "slides": "Slides",
    "url": "Website",
}


def _links(paper: Paper) -> Iterator[Link]:
    """The addresses of a paper by what they lead to, in the order of _KINDS, none of them twice."""
    found = {
        "pdf": paper.pdf,
        "doi": paper.doi and f"https://doi.org/{quote(paper.doi, safe='/:;()._-')}",
        "arxiv": paper.arxiv and f"https://arxiv.org/abs/{paper.arxiv}",
        "acl": paper.acl and f"https://aclanthology.org/{paper.acl}/",
        "openreview": paper.openreview and f"https://openreview.net/forum?id={paper.openreview}",
        "pubmed": paper.pmid and f"https://pubmed.ncbi.nlm.nih.gov/{paper.pmid}/",
        "code": paper.code,
        "data": paper.data,
        "video": paper.video,
        "slides": paper.slides,
    }
    if paper.url:
        kind = links.kind(paper.url)
        found[kind if not found.get(kind) else "url"] = paper.url
    seen: set[str] = set()
    for kind, name in _KINDS.items():
        url = found.get(kind)
        if url and links.plain(url) not in seen:
            seen.add(links.plain(url))
            yield Link(name, url)
