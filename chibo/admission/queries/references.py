"""What references in cases and addresses mean: ``person:<uid>``, ``prospect:<uid>``, ``case:<uid>``."""

from uuid import UUID

from chibo.kernel.refusal import NotFound
from chibo.members.models import Person


def uid_in(ref: object, *kinds: str) -> UUID:
    """The uid of a reference, of one of the kinds where some are named.

    :raises NotFound: not such a reference
    """
    kind, _, uid = str(ref).partition(":")
    try:
        found = UUID(uid)
    except ValueError:
        found = None
    if found is None or (kinds and kind not in kinds):
        raise NotFound("Không có hồ sơ này. Hãy mở lại từ trang hồ sơ hoặc danh sách.", code="unknown_reference")
    return found


def person_in(ref: object) -> Person | None:
    """The person of a reference; the kept record of a merged one; None for no reference, or nobody."""
    if not ref:
        return None
    found = Person.objects.filter(uid=uid_in(ref)).select_related("merged_into").first()
    return (found.merged_into or found) if found else None
