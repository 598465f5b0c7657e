"""This is where a person is asked one question after the other; each answer is saved at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from sitegen.errors import ContentError, SitegenError
from sitegen.findings import quoted
from sitegen.review import session as sessions
from sitegen.review.answer import LATER, Answer, understood, written
from sitegen.review.cells import Line
from sitegen.review.questions import Choice, Pair, Question
from sitegen.review.screen import fitted, screen
from sitegen.review.session import Session, Step

_SCROLL = {"up": -1, "down": 1, "page-up": -10, "page-down": 10}


class Terminal(Protocol):
    """Where questions are shown and keys are pressed."""

    def size(self) -> tuple[int, int]:
        """(cells of a line, lines)."""

    def show(self, lines: Sequence[Line]) -> None:
        """Show *lines* in place of what was shown before."""

    def key(self) -> str:
        """The next key: a sign, or the name of a key; "resize", or "" at the end of all input."""


class File(Protocol):
    """Where answers are kept."""

    @property
    def path(self) -> str:
        """What it is called in messages."""

    def read(self) -> str | None:
        """Its text; None if there is no such file."""

    def write(self, text: str | None) -> None:
        """Put *text* in its place, at once or not at all; None takes the file away."""


Check = Callable[[str], None]
"""Raises a SitegenError for a text of the file that no build could work with."""


def walk(questions: Sequence[Question], terminal: Terminal, file: File, check: Check) -> Session:
    """How far a person came with *questions*; what they answered is in *file*."""
    session = sessions.begun(questions)
    while True:
        cells, lines = terminal.size()
        shown, offset = fitted(screen(session, cells), lines, session.offset)
        terminal.show(shown)
        key = terminal.key()
        if key in ("", "q") or (session.question is None and key == "enter"):
            return session
        session = _pressed(replace(session, offset=offset), key, file, check)


def _pressed(session: Session, key: str, file: File, check: Check) -> Session:
    """What follows from a *key*."""
    if key == "resize":
        return session
    if key in _SCROLL:
        return replace(session, offset=session.offset + _SCROLL[key])
    if key == "?":
        return replace(session, is_whole=not session.is_whole, offset=0, notice="")
    try:
        if key == "b":
            return _back(session, file)
        question = session.question
        answer = understood(question, key) if question else None
        if question is None or answer is None:
            return sessions.told(session, f"the key {quoted(key)} says nothing here", is_bad=True)
        return _answered(session, question, answer, file, check)
    except SitegenError as error:  # a person can mend it, and go on
        return sessions.told(session, _explained(error), is_bad=True)


def _answered(
    session: Session, question: Question, answer: Answer, file: File, check: Check
) -> Session:
    step = Step(position=session.position, answer=answer, before=None, after=None)
    if answer.says == LATER:
        return sessions.answered(session, step, "")
    before = file.read()  # again each time: somebody may have edited it meanwhile
    after = written(question, answer, before or "", file.path)
    if after == (before or ""):
        step = replace(step, before=before, after=before)
        return sessions.answered(session, step, f"{file.path} says so already")
    if isinstance(question, Pair):
        check(after)
    file.write(after)
    step = replace(step, before=before, after=after)
    return sessions.answered(session, step, f"saved in {file.path}: {_said(question, answer)}")


def _said(question: Question, answer: Answer) -> str:
    if isinstance(question, Choice):
        text = question.options[answer.option].text
        return f"{question.field} {text if len(text) < 60 else f'{text[:59]}…'}"
    return answer.says


def _back(session: Session, file: File) -> Session:
    """The question before, its answer taken back."""
    if not session.steps:
        return sessions.told(session, "this is the first question", is_bad=True)
    step = session.steps[-1]
    if step.before == step.after:
        return sessions.undone(session, "")
    if file.read() != step.after:
        why = f"{file.path} was changed since; the answer stays there until you take it out"
        return sessions.undone(session, why, is_bad=True)
    file.write(step.before)
    return sessions.undone(session, f"taken out of {file.path}: {step.answer.says}")


def _explained(error: SitegenError) -> str:
    where = f"{error.at}: " if error.at and isinstance(error, ContentError) else ""
    return f"not saved: {where}{error.message}{f' ({error.hint})' if error.hint else ''}"
