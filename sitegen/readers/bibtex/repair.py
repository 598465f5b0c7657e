"""This is where what can be had of a damaged BibTeX entry is had, and what was done is said.

It reads on where the grammar stops: what looks like ``name = value`` is a field wherever it stands.
Everything that a person would have to guess is told, so that nothing is mended in silence.
"""

import re

from sitegen.findings import quoted
from sitegen.readers.bibtex.grammar import TYPE, Macros, Parsed
from sitegen.readers.bibtex.values import NAME, Values
from sitegen.readers.bibtex.vocabulary import COMMON, KINDS

_HEADER = re.compile(rf"\s*+(@?)\s*+({TYPE})?\s*+([{{(\[<]?)")
_FIELD_SIGN = re.compile(r"[={\"]|[^\S\n]")  # one of these is in all that is taken for a field
_CLOSERS = {"(": "})", "[": "}]", "<": "}>"}
_FIELD = re.compile(rf"({NAME}(?:\(s\))?)\s*+(:?=+>?|:(?=\s*+[{{\"]))\s*+")
_SPACED = re.compile(r"([^\s=\"#,@%][^=\"#,\n]{0,60}?)\s*=\s*+")
_NO_EQUALS = re.compile(rf"({NAME})\s*+(?=[{{\"])")
_UNEQUAL = re.compile(rf"({NAME})[^\S\n]++([^\s,{{}}\"#=]++)\s*+(?=[,}}]|$)")
_LONELY = re.compile(rf"({NAME})\s*+(?=[,}}]|$)")
_KEYLESS = re.compile(rf"\s*+({NAME})\s*+=\s*+([{{\"]?)")
_KEY = re.compile(r"\s*+([^,\n]*+)")
_BEHIND_KEY = re.compile(rf"(.*?)(?:^|\s)\s*({NAME})\s*=\s*(?:[{{\"]|[^\s,]+\s*,|$)")
_SEPARATORS = re.compile(r"[\s,;.]*+")
_FURTHER = re.compile(
    rf"[\s,;)}}]*+({NAME})\s*+(?::?=|:)\s*+(?=[{{\"]|[^\s,{{}}\"#=]++\s*+(?:[,#}})\n]|$))"
)
_SURPLUS = re.compile(r"[\s,;]*+\}")
_STRAY_ENDS = re.compile(r"[,\n]")
_LONGEST_KEY = 300
_MOST = 5  # deeds that are told of one entry


def repaired(text: str, macros: Macros) -> Parsed | None:
    """What can be made out of the entry *text*; None if there is no field in it."""
    header = _HEADER.match(text)
    if header and not _FIELD_SIGN.search(text, header.end()):
        return None
    scanner = _Scanner(text, macros)
    if not scanner.fields:
        return None
    return Parsed(
        kind=scanner.kind,
        key=scanner.key,
        fields=tuple(scanner.fields),
        undefined=tuple(macros.undefined),
        deeds=tuple(dict.fromkeys(scanner.deeds)),
    )


def told(deeds: tuple[str, ...]) -> str:
    """The *deeds* in a sentence; first what was left out, as only here it can be read."""
    deeds = tuple(sorted(deeds, key=lambda deed: "left out" not in deed))
    more = f"; and {len(deeds) - _MOST} more" if len(deeds) > _MOST else ""
    return "; ".join(deeds[:_MOST]) + more


class _Scanner:
    """Goes through one entry once, from field to field."""

    def __init__(self, text: str, macros: Macros) -> None:
        self.text = text
        self.kind = self.key = ""
        self.fields: list[tuple[str, str]] = []
        self._line_end = -1
        header = _HEADER.match(text)
        assert header is not None  # it matches the empty text
        self.closers = _CLOSERS.get(header[3], "}")
        opening = header.start(3) if header[3] == "{" else -1
        self.values = Values(text, macros, opening, self.closers)
        self.deeds = self.values.deeds
        self._read_header(header)
        self._read_key()
        self._read_fields()

    def _read_header(self, header: re.Match[str]) -> None:
        self.values.position = header.end()
        self.kind = (header[2] or "misc").lower()
        if not header[1]:
            self.deeds.append("its '@' is missing")
        if header[3] not in ("{", "("):
            self.deeds.append("its opening brace is missing")
            if self.kind not in KINDS:  # "@articlekey, title = …"
                known = [kind for kind in KINDS if self.kind.startswith(kind)]
                kind = max(known, key=len, default=self.kind)
                self.values.position -= len(self.kind) - len(kind)
                self.kind = kind

    def _read_key(self) -> None:
        text, values = self.text, self.values
        keyless = _KEYLESS.match(text, values.position)
        if keyless and (keyless[2] or keyless[1].lower() in COMMON):
            self.deeds.append("its key is missing")
            return
        found = _KEY.match(text, values.position)
        assert found is not None  # it matches the empty text
        stated = found[1]
        behind = _BEHIND_KEY.match(stated) if len(stated) < _LONGEST_KEY else None
        if behind and (stated[behind.end() - 1] in '{"' or behind[2].lower() in COMMON):
            stated = behind[1]
            values.position = found.start(1) + behind.start(2)
            self.deeds.append("a comma is missing behind its key")
        else:
            is_left = "{" in stated or self.values.is_closed_early
            closed = -1 if is_left else stated.find("}")
            stated = stated[:closed] if closed >= 0 else stated
            values.position = found.start(1) + len(stated)
            ends = text[values.position : values.position + 200].lstrip()[:1]
            if stated and ends not in (",", "}", ""):
                self.deeds.append("a comma is missing behind its key")
        self._name(stated)

    def _name(self, stated: str) -> None:
        stated = stated.strip(" \t;")
        bare = re.sub(r"[{}\"\\]", "", stated).strip()
        self.key = "-".join(bare.split())
        if not bare:
            self.deeds.append("its key is missing")
        elif bare != stated:
            self.deeds.append(f"its key {quoted(stated)} has signs that no key may have")
        elif self.key != bare:
            self.deeds.append(f"its key {quoted(bare)} has spaces")

    def _read_fields(self) -> None:
        text, values = self.text, self.values
        while True:
            separators = _SEPARATORS.match(text, values.position)
            values.position = separators.end() if separators else values.position
            if separators and not {";", "."}.isdisjoint(separators[0]):
                self.deeds.append(f"{quoted(separators[0].strip())} stands where a comma should")
            if values.position >= len(text):
                break
            if text[values.position] not in self.closers:
                self._field()
            elif self._closes():
                return
        if not values.is_unclosed:
            self.deeds.append("its closing brace is missing")

    def _closes(self) -> bool:
        """Whether the brace here ends the entry; one before further fields is one too many."""
        values, position = self.values, self.values.position + 1
        further = _FURTHER.match(self.text, position)
        following = further.start(1) if further else len(self.text)
        if values.is_closed_early and position <= values.end:
            following = min(following, values.next_field(position, len(self.text)))
        left = self.text[position:following].strip(" \t\n,;})")
        if following < len(self.text) or _SURPLUS.match(self.text, position):
            self.deeds.append("it has a closing brace too many")
        if following < len(self.text) and left:
            self.deeds.append(f"text between fields is left out: {quoted(left)}")
        values.position = following
        return following == len(self.text)

    def _field(self) -> None:
        text, position = self.text, self.values.position
        if text[position] == "%":
            self._comment()
            return
        found = _FIELD.match(text, position)
        if found is not None:
            name, sign = found[1].replace("(s)", "s"), found[2]
            if name != found[1] or sign != "=":
                self.deeds.append(f"the field '{name}' begins with {quoted(found[0].strip())}")
            self._add(name, found.end())
            return
        spaced = _SPACED.match(text, position)
        name = re.sub(r"[{}]", "", spaced[1]) if spaced else ""
        words = name.split()
        if spaced and words and self._is_name(words, is_odd=name != spaced[1]):
            self.deeds.append(f"{quoted(spaced[1])} is no name of a field")
            self._add("-".join(words), spaced.end())
            return
        found = _NO_EQUALS.match(text, position)
        if found is not None:
            self.deeds.append(f"a '=' is missing behind '{found[1]}'")
            self._add(found[1].rstrip(":"), found.end())
            return
        found = _UNEQUAL.match(text, position)
        if found is not None and found[1].lower() in COMMON:
            self.deeds.append(f"a '=' is missing behind '{found[1]}'")
            self._add(found[1], found.start(2))
            return
        self._stray()

    def _is_name(self, words: list[str], *, is_odd: bool) -> bool:
        """Whether *words* before a "=" are one name, and not text with a name behind it."""
        if is_odd:
            return len(words) == 1 and words[0].lower() in COMMON
        return len(words) <= 2 or words[-1].lower() not in COMMON

    def _add(self, name: str, start: int) -> None:
        value = self.values.value(name, start)
        if value is not None:
            self.fields.append((name, value))

    def _comment(self) -> None:
        """Pass over a comment, which BibTeX does not know, but people write; if it is one."""
        position = self.values.position
        if self._line_end < position:  # looked for once a line, however many signs it has
            found = self.text.find("\n", position)
            self._line_end = found if found >= 0 else len(self.text)
        end = self._line_end
        if end >= self.values.end:
            self.values.position += 1
            return
        self.deeds.append(f"a comment is left out: {quoted(self.text[position:end])}")
        self.values.position = end

    def _stray(self) -> None:
        """Leave out what is no field."""
        text, start = self.text, self.values.position
        lonely = _LONELY.match(text, start)
        if lonely and lonely[1].lower() in COMMON:
            self.deeds.append(f"the field '{lonely[1]}' has no value")
            self.values.position = lonely.end()
            return
        end = self.values.next_field(start, max(self.values.end, start))
        stop = _STRAY_ENDS.search(text, start + 1, end)
        end = max(stop.start() if stop else end, start + 1)
        self.values.position = end
        left = text[start:end].strip(" \t\n,;")
        if left:
            self.deeds.append(f"text between fields is left out: {quoted(left)}")
