"""This is where it is held which record gives a paper which of its fields."""

from typing import Any

import pytest

from sitegen.dedupe.cluster import Cluster
from sitegen.dedupe.merge import paper
from sitegen.errors import Location
from sitegen.model.paper import Claim, Mention, Paper
from sitegen.model.record import Person, Record
from sitegen.model.verdict import Decision, Point, Verdict
from sitegen.text import names

SAME = Verdict(
    decision=Decision.SAME, rule="title-equal", points=(Point("title-equal", 60), Point("b", -5))
)
ADA, BORIS = Person(family="Note", given="Ada"), Person(family="Chord", given="Boris")


def merged(*stated: dict[str, Any]) -> Paper:
    """The paper of records that state these fields, one a line."""
    records = tuple(
        Record(title="Choirs", id=str(n), at=Location("a.bib", n), **fields)
        for n, fields in enumerate(stated, 1)
    )
    return paper(Cluster(records=records, because=(None, *[SAME] * (len(records) - 1))))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([{"year": 2019, "month": 5, "day": 3}], (2019, 5, 3)),
        ([{"month": 5}], (None, 5, None)),
        ([{"year": 2019}, {"year": 2019, "month": 5}], (2019, 5, None)),
        ([{"year": 2019, "venue": "V"}, {"year": 2018, "month": 5}], (2019, None, None)),
        ([{"year": 2019, "venue": "V"}, {"year": 2019, "month": 5}], (2019, None, None)),
        (
            [{"year": 2019, "month": 5}, {"year": 2019, "month": 6, "day": 3}],
            (2019, 6, 3),
        ),
    ],
)
def test_a_date_comes_whole_from_one_record(
    stated: list[dict[str, Any]], expected: tuple[int | None, int | None, int | None]
) -> None:
    one = merged(*stated)
    assert (one.year, one.month, one.day) == expected


def test_months_of_different_years_do_not_disagree() -> None:
    one = merged({"year": 2019, "month": 5, "venue": "V"}, {"year": 2018, "month": 6})
    assert [conflict.field for conflict in one.conflicts] == ["year"]


def test_months_of_one_year_disagree() -> None:
    one = merged({"year": 2019, "month": 5, "venue": "V"}, {"year": 2019, "month": 6, "day": 1})
    assert [conflict.field for conflict in one.conflicts] == ["month"]


def test_the_words_of_a_date_are_those_of_the_record_that_gave_the_year() -> None:
    one = merged(
        {"year": 2018, "extra": (("date", "2018~"), ("note", "x"))},
        {"year": 2019, "venue": "V", "extra": (("date", "Spring"),)},
    )
    assert one.extra == (("date", "Spring"), ("note", "x"))


def test_the_longest_list_of_editors_is_taken_whole() -> None:
    one = merged({"editors": (ADA,), "venue": "V"}, {"editors": (BORIS, ADA)})
    assert one.editors == (BORIS, ADA)


def test_an_isbn_in_its_long_and_its_short_form_is_one() -> None:
    assert merged({"isbn": "0198534531"}, {"isbn": "9780198534532"}).conflicts == ()


def test_other_isbns_disagree() -> None:
    one = merged({"isbn": "0198534531"}, {"isbn": "080442957X"})
    assert [(conflict.field, conflict.chosen) for conflict in one.conflicts] == [
        ("isbn", "0198534531")
    ]


def record(line: int = 1, title: str = "Choirs of Small Models", **stated: Any) -> Record:
    """A record at a line; authors as "Given Family", lists as lists."""
    people = tuple(p for name in stated.pop("authors", ()) if (p := names.person(name)))
    at = Location("a.txt", line)
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in stated.items()}
    return Record(id=values.pop("id", str(at)), at=at, title=title, authors=people, **values)


def joined(*records: Record) -> Paper:
    """The paper of records that are one work."""
    return paper(Cluster(records=records, because=(None, *[SAME] * (len(records) - 1))))


def gave(one: Paper) -> dict[int, tuple[str, ...]]:
    """The fields that a paper took from the record of each line."""
    return {mention.at.line: mention.gave for mention in one.mentions}


# What is taken from which record


def test_a_title_in_capitals_is_not_taken() -> None:
    one = joined(
        record(1, "CHOIRS OF SMALL MODELS"), record(2, "CHOIRS of Small Models"), record(3)
    )
    assert one.title == "Choirs of Small Models"


def test_of_titles_the_commonest_spelling_is_taken() -> None:
    one = joined(record(1, "Choirs of small models"), record(2), record(3))
    assert one.title == "Choirs of Small Models"


def test_an_abbreviation_in_capitals_is_no_shouting() -> None:
    one = joined(record(1, "Choirs: a BERT Model"), record(2, "Choirs: a BERT Model"))
    assert one.title == "Choirs: a BERT Model"
    assert one.conflicts == ()


def test_the_longest_list_of_authors_is_taken_whole() -> None:
    short = record(1, authors=["Ada Note", "Boris Chord"])
    long = record(2, authors=["A. Note", "B. Chord", "C. Li"])
    assert [str(person) for person in joined(short, long).authors] == [
        "A. Note",
        "B. Chord",
        "C. Li",
    ]


def test_of_lists_equally_long_the_one_with_accents_is_taken() -> None:
    plain, accented = record(1, authors=["Emile Glace"]), record(2, authors=["Émile Glacé"])
    assert joined(plain, accented).authors == accented.authors


def test_whether_there_are_others_is_told_by_the_record_that_gives_the_authors() -> None:
    cut = record(1, authors=["Ada Note"], others=True)
    whole = record(2, authors=["Ada Note", "Boris Chord"])
    assert joined(cut, whole).others is False
    assert joined(cut, record(2)).others is True


def test_the_year_of_what_was_published_is_taken() -> None:
    preprint = record(1, year=2021, venue="arXiv preprint arXiv:2101.00001")
    again = record(2, year=2021)
    article = record(3, year=2020, venue="Invented Music")
    assert joined(preprint, again, article).year == 2020


def test_of_years_the_commonest_then_the_latest_is_taken() -> None:
    years = [2019, 2019, 2020]
    assert joined(*[record(n, year=y) for n, y in enumerate(years, 1)]).year == 2019
    assert joined(record(1, year=2019), record(2, year=2020)).year == 2020


def test_the_longest_abstract_that_is_not_cut_off_is_taken() -> None:
    cut = record(1, abstract="A choir sings in the hall, and the hall …")
    short = record(2, abstract="A choir sings.")
    long = record(3, abstract="A choir sings in the hall.")
    assert joined(cut, short, long).abstract == "A choir sings in the hall."
    assert joined(cut, short).abstract == "A choir sings."


def test_keywords_are_taken_from_one_record_and_not_united() -> None:
    one = joined(record(1, keywords=["a", "b"]), record(2, keywords=["c", "d", "e"]))
    assert one.keywords == ("c", "d", "e")


def test_a_paper_says_which_record_gave_which_field() -> None:
    listing = record(1, abstract="A choir sings in the hall.")
    outline = record(2, authors=["Ada Note"], year=2021, abstract="A choir sings.", keywords=["a"])
    article = record(3, authors=["Ada Note"], venue="Invented Music", doi="10.5555/choir")
    one = joined(listing, outline, article)
    assert gave(one) == {
        1: ("abstract",),
        2: ("year", "keywords"),
        3: ("title", "authors", "venue", "doi"),
    }
    assert [(m.at.line, m.because) for m in one.mentions] == [
        (1, ""),
        (2, "title-equal"),
        (3, "title-equal"),
    ]


def test_a_paper_of_one_record_is_that_record() -> None:
    alone = record(
        1, authors=["Ada Note"], year=2021, venue="Invented Music", volume="12", number="3",
        pages="1–2", type="article", doi="10.5555/choir", arxiv="2101.00001",
        url="https://choir.example", pdf="https://choir.example/a.pdf",
        code="https://code.example", abstract="A choir sings.", keywords=["a"],
        extra=(("month", "March"), ("note", "x"), ("note", "y")), id="choir",
    )  # fmt: skip
    assert joined(alone) == Paper(
        key="note2021choirs",
        title=alone.title,
        authors=alone.authors,
        year=2021,
        venue="Invented Music",
        volume="12",
        number="3",
        pages="1–2",
        type="article",
        doi="10.5555/choir",
        arxiv="2101.00001",
        url="https://choir.example",
        pdf="https://choir.example/a.pdf",
        code="https://code.example",
        abstract="A choir sings.",
        keywords=("a",),
        extra=(("month", "March"), ("note", "x"), ("note", "y")),
        mentions=(
            Mention(
                id="choir",
                at=alone.at,
                gave=(
                    "title", "authors", "year", "venue", "volume", "number", "pages", "type",
                    "doi", "arxiv", "url", "pdf", "code", "abstract", "keywords",
                ),
            ),
        ),
    )  # fmt: skip


def test_all_disagreements_are_listed() -> None:
    a = record(1, authors=["Ada Note"], year=2020, venue="Hall", doi="10.5555/a", keywords=["a"])
    b = record(2, "CHOIRS OF SMALL MODELS", authors=["A. Note"], year=2021, venue="Hall")
    c = record(3, "Quires", authors=["Cy Li"], year=2021, doi="10.5555/a", keywords=["b"])
    assert {c.field: (c.chosen, c.rejected) for c in joined(a, b, c).conflicts} == {
        "title": ("Choirs of Small Models", (Claim(value="Quires", by=("a.txt:3",)),)),
        "authors": ("Ada Note", (Claim(value="Cy Li", by=("a.txt:3",)),)),
        "year": ("2021", (Claim(value="2020", by=("a.txt:1",)),)),
        "keywords": ("a", (Claim(value="b", by=("a.txt:3",)),)),
    }


def test_what_differs_in_dress_only_is_no_disagreement() -> None:
    a = record(1, abstract="A choir sings.", keywords=["Choirs", "small models"], pages="1–2")
    b = record(2, abstract="A  choir-sings", keywords=["small model", "choir"], pages="1-2")
    assert joined(a, b).conflicts == ()


def test_a_value_that_one_record_states_is_no_disagreement() -> None:
    assert joined(record(1, year=2020), record(2, venue="Hall"), record(3)).conflicts == ()


def test_further_fields_are_taken_from_one_record_each() -> None:
    a = record(1, year=2020, extra=(("note", "x"), ("note", "y"), ("month", "March")))
    b = record(2, extra=(("note", "z"), ("category", "c")))
    assert joined(a, b).extra == (
        ("category", "c"),
        ("month", "March"),
        ("note", "x"),
        ("note", "y"),
    )


def test_merging_does_not_depend_on_the_order_of_equals() -> None:
    a = record(1, "Choirs of small models", authors=["Ada Note"], year=2020, keywords=["a", "b"])
    b = record(2, "Choirs of Small Models", authors=["A. Note"], year=2021, keywords=["c", "d"])
    forth, back = joined(a, b), joined(b, a)
    assert forth.title == back.title
    assert (forth.authors, forth.year, forth.keywords) == (back.authors, back.year, back.keywords)
    assert forth.conflicts == back.conflicts
