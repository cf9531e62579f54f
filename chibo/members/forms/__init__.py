"""Forms of members: clean what was typed; they never save."""

from chibo.members.forms.deeds import DeedForm, deed_form
from chibo.members.forms.filters import FilterForm

__all__ = ["DeedForm", "FilterForm", "deed_form"]
