"""This is where an outcome becomes text for people and JSON for programs."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sitegen import checks
from sitegen.findings import Finding, Severity, quoted
from sitegen.model.ledger import Dispute, Joined, Ledger, Merge, Pair, Side
from sitegen.model.outcome import FirstSearch, Outcome


def exit_code(outcome: Outcome, *, strict: bool) -> int:
    """0 if nothing counts; 1 if there is an error, an open balance, or under *strict* a warning."""
    counting = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    is_open = outcome.balance is not None and not outcome.balance.closes
    return int(is_open or any(finding.severity in counting for finding in outcome.findings))


def summary(outcome: Outcome, *, verbose: bool = False) -> str:
    """What a person is told at the end of a run."""
    lines = [str(outcome.balance)] if outcome.balance else [f"{outcome.papers} papers"]
    counts = Counter((f.severity.value, f.code) for f in outcome.findings)
    if counts:
        parts = (f"{n} {code} ({severity})" for (severity, code), n in sorted(counts.items()))
        lines.append("findings: " + ", ".join(parts))
    lines += [f"fixed: {path}: {what}" for path, what in outcome.fixed]
    lines += _to_look_at(outcome.ledger)
    if outcome.pages:
        what = "site" if "site" in dict(outcome.places) else "library"
        lines.append(f"{outcome.pages} files in the {what}, {outcome.written} written or changed")
    lines += [f"{what + ':':8} {path}" for what, path in outcome.places]
    if verbose and (cost := outcome.search):
        lines.append(
            f"a first search fetches {cost.median / 1000:.0f} kB (median of the {cost.queries} "
            f"likeliest), at most {cost.worst / 1000:.0f} kB ({quoted(cost.worst_query)})"
        )
    if verbose and outcome.stages:
        lines += ["", *_timings(outcome)]
    return "\n".join(lines) + "\n"


def _to_look_at(ledger: Ledger) -> Iterator[str]:
    """What was decided and what was not, in numbers."""
    if ledger.merges:
        yield f"{_counted(len(ledger.merges), 'paper')} made from several records"
    if ledger.review or ledger.refused:
        pairs = _counted(len(ledger.review) + len(ledger.refused), "pair")
        yield f"{pairs} may be one work: sitegen review"
    if ledger.people or ledger.homonyms:
        names = _counted(len(ledger.people) + len(ledger.homonyms), "question")
        yield f"{names} about names of authors: sitegen review"
    if ledger.conflicts:
        papers = _counted(len({one.key for one in ledger.conflicts}), "paper")
        yield f"{_counted(len(ledger.conflicts), 'disagreement')} between records of {papers}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def annotations(outcome: Outcome, folder: str, *, verbose: bool = False) -> str:
    """The findings as GitHub's workflow commands, a line each, for people to see in a diff.

    Paths are below *folder*, the one that holds the content, as seen from the repository's root.
    Escaped as the toolkit does that reads them (actions/toolkit, command.ts).
    """
    commands = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    lines: list[str] = []
    for found in outcome.findings:
        if found.severity is Severity.NOTE and not verbose:
            continue
        stated = {}
        if found.at:
            stated["file"] = f"{folder}/{found.at.path}" if folder else found.at.path
        if found.at and found.at.line:
            stated["line"] = str(found.at.line)
        stated["title"] = found.code
        where = ",".join(f"{name}={_property(value)}" for name, value in stated.items())
        said = f"{found.message}\n{found.hint}" if found.hint else found.message
        lines.append(f"::{commands[found.severity]} {where}::{_data(said)}")
    return "".join(f"{line}\n" for line in lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def rules() -> str:
    """Every rule, with what it can be switched off by: a line or two each."""
    lines: list[str] = []
    for rule in checks.RULES:
        mended = ", mended by --fix" if rule.mend else ""
        lines += [f"{rule.code} ({rule.severity.value}{mended})", f"    {rule.reason}"]
    for code, reason in sorted(checks.ELSEWHERE.items()):
        lines += [f"{code} (warning, found while reading)", f"    {reason}"]
    return "\n".join(lines) + "\n"


def rules_as_json() -> str:
    """Every rule as JSON: a list of objects, by code."""
    known = [
        {
            "code": rule.code,
            "severity": rule.severity.value,
            "fix": rule.mend is not None,
            "reason": rule.reason,
            "hint": rule.hint,
        }
        for rule in checks.RULES
    ]
    known += [
        {"code": code, "severity": "warning", "fix": False, "reason": reason, "hint": ""}
        for code, reason in checks.ELSEWHERE.items()
    ]
    return json.dumps(sorted(known, key=lambda rule: str(rule["code"])), indent=1) + "\n"


def _timings(outcome: Outcome) -> Iterator[str]:
    yield f"{'step':12} {'count':>8} {'seconds':>8} {'cpu':>8} {'peak MB':>8}"
    for s in outcome.stages:
        yield f"{s.name:12} {s.count:8} {s.seconds:8.2f} {s.cpu_seconds:8.2f} {s.peak_mb:8.0f}"


def as_json(outcome: Outcome) -> str:
    """``report.json``: the balance sheet, findings, merges, conflicts and timings."""
    balance = outcome.balance
    report: dict[str, Any] = {  # Any: whatever JSON can say
        "records_read": balance.read if balance else None,
        "papers": outcome.papers,
        "merged": balance.merged if balance else None,
        "quarantined": balance.quarantined if balance else None,
        "balance_closes": balance.closes if balance else None,
        "pages": outcome.pages,
        "written": outcome.written,
        "search": _search(outcome.search) if outcome.search else None,
        "places": dict(outcome.places),
        "fixed": [{"path": path, "what": what} for path, what in outcome.fixed],
        "findings": [_finding(finding) for finding in outcome.findings],
        "merges": [_merge(merge) for merge in outcome.ledger.merges],
        "review": [_pair(pair) for pair in outcome.ledger.review],
        "refused": [_pair(pair) for pair in outcome.ledger.refused],
        "conflicts": [_dispute(one) for one in outcome.ledger.conflicts],
        "stages": {
            stage.name: {
                "seconds": round(stage.seconds, 4),
                "count": stage.count,
                "cpu_seconds": round(stage.cpu_seconds, 4),
                "peak_mb": round(stage.peak_mb, 1),
            }
            for stage in outcome.stages
        },
    }
    text = "{\n" + ",\n".join(_entry(name, value) for name, value in report.items()) + "\n}\n"
    # Half a character, such as "\\ud800", is no UTF-8; what takes its place is JSON's own escape.
    return text.encode("utf-8", "backslashreplace").decode()


def _entry(name: str, value: Any) -> str:  # Any: whatever JSON can say
    """A value under its name, a line for each item of a list: to be read, and to be fast."""
    written = json.JSONEncoder(ensure_ascii=False).encode
    if isinstance(value, list) and value:
        return f' "{name}": [\n' + ",\n".join(f"  {written(item)}" for item in value) + "\n ]"
    return f' "{name}": {written(value)}'


def _merge(merge: Merge) -> dict[str, Any]:
    return {
        "key": merge.key,
        "title": merge.title,
        "records": [_joined(joined) for joined in merge.records],
        "undo": merge.undo,
    }


def _joined(joined: Joined) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": joined.record.id,
        "at": str(joined.record.at),
        "ref": joined.record.ref,
        "because": joined.because,
        "points": {point.name: point.value for point in joined.points},
        "gave": list(joined.gave),
    }
    return found | ({"undo": list(joined.undo)} if joined.undo else {})


def _pair(pair: Pair) -> dict[str, Any]:
    sides = (pair.first, pair.second)
    return {
        "records": [
            {"id": s.id, "at": str(s.at), "ref": s.ref, "key": s.key, **_title(s)} for s in sides
        ],
        "rule": pair.rule,
        "score": pair.score,
        "points": {point.name: point.value for point in pair.points},
        "because": pair.because,
        "line": pair.line,
    }


def _title(side: Side) -> dict[str, str]:
    return {name: text for name, text in side.facts if name == "title"}


def _dispute(dispute: Dispute) -> dict[str, Any]:
    return {
        "key": dispute.key,
        "field": dispute.field,
        "chosen": dispute.chosen.value,
        "rule": dispute.rule,
        "rejected": [
            {"value": stated.value, "by": [source.id for source in stated.by]}
            for stated in dispute.rejected
        ],
    }


def _search(search: FirstSearch) -> dict[str, Any]:
    return {
        "queries": search.queries,
        "median_bytes": search.median,
        "worst_bytes": search.worst,
        "worst_query": search.worst_query,
        "worst_parts": dict(search.parts),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": finding.at.path if finding.at else None,
        "line": (finding.at.line or None) if finding.at else None,
        "hint": finding.hint,
        "quarantined": finding.is_quarantined,
    }
    if finding.is_quarantined:
        found["raw"] = finding.raw
    return found
