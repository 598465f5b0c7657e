"""This is where the whole program is held: files, exit code and what it says, on small projects."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sitegen import scripts
from tests import links
from tests.conftest import ROOT, Project, records_of, tree

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

ONE = """\
@article{smith2020trees,
  title = {Deep Nets for Trees},
  author = {Smith, Ann and Li, Bo},
  year = 2020,
  journal = {Journal of Trees},
  keywords = {trees, deep nets},
  abstract = {We grow trees.},
}
"""
TWO = """\
{"id": "t1", "title": "Deep Nets for Trees", "authors": ["Ann Smith"], "year": 2020}
{"id": "t2", "title": "Shallow Nets for Shrubs"}
"""
BARE = "@misc{one, title={A First Paper}}\n"
PAIR = "@misc{one, title={A First Paper}}\n@misc{two, title={A Second Paper}}\n"


def written(project: Project, folder: str = "build/site") -> dict[str, bytes]:
    """The files of a folder with their bytes."""
    return tree(project.root / folder)


def times(folder: Path) -> dict[str, int]:
    """When each file of a folder was last written, nanoseconds."""
    return {str(f): f.stat().st_mtime_ns for f in sorted(folder.rglob("*")) if f.is_file()}


@pytest.fixture(scope="module")
def seen(seeds: Path) -> dict[str, links.Seen]:
    """What each page of the seeds' site names, by path."""
    return links.read_all(seeds / "build/site")


# What a build makes and says


def test_a_build_makes_the_library_the_site_and_the_report(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE, "content/sources/b.jsonl": TWO})
    assert project.build() == 0
    made = [
        name
        for name in project.files("build")
        if not name.startswith(("site/assets/", "site/search/", "cache/"))
    ]
    assert made == [
        "library/.sitegen-files",
        "library/bibliography-ascii.bib",
        "library/bibliography.bib",
        "library/ledger.json",
        "library/papers/shallow.md",
        "library/papers/smith2020trees.md",
        "report.json",
        "site/.sitegen-files",
        "site/404.html",
        "site/authors/ann-smith.bib",
        "site/authors/ann-smith.html",
        "site/authors/bo-li.bib",
        "site/authors/bo-li.html",
        "site/authors/index.html",
        "site/basket.html",
        "site/bibliography-ascii.bib",
        "site/bibliography.bib",
        "site/bibliography.json",
        "site/bibliography.jsonl",
        "site/bibliography.md",
        "site/bibliography.ris",
        "site/cite.html",
        "site/feed.xml",
        "site/index.html",
        "site/papers/index.html",
        "site/papers/shallow.bib",
        "site/papers/shallow.html",
        "site/papers/shallow.json",
        "site/papers/shallow.jsonl",
        "site/papers/shallow.md",
        "site/papers/shallow.ris",
        "site/papers/smith2020trees.bib",
        "site/papers/smith2020trees.html",
        "site/papers/smith2020trees.json",
        "site/papers/smith2020trees.jsonl",
        "site/papers/smith2020trees.md",
        "site/papers/smith2020trees.ris",
        "site/quality-merges.html",
        "site/quality.html",
        "site/quality.json",
        "site/search.html",
        "site/sitemap.xml",
        "site/tags/deep-nets.bib",
        "site/tags/deep-nets.html",
        "site/tags/index.html",
        "site/tags/trees.bib",
        "site/tags/trees.html",
        "site/titles/index.html",
        "site/venues/index.html",
        "site/venues/journal-of-trees.bib",
        "site/venues/journal-of-trees.html",
        "site/years/2020.bib",
        "site/years/2020.html",
        "site/years/index.html",
        "site/years/undated.bib",
        "site/years/undated.html",
    ]


def unlinked(assets: dict[str, bytes]) -> dict[str, bytes]:
    """Assets without the digests by which scripts name each other."""
    return {n: re.sub(rb"(\.js)\?v=\w{8}\"", rb'\1"', content) for n, content in assets.items()}


def our_assets() -> dict[str, bytes]:
    """Our assets as they are published, but for digests."""
    return {
        name: content if name.startswith("vendor/") else scripts.shortened(name, content)
        for name, content in tree(ROOT / "templates" / "assets").items()
        if not name.endswith(".d.ts")
    }


def test_a_site_carries_every_asset_but_for_digests_and_comments_as_it_is(project: Project) -> None:
    project.write({"content/sources/a.bib": BARE})
    project.build()
    found = written(project, "build/site/assets")
    assert unlinked(found) == our_assets()
    assert found["style.css"] == (ROOT / "templates/assets/style.css").read_bytes()
    assert b"// " not in found["site.js"]


def test_a_script_names_those_it_needs_by_their_content(project: Project) -> None:
    """The digest of a script covers all that it needs, so that no browser pairs old and new."""
    name = "content/templates/assets/dom.js"
    script = (ROOT / "templates/assets/dom.js").read_bytes()
    addresses = []
    for more in (b"", b"// new"):
        project.write({"content/sources/a.bib": BARE})
        (project.root / name).parent.mkdir(parents=True, exist_ok=True)
        (project.root / name).write_bytes(script + more)
        project.build()
        home, basket = (
            project.read(f"build/site/{page}") for page in ("index.html", "assets/basket.js")
        )
        digest = hashlib.sha256(script + more).hexdigest()[:8]
        assert f'"./dom.js?v={digest}"' in basket
        addresses += re.findall(r"assets/site\.js\?v=\w+", home)
    assert len(set(addresses)) == 2


def test_a_build_tells_the_balance_and_where_everything_is(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE, "content/sources/b.jsonl": TWO})
    assert project.build() == 0
    count = len(project.files())
    library = len(project.files("build/library"))
    assert project.stdout == (
        "3 records read = 2 papers + 1 merged + 0 quarantined\n"
        "1 paper made from several records\n"
        f"{count} files in the site, {count + library} written or changed\n"
        f"library: {project.out}/library\n"
        f"site:    {project.out}/site/index.html\n"
        f"report:  {project.out}/report.json\n"
        f"open it: file://{project.out}/site/index.html\n"
        "with search: `sitegen serve` (or `make serve`), then http://127.0.0.1:8000/\n"
    )
    assert project.stderr == ""


def test_a_quarantined_entry_is_shown_with_its_place_and_counted(project: Project) -> None:
    project.write({"content/sources/a.jsonl": '{"id": "x", "year": 2020}\n{"title": "Good One"}\n'})
    assert project.build() == 0
    assert project.stderr == (
        "content/sources/a.jsonl:1: warning: an entry without a title [no-title]\n"
        "  hint: add its title: it is what a paper is found and recognised by\n"
    )
    assert project.stdout.splitlines()[:2] == [
        "2 records read = 1 papers + 0 merged + 1 quarantined",
        "findings: 1 no-title (warning)",
    ]


GAVE = ["title", "authors", "year", "venue", "type", "abstract", "keywords"]


def test_the_report_is_what_happened(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE, "content/sources/b.jsonl": TWO})
    project.build()
    report = project.report()
    stages, cost = report.pop("stages"), report.pop("search")
    assert cost["median_bytes"] <= cost["worst_bytes"]
    points = [record.pop("points") for record in report["merges"][0]["records"]]
    assert points[0] == {}
    assert points[1]["title-equal"] > 0
    count = len(project.files())
    assert report == {
        "records_read": 3,
        "papers": 2,
        "merged": 1,
        "quarantined": 0,
        "balance_closes": True,
        "pages": count,
        "written": count + 5,
        "places": {
            "library": f"{project.out}/library",
            "site": f"{project.out}/site/index.html",
            "report": f"{project.out}/report.json",
        },
        "fixed": [],
        "findings": [],
        "merges": [
            {
                "key": "smith2020trees",
                "title": "Deep Nets for Trees",
                "records": [
                    {
                        "id": "smith2020trees",
                        "at": "content/sources/a.bib:1",
                        "ref": "smith2020trees",
                        "because": "",
                        "gave": GAVE,
                    },
                    {
                        "id": "t1",
                        "at": "content/sources/b.jsonl:1",
                        "ref": "t1",
                        "because": "title-equal",
                        "gave": [],
                    },
                ],
                "undo": '["smith2020trees", "t1"],  # Deep Nets for Trees',
            }
        ],
        "review": [],
        "refused": [],
        "conflicts": [],
    }
    beside = [name for name in project.files() if name.startswith(("assets/", "search/"))]
    pages = count - len(beside)
    assert {name: stage["count"] for name, stage in stages.items()} == {
        "read": 2,
        "parse": 3,
        "dedupe": 2,
        "merge": 2,
        "keys": 2,
        "ledger": 1,
        "notes": 0,
        "authors": 2,
        "tags": 2,
        "check": 0,
        "export": 2,
        "assemble": pages,
        "render": pages,
        "search": 2,
        "publish": count + 5,
    }


def test_json_prints_the_report_and_nothing_else(project: Project) -> None:
    project.write({"content/sources/a.jsonl": '{"year": 2020}\n{"title": "Good One"}\n'})
    assert project.build("--json") == 0
    assert project.stdout == project.read("build/report.json")
    assert project.stderr == ""


def test_verbose_adds_notes_and_what_each_step_took(project: Project) -> None:
    listing = f"Home\nLog in\n\nA Title of a Paper\n\n{'It is a sentence of words. ' * 10}\n"
    project.write({"content/sources/a.txt": listing})
    project.build()
    assert project.stderr == ""
    project.build("-v")
    assert project.stderr == (
        "content/sources/a.txt:1: note: not read as papers: 'Home', 'Log in' [page-furniture]\n"
    )
    steps = re.findall(r"^(\w+) +\d+ +\d+\.\d\d +\d+\.\d\d +\d+$", project.stdout, re.MULTILINE)
    assert steps == [
        "read",
        "parse",
        "dedupe",
        "merge",
        "keys",
        "ledger",
        "notes",
        "authors",
        "tags",
        "check",
        "export",
        "assemble",
        "render",
        "search",
        "publish",
    ]


def test_strict_makes_warnings_count(project: Project) -> None:
    project.write({"content/sources/a.jsonl": '{"year": 2020}\n{"title": "Good One"}\n'})
    assert project.build() == 0
    assert project.build("--strict") == 1
    project.write({"content/sources/a.jsonl": '{"title": "Good One"}\n'})
    assert project.build("--strict") == 0


# The two halves


def test_convert_makes_the_library_only(project: Project) -> None:
    project.write({"content/sources/a.bib": BARE})
    assert project.run("convert") == 0
    made = [name for name in project.files("build") if not name.startswith("cache/")]
    assert made == [
        "library/.sitegen-files",
        "library/bibliography-ascii.bib",
        "library/bibliography.bib",
        "library/ledger.json",
        "library/papers/one.md",
        "report.json",
    ]
    assert project.stdout == (
        "1 records read = 1 papers + 0 merged + 0 quarantined\n"
        "4 files in the library, 4 written or changed\n"
        f"library: {project.out}/library\n"
        f"report:  {project.out}/report.json\n"
    )
    assert project.stderr == ""


def test_the_library_alone_gives_the_same_site_as_the_sources(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE, "content/sources/b.jsonl": TWO})
    project.build()
    before = written(project)
    shutil.rmtree(project.root / "build/site")
    shutil.rmtree(project.content / "sources")
    assert project.run("render") == 0
    assert written(project) == before
    assert project.stdout.splitlines()[0] == "2 papers"


@pytest.mark.slow
def test_the_library_of_the_seeds_alone_gives_the_same_site(seeds: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds / "build/library", tmp_path / "build/library")
    shutil.copytree(seeds / "content", tmp_path / "content")
    command = [sys.executable, "-m", "sitegen", "render"]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    differing = [
        name
        for name, content in tree(seeds / "build/site").items()
        if (tmp_path / "build/site" / name).read_bytes() != content
    ]
    assert differing == []
    assert len(tree(tmp_path / "build/site")) == len(tree(seeds / "build/site"))


def test_render_needs_no_content_folder(project: Project) -> None:
    project.write({"build/library/papers/x.md": '---\nkey: x\ntitle: "A Paper"\n---\n\nText.\n'})
    assert project.run("render") == 0
    assert "papers/x.html" in project.files()


def test_render_takes_hand_written_yaml(project: Project) -> None:
    text = """\
---
key: plato1997
title: The Republic
authors:
  - Plato
  - Grube, G. M. A.
year: 1997
tags: philosophy, state
---

What *justice* is.
"""
    project.write({"build/library/papers/any-name.md": text})
    assert project.run("render") == 0
    page = project.read("build/site/papers/plato1997.html")
    assert "G. M. A. Grube" in page
    assert "What justice is." in page
    assert "tags/philosophy.html" in project.files()


def test_check_says_what_a_build_would_and_writes_nothing(project: Project) -> None:
    project.write({"content/sources/a.jsonl": '{"year": 2020}\n{"title": "Good One"}\n'})
    before = tree(project.root)
    assert project.run("check") == 0
    assert tree(project.root) == before
    assert not project.out.exists()
    assert project.stdout == (
        "2 records read = 1 papers + 0 merged + 1 quarantined\nfindings: 1 no-title (warning)\n"
    )
    said = project.stderr
    project.build()
    assert said == project.stderr


def test_check_is_strict_on_request(project: Project) -> None:
    project.write({"content/sources/a.jsonl": '{"year": 2020}\n{"title": "Good One"}\n'})
    assert project.run("check", "--strict") == 1


# dedupe


def test_dedupe_prints_a_line_for_each_paper(project: Project) -> None:
    project.write({"a.bib": ONE, "b.jsonl": TWO, "c.jsonl": '{"title": "Shallow nets for shrubs"}'})
    files = [str(project.root / name) for name in ("a.bib", "b.jsonl", "c.jsonl")]
    before = tree(project.root)
    assert project.run("dedupe", *files) == 0
    assert list(records_of(project.stdout)) == [
        {
            "key": "smith2020trees",
            "records": ["smith2020trees", "t1"],
            "why": ["title-equal +100, author-equal +22, year-equal +8"],
        },
        {"key": "shallow", "records": ["t2", f"{files[2]}:1"], "why": ["title-equal +100"]},
    ]
    assert project.stderr == "4 records read = 2 papers + 2 merged + 0 quarantined\n"
    assert tree(project.root) == before


def test_dedupe_needs_no_project(project: Project) -> None:
    project.write({"a.bib": BARE})
    command = [sys.executable, "-m", "sitegen", "dedupe", "a.bib"]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        '{"key": "one", "records": ["one"], "why": []}\n',
        "1 records read = 1 papers + 0 merged + 0 quarantined\n",
    )
    assert list(tree(project.root)) == ["a.bib"]


def test_dedupe_prints_what_it_sets_aside(project: Project) -> None:
    project.write({"a.jsonl": '{"id": "x"}\nnonsense\n{"title": "Good One"}\n'})
    file = project.root / "a.jsonl"
    assert project.run("dedupe", str(file)) == 0
    assert project.stderr.splitlines()[0] == (
        f"{file}:1: warning: an entry without a title [no-title]"
    )
    assert project.stderr.splitlines()[-1] == (
        "3 records read = 1 papers + 0 merged + 2 quarantined"
    )
    assert project.run("dedupe", "--strict", str(file)) == 1


# Building again


def test_a_second_build_writes_nothing(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE, "content/sources/b.jsonl": TWO})
    project.build()
    before = times(project.root)
    assert project.build() == 0
    after = times(project.root)
    changed = [name for name in after if after[name] != before.get(name)]
    assert [Path(name).name for name in changed] == ["report.json"]  # it has the timings
    assert project.report()["written"] == 0


def test_a_build_leaves_nothing_of_its_own_beside_what_it_made(project: Project) -> None:
    project.write({"content/sources/a.bib": BARE})
    project.build()
    top = sorted(path.name for path in project.out.iterdir())
    assert [name for name in top if name != "cache"] == ["library", "report.json", "site"]
    assert sorted(path.name for path in project.content.iterdir()) == ["keys.lock", "sources"]


def test_deleting_an_entry_deletes_its_page(project: Project) -> None:
    project.write({"content/sources/a.bib": PAIR})
    project.build()
    both = project.files()
    project.write({"content/sources/a.bib": BARE})
    assert project.build() == 0
    gone = [f"papers/two.{suffix}" for suffix in ("bib", "html", "json", "jsonl", "md", "ris")]
    # The list of one paper that is left leads to that paper's files.
    gone += [f"years/undated.{suffix}" for suffix in ("json", "jsonl", "md", "ris")]
    left = set(both) - set(project.files())
    assert sorted(name for name in left if not name.startswith("search/")) == gone
    assert project.keys() == ["one"]


def test_deleting_the_last_paper_of_a_tag_deletes_its_page(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE + BARE})
    project.build()
    project.write({"content/sources/a.bib": BARE})
    project.build()
    assert [name for name in project.files() if name.startswith(("tags/", "authors/"))] == [
        "authors/index.html",
        "tags/index.html",
    ]


def test_files_of_others_survive_a_build(project: Project) -> None:
    mine = {"build/site/CNAME": "lab.example", "build/site/papers/mine.html": "mine"}
    project.write({"content/sources/a.bib": PAIR, **mine})
    project.build()
    project.write({"content/sources/a.bib": BARE})
    project.build()
    assert {name: project.read(name) for name in mine} == mine


def test_the_same_sources_give_the_same_bytes_in_another_folder(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project.write({"content/sources/a.bib": ONE, "content/sources/b.jsonl": TWO})
    project.build()
    other = tmp_path_factory.mktemp("other")
    shutil.copytree(project.content, other / "content")
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    command = [sys.executable, "-m", "sitegen", "build", "--out", "elsewhere"]
    subprocess.run(command, check=True, capture_output=True, cwd=other, env=environment)
    assert tree(other / "elsewhere/site") == written(project)
    assert tree(other / "elsewhere/library") == written(project, "build/library")


def test_a_copied_site_is_not_changed_by_time(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE})
    project.build()
    before = written(project)
    for file in project.content.rglob("*"):
        os.utime(file, (1, 1))
    project.build()
    assert written(project) == before


# Keys are for ever

CLASH = (
    '{"title": "Nets for Trees", "authors": ["Ann Smith"], "year": 2020}\n',
    '{"title": "Nets for Shrubs", "authors": ["Tom Smith"], "year": 2020}\n',
    '{"title": "Nets for Grass", "authors": ["Eve Smith"], "year": 2020}\n',
)


def keys_by_title(project: Project) -> dict[str, str]:
    files = written(project, "build/library/papers").values()
    texts = [content.decode() for content in files]
    return {
        re.findall(r'^title: "(.*)"$', t, re.MULTILINE)[0]: re.findall(
            r'^key: "(.*)"$', t, re.MULTILINE
        )[0]
        for t in texts
    }


def test_adding_a_source_changes_no_key(project: Project) -> None:
    project.write({"content/sources/b.jsonl": CLASH[0]})
    project.build()
    assert keys_by_title(project) == {"Nets for Trees": "smith2020nets"}
    project.write({"content/sources/a.jsonl": CLASH[1] + CLASH[2]})
    project.build()
    assert keys_by_title(project) == {
        "Nets for Trees": "smith2020nets",
        "Nets for Grass": "smith2020nets-grass",
        "Nets for Shrubs": "smith2020nets-shrubs",
    }


def test_removing_a_source_changes_no_other_key(project: Project) -> None:
    files = {f"content/sources/{n}.jsonl": line for n, line in enumerate(CLASH)}
    project.write(files)
    project.build()
    before = keys_by_title(project)
    for name in files:
        (project.root / name).unlink()
        project.build()
        project_keys = keys_by_title(project)
        assert project_keys == {title: before[title] for title in project_keys}
        assert len(project_keys) == 2
        project.write({name: files[name]})
        project.build()
        assert keys_by_title(project) == before


def test_reordering_and_renaming_sources_changes_no_key(project: Project) -> None:
    project.write({"content/sources/a.jsonl": "".join(CLASH)})
    project.build()
    before = keys_by_title(project)
    site = written(project, "build/site/tags")
    (project.root / "content/sources/a.jsonl").unlink()
    project.write({"content/sources/z/new name.jsonl": "".join(reversed(CLASH))})
    project.build()
    assert keys_by_title(project) == before
    assert written(project, "build/site/tags") == site


def test_a_key_comes_back_with_its_paper(project: Project) -> None:
    project.write({"content/sources/a.jsonl": CLASH[0]})
    project.build()
    project.write({"content/sources/a.jsonl": CLASH[1]})
    project.build()
    assert keys_by_title(project) == {"Nets for Shrubs": "smith2020nets-shrubs"}
    project.write({"content/sources/a.jsonl": CLASH[0]})
    project.build()
    assert keys_by_title(project) == {"Nets for Trees": "smith2020nets"}


APART = (
    '{"title": "Nets for Trees", "authors": ["Ann Smith"], "doi": "10.1000/1"}\n',
    '{"title": "Trees and Nets", "authors": ["Ann Smith"], "arxiv": "2001.00001"}\n',
)
# The curator finds out that the second is the first under a wrong title, and corrects it.
JOINED = (APART[0], APART[1].replace("Trees and Nets", "Nets for Trees"))


def test_the_key_that_loses_in_a_merge_leads_to_the_one_that_stays(project: Project) -> None:
    project.write({"content/sources/a.jsonl": "".join(APART)})
    project.build()
    assert project.keys() == ["smithnets", "smithtrees"]
    project.write({"content/sources/a.jsonl": "".join(JOINED)})
    assert project.build() == 0
    assert project.keys() == ["smithnets"]
    assert [name for name in project.files() if name.startswith("papers/")] == [
        "papers/index.html",
        "papers/smithnets.bib",
        "papers/smithnets.html",
        "papers/smithnets.json",
        "papers/smithnets.jsonl",
        "papers/smithnets.md",
        "papers/smithnets.ris",
        "papers/smithtrees.bib",
        "papers/smithtrees.html",
    ]
    page = project.read("build/site/papers/smithtrees.html")
    assert '<meta http-equiv="refresh" content="0; url=smithnets.html">' in page
    assert "“smithtrees” is now" in page
    assert 'aliases: ["smithtrees"]' in project.read("build/library/papers/smithnets.md")
    assert list(links.broken(project.out / "site")) == []


def test_a_merge_that_is_undone_gives_each_paper_its_key_back(project: Project) -> None:
    for lines in (APART, JOINED, APART):
        project.write({"content/sources/a.jsonl": "".join(lines)})
        project.build()
    assert keys_by_title(project) == {"Nets for Trees": "smithnets", "Trees and Nets": "smithtrees"}
    assert project.files("build/library/papers") == [
        "smithnets.md",
        "smithtrees.md",
    ]


def test_a_redirect_survives_the_next_build_and_the_library(project: Project) -> None:
    for lines in (APART, JOINED, JOINED):
        project.write({"content/sources/a.jsonl": "".join(lines)})
        project.build()
    before = written(project)
    shutil.rmtree(project.out / "site")
    project.run("render")
    assert written(project) == before
    assert "papers/smithtrees.html" in project.files()


def test_a_page_cannot_be_lost_by_its_new_name(project: Project) -> None:
    project.write({"content/sources/a.bib": "@misc{old, title={A First Paper}}\n"})
    project.build()
    project.write({"content/sources/a.bib": "@misc{new, title={A First Paper}}\n"})
    assert project.build() == 0
    assert "papers/old.html" in project.files()


# Templates of one's own


def test_a_template_of_the_content_folder_replaces_ours(project: Project) -> None:
    mine = '{% extends "base.html" %}{% block main %}<h1>Mine: {{ page.paper.title }}</h1>'
    project.write(
        {
            "content/sources/a.bib": BARE,
            "content/templates/paper.html": mine + "{% endblock %}\n",
        }
    )
    assert project.build() == 0
    assert "<h1>Mine: A First Paper</h1>" in project.read("build/site/papers/one.html")
    assert "Mine" not in project.read("build/site/index.html")


def test_an_asset_of_the_content_folder_replaces_ours_and_others_are_added(
    project: Project,
) -> None:
    project.write(
        {
            "content/sources/a.bib": BARE,
            "content/templates/assets/style.css": "body { color: red }",
            "content/templates/assets/logo.png": b"\x89PNG\x00\xff",
            "content/templates/assets/mine.js": b"let x = 1; // in Latin-1: \xe9",
        }
    )
    assert project.build() == 0
    assert unlinked(written(project, "build/site/assets")) == {
        **our_assets(),
        "style.css": b"body { color: red }",
        "logo.png": b"\x89PNG\x00\xff",
        "mine.js": b"let x = 1; // in Latin-1: \xe9",
    }


def test_the_address_of_an_asset_changes_with_its_bytes(project: Project) -> None:
    project.write({"content/sources/a.bib": BARE})
    project.build()
    before = re.findall(r"assets/style\.css\?v=\w+", project.read("build/site/index.html"))
    project.write({"content/templates/assets/style.css": "body { color: red }"})
    project.build()
    after = re.findall(r"assets/style\.css\?v=\w+", project.read("build/site/index.html"))
    assert len(before) == len(after) == 1
    assert before != after


BASE = '{% extends "base.html" %}\n{% block main %}\n'


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "paper.html",
            f"{BASE}{{% if %}}\n{{% endblock %}}",
            "templates/paper.html:3: error: the template is broken: Expected an expression,"
            " got 'end of statement block'\n",
        ),
        (
            "paper.html",
            f"{BASE}<p>{{{{ page.nonsense }}}}\n{{% endblock %}}",
            "templates/paper.html:3: error: the template uses what does not exist:"
            " 'sitegen.pages.paper.Context object' has no attribute 'nonsense'\n"
            "  hint: templates/README.md lists what each template sees\n",
        ),
        (
            "paper.html",
            f"{BASE}<p>\n<p>{{{{ nonsense }}}}\n{{% endblock %}}",
            "templates/paper.html:4: error: the template uses what does not exist:"
            " 'nonsense' is undefined\n"
            "  hint: templates/README.md lists what each template sees\n",
        ),
        (
            "parts.html",
            "{% macro papers(rows, root, most=6) %}\n{{ nonsense }}{% endmacro %}\n"
            "{% macro takes(offers, label) %}{% endmacro %}\n",
            "templates/parts.html:2: error: the template uses what does not exist:"
            " 'nonsense' is undefined\n"
            "  hint: templates/README.md lists what each template sees\n",
        ),
        (
            "home.html",
            f'{BASE}{{% include "missing.html" %}}\n{{% endblock %}}',
            "templates/home.html:3: error: there is no template 'missing.html'\n",
        ),
        (
            "home.html",
            '{% extends "missing.html" %}\n',
            "templates/home.html:1: error: there is no template 'missing.html'\n",
        ),
        (
            "home.html",
            f"{BASE}<p>{{{{ chrome.asset('assets/missing.png') }}}}\n{{% endblock %}}",
            "templates/home.html:3: error: there is no asset 'assets/missing.png'\n",
        ),
        (
            "home.html",
            f"{BASE}<p>{{{{ page.papers + 'x' }}}}\n{{% endblock %}}",
            "templates/home.html:3: error: the template cannot be filled in:"
            " unsupported operand type(s) for +: 'int' and 'str'\n",
        ),
        (
            "home.html",
            f"{BASE}{{{{ page.papers|nonsense }}}}\n{{% endblock %}}",
            "templates/home.html:3: error: the template is broken: No filter named 'nonsense'.\n",
        ),
        (
            "home.html",
            f"{BASE}{{{{ 1 // 0 }}}}\n{{% endblock %}}",
            "templates/home.html:3: error: the template cannot be filled in:"
            " integer division or modulo by zero\n",
        ),
        (
            "home.html",
            '{% extends "home.html" %}\n',
            "templates/home.html:1: error: ",
        ),
        (
            "home.html",
            b"caf\xe9",
            "templates/home.html:1: error: the file is not UTF-8\n",
        ),
    ],
    ids=[
        "syntax",
        "attribute",
        "name",
        "macro",
        "include",
        "extends",
        "asset",
        "type",
        "filter",
        "division",
        "endless",
        "encoding",
    ],
)
def test_a_broken_template_is_one_sentence_and_leaves_the_last_site(
    name: str, text: str | bytes, said: str, project: Project
) -> None:
    project.write({"content/sources/a.bib": BARE})
    project.build()
    before = written(project, "build")
    project.write({f"content/templates/{name}": text})
    assert project.build() == 1
    assert project.stdout == ""
    assert project.stderr.removeprefix("sitegen: ").removeprefix("content/").startswith(said)
    assert project.stderr.count("\n") < 3
    assert written(project, "build") == before


def test_a_broken_template_is_named_by_the_path_where_it_lies(project: Project) -> None:
    project.write({"content/sources/a.bib": BARE, "content/templates/home.html": "{% if %}"})
    assert project.build() == 1
    assert project.stderr.startswith("sitegen: content/templates/home.html:1: error: ")


# The last good site


def test_a_failing_build_leaves_the_last_site(project: Project) -> None:
    project.write({"content/sources/a.bib": BARE})
    project.build()
    before = tree(project.root)
    broken = {"content/sources/a.bib": PAIR, "content/site.toml": "[site\n"}
    project.write(broken)
    assert project.build() == 1
    assert tree(project.root) == {**before, **{name: t.encode() for name, t in broken.items()}}


def test_a_site_without_an_address_works_below_any_folder(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE, "content/sources/b.jsonl": TWO})
    project.build()
    pages = links.read_all(project.out / "site")
    del pages["404.html"]  # shown at any depth, so it has to begin at the server's root
    named = [address for page in pages.values() for address in (*page.leads, *page.loads)]
    assert [address for address in named if address.startswith("/")] == []


# Links, of the seeds' site


def test_every_link_of_every_page_leads_somewhere(seeds: Path, seen: dict[str, links.Seen]) -> None:
    assert len(seen) > 515
    assert list(links.broken(seeds / "build/site", pages=seen))[:20] == []


def test_every_link_leads_somewhere_when_the_address_has_a_path(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE, "content/sources/b.jsonl": TWO})
    assert project.build("--url", "https://lab.example/reading/papers") == 0
    assert list(links.broken(project.out / "site", "/reading/papers/")) == []
    assert 'href="/reading/papers/index.html"' in project.read("build/site/404.html")


def test_every_link_of_long_lists_leads_somewhere(project: Project) -> None:
    lines = [
        f'{{"title": "Paper {n} on topic {n}", "authors": ["A B{n % 3}"], "tags": ["t{n % 2}"]}}\n'
        for n in range(25)
    ]
    project.write(
        {
            "content/sources/a.jsonl": "".join(lines),
            "content/site.toml": "[site]\npapers_per_page = 2\n",
        }
    )
    assert project.build() == 0
    assert "tags/t0-page-7.html" in project.files()
    assert list(links.broken(project.out / "site")) == []


def test_no_page_loads_anything_from_another_host(seen: dict[str, links.Seen]) -> None:
    loads = {address for page in seen.values() for address in page.loads}
    assert [address for address in sorted(loads) if links.is_elsewhere(address)] == []
    assert loads


def test_no_style_sheet_or_drawing_loads_anything_from_another_host(seeds: Path) -> None:
    sheets = [*(seeds / "build/site").rglob("*.css"), *(seeds / "build/site").rglob("*.svg")]
    loads = [a for sheet in sheets for a in links.addresses_in_css(sheet.read_text("utf-8"))]
    assert [address for address in loads if links.is_elsewhere(address)] == []
    assert sheets


def test_our_scripts_name_no_other_host(seeds: Path) -> None:
    assets = seeds / "build/site/assets"
    scripts = [file for file in assets.rglob("*.js") if "vendor" not in file.parts]
    code = "\n".join(re.sub(r"(?m)^\s*(//|\*|/\*).*$", "", s.read_text("utf-8")) for s in scripts)
    assert re.findall(r"https?://[^\"'`\s]+|[\"'`]//\w", code) == []


def test_no_page_has_a_script_of_its_own(seen: dict[str, links.Seen]) -> None:
    assert [script for page in seen.values() for script in page.scripts] == []


# Feed and sitemap


def feed(project: Project) -> ElementTree.Element:
    return ElementTree.fromstring(project.read("build/site/feed.xml"))


def addresses(project: Project) -> list[str]:
    root = ElementTree.fromstring(project.read("build/site/sitemap.xml"))
    assert root.tag == f"{SITEMAP}urlset"
    return [element.text or "" for element in root.iter(f"{SITEMAP}loc")]


def test_the_feed_names_the_dated_papers(project: Project) -> None:
    project.write(
        {
            "content/sources/a.bib": ONE,
            "content/sources/b.jsonl": TWO,
            "content/site.toml": '[site]\ntitle = "Trees & <Shrubs>"\nurl = "https://lab.example/x"',
        }
    )
    project.build()
    root = feed(project)
    assert root.findtext(f"{ATOM}id") == "https://lab.example/x/"
    assert root.findtext(f"{ATOM}title") == "Trees & <Shrubs>"
    assert root.findtext(f"{ATOM}updated") == "2020-01-01T00:00:00Z"
    assert [link.attrib["href"] for link in root.findall(f"{ATOM}link")] == [
        "https://lab.example/x/feed.xml",
        "https://lab.example/x/index.html",
    ]
    (entry,) = root.findall(f"{ATOM}entry")
    assert [
        (child.tag.removeprefix(ATOM), child.text or child.attrib.get("href") or dict(child.attrib))
        for child in entry
        if child.tag != f"{ATOM}author"
    ] == [
        ("id", "https://lab.example/x/papers/smith2020trees.html"),
        ("title", "Deep Nets for Trees"),
        ("updated", "2020-01-01T00:00:00Z"),
        ("link", "https://lab.example/x/papers/smith2020trees.html"),
        ("category", {"term": "trees"}),
        ("category", {"term": "deep nets"}),
        ("summary", "We grow trees."),
    ]
    authors = [name.text for name in entry.iter(f"{ATOM}name")]
    assert authors == ["Ann Smith", "Bo Li"]


def test_without_an_address_the_feed_has_names_that_stay(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE})
    project.build()
    first = [element.text or "" for element in feed(project).iter(f"{ATOM}id")]
    assert [re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) is not None for name in first] == [
        True,
        True,
    ]
    assert len(set(first)) == 2
    project.write({"content/sources/b.jsonl": TWO})
    project.build()
    assert [element.text for element in feed(project).iter(f"{ATOM}id")] == first


def test_the_sitemap_names_every_page_by_its_address(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE, "content/sources/b.jsonl": TWO})
    project.build("--url", "https://lab.example/x/")
    found = addresses(project)
    pages = {f"https://lab.example/x/{name}" for name in project.files() if name.endswith(".html")}
    unlisted = {
        f"https://lab.example/x/{name}" for name in ("404.html", "basket.html", "search.html")
    }
    unlisted |= {page for page in pages if "/quality" in page}  # robots are asked to pass them over
    pages = pages - unlisted - {"https://lab.example/x/index.html"} | {"https://lab.example/x/"}
    assert sorted(found) == sorted(pages)


def test_without_an_address_the_sitemap_leads_to_every_page_all_the_same(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE})
    project.build()
    found = addresses(project)
    assert [name for name in found if name not in project.files()] == []
    assert "index.html" in found


def test_every_page_states_its_address_if_it_is_known(project: Project) -> None:
    project.write({"content/sources/a.bib": ONE})
    project.build("--url", "https://lab.example/x/")
    for name in project.files():
        if name.endswith(".html") and name != "404.html":
            (found,) = re.findall(
                r'<link rel="canonical" href="([^"]*)"', project.read(f"build/site/{name}")
            )
            expected = "" if name == "index.html" else name
            assert found == f"https://lab.example/x/{expected}"


def test_the_feed_of_the_seeds_leads_to_pages(seeds: Path) -> None:
    site = seeds / "build/site"
    entries = ElementTree.parse(site / "feed.xml").getroot().findall(f"{ATOM}entry")
    leads = [link.attrib["href"] for entry in entries for link in entry.findall(f"{ATOM}link")]
    assert [address for address in leads if not (site / address).is_file()] == []
    assert 0 < len(leads) <= 50


def test_the_sitemap_of_the_seeds_leads_to_pages(seeds: Path) -> None:
    site = seeds / "build/site"
    found = [e.text or "" for e in ElementTree.parse(site / "sitemap.xml").iter(f"{SITEMAP}loc")]
    assert [address for address in found if not (site / address).is_file()] == []
    assert len(found) > 515


def test_the_seeds_balance(seeds: Path) -> None:
    report = json.loads((seeds / "build/report.json").read_text("utf-8"))
    names = ("records_read", "papers", "merged", "quarantined")
    assert [report[name] for name in names] == [604, 515, 89, 0]
    assert len(list((seeds / "build/library/papers").glob("*.md"))) == 515
