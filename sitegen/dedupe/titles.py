"""This is where a title is taken apart: what it says, what kind of text it heads, its numbers."""

import re
from dataclasses import dataclass

from sitegen.dedupe import vocabulary
from sitegen.dedupe.vocabulary import GENERIC, SMALL
from sitegen.text.fold import fold, words
from sitegen.text.markup import is_plain, spelt


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title as titles are compared."""

    words: tuple[str, ...]
    """Its words, folded, without what catalogues and journals add."""

    glued: str
    """These words without spaces; a title without letters is itself."""

    main: str
    """The words before the first mark of a subtitle, glued; all, if it has none."""

    subtitle: str
    """The words after the first mark of a subtitle, glued; all, if it has none."""

    subject: str
    """The title, glued, of what an erratum, a reply or a review is about; else the title."""

    other: str
    """The title in another language, glued, where a catalogue adds it in brackets."""

    kind: str
    """What it says that the text is to another: "erratum", "reply"; see ``vocabulary.kind``.
    "noted": a heading was left out that journals print over a text, "Tutorial:"."""

    numbers: tuple[str, ...]
    """Its numbers, Roman ones and those of parts in digits, sorted."""

    parts: tuple[int, ...]
    """The numbers of parts and volumes that it names."""

    edition: str
    """The edition that it names, as ``edition`` has it."""

    length: int
    """Its letters; a Chinese, Japanese or Korean one counts for three."""


# What catalogues add behind a title in brackets: a language, a kind of text, a count of references,
# a later erratum. What names a part stays.
_SQUARE = re.compile(r"[.\s]*\[(?!(?:part|pt|vol|chapter)\b|[ivx\d]+\])[^\[\]]*(?:\]\.?\s*)?$")
_ROUND = re.compile(
    r"""[.\s]*\((?:in\s)?(?:[\s,;/]|and|(?:article|text)\sin\b|reprint\w*|sic|english|french|german
    |spanish|chinese|japanese|russian|italian|portuguese|korean|polish|dutch|turkish|original
    |translat\w*|retracted(?:\sarticle)?|withdrawn|corrected|preprint|draft|online\sfirst
    |ahead\sof\sprint|invited(?:\s(?:paper|talk))?|with\sdiscussion)+\)\.?\s*$""",
    re.VERBOSE,
)
_RETRACTED = re.compile(r"^\W*(?:retracted(?: article)?|withdrawn(?: article)?)\s*[:.\]\u2014-]\s*")
_ERRATUM = re.compile("errat|correct|comment|refs|appears")
_HEADING = re.compile(r"\s*(?::|\s[-\u2013\u2014]{1,3}\s|\u2014|/)\s*")
_INSERTED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
# "C++" and "C#" are not "C", nor "Choir+" "Choir"; a plus between words only joins them.
_PLUS = re.compile(r"(?<=\w)\++(?!\w)")
_SHARP = re.compile(r"(?<=\w)#(?!\w)")
_MAIN = re.compile(r"\s*(?:[:;?!(]|\.\s|\s[-\u2013\u2014]{1,3}\s|\u2014|\uff1a)\s*")
_PART = re.compile(
    r"\b(?:(?:part|pt|vol|volume|chapter|book|band|teil|partie|parte|tome|tomo)\.?\s+"
    r"([b-h]|[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
    r"|(?:no|number|section|episode)\.?\s+(\d{1,3}))\b"
)
_EDITION = re.compile(
    r"[\s,(\[]*\b(\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth|revised|new|international|global)\s+(?:\w+\s)?ed(?:ition|n|\.|\b)[)\].]*"
)
_ROMAN = {
    roman: value
    for value, roman in enumerate(words("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi"), 1)
}
_VALUES = _ROMAN | {
    word: value
    for names in (
        "one two three four five six seven eight nine ten",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
    )
    for value, word in enumerate(words(names), 1)
}
_HAN_NUMBERS = {sign: value for value, sign in enumerate("一二三四五六七八九十", 1)}
_DIGITS = re.compile(r"\d+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SUBTITLES = frozenset(
    words(
        """bibliography comment commentary discussion guide introduction note notes outlook overview
        reply report response review summary survey tutorial update"""
    )
)
"""Words of which subtitles consist: "A Review" behind a title is no journal's heading."""

_ENOUGH = 10  # letters that are left of a title without what was added
_TELLING = 16  # letters that a subtitle has at least


def title(text: str) -> Title:
    """What the title *text*, marked, says."""
    raw = text if is_plain(text) else spelt(text)
    if "+" in raw or "#" in raw:
        raw = _SHARP.sub(" sharp", _PLUS.sub(lambda found: " plus" * len(found[0]), raw))
    folded = _RETRACTED.sub("", fold(raw).strip())
    if folded.startswith("[") and folded.rstrip(". ").endswith("]"):  # a title in translation
        folded = folded.strip("[]. ")
    folded, other = _undressed(folded)
    named = _EDITION.search(folded) if " ed" in folded else None
    if named and len(folded) - len(named[0]) > _ENOUGH // 2:
        folded = folded[: named.start()] + folded[named.end() :]
    kind, about = vocabulary.kind(folded)
    if not kind:
        bare = _without_headings(folded)
        kind, folded = ("noted", bare) if bare != folded else ("", folded)
    elif kind in ("abstract", "extended"):
        folded = about
    tokens = tuple(words(folded))
    glued = "".join(tokens) or text
    parts = tuple(_value(one or other) for one, other in _PART.findall(folded))
    mark = _MAIN.search(folded)
    return Title(
        words=tokens,
        glued=glued,
        main=_before(folded, mark) or glued,
        subtitle=_after(folded, mark) or glued,
        subject="".join(words(about)) if kind and kind != "noted" else glued,
        other=other,
        kind=kind,
        numbers=_numbers(tokens, parts),
        parts=parts,
        edition=edition(named[1]) if named else "",
        length=len(glued) + (0 if glued.isascii() else 2 * len(_CJK.findall(glued))),
    )


def edition(text: str) -> str:
    """The edition that *text* names: "2" for "2nd" and "second", else its first word."""
    folded = fold(text)
    digits = _DIGITS.search(folded)
    if digits:
        return digits[0].lstrip("0")
    first = next(iter(words(folded)), "")
    return str(_VALUES.get(first, first))


def is_number(word: str) -> bool:
    """Whether a folded word is a number: in digits, Roman, or spelt."""
    return word.isdecimal() or word in _VALUES


def is_eastern(text: str) -> bool:
    """Whether *text* has Chinese, Japanese or Korean signs, each of which is much of a word."""
    return not text.isascii() and _CJK.search(text) is not None


def _undressed(folded: str) -> tuple[str, str]:
    """A folded title without what catalogues add behind it, if enough is left; and the title in
    another language, glued, if that is what they added."""
    other = ""
    while "[" in folded or ")" in folded[-3:]:
        found = _SQUARE.search(folded) or _ROUND.search(folded)
        if not found or found.start() < _ENOUGH:
            break
        inside = words(found[0])
        if len(inside) > 3 and not _ERRATUM.search(found[0]):
            other = "".join(inside)
        folded = folded[: found.start()]
    return folded, other


def _without_headings(folded: str) -> str:
    """A folded title without "Tutorial:", "(panel session)", "- Guest Editor's Foreword": what says
    what kind of text it is. Unless it says no more."""
    bare = folded
    if "(" in bare or "[" in bare:
        bare = _INSERTED.sub(lambda m: " " if _is_heading(words(m[0])) else m[0], bare)
    marks = list(_HEADING.finditer(bare))
    last = words(bare[marks[-1].end() :]) if marks else []
    if marks and _is_heading(last) and _SUBTITLES.isdisjoint(last):
        bare = bare[: marks[-1].start()]
    if marks and _is_heading(words(bare[: marks[0].start()])):
        bare = bare[marks[0].end() :]
    if bare == folded:
        return folded
    left = words(bare)
    is_telling = len(left) > 1 and any(w not in GENERIC and w not in SMALL for w in left)
    return bare.strip() if is_telling else folded


def _is_heading(found: list[str]) -> bool:
    """Whether words say of a text no more than of what kind it is."""
    is_generic = all(w in GENERIC or w in SMALL for w in found)
    return is_generic and any(w in GENERIC for w in found)


def _before(folded: str, mark: re.Match[str] | None) -> str:
    """The glued words before the first mark of a subtitle, if they are telling, else nothing."""
    main = words(folded[: mark.start()]) if mark else []
    return "".join(main) if len(main) > 1 and sum(map(len, main)) >= _ENOUGH else ""


def _after(folded: str, mark: re.Match[str] | None) -> str:
    """The glued words after the first mark of a subtitle, if they are telling, else nothing."""
    glued = "".join(words(folded[mark.end() :])) if mark else ""
    return glued if len(glued) >= _TELLING else ""


def _numbers(tokens: tuple[str, ...], parts: tuple[int, ...]) -> tuple[str, ...]:
    """The numbers of a title, sorted; Roman ones of two letters anywhere but at its beginning, and
    of one letter at its end."""
    found = [
        digits.lstrip("0") or "0"
        for t in tokens
        if not t.isalpha()
        for digits in _DIGITS.findall(t)
    ]
    found += [str(_ROMAN[t]) for t in tokens[1:] if len(t) > 1 and t in _ROMAN]
    if len(tokens) > 1 and tokens[-1] in ("i", "v", "x"):
        found.append(str(_ROMAN[tokens[-1]]))
    found += [str(part) for part in parts if str(part) not in found]
    if tokens and not tokens[-1].isascii():
        found += [str(_HAN_NUMBERS[sign]) for t in tokens for sign in t if sign in _HAN_NUMBERS]
    return tuple(sorted(found))


def _value(part: str) -> int:
    if part.isdecimal():
        return int(part)
    return _VALUES.get(part) or ord(part[0]) - ord("a") + 1
