"""This is where one item of a source is kept in that source's own words."""

from dataclasses import dataclass

from sitegen.errors import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a source: lossless and untyped, with its place."""

    fields: tuple[tuple[str, str], ...]
    """(name, value) in the source's order; a name may recur.

    Names are lower case. Three of them say how a value is to be split into people: ``person`` is
    one name, ``author`` is BibTeX's list ("A and B"), ``authors`` a list in any form ("A, B, C").
    """

    at: Location
    """Where the entry begins."""

    id: str | None = None
    """The name by which the source itself knows the entry."""

    is_key: bool = False
    """Whether *id* is a citation key that somebody chose."""

    is_tex: bool = False
    """Whether the values are LaTeX."""
