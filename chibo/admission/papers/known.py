"""What the records know for the forms of admission and recognition."""

from datetime import date
from typing import Any

from chibo.admission.models import ClassCertificate, Prospect
from chibo.admission.queries import probations, prospect_by_uid
from chibo.kernel.days import Precision
from chibo.kernel.numbers import show_percent
from chibo.kernel.references import uid_in
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.members import queries as members
from chibo.members.models import Person, Spell
from chibo.members.queries.sheet import official_days
from chibo.members.queries.subjects import person_named
from chibo.members.rules.capabilities import SENSITIVE
from chibo.members.vocabulary import ATTRIBUTE_LABELS, Status, place_shown
from chibo.posts.papers import posts_of
from chibo.procedures.models import Act, Case
from chibo.procedures.papers import Places

Known = dict[str, Any]
ATTRIBUTES = {
    "sex": "sex", "ethnic_group": "ethnicity", "religion": "religion", "occupation": "occupation",
    "degree": "qualification", "theory": "political_theory", "education": "general_education",
    "language": "foreign_language", "home_place": "hometown", "permanent_residence": "permanent_residence",
    "residence": "residence", "birth_place": "birth_registration",
}  # fmt: skip
PLACES = frozenset({"home_place", "permanent_residence", "residence", "birth_place"})


def of_prospect(prospect: Prospect, *, on: date, by: Viewer) -> Known:
    """Somebody of the source, with the certificate in force; the personal number only for who may see it."""
    held: ClassCertificate | None = (
        prospect.certificates.filter(issued_on__lte=on).order_by("-expires_on", "-pk").first()
    )
    occupation = prospect.get_occupation_display() if prospect.occupation else ""
    return {
        "full_name": prospect.full_name,
        "used_name": prospect.full_name,
        "sex": prospect.get_sex_display() if prospect.sex else "",
        "born_on": (prospect.born_on, Precision(prospect.born_precision)),
        "ethnic_group": prospect.get_ethnicity_display() if prospect.ethnicity else "",
        "religion": prospect.get_religion_display() if prospect.religion else "",
        "occupation": occupation,
        "post": ", ".join(filter(None, (occupation, prospect.workplace))),
        "education": prospect.get_schooling_display() if prospect.schooling else "",
        "degree": prospect.get_qualification_display() if prospect.qualification else "",
        "residence": prospect.residence,
        "union_cell": prospect.introducer_name,
        "class_number": held.number if held else "",
        "class_on": held.issued_on if held else None,
        "class_by": held.issuer if held else "",
        "personal_number": prospect.national_id if by.may(SENSITIVE, prospect.unit) else "",
    }


def of_person(person: Person, *, on: date) -> Known:
    """A member as of a day."""
    values = {row.name: row.value for row in person.attributes.filter(since__lte=on, until__gt=on)}
    shown = {
        field: place_shown(values.get(name, ""))
        if field in PLACES
        else ATTRIBUTE_LABELS.get(name, {}).get(values.get(name, ""), values.get(name, ""))
        for field, name in ATTRIBUTES.items()
    }
    return shown | {
        "full_name": person.full_name,
        "used_name": person.full_name,
        "born_on": (person.born_on, Precision(person.born_precision)),
        "post": shown["occupation"],
    }


def of_helper(person: Person | None, *, on: date) -> Known:
    """Who helps, and the post in the Party."""
    return {"helper_name": person.full_name, "helper_post": posts_of(person, on=on)} if person else {}


def of_introducer(person: Person | None, *, on: date) -> Known:
    """Who introduces."""
    if person is None:
        return {}
    shown, spell = of_person(person, on=on), members.spell_on(person, on=on)
    return {
        "introducer_name": person.full_name,
        "introducer_born_on": shown["born_on"],
        "introducer_home": shown["home_place"],
        "introducer_residence": shown["residence"],
        "introducer_post": posts_of(person, on=on) or shown["occupation"],
        "introducer_admitted_on": spell.party_since if spell else None,
        "introducer_official_on": official_days([person.pk], on=on).get(person.pk),
    }


def of_vote(act: Act | None) -> Known:
    """The day and the numbers of a vote, where it was taken."""
    if act is None or not act.vote:
        return {}
    vote = act.vote
    return {
        "meeting_on": act.on,
        "obliged": vote["obliged"],
        "present": vote["present"],
        "absent": vote["obliged"] - vote["present"],
        "votes_for": vote["for"],
        "votes_against": vote["against"],
        "votes_blank": vote["blank"],
        "votes_share": show_percent(vote["for"], vote["obliged"]),
    }


def of_cell(case: Case, *, on: date) -> Known:
    """How many members the cell has on a day."""
    statuses = list(Spell.objects.filter(cell=case.unit, since__lte=on, until__gt=on).values_list("status", flat=True))
    official = sum(1 for status in statuses if status == Status.OFFICIAL)
    return {
        "members_total": len(statuses),
        "members_official": official,
        "members_probationary": len(statuses) - official,
    }


def resolution(case: Case, step: str, field: str) -> str:
    """``05-NQ/CB ngày 03/03/2025``; empty where the step is still to come."""
    act, number = case.act_of(step), tidy(str(case.value(field) or ""))
    if act is None:
        return ""
    return f"{number or '……'} ngày {act.on:%d/%m/%Y}"


def of_case(case: Case, *, on: date, by: Viewer) -> Known:
    """Everything the forms of a case can say: whom it is about, where, what was answered."""
    places = Places(case.unit, on)
    decided = case.act_of("quyet-dinh")
    known: Known = {
        "cell": places.cell,
        "committee": places.committee,
        "between": places.between,
        "cell_resolution": resolution(case, "chi-bo", "cell_resolution"),
        "committee_resolution": resolution(case, "co-so", "base_resolution"),
        "decision": str(decided.decision or "") if decided else "",
    }
    if case.subject.startswith("prospect:"):
        known |= of_prospect(prospect_by_uid(uid_in(case.subject)), on=on, by=by)
        known |= of_introducer(person_named(case.value("introducer_1")), on=on)
        return known | of_helper(person_named(case.value("helper")), on=on)
    return known | _of_probation(case, on=on)


def _of_probation(case: Case, *, on: date) -> Known:
    person = person_named(case.subject)
    if person is None:
        return {}
    admitted = case.value("admitted_on")
    admission = probations.admission_of(person, on=on)
    helper = person_named(case.value("helper")) or (probations.helper_of(admission) if admission else None)
    known = of_person(person, on=on) | of_helper(helper, on=on)
    result = {"class_number": case.value("class_number") or "", "class_on": case.value("class_on")}
    days = {
        "admitted_on": admitted,
        "official_from": probations.window_of(admitted, on=case.rule_day).due if admitted else None,
    }
    return known | result | days | {"decision": str(admission.decision or "") if admission else ""}
