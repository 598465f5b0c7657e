"""This is where BibTeX is read. The grammar is pybtex's; each entry is parsed by itself.

A file is split at every ``@type{`` that begins a line, so that an entry that is broken costs itself
only: an unclosed brace does not swallow its neighbours.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import PybtexSyntaxError

from sitegen.errors import Location
from sitegen.findings import Finding, quarantined
from sitegen.model.entry import Entry, Part

_START = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)[ \t]*[{(]", re.MULTILINE)
_NAMES = {
    "journal": "venue",
    "journaltitle": "venue",
    "booktitle": "venue",
    "date": "year",
    "issue": "number",
    "annote": "note",
}


SUFFIXES = (".bib", ".bibtex")


def likelihood(text: str) -> float:
    """BibTeX has lines that begin with an @, a type and a brace."""
    return 0.9 if _START.search(text) else 0.0


def split(text: str, path: str) -> Iterator[Part]:
    """The whole of *text*: it is understood as a whole."""
    yield Part(path=path, text=text)


def read(part: Part) -> Iterator[Entry | Finding]:
    """Each entry of *part*, in order; those that pybtex refuses are quarantined."""
    text, path = part.text, part.path
    starts = [*_START.finditer(text)]
    ends = [*(start.start() for start in starts[1:]), len(text)]
    macros = _Macros(month_names)  # a copy: the parser adds each @string to it
    line, counted, done = 1, 0, 0
    for position, start in enumerate(starts):
        line += text.count("\n", counted, start.start())
        counted = start.start()
        if start.start() < done or start[1].lower() == "comment":
            continue
        at = Location(path, line)
        block = text[start.start() : ends[position]]
        parsed, problem = _parsed(block, macros)
        if "premature" in problem and position + 1 < len(starts):
            # An "@" that begins a line of a value: with what follows, the entry may be whole.
            longer = text[start.start() : ends[position + 1]]
            joined, still = _parsed(longer, macros)
            if not still:
                parsed, problem, done = joined, "", ends[position + 1]
        yield from _entry(parsed, problem, block, macros, at)


class _Macros(dict[str, str]):
    """The @strings of a file, whatever their case; an undefined one stands for its own name."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__(known)
        self.undefined: list[str] = []

    def __getitem__(self, name: str) -> str:
        if name.lower() not in self:
            self.undefined.append(name)
        return self.get(name.lower(), name)

    def __setitem__(self, name: str, value: str) -> None:
        super().__setitem__(name.lower(), value)


def _parsed(block: str, macros: _Macros) -> tuple[Any, str]:  # Any: pybtex has no types
    """The first command of *block* as pybtex parses it, or why it cannot."""
    problems: list[str] = []

    def note(error: PybtexSyntaxError) -> None:
        problems.append(str(error).partition(": ")[2] or str(error))

    macros.undefined.clear()
    first = next(iter(LowLevelParser(block, macros=macros, handle_error=note)), None)
    if problems or first is None:
        return None, problems[0] if problems else "the entry is not closed"
    return first, ""


def _entry(
    parsed: Any, problem: str, block: str, macros: _Macros, at: Location
) -> Iterator[Entry | Finding]:
    if problem:
        yield quarantined(
            "bibtex-syntax",
            f"not valid BibTeX: {problem}",
            at,
            block.rstrip(),
            hint="check commas, quotation marks and braces",
        )
        return
    command, content = parsed
    if command.lower() in ("string", "preamble"):
        return
    key, fields = content
    found = [("type", command.lower())]
    for name, parts in fields:
        lower = name.lower()
        found.append((_NAMES.get(lower, lower), "".join(parts)))
    yield Entry(fields=tuple(found), at=at, id=key, is_key=True, is_tex=True)
    for name in macros.undefined:
        yield Finding(
            code="undefined-macro",
            message=f"nothing defines the string '{name}'; its name is taken for its value",
            at=at,
            hint=f"add @string{{{name} = {{…}}}}, or put the value in braces",
        )
