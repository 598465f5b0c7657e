"""This is where the ledger is made, and becomes JSON and is read again: ``library/ledger.json``.

Every string in it is printable: what steers a terminal or turns the direction of writing is shown
as a sign. Long texts are cut off; the whole stays in its source.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import msgspec

from sitegen import authors
from sitegen.curation import references
from sitegen.dedupe import Grouping
from sitegen.errors import ContentError, Location
from sitegen.findings import Finding, Severity, printable
from sitegen.model.curation import AuthorOrder
from sitegen.model.ledger import (
    Balance,
    Dispute,
    Joined,
    Kind,
    Ledger,
    Merge,
    Pair,
    Remark,
    SetAside,
    Side,
    Source,
    Stated,
)
from sitegen.model.paper import Conflict, Paper
from sitegen.model.person import Homonym, Proposal
from sitegen.model.record import Record
from sitegen.model.verdict import Doubt
from sitegen.text.markup import plain

PATH = "ledger.json"
"""Its path below the library's folder."""

_TITLE, _TEXT, _ABSTRACT, _VALUE, _RAW = 300, 200, 200, 400, 2000  # characters
_ONE_BY_ONE = 30  # records of a paper of which each has lines that take it out: they are squares
_SHOWN = (
    *("title", "authors", "editors", "venue", "year", "volume", "number", "pages", "type"),
    *("doi", "arxiv", "isbn", "issn", "pmid", "acl", "openreview", "url", "pdf", "code"),
    *("keywords", "abstract"),
)

_BRIEFLY = ("title", "year", "doi")  # of a record that the site does not show

PER_PAGE = 50
"""Merges, pairs, papers with conflicts or entries on a page of the site."""

MOST = 1000
"""How many of them the site shows; the ledger has them all."""

MERGES = "quality-merges.html"
"""The first page of merges."""

Name = tuple[Location, str]
"""What no two records have in common: place and name."""


class _Records:
    """The records, each with the reference that means it and no other."""

    def __init__(self, records: Sequence[Record], keys: Mapping[Name, str]) -> None:
        self._records = records
        self._positions = {(r.at, r.id): n for n, r in enumerate(records)}
        self._index = references.Index(records, {})
        self._keys = keys

    def side(self, name: Name, number: int) -> Side:
        """The record of that place and name, in the merge or pair of that number."""
        position = self._positions[name]
        record = self._records[position]
        names = _SHOWN if number < MOST else _BRIEFLY
        return Side(
            id=printable(record.id),
            at=_at(record.at),
            ref=self._index.name(position).encode("utf-8", "replace").decode(),
            key=self._keys.get(name, ""),
            facts=tuple((n, text) for n in names if (text := _fact(record, n))),
        )


def begun(
    papers: Sequence[Paper], records: Sequence[Record], found: Grouping, balance: Balance
) -> Ledger:
    """The ledger of what became of *records*: merges, and pairs that were not joined."""
    keys = {(m.at, m.id): paper.key for paper in papers for m in paper.mentions}
    known = _Records(records, keys)
    merged = sorted((p for p in papers if len(p.mentions) > 1), key=_weakest_first)
    first = len(found.review)
    return Ledger(
        balance=balance,
        merges=tuple(_merge(paper, known, n) for n, paper in enumerate(merged)),
        review=tuple(_pair(doubt, known, n) for n, doubt in enumerate(found.review)),
        refused=tuple(_pair(doubt, known, n) for n, doubt in enumerate(found.refused, first)),
    )


def completed(
    ledger: Ledger,
    papers: Sequence[Paper],
    findings: Iterable[Finding],
    people: tuple[tuple[Proposal, ...], tuple[Homonym, ...]] = ((), ()),
    orders: Sequence[AuthorOrder] = (),
) -> Ledger:
    """*ledger* with what is said about the finished *papers*: conflicts, authors, findings.

    Former names that *orders* state are nowhere in it but in paths and in lines to paste.
    """
    keys = {
        mention.at: paper.key
        for paper in papers
        for mention in (*paper.corrections, *paper.mentions)
    }
    found = list(findings)
    whole = replace(
        ledger,
        conflicts=_disputes(papers),
        people=people[0],
        homonyms=people[1],
        quarantined=tuple(_set_aside(f) for f in found if f.is_quarantined),
        kinds=_kinds(found, keys),
    )
    return _without_former(whole, orders) if any(one.former for one in orders) else whole


_AS_IT_IS = frozenset(["ref", "key", "path", "line", "undo", "code", "merge", "apart", "split"])


def _without_former(ledger: Ledger, orders: Sequence[AuthorOrder]) -> Ledger:
    """*ledger* with the names of today; all its texts are looked through at once, for speed."""
    plain_values = msgspec.to_builtins(ledger)
    texts: list[str] = []

    def keep(text: str) -> str:
        texts.append(text.replace("\0", ""))
        return text

    _replaced(plain_values, keep)
    shown = iter(authors.hidden("\0".join(texts), orders).split("\0"))
    return msgspec.convert(_replaced(plain_values, lambda _: next(shown)), Ledger)


# Any: whatever JSON can say.
def _replaced(value: Any, by: Callable[[str], str]) -> Any:
    """*value* with what *by* gives for each text, in order; references and lines stay."""
    if isinstance(value, str):
        return by(value)
    if isinstance(value, Mapping):
        return {
            name: one if name in _AS_IT_IS else _replaced(one, by) for name, one in value.items()
        }
    return [_replaced(one, by) for one in value] if isinstance(value, Sequence) else value


def _merge(paper: Paper, known: _Records, number: int) -> Merge:
    title = _cut(plain(paper.title), _TITLE)
    sides = [known.side((m.at, m.id), number) for m in paper.mentions]
    refs = [side.ref for side in sides]
    is_each = 2 < len(sides) <= _ONE_BY_ONE
    return Merge(
        key=paper.key,
        title=title,
        records=tuple(
            Joined(
                record=side,
                because=mention.because,
                points=mention.points,
                gave=mention.gave,
                undo=_apart(side.ref, refs, title) if is_each else (),
            )
            for side, mention in zip(sides, paper.mentions, strict=True)
        ),
        undo=line(refs, title),
    )


def _apart(ref: str, refs: Sequence[str], title: str) -> tuple[str, ...]:
    """The lines that take one record out of a paper: it is not the same as any of the others."""
    return tuple(line((ref, other), title) for other in refs if other != ref)


def line(refs: Iterable[str], title: str) -> str:
    """A line of a list in ``curation.toml`` that names *refs*, and what they are about."""
    return f"[{', '.join(map(_quoted, refs))}],  # {_cut(title, 60)}"


def _quoted(ref: str) -> str:
    """*ref* as a basic string of TOML, which is one of JSON but for one character."""
    return json.dumps(ref, ensure_ascii=False).replace("\x7f", "\\u007f")


def _weakest_first(paper: Paper) -> tuple[object, ...]:
    """What needs attention first; what was not weighed was ordered, or is certain."""
    scores = [sum(point.value for point in m.points) for m in paper.mentions if m.points]
    return (not scores, min(scores, default=0), paper.key)


def _pair(doubt: Doubt, known: _Records, number: int) -> Pair:
    first, second = (known.side((r.at, r.id), number) for r in (doubt.first, doubt.second))
    return Pair(
        first=first,
        second=second,
        rule=doubt.verdict.rule,
        points=doubt.verdict.points,
        because=printable(doubt.because),
        line=line((first.ref, second.ref), plain(doubt.first.title)),
    )


def _fact(record: Record, name: str) -> str:
    """What *record* states for a field, in plain words; the date comes whole, as its year."""
    value = getattr(record, name)
    if name == "year" and value:
        parts = [value, *((record.month, record.day) if record.month else ())]
        return "-".join(f"{part:02}" for part in parts if part)
    if isinstance(value, tuple):
        names = [str(item) for item in value]
        return _cut("; ".join(names) + (" et al." if name == "authors" and record.others else ""))
    if name in ("title", "abstract") and value:
        return _cut(plain(value), _TITLE if name == "title" else _ABSTRACT)
    return _cut(str(value)) if value else ""


def _cut(text: str, limit: int = _TEXT) -> str:
    """*text* on one line, printable, at most *limit* characters."""
    one = printable(" ".join(text[: limit * 2].split()))
    return one if len(one) <= limit else f"{one[: limit - 1].rstrip()}…"


def _at(at: Location) -> Location:
    return Location(printable(at.path), at.line)


# Conflicts


def _disputes(papers: Iterable[Paper]) -> tuple[Dispute, ...]:
    """The conflicts of *papers*, the paper with the gravest first; each paper's in its order."""
    found = [paper for paper in papers if paper.conflicts]
    found.sort(key=lambda paper: (-max(one.weight for one in paper.conflicts), paper.key))
    return tuple(_dispute(paper, conflict) for paper in found for conflict in paper.conflicts)


def _dispute(paper: Paper, conflict: Conflict) -> Dispute:
    places = {str(m.at): m for m in paper.mentions} | {m.id: m for m in paper.mentions}

    def sources(names: Iterable[str]) -> tuple[Source, ...]:
        found = ((name, places.get(name)) for name in names)
        return tuple(
            Source(id=printable(m.id), at=_at(m.at)) if m else Source(id=printable(name), at=None)
            for name, m in found
        )

    notes = tuple(
        Source(id=printable(m.id), at=_at(m.at))
        for m in paper.corrections
        if conflict.field in m.gave
    )
    return Dispute(
        key=paper.key,
        title=_cut(plain(paper.title), _TITLE),
        field=conflict.field,
        chosen=Stated(
            value=_value(conflict.field, conflict.chosen),
            by=notes or sources(conflict.by),
        ),
        rule=conflict.rule,
        rejected=tuple(
            Stated(value=_value(conflict.field, claim.value), by=sources(claim.by))
            for claim in conflict.rejected
        ),
    )


def _value(name: str, text: str) -> str:
    return _cut(plain(text) if name in ("title", "abstract") else text, _VALUE)


# Findings

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def seen(raw: str) -> str:
    """*raw* with the number of each character that nobody sees, cut off if it is long."""
    text = _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", raw[:_RAW])
    return text if len(raw) <= _RAW else f"{text}… (cut off here; it goes on in its source)"


def _set_aside(finding: Finding) -> SetAside:
    return SetAside(
        code=finding.code,
        message=printable(finding.message),
        hint=printable(finding.hint),
        at=_at(finding.at) if finding.at else None,
        raw=seen(finding.raw or ""),
    )


def _kinds(findings: Iterable[Finding], keys: Mapping[Location, str]) -> tuple[Kind, ...]:
    by_code: dict[tuple[int, str], list[Finding]] = {}
    order = list(Severity)
    for finding in findings:
        by_code.setdefault((order.index(finding.severity), finding.code), []).append(finding)
    return tuple(_kind(found, keys) for _, found in sorted(by_code.items()))


def _kind(findings: Sequence[Finding], keys: Mapping[Location, str]) -> Kind:
    often = Counter(f.hint for f in findings)
    hint = min(often, key=lambda text: (-often[text], text))
    ordered = sorted(findings, key=lambda f: (f.at or Location(""), f.message))
    return Kind(
        code=findings[0].code,
        severity=findings[0].severity,
        hint=printable(hint),
        remarks=tuple(
            Remark(
                message=printable(f.message),
                at=_at(f.at) if f.at else None,
                hint="" if f.hint == hint else printable(f.hint),
                key=keys.get(f.at, "") if f.at else "",
            )
            for f in ordered
        ),
    )


# JSON


def write(ledger: Ledger) -> str:
    """*ledger* as JSON, a line for each merge, pair, conflict, entry and kind of finding."""
    parts = [f'"balance": {_json(ledger.balance)}']
    for field in fields(Ledger)[1:]:
        items = [_json(item) for item in getattr(ledger, field.name)]
        listed = ",\n".join(items)
        parts.append(f'"{field.name}": [\n{listed}\n]' if items else f'"{field.name}": []')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(item: object) -> str:
    try:
        return msgspec.json.encode(item).decode()
    except UnicodeEncodeError:  # half a character, such as "\ud800"
        return json.dumps(msgspec.to_builtins(item), ensure_ascii=False)


def read(text: str, path: str = f"library/{PATH}") -> Ledger:
    """The ledger that *text* is; whatever ``write`` wrote reads back the same.

    Raises:
        ContentError: it is none.
    """
    try:
        return msgspec.json.decode(text.encode("utf-8", "replace"), type=Ledger)
    except msgspec.DecodeError as error:
        raise ContentError(
            f"this is no ledger: {printable(str(error))}",
            at=Location(path),
            hint="delete it, or run `sitegen convert`, which writes it",
        ) from error


# Where the site shows what


def addresses(ledger: Ledger | None) -> dict[str, str]:
    """Where the site shows how a paper was merged, by key, if it is among those shown."""
    stem = MERGES.removesuffix(".html")
    shown = ledger.merges[:MOST] if ledger else ()
    pages = (n // PER_PAGE + 1 for n in range(len(shown)))
    return {
        merge.key: f"{stem}{f'-page-{page}' if page > 1 else ''}.html#merge-{merge.key}"
        for merge, page in zip(shown, pages, strict=True)
    }
