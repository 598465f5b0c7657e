"""This is where sources become records: split, read and parsed, part by part.

What was understood of a part is remembered under a digest of its words, so that a part which has
not changed is not read again, wherever in its source it now stands.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All that sources say."""

    read: int
    """Entries that they hold."""

    records: list[Record]
    """In the order of the sources."""

    digests: list[str]
    """For each record a name that it has as long as the words do not change that it comes from."""

    findings: list[Finding]
    """What was not understood, and what is odd."""

    memory: dict[str, dict[str, bytes]]
    """What to remember."""


def gather(sources: Sequence[tuple[str, str]], run: Map, memory: Memory, program: str) -> Heard:
    """What *sources*, (path, text) pairs, say.

    *program* names the state of the program: what another one understood does not count.
    """
    read = 0
    pieces: list[_Piece] = []
    found: list[Finding] = []
    kept: dict[str, dict[str, bytes]] = {}
    for source, recalled in _split(sources, run, memory, program):
        read += sum(finding.is_quarantined for finding in recalled.findings)
        found += recalled.findings
        pieces += recalled.pieces
        kept[source[0]] = recalled.outline
    unread = [piece.part for piece in pieces if piece.part]
    news = iter(run(_understand, unread))
    mentions: list[Record] = []
    digests: list[str] = []
    for piece in pieces:
        packed, understood = piece.known or next(news)
        kept[piece.path][piece.digest] = packed
        read += understood.read
        for record in understood.records:
            _place(record, piece)
        for odd in understood.findings:
            _place(odd, piece)
        mentions += understood.records
        digests += (f"{piece.digest}{n}" for n in range(len(understood.records)))
        found += understood.findings
    return Heard(read=read, records=mentions, digests=digests, findings=found, memory=kept)


def understand(name: str, part: Part) -> Understood:
    """What the reader of that *name* and the parser make of *part*."""
    known: list[Record] = []
    found: list[Finding] = []
    # All that a part may be understood by: the same words elsewhere say the same.
    alone = Part(path="", text=part.text, context=part.context, entries=part.entries)
    for entry in readers.read_part((name, alone)):
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
_OUTLINE = msgspec.msgpack.Decoder(list[tuple[str, int]])
_Packed = tuple[bytes, Understood]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A part of a source, and what is remembered of it."""

    path: str
    line: int
    digest: str
    known: _Packed | None = None
    part: tuple[str, Part] | None = None
    """The part itself, if it has to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    """A source in its parts."""

    pieces: list[_Piece]
    findings: list[Finding] = field(default_factory=list)
    outline: dict[str, bytes] = field(default_factory=dict)
    """The digests of the parts and their lines, packed, under the digest of the source."""


def _split(
    sources: Sequence[tuple[str, str]], run: Map, memory: Memory, program: str
) -> Iterator[tuple[tuple[str, str], _Split]]:
    """Each source with its parts; one that has not changed at all is not even split."""
    recalled = [_as_before(source, memory.get(source[0], {}), program) for source in sources]
    changed = [source for source, whole in zip(sources, recalled, strict=True) if whole is None]
    news = iter(run(readers.split, changed))
    for source, whole in zip(sources, recalled, strict=True):
        yield source, whole or _anew(source, next(news), memory.get(source[0], {}), program)


def _as_before(source: tuple[str, str], memory: Mapping[str, bytes], program: str) -> _Split | None:
    """The parts of a source all of which is remembered; None if it is not."""
    path, text = source
    whole = _digest(program, path, text)
    if whole not in memory:
        return None
    pieces: list[_Piece] = []
    try:
        for digest, line in _OUTLINE.decode(memory[whole]):
            packed = memory[digest]
            known = packed, _UNPACK.decode(packed)
            pieces.append(_Piece(path=path, line=line, digest=digest, known=known))
    except (KeyError, msgspec.DecodeError):
        return None
    return _Split(pieces=pieces, outline={whole: memory[whole]})


def _anew(
    source: tuple[str, str],
    split: Sequence[tuple[str, Part] | Finding],
    memory: Mapping[str, bytes],
    program: str,
) -> _Split:
    pieces: list[_Piece] = []
    found: list[Finding] = []
    for one in split:
        if isinstance(one, Finding):
            found.append(one)
            continue
        name, part = one
        context = (text for pair in part.context for text in pair)
        digest = _digest(program, name, str(part.entries), part.text, *context)
        known = _recalled(memory, digest)
        pieces.append(
            _Piece(
                path=part.path,
                line=part.line,
                digest=digest,
                known=known,
                part=None if known else one,
            )
        )
    outline: dict[str, bytes] = {}
    if not found:  # what splitting itself has found is not remembered
        lines = [(piece.digest, piece.line) for piece in pieces]
        outline[_digest(program, *source)] = _PACK.encode(lines)
    return _Split(pieces=pieces, findings=found, outline=outline)


def _understand(piece: tuple[str, Part]) -> _Packed:
    understood = understand(*piece)
    return _PACK.encode(understood), understood


def _recalled(memory: Mapping[str, bytes], digest: str) -> _Packed | None:
    """What is remembered under *digest*: None if nothing, or if damaged."""
    packed = memory.get(digest)
    if packed is None:
        return None
    try:
        return packed, _UNPACK.decode(packed)
    except msgspec.DecodeError:
        return None


def _digest(*texts: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()


def _place(item: Record | Finding, piece: _Piece) -> None:
    """Set *item* where its source has it; a record without a name is called by its place.

    What was understood a moment ago is nobody else's yet, so it may still be changed: to copy every
    record would cost as much as to recall it.
    """
    line = item.at.line if item.at else 0
    at = Location(piece.path, line + piece.line - 1 if line else 0)
    if isinstance(item, Record) and item.id == str(item.at):
        object.__setattr__(item, "id", str(at))
    object.__setattr__(item, "at", at)
