"""A small committee with one of everything that an address can name."""

from datetime import date

from chibo.access import actions as access
from chibo.accounts.models import Account
from chibo.admission import actions as admission
from chibo.decisions import actions as decisions
from chibo.dossiers import actions as dossiers
from chibo.dossiers.models import MemberSituationReport
from chibo.exchange import staging
from chibo.exchange.models import Batch
from chibo.fees import actions as fees
from chibo.files import actions as files
from chibo.jobs import actions as jobs
from chibo.journal.models import Entry
from chibo.kernel import clock
from chibo.kernel.days import Period
from chibo.members import actions as members
from chibo.members.tests.world import World
from chibo.org import actions as org
from chibo.org.models import OrgEvent
from chibo.posts import actions as posts
from chibo.quality import actions as quality
from chibo.quality.rules import rule_of
from chibo.transfers import actions as transfers
from tests.architecture import led, screened
from tests.architecture.doors import BY, EVERYWHERE

OFFICE, ADMIN, BASE = "ban_to_chuc", EVERYWHERE, "van_phong_co_so"


class Committee(World):
    """The small committee of the members' tests, with one of everything an address can name."""

    def __init__(self):
        super().__init__()
        self.an = self.member("Nguyễn Văn An", attributes={"sex": "nam", "occupation": "nong_dan"})
        self.moving = members.send_transfer(self.an, to=self.a2, on=date(2024, 5, 1), by=BY)
        self.outsider = self.person("Trần Thị Bích", born="01/02/1999")
        self.event = OrgEvent.objects.order_by("-on", "-pk").first()
        self.decision = decisions.register(
            number="01-QĐ/HU", issued_on=date(2024, 1, 2), issuer="Huyện ủy", summary="Kết nạp", by=BY
        )
        self.term = org.record_congress(unit=self.h, first_year=2020, last_year=2025, on=date(2020, 7, 1), by=BY)
        board = org.add_work_unit(
            kind="party_board", name="Ban Tổ chức", since=date(2010, 1, 1), by=BY, committee=self.h
        )
        office = org.add_work_unit(
            kind="state_office", name="Phòng Nội vụ", since=date(2010, 1, 1), by=BY, committee=self.h
        )
        self.project = org.start_merger_project(
            unit=self.h, party_board=board, state_office=office, on=date(2021, 1, 1), by=BY
        )
        account = Account.objects.create(username="lan", display_name="Lan")
        self.grant = access.grant(account=account, role="ban_dan_van", unit=self.h, since=date(2020, 1, 1), by=BY)
        self.file = files.keep(
            name="a.csv",
            content="họ tên\n".encode(),
            capability="members.read",
            place=self.h.reference,
            on=clock.today(),
            by=BY,
        )
        self.batch, self.done = self.workbook("checked"), self.workbook("written")
        self.job = jobs.start(kind="import", title="Nhập danh sách", by=BY)
        self.holding = posts.take_post(self.an, role="bi_thu", unit=self.a1, since=date(2020, 6, 15), by=BY)
        self.twin = self.member("Nguyễn Văn An", cell=self.a2, confirmed=True)
        third = self.person("Trần Thị Bích", born="01/02/1999", confirmed=True)
        self.merge = members.merge_people(keep=self.outsider, other=third, reason="Trùng", on=clock.today(), by=BY)
        office = Account.objects.create(username="to-chuc", display_name="Phòng Tổ chức")
        access.grant(account=office, role=OFFICE, unit=self.h, since=date(2020, 1, 1), by=BY)
        self.work = quality.assign(
            rule=rule_of("thieu-cccd"),
            unit=self.h,
            assignee=office.reference,
            due_on=clock.today(),
            on=clock.today(),
            by=BY,
        )
        self.waiver = quality.waive(
            rule=rule_of("chi-bo-it-dang-vien"), at=self.b1, unit=self.b1, reason="Chi bộ mới", on=clock.today(), by=BY
        )
        self.away = transfers.go_away(
            self.twin, since=date(2024, 5, 1), place="Phường An Khê", reason="lam_an", on=clock.today(), by=BY
        )
        self.contact = transfers.log_contact(
            self.away, on=date(2024, 6, 1), means="goi_dien", by_whom="Lan", today=clock.today(), by=BY
        )
        gone = self.member("Lò Văn Páo", cell=self.a2)
        self.abroad = members.transfer_out(gone, to_place="Lào", on=date(2024, 5, 1), kind="abroad", by=BY)
        transfers.note_abroad(self.abroad, country="Lào", purpose="hoc_tap", on=clock.today(), by=BY)
        self.receipt, self.remittance, self.relief = self.fees()
        self.files()
        self.admission()
        screened.fill(self, by=BY)
        led.fill(self, by=BY)
        self.entry = Entry.objects.order_by("-pk").first()

    def admission(self):
        """Somebody in the source, one who has left it, a target, an admission of a special kind."""
        said = {"introduced_by": "doan", "listed_on": date(2024, 3, 1), "by": BY}
        self.lan = admission.list_prospect(unit=self.a1, full_name="Hồ Thị Lan", born_on=date(2001, 2, 3), **said)
        self.certificate = admission.certify(self.lan, number="45/GCN", issued_on=date(2024, 6, 15), by=BY)
        self.left = admission.list_prospect(unit=self.a1, full_name="Hồ Thị Mai", born_on=date(2001, 2, 3), **said)
        admission.drop_prospect(self.left, reason="khong_du", on=date(2024, 5, 1), by=BY)
        admission.assign_targets(numbers={self.a: 3}, year=2024, on=date(2024, 1, 10), at=self.h, by=BY)
        young = self.person("Hồ Văn Nam", born="05/05/1999")
        self.admitted = members.admit_member(young, cell=self.a1, on=date(2024, 3, 1), by=BY)
        admission.record_fact(self.admitted, kind="co_dao", by=BY)

    def files(self):
        """The paper file of somebody, with one of everything."""
        scan = ("ly lich.pdf", b"%PDF-1.4\n%%EOF\n")
        self.item = dossiers.add_item(self.twin, kind="LY-LICH", pages=4, on=clock.today(), scan=scan, by=BY)
        self.handover = dossiers.hand_over(self.twin, to=self.h, on=date(2024, 5, 1), errand="doi_noi_giu", by=BY)
        self.loan = dossiers.lend(
            self.an, borrower="UBKT", purpose="Thẩm tra", on=date(2024, 5, 1), due_on=date(2024, 6, 1), by=BY
        )
        self.slip = dossiers.declare_supplement(self.an, year=2024, on=date(2024, 12, 1), by=BY)
        dossiers.open_reports(
            at=self.h, units=[self.a], period=Period(date(2024, 1, 1), date(2024, 6, 30)), due_on=date(2024, 7, 20),
            on=clock.today(), by=BY,
        )  # fmt: skip
        self.situation = MemberSituationReport.objects.get()

    def fees(self):
        """A receipt, what of it was passed on, and a relief that was asked for."""
        today = clock.today()
        month = today.replace(day=1)
        fees.set_bases(
            self.a1, [fees.BasisSpec(self.an.pk, "insured", 10_000_000)], since=date(2026, 2, 1), on=today, by=BY
        )
        said = {"on": today, "today": today, "by": BY}
        receipt = fees.collect(
            self.a1, [fees.Line(self.an.pk, date(2026, 2, 1))], approver=self.an, collector=self.twin, **said
        )
        sent = fees.remit(self.a1, first_month=month, last_month=month, **said)
        relief = fees.ask_relief(
            self.an,
            unit=self.a1,
            reason="poor",
            since=month,
            until=date(month.year + 1, month.month, 1),
            on=today,
            by=BY,
        )
        return receipt, sent, relief

    def workbook(self, state):
        """A workbook on its way in, as if it had been read."""
        sheet = {"name": "a", "rows": 1, "columns": 1, "top": staging.seal_cells([["họ tên"]]), "hidden": False}
        scan = {"format": "csv", "notes": [], "sheets": [{"name": "a", "merged": [], "hidden_row_count": 0}]}
        return Batch.objects.create(
            kind="members", place=self.h.reference, place_label="Hà Đông", on=clock.today(), file=self.file, sheet="a",
            looked={"scan": scan, "sheets": [sheet]}, header_row=1, mapping={"full_name": 0}, state=state,
            owner=BY.reference, owner_label=BY.label, made_at=clock.now(), written_at=clock.now(),
        )  # fmt: skip
