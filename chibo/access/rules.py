"""Roles and capabilities as ``chibo.site`` hands them over, and what a grant must fulfil."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chibo.access.models import Grant
from chibo.accounts.models import Account
from chibo.kernel.days import FOREVER, show_day
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import Viewer
from chibo.org.models import Unit

READ = "access.read"
GRANT = "access.grant"
REASON_LENGTH = 300


@dataclass(frozen=True)
class Role:
    """What somebody does, and what that takes.

    :param is_everywhere: held for the whole system instead of at a unit
    """

    title: str
    capabilities: frozenset[str]
    is_everywhere: bool = False
    note: str = ""


@dataclass(frozen=True)
class Capability:
    """Something one may do.

    :param only_everywhere: has no place, so that only roles of the whole system may carry it
    """

    title: str
    only_everywhere: bool = False


_roles: dict[str, Role] = {}
_capabilities: dict[str, Capability] = {}


def install(roles: Mapping[str, Role], capabilities: Mapping[str, Capability]) -> None:
    """Called once by ``chibo.site``.

    :raises ValueError: a role with a capability that is not on the list, or that has no place while the role has one
    """
    for code, role in roles.items():
        for capability in role.capabilities:
            if capability not in capabilities:
                raise ValueError(f"{code}: unknown capability {capability}")
            if capabilities[capability].only_everywhere and not role.is_everywhere:
                raise ValueError(f"{code}: {capability} only goes with a role of the whole system")
    _roles.clear()
    _roles.update(roles)
    _capabilities.clear()
    _capabilities.update(capabilities)


def roles() -> Mapping[str, Role]:
    """The table of roles."""
    return _roles


def capabilities() -> Mapping[str, Capability]:
    """All capabilities there are."""
    return _capabilities


def role_of(code: str) -> Role:
    """:raises Refusal: no such role"""
    if code not in _roles:
        raise Refusal("Không có vai trò này. Hãy chọn từ danh sách vai trò.", field="role", code="unknown_role")
    return _roles[code]


def capability_title(code: str) -> str:
    """What a capability is called on the screen."""
    return _capabilities[code].title if code in _capabilities else code


def check_place(role: Role, unit: Unit | None) -> None:
    """:raises Refusal: a role of a unit without one, or a role of the whole system with one"""
    if role.is_everywhere and unit is not None:
        raise Refusal(
            f"Vai trò {role.title} có hiệu lực toàn hệ thống. Hãy để trống tổ chức.",
            field="unit",
            code="role_everywhere",
        )
    if not role.is_everywhere and unit is None:
        raise Refusal(f"Vai trò {role.title} phải gắn với một tổ chức. Hãy chọn tổ chức.", field="unit", code="no_unit")


def check_grant(
    *, account: Account, unit: Unit | None, role: Role, since: date, until: date, standing: list[Grant], by: Viewer
) -> None:
    """:raises Refusal: to oneself, an inactive account, days in the wrong order or outside the unit's life, twice"""
    if by.reference == account.reference:
        raise NotEntitled(
            "Không ai tự giao quyền cho mình. Hãy nhờ một quản trị viên khác.", field="account", code="own_grant"
        )
    if not account.is_active:
        raise Refusal("Tài khoản này đã khóa. Hãy chọn tài khoản khác.", field="account", code="inactive")
    if until <= since:
        raise Refusal("Ngày hết quyền phải sau ngày giao quyền. Hãy xem lại hai ngày.", field="until", code="period")
    if unit is not None and not unit.exists_on(since):
        raise Refusal(
            f"Tổ chức này không hoạt động ngày {show_day(since)}. Hãy chọn ngày khác hoặc tổ chức kế thừa.",
            field="since",
            code="unit_not_there",
        )
    for grant in standing:
        if grant.since < until and since < grant.until and grant.since < grant.until:
            until_text = "" if grant.until >= FOREVER else f" đến {show_day(grant.until)}"
            raise Refusal(
                f"{account.display_name} đã là {role.title} tại đây từ {show_day(grant.since)}{until_text}. "
                "Hãy kết thúc quyền đó trước, hoặc chọn thời gian khác.",
                field="since",
                code="granted_already",
            )


def check_end(grant: Grant, *, account: Account, on: date, by: Viewer) -> None:
    """:raises Refusal: one's own, ended already, or before it began"""
    if by.reference == account.reference:
        raise NotEntitled("Không ai tự đổi quyền của mình. Hãy nhờ một quản trị viên khác.", code="own_grant")
    if grant.until < FOREVER and on >= grant.until:
        raise Refusal(f"Quyền này đã kết thúc từ {show_day(grant.until)}.", field="on", code="ended")
    if on < grant.since:
        raise Refusal(
            f"Quyền này bắt đầu từ {show_day(grant.since)}. Hãy chọn từ ngày đó trở đi.", field="on", code="period"
        )


def check_reason(reason: str) -> None:
    """:raises Refusal: longer than a reason may be"""
    if len(reason) > REASON_LENGTH:
        raise Refusal("Lý do quá dài. Hãy viết gọn trong 300 ký tự.", field="reason", code="too_long")
