"""The viewer of a signed-in account: its grants, asked about units as they stand today."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from uuid import UUID

from chibo.access import rules
from chibo.access.models import Grant
from chibo.access.queries.grants import grants_of
from chibo.accounts.models import Account
from chibo.kernel.days import show_day
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.scope import THEN, Scope, Structure
from chibo.kernel.viewer import Reason, Viewer
from chibo.org import queries as org
from chibo.org.models import Unit

SCOPE_CAPABILITIES = ("figures.read", "members.read", "org.read")
"""Any of them makes a unit the viewer's to ask about; what is then shown has a gate of its own."""


class GrantReason(Reason):
    """Names the grant; the unit's name is looked up when somebody reads the sentence."""

    def __init__(self, write: Callable[[], str]) -> None:
        object.__setattr__(self, "_write", write)

    @property
    def text(self) -> str:  # type: ignore[override]
        return self._write()


class AccountViewer:
    """An account on a day. Grants are read once, when first asked for."""

    def __init__(self, account: Account, *, on: date) -> None:
        self.account = account
        self.on = on
        self.label = account.display_name
        self.reference = account.reference
        self.person_uid: UUID | None = account.person_uid
        self.is_signed_in = True
        self._within: dict[tuple[int, tuple[int, ...]], int | None] = {}

    @cached_property
    def grants(self) -> list[Grant]:
        """The grants in force today whose role is still on the table."""
        return [grant for grant in grants_of(self.account, on=self.on) if grant.role in rules.roles()]

    @cached_property
    def home(self) -> Unit | None:
        """The unit the account acts for: that of its oldest grant."""
        return next((grant.unit for grant in self.grants if grant.unit is not None), None)

    @cached_property
    def home_name(self) -> str:
        """What that unit is called today; empty without one."""
        if self.home is None:
            return ""
        names = {grant.unit_id: grant.unit_name for grant in self.grants}
        return names.get(self.home.pk) or org.name_of(self.home, on=self.on)

    @property
    def role_title(self) -> str:
        """The role that goes with the home, or the first one."""
        return rules.roles()[self.grants[0].role].title if self.grants else ""

    def _holding(self, capability: str) -> list[Grant]:
        return [grant for grant in self.grants if capability in rules.roles()[grant.role].capabilities]

    def is_everywhere(self, capability: str) -> bool:
        """Whether the capability holds in the whole system, not only at units."""
        return any(grant.unit_id is None for grant in self._holding(capability))

    def entitled(self, capability: str) -> list[int]:
        """The units at and below which the capability holds today: the upper ends only, all roots for everywhere."""
        if self.is_everywhere(capability):
            return list(org.roots(on=self.on).values_list("unit_id", flat=True))
        return sorted(org.top_most({grant.unit_id for grant in self._holding(capability)}, on=self.on))

    def held_at(self, capability: str) -> frozenset[int]:
        """The very units of the grants that carry the capability, without what stands below them."""
        return frozenset(grant.unit_id for grant in self._holding(capability) if grant.unit_id is not None)

    def may(self, capability: str, unit: Unit | None = None) -> Reason | None:
        """The reason why the capability holds at the unit today (anywhere, when no unit is given), or None."""
        holding = self._holding(capability)
        if not holding:
            return None
        everywhere = next((grant for grant in holding if grant.unit_id is None), None)
        if unit is None or everywhere is not None:
            return self._reason(everywhere or holding[0])
        found = self._ancestor(unit.pk, tuple(sorted({grant.unit_id for grant in holding})))
        return None if found is None else self._reason(next(grant for grant in holding if grant.unit_id == found))

    def _ancestor(self, unit_id: int, granted: tuple[int, ...]) -> int | None:
        asked = (unit_id, granted)
        if asked not in self._within:
            self._within[asked] = org.is_within(unit_id, granted, on=self.on)
        return self._within[asked]

    def must(self, capability: str, unit: Unit | None = None) -> Reason:
        """As :meth:`may`.

        :raises NotEntitled: it does not hold
        """
        reason = self.may(capability, unit)
        if reason is None:
            where = "" if unit is None else " tại tổ chức này"
            raise NotEntitled(
                f"Đồng chí chưa được giao quyền “{rules.capability_title(capability)}”{where}. "
                "Nếu công việc cần, hãy đề nghị quản trị viên giao quyền.",
                code="not_entitled",
            )
        return reason

    def scope(self, unit: Unit, *, structure: Structure = THEN) -> Scope:
        """The unit and all below it, as a thing figures can be asked for.

        :raises NotEntitled: the unit is not the viewer's
        """
        if not any(self.may(capability, unit) for capability in SCOPE_CAPABILITIES):
            raise NotEntitled(
                "Tổ chức này ngoài phạm vi của đồng chí. Hãy chọn một tổ chức trong phạm vi được giao.",
                code="not_entitled",
                field="unit",
            )
        return Scope(unit=unit, structure=structure)

    def _reason(self, grant: Grant) -> Reason:
        title = rules.roles()[grant.role].title
        since = show_day(grant.since)
        if grant.unit is None:
            return GrantReason(lambda: f"Đồng chí là {title} của toàn hệ thống từ {since}.")
        unit = grant.unit
        return GrantReason(lambda: f"Đồng chí là {title} tại {org.name_of(unit, on=self.on)} từ {since}.")


class Anonymous:
    """Nobody: may nothing."""

    label = "Khách"
    reference = "anonymous"
    person_uid = None
    is_signed_in = False
    home = None
    home_name = ""
    role_title = ""

    def may(self, capability: str, unit: Unit | None = None) -> None:
        """Never."""

    def must(self, capability: str, unit: Unit | None = None) -> Reason:
        """:raises NotEntitled: always"""
        raise NotEntitled("Đồng chí chưa đăng nhập. Hãy đăng nhập rồi mở lại trang.", code="not_signed_in", status=401)

    def scope(self, unit: Unit, *, structure: Structure = THEN) -> Scope:
        """:raises NotEntitled: always"""
        self.must("org.read", unit)
        raise AssertionError

    def is_everywhere(self, capability: str) -> bool:
        """Never."""
        return False

    def entitled(self, capability: str) -> list[int]:
        """Nowhere."""
        return []

    def held_at(self, capability: str) -> frozenset[int]:
        """Nowhere."""
        return frozenset()


def may_at(place: str, capability: str, by: Viewer) -> bool:
    """Whether the capability holds at the unit a reference names (``unit:<uid>``); an unknown one is nowhere."""
    kind, _, uid = place.partition(":")
    if kind != "unit":
        return False
    try:
        unit = org.by_uid(uid)
    except Refusal:
        return False
    return by.may(capability, unit) is not None
