"""This is where deduplication is measured on labelled sets: ``make bench-dedupe``.

Pairwise precision and recall after closure, of the pairs that the labels can judge; the part of the
true pairs that blocking keeps; processor seconds and peak memory, each set in a process of its own.
The table goes into README.md too. A figure below the line fails.
"""

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

SETS = ("dblp_acm", "stroke", "cytology_screening", "digital_work", "mis")
README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- deduplication -->\n", "<!-- end -->\n"
COVERED = ("mis",)
"""Sets whose labels are incomplete: a pair counts only if both records are labelled."""

Pairs = set[tuple[str, ...]]


def main() -> int:
    """Print the table and write it into README.md; 1 if a figure is too low, 2 without the sets."""
    folder = Path(os.environ.get("SITEGEN_BENCHMARKS", "")) / "dedup"
    if not (folder / "README.md").is_file():
        print(f"the labelled sets are not here: {folder}")
        print("name the folder that holds dedup/: make bench-dedupe BENCHMARKS=…")
        return 2
    header, others = _others((folder / "README.md").read_text("utf-8"))
    lines = [
        f"| {' | '.join(['set', 'records', *header, '**sitegen**', 'blocking', 'CPU s', 'MB'])} |",
        f"|{' --- |' * (len(header) + 6)}",
    ]
    too_low = []
    for name in SETS:
        command = [sys.executable, __file__, str(folder / name)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        *peers, least = others[name]
        wanted = [float(figure) for figure in least.strip("*").split("/")]
        if found["precision"] < wanted[0] or found["recall"] < wanted[1]:
            too_low.append(name)
        ours = f"**{found['precision']:.4f}/{found['recall']:.4f}**"
        cells = [name, f"{found['records']:,}", *peers, least, ours]
        cells += [f"{found['blocking']:.3f}", f"{found['cpu']:.1f}", f"{found['peak_mb']:.0f}"]
        lines.append(f"| {' | '.join(cells)} |")
    table = "\n".join(lines) + "\n"
    print(table)
    text = README.read_text("utf-8")
    if BEGIN in text:
        before, _, rest = text.partition(BEGIN)
        README.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", "utf-8")
    for name in too_low:
        print(f"{name} is below the line")
    return 1 if too_low else 0


def _others(text: str) -> tuple[list[str], dict[str, list[str]]]:
    """(names of the other tools and of the line, their figures by set) of the sets' README."""
    table = text[text.index("| set | exact title") :]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()]
    header = [re.sub(r"\*", "", cell) for cell in rows[0][1:]]
    figures = {row[0]: row[1:] for row in rows if len(row) == len(header) + 1}
    return header, {name: figures[name] for name in SETS}


def _measured(folder: Path) -> dict[str, Any]:
    """The figures of the set in *folder*."""
    from sitegen import dedupe, mentions, sources
    from sitegen.dedupe.block import pairs
    from sitegen.dedupe.corpus import corpus
    from sitegen.dedupe.normalise import features

    texts = list(sources.read(folder / "records.jsonl", "records.jsonl"))
    records = mentions.gather(texts, map, {}, "").records  # type: ignore[arg-type]
    before = time.process_time()
    clusters = dedupe.group(records, map).clusters
    cpu = time.process_time() - before
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    found = _pairs([record.id for record in cluster.records] for cluster in clusters)
    known = [features(record) for record in records]
    blocked = pairs(known, corpus(known).often)
    kept = {tuple(sorted((records[a].id, records[b].id))) for a, b in blocked}
    if gold["mode"] == "cluster":
        true = _pairs(gold["clusters"])
        labelled = {name for cluster in gold["clusters"] for name in cluster}
        if folder.name in COVERED:
            found = {pair for pair in found if labelled.issuperset(pair)}
    else:
        true = {tuple(sorted(pair[:2])) for pair in gold["pairs"] if pair[2]}
        source = {record.id: dict(record.extra).get("source") for record in records}
        found = {(a, b) for a, b in found if source[a] != source[b]}
    return {
        "records": len(records),
        "precision": len(found & true) / max(1, len(found)),
        "recall": len(found & true) / len(true),
        "blocking": len(kept & true) / len(true),
        "cpu": cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _pairs(clusters: Iterable[Sequence[str]]) -> Pairs:
    return {tuple(sorted(pair)) for cluster in clusters for pair in combinations(cluster, 2)}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_measured(Path(sys.argv[1]))))
    else:
        sys.exit(main())
