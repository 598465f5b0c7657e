"""This is where a note is read: what a curator wrote about one paper.

A value is understood as one in a source is, and by the same code.
"""

import difflib
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sitegen import records
from sitegen.dedupe.merge import FIELDS
from sitegen.errors import Location
from sitegen.findings import Finding, quoted
from sitegen.model.entry import Entry
from sitegen.model.record import Description, Record
from sitegen.text import facts
from sitegen.text.facts import Fact

EXTRA = frozenset(
    [
        *("publisher", "address", "series", "edition", "institution", "school", "organization"),
        *("chapter", "note", "howpublished", "language", "subtitle"),
    ]
)
"""Further fields that a note may state."""

_SAME = {"journal": "venue", "booktitle": "venue", "keywords": "tags", "keyword": "tags"}
_PEOPLE = {"authors": ("authors", "person"), "editors": ("editors", "editorperson")}
_KNOWN = frozenset(
    [*FIELDS, *EXTRA, *_SAME, "tags", "date", "others", "author", "editor", "check_off"]
)
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
_ANY_TITLE = "x"  # a record must have a title, also where a note states another field


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a curator wrote about one paper."""

    name: str
    """The key of the paper, or one that it had before."""

    at: Location
    """Where the note stands."""

    # Any: each field has a type of its own, that of ``Description``.
    values: tuple[tuple[str, Any], ...] = ()
    """(name, value) of each field that it corrects; None or () where it takes the value away."""

    extra: tuple[tuple[str, str | None], ...] = ()
    """(name, value) of each further field."""

    tags: tuple[str, ...] | None = None
    """The tags, in place of those stated."""

    more: tuple[str, ...] = ()
    """Tags to be added."""

    fewer: tuple[str, ...] = ()
    """Tags to be taken away."""

    body: str | None = None
    """What is shown on the paper's page, in Markdown."""

    body_at: Location
    """Where that begins."""

    off: tuple[tuple[str, Location], ...] = ()
    """Codes of findings that are not wanted about this paper."""

    stated: Mapping[str, Location] = field(default_factory=dict)
    """Where each fact stands that it states, by name."""

    is_file: bool = True
    """Whether it is a file of its own, or else stands among the curator's decisions."""


def read(source: tuple[str, str]) -> tuple[Note, tuple[Finding, ...]]:
    """The note of *source*, a (path, text) pair, and what is wrong with it; the rest counts."""
    path, text = source
    head = facts.split(text)
    name = posixpath.splitext(posixpath.basename(path))[0]
    note, odd = of_facts(name, head.facts, Location(path, 1))
    note = replace(note, body=head.body, body_at=Location(path, head.line))
    return note, (*faults(head, path), *odd)


def of_facts(
    key: str, stated: Iterable[Fact], at: Location, beside: Iterable[str] = (), is_file: bool = True
) -> tuple[Note, tuple[Finding, ...]]:
    """The note about the paper *key* that stands at *at*, and what is wrong with its facts.

    *beside* are names of facts that are read elsewhere.
    """
    found: list[Finding] = []
    values: dict[str, Any] = {}
    extra: list[tuple[str, str | None]] = []
    tagging: dict[str, tuple[str, ...] | None] = {}
    off: tuple[tuple[str, Location], ...] = ()
    places: dict[str, Location] = {}
    for fact in stated:
        place = Location(at.path, fact.line)
        name = _SAME.get(fact.name, fact.name)
        places.setdefault(name, place)
        if name == "check_off":
            off = tuple((code, place) for code in _items(fact))
        elif name == "tags":
            tagging, mixed = _tagging(fact, place)
            found += mixed
        elif name in EXTRA and fact.value is None:
            extra.append((name, None))
        elif name in _KNOWN:
            said, more, odd = _values(name, fact, place)
            found += odd
            values |= {n: v for n, v in said.items() if n not in values or n == name}
            extra += more
        else:
            found.append(unknown(fact, at.path, {*_KNOWN, *beside}))
    note = Note(
        name=key,
        at=at,
        values=tuple(values.items()),
        extra=tuple(extra),
        tags=tagging.get("tags"),
        more=tagging.get("more") or (),
        fewer=tagging.get("fewer") or (),
        body_at=at,
        off=off,
        stated=places,
        is_file=is_file,
    )
    return note, tuple(found)


def faults(head: facts.Head, path: str) -> Iterator[Finding]:
    """A finding for each place where the front matter of a note or a page cannot be read."""
    for fault in head.faults:
        yield Finding(
            code="front-matter",
            message=fault.message,
            at=Location(path, fault.line),
            hint="write `name: value` lines between two lines ---, text with signs in it between "
            "quotation marks; the rest of the file counts",
        )


def unknown(fact: Fact, path: str, known: Iterable[str]) -> Finding:
    """The finding for a *fact* of a note or a page that nothing reads."""
    near = difflib.get_close_matches(fact.name[:60], sorted(known), n=1)
    return Finding(
        code="unknown-field",
        message=f"nothing reads the field {quoted(fact.name)}",
        at=Location(path, fact.line),
        hint=f"did you mean `{near[0]}`?" if near else f"known: {', '.join(sorted(known))}",
    )


def wrong(name: str, must: str, at: Location) -> Finding:
    """The finding for a value in a note or a page that is not what its field is for."""
    hint = "correct it; until then the field is as if the file did not state it"
    return Finding(code="bad-value", message=f"`{name}` must be {must}", at=at, hint=hint)


def _items(fact: Fact) -> tuple[str, ...]:
    """The items of a fact that is a list, or text with commas."""
    if fact.value is None:
        return ()
    items = fact.value.split(",") if isinstance(fact.value, str) else fact.value
    return tuple(item.strip() for item in items if item.strip())


def _tagging(
    fact: Fact, at: Location
) -> tuple[dict[str, tuple[str, ...] | None], tuple[Finding, ...]]:
    """What a note does to the tags: `[+a, -b]` changes them, `[a, b]` takes their place."""
    items = _items(fact)
    signed = [item for item in items if item[0] in "+-"]
    more = tuple(_keywords(item.lstrip("+") for item in items if item[0] != "-"))
    if not signed:
        return {"tags": more}, ()
    fewer = tuple(_keywords(item[1:] for item in items if item[0] == "-"))
    odd: tuple[Finding, ...] = ()
    if len(signed) < len(items):
        odd = (wrong(fact.name, "either all with a sign, [+a, -b], or all without", at),)
    return {"more": more, "fewer": fewer}, odd


def _keywords(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        fields_of = (("title", _ANY_TITLE), ("keyword", word.strip()))
        for item in records.parse(Entry(fields=fields_of, at=Location(""))):
            if isinstance(item, Record):
                yield from item.keywords


def _values(
    name: str, fact: Fact, at: Location
) -> tuple[dict[str, Any], list[tuple[str, str | None]], list[Finding]]:
    """(fields, further fields, findings) that one fact of a note comes to."""
    if name == "others":
        truth = _TRUTHS.get(str(fact.value).lower())
        return ({}, [], [wrong(name, "true or false", at)]) if truth is None else (
            {"others": truth}, [], []
        )  # fmt: skip
    if fact.value is None:
        return _nothing(name, at)
    words = _words(name, fact)
    if words is None:
        return {}, [], [wrong(name, "one value, not a list", at)]
    title = () if name == "title" else (("title", _ANY_TITLE),)
    parsed = records.parse(Entry(fields=(*title, *words), at=at))
    hint = "correct it; until then the field is as if the note did not state it"
    odd = [replace(item, raw=None, hint=hint) for item in parsed if isinstance(item, Finding)]
    record = next((item for item in parsed if isinstance(item, Record)), None)
    if record is None:
        return {}, [], odd
    bare = Record(id=record.id, at=at, title=record.title if name == "title" else _ANY_TITLE)
    values = {
        own.name: getattr(record, own.name)
        for own in fields(Description)
        if own.name != "extra"
        and (own.name == name or getattr(record, own.name) != getattr(bare, own.name))
    }
    if name in ("authors", "author"):
        values["others"] = record.others
    if name in EXTRA:
        values.pop(name, None)
        return values, [(n, v) for n, v in record.extra if n == name], odd
    refused = not values or not any(values.values())
    if refused and not odd:
        odd = [wrong(name, f"what its name says, not {quoted(words[0][1])}", at)]
    return ({} if refused else values), [], odd


def _nothing(
    name: str, at: Location
) -> tuple[dict[str, Any], list[tuple[str, str | None]], list[Finding]]:
    """What it comes to that a note takes the value of a field away."""
    if name == "title":
        return {}, [], [wrong(name, "stated: a paper is found by it", at)]
    own = {"author": "authors", "editor": "editors"}.get(name, name)
    if own == "date":
        return {"year": None, "month": None, "day": None}, [], []
    gone: dict[str, Any] = {own: () if own in _PEOPLE else None}
    return gone | ({"others": False} if own == "authors" else {}), [], []


def _words(name: str, fact: Fact) -> list[tuple[str, str]] | None:
    """The fields of an entry that say what *fact* says; None if it is a list and must not be."""
    if isinstance(fact.value, str):
        return [(name, fact.value)]
    plural = {"author": "authors", "editor": "editors"}.get(name, name)
    if plural not in _PEOPLE:
        return None
    return [(_PEOPLE[plural][1], item) for item in fact.value or ()]
