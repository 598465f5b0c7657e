"""This is where the words of a paper are looked over: title, venue, abstract, names.

Each rule sees one paper. What it mends, it mends for certain: a mended text is not mended again.
"""

import re
from collections.abc import Iterator

from sitegen.checks.rule import Rule, of_each
from sitegen.findings import Severity, quoted
from sitegen.model.paper import Paper
from sitegen.text import markup, tex
from sitegen.text.fold import fold, glue
from sitegen.text.tidy import tidy

_PLACEHOLDERS = frozenset(
    map(glue, ("Jane Doe", "John Doe", "John Smith", "Jane Smith", "Foo Bar", "First Author"))
)
_FAMILIES = frozenset({"doe", "smith", "bar", "author"})
_LONGEST_ABSTRACT = 20_000
_FEWEST_CAPITALS = 10  # letters: what is shorter may be a name, "BERT: A T5"
# Commands, accents, and braces about words; "{0, 1}" is a set.
_LATEX = re.compile(r"\\(?:[A-Za-z]{2,}|[\"'`^~=.cuvHkbdtr](?=[\s{A-Za-z]))|\{[A-Za-z]{2}[\w -]*\}")
_HTML = re.compile(
    r"</?(?:a|abbr|br|div|em|font|h[1-6]|img|inline-formula|li|ol|p|span|strong|table|tex-math|td|tr"
    r"|ul|(?:jats|mml):[a-z-]+)(?:\s[^<>]{0,200})?/?>|&(?:[a-z]{2,8}|#\d{1,6});",
    re.IGNORECASE,
)
_LABEL = re.compile(r"abstract\s*(?:[:.—–]+|-+(?=\s))\s*(?=\S)", re.IGNORECASE)
_SHOUTED_LABEL = re.compile(r"ABSTRACT\s+(?=[A-Z][a-z])")
_PERIOD = re.compile(r"[^.?!…]*[^\W\d_]{4}[)\]”\"']?\.")
_ABBREVIATED = frozenset({"dept", "intl", "natl", "proc", "trans", "univ", "corp", "conf", "journ"})


def _texts(paper: Paper) -> Iterator[tuple[str, str]]:
    """(name of the field, text) of what a person reads."""
    for name in ("title", "venue", "abstract"):
        text = getattr(paper, name)
        if text:
            yield name, text


def _words(text: str) -> str:
    """*text* without mathematics, in which TeX is at home."""
    return "".join(run.text for run in markup.runs(text) if not run.is_math)


def _placeholder_author(paper: Paper) -> Iterator[tuple[str, str]]:
    people = paper.authors
    # Family names first: they are quick to compare, and hardly ever these.
    if not people or not all(person.family.lower() in _FAMILIES for person in people):
        return
    if all(glue(str(person)) in _PLACEHOLDERS for person in people):
        names = ", ".join(str(person) for person in paper.authors)
        yield "authors", f"'{paper.key}' is by {names}: are these its real authors?"


def _cut_abstract(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.abstract and paper.abstract.endswith(("...", "…")):
        end = quoted(paper.abstract[-60:])
        yield "abstract", f"the abstract of '{paper.key}' is cut off: {end}"


def _long_abstract(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.abstract and len(paper.abstract) > _LONGEST_ABSTRACT:
        length = f"{len(paper.abstract):,}"
        yield "abstract", f"the abstract of '{paper.key}' has {length} characters"


def _capitals_title(paper: Paper) -> Iterator[tuple[str, str]]:
    # Most are not; what follows looks past mathematics and marks.
    if not paper.title.isupper() and "<nc>" not in paper.title:
        return
    title = _words(paper.title)
    letters = sum(c.isalpha() for c in title)
    if title.isupper() and letters >= _FEWEST_CAPITALS and len(title.split()) > 1:
        yield "title", f"the title of '{paper.key}' is all capitals: {quoted(title)}"


def _capitals_author(paper: Paper) -> Iterator[tuple[str, str]]:
    for person in paper.authors:
        if (
            person.family.isupper()
            and len(person.family) > 3
            and person.given.isupper()
            and max(map(len, re.findall(r"[^\W_]+", person.given)), default=0) > 2
        ):
            yield "authors", f"an author of '{paper.key}' is all capitals: {quoted(str(person))}"


def _leftover_latex(paper: Paper) -> Iterator[tuple[str, str]]:
    for name, text in _texts(paper):
        if ("\\" in text or "{" in text) and (found := _LATEX.search(_words(text))):
            yield name, f"LaTeX is left in the {name} of '{paper.key}': {_around(found)}"
    for person in paper.authors:
        if ("\\" in person.family + person.given) and _LATEX.search(str(person)):
            yield "authors", f"LaTeX is left in a name in '{paper.key}': {quoted(str(person))}"


def _around(found: re.Match[str]) -> str:
    """The place of a match, with a few words of what is around it."""
    return quoted(found.string[max(0, found.start() - 20) : found.end() + 20].strip())


def _without_latex(name: str, text: str, paper: Paper) -> str:
    """*text* with its LaTeX converted, if all of it can be and no letter gets lost."""
    if not ("\\" in text or "{" in text) or not _LATEX.search(_words(text)):
        return text
    converted = tidy(tex.to_text(text) if name == "venue" else tex.to_marked(text))
    if re.search(r"[\\{}]", _words(converted)):
        return text
    letters = fold(re.sub(r"\\[A-Za-z]+|\\.|[\W_]", "", text))
    kept = iter(fold(converted))
    return converted if all(letter in kept for letter in letters) else text


def _unbalanced_braces(paper: Paper) -> Iterator[tuple[str, str]]:
    for name, text in _texts(paper):
        if ("{" in text or "}" in text) and (left := _open_braces(text)):
            what = f"{abs(left)} {'{' if left > 0 else '}'} without a partner"
            yield name, f"the {name} of '{paper.key}' has {what}: {quoted(text)}"


def _open_braces(text: str) -> int:
    words = re.sub(r"\\[{}]", "", _words(text))
    return words.count("{") - words.count("}")


def _balanced(name: str, text: str, paper: Paper) -> str:
    """*text* without the one brace at its edge that has no partner."""
    left = _open_braces(text) if "{" in text or "}" in text else 0
    if left == 1 and text.startswith("{") and "}" not in text:
        return text[1:].lstrip()
    if left == -1 and text.endswith("}") and "{" not in text:
        return text[:-1].rstrip()
    return text


def _leftover_html(paper: Paper) -> Iterator[tuple[str, str]]:
    for name, text in _texts(paper):
        if ("<" in text or "&" in text) and (found := _HTML.search(_words(text))):
            yield name, f"HTML is left in the {name} of '{paper.key}': {_around(found)}"


def _title_is_venue(paper: Paper) -> Iterator[tuple[str, str]]:
    if (
        paper.venue
        and paper.type not in ("proceedings", "book", "periodical", "collection")
        and len(paper.title) < len(paper.venue) + 40
        and glue(paper.title) == glue(paper.venue)
    ):
        yield "venue", f"title and venue of '{paper.key}' are the same: {quoted(paper.title)}"


def _title_as_abstract(paper: Paper) -> Iterator[tuple[str, str]]:
    if _is_title(paper.abstract, paper):
        yield "abstract", f"the abstract of '{paper.key}' only repeats the title"


def _is_title(abstract: str | None, paper: Paper) -> bool:
    return (
        abstract is not None
        and len(abstract) < 2 * len(paper.title) + 20
        and glue(abstract) == glue(paper.title) != ""
    )


def _without_title(name: str, text: str, paper: Paper) -> str | None:
    return None if name == "abstract" and _is_title(text, paper) else text


def _abstract_label(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.abstract and _unlabelled("abstract", paper.abstract, paper) != paper.abstract:
        start = quoted(paper.abstract, 40)
        yield "abstract", f"the abstract of '{paper.key}' begins with its own heading: {start}"


def _unlabelled(name: str, text: str, paper: Paper) -> str:
    if name != "abstract" or text[:8].lower() != "abstract":
        return text
    found = _LABEL.match(text) or _SHOUTED_LABEL.match(text)
    return text[found.end() :] if found else text


def _title_period(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.title.endswith(".") and _without_period("title", paper.title, paper) != paper.title:
        yield "title", f"the title of '{paper.key}' ends in a full stop: {quoted(paper.title)}"


def _without_period(name: str, text: str, paper: Paper) -> str:
    if name != "title" or not text.endswith(".") or not _PERIOD.fullmatch(text):
        return text
    last = re.findall(r"[^\W\d_]+", text)[-1]
    # "Inc.", "et al." and "U.S." have fewer letters or more stops.
    is_word = last[1:].islower() and last.lower() not in _ABBREVIATED
    return text[:-1] if is_word and len(text.split()) > 2 else text


RULES = (
    Rule(
        code="placeholder-author",
        reason="Jane Doe and John Smith stand in templates and examples, not on title pages.",
        hint="state the authors in the source or in a note, if these are placeholders",
        look=of_each(_placeholder_author),
    ),
    Rule(
        code="cut-abstract",
        reason="An abstract that ends in an ellipsis was cut off by the page it was copied from.",
        hint="put the whole abstract into the source or a note",
        look=of_each(_cut_abstract),
    ),
    Rule(
        code="long-abstract",
        reason="An abstract of more than 20,000 characters is probably the whole paper.",
        hint="is this the whole paper?",
        look=of_each(_long_abstract),
    ),
    Rule(
        code="capitals-title",
        reason="No style can give back the small letters that a title in capitals has lost.",
        hint="state the title as it is printed, in the source or in a note",
        look=of_each(_capitals_title),
    ),
    Rule(
        code="capitals-author",
        reason="A name in capitals is listed as somebody else than the same name in small letters.",
        hint="state the authors as they write themselves, in the source or in a note",
        look=of_each(_capitals_author),
    ),
    Rule(
        code="leftover-latex",
        reason="Readers see the commands, and search does not find the words.",
        hint="write the characters themselves; mathematics may stand between dollars",
        look=of_each(_leftover_latex),
        mend=_without_latex,
    ),
    Rule(
        code="leftover-html",
        reason="Readers see the tags, which another program was to show.",
        hint="write the text without tags, in the source or in a note",
        look=of_each(_leftover_html),
    ),
    Rule(
        code="unbalanced-braces",
        reason="A brace without a partner is what is left of a broken entry; more may be missing.",
        hint="compare the text with the paper, and correct it in the source or in a note",
        look=of_each(_unbalanced_braces),
        mend=_balanced,
    ),
    Rule(
        code="title-is-venue",
        reason="A paper called like its journal is a field in the wrong place.",
        hint="correct the one that is wrong, in the source or in a note",
        look=of_each(_title_is_venue),
    ),
    Rule(
        code="title-as-abstract",
        reason="An abstract that repeats the title says nothing, and hides that there is none.",
        hint="state the abstract, or take it away with `abstract: null` in a note",
        look=of_each(_title_as_abstract),
        mend=_without_title,
    ),
    Rule(
        code="abstract-label",
        reason="The page says already that this is the abstract.",
        hint="take the word away, in the source or in a note",
        look=of_each(_abstract_label),
        severity=Severity.NOTE,
        mend=_unlabelled,
    ),
    Rule(
        code="title-period",
        reason="Citation styles end the title themselves: with its own full stop it ends in two.",
        hint="take the full stop away, in the source or in a note",
        look=of_each(_title_period),
        severity=Severity.NOTE,
        mend=_without_period,
    ),
)
"""What is odd about words."""
