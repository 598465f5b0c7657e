"""This is where an item of a list is taken apart: the paper that a bullet or a cell mentions.

People write them in any order: "[Title](url), Authors, Venue 2023. [code](...)", "Authors. "Title."
Venue, 2020", "2021-ICLR | Title | paper". What marks the title (a link, bold, quotation marks)
is looked for first, what is certain of the rest is sorted, and what is not is kept as a note.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from sitegen.parsing import inline, labels, offers, segments, titling, venues
from sitegen.parsing.inline import Piece
from sitegen.parsing.paragraphs import is_running_text
from sitegen.parsing.segments import Fields, Sorted
from sitegen.parsing.wrapping import unwrap
from sitegen.text import links

LONGEST = 6000
"""Characters of an item that are taken apart; the rest becomes a note as it is."""

_MARK = re.compile(r"^[ \t]*(?:[-*+•‣◦▪●]|\(?\d{1,4}[.)]|\[\d{1,4}\])[ \t]+")
_CHECKBOX = re.compile(r"^\[[ xX✓✔]\][ \t]+")
_EMOJI = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff]+"
)
_PAGE = re.compile(
    r"https?://(?:blogs?\.|(?:[\w-]+\.)*(?:medium\.com|towardsdatascience\.com|substack\.com|"
    r"wordpress\.com|blogspot\.com|wikipedia\.org|coursera\.org|edx\.org|udacity\.com|udemy\.com|"
    r"reddit\.com|stackoverflow\.com|twitter\.com|x\.com|quora\.com|fast\.ai)/|[^/]+/blog/)",
    re.IGNORECASE,
)
_OF_PAPERS = frozenset(
    ["acl", "arxiv", "authors", "date", "doi", "openreview", "pdf", "pmid", "venue", "year"]
)
_SPACES = re.compile(r"[ \t]{2,}")
_NAMED = re.compile(r"\W*+[\w.+*@/-]++(?: [\w.+*@/-]++){0,2}+\W*+$")
_FOLD = re.compile(r"</?(?:details|summary)\b", re.IGNORECASE)
_FOLDED = re.compile(r"<summary[^<>]{0,100}>(.{0,300}?):?</summary>\s*", re.IGNORECASE)
_EMPTY_FACT = re.compile(r"[*_]*(?:abstract|summary|tl;?dr|authors?)[*_]*\s*:[*_]*", re.IGNORECASE)
_UNFOLDED = re.compile(r"</?details[^<>]{0,100}>", re.IGNORECASE)
_SUMMARY = re.compile(r"^\W*TL\s*;?\s*DR\W*\s*[:：]\W*(?=\w)", re.IGNORECASE)
_NARROWEST = 66  # characters; a line that is shorter was not wrapped
_TITLE_WITHIN = 3  # lines below the first in which a title is looked for
_MOST = 500  # paragraphs below an item that are taken apart
_LONG = 300  # characters from which on running text below a paper is its abstract
_OUTER = " \t\n,;:-–—|·•/，、；："


def without_mark(line: str) -> str:
    """An item's first line without its bullet or number, and without a box to tick."""
    return _CHECKBOX.sub("", _MARK.sub("", line, count=1), count=1)


def fields(text: str, references: Mapping[str, str]) -> tuple[Fields, str]:
    """The fields of the paper that *text* mentions, without its title, and the title.

    The title is empty if there is none; *text* is Markdown without an item's mark.
    """
    text, beyond = text[:LONGEST], text[LONGEST:].strip()
    found = without_badges(inline.pieces(_SPACES.sub(" ", text), references))
    found = [piece for n, piece in enumerate(found) if piece.text.strip() or n]
    beside: Fields = []
    at, pieces = titling.marked_title(found)
    if at is None:
        title, known = titling.title_of_words(_words_of(pieces, beside))
    else:
        title, tags = titling.edges_of_title(pieces[at])
        before, after = _words_of(pieces[:at], beside), _words_of(pieces[at + 1 :], beside)
        known = _sorted(before, after, title)
        known.fields = [*tags, *known.fields]
        if pieces[at].address:
            beside = [*offers.of_title(pieces[at].address or ""), *beside]
    result = [*known.fields, *beside]
    notes = [value for name, value in result if name == "note"]
    rest = [*notes, *(part for part in known.rest if not offers.is_label(part))]
    rest += [beyond] if beyond else []
    result = [(name, value) for name, value in result if name != "note" and value]
    if rest:
        result.append(("note", "; ".join(rest)))
    return result + _type(result, pieces[at].address if at is not None else None), title


def _type(found: Fields, address: str | None) -> Fields:
    """What the item is, where it is surely no paper: its own link leads to a program or a page."""
    names = {name for name, _ in found}
    if address is None or names & _OF_PAPERS:
        return []
    kind = links.kind(address)
    if kind in ("code", "data", "video"):
        return [("type", {"code": "software", "data": "dataset", "video": "video"}[kind])]
    return [("type", "online")] if _PAGE.match(address) else []


def without_badges(pieces: Sequence[Piece]) -> list[Piece]:
    """*pieces* without images, emoji at the edges of words and addresses within the document."""
    kept: list[Piece] = []
    for piece in pieces:
        address = piece.address if piece.address and not piece.address.startswith("#") else None
        if piece.is_image and (address is None or _is_image(address)):
            continue
        words = _EMOJI.sub(" ", piece.text)
        words = words if words.strip() else words[:1] and " "
        kept.append(
            piece
            if address == piece.address and words == piece.text
            else Piece(
                words, address, piece.is_bold, piece.is_italic, piece.is_code, piece.is_image
            )
        )
    return kept


def _is_image(address: str) -> bool:
    return (
        re.search(r"img\.shields\.io|badgen\.net|\.(?:svg|png|jpe?g|gif|webp)(?:[?#]|$)", address)
        is not None
    )


def _words_of(pieces: Sequence[Piece], found: Fields) -> str:
    """The words of *pieces* but for links that offer something, which are added to *found*.

    What is in italics stands between two spaces and a bar, as it is a thing of its own.
    """
    words: list[str] = []
    for piece in pieces:
        if piece.address is not None:
            known = segments.of_whole(piece.text.strip(" []()"))
            is_label = offers.is_label(piece.text) or piece.is_image
            known = known or segments.cited(piece.text.strip(" []()"))
            is_venue = known is not None and known[-1][0] in ("venue", "year", "date")
            if is_label or is_venue:
                found += offers.fields(piece.text, piece.address)
            else:
                found.append(("link", f"{piece.text.strip()} {piece.address}"))
            words.append(" " if is_label and not is_venue else piece.text)
        elif _is_apart(piece):
            words.append(f" | {piece.text.strip()} | ")
        else:
            words.append(piece.text)
    text = "".join(words)
    for _ in range(3):
        text = re.sub(r"[\[(【{]\s*[,/|·;:&+-]*\s*[\])】}]", " ", text)
    return _SPACES.sub(" ", text).strip(" \t\n")


def _is_apart(piece: Piece) -> bool:
    """Whether marked words are a thing of their own: names, a venue, a date."""
    is_marked = piece.is_italic or piece.is_bold or piece.is_code
    return is_marked and len(piece.text) > 3 and bool(segments.of_whole(piece.text.strip(_OUTER)))


def _sorted(before: str, after: str, title: str) -> Sorted:
    """What the words before and after a marked title say."""
    first = segments.sort(before) if before else Sorted()
    kept = []
    for part in first.rest:
        bare = part.strip("[]()*:. ")
        if segments.is_one_name(bare) and before.rstrip().endswith((".", ",")):
            first.fields.append(("authors", bare))
        elif _NAMED.match(bare) and titling.length(bare) < 4:
            first.fields.append(("shorttitle", bare))
        else:
            kept.append(part)
    first.rest = kept
    bare = after.strip(_OUTER).lstrip(". ")
    if (
        bare
        and segments.is_prose(bare)
        and not first.has("authors")
        and not re.search(r"\d{4}|et al", bare)
    ):
        return Sorted(first.fields, [*first.rest, bare])
    if after:
        second = segments.sort(after)
        titling.place(second, has_authors=first.has("authors") or second.has("authors"))
        first.fields += second.fields
        first.rest += second.rest
    return first


def item(
    first: str, more: Sequence[tuple[str, bool]], references: Mapping[str, str]
) -> tuple[str, Fields]:
    """The title and the fields of an item, given the text of its first line and what is below.

    What is below is (Markdown, whether it is an item of its own) by lines, in order.
    """
    head, rest = _head(first, more)
    found, title = fields(head, references)
    for _ in range(_TITLE_WITHIN):
        if title or not rest or rest[0][1]:
            break
        head = f"{head}\n{rest.pop(0)[0]}"
        found, title = fields(head, references)
    paragraphs = _paragraphs([(_unfolded(text), is_item) for text, is_item in rest])
    below = [pair for text in paragraphs[:_MOST] for pair in _below(text, references)]
    below += [("note", " ".join(paragraphs[_MOST:]))] if paragraphs[_MOST:] else []
    has_abstract = any(name == "abstract" for name, _ in below)
    summaries = [value for name, value in below if name == "tldr"]
    notes = [value for name, value in (*found, *below) if name == "note"]
    notes += summaries if has_abstract else []
    kept = [pair for pair in (*found, *below) if pair[0] not in ("note", "tldr")]
    kept += [("abstract", value) for value in summaries[:1] if not has_abstract]
    kept += [("note", "; ".join(notes))] if notes else []
    return title, kept


def _head(first: str, more: Sequence[tuple[str, bool]]) -> tuple[str, list[tuple[str, bool]]]:
    """The first paragraph of an item, as far as its lines run on, and what is below it."""
    heads = [first]
    for text, is_item in more:
        if is_item or not text.strip() or _breaks(heads[-1], text):
            break
        heads.append(text)
    rest = [line for line in more[len(heads) - 1 :] if line[0].strip() or not line[1]]
    return unwrap(heads), rest


def _breaks(above: str, line: str) -> bool:
    """Whether *line* does not go on with the line above it: what stands there is complete."""
    if above.endswith(("  ", "\\")) or re.search(r"<br\s*/?>\s*$", above, re.IGNORECASE):
        return True
    if labels.is_known(line) or _FOLD.match(line.lstrip()):
        return True
    text = line.strip()
    if above.rstrip().endswith((",", "-", "–", ":", "(", "&", " and")) or text[:1].islower():
        return False
    last = above.rsplit("\n", 1)[-1]
    return len(last) < _NARROWEST or segments.of_whole(text.strip("*_ ")) is not None


def _paragraphs(lines: Sequence[tuple[str, bool]]) -> list[str]:
    """Runs of lines that belong together, each unwrapped; an item begins one."""
    found: list[list[str]] = []
    goes_on = False
    for text, is_item in lines:
        if not text.strip():
            goes_on = False
        elif found and not is_item and _EMPTY_FACT.fullmatch(found[-1][-1].strip()):
            found[-1].append(text)  # "Abstract:", and below it what it is
            goes_on = True
        elif goes_on and not is_item and not _breaks(found[-1][-1], text):
            found[-1].append(text)
        else:
            found.append([text])
            goes_on = True
    return [unwrap(run) for run in found]


def _unfolded(text: str) -> str:
    return _FOLDED.sub(r"\1: ", _UNFOLDED.sub("", text)) if "<" in text else text


def _below(text: str, references: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The fields of a paragraph below: a fact, names, links, a remark, an abstract."""
    if labels.is_known(text) or _SUMMARY.match(text):
        for part in labels.split(text):
            yield from _fact(part, references)
        return
    pieces = inline.pieces(text[:LONGEST], references)
    words = " ".join("".join(p.text for p in pieces if not p.is_image).split())
    if len(words) > _LONG and (segments.is_prose(words) or is_running_text(words)):
        yield "abstract", words + text[LONGEST:]
        yield from (_linked(piece) for piece in pieces if piece.address)
        return
    if (sense := segments.of_whole(words)) is not None:
        yield from sense
        yield from (_linked(piece) for piece in pieces if piece.address)
        return
    shown = [piece for piece in pieces if piece.text.strip()]
    if all(piece.is_italic for piece in shown) and segments.is_one_name(words):
        yield "authors", words
        return
    beside: Fields = []
    known = segments.sort(_words_of(without_badges(pieces), beside))
    yield from known.fields
    yield from beside
    yield from (("note", part) for part in known.rest if not offers.is_label(part))
    if text[LONGEST:]:
        yield "note", text[LONGEST:]


def _fact(text: str, references: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The fields of "Key: value"; the links of a value say themselves what they offer."""
    summary = _SUMMARY.match(text)
    fact = labels.FACT.match(text)
    name = "tldr" if summary else (labels.field(text) or "note")
    value = text[summary.end() :] if summary else (fact[2] or "") if fact else text
    key = fact[1] if fact else ""
    pieces = inline.pieces(value, references) if len(value) <= LONGEST else ()
    linked = [piece for piece in pieces if piece.address]
    words = " ".join("".join(p.text for p in pieces).split()) if pieces else value
    if name in ("url", "pdf", "code", "data", "video", "slides", "doi", "arxiv") and linked:
        for piece in linked:
            label = piece.text if offers.is_label(piece.text) and "://" not in piece.text else key
            yield from offers.fields(label, piece.address or "")
    elif name == "venue" and (venue := venues.of(words)):
        yield from segments.of_venue(venue)
    elif words:
        yield name, words


def _linked(piece: Piece) -> tuple[str, str]:
    """The link of a piece within text, by what it offers if its words say so."""
    if offers.is_label(piece.text):
        return offers.fields(piece.text, piece.address or "")[0]
    return "link", f"{piece.text.strip()} {piece.address}"
