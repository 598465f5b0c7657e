"""This is where the ledger, and the pages about quality, are held to what they promise."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import ledger as ledgers
from sitegen.assemble import assemble
from sitegen.config import Config, parse
from sitegen.dedupe import Grouping
from sitegen.errors import ContentError, Location
from sitegen.findings import Finding, Severity, quarantined
from sitegen.model.curation import AuthorOrder
from sitegen.model.ledger import Balance, Ledger, Merge
from sitegen.model.page import Download, Page
from sitegen.model.paper import Claim, Conflict, Mention, Paper
from sitegen.model.person import Homonym, Proposal
from sitegen.model.record import Person, Record
from sitegen.model.site import Site
from sitegen.model.verdict import Decision, Doubt, Point, Verdict
from sitegen.pages import quality
from sitegen.pages.quality import Context
from sitegen.text import forges
from sitegen.text.contrast import contrasted
from tests.conftest import Project

ADA = Person(family="Berg", given="Ada")
BALANCE = Balance(read=5, papers=2, merged=2, quarantined=1)
SOURCE = "content/sources/a.bib"


def record(line: int, title: str = "Deep Nets", **facts: object) -> Record:
    """A record of one source, without a name of its own."""
    at = Location(SOURCE, line)
    return Record(**{"id": str(at), "at": at, "title": title, **facts})  # type: ignore[arg-type]


def paper(key: str, *records: Record, points: int = 40, **facts: object) -> Paper:
    """The paper that *records* were merged into, each with so many points."""
    weighed = (Point("title-equal", points),)
    mentions = [Mention(id=r.id, at=r.at, gave=("title",)) for r in records[:1]]
    mentions += (
        Mention(id=r.id, at=r.at, because="title-equal", points=weighed) for r in records[1:]
    )
    given_facts = {"title": records[0].title, "mentions": tuple(mentions), **facts}
    return Paper(key=key, **given_facts)  # type: ignore[arg-type]


def doubt(first: Record, second: Record, *points: Point, because: str = "") -> Doubt:
    """A pair of which nobody is sure."""
    verdict = Verdict(decision=Decision.REVIEW, rule="title-near", points=points)
    return Doubt(first=first, second=second, verdict=verdict, because=because)


def told(
    papers: tuple[Paper, ...],
    records: tuple[Record, ...],
    findings: tuple[Finding, ...] = (),
    **found: tuple[Doubt, ...],
) -> Ledger:
    """The ledger of some papers."""
    grouping = Grouping(clusters=(), **found)  # type: ignore[arg-type]
    begun = ledgers.begun(papers, records, grouping, BALANCE)
    return ledgers.completed(begun, papers, findings)


def site(ledger: Ledger, papers: tuple[Paper, ...] = (), repository: str = "") -> Site:
    """A site of *papers* that shows *ledger*."""
    made = assemble(papers, Config(repository=repository), map)
    return replace(made, ledger=ledger)


def context(of: Site, url: str) -> Context:
    """What the page at *url* shows."""
    pages = {page.url: page for page in quality.plan(of) if isinstance(page, Page)}
    shown = pages[url].context
    assert isinstance(shown, Context)
    return shown


# The ledger

THREE = tuple(record(n, year=2020 + n) for n in (1, 2, 3))


def refs(line: str) -> list[str]:
    """The references that a line of a list of ``curation.toml`` names."""
    found = tomllib.loads(f"not_same = [\n{line}\n]")["not_same"]
    return [ref for group in found for ref in group]


def test_a_merge_names_its_records_with_place_points_and_what_they_gave() -> None:
    (merge,) = told((paper("x", *THREE[:2]),), THREE[:2]).merges
    assert [
        (str(j.record.at), j.record.key, j.because, j.score, j.gave) for j in merge.records
    ] == [(f"{SOURCE}:1", "x", "", None, ("title",)), (f"{SOURCE}:2", "x", "title-equal", 40, ())]


def test_what_undoes_a_merge_of_two_is_one_line_that_names_both() -> None:
    (merge,) = told((paper("x", *THREE[:2]),), THREE[:2]).merges
    assert refs(merge.undo) == [joined.record.ref for joined in merge.records]
    assert merge.undo.endswith("# Deep Nets")
    assert [joined.undo for joined in merge.records] == [(), ()]


def test_what_takes_a_record_out_of_three_names_it_with_each_of_the_others() -> None:
    (merge,) = told((paper("x", *THREE),), THREE).merges
    a, b, c = (joined.record.ref for joined in merge.records)
    assert [refs(line) for line in merge.records[1].undo] == [[b, a], [b, c]]
    assert refs(merge.undo) == [a, b, c]


def test_of_a_paper_of_very_many_records_no_squares_are_written() -> None:
    many = tuple(record(n, year=1900 + n) for n in range(1, 101))
    (merge,) = told((paper("x", *many),), many).merges
    assert {joined.undo for joined in merge.records} == {()}
    assert len(refs(merge.undo)) == 100


def test_the_weakest_merge_stands_first_and_what_was_not_weighed_last() -> None:
    pairs = [tuple(record(10 * n + k, year=2000 + n) for k in (1, 2)) for n in range(3)]
    papers = (
        paper("sure", *pairs[0], points=90),
        replace(
            paper("ordered", *pairs[1]),
            mentions=tuple(Mention(id=r.id, at=r.at, because="curation") for r in pairs[1]),
        ),
        paper("weak", *pairs[2], points=31),
    )
    records = tuple(r for pair in pairs for r in pair)
    assert [m.key for m in told(papers, records).merges] == ["weak", "sure", "ordered"]


def test_a_pair_to_review_has_both_records_their_papers_and_the_line_to_paste() -> None:
    a, b, _ = THREE
    points = (Point("title-near", 30), Point("years-apart", -5))
    (pair,) = told((paper("x", a), paper("y", b)), (a, b), review=(doubt(a, b, *points),)).review
    assert (pair.first.key, pair.second.key, pair.rule, pair.score) == ("x", "y", "title-near", 25)
    assert refs(pair.line) == [pair.first.ref, pair.second.ref]


def test_the_order_of_pairs_is_kept_and_refused_ones_say_why() -> None:
    a, b, c = THREE
    ledger = told(
        (paper("x", a), paper("y", b), paper("z", c)),
        THREE,
        review=(doubt(b, c), doubt(a, b)),
        refused=(doubt(a, c, because="other DOIs"),),
    )
    assert [(p.first.key, p.second.key) for p in ledger.review] == [("y", "z"), ("x", "y")]
    assert [(p.first.key, p.because) for p in ledger.refused] == [("x", "other DOIs")]


def test_a_title_cannot_break_out_of_the_comment_that_names_it() -> None:
    title = 'x\n]\nevil = 1 # "\x85\u2028' + "y" * 500
    records = (record(1, title), record(2, title, year=1999))
    (merge,) = told((paper("x", *records),), records).merges
    assert len(merge.undo.splitlines()) == 1
    assert len(refs(merge.undo)) == 2


@given(st.text(min_size=1, max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_reference_reads_back_from_the_line(ref: str) -> None:
    assert refs(ledgers.line((ref, "b"), "Title")) == [ref, "b"]


def test_facts_are_plain_words_and_long_ones_are_cut_off() -> None:
    one = record(
        1, "<i>Deep</i> $x^2$", authors=(ADA,), others=True, year=2020, month=5, abstract="a " * 900
    )
    (merge,) = told((paper("x", one, record(2)),), (one, record(2))).merges
    facts = dict(merge.records[0].record.facts)
    assert list(facts) == ["title", "authors", "year", "abstract"]
    assert (facts["authors"], facts["year"]) == ("Ada Berg et al.", "2020-05")
    assert "<" not in facts["title"]
    assert len(facts["abstract"]) <= 200
    assert facts["abstract"].endswith("…")


def disputed(key: str, weight: int) -> Paper:
    """A paper whose records disagree about its year."""
    claim = Claim(value="2019", by=(f"{SOURCE}:2", "gone"))
    conflict = Conflict(
        field="year", chosen="2021", by=(f"{SOURCE}:1",), rule="the latest", rejected=(claim,),
        weight=weight,
    )  # fmt: skip
    return paper(key, *THREE[:2], conflicts=(conflict,))


def test_a_conflict_says_who_states_what_and_the_gravest_stands_first() -> None:
    found = ledgers.completed(Ledger(), (disputed("light", 50), disputed("grave", 400)), ())
    assert [one.key for one in found.conflicts] == ["grave", "light"]
    one = found.conflicts[0]
    assert (one.field, one.chosen.value, one.rule) == ("year", "2021", "the latest")
    assert [s.at for s in one.chosen.by] == [Location(SOURCE, 1)]
    assert [(s.id, s.at) for s in one.rejected[0].by] == [
        (f"{SOURCE}:2", Location(SOURCE, 2)),
        ("gone", None),
    ]


def test_what_a_note_decided_is_said_to_be_of_the_note() -> None:
    note = Mention(id="content/notes/x.md:2", at=Location("content/notes/x.md", 2), gave=("year",))
    one = replace(disputed("x", 1), corrections=(note,))
    (found,) = ledgers.completed(Ledger(), (one,), ()).conflicts
    assert [s.at for s in found.chosen.by] == [note.at]


def test_findings_stand_by_rule_errors_first_with_the_paper_they_are_about() -> None:
    papers = (paper("x", *THREE[:2]),)
    findings = (
        Finding(code="b", message="m", at=THREE[0].at, hint="do"),
        Finding(code="b", message="n", at=Location("z", 1), hint="do"),
        Finding(code="b", message="o", hint="else"),
        Finding(code="a", message="p", severity=Severity.NOTE),
        Finding(code="c", message="q", severity=Severity.ERROR),
    )
    found = told(papers, THREE[:2], findings).kinds
    assert [(k.code, k.hint, len(k.remarks)) for k in found] == [
        ("c", "", 1),
        ("b", "do", 3),
        ("a", "", 1),
    ]
    assert [(r.message, r.hint, r.key) for r in found[1].remarks] == [
        ("o", "else", ""),
        ("m", "", "x"),
        ("n", "", ""),
    ]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("@a{\n\tb}", "@a{\n\tb}"),
        ("\x1b[31m\x00\r", "⟨U+001B⟩[31m⟨U+0000⟩⟨U+000D⟩"),
        ("\u202eabc\u200b\ud800\ufeff", "⟨U+202E⟩abc⟨U+200B⟩⟨U+D800⟩⟨U+FEFF⟩"),
        ("<script>", "<script>"),
        ("x" * 2001, "x" * 2000 + "… (cut off here; it goes on in its source)"),
    ],
)
def test_what_nobody_sees_in_an_entry_is_made_visible(raw: str, shown: str) -> None:
    assert ledgers.seen(raw) == shown


def test_a_former_name_is_nowhere_in_the_ledger() -> None:
    one = record(1, authors=(Person(family="Doe", given="John"),), abstract="By John Doe.")
    two = record(2, "Doe, John: Nets", authors=(Person(family="Doe", given="Jane"),))
    lost = quarantined("no-title", "of 'John Doe'", Location("x", 1), "author = {Doe, John}")
    order = AuthorOrder(
        label="Jane Doe", name='Jane "J" Doe', former=("John Doe",), at=Location("c", 1)
    )
    papers = (paper("x", one, two),)
    begun = ledgers.begun(papers, (one, two), Grouping(clusters=()), BALANCE)
    found = ledgers.completed(begun, papers, (lost,), orders=(order,))
    text = ledgers.write(replace(found, merges=(replace(found.merges[0], undo=""),)))
    assert "John" not in text
    assert found.quarantined[0].raw == 'author = {Jane "J" Doe}'


# JSON

LOST = quarantined("no-title", "an 'entry'", Location("content/sources/ü.md", 7), "\ud800{<b>\x00")
PEOPLE = (
    Proposal(
        label="Ada Berg", first="Ada Berg", second="A. Berg", points=(Point("initials", 30),),
        coauthors=("Bo Li",), first_papers=("x",), second_papers=("y", "z"), merge="[m]",
        apart="[a]",
    ),
)  # fmt: skip
HOMONYMS = (Homonym(name="Wei Wang", groups=(("x",), ("y",)), points=(), split="[s]"),)


def full() -> tuple[Ledger, tuple[Paper, ...]]:
    """A ledger with something of everything, and its papers."""
    a, b, c = THREE
    papers = (disputed("x", 100), paper("z", c))
    begun = told(papers, THREE, (LOST,), review=(doubt(a, c, Point("near", 3)),))
    refused = told(papers, THREE, refused=(doubt(b, c, because="a clash"),)).refused
    return replace(begun, refused=refused, people=PEOPLE, homonyms=HOMONYMS), papers


def test_a_ledger_that_was_written_reads_back_the_same() -> None:
    ledger, _ = full()
    assert ledgers.read(ledgers.write(ledger)) == ledger


def test_a_ledger_of_half_characters_is_written_all_the_same() -> None:
    odd = replace(Ledger(), people=(replace(PEOPLE[0], first="\ud800"),))
    assert ledgers.read(ledgers.write(odd)).people[0].first == "?"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"merges": 3}', '{"balance": {"read": "x"}}'])
def test_what_is_no_ledger_is_refused_with_its_path(text: str) -> None:
    with pytest.raises(ContentError) as caught:
        ledgers.read(text, "library/ledger.json")
    assert str(caught.value).startswith("library/ledger.json: error: this is no ledger: ")
    assert "hint: delete it, or run `sitegen convert`" in str(caught.value)


# Pages


def test_every_list_that_has_something_has_its_page() -> None:
    ledger, papers = full()
    urls = [page.url for page in quality.plan(site(ledger, papers))]
    assert urls == [
        "quality.html",
        "quality-pairs.html",
        "quality-merges.html",
        "quality-conflicts.html",
        "quality-names.html",
        "quality-quarantined.html",
        "quality-findings.html",
        "quality.json",
    ]


def test_a_ledger_of_nothing_has_one_page_and_its_json() -> None:
    assert [p.url for p in quality.plan(site(Ledger()))] == ["quality.html", "quality.json"]


def test_without_a_ledger_there_is_no_page() -> None:
    assert list(quality.plan(assemble((), Config(), map))) == []


def test_the_download_is_the_whole_ledger() -> None:
    ledger, papers = full()
    (download,) = [p for p in quality.plan(site(ledger, papers)) if isinstance(p, Download)]
    assert ledgers.read(download.text) == ledger


def test_what_differs_between_records_is_marked_and_what_does_not_stands_once() -> None:
    a, b = record(1, "Deep Nets", year=2020), record(2, "Deep Ants", year=2020, venue="Hall")
    ledger = told((paper("x", a), paper("y", b)), (a, b), review=(doubt(a, b),))
    (card,) = context(site(ledger), "quality-pairs.html").review
    assert [
        (line.field, line.is_common, [[(r.text, r.differs) for r in cell] for cell in line.cells])
        for line in card.lines
    ] == [
        ("title", False, [[("Deep ", False), ("Nets", True)], [("Deep ", False), ("Ants", True)]]),
        ("venue", False, [[], [("Hall", False)]]),
        ("year", True, [[("2020", False)]]),
    ]


def merges(count: int) -> Ledger:
    """A ledger of so many merges."""
    two = (paper("x", *THREE[:2]),)
    (one,) = told(two, THREE[:2]).merges
    return Ledger(merges=tuple(replace(one, key=f"k{n}") for n in range(count)))


def test_a_long_list_is_cut_off_and_says_so() -> None:
    planned = list(quality.plan(site(merges(1234))))
    shown = [p.context for p in planned if isinstance(p, Page) and "merges" in p.url]
    assert len(shown) == 20
    assert {(c.total, c.pager.total) for c in shown} == {(1234, 1000)}


def test_a_merge_that_is_shown_has_its_address_and_one_that_is_not_has_none() -> None:
    ledger = merges(1234)
    found = ledgers.addresses(ledger)
    assert len(found) == 1000
    assert found["k0"] == "quality-merges.html#merge-k0"
    assert found["k50"] == "quality-merges-page-2.html#merge-k50"
    anchors = {
        f"{page.url}#{card.anchor}"
        for page in quality.plan(site(ledger))
        if isinstance(page, Page)
        for card in page.context.merges
    }
    assert anchors == set(found.values())


def test_of_a_paper_of_many_records_some_stand_side_by_side_and_all_are_named() -> None:
    many = tuple(record(n, year=1900 + n) for n in range(1, 21))
    ledger = told((paper("x", *many),), many)
    (card,) = context(site(ledger), "quality-merges.html").merges
    assert (len(card.columns), len(card.more)) == (6, 14)


def test_records_lead_to_their_lines_where_the_repository_is_known() -> None:
    ledger, papers = full()
    where = "https://github.com/lab/papers/blob/main"
    (card,) = context(site(ledger, papers, where), "quality-merges.html").merges
    assert [column.place.url for column in card.columns] == [
        f"{where}/{SOURCE}#L1",
        f"{where}/{SOURCE}#L2",
    ]


def test_without_a_repository_places_lead_nowhere() -> None:
    ledger, papers = full()
    (card,) = context(site(ledger, papers), "quality-merges.html").merges
    assert {column.place.url for column in card.columns} == {""}


@pytest.mark.parametrize(
    ("repository", "path", "line", "address"),
    [
        ("https://github.com/l/p", "c/a.bib", 7, "https://github.com/l/p/blob/HEAD/c/a.bib#L7"),
        ("https://github.com/l/p.git", "a.bib", 0, "https://github.com/l/p/blob/HEAD/a.bib"),
        ("https://github.com/l/p/blob/main/", "a.md", 7,
         "https://github.com/l/p/blob/main/a.md?plain=1#L7"),
        ("https://github.com/l/p/tree/main/sub", "a.csv", 7,
         "https://github.com/l/p/blob/main/sub/a.csv?plain=1#L7"),
        ("https://github.com/l/p/blob/main", "a.md", 0, "https://github.com/l/p/blob/main/a.md"),
        ("https://github.com/l/p/blob/main", "a b#ü?.txt", 1,
         "https://github.com/l/p/blob/main/a%20b%23%C3%BC%3F.txt#L1"),
        ("https://gitlab.com/g/s/p", "a.bib", 7, "https://gitlab.com/g/s/p/-/blob/HEAD/a.bib#L7"),
        ("https://git.uni.example/g/p/-/tree/main", "a.md", 7,
         "https://git.uni.example/g/p/-/blob/main/a.md?plain=1#L7"),
        ("https://codeberg.org/l/p/src/branch/main", "a.md", 7,
         "https://codeberg.org/l/p/src/branch/main/a.md?display=source#L7"),
        ("https://git.example/l/p/src/branch/main", "a.bib", 7,
         "https://git.example/l/p/src/branch/main/a.bib#L7"),
        ("https://bitbucket.org/l/p", "a.bib", 7,
         "https://bitbucket.org/l/p/src/HEAD/a.bib#lines-7"),
        ("https://bitbucket.org/l/p/src/main", "a.bib", 7,
         "https://bitbucket.org/l/p/src/main/a.bib#lines-7"),
        ("https://c.example/p/tree/{path}?h=x#n{line}", "a b.bib", 7,
         "https://c.example/p/tree/a%20b.bib?h=x#n7"),
        ("https://c.example/{path}#n{line}", "a.bib", 0, "https://c.example/a.bib#n1"),
    ],
)  # fmt: skip
def test_hosts_name_lines_each_in_their_way(
    repository: str, path: str, line: int, address: str
) -> None:
    assert forges.address(repository, path, line) == address
    assert parse(f'[site]\nrepository = "{repository}"')[1] == ()


# Words that differ


@pytest.mark.parametrize(
    ("texts", "marked"),
    [
        (("Deep Nets", "Deep Nets"), ((), ())),
        (("Deep Nets.", "deep nèts"), (("Deep Nets.",), ("deep nèts",))),
        (("Deep Nets", "Deep, old Nets"), ((), ("old",))),
        (("a a b", "a b"), (("a",), ())),
        (("x y z", "x q r z"), (("y",), ("q r",))),
        (("one", "two", "one"), (("one",), ("two",), ("one",))),
        (("", "a"), ((), ("a",))),
        (("C", "C++"), (("C",), ("C++",))),
        ((), ()),
    ],
)
def test_words_are_marked_that_the_others_lack(
    texts: tuple[str, ...], marked: tuple[tuple[str, ...], ...]
) -> None:
    found = contrasted(texts)
    assert tuple(tuple(t for t, differs in runs if differs) for runs in found) == marked


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_the_pieces_of_a_text_are_the_text(texts: list[str]) -> None:
    assert ["".join(t for t, _ in runs) for runs in contrasted(texts)] == texts


# A whole project

ENTRY = "@misc{{{}, title={{Deep <Nets> on Trees}}, author={{Ada Berg}}, year={}}}\n"
PROJECT = {
    "content/site.toml": '[site]\nrepository = "https://github.com/lab/papers"\n',
    "content/sources/a.bib": ENTRY.format("one", 2020),
    "content/sources/b.bib": ENTRY.format("uno", 2021),
    "content/sources/c.jsonl": '{"year": 2020, "x": "<script>alert(1)</script>"}\n',
}


def test_a_merged_paper_leads_to_its_merge_and_the_merge_to_its_lines(project: Project) -> None:
    project.write(PROJECT)
    assert project.build() == 0
    key = project.report()["merges"][0]["key"]
    page = project.read(f"build/site/papers/{key}.html")
    assert f'href="../quality-merges.html#merge-{key}"' in page
    merged = project.read("build/site/quality-merges.html")
    assert f'id="merge-{key}"' in merged
    assert "https://github.com/lab/papers/blob/HEAD/content/sources/a.bib#L1" in merged


def test_every_page_about_quality_is_html_without_a_mistake(project: Project) -> None:
    project.write(PROJECT)
    project.build()
    pages = [name for name in project.files() if re.fullmatch(r"quality.*\.html", name)]
    assert len(pages) >= 4
    for name in pages:
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        parser.parse(project.read(f"build/site/{name}"))


def test_a_hostile_entry_is_shown_as_text(project: Project) -> None:
    project.write(PROJECT)
    project.build()
    page = project.read("build/site/quality-quarantined.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_no_page_about_quality_names_a_folder_of_this_machine(project: Project) -> None:
    project.write(PROJECT)
    project.build()
    names = [name for name in project.files() if name.startswith("quality")]
    texts = [project.read(f"build/site/{name}") for name in names]
    assert [text for text in texts if str(project.root) in text] == []


def test_the_footer_of_every_page_leads_there(project: Project) -> None:
    project.write(PROJECT)
    project.build()
    assert '<a href="quality.html">Quality</a>' in project.read("build/site/index.html")
    assert '<a href="../quality.html">Quality</a>' in project.read("build/site/papers/index.html")


def test_the_library_alone_gives_the_same_pages(project: Project) -> None:
    project.write(PROJECT)
    project.build()
    names = project.files()
    before = {name: project.read(f"build/site/{name}") for name in names if "html" in name}
    assert project.run("render") == 0
    assert project.files() == names
    assert {name: project.read(f"build/site/{name}") for name in before} == before


def test_a_library_without_a_ledger_has_no_page_about_quality(project: Project) -> None:
    project.write({"build/library/papers/x.md": '---\nkey: x\ntitle: "A Paper"\n---\n\nText.\n'})
    assert project.run("render") == 0
    assert [name for name in project.files() if "quality" in name] == []
    assert "quality" not in project.read("build/site/index.html")


def test_a_curator_can_do_without_the_pages(project: Project) -> None:
    project.write({**PROJECT, "content/site.toml": "[site]\nquality_pages = false\n"})
    assert project.build() == 0
    assert [name for name in project.files() if "quality" in name] == []
    assert project.report()["merges"]


def test_a_broken_ledger_is_one_sentence_and_no_traceback(project: Project) -> None:
    project.write(PROJECT)
    project.build()
    project.write({"build/library/ledger.json": "{"})
    assert project.run("render") == 1
    assert project.stderr.startswith("sitegen: library/ledger.json: error: this is no ledger: ")


def test_what_a_merge_says_undoes_it(project: Project) -> None:
    project.write(PROJECT)
    project.build()
    merge = project.report()["merges"][0]
    project.write({"content/curation.toml": f"not_same = [\n{merge['undo']}\n]\n"})
    assert project.build() == 0
    assert (project.report()["merges"], project.report()["papers"]) == ([], 2)


def test_what_a_record_says_takes_it_out_of_three(project: Project) -> None:
    third = ENTRY.format("tres", 2020).replace("Ada", "A.")
    project.write({**PROJECT, "content/sources/d.bib": third})
    project.build()
    (merge,) = project.report()["merges"]
    lines = "\n".join(merge["records"][1]["undo"])
    project.write({"content/curation.toml": f"not_same = [\n{lines}\n]\n"})
    assert project.build() == 0
    (left,) = project.report()["merges"]
    assert [r["ref"] for r in left["records"]] == ["one", "tres"]


def is_sorted_weakest_first(found: tuple[Merge, ...]) -> bool:
    scores = [merge.score for merge in found if merge.score is not None]
    return scores == sorted(scores)


def test_the_pages_of_the_seeds_show_their_weakest_merges_first(seeds: Path) -> None:
    text = (seeds / "build/library/ledger.json").read_text("utf-8")
    assert is_sorted_weakest_first(ledgers.read(text).merges)
