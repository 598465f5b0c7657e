"""This is where all that a curator wrote besides the sources is gathered: notes and pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitegen import sources
from sitegen.findings import Finding
from sitegen.model.site import FreePage
from sitegen.notes import note
from sitegen.notes.note import Note
from sitegen.pages import free
from sitegen.sources import Folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """What the curator wrote, and what is wrong with it."""

    notes: tuple[Note, ...]
    """Notes about papers, by path."""

    pages: tuple[FreePage, ...]
    """Pages, in the order of the menu."""

    attached: Mapping[str, bytes]
    """The files that lie beside the pages, by name."""

    note_findings: tuple[Finding, ...]
    """What is wrong with the notes."""

    page_findings: tuple[Finding, ...]
    """What is wrong with the pages."""


def gather(folders: Folders) -> Curated:
    """What lies in ``notes/`` and ``pages/`` of the content folder.

    Raises:
        SourceError: a file that is neither cannot be read.
    """
    texts, odd = _apart(sources.notes(folders.content))
    read = [note.read(text) for text in texts]
    found, attached = sources.pages(folders.content)
    written, strange = _apart(found)
    pages, wrong = free.read(written)
    return Curated(
        notes=tuple(one for one, _ in read),
        pages=pages,
        attached=attached,
        note_findings=(*odd, *(finding for _, some in read for finding in some)),
        page_findings=(*strange, *wrong),
    )


def _apart(
    items: Iterable[tuple[str, str] | Finding],
) -> tuple[list[tuple[str, str]], list[Finding]]:
    """The texts among *items*, and the findings."""
    found = list(items)
    texts = [item for item in found if not isinstance(item, Finding)]
    return texts, [item for item in found if isinstance(item, Finding)]
