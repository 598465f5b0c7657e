"""This is where the pairs are chosen that are worth comparing: those that share a block."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sitegen.dedupe.normalise import Features

LARGEST = 40
"""Records that a block has at most; a larger one is cut by year and author first."""


def pairs(known: Sequence[Features]) -> list[tuple[int, int]]:
    """Positions (a, b), a < b, of the records to compare, sorted; linear in the records."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, record in enumerate(known):
        for name in _names(record):
            blocks[name].append(position)
    found: set[tuple[int, int]] = set()
    for members in blocks.values():
        for block in _small(members, known):
            found.update((a, b) for i, a in enumerate(block) for b in block[i + 1 :])
    return sorted(found)


def _names(record: Features) -> Iterator[tuple[str, ...]]:
    yield ("title", record.title)
    if record.doi:
        yield ("doi", record.doi)
    if record.arxiv:
        yield ("arxiv", record.arxiv)


def _small(members: list[int], known: Sequence[Features]) -> Iterator[list[int]]:
    """The block itself, or if it is too large, its parts of one year and one author each.

    "Editorial" a thousand times is a thousand works; a pair that is one work shares more than that.
    """
    if len(members) <= LARGEST:
        yield members
        return
    parts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position in members:
        record = known[position]
        author = min(record.families, default="")
        parts[(str(record.year), author, record.volume or "", record.pages or "")].append(position)
    for part in parts.values():
        yield from _stars(part)
    if not known[members[0]].is_generic:
        # Records that state less stand in another part than those that state more.
        yield from _stars([part[0] for part in parts.values()])


def _stars(part: list[int]) -> Iterator[list[int]]:
    """Blocks of which each holds the first of *part*, so that a work that a hundred records mention
    stays one: what agrees with the first is joined through it."""
    for start in range(1, max(2, len(part)), LARGEST):
        yield [part[0], *part[start : start + LARGEST]]
