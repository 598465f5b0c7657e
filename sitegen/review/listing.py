"""This is where all questions are written out at once, for pipes and other programs."""

import json
from collections.abc import Sequence
from typing import Any

from sitegen.model.paper import Paper
from sitegen.model.record import Record
from sitegen.model.verdict import Point
from sitegen.review.cells import Line
from sitegen.review.questions import Choice, Pair, Question
from sitegen.review.screen import screen
from sitegen.review.session import Session, begun
from sitegen.text.markup import plain


def text(questions: Sequence[Question], cells: int = 80) -> str:
    """Every question with what is known about it, on lines of so many *cells*."""
    blocks = [_block(begun([one]), f"{n} of {len(questions)} · {one.kind}", cells)
              for n, one in enumerate(questions, 1)]  # fmt: skip
    return "\n\n".join([*blocks, summary(questions)])


def summary(questions: Sequence[Question]) -> str:
    """How many questions there are, by kind."""
    counts: dict[str, int] = {}
    for one in questions:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    if not counts:
        return "nothing is to be reviewed"
    by_kind = ", ".join(f"{count} about {kind}" for kind, count in counts.items())
    return f"{len(questions)} question{_s(questions)}: {by_kind}"


def told(session: Session, path: str) -> str:
    """How far a person came, and what to do next."""
    left = len(session.questions) - session.answered - session.settled
    parts = [f"{session.answered} answered"]
    if session.settled:
        parts.append(f"{session.settled} settled by these")
    if left:
        parts.append(f"{left} left for another time")
    said = f"{len(session.questions)} question{_s(session.questions)}: {', '.join(parts)}"
    if not session.answered:
        return said
    return f"{said}\nyour answers are in {path}: build with `make site`, and commit that file"


def _s(some: Sequence[object]) -> str:
    return "" if len(some) == 1 else "s"


def _block(session: Session, count: str, cells: int) -> str:
    one = screen(session, cells)
    lines = (*one.head[1:], *one.body, *one.weighed)
    return "\n".join([count, *map(as_text, lines)])


def as_text(line: Line) -> str:
    """*line* without its styles."""
    return "".join(span.text for span in line).rstrip()


def as_json(questions: Sequence[Question]) -> str:
    """Every question as an object of a JSON list, a line each."""
    objects = (json.dumps(_object(one), ensure_ascii=False) for one in questions)
    return "[\n" + ",\n".join(objects) + "\n]" if questions else "[]"


# Any: whatever JSON can say.
def _object(question: Question) -> dict[str, Any]:
    if isinstance(question, Pair):
        return {
            "kind": question.kind,
            "refs": question.refs,
            "records": [_record(one) for one in (question.first, question.second)],
            **_weighed(question.points),
            "because": question.because,
        }
    if isinstance(question, Choice):
        return {
            "kind": question.kind,
            "key": question.key,
            "title": plain(question.title),
            "field": question.field,
            "rule": question.rule,
            "options": [{"value": o.value, "by": o.by} for o in question.options],
        }
    one = question.proposal
    return {
        "kind": question.kind,
        "label": one.label,
        "names": [one.first, one.second],
        "papers": [_works(question.first_papers), _works(question.second_papers)],
        "coauthors": one.coauthors,
        **_weighed(one.points),
    }


def _record(one: Record) -> dict[str, Any]:
    stated = {
        "id": one.id,
        "at": str(one.at),
        "title": plain(one.title),
        "authors": list(map(str, one.authors)),
        **{name: getattr(one, name) for name in ("year", "venue", "volume", "pages", "doi")},
        "arxiv": one.arxiv,
    }
    return {name: value for name, value in stated.items() if value}


def _weighed(points: Sequence[Point]) -> dict[str, Any]:
    return {
        "score": sum(point.value for point in points),
        "points": [{"name": point.name, "value": point.value} for point in points],
    }


def _works(papers: Sequence[Paper]) -> list[dict[str, str]]:
    return [{"key": paper.key, "title": plain(paper.title)} for paper in papers]
