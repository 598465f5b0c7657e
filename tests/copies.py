"""This is where records are disfigured as catalogues do it: copies whose originals are known."""

import json
import lzma
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sitegen import mentions
from sitegen.model.record import Record

SCALE = Path("scale") / "papers-100k.jsonl.xz"
"""The records, below the folder of the benchmarks."""

COPY = "copy-"
"""What the id of a copy has before that of its original."""

_SHARE = 0.2  # of all records that are copies
_LONG = 5  # letters of a word in which a slip is made

Stated = dict[str, Any]  # Any: what JSON can say


def records(source: Path, size: int) -> list[Record]:
    """*size* records, one in five a copy of another one; equal for equal arguments."""
    count = round(size * (1 - _SHARE))
    with lzma.open(source, "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in islice(file, count)]
    chance = random.Random(7)
    originals = chance.sample(lines, size - count)
    copies = [json.dumps(disfigured(json.loads(line), chance)) for line in originals]
    text = "\n".join([*lines, *copies])
    return mentions.gather([("papers.jsonl", text)], map, {}, "").records


def disfigured(stated: Stated, chance: random.Random) -> Stated:
    """A copy of what a record *stated*, changed in one way or in none."""
    how = chance.choice((_misspelt, _shouted, _forgotten, _initialled, _wrapped, _bare, _same))
    return {**how(stated, chance), "id": f"{COPY}{stated['id']}"}


def _misspelt(stated: Stated, chance: random.Random) -> Stated:
    """With a slip in a long word of the title: a letter is missing, another, or changed places."""
    words = stated["title"].split(" ")
    places = [n for n, word in enumerate(words) if len(word) > _LONG and word.isalpha()]
    if not places:
        return stated
    place = chance.choice(places)
    word = words[place]
    at = chance.randrange(1, len(word) - 1)
    rest = chance.choice(
        (word[at + 1 :], word[at + 1] + word[at] + word[at + 2 :], "e" + word[at + 1 :])
    )
    words[place] = word[:at] + rest
    return {**stated, "title": " ".join(words)}


def _shouted(stated: Stated, chance: random.Random) -> Stated:
    return {**stated, "title": stated["title"].upper()}


def _forgotten(stated: Stated, chance: random.Random) -> Stated:
    """Without some of what is stated."""
    lost = {name for name in ("authors", "year", "doi", "abstract") if chance.random() < 0.4}
    return {name: value for name, value in stated.items() if name not in lost}


def _initialled(stated: Stated, chance: random.Random) -> Stated:
    """With given names cut down to an initial."""
    return {**stated, "authors": [*map(_initials, stated.get("authors", ()))]}


def _initials(name: Any) -> Any:
    if not isinstance(name, str) or " " not in name:
        return name
    first, _, rest = name.partition(" ")
    return f"{first[0]}. {rest}"


def _wrapped(stated: Stated, chance: random.Random) -> Stated:
    """With a word of the title divided at the end of a line."""
    title = stated["title"]
    if len(title) > 20:
        at = chance.randrange(8, len(title) - 5)
        if title[at - 1 : at + 1].isalpha():
            title = f"{title[:at]}-\n{title[at:]}"
    return {**stated, "title": title}


def _bare(stated: Stated, chance: random.Random) -> Stated:
    return {name: one for name, one in stated.items() if name not in ("abstract", "authors")}


def _same(stated: Stated, chance: random.Random) -> Stated:
    return stated


def found(groups: Sequence[Sequence[Record]]) -> float:
    """The share of copies that are in one group with their originals."""
    group = {record.id: n for n, members in enumerate(groups) for record in members}
    pairs = list(_pairs(group))
    return sum(group[copy] == group[original] for copy, original in pairs) / max(1, len(pairs))


def _pairs(names: dict[str, int]) -> Iterator[tuple[str, str]]:
    return ((name, name.removeprefix(COPY)) for name in names if name.startswith(COPY))
