"""This is where the strings that a BibTeX file defines are looked up (btxdoc, section 2).

Of several definitions of a name an entry gets the last one before it; where there is none, the
first one behind it, which BibTeX would not find. Names are the same in any case, and belong to
their file.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from sitegen.readers.bibtex.grammar import MONTHS
from sitegen.readers.bibtex.parse import parsed

LONGEST = 4_000
"""Characters of a string: definitions that double one another would grow without end."""

_DEEPEST = 50
_BODY = re.compile(r"@\s*\w+\s*[{(]")
_REFERRED = re.compile(r"[=#]\s*+([^\s\d{}\"#,()=][^\s{}\"#,()=]*+)")


class Strings:
    """The strings of one file."""

    def __init__(self, text: str, definitions: Iterable[tuple[int, int]]) -> None:
        """*definitions*: where in *text* each @string begins and ends, in order."""
        self._text = text
        self._places: dict[str, list[int]] = {}
        self._defined: dict[tuple[str, int], tuple[int, int]] = {}
        self._values: dict[tuple[str, int], str] = {}
        for start, end in definitions:
            for name in self._names(start, end):
                places = self._places.setdefault(name, [])
                if not places or places[-1] != start:
                    places.append(start)
                self._defined[name, start] = start, end

    def __bool__(self) -> bool:
        return bool(self._places)

    def _names(self, start: int, end: int) -> Iterator[str]:
        for name, _ in self._fields(start, end, {}):
            yield name.lower()

    def _fields(self, start: int, end: int, known: dict[str, str]) -> tuple[tuple[str, str], ...]:
        """(name, value) of what an @string defines: one, or by mistake several."""
        head = _BODY.match(self._text, start, end)
        body = self._text[head.end() if head else start : end]
        # A definition is an entry without a key.
        found = parsed(f"@string{'(' if head and head[0][-1] == '(' else '{'}string, {body}", known)
        return found.fields if found else ()

    def used(self, text: str, at: int) -> Iterator[tuple[str, str]]:
        """(name, value) of each string that *text*, which begins *at* a place, may refer to."""
        names = {found[1].lower() for found in _REFERRED.finditer(text)}
        for name in sorted(names):
            if name in self._places:
                yield name, self._value(name, at, 0)

    def lacks(self, text: str) -> bool:
        """Whether *text* refers to a string that nothing defines."""
        names = {found[1].lower() for found in _REFERRED.finditer(text)}
        return any(name not in self._places and name not in MONTHS for name in names)

    def _value(self, name: str, at: int, depth: int) -> str:
        places = self._places[name]
        index = bisect_left(places, at)
        place = places[index - 1] if index else places[0]
        if (name, place) not in self._values:
            self._values[name, place] = MONTHS.get(name, name)  # if it refers to itself
            start, end = self._defined[name, place]
            known = {}
            if depth < _DEEPEST:
                text = self._text[start:end]
                others = {found[1].lower() for found in _REFERRED.finditer(text)}
                known = {
                    other: self._value(other, place, depth + 1)
                    for other in sorted(others)
                    if other in self._places and (other != name or len(places) > 1)
                }
            stated = {n.lower(): v for n, v in self._fields(start, end, known)}
            self._values[name, place] = stated.get(name, name)[:LONGEST]
        return self._values[name, place]
