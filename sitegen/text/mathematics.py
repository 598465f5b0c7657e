"""This is where TeX mathematics becomes MathML, at build time; the only user of latex2mathml.

What the library makes is not trusted: only elements and attributes that MathML Core names pass, so
that a formula can neither lead anywhere nor run anything. What it cannot read is shown as TeX.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

from latex2mathml import exceptions
from latex2mathml.converter import convert_to_element

from sitegen.text import links, markup
from sitegen.text.nodes import Node
from sitegen.text.symbols import FUNCTIONS

_LONGEST, _DEEPEST, _MOST = 1000, 24, 800  # signs of TeX; braces, elements within each other; nodes
_OWN = [one for one in vars(exceptions).values() if isinstance(one, type)]
_FAULTS: tuple[type[Exception], ...] = (
    *(fault for fault in _OWN if issubclass(fault, Exception)),
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, StopIteration),
    *(TypeError, ValueError),
)
# https://www.w3.org/TR/mathml-core, but for what acts, embeds or styles.
ELEMENTS = frozenset(
    [
        *("math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot"),
        *("mstyle", "mpadded", "mphantom", "menclose", "mover", "munder", "munderover", "msub"),
        *("msup", "msubsup", "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd"),
    ]
)
ATTRIBUTES = {
    "accent": r"true|false",
    "accentunder": r"true|false",
    "columnalign": r"(?:left|right|center)(?: (?:left|right|center)){0,20}",
    "columnspacing": r"[\d.]+em",
    "depth": r"-?[\d.]+(?:em|ex|pt|px|%)?",
    "display": r"inline|block",
    "displaystyle": r"true|false",
    "fence": r"true|false",
    "form": r"prefix|infix|postfix",
    "height": r"-?[\d.]+(?:em|ex|pt|px|%)?",
    "largeop": r"true|false",
    "linethickness": r"0|[\d.]+(?:em|ex|pt|px)?",
    "lspace": r"-?[\d.]+(?:em|ex|pt|px)?",
    "mathvariant": r"[a-z-]{1,30}",
    "maxsize": r"[\d.]+(?:em|ex|pt|px|%)?",
    "minsize": r"[\d.]+(?:em|ex|pt|px|%)?",
    "movablelimits": r"true|false",
    "notation": r"[a-z ]{1,60}",
    "rowspacing": r"[\d.]+(?:em|ex|pt)",
    "rspace": r"-?[\d.]+(?:em|ex|pt|px)?",
    "scriptlevel": r"[+-]?\d",
    "separator": r"true|false",
    "stretchy": r"true|false",
    "symmetric": r"true|false",
    "width": r"-?[\d.]+(?:em|ex|pt|px|%)?",
}
_BARS = ("&#x02016;", "&#x0007C;", "|", "‖")
_GAP = Node("mspace", "", (("width", "0.1667em"),))
_SWITCH = re.compile(
    r"\\(?:ensuremath|boldmath|displaystyle|nolimits|nonumber|protect)(?![A-Za-z])"
)
_RENAMED = (
    (re.compile(r"\\(?:bm|pmb)(?![A-Za-z])"), r"\\boldsymbol"),
    (re.compile(r"\\(?:textrm|textnormal|textup|mbox|hbox)(?![A-Za-z])"), r"\\text"),
    (re.compile(r"\\(?:mathds|mathbbm|mathbbmss)(?![A-Za-z])"), r"\\mathbb"),
)
_TAGS = {"i": "em", "b": "strong", "sub": "sub", "sup": "sup"}


@lru_cache(maxsize=16384)
def to_mathml(tex: str) -> Node | None:
    """The formula *tex* as a <math> element that keeps the TeX in ``alttext``.

    None if it cannot be converted: it is no TeX that the library knows, too long or too deep.
    """
    if len(tex) > _LONGEST or _depth(tex) > _DEEPEST:
        return None
    known = _SWITCH.sub(" ", tex)
    for pattern, name in _RENAMED:
        known = pattern.sub(name, known)
    try:
        children = tuple(_safe(convert_to_element(known), _DEEPEST, [_MOST]))
    except _FAULTS:
        return None
    if not children or any(map(_is_unknown, children)):
        return None
    return Node("math", "", (("alttext", tex),), children)


def formula(tex: str) -> Node:
    """The formula *tex* as it is shown: as MathML, or as the TeX that it is."""
    return to_mathml(tex) or Node("code", "", (("class", "math"),), (Node("", tex),))


def shown(text: str, *, with_links: bool = False) -> tuple[Node, ...]:
    """Marked *text* as formatted text; if *with_links*, the addresses in it lead there."""
    text = markup.unprotected(text)
    if markup.is_plain(text) and not with_links:
        return (Node("", text),) if text else ()
    stack: list[tuple[str, list[Node]]] = [("", [])]
    for token in markup.tokens(text):
        if token.kind == "open":
            stack.append((token.text, []))
        elif token.kind == "close":
            name, children = stack.pop()
            stack[-1][1].append(_marked(name, tuple(children)))
        elif token.kind == "math":
            stack[-1][1].append(formula(token.text))
        else:
            stack[-1][1].extend(_linked(token.text) if with_links else (Node("", token.text),))
    return tuple(stack[0][1])


def _marked(name: str, children: tuple[Node, ...]) -> Node:
    if name == "sc":
        return Node("span", "", (("class", "sc"),), children)
    return Node(_TAGS[name], "", (), children)


def _linked(text: str) -> Iterator[Node]:
    for words, address in links.split(text):
        if address:
            leads = (("href", address), ("rel", "external noopener"))
            yield Node("a", "", leads, (Node("", words),))
        else:
            yield Node("", words)


def _depth(tex: str) -> int:
    depth = deepest = 0
    for sign in re.findall(r"\\.|[{}^_]|\\(?:left|right|begin|end)", tex):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        deepest = max(deepest, depth)
    return deepest


def _safe(element: Element, deepest: int, left: list[int]) -> Iterator[Node]:
    """*element* as a node if MathML Core names it; of any other what is in it.

    Raises:
        ValueError: it is deeper, or *left* has fewer nodes, than a browser should be given.
    """
    left[0] -= 1
    if deepest == 0 or left[0] < 0:
        raise ValueError("a formula that is too deep or too long")
    inner = [Node("", html.unescape(element.text))] if element.text else []
    for child in element:
        inner += _safe(child, deepest - 1, left)
    name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
    if name == "math" or name not in ELEMENTS:
        yield from inner
        return
    attributes = tuple(
        (key, value)
        for key, value in sorted(element.attrib.items())
        if key in ATTRIBUTES and re.fullmatch(ATTRIBUTES[key], value)
    )
    if name == "mo" and element.text in _BARS and "stretchy" not in element.attrib:
        attributes = (*attributes, ("stretchy", "false"))
    yield Node(name, "", attributes, tuple(_spaced(inner) if name == "mrow" else inner))


def _spaced(row: list[Node]) -> Iterator[Node]:
    """*row* with a thin space between the name of a function and a quantity, as TeX sets it."""
    before = Node("")
    for node in row:
        if (_is_function(node) and _is_quantity(before)) or (
            _is_function(before) and (_is_quantity(node) or _is_function(node))
        ):
            yield _GAP
        yield node
        before = node


def _is_function(node: Node) -> bool:
    if node.tag in ("msub", "msup", "msubsup") and node.children:
        return _is_function(node.children[0])
    name = node.children[0].text if node.tag == "mi" and node.children else ""
    return name in FUNCTIONS


def _is_quantity(node: Node) -> bool:
    return node.tag not in ("", "mo", "mspace") and not _is_function(node)


def _is_unknown(node: Node) -> bool:
    """Whether a macro stands in *node* as if it were a name: the library does not know it."""
    if node.tag in ("mi", "mo"):
        return any(child.text.startswith("\\") for child in node.children)
    return any(map(_is_unknown, node.children))
