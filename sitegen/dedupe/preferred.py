"""This is where a curator's word counts on which version of a paper is shown first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from sitegen.dedupe.cluster import Cluster
from sitegen.dedupe.merge import of_versions
from sitegen.dedupe.versions import Group, Prefer, groups, is_published
from sitegen.errors import Location
from sitegen.findings import Finding, quoted
from sitegen.model.paper import Paper
from sitegen.model.record import Record
from sitegen.text import identifiers, venuenames

_CURATED = "the version that the curator prefers"

KnownAs = Callable[[Record], Iterable[str]]
"""What a record may be called besides its name and its place."""


def _nothing_else(record: Record) -> Iterable[str]:
    return ()


def preferring(
    papers: Sequence[Paper],
    clusters: Sequence[Cluster],
    wanted: Mapping[str, tuple[str, Location]],
    *,
    prefer: str = Prefer.PUBLISHED,
    known_as: KnownAs = _nothing_else,
) -> tuple[tuple[Paper, ...], tuple[Finding, ...]]:
    """*papers*, those of *clusters* in their order, with the versions first that are *wanted*.

    That is by key, former ones too: a reference to a version, and where it is said. A paper that
    does not exist is no finding here.
    """
    found = list(papers)
    notes: list[Finding] = []
    if wanted:
        owners = {alias: n for n, paper in enumerate(papers) for alias in paper.aliases}
        owners |= {paper.key: n for n, paper in enumerate(papers)}
        for key, (reference, at) in sorted(wanted.items()):
            n = owners.get(key)
            if n is not None:
                found[n], odd = preferred(
                    found[n], clusters[n], reference, at, prefer=prefer, known_as=known_as
                )
                notes += odd
    return tuple(found), tuple(notes)


def preferred(
    one: Paper,
    cluster: Cluster,
    reference: str,
    at: Location,
    *,
    prefer: str = Prefer.PUBLISHED,
    known_as: KnownAs = _nothing_else,
) -> tuple[Paper, tuple[Finding, ...]]:
    """*one*, the paper of *cluster*, with the version first that a curator's *reference* means.

    It is a DOI, an arXiv identifier, a record by its name or place or what else it is *known_as*, a
    venue, or a year. Its key and tags stay. If it means no version, *one* is as it was, with a
    finding, *at* the place of the reference, that names those there are.
    """
    found = groups(cluster.records, prefer)
    chosen = _meant(found, reference, known_as)
    if chosen is None:
        there = ", ".join(quoted(_described(group)) for group in found)
        return one, (
            Finding(
                code="unknown-version",
                message=f"{quoted(one.key)} has no version {quoted(reference)}",
                at=at,
                hint=f"there is {there}: name one by its DOI, arXiv identifier, venue or year",
            ),
        )
    rest = tuple(group for group in found if group is not chosen)
    again = of_versions(cluster, (chosen, *rest), _CURATED)
    return (
        replace(
            again,
            key=one.key,
            stated_key=one.stated_key,
            aliases=one.aliases,
            tags=one.tags,
            inferred_tags=one.inferred_tags,
            notes=one.notes,
            relations=one.relations,
        ),
        (),
    )


def _meant(found: Sequence[Group], reference: str, known_as: KnownAs) -> Group | None:
    """The first of the versions that a reference names as the most exact kind of reference."""
    text = " ".join(reference.split())
    doi, arxiv = identifiers.doi(text), identifiers.arxiv(text)
    tests: tuple[Callable[[Record], bool], ...] = (
        lambda r: text in (r.id, str(r.at), *known_as(r)),
        lambda r: doi is not None and r.doi == doi,
        lambda r: arxiv is not None and r.arxiv == arxiv and not is_published(r),
        lambda r: arxiv is not None and r.arxiv == arxiv,
        lambda r: r.venue is not None and venuenames.alike(r.venue, text),
        lambda r: r.venue is not None and venuenames.alike(r.venue, text.upper()),
        lambda r: str(r.year) == text,
    )
    if doi or arxiv:  # an identifier that no version has is no venue
        tests = tests[:4]
    for test in tests:
        for group in found:
            if any(map(test, group.records)):
                return group
    words = {"preprint": True, "published": False}
    wanted = words.get(text.lower())
    return next((group for group in found if group.is_preprint is wanted), None)


def _described(group: Group) -> str:
    """A version in the words that a curator may use for it."""
    records = group.records
    named: Iterable[str | None] = (
        *(r.doi for r in records),
        *(r.arxiv for r in records if group.is_preprint),
        *(r.venue for r in records),
    )
    return next(filter(None, named), str(records[0].at))
