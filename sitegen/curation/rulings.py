"""This is where a curator's "same" and "not the same" become orders about records.

What contradicts itself stops the build: whichever half counted, somebody's decision would be lost.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.curation.references import Index, Positions
from sitegen.errors import ContentError
from sitegen.findings import Finding, quoted
from sitegen.model.curation import Curation, Ruling
from sitegen.model.record import Record
from sitegen.model.verdict import Orders

_SHOWN = 5  # places that a message names at most


@dataclass(frozen=True, slots=True)
class Group:
    """A ruling whose references are known."""

    ruling: Ruling
    members: tuple[tuple[str, Positions], ...]
    """(reference, the records that it means), in the order written."""


def orders(
    curation: Curation, records: Sequence[Record], lock: Mapping[str, str]
) -> tuple[Orders, tuple[Finding, ...]]:
    """What *curation* says about *records*, and a finding for each reference that means none.

    A group that is the same is a star of pairs; of one that is not, all pairs are told apart.

    Raises:
        ContentError: records are the same, if by way of others, and not the same; says both lines.
    """
    if not curation.same and not curation.not_same:
        return Orders(), ()
    index = Index(records, lock)
    findings: list[Finding] = []
    same = [_resolved(ruling, index, records, findings) for ruling in curation.same]
    apart = [_resolved(ruling, index, records, findings) for ruling in curation.not_same]
    joined = _Joined(same, len(records))
    for group in apart:
        _check(group, joined, records)
    told = Orders(
        same={pair: str(g.ruling.at) for g in reversed(same) for pair in _star(g)},
        not_same={pair: str(g.ruling.at) for g in reversed(apart) for pair in _pairs(g)},
    )
    return told, tuple(findings)


def _resolved(
    ruling: Ruling, index: Index, records: Sequence[Record], findings: list[Finding]
) -> Group:
    """*ruling* without the references that nobody can tell the meaning of; these are *findings*."""
    members: list[tuple[str, Positions]] = []
    for ref in ruling.refs:
        found = index.meant(ref)
        if not found:
            findings.append(_unknown(ref, ruling, index))
        elif index.is_vague(ref):
            findings.append(_vague(ref, found, ruling, index, records))
        else:
            members.append((ref, found))
    return Group(ruling, tuple(members))


def _unknown(ref: str, ruling: Ruling, index: Index) -> Finding:
    near = index.nearest(ref)
    return Finding(
        code="unknown-reference",
        message=f"there is no record or paper {quoted(ref)}",
        at=ruling.at,
        hint=f"did you mean `{near}`?"
        if near
        else "name the identifier of a record, its path:line, its reference as reports print it, "
        "a DOI, an arXiv identifier or a key",
    )


def _vague(
    ref: str, found: Positions, ruling: Ruling, index: Index, records: Sequence[Record]
) -> Finding:
    meant = [f"`{index.name(n)}` ({records[n].at})" for n in found[:_SHOWN]]
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return Finding(
        code="ambiguous-reference",
        message=f"{quoted(ref)} is the name of {len(found)} records with different titles",
        at=ruling.at,
        hint=f"say which: {', '.join(meant)}{more}",
    )


def _star(group: Group) -> Iterator[tuple[int, int]]:
    """The first record of *group* with each other one."""
    every = [n for _, found in group.members for n in found]
    for other in every:
        if other != every[0]:
            yield min(every[0], other), max(every[0], other)


def _pairs(group: Group) -> Iterator[tuple[int, int]]:
    """Each record of *group* with each that another of its references means."""
    for place, (_, found) in enumerate(group.members):
        for _, others in group.members[:place]:
            for one in found:
                for other in others:
                    yield min(one, other), max(one, other)


class _Joined:
    """Which records are one work by order, and by which rulings."""

    def __init__(self, groups: Sequence[Group], size: int) -> None:
        self._above = list(range(size))
        self._rulings: dict[int, list[Group]] = defaultdict(list)  # by record
        for group in groups:
            every = [n for _, found in group.members for n in found]
            for record in every:
                self._rulings[record].append(group)
                self._above[self.root(record)] = self.root(every[0])

    def root(self, record: int) -> int:
        """One record for all that are one work with *record*."""
        while self._above[record] != record:
            self._above[record] = self._above[self._above[record]]
            record = self._above[record]
        return record

    def way(self, start: int, end: int) -> list[Ruling]:
        """The fewest rulings by which *start* is one work with *end*, in the order of the chain."""
        before: dict[int, tuple[int, Ruling]] = {}
        seen = {start}
        used: set[int] = set()
        waiting = deque([start])
        while waiting and end not in seen:
            here = waiting.popleft()
            for group in self._rulings[here]:
                if id(group) in used:
                    continue
                used.add(id(group))
                for record in (n for _, found in group.members for n in found):
                    if record not in seen:
                        seen.add(record)
                        before[record] = here, group.ruling
                        waiting.append(record)
        chain: list[Ruling] = []
        while end != start:
            end, ruling = before[end]
            chain.append(ruling)
        return chain[::-1]


def _check(group: Group, joined: _Joined, records: Sequence[Record]) -> None:
    """Refuse a *group* of which two are not the same, and the same all the same."""
    holders: dict[int, tuple[int, str, int]] = {}  # place, reference and record, by work
    for place, (ref, found) in enumerate(group.members):
        for record in found:
            held = (place, ref, record)
            first, other, before = holders.setdefault(joined.root(record), held)
            if first == place:
                continue
            if before == record:
                raise _one_record(other, ref, records[record], group.ruling)
            raise _contradiction(other, ref, joined.way(before, record), group.ruling)


def _one_record(one: str, other: str, record: Record, ruling: Ruling) -> ContentError:
    return ContentError(
        f"{quoted(one)} and {quoted(other)} are said not to be the same, but both mean the record "
        f"at {record.at}",
        at=ruling.at,
        hint="name two records that differ; their places, path:line, always do",
    )


def _contradiction(one: str, other: str, way: Sequence[Ruling], ruling: Ruling) -> ContentError:
    lines = [str(line) for line in dict.fromkeys(said.at.line for said in way)]
    if len(lines) > _SHOWN:
        lines[_SHOWN - 1 : -1] = ["…"]
    where = f"line {lines[0]} says" if len(lines) == 1 else f"lines {', '.join(lines)} together say"
    return ContentError(
        f"{quoted(one)} and {quoted(other)} are said not to be the same, but {where} that they are",
        at=ruling.at,
        hint="delete the line that is wrong",
    )
