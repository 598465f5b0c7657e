"""This is where files are read from disk: the only door by which content comes in."""

import codecs
import hashlib
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
_DEBRIS = frozenset({"Thumbs.db", "desktop.ini"})  # what Windows leaves in folders
_STATED = re.compile(
    rb"^%+[ \t]*(?:encoding:|!(?:TEX|BIB)[ \t]+encoding[ \t]*=|saved with string encoding)[ \t]*"
    rb"([\w .()-]+)|-\*-.{0,80}?coding:[ \t]*([\w.-]+)",
    re.IGNORECASE | re.MULTILINE,
)
# As JabRef, BibDesk ("Western (ISO Latin 1)") and TeX editors call them, where Python does not.
_CALLED = {
    "isolatin": "iso8859-1",
    "isolatin1": "iso8859-1",
    "isolatin2": "iso8859-2",
    "isolatin9": "iso8859-15",
    "windowslatin1": "cp1252",
    "macosroman": "mac-roman",
    "macroman": "mac-roman",
    "utf8unicode": "utf-8",
    "unicodeutf8": "utf-8",
}
# Not those of 16 and 32 bits: who can read the statement knows that it is none of them.
_TEXT_CODEC = re.compile(
    r"utf_?8|utf8|(?:iso|latin|l\d|cp|windows|mac|ansi|ascii|us_ascii|koi8|gb|big5|euc|shift_?jis"
    r"|sjis|ms_?kanji|hz|johab|tis)[\w.]*",
    re.IGNORECASE,
)
_ONE_BYTE = re.compile(r"(?:iso[-_]?8859|latin|l\d|cp125|windows|mac|ansi)", re.IGNORECASE)
_MULTIBYTE = (
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_RUNS = re.compile(rb"[\x00-\x7f]++|(" + _MULTIBYTE + rb")|([\x80-\xff])")
_SHORTEST_WIDE = 20  # bytes below which zeros between letters prove nothing


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
    for path, file in _below(content, "sources"):
        yield from read(file, path)


def _below(content: Path, name: str) -> list[tuple[str, Path]]:
    """(path as people are shown it, file) of each file in a folder of *content*, by path."""
    folder = content / name
    there = folder.rglob("*") if folder.is_dir() else ()
    files = (f for f in there if f.is_file() or (f.is_symlink() and not f.exists()))
    seen = (f for f in files if not any(p.startswith(".") for p in f.relative_to(folder).parts))
    return sorted((shown(content.resolve().name / f.relative_to(content)), f) for f in seen)


def notes(content: Path) -> Iterator[tuple[str, str] | Finding]:
    """(path, text) of each Markdown file in ``notes/`` of *content*, by path, or why it is none."""
    for path, file in _below(content, "notes"):
        if file.suffix.lower() == ".md":
            yield from (_own(item) for item in read(file, path))


def line_end(file: Path) -> str:
    """How lines end in *file*: "\\r\\n" or "\\n"; the latter if there is no such file."""
    return "\r\n" if b"\r\n" in (_bytes(file, shown(file)) or b"") else "\n"


def this_year() -> int:
    """The current year: that of SOURCE_DATE_EPOCH, if that is set, or of the clock."""
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    return time.gmtime(int(stated) if stated.isdecimal() and len(stated) < 12 else None).tm_year


def pages(content: Path) -> tuple[list[tuple[str, str] | Finding], dict[str, bytes]]:
    """(Markdown files in ``pages/`` of *content* as in ``notes``, bytes of all others by name).

    Raises:
        SourceError: one that is not Markdown cannot be read.
    """
    texts: list[tuple[str, str] | Finding] = []
    others: dict[str, bytes] = {}
    for path, file in _below(content, "pages"):
        name = file.relative_to(content / "pages").as_posix()
        if "/" not in name and file.suffix.lower() == ".md":
            texts += (_own(item) for item in read(file, path))
        elif not name.endswith("~") and file.name not in _DEBRIS:
            others[shown(Path(name))] = _bytes(file, path) or b""
    return texts, others


def _own(item: tuple[str, str] | Finding) -> tuple[str, str] | Finding:
    """What was found in a folder of the curator's own: it is no entry, so none is set aside."""
    if not isinstance(item, Finding):
        return item
    hint = item.hint.replace("out of the sources", "away").replace("its content as text", "it")
    return replace(item, raw=None, hint=hint)


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

    By byte order mark, then a statement such as ``% Encoding:``, then strict UTF-8, then
    Windows-1252, which is also how single bytes are read in what else is UTF-8. The text is None if
    it holds zero bytes, which no text does but in 16 bits.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return _lines(content.decode(encoding)), ""
            except UnicodeDecodeError:
                break
    if b"\0" in content:
        wide = _wide(content)
        return (None if wide is None else _lines(wide)), ""
    stated = _stated(content[:4096])
    whole = _decoded(content, "utf-8")
    if whole is not None and stated and _ONE_BYTE.match(stated) and not whole.isascii():
        # Bytes that happen to be UTF-8 are UTF-8: somebody saved the file and left the line.
        return _lines(whole), f"not {stated}, as it says, but UTF-8; read as UTF-8"
    named = _decoded(content, stated) if stated else None
    if named is not None or whole is not None:
        return _lines((named if named is not None else whole) or ""), ""
    at = _first_bad_byte(content)
    line = content.count(b"\n", 0, at) + 1
    problem = f"not UTF-8 (byte 0x{content[at]:02x} in line {line}); read as Windows-1252"
    runs = [found.lastindex for found in _RUNS.finditer(content)]
    if runs.count(1) * 3 >= runs.count(2):
        mixed = _RUNS.sub(lambda run: _windows(run[0]) if run[2] else run[0], content)
        return _lines(mixed.decode()), f"{problem} where it is not"
    # cp1252 leaves five bytes undefined; they are kept as replacement characters.
    return _lines(content.decode("cp1252", errors="replace")), problem


def _windows(byte: bytes) -> bytes:
    return byte.decode("cp1252", errors="replace").encode()


def _stated(head: bytes) -> str:
    """The encoding that the first lines of a file name, as Python calls it; "" if none."""
    found = _STATED.search(head)
    if not found:
        return ""
    stated = (found[1] or found[2]).decode("ascii", "replace").strip()
    inner = re.search(r"\(([^()]+)\)", stated)
    for name in (stated, inner[1] if inner else "", stated.partition(" ")[0]):
        called = _CALLED.get(re.sub(r"[\W_]", "", name).lower(), name)
        if _TEXT_CODEC.fullmatch(called.replace("-", "_")):
            return called
    return ""


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _wide(content: bytes) -> str | None:
    """The text of UTF-16 without a byte order mark, where that is beyond doubt."""
    if len(content) < _SHORTEST_WIDE or len(content) % 2:
        return None
    zeros = content[0::2].count(0), content[1::2].count(0)
    for most, least, encoding in ((1, 0, "utf-16-le"), (0, 1, "utf-16-be")):
        if zeros[most] * 10 >= len(content) * 3 and zeros[least] == 0:
            text = _decoded(content, encoding)
            if text is not None and not re.search("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]", text):
                return text
    return None


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


def theme(content: Path) -> tuple[dict[str, tuple[str, str]], dict[str, bytes], frozenset[str]]:
    """(path, text) of templates and bytes of assets, by name: what is in ``templates/`` of
    *content* before our own; and the names of the assets that are from there.

    Raises:
        SourceError: one cannot be read, or a template is not UTF-8.
    """
    here = Path(__file__).parent
    # In a wheel the templates lie inside the package, in a checkout beside it.
    ours = next(f for f in (here / "templates", here.parent / "templates") if f.is_dir())
    templates: dict[str, tuple[str, str]] = {}
    assets: dict[str, bytes] = {}
    theirs: set[str] = set()
    for folder, place in ((ours, ""), (content / "templates", f"{content.resolve().name}/")):
        for file in sorted(f for f in folder.rglob("*") if f.is_file()):
            name = file.relative_to(folder).as_posix()
            if name.startswith(".") or "/." in name:
                continue
            path = f"{place}templates/{name}"
            if name.startswith("assets/"):
                assets[name] = _bytes(file, path) or b""
                if place:
                    theirs.add(name)
            elif file.suffix in (".html", ".xml"):
                templates[name] = path, text(file, path) or ""
    return templates, assets, frozenset(theirs)
