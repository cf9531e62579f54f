"""Every printed form is filled by an area, and no paper reaches somebody who may not see what it says."""

from datetime import date
from uuid import uuid4

import pytest

from chibo.access.queries import AccountViewer
from chibo.accounts.models import Account
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import System
from chibo.papers.rules import builder_of, built_codes, form_of, forms
from chibo.procedures.rules import handlers

BY_HAND: dict[str, str] = {}
"""Forms that nobody fills from the records, and why."""
TODAY = date(2026, 11, 22)
BUILT = sorted(built_codes())
NOWHERE = (
    "",
    "x",
    "person:",
    "person:khong-phai-ma",
    "case:0",
    "unit:-1",
    "unit:x/2026-01-01/2026-12-31",
    "person:\0",
    "::",
)


def references(committee):
    """Something of every kind the committee has, with and without what may follow it, and the same of nothing."""
    people = [committee.an.uid, committee.outsider.uid, uuid4()]
    units = [committee.h.uid, committee.a1.uid, uuid4()]
    others = ("prospect", "case", "handover", "loan", "receipt", "member", "award")
    yield from (f"person:{uid}" for uid in people)
    yield from (
        f"unit:{uid}{rest}"
        for uid in units
        for rest in ("", "/2026-01-01/2026-12-31", "/2026", "/2026-04", "/2026-05-19")
    )
    yield from (f"{kind}:{uuid4()}" for kind in others)


def test_every_form_has_somebody_who_fills_it():
    assert sorted({form.code for form in forms()} - built_codes() - set(BY_HAND)) == []


def test_a_reason_is_given_only_for_forms_that_nobody_fills():
    assert not set(BY_HAND) & built_codes()


def test_every_paper_a_procedure_names_can_be_printed():
    named = {
        code for handler in handlers.installed() for step in handler.definition.steps.values() for code in step.papers
    }
    assert {form_of(code).code for code in named} <= built_codes()


@pytest.mark.parametrize("code", BUILT)
def test_nobody_without_a_grant_gets_a_paper(committee, code):
    nobody = AccountViewer(Account.objects.create(username="ai-do", display_name="Ai đó"), on=TODAY)
    for ref in references(committee):
        with pytest.raises(Refusal):
            builder_of(code)(ref, TODAY, nobody)


@pytest.mark.parametrize("code", BUILT)
def test_a_reference_to_nothing_is_refused_in_words(committee, code):
    for ref in NOWHERE:
        with pytest.raises(Refusal):
            builder_of(code)(ref, TODAY, System("kiểm thử"))
