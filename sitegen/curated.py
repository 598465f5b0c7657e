"""This is where all that a curator wrote besides the sources is gathered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sitegen import curation, sources
from sitegen.findings import Finding
from sitegen.model.curation import Curation
from sitegen.model.site import FreePage
from sitegen.notes import note
from sitegen.notes.note import Note
from sitegen.pages import free
from sitegen.sources import Folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """What the curator wrote, and what is wrong with it."""

    notes: tuple[Note, ...]
    """Corrections among the decisions, then notes about papers, by path."""

    curation: Curation
    """What the curator decided about records, versions, tags and persons."""

    pages: tuple[FreePage, ...]
    """Pages, in the order of the menu."""

    attached: Mapping[str, bytes]
    """The files that lie beside the pages, by name."""

    note_findings: tuple[Finding, ...]
    """What is wrong with the decisions and the notes."""

    page_findings: tuple[Finding, ...]
    """What is wrong with the pages."""


def gather(folders: Folders) -> Curated:
    """What lies in ``notes/`` and ``pages/`` of the content folder, and in ``curation.toml``.

    Raises:
        ContentError: ``curation.toml`` is not TOML.
        SourceError: it, or a file that is neither a note nor a page, cannot be read.
    """
    path = f"{folders.content.resolve().name}/curation.toml"
    stated = sources.text(folders.content / "curation.toml", path) or ""
    decisions, corrections, wrongly = curation.read(stated, path)
    texts, odd = _apart(sources.notes(folders.content))
    read = [note.read(text) for text in texts]
    found, attached = sources.pages(folders.content)
    written, strange = _apart(found)
    pages, wrong = free.read(written)
    return Curated(
        notes=(*corrections, *(one for one, _ in read)),
        curation=decisions,
        pages=pages,
        attached=attached,
        note_findings=(*wrongly, *odd, *(finding for _, some in read for finding in some)),
        page_findings=(*strange, *wrong),
    )


def _apart(
    items: Iterable[tuple[str, str] | Finding],
) -> tuple[list[tuple[str, str]], list[Finding]]:
    """The texts among *items*, and the findings."""
    found = list(items)
    texts = [item for item in found if not isinstance(item, Finding)]
    return texts, [item for item in found if isinstance(item, Finding)]
