"""What a file holds: documents in, documents struck from the contents, the place on the shelf."""

from datetime import date

from django.db import transaction

from chibo.dossiers.actions.telling import cell_of, tell
from chibo.dossiers.models import Dossier, DossierItem
from chibo.dossiers.rules.document_types import kind_of
from chibo.dossiers.rules.keeping import may_say, must_have_come, must_have_reason, must_say
from chibo.dossiers.rules.scans import check_scan
from chibo.dossiers.vocabulary import ItemState
from chibo.files import actions as files
from chibo.kernel import clock
from chibo.kernel.days import Precision
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.models import Person

MOST_PAGES = 2_000


@transaction.atomic
def add_item(
    person: Person,
    *,
    kind: str,
    pages: int,
    on: date,
    by: Viewer,
    title: str = "",
    number: str = "",
    dated: date | None = None,
    dated_precision: str = Precision.DAY,
    is_copy: bool = False,
    scan: tuple[str, bytes] | None = None,
) -> DossierItem:
    """Đưa tài liệu vào hồ sơ.

    :param scan: (name, content) of the scanned paper; kept encrypted, given out as a download only
    :raises Refusal: an unknown kind, a day to come, no pages, a scan that is not taken, a secrecy marking
    """
    cell = cell_of(person, by=by)
    today = clock.today()
    document = kind_of(kind)
    must_have_come(on, today=today, what="đưa vào hồ sơ")
    if dated is not None:
        must_have_come(dated, today=today, what="văn bản", field="dated")
    if not 1 <= pages <= MOST_PAGES:
        raise Refusal("Số tờ phải từ 1 đến 2.000. Hãy xem lại.", field="pages", code="pages")
    item = DossierItem(
        person=person, kind=document.code, title=may_say(title, field="title", longest=300) or document.title,
        number=may_say(number, field="number", longest=60), dated=dated, dated_precision=dated_precision, pages=pages,
        is_copy=is_copy, added_on=on,
    )  # fmt: skip
    if scan is not None:
        name, content = scan
        item.file = files.keep(name=check_scan(name, content), content=content, place=cell.reference, on=on, by=by)
    item.save()
    tell(
        "item_added",
        person,
        cell,
        label=f"Đưa {item.title} vào hồ sơ đồng chí {person.full_name}",
        on=on,
        by=by,
        after={"item": str(item.uid), "kind": item.kind, "pages": pages, "file": item.file.uid if item.file else ""},
    )
    return item


@transaction.atomic
def strike_item(item: DossierItem, *, reason: str, on: date, by: Viewer) -> None:
    """Bỏ một tài liệu khỏi mục lục (entered by mistake, or taken out); the row and its scan stay.

    :raises Refusal: no reason, struck already
    """
    cell = cell_of(item.person, by=by)
    reason = must_have_reason(reason)
    if item.state != ItemState.STANDING:
        raise Refusal("Tài liệu này đã được bỏ khỏi mục lục. Hãy tải lại trang.", code="struck", status=409)
    item.state = ItemState.ANNULLED
    item.save(update_fields=["state"])
    tell(
        "item_struck",
        item.person,
        cell,
        label=f"Bỏ {item.title} khỏi mục lục hồ sơ đồng chí {item.person.full_name}",
        on=on,
        by=by,
        reason=reason,
        before={"item": str(item.uid), "state": ItemState.STANDING},
        after={"state": ItemState.ANNULLED},
    )


@transaction.atomic
def put_on_shelf(person: Person, *, location: str, on: date, by: Viewer, note: str = "") -> Dossier:
    """Ghi vị trí lưu of the folder, from a day on.

    :raises Refusal: nothing said, a day to come
    """
    cell = cell_of(person, by=by)
    must_have_come(on, today=clock.today(), what="xếp hồ sơ")
    folder = Dossier.objects.create(
        person=person, location=must_say(location, field="location", what="vị trí lưu hồ sơ", longest=200), since=on,
        note=may_say(note, field="note", longest=500),
    )  # fmt: skip
    tell(
        "shelved", person, cell, label=f"Ghi vị trí lưu hồ sơ đồng chí {person.full_name}", on=on, by=by,
        after={"location": folder.location},
    )  # fmt: skip
    return folder
