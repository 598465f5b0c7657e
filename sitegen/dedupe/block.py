"""This is where the pairs are chosen that are worth comparing: those that share a block."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from sitegen.dedupe.normalise import Features
from sitegen.dedupe.pair import share_a_name

LARGEST = 40
"""Records that a block has at most; a larger one is cut."""

_FEW = 10  # records that share two rare words at most; more do not make them rare
_RARE = 5  # of a title's words
_ALIKE = 66  # of 100: titles are so like each other at least, unless something else is equal
_WITHIN = 90  # of 100: or one is so like a part of the other

Blocks = dict[int, list[int]]
"""Positions of the records that are in a block, by its name's checksum."""


def pairs(known: Sequence[Features], often: Mapping[str, int]) -> list[tuple[int, int]]:
    """Positions (a, b), a < b, of the records to compare, sorted; linear in the records."""
    sure: Blocks = defaultdict(list)
    hinted: Blocks = defaultdict(list)
    loose: Blocks = defaultdict(list)
    number = {word: n for n, word in enumerate(often)}
    for position, record in enumerate(known):
        for name in record.names_of_one:
            sure[name].append(position)
        for name in record.hints:
            hinted[name].append(position)
        for name in _rare_pairs(record, often, number):
            loose[name].append(position)
    found = {
        pair
        for members in sure.values()
        if len(members) > 1
        for pair in _small(members, known)
    }  # fmt: skip
    seen = set(found)
    for blocks, most in ((hinted.values(), LARGEST), (loose.values(), _FEW)):
        for pair in _within(blocks, most):
            if pair not in seen:
                seen.add(pair)
                a, b = known[pair[0]], known[pair[1]]
                if _are_alike(a, b) or share_a_name(a, b):
                    found.add(pair)
    return sorted(found)


def _within(blocks: Iterable[Sequence[int]], most: int) -> Iterator[tuple[int, int]]:
    """The pairs of each of *blocks* that has no more than *most* records."""
    for members in blocks:
        if 1 < len(members) <= most:
            yield from combinations(members, 2)


def _are_alike(a: Features, b: Features) -> bool:
    one, other = a.title.glued, b.title.glued
    return (
        fuzz.ratio(one, other, score_cutoff=_ALIKE) > 0
        or fuzz.partial_ratio(one, other, score_cutoff=_WITHIN) > 0
    )


def _rare_pairs(
    record: Features, often: Mapping[str, int], number: Mapping[str, int]
) -> Iterator[int]:
    """The pairs of the rarest words of a title that others have too, each as one number."""
    words = {w for w in record.title.words if len(w) > 2 and often.get(w, 0) > 1}
    rare = sorted((often[w], w) for w in words)[:_RARE]
    for one, other in combinations(sorted(number[w] for _, w in rare), 2):
        yield one * len(number) + other


def _small(members: list[int], known: Sequence[Features]) -> Iterator[tuple[int, int]]:
    """The pairs of a block; of a large one those that share a year, volume or author too.

    "Editorial" a thousand times is a thousand works; a pair that is one work shares more than that.
    """
    if len(members) <= LARGEST:
        yield from combinations(members, 2)
        return
    parts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position in members:
        record = known[position]
        author = min((n.family for n in record.names), default="")
        parts[str(record.year), author, record.volume, record.first_page].append(position)
    for part in parts.values():
        yield from _stars(part)
    if not known[members[0]].is_generic:
        # Records that state less stand in another part than those that state more.
        yield from _stars([part[0] for part in parts.values()])


def _stars(part: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of which each holds the first of *part*, and neighbours: so that a work that a hundred
    records mention stays one."""
    for start in range(1, len(part), LARGEST):
        chunk = [part[0], *part[start : start + LARGEST]]
        yield from combinations(chunk, 2)
