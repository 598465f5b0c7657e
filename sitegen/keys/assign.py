"""This is where papers get their keys, for ever."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sitegen.errors import ContentError, Location
from sitegen.findings import Finding, quoted
from sitegen.keys.anchors import names
from sitegen.keys.claims import STATED, Claims, Known, Naming, Said, heard, naming, settle
from sitegen.keys.lock import Lock, redirect, redirects
from sitegen.keys.naming import Taken, is_key
from sitegen.model.paper import Paper
from sitegen.model.record import Record
from sitegen.text.fold import glue
from sitegen.text.slugs import slug

_SHOWN = 10  # papers without a key that are named


def assign(
    works: Sequence[tuple[Paper, Iterable[Record]]], lock: Lock
) -> tuple[tuple[Paper, ...], Lock, tuple[Finding, ...]]:
    """The papers under the keys that are theirs, the lock with the new ones, and what was changed.

    A paper takes the key that most of its anchors have; where papers were merged, the keys that
    lose become aliases, and the lock remembers where they lead, so that they do when nothing is
    left of what they were; where a paper was split, the majority keeps its key, and an alias is the
    key again of the paper that had it. No key is used twice.
    """
    known: list[Known] = [[(record, names(record)) for record in own] for _, own in works]
    named = naming(known)
    order = _order([paper for paper, _ in works], known, named)
    rank = {position: n for n, position in enumerate(order)}
    further = redirects(lock)
    said = [heard(own, n, named, lock) for n, own in enumerate(known)]
    claims = settle(
        [one.worth for one in said], further, lambda key, n: (works[n][0].key != key, rank[n])
    )
    owned = _owned(claims, further, [paper.key for paper, _ in works])
    taken = Taken((*lock.values(), *further))
    new = {position for position in order if not owned[position]}
    for position in order:
        if position in new:
            owned[position] = [taken.key_for(works[position][0])]
    for position in order:
        # What somebody cites a merged entry by leads to its paper.
        owned[position] += filter(taken.take, _stated(known[position]))
    notes: list[Finding] = []
    final: dict[int, Paper] = {}
    cited: set[str] = set()
    for position in order:
        first, *others = owned[position]
        final[position] = _as_stated(_under(works[position][0], first, others), cited)
        if position in new:
            notes += _changed((record for record, _ in known[position]), final[position])
    papers = tuple(final[n] for n in range(len(works)))
    grown = _redirected(lock, owned, further)
    for position in order:
        _remember(papers[position], known[position], said[position], named, position, grown)
    # A paper all of whose names lead elsewhere, as after a merge was undone, keeps its new key.
    held = set(grown.values())
    for position in new:
        if papers[position].key not in held:
            grown |= {name: papers[position].key for name, _ in named.alone[position]}
    return papers, grown, tuple(notes)


def _stated(known: Known) -> Iterator[str]:
    """The keys that a curator gave the records of a paper, as far as they can be addresses."""
    stated = sorted({record.stated_key for record, _ in known if record.stated_key})
    return filter(is_key, stated)


def _under(work: Paper, key: str, aliases: Iterable[str] = ()) -> Paper:
    """*work* under a key and its aliases. A paper has many fields: it is copied only if it must."""
    others = tuple(sorted(aliases))
    return (
        work
        if (work.key, work.aliases) == (key, others)
        else replace(work, key=key, aliases=others)
    )


def _order(papers: Sequence[Paper], known: Sequence[Known], named: Naming) -> list[int]:
    """The positions of the works in the order in which they get new keys: that of their facts."""
    often = Counter(paper.key for paper in papers)

    def facts(n: int) -> tuple[object, ...]:
        key = papers[n].key
        if often[key] == 1:
            return (key,)
        places = sorted((str(record.at), record.id) for record, _ in known[n])
        return key, glue(papers[n].title), named.anchors[n], places

    return sorted(range(len(papers)), key=facts)


def _owned(claims: Claims, further: dict[str, str], natural: Sequence[str]) -> list[list[str]]:
    """The keys of each work; first the one that it has had, or of several that has most claim.

    Of two that a curator gave, that of the version which is shown: its *natural* key.
    """
    owned: list[list[str]] = [[] for _ in natural]
    for key, position in claims.home.items():
        owned[position].append(key)
    for position, keys in enumerate(owned):
        if len(keys) > 1:
            mine = set(keys)
            keys.sort(
                key=lambda key: (
                    further.get(key) in mine,
                    key != natural[position] or claims.worth.get(key, {}).get(position, 0) < STATED,
                    -claims.worth.get(key, {}).get(position, 0),
                    key,
                )
            )
    return owned


def _redirected(lock: Lock, owned: Sequence[list[str]], further: dict[str, str]) -> dict[str, str]:
    """The *lock* with a line for each key that has become an alias, without those overruled."""
    grown = dict(lock)
    for keys in owned:
        for key in keys:
            if further.get(key) in keys:
                continue
            if key != keys[0]:
                grown[redirect(key)] = keys[0]
            elif key in further:
                del grown[redirect(key)]
    return grown


def _remember(
    paper: Paper, known: Known, said: Said, named: Naming, position: int, grown: dict[str, str]
) -> None:
    """Write the names of *paper* into the lock, if they are not some paper's there.

    What a record is called goes to the key that the record had, which may be an alias by now: so
    that it has all of its names when the papers are parted again.
    """
    mine = {paper.key, *paper.aliases}
    own_keys = [
        _key_of(worth, record.stated_key if record.stated_key in mine else paper.key, mine)
        for worth, (record, _) in zip(said.by_record, known, strict=True)
    ]
    unshared = {*named.anchors[position], *named.hints[position]}
    order = sorted(range(len(known)), key=lambda n: (own_keys[n] != paper.key, own_keys[n]))
    for n in order:
        for name in (*known[n][1].anchors, *known[n][1].hints):
            if name in unshared:
                grown.setdefault(name, own_keys[n])
    for n in order:
        name, is_shared = named.alone[position][n]
        if is_shared or any(grown[anchor] not in mine for anchor in known[n][1].anchors):
            grown.setdefault(name, own_keys[n])


def _key_of(worth: Mapping[str, int], key: str, mine: set[str]) -> str:
    """The key for which a record speaks, of those that are its paper's; else that of the paper."""
    found = [(-count, one) for one, count in worth.items() if one in mine]
    return min(found)[1] if found else key


def _as_stated(work: Paper, cited: set[str]) -> Paper:
    """*work* with its stated key only if its address comes of it, and no other paper is so cited.

    A key that a source brings to a paper which had one before would change how it is cited.
    """
    stated = work.stated_key
    if stated is None:
        return work
    is_own = work.key.startswith(slug(stated, "paper")[:76].strip("-"))
    if not is_own or stated.lower() in cited:
        return replace(work, stated_key=None)
    cited.add(stated.lower())
    return work


def _changed(records: Iterable[Record], work: Paper) -> list[Finding]:
    """A finding for each record whose stated key is not the one its paper got."""
    return [
        Finding(
            code="key-changed",
            message=f"the stated key '{record.stated_key}' is not kept: the paper is '{work.key}'",
            at=record.at,
            hint="a key must be free, and without spaces and the signs that TeX means something by",
        )
        for record in records
        if record.stated_key
        and record.stated_key.lower() not in (work.key.lower(), work.cited_as.lower())
        and record.stated_key not in work.aliases
    ]


def refuse_new(papers: Iterable[Paper], before: Lock, after: Lock, path: str) -> None:
    """Refuse *papers* whose keys, or whose former keys, the lock at *path* did not have.

    New names of papers that have a key are no reason: no address depends on them in this build.

    Raises:
        ContentError: there is such a paper; names ten of them.
    """
    taken = set(before.values())
    new = [paper for paper in papers if paper.key not in taken]
    led = [
        f"'{former}' leads to '{key}'"
        for former, key in sorted(redirects(after).items())
        if before.get(redirect(former)) != key
    ]
    if not new and not led:
        return
    what = "this file does not say yet where each former key leads, and --locked adds nothing"
    if len(new) == 1:
        what = "1 paper has no key in this file yet, and --locked gives none"
    elif new:
        what = f"{len(new):,} papers have no key in this file yet, and --locked gives none"
    lines = [*map(_shown, sorted(new, key=lambda paper: paper.key)), *led]
    more = [f"and {len(lines) - _SHOWN:,} more"] if len(lines) > _SHOWN else []
    raise ContentError(
        "\n    ".join((what, *lines[:_SHOWN], *more)),
        at=Location(path),
        hint=f"run `sitegen convert` (or `make site`), and commit {path}",
    )


def _shown(paper: Paper) -> str:
    place = f" ({paper.mentions[0].at})" if paper.mentions else ""
    return f"{quoted(paper.title)}{place}"
