"""This is where a real browser's search is held to what node answers, which is Lunr's own
(tests/test_search_index.py): its worker, its fetches, its arithmetic."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from sitegen.model.paper import Paper

from .bench.papers import indexed, papers_of
from .conftest import ROOT
from .test_browser import Browser, base, browser, chromium, serving  # noqa: F401
from .test_search import Searched
from .test_search_index import WRITTEN, generated

pytestmark = pytest.mark.browser
# ruff: noqa: F811  fixtures are arguments of their names

# Opens a worker and asks it one request after the other.
ASK = """
const [requests, done] = arguments;
const root = new URL("./", location.href).href;
const worker = new Worker(`${root}assets/search/worker.js`, { type: "module" });
const said = [];
const ask = () => worker.postMessage({ id: said.length, ...requests[said.length] });
worker.onmessage = ({ data }) => {
  said.push(data);
  if (said.length < requests.length) ask();
  else { worker.terminate(); done(said); }
};
requests.unshift({
  type: "open", root, index: "search/index.json", lunr: `${root}assets/vendor/lunr.min.js`,
});
ask();
"""


def told(answer: dict[str, Any]) -> Any:
    """What is compared: how many papers, which, in which order, with which scores; or a mistake."""
    if "rows" not in answer:
        return answer.get("problem") or answer["error"]["message"]
    rows = [(row["key"], row["score"], sorted(row["terms"])) for row in answer["rows"]]
    return answer["total"], rows, answer["suggestions"]


def differing(browser: Browser, site: Path, queries: list[str]) -> list[str]:
    """The queries that Chromium, on a page of *site*, answers otherwise than node."""
    requests = [{"type": "search", "query": query} for query in queries]
    browser.driver.set_script_timeout(600)
    _, *ours = browser.driver.execute_async_script(ASK, requests)
    theirs = Searched(site).requests(requests, seconds=900)
    both = zip(queries, ours, theirs, strict=True)
    return [query for query, one, other in both if told(one) != told(other)]


def test_chromium_answers_as_node_does(browser: Browser, seeds: Path) -> None:
    site = seeds / "build/site"
    browser.open("404.html")
    queries = [*WRITTEN, *generated(Searched(site).papers, 450, 5)]
    assert len(queries) >= 500
    assert differing(browser, site, queries) == []


def blank(papers: list[Paper], folder: Path) -> Path:
    """*folder*, with a page that has nothing but the search of *papers* beside it."""
    indexed(papers, folder)
    shutil.copytree(ROOT / "templates" / "assets", folder / "assets")
    (folder / "index.html").write_text("<!doctype html><title>Page</title>", "utf-8")
    return folder


# The same with one worker, which the page keeps.
ASK_ON = """
const [query, done] = arguments;
const root = new URL("./", location.href).href;
const isNew = !window.kept;
window.kept ??= new Worker(`${root}assets/search/worker.js`, { type: "module" });
window.kept.onmessage = ({ data }) => { if (data.id === 2) done(data); };
const lunr = `${root}assets/vendor/lunr.min.js`;
if (isNew) window.kept.postMessage({ id: 1, type: "open", root, index: "search/index.json", lunr });
window.kept.postMessage({ id: 2, type: "search", query });
"""


def test_a_site_published_anew_is_searched_without_a_reload(
    browser: Browser, tmp_path: Path
) -> None:
    old, new = ([Paper(key=key, title=f"{key} Words of {key}")] for key in ("Old", "New"))
    for address in serving(blank(old, tmp_path)):
        browser.driver.get(f"{address}index.html")
        first = browser.driver.execute_async_script(ASK_ON, "nothing")
        shutil.rmtree(tmp_path / "search")
        indexed(new, tmp_path)
        second = browser.driver.execute_async_script(ASK_ON, "words")  # its row is gone
    assert [[row["key"] for row in said["rows"]] for said in (first, second)] == [[], ["New"]]


@pytest.mark.slow
@pytest.mark.corpus
def test_chromium_answers_as_node_does_at_10_000_papers(
    browser: Browser, benchmarks: Path, tmp_path: Path
) -> None:
    papers = papers_of(benchmarks, 10_000)
    for address in serving(blank(papers, tmp_path)):
        browser.driver.get(f"{address}index.html")
        queries = [*WRITTEN, *generated(papers, 450, 6)]
        assert differing(browser, tmp_path, queries) == []
