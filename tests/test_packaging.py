"""This is where the wheel is built, installed elsewhere and run, far from the checkout."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, tree

pytestmark = pytest.mark.slow

_OFFLINE = ("No matching distribution", "ConnectionError", "NewConnectionError", "timed out")


def _clean_environment() -> dict[str, str]:
    """The environment without what would lead a Python back to the checkout."""
    inherited = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if name not in inherited}


def _pip(python: Path, *arguments: str, cwd: Path) -> None:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "--retries", "1"]
    done = subprocess.run(
        [*command, *arguments], cwd=cwd, capture_output=True, text=True, env=_clean_environment()
    )
    if done.returncode and any(sign in done.stderr for sign in _OFFLINE):
        pytest.skip("pip cannot reach a package index, which building and installing need")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of the checkout as git would hand it on: no build/, no environment."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    left_out = shutil.ignore_patterns(".venv", ".git", "build", "dist", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, source, ignore=left_out)
    _pip(Path(sys.executable), "wheel", "--no-deps", "-w", str(folder), str(source), cwd=folder)
    (made,) = folder.glob("sitegen-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment in which only the wheel is installed."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    _pip(programs / "python", "install", "--quiet", str(wheel), cwd=folder)
    return programs


def test_the_wheel_contains_every_template_and_asset(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        prefix = "sitegen/templates/"
        names = [name for name in archive.namelist() if name.startswith(prefix)]
        found = {name.removeprefix(prefix): archive.read(name) for name in names}
    assert found == tree(ROOT / "templates")
    assert "assets/vendor/lunr.min.js" in found


def test_the_wheel_contains_our_licence_and_that_of_lunr(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        texts = {
            name.rsplit("/", 1)[-1]: archive.read(name)
            for name in archive.namelist()
            if ".dist-info/licenses/" in name
        }
    assert texts == {
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
        "lunr.LICENSE": (ROOT / "templates/assets/vendor/lunr.LICENSE").read_bytes(),
    }


def test_the_wheel_contains_every_module_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
    modules = {f"sitegen/{file.relative_to(ROOT / 'sitegen').as_posix()}" for file in _modules()}
    assert {name for name in names if not name.startswith("sitegen/templates/")} == modules


def _modules() -> list[Path]:
    return sorted((ROOT / "sitegen").rglob("*.py"))


def test_the_installed_program_builds_the_same_site_outside_of_the_checkout(
    installed: Path, seeds: Path, tmp_path: Path
) -> None:
    elsewhere, out, cwd = tmp_path / "elsewhere", tmp_path / "somewhere", tmp_path / "cwd"
    shutil.copytree(seeds / "content", elsewhere / "content")
    cwd.mkdir()
    done = subprocess.run(
        [installed / "sitegen", "build", "--content", elsewhere / "content", "--out", out],
        cwd=cwd,
        capture_output=True,
        text=True,
        env=_clean_environment(),
    )
    assert done.returncode == 0, done.stderr
    for folder in ("site", "library"):
        ours, theirs = tree(seeds / "build" / folder), tree(out / folder)
        assert [name for name in ours if theirs.get(name) != ours[name]] == []
        assert sorted(theirs) == sorted(ours)
    assert list(cwd.iterdir()) == []


def test_the_installed_program_is_that_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "import sitegen; print(sitegen.__file__)"
    done = subprocess.run(
        [installed / "python", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env=_clean_environment(),
    )
    assert Path(done.stdout.strip()).is_relative_to(installed.parent)
