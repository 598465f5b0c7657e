"""This is where a problem becomes a value: what is wrong, where, how bad, and what to do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from sitegen.errors import Location

T = TypeVar("T")

LONGEST_RAW = 20_000
"""Characters of a quarantined entry that are shown; the whole stays in its source."""


# Control characters, half characters, and marks that turn the direction of writing.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class Severity(Enum):
    """How much a finding counts."""

    ERROR = "error"
    """The output is wrong because of it: the run exits 1."""
    WARNING = "warning"
    """Somebody should look: the run exits 1 under ``--strict``."""
    NOTE = "note"
    """Said so that nothing happens silently; never counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem, shown as ``path:line: severity: message [code]``."""

    code: str
    """Stable name of the kind of problem, such as ``no-title``."""

    message: str
    """What is wrong, quoting the offender: lower case, no full stop."""

    at: Location | None = None
    """Where; None if the problem is nobody's line."""

    severity: Severity = Severity.WARNING
    """How much it counts."""

    hint: str = ""
    """What to do about it."""

    raw: str | None = None
    """The entry that was set aside, as its source had it; None if nothing was set aside."""

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{where}{self.severity.value}: {self.message} [{self.code}]{hint}"

    @property
    def is_quarantined(self) -> bool:
        """Whether this finding stands in for an entry that could not be used."""
        return self.raw is not None


def quarantined(code: str, message: str, at: Location, raw: str, hint: str = "") -> Finding:
    """The finding that stands in for an entry that cannot be used, with its raw text."""
    if len(raw) > LONGEST_RAW:
        raw = f"{raw[:LONGEST_RAW]}… ({len(raw):,} characters in all)"
    return Finding(code=code, message=message, at=at, raw=raw, hint=hint)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by place, then code, then message: the same whatever order they were found in."""
    nowhere = Location("")
    return tuple(sorted(findings, key=lambda f: (f.at or nowhere, f.code, f.message, f.raw or "")))


def apart(items: Iterable[T | Finding], notes: list[Finding]) -> list[T]:
    """The values among *items*; findings are set aside in *notes*."""
    values: list[T] = []
    for item in items:
        if isinstance(item, Finding):
            notes.append(item)
        else:
            values.append(item)
    return values


def quoted(text: str, limit: int = 60) -> str:
    """*text* on one line, in quotation marks, cut to *limit* characters."""
    line = printable(" ".join(text[: limit * 4].split()))
    return f"'{line if len(line) <= limit else line[: limit - 1] + '…'}'"


def printable(text: str) -> str:
    """*text* with "�" for every character that would steer a terminal, or that no file can hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
