"""This is where preprint servers are recognised, by what they are called and by their DOIs."""

import re
from functools import lru_cache

from sitegen.text.fold import words

ANY = "preprint"
"""The server of what only says that it is a preprint."""

# What stands before the name of a server: "In arXiv", "Cornell University - arXiv".
_BEFORE = frozenset(
    [
        *("in", "on", "at", "to", "the", "available", "published", "submitted", "posted", "under"),
        *("review", "also", "cornell", "university", "library", "iacr", "open", "science"),
    ]
)
_FIRST = {
    "authorea": "authorea",
    "corr": "arxiv",
    "medrxiv": "biorxiv",  # their DOIs do not tell them apart
    "openrxiv": "biorxiv",
    "ssrn": "ssrn",
    "zenodo": "zenodo",
}
_CAPITALS = re.compile(r"(?:HAL|OSF)\b")  # in small letters these are other words
_NAMES = {
    "computingresearchrepository": "arxiv",
    "cryptologyeprint": "iacr",
    "eprintarchive": ANY,
    "electroniccolloquiumoncomputationalcomplexity": "eccc",
    "peerjpreprint": "peerj",
    "preprintsorg": "preprints",
    "researchsquare": "researchsquare",
    "socialscienceresearchnetwork": "ssrn",
}
_REGISTRANTS = {
    "10.2139": "ssrn",
    "10.5281": "zenodo",
    "10.7287": "peerj",
    "10.20944": "preprints",
    "10.21203": "researchsquare",
    "10.22541": "authorea",
    "10.26434": "chemrxiv",
    "10.31219": "osf",
    "10.31222": "metaarxiv",
    "10.31223": "eartharxiv",
    "10.31224": "engrxiv",
    "10.31234": "psyarxiv",
    "10.31235": "socarxiv",
    "10.32942": "ecoevorxiv",
    "10.35542": "edarxiv",
    "10.36227": "techrxiv",
    "10.48550": "arxiv",
    "10.64898": "biorxiv",
}
# Cold Spring Harbor's journals have letters behind the slash, "10.1101/gr.1", its servers a date.
_COLD_SPRING = re.compile(r"10\.1101/\d")


@lru_cache(maxsize=65536)
def server(venue: str) -> str:
    """The preprint server that *venue* is; empty if it is none.

    "arXiv preprint arXiv:1706.03762" and "CoRR abs/1706.03762" are "arxiv"; "Corrosion Science" and
    "ICLR (arXiv:1706.03762)" are none.
    """
    parts = words(venue)
    while len(parts) > 1 and parts[0] in _BEFORE:
        parts = parts[1:]
    if not parts:
        return ""
    first = parts[0]
    if first in _FIRST:
        return _FIRST[first]
    if first.endswith("rxiv"):
        return first
    glued = "".join(parts)
    for name, meant in _NAMES.items():
        if glued.startswith(name):
            return meant
    if first in ("preprint", "preprints", "eprint", "eprints"):
        rest = next((part for part in parts[1:4] if part.endswith("rxiv")), "")
        return _FIRST.get(rest, rest) or ("preprints" if venue.startswith("Preprints") else ANY)
    found = _CAPITALS.match(venue)
    return found[0].lower() if found else ""


def server_of_doi(doi: str) -> str:
    """The preprint server that registered *doi*; empty if none did."""
    if _COLD_SPRING.match(doi):
        return "biorxiv"
    return _REGISTRANTS.get(doi.partition("/")[0], "")
