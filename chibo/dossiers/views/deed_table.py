"""What can be recorded about a member's file: address, title, form, action, what is said when it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chibo.dossiers import actions, forms
from chibo.files import rules as files
from chibo.kernel.days import Precision
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Deed:
    """A form page about one file.

    :ivar act: (person, cleaned data, viewer) → does it
    :ivar initial: what stands in the form at first, by the day
    """

    title: str
    button: str
    form: type[forms.FileForm]
    act: Callable[[Person, Data, Viewer], object]
    done: str
    initial: Callable[[date], dict[str, Any]] = field(default=lambda today: {"on": today})


def _add_item(person: Person, data: Data, by: Viewer) -> object:
    dated, precision = data["dated"] or (None, Precision.DAY)
    return actions.add_item(
        person, kind=data["kind"], pages=data["pages"], on=data["on"], title=data["title"], number=data["number"],
        dated=dated, dated_precision=precision, is_copy=data["is_copy"], scan=_scan(data.get("file")), by=by,
    )  # fmt: skip


def _scan(upload: Any) -> tuple[str, bytes] | None:
    """The upload's name and content; one that is too big is refused before it is read."""
    if upload is None:
        return None
    files.check_length(upload.size)
    return upload.name, upload.read()


def _hand_over(person: Person, data: Data, by: Viewer) -> object:
    if data["to"] is None and not data["to_place"]:
        raise Refusal("Hãy chọn tổ chức nhận hồ sơ, hoặc ghi nơi nhận ngoài hệ thống.", field="to", code="to")
    return actions.hand_over(person, **data, by=by)


DEEDS: dict[str, Deed] = {
    "tai-lieu": Deed(
        "Đưa tài liệu vào hồ sơ", "Đưa vào hồ sơ", forms.ItemForm, _add_item, "Đã đưa tài liệu vào hồ sơ đồng chí {name}."
    ),
    "giao": Deed(
        "Giao hồ sơ", "Giao hồ sơ", forms.HandForm, _hand_over,
        "Đã ghi giao hồ sơ đồng chí {name}. Hồ sơ vẫn tính ở nơi giao cho đến khi nơi nhận xác nhận.",
    ),
    "nhan": Deed(
        "Nhận hồ sơ từ nơi khác", "Nhận hồ sơ", forms.ReceiveFromForm,
        lambda person, data, by: actions.receive_from(person, **data, by=by), "Đã ghi nhận hồ sơ đồng chí {name}.",
    ),
    "cho-muon": Deed(
        "Cho mượn hồ sơ", "Cho mượn", forms.LendForm, lambda person, data, by: actions.lend(person, **data, by=by),
        "Đã ghi cho mượn hồ sơ đồng chí {name}.",
    ),
    "vi-tri": Deed(
        "Ghi vị trí lưu", "Ghi vị trí", forms.ShelfForm,
        lambda person, data, by: actions.put_on_shelf(person, **data, by=by), "Đã ghi vị trí lưu hồ sơ đồng chí {name}.",
    ),
    "giu-rieng": Deed(
        "Ghi hồ sơ giữ riêng", "Ghi giữ riêng", forms.ApartForm,
        lambda person, data, by: actions.keep_apart(person, **data, by=by), "Đã ghi hồ sơ đồng chí {name} giữ riêng.",
    ),
    "thoi-giu-rieng": Deed(
        "Thôi giữ riêng", "Thôi giữ riêng", forms.EndApartForm,
        lambda person, data, by: actions.end_apart(person, **data, by=by), "Đã ghi hồ sơ đồng chí {name} thôi giữ riêng.",
    ),
    "phieu": Deed(
        "Nhận phiếu bổ sung", "Nhận phiếu", forms.SlipForm,
        lambda person, data, by: actions.declare_supplement(person, **data, by=by),
        "Đã nhận phiếu bổ sung của đồng chí {name}; chờ chi ủy kiểm tra.",
        lambda today: {"on": today, "year": str(today.year)},
    ),
    "the": Deed(
        "Ghi vào sổ thẻ", "Ghi vào sổ", forms.CardForm,
        lambda person, data, by: actions.record_card(person, **data, by=by), "Đã ghi vào sổ thẻ của đồng chí {name}.",
    ),
}  # fmt: skip
