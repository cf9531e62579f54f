"""Middleware for page tests: somebody signed in, without the areas above."""

from chibo.kernel.refusal import NotEntitled
from chibo.kernel.viewer import System
from chibo.org import queries as org


class Clerk(System):
    """A viewer with the given capabilities at the given units and below."""

    is_signed_in = False
    """The frame of the page is the business of the areas above."""

    def __init__(self, units, capabilities, on):
        super().__init__("cán bộ")
        self.__dict__ |= {"units": units, "capabilities": capabilities, "on": on, "home": units[0]}

    def may(self, capability, unit=None):
        if capability not in self.capabilities:
            return None
        if unit is not None and org.is_within(unit.pk, [u.pk for u in self.units], on=self.on) is None:
            return None
        return super().may(capability, unit)

    def must(self, capability, unit=None):
        if not self.may(capability, unit):
            raise NotEntitled("Chưa được giao quyền. Hãy hỏi quản trị viên.")
        return super().must(capability, unit)

    def entitled(self, capability):
        return [u.pk for u in self.units] if capability in self.capabilities else []


class SignedIn:
    """Puts the clerk of the test on the request."""

    clerk = None

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.viewer = SignedIn.clerk
        return self.get_response(request)
