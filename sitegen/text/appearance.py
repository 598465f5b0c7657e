"""This is where it is read off a venue's name what kind of works appear there."""

import re

_PROCEEDINGS = re.compile(r"(?i)\b(?:proceedings|conference|workshops?|symposium|meeting)\b")
_JOURNAL = re.compile(r"(?i)\b(?:journal|transactions|letters|annals|bulletin|magazine)\b")


def kind(venue: str | None, volume: str | None) -> str:
    """The kind of a work that does not state its own, by what its venue says of itself."""
    if venue and _PROCEEDINGS.search(venue):
        return "inproceedings"
    if venue and (volume or _JOURNAL.search(venue)):
        return "article"
    return "misc"
