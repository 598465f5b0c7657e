"""This is where bytes of all kinds are read as sources."""

import codecs
from pathlib import Path

import pytest

from sitegen import sources
from sitegen.errors import Location, SourceError, UsageError
from sitegen.findings import Finding

TEXT = "Glacé, Émile: “小镜子”"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"plain", "plain"),
        (TEXT.encode(), TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), TEXT),
        (codecs.BOM_UTF8, ""),
        (b"a\r\nb\rc\nd\r\n", "a\nb\nc\nd\n"),
        (codecs.BOM_UTF16_LE + "a\r\nb".encode("utf-16-le"), "a\nb"),
        (b"% Encoding: ISO-8859-1\nGlac\xe9", "% Encoding: ISO-8859-1\nGlacé"),
        (b"%% encoding: latin2\n\xb3", "%% encoding: latin2\nł"),
        (b"text\n% Encoding: windows-1251\n\xc4", "text\n% Encoding: windows-1251\nД"),
        (b"% Encoding: UTF-8\n" + TEXT.encode(), f"% Encoding: UTF-8\n{TEXT}"),
        (b"% Encoding: no-such-thing\n" + TEXT.encode(), f"% Encoding: no-such-thing\n{TEXT}"),
        ("\u2028 \x85 \x0b".encode(), "\u2028 \x85 \x0b"),
        (b"% !TEX encoding = IsoLatin\nGlac\xe9", "% !TEX encoding = IsoLatin\nGlacé"),
        (b"% !TEX encoding = UTF-8 Unicode\na", "% !TEX encoding = UTF-8 Unicode\na"),
        (
            b"%% Saved with string encoding Western (Mac OS Roman) \nGlac\x8e",
            "%% Saved with string encoding Western (Mac OS Roman) \nGlacé",
        ),
        (
            b"%% Saved with string encoding Western (ISO Latin 1) \nGlac\xe9",
            "%% Saved with string encoding Western (ISO Latin 1) \nGlacé",
        ),
        (b"% -*- coding: latin-1 -*-\nGlac\xe9", "% -*- coding: latin-1 -*-\nGlacé"),
        (b"% Encoding: Cp1252\n\x93", "% Encoding: Cp1252\n“"),
        (b"% Encoding: ISO8859_2\n\xb3", "% Encoding: ISO8859_2\nł"),
        (b"% Encoding: GBK\n\xd0\xa1", "% Encoding: GBK\n小"),
        (b"% Encoding: UTF-16\nplain", "% Encoding: UTF-16\nplain"),
        (b"% Encoding: unicode_escape\n\\x41", "% Encoding: unicode_escape\n\\x41"),
        ("@misc{x,\r\n title={Glacé 小}}".encode("utf-16-le"), "@misc{x,\n title={Glacé 小}}"),
        ("@misc{x,\r\n title={Glacé 小}}".encode("utf-16-be"), "@misc{x,\n title={Glacé 小}}"),
    ],
)
def test_text_is_read_in_its_encoding(content: bytes, text: str) -> None:
    assert sources.decode(content) == (text, "")


@pytest.mark.parametrize(
    ("content", "text", "problem"),
    [
        (b"Glac\xe9", "Glacé", "not UTF-8 (byte 0xe9 in line 1); read as Windows-1252"),
        (
            b"one\r\ntwo\r\n\x93three\x94 \x80",
            "one\ntwo\n“three” €",
            "not UTF-8 (byte 0x93 in line 3); read as Windows-1252",
        ),
        (b"a\x81b", "a\ufffdb", "not UTF-8 (byte 0x81 in line 1); read as Windows-1252"),
        (
            "Glacé\n".encode() + b"Glac\xe9",
            "Glacé\nGlacé",
            "not UTF-8 (byte 0xe9 in line 2); read as Windows-1252 where it is not",
        ),
        (
            "“小镜子” 𝒙\r\n".encode() + b"caf\xe9 \x93\xed\xa0\x80",
            "“小镜子” 𝒙\ncafé “í\xa0€",
            "not UTF-8 (byte 0xe9 in line 2); read as Windows-1252 where it is not",
        ),
        (
            b"\xe9t\xe9 \xe0 No\xebl, \xdc\xab",
            "été à Noël, Ü«",
            "not UTF-8 (byte 0xe9 in line 1); read as Windows-1252",
        ),
        (
            "% Encoding: ISO-8859-1\nGlacé".encode(),
            "% Encoding: ISO-8859-1\nGlacé",
            "not ISO-8859-1, as it says, but UTF-8; read as UTF-8",
        ),
    ],
)
def test_what_is_not_utf8_is_read_as_windows_text_and_is_a_problem(
    content: bytes, text: str, problem: str
) -> None:
    assert sources.decode(content) == (text, problem)


@pytest.mark.parametrize(
    "name", ["hex", "base64", "rot13", "zlib", "idna", "punycode", "undefined"]
)
def test_an_encoding_that_is_none_of_text_is_passed_over(name: str) -> None:
    content = f"% Encoding: {name}\nGlacé".encode()
    assert sources.decode(content) == (content.decode(), "")


@pytest.mark.parametrize(
    "content", [b"\0", b"%PDF-1.7\n\0\1\2", b"a" * 10_000 + b"\0", "Glacé".encode("utf-16-le")]
)
def test_zero_bytes_are_not_text(content: bytes) -> None:
    assert sources.decode(content) == (None, "")


def test_a_broken_utf16_file_is_not_text() -> None:
    assert sources.decode(codecs.BOM_UTF16_LE + b"a\0b") == (None, "")


def test_a_source_that_is_not_text_is_quarantined(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF\0\1")
    assert list(sources.read(tmp_path / "a.pdf", "sources/a.pdf")) == [
        Finding(
            code="not-text",
            message="the file is not text: it holds zero bytes",
            at=Location("sources/a.pdf"),
            hint="move it out of the sources, or export its content as text",
            raw="25 50 44 46 00 01",
        )
    ]


def test_a_source_whose_encoding_was_guessed_is_read_and_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\nGlac\xe9")
    found, source = sources.read(tmp_path / "a.txt", "sources/a.txt")
    assert str(found) == (
        "sources/a.txt: warning: not UTF-8 (byte 0xe9 in line 2); read as Windows-1252 [encoding]\n"
        "  hint: save the file as UTF-8"
    )
    assert source == ("sources/a.txt", "one\nGlacé")


def test_a_source_that_is_not_there_is_quarantined(tmp_path: Path) -> None:
    (found,) = sources.read(tmp_path / "a.txt", "sources/a.txt")
    assert isinstance(found, Finding)
    assert (found.code, found.is_quarantined) == ("unreadable", True)
    assert str(found) == (
        "sources/a.txt: warning: the file cannot be read: no such file or directory [unreadable]\n"
        "  hint: make it readable, or move it out of the sources"
    )


def test_sources_come_by_path_with_hidden_ones_passed_over(tmp_path: Path) -> None:
    content = tmp_path / "content"
    for name in ("b.txt", "a/z.txt", "a.txt", ".hidden", ".git/config", "a/.DS_Store", "C.txt"):
        file = content / "sources" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (content / "beside.txt").write_text("no source")
    assert list(sources.walk(content)) == [
        ("content/sources/C.txt", "C.txt"),
        ("content/sources/a.txt", "a.txt"),
        ("content/sources/a/z.txt", "a/z.txt"),
        ("content/sources/b.txt", "b.txt"),
    ]


def test_a_content_folder_without_sources_has_none(tmp_path: Path) -> None:
    assert list(sources.walk(tmp_path)) == []


def test_a_content_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        list(sources.walk(tmp_path / "content"))
    assert str(raised.value) == (
        f"error: there is no content folder '{tmp_path / 'content'}'\n"
        "  hint: name yours with --content, or run sitegen from the folder that holds content/"
    )


def test_a_hidden_content_folder_hides_no_source(tmp_path: Path) -> None:
    folder = tmp_path / ".papers" / "sources"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    assert list(sources.walk(tmp_path / ".papers")) == [(".papers/sources/a.txt", "a")]


def test_a_file_of_the_project_is_text_or_none(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_bytes(codecs.BOM_UTF8 + b"a\r\nb")
    assert sources.text(tmp_path / "site.toml", "site.toml") == "a\nb"
    assert sources.text(tmp_path / "none.toml", "none.toml") is None


def test_a_file_of_the_project_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_bytes(b"a\n\xe9")
    with pytest.raises(SourceError) as raised:
        sources.text(tmp_path / "site.toml", "content/site.toml")
    assert str(raised.value) == (
        "content/site.toml:2: error: the file is not UTF-8\n  hint: save the file as UTF-8"
    )


def test_a_file_of_the_project_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as raised:
        sources.text(tmp_path, "content/site.toml")
    assert str(raised.value) == (
        "content/site.toml: error: the file cannot be read: is a directory\n"
        "  hint: make it a file that you may read"
    )


def test_a_library_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        list(sources.library(tmp_path))
    assert str(raised.value) == (
        f"error: there is no library in '{tmp_path}'\n"
        "  hint: `sitegen convert` makes one from the sources; --out names the folder"
    )


def test_the_papers_of_a_library_come_by_path(tmp_path: Path) -> None:
    folder = tmp_path / "library" / "papers"
    folder.mkdir(parents=True)
    for name in ("b.md", "a.md", "notes.txt"):
        (folder / name).write_text(name)
    assert list(sources.library(tmp_path)) == [
        ("library/papers/a.md", "a.md"),
        ("library/papers/b.md", "b.md"),
    ]


def test_templates_of_the_content_folder_come_before_our_own(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "templates"
    (folder / "assets").mkdir(parents=True)
    (folder / "paper.html").write_text("mine")
    (folder / "assets" / "site.css").write_bytes(b"mine")
    (folder / ".hidden.html").write_text("no")
    templates, assets, theirs = sources.theme(tmp_path / "content")
    ours, own_assets, nobody = sources.theme(tmp_path / "elsewhere")
    assert templates == {**ours, "paper.html": ("content/templates/paper.html", "mine")}
    assert ours["paper.html"][0] == "templates/paper.html"
    assert assets == {**own_assets, "assets/site.css": b"mine"}
    assert (theirs, nobody) == ({"assets/site.css"}, set())
