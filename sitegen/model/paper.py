"""This is where one work is kept: the records judged to be the same, merged."""

from dataclasses import dataclass

from sitegen.errors import Location
from sitegen.model.record import Description


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One record that a paper was made from."""

    id: str
    """The record's name."""

    at: Location
    """Where it stands."""

    gave: tuple[str, ...] = ()
    """Names of the fields whose value the paper took from it."""

    because: str = ""
    """The rule by which it was recognised as the same paper; empty for the first record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A value that a record states for a field and that the paper did not take."""

    value: str
    """The value, as text."""

    by: tuple[str, ...]
    """Names of the records that state it, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field on which the records of one paper disagree."""

    field: str
    """Name of the field."""

    chosen: str
    """The value that the paper shows."""

    rule: str
    """Why that one."""

    rejected: tuple[Claim, ...]
    """The other values, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One publication of a work, as one or more of its records state it."""

    year: int | None = None
    """Year of this version."""

    venue: str | None = None
    """Venue of this version."""

    type: str | None = None
    """Kind of publication of this version, in BibTeX's words."""

    doi: str | None = None
    """DOI of this version."""

    arxiv: str | None = None
    """arXiv identifier of this version."""

    url: str | None = None
    """Address of this version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Description):
    """One work: what a page is about."""

    key: str
    """The citation key, for ever; also the address ``papers/<key>.html``."""

    stated_key: str | None = None
    """The citation key that a curator gave it, where that can be cited but is no file name."""

    aliases: tuple[str, ...] = ()
    """Keys that this paper had before; they lead here."""

    tags: tuple[str, ...] = ()
    """Names of the tags that it states, variants folded, in the order stated."""

    inferred_tags: tuple[str, ...] = ()
    """Names of tags found in its title, then its abstract; empty if it states any itself."""

    notes: str | None = None
    """What the curator wrote about it, in Markdown."""

    mentions: tuple[Mention, ...] = ()
    """The records it was made from, by place."""

    corrections: tuple[Mention, ...] = ()
    """The notes that corrected it: what a note gave comes from no record."""

    versions: tuple[Version, ...] = ()
    """Its publications, newest first, where the records state more than one."""

    conflicts: tuple[Conflict, ...] = ()
    """What its records disagree about, by field."""

    @property
    def cited_as(self) -> str:
        """The key by which other programs know it: the curator's, or else our own."""
        return self.stated_key or self.key
