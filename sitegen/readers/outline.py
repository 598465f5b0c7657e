"""This is where a Markdown outline is read: a heading a paper, its authors, facts and abstract."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quoted
from sitegen.model.entry import Entry, Part
from sitegen.text import markdown, names
from sitegen.text.paragraphs import is_running_text, is_titlelike
from sitegen.text.wrapping import unwrap

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})$")
_FACT = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__|\*|_)?([^\W\d_][\w /-]{0,30}?)(?:\*\*|__|\*|_)?\s*[:：]"
    r"(?:\*\*|__|\*|_)?(?:\s+(.*)|)$"
)
_NARROWEST = 60  # characters; a paper without a longer line was not wrapped
_EMPTY_FACT = re.compile(r"[^:]{1,40}:\s*$")
_NUMBERING = re.compile(r"^\(?\d{1,4}[.)]\s+(?=\S)")

FIELDS = {
    "abstract": "abstract",
    "summary": "abstract",
    "tldr": "abstract",
    "author": "authors",
    "authors": "authors",
    "by": "authors",
    "arxiv": "arxiv",
    "arxiv id": "arxiv",
    "eprint": "arxiv",
    "category": "category",
    "categories": "category",
    "code": "code",
    "github": "code",
    "repository": "code",
    "implementation": "code",
    "date": "year",
    "published": "year",
    "year": "year",
    "doi": "doi",
    "id": "id",
    "notes": "note",
    "issue": "number",
    "number": "number",
    "keyword": "keywords",
    "keywords": "keywords",
    "tag": "keywords",
    "tags": "keywords",
    "topics": "keywords",
    "key words": "keywords",
    "publication year": "year",
    "paper link": "url",
    "github repo": "code",
    "link": "url",
    "paper": "url",
    "url": "url",
    "website": "url",
    "pages": "pages",
    "pdf": "pdf",
    "booktitle": "venue",
    "conference": "venue",
    "journal": "venue",
    "published in": "venue",
    "journal/conference": "venue",
    "venue": "venue",
    "volume": "volume",
    "type": "type",
}
"""What a key, in lower case, is called in an entry; other keys are kept under their own name."""


_BETWEEN_FACTS = re.compile(
    rf"(?:\s+[|·]\s+|[;,]\s+)(?=(?:{'|'.join(map(re.escape, FIELDS))})\s*:)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and the lines below it, up to the next heading of its level or above."""

    number: int
    level: int
    title: str
    body: list[tuple[int, str]] = field(default_factory=list)


SUFFIXES = (".md", ".markdown")


def likelihood(text: str) -> float:
    """An outline has Markdown headings, and below them something else than titles and abstracts."""
    sections, _ = _sections(text)
    if not any(line.strip() for section in sections for _, line in section.body):
        return 0.2 if sections else 0.0
    if any(_known(line) for section in sections for _, line in section.body):
        return 0.8
    # A listing with a heading or two on top: most abstracts have a title of their own above them.
    filled = [line.strip() for section in sections for _, line in section.body if line.strip()]
    pairs = sum(
        is_running_text(below) and is_titlelike(line) and not names.looks_like_people(line)
        for line, below in pairwise(filled)
        if not is_running_text(line)
    )
    return 0.2 if pairs * 2 > len(sections) else 0.8


def split(text: str, path: str) -> Iterator[Part]:
    """The whole of *text*: it is understood as a whole."""
    yield Part(path=path, text=text)


def read(part: Part) -> Iterator[Entry | Finding]:
    """An entry for each heading of the level on which the papers stand, in order."""
    text, path = part.text, part.path
    sections, preface = _sections(text)
    if not sections:
        return
    level = _level_of_papers(sections)
    skipped = [line for line in preface if line[1].strip() and not _RULE.match(line[1])]
    paper: _Section | None = None
    for section in sections:
        if section.level == level or _is_paper(section):
            if paper is not None:
                yield _entry(paper, path)
            paper = section
        elif section.level > level and paper is not None:
            # A deeper heading is part of its paper.
            paper.body.append((section.number, f"{section.title}:"))
            paper.body.extend(section.body)
        else:
            if paper is not None:
                yield _entry(paper, path)
                paper = None
            skipped += [(section.number, section.title)]
            skipped += [x for x in section.body if x[1].strip() and not _RULE.match(x[1])]
    if paper is not None:
        yield _entry(paper, path)
    if skipped:
        yield Finding(
            code="page-furniture",
            message="not read as papers: " + ", ".join(quoted(line) for _, line in skipped[:20]),
            at=Location(path, skipped[0][0]),
            severity=Severity.NOTE,
        )


def _is_paper(section: _Section) -> bool:
    """Whether a section of another level than most papers is one all the same: it has facts, and
    text besides."""
    has_facts = any(_known(line) for _, line in section.body)
    return has_facts and any(is_running_text(unwrap(b)) for b in _blocks(section.body))


def _sections(text: str) -> tuple[list[_Section], list[tuple[int, str]]]:
    """The headings with what is below each, and the lines above the first one."""
    sections: list[_Section] = []
    preface: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        heading = _HEADING.match(line) if line.lstrip()[:1] == "#" else None
        part = heading and heading[2].strip(" :").lower()
        if heading and sections and part in FIELDS and heading[1] != "#":
            # "### Abstract" is a fact of the paper above, whatever its level.
            sections[-1].body.append((number, f"{part}:"))
        elif heading:
            sections.append(_Section(number, len(heading[1]), heading[2]))
        else:
            (sections[-1].body if sections else preface).append((number, line))
    return sections, preface


def _level_of_papers(sections: list[_Section]) -> int:
    """The heading level that most sections with facts have, else the commonest; the deeper wins."""
    with_facts = Counter(s.level for s in sections if any(_known(x) for _, x in s.body))
    levels = with_facts or Counter(s.level for s in sections)
    return max(levels, key=lambda level: (levels[level], level))


def _known(line: str) -> bool:
    fact = _FACT.match(line)
    return fact is not None and fact[1].strip().lower() in FIELDS


def _entry(section: _Section, path: str) -> Entry:
    title, address = markdown.plain(_NUMBERING.sub("", section.title))
    fields: list[tuple[str, str]] = [("title", title)]
    running: list[str] = []
    blocks = _blocks(section.body)
    texts = [block for block in blocks if not _are_facts(block)]
    for block in blocks:
        if _are_facts(block):
            fields += _facts(block)
        elif block is texts[0] and _are_authors(block, is_alone=len(texts) == 1):
            fields.append(("authors", markdown.plain(unwrap(block))[0]))
        else:
            running.append(unwrap(block))
    stated = [name for name, _ in fields]
    if running and "abstract" not in stated:
        fields.append(("abstract", " ".join(running)))
    elif running:
        # A heading or key of its own named the abstract; what follows it belongs to it.
        at = stated.index("abstract")
        fields[at] = ("abstract", " ".join(filter(None, (fields[at][1], *running))))
    if address and "url" not in stated:
        fields.append(("url", address))
    ids = [value for name, value in fields if name == "id"]
    return Entry(
        fields=tuple((name, value) for name, value in fields if value and name != "id"),
        at=Location(path, section.number),
        id=ids[0] if ids else None,
    )


def _blocks(lines: list[tuple[int, str]]) -> list[list[str]]:
    """Runs of lines between blank ones; separators between papers are no lines.

    Facts also begin directly below the authors, and text directly below the facts.
    """
    width = max((len(line) for _, line in lines), default=0)
    blocks: list[list[str]] = [[]]
    for _, line in lines:
        block = blocks[-1]
        if not line.strip() or _RULE.match(line):
            if not (block and _EMPTY_FACT.match(block[-1]) and _known(block[-1])):
                blocks.append([])
        elif block and _ends(block, line, width):
            blocks.append([line])
        else:
            block.append(line)
    return [block for block in blocks if block]


def _ends(block: list[str], line: str, width: int) -> bool:
    """Whether *line*, directly below *block*, begins another."""
    if _known(block[0]):
        return not _FACT.match(line) and not _goes_on(block[-1], line, width)
    return _known(line) and _may_end(block)


def _goes_on(fact: str, line: str, width: int) -> bool:
    """Whether *line* goes on with the value of the line above it: that one was full, or says so."""
    name = _FACT.match(fact)
    if name and FIELDS.get(name[1].strip().lower()) == "abstract":
        return True
    first = line.split(maxsplit=1)[0]
    is_full = width > _NARROWEST and len(fact.rstrip()) + 1 + len(first) > width
    return line[0] in " \t" or is_full or fact.rstrip().endswith((",", ";", "-", ":"))


def _may_end(block: list[str]) -> bool:
    """Whether running text may end here: it is a list of names, or stops like a sentence."""
    text = markdown.plain(unwrap(block))[0]
    return text.endswith((".", "!", "?", "*", ")")) or _are_authors(block, is_alone=False)


def _are_facts(block: list[str]) -> bool:
    return _known(block[0]) or (len(block) > 1 and all(_FACT.match(line) for line in block))


def _facts(block: list[str]) -> list[tuple[str, str]]:
    """The (name, value) pairs of "Key: value" lines; a line without a key continues the last."""
    facts: list[tuple[str, list[str]]] = []
    for line in (part for whole in block for part in _split_facts(whole)):
        fact = _FACT.match(line)
        name = fact[1].strip().lower() if fact else ""
        running_on = facts and facts[-1][0] == "abstract" and name not in FIELDS
        if fact and not running_on:
            facts.append((FIELDS.get(name, name), [fact[2] or ""]))
        else:
            facts[-1][1].append(line)
    return [(name, _value(name, unwrap(lines))) for name, lines in facts]


def _split_facts(line: str) -> list[str]:
    """The facts of "Year: 2021 | Venue: X, Tags: a, b", a line each."""
    name = _FACT.match(line)
    if not name or FIELDS.get(name[1].strip().lower()) == "abstract":
        return [line]
    return _BETWEEN_FACTS.split(line)


def _value(name: str, text: str) -> str:
    if name in ("abstract", "title"):
        return text
    words, address = markdown.plain(text)
    return address if address and name in ("url", "pdf", "code", "doi", "arxiv") else words


def _are_authors(block: list[str], *, is_alone: bool) -> bool:
    """Whether the first paragraph below a heading lists names; one alone only if text follows."""
    text = markdown.plain(unwrap(block))[0]
    if len(block) > 1 and any(len(line) < 60 for line in block[:-1]):
        return False
    if names.looks_like_people(text):
        return True
    return not is_alone and names.looks_like_people(f"{text}, Given Family") and len(text) < 60
