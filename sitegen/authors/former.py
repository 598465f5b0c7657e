"""This is where names that people had give way to those that they have, wherever papers say them.

It happens before the library is written: what follows never sees a former name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sitegen.authors import orders as ordered
from sitegen.authors.name import identity
from sitegen.findings import Finding
from sitegen.model.curation import AuthorOrder
from sitegen.model.paper import Conflict, Paper, Version
from sitegen.model.record import Person


@dataclass(frozen=True)
class _Renaming:
    """What one order hides."""

    order: AuthorOrder
    letters: frozenset[str]

    @cached_property
    def now(self) -> Person:
        return ordered.shown(self.order)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The former names as text has them, in either order."""
        forms: list[str] = []
        for name in self.order.former:
            one = ordered.printed(name)
            family = f"{one.particle} {one.family}".strip()
            forms += (str(one), f"{family}, {one.given}" if one.given else family, name)
        unique = sorted(dict.fromkeys(forms), key=lambda form: (-len(form), form))
        words = (r"\s+".join(map(re.escape, form.split())) for form in unique)
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)

    def text(self, value: str) -> str:
        return self.pattern.sub(lambda _: self.order.name, value)


def renamed(
    papers: Sequence[Paper], orders: Sequence[AuthorOrder]
) -> tuple[tuple[Paper, ...], tuple[Finding, ...]]:
    """*papers* without former names, and what *orders* name that does not exist.

    Raises:
        ContentError: orders contradict each other.
    """
    ruled = ordered.read(orders)
    findings = tuple(ordered.unknown(orders, papers))
    renamings = [
        _Renaming(one, frozenset(ordered.of(name, ruled.parted) for name in one.former))
        for one in orders
        if one.former
    ]
    if not renamings:
        return tuple(papers), findings
    return tuple(_renamed(paper, renamings, ruled.parted) for paper in papers), findings


def _renamed(paper: Paper, renamings: Iterable[_Renaming], parted: Mapping[str, str]) -> Paper:
    for one in renamings:
        if not one.order.papers or {paper.key, *paper.aliases} & {*one.order.papers}:
            paper = replace(
                paper,
                authors=_people(paper.authors, one, parted),
                editors=_people(paper.editors, one, parted),
                conflicts=tuple(_conflicts(paper.conflicts, one)),
                versions=tuple(_version(version, one, parted) for version in paper.versions),
                extra=tuple((name, one.text(value)) for name, value in paper.extra),
            )
    return paper


def _people(
    people: tuple[Person, ...], one: _Renaming, parted: Mapping[str, str]
) -> tuple[Person, ...]:
    return tuple(
        one.now if (parted.get(str(p).casefold()) or identity(p)) in one.letters else p
        for p in people
    )


def _conflicts(conflicts: Iterable[Conflict], one: _Renaming) -> Iterator[Conflict]:
    """Disagreements without the former name; what then is no other value is left out."""
    for conflict in conflicts:
        chosen = one.text(conflict.chosen)
        rejected = (replace(claim, value=one.text(claim.value)) for claim in conflict.rejected)
        kept = tuple(claim for claim in rejected if claim.value != chosen)
        if kept:
            yield replace(conflict, chosen=chosen, rejected=kept)


def _version(version: Version, one: _Renaming, parted: Mapping[str, str]) -> Version:
    return replace(
        version,
        editors=_people(version.editors, one, parted),
        extra=tuple((name, one.text(value)) for name, value in version.extra),
    )


def hidden(text: str, orders: Iterable[AuthorOrder]) -> str:
    """*text* with the names of today for all former ones, for what is shown of records."""
    for order in orders:
        if order.former:
            text = _Renaming(order, frozenset()).text(text)
    return text
