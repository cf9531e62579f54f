"""Every address is visited once by somebody who may and once by somebody who may not; none is forgotten."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from chibo.access import actions as access
from chibo.access.models import Grant
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
from chibo.kernel.viewer import System
from chibo.members import actions as members
from chibo.members.tests.world import World
from chibo.org import actions as org
from chibo.org.models import OrgEvent
from chibo.posts import actions as posts
from chibo.quality import actions as quality
from chibo.quality.rules import rule_of
from chibo.transfers import actions as transfers
from tests.architecture import led, screened

BY = System("kiểm thử")
OFFICE, ADMIN, BASE = "ban_to_chuc", "quan_tri", "van_phong_co_so"


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


@pytest.fixture
def world(db):
    call_command("createcachetable", verbosity=0)
    return Committee()


def sign_in(role=None, unit=None):
    """A client signed in with a role, or with none."""
    account = Account.objects.create(username=f"u{Account.objects.count()}", display_name="Ai đó")
    if role:
        access.grant(account=account, role=role, unit=unit, since=date(2020, 1, 1), by=BY)
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


class Visit:
    """How an address is visited.

    :ivar arguments: world → arguments of the address
    :ivar role: who may, at the committee's root (``quan_tri``: everywhere)
    :ivar is_local: whether the same role at a neighbour's unit is refused as well
    :ivar expects: what the allowed one gets
    :ivar refused: what one without a grant gets; None where everybody signed in may
    """

    def __init__(
        self,
        arguments=lambda w: (),
        role=OFFICE,
        *,
        is_local=False,
        expects=(200,),
        refused=403,
        query=None,
        post=False,
    ):
        self.arguments, self.role, self.is_local, self.expects = arguments, role, is_local, expects
        self.refused, self.query, self.post = refused, query or (lambda w: {}), post

    def go(self, client, name, world):
        address = reverse(name, args=self.arguments(world))
        return client.post(address) if self.post else client.get(address, self.query(world))


def unit(w):
    return (w.h.uid,)


def person(w):
    return (w.an.uid,)


def of_unit(*rest):
    return lambda w: (w.h.uid, *rest)


def workbook(w):
    return (w.batch.uid,)


WORKBOOKS = {"is_local": True, "refused": 404}
FIGURES = {"query": lambda w: {"don-vi": w.h.uid}, "is_local": True}
CALLS = {"query": lambda w: {"unit": "H"}, "is_local": True}
VISITS = {
    **{
        f"admission:{name}": Visit(query=lambda w: {"don-vi": w.h.uid, "nam": "2024"}, is_local=True)
        for name in ("list", "add", "targets", "assign", "progress", "due")
    },
    **{
        f"admission:{name}": Visit(lambda w: (w.lan.uid,), is_local=True)
        for name in ("prospect", "correct", "certify", "move", "drop")
    },
    "admission:person": Visit(lambda w: (w.admitted.person.uid,), is_local=True),
    "admission:take_up": Visit(lambda w: (w.left.uid,), is_local=True),
    "admission:drop_certificate": Visit(lambda w: (w.lan.uid, w.certificate.pk), is_local=True),
    "admission:number": Visit(lambda w: (w.lan.uid,), is_local=True, post=True),
    "admission:start": Visit(lambda w: (w.lan.uid,), is_local=True, post=True, expects=(302,)),
    "admission:recognize": Visit(lambda w: (w.admitted.person.uid,), is_local=True, post=True, expects=(302,)),
    "admission:target": Visit(lambda w: (w.a.uid, 2024), is_local=True),
    **{
        f"admission:{name}": Visit(lambda w: (w.admitted.uid,), is_local=True)
        for name in ("admission", "add_fact", "record_class")
    },
    "admission:drop_fact": Visit(lambda w: (w.admitted.uid, "co_dao"), is_local=True),
    "access:list": Visit(role=ADMIN),
    "access:roles": Visit(),
    "access:give": Visit(role=ADMIN),
    "access:unit": Visit(unit, is_local=True),
    "access:end": Visit(lambda w: (w.grant.uid,), ADMIN),
    "api:catalogue": Visit(),
    "api:figure": Visit(lambda w: ("MEM-01",), **CALLS),
    "api:rows": Visit(lambda w: ("MEM-01",), **CALLS),
    "api:units": Visit(),
    "api:unit": Visit(lambda w: ("H",), is_local=True),
    "catalogue:index": Visit(**FIGURES),
    "catalogue:statistics": Visit(**FIGURES),
    "catalogue:figure": Visit(lambda w: ("MEM-02",), **FIGURES),
    "catalogue:rows": Visit(lambda w: ("MEM-02",), **FIGURES),
    "decisions:list": Visit(),
    "decisions:decision": Visit(lambda w: (w.decision.uid,)),
    **{
        f"dossiers:{name}": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True)
        for name in (
            "home",
            "missing",
            "under_way",
            "awaited",
            "loans",
            "custody",
            "state_custody",
            "rule_custody",
            "supplements",
            "cards",
            "reports",
            "open_reports",
            "reconciliations",
            "reconcile",
        )  # fmt: skip
    },
    "dossiers:register": Visit(lambda w: ("ket-nap",), query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "dossiers:cell": Visit(lambda w: (w.a1.uid,), is_local=True),
    "dossiers:supplement": Visit(lambda w: (w.slip.uid,), is_local=True),
    "dossiers:report": Visit(lambda w: (w.situation.uid,), is_local=True),
    "dossiers:dossier": Visit(person, is_local=True),
    "dossiers:deed": Visit(lambda w: (w.an.uid, "tai-lieu"), is_local=True),
    "dossiers:handover_deed": Visit(lambda w: (w.handover.uid, "nhan"), is_local=True),
    "dossiers:give_back": Visit(lambda w: (w.loan.uid,), is_local=True),
    "dossiers:scan": Visit(lambda w: (w.item.uid,), is_local=True),
    "dossiers:strike": Visit(lambda w: (w.item.uid,), is_local=True),
    "exchange:list": Visit(),
    "exchange:template": Visit(lambda w: ("members",)),
    "exchange:upload": Visit(lambda w: ("members",)),
    "exchange:batch": Visit(workbook, **WORKBOOKS),
    "exchange:columns": Visit(workbook, **WORKBOOKS),
    "exchange:read_again": Visit(workbook, post=True, expects=(302, 422), **WORKBOOKS),
    "exchange:questions": Visit(workbook, **WORKBOOKS),
    "exchange:ask_again": Visit(workbook, post=True, expects=(302,), **WORKBOOKS),
    "exchange:check": Visit(workbook, post=True, expects=(302,), **WORKBOOKS),
    "exchange:rows": Visit(workbook, **WORKBOOKS),
    "exchange:returned": Visit(workbook, **WORKBOOKS),
    "exchange:write": Visit(workbook, **WORKBOOKS),
    "exchange:undo": Visit(lambda w: (w.done.uid,), **WORKBOOKS),
    "exchange:drop": Visit(workbook, **WORKBOOKS),
    "files:download": Visit(lambda w: (w.file.uid,), is_local=True, refused=404),
    "inbox:week": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "journal:list": Visit(role=ADMIN),
    "journal:entry": Visit(lambda w: (w.entry.uid,), ADMIN),
    "jobs:job": Visit(lambda w: (w.job.uid,), ADMIN, refused=404),
    "jobs:resume": Visit(lambda w: (w.job.uid,), ADMIN, post=True, expects=(403,), refused=404),
    "jobs:cancel": Visit(lambda w: (w.job.uid,), ADMIN, post=True, expects=(302,), refused=404),
    "members:list": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "members:summary": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "members:sheet": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "members:transfers": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "members:start": Visit(),
    "members:add": Visit(lambda w: ("ket-nap",)),
    "members:person": Visit(person, is_local=True),
    "members:history": Visit(person, is_local=True),
    "members:attributes": Visit(person, is_local=True),
    "members:journal": Visit(person, is_local=True),
    "members:numbers": Visit(person, is_local=True, post=True, expects=(200, 302)),
    "members:merge_find": Visit(person, is_local=True),
    "members:merge": Visit(lambda w: (w.an.uid, w.twin.uid), is_local=True),
    "members:part": Visit(lambda w: (w.outsider.uid, w.merge.uid)),
    "members:deed": Visit(lambda w: (w.an.uid, "tu-tran"), is_local=True),
    "members:event_deed": Visit(lambda w: (w.an.uid, "tiep-nhan", w.moving.uid), is_local=True),
    "members:attribute_deed": Visit(lambda w: (w.an.uid, "thay-doi", "occupation"), is_local=True),
    "members:value_deed": Visit(lambda w: (w.an.uid, "sua-sai", "occupation", w.an.born_on.isoformat()), is_local=True),
    # The accounts of this file are nobody's: the tests of the area visit these pages as a member.
    "own:record": Visit(role="dang_vien", expects=(404,)),
    "own:history": Visit(role="dang_vien", expects=(404,)),
    "own:corrections": Visit(role="dang_vien", expects=(404,)),
    "own:correct": Visit(lambda w: ("residence",), role="dang_vien", expects=(404,)),
    "own:readers": Visit(role="dang_vien", expects=(404,)),
    "own:numbers": Visit(role="dang_vien", expects=(404,), post=True),
    "own:export": Visit(role="dang_vien", expects=(404,), post=True),
    "org:tree": Visit(),
    "org:unit": Visit(unit, is_local=True),
    "org:below": Visit(unit, is_local=True),
    "org:reorganize_choose": Visit(unit, is_local=True),
    "org:reorganize": Visit(lambda w: (w.a.uid, "rename"), is_local=True),
    "org:correct": Visit(of_unit(1), is_local=True),
    "org:term_add": Visit(unit, is_local=True),
    "org:term_correct": Visit(lambda w: (w.h.uid, w.term.uid), is_local=True),
    "org:office_add": Visit(unit, is_local=True),
    "org:projects": Visit(unit, is_local=True),
    "org:project_add": Visit(unit, is_local=True),
    "org:project_status": Visit(lambda w: (w.h.uid, w.project.uid), is_local=True),
    "org:event": Visit(lambda w: (w.event.uid,), is_local=True),
    "org:undo": Visit(lambda w: (w.event.uid,), is_local=True),
    # Blank forms are everybody's; what is filled in is refused by whoever fills it: test_papers.
    "papers:paper": Visit(lambda w: ("1-KNĐ",), refused=200),
    "papers:file": Visit(lambda w: ("1-KNĐ",), refused=200),
    "papers:many": Visit(lambda w: ("1-KNĐ",), query=lambda w: {"ve": f"person:{w.an.uid}"}, refused=200),
    "posts:list": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "posts:choose": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "posts:person": Visit(person, is_local=True),
    "posts:take": Visit(person, is_local=True),
    "posts:holding": Visit(lambda w: (w.holding.uid,), is_local=True),
    "posts:leave": Visit(lambda w: (w.holding.uid,), is_local=True),
    "posts:correct": Visit(lambda w: (w.holding.uid,), is_local=True),
    "posts:annul": Visit(lambda w: (w.holding.uid,), is_local=True),
    **{
        f"transfers:{name}": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True)
        for name in ("list", "letters", "guests", "away", "abroad", "reorganizations")
    },
    **{
        f"transfers:{name}": Visit(lambda w: (w.away.uid,), is_local=True)
        for name in ("away_one", "contact", "back", "correct", "annul")
    },
    "transfers:annul_contact": Visit(lambda w: (w.contact.uid,), is_local=True),
    "transfers:abroad_one": Visit(lambda w: (w.abroad.uid,), is_local=True),
    "transfers:abroad_back": Visit(lambda w: (w.abroad.uid,), is_local=True),
    "transfers:letter": Visit(lambda w: (w.moving.uid,), is_local=True),
    "transfers:moved": Visit(lambda w: (w.event.uid,), query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "transfers:receive": Visit(lambda w: (w.event.uid,), query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "transfers:person": Visit(person, is_local=True),
    "transfers:go_away": Visit(person, is_local=True),
    **{
        f"fees:{name}": Visit(role=BASE, query=lambda w: {"don-vi": w.a1.uid}, is_local=True)
        for name in ("list", "receipts", "remittances", "arrears", "fund", "reliefs")
    },
    **{
        f"fees:{name}": Visit(lambda w: (w.a1.uid,), BASE, is_local=True)
        for name in ("collect", "bases", "assign", "remit")
    },
    "fees:pay": Visit(lambda w: (w.a1.uid, w.an.uid), BASE, is_local=True),
    **{
        f"fees:{name}": Visit(lambda w: (w.receipt.uid,), BASE, is_local=True)
        for name in ("receipt", "receipt_reverse")
    },
    **{
        f"fees:{name}": Visit(lambda w: (w.remittance.uid,), BASE, is_local=True)
        for name in ("remittance", "remittance_receive", "remittance_reverse")
    },
    **{
        f"fees:{name}": Visit(lambda w: (w.relief.uid,), BASE, is_local=True)
        for name in ("relief", "relief_decide", "relief_end")
    },
    **{f"fees:{name}": Visit(person, BASE, is_local=True) for name in ("person", "relief_add", "due_correct")},
    **{
        f"removal:{name}": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True)
        for name in ("list", "hold_many", "helps", "leaving")
    },
    "removal:hold": Visit(lambda w: (w.a1.uid, 2023), is_local=True),
    **{f"removal:{name}": Visit(lambda w: (w.round.uid,), is_local=True) for name in ("round", "annul_round")},
    **{f"removal:{name}": Visit(lambda w: (w.help.uid,), is_local=True) for name in ("help", "judge", "annul_help")},
    **{f"removal:{name}": Visit(person, is_local=True) for name in ("person", "start")},
    **{
        f"badges:{name}": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True)
        for name in ("list", "register", "propose_many", "decide_many", "award_many")
    },
    **{f"badges:{name}": Visit(person, is_local=True) for name in ("person", "propose")},
    **{
        f"badges:{name}": Visit(lambda w: (w.badge.uid,), is_local=True)
        for name in ("badge", "give_back", "lose", "reissue", "withdraw")
    },
    "quality:desk": Visit(**FIGURES),
    "quality:matrix": Visit(**FIGURES),
    "quality:assigned": Visit(**FIGURES),
    "quality:rows": Visit(lambda w: ("thieu-cccd",), **FIGURES),
    "quality:assign": Visit(lambda w: ("thieu-cccd",), **FIGURES),
    "quality:waivers": Visit(lambda w: ("trung-ho-so",), **FIGURES),
    "quality:waive": Visit(lambda w: ("trung-ho-so", w.twin.uid), **FIGURES),
    "quality:withdraw": Visit(lambda w: (w.work.uid,), is_local=True, refused=404),
    "quality:take_back": Visit(lambda w: (w.waiver.uid,), is_local=True, refused=404),
    "quality:read_numbers": Visit(post=True, expects=(302,)),
    "reports:report": Visit(**FIGURES),
    "procedures:list": Visit(query=lambda w: {"don-vi": w.h.uid}, is_local=True),
    "procedures:open": Visit(lambda w: ("mien-sinh-hoat",), query=lambda w: {"ve": f"person:{w.an.uid}"}, is_local=True),
    **{
        f"procedures:{name}": Visit(lambda w: (w.case.uid,), is_local=True, refused=404)
        for name in ("case", "step", "back", "withdraw", "lapse")
    },
    "procedures:override": Visit(lambda w: (w.case.uid,), "thuong_truc", is_local=True, refused=404),
    "procedures:take_back": Visit(lambda w: (w.case.uid,), is_local=True, refused=404, post=True, expects=(422,)),
    "procedures:sealed": Visit(lambda w: (w.case.uid,), is_local=True, refused=404, post=True),
    "procedures:file": Visit(lambda w: (w.paper.uid,), is_local=True, refused=404),
    "rulebook:list": Visit(),
    "rulebook:rule": Visit(lambda w: ("probation.months",)),
    "rulebook:add": Visit(lambda w: ("probation.months",), ADMIN),
    "rulebook:correct": Visit(lambda w: ("probation.months", "1"), ADMIN),
}
EVERYBODYS = {
    "site:home": "every account has a home; what it shows has gates of its own",
    "site:search": "finds only what is one's own",
    "site:switch": "lists one's own grants",
    "inbox:list": "lists what waits for oneself, and below as far as one may see",
    "jobs:list": "lists one's own jobs",
    "papers:list": "forms with nothing filled in",
    "quality:mine": "lists one's own work",
    "ui:gallery": "shows components with invented words only",
    "account_change_password": "one's own password",
    "account_logout": "leaving",
}
"""Open to whoever is signed in, and why nobody is refused there."""
OPEN = {
    "site:healthz": "asked by machines before anybody has signed in",
    "site:robots": "asked by machines before anybody has signed in",
    "ui:text_size": "size of letters, on the sign-in page too",
    "account_login": "the way in",
    "account_inactive": "told to whoever signs in with a locked account",
    "api:unknown": "answers 404 to any other address",
}
"""Not visited as the others, and why."""


def names(patterns=None, space=""):
    """The names of all addresses."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def built(table):
    """The part of a table whose addresses exist."""
    there = set(names())
    return [name for name in table if name in there]


def test_every_address_is_visited_or_excused():
    there = set(names())
    assert there - set(VISITS) - set(EVERYBODYS) - set(OPEN) == set()
    assert "None" not in {name.rpartition(":")[2] for name in there}


@pytest.mark.parametrize("name", built(VISITS))
def test_an_address_opens_for_whoever_may(world, name):
    visit = VISITS[name]
    client = sign_in(visit.role, None if visit.role == ADMIN else world.h)
    answer = visit.go(client, name, world)
    assert answer.status_code in visit.expects, answer.content.decode()[-2000:]


@pytest.mark.parametrize("name", built(VISITS))
def test_an_address_is_refused_to_whoever_has_no_grant(world, name):
    visit = VISITS[name]
    before = Entry.objects.count()
    answer = visit.go(sign_in(), name, world)
    assert answer.status_code == visit.refused
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", [name for name in built(VISITS) if VISITS[name].is_local])
def test_an_address_is_refused_to_the_same_role_next_door(world, name):
    neighbour = org.open_units(
        rows=[org.UnitSpec("N", "Đảng bộ huyện Láng Giềng", "dang_bo_huyen")], on=date(2000, 1, 1), by=BY
    )["N"]
    visit = VISITS[name]
    answer = visit.go(sign_in(visit.role, neighbour), name, world)
    assert answer.status_code in (403, 404)


@pytest.mark.parametrize("name", built(VISITS))
def test_nobody_is_let_in_without_signing_in(world, name):
    answer = VISITS[name].go(Client(), name, world)
    assert answer.status_code == (401 if name.startswith("api:") else 302)
    if answer.status_code == 302:
        assert answer["Location"].startswith("/tai-khoan/dang-nhap/")


@pytest.mark.parametrize("name", built(EVERYBODYS))
def test_what_is_everybodys_opens_without_a_grant_but_not_without_signing_in(world, name):
    assert sign_in().get(reverse(name)).status_code == 200
    assert Client().get(reverse(name)).status_code == 302
    assert Grant.objects.filter(account__username="u0").count() == 0


@pytest.mark.parametrize("address", ["/healthz", "/robots.txt", "/tai-khoan/dang-nhap/"])
def test_what_is_open_answers_anybody(world, address):
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("name", built(VISITS))
def test_hostile_parameters_are_no_error_anywhere(world, name):
    visit = VISITS[name]
    client = sign_in(visit.role, None if visit.role == ADMIN else world.h)
    address = reverse(name, args=visit.arguments(world))
    huge = "9" * 30
    for query in (
        "ngay=31/02/2020", "ngay=31/12/20", "ngay=%00", "ngay=%ff", "tu=x&den=y", "tu=31/12/2020&den=01/01/2020", "cautruc=x",
        "cautruc=ngay-khac", f"limit={huge}", "limit=-1", f"page={huge}", "page=-1", f"trang={huge}", "trang=-1", "sau=xyz",
        f"sau={huge}", "sau=-1", "don-vi=khong-co", "loc=x", "loc=sex=x", "chia=x,y,z", "xuat=exe", "sapxep=x",
        "ten=" + "x" * 100_000, "q=" + "x" * 100_000, "ngay=01/01/1890", "ngay=31/12/9999", "mo=x", "chieu=x", "loai=x",
    ):  # fmt: skip
        answer = client.get(f"{address}?{query}")
        assert answer.status_code < 500, query


FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"')
FORM = re.compile(r'<form[^>]*method="post"[^>]*>(.*?)</form>', re.S)
NOT_TYPED = {"csrfmiddlewaretoken", "edit", "confirmed"}


def fields_of(page):
    """Names of what can be typed or chosen in the forms of the page's main part."""
    main = page.partition('<main id="noi-dung"')[2]
    return sorted({name for form in FORM.findall(main) for name in FIELD.findall(form)} - NOT_TYPED)


@pytest.mark.parametrize("name", [name for name in built(VISITS) if not VISITS[name].post])
def test_a_form_refuses_whatever_makes_no_sense_and_writes_nothing(world, name):
    visit = VISITS[name]
    client = sign_in(visit.role, None if visit.role == ADMIN else world.h)
    fields = fields_of(visit.go(client, name, world).getvalue().decode("utf-8", "replace"))
    if not fields:
        return
    before = Entry.objects.count()
    address = reverse(name, args=visit.arguments(world))
    for value in ("x" * 200_000, "\0", "9" * 30, "-1", "31/02/2020", "31/12/20", "<b>", "\ud7ff", "٣", "%s{0}"):
        for confirmed in ({}, {"confirmed": "1"}):
            answer = client.post(address, dict.fromkeys(fields, value) | confirmed)
            assert 200 <= answer.status_code < 500 and answer.status_code != 302, (value[:20], confirmed)
    assert Entry.objects.count() == before


def test_ten_megabytes_in_a_field_are_refused(world):
    client = sign_in(OFFICE, world.h)
    address = reverse("members:add", args=["ket-nap"])
    answer = client.post(address, {"full_name": "x" * 10_000_000})
    assert answer.status_code == 413
    assert "quá lớn" in answer.content.decode()
