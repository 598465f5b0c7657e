"""This is where the rules of the house are held: arrows, purity, sole importers, sizes.

DESIGN.md, section 4, says them; LAYERS is its list, top to bottom.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sitegen"
TEMPLATES = ROOT / "templates"

LAYERS = (
    "__main__",
    "cli",
    "serve",
    "reviewing",
    "terminal",
    "pipeline",
    "inspection",
    "works",
    "curated",
    "pages",
    "paging",
    "downloads",
    "citation",
    "render",
    "scripts",
    "search",
    "report",
    "cache",
    "publish",
    "runner",
    "sources",
    "checks",
    "review",
    "ledger",
    "curation",
    "notes",
    "traits",
    "mentions",
    "readers",
    "records",
    "dedupe",
    "tags",
    "keys",
    "library",
    "exporters",
    "assemble",
    "authors",
    "related",
    "targets",
    "parsing",
    "text",
    "model",
    "config",
    "findings",
    "errors",
    "__init__",
)
RANK = {name: rank for rank, name in enumerate(LAYERS)}

NO_SIDEWAYS = ("readers", "exporters", "pages")

SOLE_IMPORTERS = {
    "anyascii": {"text/ascii.py", "text/slugs.py"},
    "jinja2": {"render.py"},
    "msgspec": {"traits.py", "cache.py", "ledger.py", "mentions.py"},
    "latex2mathml": {"text/mathematics.py"},
    "markdown_it": {"text/markdown.py", "text/prose.py", "text/writing.py"},
    "mdit_py_plugins": {"text/writing.py"},
    "numpy": {"search/numbers.py", "search/postings.py", "search/vocabulary.py"},
    "pybtex": {"readers/bibtex/parse.py", "text/names.py"},
    "pylatexenc": {"text/symbols.py"},
    "rapidfuzz": {"dedupe/block.py", "dedupe/names.py", "dedupe/words.py"},
    "rich": {"cli.py", "review/cells.py"},
    "rjsmin": {"scripts.py"},
    "stdnum": {"text/identifiers.py"},
    "yaml": {"library.py", "text/facts.py", "parsing/yaml_text.py"},
}

EDGES = {
    *("__main__.py", "cache.py", "cli.py", "serve.py", "sources.py", "publish.py", "runner.py"),
    *("reviewing.py", "terminal.py"),
}
IMPURE = {
    *("os", "sys", "pathlib", "time", "datetime", "random", "subprocess", "io", "shutil"),
    *("tempfile", "secrets", "socket", "logging", "glob"),
}
ALLOWED = {("pipeline.py", "pathlib")}  # it is told folders, and hands them on

FILES = sorted(file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.py"))
PAGES = sorted(
    file.relative_to(TEMPLATES).as_posix()
    for file in TEMPLATES.rglob("*")
    if file.is_file() and "vendor" not in file.parts
)
LONGEST = 400


@cache
def tree(name: str) -> ast.Module:
    """The syntax of a module, by its path below the package."""
    return ast.parse((PACKAGE / name).read_text("utf-8"), name)


def module(name: str) -> str:
    """The dotted name of a module, by its path below the package."""
    parts = ["sitegen", *name.removesuffix(".py").split("/")]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(name) for name in FILES}


def imports(name: str) -> Iterator[str]:
    """Every module that a module imports, anywhere in it, by dotted name."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno} has a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else str(node.module)


def layer(dotted: str) -> str:
    """The entry of LAYERS that a module of the package belongs to."""
    return dotted.split(".")[1] if "." in dotted else "__init__"


def faults(name: str) -> Iterator[str]:
    """Each import of a module that points upward, or sideways where none may."""
    own = module(name)
    here = layer(own)
    for target in imports(name):
        if target.split(".")[0] != "sitegen":
            continue
        there = layer(target)
        if there == here:
            # A package is one neighbour: its own modules may import each other.
            is_own = target.split(".")[:3] == own.split(".")[:3]
            if here in NO_SIDEWAYS and target.count(".") > 1 and not is_own:
                yield f"{name} imports its neighbour {target}"
        elif RANK[there] < RANK[here]:
            yield f"{name} imports {target}, which is above it"


def test_every_module_has_its_place_in_the_list() -> None:
    assert {layer(dotted) for dotted in MODULES} == set(LAYERS)


@pytest.mark.parametrize("name", FILES)
def test_imports_point_downward_and_never_to_a_neighbour(name: str) -> None:
    assert list(faults(name)) == []


@pytest.mark.parametrize("name", FILES)
def test_a_third_party_package_has_its_sole_importers(name: str) -> None:
    packages = {target.split(".")[0] for target in imports(name)} - sys.stdlib_module_names
    foreign = packages - {"sitegen"}
    assert [package for package in foreign if name not in SOLE_IMPORTERS.get(package, ())] == []


def test_every_sole_importer_imports_its_package() -> None:
    found = {
        package: {n for n in FILES if package in {target.split(".")[0] for target in imports(n)}}
        for package in SOLE_IMPORTERS
    }
    assert found == SOLE_IMPORTERS


@pytest.mark.parametrize("name", [name for name in FILES if name not in EDGES])
def test_the_core_reads_no_file_no_clock_and_no_environment(name: str) -> None:
    used = {target.split(".")[0] for target in imports(name)} & IMPURE
    assert {package for package in used if (name, package) not in ALLOWED} == set()


@pytest.mark.parametrize("name", [name for name in FILES if name != "cli.py"])
def test_only_the_command_line_prints(name: str) -> None:
    assert list(_calls(name, {"print", "input", "breakpoint"})) == []


@pytest.mark.parametrize("name", [name for name in FILES if name not in EDGES])
def test_the_core_opens_nothing_and_runs_no_text(name: str) -> None:
    methods = {"read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink"}
    assert list(_calls(name, {"open", "exec", "eval", "__import__"} | methods)) == []


@pytest.mark.parametrize("name", FILES)
def test_nobody_catches_everything(name: str) -> None:
    caught = [
        node.lineno
        for node in ast.walk(tree(name))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    assert caught == [] or name == "serve.py"


@pytest.mark.parametrize("name", FILES)
def test_every_module_says_what_it_is_for(name: str) -> None:
    first = (ast.get_docstring(tree(name)) or "").split("\n")[0]
    assert first.startswith("This is where ") or name in ("__init__.py", "__main__.py")
    assert first


@pytest.mark.parametrize("name", FILES)
def test_no_module_is_too_long_to_read(name: str) -> None:
    assert (PACKAGE / name).read_text("utf-8").count("\n") <= LONGEST


@pytest.mark.parametrize("name", PAGES)
def test_no_template_switches_escaping_off(name: str) -> None:
    content = (TEMPLATES / name).read_bytes().decode("utf-8", "replace")
    assert re.findall(r"\|\s*safe\b|autoescape|Markup\(|__html__", content) == []


def test_templates_are_rendered_with_escaping_and_without_undefined_names() -> None:
    calls = [
        {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
        for node in ast.walk(tree("render.py"))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Environment"
    ]
    assert [call["undefined"].split(".")[-1] for call in calls] == ["StrictUndefined"]
    assert all(call["autoescape"] != "False" for call in calls)


def test_no_tracked_file_names_a_machine() -> None:
    """Paths of somebody's disk, and hosts that only one machine can reach, are nobody else's."""
    pattern = re.compile(
        r"(?<![\w.:/-])/(?:home|Users|root|work|tmp|var/tmp)/[\w.-]+/|\b[A-Z]:\\Users\\"
        r"|https?://(?:[\w.-]*(?:artifactory|nexus|devpi|jfrog|pypi\.internal|mirror)[\w.-]*|"
        r"localhost:\d+/simple|10\.\d+\.\d+\.\d+)"
    )
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name in _tracked()
        for number, line in enumerate(_text(ROOT / name).split("\n"), 1)
        if pattern.search(line)
    ]
    assert found == []


def _calls(name: str, functions: set[str]) -> Iterator[str]:
    """Each call of one of *functions*, by line; of a method too, where its name is that."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Call):
            function = ast.unparse(node.func)
            if function in functions or (
                "." in function and f"{function.rpartition('.')[2]}" in functions - {"open"}
            ):
                yield f"{name}:{node.lineno}: {function}()"


def _tracked() -> list[str]:
    """Files that git tracks, but for content, which is data, and this test, which has the names."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a checkout of git")
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    own = Path(__file__).relative_to(ROOT).as_posix()
    return [name for name in names if name != own and not name.startswith("content/sources/")]


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace")
