"""This is where the title is found among the words of an item: by its marks, or what else is not.

A mark is a link, bold or italic letters, or quotation marks; without one, what names people, a
venue or a date is set aside until the title is left.
"""

import re

from sitegen.parsing import offers, segments, venues
from sitegen.parsing.inline import Piece
from sitegen.parsing.segments import Fields, Sorted

_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{3,500}?)[,.]?[\"”“»]")
_TAG = re.compile(
    r"^\s*[\[(【]([^\[\]()【】]{2,60})[\])】]\s*:?\s*|^\s*([^\s:]{2,30})\s*[|:]\s+(?=\S)"
)
_LAST_TAG = re.compile(r"\s*[\[(【]([^\[\]()【】]{2,80})[\])】][\s.,]*$")
_NAMED = re.compile(r"\W*+[\w.+*@/-]++(?: [\w.+*@/-]++){0,2}+\W*+$")
_CITED = re.compile(r"(.{3,2000}?)[\s,]*\(((?:19|20)\d\d)[a-z]?(?:, [\w ]{3,12})?\)[.:,]?\s+(?=\S)")
_VANCOUVER = re.compile(
    r"((?:[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)? [A-Z]{1,3}(?:, |(?=\. )))+)\.\s+(?=\S)"
)
_LABEL = re.compile(r"^(?:title|paper)\s*:\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_EDGES = " \t\n,.;:-–—|·•/"


def marked_title(pieces: list[Piece]) -> tuple[int | None, list[Piece]]:
    """The position of the piece that is the title, if a mark says so, and the pieces."""
    linked = [n for n, p in enumerate(pieces) if p.address and _may_be_title(p)]
    people = [n for n in linked if segments.are_people(pieces[n].text)]
    bold = _bold_runs(pieces)
    for n in linked:
        if length(pieces[n].text) > 2 and n not in people:
            return n, pieces
    for start, end in bold:
        words = "".join(piece.text for piece in pieces[start:end])
        if length(words) > 2 and segments.of_whole(words.strip("[]() ")) is None:
            return start, _merged(pieces, start, end, words)
    quoted = _quoted(pieces)
    if quoted is not None:
        return quoted
    first = next((n for n, p in enumerate(pieces) if _says(p)), None)
    if (
        first is not None
        and pieces[first].is_italic
        and length(pieces[first].text) > 2
        and (segments.of_whole(pieces[first].text) is None)
    ):
        return first, pieces
    named = [n for n in linked if n in people or segments.is_one_name(pieces[n].text)]
    if linked != named or (linked and _is_title_though_name(pieces, named, first)):
        return next((n for n in linked if n not in named), linked[0]), pieces
    for start, end in bold:
        words = "".join(piece.text for piece in pieces[start:end])
        beside = _beside(pieces, end - 1)
        is_tag = segments.of_whole(words.strip("[]() ")) is not None or words.strip().endswith(":")
        if start == first and not is_tag and not beside.startswith(":") and not _leads(beside):
            return start, _merged(pieces, start, end, words)
    return None, pieces


def _is_title_though_name(pieces: list[Piece], named: list[int], first: int | None) -> bool:
    """Whether a link that reads like a name is a title: it comes first, and no title follows."""
    beside = _beside(pieces, named[0]).lstrip()
    return len(named) == 1 and named[0] == first and not (beside[:1] in ".:" and _leads(beside))


def _says(piece: Piece) -> bool:
    """Whether a piece has words that are neither a date nor a venue."""
    words = piece.text.strip(_EDGES + "[]()")
    known = segments.of_whole(words) if words else None
    return bool(words) and (known is None or known[0][0] == "authors")


def _beside(pieces: list[Piece], at: int) -> str:
    """The words of the same line behind a piece, but for those of links."""
    return "".join(p.text for p in pieces[at + 1 :] if p.address is None).split("\n")[0]


def _leads(beside: str) -> bool:
    """Whether what stands beside a short name in bold is a title of its own."""
    words = beside.strip(_EDGES).split(". ")[0]
    return length(words) > 2 and segments.of_whole(words) is None and not segments.is_prose(words)


def _may_be_title(piece: Piece) -> bool:
    words = piece.text.strip(" []()")
    if offers.is_label(words) or piece.is_image:
        return False
    known = segments.of_whole(words) or segments.cited(words)
    return length(words) > 0 and (known is None or [name for name, _ in known] == ["authors"])


def _bold_runs(pieces: list[Piece]) -> list[tuple[int, int]]:
    """The runs of bold pieces without links, as (first, behind the last)."""
    runs: list[tuple[int, int]] = []
    for n, piece in enumerate(pieces):
        if piece.is_bold and piece.address is None and piece.text.strip():
            if runs and runs[-1][1] == n:
                runs[-1] = runs[-1][0], n + 1
            else:
                runs.append((n, n + 1))
    return runs


def _merged(pieces: list[Piece], start: int, end: int, words: str) -> list[Piece]:
    return [*pieces[:start], Piece(words, is_bold=True), *pieces[end:]]


def _quoted(pieces: list[Piece]) -> tuple[int, list[Piece]] | None:
    """The position of the title between quotation marks, and the pieces with it apart."""
    for n, piece in enumerate(pieces):
        found = _QUOTED.search(piece.text) if piece.address is None and not piece.is_code else None
        is_first = found is not None and n == 0 and not piece.text[: found.start()].strip()
        if found and (length(found[1]) > 1 or is_first):
            parts = [
                Piece(piece.text[: found.start()]),
                Piece(found[1]),
                Piece(piece.text[found.end() :]),
            ]
            return n + 1, [*pieces[:n], *parts, *pieces[n + 1 :]]
    return None


def length(text: str) -> int:
    """Words of *text*; a sign of Chinese or Japanese is half of one."""
    return (
        len(_WORD.findall(text))
        + len(re.findall("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]", text)) // 2
    )


def edges_of_title(piece: Piece) -> tuple[str, Fields]:
    """A title without what stands in brackets at its edges, and what that says."""
    title = " ".join(piece.text.split()).strip(' "“”')
    known: Fields = []
    for pattern in (_TAG, _LAST_TAG):
        while tag := pattern.search(title):
            words = next(filter(None, tag.groups()))
            sense = segments.of_whole(words)
            left = (title[: tag.start()] + title[tag.end() :]).strip()
            if sense is None or length(left) < 2 or any(name == "authors" for name, _ in sense):
                break
            known += sense
            title = left
    return title.strip(" ,;:|").removesuffix(".") if title != "." else title, known


def title_of_words(text: str) -> tuple[str, Sorted]:
    """The title in words that no mark sets apart, and what the other words say."""
    known = Sorted()
    text = _leading(text, known)
    parts = [
        p.strip() for p in re.split(r"\n+|\s+[-–—|·•]{1,3}\s+|\s*[|·•]\s*", text) if p.strip(_EDGES)
    ]
    title = ""
    for part in parts:
        if title:
            more = segments.sort(part)
            known.fields += more.fields
            known.rest += more.rest
        elif sense := segments.of_whole(part):
            known.fields += sense
        elif not offers.is_label(part):
            title = _title_in(part, known)
    names = [value for name, value in known.fields if name == "authors" and "et al" not in value]
    if not title and names:  # "One Thread, Many Quilts": it stands where the title does
        title = names[0]
        known.fields.remove(("authors", title))
    place(known, has_authors=known.has("authors"))
    return title, known


def _leading(text: str, known: Sorted) -> str:
    """*text* without the dates, venues and names in brackets with which it begins."""
    while tag := _TAG.match(text):
        words = next(filter(None, tag.groups()))
        left = text[tag.end() :]
        if sense := segments.of_whole(words.strip(_EDGES)):
            known.fields += sense
        elif tag[1] is not None and _NAMED.match(words) and length(left) > 2:
            known.fields.append(("shorttitle", words.strip()))
        elif not (offers.is_label(words) and tag[1] is not None):
            break
        if not left.strip():
            break
        text = left
    return text


def _title_in(part: str, known: Sorted) -> str:
    """The title in "Title. Authors. Venue", "Authors (2019). Title. Venue" or "Title, Venue"."""
    beside = Sorted()
    cited = _CITED.match(part[:3000])
    if cited and segments.are_people(cited[1].strip(_EDGES)):
        # "Berg, A., & Carl, B. (2020). Title. ..."
        known.fields += [("authors", cited[1].strip(" ,;:")), ("year", cited[2])]
        part = part[cited.end() :]
    elif (listed := _VANCOUVER.match(part[:3000])) and segments.are_people(listed[1]):
        known.fields.append(("authors", listed[1]))
        part = part[listed.end() :]
    bare = segments.without_brackets(_LABEL.sub("", part), beside)
    sentences = [s.strip() for s in segments.split_sentences(bare) if s.strip(_EDGES)]
    title = ""
    for position, sentence in enumerate(sentences):
        words = sentence.strip(_EDGES)
        sense = segments.of_whole(words) if title or len(sentences) > 1 else None
        if sense is not None:
            known.fields += sense
        elif title:
            more = segments.sort(" ".join(sentences[position:]))
            known.fields += more.fields
            known.rest += more.rest
            break
        else:
            title = words if sentence[-1:] not in "?!" else sentence.strip()
    known.fields += beside.fields
    return _without_end(title, known)


def _without_end(title: str, known: Sorted) -> str:
    """A title without ", Authors, Venue 2017" behind it: from the end, as far as it is certain."""
    parts = title.split(", ")
    if len(parts) > 60:
        return title
    ends: Fields = []
    while len(parts) > 1:
        year = segments.of_date(parts[-1].strip(_EDGES))
        venue = venues.of(parts[-1])
        if year is None and (
            venue is None or not (venue.year or venue.name.upper() in venues.KNOWN)
        ):
            break
        ends = [*(year or segments.of_venue(venue or venues.Venue())), *ends]
        parts.pop()
    for cut in range(1, len(parts)):
        people = ", ".join(parts[cut:])
        if (
            segments.are_people(people)
            and (ends or "et al" in people)
            and length(", ".join(parts[:cut])) > 1
        ):
            ends.insert(0, ("authors", people))
            parts = parts[:cut]
            break
    for cut in range(len(parts) - 1, 1, -1):
        people, rest = ", ".join(parts[:cut]), ", ".join(parts[cut:])
        if ends and length(rest) > 3 and segments.are_people(people):
            ends.insert(0, ("authors", people))
            parts = parts[cut:]
            break
    known.fields += ends
    left = ", ".join(parts).strip(_EDGES).removeprefix("**").lstrip()
    return left[1:] if left[:1] in ('"', "“") and left.count('"') + left.count("”") < 2 else left


def place(known: Sorted, *, has_authors: bool) -> None:
    """Find the one author, or the venue, among the words that could not be sorted alone."""
    is_dated = known.has("venue") or known.has("year")
    if is_dated and not has_authors and known.rest and segments.is_one_name(known.rest[0]):
        known.fields.insert(0, ("authors", known.rest.pop(0)))
    if known.has("volume") and not known.has("venue") and len(known.rest) == 1:
        known.fields.append(("venue", known.rest.pop()))
