"""This is where it is kept how far a person has come: what was answered, and what is next.

Values only: ``walk`` reads the keys and writes the file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sitegen.review.answer import LATER, NOT_SAME, SAME, Answer
from sitegen.review.questions import Pair, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One answer that was given."""

    position: int
    """Which question."""

    answer: Answer
    """What was said."""

    before: str | None
    """The file before it was written; None if there was none."""

    after: str | None
    """The file then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """How far somebody has come."""

    questions: Sequence[Question]
    """All that there are, in the order of asking."""

    steps: tuple[Step, ...] = ()
    """The answers, in the order in which they were given."""

    position: int = 0
    """The question that is asked; as many as there are, once all have been."""

    notice: str = ""
    """What is to be told about the last key."""

    is_bad: bool = False
    """Whether that is something that went wrong."""

    is_whole: bool = False
    """Whether all is shown that is known about the question, however long."""

    offset: int = 0
    """Lines by which it is scrolled."""

    @property
    def question(self) -> Question | None:
        """What is asked; None once all has been."""
        return self.questions[self.position] if self.position < len(self.questions) else None

    @property
    def answered(self) -> int:
        """How many answers were written."""
        return sum(step.answer.says != LATER for step in self.steps)

    @property
    def postponed(self) -> int:
        """How many questions were left for later."""
        return sum(step.answer.says == LATER for step in self.steps)

    @property
    def settled(self) -> int:
        """How many questions so far needed no asking, since answers to others settle them."""
        return self.position - len(self.steps)


def begun(questions: Sequence[Question]) -> Session:
    """The session before the first question."""
    return Session(questions=questions)


def told(session: Session, notice: str, *, is_bad: bool = False) -> Session:
    """The same question, with something said about the last key."""
    return replace(session, notice=notice, is_bad=is_bad)


def answered(session: Session, step: Step, notice: str) -> Session:
    """The next question that the answers so far do not settle."""
    steps = (*session.steps, step)
    works = _Works(_rulings(session.questions, steps))
    position = session.position + 1
    while position < len(session.questions) and works.settles(session.questions[position]):
        position += 1
    return Session(questions=session.questions, steps=steps, position=position, notice=notice)


def undone(session: Session, notice: str, *, is_bad: bool = False) -> Session:
    """The question that was answered last, without its answer."""
    return Session(
        questions=session.questions,
        steps=session.steps[:-1],
        position=session.steps[-1].position,
        notice=notice,
        is_bad=is_bad,
    )


def _rulings(questions: Sequence[Question], steps: Sequence[Step]) -> Iterator[tuple[Pair, str]]:
    for step in steps:
        question = questions[step.position]
        if isinstance(question, Pair):
            yield question, step.answer.says


class _Works:
    """Which works are one by what was said, and which are two."""

    def __init__(self, rulings: Iterator[tuple[Pair, str]]) -> None:
        self._leads: dict[int, int] = {}
        self._apart: list[tuple[int, int]] = []
        for pair, says in rulings:
            if says == SAME:
                self._leads[self._first(pair.works[1])] = self._first(pair.works[0])
            elif says == NOT_SAME:
                self._apart.append(pair.works)

    def _first(self, work: int) -> int:
        while self._leads.get(work, work) != work:
            work = self._leads[work]
        return work

    def settles(self, question: Question) -> bool:
        """Whether what was said answers *question*."""
        if not isinstance(question, Pair):
            return False
        a, b = map(self._first, question.works)
        return a == b or any({a, b} == {self._first(x), self._first(y)} for x, y in self._apart)
