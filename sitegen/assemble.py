"""This is where papers become a site: the complete model, before the first page is rendered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sitegen import authors, related
from sitegen.config import Config
from sitegen.model.mapping import Map
from sitegen.model.paper import Paper
from sitegen.model.person import People
from sitegen.model.site import Author, AuthorLink, FreePage, Heading, Link, Row, Site, Tag, TagLink
from sitegen.text.fold import fold, glue, subject
from sitegen.text.slugs import distinct, slug


def assemble(
    papers: Iterable[Paper],
    config: Config,
    run: Map,
    free: tuple[FreePage, ...] = (),
    attached: Iterable[str] = (),
    people: People | None = None,
) -> Site:
    """The site of *papers*, and of *free* pages with the files *attached* to them.

    It is equal whatever order the papers come in. *people* wrote the papers: without it, those whom
    their names alone tell.
    """
    ordered = tuple(sorted(papers, key=_newest_first))
    tags = _tags(ordered)
    years = _years(ordered)
    venues = _venues(ordered)
    tag_urls = {subject(tag.name): tag.url for tag in tags}
    venue_urls = {name: h.url for h in venues for name in (h.name, *h.variants)}
    named = {name: (h.name, h.url) for h in venues for name in (h.name, *h.variants)}
    who = people or authors.identify(ordered)
    writers = authors.headings(who, ordered, named)
    rows = {
        p.key: _row(p, tag_urls, [writers[n] for n in who.of[p.key]], venue_urls) for p in ordered
    }
    return Site(
        config=config,
        papers=ordered,
        rows=rows,
        tags=tags,
        authors=writers,
        years=years,
        venues=venues,
        related=related.find(ordered, config.related_papers, run),
        free=free,
        attached=tuple(sorted(attached)),
        ours=tuple(p for p in ordered if any(link.is_ours for link in rows[p.key].authors)),
    )


def _newest_first(paper: Paper) -> tuple[object, ...]:
    return (-(paper.year or 0), fold(paper.title), paper.key)


def _row(
    paper: Paper,
    tag_urls: Mapping[str, str],
    writers: Iterable[Author],
    venue_urls: Mapping[str, str],
) -> Row:
    tags = [(name, False) for name in paper.tags] + [(name, True) for name in paper.inferred_tags]
    return Row(
        key=paper.key,
        title=paper.title,
        url=f"papers/{paper.key}.html",
        authors=tuple(
            AuthorLink(str(person), one.url, one.profile.is_ours)
            for person, one in zip(paper.authors, writers, strict=True)
        ),
        others=paper.others,
        year=Link(str(paper.year), f"years/{paper.year}.html") if paper.year else None,
        venue=Link(paper.venue, venue_urls[paper.venue]) if paper.venue else None,
        tags=tuple(
            TagLink(name=name, url=tag_urls[subject(name)], is_inferred=inferred)
            for name, inferred in tags
        ),
    )


def _tags(papers: Sequence[Paper]) -> tuple[Tag, ...]:
    names: dict[str, Counter[str]] = defaultdict(Counter)
    stated: dict[str, list[Paper]] = defaultdict(list)
    inferred: dict[str, list[Paper]] = defaultdict(list)
    spellings: dict[str, set[str]] = defaultdict(set)
    for paper in papers:
        for own, tags in ((stated, paper.tags), (inferred, paper.inferred_tags)):
            for name in tags:
                names[subject(name)][name] += 1
                own[subject(name)].append(paper)
        for word in paper.keywords:
            spellings[subject(word)].add(word)
    chosen = {about: _commonest(counts) for about, counts in names.items()}
    ordered = sorted(chosen, key=lambda about: (fold(chosen[about]), about))
    slugs = distinct(slug(chosen[about], "tag") for about in ordered)
    return tuple(
        Tag(
            name=chosen[about],
            url=f"tags/{name}.html",
            listed_as=chosen[about],
            sort_key=fold(chosen[about]),
            variants=tuple(sorted(spellings[about] - {chosen[about]})),
            papers=tuple(_once(stated[about])),
            inferred=tuple(_once(inferred[about])),
        )
        for about, name in zip(ordered, slugs, strict=True)
    )


def _years(papers: Sequence[Paper]) -> tuple[Heading, ...]:
    own: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers:
        own[paper.year or 0].append(paper)
    return tuple(
        Heading(
            name=str(year) if year else "Undated",
            url=f"years/{year or 'undated'}.html",
            listed_as=str(year) if year else "Undated",
            sort_key=f"{year:04d}",
            papers=tuple(own[year]),
        )
        for year in sorted(own, reverse=True)
    )


def _venues(papers: Sequence[Paper]) -> tuple[Heading, ...]:
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    own: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if paper.venue:
            identity = glue(paper.venue) or paper.venue
            spellings[identity][paper.venue] += 1
            own[identity].append(paper)
    shown = {identity: _commonest(counts) for identity, counts in spellings.items()}
    ordered = sorted(shown, key=lambda identity: (fold(shown[identity]), identity))
    slugs = distinct(slug(shown[identity], "venue") for identity in ordered)
    return tuple(
        Heading(
            name=shown[identity],
            url=f"venues/{name}.html",
            listed_as=shown[identity],
            sort_key=fold(shown[identity]),
            variants=tuple(sorted(set(spellings[identity]) - {shown[identity]})),
            papers=tuple(own[identity]),
        )
        for identity, name in zip(ordered, slugs, strict=True)
    )


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda name: (-counts[name], name))


def _once(papers: Iterable[Paper]) -> Iterable[Paper]:
    return {paper.key: paper for paper in papers}.values()
