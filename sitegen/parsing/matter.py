"""This is where the front matter of a Markdown file is recognised as a paper's."""

from dataclasses import dataclass

from sitegen.parsing import blocks, headers
from sitegen.text import facts

_OF_PAPERS = frozenset({"abstract", "acl", "arxiv", "doi", "isbn", "openreview", "pmid", "venue"})
_ONE = {"authors": "person", "editors": "editorperson", "keywords": "keyword"}


@dataclass(frozen=True, slots=True)
class Head:
    """What front matter says of a paper."""

    fields: tuple[tuple[str, str], ...]
    """The fields of the entry."""

    id: str | None
    """Its name there."""


def paper(text: str) -> Head | None:
    """The paper that the front matter of *text* describes, with the body as its abstract.

    None if there is none: every page has a title, an author and a date, so something is asked for
    that only papers have (a venue, a DOI, an abstract), and a body without papers of its own.
    """
    if text.removeprefix("\ufeff")[:3] != "---":
        return None
    lines = blocks.lines(text)
    if lines[0].hidden != "matter":
        return None
    split = facts.split(text)
    found: list[tuple[str, str]] = []
    for fact in split.facts:
        name = headers.field(fact.name) or fact.name
        values = fact.value if isinstance(fact.value, tuple) else (fact.value or "",)
        if isinstance(fact.value, tuple):
            name = _ONE.get(name, name)
        found += [(name, value) for value in values if value.strip()]
    names = {name for name, _ in found}
    body = [line for line in lines if not line.hidden]
    if "title" not in names or not names & _OF_PAPERS:
        return None
    if sum(blocks.heading(line.text) is not None for line in body) > 3:
        return None
    abstract, note = _parts(body)
    if abstract:
        found.append(("note" if "abstract" in names else "abstract", abstract))
    if note:
        found.append(("note", note))
    own = next((value for name, value in found if name == "id"), None)
    return Head(tuple(pair for pair in found if pair[0] != "id"), own)


def _parts(body: list[blocks.Line]) -> tuple[str, str]:
    """The text below the first heading, which repeats the title, and that below the others."""
    parts: list[list[str]] = [[], []]
    at = 0
    for line in body:
        titled = blocks.heading(line.text)
        if titled and (titled[0] > 1 or at):
            at = 0 if titled[1].strip(" :").lower() == "abstract" and not parts[1] else 1
        elif not titled and line.text.strip():
            parts[at].append(line.text.strip())
    return " ".join(parts[0]), " ".join(parts[1])
