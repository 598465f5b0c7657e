"""This is where papers become files and files become papers: the contract between the two halves.

bibliography.bib          every paper, for other programs
bibliography-ascii.bib    what a citation needs, in ASCII: for bibtex with pdflatex
papers/<key>.md           one paper each: the whole of what the site needs
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from sitegen.errors import ContentError, Location
from sitegen.exporters import bibtex, frontmatter
from sitegen.findings import quoted
from sitegen.model.mapping import Map
from sitegen.model.paper import Claim, Conflict, Mention, Paper, Relation, Version
from sitegen.model.record import Person
from sitegen.model.verdict import Point
from sitegen.text import identifiers, markdown, names
from sitegen.text.tidy import tidy_marked, visible

_LINE = re.compile(r"^([a-z_]+):(?: (.+))?$")
_ITEM = "  - "
_POINT = re.compile(r"(.+)([+-][0-9]+)", re.DOTALL)
_NOTES = re.compile(r"^## Notes[ \t]*$", re.MULTILINE)


def files(papers: Iterable[Paper], run: Map = map) -> Iterator[tuple[str, str]]:
    """(path below the library's folder, text) of each file, by path."""
    ordered = sorted(papers, key=lambda paper: paper.key)
    written = list(run(_both, ordered))
    yield "bibliography-ascii.bib", bibtex.join(in_ascii for _, in_ascii in written)
    yield "bibliography.bib", bibtex.join(complete for complete, _ in written)
    for paper in ordered:
        yield f"papers/{paper.key}.md", frontmatter.write(paper)


def _both(paper: Paper) -> tuple[str, str]:
    """*paper* as BibTeX in UTF-8 and in ASCII."""
    brief = bibtex.entry(paper)
    return bibtex.entry(paper, is_complete=True), bibtex.in_ascii(paper, brief)


def read(source: tuple[str, str]) -> Paper:
    """The paper of *source*, a (path, text) pair; whatever ``files`` wrote reads back the same.

    Hand-written front matter in any YAML is read too, with authors as "Given Family" or
    "Family, Given".

    Raises:
        ContentError: the front matter is missing, broken, or has no key or title; says the line.
    """
    path, text = source
    lines = text.split("\n")
    if lines[0].strip() != "---" or "---" not in (line.rstrip() for line in lines[1:]):
        raise ContentError(
            "this file has no front matter",
            at=Location(path, 1),
            hint="begin it with a line ---, lines of `name: value`, and a line ---",
        )
    end = next(n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    facts = _own_format(lines[1:end])
    if facts is None:
        facts = _any_yaml("\n".join(lines[1:end]), path)
    body, *notes = _NOTES.split("\n".join(lines[end + 1 :]), maxsplit=1)
    for name in ("key", "title"):
        if not isinstance(facts.get(name), str) or not facts[name].strip():
            raise ContentError(
                f"this paper has no {name}",
                at=Location(path, 1),
                hint=f"write `{name}: ...` between the lines ---",
            )
    try:
        return _paper(facts, body.strip(), "".join(notes))
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ContentError(
            f"the front matter makes no sense: {error}",
            at=Location(path, 1),
            hint="the papers that `sitegen convert` writes show how each value is written",
        ) from error


# Any, here and below: front matter is whatever somebody wrote; it is typed in _paper.
def _own_format(lines: list[str]) -> dict[str, Any] | None:
    """The facts of front matter that is written as ``frontmatter.write`` writes it, else None."""
    facts: dict[str, Any] = {}
    name = ""
    try:
        for line in lines:
            if line.startswith(_ITEM) and name and isinstance(facts[name], list):
                facts[name].append(json.loads(line[len(_ITEM) :]))
                continue
            found = _LINE.match(line)
            if not found or found[1] in facts:
                return None
            name = found[1]
            facts[name] = json.loads(found[2]) if found[2] else []
    except ValueError:
        return None
    return facts


def _any_yaml(text: str, path: str) -> dict[str, Any]:
    try:
        facts = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).split("\n")[0]
        at = Location(path, mark.line + 2 if mark else 1)
        raise ContentError(
            f"the front matter is not valid YAML: {reason}",
            at=at,
            hint="put text with signs in it between quotation marks",
        ) from error
    if not isinstance(facts, dict):
        raise ContentError(
            "the front matter has no `name: value` lines",
            at=Location(path, 1),
            hint="write `key: ...` and `title: ...` at least",
        )
    return facts


def _paper(facts: Mapping[str, Any], body: str, notes: str) -> Paper:
    keywords = _texts(facts.get("keywords"))
    tags = _texts(facts.get("tags"))
    return Paper(
        key=facts["key"].strip(),
        stated_key=_text(facts.get("stated_key")),
        aliases=_texts(facts.get("aliases")),
        title=" ".join(visible(facts["title"]).split()),
        authors=tuple(_people(facts.get("authors"))),
        others=facts.get("others") is True,
        **_publication(facts),
        abstract=_abstract(body),
        keywords=keywords or tags,
        tags=tags,
        inferred_tags=_texts(facts.get("inferred_tags")),
        extra=_extra(facts),
        mentions=tuple(_mention(source) for source in facts.get("sources", ())),
        corrections=tuple(_mention(note) for note in facts.get("corrections", ())),
        versions=tuple(_version(version) for version in facts.get("versions", ())),
        conflicts=tuple(_conflict(conflict) for conflict in facts.get("conflicts", ())),
        relations=tuple(_relation(relation) for relation in facts.get("relations", ())),
        notes=markdown.trimmed(notes),
        acl=_text(facts.get("acl")),
        openreview=_text(facts.get("openreview")),
        code=_address(facts.get("code")),
        data=_address(facts.get("data")),
        video=_address(facts.get("video")),
        slides=_address(facts.get("slides")),
    )


_TEXTS = ("venue", "volume", "number", "pages", "type", "isbn", "issn", "pmid")


def _publication(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a publication, of a paper or of one of its versions."""
    found: dict[str, Any] = {name: _text(facts.get(name)) for name in _TEXTS}
    for name, greatest in (("year", 9999), ("month", 12), ("day", 31)):
        found[name] = _number(name, facts.get(name), greatest)
    for name in ("url", "pdf"):
        found[name] = _address(facts.get(name))
    return {
        **found,
        "editors": tuple(_people(facts.get("editors"))),
        "doi": identifiers.doi(_text(facts.get("doi")) or ""),
        "arxiv": identifiers.arxiv(_text(facts.get("arxiv")) or ""),
    }


def _address(value: object) -> str | None:
    return identifiers.url(_text(value) or "")


def _extra(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((n, str(v)) for item in facts.get("extra", ()) for n, v in item.items())


def _text(value: object) -> str | None:
    return visible(str(value)).strip() or None if value is not None else None


def _number(name: str, value: object, greatest: int) -> int | None:
    text = _text(value)
    if text and not (re.fullmatch("[0-9]{1,4}", text) and int(text) <= greatest):
        raise ValueError(f"`{name}` is {quoted(text)}, but must be a number up to {greatest}")
    return int(text) or None if text else None


def _texts(value: object) -> tuple[str, ...]:
    items = value.split(",") if isinstance(value, str) else value or ()
    return tuple(text for item in items if (text := _text(item)))  # type: ignore[attr-defined]  # a non-list is a TypeError, which read() reports


def _people(value: object) -> Iterator[Person]:
    if isinstance(value, str):
        yield from names.from_prose(value)[0]
        return
    for item in value or ():  # type: ignore[attr-defined]  # as above
        one = names.person(str(item))
        if one is not None:
            yield one


def _abstract(body: str) -> str | None:
    if "\n" not in body:
        return visible(markdown.marked(body)) or None
    return tidy_marked(markdown.marked(" ".join(body.split()))) or None


def _mention(source: Mapping[str, Any]) -> Mention:
    path, _, line = source["at"].rpartition(":")
    at = Location(path, int(line)) if path and line.isdigit() else Location(source["at"])
    return Mention(
        id=source.get("id", source["at"]),
        at=at,
        gave=tuple(source.get("gave", ())),
        because=source.get("because", ""),
        points=tuple(map(_point, source.get("points", ()))),
    )


def _point(text: str) -> Point:
    """The point that "title-equal+60" says."""
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(f"{quoted(text)} is no point, such as 'title-equal+60'")
    return Point(found[1], int(found[2]))


def _version(version: Mapping[str, Any]) -> Version:
    return Version(
        is_preprint=version.get("preprint") is True,
        title=_text(version.get("title")),
        authors=tuple(_people(version.get("authors"))),
        extra=_extra(version),
        records=_texts(version.get("records")),
        **_publication(version),
    )


def _relation(relation: Mapping[str, Any]) -> Relation:
    return Relation(
        kind=str(relation["kind"]), key=str(relation["key"]), stated_key=relation.get("cited_as")
    )


def _conflict(conflict: Mapping[str, Any]) -> Conflict:
    return Conflict(
        field=conflict["field"],
        chosen=conflict["chosen"],
        by=tuple(conflict.get("by", ())),
        rule=conflict["rule"],
        weight=int(conflict.get("weight", 0)),
        rejected=tuple(
            Claim(value=claim["value"], by=tuple(claim["by"])) for claim in conflict["rejected"]
        ),
    )
