"""This is where it is said which files there are to download: of a paper, of a list, of all papers.

A list of one paper leads to that paper's files, but for BibTeX: most authors have written one.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from sitegen import exporters
from sitegen.exporters import bibtex
from sitegen.model.mapping import Map
from sitegen.model.page import Download
from sitegen.model.paper import Paper
from sitegen.model.site import Export, Offer, Site

ALL = "bibliography.html"
"""What the address of a page of all papers would be, if it were called as its files are."""


_ASCII = "bibtex-ascii"  # no exporter's name: no list offers it


def exports(
    papers: Sequence[Paper], formats: Iterable[str], run: Map
) -> dict[str, dict[str, Export]]:
    """Each of *papers* as BibTeX, in ASCII too, and in *formats*: by format, then by key."""
    names = tuple(dict.fromkeys(("bibtex", *formats, _ASCII)))
    written = list(run(partial(_exported, names=names), papers))
    return {
        name: {paper.key: texts[n] for paper, texts in zip(papers, written, strict=True)}
        for n, name in enumerate(names)
    }


def _exported(paper: Paper, *, names: tuple[str, ...]) -> tuple[Export, ...]:
    known = exporters.discover()
    found = [
        Export(complete=known[n].entry(paper, is_complete=True), brief=known[n].entry(paper))
        for n in names
        if n != _ASCII
    ]
    return (*found, Export(complete=bibtex.in_ascii(paper, found[0].brief), brief=""))


def of_list(site: Site, url: str, papers: Sequence[Paper]) -> tuple[Offer, ...]:
    """The files that hold *papers*, BibTeX first, for the list or paper at the address *url*."""
    offers = []
    for name, exporter in _formats(site):
        page = url if _is_own(name, url, papers) else f"papers/{papers[0].key}.html"
        address = page.removesuffix(".html") + exporter.SUFFIX
        offers.append(Offer(exporter.NAME, address, exporter.MEDIA))
    return tuple(offers)


def files(site: Site, url: str, papers: Sequence[Paper]) -> Iterator[Download]:
    """The files of the list at the address *url* that are its own.

    Those of all papers are complete, by key; the others say what a citation needs.
    """
    is_complete = url == ALL
    stem = url.removesuffix(".html")
    for name, exporter in _formats(site):
        if _is_own(name, url, papers):
            texts = [site.exports[name][paper.key] for paper in papers]
            entries = [text.complete if is_complete else text.brief for text in texts]
            yield Download(stem + exporter.SUFFIX, exporter.join(entries))
    if is_complete:
        plain = site.exports[_ASCII]
        entries = [plain[paper.key].complete for paper in papers]
        yield Download(f"{stem}-ascii.bib", exporters.discover()["bibtex"].join(entries))


def files_of_paper(site: Site, paper: Paper) -> Iterator[Download]:
    """The files of *paper*, but for its Markdown, which is that of the library.

    They are complete, but for BibTeX: its page shows it, and no citation needs an abstract. That
    has the other versions too, as entries of their own.
    """
    for name, exporter in _formats(site):
        if name != "markdown":
            text = site.exports[name][paper.key]
            entries = [text.complete]
            if name == "bibtex":
                entries = [text.brief, *bibtex.of_versions(paper)]
            yield Download(f"papers/{paper.key}{exporter.SUFFIX}", exporter.join(entries))


def _formats(site: Site) -> Iterator[tuple[str, exporters.Exporter]]:
    """(name, exporter) of what is offered, BibTeX first."""
    known = exporters.discover()
    return ((name, known[name]) for name in site.exports if name in known)


def _is_own(name: str, url: str, papers: Sequence[Paper]) -> bool:
    return len(papers) != 1 or name == "bibtex" or url == ALL
