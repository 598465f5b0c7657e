"""This is where it is found what the pages of a built website lead to and what they load."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADING = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "preconnect"}
_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+(?:url\(\s*)?[\"']?([^\"');]+)")


@dataclass
class Seen(HTMLParser):
    """What one page names; filled by reading it."""

    leads: list[str] = field(default_factory=list)
    """Addresses that a reader, or a script of the page, can follow."""

    loads: list[str] = field(default_factory=list)
    """Addresses that the browser fetches by itself."""

    ids: set[str] = field(default_factory=set)
    """Names that a fragment can mean."""

    scripts: list[str] = field(default_factory=list)
    """Event attributes and script elements with text of their own."""

    is_in_script: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.is_in_script = tag == "script"
        self.ids.update(value for name, value in named.items() if name == "id")
        self.scripts += [f"{name}={value}" for name, value in named.items() if name[:2] == "on"]
        for name, value in named.items():
            if name in ("src", "poster", "data", "srcset") and tag != "a":
                self.loads.append(value)
            elif name == "style":
                self.loads += addresses_in_css(value)
            elif name == "action" or (name.startswith("data-") and re.search(r"[./]", value)):
                self.leads.append(value)
            elif name == "content" and named.get("http-equiv") == "refresh":
                self.leads.append(value.partition("url=")[2])
            elif name == "href":
                is_loaded = tag == "link" and set(named.get("rel", "").split()) & _LOADING
                (self.loads if is_loaded else self.leads).append(value)

    def handle_data(self, data: str) -> None:
        if self.is_in_script and data.strip():
            self.scripts.append(data)
        self.is_in_script = False


def read(file: Path) -> Seen:
    """What the page in *file* names."""
    seen = Seen()
    seen.feed(file.read_text("utf-8"))
    seen.close()
    return seen


def addresses_in_css(text: str) -> list[str]:
    """Addresses that a style sheet loads."""
    return [first or second for first, second in _CSS.findall(text)]


def is_elsewhere(address: str) -> bool:
    """Whether an address leaves the site."""
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)


def read_all(site: Path) -> dict[str, Seen]:
    """What each page of the website in *site* names, by path."""
    return {file.relative_to(site).as_posix(): read(file) for file in sorted(site.rglob("*.html"))}


def broken(site: Path, base: str = "/", pages: dict[str, Seen] | None = None) -> Iterator[str]:
    """Each link of a page in *site* that leads to no file or fragment, as "page: address".

    *base* is the path of the site on its server, with which addresses begin that begin with a
    slash; *pages* is what ``read_all`` gives, if that is known.
    """
    pages = read_all(site) if pages is None else pages
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    for page, seen in pages.items():
        for address in dict.fromkeys([*seen.leads, *seen.loads]):
            if not is_elsewhere(address) and not _resolves(address, page, pages, files, base):
                yield f"{page}: {address}"


def _resolves(address: str, page: str, pages: dict[str, Seen], files: set[str], base: str) -> bool:
    parts = urlsplit(address)
    path = unquote(parts.path)
    if path.startswith("/"):
        if not path.startswith(base):
            return False
        target = path[len(base) :]
    elif path:
        target = _joined(page, path)
    else:
        target = page
    if target not in files:
        return False
    return not parts.fragment or unquote(parts.fragment) in pages[target].ids


def _joined(page: str, path: str) -> str:
    """*path* as it is seen from *page*; it cannot climb out of the site unnoticed."""
    folders = page.split("/")[:-1]
    for part in path.split("/"):
        if part == "..":
            if not folders:
                return f"above the site: {path}"
            folders.pop()
        elif part != ".":
            folders.append(part)
    return "/".join(folders)
