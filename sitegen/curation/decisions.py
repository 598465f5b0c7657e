"""This is where ``curation.toml`` is read: what can be understood counts, the rest is findings."""

from collections.abc import Iterator, Mapping
from typing import Any

from sitegen.curation import layout, persons
from sitegen.curation.faults import Faults
from sitegen.errors import Location
from sitegen.findings import Finding, printable, quoted
from sitegen.model.curation import Curation, Ruling
from sitegen.notes import note
from sitegen.notes.note import Note
from sitegen.text.facts import Fact
from sitegen.text.fold import subject

_KNOWN = ("same", "not_same", "paper", "tags", "author")
_PREFERRED = "preferred"
_GROUP = 'a list of two references or more: ["smith2020nets", "10.1000/182"]'


def read(text: str, path: str) -> tuple[Curation, tuple[Note, ...], tuple[Finding, ...]]:
    """What a curator decided, the corrections of papers as notes, and what is wrong with it.

    Raises:
        ContentError: *text* is not TOML; says the line.
    """
    data, places = layout.parse(text.removeprefix("\ufeff"), path)
    faults = Faults(places, path)
    for name in data:
        if name not in _KNOWN:
            faults.unknown(name, _KNOWN, faults.at((name,)))
    tables = {name: _table(data, name, faults) for name in ("paper", "tags", "author")}
    notes: list[Note] = []
    preferred: dict[str, tuple[str, Location]] = {}
    for key, stated in tables["paper"].items():
        notes += _corrections(key, stated, preferred, faults)
    curation = Curation(
        same=_rulings(data, "same", faults),
        not_same=_rulings(data, "not_same", faults),
        preferred=preferred,
        tags=_aliases(tables["tags"], faults),
        authors=persons.read(tables["author"], faults),
    )
    return curation, tuple(notes), tuple(faults.found)


# Any: whatever TOML can say.
def _table(data: Mapping[str, Any], name: str, faults: Faults) -> dict[str, Any]:
    table = data.get(name, {})
    if isinstance(table, dict):
        return table
    example = {"paper": "[paper.KEY]", "author": '[author."NAME"]'}.get(name, f"[{name}]")
    faults.wrong(f"`{name}`", f"a table: a line {example}, and facts below it", faults.at((name,)))
    return {}


def _rulings(data: Mapping[str, Any], name: str, faults: Faults) -> tuple[Ruling, ...]:
    groups = data.get(name, [])
    if not isinstance(groups, list):
        faults.wrong(f"`{name}`", f"a list of groups, each {_GROUP}", faults.at((name,)))
        return ()
    found: list[Ruling] = []
    for number, group in enumerate(groups):
        at = faults.at((name,), number)
        is_list = isinstance(group, list) and all(isinstance(ref, str) for ref in group)
        refs = tuple(" ".join(ref.split()) for ref in group) if is_list else ()
        # That a record is not itself is a contradiction, and said where it is looked for.
        enough = refs if name == "not_same" else set(refs)
        if len(enough) < 2 or not all(refs):
            faults.wrong(f"a group of `{name}`", _GROUP, at)
        else:
            found.append(Ruling(refs=refs, at=at))
    return tuple(found)


def _aliases(table: Mapping[str, Any], faults: Faults) -> dict[str, str]:
    """The tag that is shown for each spelling, by its subject; of two for one the first."""
    shown: dict[str, str] = {}
    said: dict[str, Location] = {}
    for name, stated in table.items():
        at = faults.at(("tags", name))
        others = [stated] if isinstance(stated, str) else stated
        if not isinstance(others, list) or not all(isinstance(word, str) for word in others):
            faults.wrong(f"the tag {quoted(name)}", 'a list of other spellings: ["nlp"]', at)
            continue
        own = printable(" ".join(name.split()))
        # One that another tag claims as its spelling takes its own spellings there.
        tag = shown.get(subject(own), own)
        for word in (own, *others):
            about = subject(word)
            if about and shown.setdefault(about, tag) not in ({own} if word == own else {own, tag}):
                first = f"{quoted(shown[about])} in line {said[about].line}"
                faults.wrong(f"{quoted(word)}", f"one tag's, and is a spelling of {first}", at)
            said.setdefault(about, at)
    return shown


def _corrections(
    key: str, stated: object, preferred: dict[str, tuple[str, Location]], faults: Faults
) -> Iterator[Note]:
    """The note that a table about the paper *key* comes to; the version to show is set aside."""
    at = faults.at(("paper", key))
    if not isinstance(stated, dict):
        faults.wrong(f"the paper {quoted(key)}", f"a table: a line [paper.{key}]", at)
        return
    facts: list[Fact] = []
    for name, value in stated.items():
        place = faults.at(("paper", key, name))
        if name.strip().lower() == _PREFERRED:
            if isinstance(value, str) and value.strip():
                preferred[key] = " ".join(value.split()), place
            else:
                must = "the DOI, arXiv identifier, record or venue of a version, as text"
                faults.wrong("`preferred`", must, place)
            continue
        fact = _fact(name, value, place.line)
        if fact is None:
            faults.wrong(f"`{name}`", "text in quotation marks, a whole number or a list", place)
        else:
            facts.append(fact)
    found, odd = note.of_facts(key, facts, at, [_PREFERRED], is_file=False)
    faults.found += odd
    yield found


def _fact(name: str, value: object, line: int) -> Fact | None:
    """*value* as front matter would state it; None if nothing in it could.

    A number with a point is none: of 1706.10010 the last digit is lost.
    """
    own = name.strip().lower().replace("-", "_").replace(" ", "_")
    if isinstance(value, list):
        items = [_word(item) for item in value]
        words = tuple(item for item in items if item)
        return Fact(own, words, line) if len(words) == len(items) else None
    word = _word(value)
    return None if word is None else Fact(own, word.strip() or None, line)


def _word(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    # What else TOML has, dates, is written there as Python writes it.
    return None if isinstance(value, float | list | dict) else str(value)
