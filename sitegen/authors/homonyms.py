"""This is where names are found that are probably two people's. It is quiet rather than complete.

Whoever changes field and place has new co-authors too: only what lies far apart in every respect
is worth a curator's time.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from sitegen.authors.census import MOST_AUTHORS
from sitegen.authors.name import name
from sitegen.findings import printable
from sitegen.model.paper import Paper
from sitegen.model.person import Homonym, Identity, People
from sitegen.model.verdict import Point
from sitegen.text.fold import glue, singular, words

_PAPERS = 3
_COAUTHORS = 4
_LIFE = 70  # years between somebody's first paper and their last
_GAP = 30
_ENOUGH = 60
_MANY = 20  # names of one family
_SAMPLE = 5000  # papers
_ALIKE = 0.02  # of the words of the smaller circle
_COMMON_WORD = 20  # of a thousand papers


def homonyms(people: People, papers: Iterable[Paper]) -> tuple[Homonym, ...]:
    """The names that are probably two people's, the likeliest first; takes linear time."""
    by_key = {paper.key: paper for paper in papers}
    wrote: list[list[str]] = [[] for _ in people.people]
    twice: dict[int, list[str]] = {}
    for key in sorted(people.of):
        row = people.of[key]
        for one in dict.fromkeys(row):
            wrote[one].append(key)
        if len(set(row)) < len(row) <= MOST_AUTHORS:
            for one, often in Counter(row).items():
                if often > 1:
                    twice.setdefault(one, []).append(key)
    common = _common([by_key[key] for key in sorted(by_key)])
    families = Counter(name(one.name).family for one in people.people)
    found = []
    for number, keys in enumerate(wrote):
        homonym = None
        if number in twice:
            homonym = _twice(people.people[number], keys, twice[number])
        elif len(keys) >= 2:
            own = name(people.people[number].name)
            is_common = own.is_common or families[own.family] >= _MANY
            written = [by_key[key] for key in keys]
            homonym = _judge(number, written, people, common, is_common=is_common)
        if homonym:
            found.append(homonym)
    return tuple(sorted(found, key=lambda one: (-sum(p.value for p in one.points), one.name)))


def _common(papers: Sequence[Paper]) -> frozenset[str]:
    """Words that so many titles have that they say nothing about a field, by a sample of them."""
    often: Counter[str] = Counter()
    sample = papers[:: max(1, len(papers) // _SAMPLE)]
    for paper in sample:
        often.update({singular(word) for word in words(paper.title)})
    return frozenset(word for word, n in often.items() if n * 1000 > len(sample) * _COMMON_WORD)


def _twice(one: Identity, keys: Sequence[str], both: Sequence[str]) -> Homonym | None:
    """Somebody who stands on a paper twice: two people, or a slip."""
    others = tuple(key for key in keys if key not in both)
    return _homonym(one, (others, tuple(both)), [Point("twice-on-one-paper", 60)])


def _judge(
    number: int,
    papers: Sequence[Paper],
    people: People,
    common: frozenset[str],
    *,
    is_common: bool,
) -> Homonym | None:
    one = people.people[number]
    years = sorted(paper.year for paper in papers if paper.year)
    if years and years[-1] - years[0] > _LIFE:
        first = tuple(p.key for p in papers if p.year and p.year - years[0] <= years[-1] - p.year)
        rest = tuple(paper.key for paper in papers if paper.key not in set(first))
        return _homonym(one, (rest, first), [Point("longer-than-a-life", 60)])
    if len(papers) < 2 * _PAPERS:
        return None
    circles = _circles(number, papers, people)
    if len(circles) < 2:
        return None
    points = list(_apart(circles[0], circles[1], common))
    if is_common:
        points.append(Point("common-family-name", 10))
    if sum(point.value for point in points) < _ENOUGH:
        return None
    groups = tuple(tuple(paper.key for paper in circle.papers) for circle in circles[:2])
    return _homonym(one, groups, points)


class _Circle:
    """Papers that hang together by those who wrote them."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self.papers = papers
        self.venues = {glue(paper.venue) for paper in papers if paper.venue}
        self.years = sorted(paper.year for paper in papers if paper.year)

    def words(self, common: frozenset[str]) -> set[str]:
        """What its papers are about."""
        texts = (text for p in self.papers for text in (p.title, *p.tags, *p.keywords))
        found = {singular(word) for text in texts for word in words(text) if len(word) > 3}
        return found - common


def _circles(number: int, papers: Sequence[Paper], people: People) -> list[_Circle]:
    """The two largest groups of papers of one name that share no co-author; the largest first.

    What is too small to say something is left out.
    """
    met: dict[int, int] = {}  # by co-author: the first paper with them
    near = list(range(len(papers)))  # by paper: an earlier one of its group, or itself

    def first(n: int) -> int:
        while near[n] != n:
            near[n] = n = near[near[n]]
        return n

    crowds = [len(people.of[paper.key]) for paper in papers]
    for n, paper in enumerate(papers):
        for other in people.of[paper.key] if crowds[n] <= MOST_AUTHORS else ():
            if other != number:
                near[first(n)] = first(met.setdefault(other, n))
    company = Counter(map(first, met.values()))
    groups: dict[int, list[Paper]] = defaultdict(list)
    for n, paper in enumerate(papers):
        if company[first(n)] >= _COAUTHORS:
            groups[first(n)].append(paper)
    found = [sorted(own, key=_key) for own in groups.values() if len(own) >= _PAPERS]
    found.sort(key=lambda own: (-len(own), own[0].key))
    return [_Circle(own) for own in found[:2]] if len(found) > 1 else []


_key = attrgetter("key")


def _apart(first: _Circle, second: _Circle, common: frozenset[str]) -> Iterator[Point]:
    """What lies between two circles: nothing if they share a venue."""
    yield Point("no-shared-coauthor", 10)
    if not first.venues or not second.venues or first.venues & second.venues:
        return
    yield Point("no-shared-venue", 20)
    mine, yours = first.words(common), second.words(common)
    shared = len(mine & yours) / max(1, min(len(mine), len(yours)))
    if shared < _ALIKE:
        yield Point("no-shared-subject", 20)
    if first.years and second.years:
        gap = max(second.years[0] - first.years[-1], first.years[0] - second.years[-1])
        if gap > _GAP:
            yield Point("years-apart", 30)


def _homonym(
    one: Identity, groups: tuple[tuple[str, ...], ...], points: Sequence[Point]
) -> Homonym:
    shown = str(one.name)
    tables = (
        f"[author.{_text(f'{shown} ({number})')}]\nname = {_text(shown)}\n"
        f"papers = [{', '.join(map(_text, keys))}]\n"
        for number, keys in enumerate(groups, 1)
        if keys
    )
    return Homonym(name=shown, groups=groups, points=tuple(points), split="\n".join(tables))


def _text(text: str) -> str:
    return json.dumps(printable(text), ensure_ascii=False)
