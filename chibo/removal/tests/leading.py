"""Leading cases of leaving in tests."""

from datetime import date

from chibo.decisions import actions as decisions
from chibo.members.tests.world import ME, d
from chibo.procedures import actions as procedures
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import Handed

FOR_ALL = {"obliged": 3, "present": 3, "for": 3, "against": 0, "blank": 0}
AGAINST = {"obliged": 3, "present": 3, "for": 1, "against": 2, "blank": 0}


def decision(number: str, on: str):
    """A decision signed on a day."""
    return decisions.register(number=number, issued_on=d(on), issuer="Đảng ủy xã An Bình", by=ME)


def begun(code, person, on="01/06/2026", *, by=ME, accept=True, **data) -> Case:
    """A case just opened."""
    return procedures.open_case(code, subject=f"person:{person.uid}", on=d(on), by=by, data=data, accept=accept)


def done(case, on, *, by=ME, accept=True, vote=None, because=None, papers=(), step=None, **data):
    """The step the case is at, done; what is only a warning is accepted."""
    documents = [Handed(kind, received_on=day(on)) for kind in papers]
    return procedures.act(
        case, on=d(on), by=by, data=data, accept=accept, vote=vote, because=because, documents=documents, step=step
    )


def day(text: str) -> date:
    """The same day."""
    return d(text)


def struck_off(person, *, ground="returned_card", decided="20/06/2026", **data) -> Case:
    """A case of xóa tên led up to the decision of a day in June 2026."""
    case = begun("xoa-ten", person, can_cu=ground, **data)
    done(case, "02/06/2026", papers=["bao-cao"])
    done(case, "05/06/2026", vote=FOR_ALL, nghi_quyet="05-NQ/CB")
    done(case, "10/06/2026", vote=FOR_ALL, nghi_quyet_co_so="12-NQ/ĐU")
    done(case, decided, because=decision("34-QĐ/HU", decided), hieu_luc=d(decided))
    return case
