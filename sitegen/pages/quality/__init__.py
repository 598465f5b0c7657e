"""This is where the pages are planned that tell a curator how good the collection is, and what to
look at first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any

from sitegen import ledger as ledgers
from sitegen import paging
from sitegen.ledger import MERGES, MOST, PER_PAGE
from sitegen.model.ledger import Balance, Dispute, Kind, Ledger, Merge, Pair, SetAside
from sitegen.model.page import Download, Page
from sitegen.model.person import Homonym, Proposal
from sitegen.model.site import Link, Site
from sitegen.pages.quality import cards
from sitegen.pages.quality.cards import Aside, Card, Disputed, Rule
from sitegen.text.markup import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the pages about quality."""

    name: str
    """What it is called."""

    url: str
    """Its address."""

    count: int
    """How many there are of what it lists."""

    about: str
    """What it lists, in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``quality.html`` sees."""

    name: str
    """The heading."""

    about: str = ""
    """What the page lists, in a sentence; empty on the first page."""

    parts: tuple[Part, ...]
    """The pages that there are besides the first."""

    balance: Balance | None = None
    """Where every entry went; only on the first page."""

    merges: tuple[Card, ...] = ()
    """Papers that were made from several records, the weakest first."""

    review: tuple[Card, ...] = ()
    """Pairs that may be one work, the likeliest first."""

    refused: tuple[Card, ...] = ()
    """Pairs that would be one work if others of their groups did not clash."""

    conflicts: tuple[Disputed, ...] = ()
    """Papers whose records disagree, the gravest first."""

    people: tuple[Proposal, ...] = ()
    """Names that may be one person's."""

    homonyms: tuple[Homonym, ...] = ()
    """Names that are probably two people's."""

    quarantined: tuple[Aside, ...] = ()
    """Entries that were set aside."""

    rules: tuple[Rule, ...] = ()
    """Findings by code; on the first page their counts only."""

    total: int = 0
    """How many there are of what the page lists, also those that are not shown."""

    unit: str = ""
    """What is counted so: "papers"."""

    pager: paging.Pager | None = None
    """Where this page stands among the pages of its list; None on the first page of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """Something that the ledger lists, and how a page shows its share of it."""

    part: Part
    """What it is."""

    items: Sequence[Any]  # Any, here and below: each list has items of its own type
    """All that it lists."""

    show: Callable[[Sequence[Any]], dict[str, Any]]
    """The fields of a context for some of the items."""

    unit: str = "in all"
    """What stands after the number of items."""


def plan(site: Site) -> Iterator[Page | Download]:
    """What was merged, what may be, what records disagree about, what is wrong, and the ledger."""
    ledger = site.ledger
    if ledger is None:
        return
    lists = [one for one in _lists(site, ledger) if one.items]
    parts = tuple(one.part for one in lists)
    rules = (cards.rule(kind, "", lambda _: None) for kind in ledger.kinds)
    first = Context(
        name="Quality",
        parts=parts,
        balance=ledger.balance,
        rules=tuple(replace(rule, findings=()) for rule in rules),
    )
    yield Page("quality.html", "quality.html", first)
    for one in lists:
        for url, share, pager in paging.split(one.part.url, one.items[:MOST], PER_PAGE):
            context = Context(
                name=one.part.name,
                about=one.part.about,
                parts=parts,
                total=len(one.items),
                unit=one.unit,
                pager=pager,
                **one.show(share),
            )
            yield Page(url, "quality.html", context)
    yield Download("quality.json", ledgers.write(ledger))


def _lists(site: Site, ledger: Ledger) -> Iterator[_List]:
    """Every list, in the order in which a curator takes them up."""
    repository = site.config.repository
    papers = partial(_paper, site)
    yield _pairs(ledger, repository, papers)
    yield _merges(ledger, repository, papers)
    yield _conflicts(ledger, repository, papers)
    yield _names(ledger)
    yield _quarantined(ledger, repository)
    yield _findings(ledger, repository, papers)


def _pairs(ledger: Ledger, repository: str, papers: cards.Papers) -> _List:
    pairs = [("review", n, pair) for n, pair in enumerate(ledger.review, 1)]
    pairs += (("refused", n, pair) for n, pair in enumerate(ledger.refused, 1))

    def show(share: Sequence[tuple[str, int, Pair]]) -> dict[str, Any]:
        made = [
            (kind, cards.pair(one, repository, papers, f"{kind}-{n}")) for kind, n, one in share
        ]
        return {
            kind: tuple(card for own, card in made if own == kind) for kind in ("review", "refused")
        }

    about = "Records that may be one work, and were not joined. The likeliest stand first."
    part = Part(name="Pairs to review", url="quality-pairs.html", count=len(pairs), about=about)
    return _List(part=part, items=pairs, show=show)


def _merges(ledger: Ledger, repository: str, papers: cards.Papers) -> _List:
    def show(share: Sequence[Merge]) -> dict[str, Any]:
        return {"merges": tuple(cards.merge(one, repository, papers) for one in share)}

    about = "Papers that were made from several records. The weakest stand first."
    part = Part(name="Merges", url=MERGES, count=len(ledger.merges), about=about)
    return _List(part=part, items=ledger.merges, show=show)


def _conflicts(ledger: Ledger, repository: str, papers: cards.Papers) -> _List:
    by_paper = [tuple(group) for _, group in groupby(ledger.conflicts, lambda one: one.key)]

    def show(share: Sequence[tuple[Dispute, ...]]) -> dict[str, Any]:
        found = ((papers(g[0].key) or Link(g[0].title, ""), g) for g in share)
        return {"conflicts": tuple(cards.disputed(paper, g, repository) for paper, g in found)}

    about = "Fields on which the records of a paper disagree. The gravest stand first."
    count = len(ledger.conflicts)
    part = Part(name="Conflicts", url="quality-conflicts.html", count=count, about=about)
    unit = "paper" if len(by_paper) == 1 else "papers"
    return _List(part=part, items=by_paper, show=show, unit=unit)


def _names(ledger: Ledger) -> _List:
    def show(share: Sequence[Proposal | Homonym]) -> dict[str, Any]:
        return {
            "people": tuple(one for one in share if isinstance(one, Proposal)),
            "homonyms": tuple(one for one in share if isinstance(one, Homonym)),
        }

    about = "Names that may be one person's, and names that may be two people's."
    items = (*ledger.people, *ledger.homonyms)
    part = Part(name="Names", url="quality-names.html", count=len(items), about=about)
    return _List(part=part, items=items, show=show)


def _quarantined(ledger: Ledger, repository: str) -> _List:
    def show(share: Sequence[SetAside]) -> dict[str, Any]:
        return {"quarantined": tuple(cards.aside(one, repository) for one in share)}

    about = "Entries that could not be used, with their text."
    count = len(ledger.quarantined)
    part = Part(name="Quarantined", url="quality-quarantined.html", count=count, about=about)
    return _List(part=part, items=ledger.quarantined, show=show)


def _findings(ledger: Ledger, repository: str, papers: cards.Papers) -> _List:
    def show(share: Sequence[Kind]) -> dict[str, Any]:
        return {"rules": tuple(cards.rule(kind, repository, papers) for kind in share)}

    count = sum(len(kind.remarks) for kind in ledger.kinds)
    about = "What is wrong, or odd, by rule."
    part = Part(name="Findings", url="quality-findings.html", count=count, about=about)
    unit = "rule" if len(ledger.kinds) == 1 else "rules"
    return _List(part=part, items=ledger.kinds, show=show, unit=unit)


def _paper(site: Site, key: str) -> Link | None:
    """The page of the paper of that *key*."""
    row = site.rows.get(key)
    return Link(plain(row.title), row.url) if row else None
