"""This is where arXiv's own lists are read: its pages of new papers, of results, and its mails.

An entry begins with its identifier ("[1] arXiv:2405.00001 [pdf, other]"); what follows has labels
("Title:", "Authors:"), and in mails the abstract stands between two lines of backslashes.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quarantined, quoted
from sitegen.model.entry import Entry, Part
from sitegen.parsing.wrapping import unwrap
from sitegen.text import names

SUFFIXES = (".txt", ".eml")

_START = re.compile(
    r"^[ \t]*(?:\[\d{1,5}\][ \t]*|\d{1,5}\.[ \t]*)?(?:paper:[ \t]*)?"
    r"arXiv:[ \t]?(\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[A-Z]{2})?/\d{7})(v\d+)?(.*)$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^[ \t]*(title|authors?|comments?|subjects?|categories|journal-ref|journal reference|doi|"
    r"report-no|report number|msc-class|acm-class|license|date|abstract|submitted)\b"
    r"[ \t]*(?:\(v\d+\))?[ \t]*(?::|(?=\d))[ \t]*(.*)$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[ \t]*(?:[-=_%]{10,}|%[-%]{5,}.*)[ \t]*$")
_SLASHES = re.compile(r"^[ \t]*\\\\(.*)$")
_DAY = re.compile(r"\d{1,2} \w{3,9},? \d{4}|\w{3,9} \d{1,2}, \d{4}")
_BUTTONS = re.compile(
    r"\s*(?:△|▽)\s*(?:Less|More)\b|[\[(](?:pdf|ps|html|other|cross-list|\*cross)[^\])]*[\])]", re.I
)
_NUMBER = re.compile(r"^[ \t]*(?:\[\d{1,5}\]|\d{1,5}\.)[ \t]*$")
_CATEGORIES = re.compile(r"[ \t]*+(?:[a-z-]++(?:\.[A-Za-z-]{2,}+)?[ \t;,]*+)++")
_WITHIN = 14  # lines below an identifier in which a label must stand

_FIELDS = {
    "title": "title",
    "author": "authors",
    "authors": "authors",
    "comment": "note",
    "comments": "note",
    "subject": "keywords",
    "subjects": "keywords",
    "categories": "categories",
    "journal-ref": "venue",
    "journal reference": "venue",
    "doi": "doi",
    "report-no": "reportnumber",
    "report number": "reportnumber",
    "date": "date",
    "submitted": "date",
    "abstract": "abstract",
}


def likelihood(text: str) -> float:
    """arXiv's lists have lines that begin with an identifier, and labels below them."""
    if "arxiv:" not in text.lower():
        return 0.0
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if _START.match(line)]
    labelled = sum(
        any(_LABEL.match(line) for line in lines[n + 1 : n + _WITHIN]) for n in starts[:200]
    )
    return 1.0 if labelled and labelled * 2 >= len(starts[:200]) else 0.0


def split(text: str, path: str) -> Iterator[Part]:
    """A part for each identifier that begins a line, and for what is above the first one."""
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if _START.match(line)]
    first = starts[0] if starts else len(lines)
    if any(line.strip() for line in lines[:first]):
        yield Part(path=path, text="\n".join(lines[:first]), entries=0)
    for start, end in pairwise((*starts, len(lines))):
        yield Part(path=path, text="\n".join(lines[start:end]), line=start + 1, entries=1)


def read(part: Part) -> Iterator[Entry | Finding]:
    """The entry of a part, and what stands around it that is none."""
    at = Location(part.path, part.line)
    if not part.entries:
        yield from _furniture(list(enumerate(part.text.split("\n"))), part)
        return
    first, *rest = part.text.split("\n")
    start = _START.match(first)
    arxiv = f"{start[1]}{start[2] or ''}" if start else ""
    facts, others = _facts(rest)
    title = unwrap(facts.pop("title", []))
    if not title:
        yield quarantined(
            "no-title",
            f"an arXiv identifier without a title below it: {quoted(first)}",
            at,
            part.text,
            hint="add its title: it is what a paper is found and recognised by",
        )
    else:
        fields = [("title", title), ("arxiv", arxiv)]
        fields += [
            pair for name, words in facts.items() for pair in _field(name.strip(), unwrap(words))
        ]
        yield Entry(fields=tuple(fields), at=at)
    yield from _furniture(others, part)


def _furniture(lines: list[tuple[int, str]], part: Part) -> Iterator[Finding]:
    said = [(n, line) for n, line in lines if line.strip() and not _RULE.match(line)]
    said = [(n, line) for n, line in said if line.strip() != "\\\\" and not _NUMBER.match(line)]
    if said:
        yield Finding(
            code="page-furniture",
            message="not read as papers: " + ", ".join(quoted(line, 400) for _, line in said),
            at=Location(part.path, part.line + said[0][0]),
            severity=Severity.NOTE,
        )


def _facts(lines: list[str]) -> tuple[dict[str, list[str]], list[tuple[int, str]]]:
    """The lines of each field, and those behind the entry, by distance from its first line."""
    facts: dict[str, list[str]] = {}
    others: list[tuple[int, str]] = []
    name = ""
    slashes = 0
    is_over = False
    is_labelled = any(re.match(r"[ \t]*title[ \t]*:", line, re.IGNORECASE) for line in lines)
    for n, raw in enumerate(lines, 1):
        line = _BUTTONS.sub("", raw)
        label = _LABEL.match(line)
        if slashed := _SLASHES.match(line):
            slashes += 1
            # What follows the address of the paper is the next one's.
            is_over = slashes > 1 or "http" in slashed[1]
            name = "" if is_over else "abstract"
            continue
        if _RULE.match(line) or is_over:
            is_over = True
            others.append((n, raw))
        elif label and name != "abstract":
            known = _FIELDS.get(label[1].lower(), label[1].lower())
            # A mail says its date twice, and each version has one: the first counts.
            name = known if known not in facts else f"{known} "
            facts.setdefault(name, []).append(label[2])
        elif label and label[1].lower() in ("comments", "submitted", "journal ref"):
            name = _FIELDS[label[1].lower()]
            facts.setdefault(name, []).append(label[2])
        elif not line.strip():
            name = name if name == "abstract" or (name and not any(facts.get(name, ()))) else ""
        elif _NUMBER.match(line):
            continue
        elif name:
            facts.setdefault(name, []).append(line)
        else:
            name = _unlabelled(line, facts, is_labelled=is_labelled)
            facts.setdefault(name, []).append(line)
    return facts, others


def _unlabelled(line: str, facts: dict[str, list[str]], *, is_labelled: bool) -> str:
    """The field that a line without a label fills: the title, then the names, then the abstract."""
    if "." in line and _CATEGORIES.fullmatch(line):
        return "categories"
    if "title" not in facts:
        return "note" if is_labelled else "title"
    if "authors" not in facts and names.looks_like_people(line.strip()):
        return "authors"
    return "abstract"


def _field(name: str, words: str) -> list[tuple[str, str]]:
    if not words:
        return []
    if name == "date":
        day = _DAY.search(words)
        return [("date", day[0])] if day else [("note", words)]
    if name == "keywords":
        return [("keyword", part.strip()) for part in words.split(";") if part.strip()]
    if name == "abstract":
        return [(name, re.sub(r"^Abstract\s*:\s*", "", words))]
    return [(name, words)]
