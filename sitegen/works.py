"""This is where the works are found that sources mention: read, recognised, merged and named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from sitegen import authors, curation, dedupe, keys, mentions, sources, traits
from sitegen import ledger as ledgers
from sitegen.checks import Fix
from sitegen.config import Config
from sitegen.curation import references
from sitegen.dedupe.cluster import Cluster
from sitegen.dedupe.merge import paper as merged
from sitegen.dedupe.preferred import preferring
from sitegen.dedupe.relations import relations
from sitegen.errors import ContentError
from sitegen.findings import Finding, apart
from sitegen.mentions import Memory as Kept
from sitegen.model.curation import NOTHING_DECIDED, AuthorOrder, Curation
from sitegen.model.ledger import Balance, Ledger
from sitegen.model.paper import Paper
from sitegen.model.person import People
from sitegen.notes.note import Note
from sitegen.review.questions import Material
from sitegen.runner import Runner


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What an earlier run has understood."""

    mentions: Kept = field(default_factory=dict)
    """Of the parts of each source."""

    traits: Kept = field(default_factory=dict)
    """Of what the records in them are compared by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """What the first half hands to the second."""

    papers: tuple[Paper, ...]
    """One for each work."""

    lock: keys.Lock | None = None
    """The keys that are given; None if they are not to be written."""

    balance: Balance | None = None
    """Where every entry went; None if no sources were read."""

    ledger: Ledger | None = None
    """What was done to the records, and what is unsure; None if the library has none."""

    findings: tuple[Finding, ...] = ()
    """What is odd about sources, notes, pages and papers."""

    memory: Memory = field(default_factory=Memory)
    """What need not be found out again."""

    notes: Mapping[str, Sequence[Note]] = field(default_factory=dict)
    """The curator's notes, by key."""

    fixes: tuple[Fix, ...] = ()
    """What is certainly meant."""

    unsure: Material = field(default_factory=Material)
    """What only a curator can settle."""

    people: People | None = None
    """Who wrote the papers; None if nobody has asked yet."""


def gather(
    found: Sequence[tuple[str, str] | Finding],
    runner: Runner,
    lock: keys.Lock,
    memory: Memory,
    config: Config,
    decided: Curation = NOTHING_DECIDED,
) -> Works:
    """One paper per work that the texts *found* mention.

    Raises:
        ContentError: the balance does not close: an entry was lost, or came from nowhere; or what
            is *decided* contradicts itself.
    """
    notes: list[Finding] = []
    texts = apart(found, notes)
    quarantined = sum(finding.is_quarantined for finding in notes)
    with runner.stage("parse") as count:
        heard = mentions.gather(texts, runner.map, memory.mentions, sources.program())
        mentioned = heard.records
        notes += heard.findings
        count(len(mentioned))
    with runner.stage("dedupe") as count:
        orders, unknown = curation.orders(decided, mentioned, lock)
        known, facts = traits.gather(heard, runner.map, memory.traits)
        policy = dedupe.Policy(config.policy)
        grouping = dedupe.group(mentioned, runner.map, orders, known, policy)
        clusters = grouping.clusters
        notes += unknown
        count(len(clusters))
    with runner.stage("merge") as count:
        papers = list(runner.map(partial(merged, prefer=config.prefer), clusters))
        papers = _of_today(papers, clusters, decided.authors)
        count(len(papers))
    with runner.stage("keys") as count:
        members = [cluster.records for cluster in clusters]
        keyed, grown, renamed = keys.assign(list(zip(papers, members, strict=True)), lock)
        keyed, unmet = preferring(
            keyed,
            clusters,
            decided.preferred,
            prefer=config.prefer,
            known_as=lambda record: (references.reference(record),),
        )
        keyed = relations(keyed, grouping.related)
        count(len(keyed))
    balance = Balance(
        read=heard.read + quarantined,
        papers=len(keyed),
        merged=sum(len(paper.mentions) - 1 for paper in keyed),
        quarantined=sum(finding.is_quarantined for finding in notes),
    )
    if not balance.closes:
        raise ContentError(f"the balance does not close: {balance}", hint="please report this bug")
    with runner.stage("ledger") as count:
        told = ledgers.begun(keyed, mentioned, grouping, balance)
        count(len(told.merges))
    return Works(
        papers=keyed,
        lock=grown,
        balance=balance,
        ledger=told,
        findings=(*notes, *renamed, *unmet),
        memory=Memory(mentions=heard.memory, traits=facts),
        unsure=Material(records=mentioned, lock=lock, grouping=grouping, orders=orders),
    )


def _of_today(
    papers: list[Paper], clusters: Sequence[Cluster], orders: Sequence[AuthorOrder]
) -> list[Paper]:
    """*papers*, those of *clusters*, whose keys say no former name, unless a source states them."""
    if not any(order.former for order in orders):
        return papers
    today, _ = authors.renamed(papers, orders)
    return [
        replace(one, key=keys.natural(now.title, now.authors, now.year))
        if one.authors != now.authors
        and one.key == keys.natural(one.title, one.authors, one.year)
        and all(record.stated_key != one.key for record in cluster.records)
        else one
        for one, now, cluster in zip(papers, today, clusters, strict=True)
    ]
