"""This is where the program is told as a story. Read it first.

convert: sources -> entries -> records -> clusters -> papers -> library
render:  library -> papers -> site -> pages -> website
build:   both, without going by way of the disk; the website is the same, byte for byte
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache as once
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from sitegen import (
    __version__,
    cache,
    checks,
    curated,
    dedupe,
    downloads,
    keys,
    library,
    mentions,
    pages,
    search,
    sources,
    targets,
)
from sitegen import config as configuration
from sitegen import notes as noted
from sitegen.assemble import assemble
from sitegen.checks.rule import Collection, Text
from sitegen.config import Config
from sitegen.curated import Curated
from sitegen.dedupe.merge import paper as merged
from sitegen.errors import ContentError, OutputError
from sitegen.findings import Finding, Severity, in_order
from sitegen.model.mapping import Map
from sitegen.model.outcome import Balance, Joined, Merge, Outcome
from sitegen.model.paper import Paper
from sitegen.model.site import Link, Site
from sitegen.notes.amend import amended
from sitegen.notes.note import Note
from sitegen.publish import Published, encoded, publish, write
from sitegen.render import Chrome, Theme, render, theme
from sitegen.report import as_json
from sitegen.runner import Runner
from sitegen.sources import Folders

T = TypeVar("T")
Files = list[tuple[str, bytes]]


def build(folders: Folders, runner: Runner, *, url: str = "") -> Outcome:
    """Sources in, library and website out; *url* is used in place of the configured address.

    Raises:
        SitegenError: there can be no website at all; what was there before is as it was.
    """
    config, notes = _settings(folders, url)
    curation = curated.gather(folders)
    works = _convert(folders, runner, config, curation)
    site = _website(works.papers, folders, runner, config, curation)
    with runner.stage("publish") as count:
        kept = _publish_library(works, folders, notes, runner.map)
        shown = publish(site, folders.out / "site", _staging(folders))
        count(kept.written + shown.written)
    made = ("library", "site", "report")
    return _reported(folders, runner, works, [*works.findings, *notes], made, kept, shown)


def convert(folders: Folders, runner: Runner) -> Outcome:
    """Sources in, library out. Raises a SitegenError if there can be no library at all."""
    config, notes = _settings(folders)
    works = _convert(folders, runner, config, curated.gather(folders))
    with runner.stage("publish") as count:
        kept = _publish_library(works, folders, notes, runner.map)
        count(kept.written)
    return _reported(folders, runner, works, [*works.findings, *notes], ("library", "report"), kept)


def render_site(folders: Folders, runner: Runner, *, url: str = "") -> Outcome:
    """Library in, website out. Raises a SitegenError if there can be no website at all."""
    config, notes = _settings(folders, url)
    with runner.stage("library") as count:
        found = list(sources.library(folders.out))
        papers = tuple(runner.map(library.read, found))
        keys.check((path, paper) for (path, _), paper in zip(found, papers, strict=True))
        count(len(papers))
    curation = curated.gather(folders)
    site = _website(papers, folders, runner, config, curation)
    with runner.stage("publish") as count:
        shown = publish(site, folders.out / "site", _staging(folders))
        count(shown.written)
    notes += curation.page_findings
    works = Works(papers=papers)
    return _reported(folders, runner, works, notes, ("site", "report"), None, shown)


def check(folders: Folders, runner: Runner) -> Outcome:
    """Sources in, findings out: what a build would say, without writing anything."""
    config, notes = _settings(folders)
    works = _convert(folders, runner, config, curated.gather(folders))
    return _outcome(works, [*works.findings, *notes], runner)


def fix(folders: Folders, runner: Runner) -> Outcome:
    """What ``check`` says once all that is certain is mended in notes; sources stay as they are."""
    config, _ = _settings(folders)
    works = _convert(folders, runner, config, curated.gather(folders))
    fixed: list[tuple[str, str]] = []
    for key, group in groupby(works.fixes, key=lambda one: one.key):
        own = works.notes.get(key, ())
        mended = [one for one in group if not any(one.field in note.stated for note in own)]
        path = own[-1].at.path if own else f"{folders.content.resolve().name}/notes/{key}.md"
        file = folders.content / path.partition("/")[2]
        text = amended(sources.text(file, path), {one.field: one.meant for one in mended}, path)
        if mended and text is not None:
            write(file, text.replace("\n", sources.line_end(file)))
            fixed += ((path, str(one)) for one in mended)
    return replace(check(folders, runner), fixed=tuple(fixed))


def deduplicate(files: Sequence[Path], runner: Runner) -> tuple[Outcome, tuple[Paper, ...]]:
    """The papers that some *files* mention, and how they were found; nothing is written."""
    found = [item for f in files for item in sources.read(f, sources.shown(f))]
    works = _works(found, runner, {}, {})
    return _outcome(works, works.findings, runner), works.papers


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """What the first half hands to the second."""

    papers: tuple[Paper, ...]
    lock: keys.Lock | None = None
    balance: Balance | None = None
    findings: tuple[Finding, ...] = ()
    memory: mentions.Memory = field(default_factory=dict)
    notes: Mapping[str, Sequence[Note]] = field(default_factory=dict)
    fixes: tuple[checks.Fix, ...] = ()


def _convert(folders: Folders, runner: Runner, config: Config, curation: Curated) -> Works:
    """The papers of the content folder, under their keys for ever, with their notes and tags."""
    with runner.stage("read") as count:
        found = list(sources.walk(folders.content))
        count(len(found))
    if not found:
        raise ContentError(
            f"there are no sources in '{folders.content / 'sources'}'",
            hint="put listings, .bib or .jsonl files there",
        )
    path = f"{folders.content.resolve().name}/keys.lock"
    lock = keys.read(sources.text(folders.content / "keys.lock", path) or "", path)
    works = _works(found, runner, lock, cache.load(_remembered(folders)))
    with runner.stage("notes") as count:
        corrected, by_key, lost = noted.apply(works.papers, curation.notes)
        count(len(curation.notes) - len(lost))
    with runner.stage("tags") as count:
        papers = noted.tagged(corrected, by_key, runner.map, infer=config.inferred_tags)
        count(len({tag for paper in papers for tag in paper.tags}))
    own = (*curation.note_findings, *curation.page_findings, *lost)
    works = replace(works, papers=papers, notes=by_key, findings=(*works.findings, *own))
    with runner.stage("check") as count:
        findings, fixes = _checked(works, curation, config)
        count(len(findings))
    return replace(works, findings=findings, fixes=fixes)


def _checked(
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
        site = assemble(works.papers, bare, map, curation.pages, curation.attached)
        site = replace(site, exports=downloads.exports(works.papers, config.formats, map))
        return frozenset(page.url for page in pages.plan(site))

    known = targets.known(works.papers if texts else (), curation.pages, curation.attached)
    collection = Collection(
        papers=works.papers, texts=texts, there=known, urls=urls, year=sources.this_year()
    )
    read = checks.wanted(works.findings, works.papers, off)
    return (*read, *checks.run(collection, off)), checks.fixes(works.papers, off)


def _works(
    found: Sequence[tuple[str, str] | Finding],
    runner: Runner,
    lock: keys.Lock,
    memory: mentions.Memory,
) -> Works:
    """One paper per work that the texts *found* mention.

    Raises:
        ContentError: the balance does not close: an entry was lost, or came from nowhere.
    """
    notes: list[Finding] = []
    texts = _apart(found, notes)
    quarantined = sum(finding.is_quarantined for finding in notes)
    with runner.stage("parse") as count:
        read, mentioned, odd, remembered = mentions.gather(
            texts, runner.map, memory, sources.program()
        )
        notes += odd
        count(len(mentioned))
    with runner.stage("dedupe") as count:
        clusters = dedupe.group(mentioned, runner.map)
        count(len(clusters))
    with runner.stage("merge") as count:
        papers = list(runner.map(merged, clusters))
        count(len(papers))
    with runner.stage("keys") as count:
        members = [cluster.records for cluster in clusters]
        keyed, grown, renamed = keys.assign(list(zip(papers, members, strict=True)), lock)
        count(len(keyed))
    balance = Balance(
        read=read + quarantined,
        papers=len(keyed),
        merged=sum(len(paper.mentions) - 1 for paper in keyed),
        quarantined=sum(finding.is_quarantined for finding in notes),
    )
    if not balance.closes:
        raise ContentError(f"the balance does not close: {balance}", hint="please report this bug")
    return Works(
        papers=keyed,
        lock=grown,
        balance=balance,
        findings=(*notes, *renamed),
        memory=remembered,
    )


def _website(
    papers: Sequence[Paper], folders: Folders, runner: Runner, config: Config, curation: Curated
) -> Files:
    """Every file of the website: all of them are made before the first is written."""
    with runner.stage("export") as count:
        written = downloads.exports(papers, config.formats, runner.map)
        count(len(papers))
    with runner.stage("assemble") as count:
        site = assemble(papers, config, runner.map, curation.pages, curation.attached)
        site = replace(site, exports=written)
        planned = pages.plan(site)
        count(len(planned))
    templates, assets = sources.theme(folders.content)
    chrome = _chrome(config, assets, site)
    using: Theme = theme(templates, chrome)
    with runner.stage("render") as count:
        files = list(runner.map(partial(render, using=using), planned))
        count(len(files))
    with runner.stage("search") as count:
        files += [(name, encoded(text)) for name, text in search.build(site)]
        count(len(papers))
    beside = {f"{targets.FILES}{name}": content for name, content in curation.attached.items()}
    return [*files, *sorted(assets.items()), *sorted(beside.items())]


# What both halves need


def _settings(folders: Folders, url: str = "") -> tuple[Config, list[Finding]]:
    path = f"{folders.content.resolve().name}/site.toml"
    text = sources.text(folders.content / "site.toml", path)
    config, notes = configuration.parse(text or "", path, url=url)
    return config, list(notes)


def _chrome(config: Config, assets: dict[str, bytes], site: Site) -> Chrome:
    """What is the same on all pages. An asset's address changes with its bytes, so that a browser
    never pairs an old script with a new page."""
    digests = {name: hashlib.sha256(content).hexdigest()[:8] for name, content in assets.items()}
    return Chrome(
        title=config.title,
        description=config.description,
        language=config.language,
        url=config.url,
        has_venues=bool(site.venues),
        menu=tuple(Link(page.menu, page.url) for page in site.free if page.menu),
        assets=tuple((name, f"{name}?v={digest}") for name, digest in sorted(digests.items())),
        version=__version__,
    )


def _staging(folders: Folders) -> Path:
    return folders.out / "cache" / "staging"


def _remembered(folders: Folders) -> Path:
    return folders.out / "cache" / "mentions"


def _publish_library(works: Works, folders: Folders, notes: list[Finding], run: Map) -> Published:
    """Write the library, and the keys that were given, where they are remembered."""
    files = ((name, encoded(text)) for name, text in library.files(works.papers, run))
    published = publish(files, folders.out / "library", _staging(folders))
    cache.keep(_remembered(folders), works.memory)
    try:
        write(folders.content / "keys.lock", keys.write(works.lock or {}))
    except OutputError as error:
        notes.append(
            Finding(
                code="keys-not-kept",
                message=f"the keys of new papers may change with the next build: {error.message}",
                severity=Severity.WARNING,
                hint="make the content folder writable, and commit keys.lock",
            )
        )
    return published


def _reported(
    folders: Folders,
    runner: Runner,
    works: Works,
    notes: Iterable[Finding],
    made: Sequence[str],
    *published: Published | None,
) -> Outcome:
    """The outcome of a run that wrote something, kept in ``report.json`` too."""
    paths = {"library": "library", "site": "site/index.html", "report": "report.json"}
    places = tuple((what, (folders.out / paths[what]).as_posix()) for what in made)
    outcome = _outcome(works, notes, runner, places, [one for one in published if one])
    write(folders.out / "report.json", as_json(outcome))
    return outcome


def _outcome(
    works: Works,
    notes: Iterable[Finding],
    runner: Runner,
    places: tuple[tuple[str, str], ...] = (),
    published: Sequence[Published] = (),
) -> Outcome:
    by_key = sorted(works.papers, key=lambda paper: paper.key)
    return Outcome(
        papers=len(works.papers),
        findings=in_order(notes),
        balance=works.balance,
        merges=tuple(_merge(paper) for paper in by_key if len(paper.mentions) > 1),
        conflicts=tuple((paper.key, c) for paper in by_key for c in paper.conflicts),
        stages=tuple(runner.stages),
        pages=published[-1].written + published[-1].unchanged if published else 0,
        written=sum(one.written for one in published),
        places=places,
    )


def _merge(paper: Paper) -> Merge:
    joined = (Joined(id=m.id, at=m.at, because=m.because) for m in paper.mentions)
    return Merge(key=paper.key, title=paper.title, records=tuple(joined))


def _apart(items: Iterable[T | Finding], notes: list[Finding]) -> list[T]:
    """The values among *items*; findings are set aside in *notes*."""
    values: list[T] = []
    for item in items:
        if isinstance(item, Finding):
            notes.append(item)
        else:
            values.append(item)
    return values
