"""This is where a question becomes lines: side by side where there is room, else stacked.

What differs is in brackets, besides a colour: so it can be seen without colours, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sitegen.dedupe.score import SAME
from sitegen.model.verdict import Point
from sitegen.review import facts
from sitegen.review.cells import Line, Span, Style, padded, shown, width, wrapped
from sitegen.review.facts import Row
from sitegen.review.questions import Alike, Choice, Pair, Question
from sitegen.review.session import Session
from sitegen.text.markup import plain

_LABEL = 10  # cells of a field's name, its blank included
_NARROW = 80
"""Cells below which two columns leave too little for either."""
_BROAD = 160
"""Cells beyond which lines become too long to be read."""
_UNLIMITED = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What is shown at once."""

    head: tuple[Line, ...]
    """How far one is, and the question."""

    body: tuple[Line, ...]
    """What it is about; may be longer than the terminal is high."""

    weighed: tuple[Line, ...]
    """What speaks for and against."""

    foot: tuple[Line, ...]
    """The keys, and what is to be told about the last one."""


def screen(session: Session, cells: int) -> Screen:
    """The question that *session* asks, for a terminal so many *cells* wide."""
    cells = max(20, min(cells, _BROAD))
    question = session.question
    whole = session.is_whole
    if question is None:
        body = []
    elif isinstance(question, Choice):
        body = list(_choice(question, cells, whole=whole))
    else:
        of = facts.of_pair(question, whole=whole) if isinstance(question, Pair) else (
            facts.of_alike(question, whole=whole)
        )  # fmt: skip
        body = list(_rows(of, cells, whole=whole))
    return Screen(
        head=tuple(_head(session, cells)),
        body=tuple(body),
        weighed=tuple(_weighing(question, cells)),
        foot=tuple(_foot(session, question, cells)),
    )


def fitted(one: Screen, lines: int, offset: int) -> tuple[tuple[Line, ...], int]:
    """(*one* on so many *lines*, by how many its body is scrolled, as far as that goes)."""
    foot = (*one.weighed, *one.foot)
    room = max(3, lines - len(one.head) - len(foot))
    if len(one.body) <= room:
        return (*one.head, *one.body, *foot), 0
    room -= 1
    offset = max(0, min(offset, len(one.body) - room))
    above, below = offset, len(one.body) - room - offset
    hidden = [f"{n} more {where}" for n, where in ((above, "above"), (below, "below")) if n]
    more: Line = (Span(f"… {', '.join(hidden)} (arrow keys)", Style.LABEL),)
    return (*one.head, *one.body[offset : offset + room], more, *foot), offset


def _head(session: Session, cells: int) -> Iterator[Line]:
    count = len(session.questions)
    counts = [f"{min(session.position + 1, count)} of {count}", f"{session.answered} answered"]
    if session.postponed:
        counts.append(f"{session.postponed} for later")
    if session.settled:
        counts.append(f"{session.settled} settled by these")
    yield from wrapped([Span(" · ".join(counts), Style.LABEL)], cells)
    asked = _asked(session.question) if session.question else "That was the last question."
    yield from wrapped([Span(asked, Style.STRONG)], cells)
    yield ()


_SEVERAL = ("authors", "editors", "keywords", "pages", "slides")
_CALLED = {
    "acl": "ACL Anthology identifier",
    "arxiv": "arXiv identifier",
    "code": "address of the code",
    "data": "address of the data",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "openreview": "OpenReview identifier",
    "pdf": "address of the full text",
    "pmid": "PubMed identifier",
    "url": "address",
    "video": "address of the video",
}


def _asked(question: Question) -> str:
    if isinstance(question, Pair):
        return "Are these two records one work?"
    if isinstance(question, Alike):
        return "Are these two names one person's?"
    if question.field in _SEVERAL:
        return f"Which {question.field} are right?"
    return f"Which {_CALLED.get(question.field, question.field)} is right?"


def _weighing(question: Question | None, cells: int) -> Iterator[Line]:
    if question is None or isinstance(question, Choice):
        return
    yield ()
    if isinstance(question, Alike):
        yield from _weighed(question.proposal.points, "", cells)
        return
    yield from _weighed(question.points, f" of {SAME}", cells)
    if question.because:
        yield from _labelled("but", [Span(shown(question.because), Style.BAD)], cells)


def _foot(session: Session, question: Question | None, cells: int) -> Iterator[Line]:
    if question is not None:
        yield ()
    yield from _keys(session, question, cells)
    if session.notice:
        style = Style.BAD if session.is_bad else Style.GOOD
        yield from wrapped([Span(shown(session.notice), style)], cells)


def _weighed(points: Sequence[Point], needed: str, cells: int) -> Iterator[Line]:
    if not points:
        return
    parts = [Span(f"{sum(p.value for p in points)}{needed}  ", Style.STRONG)]
    for number, point in enumerate(points):
        style = Style.GOOD if point.value > 0 else Style.BAD if point.value < 0 else Style.PLAIN
        # The number never leaves its name at the end of a line.
        text = shown(str(point)).replace(" ", "\u00a0")
        parts.append(Span(f"{', ' if number else '= '}{text}", style))
    yield from _labelled("score", parts, cells)


def _keys(session: Session, question: Question | None, cells: int) -> Iterator[Line]:
    keys: list[tuple[str, str]] = []
    if isinstance(question, Choice):
        last = min(9, len(question.options))
        keys += [(f"1–{last}", "that is right"), ("k", "keep 1"), ("l", "later")]
    elif isinstance(question, Pair):
        keys += [("s", "same"), ("n", "not same"), ("l", "later")]
    elif question is not None:
        keys += [("s", "same person"), ("n", "different people"), ("l", "later")]
    if session.steps:
        keys.append(("b", "back"))
    if question is not None:
        keys.append(("?", "less" if session.is_whole else "more"))
    keys.append(("q", "quit"))
    spans: list[Span] = []
    for number, (key, what) in enumerate(keys):
        spans.append(Span(f"{'   ' if number else ''}{key}\u00a0", Style.STRONG))
        spans.append(Span(what.replace(" ", "\u00a0")))
    for line in wrapped(spans, cells):
        yield tuple(Span(span.text.replace("\u00a0", " "), span.style) for span in line)


def _labelled(label: str, spans: Iterable[Span], cells: int, most: int = _UNLIMITED) -> list[Line]:
    """*spans* behind a *label*, their lines one below the other."""
    lines = wrapped(list(spans), cells - _LABEL, most)
    lines = [tuple(Span(s.text.replace("\u00a0", " "), s.style) for s in line) for line in lines]
    names = [label, *[""] * (len(lines) - 1)]
    return [
        (*padded((Span(name, Style.LABEL),), _LABEL), *line)
        for name, line in zip(names, lines, strict=True)
    ]


def _rows(rows: Iterable[Row], cells: int, *, whole: bool) -> Iterator[Line]:
    for row in rows:
        most = _UNLIMITED if whole else row.most
        if cells >= _NARROW:
            yield from _beside(row, cells, most)
        else:
            yield from _below(row, cells, most)


def _beside(row: Row, cells: int, most: int) -> Iterator[Line]:
    """The two sides of a row in columns."""
    room = (cells - _LABEL - 2 - 3) // 2
    label = shown(row.label)
    names = wrapped([Span(label, Style.LABEL)], _LABEL - 1)
    left, right = (wrapped(side, room, most) if side else [] for side in row.sides)
    for n in range(max(len(left), len(right), len(names) if label else 0)):
        name = names[n] if n < len(names) else ()
        sign = Span(f"{row.sign} " if n == 0 else "  ", _style_of(row.sign))
        first = padded(left[n] if n < len(left) else (), room)
        second = right[n] if n < len(right) else ()
        yield (*padded(name, _LABEL), sign, *first, Span(" │ ", Style.LABEL), *second)


def _below(row: Row, cells: int, most: int) -> Iterator[Line]:
    """The two sides of a row below each other; once, if they are one text."""
    if row.sign == "=" and row.sides[0] == row.sides[1]:
        yield from _numbered(row.label, row.sign, "", row.sides[0], cells, most)
        return
    label, sign = row.label, row.sign
    for number, side in zip("12", row.sides, strict=True):
        if side:
            yield from _numbered(label, sign, number, side, cells, most)
            label, sign = "", " "


def _numbered(
    label: str, sign: str, number: str, side: Sequence[Span], cells: int, most: int
) -> Iterator[Line]:
    lines = wrapped(side, cells - _LABEL - 5, most)
    name = shown(label)
    name = name if width(name) < _LABEL else f"{name[: _LABEL - 2]}…"
    for n, line in enumerate(lines):
        head = (Span(name if n == 0 else "", Style.LABEL),)
        mark = Span(f"{sign if n == 0 else ' '} ", _style_of(sign))
        yield (
            *padded(head, _LABEL),
            mark,
            Span(f"{number if n == 0 else '':1}│ " if number else "   ", Style.LABEL),
            *line,
        )


def _style_of(sign: str) -> Style:
    return Style.DIFFERS if sign == "≠" else Style.LABEL


def _choice(choice: Choice, cells: int, *, whole: bool) -> Iterator[Line]:
    yield from _labelled("paper", [Span(shown(choice.key))], cells)
    yield from _labelled("title", [Span(shown(plain(choice.title)))], cells, 4)
    most = _UNLIMITED if whole else 3
    for number, spans, by in facts.of_choice(choice, whole=whole):
        yield ()
        for n, line in enumerate(wrapped(spans, cells - 4, _UNLIMITED if whole else 5)):
            yield (Span(f"{number if n == 0 else '':>2}  ", Style.STRONG), *line)
        if number == "1":
            by = (*by, f"chosen: {shown(choice.rule)}")
        for told in by:
            for line in wrapped([Span(told, Style.LABEL)], cells - 4, most):
                yield (Span("    "), *line)
