"""This is where it is found which names could be one person's, without comparing all with all.

Names are put into buckets of those that share something; within a bucket all are compared, or, if
it is large, those only that share a co-author whom few others of the bucket know.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from sitegen.authors.census import Census, Node
from sitegen.authors.evidence import Evidence
from sitegen.authors.known import formal
from sitegen.authors.name import Name, latin, letters, relation, sound
from sitegen.text.fold import words

Pair = tuple[int, int]
"""Two nodes, the smaller number first."""

Relate = Callable[[Node, Node], str | None]

_LARGEST = 40
_KNOWN_TO = 8
_SHORT_FORMS = 20_000


def find(census: Census, evidence: Evidence) -> dict[Pair, str]:
    """How the names of each pair that could be one person's are related.

    Besides what ``name.relation`` says: "same-letters", "order-swapped", "family-extended" and
    "romanised".
    """
    found: dict[Pair, str] = {_pair(a, b): "same-letters" for a, b in census.alike}
    sizes = Counter(node.name.family for node in census.nodes if node.name.given)
    for make, relate in _KINDS:
        buckets: dict[object, list[int]] = defaultdict(list)
        for number, node in enumerate(census.nodes):
            if node.name.given:
                for key in make(node, sizes):
                    buckets[key].append(number)
        for members in buckets.values():
            if len(members) > 1:
                for a, b in _within(members, evidence):
                    kind = relate(census.nodes[a], census.nodes[b])
                    if kind:
                        found.setdefault((a, b), kind)
    for a, b in _abbreviated(census.nodes, sizes, evidence):
        kind = relation(census.nodes[a].name, census.nodes[b].name)
        if kind:
            found.setdefault((a, b), kind)
    for a, b in _in_han(census.nodes, evidence):
        found.setdefault((a, b), "romanised")
    return found


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _within(members: Sequence[int], evidence: Evidence) -> Iterator[Pair]:
    """The pairs of a bucket that are worth a look."""
    if len(members) <= _LARGEST:
        yield from combinations(members, 2)
        return
    known: dict[int, list[int]] = defaultdict(list)
    for number in members:
        for other in evidence.company(number):
            known[other].append(number)
    seen: set[Pair] = set()
    for some in known.values():
        if 1 < len(some) <= _KNOWN_TO:
            seen.update(combinations(some, 2))
    yield from sorted(seen)


def _abbreviated(
    nodes: Sequence[Node], sizes: Mapping[str, int], evidence: Evidence
) -> Iterator[Pair]:
    """Each name that begins with an initial, with every name it may stand for."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        if node.name.given and sizes[node.name.family] > 1:
            blocks[node.name.family, node.name.given[0][0]].append(number)
    for members in blocks.values():
        short = [n for n in members if not nodes[n].name.is_full]
        if len(short) * len(members) > _SHORT_FORMS:
            yield from _within(members, evidence)
            continue
        for n in short:
            yield from (_pair(n, other) for other in members if other != n)


def _in_han(nodes: Sequence[Node], evidence: Evidence) -> Iterator[Pair]:
    """Each name in Han signs, with the names in Latin letters that it can be read as."""
    signs: dict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        if node.identity.isascii():
            continue
        for text in {letters(person) for person in node.spellings}:
            if text:
                signs[text].append(number)
    if not signs:
        return
    buckets: dict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        if node.name.is_common and node.identity.isascii():
            text = "".join(sorted(node.identity))
            if text in signs:
                buckets[text].append(number)
    for text, members in sorted(buckets.items()):
        if len(members) * len(signs[text]) <= _LARGEST:
            yield from (_pair(a, b) for a in signs[text] for b in members)


# What two names have in common that are put side by side, and what is then made of it.


def _same_given(node: Node, sizes: Mapping[str, int]) -> Iterable[object]:
    own = node.name
    if sizes[own.family] > 1:
        yield own.family, own.given[0] if own.is_full else ""
        if not own.is_full and len(own.given) > 1 and len(own.given[1]) > 1:
            yield own.family, own.given[1]


def _like_given(node: Node, sizes: Mapping[str, int]) -> Iterable[object]:
    own = node.name
    if own.is_full and not own.is_common and sizes[own.family] > 1:
        first = own.given[0]
        yield own.family, "sound", sound(first)
        yield own.family, "start", first[:3]
        for form in formal(first):
            yield own.family, form


def _turned(node: Node, sizes: Mapping[str, int]) -> Iterable[object]:
    own = node.name
    if own.is_full and not own.suffix:
        given = "".join(own.given)
        yield min(given, own.family), max(given, own.family)


def _sounding(node: Node, sizes: Mapping[str, int]) -> Iterable[object]:
    own = node.name
    if own.is_full and not own.is_common and len(own.family) > 3:
        yield sound(latin(own.family)), sound(latin(own.given[0]))


def _joined_family(node: Node, sizes: Mapping[str, int]) -> Iterable[object]:
    own = node.name
    if own.is_full and not own.is_common:
        yield own.family, own.given[0]
        parts = {part for person in node.spellings for part in words(person.family)}
        if len(parts) > 1:
            yield from ((part, own.given[0]) for part in sorted(parts - {own.family}) if part[3:])


def _split_family(node: Node, sizes: Mapping[str, int]) -> Iterable[object]:
    """By a family name of several words, of which BibTeX takes all but the last for given names."""
    own = node.name
    if own.is_common:
        return
    if not own.is_full:
        yield own.family, own.given[0]
        return
    for n in range(1, len(own.given)):
        if len(own.given[n]) > 1:
            yield "".join((*own.given[n:], own.family)), own.given[0][0]


def _related(a: Node, b: Node) -> str | None:
    return relation(a.name, b.name)


def _is_turned(a: Node, b: Node) -> str | None:
    is_so = a.name.family != b.name.family and a.name.family == "".join(b.name.given)
    return "order-swapped" if is_so and "".join(a.name.given) == b.name.family else None


def _sounds_alike(a: Node, b: Node) -> str | None:
    one, other = _in_latin(a.name), _in_latin(b.name)
    if a.name.family == b.name.family or sound(one.family) != sound(other.family):
        return None
    same = Name("", (sound(one.given[0]), *one.given[1:]), one.suffix, "")
    also = Name("", (sound(other.given[0]), *other.given[1:]), other.suffix, "")
    return "transliteration" if relation(same, also) == "given-agree" else None


def _in_latin(own: Name) -> Name:
    return Name(latin(own.family), tuple(map(latin, own.given)), own.suffix, own.identity)


def _is_extended(a: Node, b: Node) -> str | None:
    if a.name.family == b.name.family:
        return None
    one, other = (_given_only(node.name) for node in (a, b))
    return "family-extended" if relation(one, other) == "given-agree" else None


def _is_split(a: Node, b: Node) -> str | None:
    full, short = (a.name, b.name) if a.name.is_full else (b.name, a.name)
    if short.is_full or not full.is_full:
        return None
    for n in range(1, len(full.given)):
        if "".join((*full.given[n:], full.family)) == short.family:
            one = Name("", full.given[:n], full.suffix, "")
            return "family-extended" if relation(one, _given_only(short)) else None
    return None


def _given_only(own: Name) -> Name:
    """A name without its family name, to compare what else there is."""
    return Name("", own.given, own.suffix, "")


_KINDS: tuple[tuple[Callable[[Node, Mapping[str, int]], Iterable[object]], Relate], ...] = (
    (_same_given, _related),
    (_like_given, _related),
    (_sounding, _sounds_alike),
    (_turned, _is_turned),
    (_joined_family, _is_extended),
    (_split_family, _is_split),
)
