"""This is where it is held which publications of a work there are, and which is shown first."""

import json
import re
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from sitegen import library
from sitegen.dedupe import Related
from sitegen.dedupe.cluster import Cluster
from sitegen.dedupe.merge import paper
from sitegen.dedupe.preferred import preferring
from sitegen.dedupe.relations import relations
from sitegen.dedupe.versions import groups
from sitegen.errors import ContentError, Location
from sitegen.exporters import bibtex, csl, jsonl
from sitegen.model.paper import Paper, Relation, publications, shown_as
from sitegen.model.record import Record
from sitegen.model.verdict import Decision, Verdict
from sitegen.text import names, relating
from tests.conftest import Project

SAME = Verdict(decision=Decision.SAME, rule="title-equal")
AT = Location("content/curation.toml", 2)
PREPRINT = {"id": "pre", "venue": "arXiv", "year": 2017, "arxiv": "1706.03762"}
CONFERENCE = {
    "id": "conf",
    "venue": "NeurIPS",
    "year": 2017,
    "pages": "5998–6008",
    "url": "https://c.org",
}
JOURNAL = {
    "id": "jour",
    "venue": "JMLR",
    "year": 2019,
    "volume": "20",
    "doi": "10.1000/a",
    "month": 5,
}


def records(*stated: dict[str, Any]) -> tuple[Record, ...]:
    """Records that state these fields, one a line."""
    return tuple(
        Record(**{"title": "Choirs", "id": f"r{n}", "at": Location("a.bib", n), **fields})
        for n, fields in enumerate(stated, 1)
    )


def cluster(*stated: dict[str, Any]) -> Cluster:
    return Cluster(records=records(*stated), because=(None, *[SAME] * (len(stated) - 1)))


def told_apart(*stated: dict[str, Any], prefer: str = "published") -> list[list[str]]:
    """The names of the records of each version, the preferred one first, in whatever order."""
    found = [
        [sorted(r.id for r in group.records) for group in groups(order, prefer)]
        for order in permutations(records(*stated))
    ]
    assert all(one == found[0] for one in found)
    return found[0]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param([{"year": 2017}, {"year": 2019}, {}], [["r1", "r2", "r3"]], id="vague"),
        pytest.param([{"venue": "Hall"}, {"year": 2017}], [["r1", "r2"]], id="vague joins"),
        pytest.param(
            [JOURNAL, PREPRINT, {"year": 2017}], [["jour"], ["pre", "r3"]], id="nearest year"
        ),
        pytest.param(
            [CONFERENCE, PREPRINT, {"year": 2017}],
            [["conf", "r3"], ["pre"]],
            id="published of both",
        ),
        pytest.param(
            [{"venue": "J. Mach. Learn. Res.", "year": 2019}, {"venue": "JMLR", "year": 2020}],
            [["r1", "r2"]],
            id="spellings of a venue",
        ),
        pytest.param(
            [{"venue": "Nature", "year": 1990}, {"venue": "Nature", "year": 2010}],
            [["r2"], ["r1"]],
            id="reprint",
        ),
        pytest.param(
            [{"doi": "10.1000/a", "year": 2019}, {"venue": "Nature", "year": 2019}],
            [["r1", "r2"]],
            id="doi joins venue",
        ),
        pytest.param(
            [
                {"doi": "10.1000/a", "year": 2015},
                {"venue": "Nature", "doi": "10.1000/a", "year": 2019},
            ],
            [["r1", "r2"]],
            id="equal doi",
        ),
        pytest.param(
            [
                {"venue": "arXiv", "year": 2017, "doi": "10.1000/a"},
                {"venue": "Nature", "doi": "10.1000/a", "year": 2019},
            ],
            [["r1", "r2"]],
            id="equal doi whatever the venue",
        ),
        pytest.param(
            [
                {"arxiv": "1706.03762", "year": 2017},
                {"doi": "10.48550/arxiv.1706.03762", "year": 2023},
            ],
            [["r1", "r2"]],
            id="one preprint over the years",
        ),
        pytest.param(
            [
                {"doi": "10.21203/rs.3.rs-1/v1", "year": 2020},
                {"doi": "10.21203/rs.3.rs-1/v2", "year": 2021},
            ],
            [["r1", "r2"]],
            id="revisions of a preprint",
        ),
        pytest.param(
            [{"arxiv": "1706.03762"}, {"venue": "bioRxiv", "year": 2018}],
            [["r2"], ["r1"]],
            id="two servers",
        ),
        pytest.param(
            [
                {"venue": "NeurIPS", "doi": "10.48550/arxiv.1"},
                {"venue": "arXiv", "doi": "10.48550/arxiv.1"},
            ],
            [["r1"], ["r2"]],
            id="the preprint's doi on both",
        ),
        pytest.param(
            [{"type": "phdthesis", "year": 2015}, {"venue": "JMLR", "year": 2015}],
            [["r2"], ["r1"]],
            id="thesis",
        ),
        pytest.param(
            [{"venue": "NeurIPS Workshop on Trees", "year": 2020}, {"venue": "ICML", "year": 2018}],
            [["r2"], ["r1"]],
            id="workshop",
        ),
        pytest.param(
            [
                {"venue": "Lecture Notes in Computer Science", "year": 2018, "pages": "10–20"},
                {"venue": "ECCV", "year": 2018, "pages": "10–20"},
            ],
            [["r1", "r2"]],
            id="equal pages whatever the venue",
        ),
        pytest.param(
            [PREPRINT, CONFERENCE, JOURNAL], [["jour"], ["conf"], ["pre"]], id="all three"
        ),
    ],
)
def test_records_are_told_apart_by_publication(
    stated: list[dict[str, Any]], expected: list[list[str]]
) -> None:
    assert told_apart(*stated) == expected


@pytest.mark.parametrize(
    ("prefer", "expected"),
    [
        ("published", ["jour", "conf", "pre"]),
        ("latest", ["rev", "jour", "conf"]),
        ("earliest", ["conf", "rev", "jour"]),
    ],
)
def test_the_policy_says_which_version_is_first(prefer: str, expected: list[str]) -> None:
    revised = {**PREPRINT, "id": "rev", "year": 2018 if prefer == "earliest" else 2021}
    last = PREPRINT if prefer == "published" else revised
    assert [ids[0] for ids in told_apart(JOURNAL, CONFERENCE, last, prefer=prefer)] == expected


def test_fields_of_a_publication_are_those_of_the_version_that_is_shown() -> None:
    one = paper(cluster(PREPRINT, CONFERENCE, JOURNAL))
    assert (one.venue, one.year, one.month, one.volume, one.pages, one.doi) == (
        "JMLR", 2019, 5, "20", None, "10.1000/a",
    )  # fmt: skip


def test_links_are_those_of_any_version() -> None:
    one = paper(cluster(PREPRINT, CONFERENCE, JOURNAL))
    assert (one.arxiv, one.url) == ("1706.03762", "https://c.org")


def test_a_version_says_what_its_own_records_say() -> None:
    one = paper(cluster(PREPRINT, CONFERENCE, JOURNAL))
    told = [(v.is_preprint, v.venue, v.year, v.pages, v.arxiv, v.records) for v in one.versions]
    assert told == [
        (False, "JMLR", 2019, None, None, ("jour",)),
        (False, "NeurIPS", 2017, "5998–6008", None, ("conf",)),
        (True, "arXiv", 2017, None, "1706.03762", ("pre",)),
    ]


def test_the_publisher_of_another_version_is_not_the_papers() -> None:
    curran = {**CONFERENCE, "extra": (("note", "x"), ("publisher", "Curran"))}
    one = paper(cluster(JOURNAL, curran))
    assert one.extra == (("note", "x"),)
    assert one.versions[1].extra == (("publisher", "Curran"),)


def test_a_preprint_is_of_the_year_of_its_identifier() -> None:
    revised = {**PREPRINT, "year": 2023, "month": 8}
    one = paper(cluster(JOURNAL, revised, PREPRINT, {**revised, "id": "c"}))
    assert (one.versions[1].year, one.versions[1].month) == (2017, None)


def test_a_version_has_its_own_title_and_authors_if_they_are_others() -> None:
    people = tuple(names.person(one) for one in ("Ada Note", "Boris Chord"))
    long = {**JOURNAL, "title": "Choirs, Continued", "authors": people}
    one = paper(cluster({**CONFERENCE, "authors": people[:1]}, long))
    shown = {version.venue: (version.title, version.authors) for version in one.versions}
    assert shown["JMLR"] == (None, ())
    assert shown["NeurIPS"] == ("Choirs", people[:1])


def test_a_cut_list_of_authors_is_no_list_of_its_own() -> None:
    people = tuple(names.person(one) for one in ("Ada Note", "Boris Chord"))
    cut = {**CONFERENCE, "authors": people[:1], "others": True}
    one = paper(cluster(cut, {**JOURNAL, "authors": people}))
    assert one.versions[1].authors == ()


def test_a_work_of_one_publication_has_no_versions() -> None:
    assert paper(cluster(JOURNAL, {"venue": "JMLR", "year": 2019}, {"year": 2019})).versions == ()


def test_other_versions_are_cited_under_keys_of_their_own() -> None:
    one = paper(
        cluster(
            PREPRINT,
            {**CONFERENCE, "year": 2018},
            JOURNAL,
            {**CONFERENCE, "venue": "X", "pages": "1"},
        )
    )
    assert [other.key for other in publications(one)] == [
        f"{one.key}.2018", f"{one.key}.2017", f"{one.key}.preprint"
    ]  # fmt: skip


def test_two_versions_of_a_year_have_two_keys() -> None:
    one = paper(cluster(JOURNAL, CONFERENCE, {"venue": "Hall", "year": 2017}))
    assert sorted(other.key for other in publications(one)) == [
        f"{one.key}.2017",
        f"{one.key}.2017-2",
    ]


# What a curator prefers


@pytest.mark.parametrize(
    ("reference", "venue"),
    [
        ("10.1000/A", "JMLR"),
        ("https://doi.org/10.1000/a", "JMLR"),
        ("arXiv:1706.03762", "arXiv"),
        ("1706.03762v2", "arXiv"),
        ("conf", "NeurIPS"),
        ("a.bib:2", "NeurIPS"),
        ("r-0123456789", "NeurIPS"),
        ("NIPS 2017", "NeurIPS"),
        ("Advances in Neural Information Processing Systems", "NeurIPS"),
        ("2019", "JMLR"),
        ("preprint", "arXiv"),
    ],
)
def test_a_version_is_preferred_by_any_of_its_names(reference: str, venue: str) -> None:
    works = [cluster(PREPRINT, CONFERENCE, JOURNAL)]
    before = paper(works[0])
    (after,), notes = preferring(
        [before],
        works,
        {before.key: (reference, AT)},
        known_as=lambda record: ["r-0123456789"] if record.id == "conf" else [],
    )
    assert (after.venue, after.versions[0].venue, after.key, notes) == (
        venue,
        venue,
        before.key,
        (),
    )


def test_what_the_curator_prefers_is_said_where_records_disagree() -> None:
    works = [cluster(JOURNAL, CONFERENCE, {**CONFERENCE, "id": "again", "year": 2018})]
    (after,), _ = preferring([paper(works[0])], works, {paper(works[0]).key: ("NeurIPS", AT)})
    assert after.conflicts[0].rule.startswith("the version that the curator prefers")


def test_a_former_key_will_do_and_the_paper_keeps_both() -> None:
    works = [cluster(PREPRINT, JOURNAL)]
    (after,), _ = preferring(
        [Paper(key="new", aliases=("old",), title="Choirs")], works, {"old": ("preprint", AT)}
    )
    assert (after.key, after.aliases, after.venue) == ("new", ("old",), "arXiv")


def test_a_version_that_is_not_there_is_a_finding_that_names_those_that_are() -> None:
    works = [cluster(PREPRINT, CONFERENCE, JOURNAL)]
    before = paper(works[0])
    (after,), (note,) = preferring([before], works, {before.key: ("ICML", AT)})
    assert after == before
    assert (note.code, note.at) == ("unknown-version", AT)
    assert "'10.1000/a', 'NeurIPS', '1706.03762'" in (note.hint or "")


def test_an_identifier_that_no_version_has_is_no_venue() -> None:
    hall = {"venue": "Tunnels 2020", "year": 2020, "doi": "10.5555/tunnels.2020.7"}
    works = [cluster(PREPRINT, hall)]
    before = paper(works[0])
    _, (note,) = preferring([before], works, {before.key: ("10.5555/tunnels.2020.8", AT)})
    assert note.code == "unknown-version"


def test_a_correction_counts_for_the_version_that_is_shown() -> None:
    one = paper(cluster(PREPRINT, JOURNAL))
    corrected = Paper(key=one.key, title=one.title, year=2020, venue="X", versions=one.versions)
    assert [(v.year, v.venue) for v in shown_as(corrected)] == [(2020, "X"), (2017, "arXiv")]


# Relations


def test_papers_are_related_both_ways() -> None:
    works = [Paper(key=key, title=key) for key in "abc"]
    works[1] = Paper(key="b", stated_key="DBLP:b", title="b")
    related = [Related(first=1, second=0, kind="erratum"), Related(first=2, second=0, kind="part")]
    a, b, c = relations(works, related)
    assert a.relations == (
        Relation(kind="erratum", key="b", stated_key="DBLP:b"),
        Relation(kind="part", key="c"),
    )
    assert b.relations == (Relation(kind="has-erratum", key="a"),)
    assert c.relations == (Relation(kind="part", key="a"),)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("reply", "has-reply"),
        ("has-reply", "reply"),
        ("edition", "edition"),
        ("translation", "translation"),
        ("extension", "has-extension"),
    ],
)
def test_each_kind_has_its_inverse(kind: str, expected: str) -> None:
    works = [Paper(key=key, title=key) for key in "ab"]
    first, _ = relations(works, [Related(first=0, second=1, kind=kind)])
    assert [one.kind for one in first.relations] == [expected]


def test_what_is_related_to_nothing_stays_as_it_is() -> None:
    works = (Paper(key="a", title="a"), Paper(key="b", title="b"))
    assert relations(works, []) == works


# On the site


SITE = {
    "content/sources/a.jsonl": "".join(
        json.dumps({"title": "Choirs of Small Models", "authors": ["Ada Note"], **facts}) + "\n"
        for facts in (
            {"id": "pre", "year": 2017, "arxiv": "1706.03762", "venue": "arXiv"},
            {
                "id": "jour",
                "year": 2019,
                "venue": "Journal of Halls",
                "volume": "3",
                "doi": "10.1000/a",
            },
        )
    )
}


def test_a_page_shows_each_version_with_its_own_entry(project: Project) -> None:
    project.write(SITE)
    assert project.build() == 0
    page = project.read("build/site/papers/note2019choirs.html")
    shown = page[page.index('<h2 id="versions">') :]
    assert shown.index("Journal of Halls") < shown.index("shown here") < shown.index("arXiv")
    assert "@misc{note2019choirs.preprint," in shown
    assert 'data-copy="bibtex-2"' in shown


def test_the_bibtex_of_a_paper_has_all_versions_that_of_the_library_one(project: Project) -> None:
    project.write(SITE)
    assert project.build() == 0
    own = project.read("build/site/papers/note2019choirs.bib")
    every = project.read("build/library/bibliography.bib")
    keys = [re.findall(r"^@\w+\{(.+),$", text, re.MULTILINE) for text in (own, every)]
    assert keys == [["note2019choirs", "note2019choirs.preprint"], ["note2019choirs"]]


def test_a_version_names_the_entry_that_it_was_published_as() -> None:
    one = paper(cluster(PREPRINT, JOURNAL))
    entry = bibtex.of_versions(replace(one, stated_key="DBLP:x"))[0]
    assert "related       = {DBLP:x}" in entry
    assert "relatedstring = {Published as}" in entry


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (("erratum",), ["{b}", "{Erratum}"]),
        (("has-reply",), ["{b}", "{Replies to}"]),
        (("erratum", "part"), ["{b,c}"]),
        ((), []),
    ],
)
def test_bibtex_names_the_papers_that_belong_to_one(kinds: list[str], expected: list[str]) -> None:
    others = tuple(Relation(kind=kind, key=key) for kind, key in zip(kinds, "bc", strict=False))
    entry = bibtex.entry(Paper(key="a", title="A", relations=others), is_complete=True)
    assert re.findall(r"^  related\w* += (.*?),?$", entry, re.MULTILINE) == expected


def test_lists_of_papers_name_none_that_may_not_be_there() -> None:
    one = Paper(key="a", title="A", relations=(Relation(kind="part", key="b"),))
    assert "related" not in bibtex.entry(one)


def test_former_keys_lead_biber_to_the_entry() -> None:
    entry = bibtex.entry(Paper(key="a", title="A", aliases=("b", "c")), is_complete=True)
    assert "ids   = {b,c}" in entry


@pytest.mark.parametrize("exporter", [jsonl, csl])
def test_json_has_versions_and_relations(exporter: Any) -> None:
    one = replace(
        paper(cluster(PREPRINT, JOURNAL)),
        relations=(Relation(kind="erratum", key="e", stated_key="DBLP:e"),),
    )
    item = json.loads(exporter.entry(one, is_complete=True))
    item = item.get("custom", item)
    assert [v["venue"] for v in item["versions"]] == ["JMLR", "arXiv"]
    assert item["versions"][1] == {
        "preprint": True, "year": 2017, "venue": "arXiv", "arxiv": "1706.03762"
    }  # fmt: skip
    assert item["relations"] == [{"kind": "erratum", "key": "DBLP:e"}]


@pytest.mark.parametrize("kind", [*relating.WORDS, "sequel", "has-sequel"])
def test_each_kind_of_relation_has_words(kind: str) -> None:
    assert relating.words(kind)[0].isupper()


def test_a_version_whose_front_matter_is_written_by_hand_is_read() -> None:
    text = (
        "---\nkey: x\ntitle: X\nversions:\n"
        "  - {venue: Hall, year: '2019', doi: 'https://doi.org/10.1000/A', unknown: 3}\n"
        "  - {preprint: true, arxiv: 'arXiv:1706.03762v2', extra: [{publisher: P}]}\n---\n"
    )
    first, second = library.read(("x.md", text)).versions
    assert (first.venue, first.year, first.doi) == ("Hall", 2019, "10.1000/a")
    assert (second.is_preprint, second.arxiv, second.extra) == (
        True, "1706.03762", (("publisher", "P"),),
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "versions: [3]",
        "versions: [{year: x}]",
        "relations: [{kind: part}]",
        "sources: [{at: a, points: [x]}]",
    ],
)
def test_front_matter_that_makes_no_sense_is_refused_with_its_path(line: str) -> None:
    with pytest.raises(ContentError, match="makes no sense"):
        library.read(("x.md", f"---\nkey: x\ntitle: X\n{line}\n---\n"))
