"""This is where the review is held: what is asked, how it looks, what each key writes, and when."""

import json
import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from sitegen.dedupe import Grouping
from sitegen.errors import OutputError
from sitegen.model.paper import Claim, Conflict, Mention, Paper
from sitegen.model.verdict import Orders
from sitegen.notes import note
from sitegen.review import listing
from sitegen.review.answer import Answer, understood
from sitegen.review.cells import Span, cut, wrapped
from sitegen.review.marks import are_alike, listed, marked
from sitegen.review.questions import Choice, Kind, Material, Pair, Question, questions
from sitegen.review.screen import fitted, screen
from sitegen.review.session import Session, begun
from sitegen.review.walk import walk
from sitegen.reviewing import CurationFile
from tests import review_example as example
from tests.conftest import ROOT, Project, check_golden
from tests.review_example import Memory, Script, clusters, doubt, record

QUESTIONS = example.asked()
PAIR, KNOTS, YEAR, PEOPLE = QUESTIONS


def answered(*keys: str, text: str | None = None, asked: Sequence[Question] = QUESTIONS) -> Memory:
    """The file once *keys* were pressed."""
    file = Memory(text)
    walk(asked, Script(keys), file, example.check(example.material()))
    return file


def shown(
    *keys: str, cells: int = 80, lines: int = 10**9, asked: Sequence[Question] = QUESTIONS
) -> str:
    """What is on the screen once *keys* were pressed."""
    script = Script(keys, cells, lines)
    walk(asked, script, Memory(), example.check(example.material()))
    return script.screens[-1]


def a_pair(first: str, second: str) -> Pair:
    """A question about two titles."""
    one, other = record("a", "s.bib:1", first), record("b", "s.bib:2", second)
    material = Material(
        records=(one, other),
        grouping=Grouping(clusters=clusters((one,), (other,)), review=(doubt(one, other, near=1),)),
    )
    (pair,) = questions(material)
    assert isinstance(pair, Pair)
    return pair


def text_of(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)


# What is asked


def test_pairs_come_first_then_conflicts_then_authors() -> None:
    kinds = [one.kind for one in QUESTIONS]
    assert kinds == [Kind.PAIRS, Kind.PAIRS, Kind.CONFLICTS, Kind.AUTHORS]


def test_only_what_is_wanted_is_asked() -> None:
    assert questions(example.material(), [Kind.CONFLICTS]) == (YEAR,)


def test_a_pair_that_the_file_tells_apart_is_not_asked() -> None:
    told = replace(example.material(), orders=Orders(not_same={(0, 1): "curation.toml:1"}))
    assert questions(told, [Kind.PAIRS]) == (KNOTS,)


def test_two_works_are_asked_about_once_however_many_records_are_alike() -> None:
    a, b, c = (record(name, f"s.bib:{n}", "On Kites") for n, name in enumerate("abc", 1))
    grouping = Grouping(
        clusters=clusters((a, b), (c,)), review=(doubt(a, c, near=9), doubt(b, c, near=8))
    )
    asked = questions(Material(records=(a, b, c), grouping=grouping))
    assert [one.refs for one in asked if isinstance(one, Pair)] == [("a", "c")]


def test_records_on_one_line_without_names_are_told_apart() -> None:
    a, b = (record("s.json:1", "s.json:1", title) for title in ("On Kites", "On Kites, Again"))
    grouping = Grouping(clusters=clusters((a,), (b,)), review=(doubt(a, b, near=9),))
    (asked,) = questions(Material(records=(a, b), grouping=grouping))
    assert isinstance(asked, Pair)
    assert (asked.works, len(set(asked.refs))) == ((0, 1), 2)


def test_a_refused_pair_is_asked_after_the_doubtful_ones_and_says_why() -> None:
    material = example.material()
    refused = doubt(example.KITES, example.KNOTS, "numbers clash with 'knots2'", near=50)
    grouping = replace(material.grouping, refused=(refused,))
    last = questions(replace(material, grouping=grouping), [Kind.PAIRS])[-1]
    assert isinstance(last, Pair)
    assert last.because == "numbers clash with 'knots2'"
    assert "but       numbers clash with 'knots2'" in shown(asked=[last])


def test_a_conflict_that_a_note_settles_is_not_asked() -> None:
    stated, _ = note.read(("content/notes/x.md", "---\nyear: 2012\n---\n"))
    told = replace(example.material(), notes={"lindqvist2021string": (stated,)})
    assert questions(told, [Kind.CONFLICTS]) == ()


def test_a_conflict_that_a_date_settles_is_not_asked() -> None:
    stated, _ = note.read(("content/notes/x.md", "---\ndate: 2012-03\n---\n"))
    told = replace(example.material(), notes={"lindqvist2021string": (stated,)})
    assert questions(told, [Kind.CONFLICTS]) == ()


def test_the_gravest_conflict_is_asked_first() -> None:
    grave = replace(example.STRING.conflicts[0], field="doi", weight=400)
    slight = replace(example.STRING, key="aaa")
    papers = (slight, replace(example.STRING, conflicts=(grave,)))
    asked = questions(replace(example.material(), papers=papers), [Kind.CONFLICTS])
    assert [one.field for one in asked if isinstance(one, Choice)] == ["doi", "year"]


def test_the_values_of_a_conflict_are_those_of_its_records_each_with_who_states_it() -> None:
    assert isinstance(YEAR, Choice)
    assert [(o.value, o.by) for o in YEAR.options] == [
        (2021, ("lindqvist2021string (sources/wind.bib:55)",)),
        (2012, ("b9 (sources/list.md:72)",)),
    ]


def test_a_value_stands_with_where_its_records_say_that_the_work_appeared() -> None:
    assert "\n 2  2012\n    b9 (sources/list.md:72) · Tails\n" in shown("l", "l")


def test_of_many_records_that_state_a_value_some_are_named() -> None:
    assert isinstance(YEAR, Choice)
    many = replace(YEAR.options[1], by=tuple("abcde"), beside=())
    text = shown(asked=[replace(YEAR, options=(YEAR.options[0], many))])
    assert "\n 2  2012\n    a\n    b\n    c\n    and 2 more\n\n" in text


def test_authors_are_offered_as_a_correction_reads_them_back() -> None:
    one = record("a", "s.bib:1", "On Kites", "van der Berg, Jan and {The Kite Group}")
    two = record("b", "s.bib:2", "On Kites", "Berg, J. and others")
    conflict = Conflict(
        field="authors", chosen="Jan van der Berg, The Kite Group", by=("a",), rule="the longest",
        rejected=(Claim(value="J. Berg", by=("b",)),),
    )  # fmt: skip
    paper = Paper(
        key="berg", title="On Kites", conflicts=(conflict,),
        mentions=(Mention(id="a", at=one.at), Mention(id="b", at=two.at)),
    )  # fmt: skip
    grouping = Grouping(clusters=clusters((one, two)))
    (asked,) = questions(Material(records=(one, two), papers=(paper,), grouping=grouping))
    assert isinstance(asked, Choice)
    assert [option.value for option in asked.options] == [
        ("van der Berg, Jan", "{The Kite Group}"),
        ("Berg, J.", "et al."),
    ]


# What differs


@pytest.mark.parametrize(
    ("first", "second", "left", "right"),
    [
        ("On Kites", "On Knots", "On [Kites]", "On [Knots]"),
        ("On kites", "On KITES: a study", "On kites", "On KITES: [a study]"),
        ("Graph-based nets", "Graph based nets", "Graph-based nets", "Graph based nets"),
        ("Naïve nets.", "Naive nets", "Naïve nets.", "Naive nets"),
        ("The C language", "The C++ language", "The [C] language", "The [C++] language"),
        ("Part I", "Part II", "Part [I]", "Part [II]"),
        ("基于图的网络", "基于图的模型", "基于图的[网络]", "基于图的[模型]"),
        (
            "a metaanalysis of X",
            "a meta-analysis of Y",
            "a metaanalysis of [X]",
            "a meta-analysis of [Y]",
        ),
        ("26 (4-5)", "12", "[26 (4-5)]", "[12]"),
        ("R. Hale", "Rosa Hale", "[R.] Hale", "[Rosa] Hale"),
        ("", "On Kites", "", "[On Kites]"),
        ("p < 0.05", "p > 0.05", "p < 0.05", "p > 0.05"),
    ],
)
def test_the_words_that_the_other_has_not_stand_in_brackets(
    first: str, second: str, left: str, right: str
) -> None:
    a, b = marked(first, second)
    assert (text_of(a), text_of(b)) == (left, right)


def test_keywords_differ_by_what_the_other_has_not_whatever_their_order() -> None:
    spans = listed(["nets", "graph theory", "Kites"], ["kites", "nets", "graphs"])
    assert text_of(spans) == "nets, [graph theory], Kites"


def test_case_accents_and_punctuation_make_no_difference() -> None:
    assert are_alike("Über die Drachen: ein Versuch.", "uber die drachen - ein Versuch")


def test_long_hostile_texts_are_compared_in_time() -> None:
    start = time.process_time()
    marked("a b " * 50_000, "b a c " * 50_000)
    marked("x" * 500_000, "y" * 500_000)
    assert time.process_time() - start < 5


# How it looks


@pytest.mark.parametrize("cells", [20, 60, 79, 80, 100, 160])
@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("whole", [False, True])
def test_no_line_is_wider_than_the_terminal(question: Question, cells: int, whole: bool) -> None:
    session = replace(begun([question]), is_whole=whole)
    lines = fitted(screen(session, cells), 10**9, 0)[0]
    assert [line for line in lines if cell_len(text_of(line)) > cells] == []


def test_two_records_stand_side_by_side_where_there_is_room() -> None:
    line = next(line for line in shown().split("\n") if line.startswith("year"))
    assert line == "year      ≠ [2019]                           │ [2018]"


def test_two_records_stand_one_below_the_other_on_a_narrow_terminal() -> None:
    lines = shown(cells=60).split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("year"))
    assert lines[start : start + 2] == ["year      ≠ 1│ [2019]", "            2│ [2018]"]


def test_what_is_alike_stands_there_once_on_a_narrow_terminal() -> None:
    assert shown("l", cells=60).count("Ben Okafor") == 1


def test_columns_stay_straight_with_signs_that_take_two_cells() -> None:
    pair = a_pair("基于图神经网络的文献去重方法研究综述与展望再论", "图网络 on plain words")
    lines = [text_of(line) for line in screen(begun([pair]), 80).body]
    bars = {cell_len(line.split("│")[0]) for line in lines}
    assert (len(lines), bars) == (3, {45})


def test_a_title_cannot_steer_the_terminal() -> None:
    pair = a_pair("On \x1b]0;owned\x07Kites\x1b[2J\u202e\r\n now", "On Kites\x9b31m")
    text = shown(asked=[pair])
    assert "\x1b" not in text
    assert "On [�]0;owned�Kites�[2J� now]" in text


def test_long_values_are_cut_until_one_asks_for_more() -> None:
    pair = a_pair("kite " * 500 + "first", "kite " * 500 + "second")
    cut_off, whole = shown(asked=[pair]), shown("?", asked=[pair])
    assert ("first" in cut_off, "first" in whole) == (False, True)
    assert "…" in cut_off


def test_a_screen_that_is_too_high_is_shown_in_part_with_question_and_keys() -> None:
    lines = shown("l", "b", "?", cells=60, lines=14).split("\n")
    assert len(lines) == 14
    assert lines[:2] == ["1 of 4 · 0 answered", "Are these two records one work?"]
    assert lines[-1] == "s same   n not same   l later   ? less   q quit"


def test_arrow_keys_scroll_a_screen_that_is_too_high() -> None:
    before, after = shown(cells=60, lines=14), shown("down", cells=60, lines=14)
    assert before.split("\n")[4:6] == after.split("\n")[3:5]
    assert "1 more above" in after


def test_scrolling_ends_with_the_last_line() -> None:
    ends = [shown(*["page-down"] * n, cells=60, lines=14) for n in (9, 10)]
    assert ends[0] == ends[1]
    assert shown(*["page-down"] * 9, *["page-up"] * 9, cells=60, lines=14) == shown(
        cells=60, lines=14
    )


def test_a_resized_terminal_is_filled_anew_and_nothing_is_answered() -> None:
    script, file = Script(["resize", "q"]), Memory()
    session = walk(QUESTIONS, script, file, example.check(example.material()))
    assert (script.screens[0] == script.screens[1], session.answered) == (True, 0)


def test_progress_counts_what_was_answered_postponed_and_settled() -> None:
    assert shown("s", "l").split("\n")[0] == "3 of 4 · 1 answered · 1 for later"


def test_the_points_are_shown_with_their_sum() -> None:
    score = "score     78 of 100  = title-close +54, authors-agree +28, years-apart -4"
    assert score in shown()


def test_words_are_never_broken_where_a_line_can_end_before_them() -> None:
    lines = wrapped([Span("on kites, knots and "), Span("[strings]"), Span(", too")], 12)
    assert [text_of(line) for line in lines] == ["on kites,", "knots and", "[strings],", "too"]


def test_a_word_longer_than_a_line_comes_in_pieces() -> None:
    lines = wrapped([Span("a" * 25)], 10)
    assert [len(text_of(line)) for line in lines] == [10, 10, 5]


def test_text_is_cut_by_cells_and_not_by_signs() -> None:
    assert (cut("图神经网络", 7), cut("kites", 5)) == ("图神经…", "kites")


# What a key writes


def test_same_puts_the_pair_into_the_file() -> None:
    assert answered("s").text == (
        'same = [\n  ["hale2019kites", "r2"],  # Flying Kites in Turbulent Wind / '
        "Flying kites in turbulent winds: an extended study\n]\n"
    )


def test_not_same_puts_the_pair_into_the_other_list() -> None:
    assert "not_same = [\n" in (answered("n").text or "")


@pytest.mark.parametrize("key", ["l", " ", "enter"])
def test_later_writes_nothing_and_goes_on(key: str) -> None:
    assert answered(key).text is None
    assert shown(key).split("\n")[0] == "2 of 4 · 0 answered · 1 for later"


def test_a_number_chooses_a_value() -> None:
    assert answered("l", "l", "2").text == "[paper.lindqvist2021string]\nyear = 2012\n"


@pytest.mark.parametrize("key", ["k", "1"])
def test_keeping_what_was_chosen_is_remembered_too(key: str) -> None:
    assert answered("l", "l", key).text == "[paper.lindqvist2021string]\nyear = 2021\n"


def test_the_same_person_gets_the_other_name() -> None:
    assert answered("l", "l", "l", "s").text == '[author."Rosa Hale"]\nalso = ["R. Hale"]\n'


def test_different_people_are_told_apart() -> None:
    assert answered("l", "l", "l", "n").text == '[author."Rosa Hale"]\nnot_same = ["R. Hale"]\n'


@pytest.mark.parametrize("key", ["x", "3", "é", "0", "other", "²", "escape"])
def test_a_key_that_says_nothing_is_answered_with_that(key: str) -> None:
    assert f"the key '{key}' says nothing here" in shown("l", "l", key)


@pytest.mark.parametrize("key", ["1", "k"])
def test_a_pair_has_no_values_to_choose(key: str) -> None:
    assert understood(PAIR, key) is None


def test_the_tenth_value_has_no_key() -> None:
    assert isinstance(YEAR, Choice)
    many = replace(YEAR, options=YEAR.options * 6)
    assert (understood(many, "9"), understood(many, "10")) == (Answer("kept", 8), None)


def test_comments_and_order_of_the_file_stay() -> None:
    before = '# mine\n[tags] # shown = others\n"NLP" = ["nlp"]\n\n# yours\n[paper.b]\nyear = 3\n'
    after = answered("l", "l", "2", text=before).text
    assert after == f"{before}\n[paper.lindqvist2021string]\nyear = 2012\n"


def test_what_somebody_wrote_meanwhile_stays() -> None:
    file = Memory("# first\n")

    class Editor(Script):
        def key(self) -> str:
            file.text = f"{file.text}# edited {len(self.pressed)}\n"
            return super().key()

    walk(QUESTIONS, Editor(["l", "l", "2"]), file, example.check(example.material()))
    assert (file.text or "").startswith("# first\n# edited 0\n# edited 1\n# edited 2\n")
    assert "year = 2012" in (file.text or "")


def test_an_answer_that_stands_there_already_is_not_written_again() -> None:
    said = answered("s").text
    file = answered("s", text=said)
    assert (file.text, file.writes) == (said, 0)


@pytest.mark.parametrize(
    ("keys", "before", "message"),
    [
        ("s", 'not_same = [["r2", "hale2019kites"]]\n', "not to be the same"),
        ("n", 'same = [["10.5555/jsf.7.101", "1803.01234"]]\n', "line 1 says that they are"),
        ("n", 'same = [["hale2019kites", "knots1", "r2"]]\n', "line 1 says that they are"),
        ("ll2", "[paper.lindqvist2021string]\nyear = 1999\n", "`year` of 'lindqvist2021string'"),
        ("llls", '[author."Rosa Hale"]\nnot_same = ["R. Hale"]\n', "'R. Hale' is not 'Rosa Hale'"),
        ("llln", '[author."Rosa Hale"]\nformer = ["R. Hale"]\n', "'R. Hale' is 'Rosa Hale'"),
        ("s", "same = [\n", "this is not valid TOML"),
        ("s", "same = 3\n", "`same` must be a list"),
    ],
)
def test_an_answer_that_the_file_contradicts_is_refused(
    keys: str, before: str, message: str
) -> None:
    script, file = Script(list(keys)), Memory(before)
    walk(QUESTIONS, script, file, example.check(example.material()))
    assert message in " ".join(script.screens[-1].split())
    assert "not saved: " in script.screens[-1]
    assert (file.text, file.writes) == (before, 0)


def test_after_a_refusal_the_same_question_is_asked() -> None:
    script = Script(["s", "l"])
    walk(QUESTIONS, script, Memory("same = 3\n"), example.check(example.material()))
    firsts = [text.split("\n")[0] for text in script.screens]
    assert firsts == ["1 of 4 · 0 answered"] * 2 + ["2 of 4 · 0 answered · 1 for later"]


def test_a_disk_that_takes_nothing_is_told_and_the_question_stays() -> None:
    class Full(Memory):
        def write(self, text: str | None) -> None:
            raise OutputError("cannot write 'content/curation.toml': no space left on device")

    script = Script(["s"])
    walk(QUESTIONS, script, Full(), example.check(example.material()))
    assert "not saved: cannot write 'content/curation.toml'" in script.screens[-1]
    assert script.screens[-1].startswith("1 of 4 · 0 answered")


# Going back


def test_back_takes_the_answer_out_of_the_file() -> None:
    file = answered("s", "b", text="# mine\n")
    assert file.text == "# mine\n"


def test_back_takes_a_file_away_that_was_not_there_before() -> None:
    assert answered("s", "n", "b", "b").text is None


def test_back_after_the_last_question_asks_it_again() -> None:
    text = shown("l", "l", "l", "s", "b")
    assert text.startswith("4 of 4 · 0 answered · 3 for later")
    assert "taken out of content/curation.toml: same" in text


def test_back_leaves_a_file_alone_that_was_changed_since() -> None:
    file = Memory()

    class Editor(Script):
        def key(self) -> str:
            key = super().key()
            if key == "b":
                file.text = f"{file.text}# edited\n"
            return key

    script = Editor(["s", "b"])
    walk(QUESTIONS, script, file, example.check(example.material()))
    assert "same = [" in (file.text or "")
    assert "was changed since" in script.screens[-1]
    assert script.screens[-1].startswith("1 of 4 · 0 answered")


def test_there_is_no_way_back_from_the_first_question() -> None:
    assert "this is the first question" in shown("b")


# What follows from answers


def chain() -> tuple[Material, tuple[Question, ...]]:
    """Three records, each of which may be the same work as each other one."""
    a, b, c = (record(name, f"s.bib:{n}", f"On Kites {name}") for n, name in enumerate("abc", 1))
    pairs = (doubt(a, b, near=9), doubt(b, c, near=8), doubt(a, c, near=7))
    grouping = Grouping(clusters=clusters((a,), (b,), (c,)), review=pairs)
    material = Material(records=(a, b, c), grouping=grouping)
    return material, questions(material)


def walked(*keys: str) -> Session:
    material, asked = chain()
    return walk(asked, Script(keys), Memory(), example.check(material))


@pytest.mark.parametrize(
    ("keys", "settled"), [("ss", 1), ("sn", 1), ("ns", 1), ("nn", 0), ("sl", 0), ("ls", 0)]
)
def test_what_follows_from_two_answers_is_not_asked(keys: str, settled: int) -> None:
    session = walked(*keys)
    assert (session.settled, session.position) == (settled, 2 + settled)


def test_going_back_asks_again_what_had_followed() -> None:
    session = walked("s", "s", "b", "l")
    assert (session.position, session.settled) == (2, 0)


def test_the_end_says_what_was_done_and_what_to_do_next() -> None:
    assert listing.told(walked("s", "s"), "content/curation.toml") == (
        "3 questions: 2 answered, 1 settled by these\n"
        "your answers are in content/curation.toml: build with `make site`, and commit that file"
    )


def test_the_end_counts_what_is_left() -> None:
    assert listing.told(walked("l"), "x") == "3 questions: 0 answered, 3 left for another time"


# The file on the disk


def test_a_file_keeps_its_line_ends(tmp_path: Path) -> None:
    (tmp_path / "curation.toml").write_bytes(b"# a\r\n# b\r\n")
    file = CurationFile(tmp_path)
    file.write(f"{file.read()}# c\n")
    assert (tmp_path / "curation.toml").read_bytes() == b"# a\r\n# b\r\n# c\r\n"


def test_a_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("# a\n")
    (tmp_path / "curation.toml").symlink_to("real.toml")
    CurationFile(tmp_path).write("# b\n")
    assert (tmp_path / "curation.toml").is_symlink()
    assert (tmp_path / "real.toml").read_text() == "# b\n"


def test_a_file_that_is_taken_away_twice_is_away(tmp_path: Path) -> None:
    file = CurationFile(tmp_path)
    file.write("# a\n")
    file.write(None)
    file.write(None)
    assert file.read() is None


# Without a terminal


BIB = (
    "@article{a, title={String, Rope and Line}, author={Lindqvist, Maja}, year=2021, "
    "journal={Tails}, doi={10.5555/7}}\n"
    "@article{b, title={String, rope and line}, author={Lindqvist, M.}, year=2018, "
    "journal={Tails}, doi={10.5555/7}}\n"
)


def test_without_a_terminal_a_review_says_what_else_there_is(project: Project) -> None:
    project.write({"content/sources/a.bib": BIB})
    assert project.run("review") == 2
    assert project.stderr == (
        "sitegen: error: there is no terminal to ask questions in\n"
        "  hint: `sitegen review --list` prints them, and `--json` for other programs\n"
    )


def test_all_questions_can_be_printed(project: Project) -> None:
    project.write({"content/sources/a.bib": BIB})
    assert project.run("review", "--list", "--only", "conflicts") == 0
    assert project.stdout.startswith("1 of 1 · conflicts\nWhich year is right?\n")
    assert project.stdout.endswith("\n\n1 question: 1 about conflicts\n")


def test_all_questions_can_be_read_by_programs(project: Project) -> None:
    project.write({"content/sources/a.bib": BIB})
    assert project.run("review", "--json", "--only", "conflicts") == 0
    (found,) = json.loads(project.stdout)
    assert (found["kind"], found["field"]) == ("conflicts", "year")
    assert [option["value"] for option in found["options"]] == [2021, 2018]


def test_no_more_is_asked_than_was_wanted(project: Project) -> None:
    more = BIB.replace("@article{a", "@article{c").replace("@article{b", "@article{d")
    more = more.replace("10.5555/7", "10.5555/8").replace("ope and ", "ibbon, Tape or ")
    project.write({"content/sources/a.bib": BIB + more})
    assert project.run("review", "--json", "--only", "conflicts", "--limit", "1") == 0
    assert len(json.loads(project.stdout)) == 1


def test_where_nothing_is_in_doubt_that_is_said(project: Project) -> None:
    project.write({"content/sources/a.bib": "@misc{a, title={On Kites}}\n"})
    assert project.run("review", "--list") == 0
    assert project.stdout == "nothing is to be reviewed\n"


def test_an_answer_is_not_asked_again(project: Project) -> None:
    project.write(
        {"content/sources/a.bib": BIB, "content/curation.toml": "[paper.a]\nyear = 2021\n"}
    )
    assert project.run("review", "--json", "--only", "conflicts") == 0
    assert json.loads(project.stdout) == []


def test_a_review_writes_nothing_by_itself(project: Project) -> None:
    project.write({"content/sources/a.bib": BIB})
    project.run("review", "--list")
    assert project.files("content") == ["sources/a.bib"]
    assert not project.out.exists()


def test_every_question_can_be_read_by_programs() -> None:
    kinds = [one["kind"] for one in json.loads(listing.as_json(QUESTIONS))]
    assert kinds == ["pairs", "pairs", "conflicts", "authors"]
    assert json.loads(listing.as_json(())) == []


# A terminal

DRIVER = """
import sys
from pathlib import Path
from sitegen import reviewing
from tests import review_example as example
print(reviewing.run(example.asked(), example.material(), Path(sys.argv[1])))
"""


class Pseudo:
    """A review in a process of its own, at a terminal that this test holds the other end of."""

    def __init__(self, command: Sequence[str], **environment: str) -> None:
        import fcntl
        import pty
        import termios

        self.ours, theirs = pty.openpty()
        self.resize(80, 30)
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm", "PYTHONUTF8": "1", **environment},
            start_new_session=True,
            # Its controlling terminal: the one whose Ctrl-C and whose end it is told of.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        self.seen = ""

    def resize(self, cells: int, lines: int) -> None:
        import fcntl
        import termios

        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", lines, cells, 0, 0))

    def until(self, text: str) -> str:
        """What is shown from now on until *text* is among it."""
        found = ""
        end = time.monotonic() + 30
        while text not in found:
            assert time.monotonic() < end, f"no {text!r} in {found!r}"
            if select.select([self.ours], [], [], 0.2)[0]:
                try:
                    found += os.read(self.ours, 65536).decode()
                except OSError:  # Linux says so when the other end is closed
                    break
        self.seen += found
        assert text in found
        return found

    def press(self, keys: str) -> None:
        os.write(self.ours, keys.encode())

    def close(self) -> None:
        """Close the window."""
        if self.ours >= 0:
            os.close(self.ours)
        self.ours = -1

    def end(self) -> int:
        return self.process.wait(30)


@pytest.fixture
def pseudo(tmp_path: Path) -> Iterator[Callable[..., Pseudo]]:
    """What begins a review at a pseudo-terminal."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminals of this kind")
    begun: list[Pseudo] = []

    def begin(*command: str, **environment: str) -> Pseudo:
        begun.append(Pseudo(command or ("-c", DRIVER, str(tmp_path)), **environment))
        return begun[-1]

    yield begin
    for one in begun:
        one.process.kill()
        one.process.wait()
        one.close()


def test_answers_at_a_terminal_reach_the_file_one_by_one(
    pseudo: Callable[..., Pseudo], tmp_path: Path
) -> None:
    file = tmp_path / "curation.toml"
    one = pseudo()
    one.until("quit")
    one.press("s")
    one.until("2 of 4")
    assert '["hale2019kites", "r2"]' in file.read_text()
    one.press("n")
    one.until("3 of 4")
    assert "not_same" in file.read_text()
    one.press("2")
    one.until("4 of 4")
    assert "year = 2012" in file.read_text()
    one.press("q")
    one.until("4 questions: 3 answered, 1 left for another time")
    assert one.end() == 0


def test_the_command_asks_at_a_terminal_and_writes_what_was_answered(
    pseudo: Callable[..., Pseudo], project: Project
) -> None:
    project.write({"content/sources/a.bib": BIB})
    folders = ("--content", str(project.content), "--out", str(project.out))
    one = pseudo("-m", "sitegen", "review", *folders, "--only", "conflicts")
    one.until("quit")
    one.press("2")
    one.until("That was the last question.")
    one.press("\r")
    one.until("1 question: 1 answered")
    assert one.end() == 0
    assert project.read("content/curation.toml") == "[paper.a]\nyear = 2018\n"


def test_the_keys_that_answers_name_are_kept(tmp_path: Path) -> None:
    CurationFile(tmp_path, "anchor key\n").write("# a\n")
    assert (tmp_path / "keys.lock").read_text() == "anchor key\n"


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_stopping_loses_nothing_and_leaves_the_terminal_as_it_was(
    pseudo: Callable[..., Pseudo], tmp_path: Path, key: str
) -> None:
    import termios

    one = pseudo()
    before = termios.tcgetattr(one.ours)
    one.until("quit")
    one.press("s")
    one.until("2 of 4")
    one.press(key)
    one.until("4 questions: 1 answered")
    assert one.end() == 0
    assert termios.tcgetattr(one.ours) == before
    assert '["hale2019kites", "r2"]' in (tmp_path / "curation.toml").read_text()
    assert one.seen.rindex("\x1b[?1049l") > one.seen.rindex("\x1b[?1049h")


def test_a_terminal_that_is_closed_ends_the_review_and_loses_nothing(
    pseudo: Callable[..., Pseudo], tmp_path: Path
) -> None:
    one = pseudo()
    one.until("quit")
    one.press("s")
    one.until("2 of 4")
    one.close()
    assert one.end() == 129
    assert '["hale2019kites", "r2"]' in (tmp_path / "curation.toml").read_text()


def test_a_terminal_that_changes_its_size_is_filled_anew(pseudo: Callable[..., Pseudo]) -> None:
    one = pseudo()
    one.until("quit")
    one.resize(60, 30)
    assert "2│" in one.until("quit")


def test_arrow_keys_are_understood(pseudo: Callable[..., Pseudo]) -> None:
    one = pseudo()
    one.until("quit")
    one.resize(60, 14)
    one.until("quit")
    one.press("\x1b[B")
    one.until("1 more above")
    one.press("\x1bOA\x1b[3~\x1b")
    one.until("says nothing here")


def test_without_colours_nothing_is_coloured(pseudo: Callable[..., Pseudo]) -> None:
    one = pseudo(NO_COLOR="1")
    text = one.until("quit")
    assert "\x1b[1;35m" not in text
    assert "[2019]" in text


def test_with_colours_what_differs_has_one(pseudo: Callable[..., Pseudo]) -> None:
    one = pseudo()
    assert "\x1b[1;35m[2019]\x1b[0m" in one.until("quit")


def test_a_dumb_terminal_gets_no_escape_sequences(pseudo: Callable[..., Pseudo]) -> None:
    one = pseudo(TERM="dumb")
    one.until("> ")
    one.press("sq")
    one.until("4 questions: 1 answered")
    assert "\x1b" not in one.seen
    assert "> s\r\n" in one.seen


# What is written about it


def test_the_readme_shows_a_recorded_session_golden() -> None:
    file = ROOT / "README.md"
    begin, end = "<!-- recorded: tests/review_example.py -->\n", "<!-- recorded: end -->\n"
    head, _, rest = file.read_text("utf-8").partition(begin)
    _, _, tail = rest.partition(end)
    assert rest
    assert tail
    check_golden(file, f"{head}{begin}\n```text\n{example.recorded().rstrip()}\n```\n\n{end}{tail}")
