"""A second process computes in the order asked, refuses in words, and never outlives whoever asked."""

import os
import threading
import time

import pytest

from chibo.kernel.aside import Aside
from chibo.kernel.refusal import Refusal


def adder(start):
    def add(number, text=""):
        if number < 0:
            raise Refusal("Số này âm. Hãy chọn số dương.", field="number")
        if number == 0:
            raise ValueError("nothing to add")
        return start + number, len(text), os.getpid()

    return add


@pytest.fixture(params=["fork", "fresh"])
def aside(request, monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: 1 if request.param == "fork" else 2)
    with Aside(adder, 10) as one:
        yield one


def test_answers_come_in_the_order_asked_from_another_process(aside):
    for number in (1, 2, 3):
        aside.ask(number)
    answers = [aside.answer() for _ in range(3)]
    assert [first for first, _, _ in answers] == [11, 12, 13]
    assert {pid for _, _, pid in answers} != {os.getpid()}


def test_long_questions_and_long_answers_do_not_wait_for_each_other(aside):
    text = "x" * 5_000_000
    for _ in range(4):
        aside.ask(1, text)
    assert [aside.answer()[1] for _ in range(4)] == [len(text)] * 4


def test_a_refusal_comes_back_as_it_was_and_the_next_question_is_answered(aside):
    aside.ask(-1)
    aside.ask(5)
    with pytest.raises(Refusal) as refused:
        aside.answer()
    assert (refused.value.message, refused.value.field) == ("Số này âm. Hãy chọn số dương.", "number")
    assert aside.answer()[0] == 15


def test_an_error_there_is_an_error_here(aside):
    aside.ask(0)
    with pytest.raises(RuntimeError, match="nothing to add"):
        aside.answer()


def test_closing_leaves_no_process(aside):
    aside.ask(1)
    pid = aside.answer()[2]
    aside.close()
    time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_that_is_gone_is_an_error_not_a_wait(aside):
    aside.ask(1)
    os.kill(aside.answer()[2], 9)
    time.sleep(0.1)
    with pytest.raises(RuntimeError, match="has ended"):
        aside.ask(1)
        aside.answer()
