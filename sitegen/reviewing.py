"""This is where ``sitegen review`` comes together: what the pipeline leaves in doubt, a terminal,
and the file that the answers go to."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sitegen import curation, keys, sources
from sitegen.errors import OutputError
from sitegen.model.record import Record
from sitegen.publish import write
from sitegen.review.listing import told
from sitegen.review.questions import Material, Question, concerned
from sitegen.review.walk import walk
from sitegen.terminal import Terminal


@dataclass(frozen=True, slots=True)
class CurationFile:
    """``curation.toml`` of a content folder, where answers are kept."""

    content: Path
    """The content folder."""

    keys: str = ""
    """What ``keys.lock`` is to say, so that the keys that answers name stay those of their papers;
    empty to leave it alone."""

    @property
    def path(self) -> str:
        """What it is called in messages."""
        return f"{self.content.resolve().name}/curation.toml"

    def read(self) -> str | None:
        """Its text; None if there is no such file."""
        return sources.text(self._file, self.path)

    def write(self, text: str | None) -> None:
        """Put *text* in its place, at once or not at all; None takes the file away."""
        if text is not None:
            if self.keys:
                write(self.content / "keys.lock", self.keys)
            write(self._file, text.replace("\n", sources.line_end(self._file)))
            return
        try:
            self._file.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"cannot remove '{self._file}'") from error

    @property
    def _file(self) -> Path:
        """The file itself, where a link stands in its place."""
        return (self.content / "curation.toml").resolve()


def run(asked: Sequence[Question], material: Material, content: Path) -> str:
    """What to tell the person at the terminal at the end; their answers are in the file by then."""
    file = CurationFile(content, keys.write(material.lock))
    terminal = Terminal(sys.stdin, sys.stdout)
    known = concerned(material, asked)
    check = partial(_check, path=file.path, records=known, lock=material.lock)
    with terminal.open():
        session = walk(asked, terminal, file, check)
    return told(session, file.path)


def _check(text: str, path: str, records: Sequence[Record], lock: Mapping[str, str]) -> None:
    """Refuse a *text* of the curation file that contradicts itself about *records*."""
    decided, _, _ = curation.read(text, path)
    curation.orders(decided, records, lock)
