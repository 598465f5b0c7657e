"""This is where papers, notes and pages are put before the checks, with all that these look at."""

from dataclasses import replace
from functools import cache as once

from sitegen import checks, downloads, pages, sources, targets
from sitegen.assemble import assemble
from sitegen.checks.rule import Collection, Text
from sitegen.config import Config
from sitegen.curated import Curated
from sitegen.findings import Finding
from sitegen.works import Works


def inspected(
    works: Works, curation: Curated, config: Config
) -> tuple[tuple[Finding, ...], tuple[checks.Fix, ...]]:
    """All findings about the papers that are wanted, and what can be mended for certain."""
    off = checks.Off(
        everywhere=config.off,
        papers={key: [o for one in own for o in one.off] for key, own in works.notes.items()},
    )
    pairs = ((key, one) for key, own in works.notes.items() for one in own)
    about = (Text(folder="notes", body=n.body, at=n.body_at, key=k) for k, n in pairs if n.body)
    texts = (*about, *(Text(folder="pages", body=p.body, at=p.at) for p in curation.pages))

    @once
    def urls() -> frozenset[str]:
        bare = replace(config, related_papers=0)
        site = assemble(works.papers, bare, map, curation.pages, curation.attached, works.people)
        written = downloads.exports(works.papers, config.formats, map)
        site = replace(site, exports=written, ledger=works.ledger if config.quality_pages else None)
        return frozenset(page.url for page in pages.plan(site))

    known = targets.known(works.papers if texts else (), curation.pages, curation.attached)
    collection = Collection(
        papers=works.papers, texts=texts, there=known, urls=urls, year=sources.this_year(),
        people=works.people,
    )  # fmt: skip
    read = checks.wanted(works.findings, works.papers, off)
    return (*read, *checks.run(collection, off)), checks.fixes(works.papers, off)
