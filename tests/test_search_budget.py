"""This is where the estimated cost of a first search is held to what node fetches."""

import json
import random
import re
from pathlib import Path

import pytest

from sitegen.model.outcome import FirstSearch
from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.search import budget
from sitegen.search.numbers import text as numbers
from sitegen.search.numbers import values
from sitegen.search.shards import front_coded, front_decoded

from .conftest import ROOT, Project
from .test_search import ASSETS, Searched, node

PAIR = "@misc{x, title={Sparse Attention}, author={Lee, Ann}}@misc{y, title={Trees}}"


@pytest.fixture(scope="module")
def searched(seeds: Path) -> Searched:
    """The site of the seeds."""
    return Searched(seeds / "build/site")


@pytest.fixture(scope="module")
def files(searched: Searched) -> dict[str, bytes]:
    """The files of its index."""
    found = (file for file in (searched.site / "search").rglob("*.*"))
    return {file.relative_to(searched.site).as_posix(): file.read_bytes() for file in found}


@pytest.fixture(scope="module")
def assets() -> dict[str, bytes]:
    """The scripts of the pages."""
    return {
        f"assets/{f.relative_to(ASSETS).as_posix()}": f.read_bytes() for f in ASSETS.rglob("*.js")
    }


def test_the_estimate_is_what_node_fetches_but_for_5_per_cent(
    searched: Searched, files: dict[str, bytes], assets: dict[str, bytes]
) -> None:
    queries = budget.likely(searched.papers)
    cost = budget.first_search(files, assets, queries)
    assert cost
    given = {"assets": str(ASSETS), "folder": str(searched.site), "queries": queries}
    fetched = node("fetched.mjs", **given)
    scripts = dict(cost.parts)["scripts"]
    real = sorted(
        scripts + sum(budget.compressed(files[address]) for address in addresses)
        for addresses in fetched
    )
    assert cost.queries == len(real) > 900
    assert cost.median == pytest.approx(real[len(real) // 2], rel=0.05)
    assert cost.worst == pytest.approx(real[-1], rel=0.05)
    assert cost.worst == sum(size for _, size in cost.parts)


def test_the_scripts_of_a_search_are_those_that_its_worker_imports(
    assets: dict[str, bytes],
) -> None:
    names = {name.removeprefix("assets/") for name in budget.scripts(assets)}
    assert {"search/worker.js", "search/engine.js", "vendor/lunr.min.js"} <= names
    assert not names & {"search/protocol.d.ts", "results.js"}


def test_as_many_files_are_looked_into_as_the_script_fetches() -> None:
    script = (ROOT / "templates/assets/search/ask.js").read_text("utf-8")
    stated = re.search(r"const MOST_FILES = (\[.*?\]);", script)
    assert stated
    assert tuple(json.loads(stated[1])) == budget.MOST_FILES


def test_likely_queries_are_common_words_pairs_and_names() -> None:
    papers = [
        Paper(key="a", title="The Sparse Attention of Trees", authors=(Person(family="Lee"),)),
        Paper(key="b", title="Sparse Attention", authors=(Person(family="Lee"),)),
        Paper(key="c", title="Attention", authors=(Person(family="Ng"),)),
    ]
    assert budget.likely(papers, 6) == [
        *("attention", "sparse", "sparse attention", "lee", "ng"),
    ]


def test_what_is_written_is_read_again() -> None:
    chance = random.Random(3)
    many = [chance.randrange(10 ** chance.randrange(1, 8)) for _ in range(500)]
    assert values(numbers(many)) == many
    words = sorted({"".join(chance.choices("ab𐐨é", k=chance.randrange(1, 9))) for _ in range(99)})
    assert front_decoded(front_coded(words)) == words
    assert front_decoded("") == []


def test_a_site_without_papers_has_no_cost() -> None:
    assert budget.first_search({}, {}, []) is None


# ---- The limit ----


def test_the_report_says_what_a_first_search_fetches(project: Project) -> None:
    project.write({"content/sources/a.bib": PAIR})
    assert project.build() == 0
    found = project.report()["search"]
    assert found["queries"] == 5
    assert 10_000 < found["median_bytes"] <= found["worst_bytes"] < 60_000
    assert sorted(found["worst_parts"]) == ["directory", "rows", "scripts", "terms", "words"]


def test_a_search_above_the_limit_makes_the_build_fail_in_one_sentence(project: Project) -> None:
    project.write({"content/sources/a.bib": PAIR})
    assert project.build() == 0
    before = project.files()
    project.write({"content/site.toml": "[search]\nmost_kilobytes = 5\n"})
    project.write({"content/sources/b.bib": "@misc{z, title={More}}"})
    assert project.build() == 1
    said = re.sub(r"\d+\.\d", "N", project.stderr)
    assert said == (
        "sitegen: content/site.toml: error: a first search for 'trees' fetches N kB (scripts N, "
        "directory N, terms N, words N, rows N), but `most_kilobytes` is 5\n"
        "  hint: raise it below [search], or leave it out: the report says what searches cost\n"
    )
    assert project.files() == before


def test_a_search_below_the_limit_is_published(project: Project) -> None:
    project.write(
        {"content/sources/a.bib": PAIR, "content/site.toml": "[search]\nmost_kilobytes = 200\n"}
    )
    assert project.build() == 0


def test_a_limit_holds_to_the_byte() -> None:
    cost = FirstSearch(queries=1, median=1, worst=5000, worst_query="x", parts=())
    budget.keep(cost, 5, "site.toml")
    budget.keep(None, 5, "site.toml")
