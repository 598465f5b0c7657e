"""This is where tests get a whole project to work on, and the built seeds to look at."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sitegen import cli

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "content" / "sources"


class Project:
    """A project in a folder of its own: write content, run the program, look at what it made."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.content = root / "content"
        self.out = root / "build"
        self.stdout = ""
        self.stderr = ""
        self._capsys = capsys

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write *files* below the project's folder, by path."""
        for path, content in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)

    def run(self, *arguments: str) -> int:
        """Run a command of sitegen on this project; what it said is in stdout and stderr."""
        command, *rest = arguments
        folders = ("--content", str(self.content), "--out", str(self.out))
        self._capsys.readouterr()
        code = cli.main([command, *folders, "--jobs", "1", *rest])
        self.stdout, self.stderr = self._capsys.readouterr()
        return code

    def build(self, *arguments: str) -> int:
        """Run ``sitegen build``."""
        return self.run("build", *arguments)

    def report(self) -> dict[str, Any]:
        """What ``report.json`` says."""
        found: dict[str, Any] = json.loads(self.read("build/report.json"))
        return found

    def codes(self) -> list[str]:
        """The codes of the findings of the last run that wrote a report, in order."""
        return [finding["code"] for finding in self.report()["findings"]]

    def read(self, path: str) -> str:
        """The text of a file of the project."""
        return (self.root / path).read_text("utf-8")

    def files(self, folder: str = "build/site") -> list[str]:
        """The files below a folder, by path; the manifest is left out."""
        root = self.root / folder
        found = (f.relative_to(root).as_posix() for f in root.rglob("*") if f.is_file())
        return sorted(name for name in found if not name.startswith(".sitegen"))

    def keys(self) -> list[str]:
        """The keys of the papers in the library, sorted."""
        return [Path(name).stem for name in self.files("build/library/papers")]


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Project:
    """An empty project."""
    return Project(tmp_path, capsys)


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``content`` and ``build``: the real content, built once for all tests."""
    root = tmp_path_factory.mktemp("seeds")
    shutil.copytree(ROOT / "content", root / "content")
    folders = ("--content", str(root / "content"), "--out", str(root / "build"))
    command = [sys.executable, "-m", "sitegen", "build", *folders]
    subprocess.run(command, check=True, capture_output=True, cwd=root)
    return root


@pytest.fixture(scope="session")
def benchmarks() -> Path:
    """The folder with the benchmark data, which is not part of the repository."""
    folder = Path(os.environ.get("SITEGEN_BENCHMARKS", ""))
    if not os.environ.get("SITEGEN_BENCHMARKS") or not folder.is_dir():
        pytest.skip("the benchmark data is not here; SITEGEN_BENCHMARKS names its folder")
    return folder


def check_golden(file: Path, actual: str) -> None:
    """Hold *actual* against the text of *file*, or write it there if UPDATE_GOLDEN is set."""
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(actual, "utf-8")
    assert actual == file.read_text("utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below *folder* with its bytes, by path."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def records_of(lines: str) -> Iterator[dict[str, Any]]:
    """The objects of JSON lines."""
    return (json.loads(line) for line in lines.splitlines() if line)
