"""This is where files are read from disk: the only door by which content comes in."""

import codecs
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from sitegen.errors import Location, SourceError, UsageError
from sitegen.findings import Finding, printable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STATED = re.compile(rb"^%+\s*encoding:\s*([\w.-]+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a run reads and writes."""

    content: Path
    """What people write or bring."""

    out: Path
    """What is generated: ``library/``, ``site/``, ``cache/``, ``report.json``."""


def walk(content: Path) -> Iterator[tuple[str, str] | Finding]:
    """(path, text) of each file below ``sources/`` in *content*, by path, or why it is not text.

    Paths are POSIX, relative to the folder that holds *content*. Hidden files are passed over; a
    link that leads nowhere is not.

    Raises:
        UsageError: there is no such folder.
    """
    if not content.is_dir():
        raise UsageError(
            f"there is no content folder '{content}'",
            hint="name yours with --content, or run sitegen from the folder that holds content/",
        )
    folder = content / "sources"
    there = folder.rglob("*") if folder.is_dir() else ()
    files = (f for f in there if f.is_file() or (f.is_symlink() and not f.exists()))
    named = sorted((shown(content.resolve().name / f.relative_to(content)), f) for f in files)
    for path, file in named:
        if not any(part.startswith(".") for part in file.relative_to(folder).parts):
            yield from read(file, path)


def shown(file: Path) -> str:
    """The path of *file* as people are shown it: POSIX; a byte that is not UTF-8 is ``\\xe9``."""
    return printable(os.fsencode(file.as_posix()).decode("utf-8", "backslashreplace"))


def read(file: Path, path: str) -> Iterator[tuple[str, str] | Finding]:
    """(path, text) of *file*, preceded by a finding if its encoding had to be guessed.

    A file that cannot be read or is not text is a quarantined entry.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        yield Finding(
            code="unreadable",
            message=f"the file cannot be read: {(error.strerror or str(error)).lower()}",
            at=Location(path),
            hint="make it readable, or move it out of the sources",
            raw="",
        )
        return
    text, problem = decode(content)
    if text is None:
        yield Finding(
            code="not-text",
            message="the file is not text: it holds zero bytes",
            at=Location(path),
            hint="move it out of the sources, or export its content as text",
            raw=content[:64].hex(" "),
        )
        return
    if problem:
        yield Finding(
            code="encoding",
            message=problem,
            at=Location(path),
            hint="save the file as UTF-8",
        )
    yield path, text


def decode(content: bytes) -> tuple[str | None, str]:
    """The text of *content* with "\\n" for every line end, and what is wrong with its encoding.

    By byte order mark, then a ``% Encoding:`` line, then strict UTF-8, then Windows-1252. The text
    is None if it holds zero bytes, which no text does.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return _lines(content.decode(encoding)), ""
            except UnicodeDecodeError:
                break
    if b"\0" in content:
        return None, ""
    stated = _STATED.search(content[:4096])
    names = [stated[1].decode("ascii")] if stated else []
    for name in (*names, "utf-8"):
        try:
            return _lines(content.decode(name)), ""
        except (UnicodeError, LookupError):
            continue
    # cp1252 leaves five bytes undefined; they are kept as replacement characters.
    at = _first_bad_byte(content)
    line = content.count(b"\n", 0, at) + 1
    problem = f"not UTF-8 (byte 0x{content[at]:02x} in line {line}); read as Windows-1252"
    return _lines(content.decode("cp1252", errors="replace")), problem


def _first_bad_byte(content: bytes) -> int:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text(file: Path, path: str) -> str | None:
    """The text of one of the project's own files; None if there is no such file.

    Raises:
        SourceError: it cannot be read, or is not UTF-8; says the line.
    """
    content = _bytes(file, path)
    try:
        return None if content is None else _lines(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1 if content else 0
        raise SourceError(
            "the file is not UTF-8", at=Location(path, line), hint="save the file as UTF-8"
        ) from error


def _bytes(file: Path, path: str) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SourceError(
            f"the file cannot be read: {(error.strerror or str(error)).lower()}",
            at=Location(path),
            hint="make it a file that you may read",
        ) from error


@lru_cache(maxsize=1)
def program() -> str:
    """A digest of the program's own code: what another state of it understood is not trusted."""
    here = Path(__file__).parent
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(here.rglob("*.py")):
        digest.update(file.read_bytes())
    for name in ("latex2mathml", "markdown-it-py", "pybtex", "pylatexenc", "python-stdnum"):
        digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()


def library(out: Path) -> Iterator[tuple[str, str]]:
    """(path, text) of each paper in the library in *out*, by path.

    Raises:
        UsageError: there is no library.
    """
    folder = out / "library" / "papers"
    if not folder.is_dir():
        raise UsageError(
            f"there is no library in '{out}'",
            hint="`sitegen convert` makes one from the sources; --out names the folder",
        )
    for file in sorted(folder.glob("*.md")):
        path = f"library/papers/{shown(Path(file.name))}"
        found = text(file, path)
        if found is not None:
            yield path, found


def theme(content: Path) -> tuple[dict[str, tuple[str, str]], dict[str, bytes]]:
    """(path, text) of templates and bytes of assets, by name: what is in ``templates/`` of
    *content* before our own.

    Raises:
        SourceError: one cannot be read, or a template is not UTF-8.
    """
    here = Path(__file__).parent
    # In a wheel the templates lie inside the package, in a checkout beside it.
    ours = next(f for f in (here / "templates", here.parent / "templates") if f.is_dir())
    templates: dict[str, tuple[str, str]] = {}
    assets: dict[str, bytes] = {}
    for folder, place in ((ours, ""), (content / "templates", f"{content.resolve().name}/")):
        for file in sorted(f for f in folder.rglob("*") if f.is_file()):
            name = file.relative_to(folder).as_posix()
            if name.startswith(".") or "/." in name:
                continue
            path = f"{place}templates/{name}"
            if name.startswith("assets/"):
                assets[name] = _bytes(file, path) or b""
            elif file.suffix in (".html", ".xml"):
                templates[name] = path, text(file, path) or ""
    return templates, assets
