"""This is where a question becomes rows: what one side says about a thing, and what the other."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.model.paper import Paper
from sitegen.model.record import Description, Record
from sitegen.review.cells import Span, Style, shown
from sitegen.review.marks import are_alike, listed, marked
from sitegen.review.questions import Alike, Choice, Option, Pair
from sitegen.text.markup import plain

_LONGEST = 20_000  # characters of a value that are shown
_NAMES = 12  # authors that are named before one asks for more
_PAPERS = 4  # papers of an author that are named
_FURTHER = 100  # further fields that are shown when one asks for more
_BY = 3  # records that are named as stating a value

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands beside each other."""

    label: str
    """What it is about."""

    sides: tuple[Spans, Spans]
    """What the two say; empty where one says nothing."""

    sign: str = " "
    """"=" if they say the same, "≠" if not, a blank if only one says something."""

    most: int = 2
    """Lines that it may take before one asks for more."""


_LINES = {"title": 6, "authors": 3, "abstract": 5}
_ALWAYS = ("title", "authors", "year", "venue", "volume", "pages", "type", "doi", "arxiv")
_NEVER = ("issn", "editors", "url", "pdf", "code", "data", "video", "slides", "keywords")
"""What is shown only once one asks for more."""


def of_pair(pair: Pair, *, whole: bool) -> Iterator[Row]:
    """The rows of two records, those alike too: they are what speaks for one work."""
    heads = tuple((Span(shown(_place(one)), Style.LABEL),) for one in (pair.first, pair.second))
    yield Row(label="", sides=(heads[0], heads[1]))
    first, second = (dict(_facts(one, whole=whole)) for one in (pair.first, pair.second))
    names = [name for name in first if name != "abstract"]
    names += [name for name in second if name not in first and name != "abstract"]
    for name in (*names, "abstract"):
        if whole or name not in _NEVER:
            yield from _compared(name, first.get(name, ""), second.get(name, ""))


def _place(record: Record) -> str:
    return str(record.at) if record.id == str(record.at) else f"{record.at} · {record.id}"


def _compared(label: str, first: str, second: str) -> Iterator[Row]:
    first, second = shown(first[:_LONGEST]), shown(second[:_LONGEST])
    if not first and not second:
        return
    sign = " "
    sides: tuple[Spans, Spans] = (_plain(first), _plain(second))
    if first and second:
        sign = "=" if are_alike(first, second) else "≠"
        sides = marked(first, second) if sign == "≠" else sides
    yield Row(label=label, sides=sides, sign=sign, most=_LINES.get(label, 2))


def _plain(text: str) -> Spans:
    return (Span(text),) if text else ()


def _facts(one: Description, *, whole: bool) -> Iterator[tuple[str, str]]:
    """(name, text) of what is stated, in the order of showing."""
    date = [
        one.year and f"{one.year}",
        one.month and f"{one.month:02}",
        one.day and f"{one.day:02}",
    ]
    issue = f"{one.volume or ''} ({one.number})" if one.number else one.volume or ""
    special = {
        "title": plain(one.title),
        "authors": _people(one, whole=whole),
        "year": "-".join(part for part in date if part),
        "volume": issue,
    }
    for name in _ALWAYS:
        yield name, special.get(name, getattr(one, name, None) or "")
    for name in ("pmid", "isbn", "acl", "openreview", *_NEVER):
        value = getattr(one, name) or ""
        yield name, ", ".join(map(str, value)) if isinstance(value, tuple) else value
    yield "abstract", plain(one.abstract or "")
    if whole:
        further: dict[str, list[str]] = defaultdict(list)
        for name, value in one.extra[:_FURTHER]:
            further[name].append(value)
        yield from ((name, "; ".join(values)) for name, values in further.items())


def _people(one: Description, *, whole: bool) -> str:
    names = list(map(str, one.authors))
    others = ["et al."] if one.others else []
    if whole or len(names) <= _NAMES:
        return ", ".join([*names, *others])
    return ", ".join([*names[:_NAMES], f"… ({len(names)} in all)"])


def of_alike(alike: Alike, *, whole: bool) -> Iterator[Row]:
    """The rows of two names: the names, and what they wrote."""
    one = alike.proposal
    yield from _compared("name", one.first, one.second)
    shared = ", ".join(map(shown, one.coauthors))
    columns = [
        [*_works(papers, count, whole=whole)]
        for papers, count in (
            (alike.first_papers, len(one.first_papers)),
            (alike.second_papers, len(one.second_papers)),
        )
    ]
    longest = max(map(len, columns))
    filled = [[*column, *[""] * (longest - len(column))] for column in columns]
    for position, (left, right) in enumerate(zip(*filled, strict=True)):
        label = "" if position else "papers"
        yield Row(label=label, sides=(_plain(left), _plain(right)), most=3)
    if shared:
        yield Row(label="both with", sides=(_plain(shared), _plain(shared)), sign="=", most=3)


def _works(papers: Sequence[Paper], count: int, *, whole: bool) -> Iterator[str]:
    named = papers if whole else papers[:_PAPERS]
    for paper in named:
        facts = ", ".join(str(fact) for fact in (paper.year, paper.venue) if fact)
        yield shown(f"{plain(paper.title)[:300]}{f' ({facts[:120]})' if facts else ''}")
    if count > len(named):
        yield f"… ({count} in all)"


def of_choice(choice: Choice, *, whole: bool) -> Iterator[tuple[str, Spans, tuple[str, ...]]]:
    """(number, value, the records that state it) of each value that may be right."""
    texts = [shown(plain(option.text)[:_LONGEST]) for option in choice.options]
    for number, option in enumerate(choice.options):
        value, other = option.value, choice.options[0 if number else 1].value
        if choice.field == "keywords" and isinstance(value, tuple) and isinstance(other, tuple):
            spans = listed([*map(shown, value)], [*map(shown, other)])
        else:
            spans = marked(texts[number], texts[0 if number else 1])[0]
        if len(spans) == 1:  # all of it differs, or nothing: no word is to be pointed at
            spans = _plain(texts[number])
        yield str(number + 1), spans, _said(option, whole=whole)


def _said(option: Option, *, whole: bool) -> tuple[str, ...]:
    beside = option.beside or ("",) * len(option.by)
    every = [
        f"{who} · {what}" if what else who for who, what in zip(option.by, beside, strict=True)
    ]
    named = every if whole else every[:_BY]
    rest = [f"and {len(every) - len(named)} more"] if len(every) > len(named) else []
    return tuple(map(shown, (*named, *rest)))
