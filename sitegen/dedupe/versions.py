"""This is where the records of one work are told apart by what they state: preprint, conference,
journal.

Records are one publication if their DOI is the same, or their venue, with years that agree; a
preprint is one whatever its years. What states too little joins the version that it contradicts
least.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sitegen.model.record import Record
from sitegen.text import venuenames
from sitegen.text.preprints import ANY, server, server_of_doi
from sitegen.text.sameness import same_pages, same_volume


class Prefer(StrEnum):
    """Which version of a paper is shown first."""

    PUBLISHED = "published"
    """What a journal, conference or publisher brought out, before reports and workshops, before
    preprints; of equals the latest."""

    LATEST = "latest"
    """The version of the latest year."""

    EARLIEST = "earliest"
    """The version of the earliest year."""


# A record that states one of these without a venue is of something published.
_PUBLISHED_TYPES = frozenset(
    [
        *("book", "collection", "conference", "inbook", "incollection", "inproceedings", "manual"),
        *("mastersthesis", "patent", "phdthesis", "proceedings", "report", "techreport", "thesis"),
        *("inreference", "reference", "standard"),
    ]
)
_LESSER_TYPES = frozenset(
    ["dataset", "mastersthesis", "phdthesis", "report", "software", "techreport", "thesis"]
)
# What appears by itself: an article in a journal is another publication.
_ALONE = _LESSER_TYPES | {"book", "collection", "manual", "patent", "proceedings", "standard"}
_ONLINE_FIRST = 2  # years that an article may wait for its volume


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a record says about the publication that it mentions."""

    record: Record
    server: str
    """The preprint server; empty if it is none."""

    doi: str | None
    """Its DOI, but that of a preprint on a record of something published."""

    is_vague: bool
    """Whether it may be any version."""


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one version."""

    records: tuple[Record, ...]
    """By what they say; the one that says most first."""

    is_preprint: bool
    """Whether that is a preprint."""


def is_published(record: Record) -> bool:
    """Whether *record* names a venue that is no preprint server."""
    return record.venue is not None and not server(record.venue)


def groups(records: Sequence[Record], prefer: str = Prefer.PUBLISHED) -> tuple[Group, ...]:
    """The versions that *records* of one work are of, the preferred one first.

    Each record is in one of them. The result does not depend on the order of *records*.
    """
    if len(records) == 1:
        return (Group(tuple(records), bool(_facts(records[0]).server)),)
    found: list[list[_Facts]] = []
    known: dict[tuple[object, ...], list[_Facts]] = {}
    for one in sorted(map(_facts, records), key=_order):
        signature = _signature(one.record)
        group = known.get(signature)
        if group is None:
            group = _nearest(one, found)
            if group is None:
                group = []
                found.append(group)
            known[signature] = group
        group.append(one)
    made = [Group(tuple(f.record for f in group), bool(group[0].server)) for group in found]
    return tuple(sorted(made, key=lambda group: _preference(group, prefer)))


def _facts(record: Record) -> _Facts:
    at = server(record.venue) if record.venue else ""
    of_doi = server_of_doi(record.doi) if record.doi else ""
    if record.venue and not at:
        return _Facts(record, "", None if of_doi else record.doi, is_vague=False)
    if at or of_doi:
        return _Facts(record, at or of_doi, record.doi, is_vague=False)
    states = (
        *(record.doi, record.pmid, record.acl, record.isbn, record.volume, record.pages),
        record.type in _PUBLISHED_TYPES,
    )
    if any(states):
        return _Facts(record, "", record.doi, is_vague=False)
    if record.arxiv:
        return _Facts(record, "arxiv", None, is_vague=False)
    return _Facts(record, "", None, is_vague=True)


def _order(one: _Facts) -> tuple[object, ...]:
    """Published before preprints before what is vague; what states more first, then by content."""
    record = one.record
    return (
        one.is_vague,
        bool(one.server),
        record.venue is None,
        one.doi is None,
        *(-(record.year or 0), record.pages is None, record.volume is None),
        *(text or "" for text in (record.venue, record.doi, record.pages, record.volume)),
        *(record.at, record.id),
    )


def _signature(record: Record) -> tuple[object, ...]:
    return (
        *(record.venue, record.doi, record.arxiv, record.year, record.pages, record.volume),
        *(record.type, record.pmid, record.isbn, record.acl),
    )


def _nearest(one: _Facts, found: Sequence[list[_Facts]]) -> list[_Facts] | None:
    """The group that *one* contradicts least; None if it is of a version that is not there yet."""
    distances = [(_distance(one, group), bool(group[0].server)) for group in found]
    near = [(d, is_preprint, n) for n, (d, is_preprint) in enumerate(distances) if d is not None]
    return found[min(near)[2]] if near else None


def _distance(one: _Facts, group: Sequence[_Facts]) -> int | None:
    """How much *one* differs from what a group's records say; None if it is of another version."""
    first = group[0]
    if one.doi and any(one.doi == other.doi for other in group):
        return 0
    if one.is_vague:
        return _years_apart(one, group)
    if one.server or first.server:
        return _between_preprints(one, group) if one.server and first.server else None
    return min(
        (d for other in group if (d := _between_published(one.record, other, one.doi)) is not None),
        default=None,
    )


def _years_apart(one: _Facts, group: Sequence[_Facts]) -> int:
    year = one.record.year
    years = [other.record.year for other in group if other.record.year]
    return min((abs(year - other) for other in years), default=0) if year else 0


def _between_preprints(one: _Facts, group: Sequence[_Facts]) -> int | None:
    """A preprint is on one server, under one identifier; its versions may be years apart."""
    servers = {other.server for other in group} - {ANY}
    if servers and one.server != ANY and one.server not in servers:
        return None
    ids = {other.record.arxiv for other in group if other.record.arxiv}
    return None if one.record.arxiv and ids and one.record.arxiv not in ids else 0


def _between_published(a: Record, other: _Facts, doi: str | None) -> int | None:
    """How much two records differ that are of something published; None if it is not the same."""
    b = other.record
    for mine, theirs in ((a.pmid, b.pmid), (a.acl, b.acl), (a.isbn, b.isbn)):
        if mine and mine == theirs and (mine != a.isbn or not a.venue or not b.venue):
            return 0
    gap = abs(a.year - b.year) if a.year and b.year else 0
    has_pages = bool(a.pages and b.pages)
    agree = has_pages and same_pages(a.pages or "", b.pages or "")
    if a.volume and b.volume and not same_volume(a.volume, b.volume):
        agree = False
    dois_differ = bool(doi and other.doi)
    if dois_differ and has_pages and not agree:
        return None
    if not a.venue or not b.venue:
        is_near = gap <= 1 and not _kinds_differ(a, b) and not dois_differ
        return 4 + gap if is_near and (agree or not has_pages) else None
    if not venuenames.alike(a.venue, b.venue):
        return 1 if agree and gap <= 1 and not dois_differ else None
    if agree or gap <= (1 if dois_differ else _ONLINE_FIRST):
        return 1 + gap
    return None


def _kinds_differ(a: Record, b: Record) -> bool:
    """Whether one appeared by itself, and the other did not, by its type or as it has a venue."""
    known = [one for one in (a, b) if one.type or one.venue]
    return len(known) == 2 and (a.type in _ALONE) != (b.type in _ALONE)


def _preference(group: Group, prefer: str) -> tuple[object, ...]:
    """What sorts the preferred version first; it ends in what no two versions share."""
    years = Counter(record.year for record in group.records if record.year)
    year = max(years, key=lambda y: (years[y], y)) if years else None
    first = group.records[0]
    rest = (_tier(group), -(year or 0), -len(group.records), _signature_text(first))
    if prefer == Prefer.EARLIEST:
        return (year is None, year or 0, *rest)
    return (-(year or 0), *rest) if prefer == Prefer.LATEST else rest


def _signature_text(record: Record) -> tuple[str, ...]:
    return (*(str(fact or "") for fact in _signature(record)), str(record.at), record.id)


def _tier(group: Group) -> int:
    """0 for what is published in full, 1 for theses, reports and workshops, 2 for preprints; 3 for
    what is not known to be any of these."""
    if group.is_preprint:
        return 2
    first = group.records[0]
    if _facts(first).is_vague:
        return 3
    types = {record.type for record in group.records}
    if types & _LESSER_TYPES or (first.venue and venuenames.is_part(first.venue)):
        return 1
    return 0
