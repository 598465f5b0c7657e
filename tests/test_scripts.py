"""This is where our scripts are tested by node: its own test runner, and TypeScript's checker."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen import scripts
from sitegen.search import budget

from .conftest import ROOT, tree

PROGRAMS = sorted((ROOT / "tests" / "js").glob("*.test.mjs"))


ASSETS = {f"assets/{name}": text for name, text in tree(ROOT / "templates" / "assets").items()}
PUBLISHED = scripts.published(ASSETS, ())
OURS = sorted(name for name in PUBLISHED if name.endswith(".js") and "/vendor/" not in name)
MOST = {  # bytes of our scripts, as they are published
    "on every page": 4_900,
    "of pages": 24_600,
    "with the worker's": 57_000,
}


@pytest.fixture(scope="module")
def node() -> str:
    """The program that runs scripts."""
    return shutil.which("node") or pytest.skip("node is not installed")


@pytest.fixture(scope="module")
def folder(node: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where node takes our scripts, as they are published, for modules."""
    folder = tmp_path_factory.mktemp("scripts")
    for name, content in PUBLISHED.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "package.json").write_text(json.dumps({"type": "module"}), "utf-8")
    vendor = folder / "assets" / "vendor" / "package.json"
    vendor.write_text(json.dumps({"type": "commonjs"}), "utf-8")
    for program in PROGRAMS:
        shutil.copy(program, folder)
    return folder


@pytest.mark.parametrize("program", [program.name for program in PROGRAMS])
def test_the_scripts_pass_their_own_tests(folder: Path, program: str) -> None:
    command = ["node", "--test", program]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_script_without_comments_is_the_same_program(node: str) -> None:
    """What takes the comments off knows little of JavaScript; it must not meet what it mistakes."""
    pairs = [
        (name, ASSETS[name].decode("utf-8"), scripts.shortened(name, ASSETS[name]).decode("utf-8"))
        for name in OURS
    ]
    done = subprocess.run(
        [node, "--expose-internals", str(ROOT / "tests" / "js" / "same.mjs")],
        input=json.dumps({"pairs": pairs}),
        capture_output=True,
        text=True,
        check=False,
    )
    if "internal/deps" in done.stderr:
        pytest.skip("this node hides its parser")
    assert (done.stdout, done.stderr) == ("[]", "")


def test_our_scripts_are_small() -> None:
    sizes = {name.removeprefix("assets/"): len(PUBLISHED[name]) for name in OURS}
    found = {
        "on every page": sum(sizes[name] for name in ("site.js", "basket.js", "dom.js")),
        "of pages": sum(size for name, size in sizes.items() if "/" not in name),
        "with the worker's": sum(sizes.values()),
    }
    assert {what: size for what, size in found.items() if size > MOST[what]} == {}, sizes


def test_the_scripts_of_a_search_are_known_as_they_are_published_too() -> None:
    assert budget.scripts(PUBLISHED) == budget.scripts(ASSETS)
    assert "assets/search/analysis.js" in budget.scripts(PUBLISHED)


def test_libraries_and_what_describes_types_are_published_as_they_are_or_not_at_all() -> None:
    lunr = "assets/vendor/lunr.min.js"
    assert PUBLISHED[lunr] == ASSETS[lunr]
    assert [name for name in PUBLISHED if name.endswith(".ts")] == []


def test_the_types_of_our_scripts_hold() -> None:
    checker = (
        Path(sys.prefix) / "node" / "node_modules" / ".bin" / "tsc"
    )  # make check puts it there
    if not checker.exists():
        pytest.skip("typescript is not installed")
    command = [str(checker), "--project", str(ROOT / "tests" / "js" / "tsconfig.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
