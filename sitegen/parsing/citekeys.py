"""This is where a citation key that somebody chose is told from a number that a database gave."""

import re

# What BibTeX and biber take in a key.
_CITABLE = re.compile(r"[^\W\d_][^\s\"#%'(),={}~\\&$^@]{0,199}")
_GIVEN = re.compile(
    r"(?:wos|isi|medline|biosis|biosys|ccc|cabi|inspec|scopus|embase|pubmed|pmc?id|pmc|doi|arxiv"
    r"|is[bs]n|oai|urn|eid|rayyan|covidence|endnote|zotero|mendeley|openalex)"
    r"(?::.*|[._-]\d.*|_id.*)|(?:pmc?id|pmc|item-?)\d+"
    r"|[^/]*\.[^/]*/.*|.*://.*"  # addresses
    r"|[a-z]+[:._-](?!(?:1[4-9]|20)\d\d$)\d{3,}"  # "CN-01234567", not "berg-2019"
    r"|[a-z]{1,4}\d{6,}|[a-z]+\d{8,}"  # "W2741809807", "PMC123456"
    r"|[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    re.IGNORECASE,
)
_RANDOM = re.compile(r"(?=[A-Z]*\d+[A-Z])[A-Z0-9]{8}")  # Zotero's: "QJ9ZT4WD"


def is_chosen(name: str) -> bool:
    """Whether the name that an entry has in its source looks like a key to cite it by."""
    return (
        _CITABLE.fullmatch(name) is not None
        and name.isprintable()
        and not _GIVEN.fullmatch(name)
        and not _RANDOM.fullmatch(name)
    )
