"""This is where an answer becomes what stands in ``content/curation.toml``: text in, text out."""

from dataclasses import dataclass
from typing import Any

from sitegen.curation import amend
from sitegen.curation.layout import parse
from sitegen.errors import ContentError
from sitegen.review.cells import shown
from sitegen.review.questions import Alike, Choice, Pair, Question
from sitegen.text.markup import plain

SAME = "same"
NOT_SAME = "not same"
LATER = "later"
KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to a question."""

    says: str
    """SAME or NOT_SAME of a pair or two names, KEPT of a conflict, LATER of any."""

    option: int = 0
    """Which value was chosen, from 0; of a conflict only."""


def understood(question: Question, key: str) -> Answer | None:
    """What pressing *key* says to *question*; None if nothing."""
    if key in ("l", " ", "enter"):
        return Answer(LATER)
    if isinstance(question, Choice):
        if key == "k":
            return Answer(KEPT)
        number = "123456789".find(key) if len(key) == 1 else -1
        return Answer(KEPT, number) if 0 <= number < len(question.options) else None
    return {"s": Answer(SAME), "n": Answer(NOT_SAME)}.get(key)


def written(question: Question, answer: Answer, text: str, path: str) -> str:
    """The curation file *text* with *answer* in it; as it is, if it says so already.

    That two records are said to be one work and two is found out where the whole file is read.

    Raises:
        ContentError: the file says otherwise of a value or a name, or is not TOML.
    """
    if answer.says == LATER:
        return text
    data, _ = parse(text, path)
    if isinstance(question, Pair):
        table = "same" if answer.says == SAME else "not_same"
        return amend.ruled(text, table, question.refs, _comment(question), path)
    if isinstance(question, Choice):
        return _corrected(question, answer, text, data, path)
    return _named(question, answer, text, data, path)


def _comment(question: Pair) -> str:
    """What a person who reads the file is told about two references."""
    titles = [shown(plain(one.title)) for one in (question.first, question.second)]
    return titles[0] if titles[0] == titles[1] else " / ".join(f"{one[:56]}" for one in titles)


# Any: whatever TOML can say.
def _corrected(question: Choice, answer: Answer, text: str, data: dict[str, Any], path: str) -> str:
    value = question.options[answer.option].value
    stated = value if isinstance(value, str | int) else list(value)
    papers = data.get("paper")
    own = papers.get(question.key) if isinstance(papers, dict) else None
    before = own.get(question.field) if isinstance(own, dict) else None
    if before is not None and before != stated:
        raise ContentError(
            f"the file says already that `{question.field}` of '{question.key}' is "
            f"{shown(str(before))[:80]}; nothing was written",
            hint=f"change that in {path}, if it is wrong",
        )
    return amend.corrected(text, question.key, question.field, stated, path)


def _named(question: Alike, answer: Answer, text: str, data: dict[str, Any], path: str) -> str:
    label = question.proposal.label
    authors = data.get("author")
    own = authors.get(label) if isinstance(authors, dict) else None
    stated = own if isinstance(own, dict) else {}
    name = question.proposal.second
    field, opposite = ("also", "not_same") if answer.says == SAME else ("not_same", "also")
    lists = [stated.get(opposite), stated.get("former") if opposite == "also" else None]
    if any(isinstance(listed, list) and name in listed for listed in lists):
        raise ContentError(
            f"the file says already that '{name}' is "
            f"{'not ' if opposite == 'not_same' else ''}'{label}'; nothing was written",
            hint=f"take that out of {path} first",
        )
    if field == "also":
        return amend.author(text, label, also=[name], path=path)
    return amend.author(text, label, not_same=[name], path=path)
