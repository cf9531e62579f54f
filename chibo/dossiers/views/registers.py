"""The registers: printable lists of a period, taken from what happened; nothing is kept twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.dossiers.models import Loan
from chibo.dossiers.queries import travelling
from chibo.dossiers.views.place import BORN, CELL, NamedRows, Place, person_column, show
from chibo.kernel.days import FOREVER, Period
from chibo.kernel.refusal import NotFound
from chibo.members import queries as members
from chibo.members.indicators.roll import DAY_OF_ROW, laid
from chibo.members.models import Movement
from chibo.members.vocabulary import REMOVALS, Cause
from chibo.tables.columns import Column
from chibo.ui import params

Rows = Callable[[Place, Period], QuerySet]


@dataclass(frozen=True)
class Book:
    """A register.

    :ivar fields: units named on its rows: id → attribute for the name
    """

    title: str
    rows: Rows
    columns: Sequence[Column]
    order: Sequence[str]
    noun: str
    fields: tuple[tuple[str, str], ...] = (("cell_id", "cell_name"),)
    form: str = ""
    """Code of the printed form."""


def _moved(causes: Sequence[str], *, is_entry: bool | None) -> Rows:
    """Movements of these causes on the roll of the unit, in, out, or both."""

    def rows(place: Place, period: Period) -> QuerySet:
        found = Movement.objects.filter(cause__in=list(causes), on__gte=period.first, on__lte=period.last)
        if is_entry is not None:
            found = found.filter(is_entry=is_entry)
        found = laid(found, place.request.viewer.scope(place.unit), day=DAY_OF_ROW)
        return found.select_related("person", "event__decision")

    return rows


def _decision(row: object) -> str:
    return str(row.event.decision or "")


def _returned(row: Loan) -> date | None:
    return row.returned_on if row.returned_on < FOREVER else None


def _elsewhere(row: object) -> str:
    return row.other_name or row.event.other_place


ON = Column("on", "Ngày", "on", kind="day")
JOINED = Column("joined", "Ngày vào Đảng", "party_since", kind="day")
PAPER = Column("decision", "Quyết định", _decision, width=40)
CAUSE = Column("cause", "Hình thức", lambda row: Cause(row.cause).label, width=20)
GROUND = Column("ground", "Lý do", lambda row: row.get_ground_display() if row.ground else "", width=36)
WAY = Column("way", "Đến / đi", lambda row: "Đến" if row.is_entry else "Đi", width=8)
OTHER = Column("other", "Nơi đi / nơi đến", _elsewhere, width=36)
HANDED = (
    person_column(),
    Column("handed", "Ngày giao", "handed_on", kind="day"),
    Column("sender", "Nơi giao", lambda row: row.sender or row.from_place, width=32),
    Column("receiver", "Nơi nhận", lambda row: row.receiver or row.to_place, width=32),
    Column("carried", "Gồm có", "carried", width=36),
    Column("sealed", "Niêm phong", lambda row: "Có" if row.is_sealed else "Không", width=10),
    Column("received", "Ngày nhận", lambda row: row.received_on if row.received_on < FOREVER else None, kind="day"),
    Column("state", "Kết quả", lambda row: row.get_state_display(), width=20),
)
LENT = (
    person_column(),
    Column("borrower", "Người, cơ quan mượn", "borrower", width=30),
    Column("purpose", "Để làm gì", "purpose", width=30),
    Column("carried", "Tài liệu", "carried", width=30),
    Column("lent", "Ngày mượn", "lent_on", kind="day"),
    Column("due", "Hẹn trả", "due_on", kind="day"),
    Column("returned", "Ngày trả", _returned, kind="day"),
)
BY_DAY = ("on", "name_key", "pk")
BOOKS: dict[str, Book] = {
    "dang-vien": Book(
        "Danh sách đảng viên",
        lambda place, period: members.roll(place.unit, on=period.last).select_related("person"),
        (person_column(), BORN, JOINED, CELL, Column("status", "Tư cách", lambda row: row.get_status_display())),
        ("name_key", "person_id"),
        "đảng viên",
        form="so-dang-vien",
    ),
    "ket-nap": Book(
        "Sổ kết nạp đảng viên",
        _moved([Cause.ADMISSION, Cause.READMISSION], is_entry=True),
        (person_column(), BORN, ON, CAUSE, CELL, PAPER),
        BY_DAY,
        "đảng viên",
        form="so-ket-nap",
    ),
    "ra-khoi-dang": Book(
        "Sổ đảng viên ra khỏi Đảng",
        _moved(sorted(REMOVALS), is_entry=False),
        (person_column(), BORN, JOINED, ON, CAUSE, GROUND, CELL, PAPER),
        BY_DAY,
        "đảng viên",
        form="so-ra-dang",
    ),
    "tu-tran": Book(
        "Sổ đảng viên từ trần",
        _moved([Cause.DEATH], is_entry=False),
        (person_column(), BORN, JOINED, ON, CELL),
        BY_DAY,
        "đảng viên",
        form="so-tu-tran",
    ),
    "chuyen-sinh-hoat": Book(
        "Sổ chuyển sinh hoạt đảng",
        _moved([Cause.TRANSFER, Cause.TRANSFER_IN, Cause.TRANSFER_OUT], is_entry=None),
        (person_column(), BORN, ON, WAY, CELL, OTHER),
        BY_DAY,
        "lượt chuyển",
        (("cell_id", "cell_name"), ("other_cell_id", "other_name")),
        form="so-chuyen-sinh-hoat",
    ),
    "giao-nhan-ho-so": Book(
        "Sổ giao nhận hồ sơ đảng viên",
        lambda place, period: travelling.handovers_at(place.unit, first=period.first, last=period.last),
        HANDED,
        ("handed_on", "pk"),
        "lần giao nhận",
        (("from_unit_id", "sender"), ("to_unit_id", "receiver")),
        form="so-giao-nhan",
    ),
    "muon-ho-so": Book(
        "Sổ cho mượn hồ sơ đảng viên",
        lambda place, period: travelling.loans_at(place.unit, on=period.last, out_only=False).filter(
            lent_on__gte=period.first, lent_on__lte=period.last
        ),
        LENT,
        ("lent_on", "pk"),
        "lần mượn",
        (),
        form="so-muon",
    ),
}


def register(request: HttpRequest, book: str) -> HttpResponse:
    """One register: of a period, on the screen, as a file, on paper."""
    found = BOOKS.get(book)
    if found is None:
        raise NotFound("Không có sổ này. Hãy chọn một sổ trong trang Hồ sơ đảng viên.", code="unknown_register")
    place = Place.of(request)
    period = params.asked_period(request.GET, today=place.today).period
    others = [(reverse("dossiers:register", args=[slug]), one.title, slug == book) for slug, one in BOOKS.items()]
    return show(
        place, "dossiers/register.html", name=f"dossiers.register.{book}", title=found.title,
        columns=found.columns,
        source=NamedRows(
            found.rows(place, period), found.order, on=period.last, fields=dict(found.fields), of=place.unit
        ),
        current="", noun=found.noun, empty="Sổ không có dòng nào trong kỳ này. Hãy chọn kỳ khác.", period=period,
        asked=params.Asked(period), books=others, paper=paper_url(found.form, place, period),
    )  # fmt: skip


def paper_url(form: str, place: Place, period: Period) -> str:
    """Where the register stands as a printed form."""
    ref = f"unit:{place.unit.uid}/{period.first.isoformat()}/{period.last.isoformat()}"
    return f"{reverse('papers:paper', args=[form])}?ve={ref}"
