"""This is where each reader is held against sources whose entries are known, line by line."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from sitegen import readers, sources
from sitegen.errors import Location
from sitegen.findings import Finding
from sitegen.model.entry import Entry
from sitegen.text.fold import words
from tests.conftest import check_golden

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(file.parent for file in GOLDEN.glob("*/*/in.*"))
# A label is cut off in the middle of a word.
LISTINGS = [f for f in CASES if f.parent.name == "listing" and "glued" not in f.name]
NAMES = [folder.relative_to(GOLDEN).as_posix() for folder in CASES]


def as_lines(items: Iterable[Entry | Finding]) -> str:
    """A JSON object a line for each entry or finding, with all that it says."""
    return "".join(f"{json.dumps(_facts(item), ensure_ascii=False)}\n" for item in items)


def _facts(item: Entry | Finding) -> dict[str, object]:
    if isinstance(item, Entry):
        return {
            "entry": str(item.at),
            "id": item.id,
            "is_key": item.is_key,
            "is_tex": item.is_tex,
            "fields": item.fields,
        }
    return {
        "finding": item.code,
        "at": str(item.at),
        "severity": item.severity.value,
        "message": item.message,
        "hint": item.hint,
        "raw": item.raw,
    }


def read(content: bytes, path: str = "a.txt") -> tuple[Entry | Finding, ...]:
    """What the bytes of a file hold."""
    text, _ = sources.decode(content)
    assert text is not None
    return readers.read((path, text))


@pytest.mark.parametrize("folder", CASES, ids=NAMES)
def test_a_source_gives_the_entries_and_findings_that_are_expected(folder: Path) -> None:
    (file,) = folder.glob("in.*")
    check_golden(folder / "expected.jsonl", as_lines(read(file.read_bytes(), file.name)))


@pytest.mark.parametrize("folder", CASES, ids=NAMES)
def test_a_source_is_recognised_by_its_content(folder: Path) -> None:
    (file,) = folder.glob("in.*")
    text, _ = sources.decode(file.read_bytes())
    likely = {name: reader.likelihood(text or "") for name, reader in readers.discover().items()}
    assert max(likely, key=likely.__getitem__) == folder.parent.name


@pytest.mark.parametrize("folder", CASES, ids=NAMES)
@pytest.mark.parametrize("line_end", ["\r\n", "\r"], ids=["windows", "old-mac"])
def test_line_ends_make_no_difference(folder: Path, line_end: str) -> None:
    (file,) = folder.glob("in.*")
    content = file.read_bytes()
    assert read(content.replace(b"\n", line_end.encode())) == read(content)


@pytest.mark.parametrize("folder", LISTINGS, ids=lambda folder: folder.name)
def test_every_word_of_a_listing_is_in_an_entry_or_a_finding(folder: Path) -> None:
    content = (folder / "in.txt").read_bytes()
    told = set(words(as_lines(read(content))))
    # Before names, titles and abstracts: it says what they are, or which.
    unsaid = {"by", "authors", "title", "abstract", "1", "2", "3"}
    unsaid |= {"published", "submitted", "on", "code", "keywords"}
    assert [word for word in words(content.decode()) if word not in told | unsaid] == []


def test_an_empty_source_is_a_finding_and_no_entry() -> None:
    expected = Finding(
        code="empty-source",
        message="the file is empty",
        at=Location("a.txt"),
        hint="fill it, or take it out of the sources",
    )
    assert [read(content) for content in (b"", b" \n\t\r\n", b"\xef\xbb\xbf")] == [(expected,)] * 3


def test_a_source_in_no_known_format_is_quarantined_whole() -> None:
    (found,) = read(b"milk\neggs\n")
    assert isinstance(found, Finding)
    assert (found.code, found.at, found.raw) == (
        "unknown-format",
        Location("a.txt", 1),
        "milk\neggs\n",
    )


def test_the_raw_text_of_what_is_quarantined_is_shown_up_to_a_limit() -> None:
    (found,) = read(b'{"title": "' + b"x" * 30_000)
    assert isinstance(found, Finding)
    assert found.raw is not None
    assert len(found.raw) < 20_100
    assert found.raw.endswith("… (30,011 characters in all)")


@pytest.mark.parametrize("size", [1_000, 1_000_000])
def test_a_line_of_any_length_is_read(size: int) -> None:
    paragraph = "A sentence of a few words. " * (size // 27)
    (entry,) = read(f"A Title\n{paragraph}\n".encode())
    assert isinstance(entry, Entry)
    assert entry.fields == (("title", "A Title"), ("abstract", paragraph.strip()))
