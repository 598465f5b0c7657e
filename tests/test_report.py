"""This is where it is held what an outcome looks like as text and as JSON."""

import json

import pytest

from sitegen.errors import Location
from sitegen.findings import Finding, Severity
from sitegen.model.outcome import Balance, Joined, Merge, Outcome, Stage
from sitegen.model.paper import Claim, Conflict
from sitegen.report import as_json, exit_code, summary

LOST = Finding(
    code="no-title",
    message="an entry without a title",
    at=Location("content/sources/a.bib", 7),
    raw="@misc{x}",
)
ODD = Finding(code="keys-not-kept", message="read-only", hint="make it writable")
NOTE = Finding(
    code="page-furniture", message="not read", at=Location("b.txt"), severity=Severity.NOTE
)
WRONG = Finding(code="broken", message="wrong", severity=Severity.ERROR)
FULL = Outcome(
    papers=3,
    findings=(LOST, NOTE, ODD),
    balance=Balance(read=5, papers=3, merged=1, quarantined=1),
    merges=(
        Merge(
            key="a",
            title="Ä title",
            records=(
                Joined(id="a1", at=Location("s.bib", 1), because=""),
                Joined(id="s.txt:4", at=Location("s.txt", 4), because="equal_title"),
            ),
        ),
    ),
    conflicts=(
        (
            "a",
            Conflict(
                field="year",
                chosen="2020",
                rule="the latest",
                rejected=(Claim(value="2019", by=("a1",)),),
            ),
        ),
    ),
    stages=(
        Stage(name="read", count=5, seconds=0.12345, cpu_seconds=0.1, peak_mb=31.26),
        Stage(name="render", count=40, seconds=2.0, cpu_seconds=3.5, peak_mb=1050.0),
    ),
    pages=40,
    written=12,
    places=(("site", "build/site/index.html"), ("report", "build/report.json")),
)


def test_the_report_says_everything_that_happened() -> None:
    assert json.loads(as_json(FULL)) == {
        "records_read": 5,
        "papers": 3,
        "merged": 1,
        "quarantined": 1,
        "balance_closes": True,
        "pages": 40,
        "written": 12,
        "places": {"site": "build/site/index.html", "report": "build/report.json"},
        "fixed": [],
        "findings": [
            {
                "code": "no-title",
                "severity": "warning",
                "message": "an entry without a title",
                "path": "content/sources/a.bib",
                "line": 7,
                "hint": "",
                "quarantined": True,
                "raw": "@misc{x}",
            },
            {
                "code": "page-furniture",
                "severity": "note",
                "message": "not read",
                "path": "b.txt",
                "line": None,
                "hint": "",
                "quarantined": False,
            },
            {
                "code": "keys-not-kept",
                "severity": "warning",
                "message": "read-only",
                "path": None,
                "line": None,
                "hint": "make it writable",
                "quarantined": False,
            },
        ],
        "merges": [
            {
                "key": "a",
                "title": "Ä title",
                "records": [
                    {"id": "a1", "at": "s.bib:1", "because": ""},
                    {"id": "s.txt:4", "at": "s.txt:4", "because": "equal_title"},
                ],
            }
        ],
        "conflicts": [
            {
                "key": "a",
                "field": "year",
                "chosen": "2020",
                "rule": "the latest",
                "rejected": [{"value": "2019", "by": ["a1"]}],
            }
        ],
        "stages": {
            "read": {"seconds": 0.1235, "count": 5, "cpu_seconds": 0.1, "peak_mb": 31.3},
            "render": {"seconds": 2.0, "count": 40, "cpu_seconds": 3.5, "peak_mb": 1050.0},
        },
    }


def test_without_sources_the_report_states_no_balance() -> None:
    found = json.loads(as_json(Outcome(papers=2, findings=())))
    assert found == {
        "records_read": None,
        "papers": 2,
        "merged": None,
        "quarantined": None,
        "balance_closes": None,
        "pages": 0,
        "written": 0,
        "places": {},
        "fixed": [],
        "findings": [],
        "merges": [],
        "conflicts": [],
        "stages": {},
    }


def test_the_report_is_utf_8_whatever_the_sources_held() -> None:
    outcome = Outcome(papers=0, findings=(Finding(code="x", message="'\ud800'", raw="\ud800"),))
    assert json.loads(as_json(outcome).encode())["findings"][0]["code"] == "x"


def test_the_report_is_the_same_text_for_the_same_outcome() -> None:
    assert as_json(FULL) == as_json(FULL)
    assert as_json(FULL).endswith("}\n")


def test_the_summary_begins_with_the_balance_and_ends_with_the_places() -> None:
    assert summary(FULL) == (
        "5 records read = 3 papers + 1 merged + 1 quarantined\n"
        "findings: 1 page-furniture (note), 1 keys-not-kept (warning), 1 no-title (warning)\n"
        "1 disagreements between records of 1 papers\n"
        "40 files in the site, 12 written or changed\n"
        "site:    build/site/index.html\n"
        "report:  build/report.json\n"
    )


def test_a_verbose_summary_ends_with_what_each_step_took() -> None:
    assert summary(FULL, verbose=True) == summary(FULL) + (
        "\n"
        "step            count  seconds      cpu  peak MB\n"
        "read                5     0.12     0.10       31\n"
        "render             40     2.00     3.50     1050\n"
    )


def test_a_summary_of_a_run_without_sources_counts_the_papers() -> None:
    assert summary(Outcome(papers=2, findings=())) == "2 papers\n"


@pytest.mark.parametrize(
    ("findings", "strict", "code"),
    [
        ((), False, 0),
        ((), True, 0),
        ((NOTE,), False, 0),
        ((NOTE,), True, 0),
        ((ODD,), False, 0),
        ((ODD,), True, 1),
        ((LOST,), False, 0),
        ((LOST,), True, 1),
        ((WRONG,), False, 1),
        ((WRONG,), True, 1),
    ],
)
def test_errors_count_always_and_warnings_only_if_strict(
    findings: tuple[Finding, ...], strict: bool, code: int
) -> None:
    assert exit_code(Outcome(papers=0, findings=findings), strict=strict) == code


def test_an_open_balance_counts() -> None:
    balance = Balance(read=5, papers=3, merged=1, quarantined=0)
    assert exit_code(Outcome(papers=3, findings=(), balance=balance), strict=False) == 1
