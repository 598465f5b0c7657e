"""This is where the facts of papers are looked over: what is missing, and what cannot be."""

from collections import defaultdict
from collections.abc import Iterator

from sitegen.checks.rule import Collection, Problem, Rule, of_each, place
from sitegen.errors import Location
from sitegen.findings import quoted
from sitegen.model.paper import Paper

_FIRST_YEAR = 1500  # the earliest that sources have in numbers that are no other thing
# What the types of BibTeX require (btxdoc, section 3.1); "a|b": one of them.
_REQUIRED = {
    "article": ("authors", "venue", "year"),
    "book": ("authors|editors", "publisher", "year"),
    "inbook": ("authors|editors", "chapter|pages", "publisher", "year"),
    "incollection": ("authors", "venue", "publisher", "year"),
    "inproceedings": ("authors", "venue", "year"),
    "mastersthesis": ("authors", "school|institution|publisher", "year"),
    "phdthesis": ("authors", "school|institution|publisher", "year"),
    "thesis": ("authors", "school|institution|publisher", "year"),
    "proceedings": ("year",),
    "techreport": ("authors", "institution|publisher|school", "year"),
    "unpublished": ("authors", "note|howpublished|year"),
}
_NAMES = {"venue": {"article": "journal", "": "book title"}}


def _missing_field(paper: Paper) -> Iterator[tuple[str, str]]:
    required = _REQUIRED.get(paper.type or "")
    if not required:
        return
    further = {name.lower() for name, _ in paper.extra}
    missing = [
        choice
        for choice in required
        if not any(getattr(paper, n, None) or n in further for n in choice.split("|"))
    ]
    if missing:
        names = ", ".join(_called(choice, paper.type or "") for choice in missing)
        yield "type", f"'{paper.key}' is of type {paper.type} and states no {names}"


def _called(choice: str, kind: str) -> str:
    """What the required fields are called: "authors or editors"."""
    return " or ".join(
        _NAMES[name].get(kind, _NAMES[name][""]) if name in _NAMES else name
        for name in choice.split("|")
    )


def _odd_year(collection: Collection) -> Iterator[Problem]:
    for paper in collection.papers:
        if paper.year is None or _FIRST_YEAR <= paper.year <= collection.year + 1:
            continue
        when = f"before {_FIRST_YEAR}" if paper.year < _FIRST_YEAR else "still to come"
        message = f"the year of '{paper.key}' is {paper.year}, {when}"
        yield Problem(message=message, key=paper.key, at=place(paper, "year"))


def _id_conflict(collection: Collection) -> Iterator[Problem]:
    for name, called in _NAMES_OF_ONE:
        owners: dict[str, list[Paper]] = defaultdict(list)
        for paper in collection.papers:
            if value := getattr(paper, name):
                owners[value].append(paper)
        for value, papers in owners.items():
            for paper in papers[1:]:
                both = f"'{papers[0].key}' and '{paper.key}'"
                message = f"{both} have one {called}, {quoted(value)}"
                yield Problem(message=message, key=paper.key, at=place(paper, name))


_NAMES_OF_ONE = (("doi", "DOI"), ("arxiv", "arXiv identifier"), ("pmid", "PubMed identifier"))


def _duplicate_key(collection: Collection) -> Iterator[Problem]:
    """Per source: a key that stands there twice, or in two spellings that differ by case."""
    stated: dict[tuple[str, str], list[tuple[Location, str, str]]] = defaultdict(list)
    for paper in collection.papers:
        for mention in paper.mentions:
            if mention.id != str(mention.at):
                place_of = (mention.at.path, mention.id.lower())
                stated[place_of].append((mention.at, mention.id, paper.key))
    for uses in stated.values():
        if len(uses) < 2:
            continue
        first, *others = sorted(uses)
        for at, name, key in others:
            is_same = name == first[1]
            how = "stands" if is_same else f"differs by case only from {quoted(first[1])}"
            message = f"the key {quoted(name)} {how} in line {first[0].line}{' too' * is_same}"
            yield Problem(message=message, key=key, at=at)


RULES = (
    Rule(
        code="missing-field",
        reason="BibTeX's styles require it of this type, and print a gap or nothing without it.",
        hint="state it in the source or in a note, or state another type",
        look=of_each(_missing_field),
    ),
    Rule(
        code="odd-year",
        reason="A year before 1500 or after the next one is a slip of the keyboard.",
        hint="correct the year in the source or in a note",
        look=_odd_year,
    ),
    Rule(
        code="id-conflict",
        reason="A DOI or an arXiv identifier names one work: two papers that have it are one, or "
        "one of them has another's.",
        hint="correct the wrong one in the source or in a note",
        look=_id_conflict,
    ),
    Rule(
        code="duplicate-key",
        reason="BibTeX refuses a file in which two entries have one key, or takes the wrong one.",
        hint="give one of the entries another key in the source",
        look=_duplicate_key,
    ),
)
"""What is odd about facts."""
