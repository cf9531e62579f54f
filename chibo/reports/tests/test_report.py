"""The report page: every figure as a sentence and a table, each number a link, zero only over complete records."""

import io
import re
from datetime import date

import openpyxl
import pytest

from chibo.catalogue import queries as catalogue
from chibo.catalogue.contents import ALL, CHAPTERS
from chibo.catalogue.queries import Question
from chibo.catalogue.tests.conftest import Committee, queries_of, text_of
from chibo.journal.models import Entry
from chibo.kernel.days import Period
from chibo.kernel.scope import THEN, Structure
from chibo.members.tests.world import ME, World, d
from chibo.org import actions as org
from chibo.reports.queries import report_of

WINDOW = "tu=01/01/2021&den=31/12/2022"
PERIOD = Period(d("01/01/2021"), d("31/12/2022"))


def address(unit, more: str = "") -> str:
    return f"/bao-cao/?don-vi={unit.uid}&{WINDOW}&{more}"


def test_a_report_states_every_figure_in_reading_order(committee, signed_in):
    answer = signed_in("thuong_truc", committee.h).get(address(committee.h))
    text = text_of(answer)
    places = [answer.content.decode().find(f'id="{one.code}"') for one in ALL]
    assert -1 not in places and places == sorted(places)
    assert "Ngày 31/12/2022, Đảng bộ huyện Hà Đông có 3 đảng viên." in text
    assert "2 đảng viên nữ (2 / 3 = 66,67%)." in text
    assert "Có 1 đảng viên dự bị (1 / 3 = 33,33%)." in text
    assert "Từ 01/01/2021 đến 31/12/2022, Đảng bộ huyện Hà Đông đã kết nạp 1 đảng viên." in text
    assert "Trung bình mỗi năm kết nạp 1 đảng viên (1 đảng viên trong 2 năm)." in text
    assert "Xóa tên 1 trường hợp (1 / 1 = 100,00%)." in text
    assert "chênh lệch 0" in text


def test_the_register_of_terms_lists_congresses(committee, signed_in):
    text = text_of(signed_in("thuong_truc", committee.h).get(address(committee.h)))
    assert "2020-2025" in text and "20/08/2020" in text


def test_every_number_of_the_report_equals_the_figure_asked_alone(committee):
    for structure in (THEN, Structure(date(2019, 6, 1))):
        for unit in (committee.h, committee.a, committee.b1):
            for chapter in report_of(unit, PERIOD, structure, viewer=ME).chapters:
                for entry in chapter.entries:
                    window = PERIOD.last if entry.indicator.is_state else PERIOD
                    alone = catalogue.figure(Question(entry.indicator, unit, window, structure), viewer=ME)
                    assert (entry.figure.value, entry.figure.base, entry.figure.residual) == (
                        alone.value,
                        alone.base,
                        alone.residual,
                    )
                    for phrase, part in entry.parts:
                        if part is not None:
                            asked = Question(entry.indicator, unit, window, structure, where=phrase.where)
                            assert part == len(catalogue.rows(asked, viewer=ME))
                    for split in entry.breakdowns:
                        by = tuple(dimension.code for dimension in split.by)
                        asked = Question(entry.indicator, unit, window, structure, by=by)
                        assert split.cells == catalogue.figure(asked, viewer=ME).cells


def test_every_number_links_to_a_list_that_opens(committee, signed_in):
    client = signed_in("thuong_truc", committee.h)
    page = client.get(address(committee.h)).content.decode()
    links = {one.replace("&amp;", "&") for one in re.findall(r'href="(/chi-tieu/[^"]+danh-sach/[^"]+)"', page)}
    assert len(links) > 60
    assert {link: client.get(link).status_code for link in links if client.get(link).status_code != 200} == {}


def test_a_zero_is_no_statement_over_incomplete_records(db, signed_in):
    committee = Committee(complete=False)
    text = text_of(signed_in("thuong_truc", committee.h).get(address(committee.h)))
    assert "Chưa đủ dữ liệu Đã ghi nhận: Ngày 31/12/2022, Đảng bộ huyện Hà Đông có 3 đảng viên." in text
    assert "Khai trừ 0" not in text
    assert "Chưa đủ dữ liệu Khai trừ trường hợp." in text
    for area in ("organization", "members", "admission", "removal", "transfer"):
        org.cover(unit=committee.h, area=area, since=d("01/01/2000"), by=ME)
    text = text_of(signed_in("thuong_truc", committee.h, "hai").get(address(committee.h)))
    assert "Khai trừ 0 trường hợp (0 / 1 = 0,00%)." in text


def test_the_number_of_queries_grows_neither_with_people_nor_with_units(db, signed_in):
    committee = Committee()
    client = signed_in("thuong_truc", committee.h)
    client.get(address(committee.h))
    counts = [len(queries_of(client, address(committee.h)))]
    committee.people_more(2)
    counts.append(len(queries_of(client, address(committee.h))))
    for n in range(12):
        committee.found(World.cell(f"N{n}", f"Chi bộ Thôn mới {n}", "A"), "01/02/2020")
    committee.people_more(10)
    counts.append(len(queries_of(client, address(committee.h))))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 18


def test_a_report_is_a_workbook_with_a_sheet_per_chapter_and_leaves_a_trace(committee, signed_in):
    client = signed_in("thuong_truc", committee.h)
    answer = client.get(address(committee.h, "xuat=xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
    assert [title for _, title, _ in CHAPTERS] == [name for name in book.sheetnames if "nhiệm kỳ" not in name]
    assert ["Ngày 31/12/2022, Đảng bộ huyện Hà Đông có 3 đảng viên."] in [row[:1] for row in cells]
    (women,) = [row for row in cells if row[0] == "MEM-02" and row[2:4] == ["Giới tính", "Nữ"]]
    assert women[4:7] == [2, 3, pytest.approx(2 / 3)]
    assert Entry.objects.filter(what="catalogue.exported").count() == 1


def test_a_report_prints_on_plain_paper(committee, signed_in):
    answer = signed_in("thuong_truc", committee.h).get(address(committee.h, "xuat=in"))
    page = answer.content.decode()
    assert 'class="paper"' in page and 'class="menu"' not in page


def test_the_press_reads_the_report_and_its_numbers_lead_to_figures(committee, signed_in):
    page = signed_in("bao_chi", committee.h).get(address(committee.h)).content.decode()
    assert "danh-sach" not in page and "/chi-tieu/MEM-01/?don-vi=" in page


@pytest.mark.parametrize(("role", "at"), [("dang_vien", "h"), ("quan_tri", None), ("thuong_truc", "b")])
def test_whoever_is_not_entitled_gets_no_report(committee, signed_in, role, at):
    client = signed_in(role, getattr(committee, at) if at else None)
    assert client.get(address(committee.a)).status_code == 403


def test_whoever_may_not_export_reads_only(committee, signed_in):
    client = signed_in("ubkt_co_so", committee.a)
    assert client.get(address(committee.a)).status_code == 200
    assert client.get(address(committee.a, "xuat=xlsx")).status_code == 403
    assert Entry.objects.filter(what="catalogue.exported").count() == 0


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("tu=31/02/2020", 422),
        ("tu=01/01/2020&den=01/01/2019", 422),
        ("tu=01/01/1990&den=01/02/1990", 422),
        ("xuat=doc", 422),
        ("don-vi=khong-co", 404),
        ("ky=the-ky", 422),
        ("cautruc=abc", 422),
    ],
)
def test_bad_input_is_refused_in_vietnamese(committee, signed_in, query, status):
    answer = signed_in("thuong_truc", committee.h).get(f"/bao-cao/?{query}")
    assert answer.status_code == status
    assert "Hãy" in answer.content.decode()
