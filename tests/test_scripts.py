"""This is where our scripts are tested by node: its own test runner, and TypeScript's checker."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import ROOT

PROGRAMS = sorted((ROOT / "tests" / "js").glob("*.test.mjs"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where node takes our scripts for modules, as browsers do."""
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    folder = tmp_path_factory.mktemp("scripts")
    shutil.copytree(ROOT / "templates" / "assets", folder / "assets")
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


def test_the_types_of_our_scripts_hold() -> None:
    checker = shutil.which("tsc")
    if checker is None:
        pytest.skip("typescript is not installed")
    command = [checker, "--project", str(ROOT / "tests" / "js" / "tsconfig.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
