"""Text as it is stored, compared and shown, in any script and with anything hidden in it."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.errors import InvalidValue
from ngomap.model.text import (
    LONGEST_HANDLE,
    counted,
    folded_handle,
    is_handle,
    json_visible,
    name_key,
    one_line,
    paragraphs,
    scripts,
    slug,
    visible,
)

HARMFUL = "\x00\x07\x1b\x7f\x85\x9b\u00ad\u061c\u200b\u200e\u200f\u2028\u202e\u2066\u2069\ufeff\ue000\U000e0041"


def test_one_line_is_composed_and_has_single_spaces() -> None:
    assert one_line("  Cafe\u0301\t de\n la\u00a0Paix ") == "Café de la Paix"


def test_paragraphs_keep_their_lines() -> None:
    assert paragraphs(" one\r\ntwo\rthree\n") == "one\ntwo\nthree"


@pytest.mark.parametrize("tidy", [one_line, paragraphs])
def test_what_sqlite_tools_would_cut_or_refuse_is_refused(tidy: object) -> None:
    assert callable(tidy)
    with pytest.raises(InvalidValue, match="NUL"):
        tidy("a\x00b")
    with pytest.raises(InvalidValue, match="UTF-8"):
        tidy("a\udcffb")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Médecins du Monde", "medecins  du-monde"),
        ("Cafe\u0301", "Café"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("L’Aquila", "L'Aquila"),
        ("كِتاب", "كتاب"),
        ("جمعيـــة", "جمعية"),
        ("Action\u00adAid", "ActionAid"),
        ("ActionAid\u200f", "ActionAid"),
        ("ＮＧＯ", "ngo"),
        ("\U0001d56cid ㎒", "aid mhz"),
        ("한국", unicodedata.normalize("NFD", "한국")),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("की", "का"), ("जन सेवा", "जन सवा"), ("กรุงเทพ", "กรงเทพ"), ("カ", "ガ"), ("দল", "দাল"), ("one two", "onetwo")],
)
def test_vowel_signs_and_voicing_are_part_of_the_word(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_names_have_the_key_that_all_others_have(text: str) -> None:
    # What is not ASCII takes the long way; a word of Greek at the end sends the plain text there too.
    assert name_key(f"{text} \u03b1") == f"{name_key(text)} \u03b1".strip()


@pytest.mark.parametrize("nothing", ["", "  ", "***", "🎭", "🎭\ufe0f", "\u200f", "—"])
def test_without_letters_or_digits_there_is_no_key(nothing: str) -> None:
    assert name_key(nothing) == ""
    assert slug(nothing, "fallback") == "fallback"


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    key = name_key(text)
    assert name_key(key) == key


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Fair Elections Now!", "fair-elections-now"),
        ("Médecins du Monde", "medecins-du-monde"),
        ("Ёжик Фонд", "ежик-фонд"),
        ("الصحة للجميع", "الصحة-للجميع"),
        ("東京市民", "東京市民"),
        ("जन स्वास्थ्य", "जन-स्वास्थ्य"),
        ("NPO 東京", "npo"),
        ("A" * 100, "a" * LONGEST_HANDLE),
        ("The Association of Everybody Who Is Against It", "the-association-of-everybody-who"),
    ],
)
def test_a_handle_can_be_read(name: str, handle: str) -> None:
    assert slug(name) == handle


@given(st.text())
def test_every_handle_is_one_and_is_found_again(text: str) -> None:
    handle = slug(text, "actor")
    assert is_handle(handle)
    assert folded_handle(handle) == handle
    assert len(handle) <= LONGEST_HANDLE


@pytest.mark.parametrize(
    "text", ["", "A", "a b", "-a", "a-", "a--b", "a_b", "a/b", "Cafe\u0301", "cafe\u0301", "a\x1b"]
)
def test_what_is_no_handle(text: str) -> None:
    assert not is_handle(text)


def test_a_handle_typed_in_capitals_or_decomposed_is_folded() -> None:
    assert folded_handle(" Cafe\u0301-NOIR ") == "café-noir"


def test_harmful_characters_are_written_out() -> None:
    assert visible("a\x1b]8;;http://x\x07b") == "a<001B>]8;;http://x<0007>b"
    assert visible("\u202eevil") == "<202E>evil"
    for c in HARMFUL:
        assert visible(f"a{c}b") == f"a<{ord(c):04X}>b", hex(ord(c))


@pytest.mark.parametrize(
    "text", ["plain", "two\nlines\tand a tab", "می\u200cشود", "👩\u200d👧", "العربية", "हिन्दी", "a\u00a0b"]
)
def test_what_does_no_harm_stays(text: str) -> None:
    assert visible(text) == text


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    allowed = "\n\t\u200c\u200d"
    for c in visible(text):
        assert c in allowed or unicodedata.category(c) not in ("Cc", "Cs"), hex(ord(c))
        assert unicodedata.bidirectional(c) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@given(st.dictionaries(st.text(), st.text()))
def test_json_says_the_same_but_harmlessly(record: dict[str, str]) -> None:
    written = json_visible(json.dumps(record, ensure_ascii=False, indent=1))
    assert json.loads(written) == record
    assert visible(written) == written


def test_a_lone_surrogate_becomes_a_json_escape() -> None:
    assert json_visible('"\udcff"') == '"\\udcff"'


def test_scripts_that_look_alike_are_told_apart() -> None:
    assert scripts("pаypal") == {"LATIN", "CYRILLIC"}
    assert scripts("12 !") == set()


def test_counted() -> None:
    assert counted(1, "tie") == "1 tie"
    assert counted(3, "activity", "activities") == "3 activities"
