"""This is where a work's identifiers and links are gathered from all fields that may hold one.

A field of its own counts first. What is hidden in others, "arXiv preprint arXiv:1706.03762" in a
venue or "PMID: 123" in a note, is taken where the own field is missing and the text says nothing
else; an address goes to the field for what it leads to (``links.kind``).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sitegen.text import identifiers, links

PARSERS: Mapping[str, Callable[[str], str | None]] = {
    "doi": identifiers.doi,
    "arxiv": identifiers.arxiv,
    "isbn": identifiers.isbn,
    "issn": identifiers.issn,
    "pmid": identifiers.pmid,
    "acl": identifiers.acl,
    "openreview": identifiers.openreview,
}
"""How the field of each identifier is read."""

ADDRESSES = ("url", "pdf", "code", "data", "video", "slides")
"""The fields that are addresses."""

_HOMES = {"doi": "doi", "arxiv": "arxiv", "acl": "acl", "openreview": "openreview"}
_HOMES["pubmed"] = "pmid"
# The address of a program, a dataset or a film is that work's own, not that of a by-product.
_OWN = frozenset({"software", "dataset", "video", "online", "audio"})
_EPRINTS = {"arxiv": "arxiv", "pubmed": "pmid", "pmid": "pmid", "doi": "doi", "": "arxiv"}
_HIDING = ("venue", "volume", "number", "howpublished", "note", "eid", "reportnumber")
_ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
# "arXiv preprint arXiv:1706.03762 [cs.CL]", "CoRR, abs/1706.03762", "ArXiv e-prints 1706.03762".
_ARXIV_ALONE = re.compile(
    r"(?:(?:also )?(?:available|published)?\s*(?:at|as|on|from|online)?\s*)"
    r"((?:arxiv(?:\.org)?|corr)\b[\s,:]*(?:\(cornell university\))?"
    r"(?:(?:e-?prints?|preprints?)\b[\s,:]*)*)?"
    rf"(?:arxiv[\s:.]*|abs/|https?://arxiv\.org/abs/)\s*(?:{_ARXIV_ID})\s*[,.;]?\s*"
    r"(?:\[[\w.\s,-]+\]|\([\w.\s,-]+\)|[a-z-]+\.[a-z]{2})?\s*[,.;]?\s*(?:\(?(?:19|20)\d\d\)?)?[\s.]*",
    re.IGNORECASE,
)
_DOI_ALONE = re.compile(r"(?:doi[\s:]*|(?:https?://)?(?:dx\.)?doi\.org/)10\.\S+", re.IGNORECASE)
_PMID_ALONE = re.compile(r"(?:pubmed )?pmid[\s:]*\d{1,9}\.?", re.IGNORECASE)
_ADDRESS = re.compile(r"\\url\s*\{[^{}]*\}|<?https?://[^\s<>]+>?", re.IGNORECASE)
_SPACE = re.compile(r"\s")
_DRESS = frozenset(
    [
        *("doi", "https", "http", "www", "org", "com", "arxiv", "abs", "pdf", "isbn", "issn"),
        *("print", "online", "electronic", "linking", "version", "preprint", "eprint", "pmid"),
        *("hbk", "pbk", "ebook", "paper", "hardcover", "softcover", "paperback", "hardback"),
    ]
)
_IN_HOSTS = {
    "arxiv.org": "arxiv",
    "openreview.net": "openreview",
    "aclanthology": "acl",
    "aclweb.org": "acl",
    "ncbi.nlm.nih.gov": "pmid",
}
_DOI_IN_ADDRESS = re.compile(r"[/=]10\.\d{4,9}(?:\.\d+)*(?:/|%2F)", re.IGNORECASE)
_OLD_NUMBER = re.compile(r"\d{7}(?:v\d+)?")
_DIGITS = re.compile(r"\d{5}|\d{4}\.\d{4}|10\.\d|(?i:pmid)")
_LONG = 200  # characters; what says nothing but an identifier has fewer
_WORDS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Clues:
    """What the fields of one entry say."""

    values: Mapping[str, str]
    """The value of each identifier and address that was found."""

    used: frozenset[str]
    """Names of fields whose first value says nothing else."""

    bad: tuple[str, ...]
    """Names of fields of identifiers and addresses that are none."""

    more: tuple[tuple[str, str], ...]
    """(name, value) of what goes with them: the version of an arXiv identifier, and its class."""

    placed: frozenset[str]
    """The repeated addresses that were given a place."""


def gather(
    first: Mapping[str, str], repeated: Sequence[str] = (), kind: str | None = None
) -> Clues:
    """The identifiers and addresses of a work of a *kind*.

    *first* has the first value of each field, *repeated* the further values of ``url``.
    """
    search = _Search(first, kind)
    search.fields()
    search.eprint()
    search.addresses(repeated)
    search.hidden()
    search.derived()
    return Clues(
        values=search.values,
        used=frozenset(search.used),
        bad=tuple(search.bad),
        more=tuple(search.more.items()),
        placed=frozenset(search.placed),
    )


def venue(text: str, arxiv: str | None) -> str:
    """A venue without the arXiv identifier of the one work: "arXiv preprint", the same for all."""
    if arxiv is None or identifiers.arxiv(text) != arxiv:
        return text
    found = _ARXIV_ALONE.fullmatch(text)
    return ((found[1] or "").strip(" ,:") or "arXiv") if found else text


class _Search:
    """The fields of one entry, and what was found in them so far."""

    def __init__(self, first: Mapping[str, str], kind: str | None) -> None:
        self.first, self.kind = first, kind
        self.values: dict[str, str] = {}
        self.used: set[str] = set()
        self.bad: list[str] = []
        self.more: dict[str, str] = {}
        self.placed: set[str] = set()

    def _is_new(self, name: str, value: str | None) -> bool:
        """Whether *value* is, or now becomes, what the work's *name* is."""
        return value is not None and self.values.setdefault(name, value) == value

    def _aside(self, text: str) -> None:
        """The version and the class that are written with an arXiv identifier."""
        version, subject = identifiers.arxiv_version(text), identifiers.arxiv_class(text)
        for name, value in (("arxivversion", version), ("primaryclass", subject)):
            if value and name not in self.first:
                self.more.setdefault(name, value)

    def fields(self) -> None:
        """The identifiers that have a field of their own."""
        for name in PARSERS:
            if name not in self.first:
                continue
            text = identifiers.unescaped(self.first[name])
            value = PARSERS[name](text)
            if value is None:
                self.bad.append(name)
                continue
            self.values[name] = value
            if name == "arxiv":
                self._aside(text)
            if not _says_more(name, text, value):
                self.used.add(name)
        for name, other in (("isbn", "issn"), ("issn", "isbn")):
            # Databases have one field for both.
            if name in self.bad and other not in self.first:
                value = PARSERS[other](self.first[name])
                if value:
                    self.values[other] = value
                    self.bad.remove(name)
                    self.used.add(name)
        self.bad.sort()

    def eprint(self) -> None:
        """biblatex's electronic publication: a number, and whose number it is."""
        first = self.first
        text = identifiers.unescaped(first.get("eprint", ""))
        archive = (first.get("archiveprefix") or first.get("eprinttype") or "").lower().strip(": ")
        name = _EPRINTS.get(archive) if text else None
        if name is None:
            return
        if name == "arxiv" and _OLD_NUMBER.fullmatch(text):
            # "0112017" of the archive that the class names.
            text = f"{first.get('primaryclass') or first.get('eprintclass') or ''}/{text}"
        if self._is_new(name, PARSERS[name](text)):
            self.used |= {"eprint", "archiveprefix", "eprinttype"}
            if name == "arxiv" and "arxiv" not in first:
                self._aside(text)

    def addresses(self, repeated: Sequence[str]) -> None:
        """The addresses, each where it belongs; those whose field says what they are, first."""
        for name in ADDRESSES[1:]:
            if name not in self.first:
                continue
            found = identifiers.urls(self.first[name])
            if not found:
                self.bad.append(name)
                continue
            self.values[name] = found[0]
            if len(found) == 1:
                self.used.add(name)
        if "url" in self.first:
            self._url(self.first["url"])
        for text in repeated:
            found = identifiers.urls(text)
            if len(found) == 1 and self._place(found[0]):
                self.placed.add(text)
        for name in ("howpublished", "note"):
            text = self.first.get(name, "")
            if "://" in text or "www." in text:
                self._published(name, text)
        if "pdf" in self.values:
            self._harvest(self.values["pdf"])

    def _url(self, text: str) -> None:
        found = identifiers.urls(text)
        if not found and not _SPACE.search(text.strip()) and identifiers.doi(text):
            found = (f"https://doi.org/{identifiers.doi(text)}",)
        if not found:
            self.bad.append("url")
        placed = [self._place(address) for address in found]
        if found and all(placed):
            self.used.add("url")

    def _published(self, name: str, text: str) -> None:
        """An address in a field for words."""
        whole = identifiers.url(text)
        if whole:
            if self._place(whole):
                self.used.add(name)
        elif name == "howpublished" and "url" not in self.first:
            runs = links.split(identifiers.unescaped(text))
            for address in [address for _, address in runs if address][:1]:
                self._place(address)

    def _place(self, address: str) -> bool:
        """Whether an address is given a place, or says nothing that is not known."""
        what = links.kind(address)
        name = _HOMES.get(what)
        if name:
            if self._is_new(name, PARSERS[name](address)):
                if name == "arxiv":
                    self._aside(address)
                return True
            what = "url"
        if self.kind in _OWN and what in ("code", "data", "video", "slides"):
            what = "url"
        if self._is_new(what, address) or self._is_new("url", address):
            if what in ("url", "pdf"):
                self._harvest(address)
            return True
        return False

    def _harvest(self, address: str) -> None:
        """The identifier that the address of a page or of a full text is made of."""
        host = address.split("/")[2]
        name = next((name for part, name in _IN_HOSTS.items() if part in host), "doi")
        if name == "doi" and not _DOI_IN_ADDRESS.search(address):
            return
        value = PARSERS[name](address)
        if value:
            self.values.setdefault(name, value)

    def hidden(self) -> None:
        """The identifiers that stand in a field for something else, with nothing beside them."""
        for name in _HIDING:
            text = self.first.get(name)
            if text is None or len(text) > _LONG or not _DIGITS.search(text):
                continue
            text = identifiers.unescaped(text).strip(" {}")
            if "arxiv" not in self.values and _ARXIV_ALONE.fullmatch(text):
                if self._is_new("arxiv", identifiers.arxiv(text)):
                    self._aside(text)
            elif _DOI_ALONE.fullmatch(text):
                self._is_new("doi", identifiers.doi(text))
            elif _PMID_ALONE.fullmatch(text):
                self._is_new("pmid", identifiers.pmid(re.sub(r"\D", "", text)))

    def derived(self) -> None:
        """The identifiers that a DOI is made of: of arXiv, of the ACL Anthology."""
        doi = self.values.get("doi", "")
        if doi.startswith("10.48550/arxiv.") and "arxiv" not in self.values:
            self._is_new("arxiv", identifiers.arxiv(doi.removeprefix("10.48550/")))
        if doi and "acl" not in self.values:
            self._is_new("acl", identifiers.acl_of_doi(doi))


def _says_more(name: str, text: str, value: str) -> bool:
    """Whether a field holds more than its identifier: a second one, or words."""
    if name == "isbn" and len(identifiers.isbns(text)) > 1:
        return True
    if name == "issn" and len(identifiers.issns(text)) > 1:
        return True
    if not _SPACE.search(text.strip()) or (name == "arxiv" and identifiers.arxiv_class(text)):
        return False
    rest = text.lower().replace(value.lower(), " ")
    if name == "doi" and "10." in rest:
        return True
    return any(word not in _DRESS for word in _WORDS.findall(_ADDRESS.sub(" ", rest)))
