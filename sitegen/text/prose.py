"""This is where what a curator writes in Markdown becomes formatted text: a tree, never HTML.

Of addresses only those pass that a page may link to. A template shows the tree with a macro that
escapes every word, so that nothing written here can become script.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from sitegen.text import links, mathematics
from sitegen.text.nodes import Node
from sitegen.text.writing import (
    Target,
    anchors,
    headings,
    is_elsewhere,
    named,
    outside,
    tokens_of,
    words_of,
)

_DEEPEST = 40  # elements within each other; what is deeper keeps its words
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")
_ALIGNED = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}


_Attributes = tuple[tuple[str, str], ...]

Lead = Callable[[Target], tuple[str, str] | None]
"""Where a target within the site leads: (address, name); None if nowhere."""


def tree(text: str, *, top: int, lead: Lead, prefix: str = "") -> tuple[Node, ...]:
    """*text* as formatted text whose highest heading is of level *top*.

    Identifiers begin with *prefix*; *lead* says where links within the site lead.
    """
    tokens = tokens_of(text)
    stated = [int(before.tag[1]) for _, before in headings(tokens)]
    names = zip(_levels(stated, top), anchors(text, prefix), strict=True)
    builder = _Builder(lead, prefix, names)
    builder.blocks(tokens)
    return tuple(builder.finished())


def _levels(stated: Sequence[int], top: int) -> Iterator[int]:
    """The levels of headings, the highest of which is *top*; none is skipped on the way down."""
    shift = top - min(stated, default=top)
    before = top - 1
    for level in stated:
        before = min(level + shift, before + 1, 6)
        yield before


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: list[Node] = field(default_factory=list)

    def closed(self) -> Node:
        return Node(self.tag, "", self.attributes, tuple(self.children))


class _Builder:
    """Makes the tree from the tokens: one pass, one stack."""

    def __init__(self, lead: Lead, prefix: str, names: Iterator[tuple[int, str]]) -> None:
        self._lead, self._prefix, self._names = lead, prefix, names
        self._stack = [_Open("")]
        self._dropped: list[bool] = []  # for each open token, whether it has no element

    def finished(self) -> list[Node]:
        while len(self._stack) > 1:
            self._close()
        return self._stack[0].children

    def blocks(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "inline":
                self._line(token)
            elif token.type in ("fence", "code_block"):
                self._code(token)
            elif token.type.startswith("math_block"):
                self._add(Node("p", "", (), (mathematics.formula(token.content.strip()),)))
                self._add(Node("", "\n"))
            elif token.type.startswith("footnote"):
                self._footnote(token)
            elif token.nesting == 1:
                self._open_block(token)
            elif token.nesting == -1:
                self._end(token)
                self._break_line(token)
            elif token.tag == "hr":
                self._add(Node("hr"))

    def _open_block(self, token: Token) -> None:
        attributes: list[tuple[str, str]] = []
        tag = token.tag
        if token.type == "heading_open":
            level, name = next(self._names)
            tag = f"h{level}"
            attributes.append(("id", name))
        elif tag == "ol" and token.attrGet("start") is not None:
            attributes.append(("start", str(token.attrGet("start"))))
        elif tag in ("th", "td"):
            aligned = _ALIGNED.get(str(token.attrGet("style") or ""))
            attributes += [("class", aligned)] if aligned else []
        elif tag == "table":
            # A table may be wider than a telephone: it scrolls by itself, by keyboard too.
            label = (("role", "region"), ("aria-label", "Table"), ("tabindex", "0"))
            self._open("div", (("class", "table"), *label))
        self._begin("" if token.hidden else tag, tuple(attributes))

    def _break_line(self, token: Token) -> None:
        if token.tag == "table" and self._stack[-1].tag == "div":
            self._close()
        if not token.hidden:
            self._add(Node("", "\n"))

    def _code(self, token: Token) -> None:
        language = (token.info.split() or [""])[0]
        named = (("class", f"language-{language}"),) if _LANGUAGE.fullmatch(language) else ()
        code = Node("code", "", named, (Node("", token.content),))
        self._add(Node("pre", "", (("tabindex", "0"),), (code,)))
        self._add(Node("", "\n"))

    def _line(self, token: Token) -> None:
        """The words of one block; what is left open in it is closed with it."""
        depth = len(self._stack)
        line = token.map[0] + 1 if token.map else 0
        for child in token.children or ():
            self._word(child, line)
            line += child.type in ("softbreak", "hardbreak") and line > 0
        while len(self._stack) > depth:
            self._close()

    def _word(self, token: Token, line: int) -> None:
        if token.type == "link_open":
            self._link(next(named(token, line)))
        elif token.type in ("image", "reference"):
            self._named(token, next(named(token, line)))
        elif token.type == "code_inline":
            self._add(Node("code", "", (), (Node("", token.content),)))
        elif token.type.startswith("math_inline"):
            self._add(mathematics.formula(token.content.strip()))
        elif token.type == "footnote_ref":
            self._footnote(token)
        elif token.type == "hardbreak":
            self._add(Node("br"))
        elif token.type == "softbreak":
            self._add(Node("", "\n"))
        elif token.nesting == 1:
            self._begin(token.tag, ())
        elif token.nesting == -1:
            self._end(token)
        else:
            self._text(token.content)

    def _text(self, text: str) -> None:
        """Words; the addresses among them are links."""
        for words, address in links.split(text) if not self._is_within("a") else ((text, None),):
            if address:
                self._add(Node("a", "", _outward(address), (Node("", words),)))
            elif words:
                self._add(Node("", words))

    def _link(self, target: Target) -> None:
        attributes = self._leads(target)
        self._begin("a" if attributes and not self._is_within("a") else "", attributes)

    def _leads(self, target: Target) -> _Attributes:
        """The attributes of a link; none if it leads nowhere that a page may link to."""
        address = target.address
        if address.startswith("#"):
            return (("href", f"#{self._prefix}{address[1:]}"),) if address[1:] else ()
        if is_elsewhere(address):
            safe = outside(address)
            return _outward(safe) if safe else ()
        found = self._lead(target)
        return (("href", found[0]),) if found else ()

    def _named(self, token: Token, target: Target) -> None:
        """An image or a reference. No page loads what lies elsewhere: such an image is a link."""
        words = words_of(token)
        is_ours = not is_elsewhere(target.address)
        if target.kind == "image" and is_ours:
            found = self._lead(target)
            if found:
                source = (("src", found[0]), ("alt", words), ("loading", "lazy"))
                self._add(Node("img", "", source))
                return
        found = self._lead(target) if target.kind == "reference" else None
        if found and not token.meta["words"]:
            words = found[1]
        attributes: _Attributes = (("href", found[0]),) if found else ()
        if target.kind == "image" and not is_ours and (safe := outside(target.address)):
            attributes, words = _outward(safe), words or safe
        if attributes and not self._is_within("a"):
            self._add(Node("a", "", attributes, (Node("", words),)))
        else:
            self._add(Node("", words))

    def _footnote(self, token: Token) -> None:
        number = int(token.meta.get("id", 0)) + 1 if token.meta else 0
        again = int(token.meta.get("subId", 0)) if token.meta else 0
        note = f"{self._prefix}fn-{number}"
        mark = f"{self._prefix}fnref-{number}{f'-{again + 1}' if again else ''}"
        if token.type == "footnote_ref":
            number_shown: Node = Node("", str(number))
            if not self._is_within("a"):
                leads: _Attributes = (("href", f"#{note}"), ("role", "doc-noteref"))
                number_shown = Node("a", "", leads, (number_shown,))
            self._add(Node("sup", "", (("id", mark),), (number_shown,)))
        elif token.type == "footnote_anchor":
            label = f"Back to where note {number} is mentioned"
            leads = (("class", "back"), ("href", f"#{mark}"), ("role", "doc-backlink"))
            arrow = Node("", "↩\N{VARIATION SELECTOR-15}")
            self._add(Node("", " "))
            self._add(Node("a", "", (*leads, ("aria-label", label)), (arrow,)))
        elif token.type == "footnote_block_open":
            label = "Footnotes"
            self._open(
                "div", (("class", "footnotes"), ("role", "doc-endnotes"), ("aria-label", label))
            )
            self._open("ol", ())
        elif token.type == "footnote_open":
            self._begin("li", (("id", note),))
        elif token.type == "footnote_close":
            self._end(token)
            self._add(Node("", "\n"))
        elif token.type == "footnote_block_close":
            while len(self._stack) > 1:
                self._close()

    def _begin(self, tag: str, attributes: _Attributes) -> None:
        is_dropped = not tag or len(self._stack) > _DEEPEST
        self._dropped.append(is_dropped)
        if not is_dropped:
            self._open(tag, attributes)

    def _end(self, token: Token) -> None:
        if self._dropped and not self._dropped.pop() and len(self._stack) > 1:
            self._close()

    def _open(self, tag: str, attributes: _Attributes) -> None:
        self._stack.append(_Open(tag, attributes))

    def _close(self) -> None:
        done = self._stack.pop().closed()
        self._add(done)

    def _add(self, node: Node) -> None:
        self._stack[-1].children.append(node)

    def _is_within(self, tag: str) -> bool:
        return any(one.tag == tag for one in self._stack)


def _outward(address: str) -> _Attributes:
    return (("href", address), ("rel", "external noopener"))
