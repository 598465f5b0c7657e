"""This is where it is held what an outcome looks like as text and as JSON."""

import json
from dataclasses import replace

import pytest

from sitegen.errors import Location
from sitegen.findings import Finding, Severity
from sitegen.model.ledger import Balance, Dispute, Joined, Ledger, Merge, Pair, Side, Source, Stated
from sitegen.model.outcome import FirstSearch, Outcome, Stage
from sitegen.model.verdict import Point
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


def side(id: str, path: str, line: int, key: str) -> Side:
    return Side(id=id, at=Location(path, line), ref=f"r-{id}", key=key, facts=(("title", "T"),))


POINTS = (Point("title-equal", 40), Point("years-apart", -5))
LEDGER = Ledger(
    merges=(
        Merge(
            key="a",
            title="Ä title",
            records=(
                Joined(record=side("a1", "s.bib", 1, "a"), gave=("title", "year")),
                Joined(record=side("b", "s.txt", 4, "a"), because="title-equal", points=POINTS),
            ),
            undo='["r-a1", "r-b"],  # Ä title',
        ),
    ),
    review=(
        Pair(
            first=side("a1", "s.bib", 1, "a"),
            second=side("c", "s.txt", 9, "c"),
            rule="title-near",
            points=POINTS,
            because="",
            line='["r-a1", "r-c"],  # T',
        ),
    ),
    conflicts=(
        Dispute(
            key="a",
            title="Ä title",
            field="year",
            chosen=Stated(value="2020", by=()),
            rule="the latest",
            rejected=(Stated(value="2019", by=(Source(id="a1", at=None),)),),
        ),
    ),
)
FULL = Outcome(
    papers=3,
    findings=(LOST, NOTE, ODD),
    balance=Balance(read=5, papers=3, merged=1, quarantined=1),
    ledger=LEDGER,
    stages=(
        Stage(name="read", count=5, seconds=0.12345, cpu_seconds=0.1, peak_mb=31.26),
        Stage(name="render", count=40, seconds=2.0, cpu_seconds=3.5, peak_mb=1050.0),
    ),
    pages=40,
    written=12,
    search=FirstSearch(
        queries=1000,
        median=41_200,
        worst=86_531,
        worst_query="deep learning",
        parts=(("scripts", 25_000), ("terms", 61_531)),
    ),
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
        "search": {
            "queries": 1000,
            "median_bytes": 41_200,
            "worst_bytes": 86_531,
            "worst_query": "deep learning",
            "worst_parts": {"scripts": 25_000, "terms": 61_531},
        },
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
                    {
                        "id": "a1",
                        "at": "s.bib:1",
                        "ref": "r-a1",
                        "because": "",
                        "points": {},
                        "gave": ["title", "year"],
                    },
                    {
                        "id": "b",
                        "at": "s.txt:4",
                        "ref": "r-b",
                        "because": "title-equal",
                        "points": {"title-equal": 40, "years-apart": -5},
                        "gave": [],
                    },
                ],
                "undo": '["r-a1", "r-b"],  # Ä title',
            }
        ],
        "review": [
            {
                "records": [
                    {"id": "a1", "at": "s.bib:1", "ref": "r-a1", "key": "a", "title": "T"},
                    {"id": "c", "at": "s.txt:9", "ref": "r-c", "key": "c", "title": "T"},
                ],
                "rule": "title-near",
                "score": 35,
                "points": {"title-equal": 40, "years-apart": -5},
                "because": "",
                "line": '["r-a1", "r-c"],  # T',
            }
        ],
        "refused": [],
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
        "search": None,
        "places": {},
        "fixed": [],
        "findings": [],
        "merges": [],
        "review": [],
        "refused": [],
        "conflicts": [],
        "stages": {},
    }


def test_the_report_is_utf_8_whatever_the_sources_held() -> None:
    outcome = Outcome(papers=0, findings=(Finding(code="x", message="'\ud800'", raw="\ud800"),))
    assert json.loads(as_json(outcome).encode())["findings"][0]["code"] == "x"


def test_the_report_has_a_line_for_each_thing_that_it_lists() -> None:
    lines = as_json(FULL).splitlines()
    assert sum(line.startswith('  {"key": "a", ') for line in lines) == 2
    assert sum(line.startswith('  {"code": ') for line in lines) == 3


def test_a_record_of_three_has_lines_of_its_own_that_take_it_out() -> None:
    first = LEDGER.merges[0]
    joined = tuple(replace(one, undo=("  [x],",)) for one in first.records)
    ledger = replace(LEDGER, merges=(replace(first, records=joined),))
    found = json.loads(as_json(replace(FULL, ledger=ledger)))
    assert [one["undo"] for one in found["merges"][0]["records"]] == [["  [x],"]] * 2


def test_the_report_is_the_same_text_for_the_same_outcome() -> None:
    assert as_json(FULL) == as_json(FULL)
    assert as_json(FULL).endswith("}\n")


def test_the_summary_begins_with_the_balance_and_ends_with_the_places() -> None:
    assert summary(FULL) == (
        "5 records read = 3 papers + 1 merged + 1 quarantined\n"
        "findings: 1 page-furniture (note), 1 keys-not-kept (warning), 1 no-title (warning)\n"
        "1 paper made from several records\n"
        "1 pair may be one work: sitegen review\n"
        "1 disagreement between records of 1 paper\n"
        "40 files in the site, 12 written or changed\n"
        "site:    build/site/index.html\n"
        "report:  build/report.json\n"
    )


def test_a_verbose_summary_ends_with_what_each_step_took() -> None:
    assert summary(FULL, verbose=True) == summary(FULL) + (
        "a first search fetches 41 kB (median of the 1000 likeliest), at most 87 kB "
        "('deep learning')\n"
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
