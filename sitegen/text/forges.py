"""This is where the address is made under which a repository shows a line of a file.

The repository is given as the address of its folder at a branch, as the browser shows it, or as a
pattern with {path} and {line}. How lines are named differs from host to host.
"""

from urllib.parse import quote, urlsplit

# Files that hosts show as a page, without lines, unless they are asked for the source.
_SHOWN_AS_PAGES = (".md", ".markdown", ".csv", ".tsv", ".rst", ".org", ".adoc")


def address(repository: str, path: str, line: int = 0) -> str:
    """Where the line of a file can be seen; *line* 0 is the file as a whole.

    | host | folder | line |
    | --- | --- | --- |
    | GitHub | ``…/blob/main`` | ``?plain=1#L7`` |
    | GitLab | ``…/-/blob/main`` | ``?plain=1#L7`` |
    | Codeberg, Forgejo, Gitea | ``…/src/branch/main`` | ``?display=source#L7`` |
    | Bitbucket | ``…/src/main`` | ``#lines-7`` |
    """
    safe = quote(path, safe="/")
    if "{path}" in repository:
        return repository.replace("{path}", safe).replace("{line}", str(max(line, 1)))
    folder, source, mark = _folder(repository.rstrip("/"))
    asks = source if line and path.lower().endswith(_SHOWN_AS_PAGES) else ""
    return f"{folder}/{safe}{asks}{f'#{mark}{line}' if line else ''}"


def _folder(repository: str) -> tuple[str, str, str]:
    """(address of the folder, how to ask for the source, what stands before a line's number)."""
    parts = urlsplit(repository)
    host = parts.hostname or ""
    steps = [step for step in parts.path.split("/") if step]
    bare = repository.removesuffix(".git")
    if host == "bitbucket.org":
        return (f"{bare}/src/HEAD" if len(steps) == 2 else repository), "", "lines-"
    if "/-/" in parts.path or host.startswith("gitlab."):
        folder = repository.replace("/-/tree/", "/-/blob/")
        return (folder if "/-/" in parts.path else f"{bare}/-/blob/HEAD"), "?plain=1", "L"
    if len(steps) > 3 and steps[2] == "src" and steps[3] in ("branch", "tag", "commit"):
        return repository, "?display=source", "L"
    if host == "github.com" and len(steps) == 2:
        return f"{bare}/blob/HEAD", "?plain=1", "L"
    if host == "github.com":
        return repository.replace("/tree/", "/blob/", 1), "?plain=1", "L"
    return repository, "", "L"
