"""References in cases, papers and addresses: ``person:<uid>``, ``case:<uid>``, ``unit:<uid>/2026-01-01``."""

from uuid import UUID

from chibo.kernel.refusal import NotFound


def uid_in(ref: object, *kinds: str) -> UUID:
    """The uid of a reference, of one of the kinds where some are named; what follows a slash is not looked at.

    :raises NotFound: not such a reference
    """
    kind, _, rest = str(ref).partition(":")
    try:
        found = UUID(rest.partition("/")[0])
    except ValueError:
        found = None
    if found is None or (kinds and kind not in kinds):
        raise NotFound("Không có hồ sơ này. Hãy mở lại từ trang hồ sơ hoặc danh sách.", code="unknown_reference")
    return found
