"""This is where papers get their keys, for ever.

    names of each record -> what they speak for in keys.lock -> whose each key is -> new keys

``keys.lock`` remembers which name got which key: one line each, sorted, so that two branches that
add papers merge. An anchor is the hash of a name that a record has: its DOI, its arXiv identifier,
and its title with first author and year; a redirect is a key that leads to another.
"""

from sitegen.keys.anchors import anchors, hints
from sitegen.keys.assign import assign, refuse_new
from sitegen.keys.lock import Lock, check, leads_to, read, redirects, write
from sitegen.keys.naming import is_citable, is_key, natural

__all__ = [
    "Lock",
    "anchors",
    "assign",
    "check",
    "hints",
    "is_citable",
    "is_key",
    "leads_to",
    "natural",
    "read",
    "redirects",
    "refuse_new",
    "write",
]
