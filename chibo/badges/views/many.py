"""Many badges at once: proposed from the list, decided, handed over. Checked before it is done."""

from collections.abc import Callable, Sequence
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.badges import actions
from chibo.badges.forms import AwardForm, DecideForm, NothingForm
from chibo.badges.models import PartyBadge
from chibo.badges.queries.due import badges_at, due
from chibo.badges.rules import capabilities
from chibo.badges.rules.days import award_day_before
from chibo.badges.views.asked import Place, award_day_of
from chibo.badges.vocabulary import BadgeState
from chibo.decisions import actions as decisions
from chibo.decisions.rules import WRITE as DECISIONS
from chibo.kernel.days import FOREVER, ONE_DAY, show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Entrusted
from chibo.members.actions.rehearsal import rehearse
from chibo.members.queries.names import CellNames
from chibo.members.views.place import UNIT
from chibo.ui.confirm import Answer, Preview, two_step
from chibo.ui.markup import with_query

CHOSEN = "chon"
MOST = 300
NAMED = 30


def propose_many(request: HttpRequest) -> HttpResponse:
    """Ghi đề nghị for those ticked in the list of an award day; those newly due are ticked."""
    place = _place(request)
    day = award_day_of(request, place.today)
    found = due(place.unit, award_day=day, on=place.today).filter(proposal=None)
    rows = list(found.order_by("-milestone", "name_key", "pk")[: MOST + 1])
    back = with_query(reverse("badges:list"), {UNIT: place.unit.uid, "dot": show_day(day)})
    ticked = _ticked(request, default={str(row.person.uid) for row in rows if row.reached == "moi"})
    people = [row.person for row in rows[:MOST] if str(row.person.uid) in ticked]

    def preview(data: dict) -> Preview:
        return Preview(
            title=f"Đề nghị {len(_some(people))} đồng chí nhận Huy hiệu Đảng đợt {show_day(day)}",
            consequences=_names(
                [f"{row.person.full_name}: {row.milestone} năm" for row in rows if row.person in people]
            ),
            button="Ghi đề nghị",
        )

    def act(data: dict, answer: Answer) -> str:
        made = actions.propose_many(place.unit, people=people, award_day=day, on=place.today, by=request.viewer)
        messages.success(request, f"Đã ghi đề nghị {len(made)} huy hiệu, đợt {show_day(day)}.")
        return with_query(reverse("badges:register"), {UNIT: place.unit.uid, "xem": BadgeState.PROPOSED})

    cells = CellNames({row.cell_id for row in rows}, without=place.unit.pk)
    choices = [
        (str(row.person.uid), row.person.full_name,
         f"{row.milestone} năm, tính từ {show_day(row.counted_from)} · {cells.on(row.cell_id, place.today)}",
         str(row.person.uid) in ticked)
        for row in rows[:MOST]
    ]  # fmt: skip
    form = NothingForm(request.POST if request.method == "POST" else None)
    return _asked(
        request, form, place, preview=preview, act=act, choices=choices, back=back,
        title=f"Đề nghị Huy hiệu Đảng, đợt {show_day(day)}", legend="Người được đề nghị", is_cut=len(rows) > MOST,
        empty="Không còn ai đủ tuổi Đảng mà chưa đề nghị.",
        hint="Đánh dấu sẵn những đồng chí đủ tuổi từ sau đợt trước. Ai đủ từ các đợt trước có thể đã nhận mà chưa ghi: hãy xem "
        "lại hồ sơ rồi mới đánh dấu.",
    )  # fmt: skip


def decide_many(request: HttpRequest) -> HttpResponse:
    """Ghi quyết định for those proposed."""
    place = _place(request)

    @transaction.atomic
    def act(rows: Sequence[PartyBadge], data: dict) -> str:
        because = decisions.register(
            number=data["number"], issued_on=data["issued_on"], issuer=data["issuer"], signer_title=data["signer_title"],
            summary="Tặng Huy hiệu Đảng", by=Entrusted(request.viewer, frozenset({DECISIONS})),
        )  # fmt: skip
        actions.decide(rows, because=because, on=place.today, by=request.viewer)
        return f"Đã ghi quyết định tặng {len(rows)} huy hiệu."

    form = DecideForm(request.POST if request.method == "POST" else None)
    return _badges(
        request, place, form, act, state=BadgeState.PROPOSED, title="Ghi quyết định tặng Huy hiệu Đảng",
        told=lambda data: f"Quyết định {data['number']} ngày {show_day(data['issued_on'])} của {data['issuer']}",
    )  # fmt: skip


def award_many(request: HttpRequest) -> HttpResponse:
    """Ghi đã trao for those decided."""
    place = _place(request)

    def act(rows: Sequence[PartyBadge], data: dict) -> str:
        actions.award(rows, awarded_on=data["awarded_on"], on=place.today, by=request.viewer)
        return f"Đã ghi trao {len(rows)} huy hiệu."

    form = AwardForm(
        request.POST if request.method == "POST" else None,
        initial={"awarded_on": award_day_before(place.today + ONE_DAY)},
    )
    return _badges(
        request, place, form, act, state=BadgeState.DECIDED, until=place.today, title="Ghi đã trao Huy hiệu Đảng",
        told=lambda data: f"Trao ngày {show_day(data['awarded_on'])}",
    )  # fmt: skip


def _badges(
    request: HttpRequest,
    place: Place,
    form,
    act: Callable,
    *,
    state: str,
    title: str,
    told: Callable[[dict], str],
    until: date = FOREVER,
) -> HttpResponse:
    """Those of one state; whose award day has not come by ``until`` are not ticked beforehand."""
    found = badges_at(place.unit, on=place.today).filter(state=state)
    rows = list(found.order_by("award_day", "name_key", "pk")[: MOST + 1])
    one = request.GET.get(CHOSEN, "")
    default = {str(row.uid) for row in rows if row.award_day <= until and one in ("", str(row.uid))}
    ticked = _ticked(request, default=default)
    picked = [row for row in rows[:MOST] if str(row.uid) in ticked]
    back = with_query(reverse("badges:register"), {UNIT: place.unit.uid})

    def preview(data: dict) -> Preview:
        names = [f"{row.person.full_name}: {row.years} năm, {row.get_kind_display().lower()}" for row in _some(picked)]
        rehearse(lambda: act(picked, data), lambda: None)
        return Preview(title=title, consequences=[told(data), *_names(names)], button=title)

    def done(data: dict, answer: Answer) -> str:
        messages.success(request, act(picked, data))
        return back

    names = CellNames({row.cell_id for row in rows}, without=place.unit.pk)
    choices = [
        (str(row.uid), row.person.full_name,
         f"{row.years} năm, đợt {show_day(row.award_day)} · {names.on(row.cell_id, row.proposed_on)}", str(row.uid) in ticked)
        for row in rows[:MOST]
    ]  # fmt: skip
    return _asked(
        request, form, place, preview=preview, act=done, choices=choices, back=back, title=title, legend="Huy hiệu",
        is_cut=len(rows) > MOST, empty="Không có huy hiệu nào đang ở bước này.",
    )  # fmt: skip


def _place(request: HttpRequest) -> Place:
    place = Place.of(request)
    request.viewer.must(capabilities.WRITE, place.unit)
    return place


def _ticked(request: HttpRequest, *, default: set[str]) -> set[str]:
    return set(request.POST.getlist(CHOSEN)) if request.method == "POST" else default


def _some(rows: Sequence) -> Sequence:
    """:raises Refusal: nothing was chosen"""
    if not rows:
        raise Refusal("Chưa chọn ai. Hãy đánh dấu ít nhất một người.", code="nothing_chosen")
    return rows


def _names(lines: list[str]) -> list[str]:
    more = len(lines) - NAMED
    return lines if more <= 0 else [*lines[:NAMED], f"và {more} đồng chí nữa"]


def _asked(request: HttpRequest, form, place: Place, *, preview, act, **context) -> HttpResponse:
    context |= {"note": place.name, "most": MOST}
    return two_step(request, form, "badges/many.html", context, preview=preview, act=act)
