"""This is where braces are matched, once for a stretch of text, whatever is missing."""

import re
from bisect import bisect_left

_BRACE = re.compile(r"[{}]")
_ESCAPED = re.compile(r"\\[{}]")
_UNESCAPED = re.compile(r"(?<!\\)[{}]")
_DEEPEST = 100  # pairs that are looked through for the one around a place


class Braces:
    """The braces of a stretch of text, each with its partner."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start = start
        self.closing: dict[int, int] = {}
        """Offset of the closing brace, by that of the opening one."""
        self.unclosed: list[int] = []
        """Offsets of the braces that nothing closes."""
        self.surplus: list[int] = []
        """Offsets of the braces that nothing opens."""
        self._positions: list[int] = []
        self._holders: list[int] = []  # the brace that is open behind each
        self._parents: dict[int, int] = {}  # the brace around each that opens
        opened = self.unclosed
        for found in _BRACE.finditer(text, start, end):
            at = found.start()
            if found[0] == "{":
                self._parents[at] = opened[-1] if opened else -1
                opened.append(at)
            elif opened:
                self.closing[opened.pop()] = at
            else:
                self.surplus.append(at)
            self._positions.append(at)
            self._holders.append(opened[-1] if opened else -1)

    @property
    def match(self) -> bool:
        """Whether each has its partner."""
        return not self.unclosed and not self.surplus

    def holder(self, at: int) -> int:
        """The innermost brace that is open before a place; -1 if none is."""
        index = bisect_left(self._positions, at) - 1
        return self._holders[index] if index >= 0 else -1

    def around(self, at: int, outer: int) -> int | None:
        """The brace within *outer* that holds what stands *at*; None if *outer* itself does."""
        brace = self.holder(at)
        for _ in range(_DEEPEST):
            if brace <= outer:
                return None
            parent = self._parents.get(brace, -1)
            if parent <= outer:
                return brace
            brace = parent
        return None


def masked(text: str) -> str:
    """*text* with the braces behind a backslash gone, which are signs to LaTeX, but not to BibTeX.

    Of the same length.
    """
    return _ESCAPED.sub("  ", text)


def balanced(value: str) -> str:
    """*value* without the braces that have no partner; one behind a backslash is a sign."""
    opened: list[int] = []
    unmatched: list[int] = []
    for found in _UNESCAPED.finditer(value):
        if found[0] == "{":
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            unmatched.append(found.start())
    if not opened and not unmatched:
        return value
    gone = {*opened, *unmatched}
    return "".join(sign for at, sign in enumerate(value) if at not in gone)
