"""This is where JSON that is not quite JSON is read, as far as what was meant is certain.

People write comments, trailing commas and names without quotation marks, Python prints dictionaries
and NaN, exporters forget to escape quotation marks, line ends and the backslashes of TeX. Text that
could mean two things is refused.
"""

import json
import re
from collections.abc import Callable

DEEPEST = 60
"""Levels of nesting that are read; a bibliography needs five."""

HARMLESS = frozenset(
    [
        "a comment",
        "a comma too many",
        "NaN",
        "single quotation marks",
        "a name without quotation marks",
        "a word of Python",
    ]
)
"""Repairs that leave no doubt about what was meant."""

Build = Callable[[list[tuple[str, object]]], object]

_SKIPPED = re.compile(r"(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/|(?<![^\n])[ \t]*#[^\n]*)*+")
_STRICT = re.compile(
    r'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*+"(?=\s*(?:[,:}\]]|\Z))'
)
_HEADLESS = re.compile(r'"[\w$@. -]{1,60}"\s*:')
_BARE_NAME = re.compile(r"([\w$@.-]+)(\"?)(?=\s*:)")
_BARE = re.compile(r"[^\s,:{}\[\]\"'][^,{}\[\]\"\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_NEXT_MEMBER = re.compile(r"\n\s*(?:[\"'“]?[\w$@.-]{1,60}[\"'”]?\s*:|[}\]])")
# What follows the quotation mark that closes a name, and one that closes a value.
_END_OF_NAME = r"(?=\s*:)"
_END_OF_VALUE = (
    r"(?=[ \t]*(?:\n|\Z|//|/\*)|\s*[}\]]|\s*,\s*(?:[\"'“{}\[\]\d-]|[\w$@.-]+\s*:|\Z|//|/\*"
    r"|(?:null|true|false|None|True|False|NaN)\b)|\s+[\"'“][\w$@.-]{1,60}[\"'”]\s*:)"
)
# Where a value ends that nobody closed: before the next member.
_RUNS_ON = re.compile(r",\s*(?=[\"'“][\w$@.-]{1,60}[\"'”]\s*:\s*[\"'“\[{\d-])")
_MARKS = {'"': '"', "'": "'", "“": '[”“"]', "”": '[”“"]'}
_CLOSING = {
    (mark, is_name): re.compile(rf"(?<!\\)(?:\\\\)*+({closing}){follows}")
    for mark, closing in _MARKS.items()
    for is_name, follows in ((True, _END_OF_NAME), (False, _END_OF_VALUE))
}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|[\"\\/bfnrt]|'|.|\Z)", re.DOTALL)
# Commands of TeX that begin like an escape of JSON.
_TEX = re.compile(
    r"(?:b(?:eta|ar|f|ig|inom|ackslash|ullet|oldsymbol)|f(?:rac|orall|lat|box)|n(?:abla|u|eq|e|ot|atural)"
    r"|r(?:ho|ightarrow|m|angle)|t(?:heta|au|imes|ext\w*|ilde|o|an|op|riangle))(?![a-z])"
)
_WORDS = {
    **{"true": True, "false": False, "null": None},
    **{"True": True, "False": False, "None": None, "undefined": None},
}
_NOT_A_NUMBER = frozenset(["NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"])


class Refused(ValueError):
    """What was meant is not certain."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.reason, self.position = reason, position


def read(
    text: str, build: Build, number: Callable[[str], object]
) -> tuple[object, tuple[str, ...]]:
    """The first value of *text*, and what was repaired in it, in order.

    *build* makes an object of its members, *number* a number of its digits.

    Raises:
        Refused: what was meant is not certain.
    """
    reader = _Reader(text, build, number)
    reader.skip()
    if _HEADLESS.match(text, reader.position):
        reader.repairs.append("a missing brace")
        reader.position -= 1
        value = reader.members(0)
    else:
        value = reader.value(0)
    reader.skip()
    rest = text[reader.position :].strip()
    if rest and not re.fullmatch(r"[\s,;\]})]*", rest):
        raise Refused("there is more behind the value", reader.position)
    return value, tuple(dict.fromkeys(reader.repairs))


class _Reader:
    """A place in a text, and what was repaired before it."""

    def __init__(self, text: str, build: Build, number: Callable[[str], object]) -> None:
        self.text, self.build, self.number = text, build, number
        self.position = 0
        self.repairs: list[str] = []

    def skip(self) -> str:
        """Pass over what says nothing; gives the sign that follows, or "" at the end."""
        found = _SKIPPED.match(self.text, self.position)
        if found and found[0]:
            if not found[0].isspace():
                self.repairs.append("a comment")
            self.position = found.end()
        return self.text[self.position : self.position + 1]

    def value(self, depth: int) -> object:
        """The value that begins here."""
        sign = self.skip()
        if depth > DEEPEST:
            raise Refused("it is nested too deep", self.position)
        if sign == "{":
            return self.members(depth)
        if sign == "[":
            return self.items(depth)
        if sign and sign in ",}]":
            self.repairs.append("a missing value")
            return None
        if sign in _MARKS and sign:
            return self.string(sign, is_name=False)
        return self.bare()

    def members(self, depth: int) -> object:
        """The object that begins here."""
        self.position += 1
        found: list[tuple[str, object]] = []
        is_after_comma = True
        while sign := self.skip():
            if sign == "}":
                self.position += 1
                if is_after_comma and found:
                    self.repairs.append("a comma too many")
                return self.build(found)
            if sign == "]":
                break
            if sign == ",":
                self.position += 1
                if is_after_comma:
                    self.repairs.append("a comma too many")
                is_after_comma = True
                continue
            if not is_after_comma:
                self.repairs.append("a missing comma")
            name = self.name(sign)
            if self.skip() != ":":
                raise Refused("a name without a colon", self.position)
            self.position += 1
            found.append((name, self.value(depth + 1)))
            is_after_comma = False
        if not found:
            raise Refused("an object that is not closed", self.position)
        self.repairs.append("a missing brace")
        return self.build(found)

    def name(self, sign: str) -> str:
        """The name of a member."""
        if sign in _MARKS:
            return self.string(sign, is_name=True)
        bare = _BARE_NAME.match(self.text, self.position)
        if not bare:
            raise Refused("a name is missing", self.position)
        self.position = bare.end()
        mark = "a missing quotation mark" if bare[2] else "a name without quotation marks"
        self.repairs.append(mark)
        return bare[1]

    def items(self, depth: int) -> object:
        """The list that begins here."""
        self.position += 1
        values: list[object] = []
        is_after_comma = True
        while sign := self.skip():
            if sign == "]":
                self.position += 1
                if is_after_comma and values:
                    self.repairs.append("a comma too many")
                return values
            if sign == ",":
                self.position += 1
                if is_after_comma:
                    self.repairs.append("a comma too many")
                is_after_comma = True
                continue
            if sign in "}:":
                break
            if not is_after_comma:
                self.repairs.append("a missing comma")
            values.append(self.value(depth + 1))
            is_after_comma = False
        raise Refused("a list that is not closed", self.position)

    def string(self, mark: str, *, is_name: bool) -> str:
        """The text in quotation marks that begins here."""
        strict = _STRICT.match(self.text, self.position) if mark == '"' else None
        if strict:
            self.position = strict.end()
            return str(json.loads(strict[0]))
        if mark != '"':
            single = "single quotation marks" if mark == "'" else "typographic quotation marks"
            self.repairs.append(single)
        start = self.position + 1
        closing = _CLOSING[mark, is_name].search(self.text, start)
        line_end = self.text.find("\n", start)
        if line_end >= 0 and (closing is None or closing.start(1) > line_end):
            if is_name:
                raise Refused("a name that is not closed", start)
            if _NEXT_MEMBER.match(self.text, line_end):
                self.position = line_end
                self.repairs.append("a missing quotation mark")
                return self.unescaped(self.text[start:line_end].rstrip().removesuffix(","))
        running_on = _RUNS_ON.search(self.text, start, closing.end() if closing else line_end)
        if running_on and not is_name:
            self.position = running_on.start()
            self.repairs.append("a missing quotation mark")
            return self.unescaped(self.text[start : running_on.start()])
        if closing is None:
            raise Refused("quotation marks that are not closed", start)
        self.position = closing.end()
        content = self.text[start : closing.start(1)]
        if "\n" in content:
            self.repairs.append("a line end inside quotation marks")
        return self.unescaped(content)

    def unescaped(self, text: str) -> str:
        """*text* with its escapes resolved; a backslash that escapes nothing stays."""
        escapes = [*_ESCAPE.finditer(text)]
        is_tex = any(not re.match(r"u[0-9a-fA-F]{4}|[\"\\/bfnrt']", e[1]) for e in escapes)
        if is_tex:
            self.repairs.append("a backslash that escapes nothing")
        if re.search(r'(?<!\\)(?:\\\\)*"', text):
            self.repairs.append("a quotation mark inside quotation marks")

        def resolved(escape: re.Match[str]) -> str:
            sign = escape[1]
            if is_tex and _TEX.match(text, escape.start() + 1):
                return escape[0]
            if sign[:1] == "u" and len(sign) == 5:
                return chr(int(sign[1:], 16))
            plain = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
            return plain.get(sign, sign if sign in ('"', "'", "/", "\\") and sign else escape[0])

        # Halves of a character that were escaped one by one are put together.
        whole = _ESCAPE.sub(resolved, text)
        return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def bare(self) -> object:
        """The number or word that begins here."""
        found = _BARE.match(self.text, self.position)
        if not found:
            raise Refused("a value is missing", self.position)
        word = found[0].partition("//")[0] if "://" not in found[0] else found[0]
        self.position += len(word)
        word = word.strip()
        if word in _WORDS:
            if word not in ("true", "false", "null"):
                self.repairs.append("a word of Python")
            return _WORDS[word]
        if word in _NOT_A_NUMBER:
            self.repairs.append("NaN")
            return word
        if _NUMBER.fullmatch(word):
            return self.number(word)
        self.repairs.append("a value without quotation marks")
        return word
