"""What rules look at beyond the roll: all units, đảng bộ cơ sở, people in ended units, people in no cell."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import BigIntegerField, Exists, FilteredRelation, OuterRef, Q, QuerySet, Value

from chibo.indicators import Asked, Population
from chibo.kernel.scope import Structure
from chibo.members.indicators.roll import ROLL
from chibo.members.models import MemberEvent, Person, Spell, Stay
from chibo.members.vocabulary import EventState, Nature
from chibo.org.indicators import BASE_UNITS, CELLS
from chibo.org.models import Placement
from chibo.org.queries.laying import lay
from chibo.org.vocabulary import Kind
from chibo.quality.vocabulary import Number

Over = Sequence[int] | None
NOBODY = Q(pk__in=[])


def _people(code: str, rows) -> Population:
    return Population(
        code=code, counting_unit="đảng viên", takes="day", rows=rows, dimensions=(), order=("person__name_key", "id"),
        columns=("person_name", "born_on"),
    )  # fmt: skip


def _units(code: str, rows) -> Population:
    return Population(
        code=code, counting_unit="tổ chức", takes="day", rows=rows, dimensions=(), order=("name_key", "id"),
        columns=("unit_name", "kind"),
    )  # fmt: skip


def units_on(asked: Asked, over: Over = None) -> QuerySet[Placement]:
    """Every unit that stands on the day, at or below the scope's unit."""
    standing = Placement.objects.filter(since__lte=asked.on, until__gt=asked.on)
    return lay(standing, asked.scope, unit="unit", day=asked.on, over=over)


def base_committees(asked: Asked, over: Over = None) -> QuerySet[Placement]:
    """Đảng bộ cơ sở that stand on the day; chi bộ cơ sở are none."""
    return BASE_UNITS.rows(asked, over).filter(kind=Kind.DANG_BO_CO_SO)


def in_ended_units(asked: Asked, over: Over = None) -> QuerySet[Stay]:
    """Stays, official or temporary, that go on in a unit which stands no more; laid under what became of the unit."""
    rows = Stay.objects.filter(since__lte=asked.on, until__gt=asked.on, cell__ended_on__lte=asked.on)
    return _laid_today(rows, asked, over, unit="cell")


def off_every_roll(asked: Asked, over: Over = None) -> QuerySet[MemberEvent]:
    """People whose entries have all been annulled, by the last of them: in no cell, and never left one."""
    later = MemberEvent.objects.filter(person=OuterRef("person"), cell__isnull=False, pk__gt=OuterRef("pk"))
    stays = Stay.objects.filter(person=OuterRef("person"), nature=Nature.PERMANENT)
    rows = MemberEvent.objects.filter(
        ~Exists(later), ~Exists(stays), state=EventState.ANNULLED, cell__isnull=False, person__merged_into=None
    )
    return _laid_today(rows, asked, over, unit="cell")


def without_events(asked: Asked, over: Over = None) -> QuerySet[Person]:
    """Records about which nothing was ever recorded: they belong to no unit and are shown at the roots of the tree."""
    events = MemberEvent.objects.filter(person=OuterRef("pk"))
    rows = Person.objects.filter(~Exists(events), merged_into=None)
    at_root = Placement.objects.filter(unit=asked.scope.unit.pk, superior=None, since__lte=asked.on, until__gt=asked.on)
    own = over is None or list(over) == [asked.scope.unit.pk]
    return rows.filter(Exists(at_root) if own else NOBODY).annotate(
        branch=Value(asked.scope.unit.pk, output_field=BigIntegerField())
    )


def _laid_today(rows: QuerySet, asked: Asked, over: Over, *, unit: str) -> QuerySet:
    """On the tree of the day itself, where ended units stand under their heirs."""
    scope = (
        asked.scope if asked.scope.structure.day == asked.on else replace(asked.scope, structure=Structure(asked.on))
    )
    return lay(rows, scope, unit=unit, day=asked.on, over=over)


def with_checks(asked: Asked, over: Over = None) -> QuerySet[Spell]:
    """The roll, with what each number said when it was last read, as ``cccd`` and ``card``."""
    path = "person__number_checks"
    return ROLL.rows(asked, over).annotate(
        cccd=FilteredRelation(path, condition=Q(**{f"{path}__kind": Number.NATIONAL_ID})),
        card=FilteredRelation(path, condition=Q(**{f"{path}__kind": Number.CARD})),
    )


CHECKED_ROLL = replace(ROLL, code="dang_so_va_so_dinh_danh", rows=with_checks)
CELLS_ON = replace(CELLS, counting_unit="tổ chức")
UNITS = _units("to_chuc", units_on)
BASE_COMMITTEES = _units("dang_bo_co_so", base_committees)
IN_ENDED_UNITS = _people("o_to_chuc_da_ket_thuc", in_ended_units)
OFF_EVERY_ROLL = _people("khong_co_chi_bo", off_every_roll)
WITHOUT_EVENTS = replace(_people("ho_so_chua_ghi_su_kien", without_events), order=("name_key", "id"))
