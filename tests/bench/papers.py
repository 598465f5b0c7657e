"""This is where the papers come from that search is measured with, and what is asked of it."""

import json
import lzma
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from sitegen import library, search, sources
from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.publish import encoded

ROOT = Path(__file__).parent.parent.parent
SEEDS = 515
"""As many papers are in ``content/sources``."""

RECORDS = Path("scale") / "papers-100k.jsonl.xz"
"""The benchmark's records, below its folder."""

FIXED = (
    "bengio",
    "zhang",
    "transformer",
    "attention",
    "quantization",
    "retrieval",
    "word embeddings",
    "reinforcement learning",
    "sparse attention",
    "knowledge distillation",
    "image classification",
    "speech recognition",
    "large language model",
    "graph neural networks",
    "neural machine translation",
    "state space models",
)
"""Asked of both engines at all sizes: names, words and subjects that papers of each size have."""


def papers(size: int, benchmarks: Path) -> list[Paper]:
    """The seeds if there are *size* of them, else so many of the benchmark's records."""
    return seeds() if size == SEEDS else papers_of(benchmarks, size)


def seeds() -> list[Paper]:
    """The papers of ``content/sources``."""
    with tempfile.TemporaryDirectory() as folder:
        content, out = Path(folder) / "content", Path(folder) / "build"
        shutil.copytree(ROOT / "content", content)
        folders = ("--content", str(content), "--out", str(out))
        command = [sys.executable, "-m", "sitegen", "convert", *folders]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        return list(map(library.read, sources.library(out)))


def papers_of(benchmarks: Path, size: int) -> list[Paper]:
    """The first *size* of the benchmark's records as papers."""
    found = []
    used: Counter[str] = Counter()
    with lzma.open(benchmarks / RECORDS) as lines:
        for line in islice(lines, size):
            record = json.loads(line)
            key = record["bibkey"].lower()
            used[key] += 1
            names = (name.partition(", ") for name in record["authors"])
            found.append(
                Paper(
                    key=key if used[key] == 1 else f"{key}-{used[key]}",
                    title=record["title"],
                    authors=tuple(Person(family=family, given=given) for family, _, given in names),
                    year=record["year"],
                    venue=record["venue"],
                    abstract=record["abstract"],
                    tags=tuple(record["tags"] or ()),
                    type="inproceedings",
                )
            )
    return found


def indexed(papers: Sequence[Paper], folder: Path) -> Path:
    """*folder*, with the search index of *papers*."""
    for address, text in search.files(papers):
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_bytes(encoded(text))
    return folder
