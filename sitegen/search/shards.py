"""This is where lists are cut into files that change little when one of their items does.

Where a list is cut depends on the items near the cut alone (content-defined chunking, as rsync and
backup programs do it), so an item more changes one or two files; a file is named after its content.
"""

import base64
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence

NAME = 5
"""Letters of a file's name: 25 bits. The directory, which every reader fetches, is mostly names;
two files of one build with one name are told apart."""


def cut(names: Sequence[str], sizes: Sequence[int], target: int) -> Iterator[tuple[int, int]]:
    """(first, end) of each part; most have some *target* bytes, an item of half of it is alone."""
    first, size = 0, 0
    for place, (name, own) in enumerate(zip(names, sizes, strict=True)):
        is_alone = 2 * own >= target
        is_full = size + own > 2 * target
        if place > first and (is_alone or is_full or (size >= target // 2 and _is_edge(name))):
            yield first, place
            first, size = place, 0
        size += own
        if is_alone:
            yield first, place + 1
            first, size = place + 1, 0
    if first < len(names):
        yield first, len(names)


def cut_into(names: Sequence[str], sizes: Sequence[int], most: int) -> list[tuple[int, int]]:
    """At most *most* parts, as small as that allows, but not below what a request is worth."""
    target = 4096
    while len(parts := list(cut(names, sizes, target))) > most:
        target += target // 16
    return parts


def _is_edge(name: str) -> bool:
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % 16 == 0


def edge(last: str, first: str) -> str:
    """The shortest beginning of *first* that comes after *last*."""
    shared = next(
        (n for n, (a, b) in enumerate(zip(last, first, strict=False)) if a != b), len(last)
    )
    return first[: shared + 1]


def front_coded(words: Iterable[str]) -> str:
    """Words in order: of each how much of the one before it repeats, a sign, and the rest."""
    last, coded = "", []
    for word in words:
        shared = 0
        for one, other in zip(last[:60], word, strict=False):
            if one != other:
                break
            shared += 1
        coded.append(chr(33 + shared) + word[shared:])
        last = word
    return " ".join(coded)


def front_decoded(coded: str) -> list[str]:
    """The words that ``front_coded`` has made *coded* of."""
    found, last = list[str](), ""
    for one in coded.split(" ") if coded else ():
        last = last[: ord(one[0]) - 33] + one[1:]
        found.append(last)
    return found


class Names:
    """Gives each file of a build the name that its content has, and no two the same."""

    def __init__(self) -> None:
        self._given: dict[str, bytes] = {}

    def of(self, text: str) -> str:
        """The name of the file that holds *text*: letters and digits of RFC 4648's base 32."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        name = base64.b32encode(digest).decode("ascii").lower().rstrip("=")
        start = 0
        while self._given.setdefault(name[start : start + NAME], digest) != digest:
            start += 1
        return name[start : start + NAME]
