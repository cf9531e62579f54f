"""What a period of help must say, and when it may be judged."""

from datetime import date

from chibo.kernel.days import add_months, show_day
from chibo.kernel.refusal import Question, Refusal
from chibo.kernel.text import tidy
from chibo.procedures.rules import voting
from chibo.procedures.rules.definition import VoteSpec
from chibo.removal.vocabulary import HelpResult
from chibo.rulebook import queries as rulebook

MONTHS = "assistance.months"
VOTE = VoteSpec(of="đảng viên chính thức của chi bộ", rule="assistance.vote")


def due_after(since: date) -> date:
    """The day on which help that begins on a day is judged.

    :raises Refusal: no length is on record
    """
    ruling = rulebook.value(MONTHS, on=since)
    if not isinstance(ruling.value, int):
        raise Refusal(
            f"Sổ quy định chưa nêu thời gian giúp đỡ cho ngày {show_day(since)}. Hãy ghi ngày hết thời gian giúp đỡ.",
            field="due_on",
            code="no_rule",
        )
    return add_months(since, ruling.value)


def check_start(*, since: date, due_on: date, helper: str, today: date) -> str:
    """The name of who helps, tidied.

    :raises Refusal: nobody named, the end before the beginning, a day to come
    """
    name = tidy(helper)
    if not name or len(name) > 200:
        raise Refusal("Cần ghi người giúp đỡ. Hãy ghi tên, nhiều nhất 200 ký tự.", field="helper", code="helper")
    if since > today:
        raise Refusal(
            f"Ngày {show_day(since)} chưa đến. Hãy ghi ngày đã bắt đầu giúp đỡ.", field="since", code="not_yet"
        )
    if due_on <= since:
        raise Refusal(
            f"Ngày hết thời gian giúp đỡ phải sau ngày bắt đầu {show_day(since)}. Hãy xem lại hai ngày.",
            field="due_on",
            code="order",
        )
    return name


def check_judged(
    *, result: str, since: date, due_on: date, on: date, today: date, vote: dict | None, confirmed: bool
) -> dict[str, int] | None:
    """The vote, whole.

    :raises Refusal: no result, a day that is not possible, a vote that does not add up
    :raises Question: progress without the share of votes, or no progress before the time is over
    """
    if result not in HelpResult.values or result == HelpResult.GOING_ON:
        raise Refusal("Chưa chọn kết quả giúp đỡ. Hãy chọn một kết quả.", field="result", code="result")
    if not since < on <= today:
        raise Refusal(
            f"Ngày nhận xét phải sau ngày bắt đầu {show_day(since)} và không sau hôm nay. Hãy xem lại ngày.",
            field="on",
            code="order",
        )
    if result == HelpResult.STOPPED:
        return None
    tally = voting.tally(VOTE, vote, on=since)
    cite = tally.ruling.cite if tally.ruling.is_on_record else ""
    if result == HelpResult.IMPROVED and not tally.has_passed and not confirmed:
        raise Question(
            f"Chưa đủ tỷ lệ công nhận tiến bộ: {tally.told} ({cite}). Hãy xem lại biên bản, hoặc xác nhận để vẫn ghi.",
            field="vote_for",
            code="vote",
            rule=VOTE.rule,
        )
    if result == HelpResult.PROPOSED and on < due_on and not confirmed:
        raise Question(
            f"Thời gian giúp đỡ đến {show_day(due_on)} mới hết ({rulebook.value(MONTHS, on=since).cite}). Hãy chờ đến ngày đó, "
            "hoặc xác nhận để vẫn ghi.",
            field="on",
            code="early",
            rule=MONTHS,
        )
    return dict(tally.vote)
