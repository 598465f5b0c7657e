"""This is where people become headings: what they are listed as, their addresses, their company."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sitegen.authors.census import MOST_AUTHORS
from sitegen.model.paper import Paper
from sitegen.model.person import Identity, People
from sitegen.model.record import Person
from sitegen.model.site import Author, Often, Profile
from sitegen.text.fold import fold
from sitegen.text.slugs import distinct, slug

_COAUTHORS = 10
_VENUES = 5


def headings(
    people: People, papers: Sequence[Paper], venues: Mapping[str, tuple[str, str]]
) -> tuple[Author, ...]:
    """A heading for each of *people*, in their order, with their *papers* in the order given.

    *venues* has the name and the address of each venue as papers state it.
    """
    wrote: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers:
        for one in dict.fromkeys(people.of[paper.key]):
            wrote[one].append(paper)
    slugs = distinct(slug(one.address, "author") for one in people.people)
    moved = _moved(people.people, slugs)
    urls = [f"authors/{name}.html" for name in slugs]
    return tuple(
        Author(
            name=str(one.name),
            url=urls[number],
            listed_as=_inverted(one.name) + _remark(one),
            sort_key=" ".join((fold(one.name.family), fold(one.name.given))).strip(),
            variants=one.variants,
            papers=tuple(wrote[number]),
            profile=Profile(
                is_ours=one.is_ours,
                orcid=one.orcid,
                url=one.url,
                span=_span(wrote[number]),
                coauthors=_company(number, wrote[number], people, urls),
                venues=_venues(wrote[number], venues),
            ),
            moved=tuple(sorted(f"authors/{name}.html" for name in moved.get(number, ()))),
        )
        for number, one in enumerate(people.people)
    )


def _inverted(person: Person) -> str:
    """A name as indexes print it: "Kaiser, Łukasz", "Beethoven, Ludwig van"."""
    behind = " ".join(part for part in (person.given, person.particle) if part)
    return ", ".join(part for part in (person.family, person.suffix, behind) if part)


def _remark(one: Identity) -> str:
    """What a curator tells people of one name apart by: " (Oxford)"."""
    name = str(one.name)
    return one.address.removeprefix(name) if one.address.startswith(f"{name} ") else ""


def _moved(people: Iterable[Identity], slugs: Sequence[str]) -> dict[int, list[str]]:
    """What pages of other names are called, for each person who has some; nobody else's page."""
    taken = set(slugs)
    found: dict[int, list[str]] = defaultdict(list)
    for number, one in enumerate(people):
        if one.variants or one.address != str(one.name):
            for name in (*one.variants, str(one.name)):
                own = slug(name, "author")
                if own not in taken:
                    taken.add(own)
                    found[number].append(own)
    return found


def _span(papers: Iterable[Paper]) -> str:
    years = [paper.year for paper in papers if paper.year]
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def _company(
    number: int, papers: Iterable[Paper], people: People, urls: Sequence[str]
) -> tuple[Often, ...]:
    """Those with whom somebody wrote most; on papers of a crowd nobody is met."""
    often: Counter[int] = Counter()
    for paper in papers:
        row = people.of[paper.key]
        if len(row) <= MOST_AUTHORS:
            often.update({*row} - {number})
    most = sorted(often, key=lambda one: (-often[one], one))[:_COAUTHORS]
    known = ((people.people[n], n) for n in most)
    return tuple(Often(f"{one.name}{_remark(one)}", urls[n], often[n]) for one, n in known)


def _venues(papers: Iterable[Paper], venues: Mapping[str, tuple[str, str]]) -> tuple[Often, ...]:
    often = Counter(venues[paper.venue] for paper in papers if paper.venue)
    most = sorted(often, key=lambda venue: (-often[venue], venue))[:_VENUES]
    return tuple(Often(name, url, often[name, url]) for name, url in most)
