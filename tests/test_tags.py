"""This is where keywords are held against the tags that they become."""

import pytest

from sitegen import tags
from sitegen.model.paper import Paper


def paper(key: str = "a", title: str = "", abstract: str | None = None, *words: str) -> Paper:
    """A paper that states the keywords *words*."""
    return Paper(key=key, title=title or key, abstract=abstract, keywords=words)


def stating(*lists: tuple[str, ...]) -> list[Paper]:
    """A paper for each list of keywords."""
    return [paper(f"p{n}", "", None, *words) for n, words in enumerate(lists)]


def tagged(*papers: Paper, infer: bool = True) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The stated and the inferred tags of each paper."""
    found = tags.assign(papers, map, infer=infer)
    return [(one.tags, one.inferred_tags) for one in found]


def inferred(text: str, *vocabulary: str) -> tuple[str, ...]:
    """The tags of a vocabulary that are found in an abstract."""
    return tagged(paper("a", "T", text), paper("b", "B", None, *vocabulary))[0][1]


@pytest.mark.parametrize(
    "variants",
    [
        ("Transformers", "transformers", "Transformer", "transformer"),
        ("pre-training", "pretraining", "Pre-Training", "Pre-training"),
        ("long-range memory", "long range memory"),
        ("LMs", "LM"),
        ("GPUs", "GPU"),
        ("memories", "memory"),
        ("losses", "loss"),
        ("naïve Bayes", "naive bayes"),
        ("Large Language Models", "large language model"),
    ],
)
def test_variants_of_a_keyword_are_one_tag(variants: tuple[str, ...]) -> None:
    found = tagged(*stating(*((word,) for word in variants)))
    assert len({names for names, _ in found}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bias", "bia"),
        ("analysis", "analysi"),
        ("BERT", "ALBERT"),
        ("attention", "attention mechanism"),
        ("2D", "3D"),
        ("C", "C++"),
        ("基准", "基线"),
    ],
)
def test_different_keywords_are_different_tags(one: str, other: str) -> None:
    assert tagged(*stating((one,), (other,))) == [((one,), ()), ((other,), ())]


def test_the_commonest_spelling_is_shown() -> None:
    words = ["Transformer", "transformers", "transformers", "Transformers"]
    found = tagged(*stating(*((word,) for word in words)))
    assert found == [(("transformers",), ())] * 4


def test_of_equally_common_spellings_the_one_with_fewer_capitals_is_shown() -> None:
    assert tagged(*stating(("Memory",), ("memory",))) == [(("memory",), ())] * 2


def test_variants_in_one_paper_are_one_tag_where_the_first_stood() -> None:
    (found,) = tagged(*stating(("b", "Transformers", "a", "transformer")))
    assert found == (("b", "transformer", "a"), ())


def test_a_paper_with_keywords_gets_no_inferred_tags() -> None:
    a = paper("a", "Choirs and Lanterns", None, "choirs")
    b = paper("b", "B", None, "lanterns")
    assert tagged(a, b)[0] == (("choirs",), ())


def test_tags_are_found_in_title_and_abstract() -> None:
    a = paper("a", "Choirs in the Dark", "We light lanterns.")
    assert tagged(a, *stating(("lanterns", "choir", "hills")))[0] == ((), ("choir", "lanterns"))


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("A choir sings.", "choirs"),
        ("CHOIRS sing.", "choir"),
        ("Pre-trained choirs.", "pretrained choir"),
        ("Pretrained choirs.", "pre-trained choirs"),
        ("Our multi-head attention is new.", "multi-head attention"),
        ("It uses multi-head-attention.", "multi-head attention"),
        ("(choirs)", "choirs"),
        ("A choir's song.", "choir's song"),
        ("We train LLMs.", "LLM"),
        ("An LLM is trained.", "LLMs"),
        ("BERT-based choirs.", "BERT"),
        ("A bert model.", "bert"),
        ("In 3D space.", "3D"),
    ],
)
def test_a_tag_is_found_as_whole_words(text: str, tag: str) -> None:
    assert inferred(text, tag) == (tag,)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Choirboys sing.", "choir"),
        ("An outchoir.", "choir"),
        ("We act at once.", "ACT"),
        ("They rag on us, and on rags.", "RAG"),
        ("It was a moe.", "MoE"),
        ("Attention, then mechanisms.", "attention mechanism"),
        ("We arise.", "AI"),
        ("The head of attention.", "head attention"),
    ],
)
def test_a_tag_is_not_found_where_it_is_not_meant(text: str, tag: str) -> None:
    assert inferred(text, tag) == ()


def test_words_of_two_sentences_make_no_tag() -> None:
    assert inferred("We pay attention. Mechanism is all.", "attention mechanism") == ()


def test_the_title_and_the_abstract_make_no_tag_together() -> None:
    a = paper("a", "We Pay Attention", "Mechanism is all.")
    assert tagged(a, *stating(("attention mechanism",)))[0] == ((), ())


def test_all_tags_that_a_text_names_are_found() -> None:
    text = "Multi-head attention is a kind of attention, and self-attention too."
    vocabulary = ("attention", "multi-head attention", "self-attention", "head")
    assert inferred(text, *vocabulary) == (
        "attention",
        "head",
        "multi-head attention",
        "self-attention",
    )


def test_tags_that_the_title_names_come_first() -> None:
    a = paper("a", "On Lanterns", "Choirs carry lanterns.")
    assert tagged(a, *stating(("choirs", "lanterns")))[0] == ((), ("lanterns", "choirs"))


def test_nothing_is_inferred_if_it_is_not_wanted() -> None:
    a = paper("a", "Choirs", None)
    assert tagged(a, *stating(("choirs",)), infer=False) == [((), ()), (("choirs",), ())]


def test_a_collection_that_states_no_tags_has_none() -> None:
    assert tagged(paper("a", "Choirs"), paper("b", "Lanterns")) == [((), ()), ((), ())]


def test_the_order_of_the_papers_makes_no_difference() -> None:
    papers = [*stating(("Memory", "choirs"), ("memory", "Choir")), paper("z", "A Choir's Memory")]
    forth = tags.assign(papers, map, infer=True)
    back = tags.assign(papers[::-1], map, infer=True)
    assert forth == back[::-1]


def test_tagging_twice_is_tagging_once() -> None:
    papers = [*stating(("Memory", "choirs"), ("memory", "Choir")), paper("z", "A Choir of Memory")]
    once = tags.assign(papers, map, infer=True)
    assert tags.assign(once, map, infer=True) == once


# Other spellings that a curator names

ALIASES = {"nlp": "NLP", "naturallanguageprocessing": "NLP", "act": "Acceptance"}


def renamed(*papers: Paper) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The stated and the inferred tags of each paper, as ALIASES call them."""
    found = tags.assign(papers, map, ALIASES, infer=True)
    return [(one.tags, one.inferred_tags) for one in found]


def test_other_spellings_of_a_tag_are_shown_as_the_curator_says() -> None:
    found = renamed(*stating(("nlp", "x"), ("Natural Language Processing", "NLP"), ("Act",)))
    assert found == [(("NLP", "x"), ()), (("NLP",), ()), (("Acceptance",), ())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On natural language processing.", ("NLP",)),
        ("Natural Language Processing, or NLP.", ("NLP",)),
        ("We act at once, on nlp.", ()),
        ("We use ACT.", ("Acceptance",)),
    ],
)
def test_a_tag_is_found_in_texts_under_all_its_spellings(text: str, found: tuple[str, ...]) -> None:
    assert renamed(paper("a", "T", text), *stating(("NLP", "Acceptance")))[0][1] == found


def test_a_spelling_of_a_tag_that_no_paper_has_is_not_looked_for() -> None:
    a = paper("a", "T", "On natural language processing.")
    assert renamed(a, *stating(("x",)))[0] == ((), ())
