"""This is where a source is kept in its own words: its parts, and the items that they hold."""

from dataclasses import dataclass

from sitegen.errors import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a source that is read by itself, whatever happens to its neighbours.

    Equal but for ``path`` and ``line``, two parts hold the same entries: so that what was
    understood of one need not be read again.
    """

    path: str
    """The source."""

    text: str
    """The stretch, as the source has it."""

    line: int = 1
    """1-based line of the source on which it begins."""

    context: tuple[tuple[str, str], ...] = ()
    """(name, value) of what it refers to elsewhere in the source: strings, parents, a header."""

    entries: int | None = None
    """How many entries begin in it, counted before it is read; None if only reading can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a source: lossless and untyped, with its place."""

    fields: tuple[tuple[str, str], ...]
    """(name, value) in the source's order; a name may recur.

    Names are lower case, and those of BibTeX and biblatex where these have one; besides, ``venue``
    is where a work appeared (journal, booktitle), ``code``, ``data``, ``video``, ``slides`` and
    ``pdf`` are addresses, ``keyword`` is one keyword. The name says how a value is to be split into
    people: ``author`` and ``editor`` are BibTeX's lists ("A and B"), ``person`` and
    ``editorperson`` one name, ``authors`` and ``editors`` a list in any form ("A, B, C").
    """

    at: Location
    """Where the entry begins."""

    id: str | None = None
    """The name by which the source itself knows the entry."""

    is_key: bool = False
    """Whether *id* is a citation key that somebody chose."""

    is_tex: bool = False
    """Whether the values are LaTeX."""
