"""This is where ``site.toml`` becomes a Config: every key optional, an unknown one a finding."""

import difflib
import re
import tomllib
from dataclasses import dataclass, fields
from typing import Any

from sitegen.errors import ContentError, Location, UsageError
from sitegen.findings import Finding, printable, quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a curator may decide about a site, in ``content/site.toml``.

    Under ``[site]``, but for ``off``, which stands under ``[check]``, ``prefer`` under
    ``[versions]``, ``policy`` under ``[dedupe]`` and ``most_kilobytes`` under ``[search]``.
    """

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

    formats: tuple[str, ...] = ("ris", "csl", "markdown", "jsonl")
    """Formats besides BibTeX in which papers and lists of papers can be downloaded."""

    repository: str = ""
    """Where the content folder is kept, such as "https://github.com/lab/papers/blob/main"; the
    pages about quality then lead to the lines of the sources."""

    quality_pages: bool = True
    """Whether the site has pages about its quality: merges, pairs to review, findings."""

    prefer: str = "published"
    """Which version of a paper is shown first: "published", "latest" or "earliest"."""

    policy: str = "same-work"
    """What is one paper: "same-work", all versions of a work, or "same-publication", each alone."""

    most_kilobytes: int = 0
    """What a reader's first search may fetch, in thousands of bytes; 0 for no limit."""

    off: tuple[tuple[str, Location], ...] = ()
    """Codes of findings that are not wanted, each with where that is said."""


_CHOICES = {
    "prefer": ("published", "latest", "earliest"),
    "policy": ("same-work", "same-publication"),
}
_ELSEWHERE = {
    "off": "check",
    "prefer": "versions",
    "policy": "dedupe",
    "most_kilobytes": "search",
}
_KEYS = {field.name: field.default for field in fields(Config) if field.name != "off"}
_SECTIONS = {
    "site": set(_KEYS) - _ELSEWHERE.keys(),
    **{section: {key} for key, section in _ELSEWHERE.items()},
}
_FORMATS = ("bibtex", *Config().formats)
_BOUNDS = {"papers_per_page": (1, 1000), "related_papers": (0, 50), "most_kilobytes": (0, 100_000)}
_REPOSITORY = re.compile(
    r"https?://[^\s/?#\"'<>\\{}]+/([^\s\"'<>\\{}]|\{path\}|\{line\})*", re.IGNORECASE
)
_BARE = re.compile(
    r"https?://(?!github\.com/|gitlab\.|bitbucket\.org/)[^/]+/[^/]+/[^/]+/?", re.IGNORECASE
)
_URL = re.compile(r"https?://[^\s/?#\[\]\"'<>\\]+(/[^\s?#\"<>\\]*)?", re.IGNORECASE)


def parse(
    text: str, path: str = "site.toml", *, url: str = ""
) -> tuple[Config, tuple[Finding, ...]]:
    """The configuration that *text* states, and a finding for each key that nobody reads.

    *url*, from the command line, is used in place of the stated address.

    Raises:
        ContentError: *text* is not TOML, or a value is not of its key's type; says the line.
        UsageError: *url* is no address.
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
    notes = [_unknown(key, set(_SECTIONS), text, path) for key in table if key not in _SECTIONS]
    for name, known in _SECTIONS.items():
        section = table.get(name, {})
        if not isinstance(section, dict):
            raise ContentError(
                f"`{name}` is a value, but must be a section",
                at=Location(path, _line(text, name)),
                hint=f"write [{name}] on a line of its own, and the keys below it",
            )
        notes += [_unknown(key, known, text, path) for key in section if key not in known]
    # Any: whatever TOML can say, until the loop has looked at it.
    values: dict[str, Any] = {
        key: _plain(table[section][key])
        for section, known in _SECTIONS.items()
        for key in table.get(section, {})
        if key in known and key in _KEYS
    }
    for key, value in values.items():
        if fault := _fault(key, value):
            raise ContentError(fault[0], at=Location(path, _line(text, key)), hint=fault[1])
    if url:
        if fault := _fault("url", url):
            raise UsageError(fault[0], at=Location("--url"), hint=fault[1])
        values["url"] = url
    if values.get("url"):
        values["url"] = f"{values['url'].rstrip('/')}/"
    values["off"] = _codes(table.get("check", {}).get("off", []), text, path)
    return Config(**values), tuple(notes)


def _codes(value: object, text: str, path: str) -> tuple[tuple[str, Location], ...]:
    at = Location(path, _line(text, "off"))
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ContentError(
            f"`off` is {value!r}, but must be a list of codes",
            at=at,
            hint='for example: off = ["cut-abstract", "missing-field"]',
        )
    return tuple((code, at) for code in value)


def _plain(value: object) -> object:
    """Text on one line and without control characters, which XML has no way to write."""
    if isinstance(value, list):
        return tuple(map(_plain, value))
    return printable(" ".join(value.split())) if isinstance(value, str) else value


def _fault(key: str, value: object) -> tuple[str, str] | None:
    """What is wrong with *value*, and a hint; None if nothing is."""
    names = {str: "text in quotation marks", int: "a whole number", bool: "true or false"}
    names[tuple] = "a list of texts in square brackets"
    default = _KEYS[key]
    example = f"for example: {key} = {_toml(default)}"
    if type(value) is not type(default):
        return f"`{key}` is {value!r}, but must be {names[type(default)]}", example
    if key in _CHOICES and value not in _CHOICES[key]:
        known = " or ".join(map(_toml, _CHOICES[key]))
        return f"`{key}` is {value!r}, but must be {known}", example
    if isinstance(value, tuple):
        strange = [one for one in value if one not in _FORMATS]
        if strange:
            known = ", ".join(map(_toml, _FORMATS))
            return f"`{key}` names {strange[0]!r}, but knows only {known}", example
    if isinstance(value, int) and key in _BOUNDS:
        low, high = _BOUNDS[key]
        if not low <= value <= high:
            return f"`{key}` is {value}, but must be from {low} to {high}", example
    if key == "url" and value and not _URL.fullmatch(str(value)):
        has_scheme = str(value).lower().startswith(("http://", "https://"))
        must = (
            "name a host, without spaces, ? and #"
            if has_scheme
            else "start with http:// or https://"
        )
        example = 'for example: url = "https://lab.example/papers/"'
        return f"`url` is {value!r}, but must {must}", example
    if key == "repository" and value:
        return _no_repository(str(value))
    if key == "language" and not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", str(value)):
        return f"`language` is {value!r}, but must be a language tag", 'such as "en"'
    return None


def _no_repository(value: str) -> tuple[str, str] | None:
    """What is wrong with the address of a repository, and a hint; None if nothing is."""
    is_strange = "{path}" not in value and re.search(r"[?#]|\{line\}", value)
    if is_strange or not _REPOSITORY.fullmatch(value):
        example = 'for example: repository = "https://git.example/papers/{path}?h=main#n{line}"'
        return f"`repository` is {value!r}, but must be an address, or one with {{path}}", example
    if _BARE.fullmatch(value):
        example = 'for example: repository = "https://codeberg.org/lab/papers/src/branch/main"'
        return f"`repository` is {value!r}, but must name the branch too", example
    return None


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _line(text: str, key: str) -> int:
    """1-based line on which *key* is set, 0 if it cannot be told."""
    pattern = re.compile(rf"^\s*\[{{0,2}}\s*[\"']?{re.escape(key)}[\"']?\s*[\]=.]")
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.match(line):
            return number
    return 0


def _unknown(key: str, known: set[str], text: str, path: str) -> Finding:
    near = difflib.get_close_matches(key, sorted(known), n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(sorted(known))}"
    if key in _KEYS or key in _ELSEWHERE:
        hint = f"write it below a line [{_ELSEWHERE.get(key, 'site')}]"
    return Finding(
        code="unknown-setting",
        message=f"nothing reads the setting {quoted(key)}",
        at=Location(path, _line(text, key)),
        hint=hint,
    )
