"""What areas beside screening know of somebody after a day: it speaks against a death on that day."""

from collections.abc import Iterator
from datetime import date

from chibo.fees.models import ReceiptLine
from chibo.kernel.days import show_day
from chibo.members.models import Person
from chibo.transfers.models import ContactLog
from chibo.transfers.vocabulary import RecordState


def dues_paid(person: Person, day: date) -> Iterator[str]:
    """Dues that were paid in later months."""
    later = ReceiptLine.objects.filter(person=person, on__gt=day).order_by("on").first()
    if later is not None and (later.on.year, later.on.month) > (day.year, day.month):
        yield f"Có ghi thu đảng phí ngày {show_day(later.on)}, sau ngày từ trần."


def contacts(person: Person, day: date) -> Iterator[str]:
    """Times in touch while away."""
    later = (
        ContactLog.objects.filter(spell__person=person, state=RecordState.STANDING, on__gt=day).order_by("on").first()
    )
    if later is not None:
        yield f"Có ghi liên lạc với đảng viên đi xa ngày {show_day(later.on)}, sau ngày từ trần."


TRACES = (dues_paid, contacts)
