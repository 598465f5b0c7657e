"""This is where the making of the search index is held to its definition."""

import random

import pytest

from sitegen.model.paper import Paper
from sitegen.model.record import Person
from sitegen.search import fields, postings
from sitegen.search.analysis import END, pieces, terms
from sitegen.search.numbers import text as numbers
from sitegen.search.vocabulary import Vocabulary

TRAPS = [
    *("", " ", "The Who", "the of and", "x", "don't don’t DON`T", "state–of–the–art co-author"),
    *(
        "注意力机制 with BERT",
        "Poincaré, ﬁne “quotes” — dashes",
        "\ud800 half \udfff",
        "\0 \x85\xa0 \xff",
    ),
    *("𐐨𐐩 𠮷野家 🤖", "’ – “", "İstanbul STRASSE Straße K", "a\u0301b A\u030a", "2017 3.5 x²"),
]


def test_texts_read_together_have_the_terms_of_each() -> None:
    vocabulary = Vocabulary()
    found, lengths = vocabulary.read(TRAPS, is_prose=False)
    known = list(vocabulary.terms)
    expected = [terms(text) for text in TRAPS]
    assert [known[number] for number in found] == [term for some in expected for term in some]
    assert lengths.tolist() == list(map(len, expected))


def test_a_word_read_again_is_the_same() -> None:
    vocabulary = Vocabulary()
    first, _ = vocabulary.read(TRAPS, is_prose=False)
    again, _ = vocabulary.read(TRAPS, is_prose=False)
    assert first.tolist() == again.tolist()


def test_stop_words_do_not_count_in_prose() -> None:
    vocabulary = Vocabulary()
    found, lengths = vocabulary.read(["The keys are in the door", "to be", ""], is_prose=True)
    known = list(vocabulary.terms)
    assert [known[number] for number in found] == ["key", "door"]
    assert lengths.tolist() == [2, 0, 0]


def test_no_letter_is_taken_for_the_end_of_a_text() -> None:
    every = "".join(map(chr, range(0x300))) + "\ud800\udfff\uffff\U0010ffff"
    assert pieces([every]).count(END) == 1


def test_the_index_holds_what_fields_of_says() -> None:
    chance = random.Random(5)
    words = [
        "the",
        "of",
        "deep",
        "graph",
        "graphs",
        "net—works",
        "attention’s",
        "注意力",
        "é",
        "x" * 70,
    ]

    def some(most: int) -> str:
        return " ".join(chance.choices(words, k=chance.randrange(most)))

    papers = {
        key: Paper(
            key=key,
            title=some(6),
            authors=(Person(family=some(3) or "X"),) * chance.randrange(3),
            year=chance.choice([None, 1999, 2020]),
            abstract=some(chance.choice([4, 200])) or None,
            tags=(some(4),),
        )
        for key in (f"p{n}" for n in range(60))
    }
    found = postings.invert(list(papers), map(fields.texts, papers.values()), len(fields.BOOSTS))
    codes = found.places.codes
    expected: dict[str, list[list[tuple[int, int, int]]]] = {}
    for key in sorted(papers, key=lambda key: codes[key]):
        for field, own in enumerate(fields.of(papers[key])):
            for term in sorted(set(own)):
                runs = expected.setdefault(term, [[] for _ in fields.BOOSTS])
                runs[field].append((codes[key], len(own), own.count(term)))
    assert found.terms == tuple(sorted(expected))
    assert dict(zip(found.terms, found.postings, strict=True)) == {
        term: _written(runs) for term, runs in expected.items()
    }
    assert found.counts == tuple(sum(map(len, expected[term])) for term in found.terms)


@pytest.mark.parametrize("at_once", [1, 7, 10**6])
def test_how_much_is_done_at_a_time_changes_nothing(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [f"p{n}" for n in range(20)]
    texts = [(f"Title {n} of {n % 4}", "Ada", "", "2001", "", "the a b " * n) for n in range(20)]
    expected = postings.invert(keys, texts, 6)
    monkeypatch.setattr(postings, "_READ_AT_ONCE", at_once)
    monkeypatch.setattr(postings, "_WRITTEN_AT_ONCE", at_once)
    assert postings.invert(keys, texts, 6) == expected


def test_no_papers_have_no_terms() -> None:
    found = postings.invert([], [], 6)
    assert (found.terms, found.postings, found.lengths) == ((), (), (0,) * 6)


def _written(runs: list[list[tuple[int, int, int]]]) -> str:
    """The postings of a term, as templates/assets/search/postings.js reads them."""
    values = [len(run) for run in runs]
    for field, run in enumerate(runs):
        before = -1
        for code, _, _ in run:
            values.append(code - before - 1)
            before = code
        if field < len(runs) - 1:
            values += [length for _, length, _ in run]
        values += [often - 1 for _, _, often in run]
    return numbers(values)
