"""This is where it is tested that what is remembered is what would be read."""

from pathlib import Path

import pytest

from sitegen import cache, mentions
from sitegen.findings import Finding
from sitegen.model.record import Record
from tests.conftest import Project, tree

BIB = (
    "@article{one, title={A First Title}, year={2020}}\n\n"
    "@article{two, title={A Second Title}, year={nonsense}}\n\n"
    "@article{three, author={A. Berg}}\n"
)
LINES = '{"title": "A Title"}\n{"title": "Another Title", "year": "soon"}\nno JSON\n'
SOURCES = [("a.bib", BIB), ("b.jsonl", LINES)]
LISTING = "A First Title of a Paper\n\n" + "What the paper says, in a sentence or two. " * 8 + "\n"

Found = tuple[int, list[Record], list[Finding]]


def gathered(
    sources: list[tuple[str, str]], memory: mentions.Memory, program: str = "1"
) -> tuple[Found, dict[str, dict[str, bytes]]]:
    """What is read of some sources, and what is to be remembered."""
    heard = mentions.gather(sources, map, memory, program)
    return (heard.read, heard.records, heard.findings), heard.memory


def test_what_is_remembered_is_what_was_read() -> None:
    first, kept = gathered(SOURCES, {})
    assert gathered(SOURCES, kept) == (first, kept)


def test_an_unchanged_part_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    _, kept = gathered(SOURCES, {})
    seen: list[str] = []
    monkeypatch.setattr(mentions, "understand", lambda name, part: seen.append(part.text))
    gathered(SOURCES, kept)
    assert seen == []


def test_only_the_part_that_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    _, kept = gathered([("b.jsonl", LINES)], {})
    seen: list[str] = []
    real = mentions.understand
    monkeypatch.setattr(
        mentions, "understand", lambda name, part: seen.append(part.text) or real(name, part)
    )
    gathered([("b.jsonl", LINES.replace("A Title", "A New Title"))], kept)
    assert seen == ['{"title": "A New Title"}']


def test_what_moved_is_found_at_its_new_place() -> None:
    _, kept = gathered([("b.jsonl", LINES)], {})
    moved = [("b.jsonl", "\n\n" + LINES)]
    assert gathered(moved, kept)[0] == gathered(moved, {})[0]


def test_a_record_without_a_name_is_called_by_its_new_place() -> None:
    _, kept = gathered([("b.jsonl", LINES)], {})
    (_, records, _), _ = gathered([("b.jsonl", "\n\n" + LINES)], kept)
    assert [record.id for record in records] == ["b.jsonl:3", "b.jsonl:4"]


def test_every_finding_has_its_line() -> None:
    (_, _, findings), _ = gathered(SOURCES, {})
    places = [(str(finding.at), finding.code) for finding in findings]
    assert places == [
        ("a.bib:3", "bad-year"),
        ("a.bib:5", "no-title"),
        ("b.jsonl:2", "bad-year"),
        ("b.jsonl:3", "bad-json"),
    ]


def test_what_another_state_of_the_program_understood_is_read_again() -> None:
    first, kept = gathered(SOURCES, {})
    again, other = gathered(SOURCES, kept, program="2")
    assert again == first
    assert not set(kept["a.bib"]) & set(other["a.bib"])


def test_a_source_that_is_understood_as_a_whole_is_remembered_too() -> None:
    first, kept = gathered([("a.txt", LISTING)], {})
    assert gathered([("a.txt", LISTING)], kept) == (first, kept)


def test_what_is_kept_is_loaded(tmp_path: Path) -> None:
    _, kept = gathered(SOURCES, {})
    cache.keep(tmp_path / "c", kept)
    assert cache.load(tmp_path / "c") == kept


def test_what_has_not_changed_is_not_written(tmp_path: Path) -> None:
    _, kept = gathered(SOURCES, {})
    cache.keep(tmp_path, kept)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    cache.keep(tmp_path, kept)
    assert {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == before


def test_a_source_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    _, kept = gathered(SOURCES, {})
    cache.keep(tmp_path, kept)
    cache.keep(tmp_path, {"a.bib": kept["a.bib"]})
    assert list(cache.load(tmp_path)) == ["a.bib"]


@pytest.mark.parametrize("content", [b"", b"\x00", b"\xc1" * 100, b"{}", b"\x92\xa1a\x80x"])
def test_a_damaged_cache_counts_for_nothing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.msgpack").write_bytes(content)
    assert cache.load(tmp_path) == {}


def test_a_part_that_is_damaged_in_the_cache_is_read_again() -> None:
    first, kept = gathered(SOURCES, {})
    broken = {path: dict.fromkeys(parts, b"\xc1") for path, parts in kept.items()}
    assert gathered(SOURCES, broken) == (first, kept)


def test_a_build_with_a_cache_makes_the_same_bytes(project: Project) -> None:
    project.write({"content/sources/a.bib": BIB, "content/sources/b.jsonl": LINES})
    project.build()
    before = tree(project.out / "site"), tree(project.out / "library")
    said = project.stderr
    project.build()
    assert (tree(project.out / "site"), tree(project.out / "library"), project.stderr) == (
        *before,
        said,
    )


def test_checking_writes_no_cache(project: Project) -> None:
    project.write({"content/sources/a.bib": BIB})
    project.run("check")
    assert not project.out.exists()
