"""This is where the page of a paper is planned, with its citation."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from sitegen import citation, downloads, ledger, targets
from sitegen.exporters import bibtex, frontmatter
from sitegen.model.page import Download, Page
from sitegen.model.paper import PUBLICATION, Conflict, Paper, Version, shown_as
from sitegen.model.site import Link, Offer, Row, Site
from sitegen.text import links, mathematics, prose, relating
from sitegen.text.nodes import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One version of a paper, as its page shows it."""

    version: Version
    """What it states."""

    links: tuple[Link, ...]
    """Addresses elsewhere, by what they lead to; absolute, none twice."""

    bibtex: str
    """Its own BibTeX entry; empty for the first, whose entry is that of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """Other papers that are the same to a paper: its errata, its replies."""

    name: str
    """What they are to it: "Erratum", "Corrects"."""

    kind: str
    """The same in one word: "erratum", "has-erratum"."""

    papers: tuple[Row, ...]
    """Them, by key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A field on which the records of a paper disagree, as its page shows it."""

    conflict: Conflict
    """What is shown, and why."""

    chosen_by: tuple[str, ...]
    """Where that is stated, "path:line" each; empty if a note does."""

    rejected: tuple[tuple[str, tuple[str, ...]], ...]
    """(another value, where that is stated)."""


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

    versions: tuple[Publication, ...]
    """Its publications, the one that is shown first; empty if there is but one."""

    belongings: tuple[Belonging, ...]
    """Papers that belong to it without being the same work, what matters most first."""

    disagreements: tuple[Disagreement, ...]
    """What its records disagree about, what matters most first."""

    related: tuple[Row, ...]
    """The papers nearest to it but for those that belong to it, nearest first."""

    merge: str
    """Where it is shown how its records became one paper; empty if it is not."""


def plan(site: Site) -> Iterator[Page | Download]:
    """For each paper its page and its files in all formats."""
    noted = any(paper.notes for paper in site.papers)
    there = targets.known(site.papers if noted else (), site.free, site.attached)
    lead = targets.lead("notes", "../", there)
    merges = ledger.addresses(site.ledger)
    for paper in site.papers:
        url = f"papers/{paper.key}.html"
        written = site.exports.get("bibtex")
        belongings = tuple(_belongings(paper, site.rows))
        named = {row.key for group in belongings for row in group.papers}
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
            versions=tuple(_versions(paper)),
            belongings=belongings,
            disagreements=tuple(_disagreement(paper, one) for one in paper.conflicts),
            related=tuple(site.rows[key] for key in site.related[paper.key] if key not in named),
            merge=merges.get(paper.key, ""),
        )
        yield Page(url, "paper.html", context)
        yield Download(f"papers/{paper.key}.md", frontmatter.write(paper))
        yield from downloads.files_of_paper(site, paper)


def _versions(paper: Paper) -> Iterator[Publication]:
    """The versions of *paper*; the first says what the paper says, which a note may have mended."""
    entries = ("", *bibtex.of_versions(paper))
    for version, entry in zip(shown_as(paper), entries, strict=False):
        stated = {name: getattr(version, name) for name in PUBLICATION}
        own = Paper(key=paper.key, title=paper.title, **stated)
        yield Publication(version=version, links=tuple(_links(own)), bibtex=entry)


def _belongings(paper: Paper, rows: Mapping[str, Row]) -> Iterator[Belonging]:
    there = [one for one in paper.relations if one.key in rows]
    for kind in sorted({one.kind for one in there}, key=relating.place):
        own = sorted(one.key for one in there if one.kind == kind)
        papers = tuple(rows[key] for key in own)
        yield Belonging(name=relating.words(kind), kind=kind, papers=papers)


def _disagreement(paper: Paper, conflict: Conflict) -> Disagreement:
    return Disagreement(
        conflict=conflict,
        chosen_by=_places(paper, conflict.by),
        rejected=tuple((claim.value, _places(paper, claim.by)) for claim in conflict.rejected),
    )


def _places(paper: Paper, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(paper.place(name) or name) for name in names)


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
