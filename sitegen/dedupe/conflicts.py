"""This is where it is found what the records of one paper disagree about.

Values that differ in dress only, or of which one is a part of the other, do not disagree; nor do
those of different publications of the work.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sitegen.errors import Location
from sitegen.model.paper import Claim, Conflict
from sitegen.model.record import Record
from sitegen.text import identifiers, links, sameness, venuenames
from sitegen.text.markup import unprotected
from sitegen.text.preprints import server, server_of_doi

IDENTIFIER, YEARS, FIRST_AUTHOR, OTHER, LINK = 400, 300, 200, 100, 50
"""How much a disagreement matters."""

_IDENTIFIERS = frozenset(["doi", "arxiv", "pmid", "acl", "openreview", "isbn"])
_LIGHT = frozenset(["url", "pdf", "code", "data", "video", "slides", "keywords"])
_KINDS = {
    "collection": "book",
    "conference": "inproceedings",
    "inbook": "chapter",
    "incollection": "chapter",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "report": "techreport",
}
_ANY_KIND = frozenset(["misc", "online", "unpublished"])


Name = tuple[Location, str]


def as_text(value: object) -> str:
    """A field's value as a person reads it."""
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return unprotected(str(value))


def name_of(record: Record) -> Name:
    """What *record* is called, and where it stands: several may stand on one line."""
    return record.at, record.id


def names(records: Sequence[Record]) -> dict[Name, str]:
    """What readers are told of each of *records*: its own name, or its place if that recurs."""
    often = Counter(record.id for record in records)
    return {name_of(r): r.id if often[r.id] == 1 else str(r.at) for r in records}


def conflict(
    field: str, holder: Record, rule: str, records: Sequence[Record], called: Mapping[Name, str]
) -> list[Conflict]:
    """The disagreement of *records* about a field that *holder* gave, if there is one."""
    chosen = getattr(holder, field)
    claims: dict[str, list[str]] = {}
    by: list[str] = []
    weight = 0
    for record in records:
        value = getattr(record, field)
        if not value:
            continue
        if value == chosen or (field == "title" and unprotected(value) == unprotected(chosen)):
            by.append(called[name_of(record)])
        elif differ(field, chosen, value):
            claims.setdefault(as_text(value), []).append(called[name_of(record)])
            weight = max(weight, _weight(field, chosen, value))
    if not claims:
        return []
    rejected = tuple(Claim(value=v, by=tuple(sorted(ids))) for v, ids in sorted(claims.items()))
    return [
        Conflict(
            field=field,
            chosen=as_text(chosen),
            by=tuple(sorted(by)),
            rule=rule,
            rejected=rejected,
            weight=weight,
        )
    ]


# Any: a field's value is of the type of its field.
def differ(field: str, a: Any, b: Any) -> bool:
    """Whether two values of a field disagree."""
    return a != b and not _SAME.get(field, _never)(a, b)


def _weight(field: str, chosen: Any, value: Any) -> int:
    if field in _IDENTIFIERS:
        return IDENTIFIER
    if field == "year" and abs(chosen - value) > 1:
        return YEARS
    if field == "authors" and not sameness.same_person(chosen[0], value[0]):
        return FIRST_AUTHOR
    return LINK if field in _LIGHT else OTHER


def _never(a: Any, b: Any) -> bool:
    return False


def _same_venue(a: str, b: str) -> bool:
    if venuenames.alike(a, b):
        return True
    return bool(server(a)) and server(a) == server(b)


def _same_doi(a: str, b: str) -> bool:
    """A preprint's DOI on the record of an article is not another DOI of that article."""
    return bool(server_of_doi(a)) != bool(server_of_doi(b))


def _same_kind(a: str, b: str) -> bool:
    return a in _ANY_KIND or b in _ANY_KIND or _KINDS.get(a, a) == _KINDS.get(b, b)


def _same_isbn(a: str, b: str) -> bool:
    return identifiers.isbn13(a) == identifiers.isbn13(b)


def _same_address(a: str, b: str) -> bool:
    return links.plain(a) == links.plain(b)


_SAME: Mapping[str, Callable[[Any, Any], bool]] = {
    "title": sameness.same_text,
    "abstract": sameness.same_abstract,
    "authors": sameness.same_people,
    "editors": sameness.same_people,
    "venue": _same_venue,
    "volume": sameness.same_volume,
    "number": sameness.same_volume,
    "pages": sameness.same_pages,
    "type": _same_kind,
    "doi": _same_doi,
    "isbn": _same_isbn,
    "keywords": sameness.same_subjects,
    **dict.fromkeys(("url", "pdf", "code", "data", "video", "slides"), _same_address),
}
