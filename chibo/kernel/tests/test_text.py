"""Vietnamese text: folding, normal form, the order of names."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chibo.kernel.text import fold, name_key, syllable_key, text_key, tidy

TRICKY = ["Hoa", "Hòa", "Hỏa", "Hõa", "Hóa", "Họa"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_tones_come_after_letters_in_the_vietnamese_order(form):
    names = [unicodedata.normalize(form, n) for n in TRICKY]
    shuffled = names[:]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=syllable_key) == names


def test_letters_follow_the_vietnamese_alphabet():
    letters = "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split()
    assert sorted(reversed(letters), key=syllable_key) == letters


def test_the_tone_may_stand_on_either_vowel():
    assert syllable_key("Hoà") == syllable_key("Hòa")
    assert name_key("Nguyễn Văn Thuỷ") == name_key("Nguyễn Văn Thủy")


def test_people_are_sorted_by_given_then_family_then_middle_name():
    names = ["Trần Văn An", "Nguyễn Thị Ánh", "Lê Văn Ân", "Nguyễn Bá Đức", "Nguyễn Văn Đức", "Trần Bá Đức"]
    shuffled = names[:]
    random.Random(2).shuffle(shuffled)
    assert sorted(shuffled, key=name_key) == names


def test_numbers_in_names_of_units_sort_by_value():
    names = ["Chi bộ thôn 2", "Chi bộ thôn 10", "Chi bộ thôn Đông"]
    assert sorted(reversed(names), key=text_key) == names


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_folding_finds_d_with_bar_and_both_normal_forms(form):
    assert fold(unicodedata.normalize(form, "Đặng  Thị ƯỚC")) == "dang thi uoc"


def test_tidy_text_is_nfc_single_spaced_and_without_control_characters():
    assert tidy(unicodedata.normalize("NFD", "  Đỗ\u00a0 Thị\tLệ\x00\u200b ")) == "Đỗ Thị Lệ"


@given(st.text(max_size=40))
def test_any_text_can_be_folded_and_keyed(text):
    assert fold(fold(text)) == fold(text)
    assert isinstance(name_key(text), str)
    assert tidy(tidy(text)) == tidy(text)
