"""Administrative places."""

from datetime import date

from chibo.kernel.refusal import NotFound, Refusal
from chibo.kernel.text import fold, tidy
from chibo.org.models import AdminPlace
from chibo.org.queries.units import LONGEST_REFERENCE, in_force


def find_place(text: str, *, on: date, field: str = "place") -> AdminPlace:
    """The place with this code or name (without diacritics) on the day; ``An Bình, Đông Hải`` names its superior too.

    :raises NotFound: none
    :raises Refusal: several, with the choices
    """
    name, _, above = tidy(text[:LONGEST_REFERENCE]).partition(",")
    there = AdminPlace.objects.filter(in_force(on)).select_related("superior")
    if above.strip():
        there = there.filter(superior__folded__contains=fold(above))
    found = list(there.filter(code=name)[:2]) or list(there.filter(folded=fold(name)).order_by("id")[:20])
    if not found:
        raise NotFound(
            f"Không có địa bàn “{name[:30]}” vào ngày đó. Hãy kiểm tra lại tên.", field=field, code="unknown_place"
        )
    if len(found) > 1:
        choices = tuple(
            (place.code, f"{place.name}, {place.superior}" if place.superior else place.name) for place in found
        )
        shown = "; ".join(label for _, label in choices[:5])
        raise Refusal(
            f"Có {len(found)} địa bàn tên “{name[:30]}”. Hãy ghi kèm cấp trên, ví dụ: {shown}.",
            field=field,
            code="ambiguous_place",
            choices=choices,
        )
    return found[0]
