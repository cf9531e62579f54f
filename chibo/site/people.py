"""Members as areas below and above one another know them: chosen in forms, with pages beside their record."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from chibo.admission.models import Prospect
from chibo.badges.models import PartyBadge
from chibo.badges.vocabulary import HAD
from chibo.kernel.days import FOREVER, show_day
from chibo.members import queries as members
from chibo.members.models import Person
from chibo.members.rules.beside import OFFICIAL, OUTSIDE, PROBATIONARY, Happened, Page, Teller
from chibo.org.models import Unit
from chibo.site.links import address
from chibo.transfers.models import MobileSpell
from chibo.transfers.vocabulary import RecordState

MOST = 500
"""More than this are no list to choose from; a cell has fewer."""


def members_at(unit: Unit, on: date) -> list[tuple[str, str]]:
    """(reference, name) of everybody on the roll of a unit on a day, in the order of names."""
    rows = members.roll(unit, on=on).order_by("name_key", "person_id")
    found = rows.values_list("person__uid", "person__full_name").distinct()[:MOST]
    return [(f"person:{uid}", name) for uid, name in dict(found).items()]


PAGES = (
    Page("Vào Đảng, thời gian dự bị", "admission.read", lambda uid: address("admission:person", uid)),
    Page("Chuyển sinh hoạt, đi xa", "members.read", lambda uid: address("transfers:person", uid)),
    Page("Đảng phí", "fees.read", lambda uid: address("fees:person", uid)),
    Page("Hồ sơ giấy", "dossiers.read", lambda uid: address("dossiers:dossier", uid)),
    Page("Huy hiệu Đảng", "badges.read", lambda uid: address("badges:person", uid)),
    Page("Sàng lọc, giúp đỡ", "removal.read", lambda uid: address("removal:person", uid)),
)
"""Pages about one member, in the order of the record."""
FITTING = {
    "cong-nhan-chinh-thuc": frozenset({PROBATIONARY}),
    "xoa-ten": frozenset({OFFICIAL, PROBATIONARY}),
    "khieu-nai": frozenset({OUTSIDE}),
    "phuc-hoi": frozenset({OUTSIDE}),
    "chuyen-den": frozenset({OUTSIDE}),
    "mien-sinh-hoat": frozenset({OFFICIAL}),
}
"""For whom procedures are that are not for every member."""


def prospects_of(uid: UUID) -> list[str]:
    """How a member was known before the ceremony."""
    return [f"prospect:{one}" for one in Prospect.objects.filter(person__uid=uid).values_list("uid", flat=True)]


def _badges(uid: UUID) -> Iterator[Happened]:
    rows = PartyBadge.objects.filter(person__uid=uid, state__in=HAD).order_by("awarded_on", "pk")
    for one in rows.select_related("decision"):
        yield Happened(
            one.awarded_on, f"Trao {one}", f"Theo {one.decision}" if one.decision else "", one.get_absolute_url()
        )


def _away(uid: UUID) -> Iterator[Happened]:
    for one in MobileSpell.objects.filter(person__uid=uid, state=RecordState.STANDING).order_by("since", "pk"):
        until = "" if one.until >= FOREVER else f", đã về ngày {show_day(one.until)}"
        yield Happened(one.since, "Đi làm xa", f"{one.where}{until}", one.get_absolute_url())


TELLERS = (Teller("badges.read", _badges), Teller("members.read", _away))
"""What areas above tell in the timeline of a member."""


def names_of(references: Collection[str]) -> dict[str, str]:
    """The names of people by their references, ``person:<uid>``."""
    found = Person.objects.filter(uid__in=[one.partition(":")[2] for one in references])
    return {f"person:{uid}": name for uid, name in found.values_list("uid", "full_name")}
