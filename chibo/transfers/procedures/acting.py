"""Who writes into the roll when a case says so: whoever did the step, entitled by the step."""

from typing import Any

from chibo.kernel.viewer import Reason, Viewer
from chibo.procedures.models import Case


class Acting:
    """The viewer of a step as the roll meets them. The engine has asked for the right to the step; what the step brings
    about is written in its name, and the journal keeps who did it.
    """

    def __init__(self, by: Viewer, case: Case) -> None:
        self._by, self._case = by, case

    def may(self, capability: str, unit: Any = None) -> Reason | None:
        return Reason(f"Theo hồ sơ {self._case.mark}.")

    def must(self, capability: str, unit: Any = None) -> Reason:
        return Reason(f"Theo hồ sơ {self._case.mark}.")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._by, name)
