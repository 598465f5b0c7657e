"""This is where a folder is served as GitHub Pages serves one, and where what is sent is counted.

Text is compressed by gzip, everything may be kept for ten minutes and asked for again by its tag,
and connections stay open. What is counted are the bodies of answers, as they go over the wire.
"""

import gzip
import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}
"""What is compressed. Anything else is sent as it is."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer that was given."""

    address: str
    """What was asked for, relative to the site's root."""

    status: int
    """200; 304 if the browser had it; 404."""

    size: int
    """Bytes of its body."""


@dataclass(frozen=True, slots=True)
class _Body:
    content: bytes
    is_compressed: bool
    tag: str


class Host(http.server.ThreadingHTTPServer):
    """A server of one folder; ``sent`` has what it sent, in the order it was asked for."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sent: list[Sent] = []
        self._folder = folder.resolve()
        self._bodies: dict[str, _Body] = {}

    @property
    def base(self) -> str:
        """The address of the folder."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def body(self, address: str) -> _Body | None:
        """The body of a file; None if there is none. A host has compressed it long ago."""
        if address not in self._bodies:
            file = (self._folder / address).resolve()
            if not (file.is_relative_to(self._folder) and file.is_file()):
                return None
            content = file.read_bytes()
            tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
            is_text = file.suffix in _TYPES
            content = gzip.compress(content, 6, mtime=0) if is_text else content
            self._bodies[address] = _Body(content, is_text, tag)
        return self._bodies[address]


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a small answer waits 40 ms for an acknowledgement
    wbufsize = -1  # an answer leaves in one piece
    server: Host

    def do_GET(self) -> None:
        address = unquote(urlsplit(self.path).path).lstrip("/")
        body = self.server.body(address)
        if body is None:
            self._answer(address, HTTPStatus.NOT_FOUND, b"")
            return
        headers = {
            "Cache-Control": "max-age=600",
            "Content-Type": _TYPES.get(Path(address).suffix, "application/octet-stream"),
            "ETag": body.tag,
            "Vary": "Accept-Encoding",
        }
        if self.headers.get("If-None-Match") == body.tag:
            self._answer(address, HTTPStatus.NOT_MODIFIED, b"", headers)
            return
        if body.is_compressed:
            headers["Content-Encoding"] = "gzip"
        self._answer(address, HTTPStatus.OK, body.content, headers)

    def _answer(
        self,
        address: str,
        status: HTTPStatus,
        content: bytes,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.server.sent.append(Sent(address, status, len(content)))
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[Host]:
    """*folder*, served while this is open."""
    host = Host(folder)
    thread = threading.Thread(target=host.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield host
    finally:
        host.shutdown()
        thread.join()
        host.server_close()
