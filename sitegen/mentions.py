"""This is where sources become records: split, read and parsed, part by part.

What was understood of a part is remembered under a digest of its words, so that a part which has
not changed is not read again, wherever in its source it now stands.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from sitegen import readers, records
from sitegen.errors import Location
from sitegen.findings import Finding
from sitegen.model.entry import Part
from sitegen.model.mapping import Map
from sitegen.model.record import Record

Memory = Mapping[str, Mapping[str, bytes]]
"""What was understood of each part, packed, by path of its source and digest of the part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a part says, with lines counted from the part's own first one."""

    read: int
    """Entries that it holds."""

    records: tuple[Record, ...]
    """Those that were understood, in order."""

    findings: tuple[Finding, ...]
    """Those that were not, and what is odd about the others."""


def gather(
    sources: Sequence[tuple[str, str]], run: Map, memory: Memory, program: str
) -> tuple[int, list[Record], list[Finding], dict[str, dict[str, bytes]]]:
    """(entries read, records, findings, what to remember) of *sources*, (path, text) pairs.

    *program* names the state of the program: what another one understood does not count.
    """
    pieces: list[tuple[str, Part]] = []
    found: list[Finding] = []
    for split in run(readers.split, sources):
        for piece in split:
            if isinstance(piece, Finding):
                found.append(piece)
            else:
                pieces.append(piece)
    read = sum(finding.is_quarantined for finding in found)
    known = [_recalled(memory, name, part, program) for name, part in pieces]
    unread = [piece for piece, (_, understood) in zip(pieces, known, strict=True) if not understood]
    news = iter(run(_understand, unread))
    kept: dict[str, dict[str, bytes]] = {path: {} for path, _ in sources}
    mentions: list[Record] = []
    for (_, part), (digest, recalled) in zip(pieces, known, strict=True):
        packed, understood = recalled or next(news)
        kept[part.path][digest] = packed
        read += understood.read
        mentions += (_placed(record, part) for record in understood.records)
        found += (replace(odd, at=_place(odd.at, part)) for odd in understood.findings)
    return read, mentions, found, kept


def understand(name: str, part: Part) -> Understood:
    """What the reader of that *name* and the parser make of *part*."""
    known: list[Record] = []
    found: list[Finding] = []
    for entry in readers.read_part((name, replace(part, path="", line=1))):
        for item in (entry,) if isinstance(entry, Finding) else records.parse(entry):
            if isinstance(item, Record):
                known.append(item)
            else:
                found.append(item)
    # Counted before it was read, where that can be: so that the balance shows what reading lost.
    read = part.entries
    if read is None:
        read = len(known) + sum(finding.is_quarantined for finding in found)
    return Understood(read=read, records=tuple(known), findings=tuple(found))


_PACK = msgspec.msgpack.Encoder()
_UNPACK = msgspec.msgpack.Decoder(Understood)
_Packed = tuple[bytes, Understood]


def _understand(piece: tuple[str, Part]) -> _Packed:
    understood = understand(*piece)
    return _PACK.encode(understood), understood


def _recalled(memory: Memory, name: str, part: Part, program: str) -> tuple[str, _Packed | None]:
    """The digest of *part*, and what is remembered under it: None if nothing, or if damaged."""
    digest = _digest(name, part, program)
    packed = memory.get(part.path, {}).get(digest)
    if packed is None:
        return digest, None
    try:
        return digest, (packed, _UNPACK.decode(packed))
    except msgspec.DecodeError:
        return digest, None


def _digest(name: str, part: Part, program: str) -> str:
    digest = hashlib.blake2b(f"{program}\0{name}\0{part.entries}".encode(), digest_size=16)
    for text in (part.text, *(text for pair in part.context for text in pair)):
        digest.update(b"\0")
        digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _placed(record: Record, part: Part) -> Record:
    """*record* where its source has it; one without a name of its own is called by its place."""
    at = _place(record.at, part)
    own = str(at) if record.id == str(record.at) else record.id
    return replace(record, at=at, id=own)


def _place(at: Location | None, part: Part) -> Location:
    line = at.line if at else 0
    return Location(part.path, line + part.line - 1 if line else 0)
