"""This is where the words beside a title are sorted: who wrote it, where and when it appeared.

Only what is certain is sorted; what is not is given back as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from sitegen.parsing import offers, venues
from sitegen.text import names

Fields = list[tuple[str, str]]

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
_Y = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?:{_Y}(?:[-/.]\d\d?(?:[-/.]\d\d?)?)?|{_MONTH},?\s+{_Y}|{_MONTH}\s+\d\d?(?:st|nd|rd|th)?,?\s+{_Y}|"
    rf"\d\d?(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+{_Y}|{_Y},?\s+{_MONTH}(?:\s+\d\d?)?|\d\d?/{_Y})",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(（\[【{]([^()\[\]{}（）【】\n]{1,300})[)）\]】}]")
_STRONG = re.compile(r"\n+|\s+[-–—|·•/]{1,3}\s+|\s*[|·•]\s*|\s*—\s*|\t+")
_STOP = re.compile(
    r"(?<=[^\W\d_]{2})[.?!]+(?=\s+[^\W_a-z])|(?<=[\d)\]\"”’])[.?!]+(?=\s+[^\W_a-z])|(?<=[。！？；])"
)
_SHORTENED = re.compile(
    r"(?:^|\W)(?:proc|conf|int|intl|trans|vol|no|vs|st|dr|prof|jr|sr|eds?|dept|univ|lett|rev|symp|"
    r"ann|fig|sec|cf|approx|natl|acad|sci|phys|chem|comput|adv|am|eur|assoc|soc|mach|learn|res|"
    r"intell|artif|inf|syst|inform|stat|math|mag)$",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:university|institute|labs?|laboratory|research|google|microsoft|facebook|meta|openai|"
    r"deepmind|nvidia|amazon|apple|ibm|intel|baidu|tencent|alibaba|huawei|inc|corp|ltd|college|"
    r"academy|group|team|foundation|center|centre|department|school)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:paper|papers|award|oral|spotlight|best|poster|workshop|tutorial|survey|code|official|"
    r"implementation|learning|networks?|models?|neural|deep|conference|journal|proceedings|thesis|"
    r"press|edition|version|track|book|course|blog|dataset|benchmark|toolkit|library|framework|"
    r"transformers?|language|vision|image|video|data|systems?|analysis|methods?|using|towards?|with|"
    r"for|from|based|via|generation|recognition|detection|classification|segmentation|retrieval|"
    r"graph|attention|training|machine|reinforcement|representation|pretraining|pre-training|"
    r"optimization|prediction|introduction|overview|review|guide|open|source)\b",
    re.IGNORECASE,
)
_ET_AL = re.compile(r"\bet\.?\s*al\b\.?", re.IGNORECASE)
_LOCATORS = (
    re.compile(
        r"(?<![\w.'’-])(?P<volume>\d{1,4})\s?\((?P<number>\d[\w–-]{0,11})\)"
        r"(?:\s?[,:;]\s?(?:pp?\.\s?)?(?P<pages>[A-Za-z]?\d+(?:\s?[-–]{1,2}\s?[A-Za-z]?\d+)?))?(?![\w(])"
    ),
    re.compile(
        r"(?<![\w.-])(?P<volume>\d{1,4})\s?:\s?(?P<pages>\d+\s?[-–]{1,2}\s?\d+)(?!\w)",
    ),
    re.compile(r"(?<!\w)vol(?:ume|\.)\s?(?P<volume>\d{1,4})(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:no|number|issue)\.?\s(?P<number>\d{1,4})(?!\w)", re.IGNORECASE),
    re.compile(
        r"(?<!\w)(?:pp?\.|pages)\s?(?P<pages>[A-Za-z]?\d+(?:\s?[-–]{1,2}\s?[A-Za-z]?\d+)?)(?!\w)",
        re.IGNORECASE,
    ),
)
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[ -]?){1,4}")
_OUTER = ' \t\n,;:-–—|·•/"“”'
_TRIM = " \t\n,.;:-–—|·•/，、；：。"
_LABELLED = re.compile(
    r"(?:(authors?|by)|(venue|conference|journal|published in|in)|(date|year|published))"
    r"\s*:\s*(.+)",
    re.IGNORECASE | re.DOTALL,
)
_ADVERB = re.compile(r"^by\s+(?=[A-Z])")


@dataclass(slots=True)
class Sorted:
    """What is known of the words beside a title, and what is not."""

    fields: Fields = field(default_factory=list)
    """Authors, venue, year and so on, in the order of the words."""

    rest: list[str] = field(default_factory=list)
    """Words that could not be sorted, in order."""

    def has(self, name: str) -> bool:
        """Whether a field of that name is among the fields."""
        return any(known == name for known, _ in self.fields)


def sort(text: str) -> Sorted:
    """The words of *text*, which hold no title."""
    found = Sorted()
    text = without_brackets(text, found)
    for part in (p.strip(_OUTER).lstrip(". ") for p in _STRONG.split(text)):
        if part.strip(_TRIM):
            _sort_part(part, found)
    return found


def _sort_part(part: str, found: Sorted) -> None:
    """Sort what stands between two strong separators; from the first prose on, nothing more."""
    if known := of_whole(part):
        found.fields += known
        return
    sentences = list(split_sentences(part))
    for position, sentence in enumerate(sentences):
        words = sentence.strip(_TRIM + '"“”')
        if not words:
            continue
        known = of_whole(words) or _of_commas(words, is_after_authors=found.has("authors"))
        if known:
            found.fields += known
        elif is_prose(words) or len(sentences) == 1:
            found.rest.append(" ".join(s.strip() for s in sentences[position:]).strip())
            return
        else:
            found.rest.append(words)


def without_brackets(text: str, found: Sorted) -> str:
    """*text* without the brackets whose words are sorted."""

    def sort_one(match: re.Match[str]) -> str:
        words = match[1].strip(_TRIM)
        known = of_whole(words) or cited(words) or _of_commas(words, is_after_authors=True)
        if known is None:
            return " " if offers.is_label(words) else match[0]
        found.fields.extend(known)
        return " "

    text = _without_locator(text, found)
    for _ in range(3):  # brackets within brackets
        text = _BRACKETS.sub(sort_one, text)
    return re.sub(r"[ \t]+(?=[,.;:])|(?<=\.)[ \t]*\.(?=\s)", "", text)


def _without_locator(text: str, found: Sorted) -> str:
    """*text* without volume, issue and pages: "12(3), 45-67", "vol. 12, no. 3, pp. 45-67"."""
    for pattern in _LOCATORS:
        match = pattern.search(text)
        if match:
            found.fields += [(name, words) for name, words in match.groupdict().items() if words]
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return re.sub(r"(?:,\s*){2,}", ", ", text)


def of_whole(text: str) -> Fields | None:
    """The fields that the whole of *text* fills: a date, a venue, a list of names."""
    text = text.strip(_TRIM)
    if date := of_date(text):
        return date
    if venue := venues.of(text):
        return of_venue(venue)
    labelled = _LABELLED.fullmatch(text)
    if labelled and labelled[1]:
        return [("authors", labelled[4].strip())]
    if labelled and labelled[2] and len(labelled[4]) < 200:
        inner = venues.of(labelled[4])
        return of_venue(inner) if inner else [("venue", labelled[4].strip(_TRIM))]
    if labelled and labelled[3]:
        return of_date(labelled[4].strip(_TRIM))
    bare = _ADVERB.sub("", text, count=1)
    return [("authors", bare)] if are_people(text) or (bare != text and is_one_name(bare)) else None


def of_date(text: str) -> Fields | None:
    """The date that the whole of *text* is: ("year", ...) if it is no more than that."""
    if len(text) > 40 or not _DATE.fullmatch(text):
        return None
    return (
        [("year", text)] if len(text) == 4 else [("date", re.sub(r"(?<=\d)[/.](?=\d)", "-", text))]
    )


def of_venue(venue: venues.Venue) -> Fields:
    """The fields of a venue."""
    pairs = [
        ("venue", venue.name),
        ("year", venue.year),
        ("arxiv", venue.arxiv),
        ("note", venue.more),
    ]
    return [(name, value) for name, value in pairs if value]


@lru_cache(maxsize=4096)
def are_people(text: str) -> bool:
    """Whether the whole of *text* is a list of names, or one name cut short by "et al."."""
    text = _ADVERB.sub("", text, count=1)
    if (
        len(text) > 5000
        or "(" in text
        or "[" in text
        or _NO_NAME.search(text)
        or _ORGANISATION.search(text)
    ):
        return False
    bare = _ET_AL.sub("", text).strip(" ,.&;")
    if len(bare) < len(text.strip(" ,.&;")):
        return bool(bare) and (
            names.looks_like_people(f"{bare}, Given Family") or _are_inverted(bare)
        )
    return names.looks_like_people(text) or _are_inverted(text)


def _are_inverted(text: str) -> bool:
    """ "Berg, A., & Carl, B." and "Berg A, Carl B": family names, each with initials."""
    pieces = [piece for piece in re.split(r"\s*(?:[,;&]|\band\b)\s*", text) if piece.strip()]
    if all(re.fullmatch(r"[^\W\d_][\w'’ -]+? [A-Z]{1,3}", piece) for piece in pieces):
        return bool(pieces) and not text.isupper()
    initials = [piece for piece in pieces if _INITIALS.fullmatch(piece) and piece == piece.upper()]
    families = [piece for piece in pieces if piece not in initials]
    return (
        bool(families)
        and len(initials) == len(families)
        and all(
            len(f.split()) < 4 and f[0].isalpha() and f.split()[-1][0].isupper() for f in families
        )
    )


def is_one_name(text: str) -> bool:
    """Whether *text* may be one person's name, where nothing else is to be expected."""
    return (
        1 < len(text.split()) < 5
        and not _NO_NAME.search(text)
        and not _ORGANISATION.search(text)
        and names.looks_like_people(f"{text}, Given Family")
    )


def cited(text: str) -> Fields | None:
    """ "Devlin et al., 2019", "Devlin and Chang 2019", "Devlin, Chang & Lee, 2019"."""
    year = re.search(rf"[\s,]+({_Y})[a-z]?$", text)
    if year is None:
        return None
    people = text[: year.start()].strip(" ,")
    families = re.split(r"\s*(?:,|&|\band\b)\s*", _ET_AL.sub("", people))
    bare = [name for name in families if name]
    if are_people(people) or (bare and all(re.fullmatch(r"[^\W\d_a-z][\w'’.-]+", n) for n in bare)):
        if _NO_NAME.search(people) or _ORGANISATION.search(people):
            return None
        return [("authors", people), ("year", year[1])]
    return None


def _of_commas(text: str, *, is_after_authors: bool) -> Fields | None:
    """The fields of "Names, Venue 2020": names first, as many as there are, then where and when."""
    parts = [part.strip() for part in re.split(r"[,;，、]", text)]
    if len(parts) > 400:
        return None
    for cut in range(len(parts) - 1, 0, -1):
        if len(parts) - cut > 6:
            break
        people, rest = ", ".join(parts[:cut]), ", ".join(parts[cut:])
        where = _of_end(rest, is_after_authors=True)
        if where and (are_people(people) or (cut == 1 and is_one_name(people))):
            return [("authors", people), *where]
    spaced = _ET_AL.search(text)
    if spaced and are_people(text[: spaced.end()]):
        where = _of_end(text[spaced.end() :].strip(_TRIM), is_after_authors=True)
        if where:
            return [("authors", text[: spaced.end()].strip()), *where]
    return _of_end(text, is_after_authors=is_after_authors)


def _of_end(text: str, *, is_after_authors: bool) -> Fields | None:
    """Venue and date of words that can be nothing else, such as what follows the authors."""
    text = text.strip(_TRIM)
    if date := of_date(text):
        return date
    if venue := venues.of(text):
        return of_venue(venue)
    year = re.search(rf"[\s,(]+({_Y})\)?$", text)
    if year and is_after_authors and not is_prose(text):
        name = text[: year.start()].strip(_TRIM + "(")
        inner = venues.of(name)
        where = of_venue(inner) if inner else [("venue", name)]
        if name and len(name.split()) < 20 and not are_people(name) and name[0].isupper():
            return [*where, ("year", year[1])]
    head, _, tail = text.rpartition(", ")
    if head and (date := of_date(tail.strip())) and (venue := venues.of(head)):
        return [*of_venue(venue), *date]
    return None


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of *text*; "Proc. Int. Conf." and "J. Smith" do not end one."""
    start = 0
    for stop in _STOP.finditer(text):
        if text[stop.start() : stop.end()] in (".",) and _SHORTENED.search(
            text[max(0, stop.start() - 12) : stop.start()]
        ):
            continue
        yield text[start : stop.end()]
        start = stop.end()
    if text[start:].strip():
        yield text[start:]


def is_prose(text: str) -> bool:
    """Whether *text* is running words, not a name, a title or a venue: mostly in lower case."""
    long_words = re.findall(r"[^\W\d_][\w'’-]*", text[:2000])
    lower = sum(word[0].islower() for word in long_words)
    return len(long_words) > 4 and lower * 2 > len(long_words)
