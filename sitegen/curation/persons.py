"""This is where it is read what a curator says about persons."""

import re
from collections.abc import Mapping
from typing import Any

from sitegen.curation.faults import Faults
from sitegen.errors import Location
from sitegen.findings import Finding, printable, quoted
from sitegen.model.curation import AuthorOrder
from sitegen.text import identifiers

_LISTS = ("also", "former", "not_same", "papers")
_KNOWN = ("name", *_LISTS, "orcid", "url", "ours")
_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/|orcid:?\s*)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])/?",
    re.IGNORECASE,
)


# Any: whatever TOML can say.
def read(table: Mapping[str, Any], faults: Faults) -> tuple[AuthorOrder, ...]:
    """What the *table* of authors says, in its order; what is wrong with it goes to *faults*."""
    found: list[AuthorOrder] = []
    for label, stated in table.items():
        at = faults.at(("author", label))
        if isinstance(stated, dict) and label.strip():
            found.append(_order(label, stated, at, faults))
        else:
            must = f'a table: a line [author."{printable(label)}"]'
            faults.wrong(f"the author {quoted(label)}", must, at)
    return tuple(found)


def _order(label: str, stated: Mapping[str, Any], at: Location, faults: Faults) -> AuthorOrder:
    for name in stated:
        if name not in _KNOWN:
            faults.unknown(name, _KNOWN, faults.at(("author", label, name)), " of an author")
    lists = {name: _words(label, name, stated.get(name, []), faults) for name in _LISTS}
    ours = stated.get("ours", False)
    if not isinstance(ours, bool):
        faults.wrong("`ours`", "true or false", faults.at(("author", label, "ours")))
    return AuthorOrder(
        label=_line(label),
        name=_text(label, "name", stated, faults) or _line(label),
        also=lists["also"],
        former=lists["former"],
        not_same=lists["not_same"],
        papers=lists["papers"],
        orcid=_orcid(label, stated, faults),
        url=_url(label, stated, faults),
        is_ours=ours is True,
        at=at,
    )


def _line(text: str) -> str:
    return printable(" ".join(text.split()))


def _words(label: str, name: str, value: object, faults: Faults) -> tuple[str, ...]:
    """The items of a list of texts; one text is a list of one."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        must = "a list of texts in square brackets"
        faults.wrong(f"`{name}`", must, faults.at(("author", label, name)))
        return ()
    return tuple(dict.fromkeys(line for item in items if (line := _line(item))))


def _text(label: str, name: str, stated: Mapping[str, Any], faults: Faults) -> str | None:
    """A text; None if there is none."""
    value = stated.get(name)
    if value is None or (isinstance(value, str) and value.strip()):
        return None if value is None else _line(value)
    faults.wrong(f"`{name}`", "text in quotation marks", faults.at(("author", label, name)))
    return None


def _orcid(label: str, stated: Mapping[str, Any], faults: Faults) -> str | None:
    text = _text(label, "orcid", stated, faults)
    number = orcid(text) if text else None
    if text and number is None:
        faults.found.append(
            Finding(
                code="bad-orcid",
                message=f"this is no ORCID iD: {quoted(text)}",
                at=faults.at(("author", label, "orcid")),
                hint="sixteen digits of which the last checks the others: 0000-0002-1825-0097",
            )
        )
    return number


def orcid(text: str) -> str | None:
    """The ORCID iD in *text*: "0000-0002-1825-0097"; None if its check digit is wrong.

    The last sign is a check by ISO 7064, MOD 11-2, in which X stands for ten.
    """
    found = _ORCID.fullmatch(text.strip())
    if not found:
        return None
    number = "".join(found.groups()).upper()
    total = 0
    for digit in number[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    is_right = number[-1] == ("X" if check == 10 else str(check))
    return "-".join(part.upper() for part in found.groups()) if is_right else None


def _url(label: str, stated: Mapping[str, Any], faults: Faults) -> str | None:
    text = _text(label, "url", stated, faults)
    url = identifiers.url(text) if text else None
    if text and url is None:
        must = f"an address that may be linked to (http, https or ftp), not {quoted(text)}"
        faults.wrong("`url`", must, faults.at(("author", label, "url")))
    return url
