"""Every printed form is filled by an area, and no paper reaches somebody who may not see what it says."""

from chibo.papers.rules import built_codes, forms

BY_HAND: dict[str, str] = {}
"""Forms that nobody fills from the records, and why."""


def test_every_form_has_somebody_who_fills_it():
    assert sorted({form.code for form in forms()} - built_codes() - set(BY_HAND)) == []


def test_a_reason_is_given_only_for_forms_that_nobody_fills():
    assert not set(BY_HAND) & built_codes()
