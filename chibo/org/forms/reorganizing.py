"""One form for each reorganization, each making the plan of what was typed."""

from typing import Any

from django import forms as django_forms

from chibo.kernel.refusal import Refusal
from chibo.org import actions
from chibo.org.actions import Plan, UnitSpec
from chibo.org.forms.fields import (
    PlaceField,
    UnitField,
    UnitForm,
    UnitsField,
    cell_kind_field,
    code_field,
    kind_field,
    sector_field,
)
from chibo.org.forms.people import PeopleForm, names_field
from chibo.org.vocabulary import CELL_KINDS, EventKind, Kind
from chibo.ui import forms


def _on(label: str = "Ngày có hiệu lực") -> forms.DayField:
    return forms.DayField(label=label)


class EstablishForm(UnitForm):
    """A new unit under this one."""

    on = _on("Ngày thành lập")
    name = forms.TextField(label="Tên tổ chức")
    ref = forms.TextField(label="Mã ngắn", longest=40, help_text="Không dấu, không đổi về sau; ví dụ NT-XA-01.")
    kind = kind_field()
    sector = sector_field()
    cell_kind = cell_kind_field()
    code = code_field()
    refusal_fields = UnitForm.refusal_fields | {"superior": "kind"}

    def plan(self, data: dict[str, Any]) -> Plan:
        spec = UnitSpec(
            ref=data["ref"],
            name=data["name"],
            kind=data["kind"],
            superior_ref=self.unit.ref,
            sector=data["sector"],
            cell_kind=data["cell_kind"],
            code=data["code"],
        )
        return actions.plan_founding(
            units=[spec], on=data["on"], illustration=self.unit.is_illustration, note=data["note"]
        )


class DissolveForm(UnitForm):
    """The unit ends; its members and what is below it go elsewhere."""

    kind = EventKind.DISSOLVE
    on = _on("Ngày kết thúc")
    to = UnitField(label="Chi bộ tiếp nhận đảng viên", required=False)
    below = UnitField(label="Cấp trên mới của các tổ chức trực thuộc", required=False)
    with_below = django_forms.BooleanField(label="Kết thúc cả các tổ chức trực thuộc", required=False)
    refusal_fields = UnitForm.refusal_fields | {"superior": "below"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.here.kind in CELL_KINDS:
            del self.fields["below"], self.fields["with_below"]

    def plan(self, data: dict[str, Any]) -> Plan:
        return actions.plan_ending(
            units=[self.unit],
            on=data["on"],
            to=data["to"] or None,
            below=data.get("below") or None,
            with_below=data.get("with_below", False),
            kind=self.kind,
            note=data["note"],
        )


class DisbandForm(DissolveForm):
    """The same by discipline."""

    kind = EventKind.DISBAND


class SplitForm(PeopleForm):
    """Two or more new units instead of this one."""

    on = _on("Ngày chia tách")
    names = names_field("Tên các tổ chức mới")
    refusal_fields = UnitForm.refusal_fields | {"into": "names", "to": "default", "ref": "names", "name": "names"}

    def plan(self, data: dict[str, Any]) -> Plan:
        here = self.here
        into = [
            UnitSpec(ref=ref, name=name, kind=here.kind, sector=here.sector, cell_kind=here.cell_kind)
            for ref, name in self.refs.items()
        ]
        return actions.plan_split(
            unit=self.unit,
            into=into,
            on=data["on"],
            chosen=self.chosen(data),
            default=data["default"],
            illustration=self.unit.is_illustration,
            note=data["note"],
        )


class MergeForm(UnitForm):
    """This unit goes into another."""

    on = _on("Ngày sáp nhập")
    into = UnitField(label="Sáp nhập vào")
    also = UnitsField(label="Cùng sáp nhập (nếu có)", required=False)
    to = UnitField(label="Chi bộ tiếp nhận đảng viên, nếu nơi nhận là đảng bộ", required=False)
    refusal_fields = UnitForm.refusal_fields | {"superior": "into", "below": "into"}

    def plan(self, data: dict[str, Any]) -> Plan:
        units = [self.unit, *(data["also"] or [])]
        return actions.plan_merger(
            units=units,
            into=data["into"],
            on=data["on"],
            to=dict.fromkeys(units, data["to"]) if data["to"] else None,
            note=data["note"],
        )


class ConsolidateForm(UnitForm):
    """This unit and others become a new one."""

    on = _on("Ngày hợp nhất")
    units = UnitsField(label="Hợp nhất với")
    name = forms.TextField(label="Tên tổ chức mới")
    ref = forms.TextField(label="Mã ngắn của tổ chức mới", longest=40)
    refusal_fields = UnitForm.refusal_fields | {"superior": "units", "to": "units", "below": "units"}

    def plan(self, data: dict[str, Any]) -> Plan:
        here = self.here
        new = UnitSpec(ref=data["ref"], name=data["name"], kind=here.kind, sector=here.sector, cell_kind=here.cell_kind)
        return actions.plan_consolidation(
            units=[self.unit, *data["units"]],
            new=new,
            on=data["on"],
            illustration=self.unit.is_illustration,
            note=data["note"],
        )


class UpgradeForm(PeopleForm):
    """A cell becomes a đảng bộ with cells of its own; a đảng bộ becomes a higher one."""

    on = _on("Ngày nâng cấp")
    kind = kind_field("Loại mới", kinds=[k for k in Kind.values if k not in CELL_KINDS])
    name = forms.TextField(label="Tên mới", required=False, help_text="Để trống nếu giữ tên cũ.")
    names = names_field("Tên các chi bộ trực thuộc")
    refusal_fields = UnitForm.refusal_fields | {"cells": "names", "superior": "kind", "to": "default", "ref": "names"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.here.kind not in CELL_KINDS:
            for name in ("names", "default"):
                self.fields.pop(name, None)
            self.refs, self.is_first_look = {}, False

    def plan(self, data: dict[str, Any]) -> Plan:
        cells = [
            UnitSpec(ref=ref, name=name, kind=Kind.CHI_BO_TRUC_THUOC, cell_kind=self.here.cell_kind)
            for ref, name in self.refs.items()
        ]
        return actions.plan_upgrade(
            unit=self.unit,
            kind=data["kind"],
            on=data["on"],
            cells=cells,
            default=data.get("default"),
            chosen=self.chosen(data),
            name=data["name"] or None,
            illustration=self.unit.is_illustration,
            note=data["note"],
        )


class DowngradeForm(UnitForm):
    """A đảng bộ becomes a cell and takes the members of its cells in, or a lower đảng bộ."""

    on = _on("Ngày hạ cấp")
    kind = kind_field("Loại mới")
    cell_kind = cell_kind_field()
    name = forms.TextField(label="Tên mới", required=False, help_text="Để trống nếu giữ tên cũ.")
    refusal_fields = UnitForm.refusal_fields | {"superior": "kind"}

    def plan(self, data: dict[str, Any]) -> Plan:
        return actions.plan_downgrade(
            unit=self.unit,
            kind=data["kind"],
            on=data["on"],
            cell_kind=data["cell_kind"],
            name=data["name"] or None,
            note=data["note"],
        )


class TransferForm(UnitForm):
    """The unit, with everything below it, goes under another superior."""

    on = _on("Ngày chuyển giao")
    to = UnitField(label="Cấp trên mới")
    also = UnitsField(label="Cùng chuyển (nếu có)", required=False)
    kind = kind_field("Loại mới (nếu thay đổi)", required=False)
    refusal_fields = UnitForm.refusal_fields | {"superior": "to"}

    def plan(self, data: dict[str, Any]) -> Plan:
        units = [self.unit, *(data["also"] or [])]
        return actions.plan_transfer(
            units=units, to=data["to"], on=data["on"], kind=data["kind"] or None, note=data["note"]
        )


class RenameForm(UnitForm):
    """Another name from a day on."""

    on = _on("Ngày đổi tên")
    name = forms.TextField(label="Tên mới")

    def plan(self, data: dict[str, Any]) -> Plan:
        return actions.plan_renaming(unit=self.unit, name=data["name"], on=data["on"], note=data["note"])


class AdjustForm(UnitForm):
    """Other facts from a day on; no reorganization."""

    on = _on("Thay đổi từ ngày")
    sector = sector_field()
    cell_kind = cell_kind_field()
    code = code_field()
    place = PlaceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in ("sector", "cell_kind", "code", "place"):
            self.fields[fact].initial = getattr(self.here, fact)
        if self.here.kind not in CELL_KINDS:
            del self.fields["cell_kind"]

    def plan(self, data: dict[str, Any]) -> Plan:
        data = data | {"place": data["place"] or None}
        names = ("sector", "cell_kind", "code", "place")
        facts = {f: data[f] for f in names if f in data and data[f] != getattr(self.here, f)}
        if not facts:
            raise Refusal("Chưa có thông tin nào thay đổi. Hãy sửa ít nhất một ô.", field="sector", code="no_change")
        return actions.plan_adjustment(units=[self.unit], on=data["on"], note=data["note"], **facts)


FORMS: dict[str, type[UnitForm]] = {
    EventKind.ESTABLISH: EstablishForm,
    EventKind.DISSOLVE: DissolveForm,
    EventKind.SPLIT: SplitForm,
    EventKind.MERGE_INTO: MergeForm,
    EventKind.CONSOLIDATE: ConsolidateForm,
    EventKind.UPGRADE: UpgradeForm,
    EventKind.DOWNGRADE: DowngradeForm,
    EventKind.TRANSFER: TransferForm,
    EventKind.RENAME: RenameForm,
    EventKind.DISBAND: DisbandForm,
    EventKind.ADJUST: AdjustForm,
}
"""By kind of event, in the order of the menu."""

ABOUT: dict[str, str] = {
    EventKind.ESTABLISH: "Lập một tổ chức mới trực thuộc tổ chức này.",
    EventKind.DISSOLVE: "Tổ chức kết thúc theo quyết định hành chính; đảng viên và tổ chức trực thuộc có nơi tiếp nhận.",
    EventKind.SPLIT: "Tổ chức kết thúc, hai hay nhiều tổ chức mới tiếp nhận từng người.",
    EventKind.MERGE_INTO: "Tổ chức này nhập vào một tổ chức khác đang có; nơi nhận giữ nguyên.",
    EventKind.CONSOLIDATE: "Tổ chức này cùng các tổ chức khác kết thúc để lập một tổ chức mới.",
    EventKind.UPGRADE: "Chi bộ lên đảng bộ hoặc đảng bộ lên loại cao hơn; vẫn là tổ chức ấy.",
    EventKind.DOWNGRADE: "Đảng bộ xuống chi bộ hoặc xuống loại thấp hơn; vẫn là tổ chức ấy.",
    EventKind.TRANSFER: "Chuyển về trực thuộc cấp trên khác, cùng mọi tổ chức trực thuộc.",
    EventKind.RENAME: "Mang tên mới từ một ngày; tên cũ vẫn giữ cho thời gian trước.",
    EventKind.DISBAND: "Kỷ luật giải tán (Điều lệ Đảng, điều 35 và 36), tính riêng với giải thể.",
    EventKind.ADJUST: "Loại hình, loại chi bộ, mã chính thức, địa bàn đổi từ một ngày; không tính là sắp xếp tổ chức.",
}
"""What each does, in one sentence."""
