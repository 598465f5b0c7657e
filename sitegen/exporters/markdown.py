"""This is where papers are written as a Markdown outline: a heading each, then facts and abstract.

It is what ``readers.outline`` reads, and what a person can paste into a README.
"""

import re
from collections.abc import Iterable, Iterator

from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.text.markdown import escape
from sitegen.text.names import to_bibtex
from sitegen.text.separated import separated

NAME = "Markdown"
SUFFIX = ".md"
MEDIA = "text/markdown"
LOSES: dict[str, str] = {}

# What no Markdown processor rewrites in "<…>" (CommonMark 6.5).
_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#@!$&'()*+,;=-]+")
_NEXT = re.compile(r"(?<=\w):(?=\s)")
_SIGNS = tuple("\\`*[]<&_")
_FACTS = (
    ("Year", "year"),
    ("Venue", "venue"),
    ("Volume", "volume"),
    ("Number", "number"),
    ("Pages", "pages"),
    ("Type", "type"),
    ("DOI", "doi"),
    ("arXiv", "arxiv"),
    ("ISBN", "isbn"),
    ("ISSN", "issn"),
    ("PMID", "pmid"),
    ("ACL", "acl"),
    ("OpenReview", "openreview"),
)
_LINKS = (
    ("URL", "url"),
    ("PDF", "pdf"),
    ("Code", "code"),
    ("Data", "data"),
    ("Video", "video"),
    ("Slides", "slides"),
)


def entry(paper: Paper, *, is_complete: bool = False) -> str:
    """*paper* as a section that ends in a newline."""
    facts = "".join(f"- {name}: {value}\n" for name, value in _facts(paper, is_complete))
    return f"## {_escape(paper.title)}\n\n{facts}"


def join(entries: Iterable[str]) -> str:
    """The file that holds *entries*."""
    return "\n".join(entries)


def _escape(text: str) -> str:
    """*text* escaped; most has none of these signs, and looking for each in turn is quickest."""
    is_word = text[:1].isalpha()
    return text if is_word and not any(sign in text for sign in _SIGNS) else escape(text)


def _fact(text: str) -> str:
    """A value in which nothing looks like the next fact: "x; Year: 2017"."""
    is_plain = not any(sign in text for sign in _SIGNS)
    # In the middle of a line no sign begins a block.
    escaped = text if is_plain else escape(f"x {text}")[2:]
    return _NEXT.sub(r"\\:", escaped) if ": " in escaped else escaped


def _facts(paper: Paper, is_complete: bool) -> Iterator[tuple[str, str]]:
    if paper.authors or paper.others:
        yield "Authors", _fact(_people(paper.authors, others=paper.others))
    if paper.editors:
        yield "Editors", _fact(_people(paper.editors))
    for label, name in _FACTS:
        if value := getattr(paper, name):
            if name == "year" and paper.month:
                yield "Date", _date(paper)
            else:
                yield label, _fact(str(value))
    for label, name in _LINKS:
        if value := getattr(paper, name):
            yield label, f"<{value}>" if _ADDRESS.fullmatch(value) else _fact(value)
    if is_complete and paper.keywords:
        yield "Keywords", _fact(separated(paper.keywords))
    yield "ID", paper.cited_as
    if is_complete:
        yield from ((name, _fact(value)) for name, value in paper.extra)
        if paper.abstract:
            yield "Abstract", paper.abstract


def _people(people: Iterable[Person], *, others: bool = False) -> str:
    """Names that a semicolon separates, as in any of them there may be a comma."""
    names = [to_bibtex(one) for one in people]
    # In one name alone, a comma or an "and" would be taken for what separates two.
    is_odd = len(names) == 1 and ("," in names[0] or names[0].startswith("{"))
    if others:
        names.append("et al.")
    return "; ".join(names) + (";" if is_odd else "")


def _date(paper: Paper) -> str:
    parts = [f"{paper.year:04}", f"{paper.month:02}", *([f"{paper.day:02}"] if paper.day else [])]
    return "-".join(parts)
