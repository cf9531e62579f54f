"""Hand-overs, loans, slips, cards, reports: step by step, refused out of order; what is due; what follows a merged record."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from chibo.dossiers import actions
from chibo.dossiers.actions.bulk import Owed, Slips, load_reports, load_supplements
from chibo.dossiers.actions.following import FOLLOWERS
from chibo.dossiers.indicators import MEM_05, MEM_05_REPORTS, MEM_06
from chibo.dossiers.models import CardEvent, FileSupplement, Handover, Loan, MemberSituationReport
from chibo.dossiers.queries.duties import DUTIES
from chibo.indicators import Asked, evaluate, list_rows
from chibo.indicators.engine import series
from chibo.kernel.days import FOREVER, Period
from chibo.kernel.duties import Desk
from chibo.kernel.refusal import Refusal
from chibo.members import actions as members
from chibo.members.actions import merging
from chibo.members.models import Particulars, Person
from chibo.members.tests.world import ME, d


@pytest.fixture
def an(world):
    return world.member("Nguyễn Văn An")


def share(indicator, unit, window, **more):
    """k/n, checked against both lists."""
    asked = Asked(ME.scope(unit), window)
    found = evaluate(indicator, asked, **more)
    assert found.value == len(list(list_rows(indicator, asked)))
    assert found.base == len(list(list_rows(indicator, asked, part="base")))
    return found.value, found.base


def refused(act, words):
    with pytest.raises(Refusal, match=words):
        act()


def test_a_file_travels_one_way_at_a_time(world, an):
    def hand(**more):
        return actions.hand_over(an, **{"to": world.b, "on": d("01/10/2026"), "errand": "doi_noi_giu", "by": ME} | more)

    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME)
    refused(lambda: hand(to=None), "Hãy chọn tổ chức nhận")
    refused(lambda: hand(to_place="Kho"), "Hãy chọn tổ chức nhận")
    refused(lambda: hand(to=world.a), "đang ở chính nơi này")
    refused(lambda: hand(on=d("23/11/2026")), "chưa đến")
    refused(lambda: hand(errand="x"), "Chưa chọn lý do")
    moved = hand()
    refused(hand, "đang chuyển")
    days = {"on": d("01/10/2026"), "due_on": d("02/10/2026")}
    refused(lambda: actions.lend(an, borrower="x", purpose="x", **days, by=ME), "trên đường")
    refused(lambda: actions.receive(moved, on=d("30/09/2026"), by=ME), "trước ngày giao")
    actions.return_handover(moved, on=d("05/10/2026"), reason="Thiếu mục lục", by=ME)
    refused(lambda: actions.receive(moved, on=d("06/10/2026"), by=ME), "đã được nhận hoặc trả lại")
    again = hand(on=d("06/10/2026"))
    actions.receive(again, on=d("07/10/2026"), by=ME)
    archive = hand(to=None, to_place="Kho lưu trữ huyện", errand="nop_luu", on=d("08/10/2026"))
    assert (archive.state, archive.received_on) == ("received", d("08/10/2026")), "nobody outside confirms here"
    with pytest.raises(IntegrityError), transaction.atomic():
        for _ in range(2):
            Handover.objects.create(
                person=an, errand="nop_luu", from_unit=world.a, to_place="x", handed_on=d("01/10/2026")
            )


def test_a_loan_is_due_and_comes_back(world, an):
    def lend(**more):
        facts = {"borrower": "UBKT", "purpose": "Thẩm tra", "on": d("01/07/2026"), "due_on": d("15/07/2026"), "by": ME}
        return actions.lend(an, **facts | more)

    refused(lambda: lend(borrower=" "), "Chưa ghi người")
    refused(lambda: lend(due_on=d("30/06/2026")), "hẹn trả không thể trước")
    loan = lend()
    refused(lend, "đang cho UBKT mượn")
    refused(lambda: actions.hand_over(an, to=world.b, on=d("02/07/2026"), by=ME), "Hãy ghi trả hồ sơ")
    refused(lambda: actions.give_back(loan, on=d("30/06/2026"), by=ME), "trước ngày cho mượn")
    actions.give_back(loan, on=d("16/07/2026"), by=ME)
    refused(lambda: actions.give_back(loan, on=d("17/07/2026"), by=ME), "đã được trả")


def test_a_slip_goes_from_declared_to_filed_and_no_step_is_left_out(world, an):
    slip = actions.declare_supplement(an, year=2025, on=d("01/12/2025"), changes="Học xong đại học", by=ME)
    assert slip.changes == "Học xong đại học" and b"i h" not in bytes(slip.changes_sealed)
    assert share(MEM_06, world.h, d("31/12/2025")) == (0, 1)
    refused(lambda: actions.declare_supplement(an, year=2025, on=d("02/12/2025"), by=ME), "đã có phiếu")
    refused(lambda: actions.declare_supplement(an, year=2027, on=d("02/12/2025"), by=ME), "Năm của phiếu")
    refused(lambda: actions.file_supplements([slip], on=d("02/12/2025"), by=ME), "đang ở bước")
    refused(lambda: actions.check_supplements([slip], on=d("30/11/2025"), by=ME), "trước ngày khai")
    actions.check_supplements([slip], on=d("05/12/2025"), by=ME)
    actions.file_supplements([slip], on=d("05/01/2026"), by=ME)
    assert share(MEM_06, world.h, d("31/12/2025")) == (1, 1), "the slip of the year, whenever it was filed"
    assert evaluate(MEM_06, Asked(ME.scope(world.h), d("31/12/2025")), where={"slip": ("later",)}).value == 1
    actions.send_back_supplement(slip, reason="Thiếu chữ ký", on=d("06/01/2026"), by=ME)
    assert share(MEM_06, world.h, d("31/12/2025")) == (0, 1)


def test_many_slips_are_ticked_at_once(world, an):
    binh, other = world.member("Trần Văn Bình"), world.member("Lê Thị Cúc", cell=world.b1)
    actions.declare_supplement(binh, year=2026, on=d("01/11/2026"), changes="Nghỉ hưu", by=ME)

    def tick(people):
        return actions.tick_supplements(people, cell=world.a1, year=2026, on=d("20/11/2026"), by=ME)

    refused(lambda: tick([]), "Chưa chọn ai")
    refused(lambda: tick([an, other]), "Lê Thị Cúc không có tên")
    assert (tick([an, binh]), tick([an, binh])) == (2, 0)
    assert FileSupplement.objects.get(person=binh).changes == "Nghỉ hưu"
    assert share(MEM_06, world.h, d("22/11/2026")) == (2, 3)
    over = {world.a.pk: ("A", "A"), world.b.pk: ("B", "B")}
    cells = evaluate(MEM_06, Asked(ME.scope(world.h), d("22/11/2026")), by=("unit",), over=over).cells
    assert [(c.key["unit"], c.value, c.base) for c in cells] == [("A", 2, 2), ("B", 0, 1)]


def test_slips_of_several_years_are_one_row_and_a_series(world, an):
    binh = world.member("Trần Văn Bình", cell=world.b1, on="01/01/2022")
    load_supplements(
        [Slips(an.pk, world.a1.pk, 2020, 2023, d("31/12/2023")), Slips(binh.pk, world.b1.pk, 2022, 2022, d("31/12/2022"))],
        at=world.h, on=d("01/01/2024"), by=ME,
    )  # fmt: skip
    points = series(MEM_06, Asked(ME.scope(world.h), Period(d("12/10/2020"), d("31/12/2023"))))
    assert points == [(2020, 1, 1), (2021, 1, 1), (2022, 2, 2), (2023, 1, 2)]
    again = [Slips(an.pk, world.a1.pk, 2023, 2024, d("31/12/2024"))]
    refused(lambda: load_supplements(again, at=world.h, on=d("01/01/2025"), by=ME), "đã có phiếu")
    with pytest.raises(IntegrityError), transaction.atomic():
        FileSupplement.objects.filter(person=an).update(person=binh)
    row = FileSupplement.objects.get(person=an)
    refused(lambda: actions.send_back_supplement(row, reason="x", on=d("01/01/2024"), by=ME), "nhiều năm")


def test_cards_follow_each_other_and_the_record(world, an):
    def card(deed, on, **more):
        return actions.record_card(an, deed=deed, on=d(on), by=ME, **more)

    refused(lambda: card("returned", "01/01/2016", reason="x"), "không giữ thẻ")
    refused(lambda: card("issued", "01/01/2016", issuer="Huyện ủy"), "Chưa nhập số thẻ")
    refused(lambda: card("issued", "01/01/2016", number="123", issuer="Huyện ủy"), "12 chữ số")
    refused(lambda: card("issued", "01/01/2016", number="012345678901"), "Chưa ghi nơi cấp")
    first = card("issued", "01/01/2016", number="012345678901", issuer="Huyện ủy")
    assert first.number == "012345678901" and b"0123" not in bytes(first.number_sealed)
    assert Person.objects.get(pk=an.pk).card == "012345678901"
    assert Particulars.objects.get(person=an).card_issued_on == d("01/01/2016")
    refused(lambda: card("issued", "01/01/2017", number="012345678902", issuer="Huyện ủy"), "đang có thẻ")
    refused(lambda: card("lost", "31/12/2015", reason="Rơi"), "Hãy nhập ngày từ đó")
    refused(lambda: card("lost", "01/01/2017"), "Chưa ghi lý do")
    card("lost", "01/01/2017", reason="Rơi")
    refused(lambda: card("changed", "01/01/2018", number="012345678902", issuer="Huyện ủy"), "không giữ thẻ")
    card("reissued", "01/01/2018", number="012345678902", issuer="Huyện ủy")
    assert Person.objects.get(pk=an.pk).card == "012345678902"
    binh = world.member("Trần Văn Bình")
    taken = {"deed": "issued", "on": d("01/01/2019"), "number": "012345678902", "issuer": "x"}
    refused(lambda: actions.record_card(binh, **taken, by=ME), "thuộc về")
    assert actions.check_cards([an, binh], at=world.a, on=d("01/10/2026"), by=ME) == 2
    assert actions.check_cards([an, binh], at=world.a, on=d("01/10/2026"), by=ME) == 0
    assert CardEvent.objects.filter(deed="checked").count() == 2


def test_reports_are_owed_sent_late_and_kept_as_sent(world, an):
    half = Period(d("01/01/2026"), d("30/06/2026"))

    def open_(**more):
        facts = {
            "at": world.h,
            "units": [world.a, world.b],
            "period": half,
            "due_on": d("20/07/2026"),
            "on": d("01/07/2026"),
        }
        return actions.open_reports(by=ME, **facts | more)

    refused(lambda: open_(due_on=d("30/06/2026")), "Hạn gửi phải sau")
    refused(lambda: open_(units=[]), "Không có tổ chức nào")
    refused(lambda: open_(at=world.a, units=[world.b]), "không trực thuộc")
    assert (open_(), open_()) == (2, 0)
    a, b = MemberSituationReport.objects.get(unit=world.a), MemberSituationReport.objects.get(unit=world.b)
    refused(lambda: actions.submit_report(a, on=d("30/06/2026"), by=ME), "chưa hết")
    actions.submit_report(a, on=d("20/07/2026"), note="Đủ", by=ME)
    refused(lambda: actions.submit_report(a, on=d("21/07/2026"), by=ME), "đã gửi")
    year = Period(d("01/01/2026"), d("31/12/2026"))
    assert share(MEM_05_REPORTS, world.h, year) == (1, 2)
    actions.submit_report(b, on=d("21/07/2026"), by=ME)
    assert share(MEM_05_REPORTS, world.h, year) == (1, 2) and share(MEM_05_REPORTS, world.a, year) == (1, 1)
    assert share(MEM_05_REPORTS, world.h, Period(d("01/01/2026"), d("19/07/2026"))) == (0, 0)
    assert a.balance["closing"] == 1 and a.balance["residual"] == 0
    earlier = Owed(world.a, d("01/01/2025"), d("30/06/2025"), d("20/07/2025"), d("01/07/2025"))
    load_reports([earlier], at=world.h, on=d("01/01/2026"), by=ME)
    two = Asked(ME.scope(world.h), Period(d("01/01/2025"), d("31/12/2026")))
    assert series(MEM_05_REPORTS, two) == [(2025, 1, 1), (2026, 1, 2)]


def test_an_organization_is_current_when_something_took_effect_in_the_period(world, an):
    year = Period(d("01/01/2024"), d("31/12/2024"))
    assert share(MEM_05, world.h, year) == (0, 6)
    members.change_attribute(an, name="occupation", value="nong_dan", since=d("01/03/2024"), by=ME)
    assert share(MEM_05, world.h, year) == (2, 6), "the cell and the base above it"
    assert share(MEM_05, world.h, Period(d("02/03/2024"), d("31/12/2024"))) == (0, 6)
    binh = world.member("Trần Văn Bình", cell=world.b1)
    members.record_death(binh, on=d("01/05/2024"), by=ME)
    assert share(MEM_05, world.h, year) == (4, 6)
    assert share(MEM_05, world.h, d("28/02/2025")) == (4, 6) and share(MEM_05, world.h, d("30/04/2025")) == (2, 6)
    actions.tick_supplements([an], cell=world.a1, year=2026, on=d("20/11/2026"), by=ME)
    assert share(MEM_05, world.h, d("22/11/2026")) == (2, 6)


def desk(on, *units):
    def where(field, capability, read=""):
        return Q(**{f"{field}__in": [unit.pk for unit in units]})

    return Desk(on, SimpleNamespace(reference="account:1"), where)


def due(on, *units):
    """kind → [(due day, title, label)] of what waits at the units."""
    at, found = desk(on, *units), {}
    for provider in DUTIES:
        rows = list(provider.rows(at).values_list("due_on", "key"))
        shown = provider.shown([key for _, key in rows], at)
        found[provider.kind] = [(day, shown[key].title, shown[key].label) for day, key in rows]
    return {kind: lines for kind, lines in found.items() if lines}


def test_what_is_due_stands_where_it_waits(world, an):
    actions.state_custody(unit=world.h, keeper="base", on=d("01/01/2016"), by=ME)
    cuc = world.member("Lê Thị Cúc", cell=world.b1)
    members.transfer(cuc, to=world.a1, on=d("01/09/2026"), by=ME)
    actions.lend(an, borrower="UBKT", purpose="x", on=d("01/11/2026"), due_on=d("25/11/2026"), by=ME)
    half = Period(d("01/01/2026"), d("30/06/2026"))
    actions.open_reports(at=world.h, units=[world.a], period=half, due_on=d("20/07/2026"), on=d("01/07/2026"), by=ME)
    today = d("22/11/2026")
    assert due(today, world.a1) == {
        "phieu-bo-sung": [(d("31/12/2026"), "Nhận, kiểm tra phiếu bổ sung hồ sơ năm 2026", "Chi bộ Thôn 1")]
    }
    assert {kind: lines[0] for kind, lines in due(today, world.a).items()} == {
        "bao-cao-tinh-hinh": (d("20/07/2026"), "Gửi báo cáo tình hình đảng viên", "Kỳ từ 01/01/2026 đến 30/06/2026"),
        "muon-ho-so": (d("25/11/2026"), "Nhắc trả hồ sơ đang mượn", "Hồ sơ đồng chí Nguyễn Văn An"),
        "ho-so-chua-ve": (FOREVER, "Nhận hồ sơ của đảng viên chuyển đến", "Đồng chí Lê Thị Cúc"),
    }
    assert due(d("17/11/2026"), world.a).keys() == {"bao-cao-tinh-hinh", "ho-so-chua-ve"}
    actions.hand_over(cuc, to=world.a, on=d("01/10/2026"), by=ME)
    assert due(today, world.a)["nhan-ho-so"][0][2] == "Hồ sơ đồng chí Lê Thị Cúc"
    actions.receive(Handover.objects.get(), on=d("02/10/2026"), by=ME)
    assert "ho-so-chua-ve" not in due(today, world.a) and "nhan-ho-so" not in due(today, world.a)


class OnlyTheCell(SimpleNamespace):
    """The chi ủy: checks slips, does not file them."""

    label, reference, person_uid = "Bí thư", "account:7", ""

    def may(self, capability, unit=None):
        return True if capability == "cases.cell" else None

    def must(self, capability, unit=None):
        assert capability == "cases.cell"


def test_what_the_cell_has_checked_waits_to_be_filed_above(world, an):
    actions.tick_supplements([an], cell=world.a1, year=2026, on=d("20/11/2026"), by=OnlyTheCell())
    today = d("22/11/2026")
    assert due(today, world.a1) == {}
    assert due(today, world.a)["luu-phieu"][0][2] == "Đảng bộ xã An Bình"
    actions.tick_supplements([an], cell=world.a1, year=2026, on=d("21/11/2026"), by=ME)
    assert due(today, world.a) == {}
    assert due(d("15/03/2027"), world.a1) == {}


def test_files_follow_a_merged_record_and_part_again(world, an):
    merging.install(FOLLOWERS)
    twin = world.member("Nguyễn Văn An", confirmed=True)
    actions.tick_supplements([an, twin], cell=world.a1, year=2026, on=d("20/11/2026"), by=ME)
    actions.tick_supplements([twin], cell=world.a1, year=2025, on=d("20/11/2026"), by=ME)
    actions.add_item(twin, kind="LY-LICH", pages=1, on=d("20/11/2026"), by=ME)
    actions.lend(twin, borrower="x", purpose="x", on=d("01/11/2026"), due_on=d("02/11/2026"), by=ME)
    kept = merging.Choices(history="without_other_opening")
    merge = members.merge_people(keep=an, other=twin, reason="Trùng", on=d("21/11/2026"), choices=kept, by=ME)

    def held(person):
        return sorted(FileSupplement.objects.filter(person=person).values_list("first_year", flat=True))

    assert (held(an), held(twin)) == ([2025, 2026], [2026])
    assert Loan.objects.get().person == an
    members.unmerge(merge, reason="Nhầm", on=d("21/11/2026"), by=ME)
    assert (held(an), held(twin)) == ([2026], [2025, 2026])
    assert Loan.objects.get().person == twin
