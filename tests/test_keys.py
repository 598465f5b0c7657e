"""This is where it is held which key a paper gets, and that it keeps it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from sitegen import keys
from sitegen.errors import Location
from sitegen.model.paper import Paper
from sitegen.model.record import Record
from sitegen.text import names

CHOIRS = "Choirs of Small Models"


def record(title: str = CHOIRS, author: str = "", year: int | None = None, **more: Any) -> Record:
    """A record in a place that its facts determine."""
    one = names.person(author) if author else None
    at = Location("a.txt", more.pop("line", 1))
    people = (one,) if one else ()
    return Record(id=str(at), at=at, title=title, authors=people, year=year, **more)


Work = tuple[Paper, tuple[Record, ...]]


def work(*records: Record) -> Work:
    """The paper of some records, under the key that the first suggests, with its records."""
    first = records[0]
    stated = [one.stated_key for one in records if one.stated_key]
    is_chosen = any(map(keys.is_key, stated))
    paper = Paper(
        key=keys.natural(first.title, first.authors, first.year, stated),
        stated_key=None if is_chosen else next(filter(keys.is_citable, stated), None),
        title=first.title,
        authors=first.authors,
        year=first.year,
    )
    return paper, records


def assigned(
    records: Iterable[Record], lock: keys.Lock | None = None
) -> tuple[list[str], keys.Lock, list[str]]:
    """The keys of the papers of *records*, one of each, the lock, and what was said."""
    papers, grown, notes = keys.assign([work(one) for one in records], lock or {})
    return [one.key for one in papers], grown, [note.message for note in notes]


def built(*works: Work, lock: keys.Lock | None = None) -> tuple[list[list[str]], keys.Lock]:
    """The key of each work with its aliases, and the lock."""
    papers, grown, _ = keys.assign(works, lock or {})
    return [[one.key, *one.aliases] for one in papers], grown


@pytest.mark.parametrize(
    ("title", "author", "year", "expected"),
    [
        (CHOIRS, "Ada Note", 2021, "note2021choirs"),
        (CHOIRS, "Ada Note", None, "notechoirs"),
        (CHOIRS, "", 2021, "choirs2021"),
        (CHOIRS, "", None, "choirs"),
        ("A Choir for the Deaf", "Ada Note", 2021, "note2021choir"),
        ("On the Origin of Choirs", "Ada Note", 2021, "note2021origin"),
        ("The Of And", "Ada Note", 2021, "note2021the"),
        ("2D Choirs", "Ada Note", 2021, "note20212d"),
        ("Self-Singing Choirs", "Ada Note", 2021, "note2021self"),
        ("d'Artagnan's Choir", "Ada Note", 2021, "note2021dartagnans"),
        (CHOIRS, "Dora van der Wick", 2021, "wick2021choirs"),
        (CHOIRS, "Émile Glacé", 2021, "glace2021choirs"),
        (CHOIRS, "Jörg Müller-Lüdenscheidt", 2021, "mullerludenscheidt2021choirs"),
        (CHOIRS, "Seán O'Neill", 2021, "oneill2021choirs"),
        (CHOIRS, "Łukasz Żółw", 2021, "zolw2021choirs"),
        (CHOIRS, "{The Choir and Friends}", 2021, "thechoirandfriends2021choirs"),
        (CHOIRS, "Дора Спица", 2021, "spitsa2021choirs"),
        ("Über Chöre", "Ada Note", 2021, "note2021uber"),
        ("???", "Ada Note", 2021, "note2021"),
        ("???", "", 2021, "paper2021"),
        ("???", "", None, "paper"),
        ("../../etc/passwd", "", None, "etc"),
        ("con", "", None, "con-x"),
        ("NUL", "", None, "nul-x"),
        ("index", "", None, "index-x"),
        ("x" * 300, "", None, "x" * 80),
    ],
)
def test_a_key_is_made_of_family_name_year_and_title_word(
    title: str, author: str, year: int | None, expected: str
) -> None:
    one = record(title, author, year)
    assert keys.natural(one.title, one.authors, one.year) == expected


@pytest.mark.parametrize(
    "title", ["小镜子之梯", "しずかな池", "작은 거울", "مرايا صغيرة", "Зеркала"]
)
def test_a_title_in_another_script_gives_a_key_in_ascii(title: str) -> None:
    key = keys.natural(title, (), None)
    assert key.isascii()
    assert key.replace("-", "").isalnum()
    assert key != "paper"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (["note21"], "note21"),
        (["Note_2021-a"], "Note_2021-a"),
        (["DBLP:conf/music/Note21"], "dblp-conf-music-note21"),
        (["DBLP:conf/music/Note21", "note21"], "note21"),
        (["../note"], "note"),
        (["con"], "con-x"),
        (["-note"], "note"),
        (["x" * 81], "x" * 80),
        (["Müller21"], "muller21"),
        (["漢字"], "hanzi"),
        (["two words"], "choirs"),
        (["50%"], "choirs"),
        (["{braces}"], "choirs"),
        (["\u202eturned"], "choirs"),
        ([""], "choirs"),
    ],
)
def test_a_stated_key_is_the_address_or_makes_it(stated: list[str], expected: str) -> None:
    assert keys.natural(CHOIRS, (), None, stated) == expected


def test_a_key_that_is_taken_gets_the_next_title_words() -> None:
    titles = ["Choirs of Small Models", "Choirs of Small Birds", "Choirs of Small Birds Singing"]
    found, _, notes = assigned(record(title, line=n) for n, title in enumerate(titles, 1))
    assert sorted(found) == ["choirs", "choirs-small", "choirs-small-models"]
    assert notes == []


def test_a_key_without_further_title_words_gets_a_number() -> None:
    editorials = [record("Editorial", year=2020, venue=f"V{n}", line=n) for n in range(1, 4)]
    found, _, _ = assigned(editorials)
    assert sorted(found) == ["editorial2020", "editorial2020-2", "editorial2020-3"]


def test_keys_that_differ_in_case_only_are_told_apart() -> None:
    first = record("Choirs", "Ada Note", 2020, stated_key="Note20", line=1)
    second = record("Lanterns", "Ada Note", 2020, stated_key="note20", line=2)
    found, _, notes = assigned([first, second])
    assert found == ["Note20", "note20-2"]
    assert notes == ["the stated key 'note20' is not kept: the paper is 'note20-2'"]


def test_a_stated_key_that_cannot_be_kept_is_a_finding() -> None:
    found, _, notes = assigned([record(stated_key="two words")])
    assert found == ["choirs"]
    assert notes == ["the stated key 'two words' is not kept: the paper is 'choirs'"]


def cited(records: list[Record], lock: keys.Lock | None = None) -> tuple[list[str], keys.Lock]:
    """How some papers of one record each are cited, and the lock."""
    papers, grown, _ = keys.assign([work(one) for one in records], lock or {})
    return [one.cited_as for one in papers], grown


def test_a_key_that_can_be_no_file_name_is_cited_as_it_was_stated() -> None:
    assert cited([record(stated_key="DBLP:conf/x")])[0] == ["DBLP:conf/x"]


def test_it_is_so_in_every_later_build() -> None:
    records = [record(stated_key="DBLP:conf/x")]
    assert cited(records, cited(records)[1])[0] == ["DBLP:conf/x"]


def test_a_paper_that_had_a_key_is_cited_by_it_whatever_a_source_brings() -> None:
    _, lock = cited([record()])
    assert cited([record(stated_key="DBLP:conf/x")], lock)[0] == ["choirs"]


def test_no_two_papers_are_cited_by_one_key() -> None:
    records = [
        record("Choirs of Models", line=1, stated_key="a:1"),
        record("Lanterns", line=2, stated_key="A:1"),
    ]
    assert sorted(cited(records)[0]) == ["a-1-2", "a:1"]


def test_keys_do_not_depend_on_the_order_of_the_papers() -> None:
    titles = ["Choirs of Models", "Choirs of Birds", "Choirs of Frogs", "Lanterns"]
    forth = [record(title, line=n) for n, title in enumerate(titles, 1)]
    back = [record(title, line=n) for n, title in enumerate(reversed(titles), 1)]
    assert dict(zip(titles, assigned(forth)[0], strict=True)) == dict(
        zip(reversed(titles), assigned(back)[0], strict=True)
    )


def test_adding_a_paper_changes_no_key() -> None:
    before = [record("Choirs of Models", line=5)]
    found, lock, _ = assigned(before)
    more = [record("Choirs of Birds", line=1), *before, record("Choirs of Frogs", line=9)]
    assert assigned(more, lock)[0] == ["choirs-birds", *found, "choirs-frogs"]


def test_removing_a_paper_frees_no_key() -> None:
    first, second = record("Choirs of Models", line=1), record("Choirs of Birds", line=2)
    _, lock, _ = assigned([first])
    found, grown, _ = assigned([second], lock)
    assert found == ["choirs-birds"]
    assert assigned([first, second], grown)[0] == ["choirs", "choirs-birds"]


def test_moving_a_record_to_another_line_changes_no_key() -> None:
    _, lock, _ = assigned([record("Choirs of Models", line=1), record("Choirs of Birds", line=2)])
    moved = [record("Choirs of Birds", line=70), record("Choirs of Models", line=80)]
    straight = [record("Choirs of Models", line=1), record("Choirs of Birds", line=2)]
    assert assigned(moved, lock)[0] == assigned(straight, lock)[0][::-1]


def test_adding_a_doi_changes_no_key() -> None:
    found, lock, _ = assigned([record(author="Ada Note", year=2020)])
    assert assigned([record(author="Ada Note", year=2020, doi="10.5555/a")], lock)[0] == found


def test_correcting_the_title_of_a_paper_with_a_doi_changes_no_key() -> None:
    found, lock, _ = assigned([record("Chiors of Models", doi="10.5555/a")])
    assert assigned([record("Choirs of Models", doi="10.5555/a")], lock)[0] == found


def test_building_twice_gives_the_same_lock() -> None:
    records = [record("Editorial", year=2020, venue=f"V{n}", line=n) for n in range(1, 9)]
    found, lock, _ = assigned(records)
    again, grown, _ = assigned(records, lock)
    assert (again, grown) == (found, lock)


def test_a_lock_only_grows() -> None:
    _, lock, _ = assigned([record("Choirs")])
    _, grown, _ = assigned([record("Lanterns")], lock)
    assert lock.items() <= grown.items()
    assert len(grown) == 2


ABSTRACT = (
    "A choir of small models sings what one large model cannot, and needs no score to do it. We "
    "train the choir by ear on three invented collections of hymns."
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"year": None, "author": "Ada Note"}, {"year": 2021, "author": "Ada Note"}),
        ({"year": 2021, "author": "Ada Note"}, {"year": 2022, "author": "Ada Note"}),
        ({"abstract": ABSTRACT}, {"abstract": ABSTRACT, "author": "Ada Note", "year": 2021}),
        ({"abstract": ABSTRACT}, {"abstract": ABSTRACT, "title": "Choirs of Small Models, Sung"}),
        ({"doi": None, "year": 2021}, {"doi": "10.5555/choir", "year": 2021}),
    ],
    ids=["year-added", "year-corrected", "author-added", "title-corrected", "doi-added"],
)
def test_a_correction_changes_no_key(before: dict[str, Any], after: dict[str, Any]) -> None:
    (key,), lock, _ = assigned([record(**before)])
    assert assigned([record(**after)], lock)[0] == [key]


def test_a_hint_that_two_works_share_names_neither() -> None:
    editions = [record(author="Ada Note", year=2010), record(author="Ada Note", year=2020, line=2)]
    keys_before, lock, _ = assigned(editions)
    later = [record(author="Ada Note", year=2010), record(author="Ada Note", year=2030, line=2)]
    keys_after = assigned(later, lock)[0]
    assert keys_after[0] == keys_before[0]
    assert keys_after[1] not in keys_before


def test_a_short_name_that_leads_a_key_is_kept_with_what_it_is_joined_to() -> None:
    assert keys.natural("AD-BERT: Choirs", (), None) == "adbert"
    assert keys.natural("μnit Scaling", (), None) == "munit"


# Papers that are merged, and parted again

ONE = record("Choirs of Small Models", "Ada Note", 2018, doi="10.5555/one", line=1)
TWO = record("Choirs of Tiny Models", "Ada Note", 2020, doi="10.5555/two", line=2)
SIX = record("Choirs of Little Models", "Ada Note", 2022, doi="10.5555/six", line=3)
A, B, C = "note2018choirs", "note2020choirs", "note2022choirs"


def after(*builds: list[Work]) -> list[list[str]]:
    """What the last of some builds gives, each with the lock of the one before."""
    found: list[list[str]] = []
    lock: keys.Lock = {}
    for works in builds:
        found, lock = built(*works, lock=lock)
    return found


def test_the_keys_of_papers_that_were_merged_lead_to_the_one() -> None:
    assert after([work(ONE), work(TWO)], [work(ONE, TWO)]) == [[A, B]]


def test_most_anchors_decide_which_key_of_merged_papers_stays() -> None:
    known = replace(TWO, arxiv="2001.00001", venue="Hymns")
    assert after([work(ONE), work(known)], [work(ONE, known)]) == [[B, A]]


def test_a_redirect_stays_when_the_record_that_brought_it_has_gone() -> None:
    assert after([work(ONE), work(TWO)], [work(ONE, TWO)], [work(ONE)]) == [[A, B]]


def test_a_merged_paper_keeps_its_key_when_only_the_other_record_is_left() -> None:
    assert after([work(ONE), work(TWO)], [work(ONE, TWO)], [work(TWO)]) == [[A, B]]


def test_a_redirect_stays_while_the_paper_is_away() -> None:
    builds = [work(ONE), work(TWO)], [work(ONE, TWO)], [work(SIX)], [work(ONE)]
    assert after(*builds) == [[A, B]]


def test_a_redirect_leads_on_when_its_paper_is_merged_in_turn() -> None:
    third = replace(SIX, arxiv="2001.00003", venue="Hymns", pmid="3", acl="P19-1001")
    builds = [work(ONE), work(TWO), work(third)], [work(ONE, TWO), work(third)]
    assert after(*builds, [work(ONE, TWO, third)], [work(third)]) == [[C, A, B]]


def test_papers_that_are_parted_have_each_their_own_key_again() -> None:
    builds = [work(ONE), work(TWO)], [work(ONE, TWO)], [work(ONE), work(TWO)]
    assert after(*builds) == [[A], [B]]


def test_parted_papers_do_not_come_back_as_one() -> None:
    builds = [work(ONE), work(TWO)], [work(ONE, TWO)], [work(ONE), work(TWO)], [work(TWO)]
    assert after(*builds) == [[B]]


def test_what_a_record_learned_while_merged_is_its_own_when_parted() -> None:
    learned = replace(TWO, title="Chorales", year=2021, pmid="7")
    builds = [work(ONE), work(TWO)], [work(ONE, TWO)], [work(ONE, learned)]
    bare = replace(learned, doi=None)
    assert after(*builds, [work(ONE), work(bare)]) == [[A], [B]]


def test_the_majority_of_a_paper_keeps_its_key_when_it_is_split() -> None:
    assert after([work(ONE, TWO, SIX)], [work(ONE), work(TWO, SIX)]) == [
        ["note2018choirs-small"],
        [A],
    ]


def test_a_paper_that_is_split_in_halves_leaves_its_key_to_the_one_it_fits() -> None:
    assert after([work(ONE, TWO)], [work(TWO), work(ONE)]) == [[B], [A]]


def test_a_key_by_which_nothing_came_into_the_lock_is_not_given_again() -> None:
    """Two editorials that share all that can be remembered of them."""
    both = (
        record("Editorial", year=2020, url="https://x.org/1"),
        record("Editorial", year=2020, url="https://x.org/2", line=2),
    )
    (first, second), lock = built(*map(work, both))
    third = record("Editorial", year=2020, url="https://x.org/3", line=3)
    (again, fresh), _ = built(work(both[0]), work(third), lock=lock)
    assert [first, second, again, fresh] == [
        ["editorial2020"],
        ["editorial2020-2"],
        ["editorial2020"],
        ["editorial2020-3"],
    ]


def test_what_shared_a_title_keeps_its_key_when_the_other_has_gone() -> None:
    first = record("Editorial", year=2020, pages="1")
    second = record("Editorial", year=2020, pages="9", line=2)
    assert after([work(first)], [work(first), work(second)], [work(second)]) == [
        ["editorial2020-2"]
    ]


def test_a_new_edition_does_not_get_the_key_of_one_that_has_gone() -> None:
    edition = record("Choirs of Small Models", "Ada Note", 2022, doi="10.5555/new")
    assert after([work(ONE)], [work(edition)]) == [["note2022choirs"]]


def test_keys_of_two_branches_that_are_equal_go_to_one_paper_each() -> None:
    _, ours = built(work(record("Lanterns in Rain", "Ada Note", 2020, doi="10.5555/a")))
    _, theirs = built(work(record("Lanterns in Storms", "Bo Note", 2020, doi="10.5555/b")))
    lock, notes = keys.read(keys.write(ours) + keys.write(theirs), "keys.lock")
    works = (
        work(record("Lanterns in Rain", "Ada Note", 2020, doi="10.5555/a")),
        work(record("Lanterns in Storms", "Bo Note", 2020, doi="10.5555/b", line=2)),
    )
    found, grown = built(*works, lock=lock)
    assert (found, notes) == ([["note2020lanterns"], ["note2020lanterns-storms"]], ())
    assert built(*works[1:], lock=grown)[0] == [["note2020lanterns-storms"]]
