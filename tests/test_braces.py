"""This is where it is held that braces which protect capitals in a title are kept."""

import json

import pytest

from sitegen import records
from sitegen.dedupe import merge
from sitegen.dedupe.cluster import Cluster
from sitegen.errors import Location
from sitegen.exporters import bibtex, csl, ris
from sitegen.keys.anchors import facts, names
from sitegen.model.entry import Entry
from sitegen.model.record import Record
from sitegen.parsing import csl_text
from sitegen.text.mathematics import shown
from sitegen.text.nodes import Node


def read(title: str, *, is_tex: bool = True, place: int = 1) -> Record:
    """The record of an entry with that *title*."""
    at = Location("x.bib", place)
    fields = (("title", title), ("author", "Doe, Jane"), ("year", "2001"))
    (record,) = records.parse(Entry(fields=fields, at=at, id=f"doe{place}", is_tex=is_tex))
    assert isinstance(record, Record)
    return record


def written(record: Record, *, is_ascii: bool = False) -> str:
    """The title of *record* in BibTeX, between the braces of its field."""
    entry = bibtex.entry(
        merge.paper(Cluster(records=(record,), because=(None,))), is_ascii=is_ascii
    )
    return next(one for one in entry.splitlines() if "  title" in one).split("{", 1)[1][:-2]


CASES = [
    ("The {Bayesian} Way of {R}eading", "The <nc>Bayesian</nc> Way of <nc>R</nc>eading"),
    ("{B}ayesian and {BERT}", "<nc>B</nc>ayesian and BERT"),
    ("The {DNA}-Binding {GAN}s", "The <nc>DNA</nc>-Binding <nc>GAN</nc>s"),
    ("Of the {United States}", "Of the <nc>United States</nc>"),
    ("Of {{Gauss}} and Bayes", "Of <nc>Gauss</nc> and Bayes"),
    ("The {Story of {Bayes} Himself} Told", "The <nc>Story of Bayes Himself</nc> Told"),
    ("Using {{\\textit{E. Coli}}} Well", "Using <nc><i>E. Coli</i></nc> Well"),
    ('Das {Schr{\\"o}dinger} Bild', "Das <nc>Schrödinger</nc> Bild"),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_braces_about_capitals_are_a_mark(source: str, expected: str) -> None:
    assert read(source).title == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{The Whole Title}", "The Whole Title"),
        ("{The Whole Title}.", "The Whole Title."),
        ("{BERT} for {GPT-4}: A {$X$} Story", "BERT for GPT-4: A $X$ Story"),
        ('Of {\\"U}ber {the} \\emph{{Gauss} Way}', "Of Über the <i>Gauss Way</i>"),
        ("a study of {Bayesian} methods in learning", "a study of Bayesian methods in learning"),
    ],
)
def test_braces_that_say_nothing_new_are_no_mark(source: str, expected: str) -> None:
    assert read(source).title == expected


@pytest.mark.parametrize("source", [source for source, _ in CASES if "{{" not in source])
def test_braces_are_written_where_they_were(source: str) -> None:
    plain = source.replace('{\\"o}', "ö").replace("{Bayes}", "Bayes")
    assert written(read(source)) == plain


@pytest.mark.parametrize("source", [source for source, _ in CASES])
@pytest.mark.parametrize("is_ascii", [False, True])
def test_what_is_written_is_read_and_written_again(source: str, is_ascii: bool) -> None:
    once = written(read(source), is_ascii=is_ascii)
    assert written(read(once), is_ascii=is_ascii) == once


def test_a_word_that_is_protected_in_part_is_protected_once() -> None:
    assert written(read("{B}ERT and {B}{E}{R}{T}")) == "{BERT} and {BERT}"


def test_the_mark_is_a_span_of_csl_and_is_read_from_it() -> None:
    paper = merge.paper(Cluster(records=(read("The {Bayesian} Way"),), because=(None,)))
    title = json.loads(csl.entry(paper))["title"]
    assert title == 'The <span class="nocase">Bayesian</span> Way'
    assert read(csl_text.from_html(title), is_tex=False).title == paper.title
    assert csl_text.from_markdown("The [Bayesian]{.nocase} Way") == paper.title


def test_the_mark_is_not_shown() -> None:
    paper = merge.paper(Cluster(records=(read("The {Bayesian} Way"),), because=(None,)))
    assert shown(paper.title) == (Node("", "The Bayesian Way"),)
    assert "TI  - The Bayesian Way\n" in ris.entry(paper)


def test_a_record_is_known_by_the_same_names_with_and_without_the_mark() -> None:
    one, other = read("The {Bayesian} Way of Reading"), read("The Bayesian Way of Reading")
    assert (names(one), facts(one)) == (names(other), facts(other))


def test_titles_that_differ_in_the_mark_agree_and_the_marked_one_counts() -> None:
    both = (read("The Bayesian Way"), read("The {Bayesian} Way", place=2))
    paper = merge.paper(Cluster(records=both, because=(None, None)))
    assert (paper.title, paper.conflicts) == ("The <nc>Bayesian</nc> Way", ())


def test_other_fields_have_no_such_mark() -> None:
    fields = (("title", "X Y"), ("abstract", "The {Bayesian} Way"))
    (record,) = records.parse(Entry(fields=fields, at=Location("x.bib", 1), id="x", is_tex=True))
    assert isinstance(record, Record)
    assert record.abstract == "The Bayesian Way"
