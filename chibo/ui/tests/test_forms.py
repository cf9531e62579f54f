from datetime import date

import pytest
from django import forms as django_forms

from chibo.kernel.days import Precision
from chibo.kernel.refusal import Refusal
from chibo.ui import forms


class Sample(forms.Form):
    day = forms.DayField(label="Ngày họp")
    born = forms.PartialDayField(label="Ngày sinh", required=False)
    title = forms.TextField(label="Tên", longest=10, required=False)
    story = forms.LongTextField(label="Ý kiến", required=False)
    number = forms.WholeNumberField(label="Số người", high=2_000, required=False)
    kind = django_forms.ChoiceField(label="Hình thức", choices=[("", "Chọn…"), ("a", "A")], required=False)
    refusal_fields = {"on": "day"}


def cleaned(**data):
    form = Sample({"day": "22/11/2026"} | data)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def refused(**data):
    form = Sample({"day": "22/11/2026"} | data)
    assert not form.is_valid()
    return {name: list(errors) for name, errors in form.errors.items()}


@pytest.mark.parametrize("text", ["3/2/1930", "03021930", "03-02-1930", " 03.02.1930 ", "1930-02-03"])
def test_a_day_is_taken_as_clerks_type_it_and_shown_back_in_one_form(text):
    form = Sample({"day": text, "kind": "b"})
    assert not form.is_valid()
    assert form.cleaned_data["day"] == date(1930, 2, 3)
    assert 'value="03/02/1930"' in str(form["day"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("31/02/2020", "Ngày 31/02/2020 không có trong lịch. Hãy xem lại ngày và tháng."),
        ("03/02/30", "Năm trong “03/02/30” chỉ có hai chữ số. Hãy ghi đủ bốn chữ số, ví dụ 03/02/1930."),
        ("1930", "Cần đủ ngày, tháng, năm; “1930” mới có một phần. Hãy nhập như 03/02/1930."),
        ("", "Hãy nhập ngày họp."),
        ("  ", "Hãy nhập ngày họp."),
    ],
)
def test_what_is_no_day_is_refused_with_the_way_out(text, sentence):
    assert refused(day=text) == {"day": [sentence]}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("03/02/1930", (date(1930, 2, 3), Precision.DAY)),
        ("2/1930", (date(1930, 2, 1), Precision.MONTH)),
        ("1930", (date(1930, 1, 1), Precision.YEAR)),
        ("", None),
    ],
)
def test_a_day_known_in_part_keeps_how_exactly(text, value):
    assert cleaned(born=text)["born"] == value


def test_values_from_the_records_are_shown_as_exactly_as_they_are_known():
    form = Sample(initial={"day": date(1930, 2, 3), "born": (date(1930, 1, 1), Precision.YEAR), "number": 1985})
    assert [form["day"].value(), form["born"].value(), form["number"].value()] == ["03/02/1930", "1930", "1.985"]


def test_text_is_tidied_and_lines_are_kept_where_there_are_lines():
    assert cleaned(title="  Ha\u0300  Nội\n")["title"] == "Hà Nội"
    assert cleaned(story=" một\r\n hai  ba ")["story"] == "một\nhai ba"


def test_ten_megabytes_of_text_are_refused_in_a_sentence_and_not_sent_back():
    form = Sample({"day": "22/11/2026", "story": "ạ" * 10_000_000, "title": "a" * 11})
    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "title": ["Nội dung dài 11 ký tự, nhiều nhất là 10. Hãy rút ngắn."],
        "story": ["Nội dung dài 10.000.000 ký tự, nhiều nhất là 2.000. Hãy rút ngắn."],
    }
    assert len(str(form)) < 20_000


def test_text_of_exactly_the_longest_length_is_taken():
    assert cleaned(title="a" * 10)["title"] == "a" * 10


@pytest.mark.parametrize(("text", "value"), [("1985", 1985), ("1.985", 1985), ("2.000", 2000), ("0", 0)])
def test_whole_numbers_are_read_with_and_without_points(text, value):
    assert cleaned(number=text)["number"] == value


@pytest.mark.parametrize("text", ["2001", "-1", "1,5", "1.98", "ba", "9" * 3_000, "9223372036854775808"])
def test_numbers_beyond_the_bounds_are_refused(text):
    assert set(refused(number=text)) == {"number"}


def test_a_choice_that_does_not_exist_is_refused_in_vietnamese():
    (sentence,) = refused(kind="b")["kind"]
    assert "Select" not in sentence


def test_the_same_sentence_stands_in_the_summary_and_beside_the_field():
    page = str(Sample({"day": "31/02/2020"}))
    sentence = "Ngày 31/02/2020 không có trong lịch. Hãy xem lại ngày và tháng."
    assert f'<a href="#id_day">{sentence}</a>' in page
    assert f'id="id_day_error"><li>{sentence}</li>' in page
    assert 'aria-invalid="true"' in page and 'aria-describedby="id_day_helptext id_day_error"' in page


def test_a_refusal_stands_beside_its_field_or_on_top():
    form = Sample({"day": "22/11/2026"})
    assert form.is_valid()
    forms.apply_refusal(form, Refusal("Ngày này chưa được.", field="on"))
    forms.apply_refusal(form, Refusal("Đơn vị đã giải thể.", field="unit", choices=(("A1", "Chi bộ A"),)))
    assert list(form.errors["day"]) == ["Ngày này chưa được."]
    assert list(form.non_field_errors()) == ["Đơn vị đã giải thể."]
    assert "Chi bộ A" in str(form)


def test_no_browser_speaks_its_own_language_about_empty_fields():
    assert "required>" not in str(Sample()) and " required " not in str(Sample())
