"""This is where the pages are read and planned that the curator wrote: ``content/pages/*.md``."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen import targets
from sitegen.errors import Location
from sitegen.findings import Finding, quoted
from sitegen.model.page import Page
from sitegen.model.site import FreePage, Site
from sitegen.notes import note
from sitegen.text import facts, prose, writing
from sitegen.text.facts import Fact
from sitegen.text.fold import fold
from sitegen.text.nodes import Node
from sitegen.text.slugs import slug
from sitegen.text.tidy import tidy

RESERVED = frozenset(
    [
        *("index", "search", "404", "sitemap", "feed", "bibliography", "quality", "ours"),
        *("basket", "cite", "opensearch"),
        *("quality-conflicts", "quality-findings", "quality-merges", "quality-names"),
        *("quality-pairs", "quality-quarantined"),
    ]
)
"""Addresses at the top of the site that other pages and files have."""

_KNOWN = frozenset({"title", "menu", "order"})
_LAST = 10**9
_NOT_SHOWN = ("false", "no", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What ``page.html`` sees."""

    title: str
    """Its heading."""

    description: str
    """How it begins, in plain words."""

    body: tuple[Node, ...]
    """What it says."""


def plan(site: Site) -> Iterator[Page]:
    """A page for each Markdown file in ``content/pages/``."""
    if not site.free:
        return
    lead = targets.lead("pages", "", targets.known(site.papers, site.free, site.attached))
    for page in site.free:
        body = prose.tree(page.body, top=2, lead=lead)
        context = Context(title=page.title, description=writing.plain(page.body), body=body)
        yield Page(page.url, "page.html", context)


def read(sources: Sequence[tuple[str, str]]) -> tuple[tuple[FreePage, ...], tuple[Finding, ...]]:
    """The pages of *sources*, (path, text) pairs, in the order of the menu, and what is wrong."""
    found: list[Finding] = []
    ordered: list[tuple[tuple[object, ...], FreePage]] = []
    owners: dict[str, str] = {}
    for path, text in sorted(sources):
        head = facts.split(text)
        found += note.faults(head, path)
        stated = {fact.name: fact for fact in head.facts}
        found += (
            note.unknown(fact, path, _KNOWN) for fact in head.facts if fact.name not in _KNOWN
        )
        name = slug(posixpath.splitext(posixpath.basename(path))[0], "page")
        if name in RESERVED or name in owners:
            found.append(_taken(path, name, owners.get(name)))
            continue
        owners[name] = path
        page, odd = _page(path, name, head, stated)
        found += odd
        order, odd = _order(stated.get("order"), path)
        found += odd
        ordered.append(((order, fold(page.title), page.url), page))
    return tuple(page for _, page in sorted(ordered, key=lambda item: item[0])), tuple(found)


def _page(
    path: str, name: str, head: facts.Head, stated: dict[str, Fact]
) -> tuple[FreePage, list[Finding]]:
    """A page; its heading is the title stated, else its own first one, else its file's name."""
    odd: list[Finding] = []
    own, rest = writing.heading(head.body or "")
    title = _text(stated.get("title"), path, odd)
    if title is None or title == own:
        title = title or own or name.replace("-", " ").capitalize()
        cut = (head.body or "").count("\n") - rest.count("\n")
    else:
        rest, cut = head.body or "", 0
    menu = _text(stated.get("menu"), path, odd)
    is_hidden = menu is not None and menu.lower() in _NOT_SHOWN
    is_plain = menu is None or menu.lower() in ("true", "yes", "on")
    page = FreePage(
        url=f"{name}.html",
        title=title,
        menu=None if is_hidden else title if is_plain else menu,
        body=rest,
        at=Location(path, head.line + cut),
    )
    return page, odd


def _text(fact: Fact | None, path: str, odd: list[Finding]) -> str | None:
    if fact is None or fact.value is None:
        return None
    if not isinstance(fact.value, str):
        odd.append(note.wrong(fact.name, "one value, not a list", Location(path, fact.line)))
        return None
    return tidy(fact.value) or None


def _order(fact: Fact | None, path: str) -> tuple[int, list[Finding]]:
    """The place of a page in the menu; those that state none come last, by title."""
    if fact is None or fact.value is None:
        return _LAST, []
    text = str(fact.value)
    if text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 9:
        return int(text), []
    return _LAST, [note.wrong("order", "a whole number", Location(path, fact.line))]


def _taken(path: str, name: str, owner: str | None) -> Finding:
    whose = f"by {quoted(owner)}" if owner else "by a page of the site itself"
    return Finding(
        code="page-address",
        message=f"the address '{name}.html' is taken {whose}; this page is left out",
        at=Location(path),
        hint="give the file another name",
    )
