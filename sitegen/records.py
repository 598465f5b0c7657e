"""This is where an entry becomes a record: every value parsed once, at the border.

The fields that are understood are those of ``Description``; every other is kept as it is, in
``extra``, and so is what an understood field says beyond what was understood of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from sitegen.errors import Location
from sitegen.findings import Finding, quarantined, quoted
from sitegen.model.entry import Entry
from sitegen.model.record import Person, Record
from sitegen.text import capitals, clues, dates, identifiers, kinds, names, tex
from sitegen.text.dates import Date
from sitegen.text.fold import glue
from sitegen.text.markup import unprotected
from sitegen.text.tidy import tidy, tidy_marked, visible

_LONG_TITLE = 500
_SHORT = 100  # characters; longer text does not recur
_HASHTAGS = re.compile(r"#[\w-]+(?:[\s,]+#[\w-]+)*")
_DASHES = re.compile(r"(?<=\w)\s*(?:-{1,3}|–|—|−)\s*(?=\w)")
_TRUE_NOTHING = frozenset(
    ["", "-", "–", "n/a", "na", "none", "null", "unknown", "nan", "n.d.", "n. d."]
)
_AUTHORS = ("author", "authors", "person")
_EDITORS = ("editor", "editors", "editorperson")
# Fields whose every value counts, not only the first.
_LISTS = frozenset([*_AUTHORS, *_EDITORS, "keyword", "keywords"])
_PLAIN = ("venue", "volume", "number", "pages")
_TITLES = ("title", "subtitle")  # in which braces protect capitals
_SIMPLE = frozenset([*_PLAIN, "title", "abstract", "type"])
# Names of people, places and venues, and words of a vocabulary: plain text. All else is marked.
_UNMARKED = frozenset(
    [
        *(*_PLAIN, *_LISTS, "type", "genre", "journal", "booktitle", "maintitle", "journaltitle"),
        *("publisher", "address", "location", "school", "institution", "organization", "language"),
        *("translator", "annotator", "commentator", "editora", "editorb", "editorc", "holder"),
        *("introduction", "foreword", "afterword", "bookauthor", "director", "advisor"),
        *("langid", "edition", "chapter", "eid", "issue", "pagetotal", "version", "pubstate"),
        *("shortauthor", "shorteditor", "shortjournal", "sortname", "howpublished"),
    ]
)
_DATES = ("year", "month", "day", "date")
_LINK = "address that may be linked to (http, https or ftp)"
_MEANING = {
    "year": "year",
    "doi": "DOI",
    "arxiv": "arXiv identifier",
    "isbn": "ISBN with a right check digit",
    "issn": "ISSN with a right check digit",
    "pmid": "PubMed identifier",
    "acl": "ACL Anthology identifier",
    "openreview": "OpenReview identifier",
    **dict.fromkeys(clues.ADDRESSES, _LINK),
}
# No prose: LaTeX's macros mean nothing in them.
_VERBATIM = frozenset(
    [
        *(*_MEANING, *_DATES, "eprint", "archiveprefix", "eprinttype", "eprintclass"),
        *("primaryclass", "file", "urldate", "crossref", "xdata", "ids", "timestamp", "biburl"),
        *("local-url", "sici", "coden", "pmcid", "verba", "verbb", "verbc"),
    ]
)
_BOOKMARK = "bdsk-"
_KNOWN = frozenset([*_SIMPLE, *_MEANING, *_DATES])

Text = Callable[[str, str], str]
"""The text that the value of a field prints, given the field's name."""


def parse(entry: Entry) -> tuple[Record | Finding, ...]:
    """The record of *entry*, or the finding that quarantines it; then what is odd about it."""
    stated = [(name, bare) for name, value in entry.fields if (bare := value.strip())]
    first: dict[str, str] = {}
    for name, value in stated:
        if name not in first and not _is_nothing(value):
            first[name] = value
    odd: list[Finding] = []
    text = _reader(entry, odd)
    title, used = _title(first, text)
    if not title:
        raw = "\n".join(f"{name}: {value}" for name, value in entry.fields)
        hint = "add its title: it is what a paper is found and recognised by"
        return (quarantined("no-title", "an entry without a title", entry.at, raw, hint),)
    authors, others = _people(stated, _AUTHORS, is_tex=entry.is_tex)
    editors, _ = _people(stated, _EDITORS, is_tex=entry.is_tex)
    kind = kinds.kind(first.get("type", ""), _subtype(stated))
    found = clues.gather(first, [v for n, v in stated if n == "url" and v != first.get(n)], kind)
    date, undated = dates.parse(*(first.get(name, "") for name in _DATES))
    odd += _bad(undated, found.bad, first, entry.at)
    if len(title) > _LONG_TITLE:
        odd.append(_long(title, entry.at))
    plain = {n: text(n, first[n]) or None for n in _PLAIN if n in first}
    if plain.get("venue"):
        plain["venue"] = clues.venue(plain["venue"] or "", found.values.get("arxiv")) or None
    if plain.get("pages"):
        plain["pages"] = _DASHES.sub("–", plain["pages"] or "")
    used |= found.used | _SIMPLE | ({*_DATES} - {*undated})
    used -= {"type"} if kind is None else set()
    record = Record(
        id=visible(entry.id or "").strip() or str(entry.at),
        at=entry.at,
        stated_key=entry.id if entry.is_key else None,
        title=title,
        authors=authors,
        others=others,
        editors=editors,
        year=date.year,
        month=date.month,
        day=date.day,
        type=kind,
        abstract=(text("abstract", first["abstract"]) or None) if "abstract" in first else None,
        keywords=_keywords(stated, text),
        extra=_extra(stated, text, used, found, date),
        **plain,
        **found.values,
    )
    return (record, *odd)


def _is_nothing(value: str) -> bool:
    """Whether a value says that there is none."""
    return len(value) < 8 and value.lower() in _TRUE_NOTHING


@lru_cache(maxsize=16384)
def _tidied(value: str) -> str:
    """Text that recurs: venues, keywords, publishers."""
    return tidy(value)


def _plain(name: str, value: str) -> str:
    if name not in _UNMARKED:
        marked = tidy_marked(value)
        return marked if name in _TITLES else unprotected(marked)
    return _tidied(value) if len(value) < _SHORT else tidy(value)


def _reader(entry: Entry, odd: list[Finding]) -> Text:
    """What the values of *entry* print; one that LaTeX would lose letters of is kept as it is."""
    if not entry.is_tex:
        return _plain

    def read(name: str, value: str) -> str:
        decode = tex.to_text if name in _UNMARKED else tex.to_marked
        printed = tex.to_title(value) if name in _TITLES else decode(value)
        if not tex.loses_letters(value, printed):
            return _plain(name, printed)
        odd.append(
            Finding(
                code="lossy-latex",
                message=f"this LaTeX would lose words as text, and is kept: {quoted(value)}",
                at=entry.at,
                hint=f"write the field `{name}` without the macros that take the text away",
            )
        )
        return " ".join(visible(value).split())

    return read


def _title(first: dict[str, str], text: Text) -> tuple[str, set[str]]:
    """The title with its subtitle, and the fields that it was made of."""
    title = text("title", first.get("title", ""))
    subtitle = text("subtitle", first["subtitle"]) if "subtitle" in first else ""
    if not title or not subtitle:
        return _settled(title), set()
    if glue(subtitle) in glue(title):
        return _settled(title), {"subtitle"}
    joint = " " if title.endswith((":", "?", "!", ".", "–", "—")) else ": "
    return _settled(f"{title}{joint}{subtitle}"), {"subtitle"}


def _settled(title: str) -> str:
    """*title* with the marks of capitals that say something; the rest may join without others."""
    found = capitals.settled(title)
    return found if found == title else tidy_marked(found)


def _subtype(stated: Sequence[tuple[str, str]]) -> str:
    """What a thesis or a report calls itself: the second type of two, or the genre."""
    further = [value for name, value in stated if name == "type"][1:]
    return " ".join([*further, *(value for name, value in stated if name == "genre")])


def _bad(
    undated: Sequence[str], unidentified: Sequence[str], first: Mapping[str, str], at: Location
) -> Iterator[Finding]:
    """A finding for each year, identifier and address that is none."""
    years = [
        name for name in undated if name == "year" or (name == "date" and not first.get("year"))
    ]
    for field in (*years, *unidentified):
        name = "year" if field == "date" else field
        yield Finding(
            code=f"bad-{name}",
            message=f"this is no {_MEANING[name]}: {quoted(first[field])}",
            at=at,
            hint="correct it in the source; until then it is kept as a further field",
        )


def _long(title: str, at: Location) -> Finding:
    return Finding(
        code="long-title",
        message=f"a title of {len(title):,} characters: {quoted(title)}",
        at=at,
        hint="is this an abstract that was taken for a title?",
    )


def _people(
    stated: Sequence[tuple[str, str]], fields: tuple[str, str, str], *, is_tex: bool
) -> tuple[tuple[Person, ...], bool]:
    """The people of *fields*: a list of BibTeX's, one in any form, one name."""
    people: list[Person] = []
    others = False
    bibtex, prose, _ = fields
    for name, value in stated:
        if name not in fields or _is_nothing(value):
            continue
        # The grammar of names needs the braces, so accents only are decoded before it.
        source = _decoded(value) if is_tex and "\\" in value else value
        if name == bibtex:
            found, more = names.from_bibtex(source)
        elif name == prose:
            found, more = names.from_prose(source)
        else:
            found, more = names.one_of_list(source)
        people += found
        others = others or more
    return tuple(dict.fromkeys(people)), others


def _decoded(value: str) -> str:
    """LaTeX names as text, with the braces kept that hold an organisation's name together."""
    return " and ".join(
        f"{{{tex.to_text(part[1:-1])}}}" if names.is_braced(part) else tex.to_text(part)
        for part in names.split_bibtex(value)
    )


def _keywords(stated: Sequence[tuple[str, str]], text: Text) -> tuple[str, ...]:
    found: list[str] = []
    for name, value in stated:
        if name == "keywords":
            found += [text(name, part) for part in _listed(value)]
        elif name == "keyword":
            found.append(text(name, value))
    return tuple(dict.fromkeys(word for word in found if not _is_nothing(word)))


def _listed(value: str) -> list[str]:
    """The parts of "a, b", "a; b, c", "[a, b]" and "#a #b"."""
    if value.startswith("[") and value.endswith("]"):
        value = value[1:-1]
    if _HASHTAGS.fullmatch(value):
        return [tag.strip("# ,") for tag in value.split("#")]
    return value.split(";" if ";" in value else ",")


def _extra(
    stated: Sequence[tuple[str, str]], text: Text, used: set[str], found: clues.Clues, date: Date
) -> tuple[tuple[str, str], ...]:
    """What no other field holds: unknown fields, values that could not be parsed, repetitions."""
    kept: list[tuple[str, str]] = []
    seen: set[str] = set()
    for name, value in stated:
        if name in _LISTS or (name in _KNOWN and _is_nothing(value)):
            continue
        is_first = name not in seen
        seen.add(name)
        if is_first and name in used:
            continue
        if name == "url" and value in found.placed:
            continue
        kept.append((visible(name), _kept(name, value, text)))
    if date.stated:
        kept.append(("date", tidy(date.stated)))
    return (*kept, *found.more)


def _kept(name: str, value: str, text: Text) -> str:
    if name in _VERBATIM or name.startswith(_BOOKMARK):
        return " ".join(visible(identifiers.unescaped(value)).split())
    return unprotected(text(name, value))
