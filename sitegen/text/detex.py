"""This is where LaTeX is read, sign by sign, for the text that it prints.

One pass with a stack of its own: no depth of braces is too deep. What nothing defines stays as it
is written, for what it prints would be a guess.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from sitegen.text.capitals import is_evident
from sitegen.text.macros import (
    ARGUMENTS,
    ENVIRONMENTS,
    KEEP,
    LIGATURES,
    LITERAL,
    MARK_OF,
    NAMES_OF_PROGRAMS,
    NOTHING,
    PUNCTUATION,
    SPACING,
    SWITCHES,
    Action,
)
from sitegen.text.markup import formula, is_formula
from sitegen.text.symbols import ACCENTS, FUNCTIONS, SPACES, SYMBOLS, letters

_SIGNS = (
    r"\\(?P<name>[A-Za-z@]+)(?P<space>[ \t\r\n]*)|\\(?P<sign>.)|(?P<special>[{}$~])"
    r"|(?P<ligature>-{2,}|``?|''|'(?!\w)|,,|[?!]`)"
)
_SINGLE = r"-(?!-)|'(?=\w)|,(?!,)|[?!](?!`)"  # no ligatures
_TOKEN = re.compile(rf"{_SIGNS}|(?P<text>(?:[^\\{{}}$~`'?!,-]+|{_SINGLE})+|.)", re.DOTALL)
# A bare address is no LaTeX: its tildes and hyphens are its own.
_TOKEN_OR_URL = re.compile(
    rf"{_SIGNS}|(?P<text>(?:https?|ftp)://[^\s{{}}\\$<>\"]+"
    rf"|(?:(?!(?:https?|ftp)://)(?:[^\\{{}}$~`'?!,-]|{_SINGLE}))+|.)",
    re.DOTALL,
)
_DOLLAR = re.compile(r"\\.|\$", re.DOTALL)
_DOLLARS = re.compile(r"\$((?:[^$\\]|\\.)+)\$", re.DOTALL)
_DISPLAY = re.compile(r"\$\$((?:[^$\\]|\\.)+)\$\$", re.DOTALL)
_ROUND = re.compile(r"\\\(((?:[^\\]|\\[^()]){0,2000})\\\)", re.DOTALL)
_SQUARE = re.compile(r"\\\[((?:[^\\]|\\[^\[\]]){0,2000})\\\]", re.DOTALL)
_BRACED = re.compile(r"\s*\{((?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*\})*)\}", re.DOTALL)
_OPTION = re.compile(r"\s*\[[^\[\]{}]*\]")
_VERB = re.compile(r"\\verb\*?([^A-Za-z*\s])(.{0,500}?)\1")
_NUMBER = re.compile(
    r"\\(?:char|symbol)\s*\{?\s*(?:`\\?(\S)|\"([0-9A-Fa-f]+)|'([0-7]+)|(\d+))\s?\}?"
)
_LENGTH = re.compile(
    r"\\(?:[hvk]?skip|kern|penalty|raise|lower)\s*-?[\d.]*\s*(?:pt|em|ex|mm|cm|in|sp|mu)?\s?"
)
_ESCAPED = re.compile(r"\\([_%#&~{}$^])(?:\{\})?|\{?\\textasciitilde\s*(?:\{\})?\}?")
_DIGITS = re.compile(r"\d+")
_FIRST = re.compile(r"((?:<[^<>]*>)*)(\w|.)", re.DOTALL)
_TAGS = re.compile(r"</?\w+>|\$[^$]*\$")

_DEEPEST = 8  # letters that are changed after they are read are read again


def decode(source: str, *, is_marked: bool, protects: bool = False) -> str:
    """What LaTeX *source* prints, as marked text or, if not *is_marked*, as plain text.

    *protects*: braces about capitals mean that their case matters, and become a mark.
    """
    return _Reader(source, is_marked=is_marked, protects=protects).read()


@dataclass(slots=True)
class _Frame:
    """A group that is open."""

    start: int
    """Where its output begins."""

    action: Action | None = None
    """What becomes of it, if it is an argument."""

    awaiting: list[Action] = field(default_factory=list)
    """What waits for the result."""

    switched: list[str] = field(default_factory=list)
    """Marks that were switched on in it."""

    inside: int = -1
    """Where its source begins, if its braces may protect capitals."""


class _Reader:
    """Reads one source once."""

    def __init__(self, source: str, *, is_marked: bool, protects: bool) -> None:
        self.source = source
        self.is_marked = is_marked
        self.out: list[str] = []
        self.frames = [_Frame(0, inside=0 if protects else -1)]
        self.awaiting: list[Action] = []  # what becomes of the next arguments, the last first
        self.depth = 0
        self.quotes = 0
        # A macro that is kept as written came last: so are the braces of its arguments.
        self.is_written_out = False
        dollars = _DOLLAR.findall(source).count("$") if "$" in source else 0
        self.has_odd_dollar = dollars % 2 == 1

    def read(self) -> str:
        pattern = _TOKEN_OR_URL if "://" in self.source else _TOKEN
        position, match = 0, pattern.match
        while found := match(self.source, position):
            position = found.end()
            if (text := found["text"]) is not None:
                self._text(text)
            elif found["name"] is not None:
                position = self._macro(found["name"], found["space"], found.start(), position)
                continue
            elif found["sign"] is not None:
                position = self._sign(found["sign"], found.start(), position)
            elif found["ligature"] is not None:
                self._ligature(found["ligature"], found.start(), position)
            elif found["special"] == "{":
                self._open(position)
                continue
            elif found["special"] == "}":
                self._close(position)
                continue
            elif found["special"] == "$":
                position = self._dollar(found.start())
            else:
                self._print(" ")
            self.is_written_out = False
        while len(self.frames) > 1:
            frame = self.frames[-1]
            if frame.action is None:
                self.out[frame.start - 1] = "{"
                frame.inside = -1
            self._close(position)
        self._end(self.frames[0])
        return "".join(self.out)

    def _text(self, text: str) -> None:
        if not self.awaiting:
            self.out.append(text)
            return
        rest = text.lstrip()
        while rest and self.awaiting:
            size = 1
            while size < len(rest) and unicodedata.combining(rest[size]):
                size += 1
            first, rest = rest[:size], rest[size:]
            self._print(first)
            rest = rest.lstrip() if self.awaiting else rest
        self.out.append(rest)

    def _print(self, piece: str) -> None:
        """Put out *piece*, or hand it to the macro that waits for it."""
        while self.awaiting:
            action = self.awaiting.pop()
            if action.kind == "skip":
                return
            piece = _applied(action, piece)
        self.out.append(piece)

    def _open(self, position: int) -> None:
        action, inside = None, -1
        if self.awaiting:
            action = self.awaiting.pop()
        elif self.is_written_out:
            action = LITERAL
        elif self.frames[-1].inside >= 0 and len(self.frames) < _DEEPEST:
            # "{\" begins one accented letter, which styles may lower (btxdoc, section 4).
            inside = -1 if self.source.startswith("\\", position) else position
        self.is_written_out = False
        if action and action.kind in ("accent", "upper", "lower"):
            self.depth += 1
        self.out.append(action.before if action and action.kind == "wrap" else "")
        self.frames.append(_Frame(len(self.out), action, self.awaiting, inside=inside))
        self.awaiting = []

    def _close(self, position: int) -> None:
        if len(self.frames) == 1:
            self._print("}")
            return
        frame = self.frames.pop()
        self._end(frame)
        action, self.awaiting = frame.action, frame.awaiting
        self.is_written_out = action is LITERAL
        if action is None:
            if frame.inside >= 0:
                self._protect(frame.start, frame.inside, position)
            return
        if action.kind == "skip":
            del self.out[frame.start :]
            return
        if action.kind == "wrap":
            self.out.append(action.after)
        else:
            self.depth -= 1
            if self.depth < _DEEPEST:
                value = "".join(self.out[frame.start :])
                del self.out[frame.start :]
                self.out.append(_applied(action, value))
        if self.awaiting:
            value = "".join(self.out[frame.start - 1 :])
            del self.out[frame.start - 1 :]
            self._print(value)

    def _protect(self, start: int, inside: int, end: int) -> None:
        """Mark what is put out from *start* on, if its braces say more than the rules know."""
        text = "".join(self.out[start:])
        bare = text.strip()
        if is_evident(bare, self.source, inside - 1, end) or (
            bare[-1] == "$" and self.source[end : end + 1].isdigit()  # they would be money
        ):
            return
        blank = text[: len(text) - len(text.lstrip())]
        self.out[start - 1] = f"{blank}<nc>"
        self.out[start:] = [f"{bare}</nc>{text[len(text.rstrip()) :]}"]

    def _end(self, frame: _Frame) -> None:
        """Close what is open in *frame*: accents over nothing, marks that were switched on."""
        if self.awaiting:
            self._print("")
        self.awaiting = []
        self.out += (f"</{mark}>" for mark in reversed(frame.switched))

    def _ligature(self, sign: str, start: int, end: int) -> None:
        before = self.source[start - 1 : start] or " "
        opens = before.isspace() or before in "([{-/"
        if sign == "`" and opens and re.search(r"'(?!\w)", self.source[end : end + 200]):
            self.quotes += 1
            sign = "‘"
        elif sign == "'" and self.quotes:
            self.quotes -= 1
            sign = "’"
        elif sign == ",," and not (opens and re.search(r"``|''", self.source[end : end + 200])):
            pass
        else:
            sign = LIGATURES.get(sign, sign)
        self._print(sign)

    def _dollar(self, start: int) -> int:
        found = _DISPLAY.match(self.source, start) or _DOLLARS.match(self.source, start)
        if found:
            content = found[1].strip()
            is_money = not is_formula(content) and content[:1].isdigit()
            if not (is_money or (self.has_odd_dollar and content != found[1])):
                end = self._formula(content, found.end())
                if end:
                    return end
        self._print("$")
        return start + 1

    def _formula(self, content: str, end: int) -> int:
        """Print a formula; where it ends, with the digits that follow; 0 if it cannot be one."""
        if not self.is_marked:
            self._print(letters(content))
            return end
        following = _DIGITS.match(self.source, end)
        text, last = formula(content, following[0] if following else "")
        if not text:
            return 0
        self._print(text)
        return end + last

    def _sign(self, sign: str, start: int, end: int) -> int:
        if sign in "([":
            found = (_ROUND if sign == "(" else _SQUARE).match(self.source, start)
            return (found and self._formula(found[1].strip(), found.end())) or self._kept(
                start, end
            )
        if sign in ACCENTS:
            self._accent(sign)
        elif sign in "{}%&#_$":
            self._print(sign)
        elif sign in SPACES:
            self._print(" ")
        elif sign == "|":
            self._print("‖")
        elif sign not in NOTHING:
            self._kept(start, end)
        return end

    def _accent(self, name: str) -> None:
        if len(self.awaiting) > _DEEPEST:
            self._print("")
        self.awaiting.append(Action("accent", ACCENTS[name], name=name))

    def _kept(self, start: int, end: int) -> int:
        """Leave what stands between two places as it is written."""
        self._print(self.source[start:end])
        return end

    def _macro(self, name: str, space: str, start: int, end: int) -> int:
        """Do what a macro of that *name* says; where to read on."""
        self.is_written_out = False
        if name in SYMBOLS and name not in MARK_OF:
            self._print(SYMBOLS[name])
        elif name in ACCENTS:
            self._accent(name)
        elif mark := MARK_OF.get(name):
            self.awaiting.append(self._mark(mark))
        elif mark := SWITCHES.get(name):
            if self.is_marked:
                self.out.append(f"<{mark}>")
                self.frames[-1].switched.append(mark)
        elif name in NOTHING:
            pass
        elif name in NAMES_OF_PROGRAMS or name in FUNCTIONS or name in PUNCTUATION:
            self._print(PUNCTUATION.get(name) or NAMES_OF_PROGRAMS.get(name, name))
        else:
            return self._structure(name, space, start, end)
        return end

    def _structure(self, name: str, space: str, start: int, end: int) -> int:
        """Do what a macro says that takes arguments, a number or a length."""
        source = self.source
        raw = _BRACED.match(source, end)
        if name in ("url", "path", "nolinkurl", "doi") and raw:
            self._print(_ESCAPED.sub(lambda one: one[1] or "~", raw[1]).strip())
            return raw.end()
        if name == "ensuremath" and raw:
            return self._formula(raw[1].strip(), raw.end()) or self._unknown(name, space, end)
        if found := name.startswith("verb") and _VERB.match(source, start):
            self._print(found[2])
            return found.end()
        if found := name in ("char", "symbol") and _NUMBER.match(source, start):
            _, hexa, octal, decimal = found.groups(default="0")
            code = ord(found[1] or "\0") or int(hexa, 16) or int(octal, 8) or int(decimal[:7])
            self._print(chr(code) if 31 < code < 0xD800 else "")
            return found.end()
        if found := name in ("hskip", "vskip", "kern", "penalty") and _LENGTH.match(source, start):
            self._print(" " if name == "hskip" else "")
            return found.end()
        if name in ("begin", "end") and not (raw and raw[1].strip("* ") in ENVIRONMENTS):
            return self._unknown(name, space, end)
        if name in ARGUMENTS:
            if source[end : end + 1] == "*":
                end += 1
            while found := _OPTION.match(source, end):
                end = found.end()
            self.awaiting += reversed(ARGUMENTS[name])
            return end
        if name in SPACES:
            self._print(" ")
            return end
        return self._unknown(name, space, end)

    def _unknown(self, name: str, space: str, end: int) -> int:
        self._print(f"\\{name}{space}")
        self.is_written_out = True
        return end

    def _mark(self, mark: str) -> Action:
        return Action("wrap", f"<{mark}>", f"</{mark}>") if self.is_marked else KEEP


def _applied(action: Action, text: str) -> str:
    if action.kind == "wrap":
        return f"{action.before}{text}{action.after}"
    if action.kind in ("upper", "lower"):
        change = str.upper if action.kind == "upper" else str.lower
        kept = _TAGS.findall(text)
        parts = _TAGS.split(text)
        return "".join(change(part) + tag for part, tag in zip(parts, [*kept, ""], strict=True))
    return _accented(action, text)


def _accented(action: Action, text: str) -> str:
    found = _FIRST.match(text)
    if not found or not found[2].strip():
        return SPACING.get(action.name, "") + text
    letter = {"ı": "i", "ȷ": "j"}.get(found[2], found[2])
    end = found.end()
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    marks = text[found.end() : end]
    if action.name == "." and letter == "i" and not marks:
        return f"{found[1]}i{text[end:]}"  # an i has its dot already
    composed = unicodedata.normalize("NFC", f"{letter}{marks}{action.before}")
    return f"{found[1]}{composed}{text[end:]}"
