"""This is where the repairs of text are held against a table of damage and what an editor wants."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.text.tidy import tidy

ROOT = Path(__file__).parent
SOURCES = ROOT.parent / "content" / "sources"
CASES: list[dict[str, Any]] = json.loads((ROOT / "tables" / "tidy.json").read_text("utf-8"))

# What the rules look for, so that random text runs into them.
_BITS = st.sampled_from(
    [
        *("'", "''", "``", "’", "‘", "~", "--", "---", "-", "times", r"\times", "{times}", "sim"),
        *("{sim}", "×", "7", "16", "%", r"\%", r"\&", "&", "&amp;", "amp;", "&#39;", "#39;", "lt;"),
        *(r"\emph{", r"\textbf{", "{", "}", "\\", r"\eg", r"\ie", r"\etal", ".", ",", "s", "x"),
        *("https://x.org/a", "https://", "http", "://", "}{", " ", "\n", "\u200b", "\u200d", "\0"),
        *("e\u0301", "\u00ad", "क्", "&nbsp;", "&zwj;", "&shy;", "&#0;", "&#xd800;", "&Tab;"),
    ]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(_BITS, max_size=12).map("".join))


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case["id"] for case in CASES]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_damage_is_mended_and_the_rest_left_alone(case: dict[str, Any]) -> None:
    assert tidy(case["input"]) == case["expected"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_what_is_mended_stays_as_it_is(case: dict[str, Any]) -> None:
    assert tidy(case["expected"]) == case["expected"]


@settings(max_examples=600, deadline=None, derandomize=True)
@given(TEXTS)
def test_twice_is_once(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once


@settings(max_examples=400, deadline=None, derandomize=True)
@given(TEXTS)
def test_the_result_is_one_line_of_composed_text_without_control_characters(text: str) -> None:
    result = tidy(text)
    assert [c for c in result if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")] == []
    assert result == " ".join(result.split())
    assert result == unicodedata.normalize("NFC", result)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="abcdefgh AEIOU.,;:()0123456789äöüß", max_size=60))
def test_ordinary_words_and_numbers_are_left_alone(text: str) -> None:
    assert tidy(text) == " ".join(text.split())


def test_every_line_of_the_sources_is_mended_in_one_go() -> None:
    lines = [
        line for file in sorted(SOURCES.iterdir()) for line in file.read_text("utf-8").split("\n")
    ]
    assert [line for line in lines if tidy(tidy(line)) != tidy(line)] == []


def test_no_word_of_the_sources_is_lost() -> None:
    """Letters and digits survive but for the names of commands that print a sign."""
    lines = [
        line
        for file in sorted(SOURCES.iterdir())
        for line in file.read_text("utf-8").split("\n")
        if "\\" not in line and "times" not in line and "sim" not in line and "}{http" not in line
    ]
    lost = [line for line in lines if _letters(tidy(line)) != _letters(line)]
    assert lost == []


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalnum())
