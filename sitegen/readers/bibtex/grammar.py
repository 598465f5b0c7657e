"""This is where BibTeX that is written cleanly is read, by one regular expression.

It accepts less than the grammar (btxdoc, section 2), and what it accepts it reads as pybtex does,
at a tenth of the cost. What it refuses is not wrong: ``parse`` hands it on. No expression here
backtracks, so that none costs more than one look at each character.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.text.fold import words

TYPE = r"[^\W\d_][\w.:+*/-]*+"
"""The word behind an "@"."""

_NAME = r"[A-Za-z][A-Za-z0-9_.:+/-]*+"  # BibTeX allows more signs, people hardly use them
_KEY = r"[^\s,{}=\"#%()\\]++"
_DEEPEST = 4


def _nested(levels: int, but: str = "") -> str:
    """Text with balanced braces, *levels* deep, that holds none of the signs *but* outside them."""
    inside = r"[^{}]*+"
    for _ in range(levels - 1):
        inside = rf"[^{{}}]*+(?:\{{{inside}\}}[^{{}}]*+)*+"
    return rf"[^{{}}{but}]*+(?:\{{{inside}\}}[^{{}}{but}]*+)*+"


BRACED = _nested(_DEEPEST)
"""What may stand between two braces, four pairs deep."""

_QUOTED = _nested(_DEEPEST, '"')
_VALUE = rf"(?:\{{{BRACED}\}}|\"{_QUOTED}\"|[0-9]++|{_NAME})"
_FIELD = rf"{_NAME}\s*+=\s*+{_VALUE}\s*+(?:#\s*+{_VALUE}\s*+)*+"
_BODY = rf"\s*+{_KEY}\s*+(?:,\s*+(?:{_FIELD})?+)*+"

WHOLE = re.compile(rf"@\s*+{TYPE}\s*+(?:\{{{_BODY}\}}|\({_BODY}\))")
"""An entry that is written cleanly, from its "@" to the brace that closes it."""

STRING = re.compile(rf"@\s*+[A-Za-z]++\s*+(?:\{{\s*+{_FIELD},?\s*+\}}|\(\s*+{_FIELD},?\s*+\))")
"""The same for a definition: ``@string{name = "value"}``."""

_HEAD = re.compile(rf"@\s*+({TYPE})\s*+([{{(])\s*+({_KEY})\s*+")
_ONE = re.compile(
    rf"({_NAME})\s*+=\s*+(?:\{{({BRACED})\}}|\"({_QUOTED})\"|([0-9]++)|({_NAME}))\s*+(\#)?+"
)
_NEXT = re.compile(rf"\s*+(?:\{{({BRACED})\}}|\"({_QUOTED})\"|([0-9]++)|({_NAME}))\s*+(\#)?+")
_COMMAS = re.compile(r"[\s,]*+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """An entry as BibTeX sees it."""

    kind: str
    """The word behind the "@"."""

    key: str
    """Its key; empty if it has none."""

    fields: tuple[tuple[str, str], ...]
    """(name, value) in order, with strings resolved."""

    undefined: tuple[tuple[str, str], ...] = ()
    """(field, name) of each string that nothing defines; its name stands for its value."""

    deeds: tuple[str, ...] = ()
    """What was repaired: "a comma is missing before 'year'"."""


MONTHS: Mapping[str, str] = {
    name[:3].lower(): name
    for name in (
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    )
}
"""The strings that every style defines."""

_IN_WORDS = frozenset(
    [
        *(name.lower() for name in MONTHS.values()),
        *("sept", "spring", "summer", "autumn", "fall", "winter", "and", "early", "mid", "late"),
        *MONTHS,
    ]
)


class Macros:
    """The strings that an entry may refer to, in any case; remembers those that are not there."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known
        self.undefined: list[tuple[str, str]] = []

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._known or name.lower() in MONTHS

    def value(self, name: str, field: str) -> str:
        """What *name* stands for in *field*; itself if nothing defines it."""
        lower = name.lower()
        if lower in self._known:
            return self._known[lower]
        if lower in MONTHS:
            return MONTHS[lower]
        self.undefined.append((field.lower(), name))
        return name


def is_plain(field: str, name: str) -> bool:
    """Whether an undefined string is no string at all: a month in words, or another's key."""
    return field in ("month", "crossref", "xdata") or all(word in _IN_WORDS for word in words(name))


def clean(text: str, macros: Macros) -> tuple[Parsed, int] | None:
    """The entry at the beginning of *text* and where it ends; None if it is not written cleanly."""
    head = _HEAD.match(text)
    if not head:
        return None
    closing = "}" if head[2] == "{" else ")"
    fields: list[tuple[str, str]] = []
    position = head.end()
    while text.startswith(",", position):
        position = _COMMAS.match(text, position).end()  # type: ignore[union-attr]  # matches ""
        one = _ONE.match(text, position)
        if one is None:
            break
        name, braced, quoted, number, macro, more = one.groups()
        position = one.end()
        if more is None and macro is None:
            fields.append((name, braced or quoted or number or ""))
            continue
        literal = braced or quoted or number or ""
        parts = [literal if macro is None else macros.value(macro, name)]
        while more:
            following = _NEXT.match(text, position)
            if following is None:
                return None
            braced, quoted, number, macro, more = following.groups()
            position = following.end()
            literal = braced or quoted or number or ""
            parts.append(literal if macro is None else macros.value(macro, name))
        fields.append((name, "".join(parts)))
    if not text.startswith(closing, position):
        return None
    found = Parsed(
        kind=head[1], key=head[3], fields=tuple(fields), undefined=tuple(macros.undefined)
    )
    return found, position + 1
