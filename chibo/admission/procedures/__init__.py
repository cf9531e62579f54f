"""Kết nạp and công nhận chính thức: the definitions, what their steps check and what they bring about."""

from pathlib import Path

from chibo.admission.procedures import admitting, electing, recognizing, subjects
from chibo.procedures.rules.handlers import Handler
from chibo.procedures.rules.loading import load

HERE = Path(__file__).parent
HANDLERS = [
    Handler(
        definition=load(HERE / "ket-nap.1.yaml"),
        subject=subjects.prospect,
        checks=admitting.CHECKS,
        conditions=admitting.CONDITIONS,
        outcomes=admitting.OUTCOMES,
        electors=electing.ELECTORS,
        begins=subjects.admission_begins,
    ),
    Handler(
        definition=load(HERE / "cong-nhan-chinh-thuc.1.yaml"),
        subject=subjects.member,
        checks=recognizing.CHECKS,
        outcomes=recognizing.OUTCOMES,
        electors=electing.ELECTORS,
        begins=subjects.recognition_begins,
    ),
]
