"""This is where an entry becomes a record: every value parsed once, at the border.

The fields that are understood are listed in ``_parse``; every other is kept as it is, in ``extra``.
"""

import re
from collections.abc import Callable

from sitegen.findings import Finding, quarantined, quoted
from sitegen.model.entry import Entry
from sitegen.model.record import Person, Record
from sitegen.text import identifiers, names, tex
from sitegen.text.tidy import tidy, visible

_LONG_TITLE = 500
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|2[01]\d\d)(?!\d)")
_HASHTAGS = re.compile(r"#[\w-]+(?:[\s,]+#[\w-]+)*")
_TRUE_NOTHING = {
    "",
    "-",
    "–",
    "n/a",
    "na",
    "none",
    "null",
    "unknown",
    "nan",
    "n.d.",
    "n. d.",
}


def parse(entry: Entry) -> tuple[Record | Finding, ...]:
    """The record of *entry*, or the finding that quarantines it; then what is odd about it."""
    stated = [(name, value.strip()) for name, value in entry.fields if value.strip()]
    first: dict[str, str] = {}
    for name, value in stated:
        if value.lower() not in _TRUE_NOTHING:
            first.setdefault(name, value)
    text = (lambda value: tidy(tex.to_text(value))) if entry.is_tex else tidy
    title = text(first.get("title", ""))
    if not title:
        raw = "\n".join(f"{name}: {value}" for name, value in entry.fields)
        hint = "add its title: it is what a paper is found and recognised by"
        return (quarantined("no-title", "an entry without a title", entry.at, raw, hint),)
    notes: list[Finding] = []

    def typed(name: str, parser: Callable[[str], str | None]) -> str | None:
        """A field's parsed value; one that cannot be parsed is a finding, and stays in extra."""
        if name not in first:
            return None
        value = parser(first[name])
        if value is None:
            notes.append(
                Finding(
                    code=f"bad-{name}",
                    message=f"this is no {_MEANING[name]}: {quoted(first[name])}",
                    at=entry.at,
                    hint="correct it in the source; until then it is kept as a further field",
                )
            )
        return value

    authors, others = _people(entry, stated)
    year = typed("year", lambda value: (m := _YEAR.search(value)) and m[1])
    arxiv = typed("arxiv", identifiers.arxiv)
    used: set[str] = set()  # fields that say the same as one that is understood
    if arxiv is None and first.get("archiveprefix", "arxiv").lower() == "arxiv":
        arxiv = identifiers.arxiv(first.get("eprint", ""))
        used = {"eprint", "archiveprefix"} if arxiv else used
    typed_values = {name: typed(name, identifiers.url) for name in ("url", "pdf", "code")}
    doi = typed("doi", identifiers.doi)
    if len(title) > _LONG_TITLE:
        notes.append(
            Finding(
                code="long-title",
                message=f"a title of {len(title):,} characters: {quoted(title)}",
                at=entry.at,
                hint="is this an abstract that was taken for a title?",
            )
        )
    refused = {name for name in _MEANING if name in first} - {
        name
        for name, value in {**typed_values, "year": year, "arxiv": arxiv, "doi": doi}.items()
        if value
    }
    plain = {
        name: text(first[name]) if name in first else None
        for name in ("venue", "volume", "number", "pages", "abstract")
    }
    record = Record(
        id=visible(entry.id or "").strip() or str(entry.at),
        at=entry.at,
        stated_key=entry.id if entry.is_key else None,
        title=title,
        authors=authors,
        others=others,
        year=int(year) if year else None,
        venue=plain["venue"] or None,
        volume=plain["volume"] or None,
        number=plain["number"] or None,
        pages=_pages(plain["pages"] or "") or None,
        type=_type(first.get("type", "")),
        doi=doi,
        arxiv=arxiv,
        url=typed_values["url"],
        pdf=typed_values["pdf"],
        code=typed_values["code"],
        abstract=plain["abstract"] or None,
        keywords=_keywords(stated, text),
        extra=_extra(stated, text, refused, used),
    )
    return (record, *notes)


_MEANING = {
    "year": "year",
    "doi": "DOI",
    "arxiv": "arXiv identifier",
    "url": "address that may be linked to (http, https or ftp)",
    "pdf": "address that may be linked to (http, https or ftp)",
    "code": "address that may be linked to (http, https or ftp)",
}
_UNDERSTOOD = frozenset(
    [
        "title",
        "author",
        "authors",
        "person",
        "venue",
        "volume",
        "number",
        "pages",
        "type",
        "abstract",
        "keywords",
        "keyword",
    ]
)


def _people(entry: Entry, stated: list[tuple[str, str]]) -> tuple[tuple[Person, ...], bool]:
    people: list[Person] = []
    others = False
    for name, value in stated:
        if value.lower() in _TRUE_NOTHING:
            continue
        if name in ("author", "person"):
            # The grammar of names needs the braces, so accents only are decoded before it.
            source = _decode_names(value) if entry.is_tex else value
            found, more = (
                names.from_bibtex(source) if name == "author" else names.one_of_list(source)
            )
        elif name == "authors":
            found, more = names.from_prose(value)
        else:
            continue
        people += found
        others = others or more
    return tuple(dict.fromkeys(people)), others


def _decode_names(value: str) -> str:
    """LaTeX names as text, with the braces kept that hold an organisation's name together."""
    return " and ".join(
        f"{{{tex.to_text(part[1:-1])}}}" if _is_braced(part) else tex.to_text(part)
        for part in names.split_bibtex(value)
    )


def _is_braced(name: str) -> bool:
    return name.startswith("{") and name.endswith("}") and "}" not in name[1:-1].split("{", 1)[0]


def _keywords(stated: list[tuple[str, str]], text: Callable[[str], str]) -> tuple[str, ...]:
    found: list[str] = []
    for name, value in stated:
        if name == "keywords":
            found += [text(part) for part in _listed(value)]
        elif name == "keyword":
            found.append(text(value))
    return tuple(dict.fromkeys(word for word in found if word.lower() not in _TRUE_NOTHING))


def _listed(value: str) -> list[str]:
    """The parts of "a, b", "a; b, c", "[a, b]" and "#a #b"."""
    if value.startswith("[") and value.endswith("]"):
        value = value[1:-1]
    if _HASHTAGS.fullmatch(value):
        return [tag.strip("# ,") for tag in value.split("#")]
    return value.split(";" if ";" in value else ",")


def _extra(
    stated: list[tuple[str, str]], text: Callable[[str], str], refused: set[str], used: set[str]
) -> tuple[tuple[str, str], ...]:
    """What no other field holds: unknown fields, values that could not be parsed, repetitions."""
    kept: list[tuple[str, str]] = []
    seen: set[str] = set()
    for name, value in stated:
        is_first = name not in seen
        seen.add(name)
        if name in used or name in ("author", "authors", "person", "keyword", "keywords"):
            continue
        if (name in _MEANING or name in _UNDERSTOOD) and is_first and name not in refused:
            continue
        kept.append(
            (visible(name), text(value) if name not in _MEANING else visible(value).strip())
        )
    return tuple(kept)


def _pages(text: str) -> str:
    """Pages with one en dash between first and last, whatever stood there."""
    return re.sub(r"(?<=\w)\s*(?:-{1,3}|–|—|−)\s*(?=\w)", "–", text)


def _type(text: str) -> str | None:
    """A publication type in BibTeX's words; other vocabularies are mapped, unknown words kept."""
    word = re.sub(r"[^a-z]", "", text.lower())
    return _TYPES.get(word, word) or None


_TYPES = {
    "journalarticle": "article",
    "journal": "article",
    "articlejournal": "article",
    "conference": "inproceedings",
    "conferencepaper": "inproceedings",
    "paperconference": "inproceedings",
    "proceedingspaper": "inproceedings",
    "chapter": "incollection",
    "bookchapter": "incollection",
    "preprint": "misc",
    "posted": "misc",
    "report": "techreport",
    "thesis": "phdthesis",
}
