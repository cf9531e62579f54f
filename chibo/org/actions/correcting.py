"""Sửa sai: what was entered wrongly is put right in place; the old value and the reason stay in the journal."""

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import fold, text_key
from chibo.kernel.viewer import Viewer
from chibo.org import closure, rules
from chibo.org.actions import images, occupants
from chibo.org.actions.plan import FACTS
from chibo.org.models import Placement, Unit
from chibo.org.vocabulary import CELL_KINDS


@transaction.atomic
def correct_placement(*, placement: Placement, reason: str, by: Viewer, **facts: object) -> Placement:
    """Put right what a placement says, for the whole time it holds; no event, nothing is counted.

    :param facts: any of ``name``, ``kind``, ``sector``, ``cell_kind``, ``code``, ``place``, ``superior`` (a unit)
    :raises Refusal: no reason, nothing to correct, a value that cannot have been; a cell that would stop being one
    """
    closure.hold_tree()
    placement = Placement.objects.select_related("unit", "superior", "event").get(pk=placement.pk)
    by.must(rules.WRITE, placement.unit)
    if unknown := facts.keys() - set(FACTS):
        raise TypeError(f"not facts of a placement: {sorted(unknown)}")
    if not reason.strip():
        raise Refusal("Sửa sai phải có lý do. Hãy ghi lý do.", field="reason", code="no_reason")
    before = images.facts_of(placement)
    for fact, value in facts.items():
        setattr(placement, fact, value)
    placement.name = rules.check_name(placement.name)
    if images.facts_of(placement) == before:
        raise Refusal("Giá trị mới giống giá trị đang có. Hãy sửa ít nhất một ô.", field="name", code="no_change")
    _check(placement, before)
    placement.name_key, placement.folded = text_key(placement.name)[:600], fold(placement.name)[:200]
    placement.save()
    if placement.superior_id != before["superior"] or placement.kind != before["kind"]:
        _follow(placement, by)
    after = images.facts_of(placement)
    journal.record(
        "org.corrected",
        subject=placement.unit.reference,
        label=f"Sửa sai thông tin của {placement.name}",
        place=placement.unit.reference,
        on=placement.since,
        by=by,
        reason=reason,
        before={fact: before[fact] for fact in facts},
        after={fact: after[fact] for fact in facts},
    )
    return placement


def _check(placement: Placement, before: dict[str, object]) -> None:
    rules.check_words(kind=placement.kind, sector=placement.sector, cell_kind=placement.cell_kind, name=placement.name)
    if (placement.kind in CELL_KINDS) != (before["kind"] in CELL_KINDS):
        raise Refusal(
            "Sửa sai không đổi được chi bộ thành đảng bộ hoặc ngược lại, vì đảng viên phải có nơi sinh hoạt. "
            "Hãy dùng nâng cấp, hạ cấp; hoặc hoàn tác sự kiện đã ghi sai.",
            field="kind",
            code="cell_kept",
        )
    if placement.superior_id == before["superior"] and placement.kind == before["kind"]:
        return
    superior: Unit | None = placement.superior
    above = _overlapping(placement).filter(unit=superior) if superior else None
    if superior and not (superior.founded_on <= placement.since and placement.until <= superior.ended_on):
        day = placement.since if placement.since < superior.founded_on else placement.until
        raise rules.outside_its_life(
            superior, above.first().name if above.exists() else superior.ref, day, field="superior"
        )
    for over in above or [None]:
        rules.check_kept_kinds(placement, over)
    for below in _overlapping(placement).filter(superior=placement.unit):
        rules.check_kept_kinds(below, placement)


def _overlapping(placement: Placement):
    return Placement.objects.filter(since__lt=placement.until, until__gt=placement.since).order_by("since")


def _follow(placement: Placement, by: Viewer) -> None:
    """Bring what is derived from the tree in line with it."""
    try:
        touched = closure.rebuild({placement.unit_id})
    except closure.Circle:
        raise rules.under_itself(placement.name, placement.superior.ref) from None
    occupants.allocate(placement.event, destinations={}, chosen={}, touched=touched | {placement.unit_id}, by=by)
