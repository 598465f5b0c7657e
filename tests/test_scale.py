"""This is where a hundred thousand records are deduplicated, one in five a disfigured copy.

What that takes is measured in ``tests/bench/records.py``.
"""

import json
import pickle
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen import dedupe
from sitegen.model.record import Record
from tests.copies import SCALE, found, records

pytestmark = pytest.mark.slow

_SIZE = 100_000
_ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def told(benchmarks: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """What a process of its own tells about the records, which another has read: its memory is
    that of nothing else."""
    source = benchmarks / SCALE
    if not source.is_file():
        pytest.skip(f"the benchmark records are not here: {source}")
    read = tmp_path_factory.mktemp("scale") / "records.pickle"
    program = [sys.executable, "-m", "tests.test_scale"]
    subprocess.run([*program, str(read), str(source.resolve())], cwd=_ROOT, check=True)
    done = subprocess.run([*program, str(read)], cwd=_ROOT, capture_output=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def test_nearly_all_disfigured_copies_are_found_with_their_originals(
    told: dict[str, float],
) -> None:
    assert told["found"] >= 0.99


def test_no_cluster_of_many_records_grows_without_end(told: dict[str, float]) -> None:
    assert told["largest"] <= 30


def test_a_hundred_thousand_records_fit_into_a_gigabyte_and_a_half(
    told: dict[str, float],
) -> None:
    assert told["peak_mb"] <= 1536


def _answer(read: Path) -> dict[str, float]:
    mentioned: list[Record] = pickle.loads(read.read_bytes())
    clusters = dedupe.group(mentioned, map).clusters
    return {
        "found": found([cluster.records for cluster in clusters]),
        "largest": max(len(cluster.records) for cluster in clusters),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    place, *sources = map(Path, sys.argv[1:])
    if sources:
        place.write_bytes(pickle.dumps(records(sources[0], _SIZE)))
    else:
        sys.stdout.write(json.dumps(_answer(place)))
