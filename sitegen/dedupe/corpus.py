"""This is where all records together are asked what their titles say."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.dedupe.normalise import Features

_OFTEN = 3  # works; a title that so many have names none of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What all records together say about titles."""

    often: Mapping[str, int] = field(default_factory=dict)
    """How many different titles have a word; words of one title only are left out."""

    reused: frozenset[str] = frozenset()
    """Titles, glued, that several works have: of columns that recur with each year or volume."""


NOTHING = Corpus()


def corpus(known: Sequence[Features]) -> Corpus:
    """What the records whose features are *known* say together."""
    titles = {one.title.glued: one.title.words for one in known}
    often = Counter(word for words in titles.values() for word in {*words})
    places: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for one in known:
        found = places[one.title.glued]
        if one.volume:
            found.add(("volume", one.volume, one.number))
        if one.doi and not one.is_preprint:
            found.add(("doi", one.doi))
        if one.venue.words and one.year:
            found.add((one.venue.words, one.year))
    reused = frozenset(
        title
        for title, found in places.items()
        if len(found) >= _OFTEN and max(Counter(kind for kind, *_ in found).values()) >= _OFTEN
    )
    return Corpus(often={word: n for word, n in often.items() if n > 1}, reused=reused)
