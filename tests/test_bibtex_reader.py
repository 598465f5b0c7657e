"""This is where BibTeX is damaged in every way that people and programs know, and read."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pybtex.database.input.bibtex import LowLevelParser, month_names

from sitegen.errors import Location
from sitegen.exporters import bibtex as exporter
from sitegen.findings import Finding
from sitegen.model.entry import Entry, Part
from sitegen.model.paper import Mention, Paper
from sitegen.readers import bibtex
from sitegen.readers.bibtex.blocks import START
from sitegen.readers.bibtex.grammar import Macros, clean

TABLE = json.loads((Path(__file__).parent / "tables" / "bibtex_damage.json").read_text("utf-8"))


def items(text: str) -> list[Entry | Finding]:
    """All that a text says."""
    return [item for part in bibtex.split(text, "a.bib") for item in bibtex.read(part)]


def entries(text: str) -> list[Entry]:
    """The entries of a text."""
    return [item for item in items(text) if isinstance(item, Entry)]


def only(text: str, name: str) -> list[str]:
    """The values of the fields of that name in a text."""
    return [value for one in entries(text) for field, value in one.fields if field == name]


def codes(text: str) -> list[str]:
    """The codes of the findings about a text."""
    return [item.code for item in items(text) if isinstance(item, Finding)]


def shown(item: Entry | Finding) -> dict[str, Any] | None:
    """What the table says of an entry, or of the finding in its place; None for any other."""
    if isinstance(item, Entry):
        return {"key": item.id, "fields": [list(field) for field in item.fields]}
    return {"quarantined": item.raw} if item.is_quarantined else None


@pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
def test_what_is_damaged_is_read(row: dict[str, Any]) -> None:
    found = [shown(item) for item in items(row["input"])]
    assert [item for item in found if item is not None] == row["expected"]
    assert codes(row["input"]) == row["codes"]


def test_the_table_of_damage_has_each_row_once() -> None:
    assert len({row["id"] for row in TABLE}) == len({row["input"] for row in TABLE}) == len(TABLE)


# What a part knows of its file


def test_a_part_knows_the_strings_that_it_uses_and_no_others() -> None:
    text = '@string{a = "A"}\n@string{b = a # "B"}\n@misc{x, title = b, note = {a}}\n'
    (part,) = bibtex.split(text, "a.bib")
    assert part.context == (("@b", "AB"),)


def test_a_string_is_what_it_was_defined_as_before_the_entry_or_else_behind_it() -> None:
    text = (
        "@misc{w, title = s}\n@string{s = {one}}\n@misc{x, title = S}\n"
        '@string(S = s # "!")\n@misc{y, title = s # s}\n'
    )
    assert only(text, "title") == ["one", "one", "one!one!"]


def test_strings_that_refer_to_each_other_come_to_an_end() -> None:
    text = "@string{a = b}\n@string{b = a # c}\n@string{c = c # c}\n@misc{x, title = a # b # c}\n"
    assert len(entries(text)) == 1


def test_strings_that_double_one_another_stay_short() -> None:
    text = "".join(f"@string{{s{n} = s{n + 1} # s{n + 1}}}\n" for n in range(40))
    text += "@string{s40 = {long}}\n@misc{x, title = s0}\n"
    (title,) = only(text, "title")
    assert len(title) <= 4_000


def test_a_string_that_nothing_defines_is_told_of_where_a_string_refers_to_it() -> None:
    text = '@misc{x, title = t}\n@string{t = nothing # " at all"}\n'
    (found,) = [item for item in items(text) if isinstance(item, Finding)]
    assert (found.code, found.at) == ("undefined-macro", Location("a.bib", 2))


FAMILY = """@inproceedings{paper, title = {P}, crossref = {CONF}, pages = {1--2}}
@proceedings{conf, title = {Proceedings}, subtitle = {S}, editor = {Ed Itor}, year = 2010,
  publisher = {Press}, crossref = {series}, doi = {10.5555/conf}, keywords = {k}}
@mvproceedings{series, title = {Series}, address = {Town}}
"""


def test_an_entry_inherits_what_it_lacks_from_its_parents() -> None:
    paper, _, _ = entries(FAMILY)
    assert paper.fields == (
        ("type", "inproceedings"),
        ("title", "P"),
        ("crossref", "CONF"),
        ("pages", "1--2"),
        ("editor", "Ed Itor"),
        ("year", "2010"),
        ("publisher", "Press"),
        ("address", "Town"),
        ("maintitle", "Series"),
        ("venue", "Proceedings"),
        ("booksubtitle", "S"),
    )


def test_parents_are_entries_of_their_own() -> None:
    assert [one.id for one in entries(FAMILY)] == ["paper", "conf", "series"]


@pytest.mark.parametrize(
    ("child", "parent", "field"),
    [
        ("@incollection{c, title={C}, crossref={p}}", "@book{p, title={T}, author={A}}", "venue"),
        ("@inbook{c, title={C}, crossref={p}}", "@book{p, title={T}, author={A}}", "bookauthor"),
        ("@article{c, title={C}, crossref={p}}", "@periodical{p, title={T}, author={A}}", "venue"),
        ("@inproceedings{c, title={C}, crossref={p}}", "@misc{p, title={T}, author={A}}", "venue"),
        ("@inbook{c, title={C}, crossref={p}}", "@mvbook{p, title={T}, author={A}}", "maintitle"),
    ],
)
def test_a_title_is_inherited_as_what_it_is_to_the_child(
    child: str, parent: str, field: str
) -> None:
    first, _ = entries(f"{child}\n{parent}\n")
    assert dict(first.fields)[field] == ("A" if field == "bookauthor" else "T")


def test_who_wrote_the_whole_did_not_write_a_part() -> None:
    text = "@incollection{c, title={C}, crossref={p}}\n@book{p, title={T}, author={A}}\n"
    assert "author" not in dict(entries(text)[0].fields)


def test_a_booktitle_of_proceedings_is_there_for_their_papers() -> None:
    text = (
        "@inproceedings{c, title={C}, crossref={p}}\n"
        "@proceedings{p, title={Proceedings of the Choir}, booktitle={Proc. Choir}}\n"
    )
    assert dict(entries(text)[0].fields)["venue"] == "Proc. Choir"


def test_data_that_entries_share_is_no_entry() -> None:
    text = (
        "@article{a, title={A}, xdata={one, two}, address={Here}}\n"
        "@xdata{one, publisher={Press}, xdata={three}}\n"
        "@xdata{two, publisher={Other}, address={There}}\n@xdata{three, year={2010}}\n"
    )
    (only_one,) = entries(text)
    assert only_one.fields[4:] == (("publisher", "Press"), ("year", "2010"))


def test_switches_of_a_style_are_no_entries() -> None:
    text = '@IEEEtranBSTCTL{c, CTLuse_forced_etal = "yes"}\n@control{d}\n@set{s, entryset={a,b}}\n'
    assert list(bibtex.split(text, "a.bib")) == []


def test_parents_that_refer_to_each_other_come_to_an_end() -> None:
    text = "@book{a, title={A}, crossref={b}}\n@book{b, year=1, crossref={a}, xdata={b}}\n"
    assert dict(entries(text)[0].fields)["year"] == "1"


def test_a_parent_that_is_not_there_is_a_finding() -> None:
    (found,) = [i for i in items("@misc{a, title={A}, crossref={gone}}") if isinstance(i, Finding)]
    assert found.code == "no-parent"
    assert found.message == "no entry has the key 'gone', to which 'crossref' refers"


def test_a_parent_hands_down_nothing_long() -> None:
    text = f"@inproceedings{{c, title={{C}}, crossref={{p}}}}\n@book{{p, note2={{{'x' * 5000}}}}}"
    part, _ = bibtex.split(text, "a.bib")
    assert len(part.context) == 1


# Names of fields


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@phdthesis{a, type={Doktorarbeit}}", [("type", "phdthesis"), ("genre", "Doktorarbeit")]),
        ("@article{a, booktitle={B}, journal={J}}", [("booktitle", "B"), ("venue", "J")]),
        ("@inbook{a, journal={J}, booktitle={B}}", [("journal", "J"), ("venue", "B")]),
        ("@article{a, journaltitle={J}, date={2010-05}}", [("venue", "J"), ("date", "2010-05")]),
        ("@article{a, issue={Spring}, number={3}}", [("issue", "Spring"), ("number", "3")]),
        ("@article{a, issue={3}}", [("number", "3")]),
        ("@misc{a, annote={n}, note={m}}", [("annote", "n"), ("note", "m")]),
        ("@misc{a, annotation={n}}", [("annotation", "n")]),
        ("@misc{a, location={Town}}", [("address", "Town")]),
        ("@inproceedings{a, venue={Town}, booktitle={B}}", [("venue", "B"), ("venue", "Town")]),
        ("@misc{a, howpublished={\\url{http://x.example/a\\_b}}}", [("url", "http://x.example/a_b")]),
        ("@misc{a, howpublished={Talk}}", [("howpublished", "Talk")]),
        ("@misc{a, url={\\url{http://x.example/}}}", [("url", "http://x.example/")]),
        ("@misc{a, doi={10.1/a{\\_}b$\\sim$c}}", [("doi", "10.1/a_b~c")]),
        ("@misc{a, keyword={a, b}}", [("keywords", "a, b")]),
        ("@misc{a, file={:C\\:\\\\a_b.pdf:PDF}}", [("file", ":C\\:\\\\a_b.pdf:PDF")]),
        ("@article{a, journal={\\apj}}", [("venue", "The Astrophysical Journal")]),
    ],
)  # fmt: skip
def test_fields_get_the_names_that_entries_use(
    source: str, expected: list[tuple[str, str]]
) -> None:
    (one,) = entries(source)
    assert list(one.fields)[-len(expected) :] == expected


# Recognition


def test_a_page_that_says_how_it_is_to_be_cited_is_no_bibliography() -> None:
    page = "# A Tool\n\n" + "It does what it says, and says so at some length. " * 20
    cited = f"{page}\n\n```\n@misc{{x,\n  title = {{A Tool}}\n}}\n```\n\n{page}"
    assert bibtex.likelihood(cited) < 0.3


def test_entries_are_counted_before_they_are_read() -> None:
    text = "@misc{a, title={A}}\n@misc{\n@comment{@misc{x,}}\n@string{s=1}\nmisc{b, title={B}}\n"
    assert [part.entries for part in bibtex.split(text, "a.bib")] == [1, 1, 0, 1]


def test_free_text_between_entries_does_not_change_a_part() -> None:
    plain, remarked = "@misc{a, title={A}}\n", "@misc{a, title={A}} % checked\n\nby hand\n"
    assert list(bibtex.split(plain, "a")) == list(bibtex.split(remarked, "a"))


# Properties

bounded = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    [
        *("@article{", "@misc(", "@string{", "@comment{", "@preamble{", "@", "article{k,", "@x"),
        *("k,", "title", " = ", "=", "{", "}", '"', "(", ")", ",", "#", "\\", "%", "\n", " ", "\t"),
        *("{T}", '"T"', "2020", "jan", "s", "crossref={k}", "xdata={k}", "title={A {B} C},", "é"),
        *(
            "\n@misc{b, title={B}}\n",
            "year = {2020}",
            ":",
            ";",
            "]",
            "[",
            "\\{",
            '\\"',
            "\r",
            "\x0c",
        ),
    ]
)
BROKEN = st.lists(PIECES, max_size=40).map("".join)


@settings(bounded, max_examples=400)
@given(BROKEN)
def test_each_part_holds_what_was_counted(text: str) -> None:
    for part in bibtex.split(text, "a"):
        found = [i for i in bibtex.read(part) if isinstance(i, Entry) or i.is_quarantined]
        assert len(found) == part.entries


@settings(bounded, max_examples=200)
@given(BROKEN)
def test_parts_stand_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for part in bibtex.split(text, "a"):
        at = text.index(part.text, end)
        assert text.count("\n", 0, at) + 1 == part.line
        end = at + len(part.text)


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
FLAT = st.text(st.characters(exclude_characters='{}"', codec="utf-8"), max_size=20)
NESTED = st.recursive(
    FLAT, lambda inner: st.tuples(FLAT, inner, FLAT).map(lambda t: f"{t[0]}{{{t[1]}}}{t[2]}")
)
LITERALS = st.one_of(
    NESTED.map("{{{}}}".format),
    NESTED.map('"{}"'.format),
    st.integers(0, 9999).map(str),
    st.sampled_from(["jan", "Dec"]),
)
VALUES = st.lists(LITERALS, min_size=1, max_size=3).map(" # ".join)
SPACES = st.sampled_from(["", " ", "\n  ", "\t"])


@st.composite
def written(draw: st.DrawFn) -> str:
    """An entry that is not damaged."""
    space = draw(SPACES)
    fields = draw(st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=4))
    key = draw(st.from_regex(r"[A-Za-z][\w:.+/-]{0,10}", fullmatch=True))
    body = "".join(f",{space}{name}{space}={space}{value}{space}" for name, value in fields)
    opening, closing = draw(st.sampled_from(["{}", "()"]))
    end = draw(st.sampled_from(["", ",", ",\n"]))
    return f"@misc{space.strip()}{opening}{key}{body}{end}{closing}"


@settings(bounded, max_examples=150)
@given(written())
def test_what_is_written_cleanly_is_read_as_pybtex_reads_it(text: str) -> None:
    found = clean(text, Macros({}))
    assume(found is not None)
    assert found is not None
    names = {**month_names, "Dec": "December"}
    command, (key, fields) = next(iter(LowLevelParser(text, macros=names)))
    pairs = tuple((name, "".join(parts)) for name, parts in fields)
    assert (found[0].kind, found[0].key, found[0].fields) == (command, key, pairs)


@settings(bounded, max_examples=80)
@given(written())
def test_what_is_written_cleanly_needs_no_repair(text: str) -> None:
    names = [name.lower() for name, _ in clean(text, Macros({}))[0].fields]
    assume(len(set(names)) == len(names))
    assert codes(text) == []


WHOLE = (
    "@article{note2021,\n  author  = {Note, Ada and Chord, Boris},\n"
    "  title   = {Choirs of {S}mall Models},\n  journal = {Invented Music},\n  year    = 2021,\n"
    '  abstract = {Some long, text: x = 5, with {braces} and "quotes".\n   Two lines},\n}',
    '@inproceedings{b:2, title = "A {\\"o} {Q} thing", booktitle = "Proc. " # jan, year = "2020"}',
    "@misc(c3, title = {Parens (really)}, year = 1999)",
    "@book{d4,\ntitle={Book},\npublisher={P},\nmonth=jan\n}",
    "@online{e5,\n\ttitle = {{Onl}ine},\n\turl = {http://x.example/a?b=c%20d},\n"
    "\tnote = {see\n@ada there}\n}",
)
SIGNS = '{}"@,=#()%\\ \nabz0'


def facts(item: Entry | Finding) -> object:
    """What an entry says, wherever it stands."""
    return (item.id, item.fields) if isinstance(item, Entry) else item.raw


@settings(bounded, max_examples=500)
@given(
    st.permutations(WHOLE),
    st.integers(0, 4),
    st.integers(0, 400),
    st.sampled_from(["delete", "double", *SIGNS]),
    st.sampled_from(["\n\n", "\n", "\n\n% a remark\n", "\n\na remark\n"]),
)
def test_damage_to_an_entry_leaves_its_neighbours_alone(
    order: list[str], victim: int, place: int, damage: str, between: str
) -> None:
    text = order[victim]
    at = place % len(text)
    new = {"delete": "", "double": text[at] * 2}.get(damage, damage + text[at])
    damaged = text[:at] + new + text[at + 1 :]
    assume(len(START.findall(damaged)) == len(START.findall(text)))
    parts = between.join([*order[:victim], damaged, *order[victim + 1 :]])
    found = [i for i in items(parts) if isinstance(i, Entry) or i.is_quarantined]
    whole = [facts(items(one)[0]) for one in order]
    assert len(found) == len(WHOLE)
    assert [facts(i) for i in found][:victim] == whole[:victim]
    assert [facts(i) for i in found][victim + 1 :] == whole[victim + 1 :]


def test_what_our_own_writer_writes_is_written_cleanly() -> None:
    mention = Mention(id="a", at=Location("a", 1))
    papers = [
        Paper(key=f"k{n}", title=title, abstract=title, keywords=("a, b",), mentions=(mention,))
        for n, title in enumerate(["A {B", "C} D", "100% $x_1$ \\ # & ~^", '"q" “r”', "漢字 é"])
    ]
    text = exporter.write(papers)
    found = [clean(part.text, Macros({})) for part in bibtex.split(text, "a.bib")]
    assert [one[0].key for one in found if one] == [paper.key for paper in papers]


# Hostile input: each of these once took time that grows with the square of its length.

LONG = 60_000
HOSTILE = {
    "opening braces": "{" * LONG,
    "starts that nothing closes": "@a{b,c={\n" * (LONG // 9),
    "quotation marks that nothing closes": '@a{b,c="\n' * (LONG // 9),
    "closing braces": "@a{b,c=d}" + "} ," * (LONG // 3),
    "values that nothing closes": "@a{b, " + "title={{y, " * (LONG // 11),
    "names and no values": "@a{b, " + "x=y, " * (LONG // 5),
    "blank lines": "@a{b," + "\n" * LONG,
    "spaces in a key": "@a{" + "k " * (LONG // 2),
    "pairs in a quotation": '@a{b,c="' + "{}" * (LONG // 2) + '"}',
    "nested pairs": "@a{b,c=" + "{" * LONG + "}" * LONG + "}",
    "starts in a value": "@a{b,c={\n" + "@b{x,}\n" * (LONG // 7) + "} d={}}",
    "starts in a quotation": '@a{b,c="\n' + "@b{x,y}\n" * (LONG // 8) + '" d={}}',
    "comments": "@a{b," + "%\n" * (LONG // 2),
    "parents": "".join(f"@a{{k{n}, title={{T}}, crossref={{k{n + 1}}}}}\n" for n in range(1500)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_to_its_end(name: str) -> None:
    parts = list(bibtex.split(HOSTILE[name], "a"))
    counted = sum(part.entries or 0 for part in parts)
    found = [i for part in parts for i in bibtex.read(part)]
    assert sum(isinstance(i, Entry) or i.is_quarantined for i in found) == counted


def test_no_message_names_a_place() -> None:
    parts = [part for row in TABLE for part in bibtex.split(row["input"], "far/away.bib")]
    told = [i.message for part in parts for i in bibtex.read(part) if isinstance(i, Finding)]
    assert [text for text in told if re.search(r"far/away|line \d", text)] == []


def test_a_part_by_itself_is_read_as_in_its_file() -> None:
    (part,) = bibtex.split("\n\n@misc{a, title={A} year=2010}", "a.bib")
    alone = Part(path="", text=part.text, entries=1)
    there, here = list(bibtex.read(part)), list(bibtex.read(alone))
    assert [facts(i) for i in there] == [facts(i) for i in here]
