"""This is where it is found which records a curator means by a name, and how to name a record.

A reference is tried as each of these in turn: the identifier that the source gives the record, its
place, its reference as reports print it, a DOI, an arXiv identifier, the key of its paper.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from sitegen import keys
from sitegen.model.record import Record
from sitegen.text import identifiers
from sitegen.text.fold import glue
from sitegen.text.markup import unprotected
from sitegen.text.nearest import Names

Positions = tuple[int, ...]
"""Positions in a list of records, rising."""

_REFERENCE = re.compile(r"r-[0-9a-f]{10}")
_PLACE = re.compile(r"(.+):(\d{1,9})")
_DOI = re.compile(r"(?:10\.|doi:|https?://)", re.IGNORECASE)
# Signs and blanks, but not U+0000, which parts the facts; quicker than an expression by ten times.
_SIGNS = dict.fromkeys(
    code
    for code in (*range(1, 128), *range(0x80, 0xC0), *range(0x2000, 0x2070))
    if not chr(code).isalnum()
)
_NUMBER = re.compile(r"\d{1,6}")
_TELLING = 160  # letters of an abstract that tell records apart that are alike in all else


def reference(record: Record) -> str:
    """A name for *record* made of its own facts: the same wherever it is moved to.

    Signs, spaces and capitals do not matter. Records that state the same have the same.
    """
    facts = (
        unprotected(record.title),
        "\0".join(person.family for person in record.authors),
        str(record.year or ""),
        record.venue or "",
        *(record.volume or "", record.number or "", record.pages or ""),
        *(record.doi or "", record.arxiv or ""),
        (record.abstract or "")[:_TELLING],
    )
    told = "\0".join(facts).lower().translate(_SIGNS)
    return f"r-{hashlib.blake2b(told.encode('utf-8', 'replace'), digest_size=5).hexdigest()}"


class Index:
    """Records, to be asked which of them a reference means. Each table is made when it is needed:
    most files name records by two or three kinds of references."""

    def __init__(self, records: Sequence[Record], lock: Mapping[str, str]) -> None:
        self._records = records
        self._lock = lock

    def meant(self, ref: str) -> Positions:
        """The records that *ref* means; none if nobody can tell."""
        return self._found(ref.strip())[0]

    def is_vague(self, ref: str) -> bool:
        """Whether *ref* is a name that sources give to unlike records, such as "1" in two of them,
        or a key that two papers would have."""
        found, is_exact = self._found(ref.strip())
        return not is_exact and len({glue(self._records[n].title) for n in found}) > 1

    def _found(self, ref: str) -> tuple[Positions, bool]:
        """(the records that *ref* means, whether all of them must be meant)."""
        if named := self._ids.get(ref):
            return named, len(named) == 1
        found = self._places.get(ref)
        if not found and _REFERENCE.fullmatch(ref):
            found = self._references.get(ref, ())
        if not found and _DOI.match(ref):
            found = self._dois.get(identifiers.doi(ref) or "")
        if not found and any(sign.isdigit() for sign in ref):
            found = self._arxivs.get(identifiers.arxiv(ref) or "")
        if not found and keys.is_key(ref) and not _REFERENCE.fullmatch(ref):
            # A former key means its own records, so that what was merged by mistake can be parted.
            found = _of(self._keys, ref) or _of(self._former, ref)
            found = found or _of(self._keys, keys.leads_to(ref, self._lock))
            if not found:
                return _of(self._natural, ref), False
        return found or (), True

    def nearest(self, ref: str) -> str | None:
        """The reference most like *ref*, which means nothing; None if none is much like it."""
        place = _PLACE.fullmatch(ref.strip())
        lines = self._lines.get(place[1], []) if place else []
        if place and lines:
            wanted = int(place[2])
            return f"{place[1]}:{min(lines, key=lambda line: (abs(line - wanted), line))}"
        return self._names.nearest(ref.strip())

    def name(self, position: int) -> str:
        """The best short reference that means the record at *position* and no other."""
        record = self._records[position]
        stated = record.id if record.id != str(record.at) else ""
        # A small number is given out again by the next source.
        of_source = stated if stated and not _NUMBER.fullmatch(stated) else ""
        for name in (of_source, record.doi, record.arxiv):
            if name and self.meant(name) == (position,) and name == name.strip():
                return name
        own = self.reference_at(position)
        if self.meant(own) == (position,) or self.meant(str(record.at)) != (position,):
            return own
        return str(record.at)

    def reference_at(self, position: int) -> str:
        """The reference of the record at *position*."""
        return self._all_references[position]

    @cached_property
    def _ids(self) -> dict[str, Positions]:
        return _table((r.id, n) for n, r in enumerate(self._records) if r.id != str(r.at))

    @cached_property
    def _places(self) -> dict[str, Positions]:
        return _table((str(record.at), n) for n, record in enumerate(self._records))

    @cached_property
    def _all_references(self) -> tuple[str, ...]:
        return tuple(map(reference, self._records))

    @cached_property
    def _references(self) -> dict[str, Positions]:
        return _table((ref, n) for n, ref in enumerate(self._all_references))

    @cached_property
    def _dois(self) -> dict[str, Positions]:
        return _table((r.doi, n) for n, r in enumerate(self._records) if r.doi)

    @cached_property
    def _arxivs(self) -> dict[str, Positions]:
        return _table((r.arxiv, n) for n, r in enumerate(self._records) if r.arxiv)

    @cached_property
    def _keys(self) -> dict[str, Positions]:
        """By the key under which the most telling of their anchors is remembered."""
        return _spelled((key, n) for n, key in enumerate(self._own_keys) if key)

    @cached_property
    def _own_keys(self) -> tuple[str | None, ...]:
        return tuple(self._key(keys.anchors(record)) for record in self._records)

    @cached_property
    def _former(self) -> dict[str, Positions]:
        """By the key of what a record was before its facts were corrected."""
        return _spelled((key, n) for n, key in self._hinted.items() if key)

    @cached_property
    def _hinted(self) -> dict[int, str | None]:
        strange = (n for n, key in enumerate(self._own_keys) if key is None and self._lock)
        return {n: self._key(keys.hints(self._records[n])) for n in strange}

    @cached_property
    def _natural(self) -> dict[str, Positions]:
        """By the key that a record's facts suggest, where it is remembered under none."""
        return _spelled(
            (keys.natural(r.title, r.authors, r.year, [r.stated_key or ""]), n)
            for n, r in enumerate(self._records)
            if self._own_keys[n] is None and self._hinted.get(n) is None
        )

    def _key(self, names: Iterable[str]) -> str | None:
        return next((self._lock[name] for name in names if name in self._lock), None)

    @cached_property
    def _lines(self) -> dict[str, list[int]]:
        lines: dict[str, list[int]] = defaultdict(list)
        for record in self._records:
            lines[record.at.path].append(record.at.line)
        return lines

    @cached_property
    def _names(self) -> Names:
        known = (self._ids, self._dois, self._arxivs, self._lock.values(), self._natural)
        return Names(dict.fromkeys(name for names in known for name in names))


def names(records: Sequence[Record], lock: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The best short reference to each of *records*, which means it and no other.

    Its identifier in its source, DOI or arXiv identifier, whichever no other record has; else its
    ``reference``; of records that even state the same, the place.
    """
    index = Index(records, lock or {})
    return tuple(map(index.name, range(len(records))))


def _spelled(pairs: Iterable[tuple[str, int]]) -> dict[str, Positions]:
    """By each name as it is, else in lower case."""
    table = _table(pairs)
    return {**{name.lower(): found for name, found in table.items()}, **table}


def _of(table: Mapping[str, Positions], name: str) -> Positions:
    return table.get(name) or table.get(name.lower()) or ()


def _table(pairs: Iterable[tuple[str, int]]) -> dict[str, Positions]:
    table: dict[str, list[int]] = defaultdict(list)
    for name, position in pairs:
        table[name].append(position)
    return {name: tuple(found) for name, found in table.items()}
