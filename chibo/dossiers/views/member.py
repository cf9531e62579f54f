"""The file of one member: where it is, what it holds and lacks, its travels, loans, slips and cards; scans as downloads."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chibo.dossiers.indicators.custody import AS_PRESCRIBED, STANDINGS
from chibo.dossiers.models import CardEvent
from chibo.dossiers.queries import contents, whereabouts
from chibo.dossiers.queries.contents import item_by_uid
from chibo.dossiers.queries.supplements import slips_of_person
from chibo.dossiers.rules.capabilities import READ, WRITE
from chibo.dossiers.views.deed_table import DEEDS
from chibo.dossiers.vocabulary import Keeper
from chibo.files.views import given_out
from chibo.journal import actions as journal
from chibo.kernel import clock
from chibo.kernel.refusal import NotEntitled, NotFound
from chibo.members.models import Person, Stay
from chibo.members.queries.names import CellNames
from chibo.members.queries.sight import Sight, person_of, sight_of


def seen(request: HttpRequest, person: Person, *, capability: str = READ) -> Sight:
    """The file as far as the viewer may see it: whole or not at all.

    :raises NotEntitled: the file is not the viewer's to read
    """
    sight = sight_of(person, by=request.viewer)
    if not sight.is_whole or sight.cell is None:
        raise NotEntitled(
            "Hồ sơ giấy của đồng chí này do nơi sinh hoạt hiện nay quản lý. Hãy liên hệ cấp ủy nơi đó.",
            code="not_entitled",
        )
    request.viewer.must(capability, sight.cell)
    return sight


@never_cache
def dossier(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The file of one member; the reading is put into the journal."""
    person, today = person_of(uid), clock.today()
    sight = seen(request, person)
    journal.read("Xem hồ sơ giấy của đảng viên", sight.reference, request.viewer, today)
    spell = person.spells.filter(since__lte=today, until__gt=today).first()
    found = whereabouts.whereabouts([person.pk], on=today).get(person.pk)
    moves, apart = whereabouts.moves_of(person), whereabouts.apart_of(person)
    names = CellNames(
        [sight.cell.pk, *(m.from_unit_id for m in moves), *(m.to_unit_id for m in moves), *(k.holder_id for k in apart)]
    )
    parts = contents.contents(person, spell)
    may_write = request.viewer.may(WRITE, sight.cell) is not None
    context = {
        "person": person,
        "sight": sight,
        "today": today,
        "spell": spell,
        "cell_name": names.on(sight.cell.pk, today),
        "where": found,
        "standing": STANDINGS.get(found.standing, "") if found else "",
        "is_as_prescribed": bool(found) and found.standing in AS_PRESCRIBED,
        "level": Keeper(found.kept_at).label if found and found.kept_at else "",
        "folder": whereabouts.folder_of(person),
        "parts": parts,
        "missing": [line.kind for _, lines in parts for line in lines if line.is_missing],
        "moves": [(m, _place(m, names, "from"), _place(m, names, "to")) for m in moves],
        "apart": [(k, names.on(k.holder_id, k.since)) for k in apart],
        "loans": whereabouts.loans_of(person),
        "slips": list(slips_of_person(person)),
        "cards": list(CardEvent.objects.filter(person=person).order_by("-on", "-pk")),
        "may_write": may_write,
        "deeds": [(slug, one.title) for slug, one in DEEDS.items()] if may_write else [],
        "came": Stay.objects.filter(person=person).order_by("-since").first(),
    }
    return render(request, "dossiers/dossier.html", context)


def _place(moved: object, names: CellNames, side: str) -> str:
    unit = getattr(moved, f"{side}_unit_id")
    return names.on(unit, moved.handed_on) if unit else getattr(moved, f"{side}_place")


@require_safe
def scan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A scanned paper as a download, never shown inside the page; the right is that of the file it lies in today."""
    item = item_by_uid(uid)
    sight = seen(request, item.person)
    if item.file is None:
        raise NotFound("Tài liệu này chưa có bản quét. Hãy quét rồi đưa vào hồ sơ.", code="no_scan")
    response = given_out(item.file)
    journal.read(f"Tải bản quét: {item.title}", sight.reference, request.viewer, clock.today())
    return response
