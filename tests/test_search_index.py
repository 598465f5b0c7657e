"""This is where the index in files is held to Lunr's: equal results, equal weights, few changes."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from lunr.builder import Builder

from sitegen import search
from sitegen.model.paper import Paper, Version
from sitegen.model.record import Person
from sitegen.search import fields, places
from sitegen.search.fields import BOOSTS, K1, B
from sitegen.search.numbers import text as numbers
from sitegen.search.shards import cut, edge, front_coded

from .bench.papers import indexed, papers_of
from .conftest import ROOT, Project
from .relevance import typo
from .test_search import ASSETS, Searched, node

WRITTEN = json.loads((ROOT / "tests/tables/queries.json").read_text("utf-8"))
"""Queries written by hand."""


def generated(papers: list[Paper], many: int, seed: int) -> list[str]:
    """Queries of every kind that Lunr's language knows, with words of *papers*."""
    chance = random.Random(seed)

    def word() -> str:
        paper = chance.choice(papers)
        found = re.findall(r"\w{2,}", f"{paper.title} {paper.abstract or ''}")
        return chance.choice(found).lower() if found else "data"

    def author() -> str:
        names = chance.choice(papers).authors
        return str(chance.choice(names)) if names else "anonymous"

    kinds = (
        word,
        lambda: f"{word()} {word()}",
        lambda: f"{word()} {word()} {word()}",
        lambda: f"{chance.choice(list(BOOSTS))}:{word()}",
        lambda: f"{word()[:4]}*",
        lambda: f"*{word()[-4:]}",
        lambda: f"{(one := word())[:2]}*{one[-2:]}",
        lambda: f"{word()}~{chance.choice((1, 1, 2))}",
        lambda: f"+{word()} {word()} +{word()}",
        lambda: f"{word()} -{word()}",
        lambda: f"{word()}^10 title:{word()}^0.5",
        lambda: f"-{word()} -{word()}",
        lambda: f"+{word()[:3]}* -title:{word()} {word()}~1",
        author,
        lambda: f"author:{author().split()[-1]} {word()}",
        lambda: chance.choice(papers).title,
        lambda: f"{word()}-{word()}",
        lambda: f"year:{chance.choice(papers).year} {word()}",
        lambda: f"{typo(word() + ' ' + word(), chance) or 'transfromer'} {word()}",
    )
    return [kinds[n % len(kinds)]() for n in range(many)]


def rows(texts: dict[str, list[list[str]]]) -> Mapping[str, int]:
    """The place of each paper, whose terms these are by key, of each field."""
    return places.assign({key: len(found[-1]) for key, found in texts.items()}).rows


def compared(
    papers: list[Paper], folder: Path, queries: list[str], seconds: float, most: int = 10_000
) -> Any:
    """What tests/js/exact.mjs says about an index of *papers*, made in *folder*: of the first ten
    results and how many there are, and of all if there are at most so many."""
    indexed(papers, folder)
    texts = {paper.key: list(fields.of(paper)) for paper in papers}
    at = rows(texts)
    documents = folder / "documents.json"
    documents.write_text(json.dumps([[at[key], texts[key]] for key in sorted(texts, key=at.get)]))
    given = {"assets": str(ASSETS), "folder": str(folder), "documents": str(documents)}
    return node("exact.mjs", seconds=seconds, queries=queries, most=most, **given)


@pytest.fixture(scope="module")
def searched(seeds: Path) -> Searched:
    """The site of the seeds."""
    return Searched(seeds / "build/site")


# ---- Lunr's results ----


def test_results_order_and_scores_are_those_of_one_big_index(
    searched: Searched, tmp_path: Path
) -> None:
    queries = [*WRITTEN, *generated(searched.papers, 540, 2014)]
    found = compared(searched.papers, tmp_path, queries, 600)
    assert found["different"] == []
    assert found["asked"] - found["capped"] > 1000  # in Lunr's language, and as typed
    assert found["found"] > 800
    assert found["corrected"] > 10


@pytest.mark.slow
@pytest.mark.corpus
def test_results_at_10_000_papers_are_those_of_one_big_index(
    benchmarks: Path, tmp_path: Path
) -> None:
    papers = papers_of(benchmarks, 10_000)
    found = compared(papers, tmp_path, [*WRITTEN, *generated(papers, 450, 76)], 3600, 1_000)
    assert found["different"] == []
    assert found["asked"] - found["capped"] > 800


def test_signs_beyond_the_basic_plane_are_in_the_order_of_javascript(tmp_path: Path) -> None:
    titles = [
        *(
            "🤖 Emoji Robots",
            "𝐁𝐄𝐑𝐓 in Bold",
            "𐐨𐐩 Deseret Letters",
            "﨎 Ideograph",
            "ﬁne ﬀ Ligatures",
        ),
        *("ｆｕｌｌ Width", "注意力机制 Attention", "𠮷野家 Astral Han", "ﷺ Arabic", "Plain Paper"),
    ]
    papers = [Paper(key=f"p{n}", title=title) for n, title in enumerate(titles)]
    queries = [
        *("robots", "bert", "𐐨𐐩", "﨎", "ligatures", "full", "注意力", "𠮷野", "arabic", "plain"),
        *("𐐨*", "*野", "﨏~1"),
    ]
    found = compared(papers, tmp_path, queries, 60)
    assert found["different"] == []
    assert found["found"] >= 20


def test_weights_are_those_of_lunr_py(tmp_path: Path) -> None:
    papers = [
        Paper(
            key=f"p{number}",
            title=title,
            authors=(Person(family="Vaswani", given="Ashish"), Person(family="Ontañón"))[
                : number % 3
            ],
            year=2010 + number if number % 4 else None,
            venue="Journal of Keys" if number % 2 else None,
            abstract=abstract * (1 + number % 3),
            tags=("Sparse Attention", "survey")[: 1 + number % 2],
        )
        for number, (title, abstract) in enumerate(
            [
                ("A Survey of Keys", "We survey the keys and the arrays of this survey. "),
                ("Attention Is Not All You Need", "Attention alone is not enough for poincaré. "),
                ("Sparse Arrays", "Arrays are sparse, and sparse arrays are played with. "),
                ("Playing by Ear", "The way to play is the way to stay; it is today. "),
                ("On Nothing", "Something about other things entirely, for once. "),
            ]
        )
    ]
    builder = Builder()
    builder.k1(K1)
    builder.b(B)
    builder.ref("ref")
    for name, boost in BOOSTS.items():
        builder.field(name, boost=boost)
    texts = {paper.key: list(fields.of(paper)) for paper in papers}
    at = rows(texts)
    for key, found in texts.items():
        builder.add({"ref": str(at[key]), **dict(zip(BOOSTS, found, strict=True))})
    theirs = builder.build().serialize()
    terms = {posting["_index"]: term for term, posting in theirs["invertedIndex"]}
    expected = {
        f"{name} {terms[vector[n]]}": vector[n + 1]
        for name, vector in theirs["fieldVectors"]
        for n in range(0, len(vector), 2)
    }
    for address, text in search.files(papers):
        (tmp_path / address).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / address).write_text(text, "utf-8")
    given = {"assets": str(ASSETS), "folder": str(tmp_path), "terms": sorted(terms.values())}
    assert node("weights.mjs", **given) == pytest.approx(expected, abs=0.0011)


# ---- Requests of the page ----


def test_an_abstract_is_read_from_the_file_of_the_paper(searched: Searched) -> None:
    keys = ["vaswani2017attention", "nobody2099nothing"]
    (answer,) = searched.requests([{"type": "abstracts", "keys": keys}])
    assert "Transformer" in answer["abstracts"]["vaswani2017attention"]
    assert answer["abstracts"]["nobody2099nothing"] == ""


def test_filters_and_counts_hold_for_all_results(searched: Searched) -> None:
    query = {"query": "attention", "limit": 0, "facets": True, "keys": True}
    every, some = searched.requests([query, {**query, "filters": {"year": [2017, 2019]}}])
    of_year = {paper.key: paper.year for paper in searched.papers}
    inside = [key for key in every["keys"] if 2017 <= (of_year[key] or 0) <= 2019]
    assert some["keys"] == inside
    assert some["total"] == len(inside)
    assert some["facets"]["year"] == every["facets"]["year"]
    assert dict(map(tuple, every["facets"]["year"]))[2017] == sum(
        of_year[key] == 2017 for key in every["keys"]
    )


def test_results_are_sorted_by_year_and_title(searched: Searched) -> None:
    queries = [
        {"query": "attention", "limit": 500, "sort": sort} for sort in ("newest", "oldest", "title")
    ]
    newest, oldest, title = (answer["rows"] for answer in searched.requests(queries))
    assert [row["year"] or 0 for row in newest] == sorted(r["year"] or 0 for r in newest)[::-1]
    years = [row["year"] or 9999 for row in oldest]
    assert years == sorted(years)
    titles = [row["title"].casefold().lstrip("\"'“‘(") for row in title]
    assert titles == sorted(titles)


def test_one_typo_is_forgiven_when_nothing_else_matches(searched: Searched) -> None:
    wrong, right = searched.requests([{"query": "transfromer"}, {"query": "transformer"}])
    assert wrong["suggestions"] == ["transformer"]
    assert wrong["rows"]
    assert right["suggestions"] == []


def test_a_typo_in_one_of_several_words_is_corrected(searched: Searched) -> None:
    wrong = "Atention is all you ned"
    one, other = searched.requests([{"query": wrong}, {"query": "attention is all you need"}])
    assert one["suggestions"] == ["attention is all you need"]
    assert one["unknown"] == ["atention", "ned"]
    assert one["rows"] == other["rows"]
    assert one["total"] == other["total"]


def made(project: Project, titles: Sequence[str], **more: str) -> Searched:
    """A site of papers with these titles."""
    lines = [json.dumps({"id": str(n), "title": title, **more}) for n, title in enumerate(titles)]
    project.write({"content/sources/a.jsonl": "\n".join(lines)})
    assert project.build() == 0
    return Searched(project.out / "site")


def test_a_typo_is_corrected_to_what_fits_the_other_words(project: Project) -> None:
    deep, deer = ["Deep Networks", "Deep Learning"], ["Deer Hunting", "Deer in Snow", "Deer"]
    site = made(project, [*deep, *deer, "Computer Vision", "Computers", "Нейронные сети"])
    queries = {
        "deeq": "deer",  # the commonest
        "deeq networks": "deep networks",
        "networks, DEEQ!": "networks, deep!",
        "huntign deeq": "hunting deer",
        "computr vision": "computer vision",
        "omputer": "computer",
        "compputerrs": None,
        "нейронныу": "нейронные",
        "zqx deep": None,
        "de": None,
        "1999": None,
    }
    found = {
        query: (answer["suggestions"] or [None])[0]
        for query, answer in zip(queries, site.answers(list(queries)), strict=True)
    }
    assert found == queries


def test_a_key_finds_its_paper_when_no_paper_has_the_word(searched: Searched) -> None:
    queries = ["vaswani2017attention", " Vaswani2017Attention ", "vaswani2017attentions"]
    found = searched.answers(queries)
    assert [answer["keys"] for answer in found] == [["vaswani2017attention"]] * 2 + [[]]
    assert found[0]["unknown"] == []
    assert found[2]["unknown"] == ["vaswani2017attentions"]


def test_every_key_that_is_no_word_finds_its_paper(searched: Searched) -> None:
    keys = [paper.key for paper in searched.papers if not paper.key.isalpha()]
    assert len(keys) > 100
    found = searched.requests([{"query": key, "limit": 500} for key in keys])
    missed = [
        key
        for key, answer in zip(keys, found, strict=True)
        if key not in {row["key"] for row in answer["rows"]}
    ]
    assert missed == []


def test_titles_of_stop_words_are_found_first(project: Project) -> None:
    titles = ["It", "The Who", "To Be or Not to Be", "Attention Is All You Need", "Who Is It For?"]
    others = ["Not the Attention", "It Is to Be", "Need for All", "The One and the Other"]
    prose = "It is what it is, or the one who is not to be; you need all of it."
    site = made(project, [*titles, *others], abstract=prose)
    answers = site.requests([{"query": title.lower(), "limit": 1} for title in titles])
    assert [answer["rows"][0]["title"] for answer in answers] == titles


def test_stop_words_do_not_make_a_query_empty(searched: Searched) -> None:
    answers = searched.answers(["the who", "it", "attention is all you need"])
    assert min(answer["total"] for answer in answers) > 0
    assert answers[2]["keys"][0] == "vaswani2017attention"


def test_a_search_fetches_few_files(searched: Searched) -> None:
    (answer,) = searched.requests([{"query": "sparse attention", "files": True}])
    assert len(answer["files"]) < 40


# ---- What can go wrong ----

FAULTS: dict[str, Any] = {
    "404": {"text": "", "status": 404},
    "html": {"text": "<!doctype html><p>Sign in"},
    "short": {"text": "!attent"},
    "offline": "offline",
}


@pytest.mark.parametrize("kind", ["terms", "words", "rows", "index.json"])
@pytest.mark.parametrize(("fault", "said"), [
    ("404", "the server answered 404"),
    ("html", "answered with a web page"),
    ("short", "is damaged"),
    ("offline", "Is the network there?"),
])  # fmt: skip
def test_a_fault_is_said_and_the_next_search_works(
    searched: Searched, kind: str, fault: str, said: str
) -> None:
    name = f"search/{kind}"
    request = {"query": "sparse attention"}
    broken, whole = searched.requests(
        [{**request, "broken": [name]}, request], faults={name: FAULTS[fault]}
    )
    assert said in broken["problem"]
    assert whole["total"] > 0


def test_a_mistake_is_said_with_its_place(searched: Searched) -> None:
    (answer,) = searched.requests([{"query": "bert foo:bar"}])
    assert answer == {
        "problem": f"There is no field “foo”. Fields: {', '.join(BOOSTS)}.",
        "kind": "query",
        "start": 5,
        "end": 8,
    }


def test_a_site_without_papers_finds_nothing(project: Project) -> None:
    project.write({"content/sources/a.jsonl": ""})
    project.build()
    answers = Searched(project.out / "site").answers(["bert", "", "*", "-bert", "b~1"])
    assert [answer.get("total") for answer in answers] == [0] * 5


# ---- The files ----


def kept(papers: list[Paper], more: Paper, kind: str) -> float:
    """The share of files of a kind that are as they were when there is a paper *more*."""
    before, after = (dict(search.files(some)) for some in (papers, [*papers, more]))
    old = [name for name in before if name.startswith(f"search/{kind}/")]
    return sum(name in after for name in old) / len(old)


def test_a_paper_more_moves_few_rows(searched: Searched) -> None:
    papers = searched.papers
    # Where papers are few, the length of an abstract is mostly new, and rows after it move.
    shares = [kept(papers[:n] + papers[n + 1 :], papers[n], "rows") for n in range(0, 500, 50)]
    assert sum(shares) / len(shares) > 0.4


@pytest.mark.slow
@pytest.mark.corpus
def test_a_paper_more_changes_few_files_at_10_000(benchmarks: Path) -> None:
    papers = papers_of(benchmarks, 10_003)
    for more in papers[10_000:]:
        assert kept(papers[:10_000], more, "terms") > 0.85
        assert kept(papers[:10_000], more, "rows") > 0.99


def test_a_paper_of_a_known_length_moves_no_other() -> None:
    lengths = {f"p{n}": n % 20 for n in range(1000)}
    before, after = places.assign(lengths), places.assign({**lengths, "q": 7})
    assert {key: after.codes[key] for key in lengths} == before.codes


def test_the_order_of_the_papers_changes_nothing(searched: Searched) -> None:
    shuffled = random.Random(1).sample(searched.papers, len(searched.papers))
    assert dict(search.files(shuffled)) == dict(search.files(searched.papers))


def test_numbers_are_written_in_few_signs() -> None:
    assert numbers([0, 63, 64, 1919]) == "!`b!~`"
    assert [len(numbers([n])) for n in (0, 63, 64, 1919, 1920, 57_599, 57_600)] == [
        *(1, 1, 2, 2, 3, 3, 4)
    ]


def test_words_are_cut_where_their_neighbours_say() -> None:
    names = [f"w{n:04}" for n in range(2000)]
    sizes = [20] * 2000
    whole = {names[first] for first, _ in cut(names, sizes, 1000)}
    without = {names[1:][first] for first, _ in cut(names[1:], sizes[1:], 1000)}
    assert len(whole & without) / len(whole) > 0.9
    assert [end - first for first, end in cut(names[:3], [10, 5000, 10], 1000)] == [1, 1, 1]


def test_edges_and_beginnings_are_short() -> None:
    assert edge("attent", "attract") == "attr"
    assert edge("", "a1") == "a"
    assert front_coded(["attent", "attract", "b"]) == "!attent $ract !b"


def test_facets_are_counted_under_the_filters_of_the_others(searched: Searched) -> None:
    years = {"query": "attention", "filters": {"year": [2017, 2019]}}
    (some,) = searched.requests([{**years, "limit": 500, "facets": True}])
    tags = {paper.key: {*paper.tags, *paper.inferred_tags} for paper in searched.papers}
    (name, count), *_ = some["facets"]["tag"]
    assert count == sum(name in tags[row["key"]] for row in some["rows"])
    (every,) = searched.requests([{"query": "attention", "facets": True}])
    assert count < dict(map(tuple, every["facets"]["tag"]))[name]


def test_a_wildcard_that_fits_too_many_words_says_so(tmp_path: Path) -> None:
    papers = [Paper(key=f"p{n}", title=f"Word x{n:04}") for n in range(1200)]
    site = Searched(indexed(papers, tmp_path))
    many, few = site.requests([{"query": "x*"}, {"query": "x00*"}])
    assert many["capped"] == {"word": "x*", "taken": 1000, "of": 1200}
    assert few["capped"] is None


IDENTIFIED = Paper(
    key="a",
    title="On Numbers",
    doi="10.1000/xyz.1",
    arxiv="1706.03762",
    versions=(Version(arxiv="1706.03762"), Version(doi="10.1000/xyz.1")),
)


@pytest.mark.parametrize(
    "query",
    [
        "10.1000/XYZ.1",
        "https://doi.org/10.1000/xyz.1",
        "doi:10.1000/xyz.1",
        "arXiv:1706.03762v2",
        "https://arxiv.org/abs/1706.03762",
        "10.48550/arXiv.1706.03762",
    ],
)
def test_a_paper_is_found_by_its_identifiers(query: str, tmp_path: Path) -> None:
    other = Paper(key="b", title="arXiv org abs 1706 doi")
    site = Searched(indexed([IDENTIFIED, other], tmp_path))
    unknown = query.lower().replace("xyz", "zzz").replace("03762", "03763")
    found, nothing = site.requests([{"query": query}, {"query": unknown}])
    assert [row["key"] for row in found["rows"]] == ["a"]
    assert nothing["total"] == 0


@pytest.mark.parametrize(
    "title",
    [
        "Training v -Support Vector Regression: Theory and Algorithms",
        "k2 k 2 -means for Fast Clustering",
        "A* Search with Learned Heuristics for All of Us",
    ],
)
def test_a_title_pasted_with_signs_is_found(title: str, tmp_path: Path) -> None:
    others = [Paper(key=f"p{n}", title=f"Learned {n} Support and Fast Search") for n in range(20)]
    site = Searched(indexed([Paper(key="a", title=title), *others], tmp_path))
    assert site.keys([title])[0][0] == "a"


def test_a_word_unknown_is_named_and_corrected_in_lunr_s_language(searched: Searched) -> None:
    (answer,) = searched.requests([{"query": "+transfromer +title:attention"}])
    assert answer["unknown"] == ["transfromer"]
    assert answer["suggestions"] == ["+transformer +title:attention"]
    assert answer["total"] > 0


def test_it_is_counted_how_many_papers_have_every_word(searched: Searched) -> None:
    both, every, one = searched.answers(["sparse attention", "+sparse +attention", "sparse"])
    assert 0 < both["every"] == every["total"] < both["total"]
    assert [every["every"], one["every"]] == [0, 0]
