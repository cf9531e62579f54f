"""Rules on record that speak to a deed before it is done. They warn; what the records themselves forbid is refused."""

from collections.abc import Callable
from datetime import date

from chibo.kernel.days import add_months, show_day, years_between
from chibo.members.models import Person
from chibo.members.queries.departures import departure_of
from chibo.members.vocabulary import Cause, EventState
from chibo.rulebook import queries as rulebook
from chibo.rulebook.queries import Ruling

Advice = Callable[[Person, date], list[str]]


def on_admission(person: Person, on: date) -> list[str]:
    """Age on the day of the ceremony (Điều lệ Đảng, điều 1)."""
    age = years_between(person.born_on, on)
    low, high = rulebook.value("admission.age.min", on=on), rulebook.value("admission.age.max", on=on)
    said = []
    if low.is_on_record and age < int(low.value):
        said.append(f"Ngày {show_day(on)} đồng chí mới {age} tuổi; tuổi thấp nhất khi kết nạp là {low.value}{_of(low)}")
    if high.is_on_record and age > int(high.value):
        said.append(f"Ngày {show_day(on)} đồng chí đã {age} tuổi; quá {high.value} tuổi cần xét riêng{_of(high)}")
    return said


def on_readmission(person: Person, on: date) -> list[str]:
    """Time since the person left the Party (Điều lệ Đảng, điều 3; its guide)."""
    left = departure_of(person, on=on)
    if left is None or left.waits_until is None or left.waits_until <= on:
        return []
    return [
        f"Đồng chí ra khỏi Đảng ngày {show_day(left.event.on)}, chưa đủ {left.waiting.text} để xét kết nạp lại{_of(left.waiting)}",
    ]


def on_recognition(person: Person, on: date) -> list[str]:
    """Twelve months of probation from the ceremony (Điều lệ Đảng, điều 5)."""
    entries = person.events.filter(cause__in=(Cause.ADMISSION, Cause.READMISSION), state=EventState.STANDING)
    began = entries.filter(on__lte=on).order_by("-on").first()
    months = rulebook.value("probation.months", on=on)
    if began is None or not months.is_on_record or add_months(began.on, int(months.value)) <= on:
        return []
    return [f"Từ lễ kết nạp {show_day(began.on)} chưa đủ {months.value} tháng dự bị{_of(months)}"]


def _of(ruling: Ruling) -> str:
    source = f" ({ruling.source})" if ruling.source else ""
    return f"{source}. Hãy xem lại ngày; nếu đúng, vẫn ghi được."
