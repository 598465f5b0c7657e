"""This is where readers of JSON, YAML and tables are held to losing nothing, damaged or not."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import readers, sources
from sitegen.findings import Finding
from sitegen.model.entry import Entry
from sitegen.parsing import csl_text, json_elements, json_text, yaml_text
from tests.conftest import Project

TABLES = Path(__file__).parent / "tables"
DAMAGE = json.loads((TABLES / "structured_damage.json").read_text("utf-8"))
NAMES = ("csl", "json", "jsonl", "tabular")


def told(text: str, path: str = "a.txt") -> list[str]:
    """What a text holds: an entry's title, the code of a finding, "!" before a quarantined one."""
    return [
        dict(reversed(item.fields)).get("title", "-")
        if isinstance(item, Entry)
        else f"{'!' * item.is_quarantined}{item.code}"
        for item in readers.read((path, text))
    ]


@pytest.mark.parametrize("case", DAMAGE, ids=lambda case: case["id"])
def test_damage_costs_no_more_than_the_table_says(case: Mapping[str, Any]) -> None:
    assert told(case["input"], case.get("path", "a.txt")) == case["expected"]


# Neighbours

TITLES = [f"A Paper about Number {n}" for n in range(5)]
RECORDS = [
    {
        "id": f"key{n}",
        "type": "article-journal",
        "title": title,
        "author": [{"family": "Note", "given": "Ada"}, {"family": "Chord", "given": "Boris"}],
        "issued": {"date-parts": [[2019, n + 1]]},
        "abstract": "Some, words; here.",
    }
    for n, title in enumerate(TITLES)
]
LOOSE = [
    {"id": n, "title": title, "authors": ["Ada Note", "Boris Chord"], "year": 2019}
    for n, title in enumerate(TITLES)
]
YAML_ITEMS = [
    f"- id: key{n}\n  type: book\n  title: {title}\n  author:\n  - family: Note\n    given: Ada\n"
    for n, title in enumerate(TITLES)
]
ROWS = [f'key{n},"{title}","Note, Ada",2019\n' for n, title in enumerate(TITLES)]
WHOLE = {
    "csl": ("[\n", [f" {json.dumps(r, indent=1)}"[1:] for r in RECORDS], ",\n", "\n]\n"),
    "json": ("[\n", [f"  {json.dumps(r)}" for r in LOOSE], ",\n", "\n]\n"),
    "jsonl": ("", [json.dumps(r) for r in LOOSE], "\n", "\n"),
    "yaml": ("references:\n", YAML_ITEMS, "", ""),
    "csv": ("key,title,authors,year\n", ROWS, "", ""),
}


def neighbours(text: str) -> set[str]:
    """The titles of the entries of a text that no finding is about."""
    return set(told(text)) & set(TITLES)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.integers(1, 3),
    st.floats(0, 0.999),
    st.sampled_from(["", *'"{}[],:\\\n\t-#x']),
    st.booleans(),
)
@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_a_sign_that_is_wrong_costs_its_own_element_only(
    kind: str, which: int, place: float, sign: str, is_lost: bool
) -> None:
    head, elements, between, tail = WHOLE[kind]
    element = elements[which]
    at = int(len(element.rstrip("\n")) * place)
    damaged = element[:at] + sign + element[at + is_lost :]
    text = head + between.join([*elements[:which], damaged, *elements[which + 1 :]]) + tail
    wanted = {title for n, title in enumerate(TITLES) if n != which}
    assert wanted <= neighbours(text)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(1, 3), st.floats(0.05, 0.95))
@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_an_element_that_is_cut_off_costs_itself_only(kind: str, which: int, place: float) -> None:
    head, elements, between, tail = WHOLE[kind]
    cut = elements[which][: int(len(elements[which]) * place)].rstrip("\n")
    cut += "\n" * elements[which].endswith("\n")
    text = head + between.join([*elements[:which], cut, *elements[which + 1 :]]) + tail
    assert {title for n, title in enumerate(TITLES) if n != which} <= neighbours(text)


# Nothing is lost

WORDS = st.text("abc XYZ é漢0189.,;:-'\"<>&{}[]$%#@!?/\\|_*~^\n", min_size=1, max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 10**6) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
VARIABLES = st.sampled_from(
    [
        word
        for line in (
            "title title-short container-title collection-title publisher publisher-place page",
            "volume issue number edition DOI URL ISBN ISSN PMID PMCID abstract keyword note status",
            "language archive genre archive_location event-title event-place version medium source",
            "chapter-number scale categories annote call-number section references year-suffix",
            "unknown X-Thing license custom editor author translator issued accessed event-date",
        )
        for word in line.split()
    ]
)


def leaves(value: object) -> Iterator[str]:
    """Each text and number in a value, and each name of a member."""
    if isinstance(value, dict):
        for name, inner in value.items():
            found = [*leaves(inner)]
            yield from (name, *found) if found else ()
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield str(value)


def bare(text: str) -> str:
    """The letters and digits of a text, marks and escapes apart."""
    return "".join(sign for sign in text if sign.isalnum())


@pytest.mark.parametrize("name", ["csl", "json"])
@settings(max_examples=150, deadline=None, derandomize=True)
@given(item=st.dictionaries(VARIABLES, VALUES, max_size=6))
def test_every_value_of_an_item_is_in_its_entry(name: str, item: dict[str, object]) -> None:
    item = {"title": "T", **item}
    text = json.dumps([item], ensure_ascii=False)
    reader = readers.discover()[name]
    (entry,) = (i for part in reader.split(text, "a") for i in reader.read(part))
    assert isinstance(entry, Entry)
    kept = bare(
        " ".join([entry.id or "", *(f"{n} {v}" for n, v in entry.fields)]).replace("\\n", "")
    )
    stated = [leaf for value in item.values() for leaf in leaves(value)]
    silent = {"isInstitution", "name"}
    assert [leaf for leaf in stated if bare(leaf) not in kept and leaf not in silent] == []


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    text=st.lists(
        st.sampled_from(
            [
                *(
                    '{"title": "T"',
                    "}",
                    "{",
                    "[",
                    "]",
                    ",",
                    '"',
                    ":",
                    "\n",
                    "\n  ",
                    '"a": 1',
                    "null",
                ),
                *(
                    "- id: a",
                    "\n- title: b",
                    "\n  x: ",
                    "references:\n",
                    "&a ",
                    "*a ",
                    "|",
                    "'",
                    "# ",
                ),
                *(
                    "title,year",
                    "title;authors",
                    "\na,b",
                    '\n"a',
                    '",',
                    "\t",
                    "\\",
                    "//",
                    "/*",
                    "NaN",
                ),
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_as_many_entries_are_read_as_were_counted(name: str, text: str) -> None:
    reader = readers.discover()[name]
    for part in reader.split(text, "a"):
        found = list(reader.read(part))
        whole = [item for item in found if isinstance(item, Entry) or item.is_quarantined]
        assert len(whole) == part.entries == 1


# Bounds


def test_aliases_that_name_aliases_are_refused() -> None:
    lines = [f"  x{n}: &x{n} [{', '.join([f'*x{n - 1}' if n else 'a'] * 9)}]\n" for n in range(12)]
    text = f"- id: a\n  type: book\n  title: T\n{''.join(lines)}"
    assert told(text) == ["!bad-yaml"]


@pytest.mark.parametrize("sign", ["[", "{", "- ", "? "])
def test_yaml_that_is_nested_too_deep_is_refused(sign: str) -> None:
    with pytest.raises(yaml_text.Refused, match=r"nested too deep|not find expected"):
        yaml_text.load(f"- {sign * 5000}")


def test_json_that_is_nested_too_deep_is_refused() -> None:
    text = f'[{{"title": "T", "x": {"[" * 5000}}}, {{"title": "U"}}]'
    assert told(text)[:1] == ["!bad-json"]


@pytest.mark.parametrize("levels", [100, 600, 950])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("name", ["issued", "author", "url", "x"])
def test_what_is_nested_too_deep_in_whole_json_is_set_aside(
    name: str, opening: str, closing: str, levels: int
) -> None:
    nested = f"{opening * levels}1{closing * levels}"
    text = f'[{{"title": "T", "{name}": {nested}}}, {{"title": "U"}}]'
    assert told(text, "a.json") == ["!bad-json", "U"]


def test_yaml_that_is_nested_too_deep_by_aliases_is_refused() -> None:
    lines = [f"  x{n}: &x{n} {'[' * 30}{f'*x{n - 1}' if n else 'a'}{']' * 30}" for n in range(60)]
    with pytest.raises(yaml_text.Refused, match="nested too deep"):
        yaml_text.load("- id: a\n" + "\n".join(lines))


def test_spans_in_markdown_may_nest_without_end() -> None:
    text = f"{'[' * 50_000}a{']{.b}' * 50_000}"
    assert csl_text.from_markdown(text).startswith("[")


@pytest.mark.parametrize("value", ["[]", "{}", "true", "1.5", '[{"a": []}]', "[[null]]"])
@pytest.mark.parametrize("members", ['"{}": {}', '"{}": {}, "{}": "a"'], ids=["once", "twice"])
def test_no_member_has_to_be_of_the_kind_that_is_usual(members: str, value: str) -> None:
    names = ("id", "type", "author", "issued", "URL", "keywords", "note", "venue", "genre", "info")
    items = [f'{{"title": "T", {members.format(name, value, name)}}}' for name in names]
    assert told("[" + ",\n".join([*items, '{"title": "U"}]'])) == [*"T" * len(items), "U"]


@pytest.mark.parametrize(
    ("escaped", "value"),
    [
        (r"a\ud83d", "a\ufffd"),
        (r"\ude00\ud83d", "\ufffd\ufffd"),
        (r"\ud83d\ud83d\ude00", "\ufffd😀"),
        (r"\\ud83d", r"\ud83d"),
        (r"\ud83d\ude00", "😀"),
    ],
)
@pytest.mark.parametrize("end", ["}", ",}"], ids=["whole", "repaired"])
def test_half_a_character_becomes_a_sign_that_files_can_hold(
    escaped: str, value: str, end: str
) -> None:
    assert json_text.load(f'{{"a": "{escaped}"{end}')[0] == {"a": value}


def test_a_value_of_yaml_may_have_any_number_of_spaces() -> None:
    value, _ = yaml_text.load(f"- a: b{' ' * 200_000}c: d")
    assert value == [{"a": f"b{' ' * 200_000}c: d"}]


def test_a_dash_alone_is_an_item_that_has_no_fields() -> None:
    text = "- id: a\n  type: book\n  title: T\n  issued: 2019\n-\n-\n"
    assert told(text) == ["T", "!bad-yaml", "!bad-yaml"]


def test_a_separator_that_nobody_can_mean_is_not_believed() -> None:
    assert told('sep="\ntitle,year\nT,2019\n', "a.csv") == ["T"]


def test_scalars_of_yaml_stay_text() -> None:
    value, _ = yaml_text.load(
        "- {a: 2019-05-03, b: no, c: 1.10, d: 007, e: ~, f: 1_000, g: 12:30:45}"
    )
    expected = {"a": "2019-05-03", "b": "no", "c": "1.10", "d": "007", "e": None, "f": "1_000"}
    assert value == [{**expected, "g": "12:30:45"}]


def test_a_number_keeps_its_last_zero() -> None:
    assert json_text.load('{"arxiv": 2101.00010}') == ({"arxiv": "2101.00010"}, ())


def test_a_name_that_recurs_keeps_all_its_values() -> None:
    assert json_text.load('{"a": 1, "a": 2, "a": [3]}')[0] == {"a": [1, 2, [3]]}


@pytest.mark.parametrize("kind", ["csl", "json"])
def test_ten_thousand_elements_are_split_as_fast_as_they_are_many(kind: str) -> None:
    """No time is measured: it is counted how often the decoder is asked."""
    head, elements, between, tail = WHOLE[kind]
    text = head + between.join(elements * 2000) + tail
    assert sum(1 for _ in json_elements.elements(text)) == 10_000


def test_json_on_one_line_is_read_however_long_it_is() -> None:
    records = [{"title": f"Number {n}", "abstract": "x" * 9_000} for n in range(300)]
    assert told(json.dumps(records)) == [record["title"] for record in records]
    assert told(json.dumps(records)[:-1]) == ["!too-long"]


# Formats and encodings


def test_a_table_in_utf_16_is_read() -> None:
    text = "PT\tAU\tTI\tSO\tPY\nJ\tNote, A\tChöre\tX\t2019\n"
    decoded, _ = sources.decode(b"\xff\xfe" + text.encode("utf-16-le"))
    assert told(decoded or "") == ["Chöre"]


@pytest.mark.parametrize(
    "text",
    [
        "Title\nOne\nTwo\n",
        "| Title | Year |\n|---|---|\n| A | 2019 |\n",
        "Authors, Year\nAda Note, 2019\n",
        "A Title, and Authors\nA sentence that goes on, and on.\n",
    ],
    ids=["one-column", "markdown", "no-title", "prose"],
)
def test_what_has_no_title_and_another_column_is_no_table(text: str) -> None:
    assert readers.discover()["tabular"].likelihood(text) == 0


@pytest.mark.parametrize("suffix", ["json", "txt", "jsonl", "csv", "bib", "md", "yaml"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("csl", json.dumps(RECORDS)),
        ("csl", json.dumps({"items": RECORDS}, indent=1)),
        ("csl", "".join(YAML_ITEMS)),
        ("json", json.dumps(LOOSE)),
        ("json", json.dumps({"papers": LOOSE}, indent=2)),
        ("json", json.dumps(LOOSE[0], indent=2)),
        ("jsonl", "\n".join(map(json.dumps, LOOSE))),
        ("tabular", f"key,title,authors,year\n{''.join(ROWS)}"),
    ],
)
def test_a_format_is_told_by_its_content_whatever_the_suffix(
    name: str, text: str, suffix: str
) -> None:
    assert readers.recognised(text, f"a.{suffix}") == name


def test_order_of_members_makes_no_difference_to_what_is_understood() -> None:
    shuffled = [
        dict(random.Random(n).sample(list(r.items()), len(r))) for n, r in enumerate(RECORDS)
    ]
    entries = [
        {replace_at(item) for item in readers.read(("a", json.dumps(records)))}
        for records in (RECORDS, shuffled)
    ]
    assert entries[0] == entries[1]


def replace_at(item: Entry | Finding) -> Entry:
    """An entry with its fields sorted."""
    assert isinstance(item, Entry)
    return replace(item, fields=tuple(sorted(item.fields)))


def test_a_project_of_all_these_formats_is_built(project: Project) -> None:
    project.write(
        {
            "content/sources/a.json": json.dumps(RECORDS[:1]),
            "content/sources/b.json": json.dumps(LOOSE[1:2]),
            "content/sources/c.jsonl": json.dumps(LOOSE[2]),
            "content/sources/d.yaml": f"references:\n{YAML_ITEMS[3]}",
            "content/sources/e.csv": f"key,title,authors,year\n{ROWS[4]}",
        }
    )
    assert project.build() == 0
    report = project.report()
    assert (report["records_read"], report["papers"], report["quarantined"]) == (5, 5, 0)
