"""This is where the curation file is held to what it promises: to be obeyed, and to be kept."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import curation, keys, notes
from sitegen.curation import amend, persons, references
from sitegen.errors import ContentError, Location
from sitegen.model.curation import AuthorOrder, Curation, Ruling
from sitegen.model.paper import Paper
from sitegen.model.record import Person, Record
from sitegen.model.verdict import Orders
from sitegen.notes import note
from tests.conftest import ROOT, Project, tree

# Writing into it

FILE = "content/curation.toml"
GROUP = '  ["x", "y"],  # T\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"same = [\n{GROUP}]\n"),
        ("# Ours.\n", f"# Ours.\n\nsame = [\n{GROUP}]\n"),
        ("# Ours.", f"# Ours.\n\nsame = [\n{GROUP}]\n"),
        ("\ufeff", f"\ufeffsame = [\n{GROUP}]\n"),
        ("same = []\n", f"same = [\n{GROUP}]\n"),
        ("same = [ ] # none\n", f"same = [\n{GROUP}] # none\n"),
        ("same = [\n  # none yet\n]\n", f"same = [\n  # none yet\n{GROUP}]\n"),
        ('same = [["a", "b"]]', f'same = [["a", "b"],\n{GROUP}]'),
        ('same = [["a", "b"], ]\n', f'same = [["a", "b"],\n{GROUP}]\n'),
        ('same = [\n  ["a", "b"],\n]\n', f'same = [\n  ["a", "b"],\n{GROUP}]\n'),
        (
            'same = [\n\t["a", "b"] # one\n\t# two\n]\n',
            'same = [\n\t["a", "b"], # one\n\t# two\n\t["x", "y"],  # T\n]\n',
        ),
        (
            'same = [\n    ["a", "b"]\n  , ["c", "d"]]\n',
            'same = [\n    ["a", "b"]\n  , ["c", "d"],\n  ["x", "y"],  # T\n]\n',
        ),
        (
            "# Ours.\n\n# About x.\n[paper.x]\nyear = 1\n",
            f"# Ours.\n\nsame = [\n{GROUP}]\n\n# About x.\n[paper.x]\nyear = 1\n",
        ),
        (
            'not_same = [["a", "b"]] # sure\n\n[tags]\n',
            f'not_same = [["a", "b"]] # sure\nsame = [\n{GROUP}]\n\n[tags]\n',
        ),
        (
            'same = [\r\n  ["a", "b"], # "] same = [\r\n]\r\n',
            'same = [\r\n  ["a", "b"], # "] same = [\r\n  ["x", "y"],  # T\r\n]\r\n',
        ),
        ("[tags]\r\n", 'same = [\r\n  ["x", "y"],  # T\r\n]\r\n\r\n[tags]\r\n'),
        ('same = [["y", "z", "x"]]', 'same = [["y", "z", "x"]]'),
        ('"same" = [["a", "]"]]', f'"same" = [["a", "]"],\n{GROUP}]'),
        ("same = [['a', '''b\n]''']]", f"same = [['a', '''b\n]'''],\n{GROUP}]"),
    ],
)
def test_a_group_is_added_on_a_line_of_its_own(before: str, after: str) -> None:
    assert amend.ruled(before, "same", ["x", "y"], "T") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[paper.k]\nyear = 2021\n"),
        ("[paper.k]\n", "[paper.k]\nyear = 2021\n"),
        ("[paper.k]\nyear = 2020 # sure\n", "[paper.k]\nyear = 2021 # sure\n"),
        ("[paper.k]\nyear = 2021", "[paper.k]\nyear = 2021"),
        (
            "[paper.k] # it\nurl = 'u' # so\n\n# Next.\n[tags]\n",
            "[paper.k] # it\nurl = 'u' # so\nyear = 2021\n\n# Next.\n[tags]\n",
        ),
        (
            "[paper.a]\nyear = 1\n\n[tags]\n",
            "[paper.a]\nyear = 1\n\n[paper.k]\nyear = 2021\n\n[tags]\n",
        ),
        ("[paper]\nk.url = 'u'\n", "[paper]\nk.url = 'u'\nk.year = 2021\n"),
        ("[paper]\nk = {url = 'u'}\n", "[paper]\nk = {url = 'u', year = 2021}\n"),
        ("[paper]\nk = {year = 1}\n", "[paper]\nk = {year = 2021}\n"),
        ("paper = {}\n", "paper = {k.year = 2021}\n"),
        ("paper.k.url = 'u'\n", "paper.k.url = 'u'\npaper.k.year = 2021\n"),
        ("paper.a.year = 1\n", "paper.a.year = 1\n\n[paper.k]\nyear = 2021\n"),
        ("[paper]\r\n[tags]\r\n", "[paper]\r\n\r\n[paper.k]\r\nyear = 2021\r\n[tags]\r\n"),
    ],
)
def test_a_correction_is_written_where_it_belongs(before: str, after: str) -> None:
    assert amend.corrected(before, "k", "year", 2021) == after
    tomllib.loads(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[author."A. B."]\nalso = ["C"]\n'),
        ('[author."A. B."]\nalso = ["D"]\n', '[author."A. B."]\nalso = ["D", "C"]\n'),
        ("[author.'A. B.']\nalso = ['C']\n", "[author.'A. B.']\nalso = ['C']\n"),
        (
            '[author."A. B."]\nalso = [\n    "D", # d\n]\n',
            '[author."A. B."]\nalso = [\n    "D", # d\n    "C",\n]\n',
        ),
        ('[author."A. B."]\nours = true\n', '[author."A. B."]\nours = true\nalso = ["C"]\n'),
        ('author = {"A. B." = {}}', 'author = {"A. B." = {also = ["C"]}}'),
    ],
)
def test_another_name_of_a_person_is_added(before: str, after: str) -> None:
    assert amend.author(before, "A. B.", also=["C"]) == after


def test_a_person_gets_a_name_and_is_told_from_others() -> None:
    text = amend.author("", "W (Oxford)", name="W", not_same=["W. X."], papers=["k"], former=["V"])
    assert text == (
        '[author."W (Oxford)"]\nname = "W"\nformer = ["V"]\nnot_same = ["W. X."]\npapers = ["k"]\n'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "\nsame = 1",
            "content/curation.toml:2: error: `same` must be a list\n"
            "  hint: correct it, and what was to be written there can be",
        ),
        (
            "\n\n[[same]]\n",
            "content/curation.toml:3: error: `same` must be a list\n"
            "  hint: correct it, and what was to be written there can be",
        ),
        (
            "\nsame = [",
            "content/curation.toml:2: error: this is not valid TOML: invalid value\n"
            '  hint: text stands in quotation marks, a list in brackets, with commas: ["a", "b"]',
        ),
    ],
)
def test_nothing_is_written_into_a_file_that_is_not_understood(text: str, said: str) -> None:
    with pytest.raises(ContentError) as raised:
        amend.ruled(text, "same", ["x", "y"])
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[paper]\nk = 1", "2: error: `paper.k` must be a table"),
        ("\n[[paper]]\n", "2: error: `paper` must be a table"),
        ("[paper.k.year]\n", "1: error: `paper.k.year` must be a number"),
    ],
)
def test_a_correction_is_not_written_where_something_else_stands(text: str, line: str) -> None:
    with pytest.raises(ContentError) as raised:
        amend.corrected(text, "k", "year", 2021)
    assert str(raised.value).split("\n")[0] == f"{FILE}:{line}"


WORD = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
NAME = st.one_of(st.sampled_from(["a", "k", "same", "x-1", "A. B."]), WORD)
BLANK = st.sampled_from(["", " ", "\t"])
END = st.sampled_from(["\n", "\r\n"])
REMARK = st.sampled_from(["", "# note", '# "] = [', "# '''", "#{"])
COMMENTS = st.lists(REMARK, max_size=2)


@st.composite
def groups(draw: st.DrawFn, name: str) -> str:
    """A list of groups, however somebody may lay it out."""
    end, blank = draw(END), draw(BLANK)
    rows = draw(st.lists(st.lists(NAME, min_size=2, max_size=3), max_size=3))
    quote = draw(st.sampled_from([amend._toml, lambda words: amend._toml(words)[:-1] + ",]"]))
    is_long = draw(st.booleans())
    if not is_long:
        trailing = "," if rows and draw(st.booleans()) else ""
        return f"{name} ={blank}[{blank}{f',{blank}'.join(map(quote, rows))}{trailing}]{blank}{end}"
    lines = [f"{name} = [ {draw(REMARK)}"]
    for n, row in enumerate(rows):
        comma = "," if n + 1 < len(rows) or draw(st.booleans()) else ""
        lines += [f"{blank}{quote(row)}{blank}{comma} {draw(REMARK)}", *draw(COMMENTS)]
    return end.join([*lines, f"{blank}] {draw(REMARK)}"]) + end


@st.composite
def files(draw: st.DrawFn) -> str:
    """A curation file, however somebody may write it."""
    end = draw(END)
    rows = [f"{line}{end}" for line in draw(COMMENTS)]
    for name in draw(st.lists(st.sampled_from(["same", "not_same"]), unique=True)):
        rows += [draw(groups(name)), *(f"{line}{end}" for line in draw(COMMENTS))]
    for key in draw(st.lists(NAME, max_size=3, unique=True)):
        own = amend._toml(key)
        form = draw(st.integers(0, 3))
        value = draw(
            st.sampled_from(["2020", "'''x\n]'''", '"y"', "[ 1,\n 2, ]", "1979-05-27 07:32:00"])
        )
        if form == 0:
            rows.append(f"[paper.{own}] {draw(REMARK)}{end}year = {value} {draw(REMARK)}{end}{end}")
        elif form == 1:
            rows.append(f"[ paper . {own} ]{end}")
        elif form == 2:
            rows.append(f"[author.{own}]{end}also = [{own}]{end}ours = true{end}")
        else:
            rows.append(f"[paper.{own}]{end}{draw(REMARK)}{end}year.'x' = {{ a = {{}} }}{end}")
    whole = "".join(rows)
    return whole.rstrip("\r\n") if draw(st.booleans()) else whole


def comments(text: str) -> list[str]:
    return [line[line.index("#") :].rstrip("\r") for line in text.split("\n") if "#" in line]


@given(files(), st.lists(WORD, min_size=2, max_size=3, unique=True), st.text(max_size=20))
def test_whatever_a_file_holds_a_group_is_added_and_the_rest_stays(
    text: str, refs: list[str], comment: str
) -> None:
    before = _understood(text)
    after = amend.ruled(text, "not_same", refs, comment)
    data = tomllib.loads(after)
    group = list(dict.fromkeys(refs))
    held = before.get("not_same", [])
    if not any(set(one) >= set(group) for one in held):
        held = [*held, group]
    assert data == before | {"not_same": held}
    assert amend.ruled(after, "not_same", refs, comment) == after
    assert _is_within(text, after)


@given(files(), NAME, st.one_of(st.integers(), st.booleans(), st.lists(WORD, max_size=2), WORD))
def test_whatever_a_file_holds_a_correction_is_added_and_the_rest_stays(
    text: str, key: str, value: Any
) -> None:
    before = _understood(text)
    after = amend.corrected(text, key, "venue", value)
    before.setdefault("paper", {}).setdefault(key, {})["venue"] = value
    assert tomllib.loads(after) == before
    assert amend.corrected(after, key, "venue", value) == after
    assert _is_within(text, after)


@given(files(), NAME, st.lists(WORD, min_size=1, max_size=3))
def test_whatever_a_file_holds_names_are_added_and_the_rest_stays(
    text: str, label: str, also: list[str]
) -> None:
    before = _understood(text)
    after = amend.author(text, label, also=also)
    own = before.setdefault("author", {}).setdefault(label, {})
    own["also"] = list(dict.fromkeys((*own.get("also", ()), *also)))
    assert tomllib.loads(after) == before
    assert amend.author(after, label, also=also) == after
    assert _is_within(text, after)


def _understood(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def _is_within(text: str, longer: str) -> bool:
    """Whether all signs of a text but blanks stand in a longer one, in their order."""
    rest = iter(longer)
    return all(sign in rest for sign in text if not sign.isspace())


# Reading it

WHOLE = """\
# What we decided.
same = [
  ["a", "10.1000/x"],  # one
  [
    "b",
    "c",
  ],
]
not_same = [["a", "b"]]

[paper.berg2019nets]
year = 2021
authors = ["Ada Berg", "Bo Carl"]
tags = ["+survey", "-nlp"]
url = ""
preferred = "10.1000/x"

[tags]
NLP = ["natural language processing", "text processing"]
"C++" = "CPP"

[author."Jane Q. Doe"]
also = ["J. Doe"]
former = ["John Doe"]
not_same = ["Jane X. Doe"]
papers = ["doe2020some"]
orcid = "https://orcid.org/0000-0002-1825-0097"
url = "https://example.org/~doe"
ours = true

[author."Wei Wang (Oxford)"]
name = "Wei Wang"
"""


def said(text: str) -> list[str]:
    """What is wrong with a file: "line code: message > hint"."""
    found = curation.read(text, FILE)[2]
    return [f"{f.at.line if f.at else 0} {f.code}: {f.message} > {f.hint}" for f in found]


def test_all_that_a_file_says_is_read() -> None:
    decided, _, findings = curation.read(WHOLE, FILE)
    assert findings == ()
    assert decided == Curation(
        same=(
            Ruling(refs=("a", "10.1000/x"), at=Location(FILE, 3)),
            Ruling(refs=("b", "c"), at=Location(FILE, 4)),
        ),
        not_same=(Ruling(refs=("a", "b"), at=Location(FILE, 9)),),
        preferred={"berg2019nets": ("10.1000/x", Location(FILE, 16))},
        tags={
            "nlp": "NLP",
            "naturallanguageprocessing": "NLP",
            "textprocessing": "NLP",
            "c++": "C++",
            "cpp": "C++",
        },
        authors=(
            AuthorOrder(
                label="Jane Q. Doe",
                name="Jane Q. Doe",
                also=("J. Doe",),
                former=("John Doe",),
                not_same=("Jane X. Doe",),
                papers=("doe2020some",),
                orcid="0000-0002-1825-0097",
                url="https://example.org/~doe",
                is_ours=True,
                at=Location(FILE, 22),
            ),
            AuthorOrder(label="Wei Wang (Oxford)", name="Wei Wang", at=Location(FILE, 31)),
        ),
    )


def test_a_correction_is_read_as_a_note_is() -> None:
    _, (found,), _ = curation.read(WHOLE, FILE)
    assert (found.name, found.at, found.is_file) == ("berg2019nets", Location(FILE, 11), False)
    assert dict(found.values) == {
        "year": 2021,
        "authors": (Person(family="Berg", given="Ada"), Person(family="Carl", given="Bo")),
        "others": False,
        "url": None,
    }
    assert (found.more, found.fewer, found.tags) == (("survey",), ("nlp",), None)
    assert found.stated["url"] == Location(FILE, 15)


INSTEAD = "correct it; until then it is as if the file did not say it"


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "\nsaem = 1",
            "2 unknown-setting: nothing reads the setting 'saem' > did you mean `same`?",
        ),
        (
            "[zzz]",
            "1 unknown-setting: nothing reads the setting 'zzz' > "
            "known: author, not_same, paper, same, tags",
        ),
        (
            "\nsame = 'a'",
            "2 bad-value: `same` must be a list of groups, each a list of two references or more: "
            f'["smith2020nets", "10.1000/182"] > {INSTEAD}',
        ),
        (
            'same = [\n  ["a", "b"],\n  ["a", "a"],\n]',
            "3 bad-value: a group of `same` must be a list of two references or more: "
            f'["smith2020nets", "10.1000/182"] > {INSTEAD}',
        ),
        (
            'not_same = [\n  ["a", "b"],\n\n  ["a", 1]]',
            "4 bad-value: a group of `not_same` must be a list of two references or more: "
            f'["smith2020nets", "10.1000/182"] > {INSTEAD}',
        ),
        (
            "\npaper = 1",
            "2 bad-value: `paper` must be a table: a line [paper.KEY], and facts below it > "
            f"{INSTEAD}",
        ),
        (
            "\n[[author]]\nname = 'x'",
            '2 bad-value: `author` must be a table: a line [author."NAME"], and facts below it > '
            f"{INSTEAD}",
        ),
        (
            "[paper]\n\nyear = 2020",
            f"3 bad-value: the paper 'year' must be a table: a line [paper.year] > {INSTEAD}",
        ),
        (
            "[paper.x]\n\nyear = 'abc'",
            "3 bad-year: this is no year: 'abc' > "
            "correct it; until then the field is as if the note did not state it",
        ),
        (
            "[paper.x]\narxiv = 1706.10010",
            "2 bad-value: `arxiv` must be text in quotation marks, a whole number or a list > "
            f"{INSTEAD}",
        ),
        (
            "[paper.x]\nyaer = 2020",
            "2 unknown-field: nothing reads the field 'yaer' > did you mean `year`?",
        ),
        (
            "[paper.x]\nprefered = 'x'",
            "2 unknown-field: nothing reads the field 'prefered' > did you mean `preferred`?",
        ),
        (
            "[paper.x]\npreferred = 1",
            "2 bad-value: `preferred` must be the DOI, arXiv identifier, record or venue of a "
            f"version, as text > {INSTEAD}",
        ),
        (
            "[tags]\nA = 1",
            f"2 bad-value: the tag 'A' must be a list of other spellings: [\"nlp\"] > {INSTEAD}",
        ),
        (
            "[tags]\nA = ['x']\nB = ['y', 'X']",
            "3 bad-value: 'X' must be one tag's, and is a spelling of 'A' in line 2 > " + INSTEAD,
        ),
        (
            "[author.A]\norcid = '0000-0002-1825-0098'",
            "2 bad-orcid: this is no ORCID iD: '0000-0002-1825-0098' > sixteen digits of which "
            "the last checks the others: 0000-0002-1825-0097",
        ),
        ("[author.A]\n\nours = 1", f"3 bad-value: `ours` must be true or false > {INSTEAD}"),
        (
            "[author.A]\nalso = [1]",
            f"2 bad-value: `also` must be a list of texts in square brackets > {INSTEAD}",
        ),
        (
            "[author.A]\nname = ''",
            f"2 bad-value: `name` must be text in quotation marks > {INSTEAD}",
        ),
        (
            "[author.A]\nurl = 'javascript:x'",
            "2 bad-value: `url` must be an address that may be linked to (http, https or ftp), not "
            f"'javascript:x' > {INSTEAD}",
        ),
        (
            "[author.A]\nalias = ['B']",
            "2 unknown-setting: nothing reads the setting 'alias' > did you mean `also`?",
        ),
        (
            "[author]\nA = 1",
            f"2 bad-value: the author 'A' must be a table: a line [author.\"A\"] > {INSTEAD}",
        ),
    ],
)
def test_what_makes_no_sense_is_said_with_its_line(text: str, finding: str) -> None:
    assert said(text) == [finding]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n\nsame = [[a]]", "3: error: this is not valid TOML: invalid value"),
        ("a = 1\na = 2\n", "2: error: this is not valid TOML: cannot overwrite a value"),
        ("\nx = '", '2: error: this is not valid TOML: expected "\'"'),
        ("a = " + "[" * 5000, " error: this is not valid TOML: nested too deep"),
        ("a = " + "9" * 5000, " error: this is not valid TOML: Exceeds the limit"),
        ("a = 0000-00-00", "1: error: this is not valid TOML: "),
    ],
)
def test_what_is_no_toml_stops_the_build(text: str, message: str) -> None:
    with pytest.raises(ContentError) as raised:
        curation.read(text, FILE)
    assert f"{FILE}:{message}" in str(raised.value)


@pytest.mark.parametrize(
    "text", ["[author.A]\n[author.A]\n", "[paper.a]\nb = 1\nb = 2\n", "same = []\nsame = []\n"]
)
def test_what_stands_twice_is_to_be_joined(text: str) -> None:
    with pytest.raises(ContentError) as raised:
        curation.read(text, FILE)
    assert "hint: each list and each table stands once: put what both say" in str(raised.value)


@given(files())
def test_whatever_a_file_holds_it_is_read(text: str) -> None:
    assert isinstance(curation.read(text, FILE)[0], Curation)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("A = ['b']\nB = ['c']", {"a": "A", "b": "A", "c": "A"}),
        ("B = ['c']\nA = ['b']", {"a": "A", "b": "B", "c": "B"}),
    ],
)
def test_no_tag_leads_to_one_that_leads_on(text: str, tags: dict[str, str]) -> None:
    decided, _, (finding,) = curation.read(f"[tags]\n{text}", FILE)
    assert (decided.tags, finding.code) == (tags, "bad-value")


def test_lines_are_found_whatever_stands_around() -> None:
    text = "x = '''\n[\n'''\nsame = [ # [\n\n  ['a', \"\"\"b\n\"\"\"], [\n'c', 'd' ] ]\n"
    rulings = curation.read(text, FILE)[0].same
    assert [ruling.at.line for ruling in rulings] == [6, 7]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-9079-593x", "0000-0002-9079-593X"),
        ("0000000218250097", "0000-0002-1825-0097"),
        ("0000-0002-1825-0079", None),
        ("0000-0002-1825-097", None),
        ("", None),
    ],
)
def test_the_check_digit_of_an_orcid_is_held(text: str, number: str | None) -> None:
    assert persons.orcid(text) == number


def test_the_example_of_the_readme_is_read_whole() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    example = text.split("### Curation")[1].split("```toml\n")[1].split("```")[0]
    decided, corrections, findings = curation.read(example, FILE)
    assert findings == ()
    assert [len(part) for part in (decided.same, decided.not_same, decided.preferred)] == [2, 1, 1]
    assert (len(decided.tags), len(decided.authors), len(corrections)) == (3, 2, 1)


# Which records are meant


def record(name: str, line: int = 1, **facts: Any) -> Record:
    """A record that its source calls *name*, or that has no name there."""
    at = Location("content/sources/a.bib", line)
    return Record(id=name or str(at), at=at, **({"title": f"Title of {name or line}"} | facts))


A, B = record("a", 1, doi="10.1000/x"), record("b", 2, doi="10.1000/x", arxiv="1706.03762")
C, D = record("c", 3, year=2020, authors=(Person(family="Berg"),)), record("", 4, year=2021)
RECORDS = (A, B, C, D)
LOCK = dict.fromkeys(keys.anchors(C), "bergkey") | dict.fromkeys(keys.anchors(D), "Old")
LOCK |= {"redirect gone": "further", "redirect further": "bergkey", "redirect Old": "bergkey"}


@pytest.mark.parametrize(
    ("ref", "meant"),
    [
        ("a", (0,)),
        (" a ", (0,)),
        ("content/sources/a.bib:4", (3,)),
        (references.reference(D), (3,)),
        ("10.1000/X", (0, 1)),
        ("doi:10.1000/x", (0, 1)),
        ("https://doi.org/10.1000/x", (0, 1)),
        ("arXiv:1706.03762v3", (1,)),
        ("bergkey", (2,)),
        ("BergKey", (2,)),
        ("Old", (3,)),
        ("gone", (2,)),
        ("title", (0, 1)),
        ("A", ()),
        ("10.1000/y", ()),
        ("r-0000000000", ()),
        ("", ()),
    ],
)
def test_a_reference_means_records(ref: str, meant: tuple[int, ...]) -> None:
    assert references.Index(RECORDS, LOCK).meant(ref) == meant


def test_an_identifier_goes_before_a_place_and_that_before_a_key() -> None:
    records = (record("content/sources/a.bib:2", 1), record("", 2), record("bergkey", 5), C)
    index = references.Index(records, LOCK)
    assert (index.meant("content/sources/a.bib:2"), index.meant("bergkey")) == ((0,), (2,))


def test_a_reference_stays_where_a_record_is_moved() -> None:
    moved = replace(C, id="z", at=Location("other.bib", 9), title="TITLE of “c”!")
    assert references.reference(moved) == references.reference(C)


@pytest.mark.parametrize(
    "facts",
    [{"year": 2019}, {"title": "T"}, {"venue": "V"}, {"pages": "1"}, {"abstract": "We."}],
)
def test_records_that_differ_have_references_that_differ(facts: dict[str, Any]) -> None:
    assert references.reference(replace(C, **facts)) != references.reference(C)


def test_the_best_name_of_a_record_is_short_and_means_it_alone() -> None:
    twin = replace(D, at=Location("content/sources/b.bib", 7), id="content/sources/b.bib:7")
    records = (A, B, record("a", 5, arxiv="1701.00001"), record("7", 6), D, twin, record("", 8))
    assert references.names(records) == (
        references.reference(A),
        "b",
        "1701.00001",
        references.reference(records[3]),
        "content/sources/a.bib:4",
        "content/sources/b.bib:7",
        references.reference(records[6]),
    )


NAMES = st.sampled_from(["", "a", "b", "7", "10.1000/x", "1706.03762", "content/sources/a.bib:2"])
RECORD = st.builds(
    record,
    NAMES,
    st.integers(1, 4),
    title=st.sampled_from(["T", "U"]),
    doi=st.sampled_from([None, "10.1000/x", "10.1000/y"]),
    arxiv=st.sampled_from([None, "1706.03762"]),
)


@given(st.lists(RECORD, max_size=6, unique_by=lambda r: r.at))
def test_the_name_of_a_record_means_it(records: list[Record]) -> None:
    index = references.Index(records, {})
    for position, name in enumerate(references.names(records)):
        assert position in index.meant(name)


def test_thousands_of_records_are_named_in_no_time() -> None:
    records = [record("", n, title=f"A title with the number {n}") for n in range(5000)]
    assert len(set(references.names(records))) == 5000


# What follows from it


def ordered(text: str, records: Sequence[Record] = RECORDS) -> tuple[Orders, list[str]]:
    """The orders of a file about RECORDS, and what is wrong with its references."""
    found, odd = curation.orders(curation.read(text, FILE)[0], records, LOCK)
    return found, [f"{f.at}: {f.code}: {f.message} > {f.hint}" for f in odd]


@pytest.mark.parametrize(
    ("text", "same", "apart"),
    [
        ("", {}, {}),
        ("same = [['c', 'a', 'b']]", {(0, 2): 1, (1, 2): 1}, {}),
        ("same = [\n['b', 'a'],\n['a', 'b']]", {(0, 1): 2}, {}),
        ("same = [['10.1000/x', 'c']]", {(0, 1): 1, (0, 2): 1}, {}),
        ("not_same = [['10.1000/x', 'c']]", {}, {(0, 2): 1, (1, 2): 1}),
        ("not_same = [['c', 'b', 'a']]", {}, {(0, 1): 1, (0, 2): 1, (1, 2): 1}),
        ("same = [['a', 'b']]\nnot_same = [['a', 'c']]", {(0, 1): 1}, {(0, 2): 2}),
    ],
)
def test_rulings_become_orders_about_pairs(
    text: str, same: dict[tuple[int, int], int], apart: dict[tuple[int, int], int]
) -> None:
    found, odd = ordered(text)
    assert odd == []
    assert found == Orders(
        same={pair: f"{FILE}:{line}" for pair, line in same.items()},
        not_same={pair: f"{FILE}:{line}" for pair, line in apart.items()},
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "same = [['a', 'b']]\nnot_same = [['b', 'a']]",
            "2: error: 'b' and 'a' are said not to be the same, but line 1 says that they are",
        ),
        (
            "same = [\n['a', 'b'],\n['b', 'c'],\n]\nnot_same = [\n['d', 'x'],\n['a', 'c'],\n]",
            "7: error: 'a' and 'c' are said not to be the same, but lines 2, 3 together say that "
            "they are",
        ),
        (
            "same = [['bergkey', 'b']]\nnot_same = [['c', '1706.03762']]",
            "2: error: 'c' and '1706.03762' are said not to be the same, but line 1 says that they "
            "are",
        ),
        (
            "not_same = [['a', 'a']]",
            "1: error: 'a' and 'a' are said not to be the same, but both mean the record at "
            "content/sources/a.bib:1",
        ),
        (
            "not_same = [['a', '10.1000/x']]",
            "1: error: 'a' and '10.1000/x' are said not to be the same, but both mean the record "
            "at content/sources/a.bib:1",
        ),
    ],
)
def test_a_contradiction_stops_the_build_and_names_both_lines(text: str, said: str) -> None:
    with pytest.raises(ContentError) as raised:
        ordered(text)
    assert str(raised.value).split("\n")[0] == f"{FILE}:{said}"


@pytest.mark.parametrize(
    ("ref", "finding"),
    [
        ("bergkye", "there is no record or paper 'bergkye' > did you mean `bergkey`?"),
        ("10.1000/xx", "there is no record or paper '10.1000/xx' > did you mean `10.1000/x`?"),
        (
            "content/sources/a.bib:9",
            "there is no record or paper 'content/sources/a.bib:9' > did you mean "
            "`content/sources/a.bib:4`?",
        ),
        (
            "r-0000000000",
            "there is no record or paper 'r-0000000000' > name the identifier of a record, its "
            "path:line, its reference as reports print it, a DOI, an arXiv identifier or a key",
        ),
    ],
)
def test_an_unknown_reference_is_said_and_names_the_nearest(ref: str, finding: str) -> None:
    found, odd = ordered(f"same = [\n['a', '{ref}', 'c']]")
    assert odd == [f"{FILE}:2: unknown-reference: {finding}"]
    assert list(found.same) == [(0, 2)]


def test_a_name_of_unlike_records_means_none_of_them() -> None:
    records = (record("1", 1, title="Nets"), record("1", 2, title="Ants"), C)
    found, odd = ordered("same = [['1', 'c']]", records)
    first, second = map(references.reference, records[:2])
    assert odd == [
        f"{FILE}:1: ambiguous-reference: '1' is the name of 2 records with different titles > "
        f"say which: `{first}` (content/sources/a.bib:1), `{second}` (content/sources/a.bib:2)"
    ]
    assert found == Orders()


def test_a_name_of_records_of_one_title_means_all_of_them() -> None:
    records = (record("x", 1, title="Nets"), record("x", 2, title="NETS"), C)
    assert list(ordered("same = [['x', 'c']]", records)[0].same) == [(0, 1), (0, 2)]


def test_a_big_group_is_cheap_and_told_apart_in_all_pairs() -> None:
    records = [record(f"x{n}", n) for n in range(1, 301)]
    text = ", ".join(f"'{one.id}'" for one in records)
    assert len(ordered(f"same = [[{text}]]", records)[0].same) == 299
    assert len(ordered(f"not_same = [[{text}]]", records)[0].not_same) == 300 * 299 // 2


def test_a_long_chain_of_rulings_takes_no_time() -> None:
    records = [record(f"x{n}", n) for n in range(5000)]
    rows = ",".join(f"['x{n}', 'x{n + 1}']" for n in range(4999))
    with pytest.raises(ContentError, match="but line 1 says that they are"):
        ordered(f"same = [{rows}]\nnot_same = [['x0', 'x4999']]", records)


@given(st.permutations(RECORDS))
def test_orders_do_not_depend_on_the_order_of_records(shuffled: list[Record]) -> None:
    text = "same = [['a', 'b', 'c']]\nnot_same = [['10.1000/x', 'Old'], ['c', 'Old']]"
    found = ordered(text, shuffled)[0]
    pairs = {frozenset((shuffled[a].at, shuffled[b].at)) for a, b in found.not_same}
    assert pairs == {frozenset((one.at, D.at)) for one in (A, B, C)}


GROUPS = st.lists(
    st.lists(st.sampled_from("abcdefg"), min_size=2, max_size=3, unique=True), max_size=4
)


@given(GROUPS, GROUPS)
def test_the_build_stops_exactly_if_rulings_contradict_each_other(
    same: list[list[str]], apart: list[list[str]]
) -> None:
    works = {name: {name} for name in "abcdefg"}
    for group in same:
        whole = set().union(*(works[name] for name in group))
        works |= dict.fromkeys(whole, whole)
    clash = any(b in works[a] for group in apart for a in group for b in group if a != b)
    records = [record(name, n) for n, name in enumerate("abcdefg", 1)]
    text = f"same = {same!r}\nnot_same = {apart!r}"
    if clash:
        with pytest.raises(ContentError, match="are said not to be the same, but line"):
            ordered(text, records)
    else:
        found, odd = ordered(text, records)
        ends = {frozenset(records[n].id for n in pair) for pair in found.not_same}
        assert odd == []
        assert ends == {frozenset((a, b)) for group in apart for a in group for b in group if a < b}


# Corrections


NETS = Paper(key="nets", aliases=("oldnets",), title="Nets", year=2019, keywords=("nlp", "ants"))


def corrected(text: str, *files: tuple[str, str]) -> tuple[Paper, list[str]]:
    """NETS as a file and notes correct it, and what is wrong with these."""
    _, corrections, _ = curation.read(text, FILE)
    own = [
        note.read((f"content/notes/{name}.md", f"---\n{body}\n---\n"))[0] for name, body in files
    ]
    (paper,), _, odd = notes.apply(
        [NETS], [*corrections, *own], {"nlp": "NLP", "textmining": "NLP"}
    )
    return paper, [str(finding) for finding in odd]


def test_a_correction_corrects_and_says_where_it_stands() -> None:
    paper, odd = corrected("\n[paper.nets]\nyear = 2021\n")
    assert (paper.year, odd) == (2021, [])
    assert [str(one.at) for one in paper.corrections] == [f"{FILE}:2"]


def test_a_date_is_a_date() -> None:
    paper, odd = corrected("[paper.nets]\ndate = 2021-05-03\n")
    assert (paper.year, paper.month, paper.day, odd) == (2021, 5, 3, [])


@pytest.mark.parametrize("name", ["nets", "oldnets"])
def test_a_note_has_the_last_word_and_both_places_are_named(name: str) -> None:
    text = "[paper.nets]\n\nyear = 2021\nvenue = 'V'\ndoi = '10.1000/x'\n"
    paper, odd = corrected(text, (name, "year: 2022\nvenue: V"))
    assert (paper.year, paper.venue, paper.doi) == (2022, "V", "10.1000/x")
    assert odd == [
        f"content/notes/{name}.md:2: warning: `year` of '{name}' is corrected otherwise in "
        f"{FILE}:3, which does not count [corrected-twice]\n"
        "  hint: say it in one of the two places, or the same in both"
    ]


def test_a_correction_of_an_unknown_paper_names_the_nearest() -> None:
    _, odd = corrected("[paper.nest]\npreferred = 'x'\n")
    assert odd == [
        f"{FILE}:1: warning: there is no paper with the key 'nest' [unknown-note]\n"
        "  hint: did you mean `nets`?"
    ]


@pytest.mark.parametrize(
    ("tags", "keywords"),
    [
        ("-Text Mining", ("ants",)),
        ("+text mining", ("nlp", "ants")),
        ("+x", ("nlp", "ants", "x")),
    ],
)
def test_other_spellings_of_a_tag_are_the_tag_in_corrections_too(
    tags: str, keywords: tuple[str, ...]
) -> None:
    assert corrected(f"[paper.nets]\ntags = ['{tags}']\n")[0].keywords == keywords


# In a whole project

SOURCE = """\
@article{berg2019nets, title={Nets and Ants}, author={Ada Berg}, year=2019, keywords={ants, nlp}}
@article{carl2020deep, title={Deep Waters}, author={Bo Carl}, year=2020, keywords={nets}}
"""


def test_decisions_are_obeyed_by_a_build_and_seen_on_pages(project: Project) -> None:
    text = '[paper.berg2019nets]\nyear = 2021\n\n[tags]\n"NLP" = ["nlp", "nets"]\n'
    project.write({"content/sources/a.bib": SOURCE, FILE: text})
    assert project.build() == 0
    page = project.read("build/site/papers/berg2019nets.html")
    assert f"<code>{FILE}:1</code>" in page
    assert 'tags: ["NLP"]' in project.read("build/library/papers/carl2020deep.md")
    assert project.keys() == ["berg2019nets", "carl2020deep"]


def test_rendering_the_library_gives_the_bytes_of_a_build(project: Project) -> None:
    project.write({"content/sources/a.bib": SOURCE, FILE: '[tags]\n"NLP" = ["nlp", "nets"]\n'})
    project.build()
    before = tree(project.out / "site")
    assert project.run("render") == 0
    assert tree(project.out / "site") == before


def test_what_is_certain_is_written_into_a_note_and_not_into_the_decisions(
    project: Project,
) -> None:
    text = "[paper.x]\nyear = 2021\n"
    project.write({"content/sources/a.bib": "@misc{x, title={Nets and Ants.}}\n", FILE: text})
    assert project.run("check", "--fix") == 0
    assert project.read(FILE) == text
    assert project.read("content/notes/x.md") == '---\ntitle: "Nets and Ants"\n---\n'


def test_a_broken_file_stops_the_build_with_its_line(project: Project) -> None:
    project.write({"content/sources/a.bib": SOURCE, FILE: "\nsame = [a]\n"})
    assert project.build() == 1
    assert f"{FILE}:2: error: this is not valid TOML" in project.stderr


def test_a_contradiction_stops_the_build(project: Project) -> None:
    text = "same = [['berg2019nets', 'carl2020deep']]\n"
    project.write({"content/sources/a.bib": SOURCE, FILE: text + f"not_{text}"})
    assert project.build() == 1
    assert f"{FILE}:2: error: 'berg2019nets' and 'carl2020deep' are said not" in project.stderr


def test_records_are_joined_and_kept_apart_as_the_curator_says(project: Project) -> None:
    titles = {"a": "Nets and Ants", "b": "Of Deep Waters", "c": "Nets and Ants"}
    lines = [json.dumps({"id": name, "title": title}) for name, title in titles.items()]
    project.write({"content/sources/a.jsonl": "\n".join(lines)})
    project.write({FILE: "same = [['a', 'b']]\nnot_same = [['a', 'c']]\n"})
    assert project.build() == 0
    assert project.stdout.startswith("3 records read = 2 papers + 1 merged + 0 quarantined\n")
