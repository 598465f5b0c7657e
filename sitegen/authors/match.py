"""This is where two names are judged: one person, perhaps one, or two.

Only what nobody would call wrong is merged: initials need the one full name that they can stand for
and people with whom both have written; common family names are never merged by initials.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitegen.authors.candidates import Pair, find
from sitegen.authors.census import Census
from sitegen.authors.evidence import Evidence, Shared
from sitegen.authors.name import Name, relation
from sitegen.model.verdict import Decision, Point

_VALUES = {
    "same-letters": 60,
    "given-agree": 30,
    "transliteration": 30,
    "nickname": 20,
    "order-swapped": 20,
    "initials-agree": 10,
    "goes-by-middle-name": 10,
    "one-letter": 10,
    "family-extended": 10,
    "romanised": 10,
}
_VAGUE = frozenset({"nickname", "transliteration", "one-letter", "goes-by-middle-name"})
_LONG_GAP = 25  # years
_LIFE = 60
_WORTH_SAYING = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What was found about two nodes."""

    decision: Decision
    """Whether they are one person."""

    points: tuple[Point, ...]
    """What was weighed."""

    surely: tuple[int, ...] = ()
    """Co-authors of both, the most telling first."""

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(point.value for point in self.points)


def judge_all(census: Census, evidence: Evidence) -> dict[Pair, Likeness]:
    """What is found about each pair of names that could be one person's, by pair."""
    related = find(census, evidence)
    rivals = _Rivals(census, related)
    found = {}
    for pair, kind in sorted(related.items()):
        if kind in _VAGUE and census.nodes[pair[0]].name.is_common:
            continue  # Jing and Ying, Jia and Jiayu are as many people
        if not evidence.meet(*pair):
            likeness = _judge(census, pair, kind, evidence.shared(*pair), rivals)
            if likeness.decision is not Decision.DIFFERENT:
                found[pair] = likeness
    return found


def _judge(census: Census, pair: Pair, kind: str, shared: Shared, rivals: "_Rivals") -> Likeness:
    one, other = (census.nodes[n].name for n in pair)
    is_common = one.is_common and other.is_common
    has_rivals = rivals.has(pair)
    is_alone = one.family == other.family and not is_common and rivals.is_alone(one)
    points = [Point(kind, _VALUES[kind])]
    if kind == "initials-agree" and len(one.given) > 1 and len(other.given) > 1:
        points.append(Point("several-initials", 10))
    if shared.surely:
        points.append(Point("shared-coauthors", min(60, 20 * len(shared.surely))))
    if shared.perhaps:
        points.append(Point("coauthors-alike", min(20, 10 * shared.perhaps)))
    if shared.venues:
        points.append(Point("shared-venue", 10))
    if is_alone and kind in ("given-agree", "initials-agree", "nickname"):
        points.append(Point("only-two-of-the-family", 20))
    if has_rivals:
        points.append(Point("several-candidates", -30))
    if is_common:
        points.append(Point("common-family-name", -20))
    if is_common and kind == "given-agree" and _has_further_name(one, other):
        points.append(Point("further-given-name", -20))
    if shared.years_apart > _LONG_GAP:
        points.append(Point("years-apart", -60 if shared.years_apart > _LIFE else -20))
    score = sum(point.value for point in points)
    is_known = bool(shared.surely or shared.perhaps > 1) or is_alone or kind == "same-letters"
    decision = Decision.DIFFERENT
    if _is_safe(kind, (one, other), shared, is_common=is_common, has_rivals=has_rivals):
        decision = Decision.SAME
    elif is_known and score >= _WORTH_SAYING:
        decision = Decision.REVIEW
    return Likeness(decision=decision, points=tuple(points), surely=shared.surely)


def _is_safe(
    kind: str, names: tuple[Name, Name], shared: Shared, *, is_common: bool, has_rivals: bool
) -> bool:
    """Whether nobody would call it wrong to make them one."""
    if kind == "same-letters":
        return shared.years_apart <= _LIFE
    if has_rivals or shared.years_apart > _LONG_GAP or not shared.surely:
        return False
    if kind == "given-agree":
        if is_common:
            return len(shared.surely) > 1 and not _has_further_name(*names)
        return True
    if kind == "transliteration":
        return min(len(name.given[0]) for name in names) > 3
    if kind == "initials-agree" and not is_common:
        is_one_full = names[0].is_full != names[1].is_full
        weight = 2 * len(shared.surely) + shared.perhaps + bool(shared.venues)
        return is_one_full and weight > 2
    return False


def _has_further_name(one: Name, other: Name) -> bool:
    """Whether one has a further given name, written out: "Hao" and "Hao-Wei" are two names."""
    short, full = sorted((one.given, other.given), key=len)
    return any(len(word) > 1 for word in full[len(short) :])


class _Rivals:
    """Answers whether a name could be another's just as well."""

    def __init__(self, census: Census, related: Mapping[Pair, str]) -> None:
        self._nodes = census.nodes
        self._of: dict[int, list[int]] = defaultdict(list)
        for (a, b), kind in related.items():
            if kind in ("initials-agree", "given-agree"):
                self._of[a].append(b)
                self._of[b].append(a)
        self._families: dict[str, int] = defaultdict(int)
        for node in census.nodes:
            if node.name.given:
                self._families[node.name.family] += 1

    def is_alone(self, name: Name) -> bool:
        """Whether there are but two names of the family."""
        return self._families[name.family] == 2

    def has(self, pair: Pair) -> bool:
        """Whether either could be a third who is not the other."""
        a, b = pair
        return self._clash(a, b, self._of[a]) or self._clash(b, a, self._of[b])

    def _clash(self, one: int, other: int, thirds: Iterable[int]) -> bool:
        mine = self._nodes[other].name
        return any(
            third != other
            and self._nodes[third].name.is_full
            and self._nodes[third].name.family == mine.family
            and relation(self._nodes[third].name, mine) not in ("initials-agree", "given-agree")
            and self._nodes[third].name.given != mine.given
            for third in thirds
        )
