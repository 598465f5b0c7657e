"""This is where what notes say is put in its place: in the papers that they are about.

``content/notes/<key>.md``: front matter corrects the paper, the text below it is shown on its page.
"""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sitegen import tags
from sitegen.dedupe.merge import FIELDS, as_text
from sitegen.findings import Finding, quoted
from sitegen.model.mapping import Map
from sitegen.model.paper import Claim, Conflict, Mention, Paper
from sitegen.notes.note import Note
from sitegen.text.fold import subject

RULE = "corrected in notes"
"""Why a value counts that a note states."""


def apply(
    papers: Sequence[Paper], notes: Sequence[Note]
) -> tuple[tuple[Paper, ...], dict[str, tuple[Note, ...]], tuple[Finding, ...]]:
    """(*papers* as the notes correct them, notes by key, a finding for each that has no paper)."""
    if not notes:
        return tuple(papers), {}, ()
    owners = _owners(papers)
    own: dict[str, list[Note]] = defaultdict(list)
    lost: list[Note] = []
    for note in sorted(notes, key=lambda note: note.at):
        key = owners.get(note.name) or owners.get(note.name.lower())
        if key is None:
            lost.append(note)
        else:
            own[key].append(note)
    # The note that is named after the key itself has the last word.
    by_key = {
        key: tuple(sorted(found, key=lambda note: note.name == key)) for key, found in own.items()
    }
    corrected = tuple(_noted(paper, by_key.get(paper.key, ())) for paper in papers)
    return corrected, by_key, tuple(_lost(lost, [paper.key for paper in papers]))


def _owners(papers: Sequence[Paper]) -> dict[str, str]:
    """The key of the paper that a note of that name belongs to: by key, else by former key."""
    owners = {paper.key: paper.key for paper in papers}
    for paper in papers:
        for alias in paper.aliases:
            owners.setdefault(alias, paper.key)
    for name, key in list(owners.items()):
        owners.setdefault(name.lower(), key)
    return owners


_NEAREST = 50  # keys that are compared letter by letter


def _pairs(key: str) -> set[str]:
    """The pairs of letters of *key*, its edges marked."""
    marked = f"^{key.lower()}$"
    return {marked[n : n + 2] for n in range(len(marked) - 1)}


def _lost(notes: Sequence[Note], keys: Sequence[str]) -> Iterator[Finding]:
    """A finding for each note whose paper does not exist, with the key that is most like it."""
    if not notes:
        return
    # A slip leaves most pairs of letters as they are: to compare with every key would take hours.
    alike: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for pair in _pairs(key):
            alike[pair].append(key)
    for note in notes:
        shared = Counter(key for pair in _pairs(note.name) for key in alike[pair])
        near = sorted(shared, key=lambda key: (-shared[key], key))[:_NEAREST]
        best = difflib.get_close_matches(note.name.lower(), near, n=1)
        yield Finding(
            code="unknown-note",
            message=f"there is no paper with the key {quoted(note.name)}",
            at=note.at,
            hint=f"did you mean `{best[0]}`?" if best else "a note is named after a paper's key",
        )


def _noted(paper: Paper, notes: Sequence[Note]) -> Paper:
    for note in notes:
        paper = _corrected(paper, note)
    bodies = [note.body for note in notes if note.body]
    return replace(paper, notes="\n\n".join(bodies)) if bodies else paper


def _corrected(paper: Paper, note: Note) -> Paper:
    """*paper* as *note* corrects it; what the records said becomes a conflict."""
    values = dict(note.values)
    values["keywords"] = _retagged(paper.keywords, note)
    changed = {n: v for n, v in values.items() if v != getattr(paper, n)}
    taken = [name for name in changed if name != "others" or "authors" not in changed]
    conflicts = {conflict.field: conflict for conflict in paper.conflicts}
    for name in taken:
        if name in FIELDS:
            settled = _conflict(paper, name, changed[name], conflicts.get(name))
            conflicts |= {name: settled} if settled else {}
    extra = _extra(paper.extra, note)
    if extra != paper.extra:
        changed["extra"] = extra
        taken += dict.fromkeys(name for name, _ in note.extra)
    if not taken:
        return paper
    mentions = tuple(
        replace(m, gave=tuple(name for name in m.gave if name not in taken)) for m in paper.mentions
    )
    given = Mention(id=str(note.at), at=note.at, gave=tuple(taken))
    return replace(
        paper,
        **changed,
        mentions=mentions,
        corrections=(*paper.corrections, given),
        conflicts=tuple(conflict for _, conflict in sorted(conflicts.items())),
    )


def _conflict(paper: Paper, name: str, value: object, before: Conflict | None) -> Conflict | None:
    """What the records state for a field, now that a note says otherwise; None if nothing."""
    chosen = as_text(value) if value else "nothing"
    claims = {claim.value: claim.by for claim in (before.rejected if before else ())}
    stated = getattr(paper, name)
    if stated:
        holders = tuple(sorted(m.id for m in paper.mentions if name in m.gave))
        claims.setdefault(as_text(stated), holders)
    claims.pop(chosen, None)
    rejected = tuple(Claim(value=text, by=by) for text, by in sorted(claims.items()))
    return Conflict(field=name, chosen=chosen, rule=RULE, rejected=rejected) if rejected else None


def _retagged(keywords: tuple[str, ...], note: Note) -> tuple[str, ...]:
    if note.tags is not None:
        return note.tags
    gone = {subject(word) for word in note.fewer}
    known = {subject(word) for word in keywords}
    kept = [word for word in keywords if subject(word) not in gone]
    return tuple(dict.fromkeys((*kept, *(w for w in note.more if subject(w) not in known))))


def _extra(stated: tuple[tuple[str, str], ...], note: Note) -> tuple[tuple[str, str], ...]:
    names = {name for name, _ in note.extra}
    kept = [pair for pair in stated if pair[0] not in names]
    added = [(name, value) for name, value in note.extra if value is not None]
    return tuple(sorted((*kept, *added), key=lambda pair: pair[0])) if names else stated


def tagged(
    papers: Sequence[Paper], by_key: Mapping[str, Sequence[Note]], run: Map, *, infer: bool
) -> tuple[Paper, ...]:
    """*papers* with their tags (``tags.assign``), and what notes say about inferred ones.

    A note that adds a tag to a paper that states none, or takes one away, leaves the paper those
    that its text names; one that says what the tags are leaves none.
    """
    changed = {
        paper.key: paper
        for paper in papers
        if any(
            note.more or note.fewer or note.tags is not None for note in by_key.get(paper.key, ())
        )
    }
    # Without keywords a paper gets inferred tags, and has no part in what tags there are.
    bare = [replace(paper, keywords=()) for paper in changed.values()]
    found = tags.assign([*papers, *bare], run, infer=infer)
    inferred = {paper.key: paper.inferred_tags for paper in found[len(papers) :]}
    return tuple(
        replace(paper, inferred_tags=_inferred(paper, by_key[paper.key], inferred[paper.key]))
        if paper.key in changed
        else paper
        for paper in found[: len(papers)]
    )


def _inferred(paper: Paper, notes: Sequence[Note], inferred: Sequence[str]) -> tuple[str, ...]:
    """The inferred tags of a paper whose tags a note changes."""
    if any(note.tags is not None for note in notes):
        return ()
    added = {subject(word) for note in notes for word in note.more}
    if any(subject(word) not in added for word in paper.keywords):
        return ()  # it states tags of its own
    gone = {subject(word) for note in notes for word in note.fewer} | {
        subject(name) for name in paper.tags
    }
    return tuple(name for name in inferred if subject(name) not in gone)
