"""The statistics table by unit: every counter is the figure it leads to, in one grouped query."""

from chibo.catalogue import queries
from chibo.catalogue.contents import BY_CODE
from chibo.catalogue.queries import Question
from chibo.catalogue.statistics import COUNTERS, statistics_of
from chibo.catalogue.tests.conftest import queries_of, text_of
from chibo.indicators import Asked
from chibo.kernel.scope import THEN, Scope, Structure
from chibo.members.tests.world import ME, World, d

DAY = d("31/12/2021")


def test_there_are_twenty_two_counters():
    assert len(COUNTERS) == 22
    assert len({counter.key for counter in COUNTERS}) == 22


def test_every_counter_equals_the_figure_of_its_unit(committee):
    units = {str(unit.uid): unit for unit in (committee.h, committee.a, committee.b)}
    for structure in (THEN, Structure(d("01/06/2019"))):
        table = statistics_of(committee.h, Asked(Scope(committee.h, structure), DAY))
        assert [line.uid for line in table.lines] == [str(committee.a.uid), str(committee.b.uid)]
        for line in (*table.lines, table.total):
            for counter in COUNTERS:
                where = {} if counter.where is None else {counter.where[0]: (counter.where[1],)}
                code = "MEM-01" if counter.where is None else "MEM-02"
                asked = Question(BY_CODE[code], units[line.uid], DAY, structure, where=where)
                assert line.values[counter.key] == queries.figure(asked, viewer=ME).value, counter


def test_a_cell_has_a_row_of_its_own(committee):
    table = statistics_of(committee.a1, Asked(Scope(committee.a1), DAY))
    assert [(line.name, line.values["all"]) for line in table.lines] == [("Chi bộ Thôn 1", 1)]


def test_the_number_of_queries_is_the_same_for_one_row_and_for_thirty(committee, signed_in):
    client = signed_in("thuong_truc", committee.h)
    address = f"/chi-tieu/bang/?don-vi={committee.a.uid}&ngay=31/12/2021"
    client.get(address)
    before = queries_of(client, address)
    committee.people_more(5)
    for n in range(25):
        committee.found(World.cell(f"N{n}", f"Chi bộ Thôn mới {n}", "A"), "01/02/2020")
    after = queries_of(client, address)
    assert len(before) == len(after) <= 12
    assert len([sql for sql in after if "members_spell" in sql]) == 1


def test_the_table_shows_totals_and_goes_out_as_a_file(committee, signed_in):
    client = signed_in("thuong_truc", committee.h)
    address = f"/chi-tieu/bang/?don-vi={committee.h.uid}&ngay=31/12/2021"
    text = text_of(client.get(address))
    assert "Đảng bộ xã An Bình 2 2 1" in text
    assert "Đảng bộ huyện Hà Đông 4 2 1" in text
    for form in ("xlsx", "csv", "in"):
        assert client.get(f"{address}&xuat={form}").status_code == 200
    told = client.get(f"{address}&xuat=csv&cautruc=01/01/2019").getvalue().decode("utf-8-sig").splitlines()
    assert "# Cơ cấu tổ chức: ngày 01/01/2019" in told and "# Thời điểm: Ngày 31/12/2021" in told
    assert signed_in("ubkt_co_so", committee.a, "khac").get(f"{address}&xuat=csv").status_code == 403


def test_a_zero_over_incomplete_records_is_not_printed(committee, signed_in):
    from chibo.org import actions as org

    org.mark_gap(unit=committee.b, area="members", since=d("01/01/2021"), by=ME)
    text = text_of(
        signed_in("thuong_truc", committee.h).get(f"/chi-tieu/bang/?don-vi={committee.h.uid}&ngay=31/12/2021")
    )
    assert "còn thiếu số liệu đảng viên" in text
    assert "Đảng bộ huyện Hà Đông 4 2 1 chưa đủ dữ liệu" in text
