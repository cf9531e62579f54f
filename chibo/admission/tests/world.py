"""A small committee for the tests of admission, and a case led step by step."""

from datetime import date, timedelta

from chibo.admission import actions
from chibo.admission.models import Prospect
from chibo.admission.rules import kinds
from chibo.decisions import actions as decisions
from chibo.decisions.models import Decision
from chibo.members.models import Person
from chibo.members.tests.world import ME, World, d
from chibo.org.models import Unit
from chibo.procedures import actions as procedures
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import Handed

VOTE = {"obliged": 3, "present": 3, "for": 3, "against": 0, "blank": 0}
PAPERS = {
    "don": ["don"], "ly-lich": ["ly_lich"], "gioi-thieu": ["gioi_thieu", "doan"], "y-kien": ["y_kien"],
    "tu-kiem-diem": ["tu_kiem_diem"], "nhan-xet": ["nhan_xet"],
}  # fmt: skip
VOTES = ("chi-bo", "co-so")


class AdmissionWorld(World):
    """Cell A1 has three official members: An, Bình, Chi; ``lan`` is in its source with a certificate."""

    def __init__(self) -> None:
        super().__init__()
        self.an, self.binh, self.chi = (
            self.member(name, born=f"0{n}/02/1980")
            for n, name in enumerate(("Lê Văn An", "Lê Văn Bình", "Lê Thị Chi"), 1)
        )

    def prospect(
        self, name: str = "Trần Thị Lan", born: str = "20/08/2000", on: str = "01/03/2023", unit: Unit | None = None,
        certified: str = "15/06/2023", **more,
    ) -> Prospect:  # fmt: skip
        """Somebody in the source of A1, with a certificate."""
        more = {"introduced_by": "doan", "schooling": "thpt", "sex": "nu"} | more
        made = actions.list_prospect(
            unit=unit or self.a1, full_name=name, born_on=d(born), listed_on=d(on), by=ME, **more
        )
        if certified:
            actions.certify(made, number="45/GCN", issued_on=d(certified), by=ME)
        return made

    def decision(self, number: str = "10-QĐ/HU", on: str | date = "01/09/2024") -> Decision:
        """A decision of the district."""
        day = d(on) if isinstance(on, str) else on
        return decisions.register(number=number, issued_on=day, issuer="Ban Thường vụ Huyện ủy Hà Đông", by=ME)

    def open(self, prospect: Prospect, on: str = "01/02/2024", **more) -> Case:
        """A case of admission."""
        data = kinds.opening(prospect, on=d(on)) | more.pop("data", {})
        return procedures.open_case("ket-nap", subject=prospect.reference, on=d(on), by=ME, data=data, **more)

    def answers(self, case: Case) -> dict[str, object]:
        """What is answered at the step a case is at."""
        return {
            "gioi-thieu": {"way": "doan", "introducer_1": f"person:{self.an.uid}"},
            "tham-tra": {"verified": "Rõ ràng."},
            "bo-phan": {"appraisal": "Đồng ý."},
            "quyet-dinh": {"decided": "ket_nap"} if case.code == "ket-nap" else {},
            "le-ket-nap": {"helper": f"person:{self.binh.uid}"},
            "lop": {"class_result": "gioi"},
            "chi-bo": {"proposal": "cong_nhan"} if case.code != "ket-nap" else {},
        }.get(case.step, {})

    def step(self, case: Case, on: str | date, **more):
        """The step a case is at, done with good answers unless others are given."""
        day = d(on) if isinstance(on, str) else on
        if case.step in ("quyet-dinh", "dong-y", "dong-y-tinh") and "because" not in more:
            more["because"] = self.decision(f"{case.pk}{case.step}-QĐ/HU", day)
        if case.step in VOTES:
            more.setdefault("vote", VOTE)
        more.setdefault("documents", [Handed(kind) for kind in PAPERS.get(case.step, ())])
        data = self.answers(case) | more.pop("data", {})
        more.setdefault("accept", True)
        return procedures.act(case, on=day, by=ME, data=data, **more)

    def lead(self, case: Case, until: str, on: str | date) -> date:
        """Every step up to (not with) one, each a day after the one before; the next day to go on."""
        day = d(on) if isinstance(on, str) else on
        while case.is_open and case.step != until:
            self.step(case, day)
            day += timedelta(days=1)
        return day

    def admit(self, prospect: Prospect, on: str = "01/03/2024") -> Person:
        """From the first step to the ceremony, a step a day."""
        case = self.open(prospect)
        self.lead(case, "", on)
        prospect.refresh_from_db()
        return prospect.person

    def recognition(self, person: Person, admitted_on: date, on: str | date, **more) -> Case:
        """A case of recognition."""
        day = d(on) if isinstance(on, str) else on
        return procedures.open_case(
            "cong-nhan-chinh-thuc",
            subject=f"person:{person.uid}",
            on=day,
            by=ME,
            data={"admitted_on": admitted_on},
            **more,
        )
