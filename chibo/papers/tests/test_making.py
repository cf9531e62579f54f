"""Every form, filled: Word and PDF say the same, the same facts give the same bytes, the layout is that of the day."""

import io
from datetime import date

import pytest
from docx import Document
from docx.enum.text import WD_TAB_LEADER
from docx.shared import Mm, Pt

from chibo.papers import queries
from chibo.papers.drawing import code as qr
from chibo.papers.rules import Head, form_of, forms
from chibo.papers.tests.variants import EMPTY, FULL, HARD, HARSH, LONG_NAME, facts_for

pytestmark = pytest.mark.django_db
ALL = [form.code for form in forms()]
REFERENCE = "KN-2026-00012"


def made(code, variant=FULL, **more):
    facts, head = facts_for(form_of(code), variant)
    return queries.make(code, facts, head=head, on=date(2026, 6, 5), **more)


def words_of(paper):
    return "\n".join(paper.text)


@pytest.mark.parametrize("code", ALL)
def test_every_form_is_drawn_filled(code):
    paper = made(code, reference=REFERENCE)
    shown = words_of(paper)
    assert "{" not in shown and "…" not in shown.replace("……/", "").split("Phần này do cấp ủy nơi tiếp nhận ghi")[0]
    if form_of(code).head == "party":
        assert "ĐẢNG BỘ KHỐI CÁC CƠ QUAN VÀ DOANH NGHIỆP TỈNH" in shown
    assert paper.pdf.startswith(b"%PDF") and len(paper.pictures) >= 1


@pytest.mark.parametrize("code", ALL)
def test_every_form_is_drawn_empty(code):
    paper = made(code, EMPTY)
    assert "{" not in words_of(paper) and "\ue000" not in words_of(paper)
    assert paper.pdf.startswith(b"%PDF")


@pytest.mark.parametrize("code", ALL)
def test_harsh_words_are_words(code):
    paper = made(code, HARD)
    shown = words_of(paper)
    form = form_of(code)
    texts = [name for name, one in form.fields.items() if one.kind == "text" and name != "full_name"]
    assert not texts or HARSH in shown or HARSH.upper() in shown
    if "full_name" in form.fields:
        assert LONG_NAME in shown
    if form.rows:
        assert next(iter(form.rows.values())).fields
        assert sum(line.startswith("60 | ") for line in paper.text) or "number" not in shown
    assert paper.pdf.startswith(b"%PDF")


def test_the_same_facts_give_the_same_bytes():
    one, other = (made("6-KNĐ", reference=REFERENCE, address="http://may/quy-trinh/x/") for _ in range(2))
    assert one.docx == other.docx
    assert one.pdf == other.pdf


@pytest.mark.parametrize(
    ("day", "title", "head"), [(date(2019, 5, 1), 16, 14), (date(2026, 5, 26), 16, 14), (date(2026, 5, 27), 14, 13)]
)
def test_the_layout_is_that_of_the_day(day, title, head):
    document = Document(io.BytesIO(queries.make("9-KNĐ", {}, head=Head(on=day)).docx))
    sizes = {name: document.styles[name].font.size for name in ("Tên loại", "Cơ quan ban hành")}
    assert (sizes["Tên loại"], sizes["Cơ quan ban hành"]) == (Pt(title), Pt(head))
    section = document.sections[0]
    assert [round(length / Mm(1)) for length in (section.left_margin, section.right_margin)] == [30, 15]


def test_a_day_before_the_first_layout_takes_the_first():
    assert queries.layout_of(date(1999, 1, 1)) == queries.layout_of(date(2018, 4, 3))


def test_the_code_of_the_record_stands_on_the_first_page():
    paper = made("9-KNĐ", reference=REFERENCE)
    footer = Document(io.BytesIO(paper.docx)).sections[0].first_page_footer
    assert REFERENCE in footer.paragraphs[0].text
    assert paper.page["sections"][0]["first_footer"][0]["runs"][0]["picture"]
    assert qr.png(REFERENCE) == qr.png(REFERENCE) != qr.png("KN-2026-00013")


def test_a_line_to_fill_runs_in_dots_to_the_edge_of_the_text():
    document = Document(io.BytesIO(made("1-KNĐ", EMPTY).docx))
    line = next(p for p in document.paragraphs if p.text.startswith("Quê quán: \t"))
    stop = line.paragraph_format.tab_stops[0]
    assert (round(stop.position / Mm(1)), stop.leader) == (165, WD_TAB_LEADER.DOTS)


def test_the_code_stands_on_every_page_and_on_the_slip_that_is_sent_back():
    section = made("gt-noi-bo", reference=REFERENCE, address="https://chibo.example/x/").page["sections"][0]
    first, other = section["first_footer"][0]["runs"], section["footer"][0]["runs"]
    assert first[0]["picture"] == other[0]["picture"]
    assert all(run[-1]["text"].endswith(REFERENCE) for run in (first, other))


def test_a_slip_is_issued_by_whoever_fills_it_in():
    slip = words_of(made("gt-chinh-thuc")).split("Phần này do cấp ủy nơi tiếp nhận ghi")[1]
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in slip and "Số ……-PB/ĐU" in slip and "QUÀNG VĂN" not in slip.upper()


@pytest.mark.parametrize("code", ["so-dang-vien", "phieu-bo-sung", "dang-phi-bien-nhan"])
def test_what_a_title_misses_is_a_few_dots_in_its_middle(code):
    document = Document(io.BytesIO(made(code, EMPTY).docx))
    title = next(p for p in document.paragraphs if p.style.name == "Trích yếu")
    assert title.text.endswith("……") and "\t" not in title.text


@pytest.mark.parametrize(("letters", "kept"), [(20, 2), (150, 1), (900, 0)])
def test_as_many_last_rows_stay_with_the_signature_as_fit(letters, kept):
    people = [{"full_name": LONG_NAME}] * 9 + [{"full_name": "a " * (letters // 2)}]
    rows = made_with("so-dang-vien", {"people": people})
    assert [row["keep"] for row in rows] == [False] * (11 - kept) + [True] * kept


def made_with(code, facts):
    """The rows of the long table of the page."""
    blocks = queries.make(code, facts).page["sections"][0]["blocks"]
    return next(block for block in blocks if block.get("heads"))["rows"]


def test_the_day_of_a_long_place_stays_whole():
    head = Head(issuer="Đảng ủy phường Hồng Quang", place="Phường Hồng Quang", on=date(2026, 11, 23))
    paper = queries.make("9-KNĐ", {}, head=head)
    shown = "\n".join(p.text for p in Document(io.BytesIO(paper.docx)).tables[0].rows[0].cells[1].paragraphs)
    assert shown.endswith("Phường Hồng Quang, " + "ngày 23 tháng 11 năm 2026".replace(" ", "\u00a0"))
    assert "Phường Hồng Quang, ngày 23 tháng 11 năm 2026" in words_of(paper)


def test_no_code_no_footer():
    assert made("9-KNĐ").page["sections"][0]["first_footer"] == []


def test_no_level_above_leaves_the_line_free():
    paper = queries.make("8-KNĐ", {}, head=Head(above=None, issuer="Đảng ủy tỉnh"))
    assert not paper.text[0].startswith("…") and paper.text[0].startswith("ĐẢNG")


def test_a_long_list_repeats_its_heading_and_numbers_its_pages():
    rows = [{"full_name": LONG_NAME}] * 200
    paper = queries.make("so-dang-vien", {"people": rows})
    assert len(paper.pictures) > 5
    table = next(block for block in paper.page["sections"][0]["blocks"] if block.get("heads"))
    assert (table["heads"], len(table["rows"])) == (1, 201)
    assert any(run.get("page") for run in paper.page["sections"][0]["header"][0]["runs"])


def test_many_papers_are_one_pdf():
    papers = [made("gt-noi-bo"), made("6-KNĐ", HARD)]
    assert queries.together(papers, title="Giấy giới thiệu").startswith(b"%PDF")


def test_the_office_may_put_its_own_template(tmp_path, monkeypatch):
    document = Document(queries.template_of(form_of("9-KNĐ")))
    document.add_paragraph("Mẫu riêng của văn phòng: {{ full_name }}")
    document.save(tmp_path / "9-knd.docx")
    monkeypatch.setattr(queries, "OWN_TEMPLATES", tmp_path)
    assert "Mẫu riêng của văn phòng: Lò Thị Bích Hường" in words_of(made("9-KNĐ"))


def test_a_template_with_a_tag_nobody_knows_says_which(tmp_path, monkeypatch):
    document = Document(queries.template_of(form_of("9-KNĐ")))
    document.add_paragraph("{{ full_nane }}")
    document.save(tmp_path / "9-knd.docx")
    monkeypatch.setattr(queries, "OWN_TEMPLATES", tmp_path)
    with pytest.raises(queries.BadTemplate, match=r"9-knd\.docx.*full_nane"):
        made("9-KNĐ")


@pytest.mark.parametrize(
    ("given", "name"), [("Lò Thị Bích Hường", "6-knd-lo-thi-bich-huong"), ("", "6-knd"), ("../../etc", "6-knd-etc")]
)
def test_files_have_plain_names(given, name):
    assert queries.file_name(form_of("6-KNĐ"), given) == name
