"""This is where ``site.toml`` becomes a Config: every key optional, an unknown one a finding."""

import difflib
import re
import tomllib
from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from sitegen.errors import ContentError, Location
from sitegen.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a curator may decide about a site, under ``[site]`` in ``content/site.toml``."""

    title: str = "Bibliography"
    """Name of the site: in the header, in the browser's tab, in the feed."""

    description: str = "A searchable bibliography."
    """One or two sentences that say what this collection is; shown on the home page."""

    url: str = ""
    """Public address, such as "https://lab.example/papers/"; the feed and the sitemap need it."""

    language: str = "en"
    """BCP 47 tag of the language that the pages are in."""

    papers_per_page: int = 50
    """Length of a page of a list of papers."""

    related_papers: int = 5
    """How many related papers a paper's page names at most."""

    inferred_tags: bool = True
    """Whether papers that state no keywords are given tags found in their title or abstract."""


_BOUNDS = {"papers_per_page": (1, 1000), "related_papers": (0, 50)}


def parse(
    text: str, path: str = "site.toml", *, url: str = ""
) -> tuple[Config, tuple[Finding, ...]]:
    """The configuration that *text* states, and a finding for each key that nobody reads.

    *url*, from the command line, is used in place of the stated address.

    Raises:
        ContentError: *text* is not TOML, or a value is not of its key's type; says the line.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise ContentError(
            f"this is not valid TOML: {reason[:1].lower()}{reason[1:]}",
            at=Location(path, line),
            hint='write `key = value`, a line each, text in quotation marks: title = "My papers"',
        ) from error
    notes = [_unknown(key, {"site"}, text, path) for key in table if key != "site"]
    section = table.get("site", {})
    if not isinstance(section, dict):
        raise ContentError(
            "`site` is a value, but must be a section",
            at=Location(path, _line(text, "site")),
            hint="write [site] on a line of its own, and the keys below it",
        )
    known = {field.name: field.default for field in fields(Config)}
    notes += [_unknown(key, set(known), text, path) for key in section if key not in known]
    values = {key: value for key, value in section.items() if key in known}
    for key, value in values.items():
        _check(key, value, known[key], Location(path, _line(text, key)))
    if url:
        _check("url", url, "", Location("--url"))
        values["url"] = url
    if values.get("url"):
        values["url"] = f"{values['url'].rstrip('/')}/"
    return Config(**values), tuple(notes)


def _check(key: str, value: object, default: object, at: Location) -> None:
    names = {str: "text in quotation marks", int: "a whole number", bool: "true or false"}
    if type(value) is not type(default):
        raise ContentError(
            f"`{key}` is {value!r}, but must be {names[type(default)]}",
            at=at,
            hint=f"for example: {key} = {_toml(default)}",
        )
    if isinstance(value, int) and key in _BOUNDS:
        low, high = _BOUNDS[key]
        if not low <= value <= high:
            raise ContentError(f"`{key}` is {value}, but must be from {low} to {high}", at=at)
    if key == "url" and value and urlsplit(str(value)).scheme not in ("http", "https"):
        raise ContentError(
            f"`url` is {value!r}, but must start with http:// or https://",
            at=at,
            hint='for example: url = "https://lab.example/papers/"',
        )
    if key == "language" and not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", str(value)):
        raise ContentError(
            f"`language` is {value!r}, but must be a language tag", at=at, hint='such as "en"'
        )


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _line(text: str, key: str) -> int:
    """1-based line on which *key* is set, 0 if it cannot be told."""
    pattern = re.compile(rf"^\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[\]=.]")
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.match(line):
            return number
    return 0


def _unknown(key: str, known: set[str], text: str, path: str) -> Finding:
    near = difflib.get_close_matches(key, sorted(known), n=1)
    return Finding(
        code="unknown-setting",
        message=f"nothing reads the setting '{key}'",
        at=Location(path, _line(text, key)),
        hint=f"did you mean `{near[0]}`?" if near else f"known: {', '.join(sorted(known))}",
    )
