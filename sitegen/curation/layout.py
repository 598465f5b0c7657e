"""This is where it is found what stands where in TOML: ``tomllib`` says what a file means, not on
which lines it says so, and what is written into a file must leave all else as it is.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sitegen.errors import ContentError, Location

Path = tuple[str, ...]
"""The names that lead to a value, from the outermost table inward."""

_TOKEN = re.compile(
    r"(?P<comment>#[^\r\n]*)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*')"
    r"|(?P<sign>[\[\]{},=.])"
    r"|(?P<line>\n)"
    r"|(?P<space>[ \t\r]+)"
    r"|(?P<word>[^\s\[\]{},=.#\"']+)",
    re.DOTALL,
)
_DEEPEST = 3  # names of a path whose place is asked for: paper, its key, a field
_LINE = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a value stands."""

    start: int
    """Position of its first sign."""

    end: int
    """Position behind its last sign."""

    opens: str = ""
    """"[" of a list, "{" of a table in braces; empty for anything else."""

    items: tuple[tuple[int, int], ...] = ()
    """(start, end) of each item of a list or a table in braces."""

    comma: bool = False
    """Whether a comma stands behind the last item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One ``name = value``."""

    path: Path
    """All names that lead to the value, those of the table's header first."""

    header: Path
    """The names of the header below which it stands; empty above the first."""

    start: int
    """Position of the first sign of its name."""

    value: Span
    """Where its value stands."""

    is_inner: bool = False
    """Whether it stands inside a table in braces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What stands where."""

    pairs: tuple[Pair, ...]
    """In the order of the file."""

    headers: tuple[tuple[Path, int, int], ...]
    """(names, start, end) of each line that begins a table."""

    places: Mapping[Path, int] = field(default_factory=dict)
    """Position at which what each path of up to three names leads to is first named."""

    lists: Mapping[Path, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """(start, end) of each item of each list."""

    breaks: tuple[int, ...] = ()
    """Positions of the line ends."""

    def line(self, position: int) -> int:
        """1-based line of a *position*."""
        return bisect_right(self.breaks, position - 1) + 1

    def line_of(self, path: Path, item: int | None = None) -> int:
        """1-based line on which the value is stated to which *path* leads, or what holds it.

        Of a list that of one *item*, counted from 0.
        """
        if item is not None and path in self.lists:
            items = self.lists[path]
            return self.line(items[item][0]) if item < len(items) else self.line_of(path)
        path = path[:_DEEPEST]
        while path and path not in self.places:
            path = path[:-1]
        return self.line(self.places.get(path, 0))


_SAID_AGAIN = re.compile("Cannot (?:declare|overwrite)")
_TWICE = "each list and each table stands once: put what both say into the first, and delete this"
_WRITTEN = 'text stands in quotation marks, a list in brackets, with commas: ["a", "b"]'


# Any: whatever TOML can say.
def parse(text: str, path: str) -> tuple[dict[str, Any], Layout]:
    """What *text* says, and where.

    Raises:
        ContentError: *text* is not TOML; says the line.
    """
    try:
        return tomllib.loads(text), _Scan(text).layout()
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        reason = re.sub(r"\s*\(at .*\)$", "", str(error), flags=re.DOTALL)
        raise ContentError(
            f"this is not valid TOML: {reason[:1].lower()}{reason[1:]}",
            at=Location(path, line),
            hint=_TWICE if _SAID_AGAIN.match(reason) else _WRITTEN,
        ) from error
    except (RecursionError, ValueError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise ContentError(
            f"this is not valid TOML: {reason}",
            at=Location(path),
            hint="look for brackets or numbers without end",
        ) from error


class _Scan:
    """One walk through TOML that is known to be valid."""

    def __init__(self, text: str) -> None:
        self.found = [
            (str(m.lastgroup), m[0], m.start())
            for m in _TOKEN.finditer(text)
            if m.lastgroup not in ("space", "comment")
        ]
        self.found.append(("end", "", len(text)))
        self.breaks = tuple(m.start() for m in re.finditer("\n", text))
        self.at = 0
        self.pairs: list[Pair] = []
        self.headers: list[tuple[Path, int, int]] = []

    def layout(self) -> Layout:
        header: Path = ()
        while self.found[self.at][0] != "end":
            kind, sign, start = self.found[self.at]
            if kind == "line":
                self.at += 1
            elif sign == "[":
                header = self.header(start)
            else:
                self.pair(header, header, is_inner=False)
        places: dict[Path, int] = {}
        named = [(path, start) for path, start, _ in self.headers]
        for path, start in [*named, *((pair.path, pair.start) for pair in self.pairs)]:
            for n in range(1, min(len(path), _DEEPEST) + 1):
                places.setdefault(path[:n], start)
        return Layout(
            pairs=tuple(self.pairs),
            headers=tuple(self.headers),
            places=places,
            lists={pair.path: pair.value.items for pair in self.pairs},
            breaks=self.breaks,
        )

    def header(self, start: int) -> Path:
        while self.found[self.at][1] == "[":
            self.at += 1
        path = self.names("]")
        while self.found[self.at][1] == "]":
            self.at += 1
        self.headers.append((path, start, self.end()))
        return path

    def pair(self, header: Path, above: Path, *, is_inner: bool) -> None:
        start = self.found[self.at][2]
        path = (*above, *self.names("="))
        self.at += 1
        place = len(self.pairs)
        value = self.value(path)
        pair = Pair(path=path, header=header, start=start, value=value, is_inner=is_inner)
        self.pairs.insert(place, pair)

    def names(self, until: str) -> Path:
        """The names up to the sign *until*, which is left."""
        names: list[str] = []
        while self.found[self.at][1] != until:
            kind, token, _ = self.found[self.at]
            if kind == "text":
                names += tomllib.loads(f"{token} = 0")
            elif kind == "word":
                names.append(token)
            self.at += 1
        return tuple(names)

    def value(self, path: Path) -> Span:
        """The value that begins here, with all that is in it."""
        _, opens, start = self.found[self.at]
        if opens not in ("[", "{"):
            while self.found[self.at][1] not in (",", "]", "}", "\n", ""):
                self.at += 1
            return Span(start=start, end=self.end())
        closes = "]" if opens == "[" else "}"
        items: list[tuple[int, int]] = []
        comma = False
        self.at += 1
        while self.found[self.at][1] != closes:
            kind, token, begins = self.found[self.at]
            if kind == "line" or token == ",":
                comma = comma or token == ","
                self.at += 1
                continue
            if opens == "[":
                self.value(())
            else:
                self.pair((), path, is_inner=True)
            items.append((begins, self.end()))
            comma = False
        self.at += 1
        return Span(start=start, end=self.end(), opens=opens, items=tuple(items), comma=comma)

    def end(self) -> int:
        """The position behind the token that was read last."""
        _, token, start = self.found[self.at - 1]
        return start + len(token)
