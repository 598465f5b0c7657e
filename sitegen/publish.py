"""This is where bytes reach the disk: whole files, only what differs, only our own removed."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

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
        OutputError: a path leaves *root*, or the disk does not take a file.
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
    before = set(manifest.read_text("utf-8").split("\n")) - {""} if manifest.exists() else set()
    waiting: list[tuple[Path, Path]] = []
    names: dict[str, str] = {}
    for name, content in files:
        _check(name, names)
        target = root / name
        if not _holds(target, content):
            staged = staging / str(len(waiting))
            staged.write_bytes(content)
            waiting.append((staged, target))
    gone = sorted(before - set(names.values()))
    for folder in {target.parent for _, target in waiting}:
        folder.mkdir(parents=True, exist_ok=True)
    # From here on the disk changes. The manifest first: whatever happens next, no file is orphaned.
    _rewrite(manifest, sorted(before | set(names.values())), staging)
    for staged, target in waiting:
        staged.replace(target)
    for name in gone:
        _remove(root, name)
    _rewrite(manifest, sorted(names.values()), staging)
    shutil.rmtree(staging)
    return Published(len(waiting), len(names) - len(waiting), len(gone))


def _check(name: str, names: dict[str, str]) -> None:
    """Refuse a path that leaves its folder, or that a file system cannot tell from another."""
    path = PurePosixPath(name)
    unsafe = path.is_absolute() or not path.parts or {"..", "."} & set(name.split("/"))
    if unsafe or any(c in name for c in '\\:*?"<>|\0\n') or "//" in name:
        raise OutputError(f"'{name}' is not a safe path for a file")
    if names.setdefault(name.lower(), name) != name:
        raise OutputError(f"'{name}' and '{names[name.lower()]}' differ in case only")


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
    file.unlink(missing_ok=True)
    folder = file.parent
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def write(file: Path, text: str) -> bool:
    """Make one file outside the published folders hold *text*; whether it had to be written.

    Raises:
        OutputError: the disk does not take it.
    """
    content = text.encode()
    try:
        if _holds(file, content):
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        staged = file.with_name(f".{file.name}.new")
        staged.write_bytes(content)
        staged.replace(file)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot write '{file}': {reason}") from error
    return True
