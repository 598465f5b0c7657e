"""This is where papers get their keys, for ever.

``keys.lock`` remembers which anchor got which key: one line each, sorted, append-only, so that two
branches that add papers merge without conflict. An anchor is the hash of a name that a record has:
its DOI, its arXiv identifier, and its title with first author and year.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from sitegen.errors import ContentError, Location
from sitegen.findings import Finding, quoted
from sitegen.model.paper import Paper
from sitegen.model.record import Person, Record
from sitegen.text.fold import glue
from sitegen.text.markup import plain
from sitegen.text.slugs import allowed, distinct, slug

_STATED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
# btxdoc, section 2, and biber's manual, section 2: neither takes these signs in a key; TeX has uses
# of its own for the last five.
_CITABLE = re.compile(r"[^\s\"#%'(),={}~\\&$^@]{1,200}")
# Words that say little about a title. English, German, French and Spanish articles and particles.
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "do",
        "does",
        "for",
        "from",
        "how",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "over",
        "s",
        "t",
        "the",
        "their",
        "to",
        "towards",
        "toward",
        "under",
        "upon",
        "using",
        "via",
        "vs",
        "what",
        "when",
        "where",
        "which",
        "why",
        "with",
        "without",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "und",
        "für",
        "von",
        "zu",
        "im",
        "am",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "et",
        "du",
        "de",
        "sur",
        "el",
        "los",
        "las",
        "y",
        "en",
    ]
)
_TELLING_TITLE, _TELLING_TEXT = 12, 100  # letters; shorter ones recur
_HEADER = "# anchor key: written by sitegen, never edited, committed with the sources.\n"

Lock = Mapping[str, str]
"""Key by anchor."""


def natural(
    title: str, authors: Sequence[Person], year: int | None, stated: Sequence[str] = ()
) -> str:
    """The key that a paper's facts suggest: family name, year and first significant title word.

    Without an author the title word leads; without a year there is none. A stated key that can be a
    file name is kept instead; one that can be cited only is made a file name.
    """
    for key in filter(is_key, stated):
        return key
    for key in filter(is_citable, stated):
        return allowed(slug(key, "paper")[:80].strip("-"))
    first = _significant(title, leads=not authors)[:1]
    family = [slug(authors[0].family, "").replace("-", "")] if authors else []
    lead = [part for part in family if part] or first or ["paper"]
    last = first if lead != first else []
    return allowed("".join((*lead, str(year) if year else "", *last))[:80].strip("-"))


def is_key(text: str) -> bool:
    """Whether *text* can be a paper's key: the name of its files, on every system."""
    return bool(_STATED.fullmatch(text)) and allowed(text) == text


def is_citable(text: str) -> bool:
    """Whether BibTeX and biber take *text* for a citation key, whatever it is as a file name."""
    return bool(_CITABLE.fullmatch(text)) and text.isprintable() and any(map(str.isalnum, text))


def _significant(title: str, *, leads: bool) -> list[str]:
    """The words of *title* as keys write them, without small words unless there are no others.

    Where a word *leads* a key, a short one is kept with what it is joined to: "AD-BERT" is a name,
    "AD" says nothing.
    """
    found: list[str] = []
    for token in plain(title).split():
        parts = [part for part in slug(token, "").split("-") if part]
        is_compound = leads and re.match(r"\W*\w{1,3}-\w", token) is not None
        if is_compound and len(parts) > 1 and parts[0] not in _SMALL:
            parts[:2] = ["".join(parts[:2])]
        found += parts
    return [word for word in found if word not in _SMALL] or found


def anchors(record: Record) -> tuple[str, ...]:
    """The names by which *record* is known to ``keys.lock``: 16 hex digits each.

    All of them are remembered, so that a record keeps its key when somebody adds its DOI.
    """
    author = glue(record.authors[0].family) if record.authors else ""
    title = f"{glue(record.title) or record.title}|{author}|{record.year or ''}"
    place = "|".join(x or "" for x in (record.venue, record.volume, record.number, record.pages))
    names = (
        record.doi and f"doi:{record.doi}",
        record.arxiv and f"arxiv:{record.arxiv}",
        place.strip("|") and f"place:{title}|{place}",
        f"title:{title}",
    )
    return _hashed(names)


def hints(record: Record) -> tuple[str, ...]:
    """Names that a record keeps when its year, its authors or a word of its title is corrected.

    They count only where no anchor speaks against them: two works may share them.
    """
    title, abstract = glue(record.title), glue((record.abstract or "")[:1000])
    author = glue(record.authors[0].family) if record.authors else ""
    names = (
        len(title) >= _TELLING_TITLE and author and f"names:{title}|{author}",
        len(abstract) >= _TELLING_TEXT and f"text:{abstract[:300]}",
    )
    return _hashed(names)


def _hashed(names: Iterable[object]) -> tuple[str, ...]:
    return tuple(hashlib.sha256(str(n).encode()).hexdigest()[:16] for n in names if n)


def read(text: str, path: str) -> Lock:
    """The keys that are taken.

    Raises:
        ContentError: a line is not "anchor key", as after a merge with conflicts, or its key cannot
            be a file name; says the line.
    """
    lock: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = re.fullmatch(r"([0-9a-f]{16}) (\S+)", line.strip())
        if not found:
            raise ContentError(
                f"this line is not an anchor and a key: {line[:60]!r}",
                at=Location(path, number),
                hint="after a merge, keep the lines of both sides and delete the conflict markers",
            )
        if not is_key(found[2]):
            raise ContentError(
                f"the key {quoted(found[2])} cannot be a file name",
                at=Location(path, number),
                hint="delete the line, and the paper gets another key",
            )
        lock.setdefault(found[1], found[2])
    return lock


def check(papers: Iterable[tuple[str, Paper]]) -> None:
    """Refuse a key or an alias that is no file name, or used twice, in papers with their paths.

    Raises:
        ContentError: at the first such key.
    """
    taken: dict[str, str] = {}  # path of the paper that has it, by key in lower case
    for path, paper in papers:
        for key in (paper.key, *paper.aliases):
            if not is_key(key):
                raise ContentError(
                    f"the key {quoted(key)} cannot be a file name",
                    at=Location(path, 1),
                    hint="letters, digits and hyphens can be; the site itself needs `index`",
                )
            if key.lower() in taken:
                raise ContentError(
                    f"the key {quoted(key)} is used already, in {taken[key.lower()]}",
                    at=Location(path, 1),
                    hint="give each paper a key, and each alias a name, of its own",
                )
            taken[key.lower()] = path


def write(lock: Lock) -> str:
    """*lock* as text: a line each, sorted."""
    return _HEADER + "".join(f"{name} {key}\n" for name, key in sorted(lock.items()))


def assign(
    works: Sequence[tuple[Paper, Iterable[Record]]], lock: Lock
) -> tuple[tuple[Paper, ...], Lock, tuple[Finding, ...]]:
    """The papers under the keys that are theirs, the lock with the new ones, and what was changed.

    A paper takes the key that most of its anchors have; where papers were merged, the keys that
    lose become aliases, and where one was split, the majority keeps it. No key is used twice.
    """
    all_anchors = _names_of(works, anchors)
    # Two editorials of one year share all that they have; then it must do.
    own_anchors = [few or own for few, own in zip(_unshared(all_anchors), all_anchors, strict=True)]
    own_hints = _unshared(_names_of(works, hints))
    held = [
        Counter([lock[a] for a in own if a in lock] * 10 + [lock[a] for a in more if a in lock])
        for own, more in zip(own_anchors, own_hints, strict=True)
    ]
    best: dict[str, int] = {}  # which paper has most claim to a key; the first of equals
    for position, counts in enumerate(held):
        for key, count in counts.items():
            if key not in best or count > held[best[key]][key]:
                best[key] = position
    owned: list[list[str]] = [[] for _ in works]
    for key, position in best.items():
        owned[position].append(key)
    taken = {key.lower() for key in lock.values()}
    notes: list[Finding] = []
    places = [sorted((str(r.at), r.id) for r in records) for _, records in works]
    order = sorted(
        range(len(works)),
        key=lambda n: (works[n][0].key, glue(works[n][0].title), own_anchors[n], places[n]),
    )
    final: dict[int, Paper] = {}
    cited: set[str] = set()
    for position in order:
        work = works[position][0]
        if owned[position]:
            counts = held[position]
            mine = sorted(owned[position], key=lambda key: (-counts[key], key))
            named = replace(work, key=mine[0], aliases=tuple(sorted(mine[1:])))
            final[position] = _as_stated(named, cited)
            continue
        key = _free(work, taken)
        taken.add(key.lower())
        final[position] = _as_stated(replace(work, key=key), cited)
        notes += _changed(works[position][1], final[position])
    papers = tuple(final[n] for n in range(len(works)))
    grown = dict(lock)
    for one, own, more in zip(papers, own_anchors, own_hints, strict=True):
        for name in (*own, *more):
            grown.setdefault(name, one.key)
    return papers, grown, tuple(notes)


def _names_of(
    works: Sequence[tuple[Paper, Iterable[Record]]], names: Callable[[Record], tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """The *names* that the records of each work have, sorted."""
    return [tuple(sorted({n for record in records for n in names(record)})) for _, records in works]


def _unshared(all_of: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Of the names of each work those that no other work has: a shared one names none of them."""
    often = Counter(name for own in all_of for name in own)
    return [tuple(name for name in own if often[name] == 1) for own in all_of]


def _free(work: Paper, taken: set[str]) -> str:
    """The natural key of *work*, lengthened by title words, then by a number, until it is free."""
    key = work.key
    if key.lower() not in taken:
        return key
    is_stated = key != natural(work.title, work.authors, work.year)
    following = [] if is_stated else _significant(work.title, leads=not work.authors)[1:5]
    for word in following:
        longer = f"{key}-{word}"
        if len(longer) > 80:
            break
        key = longer
        if key.lower() not in taken and allowed(key) == key:
            return key
    base = work.key if is_stated or not following else key
    return distinct([base[:76]], taken)[0]


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
    ]
