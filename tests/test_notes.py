"""This is where notes are held to what they promise: to correct, and to be shown."""

from dataclasses import replace
from typing import Any

import pytest

from sitegen import library, notes
from sitegen.errors import Location
from sitegen.exporters import frontmatter
from sitegen.findings import Finding
from sitegen.model.paper import Claim, Conflict, Mention, Paper
from sitegen.model.record import Person
from sitegen.notes import note
from sitegen.notes.amend import amended
from sitegen.text import facts
from tests.conftest import Project, tree

PATH = "content/notes/berg2019nets.md"
PAPER = Paper(
    key="berg2019nets",
    aliases=("oldkey",),
    title="Nets",
    authors=(Person(family="Berg", given="Ada"),),
    year=2019,
    keywords=("ants", "nets"),
    extra=(("publisher", "Old"), ("x", "1")),
    mentions=(
        Mention(id="a", at=Location("a.bib", 1), gave=("title", "authors", "year", "keywords")),
    ),
)
SOURCE = """\
@article{berg2019nets, title={Nets and Ants}, author={Ada Berg}, year=2019,
  journal={Nature}, keywords={ants, nets}, abstract={We study them.}}
@article{carl2020deep, title={Deep Waters}, author={Bo Carl}, year=2020, journal={Nature},
  abstract={On ants in deep waters.}}
"""


def read(text: str) -> tuple[note.Note, list[str]]:
    """The note of a text, and its findings as "line code: message"."""
    found, odd = note.read((PATH, text))
    return found, [f"{f.at.line if f.at else 0} {f.code}: {f.message}" for f in odd]


def corrected(text: str) -> Paper:
    """PAPER, when a note of that text has corrected it."""
    return notes.apply([PAPER], [read(text)[0]])[0][0]


def front(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", ""))


# What a note states


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("year: 2021", {"year": 2021}),
        ('year: "2021"', {"year": 2021}),
        ("title: Nets, and more", {"title": "Nets, and more"}),
        ("venue: Nature", {"venue": "Nature"}),
        ("journal: Nature", {"venue": "Nature"}),
        ("doi: https://doi.org/10.1000/ABC", {"doi": "10.1000/abc"}),
        ("arxiv: 1706.10010", {"arxiv": "1706.10010"}),
        ("url: null", {"url": None}),
        ("venue:", {"venue": None}),
        ("authors: null", {"authors": (), "others": False}),
        ("others: true", {"others": True}),
        (
            "authors: [Ada Berg, 'Carl, Bo']",
            {
                "authors": (Person(family="Berg", given="Ada"), Person(family="Carl", given="Bo")),
                "others": False,
            },
        ),
        ("pdf: https://x.org/a.pdf", {"pdf": "https://x.org/a.pdf"}),
        ("abstract: We study.", {"abstract": "We study."}),
        ("volume: 012", {"volume": "012"}),
    ],
)
def test_a_value_is_understood_as_one_in_a_source_is(line: str, values: dict[str, Any]) -> None:
    found, odd = read(front(line))
    assert (dict(found.values), odd) == (values, [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("year: abc", ["2 bad-year: this is no year: 'abc'"]),
        ("doi: here", ["2 bad-doi: this is no DOI: 'here'"]),
        ("yaer: 2020", ["2 unknown-field: nothing reads the field 'yaer'"]),
        ("title: null", ["2 bad-value: `title` must be stated: a paper is found by it"]),
        ("venue: [a, b]", ["2 bad-value: `venue` must be one value, not a list"]),
        ("others: perhaps", ["2 bad-value: `others` must be true or false"]),
        ("year: {a: b}", ["2 front-matter: `year` must be text or a list of texts"]),
        (
            "tags: [a, +b]",
            ["2 bad-value: `tags` must be either all with a sign, [+a, -b], or all without"],
        ),
        (
            "url: javascript:alert(1)",
            [
                "2 bad-url: this is no address that may be linked to (http, https or ftp):"
                " 'javascript:alert(1)'"
            ],
        ),
    ],
)
def test_a_wrong_value_is_a_finding_and_corrects_nothing(line: str, said: list[str]) -> None:
    found, odd = read(front(line) + "Body.\n")
    assert (found.values, found.body, odd) == ((), "Body.", said)


def test_a_broken_line_costs_only_itself() -> None:
    found, odd = read(front("year: 2021", "title: Nets: a study", "venue: Nature", "doi: [") + "B")
    assert (dict(found.values), found.body) == ({"year": 2021, "venue": "Nature"}, "B")
    assert [line.split(":")[0] for line in odd] == ["3 front-matter", "5 front-matter"]


def test_a_fact_that_is_stated_twice_counts_once() -> None:
    found, odd = read(front("year: 2021", "year: 2022"))
    assert dict(found.values) == {"year": 2021}
    assert odd == ["3 front-matter: `year` is stated twice; the first counts"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "---", "---\n---", "---\n- a\n- b\n---\n", "---\nx\n---\n", "---\n&a [*a]\n---\n"),
        *("---\n? [a]\n: b\n---\n", "---\n!!python/object:os.system x\n---\n", "---\n\t\n---"),
        *("\ufeff---\nyear: 2020\n---\n", "---\n" + "a: " + "[" * 3000 + "\n---\n", "\x00\x1b"),
        *(
            "---\ntitle: \x07\n---\n",
            "---\n" + "x: 1\n" * 20000 + "---\n",
            "---\ntags: [+, -]\n---",
        ),
    ],
)
def test_whatever_a_note_holds_it_is_read(text: str) -> None:
    found, odd = note.read((PATH, text))
    assert isinstance(found, note.Note)
    assert all(isinstance(item, Finding) and not item.is_quarantined for item in odd)


def test_letters_of_front_matter_stay_as_they_are() -> None:
    head = facts.split(front("a: 010", "b: 1.10", "c: Yes", "d: 2020-01-02", "e: ~"))
    assert [fact.value for fact in head.facts] == ["010", "1.10", "Yes", "2020-01-02", None]


# What becomes of the paper


def test_a_correction_says_where_it_came_from_and_what_the_records_say() -> None:
    paper = corrected(front("year: 2021"))
    assert (paper.year, paper.mentions[0].gave) == (2021, ("title", "authors", "keywords"))
    at = Location(PATH, 1)
    assert paper.corrections == (Mention(id=str(at), at=at, gave=("year",)),)
    claim = Claim(value="2019", by=("a",))
    rule = "corrected in notes"
    assert paper.conflicts == (Conflict(field="year", chosen="2021", rule=rule, rejected=(claim,)),)


def test_a_value_that_the_records_state_too_corrects_nothing() -> None:
    assert corrected(front("year: 2019")) == PAPER


def test_what_is_stated_nowhere_else_is_no_disagreement() -> None:
    paper = corrected(front("venue: Nature"))
    assert (paper.venue, paper.conflicts) == ("Nature", ())


def test_a_value_can_be_taken_away() -> None:
    assert corrected(front("year: null")).year is None


def test_a_further_field_is_corrected_and_others_stay() -> None:
    assert corrected(front("publisher: New")).extra == (("publisher", "New"), ("x", "1"))
    assert corrected(front("publisher: null")).extra == (("x", "1"),)


@pytest.mark.parametrize(
    ("line", "keywords"),
    [
        ("tags: [+survey, -nets]", ("ants", "survey")),
        ("tags: [survey, Ants]", ("survey", "Ants")),
        ("tags: +survey, -Ant", ("nets", "survey")),
        ("keywords: [+ants]", ("ants", "nets")),
        ("tags: []", ()),
        ("tags: null", ()),
    ],
)
def test_tags_are_added_taken_away_or_replaced(line: str, keywords: tuple[str, ...]) -> None:
    assert corrected(front(line)).keywords == keywords


def test_the_note_under_the_key_itself_has_the_last_word() -> None:
    own, _ = note.read((PATH, front("year: 2021") + "New."))
    old, _ = note.read(("content/notes/oldkey.md", front("year: 2001", "venue: Old") + "Old."))
    (paper,), by_key, lost = notes.apply([PAPER], [own, old])
    assert (paper.year, paper.venue, paper.notes, lost) == (2021, "Old", "Old.\n\nNew.", ())
    assert [one.name for one in by_key["berg2019nets"]] == ["oldkey", "berg2019nets"]


def test_a_note_is_found_whatever_the_case_of_its_name() -> None:
    found, _ = note.read(("content/notes/Berg2019Nets.md", "Body."))
    assert notes.apply([PAPER], [found])[0][0].notes == "Body."


def test_a_note_for_an_unknown_key_names_the_nearest() -> None:
    found, _ = note.read(("content/notes/berg2091nets.md", "Body."))
    (finding,) = notes.apply([PAPER], [found])[2]
    assert (finding.code, finding.hint) == ("unknown-note", "did you mean `berg2019nets`?")


@pytest.mark.parametrize(
    ("name", "key"), [("mathh1", "math1"), ("ltexy", "latexy"), ("smiht19", "smith19")]
)
def test_one_slip_of_the_pen_does_not_hide_the_nearest_key(name: str, key: str) -> None:
    papers = [replace(PAPER, key=key) for key in ("math1", "latexy", "smith19", "x")]
    found, _ = note.read((f"content/notes/{name}.md", "Body."))
    (finding,) = notes.apply(papers, [found])[2]
    assert finding.hint == f"did you mean `{key}`?"


def test_thousands_of_notes_without_a_paper_take_no_time() -> None:
    papers = [Paper(key=f"author{n}title", title="T") for n in range(5000)]
    lost = [note.read((f"content/notes/author{n}titel.md", "x"))[0] for n in range(300)]
    assert len(notes.apply(papers, lost)[2]) == 300


# Through the library and onto the page

BODIES = [
    "Plain.",
    "## Notes\n\nAgain.\n\n## Notes",
    "---\n\nAfter a line.\n\n---",
    "    code first\n\nthen text",
    "# Big\n\n[[carl2020deep]] <script>alert(1)</script> & \\[x\\]\n\n[^1]: foot",
    "```\n---\nkey: x\n## Notes\n---\n```",
    "Umlaut ä, 漢字, \u2028 and a tab\there",
]


@pytest.mark.parametrize("body", BODIES)
def test_a_body_comes_back_from_the_library_as_it_was(body: str) -> None:
    paper = Paper(key="k", title="T", abstract="An abstract.", notes=body)
    assert library.read(("k.md", frontmatter.write(paper))).notes == body


def test_a_corrected_paper_comes_back_from_the_library_as_it_was() -> None:
    paper = corrected(front("year: 2021", "venue: Nature", "publisher: New") + BODIES[1])
    assert library.read(("k.md", frontmatter.write(paper))) == paper


def test_rendering_the_library_gives_the_bytes_of_a_build(project: Project) -> None:
    project.write({"content/sources/a.bib": SOURCE, "content/pages/about.md": "See [[deep]]."})
    project.write({f"content/{PATH[8:]}": front("year: 2021", "tags: [+deep]") + BODIES[1]})
    assert project.build() == 0
    before = tree(project.out / "site")
    assert project.run("render") == 0
    assert tree(project.out / "site") == before


def test_notes_change_no_key(project: Project) -> None:
    project.write({"content/sources/a.jsonl": '{"title": "Nets", "authors": "A. Berg"}\n'})
    project.build()
    project.write({"content/notes/bergnets.md": front("title: Ants", "year: 2020")})
    project.build()
    assert project.keys() == ["bergnets"]


def test_the_balance_closes_with_notes(project: Project) -> None:
    project.write({"content/sources/a.bib": SOURCE, PATH: front("year: 2021")})
    project.write({"content/notes/x.md": b"\xff\xfe\x00 \x00", "content/notes/y.md": b"a\x00b"})
    assert project.build() == 0
    assert project.stdout.startswith("2 records read = 2 papers + 0 merged + 0 quarantined\n")


def test_a_note_that_is_not_utf_8_is_read_and_said(project: Project) -> None:
    project.write({"content/sources/a.bib": SOURCE, PATH: "Schön.".encode("latin-1")})
    assert project.build() == 0
    assert "encoding" in project.codes()
    assert "<p>Schön.</p>" in project.read("build/site/papers/berg2019nets.html")


def test_the_page_shows_the_note_and_what_it_corrected(project: Project) -> None:
    project.write({"content/sources/a.bib": SOURCE})
    project.write({PATH: front("year: 2021") + "See [[carl2020deep]] and [[Carl2020Deep|it]]."})
    project.build()
    page = project.read("build/site/papers/berg2019nets.html")
    assert (
        '<p>See <a href="../papers/carl2020deep.html">Deep Waters</a> and '
        '<a href="../papers/carl2020deep.html">it</a>.</p>'
    ) in page
    assert "<code>content/notes/berg2019nets.md:1</code>, a note, corrected year" in page
    assert "(corrected in notes)" in page


def test_the_page_calls_no_record_agreeing_that_a_correction_overrules(project: Project) -> None:
    other = '{"title": "Nets", "authors": ["Ann Berg"], "year": 2020, "doi": "10.5555/nets"}\n'
    source = "@misc{nets, title={Nets}, author={Ann Berg}, year={2019}, doi={10.5555/nets}}\n"
    project.write({"content/sources/a.bib": source, "content/sources/b.jsonl": other})
    project.write({"content/curation.toml": "[paper.nets]\nyear = 2019\n"})
    project.build()
    page = project.read("build/site/papers/nets.html")
    assert "<code>content/curation.toml:1</code> corrected year" in page
    assert "<code>content/sources/b.jsonl:1</code> says otherwise" in page


def test_tags_that_a_note_adds_stand_beside_inferred_ones(project: Project) -> None:
    project.write({"content/sources/a.bib": SOURCE})
    project.write({"content/notes/carl2020deep.md": front("tags: [+survey]")})
    project.build()
    text = project.read("build/library/papers/carl2020deep.md")
    assert 'tags: ["survey"]\ninferred_tags: ["ants"]\n' in text


@pytest.mark.parametrize("tags", ["tags: [-ants]", "tags: []"])
def test_an_inferred_tag_can_be_taken_away(tags: str, project: Project) -> None:
    project.write({"content/sources/a.bib": SOURCE})
    project.write({"content/notes/carl2020deep.md": front(tags)})
    project.build()
    assert "tags:" not in project.read("build/library/papers/carl2020deep.md")


def test_words_of_a_note_are_found_by_search(project: Project) -> None:
    project.write({"content/sources/a.bib": SOURCE, PATH: "A *zymurgical* remark."})
    project.build()
    files = tree(project.out / "site/search/words")
    assert any(b"zymurg" in content for content in files.values())


# Writing into notes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, '---\ntitle: "New"\n---\n'),
        ("Body.\n", '---\ntitle: "New"\n---\n\nBody.\n'),
        ("---\nyear: 2020 # sure\n---\nBody", '---\nyear: 2020 # sure\ntitle: "New"\n---\nBody'),
        ("---\n---\n", '---\ntitle: "New"\n---\n'),
        ("\ufeffBody", '\ufeff---\ntitle: "New"\n---\n\nBody'),
        ("---\ntitle: Mine\n---\n", None),
        ("---\ntitle: [\n---\n", None),
    ],
)
def test_a_fact_is_added_and_the_rest_stays(before: str | None, after: str | None) -> None:
    assert amended(before, {"title": "New"}, PATH) == after
