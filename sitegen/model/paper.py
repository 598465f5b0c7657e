"""This is where one work is kept: the records judged to be the same, merged."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from sitegen.errors import Location
from sitegen.model.record import Description, Person
from sitegen.model.verdict import Point


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

    points: tuple[Point, ...] = ()
    """All that was weighed when it joined; empty for the first record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A value that a record states for a field and that the paper did not take."""

    value: str
    """The value, as text."""

    by: tuple[str, ...]
    """The records that state it, sorted: their names, or places where names recur."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field on which the records of one paper disagree."""

    field: str
    """Name of the field."""

    chosen: str
    """The value that the paper shows."""

    by: tuple[str, ...] = ()
    """The records that state it, sorted; empty if a note does."""

    rule: str
    """Why that one."""

    rejected: tuple[Claim, ...]
    """The other values, sorted."""

    weight: int = 0
    """How much it matters: 400 for an identifier, 300 for years more than one apart, 200 for
    another first author, 100 for the rest, 50 for links and keywords."""


def ranked(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """*conflicts* with those that matter most first, then by field."""
    return tuple(sorted(conflicts, key=lambda one: (-one.weight, one.field)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One publication of a work, as one or more of its records state it."""

    is_preprint: bool = False
    """Whether it lies on a preprint server and was not published otherwise."""

    title: str | None = None
    """Its title, where that has other words than the paper's."""

    authors: tuple[Person, ...] = ()
    """Its authors, where they are other people than the paper's."""

    year: int | None = None
    """Year of this version."""

    month: int | None = None
    """Month of this version, 1 to 12."""

    day: int | None = None
    """Day of the month, 1 to 31."""

    venue: str | None = None
    """Venue of this version."""

    volume: str | None = None
    """Volume of the venue."""

    number: str | None = None
    """Issue of the volume."""

    pages: str | None = None
    """Pages, as "117–140" or a single article number."""

    type: str | None = None
    """Kind of publication of this version, in BibTeX's words."""

    doi: str | None = None
    """DOI of this version."""

    editors: tuple[Person, ...] = ()
    """Editors of what it appeared in."""

    arxiv: str | None = None
    """arXiv identifier of this version."""

    isbn: str | None = None
    """ISBN of this version."""

    issn: str | None = None
    """ISSN of its venue."""

    pmid: str | None = None
    """PubMed identifier of this version."""

    url: str | None = None
    """Address of this version."""

    pdf: str | None = None
    """Address of its full text."""

    extra: tuple[tuple[str, str], ...] = ()
    """(name, value) of its further fields: publisher, address, series, edition."""

    records: tuple[str, ...] = ()
    """The records that state it, by place: their names, or places where names recur."""


_OWN = ("is_preprint", "title", "authors", "extra", "records")
PUBLICATION = tuple(field.name for field in fields(Version) if field.name not in _OWN)
"""The fields that belong to one publication of a work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Another paper that belongs to a paper without being the same work."""

    kind: str
    """What the other is to this one: "erratum", "has-erratum" (this is its erratum), "retraction",
    "reply", "comment", "review", "supplement", "extension", each with its "has-"; "part",
    "edition", "translation"."""

    key: str
    """The key of the other."""

    stated_key: str | None = None
    """The key by which the other is cited, where that is another."""

    @property
    def cited_as(self) -> str:
        """The key by which other programs know the other."""
        return self.stated_key or self.key


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
    """Its publications, where the records state more than one: the one that the paper shows, then
    what was published, then preprints, newest first."""

    conflicts: tuple[Conflict, ...] = ()
    """What its records disagree about, what matters most first."""

    relations: tuple[Relation, ...] = ()
    """The papers that belong to it, by kind and key; each of them names this one too."""

    @property
    def cited_as(self) -> str:
        """The key by which other programs know it: the curator's, or else our own."""
        return self.stated_key or self.key

    def place(self, name: str) -> Location | None:
        """Where the record stands that a conflict or a version calls *name*; None if unknown."""
        return next((m.at for m in self.mentions if name in (m.id, str(m.at))), None)


def publications(paper: Paper) -> tuple[Paper, ...]:
    """The versions of *paper* but for the first, each as a paper of its own for others to cite.

    Their keys are "<key>.preprint" and "<key>.2019"; no paper's own key has a full stop.
    """
    taken: set[str] = set()
    found: list[Paper] = []
    for version in paper.versions[1:]:
        base = "preprint" if version.is_preprint else str(version.year or "undated")
        name, count = base, 2
        while name in taken:
            name, count = f"{base}-{count}", count + 1
        taken.add(name)
        found.append(
            Paper(
                key=f"{paper.key}.{name}",
                title=version.title or paper.title,
                authors=version.authors or paper.authors,
                others=paper.others and not version.authors,
                extra=version.extra,
                **{field: getattr(version, field) for field in PUBLICATION},
            )
        )
    return tuple(found)


def shown_as(paper: Paper) -> tuple[Version, ...]:
    """The versions of *paper*, the first of which says what the paper says, corrections and all."""
    if not paper.versions:
        return ()
    own = {name: getattr(paper, name) for name in PUBLICATION if name not in _LINKS}
    return (replace(paper.versions[0], **own), *paper.versions[1:])


_LINKS = ("arxiv", "pmid", "url", "pdf")  # a paper has those of all its versions
