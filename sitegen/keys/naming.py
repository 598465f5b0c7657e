"""This is where a key is found that says what paper it is: a name people can read and type."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.text.markup import plain
from sitegen.text.slugs import allowed, slug

LONGEST = 80
"""Characters that a key has at most."""

_STATED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
# btxdoc, section 2, and biber's manual, section 2: neither takes these signs in a key; TeX has uses
# of its own for the last five.
_CITABLE = re.compile(r"[^\s\"#%'(),={}~\\&$^@]{1,200}")
_COMPOUND = re.compile(r"\W*\w{1,3}-\w")
# Words that say little about a title. English, German, French and Spanish articles and particles.
_SMALL = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "by", "do", "does", "for", "from", "how", "in"),
        *("into", "is", "it", "its", "of", "on", "or", "over", "s", "t", "the", "their", "to"),
        *("towards", "toward", "under", "upon", "using", "via", "vs", "what", "when", "where"),
        *("which", "why", "with", "without"),
        *("der", "die", "das", "ein", "eine", "und", "für", "von", "zu", "im", "am", "le"),
        *("la", "les", "un", "une", "des", "et", "du", "de", "sur", "el", "los", "las", "y"),
        "en",
    ]
)


def natural(
    title: str, authors: Sequence[Person], year: int | None, stated: Sequence[str] = ()
) -> str:
    """The key that a paper's facts suggest: family name, year and first significant title word.

    Without an author the title word leads; without a year there is none. A stated key that can be a
    file name is kept instead; one that can be cited only is made a file name.
    """
    for key in filter(is_key, stated):
        return key
    for key in filter(is_citable, stated):
        return allowed(slug(key, "paper")[:LONGEST].strip("-"))
    found = _words(title, leads=not authors)
    first = [*islice(filter(_is_telling, found), 1)]
    first = first or [*islice(_words(title, leads=not authors), 1)]
    family = [slug(authors[0].family, "").replace("-", "")] if authors else []
    lead = [part for part in family if part] or first or ["paper"]
    last = first if lead != first else []
    return allowed("".join((*lead, str(year) if year else "", *last))[:LONGEST].strip("-"))


def is_key(text: str) -> bool:
    """Whether *text* can be a paper's key: the name of its files, on every system."""
    return bool(_STATED.fullmatch(text)) and allowed(text) == text


def is_citable(text: str) -> bool:
    """Whether BibTeX and biber take *text* for a citation key, whatever it is as a file name."""
    return bool(_CITABLE.fullmatch(text)) and text.isprintable() and any(map(str.isalnum, text))


def significant(title: str, *, leads: bool) -> list[str]:
    """The words of *title* as keys write them, without small words unless there are no others.

    Where a word *leads* a key, a short one is kept with what it is joined to: "AD-BERT" is a name,
    "AD" says nothing.
    """
    found = list(_words(title, leads=leads))
    return [*filter(_is_telling, found)] or found


def _is_telling(word: str) -> bool:
    return word not in _SMALL


def _words(title: str, *, leads: bool) -> Iterator[str]:
    """What ``significant`` chooses from, one by one: mostly only the first is needed."""
    for token in plain(title).split():
        parts = [part for part in slug(token, "").split("-") if part]
        is_compound = leads and _COMPOUND.match(token) is not None
        if is_compound and len(parts) > 1 and parts[0] not in _SMALL:
            parts[:2] = ["".join(parts[:2])]
        yield from parts


class Taken:
    """The keys that are or were a paper's: none is given again, nor in other capitals."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._seen = {key.lower() for key in keys}
        self._next: dict[str, int] = {}  # the number to try next, by what stands before it

    def key_for(self, work: Paper) -> str:
        """A free key for *work*, which is taken from now on.

        Its natural key; lengthened by words of its title; then by a number.
        """
        key = self._free(work)
        self._seen.add(key.lower())
        return key

    def take(self, key: str) -> bool:
        """Take *key*, if it is free; whether it was."""
        is_free = self._is_free(key)
        if is_free:
            self._seen.add(key.lower())
        return is_free

    def _free(self, work: Paper) -> str:
        key = work.key
        if self._is_free(key):
            return key
        is_stated = key != natural(work.title, work.authors, work.year)
        following = [] if is_stated else significant(work.title, leads=not work.authors)[1:5]
        for word in following:
            longer = f"{key}-{word}"
            if len(longer) > LONGEST:
                break
            key = longer
            if self._is_free(key):
                return key
        return self._numbered((work.key if is_stated or not following else key)[:76])

    def _numbered(self, base: str) -> str:
        if self._is_free(base):
            return base
        number = self._next.get(base.lower(), 2)
        while True:
            ending = f"-{number}"
            key = allowed(base[: LONGEST - len(ending)] + ending)
            number += 1
            if self._is_free(key):
                self._next[base.lower()] = number
                return key

    def _is_free(self, key: str) -> bool:
        return key.lower() not in self._seen and allowed(key) == key
