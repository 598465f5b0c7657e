"""This is where a Markdown outline is read: a heading a paper, its authors, facts and abstract."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quoted
from sitegen.model.entry import Entry, Part
from sitegen.parsing import blocks, citekeys, labels, matter, outlines
from sitegen.parsing.outlines import Section
from sitegen.parsing.paragraphs import is_running_text, is_titlelike
from sitegen.text import names

SUFFIXES = (".md", ".markdown")


def likelihood(text: str) -> float:
    """An outline has Markdown headings, and below them something else than titles and abstracts."""
    if matter.paper(text):
        return 0.8
    sections, _ = outlines.sections(blocks.lines(text))
    if not any(line.strip() for section in sections for _, line in section.body):
        return 0.2 if sections else 0.0
    if any(labels.is_known(line) for section in sections for _, line in section.body):
        return 0.8
    below = [line for section in sections for _, line in section.body if line.strip()]
    if sum(_is_listed(line) for line in below) * 2 > len(below):
        return 0.2  # a list, or a table
    # A listing with a heading or two on top: most abstracts have a title of their own above them.
    filled = [line.strip() for section in sections for _, line in section.body if line.strip()]
    pairs = sum(
        is_running_text(below) and is_titlelike(line) and not names.looks_like_people(line)
        for line, below in pairwise(filled)
        if not is_running_text(line)
    )
    return 0.2 if pairs * 2 > len(sections) else 0.8


def _is_listed(line: str) -> bool:
    return blocks.ITEM.match(line) is not None or line.lstrip().startswith("|")


def split(text: str, path: str) -> Iterator[Part]:
    """The whole of *text*: it is understood as a whole."""
    yield Part(path=path, text=text)


def read(part: Part) -> Iterator[Entry | Finding]:
    """An entry for each heading of the level on which the papers stand, in order."""
    lines = blocks.lines(part.text)
    sections, preface = outlines.sections(lines)
    if head := matter.paper(part.text):
        yield Entry(fields=head.fields, at=Location(part.path, part.line), id=head.id)
        return
    if not sections:
        return
    level = _level_of_papers(sections)
    skipped = [line for line in preface if _is_said(line[1])]
    paper: Section | None = None
    for section in sections:
        if section.level == level or outlines.is_paper(section):
            if paper is not None:
                yield _entry(paper, part)
            paper = section
        elif section.level > level and paper is not None:
            # A deeper heading is part of its paper.
            paper.body.append((section.number, f"{section.title}:"))
            paper.body.extend(section.body)
            paper.code.extend(section.code)
        else:
            if paper is not None:
                yield _entry(paper, part)
                paper = None
            skipped += [(section.number, section.title)]
            skipped += [line for line in section.body if _is_said(line[1])]
            skipped += [(section.number, line) for line in section.code]
    if paper is not None:
        yield _entry(paper, part)
    if skipped:
        yield Finding(
            code="page-furniture",
            message="not read as papers: " + ", ".join(quoted(line, 400) for _, line in skipped),
            at=Location(part.path, part.line + skipped[0][0] - 1),
            severity=Severity.NOTE,
        )


def _is_said(line: str) -> bool:
    return bool(line.strip()) and not blocks.RULE.match(line)


def _entry(section: Section, part: Part) -> Entry:
    fields, name = outlines.fields(section)
    at = Location(part.path, part.line + section.number - 1)
    is_key = name is not None and citekeys.is_chosen(name)
    return Entry(fields=tuple(fields), at=at, id=name, is_key=is_key)


def _level_of_papers(sections: Sequence[Section]) -> int:
    """The heading level that most sections with facts have, else the commonest; the deeper wins."""
    with_facts = Counter(
        s.level for s in sections if any(labels.is_known(line) for _, line in s.body)
    )
    levels = with_facts or Counter(s.level for s in sections)
    return max(levels, key=lambda level: (levels[level], level))
