"""This is where it is guessed which name somebody meant who wrote one that does not exist."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable

_COMPARED = 50  # names that are compared letter by letter
_LONGEST = 200  # letters of a name that are looked at


class Names:
    """Names that exist, to be asked for the one most like another."""

    def __init__(self, names: Iterable[str]) -> None:
        # A slip leaves most pairs of letters as they are: to compare with every name would take
        # hours.
        self._alike: dict[str, list[str]] = defaultdict(list)
        for name in names:
            for pair in _pairs(name):
                self._alike[pair].append(name)

    def nearest(self, name: str) -> str | None:
        """The name most like *name*; None if none is much like it. Equal names give the same."""
        shared = Counter(found for pair in _pairs(name) for found in self._alike.get(pair, ()))
        near = sorted(shared, key=lambda found: (-shared[found], found))[:_COMPARED]
        best = difflib.get_close_matches(name[:_LONGEST].lower(), near, n=1)
        return best[0] if best else None


def _pairs(name: str) -> set[str]:
    """The pairs of letters of *name*, its edges marked."""
    marked = f"^{name[:_LONGEST].lower()}$"
    return {marked[n : n + 2] for n in range(len(marked) - 1)}
