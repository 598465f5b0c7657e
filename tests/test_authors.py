"""This is where it is held who is who: safe merges, proposals, and what a curator orders."""

import json
import random
from collections.abc import Sequence
from typing import Any

import pytest

from sitegen import authors
from sitegen.errors import ContentError, Location
from sitegen.model.curation import AuthorOrder
from sitegen.model.paper import Claim, Conflict, Paper
from sitegen.model.person import People
from sitegen.model.record import Person
from sitegen.text import names
from tests import links
from tests.conftest import ROOT, Project, tree

TABLE: list[dict[str, Any]] = json.loads((ROOT / "tests/tables/people.json").read_text("utf-8"))


def people(*printed: str) -> tuple[Person, ...]:
    return tuple(one for name in printed if (one := names.person(name)))


def paper(key: str, *printed: str, year: int = 2015, **fields: Any) -> Paper:
    return Paper(key=key, title=f"On {key}", authors=people(*printed), year=year, **fields)


def order(label: str, line: int = 1, **stated: Any) -> AuthorOrder:
    at = Location("content/curation.toml", line)
    return AuthorOrder(label=label, at=at, **{"name": label, **stated})


def corpus(case: dict[str, Any]) -> list[Paper]:
    """A paper by each of the two names with those whom both know, and one by each other name."""
    first, second = case.get("years", [2015, 2017])
    shared = case.get("shared", [])
    if case.get("together"):
        return [
            paper("a", case["a"], *shared),
            paper("b", case["b"], *shared),
            paper("c", case["a"], case["b"]),
        ]
    found = [
        paper("a", case["a"], *shared, year=first),
        paper("b", case["b"], *shared, year=second),
    ]
    others = enumerate(case.get("others", []))
    return [*found, *(paper(f"other{number}", name) for number, name in others)]


def verdict(found: People) -> str:
    first, second = found.of["a"][0], found.of["b"][0]
    if first == second:
        return "same"
    pairs = [{*one.first_papers, *one.second_papers} for one in found.proposals]
    return "propose" if any({"a", "b"} <= pair for pair in pairs) else "different"


def test_the_table_has_every_kind_of_pair() -> None:
    assert len(TABLE) >= 60
    assert {row["expected"] for row in TABLE} == {"same", "propose", "different"}
    assert len({row["id"] for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["id"])
def test_two_names_are_one_person_perhaps_or_not(row: dict[str, Any]) -> None:
    assert verdict(authors.identify(corpus(row["input"]))) == row["expected"], row["note"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["id"])
def test_the_order_of_two_names_does_not_matter(row: dict[str, Any]) -> None:
    turned = {**row["input"], "a": row["input"]["b"], "b": row["input"]["a"]}
    turned["years"] = row["input"].get("years", [2015, 2017])[::-1]
    assert verdict(authors.identify(corpus(turned))) == row["expected"], row["note"]


def test_the_order_of_papers_does_not_matter() -> None:
    papers = [
        Paper(key=f"{row['id']}-{one.key}", title=one.title, authors=one.authors, year=one.year)
        for row in TABLE
        for one in corpus(row["input"])
    ]
    expected = authors.survey(papers)
    random.Random(7).shuffle(papers)
    assert authors.survey(papers) == expected


# Evidence


def test_a_name_in_a_crowd_is_known_by_nobody() -> None:
    crowd = [f"Member{n} Hallborg{n}" for n in range(60)]
    papers = [paper("a", "J. Rosting", *crowd), paper("b", "John Rosting", *crowd)]
    papers += [paper("c", "Karl Rosting")]
    assert verdict(authors.identify(papers)) == "different"


def test_names_are_chained_only_where_nothing_clashes() -> None:
    papers = [
        paper("a", "John Q. Rosting", "Ana Okafor"),
        paper("b", "John X. Rosting", "Ana Okafor"),
        paper("c", "John Rosting", "Ana Okafor"),
    ]
    assert len(authors.identify(papers).people) == 4


def test_a_proposal_says_why_and_what_to_write() -> None:
    papers = [paper("b", "Bob Rosting", "Ana Okafor"), paper("a", "Robert Rosting", "Ana Okafor")]
    (one,) = authors.identify(papers).proposals
    assert [str(point) for point in one.points] == [
        "nickname +20",
        "shared-coauthors +20",
        "only-two-of-the-family +20",
    ]
    assert (one.first, one.second, one.coauthors) == (
        "Robert Rosting",
        "Bob Rosting",
        ("Ana Okafor",),
    )
    assert (one.first_papers, one.second_papers) == (("a",), ("b",))
    assert one.merge == '[author."Robert Rosting"]\nalso = ["Bob Rosting"]\n'
    assert one.apart == '[author."Robert Rosting"]\nnot_same = ["Bob Rosting"]\n'


def test_the_likeliest_proposal_comes_first() -> None:
    papers = [
        *(paper(f"a{n}", name, "Ana Okafor") for n, name in enumerate(("Bob Lund", "Robert Lund"))),
        *(paper(f"b{n}", name) for n, name in enumerate(("Bob Vale", "Robert Vale"))),
    ]
    scores = [one.score for one in authors.identify(papers).proposals]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 2


def test_many_names_of_one_family_take_no_time() -> None:
    papers = [paper(f"p{n}", *(f"{a}. {b}. Wang" for b in "ABCDEFGHIJ")) for n, a in
              enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 40)]  # fmt: skip
    assert len(authors.identify(papers).people) == 260


# What a curator orders


DOE = [paper("a", "Jane Doe", "Ana Okafor"), paper("b", "J. Doe"), paper("c", "Janet Doe")]


def test_an_order_joins_names_that_nothing_else_would() -> None:
    found = authors.identify(DOE, [order("Jane Doe", also=("J. Doe",))])
    assert found.of["a"][0] == found.of["b"][0]
    assert found.proposals == ()


def test_an_order_keeps_names_apart_for_ever() -> None:
    papers = [paper("a", "Jürgen Rosting"), paper("b", "Juergen Rosting")]
    assert verdict(authors.identify(papers)) == "same"
    apart = [order("Jürgen Rosting", not_same=("Juergen Rosting",))]
    assert verdict(authors.identify(papers, apart)) == "different"


def test_spellings_that_differ_by_accents_only_can_be_kept_apart() -> None:
    papers = [paper("a", "José Rosting"), paper("b", "Jose Rosting")]
    apart = [order("José Rosting", not_same=("Jose Rosting",))]
    assert verdict(authors.identify(papers)) == "same"
    assert verdict(authors.identify(papers, apart)) == "different"


def test_a_declined_proposal_is_not_made_again() -> None:
    papers = [paper("a", "Bob Rosting", "Ana Okafor"), paper("b", "Robert Rosting", "Ana Okafor")]
    apart = [order("Robert Rosting", not_same=("Bob Rosting",))]
    assert authors.identify(papers, apart).proposals == ()


def test_people_of_one_name_are_told_apart_by_their_papers() -> None:
    papers = [paper(key, "Wei Wang", "Ana Okafor", "Bo Tamm") for key in "abcd"]
    orders = [
        order("Wei Wang (Oxford)", name="Wei Wang", papers=("a", "b")),
        order("Wei Wang (Bern)", 5, name="Wei Wang", papers=("c",)),
    ]
    found = authors.identify(papers, orders)
    assert [found.of[key][0] for key in "ab"] == [found.of["a"][0]] * 2
    assert len({found.of[key][0] for key in "acd"}) == 3
    assert sorted(one.address for one in found.people if str(one.name) == "Wei Wang") == [
        "Wei Wang",
        "Wei Wang (Bern)",
        "Wei Wang (Oxford)",
    ]


def test_papers_can_be_named_by_their_former_keys() -> None:
    papers = [paper("new", "Wei Wang", aliases=("old",)), paper("b", "Wei Wang")]
    found = authors.identify(papers, [order("Wei Wang (Oxford)", name="Wei Wang", papers=("old",))])
    assert found.of["new"] != found.of["b"]


@pytest.mark.parametrize(
    ("orders", "said"),
    [
        (
            [order("Jane Doe", 1, also=("J. Doe",)), order("John Doe", 7, also=("J. Doe",))],
            "'J. Doe' is claimed for two people: 'Jane Doe' (content/curation.toml:1) and"
            " 'John Doe' (content/curation.toml:7)",
        ),
        (
            [
                order("W (A)", 1, name="Wei Wang", papers=("a", "b")),
                order("W (B)", 7, name="Wei Wang", papers=("b",)),
            ],
            "'Wei Wang' in 'b' is claimed for two people: 'W (A)' (content/curation.toml:1) and"
            " 'W (B)' (content/curation.toml:7)",
        ),
        (
            [
                order("Jane Doe", 1, orcid="0000-0002-1825-0097"),
                order("Jan Toe", 7, orcid="0000-0002-1825-0097"),
            ],
            "0000-0002-1825-0097 is the ORCID iD of two people: 'Jane Doe'"
            " (content/curation.toml:1) and 'Jan Toe' (content/curation.toml:7)",
        ),
        (
            [order("Jane Doe", 3, also=("J. Doe",), not_same=("J. Doe",))],
            "'J. Doe' is both a name of 'Jane Doe' and somebody else's",
        ),
    ],
)
def test_orders_that_contradict_each_other_stop_with_both_lines(
    orders: Sequence[AuthorOrder], said: str
) -> None:
    with pytest.raises(ContentError) as caught:
        authors.identify(DOE, orders)
    assert caught.value.message == said


def test_names_and_papers_that_do_not_exist_are_named_with_the_nearest() -> None:
    orders = [order("Jane Doe", also=("J. Dow",), papers=("aa",))]
    _, findings = authors.renamed([paper("aaa", "Jane Doe"), paper("b", "J. Doe")], orders)
    assert [(one.code, one.hint) for one in findings] == [
        ("unknown-author", "did you mean 'J. Doe'?"),
        ("unknown-reference", "did you mean `aaa`?"),
    ]


def test_a_former_name_is_shown_nowhere() -> None:
    orders = [order("Jane Doe", former=("John Doe",))]
    rejected = Claim(value="Doe, John and Ana Okafor", by=("x",))
    conflict = Conflict(field="authors", chosen="Jane Doe", rule="", rejected=(rejected,))
    before = paper(
        "a",
        "Doe, John",
        "Ana Okafor",
        editors=people("JOHN DOE"),
        conflicts=(conflict,),
        extra=(("author+an", "1: John  Doe"), ("note", "Johnny Doe")),
    )
    ((after,), findings) = authors.renamed([before], orders)
    assert findings == ()
    assert list(map(str, after.authors)) == ["Jane Doe", "Ana Okafor"]
    assert list(map(str, after.editors)) == ["Jane Doe"]
    assert after.extra == (("author+an", "1: Jane Doe"), ("note", "Johnny Doe"))
    assert after.conflicts[0].rejected[0].value == "Jane Doe and Ana Okafor"
    (one, _) = authors.identify([after], orders).people
    assert (str(one.name), one.variants) == ("Jane Doe", ())


def test_a_disagreement_about_a_former_name_is_none() -> None:
    rejected = Claim(value="John Doe", by=("x",))
    conflict = Conflict(field="authors", chosen="Jane Doe", rule="", rejected=(rejected,))
    before = paper("a", "Jane Doe", conflicts=(conflict,))
    ((after,), _) = authors.renamed([before], [order("Jane Doe", former=("John Doe",))])
    assert after.conflicts == ()


def test_a_former_name_of_one_paper_is_somebody_elses_on_another() -> None:
    orders = [order("Jane Doe", former=("John Doe",), papers=("a",))]
    papers = [paper("a", "John Doe"), paper("b", "John Doe")]
    after, _ = authors.renamed(papers, orders)
    assert [str(one.authors[0]) for one in after] == ["Jane Doe", "John Doe"]


def test_text_of_records_is_shown_without_former_names() -> None:
    orders = [order("Jane Doe", former=("John Doe",))]
    assert authors.hidden("by John Doe; DOE, JOHN", orders) == "by Jane Doe; Jane Doe"


# People of one name


def circle(start: int, topic: str, venue: str, *company: str) -> list[Paper]:
    return [
        Paper(
            key=f"{topic}{n}",
            title=f"{topic} {topic}ology {topic}ics",
            authors=people("Wei Wang", *company),
            year=start + n,
            venue=venue,
        )
        for n in range(3)
    ]


def test_a_name_with_two_circles_that_share_nothing_is_two_people() -> None:
    one = circle(2001, "tectonic", "Earth", "Ana Berg", "Bo Tamm", "Cy Holt", "Di Lund")
    two = circle(2003, "melodic", "Sound", "Ed Vale", "Flo Ruud", "Gro Sand", "Hal Moe")
    (found,) = authors.survey([*one, *two]).homonyms
    assert found.name == "Wei Wang"
    assert found.groups == (
        ("melodic0", "melodic1", "melodic2"),
        ("tectonic0", "tectonic1", "tectonic2"),
    )
    assert 'papers = ["melodic0", "melodic1", "melodic2"]' in found.split


def test_circles_that_share_a_venue_may_be_one_person() -> None:
    one = circle(2001, "tectonic", "Earth", "Ana Berg", "Bo Tamm", "Cy Holt", "Di Lund")
    two = circle(2003, "melodic", "Earth", "Ed Vale", "Flo Ruud", "Gro Sand", "Hal Moe")
    assert authors.survey([*one, *two]).homonyms == ()


def test_nobody_writes_for_a_hundred_years() -> None:
    papers = [paper("a", "Ada Rosting", year=1901), paper("b", "Ada Rosting", year=2001)]
    assert [one.name for one in authors.survey(papers).homonyms] == ["Ada Rosting"]


def test_what_the_curator_has_told_apart_is_not_asked_again() -> None:
    papers = [paper("a", "Ada Rosting", year=1901), paper("b", "Ada Rosting", year=2001)]
    told = [order("Ada Rosting (19th)", name="Ada Rosting", papers=("a",))]
    assert authors.survey(papers, told).homonyms == ()


# From sources to pages


SOURCES = (
    '{"title": "Kites in Wind", "authors": ["Jane Q. Doe", "Ana Okafor"], "year": 2019}\n'
    '{"title": "Ropes That Sing", "authors": ["John Doe", "Ana Okafor"], "year": 2015}\n'
    '{"title": "A Theory of String", "authors": ["J. Q. Doe", "Cy Tamm"], "year": 2021}\n'
    '{"title": "Bridges", "authors": ["Cy Tamm"], "year": 2022}\n'
)
CURATION = """
[author."Jane Q. Doe"]
also = ["J. Q. Doe"]
former = ["John Doe"]
orcid = "0000-0002-1825-0097"
url = "https://doe.example/"
ours = true
"""


@pytest.fixture
def lab(project: Project) -> Project:
    project.write({"content/sources/a.jsonl": SOURCES, "content/curation.toml": CURATION})
    assert project.build() == 0
    return project


def test_an_author_has_one_page_with_everything_on_it(lab: Project) -> None:
    page = lab.read("build/site/authors/jane-q-doe.html")
    assert "3 papers" in page
    assert "Also written “J. Q. Doe”" in page
    assert 'itemprop="sameAs" rel="me external noopener" href="https://orcid.org/0000-0002' in page
    assert 'href="https://doe.example/"' in page
    assert "2015–2021" in page
    assert (
        '<a href="../authors/ana-okafor.html">Ana Okafor</a> <span class="count">2</span>' in page
    )


def test_the_address_of_another_name_leads_to_the_person(lab: Project) -> None:
    page = lab.read("build/site/authors/j-q-doe.html")
    assert 'content="0; url=jane-q-doe.html"' in page
    assert lab.read("build/site/authors/j-q-doe.bib") == lab.read(
        "build/site/authors/jane-q-doe.bib"
    )
    assert "authors/j-q-doe" not in lab.read("build/site/sitemap.xml")
    assert list(links.broken(lab.out / "site")) == []


def test_the_address_that_two_people_shared_leads_to_both(project: Project) -> None:
    source = (
        '{"id": "kites", "title": "Kites", "authors": ["Jo Ode"], "year": 2019}\n'
        '{"id": "laws", "title": "Laws", "authors": ["Jo Ode"], "year": 2015}\n'
    )
    orders = (
        '[author."Jo Ode (1)"]\nname = "Jo Ode"\npapers = ["ode2019kites"]\n'
        '[author."Jo Ode (2)"]\nname = "Jo Ode"\npapers = ["ode2015laws"]\n'
    )
    project.write({"content/sources/a.jsonl": source, "content/curation.toml": orders})
    assert project.build() == 0
    page = project.read("build/site/authors/jo-ode.html")
    assert "refresh" not in page
    assert '<li><a href="jo-ode-1.html">Ode, Jo (1)</a></li>' in page
    assert '<li><a href="jo-ode-2.html">Ode, Jo (2)</a></li>' in page
    assert project.read("build/site/authors/jo-ode.bib").count("@") == 2


def test_a_former_name_is_in_no_file(lab: Project) -> None:
    texts = [
        file.read_text("utf-8", errors="ignore").lower()
        for folder in ("site", "library")
        for file in sorted((lab.out / folder).rglob("*"))
        if file.is_file()
    ]
    texts.append(lab.read("build/report.json").lower())
    assert [t for t in texts if "john" in t] == []


def test_a_new_key_is_not_made_of_a_former_name(project: Project) -> None:
    source = '{"title": "Ropes That Sing", "authors": ["John Past", "Ana Okafor"], "year": 2015}\n'
    order = '[author."Jane Doe"]\nformer = ["John Past"]\n'
    project.write({"content/sources/a.jsonl": source, "content/curation.toml": order})
    assert project.build() == 0
    assert [name for name in project.files() if "past" in name] == []
    assert "papers/doe2015ropes.html" in project.files()


def test_a_key_that_a_source_states_stays_whatever_name_is_in_it(project: Project) -> None:
    source = "@misc{past2015ropes, title={Ropes That Sing}, author={John Past}, year={2015}}\n"
    order = '[author."Jane Doe"]\nformer = ["John Past"]\n'
    project.write({"content/sources/a.bib": source, "content/curation.toml": order})
    assert project.build() == 0
    assert "papers/past2015ropes.html" in project.files()


def test_our_papers_have_a_page_in_the_menu_and_our_names_stand_out(lab: Project) -> None:
    page = lab.read("build/site/ours.html")
    assert "3 papers" in page
    assert "Bridges" not in page
    assert '<a class="ours" href="authors/jane-q-doe.html">J. Q. Doe</a>' in page
    assert '<a href="../ours.html">Our papers</a>' in lab.read("build/site/authors/index.html")


def test_nobody_is_ours_unless_that_is_said(project: Project) -> None:
    project.write({"content/sources/a.jsonl": SOURCES})
    assert project.build() == 0
    assert "ours.html" not in project.files()
    assert "Our papers" not in project.read("build/site/index.html")


def test_rendering_from_the_library_gives_the_same_people(lab: Project) -> None:
    built = tree(lab.out / "site")
    assert lab.run("render") == 0
    assert tree(lab.out / "site") == built


def test_contradicting_orders_stop_the_build(project: Project) -> None:
    twice = '[author."Jane Q. Doe"]\nalso = ["J. Doe"]\n[author."Jo Doe"]\nalso = ["J. Doe"]\n'
    project.write({"content/sources/a.jsonl": SOURCES, "content/curation.toml": twice})
    assert project.build() == 1
    assert "(content/curation.toml:1)" in project.stderr
    assert "(content/curation.toml:3)" in project.stderr
