"""What workbooks brought in, taken out again as if it had never been; the journal keeps what it said."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from chibo.admission import rules
from chibo.admission.actions.prospects import image
from chibo.admission.models import AdmissionTarget, Prospect
from chibo.journal import actions as journal
from chibo.kernel.bulk import batches
from chibo.kernel.days import FOREVER
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit

AT_ONCE = 2_000


@transaction.atomic
def unload_prospects(pks: Sequence[int], *, at: Unit, on: date, by: Viewer) -> None:
    """Gỡ quần chúng ưu tú đã nhập, with their certificates and stays."""
    by.must(rules.WRITE, at)
    for some in batches(pks, AT_ONCE):
        rows = list(Prospect.objects.filter(pk__in=some).select_related("unit", "follower", "person"))
        journal.record_many(
            "admission.import_undone",
            (
                journal.Telling(
                    subject=one.reference, label=f"Gỡ {one.full_name} đã nhập vào nguồn", before=image(one), after=None,
                    place=one.unit.reference,
                )
                for one in rows
            ),
            on=on,
            by=by,
        )  # fmt: skip
        Prospect.objects.filter(pk__in=some).delete()


@transaction.atomic
def unload_targets(before: Mapping[int, int | None], *, at: Unit, on: date, by: Viewer) -> None:
    """Gỡ chỉ tiêu đã nhập.

    :param before: the version made → the version it replaced, which stands again
    """
    by.must(rules.TARGET, at)
    made = list(AdmissionTarget.objects.filter(pk__in=before).select_related("unit"))
    journal.record(
        "admission.targets_import_undone",
        subject=at.reference,
        label=f"Gỡ {len(made)} chỉ tiêu đã nhập",
        place=at.reference,
        on=on,
        by=by,
        before={f"{one.unit.ref} {one.year}": one.number for one in made},
        count=len(made),
    )
    AdmissionTarget.objects.filter(pk__in=before).delete()
    AdmissionTarget.objects.filter(pk__in=[pk for pk in before.values() if pk]).update(until=FOREVER)
