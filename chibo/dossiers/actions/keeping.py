"""Where files are kept: said of a unit and all below it, ruled by a local decision, or of one person only."""

from datetime import date

from django.db import IntegrityError, models, transaction

from chibo.decisions.models import Decision
from chibo.dossiers.actions.telling import cell_of, tell
from chibo.dossiers.models import Custody, CustodyRule, Keeping
from chibo.dossiers.rules.capabilities import WRITE
from chibo.dossiers.rules.keeping import may_say, must_follow, must_have_come, must_have_reason
from chibo.dossiers.vocabulary import Keeper
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person
from chibo.org import queries as org
from chibo.org.models import Unit


@transaction.atomic
def state_custody(
    *,
    unit: Unit,
    keeper: str,
    on: date,
    by: Viewer,
    moves_since: date | None = None,
    because: Decision | None = None,
    note: str = "",
) -> Custody:
    """Ghi nơi giữ hồ sơ: from the day on the files of the unit and all below it are kept at the level.

    :param moves_since: from when on every hand-over is recorded; from ``on`` where not given
    :raises Refusal: an unknown level, a day to come, something said of the unit from that day or later
    """
    by.must(WRITE, unit)
    level = _level(keeper)
    row = Custody(unit=unit, keeper=level, since=on, decision=because, note=may_say(note, field="note", longest=500))
    row.moves_since = on if moves_since is None else moves_since
    must_have_come(on, today=clock.today(), what="bắt đầu giữ")
    _write_from(row, on=on)
    _tell("custody_stated", row, f"Hồ sơ đảng viên giữ tại: {level.label.lower()}", by=by, because=because)
    return row


@transaction.atomic
def rule_custody(
    *, unit: Unit, keeper: str, on: date, by: Viewer, because: Decision | None = None, note: str = ""
) -> CustodyRule:
    """Ghi quyết định giao cấp giữ hồ sơ: from the day on files of the unit and all below it must be kept there.

    :raises Refusal: as :func:`state_custody`
    """
    by.must(WRITE, unit)
    level = _level(keeper)
    row = CustodyRule(
        unit=unit, keeper=level, since=on, decision=because, note=may_say(note, field="note", longest=500)
    )
    _write_from(row, on=on)
    _tell("custody_ruled", row, f"Giao cấp giữ hồ sơ đảng viên: {level.label.lower()}", by=by, because=because)
    return row


@transaction.atomic
def keep_apart(
    person: Person, *, holder: Unit, on: date, reason: str, by: Viewer, because: Decision | None = None
) -> Keeping:
    """Ghi hồ sơ giữ riêng: from the day on the file of one person is kept by this unit.

    :raises Refusal: no reason, a day to come, the unit did not stand that day, kept apart from a later day on
    """
    cell = cell_of(person, by=by)
    reason = must_have_reason(reason)
    must_have_come(on, today=clock.today(), what="bắt đầu giữ")
    org.placement_of(holder, on=on)
    row = Keeping(person=person, holder=holder, since=on, decision=because, note=reason)
    held = Keeping.objects.filter(person=person).order_by("-since").first()
    _follow(row, held, "Đã ghi hồ sơ này giữ riêng từ ngày ấy hoặc sau đó. Hãy kết thúc lần ghi ấy trước.")
    tell(
        "kept_apart",
        person,
        cell,
        label=f"Hồ sơ đồng chí {person.full_name} giữ riêng tại {org.name_of(holder, on=on)}",
        on=on,
        by=by,
        because=because,
        reason=reason,
        after={"holder": holder.ref, "since": on},
    )
    return row


@transaction.atomic
def end_apart(person: Person, *, on: date, by: Viewer, note: str = "") -> None:
    """Thôi giữ riêng: from the day on the file is where those of the cell are.

    :raises Refusal: it is not kept apart, or not after the first day
    """
    cell = cell_of(person, by=by)
    row = Keeping.objects.filter(person=person, until=FOREVER).first()
    if row is None:
        raise Refusal("Hồ sơ này không giữ riêng. Hãy tải lại trang.", code="not_apart", status=409)
    must_have_come(on, today=clock.today(), what="thôi giữ riêng")
    _end(row, on)
    tell(
        "apart_ended", person, cell, label=f"Hồ sơ đồng chí {person.full_name} thôi giữ riêng", on=on, by=by,
        reason=may_say(note, field="note", longest=300), before={"since": row.since}, after={"until": on},
    )  # fmt: skip


def _level(keeper: str) -> Keeper:
    if keeper not in Keeper.values:
        raise Refusal("Chưa chọn cấp giữ hồ sơ. Hãy chọn một cấp.", field="keeper", code="keeper")
    return Keeper(keeper)


def _write_from(row: Custody | CustodyRule, *, on: date) -> None:
    """End what was said of the unit before, and say this from the day on."""
    org.placement_of(row.unit, on=on)
    held = type(row).objects.filter(unit=row.unit).order_by("-since").first()
    _follow(
        row, held, "Đã ghi nơi giữ của tổ chức này từ ngày ấy hoặc sau đó. Hãy chọn ngày sau ngày của lần ghi gần nhất."
    )


def _follow(row: models.Model, held: models.Model | None, refusal: str) -> None:
    if held is not None and held.until > row.since:
        if held.since >= row.since or held.until < FOREVER:
            raise Refusal(
                f"{refusal} Lần ghi gần nhất: từ {show_day(held.since)}.", field="on", code="later", status=409
            )
        held.until = row.since
        held.save(update_fields=["until"])
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(refusal, field="on", code="later", status=409) from error


def _end(row: Keeping, on: date) -> None:
    must_follow(on, row.since, what="thôi giữ riêng", before="bắt đầu giữ riêng")
    if on == row.since:
        row.delete()
        return
    row.until = on
    row.save(update_fields=["until"])


def _tell(what: str, row: Custody | CustodyRule, label: str, *, by: Viewer, because: Decision | None) -> None:
    journal.record(
        f"dossiers.{what}", subject=row.unit.reference, label=label, place=row.unit.reference, on=row.since, by=by,
        because=because, reason=row.note, after={"keeper": row.keeper, "since": row.since},
    )  # fmt: skip
