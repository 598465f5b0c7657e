"""This is where the program is told as a story. Read it first.

convert: sources -> entries -> records -> clusters -> papers -> library
render:  library -> papers -> site -> pages -> website
build:   both, without going by way of the disk; the website is the same, byte for byte
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

from sitegen import (
    authors,
    cache,
    curated,
    downloads,
    keys,
    library,
    pages,
    scripts,
    search,
    sources,
    targets,
)
from sitegen import config as configuration
from sitegen import ledger as ledgers
from sitegen import notes as noted
from sitegen.assemble import assemble
from sitegen.config import Config
from sitegen.curated import Curated
from sitegen.errors import ContentError, OutputError
from sitegen.findings import Finding, Severity, in_order
from sitegen.inspection import inspected
from sitegen.model.ledger import Ledger
from sitegen.model.mapping import Map
from sitegen.model.outcome import FirstSearch, Outcome
from sitegen.model.paper import Paper
from sitegen.notes.amend import amended
from sitegen.publish import Published, encoded, publish, write
from sitegen.render import Theme, chrome, render, theme
from sitegen.report import as_json
from sitegen.review.questions import Material
from sitegen.runner import Runner
from sitegen.search import budget
from sitegen.sources import Folders
from sitegen.works import Memory, Works, gather

Files = list[tuple[str, bytes]]


def build(folders: Folders, runner: Runner, *, url: str = "", is_locked: bool = False) -> Outcome:
    """Sources in, library and website out; *url* is used in place of the configured address.

    *is_locked*: the file of keys stays as it is, and a paper that needs a new key is an error.

    Raises:
        SitegenError: there can be no website at all; what was there before is as it was.
    """
    config, notes = _settings(folders, url)
    curation = curated.gather(folders)
    works = _convert(folders, runner, config, curation, is_locked=is_locked)
    site, cost = _website(works, folders, runner, config, curation)
    with runner.stage("publish") as count:
        kept = _publish_library(works, folders, notes, runner.map)
        shown = publish(site, folders.out / "site", _staging(folders))
        count(kept.written + shown.written)
    made = ("library", "site", "report")
    findings = [*works.findings, *notes]
    return _reported(folders, runner, works, findings, made, kept, shown, cost=cost)


def convert(folders: Folders, runner: Runner, *, is_locked: bool = False) -> Outcome:
    """Sources in, library out. Raises a SitegenError if there can be no library at all."""
    config, notes = _settings(folders)
    works = _convert(folders, runner, config, curated.gather(folders), is_locked=is_locked)
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
    told = sources.text(folders.out / "library" / ledgers.PATH, f"library/{ledgers.PATH}")
    works = Works(papers=papers, ledger=None if told is None else ledgers.read(told))
    site, cost = _website(works, folders, runner, config, curation)
    with runner.stage("publish") as count:
        shown = publish(site, folders.out / "site", _staging(folders))
        count(shown.written)
    notes += curation.page_findings
    return _reported(folders, runner, works, notes, ("site", "report"), None, shown, cost=cost)


def check(folders: Folders, runner: Runner, *, is_locked: bool = False) -> Outcome:
    """Sources in, findings out: what a build would say, without writing anything."""
    config, notes = _settings(folders)
    works = _convert(folders, runner, config, curated.gather(folders), is_locked=is_locked)
    return _outcome(works, [*works.findings, *notes], runner)


def fix(folders: Folders, runner: Runner) -> Outcome:
    """What ``check`` says once all that is certain is mended in notes; sources stay as they are."""
    config, _ = _settings(folders)
    works = _convert(folders, runner, config, curated.gather(folders))
    fixed: list[tuple[str, str]] = []
    for key, group in groupby(works.fixes, key=lambda one: one.key):
        own = works.notes.get(key, ())
        mended = [one for one in group if not any(one.field in note.stated for note in own)]
        files = [one for one in own if one.is_file]
        path = files[-1].at.path if files else f"{folders.content.resolve().name}/notes/{key}.md"
        file = folders.content / path.partition("/")[2]
        text = amended(sources.text(file, path), {one.field: one.meant for one in mended}, path)
        if mended and text is not None:
            write(file, text.replace("\n", sources.line_end(file)))
            fixed += ((path, str(one)) for one in mended)
    return replace(check(folders, runner), fixed=tuple(fixed))


def unsure(folders: Folders, runner: Runner) -> Material:
    """What only a curator can settle; nothing is written."""
    config, _ = _settings(folders)
    works = _convert(folders, runner, config, curated.gather(folders))
    alike = works.people.proposals if works.people else ()
    known = replace(works.unsure, lock=works.lock or {})
    return replace(known, papers=works.papers, notes=works.notes, proposals=alike)


def deduplicate(files: Sequence[Path], runner: Runner) -> tuple[Outcome, tuple[Paper, ...]]:
    """The papers that some *files* mention, and how they were found; nothing is written."""
    found = [item for f in files for item in sources.read(f, sources.shown(f))]
    works = gather(found, runner, {}, Memory(), Config())
    conflicts = works.unsure.grouping.findings  # which a build finds in the papers
    return _outcome(works, [*works.findings, *conflicts], runner), works.papers


def _convert(
    folders: Folders, runner: Runner, config: Config, curation: Curated, *, is_locked: bool = False
) -> Works:
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
    lock, clashes = keys.read(sources.text(folders.content / "keys.lock", path) or "", path)
    works = gather(found, runner, lock, _memory(folders), config, curation.curation)
    if is_locked:
        keys.refuse_new(works.papers, lock, works.lock or {}, path)
        works = replace(works, lock=None)
    with runner.stage("notes") as count:
        aliases = curation.curation.tags
        corrected, by_key, lost = noted.apply(works.papers, curation.notes, aliases)
        count(sum(map(len, by_key.values())))
    with runner.stage("authors") as count:
        corrected, strangers = authors.renamed(corrected, curation.curation.authors)
        people = authors.survey(corrected, curation.curation.authors)
        count(len(people.people))
    with runner.stage("tags") as count:
        infer = config.inferred_tags
        papers = noted.tagged(corrected, by_key, runner.map, aliases, infer=infer)
        count(len({tag for paper in papers for tag in paper.tags}))
    own = (*clashes, *curation.note_findings, *curation.page_findings, *lost, *strangers)
    works = replace(works, papers=papers, notes=by_key, findings=(*works.findings, *own))
    works = replace(works, people=people)
    with runner.stage("check") as count:
        findings, fixes = inspected(works, curation, config)
        count(len(findings))
    doubts = (people.proposals, people.homonyms)
    told = ledgers.completed(
        works.ledger or Ledger(), papers, findings, doubts, curation.curation.authors
    )
    return replace(works, findings=findings, fixes=fixes, ledger=told)


def _website(
    works: Works, folders: Folders, runner: Runner, config: Config, curation: Curated
) -> tuple[Files, FirstSearch | None]:
    """Every file of the website, and what a search of it costs.

    All files are made before the first is written. Raises a ContentError if a search costs more
    than the settings allow.
    """
    papers = works.papers
    with runner.stage("export") as count:
        written = downloads.exports(papers, config.formats, runner.map)
        count(len(papers))
    with runner.stage("assemble") as count:
        people = works.people or authors.identify(papers, curation.curation.authors)
        site = assemble(papers, config, runner.map, curation.pages, curation.attached, people)
        site = replace(site, exports=written, ledger=works.ledger if config.quality_pages else None)
        planned = pages.plan(site)
        count(len(planned))
    templates, assets, theirs = sources.theme(folders.content)
    assets = scripts.published(assets, theirs)
    using: Theme = theme(templates, chrome(config, assets, site))
    with runner.stage("render") as count:
        files = list(runner.map(partial(render, using=using), planned))
        count(len(files))
    with runner.stage("search") as count:
        index = {name: encoded(text) for name, text in search.build(site)}
        cost = budget.first_search(index, assets, budget.likely(papers))
        budget.keep(cost, config.most_kilobytes, _settings_path(folders))
        files += index.items()
        count(len(papers))
    beside = {f"{targets.FILES}{name}": content for name, content in curation.attached.items()}
    return [*files, *sorted(assets.items()), *sorted(beside.items())], cost


# What both halves need


def _settings(folders: Folders, url: str = "") -> tuple[Config, list[Finding]]:
    path = _settings_path(folders)
    text = sources.text(folders.content / "site.toml", path)
    config, notes = configuration.parse(text or "", path, url=url)
    return config, list(notes)


def _settings_path(folders: Folders) -> str:
    return f"{folders.content.resolve().name}/site.toml"


def _staging(folders: Folders) -> Path:
    return folders.out / "cache" / "staging"


def _memory(folders: Folders) -> Memory:
    """What the last run has understood."""
    kept = folders.out / "cache"
    return Memory(mentions=cache.load(kept / "mentions"), traits=cache.load(kept / "traits"))


def _publish_library(works: Works, folders: Folders, notes: list[Finding], run: Map) -> Published:
    """Write the library, and the keys that were given, where they are remembered."""
    made = [
        *library.files(works.papers, run),
        (ledgers.PATH, ledgers.write(works.ledger or Ledger())),
    ]
    files = ((name, encoded(text)) for name, text in made)
    published = publish(files, folders.out / "library", _staging(folders))
    cache.keep(folders.out / "cache" / "mentions", works.memory.mentions)
    cache.keep(folders.out / "cache" / "traits", works.memory.traits)
    try:
        if works.lock is not None:
            write(folders.content / "keys.lock", keys.write(works.lock))
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
    cost: FirstSearch | None = None,
) -> Outcome:
    """The outcome of a run that wrote something, kept in ``report.json`` too."""
    paths = {"library": "library", "site": "site/index.html", "report": "report.json"}
    places = tuple((what, (folders.out / paths[what]).as_posix()) for what in made)
    outcome = _outcome(works, notes, runner, places, [one for one in published if one])
    outcome = replace(outcome, search=cost)
    write(folders.out / "report.json", as_json(outcome))
    return outcome


def _outcome(
    works: Works,
    notes: Iterable[Finding],
    runner: Runner,
    places: tuple[tuple[str, str], ...] = (),
    published: Sequence[Published] = (),
) -> Outcome:
    return Outcome(
        papers=len(works.papers),
        findings=in_order(notes),
        balance=works.balance,
        ledger=works.ledger or Ledger(),
        stages=tuple(runner.stages),
        pages=published[-1].written + published[-1].unchanged if published else 0,
        written=sum(one.written for one in published),
        places=places,
    )
