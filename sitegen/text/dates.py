"""This is where dates are read: of BibTeX, biblatex (EDTF), RIS, PubMed, and as people write them.

What a year, a month and a day cannot say, a range, "circa", a season, "in press", is kept in the
words in which it was stated; the year, month and day are then those in which it begins.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from sitegen.text.fold import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """When a work appeared, as far as it is stated."""

    year: int | None = None
    """The year, 1400 to 2199."""

    month: int | None = None
    """1 to 12."""

    day: int | None = None
    """1 to 31."""

    stated: str | None = None
    """The words that were read, if they say more than the other fields."""


_NAMES = (
    "jan janv jaen janner january januar janvier januari janeiro enero ene gennaio gen stycznia "
    "styczen ledna leden ocak januarie ianuarie tammikuu январь января янв",
    "feb febr fev fevr february februar fevrier februari fevereiro febrero febbraio luty lutego "
    "unora unor subat februarie helmikuu февраль февраля фев",
    "mar mrz marz marc march maerz mars maart mrt marco marzo mart martie marzec marca brezna "
    "brezen maaliskuu март марта",
    "apr avr abr april avril abril aprile kwiecien kwietnia dubna duben nisan aprilie huhtikuu "
    "апрель апреля апр",
    "may mai mei maj mayo maio maggio mag magg maja kvetna kveten mayis toukokuu май мая",
    "jun june juni juin junio junho giugno giu czerwiec czerwca cervna cerven haziran iunie "
    "kesakuu июнь июня июн",
    "jul july juli juil juillet julio julho luglio lug lipiec lipca cervence cervenec temmuz iulie "
    "heinakuu июль июля июл",
    "aug august aout ago agosto augustus augusti sierpien sierpnia srpna srpen agustos elokuu "
    "авг август августа",
    "sep sept september septembre septiembre setembro settembre set sett setiembre septembrie "
    "wrzesien wrzesnia zari eylul syyskuu сен сент сентябрь сентября",
    "oct okt out october oktober octobre octubre outubro ottobre ott octombrie pazdziernik "
    "pazdziernika rijna rijen ekim lokakuu окт октябрь октября",
    "nov november novembre noviembre novembro noiembrie listopadu kasim marraskuu "
    "ноя ноябрь ноября",
    "dec dez dic des december dezember decembre diciembre dezembro dicembre decembrie grudzien "
    "grudnia prosince prosinec aralik joulukuu дек декабрь декабря",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|2[01]\d\d)(?!\d)")
_LONG = 200  # characters; a date has fewer
_BIBTEX_YEAR = re.compile(r"1[4-9]\d\d|2[01]\d\d")
_ISO = re.compile(r"(\d{4})[-–/](\d{1,2})(?:[-–/](\d{1,2}))?(?:[T ](\d.*))?")
_MIDNIGHT = re.compile(r"00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?")
_RIS = re.compile(r"(\d{4})/(\d{0,2})(?:/(\d{0,2}))?(?:/(.*))?", re.DOTALL)
_OPEN = re.compile(r"\d{4}/")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})")
_EASTERN = re.compile(r"(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*)?(?:(\d{1,2})\s*[日일号])?")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
_BETWEEN = frozenset([*"-–—/&", "and", "to"])  # what stands between two days
_NOISE = frozenset([*"()[].,©~", *("of", "the", "de", "del", "den", "der", "di", "le", "el", "d")])
_NOISE |= {"st", "nd", "rd", "th", "er", "º", "ª"}
_COPYRIGHT = re.compile(r"[cp]?(?=\d{4}$)|©\s*")
# EDTF's unspecified digits and years of other eras: dates, but none that a year can say.
_VAGUE = re.compile(r"\[?(?:-\d{4}|0\d{3}|Y-?\d+|\d{1,3}[Xu]{1,3}|\d{3}0'?s)\b.*", re.DOTALL)
_UNSURE = re.compile(r"(?:-XX)+$|[~?%]$")
_PENDING = re.compile(
    r"(?:in press|forthcoming|to appear|to be published|accepted|submitted|under review|in prep"
    r"|in preparation|in review|in revision|under revision|in progress|unpublished|pending"
    r"|prepublished"
    r"|inpress|inpreparation|preprint|im druck|in druck|im erscheinen|erscheint|sous presse"
    r"|a paraitre|en prensa|no prelo|in corso di stampa|online first|(?:e-?pub )?ahead of print"
    r"|spring|summer|autumn|fall|winter|fruhling|fruhjahr|sommer|herbst|printemps|ete|automne|hiver"
    r"|(?:michaelmas|hilary|trinity)(?: term)?|q[1-4])\b.*",
    re.DOTALL,
)
_UNDATED = re.compile(
    r"[(\[]?(?:n\s?\.?\s?d\.?|s\.?\s?d\.?|o\.\s?j\.|no date|undated|date unknown)[)\]]?"
)


def parse(
    year: str = "", month: str = "", day: str = "", date: str = ""
) -> tuple[Date, tuple[str, ...]]:
    """The date that a work's fields state, and the names of those that make no sense.

    The year decides: a date of another year is kept as it is stated, and gives nothing else.
    """
    if not (month or day or date) and _BIBTEX_YEAR.fullmatch(year):
        return Date(year=int(year)), ()
    said = {"year": of(year), "date": of(date), "month": _of_month(month), "day": _of_day(day)}
    given = {"year": year, "date": date, "month": month, "day": day}
    found, own, whole = Date(), said["year"], said["date"]
    more: list[str] = []
    bad = [name for name, text in given.items() if text and said[name] is None]
    if "date" in bad and (year or month):  # then it is but more about it
        bad.remove("date")
        more.append(date)
    if own and whole and _contradict(own, whole):
        more.append(date)
        whole = None
    for part in (whole, own):
        if part:
            found = _completed(found, part)
            more += [part.stated] if part.stated else []
    for name in ("month", "day"):
        part = said[name]
        if part is None:
            continue
        if _contradict(found, part) or (name == "day" and not found.month):
            bad.append(name)
            continue
        found = _completed(found, part)
        if part.stated:
            more.append(f"{month} {day}".strip() if name == "day" else part.stated)
    if found.day and (not found.month or found.day > _length(found.year or 2000, found.month)):
        bad += ["day"] if "day" not in bad and day else []
        found = replace(found, day=None)
    if own and own.year:
        found = replace(found, year=own.year)
    stated = ", ".join(text for text in dict.fromkeys(more) if not _is_within(text, more))
    return replace(found, stated=stated or None), tuple(bad)


def _is_within(text: str, texts: list[str]) -> bool:
    return any(text != other and text in other for other in texts)


def _completed(known: Date, more: Date) -> Date:
    """*known* with what only *more* says."""
    return Date(
        year=known.year or more.year, month=known.month or more.month, day=known.day or more.day
    )


def _contradict(a: Date, b: Date) -> bool:
    return any(
        x is not None and y is not None and x != y
        for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day))
    )


@lru_cache(maxsize=4096)
def of(text: str) -> Date | None:
    """The date that *text* states, in any form; None if it makes no sense, or is empty."""
    text = text.replace("~", " ").strip() if re.search(r"\w~\w", text) else text.strip()
    if len(text) > _LONG:
        found = _YEAR.search(text)
        return Date(year=int(found[1]), stated=text) if found else None
    if _BIBTEX_YEAR.fullmatch(text):
        return Date(year=int(text))
    numeric = _numeric(text)
    if numeric:
        return numeric
    if _VAGUE.fullmatch(text) or _PENDING.match(fold(text)):
        within = _YEAR.search(text) if not _VAGUE.fullmatch(text) else None
        return _in_words(text) if within else Date(stated=text)
    if _UNDATED.fullmatch(text.lower()):
        return Date()
    return _in_words(text)


def _numeric(text: str) -> Date | None:
    """The date of a *text* of numbers whose order is certain."""
    found = _ISO.fullmatch(text)
    if found and _is_day(found[1], found[2], found[3]):
        stated = text if found[4] and not _MIDNIGHT.fullmatch(found[4]) else None
        return _date(found[1], found[2], found[3], stated)
    found = _RIS.fullmatch(text) if not _OPEN.fullmatch(text) else None
    if found and _is_day(found[1], found[2], found[3]):
        return _date(found[1], found[2], found[3], text if (found[4] or "").strip() else None)
    found = _COMPACT.fullmatch(text) or _EASTERN.fullmatch(text)
    if found and _is_day(found[1], found[2], found[3]):
        return _date(found[1], found[2], found[3])
    found = _NUMBERS.fullmatch(text)
    if found:
        # A day and a month, if both could be the month, have an order only between dots.
        if found[2] == "." or int(found[1]) > 12 or found[1] == found[3]:
            day, month = found[1], found[3]
        elif int(found[3]) > 12:
            day, month = found[3], found[1]
        else:
            return _date(found[4], "", "", text) if _BIBTEX_YEAR.fullmatch(found[4]) else None
        if _is_day(found[4], month, day):
            return _date(found[4], month, day)
    found = _MONTH_YEAR.fullmatch(text)
    if found and _is_day(found[2], found[1], None):
        return _date(found[2], found[1], None)
    return None


def _is_day(year: str, month: str | None, day: str | None) -> bool:
    return (
        _BIBTEX_YEAR.fullmatch(year) is not None
        and (not int(month or 0) or int(month or 0) <= 12)
        and int(day or 0) <= _length(int(year), int(month or 0))
    )


def _length(year: int, month: int) -> int:
    """Days of a month; of one that is not stated, the most that there can be."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _date(year: str, month: str | None, day: str | None, stated: str | None = None) -> Date:
    number = int(month or 0) or None
    return Date(
        year=int(year), month=number, day=(int(day or 0) or None) if number else None, stated=stated
    )


def _in_words(text: str) -> Date | None:
    """The date of a *text* of words, marks or ranges: where it begins."""
    years = _YEAR.findall(text)
    first, slash, _ = text.partition("/")
    begin = _numeric(first) if slash else None
    if begin:  # EDTF's range, but for one that says no more than its beginning
        return replace(begin, stated=text)
    begin = _numeric(_UNSURE.sub("", text)) if _UNSURE.search(text) else None
    if begin:
        return replace(begin, stated=text)
    tokens = _TOKEN.findall(_COPYRIGHT.sub("", fold(text), count=1))
    numbers = [t for t in tokens if t.isdigit()]
    months = [_MONTHS[t] for t in tokens if t in _MONTHS]
    if not years and not months:
        return None
    year = int(years[0]) if years else None
    month = months[0] if months else None
    days = [int(t) for t in numbers if len(t) <= 2 and 1 <= int(t) <= 31]
    day = days[0] if days and month and _is_beside(tokens, str(days[0])) else None
    if day and day > _length(year or 2000, month or 0):
        day = None
    said = (year is not None) + len(months[:1]) + (day is not None)
    left = [t for n, t in enumerate(tokens) if t not in _NOISE and not _is_letter(tokens, n)]
    is_whole = len(left) == said and "~" not in text
    is_prose = any(not t.isdigit() and t not in _MONTHS and t not in _BETWEEN for t in left)
    if not years and not is_whole and is_prose and len(left) > 4:
        return None  # a sentence in which "may" is a verb
    return Date(year=year, month=month, day=day, stated=None if is_whole else text)


def _is_beside(tokens: list[str], number: str) -> bool:
    """Whether a number stands next to the first month, but for what says nothing."""
    words = [t for t in tokens if t not in _NOISE]
    at = next(n for n, t in enumerate(words) if t in _MONTHS)
    near = words[max(at - 1, 0) : at + 2]
    return any(t.isdigit() and int(t) == int(number) and len(t) <= 2 for t in near)


def _is_letter(tokens: list[str], position: int) -> bool:
    """Whether a token is the letter that tells works of a year apart: "2019a"."""
    token = tokens[position]
    return (
        len(token) == 1
        and token in "abcdefgh"
        and position == len(tokens) - 1
        and position > 0
        and len(tokens[position - 1]) == 4
        and tokens[position - 1].isdigit()
    )


@lru_cache(maxsize=1024)
def _of_month(text: str) -> Date | None:
    text = text.replace("~", " ").strip()
    if re.fullmatch(r"\d{1,2}", text):
        return Date(month=int(text)) if 1 <= int(text) <= 12 else None
    if fold(text).strip(". ") in _MONTHS:
        return Date(month=_MONTHS[fold(text).strip(". ")])
    found = re.fullmatch(r"(\d{1,2})\s*[-–/—]+\s*(\d{1,2})", text)
    if found and 1 <= int(found[1]) <= 12:
        return Date(month=int(found[1]), stated=text)
    return of(text)


@lru_cache(maxsize=256)
def _of_day(text: str) -> Date | None:
    found = re.fullmatch(r"(\d{1,2})\s*(?:st|nd|rd|th|\.|er|º)?(\s*[-–/—&,]+.*)?", text.strip())
    if not found or not 1 <= int(found[1]) <= 31:
        return None
    return Date(day=int(found[1]), stated=text if (found[2] or "").strip() else None)
