"""The source: who may be listed, the certificate's last day, moving, leaving, linking to an older record; targets."""

import pytest

from chibo.admission import actions, queries
from chibo.admission.models import AdmissionTarget, Prospect
from chibo.journal import actions as journal
from chibo.journal.models import Entry
from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import Question, Refusal
from chibo.members import actions as members
from chibo.members.tests.world import ME, d
from chibo.rulebook import actions as rulebook


def refused(call, code):
    with pytest.raises(Refusal) as caught:
        call()
    assert caught.value.code == code, (caught.value.code, caught.value.message)
    return caught.value


def test_the_personal_number_is_sealed_and_kept_apart_in_the_journal(world):
    lan = world.prospect(national_id="001300012345")
    assert b"001300012345" not in bytes(lan.national_id_sealed)
    assert lan.national_id == "001300012345"
    entry = Entry.objects.get(what="admission.listed")
    assert "001300012345" not in str(entry.after)
    assert journal.sensitive_of(entry) == {"national_id": "001300012345"}


def test_one_is_followed_once_at_a_time(world):
    lan = world.prospect(national_id="001300012345")
    refused(
        lambda: world.prospect("Lê Thị Hai", born="01/01/2001", national_id="001300012345"), "duplicate_national_id"
    )
    actions.drop_prospect(lan, reason="chuyen_di", on=d("01/05/2024"), by=ME)
    again = world.prospect("Lê Thị Hai", born="01/01/2001", national_id="001300012345", on="02/05/2024")
    assert again.is_listed
    refused(lambda: actions.take_up_again(lan, on=d("01/06/2024"), reason="Về lại", by=ME), "duplicate_national_id")


def test_a_member_is_not_listed_and_an_older_record_is_linked(world):
    lan = world.member("Trần Thị Lan", born="20/08/1985", national_id="001300012345")
    refused(lambda: world.prospect(national_id="001300012345", born="20/08/1985"), "is_member")
    members.expel(lan, on=d("01/01/2020"), by=ME)
    assert world.prospect(national_id="001300012345", born="20/08/1985").person == lan


def test_a_namesake_is_asked_about(world):
    world.prospect()
    with pytest.raises(Question):
        world.prospect()
    assert world.prospect(confirmed=True).full_name == "Trần Thị Lan"


def test_only_a_cell_that_stands_follows_somebody(world):
    refused(lambda: world.prospect(unit=world.a), "no_such_cell")
    refused(lambda: world.prospect(unit=world.old), "no_such_cell")
    refused(lambda: world.prospect(unit=world.young, on="31/12/2019"), "no_such_cell")
    assert world.prospect(unit=world.young, on="01/01/2020", certified="").unit == world.young


def test_a_follower_is_a_member_of_today(world):
    gone = world.member("Lê Văn Đi")
    members.expel(gone, on=d("01/01/2024"), by=ME)
    refused(lambda: world.prospect(follower=gone), "follower_not_member")
    assert world.prospect(follower=world.an).follower == world.an


def test_the_last_day_of_a_certificate_is_by_the_rule_of_its_day(world):
    lan = world.prospect(certified="29/02/2024")
    certificate = lan.certificates.get()
    assert (certificate.expires_on, certificate.is_valid(d("28/02/2029")), certificate.is_valid(d("01/03/2029"))) == (
        d("28/02/2029"), True, False,
    )  # fmt: skip
    rulebook.add_version(
        key="admission.class_validity.months", value=24, since=d("01/01/2026"), source="Hướng dẫn mới",
        certainty="secondary", by=ME,
    )  # fmt: skip
    later = actions.certify(lan, number="9", issued_on=d("01/02/2026"), by=ME)
    assert later.expires_on == d("01/02/2028")
    refused(lambda: actions.certify(lan, number="9", issued_on=d("01/02/2026"), by=ME), "twice")
    refused(lambda: actions.certify(lan, number="9", issued_on=d("01/02/2027"), by=ME), "future")
    refused(lambda: actions.certify(lan, number="", issued_on=d("01/02/2026"), by=ME), "number")


def test_where_somebody_was_followed_on_which_day(world):
    lan = world.prospect()
    actions.move_prospect(lan, to=world.b1, on=d("01/06/2024"), reason="Chuyển nhà", by=ME)
    at = {day: [p.full_name for p in queries.listed_at(world.a, on=d(day))] for day in ("31/05/2024", "01/06/2024")}
    assert at == {"31/05/2024": ["Trần Thị Lan"], "01/06/2024": []}
    refused(lambda: actions.move_prospect(lan, to=world.a1, on=d("01/06/2024"), reason="x", by=ME), "order")
    refused(lambda: actions.move_prospect(lan, to=world.b1, on=d("01/07/2024"), reason="x", by=ME), "same_cell")
    refused(lambda: actions.correct_prospect(lan, listed_on=d("01/07/2024"), reason="x", by=ME), "order")
    actions.correct_prospect(lan, listed_on=d("01/02/2024"), reason="Ghi nhầm", by=ME)
    assert [p.pk for p in queries.listed_at(world.a, on=d("01/02/2024"))] == [lan.pk]


def test_leaving_says_why(world):
    lan = world.prospect()
    refused(lambda: actions.drop_prospect(lan, reason="", on=d("01/05/2024"), by=ME), "reason")
    refused(lambda: actions.drop_prospect(lan, reason="khac", on=d("01/05/2024"), by=ME), "note")
    refused(lambda: actions.drop_prospect(lan, reason="khong_du", on=d("01/01/2023"), by=ME), "order")
    actions.drop_prospect(lan, reason="khong_du", on=d("01/05/2024"), by=ME)
    assert list(queries.listed_at(world.h, on=d("01/05/2024"))) == []
    refused(lambda: actions.certify(lan, number="1", issued_on=d("01/06/2024"), by=ME), "not_listed")
    actions.take_up_again(lan, on=d("01/07/2024"), reason="Trở về", by=ME)
    assert [len(queries.listed_at(world.h, on=d(day))) for day in ("30/06/2024", "01/07/2024")] == [0, 1]


def test_a_merged_record_takes_what_hangs_on_it_along(world):
    lan = world.member("Trần Thị Lan", born="20/08/1985", national_id="001300012345")
    members.expel(lan, on=d("01/01/2020"), by=ME)
    back = world.prospect(national_id="001300012345", born="20/08/1985")
    twin = world.person("Trần Thị Lan", born="20/08/1985", confirmed=True)
    members.merge_people(keep=twin, other=lan, reason="Trùng", on=d("01/06/2024"), by=ME)
    back.refresh_from_db()
    assert back.person == twin


def test_targets_are_versions_with_reasons(world):
    def assign(number, on, **more):
        more = {"numbers": {world.a: number}, "year": 2024, "at": world.h, "by": ME} | more
        return actions.assign_targets(on=d(on), **more)

    assert assign(5, "10/01/2024") == 1
    refused(lambda: assign(6, "01/06/2024"), "reason")
    refused(lambda: assign(5, "01/06/2024", reason="x"), "same")
    refused(lambda: assign(6, "01/01/2024", reason="x"), "order")
    refused(lambda: assign(-1, "01/06/2024", reason="x"), "number")
    refused(lambda: assign(5, "10/01/2021"), "on")
    refused(lambda: assign(5, "10/01/2024", year=1900), "year")
    refused(lambda: assign(5, "10/01/2024", at=world.b), "elsewhere")
    assign(6, "01/06/2024", reason="Thêm nguồn")
    rows = list(AdmissionTarget.objects.order_by("version").values_list("number", "since", "until"))
    assert rows == [(5, d("10/01/2024"), d("01/06/2024")), (6, d("01/06/2024"), FOREVER)]
    actions.withdraw_target(AdmissionTarget.objects.get(version=2), on=d("01/07/2024"), reason="Nhầm", by=ME)
    assert assign(7, "02/07/2024") == 1
    assert [t.version for t in AdmissionTarget.objects.order_by("version")] == [1, 2, 3]


def test_many_records_of_past_years_at_once(world):
    events = []
    for name in ("Ngô Văn An", "Ngô Văn Ba"):
        person = world.person(name, born="05/05/1999")
        events.append(members.admit_member(person, cell=world.a1, on=d("01/03/2020"), by=ME))
    on = d("01/01/2026")
    facts = [actions.FactSpec(event.pk, kind) for event, kind in zip(events, ("co_dao", "dan_so"), strict=True)]
    assert actions.load_facts(facts, at=world.h, on=on, by=ME) == 2
    assert (
        actions.load_probations([actions.ProbationSpec(events[0].pk, class_result="gioi")], at=world.h, on=on, by=ME)
        == 1
    )
    spec = actions.TargetSpec(world.a.pk, 2020, [(5, d("10/01/2020"), ""), (4, d("01/06/2020"), "Ít nguồn")])
    assert actions.load_targets([spec], at=world.h, on=on, by=ME) == 2
    made = actions.load_prospects(
        [
            actions.ProspectSpec(
                world.a1.pk, "Trần Thị Lan", d("20/08/2000"), d("01/03/2023"), values={"sex": "nu", "schooling": "thpt"},
                national_id="001300012345", certificates=[("45", d("15/06/2023"), "TTCT")],
            ),
            actions.ProspectSpec(
                world.a1.pk, "Trần Thị Mai", d("20/08/2000"), d("01/03/2023"), state="left", closed_on=d("01/05/2024"),
                left_reason="khong_du",
            ),
        ],
        at=world.h, on=on, by=ME,
    )  # fmt: skip
    assert len(made) == Prospect.objects.count() == 2
    assert [p.full_name for p in queries.listed_at(world.h, on=d("01/05/2024"))] == ["Trần Thị Lan"]
    refused(lambda: actions.load_facts([actions.FactSpec(events[0].pk, "x")], at=world.h, on=on, by=ME), "value")


def test_one_whose_admission_was_annulled_comes_back_as_a_first_admission(world):
    lan = world.prospect()
    person = world.admit(lan)
    lan.refresh_from_db()
    refused(lambda: actions.take_up_again(lan, on=d("01/04/2024"), reason="x", by=ME), "not_left")
    members.annul_event(person.events.get(), reason="Ghi nhầm", by=ME)
    actions.take_up_again(lan, on=d("01/04/2024"), reason="Ghi nhầm lễ kết nạp", by=ME)
    case = world.open(lan, on="02/04/2024")
    assert (case.value("kind"), lan.state) == ("thuong", "listed")
    world.lead(case, "", "02/04/2024")
    assert [e.cause for e in person.events.filter(state="standing")] == ["admission"]
