"""What the committee of the address tests has on record of procedures: a case with a paper, at its second step."""

from datetime import date

from chibo.procedures import actions
from chibo.procedures.rules.handlers import Handed


def fill(w, *, by) -> None:
    """A transfer of a member under way."""
    w.case = actions.open_case(
        "chuyen-chinh-thuc", subject=f"person:{w.twin.uid}", on=date(2024, 6, 3), other_unit=w.b1, data={"ly_do": "Đổi chỗ ở"},
        accept=True, by=by,
    )  # fmt: skip
    scan = Handed("ban-tu-kiem-diem", date(2024, 6, 3), name="kiem diem.pdf", content=b"%PDF-1.4\n%%EOF\n")
    actions.act(w.case, on=date(2024, 6, 4), documents=[scan], accept=True, by=by)
    w.paper = w.case.documents.get()
