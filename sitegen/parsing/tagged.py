"""This is where text made of tagged lines becomes records, and a record becomes fields.

RIS, EndNote's tagged format and MEDLINE share one shape: a line begins with a tag, and a line
without one goes on with the value above it. What a tag looks like, and where a record begins, is
said by each format in a ``Grammar``; both are decided line by line, so that damage stays local.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sitegen.errors import Location
from sitegen.findings import Finding, Severity, quoted
from sitegen.model.entry import Part
from sitegen.parsing.wrapping import unwrap

TagOf = Callable[[str, str, str], tuple[str, str] | None]
"""(line, tag above it, line above it) to the line's own tag and value, or None if it has none.

It is never asked about a blank line.
"""

# What exports print between records; saying that it was passed over would only bury what matters.
_ROUTINE = re.compile(
    r"\W*(?:\d+[.)]?|<\d+>|records? #?\d+(?: of \d+)?"
    r"|(?:provider|content|database|ef|fn|vr)\b.*)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """How the records of a format are told from each other."""

    tag_of: TagOf
    """What the tag of a line is."""

    opens: str
    """The tag that begins a record."""

    proves: frozenset[str]
    """Tags of which a record has at least one; lines without them are no record."""

    recurs: frozenset[str]
    """Tags that begin another record if they come again after a blank line."""

    closes: str = ""
    """The tag that ends a record, if the format has one."""


@dataclass(slots=True)
class Field:
    """A tag with its value."""

    tag: str
    """The tag, as the format writes it."""

    lines: list[str]
    """The value, by line; never empty."""

    line: int
    """Lines of the part above it."""

    @property
    def text(self) -> str:
        """The value on one line."""
        return self.lines[0] if len(self.lines) == 1 else unwrap(self.lines)


@dataclass(slots=True)
class _Run:
    """Lines that belong together, as far as they have been read."""

    start: int
    tags: set[str] = field(default_factory=set)
    has_text: bool = False
    has_gap: bool = False
    is_closed: bool = False
    is_joined: bool = False
    """Whether it follows the run above it without a blank line."""


def split(text: str, path: str, grammar: Grammar) -> Iterator[Part]:
    """A part for each record of *text*, and one without entries for each stretch between them."""
    lines = text.split("\n")
    waiting: tuple[_Run, int] | None = None  # a record that lines below its end may yet join
    for run, end in _runs(lines, grammar):
        is_record = not run.tags.isdisjoint(grammar.proves)
        if waiting is not None and run.is_joined and run.tags and not is_record:
            waiting = (waiting[0], end)
            continue
        if waiting is not None:
            yield _part(lines, *waiting, path, 1)
            waiting = None
        if is_record:
            waiting = (run, end)
        elif run.has_text:
            yield _part(lines, run, end, path, 0)
    if waiting is not None:
        yield _part(lines, *waiting, path, 1)


def _part(lines: list[str], run: _Run, end: int, path: str, entries: int) -> Part:
    text = "\n".join(lines[run.start : end]).rstrip("\n")
    return Part(path=path, text=text, line=run.start + 1, entries=entries)


def _runs(lines: list[str], grammar: Grammar) -> Iterator[tuple[_Run, int]]:
    """Each run of *lines* with the number of the line that follows it."""
    tag_of = grammar.tag_of
    run = _Run(0)
    tag = above = ""
    is_after_blank = is_after_tag = False
    for number, line in enumerate(lines):
        if not line or line.isspace():
            is_after_blank = run.has_gap = True
            continue
        found = tag_of(line, tag, above)
        if found is None:
            starts = run.is_closed
        else:
            tag = found[0]
            starts = run.is_closed or _starts(tag, run, grammar, is_after_blank, is_after_tag)
        if starts:
            yield run, number
            run = _Run(number, is_joined=run.is_closed and not is_after_blank)
        run.has_text = True
        if found is not None:
            run.tags.add(tag)
            run.is_closed = tag == grammar.closes
        is_after_blank, is_after_tag, above = False, found is not None, line
    yield run, len(lines)


def _starts(
    tag: str, run: _Run, grammar: Grammar, is_after_blank: bool, is_after_tag: bool
) -> bool:
    """Whether a line with *tag* begins another run than the one above it."""
    if not run.tags:
        return run.has_text
    if tag == grammar.opens:
        if tag in run.tags:
            # Nothing but its type: an exporter that knew two of them.
            return run.tags != {tag} or is_after_blank or not is_after_tag
        # Some write the type anywhere: in a solid block of tags it belongs to those above it.
        return run.has_gap or not (is_after_tag or not run.tags.isdisjoint(grammar.proves))
    return is_after_blank and tag in grammar.recurs and tag in run.tags


def fields(text: str, tag_of: TagOf) -> list[Field]:
    """The fields of a record, in order; lines above the first tag have the tag ""."""
    found: list[Field] = []
    tag = above = ""
    for number, line in enumerate(text.split("\n")):
        if not line or line.isspace():
            continue
        tagged = tag_of(line, tag, above)
        if tagged is not None:
            tag = tagged[0]
            found.append(Field(tag, [tagged[1]], number))
        elif found:
            found[-1].lines.append(line.strip())
        else:
            found.append(Field("", [line.strip()], number))
        above = line
    return found


def furniture(part: Part) -> Iterator[Finding]:
    """What a stretch between records says, unless it is what every export of its kind says."""
    stated = [line.strip() for line in part.text.split("\n") if line.strip("\ufeff \t\r\f\v")]
    if all(_ROUTINE.fullmatch(line) for line in stated):
        return
    yield Finding(
        code="page-furniture",
        message="not read as papers: " + ", ".join(quoted(line) for line in stated[:20]),
        at=Location(part.path, part.line),
        severity=Severity.NOTE,
    )


def repaired(
    message: str, at: Location, hint: str, severity: Severity = Severity.WARNING
) -> Finding:
    """What had to be guessed so that a record could be read."""
    return Finding(code="tagged-repaired", message=message, at=at, hint=hint, severity=severity)
