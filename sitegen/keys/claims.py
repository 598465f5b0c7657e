"""This is where it is decided whose the keys are that papers had before.

Each name of a paper that ``keys.lock`` knows speaks for a key. A key belongs to the paper for which
most of its names speak; where none of them is left in the sources, to the paper to which it leads.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from sitegen.keys.anchors import Names, alone, counted, distinct, facts
from sitegen.keys.lock import Lock
from sitegen.model.record import Record

Known = Sequence[tuple[Record, Names]]
"""The records of a work, with their names."""

_ANCHOR, _HINT, _ALONE = 10, 1, 20  # what a name is worth; one of all names says more than a title
STATED = 1_000_000
"""What a key is worth to the work whose record has it from its curator: more than all its names."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Which names tell the works of a build apart."""

    anchors: tuple[tuple[str, ...], ...]
    """The anchors of each work that no other has."""

    hints: tuple[tuple[str, ...], ...]
    """The hints of each work that no other has."""

    shared: frozenset[str]
    """The anchors that more than one work has: they name none of them."""

    alone: tuple[tuple[tuple[str, bool], ...], ...]
    """For each record of each work a name that no other work has, and whether it needs it because
    some of its anchors are shared."""


def naming(works: Sequence[Known]) -> Naming:
    """The names of all *works*."""
    anchors = [distinct(names.anchors for _, names in own) for own in works]
    hints = [distinct(names.hints for _, names in own) for own in works]
    shared = _shared(anchors)
    shared_hints = _shared(hints)
    return Naming(
        anchors=tuple(_without(own, shared) for own in anchors),
        hints=tuple(_without(own, shared_hints) for own in hints),
        shared=shared,
        alone=tuple(_all_alone(works, shared)),
    )


def _without(own: tuple[str, ...], shared: frozenset[str]) -> tuple[str, ...]:
    return own if shared.isdisjoint(own) else tuple(name for name in own if name not in shared)


def _shared(of_each: Iterable[Iterable[str]]) -> frozenset[str]:
    often = Counter(chain.from_iterable(of_each))
    return frozenset(name for name, count in often.items() if count > 1)


def _all_alone(
    works: Sequence[Known], shared: frozenset[str]
) -> Iterator[tuple[tuple[str, bool], ...]]:
    """The name of each record by all that it has; by all that it states, if it must be; and by
    which of those it is, in the order of their places, if nothing else tells them apart."""
    first = [[alone(names) for _, names in own] for own in works]
    again = _shared(map(frozenset, first))
    stated = [
        [
            facts(record) if name in again else name
            for (record, _), name in zip(own, names, strict=True)
        ]
        for own, names in zip(works, first, strict=True)
    ]
    twice = _shared(map(frozenset, stated)) if again else frozenset()
    equal: dict[str, list[tuple[str, str]]] = {}
    for own, names in zip(works, stated, strict=True):
        for (record, _), name in zip(own, names, strict=True):
            if name in twice:
                equal.setdefault(name, []).append((str(record.at), record.id))
    order = {n: {p: i for i, p in enumerate(sorted(places))} for n, places in equal.items()}
    for own, names in zip(works, stated, strict=True):
        yield tuple(
            (
                counted(name, order[name][str(record.at), record.id]) if name in order else name,
                not shared.isdisjoint(known.anchors),
            )
            for (record, known), name in zip(own, names, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What the names of a work say that the lock knows."""

    worth: Mapping[str, int]
    """How much speaks for which key."""

    by_record: tuple[Mapping[str, int], ...]
    """That of each of its records alone."""


def heard(own: Known, position: int, named: Naming, lock: Lock) -> Said:
    """What is said for the work at a *position*, whose records are its *own*."""
    anchors = named.anchors[position]
    parted: set[str] = set()
    for (_, names), (name, _) in zip(own, named.alone[position], strict=True):
        if name in lock:
            # What it shares with a record of another paper says nothing in its own paper either.
            parted.update(names.anchors)
    said: dict[str, int] = {}  # what each name is worth: no name counts twice
    by_record: list[dict[str, int]] = []
    for (_, names), (name, _) in zip(own, named.alone[position], strict=True):
        spoken = {name: _ALONE} if name in lock else _anchored(names, anchors, parted, lock)
        said.update(spoken)
        by_record.append(_summed(spoken, lock))
    found = _summed(said, lock)
    hints = [name for name in named.hints[position] if name in lock]
    # Where anchors speak, hints can only agree: other works may have had them.
    agreeing = {lock[name] for name in hints} & found.keys()
    for key in agreeing:
        found[key] += _HINT
    for n, (_, names) in enumerate(own):
        if hints and not by_record[n]:
            counting = (name for name in _hints(names, is_sole=not said) if name in hints)
            by_record[n] = _summed(dict.fromkeys(counting, _HINT), lock)
            for key in by_record[n].keys() - agreeing:
                found[key] = found.get(key, 0) + by_record[n][key]
    for (record, _), spoken in zip(own, by_record, strict=True):
        # Whose record had a key from its curator has it still when a merge is undone.
        if record.stated_key and record.stated_key in spoken:
            found[record.stated_key] = found.get(record.stated_key, 0) + STATED
    return Said(found, tuple(by_record))


def _anchored(
    names: Names, anchors: Container[str], parted: Container[str], lock: Lock
) -> dict[str, int]:
    """The anchors of a record that count, with what each is worth."""
    # Two editorials of one year share all that they have; then it must do.
    counting = [
        name
        for name in names.anchors
        if name in lock and (name in anchors or not anchors) and name not in parted
    ]
    if names.place in counting and names.title in counting:
        counting.remove(names.title)  # that is part of the other, and others may have it
    return dict.fromkeys(counting, _ANCHOR)


def _hints(names: Names, *, is_sole: bool) -> Iterator[str]:
    """The hints that count for a record of which no anchor is known.

    An edition has the title and the author of another, but not its identifier.
    """
    if names.beginning:
        yield names.beginning
    if names.headline and is_sole and not names.is_identified:
        yield names.headline


def _summed(worth: Mapping[str, int], lock: Lock) -> dict[str, int]:
    """What names of some *worth* are worth together, by key."""
    found: dict[str, int] = {}
    for name, value in worth.items():
        found[lock[name]] = found.get(lock[name], 0) + value
    return found


@dataclass(slots=True)
class Claims:
    """Who has the keys that the lock knows."""

    home: dict[str, int] = field(default_factory=dict)
    """Position of the work that has a key."""

    worth: dict[str, dict[int, int]] = field(default_factory=dict)
    """How much speaks for each key, by position, also by way of former keys that lead to it."""


def settle(
    said: Sequence[Mapping[str, int]],
    further: Mapping[str, str],
    rank: Callable[[str, int], tuple[object, ...]],
) -> Claims:
    """The work that has each key, given what is *said*, and where former keys lead *further*.

    A former key is a paper's own again as soon as anchors speak for it elsewhere than where it
    leads: then the two were parted. Of works with equal claims the first by *rank* has the key.
    """
    claims = Claims()
    for position, own in enumerate(said):
        for key, count in own.items():
            claims.worth.setdefault(key, {})[position] = count
    inward = _inward(further)
    for key in inward:
        if key in claims.worth:
            home = _home(key, claims.worth[key], said, rank)
            claims.home[key] = home
            passed = claims.worth.setdefault(further[key], {})
            passed[home] = passed.get(home, 0) + claims.worth[key][home]
    for key, worth in claims.worth.items():
        if key not in further:
            claims.home[key] = _home(key, worth, said, rank)
    for key in reversed(inward):  # of whose papers nothing is left
        if key not in claims.home and further[key] in claims.home:
            claims.home[key] = claims.home[further[key]]
    return claims


def _home(
    key: str,
    worth: Mapping[int, int],
    said: Sequence[Mapping[str, int]],
    rank: Callable[[str, int], tuple[object, ...]],
) -> int:
    """The work that has *key*: by anchors of its own, else by all that leads to it."""
    if len(worth) == 1:
        return next(iter(worth))
    anchored = {n: said[n][key] for n in worth if said[n].get(key, 0) >= _ANCHOR}
    found = anchored or worth
    return min(found, key=lambda n: (-found[n], *rank(key, n)))


def _inward(further: Mapping[str, str]) -> list[str]:
    """The former keys, each before the one that it leads to."""
    depth: dict[str, int] = {}
    for start in further:
        way = []
        key = start
        while key in further and key not in depth:
            way.append(key)
            key = further[key]
        steps = depth.get(key, 0) + len(way)
        depth |= {passed: steps - n for n, passed in enumerate(way)}
    return sorted(further, key=lambda key: (-depth[key], key))
