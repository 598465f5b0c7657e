"""This is where text becomes entries: one module per format, found by listing this folder.

A reader looks at the content to say whether a text is in its format; a file's suffix only tips the
balance between two. It splits the text into parts that can be read apart from each other, and
yields for each, in order, an ``Entry`` for every item, or a finding with ``raw`` in place of an
item that it cannot make out, so that none is lost; other findings tell what a curator should know.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quarantined, quoted
from sitegen.model.entry import Entry, Part
from sitegen.parsing import fences, json_elements

LONGEST_LINE = 2_000_000
"""Characters from which on a line is set aside unread."""


_TELLING = 200_000  # characters by which a format is told
_SHOWN = "bibtex"  # what documents show as code
_SHOWING = frozenset({"listing", "lists", "outline"})
_SURE = 0.5  # likelihood from which on code is read
_SUFFIX_SAYS = 0.15  # what a suffix adds to a likelihood: it may lie, but breaks a tie


class Reader(Protocol):
    """What a module in this folder offers."""

    SUFFIXES: tuple[str, ...]
    """How the names of such files usually end, in lower case: (".bib",)."""

    def likelihood(self, text: str) -> float:
        """How likely *text* is in this format: 0 (it is not) to 1 (it can be nothing else)."""
        ...

    def split(self, text: str, path: str) -> Iterator[Part]:
        """The parts of *text* in order, as small as they can be read alone; cheap."""
        ...

    def read(self, part: Part) -> Iterator[Entry | Finding]:
        """Each entry of *part*, or the finding that stands in for it, in order."""
        ...


@lru_cache(maxsize=1)
def discover() -> dict[str, Reader]:
    """Every reader in this package, by name. A module that fails to import fails here."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}


def read(source: tuple[str, str]) -> tuple[Entry | Finding, ...]:
    """What *source*, a (path, text) pair, holds, by the reader that recognises it best."""
    parts = split(source)
    return tuple(
        item
        for part in parts
        for item in ((part,) if isinstance(part, Finding) else read_part(part))
    )


def read_part(named: tuple[str, Part]) -> tuple[Entry | Finding, ...]:
    """What a part holds, by the reader of that name."""
    name, part = named
    return tuple(discover()[name].read(part))


def split(source: tuple[str, str]) -> tuple[tuple[str, Part] | Finding, ...]:
    """(name of the reader, part) for each part of *source*, a (path, text) pair, in order.

    A text that no reader recognises is one quarantined entry; an empty one is a finding.
    """
    path, text = source
    text, found = _without_giants(text, path)
    if found and not text.strip():
        return found
    if not text.strip():
        message, hint = "the file is empty", "fill it, or take it out of the sources"
        return (Finding(code="empty-source", message=message, at=Location(path), hint=hint),)
    name = recognised(text, path)
    if name is None:
        known = ", ".join(discover())
        return (
            quarantined(
                "unknown-format",
                f"no reader recognises this file: {quoted(text)}",
                Location(path, 1),
                text,
                hint=f"formats that are read: {known}",
            ),
        )
    said, parts = _parts(name, text, path)
    return (*found, *said, *parts)


def _parts(
    name: str, text: str, path: str
) -> tuple[tuple[Finding, ...], tuple[tuple[str, Part], ...]]:
    """What is to be said of *text*, and its parts by the reader of that *name*, in order.

    BibTeX that a document shows as code has parts of its own.
    """
    reader, cited = discover()[name], discover()[_SHOWN]
    set_apart = None
    if name in _SHOWING:
        set_apart = fences.apart(
            text, lambda code: cited.likelihood(code) > _SURE, is_list=name == "lists"
        )
    if set_apart is None:
        return (), tuple((name, part) for part in reader.split(text, path))
    parts = [(_SHOWN, part) for part in cited.split(set_apart.code, path)]
    if set_apart.document.strip():
        parts += [(name, part) for part in reader.split(set_apart.document, path)]
    parts.sort(key=lambda named: named[1].line)
    return _skipped(set_apart.headings, path), tuple(parts)


def _skipped(headings: tuple[tuple[int, str], ...], path: str) -> tuple[Finding, ...]:
    """The finding that names *headings* which hold nothing but what was set apart."""
    if not headings:
        return ()
    return (
        Finding(
            code="page-furniture",
            message="not read as papers: " + ", ".join(quoted(text, 400) for _, text in headings),
            at=Location(path, headings[0][0]),
            severity=Severity.NOTE,
        ),
    )


def recognised(text: str, path: str) -> str | None:
    """The name of the reader that is likeliest to be right about *text*; None if none is."""
    suffix = f".{path.rpartition('.')[2].lower()}"
    if len(text) > _TELLING:  # its beginning tells, up to the end of a line if there is one near
        text = text[: text.rfind("\n", _TELLING // 2, _TELLING) + 1 or _TELLING]
    ranked: list[tuple[float, str]] = []
    for name, reader in discover().items():
        likelihood = reader.likelihood(text)
        if likelihood:
            ranked.append((-likelihood - _SUFFIX_SAYS * (suffix in reader.SUFFIXES), name))
    return min(ranked)[1] if ranked else None


def _without_giants(text: str, path: str) -> tuple[str, tuple[Finding, ...]]:
    """*text* with each line that no person wrote emptied, and the findings in their place.

    A line of megabytes is a dump or an accident; no reader needs to be proof against it. Programs
    write lists in JSON that way, which are left alone if they are whole.
    """
    if len(text) <= LONGEST_LINE:
        return text, ()
    lines = text.split("\n")
    giants = {
        line
        for line in lines
        if len(line) > LONGEST_LINE and not json_elements.are_whole(line, LONGEST_LINE)
    }
    found = tuple(
        quarantined(
            "too-long",
            f"a line of {len(line):,} characters: {quoted(line)}",
            Location(path, number),
            line,
            hint="break it into lines, an entry each",
        )
        for number, line in enumerate(lines, 1)
        if line in giants
    )
    kept = ("" if line in giants else line for line in lines)
    return "\n".join(kept), found
