"""What is due of the source and of probations, beside what open cases wait for themselves."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from chibo.admission.models import ClassCertificate
from chibo.admission.queries import probations
from chibo.admission.queries.expressions import Later, Written
from chibo.admission.rules import READ, WRITE
from chibo.admission.rules.source import CLASS_VALIDITY
from chibo.admission.vocabulary import ProspectState
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.duties import Desk, Duty, Provider
from chibo.members.models import Spell
from chibo.members.vocabulary import Status
from chibo.procedures.models import Case
from chibo.procedures.vocabulary import CaseState
from chibo.rulebook import queries as rulebook

AHEAD = timedelta(days=90)
"""How long before its day a certificate or a probation is on the list."""
FORGOTTEN = timedelta(days=365)
"""For how long after its day a certificate that ran out is still asked about."""


def certificates(desk: Desk) -> QuerySet[ClassCertificate]:
    """The last certificate of everybody in the source, once its end is near or gone by."""
    later = ClassCertificate.objects.filter(prospect=OuterRef("prospect"), expires_on__gt=OuterRef("expires_on"))
    rows = ClassCertificate.objects.filter(
        desk.where("prospect__unit", WRITE, READ),
        prospect__state=ProspectState.LISTED,
        expires_on__lte=desk.on + AHEAD,
        expires_on__gte=desk.on - FORGOTTEN,
    )
    return rows.filter(~Exists(later)).annotate(key=F("pk"), due_on=F("expires_on"))


def certificates_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Whose, and until when."""
    rows = ClassCertificate.objects.filter(pk__in=keys).select_related("prospect")
    return {
        row.pk: Duty(
            "Xét kết nạp hoặc cho học lại: giấy chứng nhận lớp nhận thức về Đảng",
            row.prospect.full_name,
            row.prospect.unit_id,
            rule=CLASS_VALIDITY,
            note=f"giấy số {row.number}, hết hạn {show_day(row.expires_on)}",
            url=row.prospect.get_absolute_url(),
        )
        for row in rows
    }


def ending(desk: Desk) -> QuerySet[Spell]:
    """Probationary members whose time is over or nearly so and for whom no case is open.

    The day is not later than the last one of the rule: working days as if none were off.
    """
    review = rulebook.value(probations.REVIEW, on=desk.on)
    weeks, days = divmod(int(review.value) if review.is_on_record else 0, 5)
    rows = Spell.objects.filter(
        desk.where("cell", WRITE, READ), since__lte=desk.on, until__gt=desk.on, status=Status.PROBATIONARY
    )
    rows = probations.due_by(probations.with_beginning(rows, on=desk.on), on=desk.on, days=AHEAD.days)
    led = Case.objects.filter(
        subject=Concat(Value("person:"), Written(OuterRef("person__uid")), output_field=CharField()),
        code=probations.RECOGNITION,
        state=CaseState.OPEN,
    )
    due = Later(F("admitted_on"), months=probations.months(desk.on), days=7 * weeks + days)
    return rows.filter(~Exists(led)).annotate(key=F("pk"), due_on=due)


def ending_shown(keys: Sequence[int], desk: Desk) -> Mapping[int, Duty]:
    """Whose probation, and the window in which the chi bộ considers it."""
    found = {}
    for row in probations.with_beginning(Spell.objects.filter(pk__in=keys), on=desk.on).select_related("person"):
        window = probations.window_of(row.admitted_on, on=desk.on)
        last = f", chi bộ xét đến {show_day(window.last)}" if window.last < FOREVER else ""
        found[row.pk] = Duty(
            "Mở hồ sơ xét công nhận đảng viên chính thức",
            f"Đồng chí {row.person.full_name}",
            row.cell_id,
            rule=probations.REVIEW,
            note=f"đủ thời gian dự bị {show_day(window.due)}{last}",
            url=reverse("members:person", args=[row.person.uid]),
            act_url=f"{reverse('procedures:open', args=[probations.RECOGNITION])}?ve=person:{row.person.uid}",
        )
    return found


DUTIES = [
    Provider("giay-chung-nhan", "Giấy chứng nhận sắp hết hạn", certificates, certificates_shown),
    Provider("het-du-bi", "Đảng viên dự bị đến hạn xét", ending, ending_shown),
]
