"""This is where ``keys.lock`` is read and written: which name means which key, for ever.

A line is a name and a key, and the lines are sorted, so that two branches that add papers seldom
meet. A name is an anchor, 16 hex digits, or "redirect" and a key that leads to another since two
papers turned out to be one. Lines are added; only a redirect goes when the papers are parted again.
"""

import re
from collections.abc import Iterable, Mapping

from sitegen.errors import ContentError, Location
from sitegen.findings import Finding, quoted
from sitegen.keys.naming import is_key
from sitegen.model.paper import Paper

Lock = Mapping[str, str]
"""Key by name."""

_HEADER = "# anchor key: written by sitegen, never edited, committed with the sources.\n"
_LINE = re.compile(r"([0-9a-f]{16}|redirect (\S+)) (\S+)")
_MARKER = re.compile(r"(<{7}|\|{7}|={7}|>{7})( |$)")
_REDIRECT = "redirect "
_AGAIN = "commit the file once it has been written anew, with `sitegen convert` or a build"


def redirect(former: str) -> str:
    """The name under which the lock remembers where a *former* key leads."""
    return _REDIRECT + former


def redirects(lock: Lock) -> dict[str, str]:
    """The key that each former key leads to, which may be a former one itself."""
    length = len(_REDIRECT)
    return {name[length:]: key for name, key in lock.items() if name.startswith(_REDIRECT)}


def leads_to(key: str, lock: Lock) -> str:
    """The key that *key* leads to in the end: itself, if it is no former one."""
    while (further := lock.get(redirect(key))) is not None:
        key = further
    return key


def read(text: str, path: str) -> tuple[Lock, tuple[Finding, ...]]:
    """The keys that are taken, and what two branches did not agree about.

    Raises:
        ContentError: a line is not "name key", as after a merge with conflicts, its key cannot be a
            file name, or redirects lead in a circle; says the line.
    """
    lines: list[tuple[str, str, int]] = []
    keys: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if not found:
            raise _refusal(line, Location(path, number))
        name, former, key = found.groups()
        for one in (former, key) if former else (key,):
            if one not in keys and not is_key(one):
                raise ContentError(
                    f"the key {quoted(one)} cannot be a file name",
                    at=Location(path, number),
                    hint="delete the line, and the paper gets another key",
                )
            keys.add(one)
        lines.append((name, key, number))
    lock = {name: key for name, key, _ in lines}
    is_agreed = len(lock) == len(lines) and len(keys) == len({key.lower() for key in keys})
    notes: list[Finding] = []
    if not is_agreed:
        stated, notes = _of_one_spelling(lines, keys, path)
        lock = {name: min(found) for name, found in stated.items()}
    _refuse_circles(lock, lines, path)
    if not is_agreed:
        for name, places in stated.items():
            notes += _agreed(name, places, lock)
    return lock, tuple(notes)


def _refusal(line: str, at: Location) -> ContentError:
    """What is said about a line that is none of the lock's."""
    if _MARKER.match(line):
        return ContentError(
            f"git left a conflict here: {quoted(line)}",
            at=at,
            hint="keep the lines of both sides, delete those that git put in (<<<<<<<, =======, "
            ">>>>>>>) and build; `keys.lock merge=union` in content/.gitattributes does that alone",
        )
    return ContentError(
        f"this line is not an anchor and a key: {line[:60]!r}",
        at=at,
        hint="take the file from the last commit: only sitegen writes it",
    )


def _of_one_spelling(
    lines: Iterable[tuple[str, str, int]], keys: Iterable[str], path: str
) -> tuple[dict[str, dict[str, Location]], list[Finding]]:
    """Where each key of each name stands, by name, with one spelling of each key: keys that differ
    by case only are one file."""
    chosen: dict[str, str] = {}
    for key in sorted(keys):
        chosen.setdefault(key.lower(), key)
    found: dict[str, dict[str, Location]] = {}
    others: dict[str, Location] = {}
    for name, key, number in lines:
        at = Location(path, number)
        former = name.removeprefix(_REDIRECT)
        is_former = former != name
        for one in (former, key) if is_former else (key,):
            if chosen[one.lower()] != one:
                others.setdefault(one, at)
        of = redirect(chosen[former.lower()]) if is_former else name
        found.setdefault(of, {}).setdefault(chosen[key.lower()], at)
    notes = [
        Finding(
            code="key-clash",
            message=f"the keys '{chosen[key.lower()]}' and '{key}' differ by case only: one key",
            at=at,
            hint=_AGAIN,
        )
        for key, at in others.items()
    ]
    return found, notes


def _refuse_circles(lock: Lock, lines: Iterable[tuple[str, str, int]], path: str) -> None:
    further = redirects(lock)
    ended: set[str] = set()  # keys from which an end is reached
    for start in further:
        way: dict[str, None] = {}
        key = start
        while key in further and key not in ended:
            if key in way:
                circle = list(way)[list(way).index(key) :]
                names = {redirect(one).lower() for one in circle}
                shown = " -> ".join((*circle[:5], "…" if len(circle) > 5 else key))
                raise ContentError(
                    f"these redirects lead in a circle: {shown}",
                    at=Location(path, max(n for name, _, n in lines if name.lower() in names)),
                    hint="delete the line that is wrong",
                )
            way[key] = None
            key = further[key]
        ended.update(way)


def _agreed(name: str, found: Mapping[str, Location], lock: dict[str, str]) -> list[Finding]:
    """What is done about a name that has two keys: the first of them stays, the others lead to it.

    That is so whatever the order of the lines; a key whose paper turns out to be another one is
    that paper's again (``assign``).
    """
    first, *others = sorted(found)
    notes = []
    for other in others:
        start, end = leads_to(other, lock), leads_to(first, lock)
        former = name.removeprefix(_REDIRECT)
        if former == name and start != end:
            lock[redirect(start)] = end
        message = f"two branches gave one paper a key: '{first}' stays, '{other}' leads to it"
        if former != name:
            message = f"two branches lead '{former}' elsewhere: to '{first}', not to '{other}'"
        notes.append(
            Finding(
                code="key-clash",
                message=message,
                at=found[other],
                hint=_AGAIN,
            )
        )
    return notes


def write(lock: Lock) -> str:
    """*lock* as text: a line each, sorted."""
    return _HEADER + "".join(f"{name} {key}\n" for name, key in sorted(lock.items()))


def check(papers: Iterable[tuple[str, Paper]]) -> None:
    """Refuse a key or an alias that is no file name, or used twice, in papers with their paths.

    Raises:
        ContentError: at the first such key.
    """
    taken: dict[str, str] = {}  # path of the paper that has it, by key in lower case
    for path, paper in papers:
        for key in (paper.key, *paper.aliases):
            if not is_key(key):
                raise ContentError(
                    f"the key {quoted(key)} cannot be a file name",
                    at=Location(path, 1),
                    hint="letters, digits and hyphens can be; the site itself needs `index`",
                )
            if key.lower() in taken:
                raise ContentError(
                    f"the key {quoted(key)} is used already, in {taken[key.lower()]}",
                    at=Location(path, 1),
                    hint="give each paper a key, and each alias a name, of its own",
                )
            taken[key.lower()] = path
