"""Who may read whom: where a person is on the roll or was last, where they were once, oneself."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chibo.kernel.days import FOREVER
from chibo.kernel.refusal import NotEntitled, NotFound, Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import MemberEvent, Person
from chibo.members.rules import capabilities
from chibo.members.vocabulary import EventState, Nature
from chibo.org.models import Unit


@dataclass(frozen=True)
class Sight:
    """What a viewer may see of a person.

    :ivar cell: the unit whose right it is (present or last); None for somebody never on a roll
    :ivar until: facts from this day on are not the viewer's; FOREVER where all are
    """

    person: Person
    cell: Unit | None
    is_own: bool = False
    until: date = FOREVER

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.until >= FOREVER

    @property
    def reference(self) -> str:
        """The person as the journal refers to it."""
        return f"person:{self.person.uid}"

    def may(self, capability: str, by: Viewer) -> bool:
        """Whether the capability holds for this person."""
        return self.is_whole and by.may(capability, self.cell) is not None


class MergedAway(Refusal):
    """The record was merged into another, which goes on for it.

    :ivar kept: that record
    """

    status = 409

    def __init__(self, person: Person) -> None:
        super().__init__(
            "Hồ sơ này đã được gộp vào một hồ sơ khác của cùng người. Hãy tìm theo tên để mở hồ sơ đó.",
            code="merged_away",
        )
        self.kept = person.merged_into


def person_of(uid: UUID) -> Person:
    """:raises NotFound: nobody
    :raises MergedAway: another record goes on for this one
    """
    person = Person.objects.filter(uid=uid).first()
    if person is None:
        raise NotFound("Không có hồ sơ này. Hãy tìm lại theo tên trong danh sách đảng viên.", code="unknown_person")
    if person.merged_into_id is not None:
        raise MergedAway(person)
    return person


def sight_of(person: Person, *, by: Viewer) -> Sight:
    """What the viewer may see of the person.

    :raises NotEntitled: nothing
    """
    stays = person.stays.filter(nature=Nature.PERMANENT).select_related("cell").order_by("-since", "-until", "-id")
    cells = [(stay.cell, stay.until) for stay in stays]
    cell = cells[0][0] if cells else None
    if getattr(by, "person_uid", None) == person.uid and by.may(capabilities.READ_OWN):
        return Sight(person, cell, is_own=True)
    if by.may(capabilities.READ if cell else capabilities.WRITE, cell) or _is_awaited(person, by):
        return Sight(person, cell)
    for once, until in cells[1:]:
        if by.may(capabilities.READ, once):
            return Sight(person, cell, until=until)
    raise NotEntitled(
        "Hồ sơ này ngoài phạm vi của đồng chí. Hãy hỏi cấp ủy nơi đảng viên đang sinh hoạt.", code="not_entitled"
    )


def _is_awaited(person: Person, by: Viewer) -> bool:
    """The person is under way to a cell of the viewer's."""
    pending = MemberEvent.objects.filter(person=person, state=EventState.PENDING, cell__isnull=False)
    return any(by.may(capabilities.READ, event.cell) for event in pending.select_related("cell"))
