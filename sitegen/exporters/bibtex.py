"""This is where papers are written as BibTeX (btxdoc, sections 3 and 4) and biblatex.

Our own writer, because pybtex's doubles escapes, rewrites underscores in addresses, and is not
idempotent. Nothing is invented to please a style: what is not stated is not there. In UTF-8, with
biblatex's entry types; or in ASCII with those of BibTeX, for ``bibtex`` and ``pdflatex``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import quote

from sitegen.model.paper import Paper, publications
from sitegen.model.record import Person
from sitegen.text import appearance, relating, tex
from sitegen.text.capitals import SIGN, SIGNS, Say, protected
from sitegen.text.names import to_bibtex
from sitegen.text.separated import separated
from sitegen.text.slugs import slug

NAME = "BibTeX"
SUFFIX = ".bib"
MEDIA = "application/x-bibtex"
LOSES = {
    "type": "if the format has no such type; what states none is given one",
    "venue": "of what is no article and in no book: `howpublished`",
}

# The entry types of btxdoc, and those of biblatex's default data model (section 2.1 of its manual).
_CLASSIC = frozenset(
    [
        *("article", "book", "booklet", "conference", "inbook", "incollection", "inproceedings"),
        *("manual", "mastersthesis", "misc", "phdthesis", "proceedings", "techreport"),
        *("unpublished",),
    ]
)
_BIBLATEX = frozenset(
    [
        *("artwork", "audio", "bookinbook", "collection", "commentary", "dataset", "image"),
        *("inreference", "jurisdiction", "legal", "legislation", "letter", "movie", "music"),
        *("mvbook", "mvcollection", "mvproceedings", "mvreference", "online", "patent"),
        *("performance", "periodical", "reference", "report", "review", "software", "standard"),
        *("suppbook", "suppcollection", "suppperiodical", "thesis", "video"),
    ]
)
_AS_CLASSIC = {
    "bookinbook": "inbook",
    "collection": "book",
    "inreference": "incollection",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "proceedings",
    "mvreference": "book",
    "reference": "book",
    "report": "techreport",
    "review": "article",
    "suppbook": "inbook",
    "suppcollection": "incollection",
    "suppperiodical": "article",
}
_VENUE = {
    **dict.fromkeys(
        ("bookinbook", "conference", "inbook", "incollection", "inproceedings", "inreference"),
        "booktitle",
    ),
    **dict.fromkeys(("proceedings", "suppbook", "suppcollection"), "booktitle"),
    **dict.fromkeys(("booklet", "misc", "software", "unpublished"), "howpublished"),
}
# Further fields that styles print; all others are for the complete form only.
_PRINTED = frozenset(
    [
        *("address", "chapter", "edition", "eid", "eprintclass", "howpublished", "institution"),
        *("language", "location", "note", "organization", "primaryclass", "publisher", "school"),
        *("series", "subtitle", "type", "version"),
    ]
)
# Values that no program may read as LaTeX: they are written as they are.
_VERBATIM = frozenset(
    [
        *("acl", "arxiv", "archiveprefix", "code", "data", "doi", "eprint", "eprinttype", "file"),
        *("isbn", "issn", "openreview", "pdf", "pmid", "slides", "url", "urldate", "verba"),
        *("verbb", "verbc", "video", "date", "eventdate", "origdate"),
    ]
)
_NAMES = {"genre": "type"}  # an entry's "type" is its kind; what a thesis calls itself is BibTeX's
# What an entry inherits stands in it; bibtex refuses a parent that is not there, or comes first.
_INHERITED = frozenset(["crossref", "xdata"])
_EDTF = re.compile(r"[\dXuT:./~?%-]+")  # signs of a date that biblatex reads
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNSAFE = re.compile(r"[^a-z0-9_+.:-]")

_MISPRINTED = "<>|$"  # in LaTeX's own encoding of fonts they print as others, or end a formula
_LONG = 120  # characters from which on it is faster to look for each of them in turn


def write(papers: Iterable[Paper], *, is_ascii: bool = False) -> str:
    """All *papers*, complete with abstracts, in the order given, a blank line between them."""
    return join(entry(paper, is_complete=True, is_ascii=is_ascii) for paper in papers)


def join(entries: Iterable[str]) -> str:
    """The file that holds *entries*."""
    return "\n".join(entries)


def entry(paper: Paper, *, is_complete: bool = False, is_ascii: bool = False) -> str:
    """*paper* as one entry that ends in a newline: what a citation needs, or all of it.

    *is_ascii*: without any character beyond ASCII, and with BibTeX's entry types only.
    """
    say = _say_in_ascii if is_ascii else _say
    kind = _kind(paper)
    fields = list(_citation(paper, kind, say))
    fields += _identifiers(paper, is_complete=is_complete, is_ascii=is_ascii)
    fields += _extra(paper, {name for name, _ in fields}, say, is_complete=is_complete)
    if is_complete:
        fields += _contents(paper, say)
        fields += _related(paper, say)
        if paper.aliases and not any(name == "ids" for name, _ in paper.extra):
            fields.append(("ids", f"{{{','.join(paper.aliases)}}}"))  # biber finds it by them too
    return _written(paper, kind, fields, is_ascii=is_ascii)


def of_versions(paper: Paper) -> tuple[str, ...]:
    """The other versions of *paper* as entries of their own, which name the paper's."""
    first = paper.versions[0] if paper.versions else None
    found: list[str] = []
    for version, one in zip(paper.versions[1:], publications(paper), strict=True):
        kind = _kind(one)
        fields = [*_citation(one, kind, _say), *_identifiers(one, is_complete=True, is_ascii=False)]
        fields += _extra(one, {name for name, _ in fields}, _say, is_complete=True)
        is_before = version.is_preprint and first is not None and not first.is_preprint
        words = "Published as" if is_before else "Other version"
        fields += [("related", f"{{{paper.cited_as}}}"), ("relatedstring", f"{{{words}}}")]
        found.append(_written(one, kind, fields))
    return tuple(found)


def _written(
    paper: Paper, kind: str, fields: Sequence[tuple[str, str]], *, is_ascii: bool = False
) -> str:
    width = max(len(name) for name, _ in fields)
    lines = ",\n".join(f"  {name.ljust(width)} = {value}" for name, value in fields)
    return f"@{_classic(kind, paper) if is_ascii else kind}{{{paper.cited_as},\n{lines}\n}}\n"


def in_ascii(paper: Paper, brief: str) -> str:
    """What a citation of *paper* needs in ASCII, given that in UTF-8: most are the same."""
    is_same = brief.isascii() and brief[1 : brief.index("{")] in _CLASSIC
    if is_same and not any(sign in brief for sign in _MISPRINTED):
        return brief
    return entry(paper, is_ascii=True)


def _say(text: str) -> str:
    if len(text) > _LONG:
        is_special = any(sign in text for sign in SIGNS)
    else:
        is_special = SIGN.search(text) is not None
    return tex.from_marked(text) if is_special else text


def _say_in_ascii(text: str) -> str:
    is_safe = text.isascii() and not any(sign in text for sign in _MISPRINTED)
    return _say(text) if is_safe else tex.to_ascii(_say(text))


def _citation(paper: Paper, kind: str, say: Say) -> Iterator[tuple[str, str]]:
    """(name, value with its delimiters) of what a style prints, in the customary order."""
    if paper.authors or paper.others:
        yield "author", _people(paper.authors, say, others=paper.others)
    if paper.editors:
        yield "editor", _people(paper.editors, say)
    yield "title", f"{{{protected(paper.title, say)}}}"
    host = _VENUE.get(kind, "journal")
    if venue := paper.venue or dict(reversed(paper.extra)).get(host):
        yield host, f"{{{say(venue)}}}"
    if paper.volume:
        yield "volume", f"{{{say(paper.volume)}}}"
    if paper.number:
        yield "number", f"{{{say(paper.number)}}}"
    if paper.pages:
        yield "pages", "{" + "--".join(map(say, paper.pages.split("–"))) + "}"
    if paper.year:
        yield "year", f"{{{paper.year}}}"
    elif words := _pending(paper):
        yield "year", f"{{{say(words)}}}"
    if paper.month:
        yield "month", _MONTHS[paper.month - 1]
    if paper.day:
        yield "day", f"{{{paper.day}}}"


def _pending(paper: Paper) -> str | None:
    """When a paper without a year appeared, in words: "in press"."""
    stated = dict(reversed(paper.extra)).get("date")
    return stated if stated and not _EDTF.fullmatch(stated) else None


def _identifiers(paper: Paper, *, is_complete: bool, is_ascii: bool) -> Iterator[tuple[str, str]]:
    names = ["isbn", "issn"]
    if paper.arxiv:
        yield "eprint", f"{{{paper.arxiv}}}"
        yield "archiveprefix", "{arXiv}"
    names += ["doi", "url"]
    if is_complete:
        names += ["pmid", "acl", "openreview", "pdf", "code", "data", "video", "slides"]
    for name in names:
        if value := getattr(paper, name):
            yield name, f"{{{_verbatim(value, is_ascii=is_ascii)}}}"


def _related(paper: Paper, say: Say) -> Iterator[tuple[str, str]]:
    """The papers that belong to this one, as biblatex has it (section 3.4 of its manual).

    It has one word for all of them, so that where they differ in kind there is none.
    """
    found = sorted(paper.relations, key=lambda one: (relating.place(one.kind), one.key))
    if not found or any(name in ("related", "relatedstring") for name, _ in paper.extra):
        return
    yield "related", f"{{{','.join(dict.fromkeys(one.cited_as for one in found))}}}"
    kinds = {one.kind for one in found}
    if len(kinds) == 1:
        yield "relatedstring", f"{{{say(relating.words(found[0].kind))}}}"


def _contents(paper: Paper, say: Say) -> Iterator[tuple[str, str]]:
    if paper.keywords:
        yield "keywords", f"{{{say(separated(paper.keywords))}}}"
    if paper.abstract:
        yield "abstract", f"{{{say(paper.abstract)}}}"


def _extra(
    paper: Paper, used: set[str], say: Say, *, is_complete: bool
) -> Iterator[tuple[str, str]]:
    """Further fields as they were stated; a repeated one gets a number, as BibTeX keeps but one."""
    taken = used | {"keywords", "abstract"}
    is_host = paper.venue is None  # then the first of that name has been written
    pending = None if paper.year else _pending(paper)
    for stated, value in paper.extra:
        base = _field(stated)
        if base in _INHERITED or (base == "date" and value == pending):
            continue
        if base == "date" and not _EDTF.fullmatch(value):
            base = "datenote"
        if is_host and base in used and base in ("journal", "booktitle", "howpublished"):
            is_host = False
            continue
        name, count = base, 2
        while name in taken:
            name, count = f"{base}-{count}", count + 1
        taken.add(name)
        if is_complete or name in _PRINTED:
            is_verbatim = base in _VERBATIM
            said = _verbatim(value, is_ascii=say is _say_in_ascii) if is_verbatim else say(value)
            yield name, f"{{{said}}}"


def _field(stated: str) -> str:
    """A name that every program takes for that of a field."""
    name = _NAMES.get(stated, stated.lower())
    if _UNSAFE.search(name) or not name:
        name = slug(stated, "field")
    return name if name[0].isalpha() else f"field-{name.lstrip('-+.:_')}"


def _verbatim(value: str, *, is_ascii: bool = False) -> str:
    """An address or identifier as it is; braces without a partner go by their numbers."""
    if "{" in value or "}" in value:
        depth = 0
        for brace in re.findall(r"[{}]", value):
            depth += 1 if brace == "{" else -1
            if depth < 0:
                break
        if depth:
            value = value.replace("{", "%7B").replace("}", "%7D")
    return quote(value, safe="".join(map(chr, range(32, 127)))) if is_ascii else value


def _kind(paper: Paper) -> str:
    """The entry type: as stated; else by what the venue says of itself; else misc."""
    if paper.type in _CLASSIC or paper.type in _BIBLATEX:
        return str(paper.type)
    return "misc" if paper.type else appearance.kind(paper.venue, paper.volume)


def _classic(kind: str, paper: Paper) -> str:
    """The nearest of BibTeX's own types; a thesis is one of these only if it says which."""
    if kind == "thesis" and any(name == "genre" for name, _ in paper.extra):
        return "phdthesis"
    return kind if kind in _CLASSIC else _AS_CLASSIC.get(kind, "misc")


def _people(people: Iterable[Person], say: Say, *, others: bool = False) -> str:
    names = [_name(one, say) for one in people]
    return "{" + " and ".join([*names, *(["others"] if others else [])]) + "}"


@lru_cache(maxsize=65536)
def _name(one: Person, say: Say) -> str:
    """A name as LaTeX; the braces that hold its parts together stay, those of its own do not."""
    name = to_bibtex(one)
    if "{" not in str(one) and "}" not in str(one):
        pieces = re.split("([{}])", name)
        return "".join(piece if piece in ("{", "}") else say(piece) for piece in pieces)
    if name.startswith("{") and name.endswith("}"):
        return f"{{{say(name[1:-1])}}}"
    return say(name)
