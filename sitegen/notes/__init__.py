"""This is where what notes say is put in its place: in the papers that they are about.

``content/notes/<key>.md``: front matter corrects the paper, the text below it is shown on its page.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sitegen import tags
from sitegen.dedupe.merge import FIELDS, as_text
from sitegen.findings import Finding, quoted
from sitegen.model.mapping import Map
from sitegen.model.paper import Claim, Conflict, Mention, Paper, ranked
from sitegen.notes.note import Note
from sitegen.tags import NO_ALIASES, Aliases, about
from sitegen.text.nearest import Names

RULE = "corrected in notes"
"""Why a value counts that a note states."""


def apply(
    papers: Sequence[Paper], notes: Sequence[Note], aliases: Aliases = NO_ALIASES
) -> tuple[tuple[Paper, ...], dict[str, tuple[Note, ...]], tuple[Finding, ...]]:
    """(*papers* as the notes correct them, notes by key, what is wrong with them).

    That is a note that has no paper, or says otherwise than another; *aliases* are other
    spellings of tags.
    """
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
    # A file has the last word, above all the one that is named after the key itself.
    by_key = {
        key: tuple(sorted(found, key=lambda note: (note.is_file, note.name == key)))
        for key, found in own.items()
    }
    corrected = tuple(_noted(paper, by_key.get(paper.key, ()), aliases) for paper in papers)
    unsure = (finding for found in by_key.values() for finding in _disagreeing(found))
    return corrected, by_key, (*_lost(lost, [paper.key for paper in papers]), *unsure)


def _owners(papers: Sequence[Paper]) -> dict[str, str]:
    """The key of the paper that a note of that name belongs to: by key, else by former key."""
    owners = {paper.key: paper.key for paper in papers}
    for paper in papers:
        for alias in paper.aliases:
            owners.setdefault(alias, paper.key)
    for name, key in list(owners.items()):
        owners.setdefault(name.lower(), key)
    return owners


def _lost(notes: Sequence[Note], keys: Sequence[str]) -> Iterator[Finding]:
    """A finding for each note whose paper does not exist, with the key that is most like it."""
    if not notes:
        return
    known = Names(keys)
    for note in notes:
        near = known.nearest(note.name)
        named = "a note" if note.is_file else "a correction"
        yield Finding(
            code="unknown-note",
            message=f"there is no paper with the key {quoted(note.name)}",
            at=note.at,
            hint=f"did you mean `{near}`?" if near else f"{named} is named after a paper's key",
        )


def _disagreeing(notes: Sequence[Note]) -> Iterator[Finding]:
    """A finding for each field of one paper that its file states otherwise than a correction."""
    for last in (note for note in notes if note.is_file):
        facts = _facts(last)
        for other in (note for note in notes if not note.is_file):
            for name, value in _facts(other).items():
                if name in facts and facts[name] != value:
                    yield Finding(
                        code="corrected-twice",
                        message=f"`{name}` of '{last.name}' is corrected otherwise in "
                        f"{other.stated.get(name, other.at)}, which does not count",
                        at=last.stated.get(name, last.at),
                        hint="say it in one of the two places, or the same in both",
                    )


def _facts(note: Note) -> dict[str, object]:
    """All that *note* says about fields, by name."""
    return {
        **dict(note.values),
        **dict(note.extra),
        **({} if note.tags is None else {"tags": note.tags}),
    }


def _noted(paper: Paper, notes: Sequence[Note], aliases: Aliases) -> Paper:
    for note in notes:
        paper = _corrected(paper, note, aliases)
    bodies = [note.body for note in notes if note.body]
    return replace(paper, notes="\n\n".join(bodies)) if bodies else paper


def _corrected(paper: Paper, note: Note, aliases: Aliases) -> Paper:
    """*paper* as *note* corrects it; what the records said becomes a conflict."""
    values = dict(note.values)
    values["keywords"] = _retagged(paper.keywords, note, aliases)
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
        conflicts=ranked(conflicts.values()),
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
    weight = before.weight if before else 0
    return (
        Conflict(field=name, chosen=chosen, rule=RULE, rejected=rejected, weight=weight)
        if rejected
        else None
    )


def _retagged(keywords: tuple[str, ...], note: Note, aliases: Aliases) -> tuple[str, ...]:
    if note.tags is not None:
        return note.tags
    gone = {about(word, aliases) for word in note.fewer}
    known = {about(word, aliases) for word in keywords}
    kept = [word for word in keywords if about(word, aliases) not in gone]
    more = (word for word in note.more if about(word, aliases) not in known)
    return tuple(dict.fromkeys((*kept, *more)))


def _extra(stated: tuple[tuple[str, str], ...], note: Note) -> tuple[tuple[str, str], ...]:
    names = {name for name, _ in note.extra}
    kept = [pair for pair in stated if pair[0] not in names]
    added = [(name, value) for name, value in note.extra if value is not None]
    return tuple(sorted((*kept, *added), key=lambda pair: pair[0])) if names else stated


def tagged(
    papers: Sequence[Paper],
    by_key: Mapping[str, Sequence[Note]],
    run: Map,
    aliases: Aliases = NO_ALIASES,
    *,
    infer: bool,
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
    found = tags.assign([*papers, *bare], run, aliases, infer=infer)
    inferred = {paper.key: paper.inferred_tags for paper in found[len(papers) :]}
    return tuple(
        _reinferred(paper, by_key[paper.key], inferred[paper.key], aliases)
        if paper.key in changed
        else paper
        for paper in found[: len(papers)]
    )


def _reinferred(
    paper: Paper, notes: Sequence[Note], inferred: Sequence[str], aliases: Aliases
) -> Paper:
    """*paper*, whose tags notes change, with those of its inferred tags that they leave it."""

    def subjects(words: Iterable[str]) -> set[str]:
        return {about(word, aliases) for word in words}

    added = subjects(word for note in notes for word in note.more)
    states_own = not subjects(paper.keywords) <= added
    if states_own or any(note.tags is not None for note in notes):
        return replace(paper, inferred_tags=())
    gone = subjects((*paper.tags, *(word for note in notes for word in note.fewer)))
    left = tuple(name for name in inferred if about(name, aliases) not in gone)
    return replace(paper, inferred_tags=left)
