"""This is where entries of the ledger become what a page shows: records side by side, and lines
to paste.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sitegen.errors import Location
from sitegen.model.ledger import Dispute, Joined, Kind, Merge, Pair, SetAside, Side, Source, Stated
from sitegen.model.site import Link
from sitegen.model.verdict import Point
from sitegen.text import forges
from sitegen.text.contrast import contrasted

SHOWN_OF_KIND = 50
"""Findings of one code on the page."""

_COLUMNS = 6  # records that stand side by side; of a paper of more the others are only named


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands."""

    name: str
    """Path and line; or what else it is called."""

    url: str
    """Where the repository shows it; empty if it is not configured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a text."""

    text: str
    """Its words."""

    differs: bool
    """Whether what stands beside it lacks them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What records state for one field."""

    field: str
    """Name of the field."""

    differs: bool
    """Whether they do not all state the same."""

    is_common: bool
    """Whether all of them state it, and in the same words."""

    cells: tuple[tuple[Run, ...], ...]
    """For each record its text, empty if it states nothing; one for all if it is common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A record beside others."""

    place: Place
    """Where it stands."""

    id: str
    """Its name; empty if that is its place."""

    paper: Link | None
    """The paper that it became part of, where the records are not of one."""

    because: str
    """The rule by which it joined; empty for the first."""

    score: int | None
    """The sum of its points; None if nothing was weighed."""

    points: tuple[Point, ...]
    """What was weighed when it joined."""

    gave: tuple[str, ...]
    """The fields that the paper took from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """Lines for ``curation.toml``."""

    anchor: str
    """Identifier of the element that holds them."""

    why: str
    """What they do."""

    text: str
    """The lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Records side by side: of a merge, or a pair to review."""

    anchor: str
    """Identifier of the element that holds it."""

    title: str
    """What it is about."""

    paper: Link | None
    """The paper that the records became; None if they were not joined."""

    why: str
    """What was decided."""

    score: int | None
    """How sure that is: the sum of the points, of the weakest record; None if nothing was
    weighed."""

    points: tuple[Point, ...]
    """What was weighed about a pair."""

    columns: tuple[Column, ...]
    """The records."""

    lines: tuple[Line, ...]
    """What they state, field by field."""

    more: tuple[Place, ...]
    """Further records, of which there is no room for what they state."""

    pastes: tuple[Paste, ...]
    """Lines to paste if the decision is wrong, or to settle the question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value, and who states it."""

    runs: tuple[Run, ...]
    """The value, the words marked that the one shown lacks."""

    by: tuple[Place, ...]
    """Who states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A field on which records disagree."""

    field: str
    """Name of the field."""

    rule: str
    """Why the first value was chosen."""

    values: tuple[Value, ...]
    """What is shown, then what else is stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """What the records of a paper disagree about."""

    paper: Link
    """The paper."""

    questions: tuple[Question, ...]
    """The fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """An entry that was set aside."""

    place: Place | None
    """Where it stands."""

    code: str
    """The kind of problem."""

    message: str
    """What is wrong."""

    hint: str
    """What to do about it."""

    raw: str
    """Its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A finding."""

    place: Place | None
    """Where; None if it is nobody's line."""

    message: str
    """What is wrong."""

    hint: str
    """What to do about it, where that is not what the others say."""

    paper: Link | None
    """The paper that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The findings of one code."""

    code: str
    """The code."""

    severity: str
    """How much they count."""

    hint: str
    """What to do about them."""

    count: int
    """How many there are."""

    findings: tuple[Said, ...]
    """The first of them."""


Papers = Callable[[str], Link | None]
"""The paper of a key; None if there is none."""


def place(repository: str, at: Location | None, name: str = "") -> Place:
    """Where *at* is, with the address of that line in the repository."""
    if at is None:
        return Place(name, "")
    url = forges.address(repository, at.path, at.line) if repository else ""
    return Place(str(at), url)


def merge(item: Merge, repository: str, papers: Papers) -> Card:
    """How a paper was made from its records."""
    shown = item.records[:_COLUMNS]
    anchor = f"merge-{item.key}"
    whole = "keeps them apart" if len(item.records) == 2 else "keeps all of them apart"
    pastes = [Paste(anchor=f"{anchor}-undo", why=whole, text=item.undo)]
    pastes += (
        Paste(
            anchor=f"{anchor}-undo-{number}",
            why=f"takes out {joined.record.at}",
            text="\n".join(joined.undo),
        )
        for number, joined in enumerate(item.records[:_COLUMNS], 1)
        if joined.undo
    )
    return Card(
        anchor=anchor,
        title=item.title,
        paper=papers(item.key),
        why="",
        score=item.score,
        points=(),
        columns=tuple(_column(joined, repository) for joined in shown),
        lines=_lines([joined.record for joined in shown]),
        more=tuple(place(repository, joined.record.at) for joined in item.records[_COLUMNS:]),
        pastes=tuple(pastes),
    )


def pair(item: Pair, repository: str, papers: Papers, anchor: str) -> Card:
    """Two records that were not joined."""
    sides = (item.first, item.second)
    title = dict(item.first.facts).get("title", "")
    return Card(
        anchor=anchor,
        title=title,
        paper=None,
        why=item.because,
        score=item.score,
        points=item.points,
        columns=tuple(_column(Joined(record=s), repository, papers(s.key)) for s in sides),
        lines=_lines(sides),
        more=(),
        pastes=(Paste(anchor=f"{anchor}-line", why="", text=item.line),),
    )


def _column(joined: Joined, repository: str, paper: Link | None = None) -> Column:
    record = joined.record
    return Column(
        place=place(repository, record.at),
        id=record.id if record.id != str(record.at) else "",
        paper=paper,
        because=joined.because.replace("_", " "),
        score=joined.score,
        points=joined.points,
        gave=joined.gave,
    )


def _lines(sides: Sequence[Side]) -> tuple[Line, ...]:
    """The fields that a record states, in the order of those that state most."""
    facts = [dict(side.facts) for side in sides]
    names = {name: None for side in sides for name, _ in side.facts}
    order = [name for name, _ in max((side.facts for side in sides), key=len, default=())]
    ranked = sorted(names, key=lambda n: order.index(n) if n in order else len(order))
    return tuple(_line(name, [fact.get(name, "") for fact in facts]) for name in ranked)


def _line(name: str, texts: Sequence[str]) -> Line:
    if len(set(texts)) == 1:
        runs = (Run(text=texts[0], differs=False),)
        return Line(field=name, differs=False, is_common=True, cells=(runs,))
    stated = [text for text in texts if text]
    pieces = iter(contrasted(stated))
    cells = tuple(_runs(next(pieces)) if text else () for text in texts)
    return Line(
        field=name,
        differs=any(run.differs for cell in cells for run in cell),
        is_common=False,
        cells=cells,
    )


def _runs(pieces: Iterable[tuple[str, bool]]) -> tuple[Run, ...]:
    return tuple(Run(text=text, differs=differs) for text, differs in pieces)


def disputed(paper: Link, items: Iterable[Dispute], repository: str) -> Disputed:
    """What the records of *paper* disagree about."""
    return Disputed(paper=paper, questions=tuple(_question(item, repository) for item in items))


def _question(item: Dispute, repository: str) -> Question:
    values = [_value(item.chosen, item.chosen, repository)]
    values += (_value(stated, item.chosen, repository) for stated in item.rejected)
    return Question(field=item.field, rule=item.rule, values=tuple(values))


def _value(stated: Stated, chosen: Stated, repository: str) -> Value:
    _, pieces = contrasted((chosen.value, stated.value))
    return Value(runs=_runs(pieces), by=tuple(_source(s, repository) for s in stated.by))


def _source(source: Source, repository: str) -> Place:
    return place(repository, source.at, source.id)


def aside(item: SetAside, repository: str) -> Aside:
    """An entry that was set aside."""
    return Aside(
        place=place(repository, item.at) if item.at else None,
        code=item.code,
        message=item.message,
        hint=item.hint,
        raw=item.raw,
    )


def rule(kind: Kind, repository: str, papers: Papers) -> Rule:
    """The findings of one code, the first of them in full."""
    return Rule(
        code=kind.code,
        severity=kind.severity.value,
        hint=kind.hint,
        count=len(kind.remarks),
        findings=tuple(
            Said(
                place=place(repository, remark.at) if remark.at else None,
                message=remark.message,
                hint=remark.hint,
                paper=papers(remark.key) if remark.key else None,
            )
            for remark in kind.remarks[:SHOWN_OF_KIND]
        ),
    )
