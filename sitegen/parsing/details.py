"""This is where the lines that a page prints around a paper are read: its date, identifiers, links.

Each line is understood by itself; whose it is, the reader of the page decides.
"""

import re

from sitegen.parsing import labels, offers, paragraphs, segments, venues
from sitegen.parsing.segments import Fields
from sitegen.text import identifiers, links

_DATED = re.compile(
    r"(?:originally )?(?:published|submitted|posted|announced|released|date|appeared|accepted|"
    r"on arxiv|publication date)(?:\s+(?:on|at|to arxiv(?:\s+on)?))?\s*[:,]?\s+(.{6,40}?)\.?$",
    re.IGNORECASE,
)
_ARXIV = re.compile(
    r"(?:arxiv(?: id)?\s*[:/]?\s*|\[\d+\]\s*arxiv:)\S+(?:\s*\(?v\d+\)?)?(?:\s*\[[^\[\]]{2,60}\])*",
    re.I,
)
_BARE_ARXIV = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?")
_KEYWORDS = re.compile(
    r"(?:key ?words|tags|topics|subjects?|categories|tasks?|fields? of study)\s*:\s*(\S.*)",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:university|universität|université|institute|laborator(?:y|ies)|labs?|college|academy|"
    r"google|deepmind|microsoft|openai|meta ai|nvidia|ibm|amazon|apple|anthropic|baidu|tencent|"
    r"alibaba|huawei|bytedance|samsung|hugging face|allen institute|eth zürich|mit|inria|cnrs|"
    r"max planck|research)\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"\s+[·•|]\s+")
_LONGEST = 300


def fields(text: str) -> Fields:
    """What a short line says of the paper that it belongs to; nothing if that is not certain."""
    if len(text) > _LONGEST:
        return []
    text = _COUNTS.split(text, maxsplit=1)[0] if has_counts(text) else text
    if dated := _DATED.fullmatch(text):
        return _date(dated[1])
    if _ARXIV.fullmatch(text) or _BARE_ARXIV.fullmatch(text):
        return [("arxiv", text)] if identifiers.arxiv(text) else []
    runs = links.split(text)
    linked = [address for _, address in runs if address]
    if linked and len(runs) < 3:
        label = "" if runs[0][1] else runs[0][0].strip(" :")
        return (
            [p for address in linked for p in offers.fields(label, address)]
            if _is_label(label)
            else []
        )
    if text[:4].lower() == "doi:" or text.startswith("10."):
        found = identifiers.doi(text)
        return [("doi", found)] if found and len(text) < len(found) + 25 else []
    if keywords := _KEYWORDS.fullmatch(text):
        return [("keywords", keywords[1].strip())]
    if labels.field(text) == "venue":
        return segments.of_whole(text) or []
    if date := _date(text):
        return date
    venue = venues.of(text)
    if venue and venue.year and len(text.split()) < 8:
        return segments.of_venue(venue)
    return []


def has_counts(text: str) -> bool:
    """Whether a date goes on, behind dots or bars, with what pages print: "· 42 upvotes"."""
    first, *more = _COUNTS.split(text[:_LONGEST])
    if not more or not all(map(paragraphs.is_furniture, more)):
        return False
    dated = _DATED.fullmatch(first)
    return bool(_date(dated[1] if dated else first))


def is_labelled(text: str) -> bool:
    """Whether a line says of itself what it is: a date with a verb, an identifier, a link."""
    return bool(fields(text)) and _date(text) == []


def is_organisation(text: str) -> bool:
    """Whether a short line names where people work."""
    return (
        len(text.split()) < 9 and text[-1:] not in ".?!" and _ORGANISATION.search(text) is not None
    )


def _is_label(label: str) -> bool:
    return not label or offers.is_label(label)


def _date(text: str) -> Fields:
    """A date with its year and, unless it is labelled, more than that."""
    bare = re.sub(r"^(?:\w+day|mon|tue|wed|thu|fri|sat|sun),?\s+", "", text.strip(), flags=re.I)
    bare = re.sub(r"\s*\((?:modified|updated)[^()]*\).*$", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r"(?<=\d)\s+\d\d:\d\d.*$|T\d\d:\d\d.*$", "", bare)
    found = segments.of_date(bare)
    return found if found and found[0][0] == "date" else []
