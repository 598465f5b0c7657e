"""This is where a reader's browser opens the built website: real Chromium, a served folder."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pybtex.database import parse_file, parse_string

from sitegen import serve

selenium = pytest.importorskip("selenium")
from selenium import webdriver  # noqa: E402
from selenium.webdriver.chrome.options import Options  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.remote.webelement import WebElement  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

pytestmark = pytest.mark.browser

T = TypeVar("T")

PAPER = "papers/vaswani2017attention.html"
PAGES = {
    "home": "index.html",
    "paper": PAPER,
    "paper without authors": "papers/flatformer.html",
    "paper of many authors": "papers/peng2023rwkv.html",
    "tag": "tags/attention.html",
    "author": "authors/ashish-vaswani.html",
    "year": "years/2017.html",
    "undated": "years/undated.html",
    "all papers": "papers/index.html",
    "tags": "tags/index.html",
    "authors": "authors/index.html",
    "years": "years/index.html",
    "titles": "titles/index.html",
    "cite": "cite.html",
    "basket": "basket.html",
    "search": "search.html",
    "results": "search.html?q=sparse%20attention",
    "not found": "no/such/page.html",
}
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",  # a click would miss what is still scrolling
    "--window-size=1280,900",
)


class Browser:
    """A browser on a served site."""

    def __init__(self, driver: webdriver.Chrome, base: str) -> None:
        self.driver = driver
        self.base = base

    def cdp(self, command: str, **arguments: Any) -> Any:
        """What the browser answers to a command of its developer tools."""
        return self.driver.execute_cdp_cmd(command, arguments)

    def js(self, script: str, *arguments: object) -> Any:
        """What a script returns in the page."""
        return self.driver.execute_script(script, *arguments)

    def open(self, page: str) -> None:
        """Open a page by its address in the site; a search with a query has its results then."""
        self.driver.get(self.base + page)
        if "?q=" in page:
            self.wait(lambda: self.all("#results li"))

    def resize(self, width: int) -> None:
        """Give pages this many pixels of width."""
        size = {"width": width, "height": 800}
        self.cdp("Emulation.setDeviceMetricsOverride", **size, deviceScaleFactor=1, mobile=False)

    def wait(self, condition: Callable[[], T]) -> T:
        """The first value of *condition* that is true."""
        return WebDriverWait(self.driver, 8, poll_frequency=0.02).until(lambda _: condition())

    def one(self, selector: str) -> WebElement:
        """The first element that *selector* selects."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """Every element that *selector* selects."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """The texts of what *selector* selects, read at one moment."""
        script = "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)"
        found: list[str] = self.js(script, selector)
        return found

    def press(self, keys: str) -> None:
        """Press keys, wherever the focus is."""
        self.driver.switch_to.active_element.send_keys(keys)

    def status(self) -> str:
        """What the search page says."""
        return self.texts("#status")[0]

    def complaints(self) -> list[str]:
        """What the console said since it was last asked, information left out."""
        entries = self.driver.get_log("browser")
        return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")]

    def requests(self) -> list[str]:
        """The addresses asked for since this was last asked."""
        messages = (
            json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")
        )
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]

    def reset(self) -> None:
        """Undo what a test has set, and forget what was logged."""
        self.cdp("Emulation.clearDeviceMetricsOverride")
        self.cdp("Emulation.setEmulatedMedia", media="", features=[])
        self.cdp("Emulation.setScriptExecutionDisabled", value=False)
        self.driver.get(self.base + "404.html")
        self.js("localStorage.clear()")
        self.driver.get("about:blank")
        self.complaints()
        self.requests()

    def keep(self) -> None:
        """Put the papers of three results into the basket."""
        self.open("search.html?q=reformer")
        for button in self.all("#results [data-keep]")[:3]:
            button.click()

    def downloaded(self, folder: Path, name: str) -> str:
        """The text of the file that is downloaded into *folder*."""
        self.wait((folder / name).exists)
        return (folder / name).read_text("utf-8")


def serving(site: Path, port: int = 0) -> Iterator[str]:
    """The address of *site*, served by this process."""
    server = serve.server(site, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def base(seeds: Path) -> Iterator[str]:
    """The address of the site of the seeds."""
    yield from serving(seeds / "build/site")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory, base: str) -> Iterator[Browser]:
    """One browser for all tests."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    steering = shutil.which("chromedriver")
    if program is None or steering is None:
        pytest.skip("there is no chromium with chromedriver")
    options = Options()
    options.binary_location = program
    profile = tmp_path_factory.mktemp("profile")
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(steering))
    yield Browser(driver, base)
    driver.quit()


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """The browser, as if it had just been started."""
    chromium.reset()
    return chromium


# ---- Search ----


def test_results_appear_as_one_types(browser: Browser) -> None:
    browser.open("search.html")
    box = browser.one("#query")
    box.send_keys("vasw")
    browser.wait(lambda: browser.texts("#results h3")[:1] == ["Attention Is All You Need"])
    box.send_keys("ani attention need")
    browser.wait(lambda: "“vaswani attention need”" in browser.status())
    first = browser.one("#results li")
    assert first.find_element(By.TAG_NAME, "h3").text == "Attention Is All You Need"
    about = first.find_element(By.CSS_SELECTOR, ".by").text
    assert about.startswith("Ashish Vaswani, Noam Shazeer")
    assert about.endswith("2017")
    marks = {mark.text for mark in first.find_elements(By.TAG_NAME, "mark")}
    assert {"Vaswani", "Attention", "Need"} <= marks


def test_a_result_opens_its_paper(browser: Browser) -> None:
    browser.open("search.html?q=vaswani")
    browser.one("#results h3 a").click()
    browser.wait(lambda: browser.driver.current_url == browser.base + PAPER)
    assert browser.one("h1").text == "Attention Is All You Need"


def test_the_words_begun_are_marked(browser: Browser) -> None:
    browser.open("search.html")
    browser.one("#query").send_keys("vasw")
    browser.wait(lambda: browser.texts("#results mark"))
    assert set(browser.texts("#results mark")) == {"Vaswani"}


def test_a_word_misspelt_says_that_nothing_was_found(browser: Browser) -> None:
    browser.open("search.html")
    browser.one("#query").send_keys("qwertyuiop")
    browser.wait(lambda: browser.status().startswith("No paper has “qwertyuiop”"))
    assert browser.all("#results li") == []


def test_the_query_lives_in_the_address(browser: Browser) -> None:
    browser.open("search.html")
    browser.one("#query").send_keys("author:ontañón +longt5")
    browser.wait(lambda: browser.status().endswith("“author:ontañón +longt5”"))
    titles = browser.texts("#results h3")
    assert titles
    browser.wait(lambda: "q=" in browser.driver.current_url)
    browser.driver.refresh()
    browser.wait(lambda: browser.texts("#results h3") == titles)
    assert browser.one("#query").get_property("value") == "author:ontañón +longt5"
    browser.one("#results h3 a").click()
    browser.wait(lambda: "/papers/" in browser.driver.current_url)
    browser.driver.back()
    browser.wait(lambda: browser.texts("#results h3") == titles)
    assert browser.one("#query").get_property("value") == "author:ontañón +longt5"


def test_the_box_of_any_page_leads_to_results(browser: Browser) -> None:
    browser.open(PAPER)
    browser.one(".top input[type=search]").send_keys("reformer\n")
    browser.wait(lambda: "/search.html?q=reformer" in browser.driver.current_url)
    browser.wait(lambda: browser.texts("#results h3"))
    assert browser.texts("#results h3")[0].startswith("Reformer")
    assert browser.js("return document.activeElement.id") == "query"


def test_a_mistake_in_a_query_is_a_message_and_the_next_query_works(browser: Browser) -> None:
    browser.open("search.html")
    box = browser.one("#query")
    box.send_keys("foo:bar")
    browser.wait(lambda: browser.status().startswith("There is no field “foo”."))
    box.clear()
    box.send_keys("reformer")
    browser.wait(lambda: browser.texts("#results h3"))
    assert browser.complaints() == []


def test_a_query_half_typed_keeps_the_results_of_the_last_one(browser: Browser) -> None:
    browser.open("search.html?q=reformer")
    titles = browser.texts("#results h3")
    browser.one("#query").send_keys(" title:")
    browser.wait(lambda: browser.status().startswith("This query is not complete"))
    assert browser.status().endswith("Below are the papers for “reformer”.")
    assert browser.texts("#results h3") == titles
    assert browser.one("#results").get_attribute("aria-busy") == "false"
    browser.one("#query").send_keys("efficient")
    browser.wait(lambda: browser.status().endswith("for “reformer title:efficient”"))


def test_a_sign_without_its_word_changes_nothing_yet(browser: Browser) -> None:
    browser.open("search.html?q=reformer")
    titles = browser.texts("#results h3")
    browser.one("#query").send_keys(" +")
    browser.wait(lambda: browser.status().endswith("for “reformer +”"))
    assert browser.texts("#results h3") == titles
    browser.one("#query").send_keys("efficient")
    browser.wait(lambda: browser.status().endswith("for “reformer +efficient”"))


def test_what_was_meant_is_a_link_in_the_sentence(browser: Browser) -> None:
    browser.open("search.html?q=reformr")
    assert browser.status().startswith("No paper has “reformr”. Did you mean “reformer”? ")
    link = browser.one("#status a")
    assert "underline" in link.value_of_css_property("text-decoration-line")
    titles = browser.texts("#results h3")
    link.click()
    browser.wait(lambda: browser.status().endswith("for “reformer”"))
    assert browser.texts("#results h3") == titles
    assert browser.driver.current_url.endswith("search.html?q=reformer")
    assert browser.driver.title.startswith("reformer · Search · ")


def test_what_is_said_is_read_out_when_the_reader_pauses(browser: Browser) -> None:
    browser.open("search.html")
    browser.js("""
      window.heard = [];
      const live = document.getElementById("heard");
      new MutationObserver(() => heard.push(live.textContent)).observe(live, { childList: true });
    """)
    browser.one("#query").send_keys("reformer: the efficient")
    browser.wait(lambda: "for “reformer: the efficient”" in browser.status())
    said = browser.status()
    assert said not in browser.js("return heard")
    browser.wait(lambda: said in browser.js("return heard"))
    assert len(browser.js("return heard")) <= 2  # one word may have come late
    roles = browser.texts("[role=status], [aria-live]")
    assert roles == [said]


def test_a_browser_that_refuses_to_change_the_address_still_searches(browser: Browser) -> None:
    browser.open("search.html")
    browser.js("history.replaceState = () => { window.refused = true; throw new DOMException(); }")
    browser.one("#query").send_keys("reformer")
    browser.wait(lambda: browser.js("return window.refused"))
    assert browser.texts("#results h3")[0].startswith("Reformer")
    assert browser.complaints() == []


def test_a_result_names_five_authors_and_the_one_looked_for(browser: Browser) -> None:
    browser.open("search.html?q=title:rwkv%20author:zhu")
    about = browser.one("#results .by").text
    assert about.startswith("Bo Peng, Eric Alcaide, ")
    assert "Rui-Jie Zhu" in about
    assert about.replace("\u00a0", " ").endswith("et al. · 2023")


def test_the_keyboard_is_enough_to_search(browser: Browser) -> None:
    browser.open("search.html?q=reformer")
    browser.js("document.activeElement.blur()")
    browser.press("/")
    assert browser.js("return document.activeElement.id") == "query"
    assert browser.one("#query").get_property("value") == "reformer"
    titles = browser.texts("#results h3")
    browser.press(Keys.ARROW_DOWN)
    assert browser.js("return document.activeElement.textContent") == titles[0]
    browser.press(Keys.ARROW_DOWN)
    assert browser.js("return document.activeElement.textContent") == titles[1]
    browser.press(Keys.ARROW_UP)
    browser.press(Keys.ARROW_UP)
    assert browser.js("return document.activeElement.id") == "query"
    browser.press(Keys.ARROW_DOWN)
    browser.press(Keys.ENTER)
    browser.wait(lambda: "/papers/" in browser.driver.current_url)
    assert browser.one("h1").text == titles[0]


def test_escape_clears_the_search(browser: Browser) -> None:
    browser.open("search.html?q=reformer")
    browser.one("#query").send_keys(Keys.ESCAPE)
    browser.wait(lambda: not browser.all("#results li"))
    assert browser.one("#query").get_property("value") == ""
    assert "q=" not in browser.driver.current_url


@pytest.mark.parametrize("page", ["index.html", PAPER, "no/such/page.html"])
def test_a_slash_focuses_the_search_box_of_any_page(browser: Browser, page: str) -> None:
    browser.open(page)
    browser.press("/")
    assert browser.js("return document.activeElement.type") == "search"
    assert browser.js("return document.activeElement.value") == ""


def test_more_results_are_shown_on_demand(browser: Browser) -> None:
    browser.open("search.html?q=transformer")
    assert len(browser.all("#results li")) == 10
    browser.one("#more").click()
    browser.wait(lambda: len(browser.all("#results li")) == 20)
    at = "return [...document.querySelectorAll('#results h3 a')].indexOf(document.activeElement)"
    browser.wait(lambda: browser.js(at) == 10)


def test_one_comes_back_to_the_results_and_the_place_that_one_left(browser: Browser) -> None:
    browser.open("search.html?q=transformer")
    browser.one("#more").click()
    browser.wait(lambda: len(browser.all("#results li")) == 20)
    link = browser.all("#results h3 a")[15]
    browser.js("arguments[0].scrollIntoView({ behavior: 'instant', block: 'center' })", link)
    link.click()
    browser.wait(lambda: "/papers/" in browser.driver.current_url)
    browser.driver.back()
    browser.wait(lambda: len(browser.all("#results li")) == 20)
    browser.wait(lambda: browser.js("return scrollY") > 400)


def test_back_undoes_a_choice_and_forward_makes_it_again(browser: Browser) -> None:
    browser.open("search.html?q=attention")
    total = browser.status()
    browser.one("#sort option[value=oldest]").click()
    browser.wait(lambda: "sort=oldest" in browser.driver.current_url)
    browser.one("#narrow summary").click()
    browser.wait(lambda: browser.all("#values li"))[0].click()
    browser.wait(lambda: browser.texts("#chips li") and browser.status() != total)
    browser.driver.back()
    browser.wait(lambda: browser.status() == total and not browser.texts("#chips li"))
    assert browser.one("#sort").get_property("value") == "oldest"
    browser.driver.back()
    browser.wait(lambda: browser.one("#sort").get_property("value") == "")
    browser.driver.forward()
    browser.driver.forward()
    browser.wait(lambda: browser.texts("#chips li") and browser.status() != total)


def test_to_go_to_the_content_is_no_new_search(browser: Browser) -> None:
    browser.open("search.html?q=transformer")
    browser.one("#more").click()
    browser.wait(lambda: len(browser.all("#results li")) == 20)
    browser.js("document.querySelector('.skip').click()")
    browser.wait(lambda: browser.driver.current_url.endswith("#main"))
    assert browser.js("return document.activeElement.id") == "main"
    assert len(browser.all("#results li")) == 20


def test_more_and_more_results_are_shown(browser: Browser) -> None:
    browser.open("search.html?q=transformer")
    for count in (10, 20, 40, 80):
        browser.wait(lambda count=count: len(browser.all("#results li")) == count)
        browser.one("#more").click()


def test_what_is_typed_before_the_scripts_have_come_is_searched_for(browser: Browser) -> None:
    early = """addEventListener("DOMContentLoaded", () => {
      document.getElementById("query").value = "reformer";
    });"""
    added = browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=early)
    browser.open("search.html")
    browser.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])
    browser.wait(lambda: browser.status().endswith("for “reformer”"))


def test_a_query_of_thousands_of_letters_is_answered_and_not_repeated(browser: Browser) -> None:
    browser.open("search.html")
    script = "const [text] = arguments; document.getElementById('query').value = text;"
    browser.js(script, "attention " * 300)
    browser.press(Keys.ENTER)
    browser.wait(lambda: browser.texts("#results li"))
    assert len(browser.status()) < 120
    assert len(browser.driver.current_url) > 3000


def test_headings_stay_in_order_when_results_appear(browser: Browser) -> None:
    browser.open("search.html?q=reformer")
    script = "return [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((e) => +e.tagName[1])"
    levels = browser.js(script)
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


def test_the_notice_for_those_without_javascript_never_flashes(browser: Browser) -> None:
    watch = """new MutationObserver(() => {
      const notices = [...document.querySelectorAll(".notice")];
      if (notices.some((one) => one.checkVisibility())) window.flashed = true;
    }).observe(document, { childList: true, subtree: true, attributes: true });"""
    added = browser.cdp("Page.addScriptToEvaluateOnNewDocument", source=watch)
    browser.open("search.html?q=reformer")
    browser.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])
    assert browser.js("return window.flashed === true") is False


def test_nothing_of_search_is_fetched_before_it_is_needed(browser: Browser) -> None:
    for page in ("index.html", PAPER, "tags/attention.html"):
        browser.open(page)
        browser.one("input[type=search]").click()
    assert [url for url in browser.requests() if "search" in url or "lunr" in url] == []


def test_an_index_that_is_missing_is_a_message(
    browser: Browser, seeds: Path, tmp_path: Path
) -> None:
    site = seeds / "build/site"
    for name in ("index.html", "search.html", "404.html"):
        shutil.copy(site / name, tmp_path / name)
    shutil.copytree(site / "assets", tmp_path / "assets")
    for address in serving(tmp_path):
        browser.driver.get(address + "search.html")
        browser.one("#query").send_keys("attention")
        browser.wait(lambda: "Try again" in browser.status())
        assert "Traceback" not in browser.status()
        assert browser.all("#results li") == []


def test_a_network_that_is_lost_is_a_message_and_found_again_the_next_search_works(
    browser: Browser, seeds: Path
) -> None:
    site = seeds / "build/site"
    for address in serving(site):
        browser.driver.get(address + "search.html?q=reformer")
        browser.wait(lambda: browser.texts("#results h3"))
    box = browser.one("#query")
    box.send_keys(" zebra")
    browser.wait(lambda: "Try again" in browser.status() or "try again" in browser.status())
    assert browser.all("#results li") == []
    browser.one("#narrow summary").click()
    browser.wait(lambda: browser.status())
    for _ in serving(site, int(address.rpartition(":")[2].rstrip("/"))):
        box.send_keys("s" + Keys.ENTER)
        browser.wait(lambda: browser.texts("#results h3"))
        browser.wait(lambda: browser.texts("#values legend"))


def test_results_are_narrowed_by_what_they_have(browser: Browser) -> None:
    browser.open("search.html?q=attention")
    total = browser.status()
    browser.one("#narrow summary").click()
    browser.wait(lambda: browser.texts("#values legend"))
    label = browser.one("#values li:nth-child(2) label")
    name, _, count = label.text.rpartition(" ")
    label.click()
    browser.wait(lambda: browser.status() == f"{count} papers for “attention”")
    browser.wait(lambda: browser.texts("#chips li") == [name])
    _, last = browser.all("#years input")
    last.send_keys("2021" + Keys.TAB)
    browser.wait(lambda: browser.texts("#chips li") == ["–2021", name])
    narrowed = browser.wait(lambda: "attention" in browser.status() and browser.status())
    browser.wait(lambda: "to=2021" in browser.driver.current_url)
    browser.driver.refresh()
    browser.wait(lambda: browser.status() == narrowed)
    assert browser.texts("#chips li") == ["–2021", name]
    browser.one("#chips button").click()
    browser.wait(lambda: browser.texts("#chips li") == [name])
    browser.one("#chips button").click()
    browser.wait(lambda: browser.status() == total)


def test_a_facet_alone_is_a_search(browser: Browser) -> None:
    browser.open("search.html?from=2017&to=2017")
    browser.wait(lambda: browser.texts("#results h3") == ["Attention Is All You Need"])
    assert browser.status() == "1 paper"


def test_results_are_sorted_as_asked(browser: Browser) -> None:
    browser.open("search.html?q=attention&from=2017")

    def years() -> list[int]:
        return [int(by[-4:]) for by in browser.texts("#results .by")]

    for order, is_falling in (("oldest", False), ("newest", True)):
        browser.one(f"#sort option[value={order}]").click()
        browser.wait(lambda order=order: f"sort={order}" in browser.driver.current_url)
        browser.wait(lambda falls=is_falling: years() == sorted(years(), reverse=falls) != [])
    browser.one("#sort option[value=title]").click()
    browser.wait(lambda: browser.texts("#results h3") == sorted(browser.texts("#results h3")))


def test_a_mistake_in_a_query_is_shown_at_its_place(browser: Browser) -> None:
    browser.open("search.html")
    browser.one("#query").send_keys("reformer foo:bar bert")
    browser.wait(lambda: browser.texts("#place") == ["reformer foo:bar bert"])
    assert browser.status().startswith("There is no field “foo”.")
    assert browser.texts("#place mark") == ["foo"]
    browser.one("#query").send_keys(Keys.ESCAPE)
    browser.wait(lambda: browser.texts("#place") == [""])


def test_an_example_of_the_help_is_searched_without_leaving(browser: Browser) -> None:
    browser.open("search.html")
    browser.one(".help summary").click()
    browser.js("window.same = true")
    browser.one(".help tr:nth-child(4) a").click()
    browser.wait(lambda: browser.status().endswith("for “title:bert”"))
    assert browser.js("return window.same")
    assert browser.one(".help").get_attribute("open") is None


def test_what_is_found_is_taken_away(browser: Browser, tmp_path: Path) -> None:
    browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.open("search.html?q=reformer")
    count = int(browser.status().split()[0])
    browser.one("#downloads [data-take='bib']").click()
    assert len(parse_string(browser.downloaded(tmp_path, "papers.bib"), "bibtex").entries) == count
    browser.open("search.html?q=attention")
    count = int(browser.status().split()[0])
    assert count > 50  # cut out of the file of all papers
    browser.one("#downloads [data-take='json']").click()
    assert len(json.loads(browser.downloaded(tmp_path, "papers.json"))) == count
    browser.one("#downloads [data-take='ris']").click()
    assert browser.downloaded(tmp_path, "papers.ris").count("\nER  - ") == count


# ---- The basket, and what one cites ----


def test_the_basket_survives_pages(browser: Browser) -> None:
    browser.keep()
    titles = browser.texts("#results h3")[:3]
    assert browser.texts("#kept") == ["Basket 3"]
    browser.open(PAPER)
    browser.wait(lambda: browser.all(".links [data-keep]"))[0].click()
    assert browser.one(".links [data-keep]").text == "In the basket"
    browser.one("#kept").click()
    browser.wait(lambda: browser.texts("#basket h3"))
    assert browser.texts("#basket h3") == [*titles, "Attention Is All You Need"]
    browser.one("#basket [data-keep]").click()
    assert browser.texts("#basket [role=status]") == ["3 papers"]
    browser.driver.refresh()
    browser.wait(lambda: browser.texts("#basket h3"))
    assert browser.texts("#basket h3") == [*titles[1:], "Attention Is All You Need"]
    browser.one("#empty").click()
    assert not browser.one("#kept").is_displayed()
    assert browser.texts("#basket [role=status]") == ["0 papers"]
    assert browser.texts("#basket h3") == []
    assert [e for e in browser.all("#basket button") if e.is_displayed()] == []


def test_lists_have_a_button_beside_each_paper(browser: Browser) -> None:
    for page in ("index.html", "tags/attention.html", "papers/index.html"):
        browser.open(page)
        browser.wait(lambda: browser.all("[data-keep]"))
        assert len(browser.all("[data-keep]")) == len(browser.all(".papers > li"))
    button = browser.one("[data-keep]")
    assert button.get_attribute("aria-label").startswith("In the basket: ")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"


def test_tabs_share_the_basket(browser: Browser) -> None:
    browser.open("basket.html")
    browser.wait(lambda: browser.texts("#basket [role=status]") == ["0 papers"])
    basket = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    browser.keep()
    titles = browser.texts("#results h3")[:3]
    results = browser.driver.current_window_handle
    browser.driver.switch_to.window(basket)
    browser.wait(lambda: browser.texts("#basket h3") == titles)
    browser.one("#basket [data-keep]").click()
    browser.driver.switch_to.window(results)
    browser.wait(lambda: browser.texts("#kept") == ["Basket 2"])
    assert browser.one("#results [data-keep]").get_attribute("aria-pressed") == "false"
    browser.driver.close()
    browser.driver.switch_to.window(basket)


def test_papers_that_are_gone_are_left_out_of_the_basket_and_counted(
    browser: Browser, tmp_path: Path
) -> None:
    browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.open("basket.html")
    kept = [["gone2020", "A Paper That Was"], ["vaswani2017attention", "Attention Is All You Need"]]
    browser.js("localStorage.setItem('basket:/', arguments[0])", json.dumps(kept))
    browser.driver.refresh()
    browser.wait(lambda: browser.texts("#basket h3"))
    browser.one("[data-take='bib']").click()
    text = browser.downloaded(tmp_path, "basket.bib")
    assert list(parse_string(text, "bibtex").entries) == ["vaswani2017attention"]
    assert browser.texts("[data-take='bib']") == ["BibTeX (without 1 paper no longer here)"]


@pytest.mark.parametrize("kept", ["nonsense", "[1, 2]", '{"a": 1}', "7"])
def test_a_basket_that_makes_no_sense_is_empty(browser: Browser, kept: str) -> None:
    browser.open("basket.html")
    browser.js("localStorage.setItem('basket:/', arguments[0])", kept)
    browser.driver.refresh()
    browser.wait(lambda: browser.texts("#basket [role=status]") == ["0 papers"])
    assert browser.complaints() == []


@pytest.mark.parametrize("suffix", [".bib", ".ris", ".json"])
def test_the_basket_is_taken_away(browser: Browser, tmp_path: Path, suffix: str) -> None:
    browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.keep()
    browser.open("basket.html")
    links = browser.wait(lambda: browser.all("#basket h3 a"))
    keys = [link.get_attribute("href") for link in links]
    keys = [str(key).rpartition("/")[2].removesuffix(".html") for key in keys]
    browser.one(f"[data-take='{suffix[1:]}']").click()
    text = browser.downloaded(tmp_path, f"basket{suffix}")
    found = {
        ".bib": lambda: list(parse_string(text, "bibtex").entries),
        ".ris": lambda: [x[6:] for x in text.splitlines() if x.startswith("ID  - ")],
        ".json": lambda: [item["id"] for item in json.loads(text)],
    }
    assert found[suffix]() == keys


def test_a_document_gets_the_bibtex_of_what_it_cites(browser: Browser, tmp_path: Path) -> None:
    browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.open("cite.html")
    browser.wait(lambda: "needs no network" in browser.status())
    offline = {"latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    browser.cdp("Network.enable")
    browser.cdp("Network.emulateNetworkConditions", offline=True, **offline)
    try:
        browser.one("#document").send_keys("\\citep[p. 3]{vaswani2017attention, nobody1900}")
        browser.wait(lambda: browser.status() == "1 entry, 1 key not found")
        assert browser.texts("#missing li") == ["nobody1900"]
        browser.one("#save").click()
        text = browser.downloaded(tmp_path, "references.bib")
        assert list(parse_string(text, "bibtex").entries) == ["vaswani2017attention"]
        assert "abstract" not in text
        assert browser.texts("#bibtex") == [text]
        browser.one("#document").send_keys(Keys.CONTROL + "a", Keys.DELETE)
        browser.wait(lambda: browser.status() == "")
        assert not browser.one("#answer").is_displayed()
        assert not browser.one("#missing").is_displayed()
        browser.one("#document").send_keys("\\cite{}")
        browser.wait(lambda: browser.status() == "No keys found in this text")
    finally:
        browser.cdp("Network.emulateNetworkConditions", offline=False, **dict.fromkeys(offline, -1))


@pytest.mark.parametrize("place", ["#document", "h1"])
def test_a_document_dropped_anywhere_is_read(browser: Browser, place: str) -> None:
    browser.open("cite.html")
    browser.wait(lambda: browser.one("#cited").is_displayed())
    browser.js(
        """
      const files = new DataTransfer();
      files.items.add(new File(["\\\\citation{vaswani2017attention}"], "main.aux"));
      const drop = { bubbles: true, cancelable: true, dataTransfer: files };
      document.querySelector(arguments[0]).dispatchEvent(new DragEvent("drop", drop));
    """,
        place,
    )
    browser.wait(lambda: browser.status() == "1 entry, all keys found")


# ---- Citing ----


def test_the_citation_is_copied(browser: Browser, seeds: Path) -> None:
    permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"]
    browser.cdp("Browser.grantPermissions", origin=browser.base, permissions=permissions)
    browser.open(PAPER)
    button = browser.one("[data-copy]")
    button.click()
    browser.wait(lambda: button.text == "Copied")
    script = "const [done] = arguments; navigator.clipboard.readText().then(done, done)"
    copied = browser.driver.execute_async_script(script)
    expected = (seeds / "build/site" / PAPER).with_suffix(".bib").read_text("utf-8")
    assert copied == expected


def test_the_citation_selected_by_hand_is_that_of_the_file(browser: Browser, seeds: Path) -> None:
    """Lines wrap and are indented for the eye only; a click selects them all, without a script."""
    browser.open(PAPER)
    browser.cdp("Emulation.setScriptExecutionDisabled", value=True)
    browser.one("#bibtex").click()
    selected = browser.js("return getSelection().toString()")
    expected = (seeds / "build/site" / PAPER).with_suffix(".bib").read_text("utf-8")
    assert selected == expected.removesuffix("\n")


def test_the_bibtex_downloaded_is_the_paper(browser: Browser, tmp_path: Path) -> None:
    browser.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.open(PAPER)
    browser.one("a[download][href$='.bib']").click()
    file = tmp_path / "vaswani2017attention.bib"
    browser.wait(file.exists)
    entry = parse_file(str(file)).entries["vaswani2017attention"]
    assert entry.fields["title"].replace("{", "").replace("}", "") == "Attention Is All You Need"
    assert entry.fields["year"] == "2017"
    assert str(entry.persons["author"][0]) == "Vaswani, Ashish"


# ---- Every page ----


def test_no_page_complains_or_asks_another_host(browser: Browser) -> None:
    for page in PAGES.values():
        browser.open(page)
    missing = browser.base + PAGES["not found"]
    assert [text for text in browser.complaints() if not text.startswith(missing)] == []
    local = (browser.base, "data:", "about:")
    assert [url for url in browser.requests() if not url.startswith(local)] == []


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways(browser: Browser, width: int) -> None:
    browser.resize(width)
    too_wide = {}
    for name, page in PAGES.items():
        browser.open(page)
        browser.js("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        size = browser.js("return [document.scrollingElement.scrollWidth, innerWidth]")
        if size[0] > size[1]:
            too_wide[name] = size[0]
    assert too_wide == {}


LABELS = """
const boxes = [...document.querySelectorAll(".plot text")].map((e) => e.getBoundingClientRect());
const bars = [...document.querySelectorAll(".plot .bar")].map((e) => e.getBoundingClientRect());
const meet = (a, b) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
return [
  boxes.length,
  Math.min(...boxes.map((e) => e.height)),
  boxes.flatMap((a, i) => [...boxes.slice(i + 1), ...bars].filter((b) => meet(a, b))).length,
];
"""


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_plot_can_be_read_at_any_width(browser: Browser, width: int) -> None:
    browser.resize(width)
    browser.open("index.html")
    count, height, collisions = browser.js(LABELS)
    assert count == 7 + 6  # years and counts: 2018 has no papers
    assert height >= 12
    assert collisions == 0


@pytest.mark.parametrize("width", [360, 700, 1280])
def test_the_header_is_equally_high_on_all_pages(browser: Browser, width: int) -> None:
    browser.resize(width)
    script = "return document.querySelector('.top').getBoundingClientRect().height"
    heights = {}
    for name in ("home", "paper", "tag", "search", "not found"):
        browser.open(PAGES[name])
        heights[name] = browser.js(script)
    assert len(set(heights.values())) == 1, heights


def test_a_paper_prints_without_what_is_for_the_screen(browser: Browser) -> None:
    browser.open(PAPER)
    browser.cdp("Emulation.setEmulatedMedia", media="print")
    shown = [e.text.split("\n")[0] for e in browser.all("main h1, main h2") if e.is_displayed()]
    assert shown == ["Attention Is All You Need", "Abstract", "Cite"]
    assert "Ashish Vaswani" in browser.one(".by").text
    chrome = "header, footer, form, nav, button, .button, details, .tags"
    assert [e.tag_name for e in browser.all(chrome) if e.is_displayed()] == []


CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const known = new Map();
const parse = (color) => {
  if (!known.has(color)) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    known.set(color, [r, g, b, a / 255]);
  }
  return known.get(color);
};
const over = ([r, g, b, a], below) => [r, g, b].map((c, i) => c * a + below[i] * (1 - a));
const ground = (element) => {
  if (!element) return parse("white");
  const own = parse(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own : over(own, ground(element.parentElement));
};
const part = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b) + 0.05;
const faint = new Map();
const check = (element, color, text) => {
  const below = ground(element);
  const both = [luminance(over(parse(color), below)), luminance(below)];
  const found = Math.max(...both) / Math.min(...both);
  const name = `${element.localName}.${element.getAttribute("class") ?? ""}`;
  if (found < 4.5) faint.set(name, `${name} “${text.trim().slice(0, 30)}”: ${found.toFixed(2)}`);
};
for (const details of document.querySelectorAll("details")) details.open = true;
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let count = 0;
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue;
  const style = getComputedStyle(element);
  check(element, element.closest("svg") ? style.fill : style.color, walker.currentNode.data);
  count += 1;
}
for (const input of document.querySelectorAll("input")) {
  check(input, getComputedStyle(input, "::placeholder").color, input.placeholder);
  check(input, getComputedStyle(input).color, "input");
}
return [count, [...faint.values()]];
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, scheme: str) -> None:
    media = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.cdp("Emulation.setEmulatedMedia", features=media)
    faint = {}
    grounds = set()
    names = (
        "home",
        "paper",
        "paper without authors",
        "tag",
        "undated",
        "years",
        "results",
        "search",
    )
    for name in names:
        browser.open(PAGES[name])
        count, found = browser.js(CONTRAST)
        assert count > 10
        if found:
            faint[name] = found
        grounds.add(browser.js("return getComputedStyle(document.documentElement).backgroundColor"))
    assert faint == {}
    (ground,) = grounds
    darkness = sum(map(int, ground.removeprefix("rgb(").removesuffix(")").split(",")))
    assert (darkness < 150) == (scheme == "dark")


TABBED = """
const interactive = "a[href], button, input, summary, select, textarea, [tabindex='0']";
window.expected = [...document.querySelectorAll(interactive)].filter((e) => e.checkVisibility());
window.reached = new Map();
addEventListener("focusin", ({ target }) => {
  const style = getComputedStyle(target);
  const box = target.getBoundingClientRect();
  const visible = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  reached.set(target, visible && box.width > 0);
});
return expected.length;
"""


@pytest.mark.parametrize("name", ["home", "paper", "year", "years", "results", "not found"])
def test_everything_is_reached_by_tab_and_shows_it(browser: Browser, name: str) -> None:
    browser.open(PAGES[name])
    if browser.all(".papers > li, article.paper"):
        browser.wait(lambda: browser.all("[data-keep]"))
    browser.js("document.activeElement.blur(); getSelection().removeAllRanges()")
    count = browser.js(TABBED)
    browser.one("body").send_keys(Keys.TAB * (count + 2))
    name_of = "(e) => e.outerHTML.slice(0, 100)"
    missed = browser.js(f"return expected.filter((e) => !reached.has(e)).map({name_of})")
    assert missed == []
    unseen = browser.js(f"return expected.filter((e) => !reached.get(e)).map({name_of})")
    assert unseen == []


def test_the_first_tab_leads_past_the_header(browser: Browser) -> None:
    browser.open(PAPER)
    browser.press(Keys.TAB)
    link = browser.driver.switch_to.active_element
    assert link.text == "Skip to the content"
    assert link.rect["x"] >= 0
    link.send_keys(Keys.ENTER)
    assert browser.js("return document.activeElement.id") == "main"


@pytest.mark.parametrize("name", ["home", "paper", "tag", "years", "results", "not found"])
def test_whatever_is_interactive_has_a_name(browser: Browser, name: str) -> None:
    browser.open(PAGES[name])
    roles = {"link", "button", "textbox", "searchbox", "DisclosureTriangle", "img", "navigation"}
    nodes = browser.cdp("Accessibility.getFullAXTree")["nodes"]
    named = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in roles
    ]
    assert {"link", "searchbox", "button"} <= {role for role, _ in named}
    assert [role for role, text in named if not text.strip()] == []


# ---- Without a server, without JavaScript ----


def test_without_javascript_pages_show_what_they_have(browser: Browser) -> None:
    browser.cdp("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(PAPER)
    assert browser.one("h1").text == "Attention Is All You Need"
    assert "@" in browser.one("#bibtex").text
    assert not browser.one("[data-copy]").is_displayed()
    assert browser.one("a[download][href$='.bib']").is_displayed()
    browser.one("nav a[href$='tags/index.html']").click()
    browser.wait(lambda: browser.one("h1").text == "Tags")
    browser.open("search.html")
    (notice,) = (e for e in browser.all(".notice") if e.is_displayed())
    assert "needs JavaScript" in notice.text
    assert browser.one("main a[href='titles/index.html']").is_displayed()
    for page in ("cite.html", "basket.html"):
        browser.open(page)
        assert any("JavaScript" in e.text for e in browser.all(".notice") if e.is_displayed())
    browser.open("tags/attention.html")
    assert browser.all("[data-keep]") == []


def test_the_site_browses_from_a_folder(browser: Browser, seeds: Path) -> None:
    site = (seeds / "build/site").as_uri() + "/"
    browser.driver.get(site + "index.html")
    browser.one("#newest + .papers h3 a, .papers h3 a").click()
    browser.wait(lambda: "/papers/" in browser.driver.current_url)
    assert browser.driver.current_url.startswith(site)
    browser.one(".tags a").click()
    browser.wait(lambda: "/tags/" in browser.driver.current_url)
    assert browser.one("h1").text
    browser.one(".top .name").click()
    browser.wait(lambda: browser.driver.current_url == site + "index.html")
    browser.one(".find input").send_keys("attention\n")
    browser.wait(lambda: "search.html" in browser.driver.current_url)
    assert browser.one("#without").is_displayed()
    assert "web server" in browser.one("#without").text
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith("file:")] == []


def test_the_page_that_is_not_found_leads_back(browser: Browser) -> None:
    browser.open("no/such/page.html")
    assert browser.one("h1").text == "There is no such page"
    browser.one("main a").click()
    browser.wait(
        lambda: browser.one("h1").text == "Papers" or "papers/" in browser.driver.current_url
    )
    assert browser.all(".papers h3 a")
