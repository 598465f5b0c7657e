"""This is where ``keys.lock`` is held: what is read, what two branches make of it, what CI says."""

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sitegen import keys
from sitegen.errors import ContentError
from sitegen.search.analysis import terms
from sitegen.search.shards import front_decoded
from tests.conftest import ROOT, Project, tree
from tests.test_keys import assigned, record

PATH = "content/keys.lock"
ONE, TWO, SIX = "1" * 16, "2" * 16, "6" * 16
HEADER = "# anchor key: written by sitegen, never edited, committed with the sources.\n"


def refused(text: str) -> str:
    """What is said about a lock that cannot be read."""
    with pytest.raises(ContentError) as raised:
        keys.read(text, PATH)
    return str(raised.value)


def test_a_lock_reads_back_as_it_was_written() -> None:
    _, lock, _ = assigned([record("Choirs"), record("Lanterns", doi="10.5555/l", line=2)])
    text = keys.write(lock)
    assert keys.read(text, PATH) == (lock, ())


def test_the_lines_of_a_lock_are_sorted_one_for_each_anchor() -> None:
    _, lock, _ = assigned([record("Choirs"), record("Lanterns", doi="10.5555/l", line=2)])
    header, *lines = keys.write(lock).splitlines()
    assert header == "# anchor key: written by sitegen, never edited, committed with the sources."
    assert lines == sorted(f"{anchor} {key}" for anchor, key in lock.items())
    assert len(lines) == 3


def test_the_lines_of_both_sides_of_a_merge_are_read() -> None:
    _, ours, _ = assigned([record("Choirs")])
    _, theirs, _ = assigned([record("Lanterns")])
    assert keys.read(keys.write(ours) + keys.write(theirs), PATH) == ({**ours, **theirs}, ())


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "||||||| 1a2b", "=======", ">>>>>>> theirs"])
def test_a_conflict_that_git_left_is_an_error_with_its_line(line: str) -> None:
    assert refused(f"{HEADER}{ONE} choirs\n{line}\n") == (
        f"{PATH}:3: error: git left a conflict here: '{line}'\n"
        "  hint: keep the lines of both sides, delete those that git put in (<<<<<<<, =======, "
        ">>>>>>>) and build; `keys.lock merge=union` in content/.gitattributes does that alone"
    )


@pytest.mark.parametrize(
    "line",
    [
        "0123456789abcdef",
        "0123456789abcdef a b",
        "0123456789abcde choirs",
        "0123456789ABCDEF choirs",
        "redirect choirs",
        "redirect a b c",
        "> a b",
        "\N{ZERO WIDTH NO-BREAK SPACE}0123456789abcdef choirs",
    ],
)
def test_a_broken_line_of_a_lock_is_an_error_with_its_place(line: str) -> None:
    assert refused(f"# a comment\n\n0123456789abcdef choirs\n{line}\n") == (
        f"{PATH}:4: error: this line is not an anchor and a key: {line!r}\n"
        "  hint: take the file from the last commit: only sitegen writes it"
    )


@pytest.mark.parametrize("key", ["../choirs", "-choirs", "con", "Index", "choirs-page-2"])
@pytest.mark.parametrize("line", [f"{ONE} KEY", "redirect KEY choirs", "redirect choirs KEY"])
def test_a_key_of_a_lock_that_is_no_file_name_is_an_error_with_its_place(
    key: str, line: str
) -> None:
    assert refused("\n" + line.replace("KEY", key)) == (
        f"{PATH}:2: error: the key '{key}' cannot be a file name\n"
        "  hint: delete the line, and the paper gets another key"
    )


@pytest.mark.parametrize(
    ("lines", "line", "circle"),
    [
        (["redirect a a"], 1, "a -> a"),
        (["redirect a b", "redirect b a"], 2, "a -> b -> a"),
        (["redirect b c", "redirect x b", "redirect a b", "redirect c a"], 4, "b -> c -> a -> b"),
    ],
)
def test_redirects_that_lead_in_a_circle_are_an_error(
    lines: list[str], line: int, circle: str
) -> None:
    assert refused("\n".join(lines)) == (
        f"{PATH}:{line}: error: these redirects lead in a circle: {circle}\n"
        "  hint: delete the line that is wrong"
    )


def test_a_key_leads_where_its_redirects_end() -> None:
    lock, _ = keys.read("redirect a b\nredirect b c\n", PATH)
    assert [keys.leads_to(key, lock) for key in "abcd"] == ["c", "c", "c", "d"]


def test_a_paper_that_got_a_key_on_each_of_two_branches_keeps_the_first_by_name() -> None:
    ours, theirs = f"{ONE} note-b\n{TWO} note-b\n", f"{ONE} note-a\n{SIX} note-a\n"
    lock = {ONE: "note-a", TWO: "note-b", SIX: "note-a", "redirect note-b": "note-a"}
    found, notes = keys.read(ours + theirs, PATH)
    assert (found, [str(note) for note in notes]) == (
        lock,
        [
            f"{PATH}:1: warning: two branches gave one paper a key: 'note-a' stays, 'note-b' leads "
            "to it [key-clash]\n"
            "  hint: commit the file once it has been written anew, with `sitegen convert` or a "
            "build"
        ],
    )
    assert keys.read(theirs + ours, PATH)[0] == lock
    assert keys.read(keys.write(lock), PATH) == (lock, ())


def test_a_former_key_that_two_branches_lead_elsewhere_leads_to_the_first_by_name() -> None:
    lock, notes = keys.read("redirect a c\nredirect a b\n", PATH)
    assert (lock, [note.message for note in notes]) == (
        {"redirect a": "b"},
        ["two branches lead 'a' elsewhere: to 'b', not to 'c'"],
    )


def test_keys_of_a_lock_that_differ_by_case_only_are_one() -> None:
    lock, notes = keys.read(f"{ONE} note20\n{TWO} Note20\nredirect x note20\n", PATH)
    assert (lock, [str(note.at) for note in notes]) == (
        {ONE: "Note20", TWO: "Note20", "redirect x": "Note20"},
        [f"{PATH}:1"],
    )


def test_a_clash_never_makes_a_circle() -> None:
    text = f"redirect a b\nredirect b c\n{ONE} a\n{ONE} c\n{TWO} d\n{TWO} b\n"
    lock, _ = keys.read(text, PATH)
    assert [keys.leads_to(key, lock) for key in "abcd"] == ["c", "c", "c", "c"]


def test_reading_a_long_chain_of_redirects_takes_no_time() -> None:
    text = "".join(f"redirect k{n} k{n + 1}\n" for n in range(20_000))
    lock, _ = keys.read(text, PATH)
    assert keys.leads_to("k0", lock) == "k20000"


# Two branches


def git(folder: Path, *arguments: str) -> int:
    """The exit code of git in a *folder*."""
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", *settings, *arguments], cwd=folder, check=False, capture_output=True
    ).returncode


def committed(folder: Path, lock: keys.Lock, name: str) -> None:
    (folder / "keys.lock").write_text(keys.write(lock), "utf-8")
    assert git(folder, "add", "-A") == 0
    assert git(folder, "commit", "-q", "-m", name) == 0


def merged(folder: Path, base: keys.Lock, ours: keys.Lock, theirs: keys.Lock) -> bool:
    """Whether git merges two branches of a lock without a conflict."""
    assert git(folder, "init", "-q", "-b", "main") == 0
    committed(folder, base, "base")
    git(folder, "checkout", "-q", "-b", "theirs")
    committed(folder, theirs, "theirs")
    git(folder, "checkout", "-q", "main")
    committed(folder, ours, "ours")
    return git(folder, "merge", "-q", "-m", "merge", "theirs") == 0


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")


@needs_git
@pytest.mark.parametrize("seed", range(3))
def test_branches_that_both_add_papers_merge_without_a_conflict(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    titles = [f"Choirs of {chance.randrange(10**9)} Birds" for _ in range(60)]
    records = [record(title, "Ada Note", 2020, line=n) for n, title in enumerate(titles, 1)]
    _, base, _ = assigned(records[:20])
    _, ours, _ = assigned(records[:40], base)
    _, theirs, _ = assigned(records[:20] + records[40:], base)
    (tmp_path / ".gitattributes").write_bytes((ROOT / "content/.gitattributes").read_bytes())
    assert merged(tmp_path, base, ours, theirs)
    found, _ = keys.read((tmp_path / "keys.lock").read_text("utf-8"), PATH)
    assert found.keys() == ours.keys() | theirs.keys()


@needs_git
def test_a_conflict_that_git_leaves_is_said_in_a_sentence(tmp_path: Path) -> None:
    assert not merged(tmp_path, {}, {ONE: "a"}, {TWO: "b"})
    assert "error: git left a conflict here: '<<<<<<< HEAD'" in refused(
        (tmp_path / "keys.lock").read_text("utf-8")
    )


# Where nothing may change

SOURCE = '{"title": "Nets for Trees", "doi": "10.1000/1"}\n{"title": "On Tides"}\n'
HINT = f"  hint: run `sitegen convert` (or `make site`), and commit {PATH}\n"


@pytest.mark.parametrize("command", ["build", "convert", "check"])
def test_a_locked_run_gives_no_keys_and_writes_nothing(project: Project, command: str) -> None:
    project.write({"content/sources/a.jsonl": SOURCE})
    assert project.run(command, "--locked") == 1
    assert project.stderr == (
        f"sitegen: {PATH}: error: 2 papers have no key in this file yet, and --locked gives none\n"
        "    'Nets for Trees' (content/sources/a.jsonl:1)\n"
        "    'On Tides' (content/sources/a.jsonl:2)\n" + HINT
    )
    assert not project.out.exists()
    assert project.files("content") == ["sources/a.jsonl"]


def test_a_locked_run_names_ten_papers(project: Project) -> None:
    lines = "".join(f'{{"title": "Song {n} of {n * 37} Choirs"}}\n' for n in range(101, 114))
    project.write({"content/sources/a.jsonl": lines})
    assert project.build("--locked") == 1
    assert project.stderr.startswith(f"sitegen: {PATH}: error: 13 papers have no key")
    assert project.stderr.count("Choirs") == 10
    assert "\n    and 3 more\n" in project.stderr


@pytest.mark.parametrize("command", ["build", "convert", "check"])
def test_a_locked_run_is_as_any_other_where_all_papers_have_keys(
    project: Project, command: str
) -> None:
    project.write({"content/sources/a.jsonl": SOURCE})
    project.build()
    before = project.read(PATH)
    assert project.run(command, "--locked") == 0
    assert project.read(PATH) == before


def test_a_corrected_title_passes_a_locked_run_and_is_remembered_by_the_next(
    project: Project,
) -> None:
    project.write({"content/sources/a.jsonl": SOURCE})
    project.build()
    before = project.read(PATH)
    project.write({"content/sources/a.jsonl": SOURCE.replace("Nets", "Webs")})
    assert project.build("--locked") == 0
    assert (project.read(PATH), project.keys()) == (before, ["nets", "tides"])
    project.build()
    assert len(project.read(PATH).splitlines()) == len(before.splitlines()) + 1


APART = (
    '{"title": "Nets for Trees", "authors": ["Ann Smith"], "doi": "10.1000/1"}\n',
    '{"title": "Trees and Nets", "authors": ["Ann Smith"], "arxiv": "2001.00001"}\n',
)
JOINED = (APART[0], APART[1].replace("Trees and Nets", "Nets for Trees"))


def test_a_locked_run_does_not_lead_a_key_elsewhere(project: Project) -> None:
    for lines in (APART, JOINED):
        project.write({"content/sources/a.jsonl": "".join(lines)})
        code = project.build(*(["--locked"] if lines is JOINED else []))
    assert (code, project.stderr) == (
        1,
        f"sitegen: {PATH}: error: this file does not say yet where each former key leads, and "
        "--locked adds nothing\n    'smithtrees' leads to 'smithnets'\n" + HINT,
    )


def test_mending_is_not_for_a_locked_run(project: Project) -> None:
    assert project.run("check", "--fix", "--locked") == 2
    assert (
        project.stderr == "sitegen: error: --fix writes notes, and --locked is for looking only\n"
    )


def test_the_real_content_has_all_its_keys_in_the_lock(seeds: Path) -> None:
    assert (seeds / PATH).read_bytes() == (ROOT / PATH).read_bytes()


# Where a former key leads


@pytest.fixture
def moved(project: Project) -> Project:
    """A site of one paper that was two, with a record of one of them."""
    for lines in (APART, JOINED, JOINED[:1]):
        project.write({"content/sources/a.jsonl": "".join(lines)})
        assert project.build("--url", "https://x.org/") == 0
    return project


def test_a_former_key_leads_on_when_its_record_has_gone(moved: Project) -> None:
    assert (moved.keys(), moved.read(PATH).splitlines()[-1]) == (
        ["smithnets"],
        "redirect smithtrees smithnets",
    )


def test_the_page_of_a_former_key_names_the_paper_in_every_way(moved: Project) -> None:
    page = moved.read("build/site/papers/smithtrees.html")
    lines = page.splitlines()
    assert '<meta http-equiv="refresh" content="0; url=smithnets.html">' in lines
    assert '<meta name="robots" content="noindex">' in lines
    assert '<link rel="canonical" href="https://x.org/papers/smithnets.html">' in lines
    assert '<p>“smithtrees” is now <a href="smithnets.html">Nets for Trees</a>.</p>' in lines


def test_the_bibtex_of_a_former_key_is_that_of_the_paper_and_names_it(moved: Project) -> None:
    entry = moved.read("build/site/papers/smithtrees.bib")
    assert entry.startswith("@misc{smithnets,\n")
    assert re.search(r"^  ids +[=] \{smithtrees\}$", entry, re.MULTILINE)
    assert entry in moved.read("build/library/bibliography.bib")


def test_the_sitemap_and_the_lists_leave_former_keys_out(moved: Project) -> None:
    pages = [moved.read(f"build/site/{name}") for name in ("sitemap.xml", "papers/index.html")]
    assert [page for page in pages if "smithtrees" in page] == []


def test_a_former_key_is_found_by_search(moved: Project) -> None:
    files = tree(moved.out / "site/search/words").values()
    words = [front_decoded(content.decode().splitlines()[0]) for content in files]
    assert terms("smithtrees")[0] in {word for some in words for word in some}


def test_the_two_halves_give_the_same_redirects(moved: Project) -> None:
    before = tree(moved.out / "site")
    shutil.rmtree(moved.out / "site")
    assert moved.run("render", "--url", "https://x.org/") == 0
    assert tree(moved.out / "site") == before


VERSIONS = """@article{nets-journal, title={Learning Nets for Ants in Narrow Tunnels},
  author={Smith, Anna and Zhou, Lin}, journal={Journal of Ants}, year={2019}, doi={10.5555/j.2}}
@inproceedings{nets-conf, title={Learning Nets for Ants in Narrow Tunnels},
  author={Smith, Anna and Zhou, Lin}, booktitle={Conference on Tunnels}, year={2018}}
"""
PREPRINT = '{"id": "x1", "title": "Learning Nets for Ants in Narrow Tunnels", "year": 2018}\n'


def test_parted_and_joined_again_each_entry_keeps_the_key_that_its_curator_gave(
    project: Project,
) -> None:
    project.write({"content/sources/a.bib": VERSIONS, "content/sources/b.jsonl": PREPRINT})
    project.build()
    joined = project.read("content/keys.lock")
    project.write({"content/curation.toml": 'not_same = [["nets-journal", "nets-conf"]]\n'})
    project.build()
    bibtex = project.read("build/site/bibliography.bib")
    assert "@article{nets-journal,\n" in bibtex
    assert "@inproceedings{nets-conf,\n" in bibtex
    project.write({"content/curation.toml": ""})
    project.build()
    lines = [line for line in project.read("content/keys.lock").splitlines() if "redirect" in line]
    assert lines == [line for line in joined.splitlines() if "redirect" in line]
