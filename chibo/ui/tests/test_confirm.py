from datetime import date

import pytest
from django.test import RequestFactory

from chibo.kernel.refusal import NotEntitled, Question, Refusal
from chibo.ui import forms
from chibo.ui.confirm import Answer, Change, Preview, two_step


class Move(forms.Form):
    on = forms.DayField(label="Ngày")


@pytest.fixture
def talk():
    """A form page whose actions are remembered."""

    class Talk:
        done, plan, refuse = [], {}, None

        def post(self, **data):
            request = RequestFactory().post("/x", data)
            form = Move(request.POST)
            return two_step(request, form, "ui/forms/form.html", preview=self.preview, act=self.act)

        def preview(self, data):
            changes = [Change("Ngày", None, data["on"]), Change("Số đảng viên", 1985, 1986)]
            return Preview(title="Chuyển <chi bộ>", changes=changes, **self.plan)

        def act(self, data, answer):
            if self.refuse and not (isinstance(self.refuse, Question) and answer.confirmed):
                raise self.refuse
            self.done.append((data["on"], answer))
            return "/xong"

    talk = Talk()
    talk.done, talk.plan = [], {}
    return talk


def seen(response):
    return response.content.decode().split('name="seen" value="')[1].split('"')[0]


def test_the_first_post_shows_what_will_change_and_does_nothing(talk):
    response = talk.post(on="3/2/2026")
    page = response.content.decode()
    assert (response.status_code, talk.done) == (200, [])
    assert '<td data-label="Hiện ghi">–</td><td data-label="Sẽ ghi">03/02/2026</td>' in page
    assert '<td data-label="Hiện ghi">1.985</td><td data-label="Sẽ ghi">1.986</td>' in page
    assert "Chuyển &lt;chi bộ&gt;" in page
    assert '<input type="hidden" name="on" value="3/2/2026">' in page
    assert '<input type="hidden" name="confirmed" value="1">' in page


def test_the_second_post_does_it(talk):
    response = talk.post(on="3/2/2026", confirmed="1", seen=seen(talk.post(on="3/2/2026")))
    assert (response.status_code, response["Location"]) == (302, "/xong")
    assert talk.done == [(date(2026, 2, 3), Answer())]


def test_going_back_to_edit_shows_the_form_as_it_was(talk):
    response = talk.post(on="3/2/2026", confirmed="1", edit="1")
    assert (response.status_code, talk.done) == (200, [])
    assert 'value="03/02/2026"' in response.content.decode()


def test_what_has_changed_since_it_was_seen_is_shown_again(talk):
    old = seen(talk.post(on="3/2/2026"))
    talk.plan = {"consequences": ["31 đảng viên chuyển theo."]}
    response = talk.post(on="3/2/2026", confirmed="1", seen=old)
    assert (response.status_code, talk.done) == (409, [])
    assert "Dữ liệu đã thay đổi" in response.content.decode()
    assert talk.post(on="3/2/2026", confirmed="1", seen=seen(response)).status_code == 302


def test_a_reason_and_a_typed_name_are_demanded_where_asked(talk):
    talk.plan = {"asks_reason": True, "typed": "Thôn 4"}
    response = talk.post(on="3/2/2026", confirmed="1", reason=" ", typed="Thôn 5")
    page = response.content.decode()
    assert (response.status_code, talk.done) == (422, [])
    assert page.count("Hãy ghi lý do.") == 2 and page.count("Hãy gõ đúng “Thôn 4” để tiếp tục.") == 2
    talk.post(on="3/2/2026", confirmed="1", reason=" Theo  nghị quyết ", typed="Thôn 4")
    assert talk.done == [(date(2026, 2, 3), Answer(reason="Theo nghị quyết"))]


def test_a_refusal_stands_beside_the_field_of_the_form(talk):
    talk.refuse = Refusal("Ngày này đã khóa. Hãy chọn ngày sau.", field="on")
    response = talk.post(on="3/2/2026", confirmed="1")
    assert response.status_code == 422
    assert 'id="id_on_error"><li>Ngày này đã khóa. Hãy chọn ngày sau.</li>' in response.content.decode()


def test_a_question_is_asked_and_answered_by_confirming_again(talk):
    talk.refuse = Question("Đã có người cùng tên, cùng ngày sinh. Có phải người khác không?")
    response = talk.post(on="3/2/2026", confirmed="1")
    page = response.content.decode()
    assert (response.status_code, talk.done) == (409, [])
    assert "cùng tên, cùng ngày sinh" in page and 'name="answered" value="1"' in page
    talk.post(on="3/2/2026", confirmed="1", answered="1")
    assert talk.done == [(date(2026, 2, 3), Answer(confirmed=True))]


def test_somebody_who_may_not_do_it_gets_the_page_of_refusals(talk):
    talk.refuse = NotEntitled("Đồng chí không được giao việc này.")
    with pytest.raises(NotEntitled):
        talk.post(on="3/2/2026", confirmed="1")


def test_a_wrong_form_never_reaches_the_preview(talk):
    response = talk.post(on="31/02/2020", confirmed="1")
    assert (response.status_code, talk.done) == (422, [])
