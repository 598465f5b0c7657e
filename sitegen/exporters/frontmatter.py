"""This is where a paper is written as Markdown with YAML front matter.

Each value is JSON, which YAML 1.2 contains: fast to write, read by every YAML parser, and read back
line by line without one.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from sitegen.model.paper import PUBLICATION, Conflict, Mention, Paper, Relation, Version
from sitegen.text.markdown import escape
from sitegen.text.names import to_bibtex

# What JSON may leave as it is, but YAML reads as a line break or refuses (YAML 1.2, 5.1 and 5.4).
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write(paper: Paper) -> str:
    """*paper* as a Markdown file: its facts as front matter, its abstract as the text."""
    lines = ["---"]
    for name, value in _facts(paper):
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{name}:")
            lines += [f"  - {_json(item)}" for item in value]
        else:
            lines.append(f"{name}: {_json(value)}")
    lines += ["---", ""]
    if paper.abstract:
        lines += [escape(paper.abstract), ""]
    if paper.notes:
        lines += ["## Notes", "", paper.notes, ""]
    return "\n".join(lines)


def _facts(paper: Paper) -> Iterator[tuple[str, Any]]:  # Any: whatever JSON can say
    """(name, value) in the order of the file; what is not stated is left out."""
    found = {
        "key": paper.key,
        "stated_key": paper.stated_key,
        "aliases": list(paper.aliases),
        "title": paper.title,
        "authors": [to_bibtex(person) for person in paper.authors],
        "others": paper.others,
        "editors": [to_bibtex(person) for person in paper.editors],
        "year": paper.year,
        "month": paper.month,
        "day": paper.day,
        "venue": paper.venue,
        "volume": paper.volume,
        "number": paper.number,
        "pages": paper.pages,
        "type": paper.type,
        "tags": list(paper.tags),
        "inferred_tags": list(paper.inferred_tags),
        "keywords": list(paper.keywords) if paper.keywords != paper.tags else [],
        "doi": paper.doi,
        "arxiv": paper.arxiv,
        "isbn": paper.isbn,
        "issn": paper.issn,
        "pmid": paper.pmid,
        "acl": paper.acl,
        "openreview": paper.openreview,
        "url": paper.url,
        "pdf": paper.pdf,
        "code": paper.code,
        "data": paper.data,
        "video": paper.video,
        "slides": paper.slides,
        "extra": [{name: value} for name, value in paper.extra],
        "sources": [_source(mention) for mention in paper.mentions],
        "corrections": [_source(note) for note in paper.corrections],
        "versions": [_version(version) for version in paper.versions],
        "conflicts": [_conflict(conflict) for conflict in paper.conflicts],
        "relations": [_relation(one) for one in paper.relations],
    }
    yield from ((name, value) for name, value in found.items() if value)


def _source(mention: Mention) -> dict[str, Any]:
    source: dict[str, Any] = {"at": str(mention.at), "gave": list(mention.gave)}
    if mention.id != str(mention.at):
        source["id"] = mention.id
    if mention.because:
        source["because"] = mention.because
    if mention.points:
        source["points"] = [f"{one.name}{one.value:+d}" for one in mention.points]
    return source


def _version(version: Version) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "preprint": version.is_preprint,
        "title": version.title,
        "authors": [to_bibtex(person) for person in version.authors],
        **{name: getattr(version, name) for name in PUBLICATION},
        "editors": [to_bibtex(person) for person in version.editors],
        "extra": [{name: value} for name, value in version.extra],
        "records": list(version.records),
    }
    return {name: value for name, value in facts.items() if value}


def _conflict(conflict: Conflict) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "field": conflict.field,
        "chosen": conflict.chosen,
        "by": list(conflict.by),
        "rule": conflict.rule,
        "rejected": [{"value": c.value, "by": list(c.by)} for c in conflict.rejected],
        "weight": conflict.weight,
    }
    return {name: value for name, value in facts.items() if value or name == "chosen"}


def _relation(relation: Relation) -> dict[str, str]:
    facts = {"kind": relation.kind, "key": relation.key, "cited_as": relation.stated_key}
    return {name: value for name, value in facts.items() if value}


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
