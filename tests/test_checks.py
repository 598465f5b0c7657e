"""This is where the rules are held to finding what they say, and nothing else."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sitegen import checks, targets
from sitegen.checks.rule import Collection, Text
from sitegen.errors import Location
from sitegen.findings import Finding, Severity
from sitegen.model.outcome import Outcome
from sitegen.model.paper import Mention, Paper
from sitegen.model.record import Person
from sitegen.report import annotations
from tests.codes import finding_codes
from tests.conftest import ROOT, Project, tree


def paper(number: int = 1, **fields: Any) -> Paper:
    """A paper of which nothing is odd but what is stated."""
    at = Location("a.bib", number)
    mention = Mention(id=f"k{number}", at=at, gave=("title",))
    known = {"key": f"key{number}", "title": f"A Study of Matter {number}", "mentions": (mention,)}
    return Paper(**{**known, **fields})


def people(*names: str) -> tuple[Person, ...]:
    """Persons from "Given Family"."""
    return tuple(
        Person(given=name.rpartition(" ")[0], family=name.rpartition(" ")[2]) for name in names
    )


def look(*papers: Paper, off: checks.Off | None = None, texts: tuple[Text, ...] = ()) -> list[str]:
    """The codes of what the rules find, in the order of the rules."""
    there = targets.known(papers, (), ())
    collection = Collection(
        papers=papers, texts=texts, there=there, urls=lambda: frozenset({"tags/x.html"}), year=2026
    )
    return [finding.code for finding in checks.run(collection, off or checks.Off())]


def test_nothing_is_odd_about_a_good_paper() -> None:
    assert look(paper(authors=people("Ada Berg"), year=2020, venue="Nets", abstract="We do.")) == []


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("capitals-title", {"title": "DEEP NETS FOR ANTS"}),
        ("capitals-title", {"title": "ÜBER DIE NETZE DER ÄMTER"}),
        ("capitals-author", {"authors": people("JOHN SMITHSON")}),
        ("leftover-latex", {"title": r"On \mynet and Ants"}),
        ("leftover-latex", {"title": r"G{\"o}del and Ants"}),
        ("leftover-latex", {"title": r"The {BERT} of Ants"}),
        ("leftover-latex", {"abstract": r"We study \emph{ants}."}),
        ("leftover-latex", {"venue": r"Journal of \'Etudes"}),
        ("leftover-latex", {"authors": people(r"Kurt G\"odel")}),
        ("unbalanced-braces", {"title": "A Study of {Ants"}),
        ("leftover-html", {"abstract": "We <div>study</div> it."}),
        ("leftover-html", {"title": "Ants &nbsp; Bees"}),
        ("odd-year", {"year": 1066}),
        ("odd-year", {"year": 2028}),
        ("missing-field", {"type": "article", "authors": people("Ada Berg"), "year": 2020}),
        ("title-is-venue", {"title": "Journal of Nets", "venue": "Journal of Nets"}),
        ("title-as-abstract", {"abstract": "A Study of Matter 1."}),
        ("abstract-label", {"abstract": "Abstract. We study."}),
        ("abstract-label", {"abstract": "Abstract—We study."}),
        ("abstract-label", {"abstract": "ABSTRACT We study."}),
        ("title-period", {"title": "A Study of Ants and Bees."}),
        ("cut-abstract", {"abstract": "We study and …"}),
        ("long-abstract", {"abstract": "We study. " * 3000}),
        ("placeholder-author", {"authors": people("Jane Doe", "John Smith")}),
    ],
)
def test_what_is_odd_is_found(code: str, fields: dict[str, Any]) -> None:
    assert look(paper(**fields)) == [code]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "BERT"},
        {"title": "BERT: T5 X"},
        {"title": "深層学習の研究"},
        {"authors": people("X. LI", "J. R. R. TOLKIEN", "MIT")},
        {"title": r"The $\alpha_{i}$ of $\mathbb{R}$"},
        {"abstract": "For x in {0, 1} and {a}, C:\\ is a disk."},
        {"abstract": "If a < b and c > d then A&B; AT&T."},
        {"title": "Ants et al."},
        {"title": "Ants vs. Bees Inc."},
        {"title": "The U.S."},
        {"title": "Is it so? It is..."},
        {"year": 2027},
        {"year": 1500},
        {"type": "misc"},
        {"type": "online"},
        {"type": "book", "editors": people("A. B"), "year": 2020, "extra": (("publisher", "X"),)},
        {"abstract": "Abstract interpretation is a theory."},
        {"abstract": "Abstract-level models are good."},
        {"title": "Net Days", "venue": "Net Days", "type": "proceedings", "year": 2020},
        {"authors": people("Jane Doe", "Ada Berg")},
    ],
)  # fmt: skip
def test_what_is_not_odd_is_left_alone(fields: dict[str, Any]) -> None:
    assert look(paper(**fields)) == []


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        ({"doi": "10.1/a"}, {"doi": "10.1/a"}, ["id-conflict"]),
        ({"arxiv": "1706.03762"}, {"arxiv": "1706.03762"}, ["id-conflict"]),
        ({"doi": "10.1/a"}, {"doi": "10.1/b"}, []),
        ({"authors": people("J. Miller")}, {"authors": people("John Miller")}, ["author-variants"]),
        ({"authors": people("Jo Mill")}, {"authors": people("Jo A. Mill")}, ["author-variants"]),
        ({"authors": people("Jane Miller")}, {"authors": people("John Miller")}, []),
        ({"authors": people("J. Miller")}, {"authors": people("K. Miller")}, []),
        ({"authors": people("J. B. Miller")}, {"authors": people("John A. Miller")}, []),
        ({"venue": "NeurIPS 2019"}, {"venue": "Proceedings of the NeurIPS"}, ["venue-variants"]),
        ({"venue": "Nets (NET)"}, {"venue": "Nets"}, ["venue-variants"]),
        ({"venue": "Nets"}, {"venue": "Ants"}, []),
    ],
)  # fmt: skip
def test_two_papers_are_compared(
    first: dict[str, Any], second: dict[str, Any], codes: list[str]
) -> None:
    assert look(paper(1, **first), paper(2, **second)) == codes


def test_a_name_that_could_be_two_others_is_nobody() -> None:
    names = ("Y. Wang", "Yu Wang", "Yan Wang")
    assert look(*(paper(n, authors=people(name)) for n, name in enumerate(names))) == []


def test_among_namesakes_a_co_author_tells_who_is_meant() -> None:
    lists = (("J. Miller", "Ada Berg"), ("John Miller", "Ada Berg"), ("Karl Miller",))
    found = look(*(paper(n, authors=people(*names)) for n, names in enumerate(lists)))
    assert found == ["author-variants"]
    alone = (("J. Miller", "Bo Carl"), ("John Miller", "Ada Berg"), ("Karl Miller",))
    assert look(*(paper(n, authors=people(*names)) for n, names in enumerate(alone))) == []


def test_many_names_take_no_time() -> None:
    papers = [
        paper(n, authors=people(*(f"{a}{b}ohn{n} Miller" for a in "ABCDEFGH" for b in "xyz")))
        for n in range(400)
    ]
    assert look(*papers) == []


def test_a_key_that_stands_twice_in_a_source_is_found_and_not_across_sources() -> None:
    def mentioned(number: int, name: str, path: str) -> Paper:
        mention = Mention(id=name, at=Location(path, number))
        return replace(paper(number), mentions=(mention,))

    same = (mentioned(1, "k", "a.bib"), mentioned(2, "k", "a.bib"), mentioned(3, "K", "a.bib"))
    assert look(*same) == ["duplicate-key", "duplicate-key"]
    assert look(mentioned(1, "k", "a.bib"), mentioned(2, "k", "b.bib")) == []


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("[[key1]] [[KEY1|x]] [t](../tags/x.html) [s](#a)\n\n# A", []),
        ("[[none]] [t](../tags/y.html) [s](#b)", ["dead-link"] * 3),
        ("[x](none.md) ![x](none.png) [x](../../../etc/passwd)", ["dead-link"] * 3),
        ("[x](javascript:y) [x](//x.org) <data:x>", ["unsafe-link"] * 3),
        ("![x](https://x.org/a.png)", ["remote-image"]),
        ("`[[none]]` and $[[none]]$", []),
    ],
)
def test_links_of_a_note_are_looked_at(body: str, codes: list[str]) -> None:
    text = Text(folder="notes", body=body, at=Location("content/notes/key1.md", 5), key="key1")
    assert look(paper(), texts=(text,)) == codes


# Switching off


def test_a_rule_is_switched_off_for_all_or_for_one() -> None:
    both = (paper(1, year=1000), paper(2, year=1000))
    code = (("odd-year", Location("x")),)
    assert look(*both, off=checks.Off(everywhere=code)) == []
    assert look(*both, off=checks.Off(papers={"key1": code})) == ["odd-year"]


def test_an_unknown_code_is_a_finding() -> None:
    off = checks.Off(everywhere=(("odd-yaer", Location("site.toml", 3)),))
    assert look(off=off) == ["unknown-rule"]


def test_what_was_set_aside_cannot_be_switched_off() -> None:
    at = Location("a.bib", 1)
    aside = Finding(code="bad-doi", message="x", at=at, raw="x")
    kept = replace(aside, raw=None)
    off = checks.Off(papers={"key1": (("bad-doi", at),)})
    assert checks.wanted([aside, kept], [paper()], off) == (aside,)
    assert checks.wanted([aside, kept], [paper(7)], off) == (aside, kept)


def test_rules_are_switched_off_by_settings_and_notes(project: Project) -> None:
    lines = ['{"title": "A One", "year": 1450, "doi": "x"}', '{"title": "B Two", "year": 1450}']
    project.write({"content/sources/a.jsonl": "\n".join(lines)})
    project.build()
    assert sorted(project.codes()) == ["bad-doi", "odd-year", "odd-year"]
    project.write({"content/notes/one1450.md": "---\ncheck_off: [odd-year, bad-doi]\n---\n"})
    project.build()
    assert project.codes() == ["odd-year"]
    project.write({"content/site.toml": '[check]\noff = ["odd-year"]\n'})
    project.build()
    assert project.codes() == []


def test_every_rule_has_a_reason_and_a_hint_and_a_row_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for rule in checks.RULES:
        assert rule.reason.endswith(".")
        assert rule.hint
        assert not rule.hint.endswith(".")
        assert f"| `{rule.code}`" in readme or f"`{rule.code}`" in readme
    codes = [rule.code for rule in checks.RULES]
    assert codes == sorted(set(codes))


def test_every_odd_value_that_is_found_while_reading_can_be_switched_off() -> None:
    others = {"bad-json", "bad-orcid", "bad-row", "bad-value", "bad-yaml"}  # of no paper's value
    found = {code for code in finding_codes() if code.startswith("bad-")} - others
    assert found - set(checks.ELSEWHERE) == set()
    assert set(checks.ELSEWHERE) - set(finding_codes()) == set()


# Mending

NOTED = Mention(id="n", at=Location("n"), gave=("title",))


@pytest.mark.parametrize(
    ("field", "stated", "meant"),
    [
        ("title", r"G{\"o}del and {BERT} Nets.", "Gödel and BERT Nets"),
        ("title", "A Study of Ants}", "A Study of Ants"),
        ("title", "{A Study of Ants", "A Study of Ants"),
        ("title", "A Study of Ants.", "A Study of Ants"),
        ("abstract", "Abstract: Abstract. We study.", "We study."),
        ("abstract", "A Study of Matter 1", None),
        ("abstract", "ABSTRACT: a study of matter 1.", None),
        ("venue", r"Journal f{\"u}r Netze", "Journal für Netze"),
    ],
)
def test_what_is_certain_is_mended(field: str, stated: str, meant: str | None) -> None:
    found = checks.fixes([paper(**{field: stated})], checks.Off())
    assert found == (checks.Fix("key1", field, stated, meant),)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": r"On \mynet and Ants"},
        {"title": "A {Study of Ants"},
        {"title": "A Study} of Ants"},
        {"title": "Ants et al."},
        {"title": "DEEP NETS FOR ANTS"},
        {"title": r"The $\alpha_{i}$ of Ants"},
        {"abstract": "We study and …"},
        {"title": "A Study of Ants.", "corrections": (NOTED,)},
    ],
)  # fmt: skip
def test_what_is_not_certain_is_left_to_people(fields: dict[str, Any]) -> None:
    assert checks.fixes([paper(**fields)], checks.Off()) == ()


def test_a_rule_that_is_off_mends_nothing() -> None:
    off = checks.Off(papers={"key1": (("title-period", Location("x")),)})
    assert checks.fixes([paper(title="A Study of Ants.")], off) == ()


DAMAGED = (
    '{"title": "Schr{\\\\\\"o}dinger and the Nets.", "abstract": "Abstract: We study ants.", '
    '"venue": "{Journal of Nets"}\n{"title": "A Good One", "abstract": "A good one."}\n'
)


def test_fixing_writes_notes_and_nothing_else_and_once(project: Project) -> None:
    project.write({"content/sources/a.jsonl": DAMAGED, "content/notes/good.md": "Good.\r\n"})
    before = tree(project.content / "sources")
    assert project.run("check", "--fix") == 0
    assert project.stdout.count("fixed: content/notes/") == 4
    assert tree(project.content / "sources") == before
    assert project.read("content/notes/schr.md") == (
        '---\nabstract: "We study ants."\ntitle: "Schrödinger and the Nets"\n'
        'venue: "Journal of Nets"\n---\n'
    )
    good = (project.content / "notes/good.md").read_bytes()
    assert good == b"---\r\nabstract: null\r\n---\r\n\r\nGood.\r\n"
    written = tree(project.content)
    assert project.run("check", "--fix", "-v") == 0
    assert (project.stdout.count("fixed"), project.stderr) == (0, "")
    assert tree(project.content) == written
    assert not project.out.exists()


def test_fixing_leaves_what_a_note_states(project: Project) -> None:
    project.write({"content/sources/a.jsonl": '{"title": "A Good Study of Ants."}\n'})
    note = '---\ntitle: "A Good Study of Ants."\n---\n'
    project.write({"content/notes/good.md": note})
    assert project.run("check", "--fix") == 0
    assert (project.read("content/notes/good.md"), "fixed" in project.stdout) == (note, False)


# Formats

SOURCE = '{"title": "A, 100% Odd: One", "year": 1450}\n'


def test_check_writes_nothing(project: Project) -> None:
    project.write({"content/sources/a.jsonl": SOURCE})
    before = tree(project.root)
    assert project.run("check") == 0
    assert tree(project.root) == before


def test_the_exit_code_counts_warnings_under_strict(project: Project) -> None:
    project.write({"content/sources/a.jsonl": SOURCE})
    formats = ("text", "json", "github")
    assert [project.run("check", "--strict", f"--format={f}") for f in formats] == [1, 1, 1]
    assert project.run("check", "--format", "github") == 0


def test_annotations_are_what_github_reads(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write({"docs/content/sources/a,b.jsonl": SOURCE})
    monkeypatch.chdir(project.root)
    project.content = Path("docs/content")
    assert project.run("check", "--format", "github") == 0
    assert project.stdout == (
        "::warning file=docs/content/sources/a%2Cb.jsonl,line=1,title=odd-year::"
        "the year of '1001450' is 1450, before 1500%0Acorrect the year in the source or in a "
        "note\n"
    )
    assert project.stderr.startswith("1 records read")


def test_annotations_escape_what_github_would_read_as_its_own() -> None:
    at = Location("content/a:b,c%.bib", 3)
    odd = Finding(code="x", message="100%\r\n::error::a,b:c", at=at, severity=Severity.ERROR)
    nowhere = Finding(code="y", message="m", severity=Severity.NOTE)
    outcome = Outcome(papers=0, findings=(odd, nowhere))
    assert annotations(outcome, "docs", verbose=True) == (
        "::error file=docs/content/a%3Ab%2Cc%25.bib,line=3,title=x::100%25%0D%0A::error::a,b:c\n"
        "::notice title=y::m\n"
    )
    assert annotations(outcome, "").count("\n") == 1


def test_json_is_the_report(project: Project) -> None:
    project.write({"content/sources/a.jsonl": SOURCE})
    assert project.run("check", "--format", "json") == 0
    found = json.loads(project.stdout)
    assert [(f["code"], f["line"]) for f in found["findings"]] == [("odd-year", 1)]
    assert found["fixed"] == []


def test_rules_are_listed_without_a_content_folder(project: Project) -> None:
    assert project.run("check", "--rules") == 0
    for code in checks.CODES:
        assert f"{code} (" in project.stdout
    assert project.run("check", "--rules", "--format", "json") == 0
    assert {rule["code"] for rule in json.loads(project.stdout)} == checks.CODES


def test_the_year_is_that_of_the_build(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write({"content/sources/a.jsonl": '{"title": "A One", "year": 2001}\n'})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert project.build() == 0
    assert project.codes() == ["odd-year"]
