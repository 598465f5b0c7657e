"""This is where work is spread over processes and timed: the one ``map`` that all stages use."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol, Self, TypeVar

from sitegen.model.outcome import Stage

T = TypeVar("T")
R = TypeVar("R")

_WORTH_SHARING = 5000
"""Items from which on it pays to start processes (measured: a start costs what 500 pages do)."""


class Watcher(Protocol):
    """Whoever wants to know which step is running."""

    def __call__(self, name: str) -> None: ...


class Runner:
    """Runs the steps of a build, on *jobs* processes, and notes what each took.

    Results come in the order of the items, whatever the number of processes.
    """

    def __init__(self, jobs: int = 1) -> None:
        self.jobs = jobs
        self.stages: list[Stage] = []
        self.watch: Watcher | None = None
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterable[R]:
        """*function* of each of *items*, in order; shared out if there are enough to pay for it."""
        if self.jobs < 2 or len(items) < _WORTH_SHARING:
            return map(function, items)
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.jobs)
        return self._pool.map(function, items, chunksize=max(1, len(items) // (self.jobs * 8)))

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[int], None]]:
        """A step of the run; call what it gives with the number of things made."""
        if self.watch:
            self.watch(name)
        made = [0]
        wall, cpu = time.perf_counter(), _cpu_seconds()
        yield lambda count: made.__setitem__(0, count)
        self.stages.append(
            Stage(
                name=name,
                count=made[0],
                seconds=time.perf_counter() - wall,
                cpu_seconds=_cpu_seconds() - cpu,
                peak_mb=_peak_mb(),
            )
        )


def default_jobs() -> int:
    """As many processes as there are processors that this one may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cpu_seconds() -> float:
    """Processor time of this process and of the workers that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak_mb() -> float:
    """Peak memory of this process; 0 where the system does not tell."""
    try:
        import resource  # not on Windows
    except ImportError:
        return 0.0
    peak: Any = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak / 1024**2 if sys.platform == "darwin" else peak / 1024)
