"""This is where it is measured how good the search is: ``python -m tests.bench.relevance``.

Prints, for the seeds and, if the benchmark's records are here (SITEGEN_BENCHMARKS), for 10,000 of
these, how early each kind of query finds its paper (tests/relevance.py). With ``--tune`` it chooses
boosts of the fields by one half of the papers drawn, and prints how well the other half is found
before and after; what it chooses goes into sitegen/search/fields.py by hand.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sitegen import library
from sitegen.model.paper import Paper
from sitegen.search.fields import BOOSTS
from tests.bench.papers import ROOT, indexed, papers_of
from tests.bench.search import calibration
from tests.relevance import MANY, Asked, drawn, figures, ranks, tuned

SIZE = 10_000
Place = tuple[str, Path, list[Paper]]
"""What is searched: its name, the folder of its site, its papers."""


def places(folder: Path) -> Iterator[Place]:
    """The sites to be searched, made below *folder*."""
    content, out = folder / "content", folder / "build"
    shutil.copytree(ROOT / "content", content)
    command = [sys.executable, "-m", "sitegen", "build", "--content", str(content)]
    subprocess.run([*command, "--out", str(out)], check=True, capture_output=True)
    files = sorted((out / "site" / "papers").glob("*.md"))
    papers = [library.read((file.name, file.read_text("utf-8"))) for file in files]
    yield "the seeds", out / "site", papers
    benchmarks = Path(os.environ.get("SITEGEN_BENCHMARKS", ""))
    if (benchmarks / "scale" / "papers-100k.jsonl.xz").is_file():
        papers = papers_of(benchmarks, SIZE)
        yield "the benchmark", indexed(papers, folder / "benchmark"), papers


def show(place: Place, groups: Sequence[list[Asked]], boosts: Mapping[str, float]) -> None:
    """Print how well the queries are answered with *boosts*."""
    name, folder, papers = place
    asked = [one for group in groups for one in group]
    (found,) = ranks(folder, asked, [boosts])
    print(f"\n{name}, {len(papers):,} papers, {len(groups)} drawn; boosts {_shown(boosts)}")
    print(f"{'':22}queries  success@1  success@10    MRR")
    for kind, of in figures(asked, found).items():
        print(f"{kind:22}{of.queries:7}{of.first:11.3f}{of.ten:12.3f}{of.mrr:7.3f}")


def _shown(boosts: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {boost:g}" for name, boost in boosts.items())


def main() -> int:
    """Print the figures, or choose boosts."""
    with tempfile.TemporaryDirectory() as folder:
        every = [(place, drawn(place[2])) for place in places(Path(folder))]
        if "--tune" not in sys.argv:
            for place, groups in every:
                show(place, groups, BOOSTS)
            print(f"\nsum(range(1000)) takes {calibration()}")
            return 0
        half = MANY // 2
        chosen = tuned([(place[1], groups[:half]) for place, groups in every], BOOSTS)
        for boosts, figure in chosen:
            print(f"{figure:.4f}  {_shown(boosts)}")
        for place, groups in every:
            for boosts in (BOOSTS, chosen[-1][0]):
                show(place, groups[half:], boosts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
