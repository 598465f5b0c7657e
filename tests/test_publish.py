"""This is where it is held what reaches the disk, what stays, and what survives."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.errors import OutputError
from sitegen.publish import MANIFEST, Published, publish, write
from tests.conftest import tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "build" / "site"


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    return tmp_path / "build" / "cache" / "staging"


def shown(root: Path) -> dict[str, bytes]:
    """What the folder shows, but for the manifest."""
    return {name: content for name, content in tree(root).items() if name != MANIFEST}


def test_the_folder_holds_the_files_and_nothing_else(root: Path, staging: Path) -> None:
    files = {"a.html": b"A", "x/b.html": b"B"}
    assert publish(files.items(), root, staging) == Published(written=2, unchanged=0, removed=0)
    assert shown(root) == files
    assert not staging.exists()


def test_a_second_call_writes_nothing(root: Path, staging: Path) -> None:
    files = {"a.html": b"A", "x/b.html": b"B"}
    publish(files.items(), root, staging)
    for file in (root / "a.html", root / "x/b.html", root / MANIFEST):
        os.utime(file, (1, 1))
    assert publish(files.items(), root, staging) == Published(written=0, unchanged=2, removed=0)
    times = {file.stat().st_mtime for file in root.rglob("*") if file.is_file()}
    assert times == {1.0}


def test_only_files_that_differ_are_written(root: Path, staging: Path) -> None:
    publish([("a", b"1"), ("b", b"1")], root, staging)
    os.utime(root / "a", (1, 1))
    assert publish([("a", b"1"), ("b", b"2")], root, staging) == Published(1, 1, 0)
    assert shown(root) == {"a": b"1", "b": b"2"}
    assert (root / "a").stat().st_mtime == 1


def test_a_file_of_the_same_length_but_other_bytes_is_written(root: Path, staging: Path) -> None:
    publish([("a", b"one")], root, staging)
    publish([("a", b"two")], root, staging)
    assert shown(root) == {"a": b"two"}


def test_files_of_an_earlier_call_go_with_the_folders_they_leave_empty(
    root: Path, staging: Path
) -> None:
    publish([("a", b""), ("x/y/b", b""), ("x/c", b"")], root, staging)
    assert publish([("a", b"")], root, staging) == Published(0, 1, 2)
    assert [path.name for path in sorted(root.iterdir())] == [MANIFEST, "a"]


def test_files_of_others_stay(root: Path, staging: Path) -> None:
    publish([("a", b""), ("x/b", b"")], root, staging)
    (root / "CNAME").write_text("lab.example")
    (root / "x" / "mine").write_text("mine")
    publish([], root, staging)
    assert shown(root) == {"CNAME": b"lab.example", "x/mine": b"mine"}


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/x", "..", ".", "", "a//b", "a\\b", "C:x", "a\0b", "a\nb", "./a"],
)
def test_a_name_that_leaves_the_folder_is_refused(name: str, root: Path, staging: Path) -> None:
    publish([("good", b"old")], root, staging)
    before = tree(root.parent.parent)
    with pytest.raises(OutputError, match="is not a safe path for a file"):
        publish([("good", b"new"), (name, b"")], root, staging)
    assert {k: v for k, v in tree(root.parent.parent).items() if "cache/" not in k} == before


def test_two_names_that_differ_by_case_only_are_refused(root: Path, staging: Path) -> None:
    with pytest.raises(OutputError, match="'x/A' and 'x/a' differ in case only"):
        publish([("x/a", b""), ("x/A", b"")], root, staging)
    assert shown(root) == {}


def test_a_failure_in_the_middle_leaves_what_was_there(root: Path, staging: Path) -> None:
    publish([("a", b"old"), ("gone", b"")], root, staging)
    before = tree(root)

    def files() -> Iterator[tuple[str, bytes]]:
        yield "a", b"new"
        yield "b", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(files(), root, staging)
    assert tree(root) == before


def test_the_call_after_a_failure_succeeds(root: Path, staging: Path) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "a", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(files(), root, staging)
    assert publish([("a", b"1")], root, staging) == Published(1, 0, 0)
    assert shown(root) == {"a": b"1"}


def test_a_manifest_that_names_a_file_outside_removes_nothing(root: Path, staging: Path) -> None:
    publish([("a", b"")], root, staging)
    precious = root.parent.parent / "precious.txt"
    precious.write_text("precious")
    with (root / MANIFEST).open("a") as manifest:
        manifest.write("../../precious.txt\n")
    publish([("a", b"")], root, staging)
    assert precious.read_text() == "precious"


def test_a_manifest_that_is_not_text_is_one_sentence(root: Path, staging: Path) -> None:
    publish([("a", b"")], root, staging)
    (root / MANIFEST).write_bytes(b"\xff\xfe\0")
    with pytest.raises(OutputError, match=MANIFEST):
        publish([("a", b"")], root, staging)


def test_a_file_of_ours_can_become_a_folder(root: Path, staging: Path) -> None:
    publish([("a", b"file")], root, staging)
    publish([("a/b", b"below")], root, staging)
    assert shown(root) == {"a/b": b"below"}


def test_a_folder_of_ours_can_become_a_file(root: Path, staging: Path) -> None:
    publish([("a/b", b"below")], root, staging)
    publish([("a", b"file")], root, staging)
    assert shown(root) == {"a": b"file"}


def test_a_folder_of_others_in_the_place_of_a_file_leaves_what_was_there(
    root: Path, staging: Path
) -> None:
    publish([("a", b"old")], root, staging)
    (root / "b").mkdir()
    (root / "b" / "mine").write_text("mine")
    before = tree(root)
    with pytest.raises(OutputError):
        publish([("a", b"new"), ("b", b"new")], root, staging)
    assert tree(root) == before


def test_a_file_of_others_in_the_place_of_a_folder_leaves_what_was_there(
    root: Path, staging: Path
) -> None:
    publish([("a", b"old")], root, staging)
    (root / "x").write_text("mine")
    before = tree(root)
    with pytest.raises(OutputError) as caught:
        publish([("a", b"new"), ("x/y/b", b"new")], root, staging)
    assert str(caught.value) == (
        f"error: cannot write '{root / 'x'}': something else is there\n"
        "  hint: move it out of the output folder"
    )
    assert tree(root) == before


def test_what_others_put_in_the_place_of_a_file_that_goes_stays(root: Path, staging: Path) -> None:
    publish([("a", b""), ("b", b"")], root, staging)
    (root / "b").unlink()
    (root / "b").mkdir()
    (root / "b" / "mine").write_text("mine")
    publish([("a", b"")], root, staging)
    assert shown(root) == {"a": b"", "b/mine": b"mine"}


def test_a_file_in_the_place_of_the_folder_is_one_sentence(root: Path, staging: Path) -> None:
    root.parent.mkdir()
    root.write_text("a file")
    with pytest.raises(OutputError) as caught:
        publish([("a", b"")], root, staging)
    assert str(caught.value) == (
        f"error: cannot write '{root}': file exists\n"
        "  hint: name a folder that you may write to with --out"
    )


def test_write_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    assert write(tmp_path / "new" / "file", "Ä\n") is True
    assert tree(tmp_path) == {"new/file": "Ä\n".encode()}


def test_write_leaves_a_file_alone_that_holds_the_text(tmp_path: Path) -> None:
    write(tmp_path / "file", "text")
    os.utime(tmp_path / "file", (1, 1))
    assert write(tmp_path / "file", "text") is False
    assert (tmp_path / "file").stat().st_mtime == 1


def test_write_onto_a_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir()
    with pytest.raises(OutputError) as caught:
        write(tmp_path / "file", "text")
    assert str(caught.value).startswith(
        f"error: cannot write '{tmp_path / 'file'}': is a directory"
    )
    assert tree(tmp_path) == {}
