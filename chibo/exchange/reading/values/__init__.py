"""What a column holds: types that turn a raw cell into a clean value, without Django and without the database.

A *raw cell* is ``None``, ``str``, ``int``, ``float``, ``bool`` or ``("d", "2024-12-31T00:00:00")``, a cell that holds a day.

A *type* says what a column holds: ``type.spec()`` is made of what JSON can carry, ``from_spec(spec)`` gives the type back,
``type.cleaner()`` gives a function of one raw cell. That function

- returns ``None`` for an empty cell (an empty text never comes out);
- returns the clean value: ``str``, ``int``, ``bool``, or a list of two texts for a day of reduced precision, so that
  ``marshal`` carries it;
- returns :class:`Noted` ``(value, sentence)`` when something was repaired and the person who sent the workbook should know
  (a leading zero put back, a name brought out of capitals): take the value, pass the sentence on as a note;
- raises :class:`Fault` ``(sentence)`` for everything else, and nothing but :class:`Fault`.

In the loop of the reader::

    try:
        value = clean(raw)
    except Fault as fault:
        faults.append((field, fault.message))
        value = None
    if value.__class__ is Noted:
        faults.append((field, "~" + value.sentence))
        value = value.value

Cleaners remember what they have seen and belong to one reading: make a new one for every column of every workbook.

Days written as text can be read two ways. ``Day.profile(raw_cells)`` counts what a column shows; ``profile.order`` is
``"dmy"`` or ``"mdy"`` when the column decides, or ``None``: then ask, showing ``profile.examples``.
``day_type.in_order(order)`` is the type that reads that way.
"""

from typing import Any

from chibo.exchange.reading.values.cells import Cleaner, Fault, Noted, Raw, Type
from chibo.exchange.reading.values.choices import Choice, Lookup, YesNo
from chibo.exchange.reading.values.days import ORDERS, Day, Profile
from chibo.exchange.reading.values.digits import PROVINCE_CODES, Digits
from chibo.exchange.reading.values.texts import Name, Text
from chibo.exchange.reading.values.wholes import Whole

__all__ = [
    "ORDERS",
    "PROVINCE_CODES",
    "TYPES",
    "Choice",
    "Cleaner",
    "Day",
    "Digits",
    "Fault",
    "Lookup",
    "Name",
    "Noted",
    "Profile",
    "Raw",
    "Text",
    "Type",
    "Whole",
    "YesNo",
    "from_spec",
]

TYPES: dict[str, type[Type]] = {kind.key: kind for kind in (Text, Name, Digits, Day, Whole, Choice, YesNo, Lookup)}
"""Every type by the word that stands in its spec."""


def from_spec(spec: dict[str, Any]) -> Type:
    """The type that gave the spec."""
    return TYPES[spec["type"]].of(spec)
