"""This is where the program says that it cannot go on.

Raised anywhere, caught once, in ``cli``. What the rest can go on without is a finding instead.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file."""

    path: str
    """POSIX path, relative to the content folder where it lies below it."""

    line: int = 0
    """1-based line; 0 for the file as a whole."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class SitegenError(Exception):
    """Base of every error that is raised on purpose."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, at: Location | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.at, self.hint = message, at, hint

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{where}error: {self.message}{hint}"


class UsageError(SitegenError):
    """The command line asks for something that cannot be done."""

    exit_code: ClassVar[int] = 2


class ContentError(SitegenError):
    """What a person wrote or brought cannot be worked with."""


class SourceError(SitegenError):
    """A file could not be read from disk."""


class TemplateError(SitegenError):
    """A template is missing or broken."""


class OutputError(SitegenError):
    """The output folder cannot be written."""
