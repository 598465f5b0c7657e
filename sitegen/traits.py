"""This is where what records are compared by is remembered from one run to the next.

It is found out anew only for the records whose words have changed.
"""

from collections import defaultdict

import msgspec

from sitegen.dedupe.normalise import Features, features
from sitegen.mentions import Heard, Memory
from sitegen.model.mapping import Map

_PACK = msgspec.msgpack.Encoder()
_UNPACK = msgspec.msgpack.Decoder(Features)


def gather(heard: Heard, run: Map, memory: Memory) -> tuple[list[Features], Memory]:
    """What each record that was *heard* is compared by, in that order; and what to remember."""
    places = [record.at.path for record in heard.records]
    packed = [
        memory.get(path, {}).get(digest) for path, digest in zip(places, heard.digests, strict=True)
    ]
    news = iter(run(features, [r for r, one in zip(heard.records, packed, strict=True) if not one]))
    known: list[Features] = []
    kept: dict[str, dict[str, bytes]] = defaultdict(dict)
    for path, digest, one in zip(places, heard.digests, packed, strict=True):
        found = _UNPACK.decode(one) if one else next(news)
        known.append(found)
        kept[path][digest] = one or _PACK.encode(found)
    return known, kept
