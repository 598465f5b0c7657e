"""This is where what was understood is kept between two runs. Safe to delete at any time."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.publish import write

_PACK = msgspec.msgpack.Encoder()
_UNPACK = msgspec.msgpack.Decoder(tuple[str, dict[str, bytes]])


def load(folder: Path) -> dict[str, dict[str, bytes]]:
    """What ``keep`` kept in *folder*; a file that is damaged counts for nothing."""
    found: dict[str, dict[str, bytes]] = {}
    for file in sorted(folder.glob("*.msgpack")) if folder.is_dir() else ():
        try:
            path, parts = _UNPACK.decode(file.read_bytes())
        except (msgspec.DecodeError, OSError):
            continue
        found[path] = parts
    return found


def keep(folder: Path, memory: Mapping[str, Mapping[str, bytes]]) -> None:
    """Make *folder* hold *memory*, a file for each path; what has not changed is not written.

    Raises:
        OutputError: it cannot be written.
    """
    files = {_name(path): (path, parts) for path, parts in memory.items()}
    before = load(folder)
    for name, (path, parts) in files.items():
        if parts.keys() != before.get(path, {}).keys():
            write(folder / name, _PACK.encode((path, parts)))
    for file in sorted(folder.glob("*.msgpack")) if folder.is_dir() else ():
        if file.name not in files:
            file.unlink(missing_ok=True)


def _name(path: str) -> str:
    return f"{hashlib.blake2b(path.encode('utf-8', 'replace'), digest_size=8).hexdigest()}.msgpack"
