"""This is where an object of a dump becomes the fields of an entry, whatever service dumped it.

Names are those of arXiv, Crossref, DBLP, DataCite, OpenAlex, OpenReview, Papers with Code, Semantic
Scholar, Zotero and people who write JSON by hand. A name that is not known is kept, nested values
as JSON: every value of the object is in some field.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from sitegen.parsing import headers, values
from sitegen.parsing.json_text import ENVELOPES, Repeated, squeezed

Fields = Iterator[tuple[str, str]]

_NAMES = {
    **{"journal": "venue", "booktitle": "venue", "containertitle": "venue", "proceeding": "venue"},
    **{"publicationtitle": "venue", "proceedingstitle": "venue", "conferencename": "venue"},
    **{
        "hostvenue": "venue",
        "source": "source",
        "publicationvenue": "venue",
        "journaltitle": "venue",
    },
    **{"papertitle": "title", "displayname": "title", "titles": "title", "articletitle": "title"},
    **{"documenttitle": "title", "originaltitle": "origtitle", "shorttitle": "shorttitle"},
    **{"titleshort": "shorttitle", "containertitleshort": "shortjournal"},
    **{"shortcontainertitle": "shortjournal", "journalabbreviation": "shortjournal"},
    **{"collectiontitle": "series", "seriestitle": "series", "publisherplace": "address"},
    **{"place": "address", "issue": "number", "page": "pages", "pp": "pages"},
    **{
        "publicationyear": "year",
        "pubyear": "year",
        "abstractnote": "abstract",
        "summary": "abstract",
    },
    **{"publicationdate": "date", "published": "date", "issued": "date", "date": "date"},
    **{"publisheddate": "date", "datepublished": "date", "pubdate": "date"},
    **{"accessed": "urldate", "accessdate": "urldate", "entryid": "url", "urlabs": "url"},
    **{"paperurl": "url", "link": "url", "ee": "url", "landingpageurl": "url", "dblpurl": "dblp"},
    **{"urlpdf": "pdf", "pdfurl": "pdf", "openaccesspdf": "pdf", "oaurl": "pdf"},
    **{"repourl": "code", "codeurl": "code", "github": "code", "githubrepo": "code"},
    **{"projectpage": "url", "arxivid": "arxiv", "arxivdoi": "doi", "journalref": "journal-ref"},
    **{"pubmedid": "pmid", "pubmed": "pmid", "aclid": "acl", "itemtype": "type"},
    **{
        "publicationtypes": "type",
        "publicationtype": "type",
        "entrytype": "type",
        "forum": "openreview",
    },
    **{"publicationstatus": "status", "numpages": "pagetotal", "keyword": "keywords"},
    **{"tags": "keywords", "tag": "keywords", "topics": "keywords", "concepts": "keywords"},
    **{"subject": "keywords", "subjects": "keywords", "fieldsofstudy": "keywords"},
    **{"category": "keywords", "categories": "keywords", "tasks": "keywords", "extra": "note"},
}
_SAME = frozenset(
    word
    for line in (
        "title subtitle venue year month day volume number pages type abstract keywords doi",
        "arxiv isbn issn pmid acl openreview url pdf code data video slides publisher address",
        "series edition institution school organization chapter language note eprint",
    )
    for word in line.split()
)
_PEOPLE = {
    **dict.fromkeys(("author", "authors", "authorships", "creators", "creator"), "author"),
    **{"editor": "editor", "editors": "editor", "authorsparsed": "author"},
}
_FIELDS_OF_PEOPLE = {"author": ("authors", "person"), "editor": ("editors", "editorperson")}
_LISTS_OF_PEOPLE = {"editor": "editor"}  # as BibTeX has them
_ONCE = frozenset(["title", "year", "date", "venue", "doi", "url", "pdf", "arxiv"])
_DATES = frozenset(["date", "urldate", "eventdate", "origdate"])
_ARXIV = re.compile(
    r"(?:https?://arxiv\.org/abs/|arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?",
    re.IGNORECASE,
)
_OTHER_IDS = ("key", "paperId", "_id", "@id", "entry_id")
_CITATION_KEYS = (
    "citation-key",
    "citationKey",
    "citationkey",
    "citation_key",
    "citekey",
    "cite_key",
)


def identity(value: Mapping[str, object]) -> tuple[str | None, bool]:
    """The name by which an object is known, and whether it is a citation key."""
    for key in ("id", "ID", "Id"):
        stated = value.get(key)
        for own in stated if isinstance(stated, Repeated) else (stated,):
            if _is_name(own):
                return str(own), False
    for key in _CITATION_KEYS:
        if key in value and _is_name(value[key]):
            return str(value[key]), True
    inner = _envelope(value)
    own_name, is_key = identity(inner) if inner is not None else (None, False)
    if own_name is not None:
        return own_name, is_key
    names = (value[key] for key in _OTHER_IDS if key in value and _is_name(value[key]))
    return next((str(name) for name in names), None), False


def _is_name(own: object) -> bool:
    # A number is a name too, but true and false are not.
    is_name = isinstance(own, str | int) and not isinstance(own, bool) and bool(str(own).strip())
    return is_name and not (type(own) is not str and "." in str(own))


def fields(value: Mapping[str, object]) -> list[tuple[str, str]]:
    """(name, text) of all that an object says but its ``id``, in its order."""
    inner = _envelope(value)
    found: list[tuple[str, str]] = []
    exact: set[str] = set()
    for key, content in value.items():
        if content is inner and inner is not None:
            found += fields(inner)
            continue
        plain = squeezed(key)
        if plain == "id" and identity(value)[0] == values.text(content):
            arxiv = _ARXIV.fullmatch(values.text(content).strip())
            if arxiv and "arxiv" not in {squeezed(k) for k in value}:
                found.append(("arxiv", arxiv[1]))
            continue
        if key in _CITATION_KEYS and identity(value) == (str(content), True):
            continue
        new = [(n, t) for n, t in _member(key, plain, content, value) if t.strip()]
        new = [pair for pair in new if pair[0] not in _ONCE or pair not in found]
        exact |= {n for n, _ in new if n == plain}
        found += new
    return _exact_first(found, value, exact)


def _exact_first(
    found: list[tuple[str, str]], value: Mapping[str, object], exact: set[str]
) -> list[tuple[str, str]]:
    """A field that several members state, by the one of its own name first."""
    names = [name for name, _ in found]
    if len(set(names)) == len(names):
        return found
    for name in sorted(exact):
        first = names.index(name)
        own = values.text(next(v for k, v in value.items() if squeezed(k) == name))
        if (name, own) in found and found[first][1] != own:
            position = found.index((name, own))
            found.insert(first, found.pop(position))
            names = [n for n, _ in found]
    return found


def _envelope(value: Mapping[str, object]) -> Mapping[str, object] | None:
    """The object inside *value* that holds what matters, if *value* itself has no title."""
    if value.keys().isdisjoint(ENVELOPES) or any(name.lower() == "title" for name in value):
        return None
    for name in ENVELOPES:
        inner = value.get(name)
        if isinstance(inner, dict) and any(squeezed(n) in _TITLES for n in inner):
            return inner
    return None


_TITLES = frozenset(["title", "titles", "displayname", "papertitle", "articletitle"])


def _member(key: str, plain: str, content: object, value: Mapping[str, object]) -> Fields:
    """The fields of one member."""
    if isinstance(content, Repeated):
        for one in content:
            yield from _member(key, plain, one, value)
        return
    if content is None:
        return
    if isinstance(content, dict) and set(content) in ({"value"}, {"value", "readers"}):
        content = content["value"]  # OpenReview
    if plain == "url" and ("ee" in value or "@score" in value):
        yield "dblp", values.text(content)  # DBLP's own page
        return
    special = _SPECIAL.get(plain)
    if special is not None and (found := special(content)) is not None:
        yield from found
        return
    if plain in _PEOPLE:
        # arXiv states the same names twice, once taken apart.
        if plain == "authors" and "authors_parsed" in value and isinstance(content, str):
            yield "authors-as-stated", content
            return
        many, one = _FIELDS_OF_PEOPLE[_PEOPLE[plain]]
        yield from values.people(content, _LISTS_OF_PEOPLE.get(plain, many), one)
        return
    yield from _generic(_field(key, plain), content)


@lru_cache(maxsize=4096)
def _field(key: str, plain: str) -> str:
    own = key.strip().lower()
    if own in _SAME:
        return own
    if plain in _NAMES:
        return _NAMES[plain]
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key)
    known = headers.field(spaced)
    return known if known and known != "id" and plain not in _OWN else own


_OWN = frozenset(
    word
    for line in ("publication work time field area project label no by where",)
    for word in line.split()
)


def _generic(field: str, content: object) -> Fields:
    """A value whose kind decides: lists of text recur, the rest of an object is kept as JSON."""
    if field in _DATES:
        yield from values.dated(field, content)
    elif field == "keywords" and isinstance(content, list | dict):
        for item in content if isinstance(content, list) else [content]:
            yield from _keyword(item)
    elif isinstance(content, list) and all(
        values.is_plain(item) or item is None for item in content
    ):
        yield from ((field, values.text(item)) for item in content)
    elif isinstance(content, list) and field in ("title", "url", "pdf", "abstract"):
        for item in content:
            yield from _named(field, item)
    elif isinstance(content, dict):
        yield from _named(field, content)
    else:
        yield field, values.text(content)


def _named(field: str, content: object) -> Fields:
    """An object that has a name, by that name; what else it says, as JSON."""
    if not isinstance(content, dict):
        yield field, values.text(content)
        return
    for key in _NAMES_OF_THINGS.get(field, ()) or _NAMES_OF_THINGS[""]:
        if isinstance(content.get(key), str) and content[key].strip():
            rest = {k: v for k, v in content.items() if k != key and v not in (None, "", [], {})}
            yield field, content[key]
            if rest:
                yield f"{field}-details", values.text(rest)
            return
    found, more = values.name(content)
    yield field, (found if found and not more else values.text(content))


_NAMES_OF_THINGS = {
    "title": ("title", "value", "#text", "text"),
    "abstract": ("text", "value", "#text", "abstract"),
    "url": ("url", "@href", "href"),
    "pdf": ("url", "href"),
    "code": ("url", "href"),
    "": ("name", "display_name", "displayName", "title", "value", "#text", "text"),
}


def _keyword(item: object) -> Fields:
    if isinstance(item, dict):
        for key in (
            "tag",
            "display_name",
            "name",
            "@term",
            "term",
            "subject",
            "keyword",
            "category",
        ):
            if isinstance(item.get(key), str):
                yield "keyword", item[key]
                rest = {k: v for k, v in item.items() if k != key and v not in (None, "", [], {})}
                if set(rest) - {"type", "@scheme", "score", "level", "wikidata", "id", "source"}:
                    yield "keyword-details", values.text(item)
                return
    yield "keyword", values.text(item)


def _external_ids(content: object) -> Fields | None:
    if not isinstance(content, dict):
        return None
    names = {"pubmed": "pmid", "pubmedcentral": "pmcid", "arxiv": "arxiv"}
    return ((names.get(k.lower(), k.lower()), values.text(v)) for k, v in content.items())


def _biblio(content: object) -> Fields | None:
    if not isinstance(content, dict):
        return None
    pages = "-".join(
        dict.fromkeys(
            values.text(content[n]) for n in ("first_page", "last_page") if content.get(n)
        )
    )
    names = {"issue": "number", "first_page": "", "last_page": ""}
    found = [(names.get(k, k), values.text(v)) for k, v in content.items() if v is not None]
    return iter([*((n, t) for n, t in found if n), ("pages", pages)])


def _location(content: object) -> Fields | None:
    """OpenAlex: where a work is, and in what."""
    if not isinstance(content, dict):
        return None
    source = content.get("source")
    found = [("url", content.get("landing_page_url")), ("pdf", content.get("pdf_url"))]
    if isinstance(source, dict):
        found.insert(0, ("venue", source.get("display_name")))
    said = [(name, values.text(v)) for name, v in found if v]
    return iter([*said, ("primary_location", values.text(content))])


def _inverted(content: object) -> Fields | None:
    """OpenAlex: the places of each word of an abstract."""
    if not isinstance(content, dict):
        return None
    places = [
        (place, word)
        for word, where in content.items()
        for place in (where if isinstance(where, list) else ())
        if isinstance(place, int)
    ]
    return iter([("abstract", " ".join(word for _, word in sorted(places)))]) if places else None


def _journal(content: object) -> Fields | None:
    """Semantic Scholar: a journal with volume and pages."""
    if not isinstance(content, dict) or not {"volume", "pages"} & set(content):
        return None
    names = {"name": "venue", "issue": "number"}
    return ((names.get(k, k.lower()), values.text(v)) for k, v in content.items() if v)


def _versions(content: object) -> Fields | None:
    """arXiv: the first version's date is when the work appeared."""
    first = content[0] if isinstance(content, list) and content else None
    if not isinstance(first, dict) or not isinstance(first.get("created"), str):
        return None
    day = re.search(r"(\d{1,2} [A-Z][a-z]{2} \d{4})", first["created"])
    found = [("date", day[1])] if day else []
    return iter([*found, ("versions", values.text(content))])


def _categories(content: object) -> Fields | None:
    """arXiv: "cs.LG stat.ML"."""
    if not isinstance(content, str) or not re.fullmatch(
        r"[a-z-]+(?:\.[A-Za-z-]+)?(?: [a-z-]+(?:\.[A-Za-z-]+)?)*", content
    ):
        return None
    words = content.split()
    return (("keyword", word) for word in words) if "." in content or len(words) == 1 else None


def _creators(content: object) -> Fields | None:
    """Zotero: people with their parts in the work."""
    if not isinstance(content, list) or not all(
        isinstance(c, dict) and "creatorType" in c for c in content
    ):
        return None
    return _by_part(content)


def _by_part(creators: list[dict[str, object]]) -> Fields:
    for creator in creators:
        part = values.text(creator["creatorType"])
        name, _ = values.name({k: v for k, v in creator.items() if k != "creatorType"})
        if "name" in creator and "lastName" not in creator:
            name = f"{{{values.text(creator['name'])}}}"
        yield {"author": "person", "editor": "editorperson"}.get(part, part.lower()), name


def _urls(content: object) -> Fields | None:
    return values.links(content) if isinstance(content, list | dict) else None


def _event(content: object) -> Fields | None:
    if not isinstance(content, dict) or not isinstance(content.get("name"), str):
        return None
    rest = {k: v for k, v in content.items() if k != "name"}
    return iter(
        [("eventtitle", content["name"]), *([("event-details", values.text(rest))] if rest else [])]
    )


_SPECIAL: dict[str, Callable[[object], Fields | None]] = {
    "externalids": _external_ids,
    "biblio": _biblio,
    "primarylocation": _location,
    "abstractinvertedindex": _inverted,
    "journal": _journal,
    "versions": _versions,
    "categories": _categories,
    "creators": _creators,
    "url": _urls,
    "urls": _urls,
    "link": _urls,
    "links": _urls,
    "event": _event,
}
