"""This is where an entry inherits from the entries that it refers to, by crossref and xdata.

The rules are those that biblatex has by default (manual, appendix B), and where it has none those
of BibTeX: whatever the child lacks. A field that the child states is never replaced.
"""

from collections.abc import Callable, Iterable

FOUND = "&"
"""What the name of a parent that exists begins with in the context of its child."""

_NEVER = frozenset(
    [
        *("crossref", "xref", "xdata", "ids", "entryset", "entrysubtype", "execute", "label"),
        *("options", "presort", "related", "relatedoptions", "relatedstring", "relatedtype"),
        *("shorthand", "shorthandintro", "sortkey", "key", "keywords", "abstract", "annote"),
        *("annotation", "file", "doi", "url", "urldate", "eprint", "pages", "bibsource", "biburl"),
        *("timestamp", "date-added", "date-modified", "owner", "note", "author+an", "pmid"),
    ]
)
_SHORT = frozenset(["shorttitle", "sorttitle", "indextitle", "indexsorttitle"])
_TITLES = ("title", "subtitle", "titleaddon")
_IN_BOOK = frozenset(["inbook", "bookinbook", "suppbook"])
_IN_COLLECTION = frozenset(["incollection", "inreference", "suppcollection"])
_IN_PROCEEDINGS = frozenset(["inproceedings", "conference"])
_COLLECTIONS = frozenset(["collection", "reference", "book", "proceedings"])
_DEEPEST = 20
_LONGEST = 1_000
_MOST = 60

Fields = tuple[tuple[str, str], ...]


def prefix(child: str, parent: str) -> str | None:
    """What a parent's title is to a child of that type: its "book", "main" or "journal" title.

    None: there is no rule, so that a title would be inherited as it is.
    """
    if parent.startswith("mv"):
        return "main"
    if child in _IN_BOOK | _IN_COLLECTION | _IN_PROCEEDINGS and parent in _COLLECTIONS:
        return "book"
    if child in ("article", "suppperiodical") and parent == "periodical":
        return "journal"
    # Parents of types that nobody should refer to, "misc", are books too for what is in one.
    return "book" if child in _IN_PROCEEDINGS | _IN_COLLECTION | _IN_BOOK else None


def inherited(child: str, parent: str, fields: Iterable[tuple[str, str]]) -> Fields:
    """What a child of that type gets of the *fields* of its parent, under the names it gets."""
    by_name: dict[str, str] = {}
    for name, value in fields:
        by_name.setdefault(name.lower(), value)
    role = prefix(child, parent)
    found: dict[str, str] = {}
    for name, value in by_name.items():
        if name in _NEVER or len(value) > _LONGEST or (role and name in _SHORT):
            continue
        if role and name in _TITLES:
            continue
        if name == "author" and child in _IN_BOOK and parent in ("book", "mvbook"):
            found["bookauthor"] = value
        if name == "author" and role and child not in _IN_BOOK:
            continue  # who wrote the whole did not write a part of it
        found[name] = value
    for name in _TITLES:
        if role and by_name.get(name):
            # A "booktitle" of proceedings is there for their papers: BibTeX has no rule for it.
            found.setdefault(role + name, by_name[name])
    return tuple(found.items())[:_MOST]


def data(fields: Iterable[tuple[str, str]]) -> Fields:
    """What any entry gets of an @xdata: all but what names it."""
    never = ("ids", "xdata", "options", "crossref")
    kept = ((n, v) for n, v in fields if n.lower() not in never and len(v) <= _LONGEST)
    return tuple(kept)[:_MOST]


def references(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """(field, key) of each entry that these fields refer to, in lower case; xdata comes first."""
    found: list[tuple[str, str]] = []
    for name, value in fields:
        lower = name.lower()
        if lower == "xdata":
            found += [(lower, key.strip().lower()) for key in value.split(",") if key.strip()]
        elif lower == "crossref" and value.strip():
            found.append((lower, value.strip().lower()))
    return tuple(sorted(found, key=lambda reference: reference[0] != "xdata"))


class Family:
    """The entries of one file, as parents."""

    def __init__(self, parents: Callable[[str], tuple[str, Fields] | None]) -> None:
        """*parents*: (type, own fields) of the entry with a key in lower case, if there is one."""
        self._parents = parents
        self._known: dict[str, tuple[str, Fields] | None] = {}

    def context(self, kind: str, fields: Fields) -> Fields:
        """What an entry of type *kind* with these fields inherits, and which parents exist."""
        marks = [
            (FOUND + key, "") for _, key in references(fields) if self._entry(key, 0) is not None
        ]
        return (*marks, *self._gained(kind, fields, 0))

    def _gained(self, kind: str, fields: Fields, depth: int) -> Fields:
        have = {name.lower() for name, value in fields if value.strip()}
        gained: dict[str, str] = {}
        for field, key in references(fields):
            parent = self._entry(key, depth)
            if parent is None:
                continue
            passed = data(parent[1]) if field == "xdata" else inherited(kind, *parent)
            for name, value in passed:
                if name.lower() not in have:
                    gained.setdefault(name.lower(), value)
        return tuple(gained.items())

    def _entry(self, key: str, depth: int) -> tuple[str, Fields] | None:
        """The type of an entry, and all its fields with those that it inherits itself."""
        if key not in self._known:
            own = self._parents(key)
            self._known[key] = own  # should it lead back to itself
            if own is not None and depth < _DEEPEST:
                self._known[key] = own[0], (*own[1], *self._gained(*own, depth + 1))
        return self._known[key]
