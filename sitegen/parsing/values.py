"""This is where loosely typed values become text: names, dates and whatever else JSON can hold.

What a value says besides is never dropped: it is handed back as JSON.
"""

import json
import re
from collections.abc import Iterator, Mapping

_FAMILY = (
    *("family", "last", "lastName", "last_name", "familyName", "family_name", "surname"),
    *("lastname", "family-names", "familyname", "sn", "family-name"),
)
_GIVEN = (
    *("given", "first", "firstName", "first_name", "givenName", "given_name", "forename"),
    *("firstname", "given-names", "givenname", "fore_name", "given-name", "initials"),
)
_WHOLE = (
    *("literal", "name", "full_name", "fullName", "fullname", "display_name", "displayName"),
    *("text", "#text", "author_name", "authorName", "raw_author_name", "preferred_name"),
)
_PARTICLES = (
    *("dropping-particle", "non-dropping-particle", "particle", "prefix", "dropping_particle"),
    "non_dropping_particle",
)
_MIDDLE = ("middle", "middleName", "middle_name")
_WRAPPED = ("author", "person", "creator", "editor")  # OpenAlex: {"author": {"display_name": ..}}
# What a name says about its own typesetting, or about its place in the list.
_SILENT = frozenset(
    word
    for line in (
        "isInstitution static-ordering comma-suffix parse-names comma-dropping-particle multi",
        "sequence sameAs authenticated-orcid nameType @type fieldMode author_position",
        "is_corresponding raw_author_name initials",
    )
    for word in line.split()
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ODD = re.compile(r"[,;{}]|(?i:\b(?:and|others|et al)\b)|&")


def text(value: object) -> str:
    """*value* as text; a list or an object is JSON."""
    if type(value) is str:
        return value
    if type(value) is int:
        return str(value)
    if isinstance(value, str):
        return re.sub(r"^(\d+)\.0+$", r"\1", value)  # a number as it was written
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False)


def flat(value: object) -> Iterator[object]:
    """The values of a list, lists in it taken apart, without nothings; a value that is none."""
    if isinstance(value, list):
        for item in value:
            yield from flat(item)
    elif value is not None and value != "":
        yield value


def is_plain(value: object) -> bool:
    """Whether *value* is text, a number or a truth."""
    return isinstance(value, str | int | float)


def name(parts: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """The name that an object states, as BibTeX writes it, and what else the object says.

    "" if it is no name.
    """
    if parts.keys() <= _COMMON:
        given, family = _stated(parts, "given"), _stated(parts, "family")
        if family and given:
            return f"{family}, {given}", {}
    for wrapped in _WRAPPED:
        inner = parts.get(wrapped)
        if isinstance(inner, dict) and not _first(parts, _FAMILY)[1]:
            found, more = name(inner)
            return found, {**_rest(parts, wrapped), **more}
    family_name, family = _first(parts, _FAMILY)
    given_name, given = _first(parts, _GIVEN)
    used = {family_name, given_name}
    if not family:
        whole_name, whole = _first(parts, _WHOLE)
        used |= {whole_name}
        if whole:
            whole = re.sub(r" \d{4}$", "", whole) if "@pid" in parts else whole  # DBLP's namesakes
            is_body = whole_name == "literal" or parts.get("nameType") == "Organizational"
            return (_whole(whole) if is_body else whole), _rest(parts, *used - {given_name})
        return given, _rest(parts, *used)
    middle_name, middle = _first(parts, _MIDDLE)
    given = f"{given} {middle}".strip() if middle else given
    particles = [said for n in _PARTICLES if (said := _stated(parts, n))]
    suffix = _stated(parts, "suffix")
    used |= {middle_name, "suffix", *_PARTICLES}
    if not given and not suffix and not particles:
        return _whole(family) if _ODD.search(family) or " " in family else family, _rest(
            parts, *used
        )
    last = " ".join([*particles, family])
    return ", ".join(part for part in (last, suffix, given) if part), _rest(parts, *used)


def _whole(literal: str) -> str:
    """A name that must not be taken apart."""
    bare = re.sub(r"[{}]", "", literal).strip()
    if bare in ("others", "et al."):  # as pandoc has it: the list goes on
        return bare
    return f"{{{bare}}}" if bare else ""


def _stated(parts: Mapping[str, object], key: str) -> str:
    value = parts.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _first(parts: Mapping[str, object], keys: tuple[str, ...]) -> tuple[str, str]:
    return next(((key, said) for key in keys if (said := _stated(parts, key))), ("", ""))


def _rest(parts: Mapping[str, object], *used: str) -> dict[str, object]:
    return {
        k: v for k, v in parts.items() if k not in used and k not in _SILENT and v not in _EMPTY
    }


_HOLDING = frozenset([*_WRAPPED, "authors", "creators", "editors", "people", "name", "value"])
_COMMON = frozenset(["family", "given", *_SILENT])
_EMPTY: tuple[object, ...] = (None, "", [], {})


def people(value: object, many: str, one: str) -> Iterator[tuple[str, str]]:
    """Each name of a list in any form, as field *one*; text that may list several as *many*.

    What objects say besides a name follows, as one field of JSON.
    """
    details: list[object] = []
    is_list = isinstance(value, list)
    listed = _unwrapped(value)
    # Beside people with families, who only has a name is none.
    has_families = any(isinstance(item, Mapping) and "family" in item for item in listed)
    for item in listed:
        if isinstance(item, Mapping):
            found, more = name(item)
            if not found:
                yield f"{one}-details", text(item)
                continue
            if has_families and "name" in item and "family" not in item:
                found = _whole(found)
            yield one, found
            if more:
                details.append({"name": found, **more})
        elif isinstance(item, list):
            parts = [text(part).strip() for part in item]
            yield one, _parsed(parts)
        else:
            yield (one if is_list else many), text(item)
    if details:
        yield f"{one}-details", text(details)


def _unwrapped(value: object) -> list[object]:
    """The names of a list, of a single one, or of an object that holds the list."""
    if isinstance(value, dict) and len(value) == 1:
        key, inner = next(iter(value.items()))
        if key in _HOLDING and isinstance(inner, list | dict):
            return _unwrapped(inner)
    return [v for v in value if v not in _EMPTY] if isinstance(value, list) else [value]


def _parsed(parts: list[str]) -> str:
    """A name as arXiv's dumps have it in parts: family, given, suffix."""
    family, given, suffix = (*parts, "", "", "")[:3]
    kept = ", ".join(part for part in (family, suffix, given) if part)
    return ", ".join([kept, *(part for part in parts[3:] if part)])


def date(value: object) -> str:
    """The date that *value* states, as biblatex writes it; "" if it states none.

    CSL's objects, lists of numbers, objects with year, month and day, and text are known.
    """
    if isinstance(value, Mapping):
        return _date_of_object(value)
    if isinstance(value, list):
        ends = [date(item) if isinstance(item, Mapping | list) else text(item) for item in value]
        if any(isinstance(item, Mapping | list) for item in value):
            return "/".join(end for end in ends if end)
        return _numbers(value)
    return text(value).strip()


def _date_of_object(value: Mapping[str, object]) -> str:
    parts = value.get("date-parts", value.get("date_parts"))
    found = date(parts) if isinstance(parts, list) else ""
    if not found:
        found = _numbers([value.get(name) for name in ("year", "month", "day")])
    season = text(value.get("season")).strip().lower()
    if found and season and re.fullmatch(r"-?\d{4}", found):
        number = _SEASONS.get(season) or (20 + int(season) if season in ("1", "2", "3", "4") else 0)
        found += f"-{number}" if number else ""
    if found and text(value.get("circa")).lower() not in ("", "false", "0"):
        found += "~"
    rest = ("raw", "literal", "date-time", "$date", "value")
    return found or next((text(value[n]).strip() for n in rest if value.get(n)), "")


def _numbers(parts: list[object]) -> str:
    """Year, month and day with dashes between; a month from 13 on is a season."""
    if parts and all(type(part) is int for part in parts[:2]) and len(parts) < 4:
        return _of_integers([part for part in parts if isinstance(part, int)])
    said = [text(part).strip() for part in parts]
    if not said or not said[0]:
        return ""
    if all(re.fullmatch(r"-?\d{1,4}", part) for part in said[:3] if part):
        return _of_integers([int(part) for part in said[:3] if part])
    return " ".join(part for part in reversed(said[:3]) if part)


def _of_integers(parts: list[int]) -> str:
    year, *rest = parts
    found = f"{year:04}" if year >= 0 else f"-{-year:04}"
    for position, number in enumerate(rest):
        if number <= 0:
            break
        # From 13 on, a month is a season.
        found += f"-{number + 8 if not position and 12 < number < 17 else number:02}"
    return found


def dated(field: str, value: object) -> Iterator[tuple[str, str]]:
    """The date that *value* states as *field*, and what else it says."""
    found = date(value)
    if found:
        yield field, found
    elif not is_nothing(value):
        yield f"{field}-details", text(value)
    if found and not _is_all_date(value):
        yield f"{field}-details", text(value)


def _is_all_date(value: object) -> bool:
    """Whether a date is all that a value says."""
    if isinstance(value, Mapping):
        return all(
            is_nothing(said) or (key in _OF_DATES and _is_all_date(said))
            for key, said in value.items()
        )
    if isinstance(value, list):
        nested = [item for item in value if isinstance(item, Mapping | list)]
        fits = len(value) < 3 if len(nested) == len(value) else not nested and len(value) < 4
        return fits and all(map(_is_all_date, nested))
    return True


_OF_DATES = frozenset(
    ["date-parts", "date_parts", "year", "month", "day", "season", "circa", "raw", "literal"]
)


def is_nothing(value: object) -> bool:
    """Whether nothing is said in *value*, however it is nested."""
    if isinstance(value, list | dict):
        return all(map(is_nothing, value.values() if isinstance(value, dict) else value))
    return value is None or value == ""


def links(value: object) -> Iterator[tuple[str, str]]:
    """(field, address) of each link of a list: what it leads to, by its kind or its ending."""
    for item in flat(value):
        if not isinstance(item, dict):
            yield _kind_of_link(text(item), ""), text(item)
            continue
        kinds = (
            "title",
            "@title",
            "type",
            "@type",
            "content-type",
            "content_type",
            "rel",
            "name",
            "kind",
        )
        said = " ".join(text(item.get(kind)) for kind in kinds if item.get(kind)).lower()
        keys = ("url", "URL", "href", "@href", "link", "landing_page_url")
        address = next((text(item[key]) for key in keys if isinstance(item.get(key), str)), "")
        if address:
            yield _kind_of_link(address, said), address
        else:
            yield "links", text(item)


def _kind_of_link(address: str, said: str) -> str:
    for kind in ("pdf", "code", "video", "slides", "data"):
        if re.search(rf"\b{kind}", said):
            return kind
    if re.search(r"\.pdf(?:$|[?#])|//arxiv\.org/pdf/", address):
        return "pdf"
    return (
        "code" if re.match(r"https?://(?:www\.)?git(?:hub|lab)\.com/[^/]+/[^/]", address) else "url"
    )
