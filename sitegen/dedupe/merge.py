"""This is where the records of one work become one paper: each field whole, from one record."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sitegen import keys
from sitegen.dedupe.cluster import Cluster
from sitegen.model.paper import Claim, Conflict, Mention, Paper, Version
from sitegen.model.record import Description, Record
from sitegen.text import identifiers
from sitegen.text.fold import glue, subject

FIELDS = tuple(field.name for field in fields(Description) if field.name not in ("extra", "others"))
"""The fields that are chosen one by one; "others" goes with the authors."""


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
        lambda r, n: (not _shouts(r.title), n[r.title], len(r.title)),
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
        "the published version, then the commonest, then the latest",
        lambda r, n: (_is_published(r), n[r.year], r.year, bool(r.month), bool(r.day)),
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
_DEFAULT = "the published version, then the record that states most"


def paper(cluster: Cluster) -> Paper:
    """The paper of *cluster*, under the key that its facts suggest (``keys.assign`` settles it)."""
    ranked = sorted(cluster.records, key=_rank)
    gave: dict[str, list[str]] = {str(r.at): [] for r in cluster.records}
    values: dict[str, Any] = {}  # Any: one value a field, each of its own type
    dated: Record | None = None
    conflicts: list[Conflict] = []
    for name in FIELDS:
        # A date comes whole: its month and day from the record that gave the year.
        is_dated = name in ("month", "day") and dated is not None
        holder, rule = _holder(name, [dated] if is_dated and dated else ranked)
        if holder is None:
            continue
        if name == "year":
            dated = holder
        values[name] = getattr(holder, name)
        gave[str(holder.at)].append(name)
        if name == "authors":
            values["others"] = holder.others
        if len(ranked) > 1:
            told = _of_one_year(name, cluster.records, holder) if is_dated else cluster.records
            conflicts += _conflict(name, holder, rule, told)
    extra: dict[str, tuple[Record, list[str]]] = {}
    for record in ranked:
        for name, value in record.extra:
            if name == "date" and dated is not None and record is not dated:
                continue  # of another publication, or less than the year says
            holder, texts = extra.setdefault(name, (record, []))
            if holder is record:
                texts.append(value)
    mentions = [
        Mention(id=r.id, at=r.at, gave=tuple(gave[str(r.at)]), because=why)
        for r, why in zip(cluster.records, cluster.because, strict=True)
    ]
    stated = [r.stated_key for r in ranked if r.stated_key]
    values["extra"] = tuple((n, v) for n, (_, texts) in sorted(extra.items()) for v in texts)
    return Paper(
        key=keys.natural(values["title"], values.get("authors", ()), values.get("year"), stated),
        stated_key=None
        if any(map(keys.is_key, stated))
        else next(filter(keys.is_citable, stated), None),
        mentions=tuple(mentions),
        versions=_versions(ranked),
        conflicts=tuple(conflicts),
        **values,
    )


def _rank(record: Record) -> tuple[object, ...]:
    """Records that are worth most first: published, then those that state most, then by place."""
    stated = sum(bool(getattr(record, name)) for name in FIELDS)
    return (not _is_published(record), -stated, record.at, record.id)


def _of_one_year(name: str, records: Sequence[Record], holder: Record) -> list[Record]:
    """Those of *records* whose month, or day, is about the same time as that of *holder*."""
    return [
        r for r in records if r.year == holder.year and (name == "month" or r.month == holder.month)
    ]


def _is_published(record: Record) -> bool:
    is_preprint = record.venue is not None and glue(record.venue).startswith(("arxiv", "corr"))
    return record.venue is not None and not is_preprint


def _holder(name: str, ranked: Sequence[Record]) -> tuple[Record | None, str]:
    """The record that gives a field, and the rule by which it does."""
    stating = [record for record in ranked if getattr(record, name)]
    if not stating:
        return None, ""
    choice = _CHOICES.get(name)
    if choice is None:
        return stating[0], _DEFAULT
    often: Counter[Hashable] = Counter(getattr(record, name) for record in stating)
    return max(stating, key=lambda r: choice.worth(r, often)), choice.rule  # the first of equals


def _conflict(name: str, holder: Record, rule: str, records: Sequence[Record]) -> list[Conflict]:
    """The disagreement about a field, if there is one: values that differ in more than dress."""
    chosen = getattr(holder, name)
    claims: dict[str, list[str]] = {}
    for record in records:
        value = getattr(record, name)
        if value and _dress(name, value) != _dress(name, chosen):
            claims.setdefault(as_text(value), []).append(record.id)
    if not claims:
        return []
    rejected = tuple(Claim(value=v, by=tuple(sorted(ids))) for v, ids in sorted(claims.items()))
    return [Conflict(field=name, chosen=as_text(chosen), rule=rule, rejected=rejected)]


def _dress(name: str, value: Any) -> object:
    """*value* without what does not make a disagreement: order and plural of keywords, spacing."""
    if name == "keywords":
        return sorted({subject(word) for word in value})
    if name == "abstract":
        return glue(value)
    if name == "pages":
        return glue(value)
    if name == "isbn":
        return identifiers.isbn13(value)
    return value


def as_text(value: object) -> str:
    """A field's value as a person reads it."""
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


def _versions(ranked: Sequence[Record]) -> tuple[Version, ...]:
    """The publications that the records tell apart, newest first; none if they state but one."""
    found = {
        Version(year=r.year, venue=r.venue, type=r.type, doi=r.doi, arxiv=r.arxiv, url=r.url)
        for r in ranked
        if r.year or r.venue or r.doi or r.arxiv
    }
    names = ("venue", "doi", "arxiv", "year", "type", "url")
    ordered = sorted(
        found, key=lambda v: (-(v.year or 0), *(str(getattr(v, n) or "") for n in names))
    )
    return tuple(ordered) if len(ordered) > 1 else ()


def _shouts(title: str) -> bool:
    """Whether a word of five letters or more is written in capitals only."""
    return any(len(w) > 4 and w.isalpha() and w.isupper() for w in title.replace(":", " ").split())
