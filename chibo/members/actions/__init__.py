"""Writing about members: a file per group of verbs. Every action is one transaction: gate, check, write, derive, journal."""

from chibo.members.actions.along import (
    end_temporary,
    present_letter,
    receive_transfer,
    recognize,
    report_back,
    return_transfer,
    send_transfer,
    start_temporary,
    transfer,
)
from chibo.members.actions.attributes import change_attribute, correct_attribute
from chibo.members.actions.bulk import load_events, load_people
from chibo.members.actions.correct import annul_event, correct_event_day
from chibo.members.actions.entries import admit_member, open_state, readmit_member, receive_from_outside, restore_member
from chibo.members.actions.exits import expel, leave_on_request, record_death, strike_off, transfer_out
from chibo.members.actions.merging import Choices, merge_people, unmerge, what_stands_on_merge
from chibo.members.actions.particulars import correct_particulars
from chibo.members.actions.people import correct_person, register_person
from chibo.members.actions.specs import EventSpec, PersonSpec

__all__ = [
    "Choices",
    "EventSpec",
    "PersonSpec",
    "admit_member",
    "annul_event",
    "change_attribute",
    "correct_attribute",
    "correct_event_day",
    "correct_particulars",
    "correct_person",
    "end_temporary",
    "expel",
    "leave_on_request",
    "load_events",
    "load_people",
    "merge_people",
    "open_state",
    "present_letter",
    "readmit_member",
    "receive_from_outside",
    "receive_transfer",
    "recognize",
    "record_death",
    "register_person",
    "report_back",
    "restore_member",
    "return_transfer",
    "send_transfer",
    "start_temporary",
    "strike_off",
    "transfer",
    "transfer_out",
    "unmerge",
    "what_stands_on_merge",
]
