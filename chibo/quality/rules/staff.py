"""Who can be asked to mend something: the site knows who holds which right, this area is handed the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from chibo.kernel.refusal import Refusal
from chibo.org.models import Unit


@dataclass(frozen=True)
class Colleague:
    """Somebody with an account.

    :ivar reference: of the account, as the journal names it
    :ivar role: the role and the unit by which the desk is theirs, in words
    """

    reference: str
    label: str
    role: str = ""

    @property
    def shown(self) -> str:
        """Name and role."""
        return f"{self.label} ({self.role})" if self.role else self.label


Staff = Callable[[Unit, date], Sequence[Colleague]]
_sources: list[Staff] = []


def install(source: Staff) -> None:
    """Called once by ``chibo.site``."""
    _sources[:] = [source]


def staff_of(unit: Unit, *, on: date) -> list[Colleague]:
    """Those whose desk reaches the unit, in the order of names."""
    return [one for source in _sources for one in source(unit, on)]


def colleague(reference: str, unit: Unit, *, on: date) -> Colleague:
    """:raises Refusal: nobody of that reference has the desk of the unit"""
    for one in staff_of(unit, on=on):
        if one.reference == reference:
            return one
    raise Refusal(
        "Người được chọn không có quyền làm sạch dữ liệu của tổ chức này. Hãy chọn người khác trong danh sách.",
        field="assignee",
        code="assignee",
    )
