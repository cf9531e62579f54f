"""What the cells of one profile say together: ages, the order of days, a personal number against sex and birth year."""

from chibo.members.queries.sheet import State
from chibo.members.vocabulary import Cause, Status

YOUNGEST = 17
"""Full years before which nobody has entered the Party; the age of 18 is a rule of admissions, older records are kept."""
OLDEST = 120
PROBATION_SURELY_OVER = 24
"""Months after which a member without a day of official membership is taken for official."""
LEAVING = {
    State.DEAD: Cause.DEATH,
    Cause.TRANSFER_OUT: Cause.TRANSFER_OUT,
    Cause.STRIKE_OFF: Cause.STRIKE_OFF,
    Cause.EXPULSION: Cause.EXPULSION,
    Cause.VOLUNTARY_EXIT: Cause.VOLUNTARY_EXIT,
}
"""Trạng thái → how the person left."""
_NEEDS_A_DAY = frozenset({*LEAVING, State.LEFT})
Fault = tuple[str, str]


def show(day: str) -> str:
    """``2005-05-19`` as ``19/05/2005``."""
    return f"{day[8:10]}/{day[5:7]}/{day[:4]}"


def years(start: str, end: str) -> int:
    """Full years between two days written as ISO text."""
    return int(end[:4]) - int(start[:4]) - (end[5:] < start[5:])


def check(values: dict, *, on: str, today: str) -> list[Fault]:
    """What contradicts itself or the calendar. Sentences that begin with ``~`` only tell.

    :param on: the day of the roll, ISO
    """
    faults: list[Fault] = []
    get = values.get
    born, party, official = get("born"), get("party_since"), get("official_since")
    if born:
        _check_birth(born, party, get, on, today, faults)
    if party:
        if party > on:
            faults.append(
                ("party_since", f"Ngày vào Đảng {show(party)} sau ngày của danh sách {show(on)}. Hãy xem lại ngày.")
            )
        if official and official < party:
            faults.append(
                (
                    "official_since",
                    f"Ngày chính thức {show(official)} trước ngày vào Đảng {show(party)}. Hãy xem lại hai ngày.",
                )
            )
    if official and official > today:
        faults.append(("official_since", f"Ngày chính thức {show(official)} chưa đến. Hãy xem lại ngày."))
    issued = get("card_issued_on")
    if issued:
        if issued > today:
            faults.append(("card_issued_on", f"Ngày cấp thẻ {show(issued)} chưa đến. Hãy xem lại ngày."))
        elif party and issued < party:
            faults.append(
                ("card_issued_on", f"~Ngày cấp thẻ {show(issued)} trước ngày vào Đảng {show(party)}. Nên xem lại.")
            )
    state, left = get("state"), get("left_on")
    if state in _NEEDS_A_DAY or left:
        _check_leaving(state, left, party, today, faults)
    status = get("status")
    if status and official:
        said = Status.OFFICIAL if official <= on else Status.PROBATIONARY
        if status != said:
            faults.append(
                (
                    "status",
                    f"Tư cách ghi “{Status(status).label}” nhưng ngày chính thức là {show(official)}. Hãy sửa một trong hai ô.",
                )
            )
    return faults


def _check_birth(born: list, party: str | None, get, on: str, today: str, faults: list[Fault]) -> None:
    day = born[0]
    if day > today or years(day, today) > OLDEST:
        faults.append(("born", f"Ngày sinh {show(day)} không hợp lý. Hãy xem lại năm sinh."))
    elif years(day, on) < YOUNGEST:
        faults.append(
            ("born", f"Ngày {show(on)} người sinh {show(day)} chưa đủ {YOUNGEST} tuổi. Hãy xem lại ngày sinh.")
        )
    elif party and years(day, party) < YOUNGEST:
        faults.append(
            (
                "party_since",
                f"Vào Đảng {show(party)} khi chưa đủ {YOUNGEST} tuổi (sinh {show(day)}). Hãy xem lại hai ngày.",
            )
        )
    number = get("national_id")
    if number and number.isdigit():
        century = int(number[3])
        if f"{19 + century // 2}{number[4:6]}" != day[:4]:
            faults.append(
                (
                    "national_id",
                    f"~Số định danh cho thấy sinh năm {19 + century // 2}{number[4:6]}, ô ngày sinh ghi {day[:4]}. Nên xem lại.",
                )
            )
        sex = get("sex")
        if sex and (century % 2 == 1) != (sex == "nu"):
            faults.append(
                (
                    "national_id",
                    f"~Số định danh cho thấy là {'nữ' if century % 2 else 'nam'}, ô giới tính ghi khác. Nên xem lại.",
                )
            )


def _check_leaving(state: str | None, left: str | None, party: str | None, today: str, faults: list[Fault]) -> None:
    if state not in _NEEDS_A_DAY:
        said = "chưa ghi trạng thái" if state is None else "trạng thái không phải là đã rời"
        faults.append(
            ("left_on", f"Có ngày rời nhưng {said}. Hãy ghi trạng thái Từ trần, Rời khỏi…, hoặc xóa ngày rời.")
        )
    elif left is None:
        faults.append(("left_on", "Người đã rời thì cần ngày rời. Hãy ghi ngày, hoặc bỏ dòng này khỏi tệp."))
    elif left > today:
        faults.append(("left_on", f"Ngày rời {show(left)} chưa đến. Hãy xem lại ngày."))
    elif party and left < party:
        faults.append(("left_on", f"Ngày rời {show(left)} trước ngày vào Đảng {show(party)}. Hãy xem lại hai ngày."))


def status_on(values: dict, day: str) -> tuple[str, str]:
    """Chính thức or dự bị on the day a record begins, and what is to be told about it.

    The day of official membership decides; without it the column tư cách; without both the time since entering the Party.
    """
    official, status, party = values.get("official_since"), values.get("status"), values.get("party_since")
    if official:
        return (Status.OFFICIAL if official <= day else Status.PROBATIONARY).value, ""
    if status:
        return status, ""
    if party is None:
        return (
            Status.OFFICIAL.value,
            "~Không có ngày vào Đảng, ngày chính thức; coi là đảng viên chính thức. Nên bổ sung.",
        )
    months = (int(day[:4]) - int(party[:4])) * 12 + int(day[5:7]) - int(party[5:7]) - (day[8:] < party[8:])
    if months >= PROBATION_SURELY_OVER:
        return Status.OFFICIAL.value, "~Không có ngày chính thức; vào Đảng đã lâu nên coi là chính thức. Nên bổ sung."
    return Status.PROBATIONARY.value, "~Không có ngày chính thức; vào Đảng chưa lâu nên coi là dự bị. Nên bổ sung."
