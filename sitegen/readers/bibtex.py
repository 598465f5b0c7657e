"""This is where BibTeX is read. The grammar is pybtex's; each entry is parsed by itself.

A file is split at every ``@type{`` that begins a line, so that an entry that is broken costs itself
only: an unclosed brace does not swallow its neighbours.
"""

import re
from collections.abc import Iterator

from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.scanner import PybtexSyntaxError

from sitegen.errors import Location
from sitegen.findings import Finding, quarantined
from sitegen.model.entry import Entry

_START = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)[ \t]*[{(]", re.MULTILINE)
_NAMES = {
    "journal": "venue",
    "journaltitle": "venue",
    "booktitle": "venue",
    "date": "year",
    "issue": "number",
    "annote": "note",
}


def likelihood(text: str) -> float:
    """BibTeX has lines that begin with an @, a type and a brace."""
    return 0.9 if _START.search(text) else 0.0


def read(text: str, path: str) -> Iterator[Entry | Finding]:
    """Each entry of *text*, in order; those that pybtex refuses are quarantined."""
    starts = list(_START.finditer(text))
    if not starts:
        return
    ends = [start.start() for start in starts[1:]] + [len(text)]
    macros: dict[str, str] = dict(month_names)  # a copy: the parser adds each @string to it
    line, counted = 1, 0
    for start, end in zip(starts, ends, strict=True):
        line += text.count("\n", counted, start.start())
        counted = start.start()
        kind = start[1].lower()
        if kind == "comment":
            continue
        yield from _block(text[start.start() : end], kind, macros, Location(path, line))


def _block(
    block: str, kind: str, macros: dict[str, str], at: Location
) -> Iterator[Entry | Finding]:
    problems: list[PybtexSyntaxError] = []
    undefined: list[str] = []

    def note(error: Exception) -> None:
        if isinstance(error, UndefinedMacro):
            undefined.append(str(error))
        elif isinstance(error, PybtexSyntaxError):
            problems.append(error)

    parsed = list(LowLevelParser(block, macros=macros, handle_error=note))
    if kind in ("string", "preamble"):
        return
    if problems or not parsed:
        reason = str(problems[0]).partition(": ")[2] if problems else "the entry is not closed"
        yield quarantined(
            "bibtex-syntax",
            f"not valid BibTeX: {reason}",
            at,
            block.rstrip(),
            hint="check commas, quotation marks and braces",
        )
        return
    command, (key, fields) = parsed[0]
    found = [("type", command.lower())]
    for name, parts in fields:
        lower = name.lower()
        found.append((_NAMES.get(lower, lower), "".join(parts)))
    yield Entry(fields=tuple(found), at=at, id=key, is_key=True, is_tex=True)
    for message in undefined:
        yield Finding(code="undefined-macro", message=message, at=at)
