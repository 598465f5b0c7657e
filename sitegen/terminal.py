"""This is where a terminal is asked for keys, one at a time, and shows lines: nothing else.

What a record says never steers the terminal: all that is shown is made printable here once more.
"""

import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TextIO

from sitegen.findings import printable
from sitegen.review.cells import Line, Span, Style

if sys.platform == "win32":
    import msvcrt
    import time
else:
    import termios
    import tty

_COLOURS = {
    Style.DIFFERS: "1;35",
    Style.LABEL: "2",
    Style.STRONG: "1",
    Style.GOOD: "32",
    Style.BAD: "31",
}
_SEQUENCES = {"A": "up", "B": "down", "5~": "page-up", "6~": "page-down"}
_WINDOWS = {"H": "up", "P": "down", "I": "page-up", "Q": "page-down"}
_NAMED = {"\r": "enter", "\n": "enter", "\x03": "q", "\x04": "q", "\x1a": "q"}
_POORER = str.maketrans({"│": "|", "≠": "!", "·": "-", "…": "~", "–": "-"})
_PATIENCE = 0.25  # seconds between two looks at the size of the terminal


def is_there() -> bool:
    """Whether there is a person at a terminal: keys can be read, and lines are seen."""
    streams = (sys.stdin, sys.stdout)
    return all(stream is not None and not stream.closed and stream.isatty() for stream in streams)


class Terminal:
    """The terminal that the program was started from."""

    def __init__(self, keys: TextIO, stream: TextIO) -> None:
        self._keys, self._stream = keys, stream
        self._steers = os.environ.get("TERM", "dumb" if os.name == "posix" else "") != "dumb"
        self._colours = self._steers and not os.environ.get("NO_COLOR")
        self._size = self.size()
        self._is_interrupted = False

    def size(self) -> tuple[int, int]:
        """(cells of a line, lines)."""
        cells, lines = 80, 24
        with suppress(OSError, ValueError):
            found = os.get_terminal_size(self._stream.fileno())
            cells, lines = found.columns or cells, found.lines or lines
        return cells, lines if self._steers else 10**9

    def show(self, lines: Sequence[Line]) -> None:
        """Show *lines* in place of what was shown before; below it, if this terminal cannot."""
        self._size = self.size()
        shown = ["".join(map(self._dressed, line)) for line in lines]
        if self._steers:
            self._write("\x1b[H" + "\n".join(f"{line}\x1b[K" for line in shown) + "\x1b[J")
        else:
            self._write("\n".join([*shown, "> "]))

    def key(self) -> str:
        """The next key: a sign, or the name of a key; "resize", or "" at the end of all input."""
        while True:
            try:
                found = self._pressed()
            except KeyboardInterrupt:
                found = "q"
            except OSError:  # the terminal was closed
                found = ""
            if self._is_interrupted:
                found = "q"
            if found is None and self._steers and self.size() != self._size:
                return "resize"
            if found is not None:
                if not self._steers:
                    self._write(f"{printable(found)}\n\n")
                return found

    def _dressed(self, span: Span) -> str:
        text = printable(span.text)
        colour = _COLOURS.get(span.style) if self._colours else None
        return f"\x1b[{colour}m{text}\x1b[0m" if colour else text

    def _write(self, text: str) -> None:
        encoding = self._stream.encoding or "utf-8"
        if not encoding.lower().replace("-", "").startswith("utf"):
            text = text.translate(_POORER).encode(encoding, "replace").decode(encoding)
        with suppress(OSError):  # a closed terminal is found out by reading
            self._stream.write(text)
            self._stream.flush()

    if sys.platform == "win32":

        def _pressed(self) -> str | None:
            end = time.monotonic() + _PATIENCE
            while not msvcrt.kbhit():
                if time.monotonic() > end:
                    return None
                time.sleep(0.02)
            sign = msvcrt.getwch()
            if sign in "\x00\xe0":
                return _WINDOWS.get(msvcrt.getwch(), "other")
            return _NAMED.get(sign, sign.lower())

        @contextmanager
        def open(self) -> Iterator["Terminal"]:
            """Take the terminal over, and leave it as it was."""
            os.system("")  # switches escape sequences on in older consoles
            self._enter()
            try:
                yield self
            finally:
                self._leave()

    else:

        def _pressed(self) -> str | None:
            """A key, or None if none was pressed for a moment."""
            descriptor = self._keys.fileno()
            if not select.select([descriptor], [], [], _PATIENCE)[0]:
                return None
            content = os.read(descriptor, 1)
            if not content:
                return ""
            if content == b"\x1b":
                return self._sequence(descriptor)
            more = (content[0] >= 0xC0) + (content[0] >= 0xE0) + (content[0] >= 0xF0)
            while more and select.select([descriptor], [], [], 0.05)[0]:
                content += os.read(descriptor, 1)
                more -= 1
            sign = content.decode("utf-8", "replace")
            return _NAMED.get(sign, sign.lower())

        def _sequence(self, descriptor: int) -> str:
            """The key that an escape sequence stands for: arrows, and others that say nothing."""
            found = ""
            while len(found) < 16 and select.select([descriptor], [], [], 0.05)[0]:
                found += os.read(descriptor, 1).decode("latin-1")
                if len(found) > 1 and "@" <= found[-1] <= "~":
                    break
            return _SEQUENCES.get(found[1:], "other") if found[:1] in ("[", "O") else "other"

        @contextmanager
        def open(self) -> Iterator["Terminal"]:
            """Take the terminal over, and leave it as it was, also while the program is stopped."""
            descriptor = self._keys.fileno()
            before = termios.tcgetattr(descriptor)

            def enter() -> None:
                # What was typed before a question is seen answers nothing: it is thrown away.
                tty.setcbreak(descriptor, termios.TCSAFLUSH)
                self._enter()

            def leave() -> None:
                self._leave()
                with suppress(OSError, termios.error):
                    termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

            def suspend(_: int, __: FrameType | None) -> None:
                leave()
                os.kill(os.getpid(), signal.SIGSTOP)
                enter()
                self._size = (0, 0)  # what was shown is gone

            def interrupt(_: int, __: FrameType | None) -> None:
                self._is_interrupted = True  # taken up where keys are: never amid an answer

            def end(number: int, _: FrameType | None) -> None:
                raise SystemExit(128 + number)

            handlers = {
                signal.SIGINT: interrupt,
                signal.SIGTSTP: suspend,
                signal.SIGTERM: end,
                signal.SIGHUP: end,
            }
            with _signals(handlers):
                enter()
                try:
                    yield self
                finally:
                    leave()

    def _enter(self) -> None:
        if self._steers:
            self._write("\x1b[?1049h\x1b[?25l\x1b[H\x1b[J")

    def _leave(self) -> None:
        if self._steers:
            self._write("\x1b[?25h\x1b[?1049l")


@contextmanager
def _signals(
    handlers: Mapping[signal.Signals, Callable[[int, FrameType | None], None]],
) -> Iterator[None]:
    """Have signals handled otherwise for a while; only a main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
