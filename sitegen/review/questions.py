"""This is where it is put together what a curator is asked: doubtful pairs, conflicts, authors."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sitegen.curation.references import Index
from sitegen.dedupe import Grouping
from sitegen.dedupe.conflicts import as_text
from sitegen.errors import Location
from sitegen.model.paper import Conflict, Paper
from sitegen.model.person import Proposal
from sitegen.model.record import Person, Record
from sitegen.model.verdict import Orders, Point
from sitegen.notes.note import Note
from sitegen.text.names import to_bibtex

Value = str | int | tuple[str, ...]


class Kind(StrEnum):
    """What a question is about."""

    PAIRS = "pairs"
    """Whether two records are one work."""

    CONFLICTS = "conflicts"
    """Which of the values that records state is right."""

    AUTHORS = "authors"
    """Whether two names are one person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Whether two records are one work."""

    first: Record
    second: Record

    refs: tuple[str, str]
    """What the curation file calls them."""

    works: tuple[int, int]
    """The works that they were found to belong to; two other records may be of the same two."""

    points: tuple[Point, ...] = ()
    """All that was weighed."""

    because: str = ""
    """Why they were not joined although the points say so; empty if they do not."""

    @property
    def kind(self) -> Kind:
        return Kind.PAIRS


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value that a field may have."""

    text: str
    """As it is shown."""

    value: Value
    """As a correction states it."""

    by: tuple[str, ...]
    """The records that state it."""

    beside: tuple[str, ...] = ()
    """What else each of these says about where and when the work appeared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which of the values that the records of a paper state for a field is right."""

    key: str
    """The paper's key."""

    title: str
    """The paper's title, as marked text."""

    field: str
    """Name of the field."""

    rule: str
    """Why the first of the options was chosen."""

    options: tuple[Option, ...]
    """At least two; the paper shows the first."""

    @property
    def kind(self) -> Kind:
        return Kind.CONFLICTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Whether two names are one person's."""

    proposal: Proposal
    """The names, and what speaks for one person."""

    first_papers: tuple[Paper, ...] = ()
    """The papers under the first name, by key."""

    second_papers: tuple[Paper, ...] = ()
    """The papers under the second."""

    @property
    def kind(self) -> Kind:
        return Kind.AUTHORS


Question = Pair | Choice | Alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What the questions are made from."""

    records: Sequence[Record] = ()
    """All records, in the order that the orders count them by."""

    lock: Mapping[str, str] = field(default_factory=dict)
    """The keys that they are remembered under."""

    grouping: Grouping = field(default_factory=lambda: Grouping(clusters=()))
    """Which of them are one work, and what is unsure about it."""

    orders: Orders = field(default_factory=Orders)
    """What the curation file says about them already."""

    papers: Sequence[Paper] = ()
    """The papers made from them."""

    notes: Mapping[str, Sequence[Note]] = field(default_factory=dict)
    """The corrections that there are already, by the key of their paper."""

    proposals: Sequence[Proposal] = ()
    """Names that may be one person's, the likeliest first."""


def questions(material: Material, kinds: Iterable[Kind] = Kind) -> tuple[Question, ...]:
    """What is to be asked: pairs, the likeliest first; then conflicts, the gravest first; then
    authors. What the curation file answers already is left out."""
    asked: dict[Kind, Iterator[Question]] = {
        Kind.PAIRS: _pairs(material),
        Kind.CONFLICTS: _choices(material),
        Kind.AUTHORS: _alike(material),
    }
    wanted = set(kinds)
    return tuple(one for kind, some in asked.items() if kind in wanted for one in some)


def _pairs(material: Material) -> Iterator[Pair]:
    """One question for any two works, however many of their records are alike."""
    positions = _Positions(material.records)
    clusters = enumerate(material.grouping.clusters)
    work = {positions.of(record): n for n, cluster in clusters for record in cluster.records}
    name = Index(material.records, material.lock).name
    done = {_both(work[a], work[b]) for a, b in material.orders.not_same}
    for doubt in (*material.grouping.review, *material.grouping.refused):
        first, second = positions.of(doubt.first), positions.of(doubt.second)
        works = work[first], work[second]
        refs = name(first), name(second)
        if works[0] != works[1] and _both(*works) not in done and refs[0] != refs[1]:
            done.add(_both(*works))
            yield Pair(
                first=doubt.first,
                second=doubt.second,
                refs=refs,
                works=works,
                points=doubt.verdict.points,
                because=doubt.because,
            )


class _Positions:
    """Where each record stands in the list of all; two on one line may have one name."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._found: dict[tuple[Location, str], list[int]] = defaultdict(list)
        for position, record in enumerate(records):
            self._found[record.at, record.id].append(position)

    def of(self, record: Record) -> int:
        found = self._found[record.at, record.id]
        if len(found) == 1:
            return found[0]
        return next(position for position in found if self._records[position] == record)


def _both(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


_SETTLES = {
    "author": ("authors",),
    "editor": ("editors",),
    "tags": ("keywords",),
    "date": ("year", "month", "day"),
}
"""The fields about which a correction of another name leaves nothing to be asked."""


def _choices(material: Material) -> Iterator[Choice]:
    """What weighs most first, then by key."""
    records = {(record.at, record.id): record for record in material.records}
    found = [
        (-conflict.weight, paper.key, paper, conflict)
        for paper in material.papers
        for conflict in paper.conflicts
        if conflict.field not in _settled(material.notes.get(paper.key, ()))
    ]
    for *_, paper, conflict in sorted(found, key=lambda one: one[:2]):
        members = [records[m.at, m.id] for m in paper.mentions if (m.at, m.id) in records]
        yield _choice(paper, conflict, members)


def _settled(notes: Iterable[Note]) -> set[str]:
    stated = {name for note in notes for name in note.stated}
    return {field for name in stated for field in (name, *_SETTLES.get(name, ()))}


def _choice(paper: Paper, conflict: Conflict, members: Sequence[Record]) -> Choice:
    said = [(_stated(record, conflict.field), record) for record in members]
    known = {as_text(value): _value(record, conflict.field, value) for value, record in said}
    texts = [(conflict.chosen, conflict.by), *((c.value, c.by) for c in conflict.rejected)]
    # A claim calls a record by its name, or by its place where names recur.
    places = {name: record for record in members for name in (record.id, str(record.at))}
    return Choice(
        key=paper.key,
        title=paper.title,
        field=conflict.field,
        rule=conflict.rule,
        options=tuple(
            Option(
                text=text,
                value=known.get(text, text),
                by=tuple(source(places[one]) if one in places else one for one in by),
                beside=tuple(
                    _appeared(places[one], conflict.field) if one in places else "" for one in by
                ),
            )
            for text, by in texts
        ),
    )


def _stated(record: Record, name: str) -> object:
    """What *record* states for a field, one of its further fields too."""
    return getattr(record, name, None) or dict(record.extra).get(name, "")


def _value(record: Record, name: str, value: object) -> Value:
    """What *record* states for a field, as a correction is to state it."""
    if name in ("authors", "editors"):
        people: tuple[Person, ...] = getattr(record, name)
        others = ("et al.",) if name == "authors" and record.others else ()
        return (*map(to_bibtex, people), *others)
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return value if isinstance(value, int) else str(value)


def _appeared(record: Record, but: str) -> str:
    """Where and when *record* says that the work appeared, and as what, but for one field."""
    names = ("venue", "year", "doi", "arxiv")
    return ", ".join(str(v) for n in names if n != but and (v := getattr(record, n)))


def source(record: Record) -> str:
    """A record by its name and its place."""
    return record.id if record.id == str(record.at) else f"{record.id} ({record.at})"


def _alike(material: Material) -> Iterator[Alike]:
    papers = {paper.key: paper for paper in material.papers}
    for one in material.proposals:
        yield Alike(
            proposal=one,
            first_papers=tuple(papers[key] for key in one.first_papers if key in papers),
            second_papers=tuple(papers[key] for key in one.second_papers if key in papers),
        )


def concerned(material: Material, asked: Iterable[Question]) -> tuple[Record, ...]:
    """The records about which an answer to *asked* may contradict another: those of the works that
    are asked about, and those that the curation file names already."""
    works = {work for one in asked if isinstance(one, Pair) for work in one.works}
    positions = _Positions(material.records)
    found = {
        positions.of(record)
        for work in works
        for record in material.grouping.clusters[work].records
    }
    for pair in (*material.orders.same, *material.orders.not_same):
        found.update(pair)
    return tuple(material.records[position] for position in sorted(found))
