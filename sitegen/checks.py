"""This is where papers are looked over for what a curator would want to know before readers do."""

import re
from collections.abc import Iterable, Iterator

from sitegen.findings import Finding, quoted
from sitegen.model.paper import Paper
from sitegen.text.fold import glue

_PLACEHOLDERS = frozenset(
    map(glue, ("Jane Doe", "John Doe", "John Smith", "Jane Smith", "Foo Bar"))
)
_CUT = re.compile(r"(?:\.\.\.|…)$")
_LONGEST_ABSTRACT = 20_000


def run(papers: Iterable[Paper]) -> Iterator[Finding]:
    """What is odd about each paper, at the place of its first record."""
    for paper in papers:
        at = paper.mentions[0].at if paper.mentions else None
        people = [glue(str(person)) for person in paper.authors]
        if people and all(name in _PLACEHOLDERS for name in people):
            names = ", ".join(str(person) for person in paper.authors)
            yield Finding(
                code="placeholder-author",
                message=f"'{paper.key}' is by {names}: are these its real authors?",
                at=at,
                hint="correct the authors in the source if they are placeholders",
            )
        if paper.abstract and _CUT.search(paper.abstract):
            yield Finding(
                code="cut-abstract",
                message=f"the abstract of '{paper.key}' is cut off: {quoted(paper.abstract[-60:])}",
                at=at,
                hint="put the whole abstract into the source",
            )
        if paper.abstract and len(paper.abstract) > _LONGEST_ABSTRACT:
            yield Finding(
                code="long-abstract",
                message=f"the abstract of '{paper.key}' has {len(paper.abstract):,} characters",
                at=at,
                hint="is this the whole paper?",
            )
