"""This is where Markdown lists, and pages without abstracts, are held to account for every line."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import readers
from sitegen.findings import Finding
from sitegen.model.entry import Entry
from sitegen.parsing import evidence, grids, headers, inline, listed, offers, segments, venues
from sitegen.text.fold import words
from tests.conftest import Project
from tests.test_readers import GOLDEN, as_lines

LISTS = sorted(file.parent for file in GOLDEN.glob("lists/*/in.md"))
bounded = settings(max_examples=200, deadline=None, derandomize=True)


def read(text: str, path: str = "a.md") -> tuple[Entry | Finding, ...]:
    """What a text holds, by the reader that knows it best."""
    return readers.read((path, text))


def titles(text: str) -> list[str]:
    """The titles of the entries of a text, in order."""
    return [dict(item.fields)["title"] for item in read(text) if isinstance(item, Entry)]


def entry(item: str) -> dict[str, str]:
    """The fields of one item of a list, the first of each name."""
    title, fields = listed.item(listed.without_mark(item), (), {})
    return dict(reversed([("title", title), *fields]))


# Whole documents

SECTIONS = {
    "Survey papers": "- [{t}](https://arxiv.org/abs/2001.0000{n}), Ada Berg, Bo Carl, ICML 2020.",
    "Attention": "* **{t}** - Ada Berg, Boris Carl - *NeurIPS, 2022* [[paper]](https://x.org/{n})",
    "Memory": "- {t}. Ada Berg, Boris Carl. ICML (2023). [[pdf](https://x.org/{n}.pdf)]",
    "Generation": '{n}. Ada Berg, Boris Carl. "{t}." NeurIPS, 2020.',
    "Detection": "- **[Net{n}]** {t}, CVPR 2021 [paper](https://x.org/{n}) ![GitHub stars](https://img.shields.io/x)",
    "Retrieval": "+ [2019/0{n}] {t} [arXiv]",
    "Parsing": "- 2021-ICLR | {t} | paper | code",
    "Speech": "* [{t}](https://x.org/{n}) (Berg and Carl, 2019)",
}
NAMES = [
    *("Quilted Memory for Small Models", "Felt Is Not a Quilt", "Needles in Networks"),
    *("Hems That Hold", "Unpicking Seams Without Tears", "How Much Does a Blanket Remember?"),
    *("One Thread, Many Quilts", "Borders That Fit: A Study"),
]


def document() -> str:
    """A curated list of 64 papers in eight sections, each in a style of its own."""
    parts = ["# Awesome Quilts", "A list of papers.", "## Contents", "- [Memory](#memory)"]
    for section, style in SECTIONS.items():
        items = [style.format(t=f"{section}: {t}", n=n) for n, t in enumerate(NAMES, 1)]
        parts += [f"## {section}", "\n".join(items)]
    return "\n\n".join([*parts, "## License", "CC0"])


def test_every_bullet_of_eight_sections_is_an_entry_with_its_section_and_its_year() -> None:
    found = [item for item in read(document()) if isinstance(item, Entry)]
    stated = [
        (fields["keyword"], "year" in fields or "date" in fields)
        for fields in (dict(item.fields) for item in found)
    ]
    assert stated == [(section, True) for section in SECTIONS for _ in NAMES]


def test_no_title_of_eight_sections_is_blurred() -> None:
    wanted = [re.sub(r"\W+", " ", f"{s}: {t}").strip() for s in SECTIONS for t in NAMES]
    assert [re.sub(r"\W+", " ", title).strip() for title in titles(document())] == wanted


def test_a_built_list_says_where_every_bullet_went(project: Project) -> None:
    project.write({"content/sources/README.md": document()})
    project.build()
    report = project.report()
    assert (report["records_read"], report["papers"], report["quarantined"]) == (64, 64, 0)


@pytest.mark.parametrize("folder", LISTS, ids=lambda folder: folder.name)
def test_every_word_of_a_list_is_in_an_entry_or_a_finding(folder: str) -> None:
    text = (folder / "in.md").read_text("utf-8")  # type: ignore[operator]
    told = set(words(as_lines(readers.read(("in.md", text)))))
    # Addresses stay whole; labels say what they offer; tags and marks are no words.
    bare = re.sub(
        r"<[^<>]+>|!\[[^\]]*\]\([^)]*\)|^\[[^\]]+\]:.*$|\]\(#[^)]*\)", " ", text, flags=re.M
    )
    bare = re.sub(r"&\w+;|\]\([^)]*\)|:\w+:", " ", bare)
    unsaid = {word for label in LABELS for word in words(label)}
    headings = {
        word
        for line in re.findall(r"^#+ .*$|^.*\|.*\n[-| :]+$", bare, re.M)
        for word in words(line)
    }
    assert [w for w in words(bare) if w not in told | unsaid | headings and not w.isdigit()] == []


LABELS = [
    *("paper", "code", "pdf", "project", "slides", "video", "dataset", "data", "link", "arxiv"),
    *("official", "github", "demo", "page", "author", "authors", "venue", "keywords", "tl;dr"),
    *("abstract", "and", "in proc.", "cover", "pp", "by", "x", "1", "2", "back to top", "felt"),
    *(
        "代码",
        "论文",
        "needles in networks",
        "star",
        "blog",
        "post",
        "oral",
        "cvpr'21",
        "cvpr'19",
        "preprint",
    ),
]

# Nothing takes a neighbour with it

BROKEN = st.sampled_from(
    [
        *("- [Unclosed](https://x.org", "- **Bold", "- `code", "- <details>", "```", "<!--", "-"),
        *(
            "- [",
            "| a | b",
            "|---|",
            "- ![",
            "* * *",
            "1.",
            "-----",
            "=====",
            "[a]: b",
            "</details>",
        ),
        *(
            "<summary>",
            "- [x] ",
            "    - deep",
            "\t- tab",
            "- " + "[" * 500,
            "- " + "*" * 500,
            "~~~",
        ),
        *("<!-- a -->", "# ", "- \u202e\u2028", "- Year: 2020", "- Authors: A", "| | |", "- \\"),
    ]
)


@bounded
@given(st.lists(BROKEN, max_size=6))
def test_a_broken_line_costs_no_neighbour(lines: list[str]) -> None:
    good = "- [Quilted Memory for Small Models](https://arxiv.org/abs/2001.00001), Ada Berg, 2020"
    last = "- [Felt Is Not a Quilt](https://arxiv.org/abs/1901.00001), Chen Li, 2019"
    text = "\n\n".join(("## Papers", good, *lines, "## More", last))
    reader = readers.discover()["lists"]
    found = [item for part in reader.split(text, "a") for item in reader.read(part)]
    whole = [dict(item.fields)["title"] for item in found if isinstance(item, Entry)]
    assert {"Quilted Memory for Small Models", "Felt Is Not a Quilt"} <= set(whole)


@bounded
@given(st.lists(BROKEN, max_size=6))
def test_every_item_with_a_link_is_an_entry_or_a_finding(lines: list[str]) -> None:
    items = [f"- [Title Number {n} of This List](https://x.org/{n})" for n in range(3)]
    text = "\n".join(("# Papers", "", items[0], *lines, "", items[1], "", *lines, "", items[2]))
    reader = readers.discover()["lists"]
    found = [item for part in reader.split(text, "a") for item in reader.read(part)]
    told = as_lines(found)
    assert [n for n in range(3) if f"Title Number {n}" not in told] == []


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "- [A Title of a Paper](https://arxiv.org/abs/2001.00001) " + "word " * n,
        lambda n: "- [A Title of a Paper](https://arxiv.org/abs/2001.00001)\n" + "  - word\n" * n,
        lambda n: "| Title |\n|---|\n| " + "word " * n,
        lambda n: "| Title |\n|---|" + "\n| word " * n,
        lambda n: "- " + "[" * n,
        lambda n: "- " + "[a](" * n,
        lambda n: "- " + "(2020) " * n,
        lambda n: "- a" + " " * n + "b",
        lambda n: "# a" + " " * n + "b",
        lambda n: "```\na\n" * n,
        lambda n: "<details>\n" * n,
        lambda n: f"# a\n\na|b\n-{' ' * n}|x\n\n- a\n",
        lambda n: f"# a\n\n- [t](http://a.b)\n- {'.' * n} a b c d e\n",
    ],
)
def test_time_grows_with_the_length_of_the_text(make: Callable[[int], str]) -> None:
    reader = readers.discover()["lists"]
    text = make(40_000)
    parts = list(reader.split(text, "a"))
    found = [item for part in parts for item in reader.read(part)]
    assert found
    assert reader.likelihood(text) <= 1


def test_a_title_may_stand_below_any_number_of_lines() -> None:
    abstract = "We show that nets learn slowly over many tasks, and that it matters. " * 5
    text = f"{'x y' * 2}\n" * 20_000 + f"A Title of Nets\n{abstract}\nFelt Nets\n{abstract}\n"
    reader = readers.discover()["listing"]
    found = [item for part in reader.split(text, "a") for item in reader.read(part)]
    assert [dict(e.fields)["title"] for e in found if isinstance(e, Entry)] == [
        "A Title of Nets",
        "Felt Nets",
    ]


def test_a_line_of_results_may_have_any_number_of_spaces() -> None:
    page = f"Felt{' ' * 200_000}Nets\nAda Berg, Carl Dorn\nWide Nets\nAda Berg, Carl Dorn\n"
    reader = readers.discover()["results"]
    found = [item for part in reader.split(page, "a") for item in reader.read(part)]
    assert sum(isinstance(item, Entry) for item in found) == 2


def test_what_is_no_list_of_categories_is_told_at_once() -> None:
    text = f"[1] arXiv:2405.00001\n{'quilt' * 40}. Memory\n"
    reader = readers.discover()["arxiv"]
    (found,) = [item for part in reader.split(text, "a") for item in reader.read(part)]
    assert isinstance(found, Entry)
    assert dict(found.fields)["title"] == f"{'quilt' * 40}. Memory"


# The parts of an item


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("- [A](https://x.org/a), 2020", {"title": "A", "url": "https://x.org/a", "year": "2020"}),
        ("- Title of It (2020)", {"title": "Title of It", "year": "2020"}),
        ("- [x] Title of It", {"title": "Title of It"}),
        ("- One Thread, Many Quilts", {"title": "One Thread, Many Quilts"}),
        (
            "- [One Thread, Many Quilts](https://x.org/a), Ada Berg, Bo Carl, 2020",
            {
                "title": "One Thread, Many Quilts",
                "authors": "Ada Berg, Bo Carl",
                "year": "2020",
                "url": "https://x.org/a",
            },
        ),
        ("- Title: Title of It", {"title": "Title of It"}),
        (
            "- Title of It, Berg et al., ICML 2017",
            {"title": "Title of It", "authors": "Berg et al.", "venue": "ICML", "year": "2017"},
        ),
        (
            "- **BERT**: [Title of It](https://arxiv.org/pdf/2001.00001)",
            {
                "title": "Title of It",
                "shorttitle": "BERT",
                "pdf": "https://arxiv.org/pdf/2001.00001",
                "arxiv": "https://arxiv.org/pdf/2001.00001",
            },
        ),
        (
            "- [Ada Berg](https://berg.org), [Bo Carl](https://c.org). **Title of It**. ICML 2020",
            {
                "title": "Title of It",
                "authors": "Ada Berg, Bo Carl",
                "venue": "ICML",
                "year": "2020",
                "link": "Ada Berg https://berg.org",
            },
        ),
        ("- [T of It](javascript:alert(1))", {"title": "T of It", "link": "javascript:alert(1)"}),
        ("- 论文题目研究，2020", {"title": "论文题目研究，2020"}),
        ("-  ", {"title": ""}),
    ],
)
def test_an_item_is_taken_apart(item: str, expected: dict[str, str]) -> None:
    assert entry(item) == expected


@bounded
@given(st.text(alphabet=st.sampled_from('ab A.,-|()[]*_`"<>!:/2019é漢\\$~'), max_size=60))
def test_no_item_is_too_odd_to_be_taken_apart(text: str) -> None:
    title, fields = listed.item(text, [(text, False), (text, True)], {"a": "https://x.org"})
    assert isinstance(title, str)
    assert all(isinstance(value, str) and name for name, value in fields)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CVPR 2021", ("CVPR", "2021")),
        ("ICLR'21 (Oral)", ("ICLR", "2021")),
        ("2021-ICLR", ("ICLR", "2021")),
        ("AAAI-19", ("AAAI", "2019")),
        ("ECCV 2020 Workshop", ("ECCV Workshop", "2020")),
        ("in Proc. IEEE CVPR, 2019", ("IEEE CVPR", "2019")),
        ("arXiv preprint arXiv:2101.00001, 2021", ("arXiv", "2021")),
        ("Advances in Neural Information Processing Systems 30 (2017)", None),
        ("Nature", ("Nature", "")),
    ],
)
def test_a_venue_is_known_by_its_abbreviation_or_its_year(
    text: str, expected: tuple[str, str] | None
) -> None:
    found = venues.of(text)
    assert found is not None
    assert expected is None or (found.name, found.year) == expected


@pytest.mark.parametrize(
    "text",
    [
        "GPT-3",
        "Ada Berg",
        "Survey 2020",
        "Best Paper Award",
        "A Survey on Conference Papers",
        "2020",
    ],
)
def test_what_may_be_something_else_is_no_venue(text: str) -> None:
    assert venues.of(text) is None


@pytest.mark.parametrize(
    "label", ["PDF", "[code]", "official PyTorch code", "arXiv:2001.00001", "代码"]
)
def test_a_label_says_what_a_link_offers(label: str) -> None:
    assert offers.is_label(label)


@pytest.mark.parametrize("label", ["Attention", "Code Generation", "2019", "Paper Folding by Hand"])
def test_a_title_is_no_label(label: str) -> None:
    assert not offers.is_label(label)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        (r"| a \| b | c |", ["a | b", "c"]),
        ("| `a|b` | c |", ["`a|b`", "c"]),
        ("| a | | c |", ["a", "", "c"]),
        ("||", [""]),
    ],
)
def test_a_row_has_its_cells(row: str, expected: list[str]) -> None:
    assert grids.cells(row, len(expected)) == expected


def test_the_names_of_columns_are_as_they_are_compared() -> None:
    assert [name for name in headers.HEADERS if headers.normal(name) != name] == []


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("## 1.2 Survey papers (12)", [("keyword", "Survey papers")]),
        ("## 🔥 Attention [⬆ back to top](#contents)", [("keyword", "Attention")]),
        ("## 2021", [("year", "2021")]),
        ("## CVPR 2021", [("venue", "CVPR"), ("year", "2021")]),
        ("## Papers", []),
        ("## C++", [("keyword", "C++")]),
    ],
)
def test_a_heading_says_something_of_its_papers(
    heading: str, expected: list[tuple[str, str]]
) -> None:
    assert evidence.of_heading(evidence.heading(heading.lstrip("# "))) == expected


def test_emphasis_and_links_are_told_apart() -> None:
    found = inline.pieces("**B** _i_ `c` [l](https://x.org) snake_case 2 * 3 * 4", {})
    assert [(p.text, p.address) for p in found if p.text.strip()] == [
        ("B", None),
        ("i", None),
        ("c", None),
        ("l", "https://x.org"),
        (" snake_case 2 * 3 * 4", None),
    ]


@bounded
@given(st.text(max_size=60))
def test_words_that_are_not_marked_up_stay_as_they_are(text: str) -> None:
    plain = re.sub(r"[^\w ,.;?]|_|www", "", text)
    assert "".join(piece.text for piece in inline.pieces(plain, {})) == plain


def test_names_before_a_venue_are_authors() -> None:
    known = segments.sort("Ada Berg, Boris Carl, ICML 2020. More words follow that say what it is.")
    assert (known.fields, known.rest) == (
        [("authors", "Ada Berg, Boris Carl"), ("venue", "ICML"), ("year", "2020")],
        ["More words follow that say what it is."],
    )


@pytest.mark.parametrize("fact", ["file: :home/a_b.pdf:PDF", "file: a.pdf", "foo: Text:1/x.pdf"])
def test_a_further_fact_that_names_a_file_is_no_paper(fact: str) -> None:
    text = f"## Alpha Beta Gamma\n\n- Authors: B, A;\n- Year: 2001\n- ID: a1\n- {fact}\n"
    assert titles(text) == ["Alpha Beta Gamma"]


def test_a_fact_that_names_a_file_is_no_paper_beside_a_list() -> None:
    listed = "".join(
        f"- [{title}](https://arxiv.org/abs/2001.0000{n}), Ada Berg, ICML 2020.\n"
        for n, title in enumerate(NAMES[:4])
    )
    text = f"# Papers\n\n{listed}\n## Alpha Beta Gamma\n\n- Year: 2001\n- file: a.pdf\n"
    assert titles(text) == [*NAMES[:4], "Alpha Beta Gamma"]
