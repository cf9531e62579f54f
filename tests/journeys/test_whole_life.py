"""One life in the Party, led in the browser at phone size: from quần chúng ưu tú to the badge of thirty years and the end.

The clock is stepped by the test. The rules of 2026 are assumed to go on; where a year's days off are not on record the pages
say so. Whatever a step prints is printed, and after each step that moves her the figures of the cells are recounted.
"""

from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from chibo.access import actions as access
from chibo.accounts import actions as accounts
from chibo.catalogue.queries import Question, figure, indicator_of
from chibo.kernel.days import show_day
from chibo.members.actions import load_people
from chibo.members.derivation.recount import differences
from chibo.members.models import Person
from chibo.org import actions as org
from chibo.org.actions import UnitSpec
from chibo.org.vocabulary import CellKind, Kind
from tests.journeys.committee import BY, PASSWORD, people

pytestmark = pytest.mark.browser
NAME = "Lương Thị Hồng Nhung"
BASES = (("HC", "Đảng bộ xã Hòa Châu"), ("HL", "Đảng bộ xã Hòa Liên"))
CELLS = (("HC1", "HC", 700), ("HC2", "HC", 720), ("HL1", "HL", 740), ("HL2", "HL", 760))
FOUNDED = date(2026, 8, 1)


@pytest.fixture(scope="module")
def communes(world, django_db_blocker):
    """Two communes of Đà Nẵng with two cells each, an office for both of them."""
    with django_db_blocker.unblock():
        rows = [UnitSpec(ref, name, Kind.DANG_BO_CO_SO, "DN", sector="xa") for ref, name in BASES]
        rows += [
            UnitSpec(ref, f"Chi bộ thôn {ref[-1]} {ref[:2]}", Kind.CHI_BO, above, cell_kind=CellKind.THON)
            for ref, above, _ in CELLS
        ]
        units = org.establish(units=rows, on=FOUNDED, by=BY).founded
        for ref, _, first in CELLS:
            for spec in (specs := people(units[ref].pk, first, 6)):
                spec.events = [replace(spec.events[0], on=FOUNDED)]
            load_people(specs, at=units[ref], on=FOUNDED, by=BY, is_illustration=True)
        for role, name, places in (("bi_thu_chi_bo", "bithu", ["HC1"]), ("van_phong_co_so", "vanphong", ["HC", "HL"])):
            account = accounts.open_account(
                username=f"{name}.hoa", display_name="Người ghi hồ sơ", password=PASSWORD, person_uid=None, is_illustration=True,
                on=FOUNDED, by=BY,
            )  # fmt: skip
            for place in places:
                access.grant(account=account, role=role, unit=units[place], since=FOUNDED, by=BY)
            world.accounts[name] = account
        return units | {"DN": world.units["DN"]}


@pytest.fixture
def on(monkeypatch):
    """Step the clock: ``on(2027, 3, 26)``."""

    def step(*parts: int) -> date:
        day = date(*parts)
        monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: day)
        return day

    return step


class Led:
    """A case in the browser: fills in what a step asks, prints what it offers."""

    def __init__(self, page: Page, printed: set[str]) -> None:
        self.page = page
        self.url = page.url
        self.printed = printed

    def step(self, title: str, *, day: date, vote: int = 0, **answers: str) -> None:
        """Do the step that waits: it must be this one."""
        page = self.page
        page.goto(self.url)
        assert title in page.locator("#viec-nay").inner_text()
        page.get_by_role("link", name="Làm bước này").click()
        self._fill(day, vote, answers)
        page.get_by_role("button", name="Ghi bước này").click()
        if page.locator("#id_accept").count():
            page.locator("#id_accept").check()
            page.get_by_role("button", name="Ghi bước này").click()
        assert page.locator(".error-summary").count() == 0, page.inner_text("main")
        page.goto(self.url)
        self._print()

    def _fill(self, day: date, vote: int, answers: dict[str, str]) -> None:
        page = self.page
        page.locator("#id_on").fill(show_day(day))
        for box in page.locator("input[name^=paper_]").all():
            box.fill(show_day(day))
        if vote:
            for name, number in (("obliged", vote), ("present", vote), ("for", vote), ("against", 0), ("blank", 0)):
                page.locator(f"#id_vote_{name}").fill(str(number))
        for name, value in answers.items():
            box = page.locator(f"[name={name}]").first
            kind = box.evaluate("e => e.tagName + ' ' + e.type")
            if "radio" in kind:
                page.locator(f"[name={name}][value={value}]").check()
            elif kind.startswith("SELECT"):
                box.select_option(index=int(value)) if value.isdigit() else box.select_option(value)
            else:
                box.fill(value)

    def _print(self) -> None:
        """Every paper the case offers by now, as Word and as PDF."""
        for link in self.page.locator("main a[href^='/van-ban/'][href*='ve=']").all():
            address = link.get_attribute("href")
            if address in self.printed:
                continue
            self.printed.add(address)
            for kind, mark in (("docx", b"PK"), ("pdf", b"%PDF")):
                form, _, query = address.partition("?")
                answer = self.page.request.get(f"{form}tep/?{query}&dang={kind}")
                assert answer.status == 200 and answer.body().startswith(mark), (address, answer.status)

    def asks(self, name: str) -> bool:
        """Whether the step that waits asks for this."""
        self.page.goto(f"{self.url}lam/")
        return self.page.locator(f"[name={name}]").count() > 0

    @property
    def is_done(self) -> bool:
        """Whether nothing waits any more."""
        self.page.goto(self.url)
        return self.page.locator("#viec-nay").count() == 0


def send(page: Page) -> None:
    """Send a form of two steps: look at what it does, then do it."""
    here = page.url
    for _ in range(2):
        page.locator("main form button.btn-primary").last.click()
        if page.url != here:
            return
    raise AssertionError(page.inner_text("main"))


def open_case(page: Page, code: str, person: Person, printed: set[str], **answers: str) -> Led:
    """Open a case about a member from its page of opening."""
    page.goto(f"/quy-trinh/mo/{code}/?ve=person:{person.uid}")
    led = Led(page, printed)
    for name, value in answers.items():
        page.locator(f"[name={name}]").first.fill(value)
    page.locator("main button[type=submit]").first.click()
    if page.locator("#id_accept").count():
        page.locator("#id_accept").check()
        page.locator("main button[type=submit]").first.click()
    assert page.locator("#viec-nay").count() == 1, page.inner_text("main")
    led.url = page.url
    return led


def walk(case: Led, on, month: tuple[int, int], *, first: int = 1, until: str = "", **answers: str) -> None:
    """Do one step after the other, every second day, to the end or to the step that is named."""
    for turn in range(12):
        if case.is_done or (until and until in case.page.locator("#viec-nay").inner_text()):
            return
        day = on(*month, first + 2 * turn)
        title = case.page.locator("#viec-nay").inner_text().partition(": ")[2]
        case.step(title, day=day, **{name: value for name, value in answers.items() if case.asks(name)})
    raise AssertionError(f"no end after twelve steps: {case.page.inner_text('main')}")


def award(page: Page, on, person: Person, unit) -> None:
    """Propose, decide and hand over the badge of thirty years."""
    page.goto(f"/huy-hieu/nguoi/{person.uid}/de-nghi/")
    page.locator("#id_years").select_option("30")
    page.locator("#id_award_day").fill("19/05/2057")
    send(page)
    decided = on(2057, 5, 5)
    page.goto(f"/huy-hieu/quyet-dinh/?don-vi={unit.uid}")
    assert NAME in page.inner_text("main")
    for name, value in (("number", "30-QĐ/TU"), ("issued_on", show_day(decided)), ("issuer", "Ban Thường vụ Thành ủy")):
        page.locator(f"[name={name}]").fill(value)
    send(page)
    day = on(2057, 5, 19)
    page.goto(f"/huy-hieu/trao/?don-vi={unit.uid}")
    page.locator("[name=awarded_on]").fill(show_day(day))
    send(page)


def roll(unit, day: date, viewer=BY) -> int:
    """MEM-01 of a unit."""
    return int(figure(Question(indicator=indicator_of("MEM-01"), unit=unit, window=day), viewer=viewer).value)


def test_a_whole_life_at_phone_size(enter, communes, on, sound, complaints, django_db_blocker):
    units, printed = communes, set()

    def rolls(day: date, *refs: str) -> list[int]:
        with django_db_blocker.unblock():
            assert list(differences(today=timezone.localdate())) == []
            return [roll(units[ref], day) for ref in refs or ("HC1", "HC2", "HL1", "HL2", "DN")]

    def press(page, name):
        page.get_by_role("button", name=name).click()

    # --- The source, the class, the case ---
    day = on(2026, 12, 1)
    before = rolls(day)
    page = enter("bithu", "phone", "/phat-trien/")
    page.set_default_timeout(6_000)
    assert sound(page) == []
    page.get_by_role("link", name="Thêm quần chúng ưu tú").first.click()
    page.locator("#id_full_name").fill(NAME)
    page.locator("[name=born]").first.fill("10/05/2000")
    page.locator("#id_sex").select_option("nu")
    page.locator("#id_ethnicity").select_option("01")
    page.locator("#id_religion").select_option("khong")
    page.locator("#id_schooling").select_option(index=3)
    page.locator("#id_introduced_by").select_option(index=1)
    page.locator("#id_in_youth_union").check()
    page.locator("#id_listed_on").fill(show_day(day))
    send(page)
    assert NAME in page.locator("h1").inner_text()
    prospect = page.url
    day = on(2026, 12, 20)
    page.get_by_role("link", name="Ghi giấy chứng nhận").first.click()
    page.locator("#id_number").fill("12/GCN")
    page.locator("[name=issued_on]").fill(show_day(day))
    send(page)
    on(2027, 1, 5)
    page.goto(prospect)
    press(page, "Mở hồ sơ kết nạp")
    case = Led(page, printed)
    case.step("điều kiện", day=on(2027, 1, 6))
    case.step("nộp đơn", day=on(2027, 1, 10))
    case.step("khai lý lịch", day=on(2027, 1, 15))
    case.step("giới thiệu", day=on(2027, 1, 20), way="doan", introducer_1="1")
    office = enter("vanphong", "phone")
    office.set_default_timeout(6_000)
    office.goto(case.url)
    by_office = Led(office, printed)
    by_office.step("Thẩm tra", day=on(2027, 2, 15), verified="Lịch sử chính trị rõ ràng.")
    case.step("ý kiến", day=on(2027, 2, 22))
    case.step("Chi bộ họp xét", day=on(2027, 3, 3), vote=6)
    by_office.step("Đảng ủy cơ sở họp xét", day=on(2027, 3, 10), vote=9)
    decided = on(2027, 3, 15)
    by_office.step(
        "ra quyết định kết nạp", day=decided, decided="ket_nap", number="15-QĐ/ĐU", issued_on=show_day(decided),
        issuer="Ban Thường vụ Đảng ủy xã Hòa Châu", signer_title="Bí thư",
    )  # fmt: skip
    ceremony = on(2027, 3, 26)
    assert rolls(ceremony) == before
    case.step("lễ kết nạp", day=ceremony, helper="1")
    assert case.is_done
    assert rolls(ceremony) == [before[0] + 1, *before[1:4], before[4] + 1]
    with django_db_blocker.unblock():
        person = Person.objects.get(full_name=NAME)

    # --- A year of probation, recognition as of the day the twelve months were complete ---
    on(2028, 2, 1)
    case = open_case(page, "cong-nhan-chinh-thuc", person, printed, admitted_on=show_day(ceremony))
    by_office = Led(office, printed)
    by_office.url = case.url
    case.step("Học lớp", day=on(2028, 2, 2), class_result="gioi")
    case.step("tự kiểm điểm", day=on(2028, 3, 27))
    case.step("nhận xét", day=on(2028, 3, 28))
    case.step("ý kiến", day=on(2028, 4, 2))
    case.step("Chi bộ họp xét", day=on(2028, 4, 5), vote=6, proposal="cong_nhan")
    by_office.step("Đảng ủy cơ sở họp xét", day=on(2028, 4, 12), vote=9)
    decided = on(2028, 4, 18)
    by_office.step(
        "ra quyết định", day=decided, number="21-QĐ/ĐU", issued_on=show_day(decided), issuer="Ban Thường vụ Đảng ủy xã Hòa Châu"
    )  # fmt: skip
    case.step("Công bố", day=on(2028, 5, 3))
    assert case.is_done
    with django_db_blocker.unblock():
        assert person.events.get(cause="recognition").on == date(2028, 3, 26)

    # --- To the neighbouring cell, and years later to a commune whose cell is merged while she is under way ---
    on(2035, 6, 1)
    case = open_case(office, "chuyen-noi-bo", person, printed, chi_bo_den="HC2", ly_do="Đổi nơi cư trú.")
    walk(case, on, (2035, 6), ket_qua="nhan")
    before = rolls(date(2035, 5, 31))
    assert rolls(on(2035, 7, 30)) == [before[0] - 1, before[1] + 1, *before[2:]]
    on(2040, 3, 1)
    before = rolls(date(2040, 3, 1))
    case = open_case(office, "chuyen-chinh-thuc", person, printed, chi_bo_den="HL1", ly_do="Chuyển công tác.")
    walk(case, on, (2040, 3), until="nộp giấy")
    assert "Chưa có lịch nghỉ Tết" in case.page.inner_text("main")
    assert rolls(on(2040, 3, 25)) == before
    with django_db_blocker.unblock():
        org.merge_into(units=[units["HL1"]], into=units["HL2"], on=on(2040, 4, 1), by=BY)
    walk(case, on, (2040, 4), first=5, ket_qua="nhan")
    after = rolls(on(2040, 5, 30), "HC1", "HC2", "HL2", "DN")
    assert after == [before[0], before[1] - 1, before[2] + before[3] + 1, before[4]]

    # --- Thirty years, and the end ---
    on(2057, 4, 1)
    office.goto("/huy-hieu/")
    assert sound(office) == []
    award(office, on, person, units["HL"])
    on(2061, 10, 2)
    case = open_case(office, "bao-tu-tran", person, printed, ngay_mat="30/09/2061")
    walk(case, on, (2061, 10), first=3)
    assert rolls(on(2061, 10, 30), "HC1", "HC2", "HL2", "DN") == [*after[:2], after[2] - 1, after[3] - 1]
    complaints.clear()  # the browser notes every 422 of a form that asked for a second reading

    # --- The whole told in her timeline ---
    office.goto(f"/dang-vien/{person.uid}/qua-trinh/")
    told = office.inner_text("main")
    for words in (
        "Kết nạp",
        "Công nhận chính thức",
        "Chuyển sinh hoạt",
        "Huy hiệu",
        "Từ trần",
        "26/03/2027",
        "30/09/2061",
    ):
        assert words in told, words
    assert sound(office) == []
    forms = {unquote(address.split("/")[2]) for address in printed}
    assert forms >= {
        *(f"{number}-KNĐ" for number in (*range(1, 7), 8, 9, 10, 11, 12, 13, 15, 16)),
        "gt-chinh-thuc",
        "bao-tu-tran",
    }
