"""This is where papers are written as BibTeX (btxdoc, sections 3 and 4), in UTF-8.

Our own writer, because pybtex's doubles escapes, rewrites underscores in addresses, and is not
idempotent. Nothing is invented to please a style: what is not stated is not there.
"""

import re
from collections.abc import Iterable, Iterator

from sitegen.model.paper import Paper
from sitegen.text.names import to_bibtex
from sitegen.text.slugs import slug
from sitegen.text.tex import from_text

_TYPES = frozenset(
    [
        "article",
        "book",
        "booklet",
        "inbook",
        "incollection",
        "inproceedings",
        "manual",
        "mastersthesis",
        "misc",
        "phdthesis",
        "proceedings",
        "techreport",
        "unpublished",
    ]
)
_VENUE = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_OWN = frozenset(
    [
        "author",
        "title",
        "journal",
        "booktitle",
        "howpublished",
        "volume",
        "number",
        "pages",
        "year",
        "eprint",
        "archiveprefix",
        "doi",
        "url",
        "pdf",
        "code",
        "keywords",
        "abstract",
        "type",
    ]
)
# Further fields that styles print; all others are for the complete form only.
_PRINTED = frozenset(
    [
        "address",
        "chapter",
        "edition",
        "editor",
        "institution",
        "isbn",
        "issn",
        "month",
        "note",
        "organization",
        "publisher",
        "school",
        "series",
    ]
)
_MONTHS = frozenset(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
)
_CONFERENCE = re.compile(r"(?i)\b(?:proceedings|conference|workshops?|symposium|meeting)\b")
# Capitals that a style must not lower: inside a word, before a digit; and mathematics. Between the
# capital and the letter before it only signs may stand, so that a long word is read once.
_PROTECTED = re.compile(r"[^\W_][^\w\s-]*[^\W\d_a-z]|[A-Z]\d|[\^_\\$]")
_WORD = re.compile(r"\S+")
_OPENING = "\"'“‘(["
_CLOSING = "\"'”’)].,:;!?"


def write(papers: Iterable[Paper]) -> str:
    """All *papers*, complete with abstracts, in the order given, a blank line between them."""
    return "\n".join(entry(paper, is_complete=True) for paper in papers)


def entry(paper: Paper, *, is_complete: bool = False) -> str:
    """*paper* as one entry that ends in a newline: what a citation needs, or all of it."""
    kind = _kind(paper)
    fields = list(_fields(paper, kind))
    fields += [(n, v) for n, v in _extra(paper) if is_complete or n in _PRINTED]
    if is_complete:
        if paper.keywords:
            separator = "; " if any("," in word for word in paper.keywords) else ", "
            fields.append(("keywords", f"{{{from_text(separator.join(paper.keywords))}}}"))
        if paper.abstract:
            fields.append(("abstract", f"{{{from_text(paper.abstract)}}}"))
    width = max(len(name) for name, _ in fields)
    lines = ",\n".join(f"  {name.ljust(width)} = {value}" for name, value in fields)
    return f"@{kind}{{{paper.key},\n{lines}\n}}\n"


def _fields(paper: Paper, kind: str) -> Iterator[tuple[str, str]]:
    """(name, value with its delimiters) of what a citation needs, in the customary order."""
    if paper.authors:
        names = [_name(to_bibtex(person)) for person in paper.authors]
        yield "author", "{" + " and ".join([*names, *(["others"] if paper.others else [])]) + "}"
    yield "title", "{" + _title(paper.title) + "}"
    if paper.venue:
        yield _VENUE.get(kind, "howpublished"), f"{{{from_text(paper.venue)}}}"
    for name, value in (("volume", paper.volume), ("number", paper.number)):
        if value:
            yield name, f"{{{from_text(value)}}}"
    if paper.pages:
        yield "pages", f"{{{from_text(paper.pages.replace('–', '--')).replace('-{-}', '--')}}}"
    if paper.year:
        yield "year", f"{{{paper.year}}}"
    if paper.arxiv:
        yield "eprint", f"{{{paper.arxiv}}}"
        yield "archiveprefix", "{arXiv}"
    for name, value in (
        ("doi", paper.doi),
        ("url", paper.url),
        ("pdf", paper.pdf),
        ("code", paper.code),
    ):
        if value:
            yield name, f"{{{value}}}"


def _extra(paper: Paper) -> Iterator[tuple[str, str]]:
    """Further fields as they were stated; a repeated one gets a number, as BibTeX keeps but one."""
    used = set(_OWN)
    for stated, value in paper.extra:
        base = slug(stated, "field")
        base = f"field-{base}" if base[0].isdigit() else base
        name, count = base, 2
        while name in used:
            name, count = f"{base}-{count}", count + 1
        used.add(name)
        is_macro = name == "month" and value.lower()[:3] in _MONTHS
        yield name, value.lower()[:3] if is_macro else f"{{{from_text(value)}}}"


def _kind(paper: Paper) -> str:
    """The entry type: as stated; else by what the venue says of itself; else misc."""
    if paper.type in _TYPES:
        return paper.type
    if paper.type is None and paper.venue:
        if _CONFERENCE.search(paper.venue):
            return "inproceedings"
        if paper.volume:
            return "article"
    return "misc"


def _title(title: str) -> str:
    """*title* as LaTeX, with braces about the words whose capitals a style must keep."""
    return _WORD.sub(lambda found: _protect(found[0]), title)


def _protect(word: str) -> str:
    inner = word.lstrip(_OPENING)
    core = inner.rstrip(_CLOSING)
    before, after = word[: len(word) - len(inner)], inner[len(core) :]
    escaped = from_text(core)
    kept = f"{{{escaped}}}" if _PROTECTED.search(core) else escaped
    return f"{from_text(before)}{kept}{from_text(after)}"


def _name(name: str) -> str:
    """A name as LaTeX; the outer braces of an organisation stay."""
    if name.startswith("{") and name.endswith("}"):
        return f"{{{from_text(name[1:-1])}}}"
    return from_text(name)
