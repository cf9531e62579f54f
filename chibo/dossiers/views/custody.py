"""Where files are kept: what is said and what is ruled of the unit and what stands above and below it."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from chibo.dossiers import actions, forms
from chibo.dossiers.models import Custody, CustodyRule
from chibo.dossiers.queries.custody import RULE
from chibo.dossiers.rules.capabilities import WRITE
from chibo.dossiers.views.place import NamedRows, Place, show
from chibo.dossiers.views.talking import talk, typed
from chibo.kernel.days import FOREVER
from chibo.members.views.place import UNIT
from chibo.org import queries as org
from chibo.org.models import Closure
from chibo.rulebook import queries as rulebook
from chibo.tables.columns import Column


def custody(request: HttpRequest) -> HttpResponse:
    """What is said of the unit, of those above it and of those below it, latest first."""
    place = Place.of(request)
    ruling = rulebook.value(RULE, on=place.today)
    rules = list(_around(CustodyRule, place).order_by("-since", "-pk"))
    names = org.names_of([rule.unit_id for rule in rules], on=place.today)
    return show(
        place, "dossiers/custody.html", name="dossiers.custody", title="Nơi giữ hồ sơ đảng viên",
        columns=(
            Column("name", "Tổ chức", "unit_called", main=True, width=36),
            Column("keeper", "Hồ sơ giữ tại", lambda row: row.get_keeper_display(), width=40),
            Column("since", "Từ ngày", "since", kind="day"),
            Column("until", "Đến trước ngày", lambda row: row.until if row.until < FOREVER else None, kind="day"),
            Column(
                "moves", "Ghi giao nhận từ ngày", lambda row: row.moves_since if row.moves_since < FOREVER else None,
                kind="day",
            ),
            Column("note", "Ghi chú", "note", width=40),
        ),
        source=NamedRows(
            _around(Custody, place), ("-since", "-pk"), on=place.today, fields={"unit_id": "unit_called"}
        ),
        current="custody", noun="lần ghi",
        empty="Chưa ghi hồ sơ được giữ ở đâu. Hãy ghi nơi giữ cho cả đơn vị; nơi khác biệt thì ghi riêng ở cấp dưới.",
        rule=f"{ruling.text[:1].upper()}{ruling.text[1:]} ({ruling.cite}).",
        rules=[(rule, names.get(rule.unit_id, rule.unit.ref)) for rule in rules],
        rest_url=f"{reverse('catalogue:rows', args=['MEM-07'])}?{UNIT}={place.unit.uid}&phan=rest",
    )  # fmt: skip


def state_custody(request: HttpRequest) -> HttpResponse:
    """Ghi nơi giữ hồ sơ."""
    place = Place.of(request, capability=WRITE)
    form = forms.CustodyForm(*typed(request), today=place.today, initial={"on": place.today})

    def act(data: dict) -> str:
        actions.state_custody(unit=place.unit, **data, by=request.viewer)
        return f"Đã ghi nơi giữ hồ sơ đảng viên của {place.name} và các tổ chức cấp dưới."

    return _page(request, place, form, "Ghi nơi giữ hồ sơ đảng viên", "Ghi nơi giữ", act)


def rule_custody(request: HttpRequest) -> HttpResponse:
    """Ghi quyết định giao cấp giữ hồ sơ."""
    place = Place.of(request, capability=WRITE)
    form = forms.CustodyRuleForm(*typed(request), today=place.today, initial={"on": place.today})

    def act(data: dict) -> str:
        actions.rule_custody(unit=place.unit, **data, by=request.viewer)
        return f"Đã ghi quyết định giao cấp giữ hồ sơ của {place.name}."

    return _page(request, place, form, "Ghi quyết định giao cấp giữ hồ sơ", "Ghi quyết định", act)


def _page(request: HttpRequest, place: Place, form, title: str, button: str, act) -> HttpResponse:
    context = place.context("custody", capability=WRITE) | {"title": title, "button": button, "notes": []}
    back = f"{reverse('dossiers:custody')}?{UNIT}={place.unit.uid}"
    return talk(request, form, "dossiers/unit_deed.html", context, act=act, back=back)


def _around(model: type[Custody] | type[CustodyRule], place: Place) -> QuerySet:
    """What was said of the unit, of all above and of all below it today."""
    near = Closure.objects.filter(org.in_force(place.today))
    above, below = near.filter(descendant=place.unit), near.filter(ancestor=place.unit)
    return (
        model.objects.filter(unit__in=above.values("ancestor"))
        | model.objects.filter(unit__in=below.values("descendant"))
    ).select_related("unit")
