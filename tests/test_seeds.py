"""This is where the real content is built and held against what its sources are known to say."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import BibliographyData, parse_bytes

from sitegen import cli, library, readers, records
from sitegen import sources as files
from sitegen.model.entry import Entry
from sitegen.model.paper import Paper
from sitegen.model.record import Description, Record
from sitegen.parsing.wrapping import unwrap
from sitegen.runner import default_jobs
from sitegen.text.tidy import tidy
from tests.conftest import SOURCES, tree

OUTLINE = "content/sources/001_883fbef412316495.txt"
MENTIONS = {
    "content/sources/000_eb4508a80e02266c.txt": 65,
    OUTLINE: 91,
    "content/sources/002_5af2f03c297ff8cd.txt": 196,
    "content/sources/003_b7e042f56a7e3d83.txt": 63,
    "content/sources/004_fdb018e5b2b56124.txt": 189,
}


@pytest.fixture(scope="module")
def report(seeds: Path) -> dict[str, Any]:
    """What ``report.json`` of the built seeds says."""
    found: dict[str, Any] = json.loads((seeds / "build/report.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def papers(seeds: Path) -> dict[str, Paper]:
    """The papers of the library, read from their Markdown, by key."""
    found = map(library.read, files.library(seeds / "build"))
    return {paper.key: paper for paper in found}


@pytest.fixture(scope="module")
def mentions(seeds: Path) -> tuple[Record, ...]:
    """The records of the sources."""
    texts = [source for source in files.walk(seeds / "content") if isinstance(source, tuple)]
    entries = [e for text in texts for e in readers.read(text) if isinstance(e, Entry)]
    return tuple(r for e in entries for r in records.parse(e) if isinstance(r, Record))


@pytest.fixture(scope="module")
def bibliography(seeds: Path) -> BibliographyData:
    """``bibliography.bib`` as pybtex understands it, which raises whatever it finds wrong."""
    return parse_bytes((seeds / "build/library/bibliography.bib").read_bytes(), "bibtex")


def titled(papers: Mapping[str, Paper], *beginnings: str) -> list[str]:
    """The titles that begin so, sorted."""
    return sorted(p.title for p in papers.values() if p.title.startswith(beginnings))


# The numbers


def test_each_source_gives_all_its_records(mentions: tuple[Record, ...]) -> None:
    assert Counter(record.at.path for record in mentions) == MENTIONS


def test_604_records_are_515_papers(report: dict[str, Any]) -> None:
    names = ("records_read", "papers", "merged", "quarantined", "balance_closes")
    assert {name: report[name] for name in names} == {
        "records_read": 604,
        "papers": 515,
        "merged": 89,
        "quarantined": 0,
        "balance_closes": True,
    }


def test_each_record_is_a_mention_of_one_paper(
    papers: dict[str, Paper], mentions: tuple[Record, ...]
) -> None:
    named = sorted(str(mention.at) for paper in papers.values() for mention in paper.mentions)
    assert named == sorted(str(record.at) for record in mentions)


def test_nothing_but_the_page_around_the_papers_is_left_out(report: dict[str, Any]) -> None:
    said = [f["message"] for f in report["findings"] if f["code"] == "page-furniture"]
    known = """
        'new', 'Get trending papers in your email inbox!', 'Get trending papers in your email inbox
        once a day!', 'Subscribe', 'Daily Papers', 'by AK and the research community', 'byAK and the
        research community', 'Mar 12',
    """
    unknown = [
        line
        for message in said
        for line in re.findall(r"'([^']*)'", message.removeprefix("not read as papers: "))
        if f"'{line}'" not in " ".join(known.split())
    ]
    assert unknown == []


def test_a_label_that_is_glued_to_a_title_is_taken_off(papers: dict[str, Paper]) -> None:
    glued = ("Subscribe", "new", "Daily", "byAK", "Get trending")
    assert titled(papers, *glued) == []
    assert titled(papers, "Coordinate Transformer") == [
        "Coordinate Transformer: Achieving Single-stage Multi-person Mesh Recovery from Videos"
    ]


# One paper per work


@pytest.mark.parametrize(
    "titles",
    [
        [
            "FiT: Flexible Vision Transformer for Diffusion Model",
            "FiTv2: Scalable and Improved Flexible Vision Transformer for Diffusion Model",
        ],
        [
            "Representation Alignment for Generation: "
            "Training Diffusion Transformers Is Easier Than You Think",
            "Representation Entanglement for Generation:"
            "Training Diffusion Transformers Is Much Easier Than You Think",
        ],
        ["Attention Is All You Need", "Attention Is Not All You Need Anymore"],
    ],
    ids=["FiT", "REPA", "Attention"],
)
def test_near_twins_stay_apart(papers: dict[str, Paper], titles: list[str]) -> None:
    assert [[p.title for p in papers.values()].count(title) for title in titles] == [1, 1]


def test_each_merge_is_reported_with_its_reasons(
    report: dict[str, Any], papers: dict[str, Paper]
) -> None:
    told = {
        merge["key"]: [(record["at"], record["because"]) for record in merge["records"]]
        for merge in report["merges"]
    }
    assert told == {
        key: [(str(mention.at), mention.because) for mention in paper.mentions]
        for key, paper in papers.items()
        if len(paper.mentions) > 1
    }
    reasons = [[why for _, why in found] for found in told.values()]
    assert all(why[0] == "" and all(why[1:]) for why in reasons)
    assert sum(len(why) - 1 for why in reasons) == 89


def conflicts(report: dict[str, Any], field: str) -> dict[str, list[str]]:
    """For each paper whose records disagree about *field*: what was chosen, what was not."""
    return {
        papers_key: [conflict["chosen"], *(claim["value"] for claim in conflict["rejected"])]
        for conflict in report["conflicts"]
        if conflict["field"] == field
        for papers_key in [conflict["key"]]
    }


def test_the_two_papers_with_two_years_are_listed(report: dict[str, Any]) -> None:
    assert conflicts(report, "year") == {
        "kim2022ocr": ["2022", "2021"],
        "rae2020compressive": ["2020", "2019"],
    }


def test_a_name_that_is_spelt_in_two_ways_is_no_disagreement(report: dict[str, Any]) -> None:
    assert conflicts(report, "authors") == {}


def test_the_title_in_capitals_is_not_chosen(papers: dict[str, Paper]) -> None:
    assert papers["ma2022torchscale"].title == "TorchScale: Transformers at Scale"


def test_papers_with_different_keywords_are_listed(report: dict[str, Any]) -> None:
    assert sorted(conflicts(report, "keywords")) == [
        "dai2019transformer",
        "dao2022flashattention",
        "devlin2019bert",
        "dwivedi2021generalization",
        "hutchins2022block",
        "jaegle2022perceiver",
        "michel2019sixteen",
        "poli2023hyena",
        "rae2020compressive",
        "vaswani2017attention",
        "wu2022memorizing",
        "xue2022byt5",
        "zaheer2021big",
    ]


def test_each_field_of_a_paper_is_a_field_of_the_record_that_gave_it(
    papers: dict[str, Paper], mentions: tuple[Record, ...]
) -> None:
    by_place = {record.at: record for record in mentions}
    blended = [
        (key, name)
        for key, paper in papers.items()
        for mention in paper.mentions
        for name in mention.gave
        if getattr(by_place[mention.at], name) != getattr(paper, name)
    ]
    assert blended == []


def test_each_stated_field_of_a_paper_was_given_by_one_record(papers: dict[str, Paper]) -> None:
    names = ("title", "authors", "year", "abstract", "keywords")
    wrong = [
        (key, name)
        for key, paper in papers.items()
        for name in names
        if sum(name in m.gave for m in paper.mentions) != bool(getattr(paper, name))
    ]
    assert wrong == []


# Text


def paragraphs(path: str) -> list[str]:
    """The paragraphs of running text of a source, found without any of our readers."""
    text = (SOURCES / Path(path).name).read_bytes().decode("utf-8-sig")
    if path != OUTLINE:
        return [line for line in text.splitlines() if len(line) > 200]
    found = re.findall(
        r"^(?:Category|Keywords|Year): .*\n\n([^#]+?)\s*^---$", f"{text}\n---", re.MULTILINE
    )
    return [unwrap(part.splitlines()) for part in found]


@pytest.mark.parametrize("path", MENTIONS)
def test_each_abstract_of_a_source_is_the_abstract_of_a_record(
    path: str, mentions: tuple[Record, ...]
) -> None:
    found = Counter(record.abstract or "" for record in mentions if record.at.path == path)
    stated = Counter(map(tidy, paragraphs(path)))
    assert stated - found == Counter()
    assert stated.total() == MENTIONS[path]


def test_each_record_has_an_abstract(mentions: tuple[Record, ...]) -> None:
    assert [record.id for record in mentions if not record.abstract] == []


@pytest.mark.parametrize("word", ["English-to-German", "multi-document"])
def test_words_that_were_wrapped_at_hyphens_are_whole(
    word: str, mentions: tuple[Record, ...]
) -> None:
    parts = word.rpartition("-")
    wrapped = f"{parts[0]}-\n{parts[2]}"
    assert wrapped in (SOURCES / Path(OUTLINE).name).read_text("utf-8")
    abstracts = [record.abstract or "" for record in mentions]
    assert any(word in text for text in abstracts)
    assert [text for text in abstracts if f"{parts[0]}- {parts[2]}" in text] == []


def test_no_mark_of_tex_that_is_certain_is_left(papers: dict[str, Paper]) -> None:
    marks = re.compile(r"\\emph\{|\\text\w*\{|\\&|\\%|``|\{\\?sim\}|\dtimes\d|\d\\times")
    assert [key for key, p in papers.items() if marks.search(f"{p.title} {p.abstract}")] == []


# Tags and authors


def test_what_states_no_tags_has_inferred_ones_that_are_marked(papers: dict[str, Paper]) -> None:
    unstated = [paper for paper in papers.values() if not paper.tags]
    assert len(unstated) == 457
    assert [paper.key for paper in unstated if paper.keywords] == []
    assert [paper.key for paper in papers.values() if paper.tags and paper.inferred_tags] == []
    assert sum(bool(paper.inferred_tags) for paper in unstated) > 440


def test_what_is_inferred_is_no_keyword_in_bibtex(
    papers: dict[str, Paper], bibliography: BibliographyData
) -> None:
    stating = {key for key, entry in bibliography.entries.items() if "keywords" in entry.fields}
    assert stating == {key for key, paper in papers.items() if paper.tags}


def test_plural_and_capitals_make_no_tag_of_their_own(seeds: Path) -> None:
    pages = {file.name for file in (seeds / "build/site/tags").glob("*.html")}
    alone = {name for name in pages if re.fullmatch(r"transformers?(?:-\d)?\.html", name)}
    assert alone == {"transformers.html"}


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("Santiago Ontanon", "Santiago Ontañón"), "Santiago Ontañón"),
        (("JeongYeon Nam", "Jeongyeon Nam"), ""),
    ],
)
def test_spellings_of_a_name_are_one_author(
    seeds: Path, mentions: tuple[Record, ...], names: tuple[str, str], shown: str
) -> None:
    printed = {str(person) for record in mentions for person in record.authors}
    assert set(names) <= printed
    folder = seeds / "build/site/authors"
    family = names[0].split()[-1].lower()
    pages = [f for f in folder.glob(f"*-{family}.html") if names[0][:5].lower() in f.name]
    assert len(pages) == 1
    assert shown in pages[0].read_text("utf-8")


def test_the_category_of_the_outline_is_a_field_and_no_tag(papers: dict[str, Paper]) -> None:
    stated = Counter(value for paper in papers.values() for value in dict(paper.extra).items())
    assert stated == {("category", "transformer-other"): 58}
    tags = {tag for paper in papers.values() for tag in (*paper.tags, *paper.inferred_tags)}
    assert "transformer-other" not in tags


# The library


def test_each_paper_has_an_entry_that_pybtex_accepts(
    papers: dict[str, Paper], bibliography: BibliographyData
) -> None:
    assert list(bibliography.entries) == sorted(papers)
    assert len(bibliography.entries) == 515


def test_what_is_not_stated_is_not_in_bibtex(
    papers: dict[str, Paper], bibliography: BibliographyData
) -> None:
    wrong = [
        key
        for key, entry in bibliography.entries.items()
        if ("author" in entry.persons) != bool(papers[key].authors)
        or ("year" in entry.fields) != bool(papers[key].year)
    ]
    assert wrong == []
    assert sum("author" not in entry.persons for entry in bibliography.entries.values()) == 457
    assert sum("year" not in entry.fields for entry in bibliography.entries.values()) == 457


def test_bibtex_reads_back_to_the_same_papers(seeds: Path, papers: dict[str, Paper]) -> None:
    text = (seeds / "build/library/bibliography.bib").read_text("utf-8")
    entries = list(readers.read(("bibliography.bib", text)))
    parsed = [records.parse(entry) if isinstance(entry, Entry) else (entry,) for entry in entries]
    found = [item for items in parsed for item in items]
    assert [str(item) for item in found if not isinstance(item, Record)] == []
    assert {record.id: facts(record) for record in found if isinstance(record, Record)} == {
        key: facts(paper) for key, paper in papers.items()
    }


def facts(one: Description) -> tuple[object, ...]:
    """What must survive a journey through BibTeX."""
    return (one.title, one.authors, one.others, one.year, one.abstract, one.keywords, one.extra)


# The same bytes


def test_the_library_alone_gives_the_same_site(
    seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, out = tmp_path / "content", tmp_path / "build"
    content.mkdir()
    shutil.copy(seeds / "content/site.toml", content)
    shutil.copytree(seeds / "build/library", out / "library")
    assert cli.main(["render", "--content", str(content), "--out", str(out), "--jobs", "1"]) == 0
    assert differences(tree(out / "site"), tree(seeds / "build/site")) == []


def test_a_second_build_writes_nothing_whatever_the_processes_and_the_hash_seed(
    seeds: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(seeds, folder)
    before, stamps = tree(folder), times(folder)
    # The seeds were built with all processors, and with a hash seed that nobody chose.
    jobs = "1" if default_jobs() > 1 else "2"
    folders = ["--content", str(folder / "content"), "--out", str(folder / "build")]
    command = [sys.executable, "-m", "sitegen", "build", *folders, "--jobs", jobs]
    settings = {**os.environ, "PYTHONHASHSEED": "1"}
    subprocess.run(command, check=True, capture_output=True, cwd=folder, env=settings)
    assert json.loads((folder / "build/report.json").read_text("utf-8"))["written"] == 0
    assert differences(tree(folder), before) == ["build/report.json"]
    touched = [name for name, stamp in times(folder).items() if stamp != stamps.get(name)]
    assert touched == ["build/report.json"]


def differences(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The names of the files that are in one folder only or differ."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def times(folder: Path) -> dict[str, int]:
    """When each file was changed last, by path, in nanoseconds."""
    found = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.stat().st_mtime_ns for file in found}
