"""This is where an item of CSL becomes an entry (CSL 1.0.2, appendices III and IV).

Every value of the item is in some field: names that neither CSL nor BibTeX knows are kept, and what
is nested is kept as JSON.
"""

import re
from collections.abc import Iterator, Mapping

from sitegen.errors import Location
from sitegen.model.entry import Entry
from sitegen.parsing import csl_text, headers, values
from sitegen.parsing.json_text import Repeated
from sitegen.text import kinds

TYPES = frozenset(
    word
    for line in (
        "article article-journal article-magazine article-newspaper bill book broadcast",
        "chapter classic collection dataset document entry entry-dictionary",
        "entry-encyclopedia event figure graphic hearing interview legal_case legislation",
        "manuscript map motion_picture musical_score pamphlet paper-conference patent",
        "performance periodical personal_communication post post-weblog regulation report",
        "review review-book software song speech standard thesis treaty webpage",
    )
    for word in line.split()
)
"""The types of CSL."""

_OWN_TYPES = frozenset(kind for kind in TYPES if "-" in kind or "_" in kind)
_NAMES_OF_PEOPLE = frozenset(
    word
    for line in (
        "author chair collection-editor compiler composer container-author contributor",
        "curator director editor editor-translator editorial-director executive-producer",
        "guest host illustrator interviewer narrator organizer original-author performer",
        "producer recipient reviewed-author script-writer series-creator translator",
    )
    for word in line.split()
)
_DATES = {
    **{"issued": "date", "accessed": "urldate", "original-date": "origdate"},
    **{"event-date": "eventdate", "available-date": "available-date", "submitted": "submitted"},
}
_FIELDS = {
    **{"title-short": "shorttitle", "shortTitle": "shorttitle", "container-title": "venue"},
    **{"container-title-short": "shortjournal", "journalAbbreviation": "shortjournal"},
    **{"collection-title": "series", "publisher-place": "address", "page": "pages"},
    **{"issue": "number", "keyword": "keywords", "chapter-number": "chapter"},
    **{"number-of-pages": "pagetotal", "number-of-volumes": "volumes", "part-number": "part"},
    **{"event": "eventtitle", "event-title": "eventtitle", "event-place": "eventplace"},
    **{"original-title": "origtitle", "original-publisher": "origpublisher"},
    **{"original-publisher-place": "origlocation", "reviewed-title": "reviewed-title"},
    **{"archive_location": "archive-location", "call-number": "call-number", "annote": "annote"},
    **{"volume-title": "volume-title", "abstract": "abstract", "number": "number"},
}
_SIMPLE = frozenset(
    word
    for line in (
        "title type note id citation-key citekey citation-label DOI ISBN ISSN PMCID PMID URL",
        "archive archive_collection authority categories dimensions division edition",
        "first-reference-note-number genre jurisdiction language license locator medium",
        "page-first part printing-number publisher references scale section source status",
        "supplement-number version volume year-suffix custom",
    )
    for word in line.split()
)
VARIABLES = _NAMES_OF_PEOPLE | _SIMPLE | set(_FIELDS) | set(_DATES)
"""The variables of CSL items."""

_RICH = frozenset(["title", "shorttitle", "venue", "series", "abstract", "note", "volume-title"])
_PUBLISHER = {"thesis": "school", "report": "institution"}
_KEYS = ("citation-key", "citekey", "citationKey", "citation_key")
# What programs call items by that nobody named.
_NO_KEY = re.compile(
    r"\d+|.*[/\s\\{}(),%#~\"'].*|ITEM-\d+|[A-Z0-9]{8}|[0-9a-f]{8}-[0-9a-f-]{27}|zotero-.*|doi:.*",
    re.DOTALL,
)
_LINE = re.compile(r"(tex\.)?([A-Za-z_][\w .-]{0,40}?)[ \t]*[:=][ \t]+(\S.*)")
_CHEATER = re.compile(r"\{:([A-Za-z-]{2,40}):[ \t]*([^{}]{1,1000})\}")
_IN_NOTES = {
    **{"arxiv": "arxiv", "arxiv id": "arxiv", "pmid": "pmid", "pmcid": "pmcid", "doi": "doi"},
    **{"isbn": "isbn", "issn": "issn", "url": "url", "eprint": "eprint", "_eprint": "eprint"},
    **{
        "eprinttype": "eprinttype",
        "primaryclass": "primaryclass",
        "archiveprefix": "archiveprefix",
    },
    **{"original date": "origdate", "event date": "eventdate", "openreview": "openreview"},
    **{"acl": "acl", "code": "code", "repository": "code", "issued": "date", "type": "csl-type"},
}


def is_csl(value: Mapping[str, object]) -> bool:
    """Whether an object is an item of CSL rather than a record in somebody's own words."""
    if not isinstance(value.get("title", ""), str) or "authors" in value:
        return False
    kind = value.get("type")
    kind = kind if isinstance(kind, str) else ""
    if kind in _OWN_TYPES or isinstance(value.get("container-title"), str):
        return True
    issued = value.get("issued")
    if isinstance(issued, dict) and {"date-parts", "raw", "literal", "season", "year"} & set(
        issued
    ):
        return True
    people = value.get("author", value.get("editor"))
    if isinstance(people, list) and any(
        isinstance(one, dict) and {"family", "literal"} & set(one) for one in people
    ):
        return True
    # The word may be another vocabulary's; that there is no other word of its is the sign.
    is_list = people is None or isinstance(people, list)
    return kind in TYPES and is_list and VARIABLES.issuperset(value)


def entry(
    item: Mapping[str, object], at: Location, *, is_markdown: bool, name: str | None = None
) -> Entry:
    """The entry of an item; *name* is what its document calls it."""
    found: list[tuple[str, str]] = []
    for variable, value in item.items():
        for one in value if isinstance(value, Repeated) else (value,):
            if one is not None:
                found += _fields(variable.strip(), one, item, is_markdown=is_markdown)
    found = [(field, text) for field, text in found if text.strip()]
    own, is_key, rest = _identity(item, found, name)
    return Entry(fields=tuple(rest), at=at, id=own, is_key=is_key)


def _identity(
    item: Mapping[str, object], found: list[tuple[str, str]], name: str | None
) -> tuple[str | None, bool, list[tuple[str, str]]]:
    """What the item is called, whether that is a citation key, and the fields besides."""
    stated = _plain(item.get("id")) or (name or "")
    keys = [text for field, text in found if field == "citation-key"]
    rest = [(field, text) for field, text in found if field != "citation-key"]
    if keys:
        more = [("citation-key", key) for key in keys[1:] if key != keys[0]]
        if stated and stated != keys[0]:
            more.append(("csl-id", stated))
        return keys[0], True, [*rest, *more]
    if not stated:
        return None, False, rest
    return stated, not _NO_KEY.fullmatch(stated), rest


def _plain(value: object) -> str:
    value = value[0] if isinstance(value, Repeated) else value
    if isinstance(value, bool) or not values.is_plain(value):
        return ""
    return values.text(value).strip()


def _fields(
    variable: str, value: object, item: Mapping[str, object], *, is_markdown: bool
) -> Iterator[tuple[str, str]]:
    """The fields of one variable."""
    rich = csl_text.from_markdown if is_markdown else csl_text.from_html
    lower = variable.lower()
    if lower == "id":
        if not _plain(value):
            yield "csl-id", values.text(value)
    elif variable in _KEYS:
        yield "citation-key", values.text(value)
    elif lower == "type":
        yield "type", _type(value, item)
    elif lower in _NAMES_OF_PEOPLE:
        yield from _people(lower, value, is_markdown=is_markdown)
    elif lower in _DATES:
        yield from _date(lower, value)
    elif lower == "note" and isinstance(value, str):
        yield from ((n, rich(t) if n == "note" else t) for n, t in _note(value))
    elif lower in ("categories", "keyword", "keywords") and isinstance(value, list):
        yield from (("keyword", values.text(word)) for word in value)
    elif lower == "archive" and _plain(value).lower() == "arxiv":
        yield "archiveprefix", "arXiv"
    elif lower in ("archive_location", "archive-location") and _is_arxiv(item):
        yield "eprint", values.text(value)
    elif lower == "number" and re.match(r"(?i)arxiv:", _plain(value)):
        yield "arxiv", _plain(value)
    elif lower == "custom" and isinstance(value, dict):
        yield from ((str(k).lower(), values.text(v)) for k, v in value.items())
    else:
        field = _field(variable, item)
        for text in _texts(value):
            yield field, rich(text) if field in _RICH else text


def _texts(value: object) -> list[str]:
    """The texts of a list of texts; another value as one."""
    if isinstance(value, list) and all(values.is_plain(item) for item in value):
        return [values.text(item) for item in value]
    return [values.text(value)]


def _is_arxiv(item: Mapping[str, object]) -> bool:
    return _plain(item.get("archive")).lower() == "arxiv"


def _field(variable: str, item: Mapping[str, object]) -> str:
    lower = variable.lower()
    if lower == "publisher":
        return _PUBLISHER.get(_plain(item.get("type")), "publisher")
    if lower == "number" and "issue" in item:
        return "csl-number"
    known = _FIELDS.get(variable, _FIELDS.get(lower))
    return known or (headers.field(lower) if lower in ("journal", "booktitle") else None) or lower


def _type(value: object, item: Mapping[str, object]) -> str:
    """The type in the words of BibTeX; an "article" of CSL is a preprint."""
    stated = values.text(value).strip()
    if stated == "article":
        return "misc"
    return kinds.kind(stated, _plain(item.get("genre"))) or stated


def _people(variable: str, value: object, *, is_markdown: bool) -> Iterator[tuple[str, str]]:
    """Authors and editors one by one, others as a list of BibTeX under their own name."""
    one = {"author": "person", "editor": "editorperson"}.get(variable, "")
    found = [*values.people(value, f"{variable}s" if one else "", one or variable)]
    if is_markdown:
        found = [(n, csl_text.unescaped(t)) for n, t in found]
    if one:
        yield from found
        return
    names = [text for field, text in found if field in (variable, "")]
    if names:
        yield variable, " and ".join(names)
    yield from ((field, text) for field, text in found if field not in (variable, ""))


def _date(variable: str, value: object) -> Iterator[tuple[str, str]]:
    found = values.date(value)
    yield from values.dated(_DATES[variable], value)
    if found and isinstance(value, dict):
        for name in ("literal", "raw", "season"):
            said = values.text(value.get(name)).strip()
            if said and said != found and not (name == "season" and len(found) > 4):
                yield f"{variable}-{name}", said


def _note(text: str) -> Iterator[tuple[str, str]]:
    """The variables that the lines of a note state; what is left is the note."""
    left: list[str] = []
    for name, value in _CHEATER.findall(text):
        yield _variable(name, "") or name.lower(), value.strip()
    for line in _CHEATER.sub("", text).split("\n"):
        found = _LINE.fullmatch(line.strip())
        name = found and _variable(found[2], found[1] or "")
        if found and name:
            yield name, found[3]
        else:
            left.append(line)
    yield "note", "\n".join(left).strip()


def _variable(name: str, prefix: str) -> str | None:
    """The field that a line of a note states; None if it is but a line."""
    lower = name.strip().lower()
    if lower.replace("-", " ") in ("citation key", "bibtex", "bibtex key"):
        return "citation-key"
    dashed = lower.replace(" ", "-")
    if prefix:
        return dashed
    known = _IN_NOTES.get(lower.replace("-", " ")) or _IN_NOTES.get(lower)
    if known:
        return known
    if dashed in _DATES:
        return _DATES[dashed]
    return _FIELDS.get(dashed) or (dashed if dashed in _PROMOTED else None)


_PROMOTED = frozenset(
    word
    for line in (
        "archive edition genre language license medium publisher section source status",
        "version volume translator",
    )
    for word in line.split()
)
