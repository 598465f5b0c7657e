"""This is where a built website is shown on this machine, to look at it before it is published."""

import functools
import http.server
import os
from http import HTTPStatus
from pathlib import Path

from sitegen.errors import OutputError, UsageError


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Files of one folder, never cached, with the site's own page for what does not exist."""

    extensions_map = {  # noqa: RUF012  # the base class declares it so
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".bib": "application/x-bibtex; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".md": "text/markdown; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def translate_path(self, path: str) -> str:
        """The file that is asked for; no file's name holds a zero byte, which open() refuses."""
        return super().translate_path(path).replace("\0", "\N{REPLACEMENT CHARACTER}")

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """A folder without a page of its own is not there, as on the web."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a preview's log is noise."""


def server(site: Path, port: int) -> http.server.ThreadingHTTPServer:
    """A server of the website in *site* on 127.0.0.1, listening; port 0 picks a free one.

    Raises:
        UsageError: there is no website.
        OutputError: the port is taken.
    """
    if not (site / "index.html").is_file():
        raise UsageError(f"there is no website in '{site}'", hint="`sitegen build` makes one")
    handler = functools.partial(_Handler, directory=str(site))
    try:
        return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            f"cannot listen on port {port}: {reason}", hint="name another with --port"
        ) from error
