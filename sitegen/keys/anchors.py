"""This is where a record gets the names by which ``keys.lock`` knows it: 16 hex digits each."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from itertools import chain
from operator import attrgetter

from sitegen.model.record import Description, Record
from sitegen.text.fold import glue
from sitegen.text.markup import is_plain, unprotected

_TELLING_TITLE, _TELLING_TEXT = 12, 100  # letters; shorter ones recur
_TEXT = 300  # letters of an abstract that name its record,
_READ = 1000  # from so many characters
_IDENTIFIERS = ("doi", "arxiv", "pmid", "acl", "openreview")
_stated = attrgetter(*_IDENTIFIERS)
_FACTS = tuple(field.name for field in fields(Description))


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one record."""

    anchors: tuple[str, ...]
    """The names each of which speaks for a key, from those that tell most on: identifiers, place,
    title."""

    hints: tuple[str, ...]
    """The names that count only where no anchor speaks against them: headline and beginning."""

    is_identified: bool
    """Whether a DOI or another identifier is among them."""

    place: str | None
    """Its title with where it appeared; None if that is not stated."""

    title: str
    """Its title with its first author and its year."""

    headline: str | None
    """Its title with its first author: what it keeps when its year is corrected; None if the title
    is short. Two editions share it."""

    beginning: str | None
    """The beginning of its abstract: what it keeps when its title or an author is corrected."""


def names(record: Record) -> Names:
    """The names of *record*."""
    author = glue(record.authors[0].family) if record.authors else ""
    short = glue(record.title)
    whole = f"{short or record.title}|{author}|{record.year or ''}"
    where = "|".join(x or "" for x in (record.venue, record.volume, record.number, record.pages))
    text = _beginning(record.abstract) if record.abstract else ""
    stated = _stated(record)
    found = [
        hashed(f"{name}:{value}") for name, value in zip(_IDENTIFIERS, stated, strict=True) if value
    ]
    title = hashed(f"title:{whole}")
    place = hashed(f"place:{whole}|{where}") if where.strip("|") else None
    is_telling = author and len(short) >= _TELLING_TITLE
    headline = hashed(f"names:{short}|{author}") if is_telling else None
    beginning = hashed(f"text:{text}") if len(text) >= _TELLING_TEXT else None
    return Names(
        anchors=(*found, *((place,) if place else ()), title),
        hints=tuple(name for name in (headline, beginning) if name),
        is_identified=bool(found),
        place=place,
        title=title,
        headline=headline,
        beginning=beginning,
    )


def _beginning(abstract: str) -> str:
    """The first letters and digits of *abstract*, folded."""
    part = abstract[: _TEXT + 120]
    if is_plain(part):
        # Nothing after a space changes what stands before it, so that a part is often enough.
        found = glue(part[: max(0, part.rfind(" "))])
        if len(found) >= _TEXT:
            return found[:_TEXT]
    return glue(abstract[:_READ])[:_TEXT]


def anchors(record: Record) -> tuple[str, ...]:
    """The names of *record* that speak for a key, from those that tell most on.

    All of them are remembered, so that a record keeps its key when somebody adds its DOI.
    """
    return names(record).anchors


def hints(record: Record) -> tuple[str, ...]:
    """The names of *record* that count only where no anchor speaks against them."""
    return names(record).hints


def alone(known: Names) -> str:
    """The name of a record by all its names together: of those that share some with it."""
    return hashed("own:" + "|".join((*known.anchors, *known.hints)))


def facts(record: Record) -> str:
    """The name of a record by all that it states, in whatever file and line."""
    record = replace(record, title=unprotected(record.title))
    stated = (record.stated_key, *(getattr(record, name) for name in _FACTS))
    return hashed(f"facts:{stated!r}")


def counted(name: str, count: int) -> str:
    """The name of the *count*-th of those that share a name."""
    return hashed(f"{name}#{count}")


def hashed(text: str) -> str:
    """An anchor for *text*."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


def distinct(of_each: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """All of some names, each once, sorted."""
    return tuple(sorted(set(chain.from_iterable(of_each))))
