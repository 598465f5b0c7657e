"""This is where the preview of a built website is held: on this machine only, and nothing else."""

import http.client
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.errors import OutputError, UsageError
from sitegen.serve import server
from tests.conftest import Project


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "index.html": "<p>home",
        "404.html": "<p>not here",
        "papers/index.html": "<p>papers",
        "papers/x.bib": "@misc{x}",
        "papers/x.md": "---",
        "assets/site.js": "//",
        "assets/style.css": "a{}",
        "assets/icon.svg": "<svg/>",
        "search/index.json": "{}",
        "feed.xml": "<feed/>",
    }
    for name, text in files.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text(text)
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "site"


@pytest.fixture
def address(site: Path) -> Iterator[tuple[str, int]]:
    with server(site, 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield str(running.server_address[0]), running.server_port
        running.shutdown()
        thread.join()


def get(address: tuple[str, int], path: str, method: str = "GET") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(*address, timeout=5)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        response.body = response.read()  # type: ignore[attr-defined]
    finally:
        connection.close()
    return response


def test_a_page_is_shown(address: tuple[str, int]) -> None:
    response = get(address, "/")
    assert (response.status, response.body) == (200, b"<p>home")
    assert response.headers["Cache-Control"] == "no-store"


def test_a_folder_shows_its_own_page(address: tuple[str, int]) -> None:
    response = get(address, "/papers/")
    assert (response.status, response.body) == (200, b"<p>papers")


def test_what_does_not_exist_is_the_page_for_it_with_status_404(address: tuple[str, int]) -> None:
    response = get(address, "/papers/nowhere.html")
    assert (response.status, response.body) == (404, b"<p>not here")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


def test_asking_for_the_head_of_what_does_not_exist_gives_no_body(
    address: tuple[str, int],
) -> None:
    response = get(address, "/nowhere", "HEAD")
    assert (response.status, response.body) == (404, b"")


def test_a_folder_without_a_page_is_not_listed(address: tuple[str, int]) -> None:
    response = get(address, "/assets/")
    assert (response.status, response.body) == (404, b"<p>not here")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/index.html", "text/html; charset=utf-8"),
        ("/papers/x.bib", "application/x-bibtex; charset=utf-8"),
        ("/papers/x.md", "text/markdown; charset=utf-8"),
        ("/assets/site.js", "text/javascript; charset=utf-8"),
        ("/assets/site.js?v=12345678", "text/javascript; charset=utf-8"),
        ("/assets/style.css", "text/css"),
        ("/assets/icon.svg", "image/svg+xml"),
        ("/search/index.json", "application/json"),
        ("/feed.xml", "application/xml; charset=utf-8"),
    ],
)
def test_every_file_has_the_type_that_browsers_need(
    path: str, kind: str, address: tuple[str, int]
) -> None:
    response = get(address, path)
    assert (response.status, response.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/papers/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "//../secret.txt",
        "/./.././secret.txt",
    ],
)
def test_nothing_outside_of_the_site_is_shown(path: str, address: tuple[str, int]) -> None:
    response = get(address, path)
    assert (response.status, response.body) == (404, b"<p>not here")


@pytest.mark.parametrize("path", ["/a%00b", "/%ff%fe", "/" + "x" * 5000])
def test_a_strange_address_is_not_found(path: str, address: tuple[str, int]) -> None:
    assert get(address, path).status == 404


def test_a_site_is_only_shown_never_changed(address: tuple[str, int]) -> None:
    assert get(address, "/index.html", "PUT").status == 501


def test_only_this_machine_is_served(address: tuple[str, int]) -> None:
    assert address[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_one_sentence_and_a_hint(
    address: tuple[str, int], site: Path
) -> None:
    with pytest.raises(OutputError) as caught:
        server(site, address[1])
    assert str(caught.value) == (
        f"error: cannot listen on port {address[1]}: address already in use\n"
        "  hint: name another with --port"
    )


def test_without_a_website_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        server(tmp_path / "site", 0)
    assert str(caught.value) == (
        f"error: there is no website in '{tmp_path / 'site'}'\n  hint: `sitegen build` makes one"
    )


def test_the_command_exits_2_without_a_website(project: Project) -> None:
    assert project.run("serve", "--port", "0") == 2
    assert project.stderr == (
        f"sitegen: error: there is no website in '{project.out / 'site'}'\n"
        "  hint: `sitegen build` makes one\n"
    )
    assert project.stdout == ""


def test_the_command_exits_1_if_the_port_is_taken(project: Project) -> None:
    project.write({"build/site/index.html": "home"})
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert project.run("serve", "--port", str(port)) == 1
    assert project.stderr == (
        f"sitegen: error: cannot listen on port {port}: address already in use\n"
        "  hint: name another with --port\n"
    )


def test_the_command_says_where_it_serves_and_ends_with_ctrl_c(site: Path) -> None:
    command = [sys.executable, "-m", "sitegen", "serve", "--out", str(site.parent), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as p:
        assert p.stdout is not None
        line = p.stdout.readline()
        assert line.endswith("/ (stop with Ctrl-C)\n")
        port = int(line.split("/")[2].split(":")[1])
        assert get(("127.0.0.1", port), "/").status == 200
        p.send_signal(signal.SIGINT)
        try:
            _, stderr = p.communicate(timeout=10)
        finally:
            p.kill()
    assert (p.returncode, stderr) == (0, "")
