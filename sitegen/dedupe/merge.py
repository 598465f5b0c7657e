"""This is where the records of one work become one paper: each field whole, from one record.

What belongs to a publication (venue, year, volume, DOI) is taken from the version that is shown
first, so that the volume of a journal never stands beside the year of a conference.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import compress
from operator import attrgetter
from typing import Any

from sitegen import keys
from sitegen.dedupe.cluster import Cluster
from sitegen.dedupe.conflicts import Name, conflict, name_of, names
from sitegen.dedupe.conflicts import as_text as as_text
from sitegen.dedupe.versions import Group, Prefer, groups, is_published
from sitegen.model.paper import PUBLICATION, Conflict, Mention, Paper, Version, ranked
from sitegen.model.record import Description, Record
from sitegen.text import sameness
from sitegen.text.fold import glue
from sitegen.text.markup import unprotected
from sitegen.text.preprints import server, server_of_doi

FIELDS = tuple(field.name for field in fields(Description) if field.name not in ("extra", "others"))
"""The fields that are chosen one by one; "others" goes with the authors."""

# Fields that a paper has from the version that is shown first, or not at all.
_OF_VERSION = frozenset(PUBLICATION) - {"arxiv", "pmid", "url", "pdf"}
# Further fields of which the same is true.
_EXTRA_OF_VERSION = frozenset(
    [
        *("address", "article-number", "booktitle", "chapter", "date", "edition", "eid"),
        *("eventdate", "eventtitle", "howpublished", "institution", "issue", "journal"),
        *("location", "organization", "part", "publisher", "school", "series", "venue", "volumes"),
        *("pagetotal", "pubstate", "publicationstatus", "genre", "urldate", "version"),
    ]
)
_values = attrgetter(*FIELDS)
_NO_KINDS = frozenset(["misc", "online", "unpublished"])


@dataclass(frozen=True, slots=True)
class _Choice:
    """How a field's value is chosen: the record with the greatest ``worth`` gives it."""

    rule: str
    """The rule as a reader is told it."""

    # Any: what is compared differs from field to field, but is comparable within one.
    worth: Callable[[Record, Counter[Hashable]], Any]
    """What a record's value is worth, given how often each value is stated."""


_CHOICES: dict[str, _Choice] = {
    "title": _Choice(
        "no words in capitals only, then the commonest spelling",
        lambda r, n: (
            not _shouts(title := unprotected(r.title)),
            *(n[title], len(title), title != r.title),
        ),
    ),
    "authors": _Choice(
        "the longest list, then the commonest spelling, then the one with accents",
        lambda r, n: (len(r.authors), n[r.authors], sum(not str(p).isascii() for p in r.authors)),
    ),
    "editors": _Choice(
        "the longest list, then the commonest spelling, then the one with accents",
        lambda r, n: (len(r.editors), n[r.editors], sum(not str(p).isascii() for p in r.editors)),
    ),
    "year": _Choice(
        "{}, then the commonest, then the latest",
        lambda r, n: (is_published(r), n[r.year], r.year, bool(r.month), bool(r.day)),
    ),
    "type": _Choice(
        "{}, then the record that states most",
        lambda r, n: r.type not in _NO_KINDS,
    ),
    "pages": _Choice(
        "{}, then the most complete",
        lambda r, n: len(r.pages or "") if "–" in (r.pages or "") else 0,
    ),
    "doi": _Choice(
        "{}, then the record that states most",
        lambda r, n: not server_of_doi(r.doi or ""),
    ),
    "abstract": _Choice(
        "the longest that is not cut off",
        lambda r, n: (not (r.abstract or "").endswith(("…", "...")), len(r.abstract or "")),
    ),
    "keywords": _Choice(
        "the longest list, then the commonest",
        lambda r, n: (len(r.keywords), n[r.keywords]),
    ),
}
_DEFAULT = "{}, then the record that states most"
_FIRST = {
    Prefer.PUBLISHED: "the published version",
    Prefer.LATEST: "the latest version",
    Prefer.EARLIEST: "the earliest version",
}


_Stating = dict[str, list[Record]]
"""For each field the records that state it, those that are worth most first."""


@dataclass(frozen=True, slots=True)
class _Version:
    """The records of one version."""

    is_preprint: bool
    records: tuple[Record, ...]
    """Those that are worth most first."""

    stating: _Stating


def paper(cluster: Cluster, prefer: str = Prefer.PUBLISHED) -> Paper:
    """The paper of *cluster*, under the key that its facts suggest (``keys.assign`` settles it)."""
    if len(cluster.records) == 1:
        return _alone(cluster.records[0])
    return of_versions(cluster, groups(cluster.records, prefer), _FIRST[Prefer(prefer)])


def _alone(record: Record) -> Paper:
    """The paper that one record is; most are."""
    # Any: one value a field, each of its own type.
    stated = zip(FIELDS, _values(record), strict=True)
    values: dict[str, Any] = {name: value for name, value in stated if value}
    return Paper(
        mentions=(Mention(id=record.id, at=record.at, gave=tuple(values)),),
        others=record.others,
        extra=tuple(sorted(record.extra, key=lambda pair: pair[0])),
        **_keyed(values, [record.stated_key] if record.stated_key else []),
        **values,
    )


def _keyed(values: Mapping[str, Any], stated: Sequence[str]) -> dict[str, Any]:
    """The key that a paper's facts suggest, and the one by which it is cited."""
    is_key = any(map(keys.is_key, stated))
    return {
        "key": keys.natural(values["title"], values.get("authors", ()), values.get("year"), stated),
        "stated_key": None if is_key else next(filter(keys.is_citable, stated), None),
    }


def of_versions(cluster: Cluster, found: Sequence[Group], first: str) -> Paper:
    """The paper of *cluster* whose versions are *found*; *first* says why the first is shown."""
    records = cluster.records
    of_preprints = {r.doi for group in found if group.is_preprint for r in group.records}
    versions = [_version(group, of_preprints) for group in found]
    every = [record for version in versions for record in version.records]
    called = names(records)
    own = versions[0]
    all_of = _together([version.stating for version in versions])
    values: dict[str, Any] = {}  # Any: one value a field, each of its own type
    gave: dict[Name, list[str]] = {name_of(record): [] for record in records}
    conflicts: list[Conflict] = []
    holders = _holders(
        {n: own.stating[n] if n in _OF_VERSION else all_of[n] for n in all_of},
        is_preprint=own.is_preprint,
    )
    for name, (holder, rule) in holders.items():
        values[name] = getattr(holder, name)
        gave[name_of(holder)].append(name)
        comparable = _comparable(name, versions, all_of[name], holder)
        if len(comparable) > 1:
            conflicts += conflict(name, holder, rule.format(first), comparable, called)
    stated = [r.stated_key for r in every if r.stated_key]
    mentions = tuple(
        Mention(
            id=r.id,
            at=r.at,
            gave=tuple(gave[name_of(r)]),
            because=why.rule if why else "",
            points=why.points if why else (),
        )
        for r, why in zip(records, cluster.because, strict=True)
    )
    told = [_told(one, called, values) for one in versions] if len(versions) > 1 else []
    return Paper(
        others=holders["authors"][0].others if "authors" in holders else False,
        mentions=mentions,
        versions=tuple(told),
        conflicts=ranked(conflicts),
        extra=_extra(every, own.records, _dated(holders)),
        **_keyed(values, stated),
        **values,
    )


def _version(group: Group, of_preprints: Collection[str | None]) -> _Version:
    """The records of *group*; that of a preprint which is another version is not its DOI."""
    states = [(r, [*compress(FIELDS, _values(r))]) for r in group.records]
    # Published first, then those that state most, then by place.
    states.sort(key=lambda one: (not is_published(one[0]), -len(one[1]), one[0].at, one[0].id))
    stating: _Stating = {name: [] for name in FIELDS}
    for record, stated in states:
        for name in stated:
            stating[name].append(record)
    if not group.is_preprint:
        stating["doi"] = [r for r in stating["doi"] if r.doi not in of_preprints]
    return _Version(group.is_preprint, tuple(record for record, _ in states), stating)


def _together(stating: Sequence[_Stating]) -> _Stating:
    """Who states a field in any version, those of the first version first."""
    if len(stating) == 1:
        return stating[0]
    return {name: [record for one in stating for record in one[name]] for name in FIELDS}


def _holders(stating: _Stating, *, is_preprint: bool) -> dict[str, tuple[Record, str]]:
    """For each field that is stated the record that gives it, and the rule by which it does."""
    if is_preprint and len(stating["year"]) > 1:
        stating = {**stating, "year": _of_first_day(stating["year"])}
    found: dict[str, tuple[Record, str]] = {}
    for name, records in stating.items():
        # A date comes whole: its month and day from the record that gave the year.
        dated = _dated(found) if name in ("month", "day") else None
        asked = records if dated is None else [r for r in records if r is dated]
        if asked:
            found[name] = _holder(name, asked)
    return found


def _of_first_day(dated: list[Record]) -> list[Record]:
    """Those of *dated* whose year is the one that an arXiv identifier has in it, or else all.

    Others may have the year of a later revision.
    """
    years = {2000 + int(r.arxiv[:2]) for r in dated if r.arxiv and r.arxiv[:4].isdigit()}
    return [record for record in dated if record.year in years] or dated


def _dated(holders: Mapping[str, tuple[Record, str]]) -> Record | None:
    return holders["year"][0] if "year" in holders else None


def _holder(name: str, stating: Sequence[Record]) -> tuple[Record, str]:
    choice = _CHOICES.get(name)
    rule = choice.rule if choice else _DEFAULT
    if choice is None or len(stating) == 1:
        return stating[0], rule
    stated = [getattr(record, name) for record in stating]
    if name != "year" and stated.count(stated[0]) == len(stated):
        return stating[0], rule  # all are worth the same; a year counts with its record
    often: Counter[Hashable] = Counter(map(unprotected, stated) if name == "title" else stated)
    return max(stating, key=lambda r: choice.worth(r, often)), rule  # the first of equals


def _comparable(
    name: str, versions: Sequence[_Version], stating: Sequence[Record], holder: Record
) -> Sequence[Record]:
    """The records that disagree with *holder* if they state another value of a field."""
    if len(stating) == 1 or name not in PUBLICATION or name == "arxiv":
        return stating
    version = next(one for one in versions if any(r is holder for r in one.records))
    own = version.stating[name]
    if not version.is_preprint and name != "doi":
        # What names a server may have the DOI of an article, but not its year.
        own = [r for r in own if r is holder or not (r.venue and server(r.venue))]
    if name in ("month", "day"):
        return [
            r for r in own if r.year == holder.year and (name == "month" or r.month == holder.month)
        ]
    return own


def _extra(
    every: Sequence[Record], own: Sequence[Record], dated: Record | None
) -> tuple[tuple[str, str], ...]:
    """The further fields, each from the first record that states it."""
    found: dict[str, tuple[Record, list[str]]] = {}
    for n, record in enumerate(every):
        for name, value in record.extra:
            if name in _EXTRA_OF_VERSION and n >= len(own):
                continue
            if name == "date" and dated is not None and record is not dated:
                continue  # of another publication, or less than the year says
            holder, texts = found.setdefault(name, (record, []))
            if holder is record:
                texts.append(value)
    return tuple((n, v) for n, (_, texts) in sorted(found.items()) for v in texts)


# Any: as above.
def _told(version: _Version, called: Mapping[Name, str], shown: Mapping[str, Any]) -> Version:
    """What the records of a version say about it; *shown* is what the paper says."""
    stating = {name: version.stating[name] for name in ("title", "authors", *PUBLICATION)}
    holders = _holders(stating, is_preprint=version.is_preprint)
    values = {n: getattr(one, n) for n, (one, _) in holders.items() if n in PUBLICATION}
    title, authors = holders["title"][0].title, shown.get("authors", ())
    first = holders["authors"][0] if "authors" in holders else None
    people = first.authors if first else ()
    is_cut = len(people) == len(authors) or (first is not None and first.others)
    extra = _extra(version.records, version.records, _dated(holders))
    return Version(
        is_preprint=version.is_preprint,
        title=None if glue(title) == glue(shown["title"]) else title,
        authors=() if is_cut and sameness.same_people(people, authors) else people,
        extra=tuple((n, v) for n, v in extra if n in _EXTRA_OF_VERSION),
        records=tuple(
            called[name_of(r)] for r in sorted(version.records, key=lambda r: (r.at, r.id))
        ),
        **values,
    )


def _shouts(title: str) -> bool:
    """Whether a word of five letters or more is written in capitals only."""
    return any(len(w) > 4 and w.isalpha() and w.isupper() for w in title.replace(":", " ").split())
