"""Asking for a correction, and taking one's own data along."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from chibo.accounts import actions as accounts
from chibo.journal import actions as journal
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer
from chibo.members.queries.sight import Sight
from chibo.own.queries import everything_of
from chibo.own.vocabulary import CODE, STATED
from chibo.procedures import actions as procedures
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import Handed


@transaction.atomic
def ask_for_correction(
    sight: Sight, *, data: Mapping[str, Any], on: date, by: Viewer, documents: Sequence[Handed] = ()
) -> Case:
    """Open the case and say what is wrong, in one piece: from here on it waits for the chi ủy.

    :raises Refusal: a value that cannot be, nothing new, not the own record
    """
    _linked(sight, on=on, by=by)
    case = procedures.open_case(CODE, subject=sight.reference, on=on, by=by)
    procedures.act(case, on=on, data=data, documents=documents, step=STATED, by=by)
    return case


@transaction.atomic
def take_along(sight: Sight, *, on: date, by: Viewer) -> dict[str, Any]:
    """Everything that is kept about the viewer; that it left is written down."""
    journal.record(
        "own.exported", subject=sight.reference, label="Đảng viên tải dữ liệu về mình", on=on, by=by
    )  # fmt: skip
    return everything_of(sight, on=on)


def _linked(sight: Sight, *, on: date, by: Viewer) -> None:
    """The account of the viewer leads to the record that goes on, where it still led to one merged into it.

    :raises Refusal: that record is another account's
    """
    uid = getattr(by, "person_uid", None)
    if uid in (None, sight.person.uid):
        return
    account = accounts.follow_person(of=uid, to=sight.person.uid, on=on, by=by)
    if account is None or account.person_uid != sight.person.uid:
        raise Refusal(
            "Hồ sơ của đồng chí đã gộp vào một hồ sơ đang gắn với tài khoản khác. Hãy báo văn phòng đảng ủy để gắn lại.",
            code="other_account",
            status=409,
        )
    by.person_uid = account.person_uid
