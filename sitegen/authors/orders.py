"""This is where a curator's orders about persons are understood: whose is which name, and where.

Two orders that claim the same name stop the program, unless each says which papers are meant.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.authors.census import Claims
from sitegen.authors.name import identity
from sitegen.errors import ContentError
from sitegen.findings import Finding, quoted
from sitegen.model.curation import AuthorOrder
from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.text import names
from sitegen.text.nearest import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What all orders together say."""

    claims: Claims
    """Whose each identity is."""

    parted: Mapping[str, str]
    """The identity of spellings that a curator keeps from others with the same letters."""

    apart: Mapping[str, frozenset[str]]
    """By label the identities that are other people's."""

    orders: Mapping[str, AuthorOrder]
    """By label."""


def printed(text: str) -> Person:
    """The person of a name as a curator writes it."""
    return names.person(text) or Person(family=text)


def shown(order: AuthorOrder) -> Person:
    """How the site shows the person of *order*."""
    return printed(order.name)


def own_names(order: AuthorOrder) -> tuple[str, ...]:
    """The names of *order* that can stand in bylines, those of today first.

    A label beside a name, such as "Wei Wang (Oxford)", only tells people apart.
    """
    is_remark = order.label != order.name and any(sign in order.label for sign in "()[]")
    labels = () if is_remark else (order.label,)
    return tuple(dict.fromkeys((order.name, *labels, *order.also, *order.former)))


def read(orders: Sequence[AuthorOrder]) -> Ruled:
    """What *orders* say together.

    Raises:
        ContentError: two of them contradict each other, or one itself.
    """
    _check_orcids(orders)
    parted = _parted(orders)
    claims: dict[str, list[tuple[frozenset[str] | None, str]]] = defaultdict(list)
    owners: dict[str, list[AuthorOrder]] = defaultdict(list)
    for order in orders:
        keys = frozenset(order.papers) if order.papers else None
        for letters in dict.fromkeys(of(name, parted) for name in own_names(order)):
            for other in owners[letters]:
                _check_claims(letters, other, order, parted)
            owners[letters].append(order)
            claims[letters].append((keys, order.label))
    return Ruled(
        claims=claims,
        parted=parted,
        apart={
            order.label: frozenset(of(name, parted) for name in order.not_same)
            for order in orders
            if order.not_same
        },
        orders={order.label: order for order in orders},
    )


def of(name: str, parted: Mapping[str, str]) -> str:
    """The identity of a name as a curator writes it."""
    person = printed(name)
    return parted.get(str(person).casefold()) or identity(person)


def _parted(orders: Iterable[AuthorOrder]) -> dict[str, str]:
    found: dict[str, str] = {}
    for order in orders:
        own = {str(printed(name)).casefold() for name in own_names(order)}
        letters = {identity(printed(name)) for name in own_names(order)}
        for name in order.not_same:
            person = printed(name)
            spelling = str(person).casefold()
            if spelling in own:
                raise ContentError(
                    f"{quoted(name)} is both a name of '{order.label}' and somebody else's",
                    at=order.at,
                    hint="take it out of one of the lists, or say with `papers` which are theirs",
                )
            if identity(person) in letters:
                found[spelling] = f"{identity(person)} {spelling}"
    return found


def _check_claims(
    letters: str, one: AuthorOrder, other: AuthorOrder, parted: Mapping[str, str]
) -> None:
    if (one.papers or other.papers) and set(one.papers).isdisjoint(other.papers):
        return
    claimed = next(name for name in own_names(other) if of(name, parted) == letters)
    both = sorted(set(one.papers) & set(other.papers))
    where = f" in {quoted(both[0])}" if both else ""
    raise ContentError(
        f"{quoted(claimed)}{where} is claimed for two people: '{one.label}' ({one.at}) and"
        f" '{other.label}' ({other.at})",
        at=other.at,
        hint="say with `papers` which papers are whose, or take the name out of one of them",
    )


def _check_orcids(orders: Iterable[AuthorOrder]) -> None:
    holders: dict[str, AuthorOrder] = {}
    for order in orders:
        if order.orcid and holders.setdefault(order.orcid, order) is not order:
            one = holders[order.orcid]
            raise ContentError(
                f"{order.orcid} is the ORCID iD of two people: '{one.label}' ({one.at}) and"
                f" '{order.label}' ({order.at})",
                at=order.at,
                hint="if they are one, name one in the `also` of the other",
            )


def unknown(orders: Sequence[AuthorOrder], papers: Sequence[Paper]) -> Iterator[Finding]:
    """A finding for each name and each paper of *orders* that does not exist, and what is near."""
    if not orders:
        return
    ruled = read(orders)
    people = dict.fromkeys(p for paper in papers for p in (*paper.authors, *paper.editors))
    there = {ruled.parted.get(str(p).casefold()) or identity(p) for p in people}
    keys = {key for paper in papers for key in (paper.key, *paper.aliases)}
    known: Names | None = None
    spelt: dict[str, str] = {}
    for order in orders:
        lost = [n for n in _listed(order) if of(n, ruled.parted) not in there]
        if not any(of(n, ruled.parted) in there for n in own_names(order)):
            lost.insert(0, order.name)
        for name in dict.fromkeys(lost):
            spelt = spelt or {str(p).lower(): str(p) for p in sorted(people)}
            known = known or Names(spelt)
            near = spelt.get(known.nearest(name) or "")
            yield Finding(
                code="unknown-author",
                message=f"no paper has an author {quoted(name)}",
                at=order.at,
                hint=f"did you mean '{near}'?" if near else "write the name as the papers do",
            )
        yield from _unknown_papers(order, keys)


def _listed(order: AuthorOrder) -> tuple[str, ...]:
    return (*order.also, *order.former, *order.not_same)


def _unknown_papers(order: AuthorOrder, keys: Iterable[str]) -> Iterator[Finding]:
    lost = [key for key in order.papers if key not in keys]
    known = Names(sorted(keys)) if lost else None
    for key in lost:
        near = known.nearest(key) if known else None
        yield Finding(
            code="unknown-reference",
            message=f"there is no paper {quoted(key)} that could be by '{order.label}'",
            at=order.at,
            hint=f"did you mean `{near}`?" if near else "`papers` are keys",
        )
