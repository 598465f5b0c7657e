"""This is where bytes reach the disk: whole files, only what differs, only our own removed."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import OutputError

MANIFEST = ".sitegen-files"
"""Names, in a folder that we publish to, the files there that are ours."""


@dataclass(frozen=True, slots=True)
class Published:
    """What ``publish`` did."""

    written: int
    """Files whose bytes are new or differ."""

    unchanged: int
    """Files that were there already, byte for byte."""

    removed: int
    """Files that an earlier call wrote and this one did not."""


def publish(files: Iterable[tuple[str, bytes]], root: Path, staging: Path) -> Published:
    """Make *root* hold *files*, given as POSIX paths below it.

    All of *files* are made and those that differ are written to *staging*, on the same disk, before
    the first one in *root* is touched: a build that is killed, or fails, leaves the last good site.
    Then they are renamed into place, one by one, and last of all, files that an earlier call wrote
    and this one does not are removed. A file whose bytes are the same is left alone, mtime and all;
    files that nobody here wrote are never touched.

    Raises:
        OutputError: a path leaves *root*, something of others is where a file must go, or the disk
            does not take a file.
    """
    try:
        return _publish(files, root, staging)
    except OSError as error:
        place = error.filename or root
        raise OutputError(
            f"cannot write '{place}': {(error.strerror or str(error)).lower()}",
            hint="name a folder that you may write to with --out",
        ) from error


def _publish(files: Iterable[tuple[str, bytes]], root: Path, staging: Path) -> Published:
    root.mkdir(parents=True, exist_ok=True)
    if staging.exists():
        shutil.rmtree(staging)
    staging.mkdir(parents=True)
    manifest = root / MANIFEST
    before = _ours(manifest)
    waiting: list[tuple[Path, str]] = []
    names: dict[str, str] = {}
    for name, content in files:
        _check(name, names)
        if not _holds(root / name, content):
            staged = staging / str(len(waiting))
            staged.write_bytes(content)
            waiting.append((staged, name))
    wanted = set(names.values())
    gone = sorted(before - wanted)
    _refuse_others(root, [name for _, name in waiting], before)
    # From here on the disk changes. The manifest first: whatever happens next, no file is orphaned.
    _rewrite(manifest, sorted(before | wanted), staging)
    folders = {folder for name in wanted for folder in _above(name)}
    in_the_way = [n for n in gone if n in folders or not wanted.isdisjoint(_above(n))]
    for name in in_the_way:
        _remove(root, name)
    for folder in folders:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for staged, name in waiting:
        staged.replace(root / name)
    for name in gone:
        _remove(root, name)
    _rewrite(manifest, sorted(wanted), staging)
    shutil.rmtree(staging)
    return Published(len(waiting), len(names) - len(waiting), len(gone))


def _ours(manifest: Path) -> set[str]:
    """The names in *manifest*; whoever wrote into it what is no safe path has nothing removed."""
    try:
        text = manifest.read_text("utf-8") if manifest.exists() else ""
    except UnicodeDecodeError as error:
        raise OutputError(
            f"'{manifest}' is not UTF-8",
            hint="delete it; what earlier builds made and this one does not then stays",
        ) from error
    return {name for name in text.split("\n") if _is_safe(name)}


def _refuse_others(root: Path, names: Sequence[str], ours: set[str]) -> None:
    """Refuse to go on if a file or a folder that is not *ours* is where one of *names* must go."""
    above = {folder for name in names for folder in _above(name)}
    found = [root / folder for folder in above if (root / folder).is_file()]
    for target in (root / name for name in names):
        if target.is_dir():
            # What is ours in it is removed, and so are folders that this leaves empty.
            below = (target, *target.rglob("*"))
            found += [p for p in below if not p.is_dir() or not any(p.iterdir())]
    for path in sorted(found):
        if path.relative_to(root).as_posix() not in ours:
            raise OutputError(
                f"cannot write '{path}': something else is there",
                hint="move it out of the output folder",
            )


def _above(name: str) -> Iterator[str]:
    """The folders that hold *name*, innermost first."""
    while name := name.rpartition("/")[0]:
        yield name


def _check(name: str, names: dict[str, str]) -> None:
    """Refuse a path that leaves its folder, or that a file system cannot tell from another."""
    if not _is_safe(name):
        raise OutputError(
            f"'{name}' is not a safe path for a file",
            hint="rename it, with nothing but letters, digits, hyphens and full stops",
        )
    if names.setdefault(name.lower(), name) != name:
        raise OutputError(f"'{name}' and '{names[name.lower()]}' differ in case only")


def _is_safe(name: str) -> bool:
    parts = name.split("/")
    return not {"", ".", ".."} & set(parts) and not any(c in name for c in '\\:*?"<>|\0\n')


def _holds(file: Path, content: bytes) -> bool:
    try:
        if file.stat().st_size != len(content):
            return False
        return file.read_bytes() == content
    except (FileNotFoundError, NotADirectoryError):
        return False


def _rewrite(manifest: Path, names: list[str], staging: Path) -> None:
    content = "".join(f"{name}\n" for name in names).encode()
    if not _holds(manifest, content):
        staged = staging / "manifest"
        staged.write_bytes(content)
        staged.replace(manifest)


def _remove(root: Path, name: str) -> None:
    """Remove a file of ours, and the folders that it leaves empty."""
    file = root / name
    if file.is_file() or file.is_symlink():
        file.unlink()
    folder = file.parent
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def encoded(text: str) -> bytes:
    """*text* as UTF-8; half a character, such as JSON's "\\ud800", has no UTF-8 and becomes "?"."""
    return text.encode("utf-8", "replace")


def write(file: Path, text: str | bytes) -> bool:
    """Make one file outside the published folders hold *text*; whether it had to be written.

    Raises:
        OutputError: the disk does not take it.
    """
    content = encoded(text) if isinstance(text, str) else text
    staged = file.with_name(f".{file.name}.new")
    try:
        if _holds(file, content):
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(content)
        staged.replace(file)
    except OSError as error:
        if staged.is_file():
            staged.unlink()
        raise OutputError(
            f"cannot write '{file}': {(error.strerror or str(error)).lower()}",
            hint="move away what is there, or name another folder with --out",
        ) from error
    return True
