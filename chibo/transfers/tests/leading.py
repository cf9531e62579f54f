"""Leading cases of transfer in tests."""

from chibo.members.tests.world import ME, d
from chibo.procedures import actions as procedures
from chibo.procedures.models import Case
from chibo.transfers.queries.cases import event_of

REASON = {"ly_do": "Chuyển công tác"}
RECEIVED = {"ket_qua": "nhan"}
RETURNED = {"ket_qua": "tra_lai", "ly_do_tra_lai": "Thiếu hồ sơ"}


def begun(code, person, on="01/06/2026", *, to=None, unit=None, by=ME, accept=False, **data) -> Case:
    """A case just opened."""
    answers = data if code in ("chuyen-ra-nuoc-ngoai", "chuyen-den") else REASON | data
    return procedures.open_case(
        code, subject=f"person:{person.uid}", on=d(on), by=by, data=answers, unit=unit, other_unit=to, accept=accept
    )


def done(case, on, *, by=ME, accept=False, step=None, vote=None, because=None, documents=(), **data):
    """The step the case is at, done."""
    return procedures.act(
        case, on=d(on), by=by, data=data, accept=accept, step=step, vote=vote, because=because, documents=documents
    )


def led(case, on, until="", **more) -> Case:
    """Do plain steps on a day until the case is at a step (or closed)."""
    while case.is_open and case.step != until:
        data = RECEIVED if case.step == "tiep-nhan-chi-bo" else {}
        done(case, on, **data, **more)
    return case


def event(case):
    """What the case made on the roll."""
    return event_of(Case.objects.get(pk=case.pk))
