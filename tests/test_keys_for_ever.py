"""This is where keys are held over many edits of the sources: no address ever means another work.

The works and what becomes of them are known here, so that nothing depends on how duplicates are
found: each build is given the records that are one work at that time.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest

from sitegen import keys
from sitegen.errors import Location
from sitegen.model.paper import Paper
from sitegen.model.record import Record
from sitegen.text import names

TITLES = [
    *("Choirs of Small Models", "Choirs of Small Birds", "Choirs", "Lanterns in the Fog"),
    *("Editorial", "Introduction", "On Tides", "A Ladder of Mirrors", "The Salt Road: A Survey"),
]
AUTHORS = ["Ada Note", "Bo Note", "Cy van der Wick", "", "Émile Glacé"]
EDITS = 20


@dataclass
class World:
    """Records of works, in files, and what the site has promised about their addresses."""

    chance: random.Random
    records: dict[int, Record] = field(default_factory=dict)  # all that there ever were
    here: set[int] = field(default_factory=set)  # those in the sources
    work: dict[int, int] = field(default_factory=dict)  # the work that a record mentions
    group: dict[int, int] = field(default_factory=dict)  # the paper that a work belongs to
    own: dict[int, str] = field(default_factory=dict)  # the key that a work was born with
    once: dict[int, set[int]] = field(default_factory=dict)  # works it ever was one paper with
    parted: set[int] = field(default_factory=set)  # works some of whose paper were parted from it
    lock: keys.Lock = field(default_factory=dict)
    papers: dict[int, Paper] = field(default_factory=dict)  # by group
    touched: set[int] = field(default_factory=set)  # groups whose make-up has changed

    # What is in the sources

    def present(self) -> list[int]:
        """The works of which a record is there, sorted."""
        return sorted({self.work[n] for n in self.here})

    def members(self, group: int) -> set[int]:
        return {work for work, g in self.group.items() if g == group}

    def groups(self) -> dict[int, list[Record]]:
        found: dict[int, list[Record]] = {}
        for number in sorted(self.here):
            found.setdefault(self.group[self.work[number]], []).append(self.records[number])
        return found

    # Edits

    def new_record(self, work: int) -> None:
        number = len(self.records) + 1
        mates = [self.records[n] for n, w in self.work.items() if w == work]
        title = mates[0].title if mates else self.chance.choice(TITLES)
        author = self.chance.choice(AUTHORS)
        person = names.person(author) if author else None
        has = [self.chance.random() < share for share in (0.5, 0.3, 0.4)]
        at = Location(f"{self.chance.choice('abc')}.bib", number)
        fresh = Record(
            id=str(at),
            at=at,
            title=title,
            authors=mates[0].authors if mates else (person,) if person else (),
            year=mates[0].year if mates else self.chance.choice([None, 2019, 2020]),
            venue=self.chance.choice([None, "Journal of Song"]),
            pages=f"{number}–{number + 9}" if not has[0] or self.chance.random() < 0.5 else None,
            doi=f"10.5555/{number}" if has[0] else None,
            arxiv=f"2001.{number:05}" if has[1] else None,
            abstract=f"We sing song {number} " * 20 if has[2] else None,
        )
        if not mates and self.is_like_an_absent(fresh):
            return
        self.records[number] = fresh
        self.here.add(number)
        self.work[number] = work
        if not mates:
            self.group[work] = work
            self.once[work] = {work}

    def is_like_an_absent(self, one: Record) -> bool:
        """Whether it looks as a record that has gone: a person would take it for that, too."""
        gone = [self.records[n] for n in self.records.keys() - self.here]
        return _looks(one) in map(_looks, gone)

    def add(self) -> None:
        self.new_record(len(self.group) + 1)

    def mention(self) -> None:
        if self.present():
            self.new_record(self.chance.choice(self.present()))

    def drop(self) -> None:
        if self.here:
            self.here.discard(self.chance.choice(sorted(self.here)))

    def drop_work(self) -> None:
        if self.present():
            gone = self.chance.choice(self.present())
            self.here = {n for n in self.here if self.work[n] != gone}

    def bring_back(self) -> None:
        gone = sorted(self.records.keys() - self.here)
        if gone:
            self.here.add(self.chance.choice(gone))

    def reorder(self) -> None:
        lines = list(range(1, len(self.records) + 1))
        self.chance.shuffle(lines)
        for (number, one), line in zip(self.records.items(), lines, strict=True):
            at = Location(one.at.path, line)
            self.records[number] = replace(one, at=at, id=str(at))

    def rename(self) -> None:
        old, new = self.chance.sample("abcdef", 2)
        for number, one in self.records.items():
            at = Location(new + ".bib" if one.at.path == old + ".bib" else one.at.path, one.at.line)
            self.records[number] = replace(one, at=at, id=str(at))

    def correct(self) -> None:
        """A title, an author, a year or a place is put right where a name is left to know it by."""
        firm = [n for n in sorted(self.here) if self.records[n].doi or self.records[n].arxiv]
        if not firm:
            return
        number = self.chance.choice(firm)
        change = self.chance.choice(
            [
                {"title": self.chance.choice(TITLES)},
                {"year": 2021},
                {"venue": "Hymns"},
                {"pages": "e7"},
            ]
        )
        fresh = replace(self.records[number], **change)
        if not self.is_like_an_absent(fresh):
            self.records[number] = fresh

    def identify(self) -> None:
        """A record learns its DOI."""
        bare = [n for n in sorted(self.here) if not self.records[n].doi]
        if bare:
            number = self.chance.choice(bare)
            self.records[number] = replace(self.records[number], doi=f"10.5555/{number}")

    def merge(self) -> None:
        if len(self.present()) < 2:
            return
        one, two = self.chance.sample(self.present(), 2)
        first, second = self.group[one], self.group[two]
        if first == second:
            return
        self.touched |= {first, second}
        for work in self.members(second):
            self.group[work] = first
        for work in self.members(first):
            self.once[work] |= self.members(first)
        # By an identifier that both state, which is of neither alone from then on.
        number = next(n for n in sorted(self.here) if self.work[n] == two)
        self.records[number] = replace(self.records[number], pmid=str(1000 + number))

    def split(self) -> None:
        joined = [
            work for work in self.present()
            if any(self.group[w] == self.group[work] for w in self.present() if w != work)
        ]  # fmt: skip
        if not joined:
            return
        work = self.chance.choice(joined)
        group = self.group[work]
        self.parted |= self.members(group)
        fresh = 1000 + len(self.touched) + max(self.group.values())
        self.touched |= {group, fresh}
        self.group[work] = fresh

    # A build, and what must be true after it

    def build(self) -> None:
        found = list(self.groups().items())
        self.chance.shuffle(found)
        works = [(_paper(records), tuple(records)) for _, records in found]
        papers, grown, _ = keys.assign(works, self.lock)
        before, self.papers = (
            self.papers,
            {group: paper for (group, _), paper in zip(found, papers, strict=True)},
        )
        assert keys.read(keys.write(grown), "keys.lock") == (grown, ())
        assert keys.assign(works, grown)[:2] == (papers, grown)
        anchors = {n: k for n, k in self.lock.items() if not n.startswith("redirect")}
        assert anchors.items() <= grown.items()
        self.lock = grown
        self.check_that_keys_stay(before)
        self.check_that_each_key_is_of_one_work()
        self.touched = set()

    def check_that_keys_stay(self, before: dict[int, Paper]) -> None:
        """A paper of which a record was there, and whose make-up is the same, is where it was."""
        for group, paper in self.papers.items():
            if group in before and group not in self.touched:
                assert paper.key == before[group].key
                assert set(before[group].aliases) <= set(paper.aliases)

    def check_that_each_key_is_of_one_work(self) -> None:
        leads: dict[str, int] = {}
        for group, paper in self.papers.items():
            for key in (paper.key, *paper.aliases):
                assert key.lower() not in leads
                leads[key.lower()] = group
        for work in self.present():
            if work not in self.own:
                key = self.papers[self.group[work]].key
                assert key.lower() not in {other.lower() for other in self.own.values()}
                self.own[work] = key
            assert leads[self.own[work].lower()] == self.group[work]
        for work, key in self.own.items():
            to = leads.get(key.lower())
            if to == self.group[work]:
                continue
            if work not in self.parted and self.group[work] in self.papers:
                raise AssertionError(f"{key} leads nowhere, and its paper is there")
            assert to is None or self.members(to) & self.once[work]
        assert leads.keys() <= {key.lower() for key in self.own.values()}


def _looks(one: Record) -> tuple[str, str]:
    return one.title, one.authors[0].family if one.authors else ""


def _paper(records: Iterable[Record]) -> Paper:
    """The paper of some records, under the key that the facts of the first suggest."""
    first = min(records, key=lambda r: r.at)
    key = keys.natural(first.title, first.authors, first.year)
    return Paper(key=key, title=first.title, authors=first.authors, year=first.year)


EVERY = (
    *(World.add, World.add, World.mention, World.drop, World.drop_work, World.bring_back),
    *(World.reorder, World.rename, World.correct, World.identify, World.merge, World.split),
)


@pytest.mark.parametrize("seed", range(40))
def test_no_key_means_another_work_over_twenty_edits(seed: int) -> None:
    world = World(random.Random(seed))
    for _ in range(4):
        world.add()
    world.build()
    for _ in range(EDITS):
        world.chance.choice(EVERY)(world)
        world.build()
