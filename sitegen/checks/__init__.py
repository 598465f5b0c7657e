"""This is where papers are looked over for what a curator would want to know before readers do.

Every rule has a code, a reason and a hint (``RULES``). A rule sees the whole collection and changes
nothing. What it finds can be switched off for all papers or for one; what it mends for certain
becomes a ``Fix``, which goes into the paper's note.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sitegen.checks import facts, links, variants, words
from sitegen.checks.rule import Collection, Rule
from sitegen.errors import Location
from sitegen.findings import Finding, quoted
from sitegen.model.paper import Paper

RULES: tuple[Rule, ...] = tuple(
    sorted((*words.RULES, *facts.RULES, *variants.RULES, *links.RULES), key=lambda rule: rule.code)
)
"""All rules, by code."""

_ADDRESS = "What is not an address of the web must not become a link."
_IDENTIFIER = "An identifier that cannot be one leads readers nowhere."
ELSEWHERE: Mapping[str, str] = {
    **dict.fromkeys(
        (f"bad-{name}" for name in ("code", "data", "pdf", "slides", "url", "video")), _ADDRESS
    ),
    **dict.fromkeys(
        (f"bad-{name}" for name in ("acl", "arxiv", "doi", "isbn", "issn", "openreview", "pmid")),
        _IDENTIFIER,
    ),
    "bad-year": "A paper without a year is listed as undated.",
    "encoding": "Letters are lost where the encoding of a file has to be guessed.",
    "key-changed": "Who cites the paper by the key in its source does not find it.",
    "long-title": "A title of more than 500 characters is probably an abstract.",
    "undefined-macro": "BibTeX prints nothing for a string that is not defined.",
}
"""Reasons of further findings that can be switched off: they are made where sources are read."""

CODES = frozenset({rule.code for rule in RULES} | set(ELSEWHERE))
"""Codes that can be switched off."""

Codes = Sequence[tuple[str, Location]]
"""Codes that are not wanted, each with where that is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """What is switched off."""

    everywhere: Codes = ()
    """For all papers."""

    papers: Mapping[str, Codes] = field(default_factory=dict)
    """For single papers, by key."""

    def codes(self, key: str | None = None) -> frozenset[str]:
        """What is off for all papers, or else for the one of that *key*."""
        stated = self.everywhere if key is None else self.papers.get(key, ())
        return frozenset(code for code, _ in stated) & CODES


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """A field of a paper that is certainly meant otherwise than it is stated."""

    key: str
    """The paper."""

    field: str
    """Name of the field."""

    stated: str
    """What its text is."""

    meant: str | None
    """What it is meant to be; None for nothing."""

    def __str__(self) -> str:
        meant = quoted(self.meant) if self.meant else "nothing"
        return f"{self.field} is now {meant}; it was {quoted(self.stated)}"


def run(collection: Collection, off: Off) -> tuple[Finding, ...]:
    """What the rules find, without what is *off*."""
    found = [
        _finding(rule.code, rule, problem.message, problem.at)
        for rule in RULES
        if rule.code not in off.codes()
        for problem in rule.look(collection)
        if problem.key is None or rule.code not in off.codes(problem.key)
    ]
    stated = [*off.everywhere, *(code for codes in off.papers.values() for code in codes)]
    return (*found, *_unknown(stated))


def _finding(code: str, rule: Rule, message: str, at: Location | None) -> Finding:
    return Finding(code=code, message=message, at=at, severity=rule.severity, hint=rule.hint)


def _unknown(off: Iterable[tuple[str, Location]]) -> Iterator[Finding]:
    for code, at in off:
        if code not in CODES:
            near = difflib.get_close_matches(code[:60], sorted(CODES), n=1)
            yield Finding(
                code="unknown-rule",
                message=f"there is no rule {quoted(code)} that could be switched off",
                at=at,
                hint=f"did you mean `{near[0]}`?" if near else "`sitegen check --rules` lists them",
            )


def wanted(findings: Iterable[Finding], papers: Iterable[Paper], off: Off) -> tuple[Finding, ...]:
    """*findings* from reading the sources, without what is *off*; what was set aside always stays.

    For one paper that is what was found where its records stand.
    """
    everywhere = off.codes()
    places: dict[Location, frozenset[str]] = {}
    for paper in papers if off.papers else ():
        codes = off.codes(paper.key)
        for mention in paper.mentions if codes else ():
            places[mention.at] = places.get(mention.at, frozenset()) | codes
    return tuple(
        f
        for f in findings
        if f.is_quarantined
        or (f.code not in everywhere and (f.at is None or f.code not in places.get(f.at, ())))
    )


def fixes(papers: Iterable[Paper], off: Off) -> tuple[Fix, ...]:
    """What can be mended for certain, by key and field; texts that a note states are its own."""
    found: list[Fix] = []
    on = [rule for rule in RULES if rule.mend and rule.code not in off.codes()]
    for paper in papers:
        noted = {name for note in paper.corrections for name in note.gave}
        unwanted = off.codes(paper.key) if paper.key in off.papers else ()
        menders = [rule for rule in on if rule.code not in unwanted] if unwanted else on
        for name in ("title", "venue", "abstract"):
            stated = getattr(paper, name)
            if stated and name not in noted:
                meant = _mended(name, stated, paper, menders)
                if meant != stated and (meant or name != "title"):
                    found.append(Fix(paper.key, name, stated, meant))
    return tuple(sorted(found, key=lambda fix: (fix.key, fix.field)))


def _mended(name: str, text: str, paper: Paper, rules: Sequence[Rule]) -> str | None:
    """*text* when every rule has mended it, one after the other, until there is nothing left."""
    meant: str | None = text
    while True:
        before = meant
        for rule in rules:
            if rule.mend and meant:
                meant = rule.mend(name, meant, paper)
        if meant == before or meant is None:
            return meant
