"""This is where a real Chromium asks what readers would ask, and what it takes is noted.

cold   nothing is kept: the cache is emptied and the page opened anew. From the focus in the box.
next   on a page that has answered others; what this query alone needs comes from the server.
again  on the same page; what it needs is in memory.

Processor time is that of the whole browser: to open the page too, if it is opened.

A query ends with Enter. Its time ends when its ten rows are in the page, and again when they have
the stretches of their abstracts. The server is on this machine: what a network adds is not in it.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from .host import Host, Sent

_PROBE = Path(__file__).parent.parent / "js" / "probe.js"
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE = 120  # seconds
_PACE = 0.08  # seconds between two keys: a fast typist's
_OTHER = "survey"  # what was asked for before


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that was answered."""

    query: str
    """What was asked for."""

    rows: float
    """Milliseconds until its rows were in the page."""

    complete: float
    """Milliseconds until they were complete."""

    shown: int
    """How many rows are in the page."""

    total: int
    """How many papers were found."""

    sent: tuple[Sent, ...]
    """What the server sent for it."""


@dataclass(frozen=True, slots=True)
class Way:
    """Queries that were asked in one way."""

    asked: list[Asked]
    """Each of them."""

    cpu: float
    """Milliseconds of processor time that the whole browser took for one, the mean; what else runs
    on the machine does not change it much, unlike the others. 0 where the system does not tell."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The same queries, asked in three ways."""

    cold: Way
    next: Way
    again: Way

    longest: float
    """Milliseconds of the page's longest task in the latter two; 0 if none was of 50 or more."""


@dataclass(frozen=True, slots=True)
class Typing:
    """Queries that were typed letter by letter."""

    late: list[float]
    """Milliseconds from the last letter of each to its rows."""

    longest: float
    """Milliseconds of the page's longest task; 0 if none was of 50 or more."""


class Chromium:
    """A browser on a search page."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self._driver = driver

    def asking(self, host: Host, queries: Sequence[str]) -> Asking:
        """How the search page of *host* answers *queries*."""
        self._open(host)
        self._ask(host, _OTHER)
        self._driver.execute_script("bench.longest = 0")
        upcoming = self._way(host, queries, self._ask)
        again = self._way(host, queries, self._ask)
        longest = self._longest()
        return Asking(self._way(host, queries, self._cold), upcoming, again, longest)

    def typing(self, host: Host, queries: Sequence[str]) -> Typing:
        """How the search page of *host* does while *queries* are typed into its box."""
        self._open(host)
        self._driver.execute_script("bench.longest = 0")
        late = []
        for query in queries:
            self._driver.execute_script("bench.now = bench.typed(arguments[0])", query)
            for letter in query:
                self._press(key=letter, text=letter)
                time.sleep(_PACE)
            late.append(self._answer("bench.now")["rows"])
            self._press(key="Escape", windowsVirtualKeyCode=27)
        return Typing(late, self._longest())

    def _press(self, **key: object) -> None:
        """Press a key and let it go, as the keyboard does: no script runs in the page for it."""
        for kind in ("keyDown", "keyUp"):
            self._driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": kind, **key})

    def _longest(self) -> float:
        longest: float = self._driver.execute_script("return bench.longest")
        return longest

    def _way(self, host: Host, queries: Sequence[str], ask: Callable[[Host, str], Asked]) -> Way:
        before = self._cpu()
        asked = [ask(host, query) for query in queries]
        return Way(asked, (self._cpu() - before) / len(queries))

    def _cpu(self) -> float:
        """Milliseconds of processor time of the browser's processes so far."""
        own = {self._driver.service.process.pid}  # of chromedriver, which counts for nothing
        ticks = 0
        for _, parent, process, used in sorted(_processes()):
            if parent in own:
                own.add(process)
                ticks += used
        return ticks * 1000 / os.sysconf("SC_CLK_TCK") if ticks else 0.0

    def _cold(self, host: Host, query: str) -> Asked:
        self._open(host, query)
        answer = self._answer("bench.first")
        return Asked(query, **answer, sent=tuple(host.sent))

    def _ask(self, host: Host, query: str) -> Asked:
        host.sent.clear()
        answer = self._answer("bench.ask(arguments[0])", query)
        return Asked(query, **answer, sent=tuple(host.sent))

    def _answer(self, promise: str, *arguments: object) -> dict[str, Any]:
        done = "arguments[arguments.length - 1]"
        script = f"const done = {done}; {promise}.then(done, (error) => done(String(error)))"
        answer = self._driver.execute_async_script(script, *arguments)
        if not isinstance(answer, dict):
            raise SystemExit(f"the search page does not answer: {answer}")
        return answer

    def _open(self, host: Host, query: str = "") -> None:
        """Open the search page as somebody does who was never there, and asks for *query*."""
        self._driver.get("about:blank")
        self._driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        host.sent.clear()
        self._driver.get(f"{host.base}search.html#ask={quote(query)}")
        self._answer("bench.ready")


def _processes() -> Iterator[tuple[int, int, int, int]]:
    """(when it began, its parent, itself, ticks of processor time) of what runs, on Linux.

    What a process took that has ended is counted with the one that began it.
    """
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            number, _, rest = file.read_text("utf-8", "replace").partition(" ")
            facts = rest.rpartition(") ")[2].split()
            yield int(facts[19]), int(facts[1]), int(number), sum(map(int, facts[11:15]))


@contextmanager
def chromium() -> Iterator[Chromium | None]:
    """A browser with an empty profile; None if there is none on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    steering = shutil.which("chromedriver")
    if program is None or steering is None:
        yield None
        return
    options = Options()
    options.binary_location = program
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=Service(steering))
        try:
            driver.set_script_timeout(_PATIENCE)
            probe = {"source": _PROBE.read_text("utf-8")}
            driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", probe)
            yield Chromium(driver)
        finally:
            driver.quit()
